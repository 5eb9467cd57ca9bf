"""What a dial-by-name directory says."""

from __future__ import annotations

from routing.engine.prompts import Sentence

_AMERICAN: dict[Sentence, str] = {
    Sentence.SPELL_LAST_NAME: "Spell the last name with the keys of your phone, then press pound.",
    Sentence.SPELL_FIRST_NAME: "Spell the first name with the keys of your phone, then press pound.",
    Sentence.SPELL_EITHER_NAME: "Spell the last name or the first name with the keys of your phone, then press pound.",
    Sentence.FOR_THE_OPERATOR: "For the operator, press 0.",
    Sentence.NAME_FOUND: "{value}, extension {number}. To call, press 1.",
    Sentence.NAME_CHOICE: "For {value}, press {number}.",
    Sentence.NAMES_MORE: "For more names, press 9.",
    Sentence.NAMES_BACK: "To go back, press star.",
    Sentence.NAMES_ANEW: "To spell another name, press star.",
    Sentence.NAMES_TOO_MANY: (
        "{value} names begin like this. Spell more letters, then press pound. To hear all names, press pound."
    ),
    Sentence.NAME_TOO_SHORT: "Spell at least {value} letters.",
    Sentence.NAME_UNKNOWN: "Nobody with this name was found.",
}

