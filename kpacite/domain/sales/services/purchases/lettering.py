"""The lines of a supplier in its account 401: which invoice each is about, and which settle each other."""

from collections.abc import Iterable
from datetime import datetime

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.models import Book, Entry, LetteredLine, Lettering, Line
from kpacite.domain.sales.models import SupplierInvoice
from kpacite.domain.sales.services.invoices.errors import NoBook
from kpacite.platform.audit import Actor


def book_of(carrier: int) -> Book:
    """Locked: what is posted and lettered in it waits for its turn. Raises NoBook."""
    book = Book.objects.select_for_update(of=("self",)).filter(entity=carrier).first()
    if book is None:
        raise NoBook
    return book


def lines_of(
    invoice: SupplierInvoice, entries: Iterable[Entry | int | None], *, label: str | None = None
) -> list[Line]:
    """Lines of its supplier in these entries that nothing settles yet; `label`: those that it names."""
    rows = Line.objects.posted().filter(entry__in=list(entries), aux__number=invoice.facts.aux)
    if label is not None:
        rows = rows.filter(label=label)
    return list(rows.unlettered().filter(account__is_lettrable=True).order_by("pk"))


def letter_lines(lines: list[Line], *, actor: Actor | None, now: datetime) -> None:
    """Where they settle each other to the cent."""
    if len(lines) > 1 and not sum(line.debit_cents - line.credit_cents for line in lines):
        ledger.letter(lines=[line.pk for line in lines], actor=actor, now=now)


def unletter(entry: Entry, *, reason: str, actor: Actor | None, now: datetime) -> None:
    active = LetteredLine.objects.active().filter(line__entry=entry)
    for lettering in Lettering.objects.filter(pk__in=active.values("lettering")).order_by("pk"):
        ledger.unletter(lettering=lettering, reason=reason, actor=actor, now=now)
