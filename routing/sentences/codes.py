"""What phones hear that dial a feature code."""

from __future__ import annotations

from routing.engine.prompts import Sentence

_ENGLISH: dict[Sentence, str] = {
    Sentence.DO_NOT_DISTURB_ON: "Do not disturb is on.",
    Sentence.DO_NOT_DISTURB_OFF: "Do not disturb is off.",
    Sentence.FORWARD_SET: "All your calls go to extension {value}.",
    Sentence.FORWARD_ENDED: "Your calls ring on your phone again.",
    Sentence.FORWARD_TO_NOBODY: "Your calls cannot go there. Dial the number of another extension behind the code.",
    Sentence.OWN_NUMBER: "Your extension is {value}.",
    Sentence.CODE_NOT_ALLOWED: "This code is not allowed for your extension.",
    Sentence.PIN_MISSING: "No PIN is set for this code.",
    Sentence.CODE_ALONE: "Dial the number behind the code.",
    Sentence.NO_LAST_NUMBER: "You have not called any number yet.",
    Sentence.NO_LAST_CALLER: "Nobody has called you yet.",
    Sentence.LAST_CALLER_WITHHELD: "The last caller showed no number that can be called back.",
    Sentence.LOCK_ON: "Your phone is locked.",
    Sentence.LOCK_OFF: "Your phone is unlocked.",
    Sentence.EXTENSION_LOCKED: "This phone is locked. Calls to this number are not possible.",
}

