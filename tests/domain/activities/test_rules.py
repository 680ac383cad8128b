from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.activities import rules
from kpacite.domain.activities.enums import OfferState
from kpacite.domain.activities.rules import Obstacle, OfferFacts

READY = {
    "state": OfferState.PROPOSED,
    "needs_check": False,
    "is_checked": False,
    "activity_open": True,
}


def test_nobody_goes_online_without_having_been_proposed():
    assert [state for state in OfferState if rules.may_become(state, OfferState.PUBLISHED)] == [
        OfferState.PROPOSED,
        OfferState.RETIRED,
    ]


def test_every_state_can_be_left_and_none_leads_to_itself():
    assert set(rules.TRANSITIONS) == set(OfferState)
    assert all(
        rules.TRANSITIONS[state] - {state} == rules.TRANSITIONS[state] != set() for state in OfferState
    )


@pytest.mark.parametrize(
    ("change", "obstacle"),
    [
        ({}, None),
        ({"needs_check": True}, Obstacle.TO_CHECK),
        ({"needs_check": True, "is_checked": True}, None),
        ({"activity_open": False}, Obstacle.ACTIVITY_CLOSED),
        ({"state": OfferState.DRAFT}, Obstacle.WRONG_STATE),
    ],
)
def test_what_stands_in_the_way_of_publishing(change, obstacle):
    assert rules.obstacle_to_publish(OfferFacts(**(READY | change))) is obstacle


def test_an_unchecked_offer_never_goes_online_whatever_else_is_true():
    for state, is_open in product(OfferState, (True, False)):
        facts = OfferFacts(state=state, needs_check=True, is_checked=False, activity_open=is_open)
        assert rules.obstacle_to_publish(facts) is not None


@given(st.booleans(), st.booleans())
def test_taking_a_withdrawal_back_is_an_allowed_move(was_proposed, was_published):
    state = rules.state_before_withdrawal(was_proposed=was_proposed, was_published=was_published)
    assert rules.may_become(OfferState.RETIRED, state)
    assert (state == OfferState.PUBLISHED) == was_published


def test_a_check_falls_only_with_the_text_that_it_read():
    assert rules.check_falls(is_checked=True, changed={"name", "price_cents"})
    assert not rules.check_falls(is_checked=True, changed={"price_cents"})
    assert not rules.check_falls(is_checked=False, changed={"name"})


def test_an_activity_is_open_from_its_first_day_to_the_eve_of_its_closing():
    opened, closed = date(2026, 1, 1), date(2026, 6, 1)
    days = [date(2025, 12, 31), opened, date(2026, 5, 31), closed]
    assert [rules.is_open(opened, closed, day) for day in days] == [False, True, True, False]
    assert rules.is_open(opened, None, date(2040, 1, 1))
