"""From the columns of a file to what the services that take over open invoices and balances want."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from kpacite.domain.ledger.services import OpeningRow
from kpacite.domain.sales.enums import LineNature
from kpacite.domain.sales.rules.lines import parse_quantity
from kpacite.domain.sales.services.taking_over import CannotTakeOver, OpenInvoiceRow
from kpacite.interfaces.www.tables import Rows
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.kernel.rounding import BASIS_POINTS
from kpacite.kernel.text import fold
from kpacite.platform.forms import read_date

Errors = list[tuple[int, str]]

INVOICE_COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("numéro", "facture", "n facture", "numero de facture", "piece"),
    "client": ("client", "nom du client", "code client", "reference", "raison sociale"),
    "issued_on": ("date", "date de facture", "date facture", "emise le"),
    "due_on": ("échéance", "date d echeance", "a payer avant le"),
    "left": ("reste à payer", "reste du", "solde", "reste a payer ttc", "solde ttc"),
    "rate": ("taux de tva", "taux", "tva", "taux tva"),
    "nature": ("nature", "biens ou services"),
    "activity": ("activité", "code analytique", "groupe"),
}
BALANCE_COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("compte", "numero de compte", "n compte", "comptenum"),
    "label": ("libellé", "intitule", "nom", "comptelib"),
    "debit": ("débit", "solde debiteur", "solde debit"),
    "credit": ("crédit", "solde crediteur", "solde credit"),
}
NATURE_WORDS = {
    "": LineNature.SERVICES,
    "service": LineNature.SERVICES,
    "prestation": LineNature.SERVICES,
    "bien": LineNature.GOODS,
    "produit": LineNature.GOODS,
    "marchandise": LineNature.GOODS,
}


def invoice_rows(rows: Rows) -> tuple[list[OpenInvoiceRow], Errors]:
    found: list[OpenInvoiceRow] = []
    errors: Errors = []
    for line, cells in rows:
        try:
            found.append(_invoice(line, cells))
        except DomainError as error:
            errors.append((line, str(error)))
    return found, errors


def _invoice(line: int, cells: Mapping[str, str]) -> OpenInvoiceRow:
    issued_on = _day(cells.get("issued_on", ""))
    due = cells.get("due_on", "")
    nature = NATURE_WORDS.get(fold(cells.get("nature", "")).rstrip("s"))
    if nature is None:
        raise CannotTakeOver(_("Écrivez « service » ou « produit »."))
    return OpenInvoiceRow(
        line=line,
        number=cells.get("number", ""),
        client=cells.get("client", ""),
        issued_on=issued_on,
        due_on=_day(due) if due else issued_on,
        left_cents=Euro.parse(cells.get("left", "")).cents,
        vat_bp=_rate(cells.get("rate", "")),
        nature=nature,
        activity=cells.get("activity", ""),
    )


def _day(text: str) -> date:
    try:
        return read_date(text)
    except ValueError as error:
        raise CannotTakeOver(_("Écrivez une date, par exemple 6 mars 2026.")) from error


def _rate(text: str) -> int:
    """« 20 % », « 5,5 », or a share of a spreadsheet such as « 0.2 »."""
    bare = text.replace("%", "").strip()
    if fold(bare) in ("0", "0 0", "0 00", "exonere", "sans"):
        return 0
    try:
        figure = parse_quantity(bare)
    except DomainError as error:
        raise CannotTakeOver(_("Écrivez le taux de TVA, par exemple 20 % ou 0.")) from error
    is_share = figure < 1 and "%" not in text
    return int(figure * (BASIS_POINTS if is_share else 100))


def balance_rows(rows: Rows) -> tuple[list[OpeningRow], Errors]:
    """Lines without a sum are those of accounts that came to nil."""
    found: list[OpeningRow] = []
    errors: Errors = []
    for line, cells in rows:
        try:
            debit, credit = (_cents(cells.get(side, "")) for side in ("debit", "credit"))
        except DomainError as error:
            errors.append((line, str(error)))
            continue
        if debit or credit:
            found.append(OpeningRow(line, cells.get("number", ""), cells.get("label", ""), debit, credit))
    return found, errors


def _cents(text: str) -> int:
    return Euro.parse(text).cents if text else 0
