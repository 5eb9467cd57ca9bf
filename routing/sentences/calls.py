"""Why a call is not connected, and the standard greeting of voicemail boxes."""

from __future__ import annotations

from routing.engine.prompts import Sentence

_AMERICAN: dict[Sentence, str] = {
    Sentence.NUMBER_UNKNOWN: "The number you dialed is not in service.",
    Sentence.EXTENSION_UNKNOWN: "There is no extension with the number you dialed.",
    Sentence.EXTENSION_DISABLED: "The extension you called is switched off.",
    Sentence.CALLER_BLOCKED: "This number does not take your calls.",
    Sentence.CALLER_DISABLED: "Calls from this extension are switched off.",
    Sentence.CALLED_ITSELF: "The number you dialed is your own extension.",
    Sentence.BUSY: "The person you called is on another call. Try again later.",
    Sentence.NO_ANSWER: "Nobody answered your call. Try again later.",
    Sentence.UNAVAILABLE: "The person you called cannot be reached at the moment. Try again later.",
    Sentence.SUSPENDED: "This connection is not in service at the moment.",
    Sentence.VOICEMAIL_GREETING: "Nobody can take your call at the moment. Leave a message after the tone.",
    Sentence.VOICEMAIL_DISABLED: "The voicemail box you reached is switched off.",
    Sentence.NOT_CONNECTED: "Your call cannot be connected.",
    Sentence.APOLOGY: "Sorry, your call cannot be connected because of a technical fault. Call again later.",
}

