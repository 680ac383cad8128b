"""The French national number (NIR): found in what people write so that it is never kept.

Only bodies named by decree 2019-341 may use it. An association that supports people is not one of them.
"""

import re

from .errors import DomainError

_SPACE = r"[ .\-\u00a0\u202f]?"
# Sex, year, month (or 20 to 99 for who was born abroad long ago), département, commune, order, then the key.
_NIR = re.compile(
    rf"(?<![0-9A-Za-z])([1-478]){_SPACE}([0-9]{{2}}){_SPACE}(0[1-9]|1[0-2]|[2-9][0-9]){_SPACE}"
    rf"([0-9]{{2}}|2[ABab]){_SPACE}([0-9]{{3}}){_SPACE}([0-9]{{3}})(?:{_SPACE}([0-9]{{2}}))?(?![0-9A-Za-z])"
)
_MODULUS = 97


class NationalNumberFound(DomainError):
    code = "nir.found"
    sentence = (
        "Un numéro de sécurité sociale est écrit ici. Enlevez-le : nous n’avons pas le droit de le garder."
    )


def holds_nir(text: str) -> bool:
    """Whether the text holds 13 digits that read as a NIR, or 15 whose key is right."""
    return any(_is_nir(match) for match in _NIR.finditer(text))


def _is_nir(match: re.Match[str]) -> bool:
    *parts, key = match.groups()
    if key is None:
        return True
    # Corsica: 2A counts as 19, 2B as 18, so that a number remains to divide.
    parts[3] = {"2A": "19", "2B": "18"}.get(parts[3].upper(), parts[3])
    return int("".join(parts)) % _MODULUS + int(key) == _MODULUS


def refuse_nir(text: str) -> str:
    """The same text. Raises `NationalNumberFound`."""
    if holds_nir(text):
        raise NationalNumberFound
    return text
