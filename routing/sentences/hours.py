"""What phones hear that open and close business hours. {value} is the name of the hours."""

from __future__ import annotations

from routing.engine.prompts import Sentence

_ENGLISH: dict[Sentence, str] = {
    Sentence.HOURS_CLOSED: "{value} is closed until you switch it back.",
    Sentence.HOURS_OPEN: "{value} is open until you switch it back.",
    Sentence.HOURS_BY_CALENDAR_OPEN: "{value} goes by its calendar again and is open now.",
    Sentence.HOURS_BY_CALENDAR_CLOSED: "{value} goes by its calendar again and is closed now.",
    Sentence.HOURS_NOT_BY_PHONE: "These business hours cannot be switched by phone.",
    Sentence.HOURS_NUMBER_MISSING: "Dial the number of the business hours behind the code.",
}

HOURS: dict[str, dict[Sentence, str]] = {
    "en-US": _ENGLISH,
    "en-GB": _ENGLISH,
    "de-DE": {
        Sentence.HOURS_CLOSED: "{value} ist geschlossen, bis Sie wieder umschalten.",
        Sentence.HOURS_OPEN: "{value} ist geöffnet, bis Sie wieder umschalten.",
        Sentence.HOURS_BY_CALENDAR_OPEN: "{value} folgt wieder dem Kalender und ist jetzt geöffnet.",
        Sentence.HOURS_BY_CALENDAR_CLOSED: "{value} folgt wieder dem Kalender und ist jetzt geschlossen.",
        Sentence.HOURS_NOT_BY_PHONE: "Diese Geschäftszeiten lassen sich nicht am Telefon umschalten.",
        Sentence.HOURS_NUMBER_MISSING: "Wählen Sie nach dem Code die Nummer der Geschäftszeiten.",
    },
    "fr-FR": {
        Sentence.HOURS_CLOSED: "{value} : fermé jusqu’à ce que vous changiez de nouveau.",
        Sentence.HOURS_OPEN: "{value} : ouvert jusqu’à ce que vous changiez de nouveau.",
        Sentence.HOURS_BY_CALENDAR_OPEN: "{value} suit de nouveau le calendrier : c’est ouvert maintenant.",
        Sentence.HOURS_BY_CALENDAR_CLOSED: "{value} suit de nouveau le calendrier : c’est fermé maintenant.",
        Sentence.HOURS_NOT_BY_PHONE: "Ces horaires ne peuvent pas être changés par téléphone.",
        Sentence.HOURS_NUMBER_MISSING: "Composez le numéro des horaires après le code.",
    },
    "es-ES": {
        Sentence.HOURS_CLOSED: "{value}: cerrado hasta que lo cambie de nuevo.",
        Sentence.HOURS_OPEN: "{value}: abierto hasta que lo cambie de nuevo.",
        Sentence.HOURS_BY_CALENDAR_OPEN: "{value} sigue de nuevo el calendario y ahora está abierto.",
        Sentence.HOURS_BY_CALENDAR_CLOSED: "{value} sigue de nuevo el calendario y ahora está cerrado.",
        Sentence.HOURS_NOT_BY_PHONE: "Este horario no se puede cambiar por teléfono.",
        Sentence.HOURS_NUMBER_MISSING: "Marque el número del horario después del código.",
    },
    "it-IT": {
        Sentence.HOURS_CLOSED: "{value}: chiuso finché non lo cambia di nuovo.",
        Sentence.HOURS_OPEN: "{value}: aperto finché non lo cambia di nuovo.",
        Sentence.HOURS_BY_CALENDAR_OPEN: "{value} segue di nuovo il calendario e ora è aperto.",
        Sentence.HOURS_BY_CALENDAR_CLOSED: "{value} segue di nuovo il calendario e ora è chiuso.",
        Sentence.HOURS_NOT_BY_PHONE: "Questi orari non si possono cambiare per telefono.",
        Sentence.HOURS_NUMBER_MISSING: "Componga il numero degli orari dopo il codice.",
    },
    "nl-NL": {
        Sentence.HOURS_CLOSED: "{value} is gesloten tot u weer omschakelt.",
        Sentence.HOURS_OPEN: "{value} is open tot u weer omschakelt.",
        Sentence.HOURS_BY_CALENDAR_OPEN: "{value} volgt weer de kalender en is nu open.",
        Sentence.HOURS_BY_CALENDAR_CLOSED: "{value} volgt weer de kalender en is nu gesloten.",
        Sentence.HOURS_NOT_BY_PHONE: "Deze openingstijden kunt u niet per telefoon omschakelen.",
        Sentence.HOURS_NUMBER_MISSING: "Kies na de code het nummer van de openingstijden.",
    },
    "pt-BR": {
        Sentence.HOURS_CLOSED: "{value}: fechado até você mudar de novo.",
        Sentence.HOURS_OPEN: "{value}: aberto até você mudar de novo.",
        Sentence.HOURS_BY_CALENDAR_OPEN: "{value} segue o calendário de novo e está aberto agora.",
        Sentence.HOURS_BY_CALENDAR_CLOSED: "{value} segue o calendário de novo e está fechado agora.",
        Sentence.HOURS_NOT_BY_PHONE: "Este horário não pode ser mudado por telefone.",
        Sentence.HOURS_NUMBER_MISSING: "Disque o número do horário depois do código.",
    },
}