CALLS: dict[str, dict[Sentence, str]] = {
    "en-US": _AMERICAN,
    "en-GB": _AMERICAN
    | {
        Sentence.NUMBER_UNKNOWN: "The number you dialled is not in service.",
        Sentence.EXTENSION_UNKNOWN: "There is no extension with the number you dialled.",
        Sentence.CALLED_ITSELF: "The number you dialled is your own extension.",
    },
    "de-DE": {
        Sentence.NUMBER_UNKNOWN: "Die gewählte Rufnummer ist nicht vergeben.",
        Sentence.EXTENSION_UNKNOWN: "Die gewählte Nebenstelle gibt es nicht.",
        Sentence.EXTENSION_DISABLED: "Die gewählte Nebenstelle ist abgeschaltet.",
        Sentence.CALLER_BLOCKED: "Dieser Anschluss nimmt Ihre Anrufe nicht an.",
        Sentence.CALLER_DISABLED: "Anrufe von dieser Nebenstelle sind abgeschaltet.",
        Sentence.CALLED_ITSELF: "Sie haben Ihre eigene Nebenstelle gewählt.",
        Sentence.BUSY: "Der Anschluss ist besetzt. Versuchen Sie es später noch einmal.",
        Sentence.NO_ANSWER: "Ihr Anruf wurde nicht angenommen. Versuchen Sie es später noch einmal.",
        Sentence.UNAVAILABLE: (
            "Der Anschluss ist zurzeit nicht erreichbar. Versuchen Sie es später noch einmal."
        ),
        Sentence.SUSPENDED: "Dieser Anschluss ist zurzeit nicht in Betrieb.",
        Sentence.VOICEMAIL_GREETING: (
            "Ihr Anruf kann zurzeit nicht entgegengenommen werden. Sprechen Sie nach dem Ton eine Nachricht."
        ),
        Sentence.VOICEMAIL_DISABLED: "Die Mailbox, die Sie erreicht haben, ist abgeschaltet.",
        Sentence.NOT_CONNECTED: "Ihr Anruf kann nicht verbunden werden.",
        Sentence.APOLOGY: (
            "Entschuldigung, wegen einer technischen Störung kann Ihr Anruf nicht verbunden werden. "
            "Rufen Sie später noch einmal an."
        ),
    },
    "fr-FR": {
        Sentence.NUMBER_UNKNOWN: "Le numéro que vous avez composé n'est pas attribué.",
        Sentence.EXTENSION_UNKNOWN: "Le poste que vous avez composé n'existe pas.",
        Sentence.EXTENSION_DISABLED: "Le poste que vous avez appelé est désactivé.",
        Sentence.CALLER_BLOCKED: "Ce numéro ne prend pas vos appels.",
        Sentence.CALLER_DISABLED: "Les appels depuis ce poste sont désactivés.",
        Sentence.CALLED_ITSELF: "Vous avez composé le numéro de votre propre poste.",
        Sentence.BUSY: "La ligne de votre correspondant est occupée. Rappelez plus tard.",
        Sentence.NO_ANSWER: "Votre correspondant ne répond pas. Rappelez plus tard.",
        Sentence.UNAVAILABLE: "Votre correspondant n'est pas joignable pour le moment. Rappelez plus tard.",
        Sentence.SUSPENDED: "Cette ligne n'est pas en service pour le moment.",
        Sentence.VOICEMAIL_GREETING: (
            "Personne ne peut prendre votre appel pour le moment. Laissez un message après le bip."
        ),
        Sentence.VOICEMAIL_DISABLED: "La messagerie que vous avez jointe est désactivée.",
        Sentence.NOT_CONNECTED: "Votre appel ne peut pas aboutir.",
        Sentence.APOLOGY: (
            "Désolé, votre appel ne peut pas aboutir en raison d'un problème technique. Rappelez plus tard."
        ),
    },
    "es-ES": {
        Sentence.NUMBER_UNKNOWN: "El número que ha marcado no está en servicio.",
        Sentence.EXTENSION_UNKNOWN: "La extensión que ha marcado no existe.",
        Sentence.EXTENSION_DISABLED: "La extensión a la que llama está desactivada.",
        Sentence.CALLER_BLOCKED: "Este número no acepta sus llamadas.",
        Sentence.CALLER_DISABLED: "Las llamadas desde esta extensión están desactivadas.",
        Sentence.CALLED_ITSELF: "Ha marcado el número de su propia extensión.",
        Sentence.BUSY: "La línea a la que llama está ocupada. Inténtelo más tarde.",
        Sentence.NO_ANSWER: "Nadie ha contestado a su llamada. Inténtelo más tarde.",
        Sentence.UNAVAILABLE: (
            "La persona a la que llama no está disponible en este momento. Inténtelo más tarde."
        ),
        Sentence.SUSPENDED: "Esta línea no está en servicio en este momento.",
        Sentence.VOICEMAIL_GREETING: (
            "Nadie puede atender su llamada en este momento. Deje un mensaje después de la señal."
        ),
        Sentence.VOICEMAIL_DISABLED: "El buzón de voz al que ha llegado está desactivado.",
        Sentence.NOT_CONNECTED: "No se puede conectar su llamada.",
        Sentence.APOLOGY: (
            "Lo sentimos, su llamada no se puede conectar por un fallo técnico. Vuelva a llamar más tarde."
        ),
    },
    "it-IT": {
        Sentence.NUMBER_UNKNOWN: "Il numero selezionato non è attivo.",
        Sentence.EXTENSION_UNKNOWN: "L'interno selezionato non esiste.",
        Sentence.EXTENSION_DISABLED: "L'interno chiamato è disattivato.",
        Sentence.CALLER_BLOCKED: "Questo numero non accetta le sue chiamate.",
        Sentence.CALLER_DISABLED: "Le chiamate da questo interno sono disattivate.",
        Sentence.CALLED_ITSELF: "Ha selezionato il numero del suo stesso interno.",
        Sentence.BUSY: "La linea chiamata è occupata. Riprovi più tardi.",
        Sentence.NO_ANSWER: "Nessuno ha risposto alla sua chiamata. Riprovi più tardi.",
        Sentence.UNAVAILABLE: "La persona chiamata non è raggiungibile al momento. Riprovi più tardi.",
        Sentence.SUSPENDED: "Questa linea non è in servizio al momento.",
        Sentence.VOICEMAIL_GREETING: (
            "Nessuno può rispondere alla sua chiamata al momento. Lasci un messaggio dopo il segnale."
        ),
        Sentence.VOICEMAIL_DISABLED: "La casella vocale raggiunta è disattivata.",
        Sentence.NOT_CONNECTED: "Non è possibile collegare la sua chiamata.",
        Sentence.APOLOGY: (
            "Siamo spiacenti, un problema tecnico impedisce di collegare la sua chiamata. Richiami più tardi."
        ),
    },
    "nl-NL": {
        Sentence.NUMBER_UNKNOWN: "Het gekozen nummer is niet in gebruik.",
        Sentence.EXTENSION_UNKNOWN: "Het gekozen toestelnummer bestaat niet.",
        Sentence.EXTENSION_DISABLED: "Het gekozen toestel is uitgeschakeld.",
        Sentence.CALLER_BLOCKED: "Dit nummer neemt uw oproepen niet aan.",
        Sentence.CALLER_DISABLED: "Bellen vanaf dit toestel is uitgeschakeld.",
        Sentence.CALLED_ITSELF: "U heeft uw eigen toestelnummer gekozen.",
        Sentence.BUSY: "De lijn is bezet. Probeer het later opnieuw.",
        Sentence.NO_ANSWER: "Uw oproep is niet beantwoord. Probeer het later opnieuw.",
        Sentence.UNAVAILABLE: (
            "De persoon die u belt is op dit moment niet bereikbaar. Probeer het later opnieuw."
        ),
        Sentence.SUSPENDED: "Deze aansluiting is op dit moment niet in gebruik.",
        Sentence.VOICEMAIL_GREETING: (
            "Niemand kan uw oproep op dit moment aannemen. Spreek na de toon een bericht in."
        ),
        Sentence.VOICEMAIL_DISABLED: "De voicemailbox die u heeft bereikt is uitgeschakeld.",
        Sentence.NOT_CONNECTED: "Uw oproep kan niet worden verbonden.",
        Sentence.APOLOGY: (
            "Excuses, door een technische storing kan uw oproep niet worden verbonden. Bel later opnieuw."
        ),
    },
    "pt-BR": {
        Sentence.NUMBER_UNKNOWN: "O número discado não está em serviço.",
        Sentence.EXTENSION_UNKNOWN: "O ramal discado não existe.",
        Sentence.EXTENSION_DISABLED: "O ramal chamado está desativado.",
        Sentence.CALLER_BLOCKED: "Este número não aceita as suas chamadas.",
        Sentence.CALLER_DISABLED: "As chamadas deste ramal estão desativadas.",
        Sentence.CALLED_ITSELF: "Você discou o número do seu próprio ramal.",
        Sentence.BUSY: "A linha chamada está ocupada. Tente novamente mais tarde.",
        Sentence.NO_ANSWER: "Ninguém atendeu a sua chamada. Tente novamente mais tarde.",
        Sentence.UNAVAILABLE: "A pessoa chamada não está disponível no momento. Tente novamente mais tarde.",
        Sentence.SUSPENDED: "Esta linha não está em serviço no momento.",
        Sentence.VOICEMAIL_GREETING: (
            "Ninguém pode atender a sua chamada no momento. Deixe uma mensagem após o sinal."
        ),
        Sentence.VOICEMAIL_DISABLED: "A caixa postal que você alcançou está desativada.",
        Sentence.NOT_CONNECTED: "Não é possível completar a sua chamada.",
        Sentence.APOLOGY: (
            "Desculpe, a sua chamada não pode ser completada por causa de uma falha técnica. "
            "Ligue novamente mais tarde."
        ),
    },
}
