"""Invoices that another tool issued and that are still to pay: all those of a file, or none, never twice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Activity
from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.enums import JournalKind
from kpacite.domain.ledger.models import Book
from kpacite.domain.ledger.rules import Axes, NewEntry
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import InvoiceKind, InvoiceState, LineNature, LineUnit, VatRegime
from kpacite.domain.sales.models import BillingProfile, Client, Invoice, InvoiceLine
from kpacite.domain.sales.rules.clients import name_key
from kpacite.domain.sales.rules.mentions import RATES_BP
from kpacite.domain.sales.rules.photograph import InvoicePhotograph, hash_of
from kpacite.domain.sales.rules.taking_over import (
    GrossPart,
    OpenInvoice,
    TakeOverProblem,
    net_parts,
    take_over_problem,
    taking_over_moves,
)
from kpacite.domain.sales.selectors.composition import composition_of, profile_on
from kpacite.domain.sales.services.invoices.errors import NoBillingProfile, NoBook
from kpacite.domain.sales.services.invoices.locking import write_event
from kpacite.kernel.errors import DomainError
from kpacite.kernel.import_result import ImportResult
from kpacite.kernel.text import fold
from kpacite.platform.numbering import next_number

SOURCE = "sales.taken_over"
LINE_WORDS = "Reste à payer de la facture %s"
ROUNDING_WORDS = "Arrondi de la reprise"
REMARK = "Facture émise avec un autre outil, reprise pour ce qui reste à payer."


class CannotTakeOver(DomainError):
    code = "sales.cannot_take_over"
    sentence = _("Cette facture ne peut pas être reprise.")


SENTENCES = {
    TakeOverProblem.NUMBER: _("Écrivez le numéro de la facture : lettres, chiffres, - + _ ou / seulement."),
    TakeOverProblem.LIKE_OURS: _(
        "Ce numéro ressemble aux nôtres. Ajoutez une lettre devant, par exemple « L-F-2026-0001 »."
    ),
    TakeOverProblem.TOO_LATE: _("Cette facture vient après la reprise. Faites-la ici."),
    TakeOverProblem.DUE_BEFORE: _("L’échéance vient avant la date de la facture."),
    TakeOverProblem.NOTHING_LEFT: _("Il ne reste rien à payer sur cette ligne. Enlevez-la du fichier."),
}
NUMBER_TAKEN = _("Une autre facture porte déjà ce numéro, avec un autre client ou une autre somme.")
UNKNOWN_CLIENT = _("Ce client n’est pas dans le carnet. Importez d’abord les clients.")
TWO_CLIENTS = _("Deux clients ont ce nom. Écrivez la référence du client.")
UNKNOWN_ACTIVITY = _("Cette activité n’existe pas dans ce KPA. Écrivez son nom ou son code.")
UNKNOWN_RATE = _("Ce taux de TVA n’est pas connu : 20, 10, 8,5, 5,5, 2,1 ou 0.")
NO_TAX_HERE = _("Cette structure ne facture pas de TVA : écrivez un taux de 0.")
NOT_THE_SAME = _("Cette facture est déjà plus haut, avec un autre client ou d’autres dates.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvoiceRow:
    """One line of the file: what is left to pay of an invoice, at one rate. `client`: reference or name."""

    line: int
    number: str
    client: str
    issued_on: date
    due_on: date
    left_cents: int
    vat_bp: int
    nature: LineNature = LineNature.SERVICES
    activity: str = ""


@transaction.atomic
def take_over_invoices(
    *,
    carrier: Organisation,
    kpa: Kpa,
    rows: Sequence[OpenInvoiceRow],
    keep: bool,
    actor: Account | None,
    now: datetime,
    today: date,
) -> ImportResult:
    """Write the open invoices of a file under their own numbers. With an error or without `keep`: nothing.

    Lines with one number make one document with several rates. Raises NoBook, NoBillingProfile, NoFirstYear.
    """
    desk = _desk(carrier, kpa, today)
    result = ImportResult()
    by_number: defaultdict[str, list[OpenInvoiceRow]] = defaultdict(list)
    for row in rows:
        by_number[row.number].append(row)
    for number, found in by_number.items():
        try:
            with transaction.atomic():
                client = desk.client_of(found[0].client)
                if _is_known(carrier, number, client, sum(row.left_cents for row in found)):
                    result.known.append(number)
                    continue
                _take_over(desk, found, client, actor=actor, now=now)
            result.added.append(f"{number}, {client.name}")
        except DomainError as error:
            result.errors.append((found[0].line, str(error)))
    if result.errors or not keep:
        transaction.set_rollback(True)
    return result


def _desk(carrier: Organisation, kpa: Kpa, today: date) -> "_Desk":
    book = Book.objects.filter(entity=carrier).first()
    if book is None:
        raise NoBook
    profile = profile_on(carrier.pk, today)
    if profile is None:
        raise NoBillingProfile
    return _Desk(carrier, kpa, book, profile, ledger.first_year(book).start)


class _Desk:
    """What every invoice of the file needs: the book, its first day, the clients and activities by name."""

    def __init__(
        self, carrier: Organisation, kpa: Kpa, book: Book, profile: BillingProfile, first_day: date
    ) -> None:
        self.carrier, self.kpa, self.book = carrier, kpa, book
        self.profile, self.first_day = profile, first_day
        self.clients: defaultdict[tuple[str, str], set[Client]] = defaultdict(set)
        for client in Client.objects.current().filter(kpa=kpa).order_by("pk"):
            for reference in (client.reference, client.external_ref, client.siret):
                self.clients["ref", fold(reference)].add(client)
            self.clients["name", name_key(client.name)].add(client)
        self.activities: dict[str, Activity] = {}
        for activity in Activity.objects.filter(kpa=kpa):
            self.activities |= {fold(activity.code): activity, fold(activity.name): activity}

    def client_of(self, words: str) -> Client:
        found = self.clients.get(("ref", fold(words))) if words else None
        found = found or self.clients.get(("name", name_key(words)))
        if not found or not words:
            raise CannotTakeOver(str(UNKNOWN_CLIENT))
        if len(found) > 1:
            raise CannotTakeOver(str(TWO_CLIENTS))
        return next(iter(found))

    def activity_of(self, words: str) -> Activity | None:
        if not words:
            return None
        if (found := self.activities.get(fold(words))) is None:
            raise CannotTakeOver(str(UNKNOWN_ACTIVITY))
        return found


def _is_known(carrier: Organisation, number: str, client: Client, cents: int) -> bool:
    known = Invoice.objects.filter(carrier=carrier, number=number).first()
    if known is None:
        return False
    if not known.is_taken_over or (known.client_id, known.gross_cents) != (client.pk, cents):
        raise CannotTakeOver(str(NUMBER_TAKEN))
    return True


def _take_over(
    desk: _Desk, rows: Sequence[OpenInvoiceRow], client: Client, *, actor: Account | None, now: datetime
) -> Invoice:
    _check(desk, rows)
    first = rows[0]
    invoice = Invoice.objects.create(
        kpa=desk.kpa,
        carrier=desk.carrier,
        client=client,
        activity=desk.activity_of(first.activity),
        kind=InvoiceKind.TAKEN,
        supplied_on=first.issued_on,
        due_on=first.due_on,
        remark=REMARK,
        author=actor,
        created_at=now,
    )
    lines = InvoiceLine.objects.bulk_create(_lines(invoice, rows))
    photo = composition_of(invoice, desk.profile, lines).photograph(
        number=first.number, issued_on=first.issued_on
    )
    _freeze(desk, invoice, photo, actor=actor, now=now)
    write_event(invoice, "taken_over", actor=actor, now=now, hash=invoice.photograph_hash)
    return invoice


def _check(desk: _Desk, rows: Sequence[OpenInvoiceRow]) -> None:
    first = rows[0]
    if len({(row.client, row.issued_on, row.due_on) for row in rows}) > 1:
        raise CannotTakeOver(str(NOT_THE_SAME))
    rates = {row.vat_bp for row in rows}
    if not rates <= RATES_BP | {0}:
        raise CannotTakeOver(str(UNKNOWN_RATE))
    if desk.profile.regime != VatRegime.TAXABLE and rates - {0}:
        raise CannotTakeOver(str(NO_TAX_HERE))
    parts = [GrossPart(row.vat_bp, row.left_cents) for row in rows]
    problem = take_over_problem(
        OpenInvoice(first.number, first.issued_on, first.due_on, parts), desk.first_day
    )
    if problem is not None:
        raise CannotTakeOver(str(SENTENCES[problem]))


def _lines(invoice: Invoice, rows: Sequence[OpenInvoiceRow]) -> Iterable[InvoiceLine]:
    left: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        left[row.vat_bp] += row.left_cents
    parts = net_parts([GrossPart(rate, cents) for rate, cents in sorted(left.items())])
    for position, part in enumerate(parts, start=1):
        is_rounding = position > len(left)
        yield InvoiceLine(
            invoice=invoice,
            position=position,
            label=ROUNDING_WORDS if is_rounding else LINE_WORDS % rows[0].number,
            quantity=Decimal(1 if part.net_cents > 0 else -1),
            unit=LineUnit.FLAT,
            unit_price_cents=abs(part.net_cents),
            vat_bp=part.vat_bp,
            nature=rows[0].nature,
            activity=invoice.activity,
        )


def _freeze(
    desk: _Desk, invoice: Invoice, photo: InvoicePhotograph, *, actor: Account | None, now: datetime
) -> None:
    """The same gate as any issued document: its number, photograph and entry, then nothing changes."""
    ledger.ensure_aux(book=desk.book, number=invoice.client.reference, label=invoice.client.name[:120])
    invoice.series = f"sales.R.{desk.carrier.pk}"
    invoice.rank = next_number(invoice.series)
    invoice.state, invoice.number = InvoiceState.ISSUED, photo.number
    invoice.issued_on, invoice.issued_at = photo.issued_on, now
    invoice.net_cents, invoice.tax_cents = photo.net_cents, photo.tax_cents
    invoice.gross_cents = photo.gross_cents
    invoice.photograph = photo.to_json()
    invoice.photograph_hash = hash_of(invoice.photograph)
    axes = Axes(kpa_id=invoice.kpa_id, activity=invoice.activity.code if invoice.activity else "")
    new = NewEntry(
        journal=JournalKind.OPENING,
        day=desk.first_day,
        label=f"À-nouveau : facture {photo.number} {invoice.client.name}"[:200],
        piece_ref=photo.number,
        piece_date=photo.issued_on,
        moves=taking_over_moves(photo, aux=invoice.client.reference, axes=axes),
        source_type=SOURCE,
        source_id=str(invoice.pk),
        key=f"{SOURCE}.{invoice.pk}",
    )
    invoice.entry = ledger.post_entry(book=desk.book, new=new, actor=actor, now=now)
    invoice.save()
