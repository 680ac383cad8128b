"""How names, numbers and codes are written down."""

import re

import phonenumbers

from kpacite.kernel.errors import DomainError
from kpacite.kernel.text import fold

HOME_REGION = "FR"
LOGIN_NAME_LENGTH = 32
FALLBACK_LOGIN_NAME = "membre"

CODES_PER_CARD = 20
CODE_DIGITS = 8
"""Ten thousand guesses a day for a year would still miss 96 times in 100; the rate limit allows far fewer."""
CODE_GROUP = 4


class InvalidPhone(DomainError):
    code = "invalid_phone"
    sentence = "Écrivez un numéro de téléphone, par exemple 06 12 34 56 78."
    field = "phone"


def normalise_phone(text: str) -> str:
    """E.164 (`+33612345678`) from what people type; empty stays empty. Raises InvalidPhone."""
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException as error:
        raise InvalidPhone from error
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def normalise_email(text: str) -> str:
    """Lower case, without spaces around: the same address typed on two phones is one address."""
    return text.strip().lower()


def normalise_login_name(text: str) -> str:
    """Lower case ASCII, words joined by hyphens: `Élodie B.` becomes `elodie-b`."""
    ascii_only = fold(text).encode("ascii", "ignore").decode()
    return "-".join(ascii_only.split())[:LOGIN_NAME_LENGTH].strip("-")


def login_name_for(first_name: str, *, taken: set[str]) -> str:
    """The first free login name: `amina`, then `amina-2`…"""
    root = normalise_login_name(first_name) or FALLBACK_LOGIN_NAME
    if root not in taken:
        return root
    rank = 2
    while f"{root}-{rank}" in taken:
        rank += 1
    return f"{root}-{rank}"


def bare_code(text: str) -> str:
    """The digits of a code, however it was spaced."""
    return re.sub(r"\D", "", text)


def spaced_code(code: str) -> str:
    """A code as it is printed: `1234 5678`."""
    return " ".join(code[start : start + CODE_GROUP] for start in range(0, len(code), CODE_GROUP))
