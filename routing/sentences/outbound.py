"""Why a call does not leave the building."""

from __future__ import annotations

from routing.engine.prompts import Sentence

_ENGLISH: dict[Sentence, str] = {
    Sentence.OUTSIDE_NOT_ALLOWED: "Calls to this number are not allowed from this phone.",
}

OUTBOUND: dict[str, dict[Sentence, str]] = {
    "en-US": _ENGLISH,
    "en-GB": _ENGLISH,
    "de-DE": {
        Sentence.OUTSIDE_NOT_ALLOWED: "Anrufe zu dieser Rufnummer sind von diesem Anschluss nicht erlaubt.",
    },
    "fr-FR": {
        Sentence.OUTSIDE_NOT_ALLOWED: "Les appels vers ce numéro ne sont pas autorisés depuis ce poste.",
    },
    "es-ES": {
        Sentence.OUTSIDE_NOT_ALLOWED: "No se permiten llamadas a este número desde este teléfono.",
    },
    "it-IT": {
        Sentence.OUTSIDE_NOT_ALLOWED: "Le chiamate a questo numero non sono consentite da questo telefono.",
    },
    "nl-NL": {
        Sentence.OUTSIDE_NOT_ALLOWED: "Bellen naar dit nummer is vanaf dit toestel niet toegestaan.",
    },
    "pt-BR": {
        Sentence.OUTSIDE_NOT_ALLOWED: "Chamadas para este número não são permitidas a partir deste telefone.",
    },
}
