"""What callers hear at a voicemail box, and what somebody hears who listens to its messages by phone."""

from __future__ import annotations

from routing.engine.prompts import Sentence

_ENGLISH: dict[Sentence, str] = {
    Sentence.MESSAGE_SAVED: "Your message was saved. Goodbye.",
    Sentence.NO_MESSAGE: "No message was recorded. Goodbye.",
    Sentence.ENTER_PIN: "Enter your PIN, followed by the pound key.",
    Sentence.PIN_WRONG: "This PIN is wrong.",
    Sentence.PIN_LOCKED: "The PIN was wrong too often. Try again later.",
    Sentence.VOICEMAIL_PIN_MISSING: "This voicemail box has no PIN yet. Set one on its page first.",
    Sentence.NEW_MESSAGES: "You have {value} new messages.",
    Sentence.ONE_NEW_MESSAGE: "You have one new message.",
    Sentence.NO_NEW_MESSAGES: "You have no new messages.",
    Sentence.NO_MESSAGES: "Your voicemail box is empty. Goodbye.",
    Sentence.NO_MORE_MESSAGES: "There are no more messages. Goodbye.",
    Sentence.MESSAGE_KEYS: (
        "To hear this message again, press 1. For the next message, press 2. To delete it, press 3. "
        "To end, press star."
    ),
    Sentence.CONFIRM_DELETION: "To delete this message, press 3 again. To keep it, press any other key.",
    Sentence.MESSAGE_DELETED: "The message was deleted.",
    Sentence.MESSAGE_KEPT: "The message was kept.",
    Sentence.GOODBYE: "Goodbye.",
}

