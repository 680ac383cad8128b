"""The file that pay gives back: each row says what was paid, or why not. All of it is kept, or nothing."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kpacite.domain.sharing.models import PayBatch, PayRequest
from kpacite.domain.sharing.services import Settlement
from kpacite.integrations.tabular import UnreadableTable, check_header, read_table
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.platform.forms import read_date

COLUMNS = ("reference", "personne", "montant_avant_cotisations", "paye_le", "brut", "net", "motif_de_refus")


@dataclass(slots=True)
class Read:
    settlements: list[Settlement] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class _Wrong(Exception):
    """What is wrong in a row, in French."""


def read_payslips(file: Any, batch: PayBatch) -> Read:
    """Rows that say nothing yet are left out."""
    read = Read()
    try:
        table = read_table(file.read(), name=file.name)
        check_header(table, known=COLUMNS, required=("reference",))
    except UnreadableTable as error:
        read.problems.append(str(error))
        return read
    known = {f"V-{request.pk}": request for request in batch.requests.all()}
    for number, cells in table.rows:
        try:
            if settlement := _settlement(cells, known):
                read.settlements.append(settlement)
        except _Wrong as wrong:
            read.problems.append(_("Ligne %(number)d : %(what)s") % {"number": number, "what": wrong})
    if not read.settlements and not read.problems:
        read.problems.append(_("Aucune ligne n’a de date de paiement ni de motif de refus."))
    return read


def _settlement(cells: dict[str, str], known: dict[str, PayRequest]) -> Settlement | None:
    request = known.get(cells["reference"])
    if request is None:
        raise _Wrong(_("« %(reference)s » n’est pas dans cet envoi.") % {"reference": cells["reference"]})
    paid, reason = cells.get("paye_le", ""), cells.get("motif_de_refus", "")
    if paid and reason:
        raise _Wrong(_("écrivez une date, ou un motif de refus. Pas les deux."))
    if not paid and not reason:
        return None
    return Settlement(
        request=request,
        paid_on=_day(paid) if paid else None,
        gross_cents=_cents(cells.get("brut", "")),
        net_cents=_cents(cells.get("net", "")),
        reason=reason,
    )


def _day(typed: str) -> date:
    try:
        return read_date(typed)
    except ValueError as error:
        raise _Wrong(_("« %(typed)s » n’est pas une date.") % {"typed": typed}) from error


def _cents(typed: str) -> int | None:
    if not typed:
        return None
    try:
        return Euro.parse(typed).cents
    except DomainError as error:
        raise _Wrong(_("« %(typed)s » n’est pas une somme.") % {"typed": typed}) from error
