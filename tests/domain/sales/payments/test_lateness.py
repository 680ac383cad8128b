"""What a late company owes more: 40 € once, and interest day by day; booked, asked, paid or given up."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.ledger.models import Book, LetteredLine
from kpacite.domain.ledger.selectors import months_of, years_of
from kpacite.domain.ledger.services import PeriodClosed, ReasonMissing, close_period
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import ClientKind, InvoiceKind
from kpacite.domain.sales.enums.payments import LateAudience, SettlementState
from kpacite.domain.sales.models import Invoice, LateClaim, LateWaiver, LifecycleEvent
from kpacite.domain.sales.rules.lateness import INDEMNITY_CENTS, late_sum, since
from kpacite.domain.sales.rules.settling import RateSpan, late_interest
from kpacite.domain.sales.services import invoices as billing
from kpacite.domain.sales.services import payments
from kpacite.domain.sharing.selectors.gathering import cash_to_share
from kpacite.integrations.documents import invoice_pdf, sheet_of
from kpacite.platform import verification
from tests.factories.invoices import BY, make_buyer, make_issued
from tests.factories.payments import pay
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
GROSS = 72_780
DUE = date(2026, 4, 8)
LATE = date(2026, 6, 30)
"""82 days after the day that follows the due date."""


@pytest.fixture
def invoice(la_cape: Organisation, book: Book) -> Invoice:
    """727,80 € that an association has to pay before 8 April; a year of lateness costs 12,15 %."""
    found = make_issued(la_cape)
    assert found.due_on == DUE
    _rate(found.carrier)
    return found


def _rate(carrier: Organisation, audience: LateAudience = LateAudience.PROFESSIONAL) -> None:
    payments.set_late_rate(
        carrier=carrier,
        audience=audience,
        rate_bp=1_215,
        valid_from=date(2026, 1, 1),
        source="Exemple",
        actor=None,
        now=NOW,
    )


def claim(invoice: Invoice, today: date = LATE, *, key: str = "k", **facts: bool) -> LateClaim:
    asked = {"with_indemnity": True, "with_interest": True} | facts
    wanted = payments.Claim(due_on=today, key=f"{key}.{today}", **asked)
    return payments.claim_lateness(invoice=invoice, claim=wanted, actor=None, now=NOW, today=today)


def waive(found: LateClaim, *, again: bool = False, reason: str = "Geste", today: date = LATE) -> LateWaiver:
    return payments.waive_claim(
        claim=found, reason=reason, may_claim_again=again, actor=None, now=NOW, today=today
    )


def lines(invoice: Invoice) -> Mapping[str, tuple[int, int]]:
    """Account → (debit, credit) of the entry of a document."""
    rows = invoice.entry.lines.select_related("account").order_by("rank")
    return {row.account.number: (row.debit_cents, row.credit_cents) for row in rows}


# --- As in the textbook ----------------------------------------------------------------------------------


def test_an_invoice_late_by_82_days_costs_40_euros_and_its_interest_without_vat(invoice: Invoice):
    """727,80 € × 12,15 % × 82 / 365 = 19,87 €. Debit 411: 59,87. Credit 763: 19,87. Credit 758: 40,00."""
    found = claim(invoice)
    assert (found.start, found.until) == (date(2026, 4, 9), LATE)
    assert found.interest_cents == 1_987
    assert lines(found.document) == {"411000": (5_987, 0), "763000": (0, 1_987), "758000": (0, 4_000)}
    assert found.document.number == "P-2026-0001"
    assert found.document.tax_cents == 0
    assert found.document.photo.is_outside_vat


def test_the_claim_is_shown_with_the_unpaid_and_is_paid_like_the_rest(invoice: Invoice):
    document = claim(invoice).document
    assert [row.invoice for row in selectors.unpaid(LATE, carrier=invoice.carrier)] == [invoice, document]
    pay((invoice, GROSS), (document, 5_987), on=LATE)
    assert selectors.settlement_of(document, LATE).state == SettlementState.PAID
    assert selectors.unpaid(LATE, carrier=invoice.carrier) == []
    assert not LifecycleEvent.objects.filter(invoice=document).exists()


def test_paid_alone_its_lines_are_lettered(invoice: Invoice):
    document = claim(invoice).document
    pay((document, document.gross_cents), on=LATE)
    assert set(LetteredLine.objects.active().values_list("line__entry", flat=True)) >= {document.entry_id}


def test_the_40_euros_are_claimed_once_and_each_day_of_interest_once(invoice: Invoice):
    first = claim(invoice)
    second = claim(invoice, date(2026, 7, 30))
    assert (second.indemnity_cents, second.start, second.until) == (0, LATE, date(2026, 7, 30))
    # 112 days in all give 27,13 €; the cent is where each claim rounds.
    assert abs(first.interest_cents + second.interest_cents - 2_713) <= 1
    with pytest.raises(payments.NothingToClaim):
        claim(invoice, date(2026, 7, 30), key="other")


def test_an_invoice_paid_late_still_owes_its_days(invoice: Invoice):
    pay((invoice, GROSS), on=date(2026, 5, 9))
    found = claim(invoice)
    assert found.interest_cents == 727  # 30 days
    assert found.indemnity_cents == INDEMNITY_CENTS


def test_a_second_click_claims_nothing_more(invoice: Invoice):
    assert claim(invoice) == claim(invoice)
    assert Invoice.objects.filter(kind=InvoiceKind.LATE).count() == 1


@pytest.mark.parametrize("kind", [ClientKind.PERSON])
def test_a_person_never_owes_it(la_cape: Organisation, book: Book, kind: ClientKind):
    found = make_issued(la_cape, make_buyer(la_cape, kind=kind))
    with pytest.raises(payments.NothingToClaim):
        claim(found)


def test_neither_what_is_not_late_nor_a_lateness_of_a_lateness(invoice: Invoice):
    with pytest.raises(payments.NothingToClaim):
        claim(invoice, DUE)
    document = claim(invoice).document
    with pytest.raises(payments.NothingToClaim):
        claim(document, date(2026, 12, 1))


def test_without_a_rate_the_40_euros_alone_may_be_claimed(la_cape: Organisation, book: Book):
    found = make_issued(la_cape)
    with pytest.raises(payments.LateRateMissing):
        claim(found)
    asked = claim(found, with_interest=False)
    assert (asked.indemnity_cents, asked.interest_cents, asked.start) == (4_000, 0, None)


# --- Given up ----------------------------------------------------------------------------------------------


def test_given_up_a_credit_note_without_vat_takes_it_back(invoice: Invoice):
    found = claim(invoice)
    note = waive(found).document
    assert note.number == "RP-2026-0001"
    assert lines(note) == {"411000": (0, 5_987), "763000": (1_987, 0), "758000": (4_000, 0)}
    assert selectors.settlement_of(found.document, LATE).state == SettlementState.CREDITED
    with pytest.raises(payments.NothingToClaim):
        claim(invoice, key="other")
    with pytest.raises(payments.ClaimGivenUp):
        waive(found)


def test_claimed_by_mistake_the_same_days_may_be_claimed_again(invoice: Invoice):
    waive(claim(invoice), again=True)
    assert claim(invoice, key="other").document.number == "P-2026-0002"


def test_what_is_paid_is_not_given_up_and_a_reason_is_due(invoice: Invoice):
    found = claim(invoice)
    with pytest.raises(ReasonMissing):
        waive(found, reason=" ")
    pay((found.document, 100), on=LATE)
    with pytest.raises(payments.ClaimAlreadyPaid):
        waive(found)


def test_the_usual_credit_note_is_refused(invoice: Invoice):
    document = claim(invoice).document
    with pytest.raises(billing.GivenUpElsewhere):
        billing.write_credit_note(invoice=document, reason="Geste", **BY)
    with pytest.raises(billing.IssuedElsewhere):
        billing.duplicate_invoice(invoice=document, **BY)


# --- Elsewhere ---------------------------------------------------------------------------------------------


def test_it_is_neither_turnover_nor_money_to_share(invoice: Invoice):
    document = claim(invoice).document
    waive(claim(invoice, date(2026, 7, 30)), today=date(2026, 7, 30))
    pay((document, document.gross_cents), on=LATE)
    assert set(Invoice.objects.sold()) == {invoice}
    assert cash_to_share(invoice.kpa) == []


def test_the_paper_says_what_is_owed_and_holds_no_electronic_invoice(invoice: Invoice):
    document = claim(invoice).document
    sheet = sheet_of(document.photo)
    assert sheet.heading == "Frais de retard P-2026-0001"
    assert ("Facture en retard", "F-2026-0001 du 9 mars 2026") in [
        (words, value.replace("\u00a0", " ")) for words, value in sheet.facts
    ]
    assert any("Hors du champ de la TVA" in note for note in sheet.notes)
    assert b"factur-x" not in invoice_pdf(document.photo, issued_at=NOW)


def test_a_closed_month_refuses_it_and_writes_nothing(invoice: Invoice, book: Book):
    for month in months_of(years_of(book)[0])[:6]:
        close_period(period=month, actor=None, now=NOW)
    with pytest.raises(PeriodClosed):
        claim(invoice)
    assert not LateClaim.objects.exists()
    assert claim(invoice, date(2026, 7, 1)).document.number == "P-2026-0001"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sales_lateclaim SET interest_cents = 1",
        "DELETE FROM sales_lateclaim",
        "INSERT INTO sales_lateclaim (document_id, invoice_id, indemnity_cents, interest_cents, at)"
        " SELECT invoice_id, invoice_id, 4000, 0, at FROM sales_lateclaim",
        "INSERT INTO sales_lateclaim (document_id, invoice_id, indemnity_cents, interest_cents, start, until,"
        " at) SELECT invoice_id, invoice_id, 0, 5, '2026-06-29', '2026-07-02', at FROM sales_lateclaim",
        "UPDATE sales_latewaiver SET frees = NOT frees",
        "DELETE FROM sales_latewaiver",
    ],
)
def test_raw_sql_claims_nothing_twice_and_changes_nothing(invoice: Invoice, sql: str):
    found = claim(invoice)
    if "waiver" in sql:
        waive(found)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_all_of_it_is_proven_again(invoice: Invoice):
    waive(claim(invoice), again=True)
    pay((claim(invoice, key="other").document, 5_987), on=LATE)
    assert [result for result in verification.run() if result.problems] == []


# --- Always ------------------------------------------------------------------------------------------------

RATES = (RateSpan(date(2026, 1, 1), date(2026, 7, 1), 1_215), RateSpan(date(2026, 7, 1), None, 1_250))


@given(
    debts=st.lists(st.integers(0, 1_000_000), min_size=1, max_size=4),
    gaps=st.lists(st.integers(1, 60), min_size=4, max_size=4),
    cuts=st.lists(st.integers(1, 200), max_size=3),
)
def test_interest_claimed_in_pieces_is_that_of_the_whole_to_a_cent_a_piece(
    debts: list[int], gaps: list[int], cuts: list[int]
):
    day, owed = 0, []
    for gap, cents in zip(gaps, debts, strict=False):
        owed.append((date.fromordinal(DUE.toordinal() + 1 + day), cents))
        day += gap
    ends = [date.fromordinal(DUE.toordinal() + 1 + cut) for cut in sorted({*cuts, 250})]
    start, pieces = None, 0
    for end in ends:
        found = late_sum(owed, RATES, claimed_until=start, has_indemnity=True, until=end)
        pieces += found.interest_cents or 0
        start = end
    whole = late_interest(owed, RATES, ends[-1])
    assert whole is not None
    assert abs(pieces - whole.cents) <= len(ends)


def test_a_debt_seen_from_a_later_day_is_the_same_debt():
    owed = [(date(2026, 4, 9), 100), (date(2026, 5, 1), 60)]
    assert since(owed, date(2026, 4, 20)) == [(date(2026, 4, 20), 100), (date(2026, 5, 1), 60)]
    assert since(owed, date(2026, 6, 1)) == [(date(2026, 6, 1), 60)]