VOICEMAIL: dict[str, dict[Sentence, str]] = {
    "en-US": _ENGLISH,
    "en-GB": _ENGLISH | {Sentence.ENTER_PIN: "Enter your PIN, followed by the hash key."},
    "de-DE": {
        Sentence.MESSAGE_SAVED: "Ihre Nachricht wurde gespeichert. Auf Wiederhören.",
        Sentence.NO_MESSAGE: "Es wurde keine Nachricht aufgenommen. Auf Wiederhören.",
        Sentence.ENTER_PIN: "Geben Sie Ihre PIN ein und drücken Sie die Rautetaste.",
        Sentence.PIN_WRONG: "Diese PIN ist falsch.",
        Sentence.PIN_LOCKED: "Die PIN war zu oft falsch. Versuchen Sie es später noch einmal.",
        Sentence.VOICEMAIL_PIN_MISSING: "Diese Mailbox hat noch keine PIN. Legen Sie zuerst eine fest.",
        Sentence.NEW_MESSAGES: "Sie haben {value} neue Nachrichten.",
        Sentence.ONE_NEW_MESSAGE: "Sie haben eine neue Nachricht.",
        Sentence.NO_NEW_MESSAGES: "Sie haben keine neuen Nachrichten.",
        Sentence.NO_MESSAGES: "Ihre Mailbox ist leer. Auf Wiederhören.",
        Sentence.NO_MORE_MESSAGES: "Es gibt keine weiteren Nachrichten. Auf Wiederhören.",
        Sentence.MESSAGE_KEYS: (
            "Um diese Nachricht noch einmal zu hören, drücken Sie die 1. Für die nächste Nachricht drücken Sie die 2. "
            "Um sie zu löschen, drücken Sie die 3. Zum Beenden drücken Sie die Sterntaste."
        ),
        Sentence.CONFIRM_DELETION: (
            "Um diese Nachricht zu löschen, drücken Sie noch einmal die 3. Um sie zu behalten, drücken Sie eine "
            "andere Taste."
        ),
        Sentence.MESSAGE_DELETED: "Die Nachricht wurde gelöscht.",
        Sentence.MESSAGE_KEPT: "Die Nachricht bleibt erhalten.",
        Sentence.GOODBYE: "Auf Wiederhören.",
    },
    "fr-FR": {
        Sentence.MESSAGE_SAVED: "Votre message a été enregistré. Au revoir.",
        Sentence.NO_MESSAGE: "Aucun message n'a été enregistré. Au revoir.",
        Sentence.ENTER_PIN: "Composez votre code, puis appuyez sur la touche dièse.",
        Sentence.PIN_WRONG: "Ce code est incorrect.",
        Sentence.PIN_LOCKED: "Le code était incorrect trop de fois. Réessayez plus tard.",
        Sentence.VOICEMAIL_PIN_MISSING: "Cette messagerie n'a pas encore de code. Définissez-en un d'abord.",
        Sentence.NEW_MESSAGES: "Vous avez {value} nouveaux messages.",
        Sentence.ONE_NEW_MESSAGE: "Vous avez un nouveau message.",
        Sentence.NO_NEW_MESSAGES: "Vous n'avez pas de nouveau message.",
        Sentence.NO_MESSAGES: "Votre messagerie est vide. Au revoir.",
        Sentence.NO_MORE_MESSAGES: "Il n'y a plus de messages. Au revoir.",
        Sentence.MESSAGE_KEYS: (
            "Pour réécouter ce message, tapez 1. Pour le message suivant, tapez 2. Pour le supprimer, tapez 3. "
            "Pour terminer, appuyez sur étoile."
        ),
        Sentence.CONFIRM_DELETION: (
            "Pour supprimer ce message, tapez encore 3. Pour le garder, appuyez sur une autre touche."
        ),
        Sentence.MESSAGE_DELETED: "Le message a été supprimé.",
        Sentence.MESSAGE_KEPT: "Le message est conservé.",
        Sentence.GOODBYE: "Au revoir.",
    },
    "es-ES": {
        Sentence.MESSAGE_SAVED: "Su mensaje se ha guardado. Adiós.",
        Sentence.NO_MESSAGE: "No se ha grabado ningún mensaje. Adiós.",
        Sentence.ENTER_PIN: "Introduzca su PIN y pulse la tecla almohadilla.",
        Sentence.PIN_WRONG: "Este PIN no es correcto.",
        Sentence.PIN_LOCKED: "El PIN ha sido incorrecto demasiadas veces. Inténtelo más tarde.",
        Sentence.VOICEMAIL_PIN_MISSING: "Este buzón de voz todavía no tiene PIN. Defina uno primero.",
        Sentence.NEW_MESSAGES: "Tiene {value} mensajes nuevos.",
        Sentence.ONE_NEW_MESSAGE: "Tiene un mensaje nuevo.",
        Sentence.NO_NEW_MESSAGES: "No tiene mensajes nuevos.",
        Sentence.NO_MESSAGES: "Su buzón de voz está vacío. Adiós.",
        Sentence.NO_MORE_MESSAGES: "No hay más mensajes. Adiós.",
        Sentence.MESSAGE_KEYS: (
            "Para volver a escuchar este mensaje, pulse 1. Para el mensaje siguiente, pulse 2. Para borrarlo, pulse 3. "
            "Para terminar, pulse asterisco."
        ),
        Sentence.CONFIRM_DELETION: (
            "Para borrar este mensaje, pulse 3 otra vez. Para conservarlo, pulse cualquier otra tecla."
        ),
        Sentence.MESSAGE_DELETED: "El mensaje se ha borrado.",
        Sentence.MESSAGE_KEPT: "El mensaje se conserva.",
        Sentence.GOODBYE: "Adiós.",
    },
    "it-IT": {
        Sentence.MESSAGE_SAVED: "Il suo messaggio è stato salvato. Arrivederci.",
        Sentence.NO_MESSAGE: "Nessun messaggio è stato registrato. Arrivederci.",
        Sentence.ENTER_PIN: "Inserisca il PIN e prema il tasto cancelletto.",
        Sentence.PIN_WRONG: "Questo PIN è errato.",
        Sentence.PIN_LOCKED: "Il PIN è stato errato troppe volte. Riprovi più tardi.",
        Sentence.VOICEMAIL_PIN_MISSING: "Questa casella vocale non ha ancora un PIN. Prima ne imposti uno.",
        Sentence.NEW_MESSAGES: "Ha {value} nuovi messaggi.",
        Sentence.ONE_NEW_MESSAGE: "Ha un nuovo messaggio.",
        Sentence.NO_NEW_MESSAGES: "Non ha nuovi messaggi.",
        Sentence.NO_MESSAGES: "La sua casella vocale è vuota. Arrivederci.",
        Sentence.NO_MORE_MESSAGES: "Non ci sono altri messaggi. Arrivederci.",
        Sentence.MESSAGE_KEYS: (
            "Per riascoltare questo messaggio, prema 1. Per il messaggio successivo, prema 2. Per eliminarlo, prema 3. "
            "Per terminare, prema asterisco."
        ),
        Sentence.CONFIRM_DELETION: (
            "Per eliminare questo messaggio, prema di nuovo 3. Per conservarlo, prema un altro tasto."
        ),
        Sentence.MESSAGE_DELETED: "Il messaggio è stato eliminato.",
        Sentence.MESSAGE_KEPT: "Il messaggio è stato conservato.",
        Sentence.GOODBYE: "Arrivederci.",
    },
    "nl-NL": {
        Sentence.MESSAGE_SAVED: "Uw bericht is bewaard. Tot ziens.",
        Sentence.NO_MESSAGE: "Er is geen bericht opgenomen. Tot ziens.",
        Sentence.ENTER_PIN: "Voer uw pincode in, gevolgd door een hekje.",
        Sentence.PIN_WRONG: "Deze pincode is onjuist.",
        Sentence.PIN_LOCKED: "De pincode was te vaak onjuist. Probeer het later opnieuw.",
        Sentence.VOICEMAIL_PIN_MISSING: "Deze voicemailbox heeft nog geen pincode. Stel er eerst een in.",
        Sentence.NEW_MESSAGES: "U heeft {value} nieuwe berichten.",
        Sentence.ONE_NEW_MESSAGE: "U heeft één nieuw bericht.",
        Sentence.NO_NEW_MESSAGES: "U heeft geen nieuwe berichten.",
        Sentence.NO_MESSAGES: "Uw voicemailbox is leeg. Tot ziens.",
        Sentence.NO_MORE_MESSAGES: "Er zijn geen berichten meer. Tot ziens.",
        Sentence.MESSAGE_KEYS: (
            "Om dit bericht opnieuw te horen, toets 1. Voor het volgende bericht, toets 2. Om het te wissen, toets 3. "
            "Om te stoppen, druk op sterretje."
        ),
        Sentence.CONFIRM_DELETION: (
            "Om dit bericht te wissen, toets nogmaals 3. Om het te bewaren, druk op een andere toets."
        ),
        Sentence.MESSAGE_DELETED: "Het bericht is gewist.",
        Sentence.MESSAGE_KEPT: "Het bericht blijft bewaard.",
        Sentence.GOODBYE: "Tot ziens.",
    },
    "pt-BR": {
        Sentence.MESSAGE_SAVED: "A sua mensagem foi gravada. Até logo.",
        Sentence.NO_MESSAGE: "Nenhuma mensagem foi gravada. Até logo.",
        Sentence.ENTER_PIN: "Digite a sua senha, seguida da tecla jogo da velha.",
        Sentence.PIN_WRONG: "Esta senha está errada.",
        Sentence.PIN_LOCKED: "A senha foi digitada errada muitas vezes. Tente novamente mais tarde.",
        Sentence.VOICEMAIL_PIN_MISSING: "Esta caixa postal ainda não tem senha. Defina uma primeiro.",
        Sentence.NEW_MESSAGES: "Você tem {value} mensagens novas.",
        Sentence.ONE_NEW_MESSAGE: "Você tem uma mensagem nova.",
        Sentence.NO_NEW_MESSAGES: "Você não tem mensagens novas.",
        Sentence.NO_MESSAGES: "A sua caixa postal está vazia. Até logo.",
        Sentence.NO_MORE_MESSAGES: "Não há mais mensagens. Até logo.",
        Sentence.MESSAGE_KEYS: (
            "Para ouvir esta mensagem de novo, tecle 1. Para a próxima mensagem, tecle 2. Para apagá-la, tecle 3. "
            "Para encerrar, tecle asterisco."
        ),
        Sentence.CONFIRM_DELETION: (
            "Para apagar esta mensagem, tecle 3 novamente. Para mantê-la, tecle qualquer outra tecla."
        ),
        Sentence.MESSAGE_DELETED: "A mensagem foi apagada.",
        Sentence.MESSAGE_KEPT: "A mensagem foi mantida.",
        Sentence.GOODBYE: "Até logo.",
    },
}