CODES: dict[str, dict[Sentence, str]] = {
    "en-US": _ENGLISH,
    "en-GB": _ENGLISH,
    "de-DE": {
        Sentence.DO_NOT_DISTURB_ON: "Bitte nicht stören ist eingeschaltet.",
        Sentence.DO_NOT_DISTURB_OFF: "Bitte nicht stören ist ausgeschaltet.",
        Sentence.FORWARD_SET: "Alle Ihre Anrufe gehen an die Nebenstelle {value}.",
        Sentence.FORWARD_ENDED: "Ihre Anrufe klingeln wieder an Ihrem Telefon.",
        Sentence.FORWARD_TO_NOBODY: (
            "Dorthin können Ihre Anrufe nicht gehen. Wählen Sie nach dem Code die Nummer einer anderen Nebenstelle."
        ),
        Sentence.OWN_NUMBER: "Ihre Nebenstelle ist {value}.",
        Sentence.CODE_NOT_ALLOWED: "Dieser Code ist für Ihre Nebenstelle nicht erlaubt.",
        Sentence.PIN_MISSING: "Für diesen Code ist keine PIN eingerichtet.",
        Sentence.CODE_ALONE: "Wählen Sie die Rufnummer gleich nach dem Code.",
        Sentence.NO_LAST_NUMBER: "Sie haben noch keine Rufnummer gewählt.",
        Sentence.NO_LAST_CALLER: "Es hat Sie noch niemand angerufen.",
        Sentence.LAST_CALLER_WITHHELD: "Der letzte Anruf kam ohne eine Rufnummer, die man zurückrufen kann.",
        Sentence.LOCK_ON: "Ihr Telefon ist gesperrt.",
        Sentence.LOCK_OFF: "Ihr Telefon ist entsperrt.",
        Sentence.EXTENSION_LOCKED: "Dieses Telefon ist gesperrt. Anrufe zu dieser Rufnummer sind nicht möglich.",
    },
    "fr-FR": {
        Sentence.DO_NOT_DISTURB_ON: "Ne pas déranger est activé.",
        Sentence.DO_NOT_DISTURB_OFF: "Ne pas déranger est désactivé.",
        Sentence.FORWARD_SET: "Tous vos appels vont au poste {value}.",
        Sentence.FORWARD_ENDED: "Vos appels sonnent de nouveau sur votre téléphone.",
        Sentence.FORWARD_TO_NOBODY: (
            "Vos appels ne peuvent pas y aller. Composez le numéro d’un autre poste après le code."
        ),
        Sentence.OWN_NUMBER: "Votre poste est le {value}.",
        Sentence.CODE_NOT_ALLOWED: "Ce code n’est pas autorisé pour votre poste.",
        Sentence.PIN_MISSING: "Aucun code secret n’est défini pour cette fonction.",
        Sentence.CODE_ALONE: "Composez le numéro juste après le code.",
        Sentence.NO_LAST_NUMBER: "Vous n’avez encore appelé aucun numéro.",
        Sentence.NO_LAST_CALLER: "Personne ne vous a encore appelé.",
        Sentence.LAST_CALLER_WITHHELD: "Le dernier appel est arrivé sans numéro que l’on puisse rappeler.",
        Sentence.LOCK_ON: "Votre téléphone est verrouillé.",
        Sentence.LOCK_OFF: "Votre téléphone est déverrouillé.",
        Sentence.EXTENSION_LOCKED: "Ce téléphone est verrouillé. Les appels vers ce numéro sont impossibles.",
    },
    "es-ES": {
        Sentence.DO_NOT_DISTURB_ON: "No molestar está activado.",
        Sentence.DO_NOT_DISTURB_OFF: "No molestar está desactivado.",
        Sentence.FORWARD_SET: "Todas sus llamadas van a la extensión {value}.",
        Sentence.FORWARD_ENDED: "Sus llamadas suenan de nuevo en su teléfono.",
        Sentence.FORWARD_TO_NOBODY: (
            "Sus llamadas no pueden ir allí. Marque el número de otra extensión después del código."
        ),
        Sentence.OWN_NUMBER: "Su extensión es {value}.",
        Sentence.CODE_NOT_ALLOWED: "Este código no está permitido para su extensión.",
        Sentence.PIN_MISSING: "No hay ningún PIN configurado para este código.",
        Sentence.CODE_ALONE: "Marque el número justo después del código.",
        Sentence.NO_LAST_NUMBER: "Todavía no ha llamado a ningún número.",
        Sentence.NO_LAST_CALLER: "Todavía no le ha llamado nadie.",
        Sentence.LAST_CALLER_WITHHELD: "La última llamada llegó sin un número al que se pueda devolver la llamada.",
        Sentence.LOCK_ON: "Su teléfono está bloqueado.",
        Sentence.LOCK_OFF: "Su teléfono está desbloqueado.",
        Sentence.EXTENSION_LOCKED: "Este teléfono está bloqueado. No se puede llamar a este número.",
    },
    "it-IT": {
        Sentence.DO_NOT_DISTURB_ON: "Non disturbare è attivo.",
        Sentence.DO_NOT_DISTURB_OFF: "Non disturbare è disattivato.",
        Sentence.FORWARD_SET: "Tutte le sue chiamate vanno all’interno {value}.",
        Sentence.FORWARD_ENDED: "Le sue chiamate squillano di nuovo sul suo telefono.",
        Sentence.FORWARD_TO_NOBODY: (
            "Le sue chiamate non possono andare lì. Componga il numero di un altro interno dopo il codice."
        ),
        Sentence.OWN_NUMBER: "Il suo interno è {value}.",
        Sentence.CODE_NOT_ALLOWED: "Questo codice non è consentito per il suo interno.",
        Sentence.PIN_MISSING: "Per questo codice non è impostato alcun PIN.",
        Sentence.CODE_ALONE: "Componga il numero subito dopo il codice.",
        Sentence.NO_LAST_NUMBER: "Non ha ancora chiamato nessun numero.",
        Sentence.NO_LAST_CALLER: "Nessuno l’ha ancora chiamata.",
        Sentence.LAST_CALLER_WITHHELD: "L’ultima chiamata è arrivata senza un numero da richiamare.",
        Sentence.LOCK_ON: "Il suo telefono è bloccato.",
        Sentence.LOCK_OFF: "Il suo telefono è sbloccato.",
        Sentence.EXTENSION_LOCKED: "Questo telefono è bloccato. Non si può chiamare questo numero.",
    },
    "nl-NL": {
        Sentence.DO_NOT_DISTURB_ON: "Niet storen staat aan.",
        Sentence.DO_NOT_DISTURB_OFF: "Niet storen staat uit.",
        Sentence.FORWARD_SET: "Al uw oproepen gaan naar toestel {value}.",
        Sentence.FORWARD_ENDED: "Uw oproepen gaan weer over op uw telefoon.",
        Sentence.FORWARD_TO_NOBODY: (
            "Daar kunnen uw oproepen niet heen. Kies na de code het nummer van een ander toestel."
        ),
        Sentence.OWN_NUMBER: "Uw toestel is {value}.",
        Sentence.CODE_NOT_ALLOWED: "Deze code is niet toegestaan voor uw toestel.",
        Sentence.PIN_MISSING: "Voor deze code is geen pincode ingesteld.",
        Sentence.CODE_ALONE: "Kies het nummer direct na de code.",
        Sentence.NO_LAST_NUMBER: "U hebt nog geen nummer gebeld.",
        Sentence.NO_LAST_CALLER: "Er heeft u nog niemand gebeld.",
        Sentence.LAST_CALLER_WITHHELD: "De laatste oproep kwam zonder nummer dat u kunt terugbellen.",
        Sentence.LOCK_ON: "Uw telefoon is vergrendeld.",
        Sentence.LOCK_OFF: "Uw telefoon is ontgrendeld.",
        Sentence.EXTENSION_LOCKED: "Deze telefoon is vergrendeld. Bellen naar dit nummer is niet mogelijk.",
    },
    "pt-BR": {
        Sentence.DO_NOT_DISTURB_ON: "Não perturbe está ativado.",
        Sentence.DO_NOT_DISTURB_OFF: "Não perturbe está desativado.",
        Sentence.FORWARD_SET: "Todas as suas chamadas vão para o ramal {value}.",
        Sentence.FORWARD_ENDED: "Suas chamadas voltam a tocar no seu telefone.",
        Sentence.FORWARD_TO_NOBODY: (
            "Suas chamadas não podem ir para lá. Disque o número de outro ramal depois do código."
        ),
        Sentence.OWN_NUMBER: "Seu ramal é {value}.",
        Sentence.CODE_NOT_ALLOWED: "Este código não é permitido para o seu ramal.",
        Sentence.PIN_MISSING: "Nenhuma senha está definida para este código.",
        Sentence.CODE_ALONE: "Disque o número logo depois do código.",
        Sentence.NO_LAST_NUMBER: "Você ainda não ligou para nenhum número.",
        Sentence.NO_LAST_CALLER: "Ninguém ligou para você ainda.",
        Sentence.LAST_CALLER_WITHHELD: "A última chamada veio sem um número para retornar.",
        Sentence.LOCK_ON: "Seu telefone está bloqueado.",
        Sentence.LOCK_OFF: "Seu telefone está desbloqueado.",
        Sentence.EXTENSION_LOCKED: "Este telefone está bloqueado. Não é possível chamar este número.",
    },
}
