"""What French asks of those who write it: an elision before a name, a space that holds before a double sign.

« de » and « que » before a name: « la part d’Amina », « la part de Luc », « ce qu’Inès demande ».

French drops their vowel before another one. Three starts need a choice (decision 0053): a name in H is taken
as mute (« d’Hélène », « d’Hugo »), but for the few common words whose H is not; Y counts as a vowel only
before a consonant (« d’Yves », « de Yasmine »); a number never does (« de 11 », as one says « de onze »).
"""

import re
from unicodedata import normalize

VOWELS = frozenset("aeiouœæ")
_KEEP_THEIR_VOWEL = (
    "hall",
    "halle",
    "halles",
    "halte",
    "hameau",
    "hamac",
    "hangar",
    "haut",
    "haute",
    "hauts",
    "hautes",
    "havre",
    "hollande",
    "hongrie",
    "huit",
    "onze",
    "oui",
    "ouistiti",
)
"""Words that groups and places are called by, before which French keeps the vowel."""
_STRAY = re.compile(r"(?<=\S) (?=[:;?!»€])|(?<=«) (?=\S)")


def elides(words: str) -> bool:
    """Whether « de » and « que » lose their vowel before these words."""
    bare = normalize("NFKD", words.strip().casefold())
    first = _first_word(bare)
    if not first or first in _KEEP_THEIR_VOWEL:
        return False
    if first[0] == "y":
        return len(first) > 1 and first[1] not in VOWELS
    return first[0] == "h" or first[0] in VOWELS


def de(words: str) -> str:
    """`d’Amina`, `de Luc`, `d’octobre`."""
    return f"d’{words}" if elides(words) else f"de {words}"


def que(words: str) -> str:
    """`qu’Amina`, `que Luc`."""
    return f"qu’{words}" if elides(words) else f"que {words}"


def fixed_spaces(words: str) -> str:
    """The same words, whose double signs never begin a line nor end it: « Vraiment ? » stays in one piece."""
    return _STRAY.sub("\u00a0", words)


def _first_word(text: str) -> str:
    """Its letters until something else comes, without accents; nothing when it opens with a sign."""
    letters = []
    for char in text:
        if char.isalpha():
            letters.append(char)
        elif not "\u0300" <= char <= "\u036f":
            break
    return "".join(letters)
