"""A market day, told as the chain of receipts and the book keep it; then attacked."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.activities.enums import OfferState, SupplyMode
from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.models import Account as LedgerAccount
from kpacite.domain.ledger.models import Line
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.enums.payments import CashRecordKind
from kpacite.domain.sales.models import CashRecord, CounterSale, Payment
from kpacite.domain.sales.rules.counter import CounterPrice, by_rate, needs_note
from kpacite.domain.sales.selectors.cash import broken_cash_links
from kpacite.domain.sales.services import LineOfElsewhere, NothingSold, payments
from kpacite.domain.sharing.selectors.gathering import cash_to_share
from kpacite.platform import verification
from tests.factories.activities import make_activity, make_offer, make_rate
from tests.factories.contracts import active
from tests.factories.invoices import make_profile
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiche(cuisine):
    offer = make_offer(cuisine, "Quiche", OfferState.PUBLISHED, price_cents=318)
    make_rate(offer, 1000)
    make_rate(offer, 550, mode=SupplyMode.TO_KEEP)
    return offer


def line(offer, quantity=1, mode=SupplyMode.ON_THE_SPOT):
    price, vat_bp = next(row for row in selectors.stall_offers(offer.activity, TODAY)).prices[mode]
    return CounterPrice(
        label=offer.name,
        quantity=Decimal(quantity),
        unit=offer.unit,
        unit_gross_cents=price,
        vat_bp=vat_bp,
        mode=mode,
        offer=offer.pk,
    )


def sell(kpa, activity, lines, who, key="one", means=PaymentMeans.CASH, on=TODAY):
    deed = payments.CounterDeed(activity=activity, means=means, on=on, lines=lines, key=key, place="Marché")
    kpa = Kpa.objects.get(pk=kpa.pk)
    return payments.sell_at_counter(kpa=kpa, deed=deed, actor=who, now=NOW, today=TODAY)


def free(label="Confiture", cents=2_500, vat_bp=550, mode=SupplyMode.TO_KEEP, quantity=1):
    return CounterPrice(
        label=label,
        quantity=Decimal(quantity),
        unit="piece",
        unit_gross_cents=cents,
        vat_bp=vat_bp,
        mode=mode,
    )


def test_a_free_line_is_kept_in_the_receipt_as_any_other(la_cape, cuisine, carrier, book, amina):
    sale = sell(la_cape, cuisine, [free()], amina)
    told = selectors.receipt_of_sale(sale).content["lines"]
    assert told == [
        {
            "label": "Confiture",
            "quantity": "1",
            "unit_gross_cents": 2_500,
            "vat_bp": 550,
            "gross_cents": 2_500,
        }
    ]
    assert balance(book, AccountRole.SALES_PRODUCTS) == -2_370


@pytest.mark.parametrize(
    "wrong", [{"label": "  "}, {"cents": 0}, {"quantity": 0}, {"vat_bp": 1_234}, {"cents": -5}]
)
def test_a_line_that_a_receipt_could_not_tell_is_refused(la_cape, cuisine, carrier, book, amina, wrong):
    with pytest.raises(payments.CounterLineMissing):
        sell(la_cape, cuisine, [free(**wrong)], amina)
    assert not CounterSale.objects.exists()


def test_a_note_is_for_services_from_25_euros():
    """INV-11. What is taken away to be kept is goods: a ticket is enough."""
    there, kept = SupplyMode.ON_THE_SPOT, SupplyMode.TO_KEEP
    assert needs_note([free(cents=2_500, mode=there)])
    assert needs_note([free(cents=1_250, mode=there), free(cents=1_250, mode=there)])
    assert not needs_note([free(cents=2_499, mode=there), free(cents=9_000, mode=kept)])


def test_the_seller_is_told_as_the_law_asks(la_cape, cuisine, carrier, book, amina):
    """Name, seat, SIREN; the CAPE of whoever sold, when she has one (CAPE-08)."""
    assert selectors.seller_of_sale(sell(la_cape, cuisine, [free()], amina)).footer == ""
    make_profile(carrier)
    active(
        amina.person, Kpa.objects.get(pk=la_cape.pk), carrier, start=TODAY, end=TODAY + timedelta(days=300)
    )
    sale = sell(la_cape, cuisine, [free()], amina, key="two")
    told = selectors.seller_of_sale(selectors.counter_sale_of(la_cape, sale.pk))
    assert told.seat
    assert told.siren
    assert "Contrat d’appui au projet d’entreprise (CAPE)" in told.footer


def balance(book, role):
    account = LedgerAccount.objects.get(book=book, mappings__role=role, mappings__detail="")
    lines = Line.objects.posted().filter(account=account)
    return sum(row.debit_cents - row.credit_cents for row in lines)


def close(carrier):
    by = {"actor": None, "now": NOW}
    return payments.close_cash(carrier=carrier, kind=CashRecordKind.DAY, day=TODAY, **by)


def test_a_market_day(la_cape, cuisine, carrier, book, amina, quiche):
    """Ten quiches eaten there at 3,50 € and two taken home at 3,35 €; cash, then a card."""
    kpa = Kpa.objects.get(pk=la_cape.pk)
    first = sell(kpa, cuisine, [line(quiche, 10)], amina)
    assert (first.gross_cents, first.net_cents, first.tax_cents) == (3_500, 3_182, 318)
    home = [line(quiche, 2, SupplyMode.TO_KEEP)]
    second = sell(kpa, cuisine, home, amina, key="two", means=PaymentMeans.CARD)
    assert (second.gross_cents, second.net_cents) == (670, 635)
    assert balance(book, AccountRole.CASH) == 3_500
    assert balance(book, AccountRole.CARDS) == 670
    assert balance(book, AccountRole.SALES_SERVICES) == -3_182
    assert balance(book, AccountRole.SALES_PRODUCTS) == -635
    assert balance(book, AccountRole.VAT_COLLECTED) == -353
    assert balance(book, AccountRole.CLIENTS) == 0
    assert {row.activity for row in Line.objects.posted()} == {"CUISINE"}

    told = selectors.receipt_of_sale(first).content
    assert told["lines"] == [
        {"label": "Quiche", "quantity": "10", "unit_gross_cents": 350, "vat_bp": 1000, "gross_cents": 3_500}
    ]
    assert told["vat"] == [{"vat_bp": 1000, "net_cents": 3_182, "tax_cents": 318}]
    closing = close(carrier)
    assert closing.content["totals"] == {"550": [635, 35], "1000": [3_182, 318]}
    assert closing.content["total_cents"] == 4_170
    assert not list(broken_cash_links(carrier))
    (day,) = selectors.counter_days(kpa)
    assert (day["count"], day["cash_cents"], day["card_cents"]) == (2, 3_500, 670)


def test_a_correction_is_a_link_and_a_mirror(la_cape, cuisine, carrier, book, amina, quiche):
    sale = sell(la_cape, cuisine, [line(quiche, 2)], amina)
    by = {"actor": amina, "now": NOW, "today": TODAY}
    payments.cancel_payment(payment=sale.payment, reason="Erreur", **by)
    assert balance(book, AccountRole.CASH) == balance(book, AccountRole.SALES_SERVICES) == 0
    kinds = [row.kind for row in CashRecord.objects.order_by("position")]
    assert kinds == [CashRecordKind.RECEIPT, CashRecordKind.CORRECTION]
    correction = CashRecord.objects.get(kind=CashRecordKind.CORRECTION).content
    assert correction["amount_cents"] == -700
    assert close(carrier).content["total_cents"] == 0
    with pytest.raises(payments.AlreadyCancelled):
        payments.cancel_payment(payment=sale.payment, reason="Encore", **by)
    assert not list(cash_to_share(la_cape))
    assert CounterSale.objects.count() == 1


def test_its_cash_may_be_shared_without_its_tax(la_cape, cuisine, book, amina, quiche):
    sale = sell(la_cape, cuisine, [line(quiche, 10)], amina)
    (cash,) = cash_to_share(la_cape)
    assert (cash.source, cash.cents, cash.activity) == (f"counter:{sale.pk}", 3_182, cuisine.pk)


def test_the_same_gesture_twice_is_one_sale(la_cape, cuisine, book, amina, quiche):
    first = sell(la_cape, cuisine, [line(quiche)], amina)
    assert sell(la_cape, cuisine, [line(quiche)], amina) == first
    with pytest.raises(payments.KeyOfAnotherPayment):
        sell(la_cape, cuisine, [line(quiche, 2)], amina)
    assert (CounterSale.objects.count(), Payment.objects.count(), CashRecord.objects.count()) == (1, 1, 1)
    second = sell(la_cape, cuisine, [line(quiche)], amina, key="two")
    assert second.payment.client == first.payment.client


def test_what_may_not_be_sold(la_cape, cuisine, book, amina, quiche):
    elsewhere = make_offer(make_activity(la_cape), "Tarte", OfferState.PUBLISHED)
    make_rate(elsewhere)
    for lines, changes, refusal in (
        ([], {}, NothingSold),
        ([line(elsewhere)], {}, LineOfElsewhere),
        ([line(quiche)], {"means": PaymentMeans.TRANSFER}, payments.CounterMeans),
        ([line(quiche)], {"on": TODAY + timedelta(days=1)}, payments.FuturePayment),
    ):
        with pytest.raises(refusal):
            sell(la_cape, cuisine, lines, amina, **changes)
    assert not Payment.objects.exists()


def test_the_rest_of_a_sale_belongs_to_nobody(la_cape, cuisine, book, amina, quiche):
    sale = sell(la_cape, cuisine, [line(quiche)], amina)
    assert selectors.unallocated_cents(sale.payment) == 0
    money = payments.Money(means=PaymentMeans.CASH, on=TODAY, cents=100, key="back")
    with pytest.raises(payments.NothingToRefund):
        payments.refund_rest(payment=sale.payment, money=money, actor=amina, now=NOW, today=TODAY)


def test_two_natures_under_one_rate_share_its_net():
    def one(mode, cents):
        return CounterPrice(
            label="x", quantity=Decimal(1), unit="piece", unit_gross_cents=cents, vat_bp=1000, mode=mode
        )

    lines = [one(SupplyMode.TO_KEEP, 333), one(SupplyMode.ON_THE_SPOT, 334)]
    (part,) = by_rate(lines)
    assert part.gross_cents == 667
    assert part.net_cents + part.tax_cents == 667


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sales_countersale SET gross_cents = gross_cents + 1, net_cents = net_cents + 1",
        "UPDATE sales_counterline SET quantity = 9",
        "DELETE FROM sales_counterline",
        "UPDATE sales_cashrecord SET text = '{}'",
    ],
)
def test_the_database_keeps_every_line(la_cape, cuisine, book, amina, quiche, sql):
    sell(la_cape, cuisine, [line(quiche)], amina)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_verify_finds_nothing_to_say(la_cape, cuisine, carrier, book, amina, quiche):
    sale = sell(la_cape, cuisine, [line(quiche, 3)], amina)
    payments.cancel_payment(payment=sale.payment, reason="Erreur", actor=amina, now=NOW, today=TODAY)
    sell(la_cape, cuisine, [line(quiche, 3)], amina, key="two")
    told = [result for result in verification.run() if result.problems]
    assert told == []
