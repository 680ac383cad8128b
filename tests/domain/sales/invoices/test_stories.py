"""Invoices told as an accountant reads them: what is issued, and what the accounts say after."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.models import Book, Entry, Line
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import ClientKind, InvoiceKind, LineNature, VatRegime
from kpacite.domain.sales.models import Invoice
from kpacite.domain.sales.services import invoices as services
from kpacite.domain.sales.services.invoices import Sale
from kpacite.platform import verification
from tests.factories import contracts
from tests.factories.invoices import (
    BY,
    buffet,
    make_buyer,
    make_draft,
    make_issued,
    ready_to_invoice,
    row,
)


def balances(book: Book) -> dict[str, int]:
    """What each role holds, in cents, by the lines; zeros left out."""
    found: dict[str, int] = {}
    lines = Line.objects.posted().filter(entry__book=book).order_by("pk")
    for role, debit, credit in lines.values_list("account__mappings__role", "debit_cents", "credit_cents"):
        found[role] = found.get(role, 0) + debit - credit
    return {role: cents for role, cents in found.items() if cents}


def broken_promises() -> dict[str, list[str]]:
    return {
        result.name: result.problems
        for result in verification.run()
        if result.problems and result.name.startswith(("sales.", "ledger."))
    }


def test_a_buffet_is_owed_by_the_client_and_its_tax_waits_for_the_payment(
    la_cape: Organisation, book: Book
) -> None:
    invoice = make_issued(la_cape)
    assert invoice.number == "F-2026-0001"
    assert (invoice.net_cents, invoice.tax_cents, invoice.gross_cents) == (66_000, 6_780, 72_780)
    assert balances(book) == {
        AccountRole.CLIENTS: 72_780,
        AccountRole.SALES_SERVICES: -66_000,
        AccountRole.VAT_PENDING: -6_780,
    }
    owed = Line.objects.get(entry=invoice.entry, account__mappings__role=AccountRole.CLIENTS)
    assert (owed.aux.number, owed.due_date) == (invoice.client.reference, invoice.due_on)
    assert owed.kpa_id == la_cape.pk
    assert not broken_promises()


def test_goods_owe_their_tax_at_once_and_earn_elsewhere(la_cape: Organisation, book: Book) -> None:
    make_issued(la_cape, lines=[row("Confitures", "10", 500, 550, nature=LineNature.GOODS)])
    assert balances(book) == {
        AccountRole.CLIENTS: 5_275,
        AccountRole.SALES_PRODUCTS: -5_000,
        AccountRole.VAT_COLLECTED: -275,
    }


def test_a_seller_that_chose_debits_owes_the_tax_of_services_at_once(
    la_cape: Organisation, carrier: Organisation
) -> None:
    ready_to_invoice(carrier, vat_on_debits=True)
    invoice = make_issued(la_cape)
    assert balances(Book.objects.get())[AccountRole.VAT_COLLECTED] == -6_780
    assert "Option pour le paiement de la taxe d’après les débits." in [n.text for n in invoice.photo.notes]


def test_a_discount_is_shown_apart_and_lowers_the_tax(la_cape: Organisation, book: Book) -> None:
    invoice = make_issued(la_cape, lines=[row("Buffet", "10", 1_000)], discount_bp=1_000)
    assert (invoice.net_cents, invoice.tax_cents) == (9_000, 900)
    assert balances(book) == {
        AccountRole.CLIENTS: 9_900,
        AccountRole.SALES_SERVICES: -10_000,
        AccountRole.DISCOUNTS_GRANTED: 1_000,
        AccountRole.VAT_PENDING: -900,
    }


def test_a_deposit_earns_nothing_and_the_balance_takes_it_off(la_cape: Organisation, book: Book) -> None:
    client = make_buyer(la_cape)
    sale = Sale(kpa=la_cape.kpa, client=client, lines=buffet())
    deposit = services.issue_invoice(invoice=services.write_deposit(sale=sale, cents=21_834, **BY), **BY)
    assert deposit.photo.type_code == "386"
    after_deposit = balances(book)
    assert after_deposit[AccountRole.CLIENTS_DEPOSITS] == -deposit.net_cents
    assert AccountRole.SALES_SERVICES not in after_deposit

    draft = services.write_balance(sale=sale, deposits=[deposit], **BY | {"supplied_on": BY["today"]})
    balance = services.issue_invoice(invoice=draft, **BY)
    photo = balance.photo
    assert (photo.type_code, photo.process) == ("380", "S4")
    assert [earlier.number for earlier in photo.deposits] == [deposit.number]
    assert deposit.gross_cents + balance.gross_cents == 72_780
    assert balances(book) == {
        AccountRole.CLIENTS: 72_780,
        AccountRole.SALES_SERVICES: -66_000,
        AccountRole.VAT_PENDING: -6_780,
    }
    with pytest.raises(services.DepositNotFree):
        services.write_balance(sale=sale, deposits=[deposit], **BY)
    assert not broken_promises()


def test_two_balances_cannot_take_the_same_deposit_off(la_cape: Organisation, book: Book) -> None:
    sale = Sale(kpa=la_cape.kpa, client=make_buyer(la_cape), lines=buffet())
    deposit = services.issue_invoice(invoice=services.write_deposit(sale=sale, cents=10_000, **BY), **BY)
    first, second = (
        services.write_balance(sale=sale, deposits=[deposit], **BY | {"supplied_on": BY["today"]})
        for _ in range(2)
    )
    services.issue_invoice(invoice=first, **BY)
    with pytest.raises(services.DepositNotFree):
        services.issue_invoice(invoice=second, **BY)


def test_a_deposit_that_is_deducted_is_not_given_back_alone(la_cape: Organisation, book: Book) -> None:
    sale = Sale(kpa=la_cape.kpa, client=make_buyer(la_cape), lines=buffet())
    deposit = services.issue_invoice(invoice=services.write_deposit(sale=sale, cents=10_000, **BY), **BY)
    draft = services.write_balance(sale=sale, deposits=[deposit], **BY | {"supplied_on": BY["today"]})
    balance = services.issue_invoice(invoice=draft, **BY)
    note = services.write_credit_note(invoice=deposit, reason="Annulé", **BY)
    with pytest.raises(services.DepositDeducted):
        services.issue_invoice(invoice=note, **BY)
    undone = services.write_credit_note(invoice=balance, reason="Annulé", **BY)
    services.issue_invoice(invoice=undone, **BY)
    given = services.issue_invoice(invoice=note, **BY)
    assert given.photo.type_code == "503"
    assert balances(book) == {}
    assert not broken_promises()


def test_a_credit_note_mirrors_everything_and_has_its_own_series(la_cape: Organisation, book: Book) -> None:
    invoice = make_issued(la_cape, discount_cents=500)
    note = services.write_credit_note(invoice=invoice, reason="La date était fausse.", **BY)
    note = services.issue_invoice(invoice=note, **BY)
    assert (note.number, note.photo.type_code) == ("A-2026-0001", "381")
    assert note.photo.corrects[0].number == invoice.number
    assert balances(book) == {}
    assert make_issued(la_cape).number == "F-2026-0002"
    assert not broken_promises()


def test_credit_notes_never_give_back_more_than_what_remains(la_cape: Organisation, book: Book) -> None:
    invoice = make_issued(la_cape)
    pastry = invoice.lines.get(label__startswith="Pâtisseries")

    def note(quantity: int) -> Invoice:
        quantities = {pastry.pk: Decimal(quantity)}
        return services.write_credit_note(invoice=invoice, reason="Oubliées", quantities=quantities, **BY)

    first, whole = note(20), services.write_credit_note(invoice=invoice, reason="Tout", **BY)
    assert services.issue_invoice(invoice=first, **BY).gross_cents == 3_300
    with pytest.raises(services.NothingLeftToCredit):
        services.issue_invoice(invoice=whole, **BY)
    with pytest.raises(services.NothingLeftToCredit):
        services.issue_invoice(invoice=note(9_000), **BY)
    assert not broken_promises()


@pytest.mark.parametrize(
    ("regime", "words", "code"),
    [
        (VatRegime.FRANCHISE, "TVA non applicable, art. 293 B du CGI", "VATEX-FR-FRANCHISE"),
        (VatRegime.ASSOCIATION, "Exonération de TVA, art. 261, 7-1° du CGI", "VATEX-FR-CGI261-7"),
    ],
)
def test_a_seller_without_vat_says_why(
    la_cape: Organisation, carrier: Organisation, regime: VatRegime, words: str, code: str
) -> None:
    ready_to_invoice(carrier, regime)
    invoice = make_issued(la_cape)
    (total,) = invoice.photo.vat
    assert (total.category, total.reason, total.reason_code) == ("E", words, code)
    assert (invoice.net_cents, invoice.tax_cents) == (66_000, 0)


def test_the_forty_euros_are_for_professionals(la_cape: Organisation, book: Book) -> None:
    def indemnity(kind: ClientKind) -> str:
        photo = make_issued(la_cape, make_buyer(la_cape, kind)).photo
        assert sorted(note.code for note in photo.notes if note.code) == ["AAB", "PMD", "PMT"]
        return next(note.text for note in photo.notes if note.code == "PMT")

    assert "40 €" in indemnity(ClientKind.COMPANY)
    assert "40 €" in indemnity(ClientKind.ASSOCIATION)
    assert "D2192-35" in indemnity(ClientKind.PUBLIC)
    assert "40 €" not in indemnity(ClientKind.PERSON)


def test_a_public_client_has_its_codes_on_paper(la_cape: Organisation, book: Book) -> None:
    client = make_buyer(
        la_cape,
        ClientKind.PUBLIC,
        service_code="CULTURE",
        engagement_number="EJ-1",
        engagement_required=True,
    )
    photo = make_issued(la_cape, client).photo
    assert (photo.public.service_code, photo.public.engagement) == ("CULTURE", "EJ-1")
    assert photo.audience == "B2B"


def test_the_cape_is_said_with_its_end_and_stops_invoices_after(la_cape: Organisation, book: Book) -> None:
    invoice = make_issued(la_cape, cape_until=BY["today"])
    assert "CAPE) jusqu’au 09/03/2026, avec Opteos (exemple)" in invoice.photo.footer
    late = make_draft(la_cape, cape_until=BY["today"].replace(day=8))
    with pytest.raises(services.UnableToIssue) as caught:
        services.issue_invoice(invoice=late, **BY)
    assert caught.value.sentences == ["Le CAPE est terminé. Demandez à la structure de portage."]


def test_the_term_of_the_cape_comes_from_the_contract_of_who_wrote_the_draft(
    la_cape: Organisation, carrier: Organisation, book: Book, amina: Account
) -> None:
    contracts.active(amina.person, la_cape.kpa, carrier, start=date(2026, 3, 12), end=date(2027, 3, 1))
    by = BY | {"actor": amina, "today": date(2026, 3, 20)}
    draft = make_draft(la_cape, **by)
    assert draft.cape_until == date(2027, 2, 28)
    assert "jusqu’au 28/02/2027" in services.issue_invoice(invoice=draft, **by).photo.footer
    typed = make_draft(la_cape, cape_until=date(2020, 1, 1), **by)
    assert typed.cape_until == date(2027, 2, 28), "what was typed gives way to the contract"


def test_a_photograph_does_not_follow_the_client(la_cape: Organisation, book: Book) -> None:
    client = make_buyer(la_cape, name="Association Les Tilleuls")
    invoice = make_issued(la_cape, client)
    client.name = "Association Les Peupliers"
    client.save()
    invoice = Invoice.objects.get(pk=invoice.pk)
    assert invoice.photo.buyer.name == "Association Les Tilleuls"


def test_issuing_twice_gives_the_same_invoice(la_cape: Organisation, book: Book) -> None:
    draft = make_draft(la_cape)
    first, second = (services.issue_invoice(invoice=draft, **BY) for _ in range(2))
    assert first.number == second.number
    assert Entry.objects.filter(book=book).count() == 1


def test_the_same_gesture_writes_one_draft(la_cape: Organisation, book: Book) -> None:
    assert make_draft(la_cape, key="k-1") == make_draft(la_cape, key="k-1")


def test_a_discount_in_per_cent_does_not_fall_on_the_deposits(la_cape: Organisation, book: Book) -> None:
    sale = Sale(kpa=la_cape.kpa, client=make_buyer(la_cape), lines=[row("Buffet", "10", 10_000)])
    deposit = services.issue_invoice(invoice=services.write_deposit(sale=sale, cents=11_000, **BY), **BY)
    details = {"discount_bp": 1_000, "supplied_on": BY["today"]}
    balance = services.write_balance(sale=replace(sale, key="b"), deposits=[deposit], **BY | details)
    assert balance.net_cents == 90_000 - 10_000
    assert balance.kind == InvoiceKind.BALANCE
