import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree
from schwifty import IBAN
from sepaxml import SepaTransfer
from text_unidecode import unidecode

from kpacite.kernel.errors import DomainError
from kpacite.kernel.ids import InvalidIban, parse_iban
from kpacite.kernel.money import Euro

PAIN = "pain.001.001.09"
"""The version of 2019 that banks ask for since the 2025 rulebooks (SEPA-02)."""

LONGEST_ID = 35
LARGEST_CENTS = 99_999_999_999
_FORBIDDEN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
_ID = re.compile(r"[A-Za-z0-9+\-]{1,35}")


class InvalidTransfer(DomainError):
    code = "sepa.invalid_transfer"
    sentence = gettext_lazy("Ce virement n’est pas complet. Vérifiez le nom, l’IBAN et le montant.")


class NoTransfer(DomainError):
    code = "sepa.no_transfer"
    sentence = gettext_lazy("Il n’y a aucun virement à faire.")


class DuplicateTransfer(DomainError):
    code = "sepa.duplicate_transfer"
    sentence = gettext_lazy("Deux virements portent la même référence. Personne ne doit être payé deux fois.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A structured address, the only kind accepted since 15 November 2026 (SEPA-01)."""

    town: str
    country: str = "FR"
    street: str = ""
    building: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """Whoever pays."""

    name: str
    iban: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Money for someone. `reference` is ours and unique: it comes back on the statement (EndToEndId)."""

    name: str
    iban: str
    amount: Euro
    reference: str
    label: str
    address: Address | None = None


def transfer_file(
    *, message_id: str, debtor: Debtor, transfers: Sequence[Transfer], on: date, created_at: datetime
) -> bytes:
    """The file to give to the bank, checked against the schema of the standard.

    `message_id`: ours, unique for ever: a bank refuses to take the same file twice.
    Raises NoTransfer, InvalidTransfer, DuplicateTransfer, InvalidIban.
    """
    if not transfers:
        raise NoTransfer
    if len({transfer.reference for transfer in transfers}) != len(transfers):
        raise DuplicateTransfer
    file = SepaTransfer(
        {"name": _plain(debtor.name, 70), "IBAN": parse_iban(debtor.iban), "batch": True, "currency": "EUR"}
        | _bic(debtor.iban),
        schema=PAIN,
    )
    for transfer in transfers:
        file.add_payment(_payment(transfer, on))
    return _finished(file.export(validate=False), message_id, created_at)


def _payment(transfer: Transfer, on: date) -> dict[str, Any]:
    try:
        iban = parse_iban(transfer.iban)
    except InvalidIban as error:
        raise InvalidIban(_("L’IBAN de %s ne semble pas juste. Vérifiez-le.") % transfer.name) from error
    name = _plain(transfer.name, 70)
    if not name or not 0 < transfer.amount.cents <= LARGEST_CENTS or not _ID.fullmatch(transfer.reference):
        raise InvalidTransfer
    payment = {
        "name": name,
        "IBAN": iban,
        "amount": transfer.amount.cents,
        "execution_date": on,
        "description": _plain(transfer.label, 140) or transfer.reference,
        "endtoend_id": transfer.reference,
    }
    return payment | ({"address": _address(transfer.address)} if transfer.address else {})


def _address(address: Address) -> dict[str, str]:
    written = {
        "street_name": _plain(address.street, 70),
        "building_number": _plain(address.building, 16),
        "postcode": _plain(address.postcode, 16),
        "town": _plain(address.town, 35),
        "country": address.country,
    }
    if not written["town"] or not re.fullmatch(r"[A-Z]{2}", address.country):
        raise InvalidTransfer(_("Il manque la ville ou le pays dans une adresse."))
    return {name: words for name, words in written.items() if words}


def _bic(iban: str) -> dict[str, str]:
    bic = IBAN(parse_iban(iban)).bic
    return {"BIC": str(bic)} if bic else {}


def _plain(text: str, longest: int) -> str:
    """The letters that every bank accepts."""
    return " ".join(_FORBIDDEN.sub(" ", unidecode(text)).split())[:longest].strip()


def _finished(xml: bytes, message_id: str, created_at: datetime) -> bytes:
    """Our identifiers and our hour instead of the library's random ones; then the schema judges."""
    if not _ID.fullmatch(message_id) or len(message_id) > LONGEST_ID - 2:
        raise InvalidTransfer
    root = etree.fromstring(xml)
    space = f"{{{root.nsmap[None]}}}"
    _set(root, f"{space}MsgId", [message_id])
    _set(root, f"{space}CreDtTm", [created_at.strftime("%Y-%m-%dT%H:%M:%S")])
    blocks = list(root.iter(f"{space}PmtInfId"))
    _set(root, f"{space}PmtInfId", [f"{message_id}-{rank}" for rank in range(1, len(blocks) + 1)])
    for agent in root.iter(f"{space}FinInstnId"):
        if len(agent) == 0:
            other = etree.SubElement(etree.SubElement(agent, f"{space}Othr"), f"{space}Id")
            other.text = "NOTPROVIDED"
    done = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    if not _schema().validate(etree.fromstring(done)):
        raise InvalidTransfer
    return done


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(files("sepaxml").joinpath("schemas", f"{PAIN}.xsd")))


def _set(root: etree._Element, tag: str, values: list[str]) -> None:
    for node, value in zip(root.iter(tag), values, strict=True):
        node.text = value
