"""The numbers that name a French organisation or a bank account: read, check, show.

Spaces, points and hyphens are accepted and forgotten; what is stored is bare. A right key proves that a
number was copied without slips, never that the organisation or the account exists.
"""

import re
from collections.abc import Callable

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.exceptions import ValidationError
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret
from stdnum.fr import tva as stdnum_tva

from .errors import DomainError
from .typography import NO_BREAK

SIREN_LENGTH = 9
_SEPARATORS = re.compile(r"[\s.\-\u200b]+")


class InvalidIdentifier(DomainError):
    """The number has a wrong shape or a wrong key."""

    code = "identifier.invalid"
    sentence = "Ce numéro ne semble pas juste\u00a0: vérifiez chaque chiffre."


class InvalidSiren(InvalidIdentifier):
    """Not a SIREN."""

    code = "siren.invalid"
    sentence = "Ce SIREN ne semble pas juste\u00a0: vérifiez ses 9 chiffres."


class InvalidSiret(InvalidIdentifier):
    """Not a SIRET."""

    code = "siret.invalid"
    sentence = "Ce SIRET ne semble pas juste\u00a0: vérifiez ses 14 chiffres."


class InvalidVatKey(InvalidIdentifier):
    """Not a French VAT number."""

    code = "vat_key.invalid"
    sentence = "Ce numéro de TVA ne semble pas juste\u00a0: FR, une clé de 2 signes, puis le SIREN."


class InvalidIban(InvalidIdentifier):
    """Not an IBAN, or its national key is wrong."""

    code = "iban.invalid"
    sentence = "Cet IBAN ne semble pas juste\u00a0: recopiez-le depuis le RIB."


def parse_siren(text: str) -> str:
    """Read a SIREN: its 9 digits. Raises `InvalidSiren`."""
    return _checked(text, stdnum_siren.validate, InvalidSiren)


def parse_siret(text: str) -> str:
    """Read a SIRET: its 14 digits; those of La Poste follow their own key. Raises `InvalidSiret`."""
    return _checked(text, stdnum_siret.validate, InvalidSiret)


def parse_vat_key(text: str) -> str:
    """Read a French VAT number, with or without its prefix: `FR44732829320`. Raises `InvalidVatKey`."""
    return "FR" + _checked(text, stdnum_tva.validate, InvalidVatKey)


def parse_iban(text: str) -> str:
    """Read an IBAN of any country, with its national key where there is one. Raises `InvalidIban`."""
    try:
        return str(IBAN(_bare(text), validate_bban=True))
    except SchwiftyException:
        raise InvalidIban from None


def siren_of(siret: str) -> str:
    """The organisation a checked SIRET belongs to."""
    return siret[:SIREN_LENGTH]


def vat_key_of(siren: str) -> str:
    """The VAT number a checked SIREN would bear; whether it has one is another question."""
    return f"FR{stdnum_siren.to_tva(siren)}"


def format_siren(siren: str) -> str:
    """Show a checked SIREN: `732 829 320`, held together by no-break spaces."""
    return stdnum_siren.format(siren, NO_BREAK)


def format_siret(siret: str) -> str:
    """Show a checked SIRET: `732 829 320 00074`, held together by no-break spaces."""
    return stdnum_siret.format(siret, NO_BREAK)


def format_vat_key(vat_key: str) -> str:
    """Show a checked VAT number: `FR 44 732 829 320`, held together by no-break spaces."""
    return NO_BREAK.join((vat_key[:2], vat_key[2:4], format_siren(vat_key[4:])))


def format_iban(iban: str) -> str:
    """Show a checked IBAN by groups of four, held together by no-break spaces."""
    return NO_BREAK.join(iban[i : i + 4] for i in range(0, len(iban), 4))


def _bare(text: str) -> str:
    return _SEPARATORS.sub("", text)


def _checked(text: str, validate: Callable[[str], str], error: type[InvalidIdentifier]) -> str:
    try:
        number = validate(_bare(text))
    except ValidationError:
        raise error from None
    if not number.strip("0"):
        # Only zeros: the key is right, and nobody bears it.
        raise error
    return number
