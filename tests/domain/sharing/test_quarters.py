"""The quarter of each person: rules by hand and for any sums, then what the records give."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.contracts.models import SupportContract
from kpacite.domain.paths.rules import quarter_of
from kpacite.domain.sharing.models import PayRequest, Sharing
from kpacite.domain.sharing.rules.quarter import Figures, told_of_each
from kpacite.domain.sharing.selectors import balances, quarters
from kpacite.kernel.period import Period
from tests.factories.activities import make_activity
from tests.factories.contracts import cover
from tests.factories.people import NOW
from tests.factories.sharing import adopt, make_draft, make_pot, start, validated

CENTS = st.integers(-10_000, 1_000_000)
PARTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 1_000_000), min_size=1)


def test_purchases_the_carrier_and_the_pot_follow_each_share():
    told = told_of_each({"amina": 30_000, "bilal": 10_000}, Figures(costs=4_000, fee=8_000, pots=2_000))
    assert told["amina"] == Figures(costs=3_000, fee=6_000, pots=1_500, share=30_000)
    assert (told["amina"].receipts, told["amina"].base) == (40_500, 31_500)
    assert told["bilal"].receipts == 13_500


def test_a_correction_follows_the_shares_that_it_repairs():
    told = told_of_each({"amina": -300, "bilal": 100}, Figures(fee=-40), {"amina": 300, "bilal": 100})
    assert told == {"amina": Figures(fee=-30, share=-300), "bilal": Figures(fee=-10, share=100)}


def test_what_went_to_nobody_is_told_of_nobody():
    assert told_of_each({}, Figures(pots=500)) == {None: Figures(pots=500)}


@given(PARTS, CENTS, CENTS, CENTS)
def test_the_sums_of_all_are_those_of_the_sharing(shares, costs, fee, pots):
    told = told_of_each(shares, Figures(costs=costs, fee=fee, pots=pots))
    total = sum(told.values(), Figures())
    assert total == Figures(costs, fee, pots, sum(shares.values()))


@pytest.fixture
def shared(db, la_cape, carrier, amina, bilal) -> Sharing:
    people = (amina.person, bilal.person)
    make_pot(la_cape)
    adopt(make_draft(la_cape, people[0]), *people)
    return validated(start(la_cape, *people), *people)


def this_quarter(sharing: Sharing) -> Period:
    return quarter_of(timezone.localdate(sharing.validated_at))


def test_a_quarter_tells_the_whole_sharing_and_what_was_paid(shared, la_cape, carrier, coop_manau, amina):
    quarter = this_quarter(shared)
    contract = cover(amina, make_activity(la_cape))
    SupportContract.objects.filter(pk=contract.pk).update(number="EX-1", carrier=carrier)
    PayRequest.objects.create(
        kpa=la_cape.kpa,
        person=amina.person,
        cents=100,
        asked_at=NOW,
        state="paid",
        settled_on=quarter.start,
        gross_cents=90,
        net_cents=70,
    )
    rows = quarters.quarter_rows(carrier, quarter)
    assert sum((row.figures for row in rows), Figures()).receipts == shared.base_cents
    first = rows[0]
    assert (first.kpa, first.person, first.contract) == ("La Cape", amina.person, "EX-1")
    assert (first.gross, first.net) == (90, 70)
    assert first.figures.share == shared.people.get(person=amina.person).cents
    assert quarters.quarter_rows(coop_manau, quarter) == []
    assert quarters.quarter_rows(carrier, quarter_of(quarter.start - timedelta(days=1))) == []


def test_a_quarter_asks_as_many_questions_for_two_sharings_as_for_one(
    shared, la_cape, carrier, amina, bilal, django_assert_num_queries
):
    quarter = this_quarter(shared)
    with django_assert_num_queries(7):
        quarters.quarter_rows(carrier, quarter)
    people = (amina.person, bilal.person)
    validated(start(la_cape, *people, source="payment:2"), *people)
    with django_assert_num_queries(7):
        rows = quarters.quarter_rows(carrier, quarter)
    assert sum(row.figures.receipts for row in rows) == 2 * shared.base_cents


def test_a_statement_starts_with_what_there_was_and_ends_with_what_there_is(shared, la_cape, amina):
    day = amina.person.balance_moves.first().day
    month = Period.month(day.year, day.month)
    found = balances.statement_of(amina.person, la_cape.kpa, month)
    assert (found.opening, len(found.moves)) == (0, 1)
    assert found.closing == balances.owed_to(amina.person, la_cape.kpa) > 0
    later = Period.month(month.end.year, month.end.month)
    after = balances.statement_of(amina.person, la_cape.kpa, later)
    assert (after.opening, after.moves, after.closing) == (found.closing, [], found.closing)
