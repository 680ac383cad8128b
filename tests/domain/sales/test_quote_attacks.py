"""A numbered quote is what its client read: the database keeps it, on both engines."""

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.sales import services
from kpacite.domain.sales.enums import QuoteState
from kpacite.domain.sales.models import Quote, QuoteLine
from kpacite.platform import triggers, verification
from tests.factories.people import NOW
from tests.factories.sales import make_client, make_quote

pytestmark = pytest.mark.django_db
ATTACKS = (
    "UPDATE sales_quote SET photograph = '' WHERE id = {ready}",
    "UPDATE sales_quote SET photograph_hash = 'x' WHERE id = {ready}",
    "UPDATE sales_quote SET number = 'D-2026-777' WHERE id = {ready}",
    "UPDATE sales_quote SET gross_cents = 1, net_cents = 1, tax_cents = 0 WHERE id = {ready}",
    "UPDATE sales_quote SET deposit_kind = 'earnest', deposit_cents = 5 WHERE id = {ready}",
    "UPDATE sales_quote SET id = 987654 WHERE id = {ready}",
    "DELETE FROM sales_quote WHERE id = {ready}",
    "UPDATE sales_quoteline SET unit_price_cents = 1 WHERE quote_id = {ready}",
    "UPDATE sales_quoteline SET quote_id = {draft}, position = 99 WHERE quote_id = {ready}",
    "UPDATE sales_quoteline SET quote_id = {ready}, position = 99 WHERE quote_id = {draft}",
    "DELETE FROM sales_quoteline WHERE quote_id = {ready}",
)


@pytest.fixture
def ready(la_cape):
    return make_quote(make_client(la_cape), QuoteState.READY)


@pytest.mark.parametrize("attack", ATTACKS)
def test_raw_sql_changes_nothing_of_a_numbered_quote(la_cape, ready, attack):
    draft = make_quote(ready.client)
    before = list(Quote.objects.order_by("pk").values()), list(QuoteLine.objects.order_by("pk").values())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack.format(ready=ready.pk, draft=draft.pk))
    after = list(Quote.objects.order_by("pk").values()), list(QuoteLine.objects.order_by("pk").values())
    assert after == before


def test_a_new_line_does_not_enter_a_numbered_quote(ready):
    line = ready.lines.get()
    line.pk, line.position = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_a_draft_goes_on_changing_and_a_version_begins_without_photograph(ready):
    sent = services.send_quote(quote=ready, address=None, today=ready.issued_on, actor=None, now=NOW)
    copy = services.revise_quote(
        quote=sent, submission="v2", author=None, valid_until=sent.valid_until, actor=None, now=NOW
    )
    assert copy.photograph == ""
    assert copy.lines.update(unit_price_cents=5) == 1
    assert sent.photograph


SPOILED = {
    "UPDATE sales_quote SET photograph_hash = 'x'": "its photograph was altered",
    "UPDATE sales_quote SET gross_cents = gross_cents + 1, net_cents = net_cents + 1": "the photograph says",
}


@pytest.mark.parametrize("sql", SPOILED)
def test_the_verification_sees_a_quote_that_was_altered(ready, sql):
    assert not _found()
    with triggers.suspended(connection), connection.cursor() as cursor:
        cursor.execute(sql)
    [problem] = _found()
    assert SPOILED[sql] in problem


def _found() -> list[str]:
    [result] = [result for result in verification.run() if result.name == "sales.quotes"]
    return result.problems
