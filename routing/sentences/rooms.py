"""What a conference room says."""

from __future__ import annotations

from routing.engine.prompts import Sentence

ROOMS: dict[str, dict[Sentence, str]] = {
    "en-US": {
        Sentence.ROOM_ASKS_PIN: "Enter the PIN of the conference, then press pound.",
        Sentence.ROOM_ASKS_HOST: (
            "To enter as a host, enter your PIN, then press pound. Everybody else, press pound."
        ),
        Sentence.ROOM_WRONG_PIN: "This PIN is not right.",
        Sentence.ROOM_LOCKED: "Too many wrong PINs were entered. Call again later.",
        Sentence.ROOM_FULL: "The conference room is full or cannot be opened. Call again later.",
        Sentence.ROOM_DISABLED: "The conference room is switched off.",
    },
    "en-GB": {
        Sentence.ROOM_ASKS_PIN: "Enter the PIN of the conference, then press hash.",
        Sentence.ROOM_ASKS_HOST: (
            "To enter as a host, enter your PIN, then press hash. Everybody else, press hash."
        ),
        Sentence.ROOM_WRONG_PIN: "This PIN is not right.",
        Sentence.ROOM_LOCKED: "Too many wrong PINs were entered. Call again later.",
        Sentence.ROOM_FULL: "The conference room is full or cannot be opened. Call again later.",
        Sentence.ROOM_DISABLED: "The conference room is switched off.",
    },
    "de-DE": {
        Sentence.ROOM_ASKS_PIN: "Geben Sie die PIN der Konferenz ein und drücken Sie die Rautetaste.",
        Sentence.ROOM_ASKS_HOST: (
            "Als Gastgeber geben Sie Ihre PIN ein und drücken die Rautetaste. Alle anderen "
            "drücken die Rautetaste."
        ),
        Sentence.ROOM_WRONG_PIN: "Diese PIN ist nicht richtig.",
        Sentence.ROOM_LOCKED: "Es wurden zu viele falsche PINs eingegeben. Rufen Sie später wieder an.",
        Sentence.ROOM_FULL: (
            "Der Konferenzraum ist voll oder kann nicht geöffnet werden. Rufen Sie später wieder an."
        ),
        Sentence.ROOM_DISABLED: "Der Konferenzraum ist abgeschaltet.",
    },
    "fr-FR": {
        Sentence.ROOM_ASKS_PIN: "Entrez le code de la conférence, puis appuyez sur dièse.",
        Sentence.ROOM_ASKS_HOST: (
            "Si vous êtes l'hôte, entrez votre code, puis appuyez sur dièse. Sinon, appuyez sur dièse."
        ),
        Sentence.ROOM_WRONG_PIN: "Ce code n'est pas correct.",
        Sentence.ROOM_LOCKED: "Trop de codes erronés ont été entrés. Rappelez plus tard.",
        Sentence.ROOM_FULL: (
            "La salle de conférence est pleine ou ne peut pas être ouverte. Rappelez plus tard."
        ),
        Sentence.ROOM_DISABLED: "La salle de conférence est désactivée.",
    },
    "es-ES": {
        Sentence.ROOM_ASKS_PIN: "Introduzca el PIN de la conferencia y pulse almohadilla.",
        Sentence.ROOM_ASKS_HOST: (
            "Si es el anfitrión, introduzca su PIN y pulse almohadilla. Los demás, pulsen almohadilla."
        ),
        Sentence.ROOM_WRONG_PIN: "Este PIN no es correcto.",
        Sentence.ROOM_LOCKED: "Se han introducido demasiados PIN incorrectos. Vuelva a llamar más tarde.",
        Sentence.ROOM_FULL: (
            "La sala de conferencias está llena o no se puede abrir. Vuelva a llamar más tarde."
        ),
        Sentence.ROOM_DISABLED: "La sala de conferencias está desactivada.",
    },
    "it-IT": {
        Sentence.ROOM_ASKS_PIN: "Inserisca il PIN della conferenza e prema cancelletto.",
        Sentence.ROOM_ASKS_HOST: (
            "Se ospita la conferenza, inserisca il suo PIN e prema cancelletto. Gli altri "
            "premano cancelletto."
        ),
        Sentence.ROOM_WRONG_PIN: "Questo PIN non è corretto.",
        Sentence.ROOM_LOCKED: "Sono stati inseriti troppi PIN errati. Richiami più tardi.",
        Sentence.ROOM_FULL: "La sala conferenze è piena o non può essere aperta. Richiami più tardi.",
        Sentence.ROOM_DISABLED: "La sala conferenze è disattivata.",
    },
    "nl-NL": {
        Sentence.ROOM_ASKS_PIN: "Voer de pincode van de conferentie in en druk op het hekje.",
        Sentence.ROOM_ASKS_HOST: (
            "Bent u de gastheer, voer dan uw pincode in en druk op het hekje. Alle anderen "
            "drukken op het hekje."
        ),
        Sentence.ROOM_WRONG_PIN: "Deze pincode is niet juist.",
        Sentence.ROOM_LOCKED: "Er zijn te veel onjuiste pincodes ingevoerd. Bel later opnieuw.",
        Sentence.ROOM_FULL: "De conferentieruimte is vol of kan niet worden geopend. Bel later opnieuw.",
        Sentence.ROOM_DISABLED: "De conferentieruimte is uitgeschakeld.",
    },
    "pt-BR": {
        Sentence.ROOM_ASKS_PIN: "Digite o PIN da conferência e pressione jogo da velha.",
        Sentence.ROOM_ASKS_HOST: (
            "Se você é o anfitrião, digite o seu PIN e pressione jogo da velha. Os demais, "
            "pressionem jogo da velha."
        ),
        Sentence.ROOM_WRONG_PIN: "Este PIN não está correto.",
        Sentence.ROOM_LOCKED: "Foram digitados PINs errados demais. Ligue novamente mais tarde.",
        Sentence.ROOM_FULL: (
            "A sala de conferência está cheia ou não pode ser aberta. Ligue novamente mais tarde."
        ),
        Sentence.ROOM_DISABLED: "A sala de conferência está desativada.",
    },
}
