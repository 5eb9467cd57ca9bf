"""Why a call does not leave the building."""

from __future__ import annotations

from routing.engine.prompts import Sentence

_ENGLISH: dict[Sentence, str] = {
    Sentence.OUTSIDE_NOT_ALLOWED: "Calls to this number are not allowed from this phone.",
    Sentence.LIMIT_REACHED: "As many calls as possible are running. Try again later.",
}

OUTBOUND: dict[str, dict[Sentence, str]] = {
    "en-US": _ENGLISH,
    "en-GB": _ENGLISH,
    "de-DE": {
        Sentence.OUTSIDE_NOT_ALLOWED: "Anrufe zu dieser Rufnummer sind von diesem Anschluss nicht erlaubt.",
        Sentence.LIMIT_REACHED: "Mehr Gespräche sind zurzeit nicht möglich. Versuchen Sie es später noch einmal.",
    },
    "fr-FR": {
        Sentence.OUTSIDE_NOT_ALLOWED: "Les appels vers ce numéro ne sont pas autorisés depuis ce poste.",
        Sentence.LIMIT_REACHED: "Le nombre maximal d'appels est atteint. Rappelez plus tard.",
    },
    "es-ES": {
        Sentence.OUTSIDE_NOT_ALLOWED: "No se permiten llamadas a este número desde este teléfono.",
        Sentence.LIMIT_REACHED: "Se ha alcanzado el número máximo de llamadas. Inténtelo más tarde.",
    },
    "it-IT": {
        Sentence.OUTSIDE_NOT_ALLOWED: "Le chiamate a questo numero non sono consentite da questo telefono.",
        Sentence.LIMIT_REACHED: "È stato raggiunto il numero massimo di chiamate. Riprovi più tardi.",
    },
    "nl-NL": {
        Sentence.OUTSIDE_NOT_ALLOWED: "Bellen naar dit nummer is vanaf dit toestel niet toegestaan.",
        Sentence.LIMIT_REACHED: "Het maximale aantal gesprekken is bereikt. Probeer het later opnieuw.",
    },
    "pt-BR": {
        Sentence.OUTSIDE_NOT_ALLOWED: "Chamadas para este número não são permitidas a partir deste telefone.",
        Sentence.LIMIT_REACHED: "O número máximo de chamadas foi atingido. Tente novamente mais tarde.",
    },
}
