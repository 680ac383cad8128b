"""Each thing that is refused, with the sentence that people read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.ledger.models import Book, Entry, Period
from kpacite.domain.ledger.services import PeriodClosed, close_period
from kpacite.domain.organisations.models import KpaLink, Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import ClientKind, InvoiceState, SendingChannel, SendingState, VatRegime
from kpacite.domain.sales.models import Invoice, InvoiceSending
from kpacite.domain.sales.rules.invoices import Problem
from kpacite.domain.sales.services import ChangedMeanwhile
from kpacite.domain.sales.services import invoices as services
from kpacite.domain.sales.services.billing import ProfileBeforeThePresentOne
from kpacite.platform.audit.models import AuditEvent
from kpacite.platform.numbering import Counter
from tests.factories.invoices import (
    BY,
    TODAY,
    make_buyer,
    make_draft,
    make_issued,
    make_profile,
    ready_to_invoice,
    row,
)
from tests.factories.people import NOW
from tests.factories.sales import make_client


def problems_of(invoice: Invoice) -> list[Problem]:
    with pytest.raises(services.UnableToIssue) as caught:
        services.issue_invoice(invoice=invoice, **BY)
    assert not Counter.objects.filter(series__startswith="sales.").exists()
    assert not Entry.objects.exists()
    assert all(caught.value.sentences)
    return caught.value.problems


def test_all_that_is_missing_is_said_at_once(la_cape: Organisation, book: Book) -> None:
    company = make_client(la_cape, kind=ClientKind.COMPANY)
    draft = make_draft(la_cape, company, supplied_on=None, due_on=TODAY - timedelta(days=1))
    assert problems_of(draft) == [
        Problem.NO_ADDRESS,
        Problem.NO_SIREN,
        Problem.NO_SUPPLY_DAY,
        Problem.DUE_TOO_EARLY,
    ]


@pytest.mark.parametrize(
    ("details", "problem"),
    [
        ({"siret": ""}, Problem.NO_SIRET),
        ({"service_required": True}, Problem.NO_SERVICE),
        ({"engagement_required": True}, Problem.NO_ENGAGEMENT),
    ],
)
def test_a_public_client_asks_for_its_codes(
    la_cape: Organisation, book: Book, details: dict[str, object], problem: Problem
) -> None:
    client = make_buyer(la_cape, ClientKind.PUBLIC, **details)
    assert problems_of(make_draft(la_cape, client)) == [problem]


def test_a_public_client_has_thirty_days_to_pay(la_cape: Organisation, book: Book) -> None:
    client = make_buyer(la_cape, ClientKind.PUBLIC)
    draft = make_draft(la_cape, client, due_on=TODAY + timedelta(days=31))
    assert problems_of(draft) == [Problem.DUE_TOO_LATE]


def test_a_rate_that_does_not_exist_is_refused(la_cape: Organisation, book: Book) -> None:
    draft = make_draft(la_cape, lines=[row("Buffet", "1", 1_000, 1_960)])
    assert problems_of(draft) == [Problem.RATE_UNKNOWN]


def test_a_regime_that_changed_since_the_draft_is_seen(la_cape: Organisation, carrier: Organisation) -> None:
    ready_to_invoice(carrier)
    draft = make_draft(la_cape)
    with pytest.raises(ProfileBeforeThePresentOne):
        make_profile(carrier, VatRegime.FRANCHISE)
    profile = carrier.billing_profiles.get()
    profile.regime = VatRegime.FRANCHISE
    profile.save()
    assert problems_of(draft) == [Problem.TAX_NOT_DUE]


def test_nothing_is_issued_without_an_iban_to_pay_to(la_cape: Organisation, carrier: Organisation) -> None:
    ready_to_invoice(carrier, iban="")
    assert problems_of(make_draft(la_cape)) == [Problem.NO_IBAN]


def test_a_free_invoice_asks_nothing(la_cape: Organisation, book: Book) -> None:
    assert problems_of(make_draft(la_cape, lines=[row("Cadeau", "1", 0)])) == [Problem.NOTHING_ASKED]


def test_a_kpa_without_carrier_cannot_write(la_cape: Organisation) -> None:
    with pytest.raises(services.NoCarrier):
        make_draft(la_cape)


def test_a_carrier_without_profile_or_book_cannot_issue(la_cape: Organisation, carrier: Organisation) -> None:
    draft = make_draft(la_cape)
    with pytest.raises(services.NoBillingProfile):
        services.issue_invoice(invoice=draft, **BY)
    make_profile(carrier)
    with pytest.raises(services.NoBook):
        services.issue_invoice(invoice=draft, **BY)


def test_a_closed_month_refuses_and_gives_the_number_back(la_cape: Organisation, book: Book) -> None:
    draft = make_draft(la_cape)
    for period in Period.objects.filter(start__lte=TODAY).order_by("start"):
        close_period(period=period, actor=None, now=NOW)
    with pytest.raises(PeriodClosed):
        services.issue_invoice(invoice=draft, **BY)
    april = BY | {"today": TODAY + timedelta(days=40)}
    assert services.issue_invoice(invoice=draft, **april).number == "F-2026-0001"


def test_numbers_follow_the_dates(la_cape: Organisation, book: Book) -> None:
    make_issued(la_cape)
    with pytest.raises(services.IssuedOutOfOrder):
        services.issue_invoice(invoice=make_draft(la_cape), **BY | {"today": TODAY - timedelta(days=1)})


def test_an_issued_invoice_neither_changes_nor_leaves(la_cape: Organisation, book: Book) -> None:
    invoice = make_issued(la_cape)
    with pytest.raises(services.InvoiceAlreadyIssued):
        services.edit_invoice(invoice=invoice, version=invoice.version, remark="non", **BY)
    with pytest.raises(services.InvoiceAlreadyIssued):
        services.discard_invoice(invoice=invoice, actor=None, now=NOW)
    with pytest.raises(services.InvoiceAlreadyIssued):
        services.submit_invoice(invoice=invoice, **BY)


def test_two_people_on_one_draft_are_told(la_cape: Organisation, book: Book) -> None:
    draft = make_draft(la_cape)
    services.edit_invoice(invoice=draft, version=1, remark="Merci", **BY)
    with pytest.raises(ChangedMeanwhile):
        services.edit_invoice(invoice=draft, version=1, remark="Bonjour", **BY)


def test_the_accountant_sends_back_with_a_reason(la_cape: Organisation, book: Book, driss: Account) -> None:
    draft = make_draft(la_cape)
    with pytest.raises(services.CannotSendBack):
        services.send_back_invoice(invoice=draft, reason="Non", actor=driss, now=NOW)
    services.submit_invoice(invoice=draft, **BY)
    with pytest.raises(services.ReasonNeeded):
        services.send_back_invoice(invoice=draft, reason=" ", actor=driss, now=NOW)
    back = services.send_back_invoice(invoice=draft, reason="Le SIRET est faux.", actor=driss, now=NOW)
    assert (back.state, back.sent_back_reason) == (InvoiceState.DRAFT, "Le SIRET est faux.")
    again = services.submit_invoice(invoice=draft, **BY)
    assert (again.state, again.sent_back_reason) == (InvoiceState.TO_VALIDATE, "")


def test_a_changed_draft_is_to_be_proposed_again(la_cape: Organisation, book: Book) -> None:
    draft = services.submit_invoice(invoice=make_draft(la_cape), **BY)
    changed = services.edit_invoice(invoice=draft, version=draft.version, remark="Merci", **BY)
    assert (changed.state, changed.submitted_at) == (InvoiceState.DRAFT, None)


def test_a_thrown_away_draft_leaves_no_hole(la_cape: Organisation, book: Book) -> None:
    services.discard_invoice(invoice=make_draft(la_cape), actor=None, now=NOW)
    assert make_issued(la_cape).number == "F-2026-0001"
    assert AuditEvent.objects.filter(action="sales.invoice.discarded").exists()


def test_credit_notes_are_for_issued_invoices_with_a_reason(la_cape: Organisation, book: Book) -> None:
    draft = make_draft(la_cape)
    with pytest.raises(services.NotIssued):
        services.write_credit_note(invoice=draft, reason="Oups", **BY)
    invoice = services.issue_invoice(invoice=draft, **BY)
    with pytest.raises(services.ReasonNeeded):
        services.write_credit_note(invoice=invoice, reason="", **BY)
    note = services.write_credit_note(invoice=invoice, reason="Oups", **BY)
    note = services.issue_invoice(invoice=note, **BY)
    with pytest.raises(services.CreditOfCredit):
        services.write_credit_note(invoice=note, reason="Oups", **BY)
    with pytest.raises(services.CreditOfCredit):
        services.duplicate_invoice(invoice=note, **BY)


def test_the_right_invoice_starts_from_the_wrong_one(la_cape: Organisation, book: Book) -> None:
    invoice = make_issued(la_cape)
    copy = services.duplicate_invoice(invoice=invoice, **BY)
    assert (copy.state, copy.net_cents, copy.lines.count()) == (InvoiceState.DRAFT, 66_000, 4)


def test_a_sending_ends_once_and_one_leaves_at_a_time(la_cape: Organisation, book: Book) -> None:
    with pytest.raises(services.NotIssued):
        services.queue_sending(invoice=make_draft(la_cape), email="a@example.org", actor=None, now=NOW)
    invoice = make_issued(la_cape)
    with pytest.raises(services.NoEmail):
        services.queue_sending(invoice=invoice, email=" ", actor=None, now=NOW)
    sending = services.queue_sending(invoice=invoice, email="a@example.org", actor=None, now=NOW)
    with pytest.raises(services.AlreadySending):
        services.queue_sending(invoice=invoice, email="a@example.org", actor=None, now=NOW)
    services.settle_sending(sending=sending, is_sent=False, now=NOW)
    services.settle_sending(sending=sending, is_sent=True, now=NOW)
    assert InvoiceSending.objects.get().state == SendingState.FAILED
    services.queue_sending(invoice=invoice, email="a@example.org", actor=None, now=NOW)


def test_issuing_is_written_in_the_register(la_cape: Organisation, book: Book, driss: Account) -> None:
    invoice = services.issue_invoice(invoice=make_draft(la_cape), **BY | {"actor": driss})
    event = AuditEvent.objects.get(action="sales.invoice.issued")
    assert (event.actor_id, event.target_repr) == (driss.pk, invoice.number)
    assert event.data["hash"] == invoice.photograph_hash


def test_the_carrier_that_invoices_is_the_one_of_the_day(
    la_cape: Organisation, book: Book, carrier: Organisation
) -> None:
    link = KpaLink.objects.get(kpa=la_cape.pk, organisation=carrier)
    link.end = TODAY
    link.save()
    with pytest.raises(services.NoCarrier):
        make_draft(la_cape)


def test_a_public_body_is_served_by_chorus_pro_once(la_cape: Organisation, book: Book) -> None:
    buyer = make_buyer(la_cape, ClientKind.PUBLIC)
    with pytest.raises(services.NotIssued):
        services.note_portal_deposit(invoice=make_draft(la_cape, buyer), actor=None, now=NOW)
    invoice = make_issued(la_cape, buyer)
    first = services.note_portal_deposit(invoice=invoice, actor=None, now=NOW)
    assert (first.channel, first.state, first.email) == (SendingChannel.PORTAL, SendingState.SENT, "")
    assert services.note_portal_deposit(invoice=invoice, actor=None, now=NOW) == first
    with pytest.raises(services.NotForPortal):
        services.note_portal_deposit(invoice=make_issued(la_cape), actor=None, now=NOW)


@pytest.mark.parametrize(
    "spoiled", ["channel = 'mail'", "email = 'a@example.org'", "state = 'failed'", "channel = 'pigeon'"]
)
def test_a_deposit_is_no_mail_and_never_fails(la_cape: Organisation, book: Book, spoiled: str) -> None:
    invoice = make_issued(la_cape, make_buyer(la_cape, ClientKind.PUBLIC))
    sending = services.note_portal_deposit(invoice=invoice, actor=None, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE sales_invoicesending SET {spoiled} WHERE id = %s", [sending.pk])
