from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.members import rules
from kpacite.domain.members.enums import Doer, MediationState, MemberState, StepKind, WelcomeState
from kpacite.domain.members.rules import Exit, Step
from kpacite.kernel.period import Period

DAY = date(2026, 3, 12)
KINDS = [StepKind.FORM, StepKind.VISIT, StepKind.INTERVIEW, StepKind.CHARTER, StepKind.OTHER]
STEPS = st.lists(
    st.builds(
        Step,
        kind=st.sampled_from(KINDS),
        doer=st.sampled_from(Doer),
        is_optional=st.booleans(),
        done_on=st.sampled_from([None, DAY]),
    ),
    max_size=8,
)


@pytest.mark.parametrize(
    ("table", "states"),
    [
        (rules.WELCOME_TRANSITIONS, WelcomeState),
        (rules.MEMBER_TRANSITIONS, MemberState),
        (rules.MEDIATION_TRANSITIONS, MediationState),
    ],
)
def test_every_state_is_in_its_table_and_none_leads_to_itself(table, states):
    assert set(table) == set(states)
    assert not [state for state in states if state in table[state]]


def test_a_member_never_goes_back_to_the_welcome_and_what_is_over_stays_over():
    assert not rules.WELCOME_TRANSITIONS[WelcomeState.MEMBER]
    assert not [state for state in rules.OVER if rules.MEMBER_TRANSITIONS[state]]


def test_nobody_is_excluded_without_a_proposal():
    to = [state for state in MemberState if MemberState.EXCLUDED in rules.MEMBER_TRANSITIONS[state]]
    assert to == [MemberState.EXCLUSION_PROPOSED]


@given(STEPS)
def test_the_state_of_a_file_is_one_that_waits_and_the_next_step_is_not_done(steps):
    assert rules.state_after(steps) in rules.WAITING
    here = rules.next_step(steps)
    if here is not None:
        assert not steps[here].is_done
        assert not steps[here].is_optional


@given(STEPS)
def test_what_is_missing_is_neither_done_nor_optional_nor_the_charter(steps):
    for step in rules.missing(steps):
        assert (step.is_done, step.is_optional) == (False, False)
        assert step.kind != StepKind.CHARTER


def test_the_order_of_the_kpa_tells_the_state():
    visit = Step(StepKind.VISIT, Doer.MEMBER, is_optional=False, done_on=DAY)
    form = Step(StepKind.FORM, Doer.TEAM, is_optional=False, done_on=DAY)
    assert rules.state_after([form, visit]) == WelcomeState.VISITED
    assert rules.state_after([visit, form]) == WelcomeState.FORM_DONE


@pytest.mark.parametrize(
    ("born", "minimum", "enough"),
    [
        (date(2010, 3, 12), 16, True),
        (date(2010, 3, 13), 16, False),
        (date(2008, 3, 12), 18, True),
        (date(2008, 3, 13), 18, False),
        (date(2012, 1, 1), 14, False),
    ],
)
def test_the_age_is_that_of_the_day_of_entry_and_never_under_16(born, minimum, enough):
    assert rules.old_enough(born, DAY, minimum) is enough


@given(st.dates(date(1940, 1, 1), date(2020, 12, 31)))
def test_one_is_an_adult_from_the_eighteenth_birthday_on(born):
    adult = rules.eighteenth_birthday(born)
    assert not rules.is_minor(born, adult)
    assert rules.is_minor(born, adult.replace(year=adult.year - 1))
    assert bool(rules.restrictions(born, DAY)) == rules.is_minor(born, DAY)


def test_an_exclusion_needs_a_mediation_without_agreement_and_a_hearing():
    allowed = [state for state in MediationState if rules.may_propose_exclusion(state, answered=True)]
    assert allowed == [MediationState.NO_AGREEMENT]
    assert not rules.may_propose_exclusion(MediationState.NO_AGREEMENT, answered=False)


def test_three_things_are_settled_before_someone_has_left():
    assert Exit(situation_noted=True, equipment_returned=True, balance_routed=True).is_settled
    assert not Exit(situation_noted=True, equipment_returned=True).is_settled


def test_two_stays_that_touch_do_not_clash():
    one = Period(date(2026, 1, 1), date(2026, 2, 1))
    assert not rules.clashes(Period(date(2026, 2, 1)), [one])
    assert rules.clashes(Period(date(2026, 1, 31)), [one])
