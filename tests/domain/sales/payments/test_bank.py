from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.ledger.models import Book
from kpacite.domain.ledger.services import ReasonMissing
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums.payments import SettlementState
from kpacite.domain.sales.models import BankAccount, BankLine, Invoice, Payment
from kpacite.domain.sales.rules.matching import Movement, OpenInvoice, Reason, fingerprints, propose
from kpacite.domain.sales.services import payments
from tests.factories.invoices import TODAY, make_buyer, make_issued
from tests.factories.payments import LATER, pay
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
GROSS = 72_780
IBAN = "FR7630006000011234567890189"


@pytest.fixture
def account(carrier: Organisation, book: Book) -> BankAccount:
    return payments.open_bank_account(carrier=carrier, name="Compte courant", iban=IBAN, actor=None, now=NOW)


def line(cents: int = GROSS, label: str = "VIR MAIRIE", **facts: object) -> payments.NewLine:
    return payments.NewLine(**({"booked_on": TODAY, "amount_cents": cents, "label": label} | facts))


def take(account: BankAccount, *lines: payments.NewLine, sha256: str = "a" * 64) -> payments.Imported:
    statement = payments.NewStatement(sha256=sha256, format="camt", account=IBAN, lines=lines)
    return payments.import_statement(account=account, statement=statement, actor=None, now=NOW)


def test_the_same_statement_twice_changes_nothing(account: BankAccount):
    assert take(account, line(), line(), line(5)) == payments.Imported(3, 0)
    assert take(account, line(), line(), line(5)) == payments.Imported(0, 3)
    assert BankLine.objects.count() == 3


def test_two_statements_that_overlap_give_each_movement_once(account: BankAccount):
    take(account, line(1), line(2))
    assert take(account, line(2), line(3), sha256="b" * 64) == payments.Imported(1, 1)


def test_the_statement_of_another_account_is_refused(account: BankAccount):
    other = payments.NewStatement(sha256="c" * 64, format="ofx", account="FR14", lines=[line()])
    with pytest.raises(payments.OtherAccount):
        payments.import_statement(account=account, statement=other, actor=None, now=NOW)


def test_a_movement_that_names_an_invoice_is_proposed_then_confirmed_by_a_person(
    la_cape: Organisation, account: BankAccount
):
    invoice = make_issued(la_cape)
    take(account, line(label=f"VIR {invoice.number.replace('-', ' ')}"))
    (asked,) = selectors.to_match(account.carrier, list(selectors.waiting_lines(account)))
    (proposal,) = asked.proposals
    assert proposal.reasons == (Reason.NUMBER, Reason.AMOUNT)
    payment = payments.confirm_line(line=asked.line, invoices=[invoice], actor=None, now=NOW, today=LATER)
    assert selectors.settlement_of(invoice, TODAY).state == SettlementState.PAID
    with pytest.raises(payments.LineAlreadyDecided):
        payments.confirm_line(line=asked.line, invoices=[invoice], actor=None, now=NOW, today=LATER)

    payments.cancel_payment(payment=payment, reason="Mauvaise facture", actor=None, now=NOW, today=TODAY)
    assert list(selectors.waiting_lines(account)) == [asked.line]
    again = payments.confirm_line(line=asked.line, invoices=[invoice], actor=None, now=NOW, today=LATER)
    assert again != payment


def test_more_than_the_invoice_stays_to_the_credit_of_the_client(la_cape: Organisation, account: BankAccount):
    invoice = make_issued(la_cape)
    take(account, line(GROSS + 700))
    payment = payments.confirm_line(
        line=BankLine.objects.get(), invoices=[invoice], actor=None, now=NOW, today=LATER
    )
    assert selectors.unallocated_cents(payment) == 700


def test_a_payment_noted_by_hand_is_recognised_not_doubled(la_cape: Organisation, account: BankAccount):
    payment = pay((make_issued(la_cape), GROSS))
    take(account, line())
    (asked,) = selectors.to_match(account.carrier, list(selectors.waiting_lines(account)))
    assert asked.noted == [payment]
    payments.link_line(line=asked.line, payment=payment, actor=None, now=NOW)
    assert Payment.objects.count() == 1
    assert not selectors.waiting_lines(account).exists()


def test_a_movement_that_is_none_of_ours_is_left_with_a_reason(la_cape: Organisation, account: BankAccount):
    take(account, line(-5_670, "PRLV ÉLECTRICITÉ"))
    row = BankLine.objects.get()
    with pytest.raises(ReasonMissing):
        payments.ignore_line(line=row, reason=" ", actor=None, now=NOW)
    with pytest.raises(payments.MoreThanPaid):
        payments.confirm_line(line=row, invoices=[make_issued(la_cape)], actor=None, now=NOW, today=LATER)
    payments.ignore_line(line=row, reason="Facture d’électricité", actor=None, now=NOW)
    assert not selectors.waiting_lines(account).exists()


def test_a_line_of_another_amount_is_not_linked(la_cape: Organisation, account: BankAccount):
    payment = pay((make_issued(la_cape), 10_000))
    take(account, line())
    with pytest.raises(payments.WrongAmount):
        payments.link_line(line=BankLine.objects.get(), payment=payment, actor=None, now=NOW)


# --- Proposals -----------------------------------------------------------------------------------------


def opened(key: int, number: str, left: int, client: int = 1, name: str = "Mairie exemple") -> OpenInvoice:
    return OpenInvoice(key=key, number=number, client=client, client_name=name, left_cents=left)


@pytest.mark.parametrize("words", ["F-2026-0042", "VIR f 2026 0042", "FACT F20260042", "f/2026/0042 merci"])
def test_a_number_is_recognised_however_it_is_typed(words: str):
    (proposal,) = propose(Movement(100, words), [opened(1, "F-2026-0042", 999)])
    assert proposal.reasons == (Reason.NUMBER,)


@pytest.mark.parametrize("words", ["F-2026-00421", "XF-2026-0042", "2026-0042"])
def test_a_number_inside_another_is_not(words: str):
    assert not propose(Movement(100, words), [opened(1, "F-2026-0042", 999)])


def test_one_transfer_for_all_the_invoices_of_a_client():
    two = [
        opened(1, "F-2026-0001", 300),
        opened(2, "F-2026-0002", 700),
        opened(3, "F-2026-0003", 5, 2, "Autre"),
    ]
    best = propose(Movement(1_000, "VIREMENT", "MAIRIE EXEMPLE"), two)[0]
    assert [invoice.key for invoice in best.invoices] == [1, 2]


def test_money_that_goes_out_pays_no_invoice():
    assert propose(Movement(-100, "F-2026-0042"), [opened(1, "F-2026-0042", 100)]) == []


@given(st.lists(st.tuples(st.dates(), st.integers(), st.text(max_size=3)), max_size=12))
def test_movements_of_one_statement_are_all_told_apart(facts: list[tuple[date, int, str]]):
    marks = fingerprints(facts)
    assert len(set(marks)) == len(facts)
    assert fingerprints(facts[:3]) == marks[:3]


def test_nothing_is_left_of_an_invoice_of_someone_else(la_cape: Organisation, account: BankAccount):
    one, other = make_issued(la_cape), make_issued(la_cape, make_buyer(la_cape, siret="73282932000074"))
    take(account, line(GROSS * 2))
    with pytest.raises(payments.NotTheSameClient):
        payments.confirm_line(
            line=BankLine.objects.get(), invoices=[one, other], actor=None, now=NOW, today=LATER
        )
    assert not Payment.objects.exists()
    assert isinstance(one, Invoice)