DIRECTORIES: dict[str, dict[Sentence, str]] = {
    "en-US": _AMERICAN,
    "en-GB": _AMERICAN
    | {
        Sentence.SPELL_LAST_NAME: "Spell the last name with the keys of your phone, then press hash.",
        Sentence.SPELL_FIRST_NAME: "Spell the first name with the keys of your phone, then press hash.",
        Sentence.SPELL_EITHER_NAME: (
            "Spell the last name or the first name with the keys of your phone, then press hash."
        ),
        Sentence.NAMES_TOO_MANY: (
            "{value} names begin like this. Spell more letters, then press hash. To hear all names, press hash."
        ),
    },
    "de-DE": {
        Sentence.SPELL_LAST_NAME: (
            "Buchstabieren Sie den Nachnamen mit den Tasten Ihres Telefons und drücken Sie die Rautetaste."
        ),
        Sentence.SPELL_FIRST_NAME: (
            "Buchstabieren Sie den Vornamen mit den Tasten Ihres Telefons und drücken Sie die Rautetaste."
        ),
        Sentence.SPELL_EITHER_NAME: (
            "Buchstabieren Sie den Nachnamen oder den Vornamen mit den Tasten Ihres Telefons "
            "und drücken Sie die Rautetaste."
        ),
        Sentence.FOR_THE_OPERATOR: "Für die Zentrale drücken Sie die 0.",
        Sentence.NAME_FOUND: "{value}, Nebenstelle {number}. Zum Anrufen drücken Sie die 1.",
        Sentence.NAME_CHOICE: "Für {value} drücken Sie die {number}.",
        Sentence.NAMES_MORE: "Für weitere Namen drücken Sie die 9.",
        Sentence.NAMES_BACK: "Zurück gelangen Sie mit der Sterntaste.",
        Sentence.NAMES_ANEW: "Für einen anderen Namen drücken Sie die Sterntaste.",
        Sentence.NAMES_TOO_MANY: (
            "{value} Namen beginnen so. Geben Sie weitere Buchstaben ein und drücken Sie die Rautetaste. "
            "Um alle Namen zu hören, drücken Sie die Rautetaste."
        ),
        Sentence.NAME_TOO_SHORT: "Geben Sie mindestens {value} Buchstaben ein.",
        Sentence.NAME_UNKNOWN: "Unter diesem Namen wurde niemand gefunden.",
    },
    "fr-FR": {
        Sentence.SPELL_LAST_NAME: (
            "Épelez le nom de famille avec les touches de votre téléphone, puis appuyez sur dièse."
        ),
        Sentence.SPELL_FIRST_NAME: (
            "Épelez le prénom avec les touches de votre téléphone, puis appuyez sur dièse."
        ),
        Sentence.SPELL_EITHER_NAME: (
            "Épelez le nom de famille ou le prénom avec les touches de votre téléphone, puis appuyez sur dièse."
        ),
        Sentence.FOR_THE_OPERATOR: "Pour joindre le standard, appuyez sur 0.",
        Sentence.NAME_FOUND: "{value}, poste {number}. Pour appeler, appuyez sur 1.",
        Sentence.NAME_CHOICE: "Pour {value}, appuyez sur {number}.",
        Sentence.NAMES_MORE: "Pour d'autres noms, appuyez sur 9.",
        Sentence.NAMES_BACK: "Pour revenir en arrière, appuyez sur étoile.",
        Sentence.NAMES_ANEW: "Pour épeler un autre nom, appuyez sur étoile.",
        Sentence.NAMES_TOO_MANY: (
            "{value} noms commencent ainsi. Épelez d'autres lettres, puis appuyez sur dièse. "
            "Pour entendre tous les noms, appuyez sur dièse."
        ),
        Sentence.NAME_TOO_SHORT: "Épelez au moins {value} lettres.",
        Sentence.NAME_UNKNOWN: "Personne n'a été trouvé sous ce nom.",
    },
    "es-ES": {
        Sentence.SPELL_LAST_NAME: ("Deletree el apellido con las teclas de su teléfono y pulse almohadilla."),
        Sentence.SPELL_FIRST_NAME: (
            "Deletree el nombre de pila con las teclas de su teléfono y pulse almohadilla."
        ),
        Sentence.SPELL_EITHER_NAME: (
            "Deletree el apellido o el nombre de pila con las teclas de su teléfono y pulse almohadilla."
        ),
        Sentence.FOR_THE_OPERATOR: "Para hablar con la centralita, pulse 0.",
        Sentence.NAME_FOUND: "{value}, extensión {number}. Para llamar, pulse 1.",
        Sentence.NAME_CHOICE: "Para {value}, pulse {number}.",
        Sentence.NAMES_MORE: "Para más nombres, pulse 9.",
        Sentence.NAMES_BACK: "Para volver atrás, pulse asterisco.",
        Sentence.NAMES_ANEW: "Para deletrear otro nombre, pulse asterisco.",
        Sentence.NAMES_TOO_MANY: (
            "{value} nombres empiezan así. Deletree más letras y pulse almohadilla. "
            "Para oír todos los nombres, pulse almohadilla."
        ),
        Sentence.NAME_TOO_SHORT: "Deletree al menos {value} letras.",
        Sentence.NAME_UNKNOWN: "No se ha encontrado a nadie con ese nombre.",
    },
    "it-IT": {
        Sentence.SPELL_LAST_NAME: ("Componga il cognome con i tasti del suo telefono e prema cancelletto."),
        Sentence.SPELL_FIRST_NAME: "Componga il nome con i tasti del suo telefono e prema cancelletto.",
        Sentence.SPELL_EITHER_NAME: (
            "Componga il cognome o il nome con i tasti del suo telefono e prema cancelletto."
        ),
        Sentence.FOR_THE_OPERATOR: "Per il centralino, prema 0.",
        Sentence.NAME_FOUND: "{value}, interno {number}. Per chiamare, prema 1.",
        Sentence.NAME_CHOICE: "Per {value}, prema {number}.",
        Sentence.NAMES_MORE: "Per altri nomi, prema 9.",
        Sentence.NAMES_BACK: "Per tornare indietro, prema asterisco.",
        Sentence.NAMES_ANEW: "Per comporre un altro nome, prema asterisco.",
        Sentence.NAMES_TOO_MANY: (
            "{value} nomi cominciano così. Componga altre lettere e prema cancelletto. "
            "Per ascoltare tutti i nomi, prema cancelletto."
        ),
        Sentence.NAME_TOO_SHORT: "Componga almeno {value} lettere.",
        Sentence.NAME_UNKNOWN: "Non è stato trovato nessuno con questo nome.",
    },
    "nl-NL": {
        Sentence.SPELL_LAST_NAME: ("Spel de achternaam met de toetsen van uw telefoon en druk op het hekje."),
        Sentence.SPELL_FIRST_NAME: "Spel de voornaam met de toetsen van uw telefoon en druk op het hekje.",
        Sentence.SPELL_EITHER_NAME: (
            "Spel de achternaam of de voornaam met de toetsen van uw telefoon en druk op het hekje."
        ),
        Sentence.FOR_THE_OPERATOR: "Voor de telefonist drukt u op 0.",
        Sentence.NAME_FOUND: "{value}, toestel {number}. Om te bellen drukt u op 1.",
        Sentence.NAME_CHOICE: "Voor {value} drukt u op {number}.",
        Sentence.NAMES_MORE: "Voor meer namen drukt u op 9.",
        Sentence.NAMES_BACK: "Om terug te gaan drukt u op het sterretje.",
        Sentence.NAMES_ANEW: "Om een andere naam te spellen drukt u op het sterretje.",
        Sentence.NAMES_TOO_MANY: (
            "{value} namen beginnen zo. Spel meer letters en druk op het hekje. "
            "Om alle namen te horen drukt u op het hekje."
        ),
        Sentence.NAME_TOO_SHORT: "Spel minstens {value} letters.",
        Sentence.NAME_UNKNOWN: "Er is niemand met deze naam gevonden.",
    },
    "pt-BR": {
        Sentence.SPELL_LAST_NAME: (
            "Soletre o sobrenome com as teclas do seu telefone e pressione jogo da velha."
        ),
        Sentence.SPELL_FIRST_NAME: (
            "Soletre o primeiro nome com as teclas do seu telefone e pressione jogo da velha."
        ),
        Sentence.SPELL_EITHER_NAME: (
            "Soletre o sobrenome ou o primeiro nome com as teclas do seu telefone e pressione jogo da velha."
        ),
        Sentence.FOR_THE_OPERATOR: "Para falar com a telefonista, pressione 0.",
        Sentence.NAME_FOUND: "{value}, ramal {number}. Para ligar, pressione 1.",
        Sentence.NAME_CHOICE: "Para {value}, pressione {number}.",
        Sentence.NAMES_MORE: "Para mais nomes, pressione 9.",
        Sentence.NAMES_BACK: "Para voltar, pressione asterisco.",
        Sentence.NAMES_ANEW: "Para soletrar outro nome, pressione asterisco.",
        Sentence.NAMES_TOO_MANY: (
            "{value} nomes começam assim. Soletre mais letras e pressione jogo da velha. "
            "Para ouvir todos os nomes, pressione jogo da velha."
        ),
        Sentence.NAME_TOO_SHORT: "Soletre pelo menos {value} letras.",
        Sentence.NAME_UNKNOWN: "Ninguém com este nome foi encontrado.",
    },
}
