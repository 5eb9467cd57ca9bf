"""What callers hear at an object that cannot take them, or not what they chose."""

from __future__ import annotations

from routing.engine.prompts import Sentence

_ENGLISH: dict[Sentence, str] = {
    Sentence.NOT_A_CHOICE: "That is not one of the choices.",
    Sentence.NOT_AVAILABLE: "What you called is not available at the moment. Call again later.",
}

OBJECTS: dict[str, dict[Sentence, str]] = {
    "en-US": _ENGLISH,
    "en-GB": _ENGLISH,
    "de-DE": {
        Sentence.NOT_A_CHOICE: "Diese Auswahl gibt es nicht.",
        Sentence.NOT_AVAILABLE: "Ihr Ziel ist zurzeit nicht verfügbar. Rufen Sie später noch einmal an.",
    },
    "fr-FR": {
        Sentence.NOT_A_CHOICE: "Ce choix n'existe pas.",
        Sentence.NOT_AVAILABLE: "Le service appelé n'est pas disponible pour le moment. Rappelez plus tard.",
    },
    "es-ES": {
        Sentence.NOT_A_CHOICE: "Esa opción no existe.",
        Sentence.NOT_AVAILABLE: (
            "El servicio al que llama no está disponible en este momento. Vuelva a llamar más tarde."
        ),
    },
    "it-IT": {
        Sentence.NOT_A_CHOICE: "Questa scelta non esiste.",
        Sentence.NOT_AVAILABLE: "Il servizio chiamato non è disponibile al momento. Richiami più tardi.",
    },
    "nl-NL": {
        Sentence.NOT_A_CHOICE: "Deze keuze bestaat niet.",
        Sentence.NOT_AVAILABLE: "De dienst die u belt is op dit moment niet beschikbaar. Bel later opnieuw.",
    },
    "pt-BR": {
        Sentence.NOT_A_CHOICE: "Essa opção não existe.",
        Sentence.NOT_AVAILABLE: (
            "O serviço chamado não está disponível no momento. Ligue novamente mais tarde."
        ),
    },
}
