"""A deposit, a balance and a credit note are corrected before they get their number; nothing is lost."""

from decimal import Decimal

import pytest

from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import InvoiceState
from kpacite.domain.sales.models import Deal, Invoice, Order
from kpacite.domain.sales.services import invoices as services
from kpacite.domain.sales.services.invoices import Sale
from tests.factories.invoices import BY, buffet, make_buyer, make_draft, make_issued

pytestmark = pytest.mark.django_db


def at(invoice, page="modifier/"):
    return f"/la-cape/factures/brouillon-{invoice.pk}/{page}"


def text_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def kitchen(as_, bilal, cuisine):
    return as_(bilal)


@pytest.fixture
def deposit(la_cape, cuisine):
    sale = Sale(kpa=la_cape.kpa, client=make_buyer(la_cape), lines=buffet())
    return services.write_deposit(sale=sale, cents=20_000, activity=cuisine, order_ref="C-2026-001", **BY)


def form(draft, **changes):
    return {"deposit": "300", "means": "30", "version": draft.version} | changes


def test_another_sum_is_cut_by_the_same_rates(kitchen, deposit):
    assert at(deposit) in text_of(kitchen.get(at(deposit, "")))
    assert "200,00" in text_of(kitchen.get(at(deposit)))
    before = list(deposit.lines.order_by("position").values_list("vat_bp", flat=True))
    assert kitchen.post(at(deposit), form(deposit, remark="Merci")).status_code == 303
    deposit.refresh_from_db()
    assert abs(deposit.gross_cents - 30_000) <= 1
    assert deposit.remark == "Merci"
    assert list(deposit.lines.order_by("position").values_list("vat_bp", flat=True)) == before
    assert services.issue_invoice(invoice=deposit, **BY).is_issued


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Écrivez une somme, par exemple 150."),
        ("0", "Écrivez une somme plus grande que zéro."),
        ("beaucoup", "Écrivez"),
        ("500", "plus grande que le total"),
    ],
)
def test_a_sum_that_cannot_be_asked_stays_typed_with_a_sentence(kitchen, deposit, typed, sentence):
    Order.objects.create(
        deal=_deal(deposit), kpa=deposit.kpa, client=deposit.client, number="C-2026-001", title="Buffet",
        gross_cents=40_000, confirmed_at=BY["now"], submission="x",
    )  # fmt: skip
    page = text_of(kitchen.post(at(deposit), form(deposit, deposit=typed)), 422)
    assert sentence in page
    assert f'value="{typed}"' in page or not typed
    deposit.refresh_from_db()
    assert deposit.gross_cents in (19_999, 20_000, 20_001)


def _deal(deposit):
    return Deal.objects.create(kpa=deposit.kpa, client=deposit.client, title="x", created_at=BY["now"])


def test_two_people_do_not_overwrite_each_other(kitchen, deposit):
    kitchen.post(at(deposit), form(deposit))
    assert "a changé" in text_of(kitchen.post(at(deposit), form(deposit, deposit="100")), 422)
    deposit.refresh_from_db()
    assert abs(deposit.gross_cents - 30_000) <= 1


def test_a_credit_note_sent_back_is_corrected_and_issued(kitchen, as_, driss, la_cape, cuisine):
    invoice = make_issued(la_cape, activity=cuisine)
    row = invoice.lines.order_by("position")[0]
    note = services.write_credit_note(invoice=invoice, reason="Trop", quantities={row.pk: Decimal(5)}, **BY)
    assert selectors.given_quantities(note) == {row.pk: Decimal(5)}
    page = text_of(kitchen.get(at(note)))
    assert f'name="q{row.pk}"' in page
    assert 'value="5"' in page
    others = {f"q{other.pk}": "" for other in invoice.lines.all()}
    typed = others | {f"q{row.pk}": "3", "reason": "Trois en moins", "version": note.version}
    assert kitchen.post(at(note), typed).status_code == 303
    note.refresh_from_db()
    assert (note.reason, note.net_cents, note.lines.count()) == ("Trois en moins", 3 * 1_400, 1)
    assert "plus que sur la facture" in text_of(kitchen.post(at(note), typed | {f"q{row.pk}": "31"}), 422)
    assert services.issue_invoice(invoice=note, **BY).is_issued


def test_a_whole_credit_note_keeps_the_discount_of_its_invoice(la_cape):
    invoice = make_issued(la_cape, discount_cents=1_000)
    row = invoice.lines.order_by("position")[0]
    note = services.write_credit_note(invoice=invoice, reason="Tout", **BY)
    part = services.edit_credit_note(
        invoice=note, version=note.version, reason="Une part", quantities={row.pk: Decimal(1)}, **BY
    )
    assert (part.net_cents, part.discount_cents) == (1_400, 0)
    whole = services.edit_credit_note(
        invoice=part, version=part.version, reason="Tout", quantities=None, **BY
    )
    assert (whole.net_cents, whole.discount_cents) == (invoice.net_cents, 1_000)


def typed_lines(draft):
    shown = [row for row in draft.lines.order_by("position") if row.deposit_id is None]
    names = {"label": "label", "quantity": "quantity", "unit": "unit", "rate": "vat_bp", "nature": "nature"}
    data = {"client": draft.client_id, "means": "30", "version": draft.version}
    for rank, row in enumerate(shown, start=1):
        data |= {f"l{rank}-{field}": str(getattr(row, name)) for field, name in names.items()}
        data |= {f"l{rank}-price": str(row.unit_price_cents / 100), f"l{rank}-position": str(row.position)}
    return data


def test_a_balance_that_is_edited_still_takes_off_its_deposit_and_keeps_what_is_not_shown(
    kitchen, deposit, cuisine, la_cape
):
    services.issue_invoice(invoice=deposit, **BY)
    lines = [
        line.__class__(**{**_fields(line), "activity": cuisine, "discount_bp": 1_000}) for line in buffet()
    ]
    balance = services.write_balance(
        sale=Sale(kpa=la_cape.kpa, client=deposit.client, lines=lines),
        deposits=[Invoice.objects.get(pk=deposit.pk)],
        activity=cuisine,
        **BY,
    )
    before = (balance.gross_cents, balance.lines.filter(deposit=deposit).count())
    assert at(balance) in text_of(kitchen.get(at(balance, "")))
    changed = typed_lines(balance) | {"activity": cuisine.pk, "remark": "Merci"}
    assert kitchen.post(at(balance), changed).status_code == 303
    balance.refresh_from_db()
    assert balance.remark == "Merci"
    assert (balance.gross_cents, balance.lines.filter(deposit=deposit).count()) == before
    own = balance.lines.filter(deposit=None)
    assert {(row.activity_id, row.discount_bp) for row in own} == {(cuisine.pk, 1_000)}


def _fields(line):
    return {name: getattr(line, name) for name in line.__dataclass_fields__}


def test_the_edit_of_a_kind_refuses_the_others_and_what_is_issued(la_cape, kitchen, cuisine):
    plain = make_draft(la_cape, activity=cuisine)
    with pytest.raises(services.OtherKind):
        services.edit_deposit(invoice=plain, version=1, cents=100, **BY)
    with pytest.raises(services.OtherKind):
        services.edit_credit_note(invoice=plain, version=1, reason="x", quantities=None, **BY)
    issued = services.issue_invoice(invoice=plain, **BY)
    with pytest.raises(services.InvoiceAlreadyIssued):
        services.edit_deposit(invoice=issued, version=1, cents=100, **BY)
    assert issued.state == InvoiceState.ISSUED


def test_another_group_and_another_kpa_change_nothing(as_, amina, fanny, deposit):
    assert as_(amina).post(at(deposit), form(deposit)).status_code == 403
    assert as_(fanny).post(at(deposit), form(deposit)).status_code == 404
    deposit.refresh_from_db()
    assert deposit.version == 1
