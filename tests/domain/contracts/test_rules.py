"""The CAPE clock and the other rules, with a pencil and with a thousand dates."""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpacite.domain.contracts import rules
from kpacite.domain.contracts.enums import (
    BlockCode,
    ContractState,
    ContractType,
    DocumentKind,
    Obstacle,
    Party,
)
from kpacite.domain.contracts.rules import Block, ClockProblem, ContractFacts
from kpacite.kernel.period import Period, add_months

CAPE = rules.TERMS[ContractType.CAPE]
STARTS = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 12, 31))
YEAR = Period(date(2026, 1, 31), date(2027, 1, 31))


def chain(start, months):
    """Periods that follow each other, each counted from the end of the one before."""
    ends = [start]
    for length in months:
        ends.append(add_months(ends[-1], length))
    return [Period(one, two) for one, two in pairwise(ends)]


@pytest.mark.parametrize(
    ("day", "sent", "due"),
    [
        (date(2029, 12, 31), [], None),
        (date(2030, 1, 1), [], 12),
        (date(2030, 5, 1), [12], None),
        (date(2030, 7, 1), [12], 6),
        (date(2030, 11, 1), [12], 3),
        (date(2030, 11, 1), [12, 6, 3], None),
        (date(2031, 1, 1), [], None),
    ],
)
def test_becoming_an_associate_is_reminded_of_at_the_closest_mark_once(day, sent, due):
    assert rules.associate_reminder_due(date(2031, 1, 1), day, sent) == due


@given(STARTS, st.lists(st.integers(1, 12), min_size=1, max_size=3))
def test_three_periods_of_a_year_at_most_always_hold(start, months):
    done = []
    for period in chain(start, months):
        assert rules.problem_of_period(done, period, CAPE) is None
        done.append(period)


@given(STARTS, st.lists(st.integers(1, 4), min_size=3, max_size=3), st.integers(1, 12))
def test_a_fourth_period_never_holds_however_short_the_others(start, months, length):
    done = chain(start, months)
    new = Period(done[-1].end, add_months(done[-1].end, length))
    assert rules.problem_of_period(done, new, CAPE) is ClockProblem.NO_RENEWAL_LEFT


@given(STARTS, st.integers(1, 400))
def test_a_period_never_lasts_a_day_more_than_twelve_months(start, days):
    new = Period(start, add_months(start, 12) + timedelta(days=days))
    assert rules.problem_of_period([], new, CAPE) is ClockProblem.LONGER_THAN_A_PERIOD


@pytest.mark.parametrize(
    ("start", "last", "refused"),
    [
        (date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1)),
        (date(2023, 2, 28), date(2024, 2, 28), date(2024, 2, 29)),
        (date(2026, 1, 31), date(2027, 1, 31), date(2027, 2, 1)),
        (date(2026, 8, 31), date(2027, 8, 31), date(2027, 9, 1)),
    ],
)
def test_a_year_ends_on_its_anniversary_also_from_a_31st_or_a_29_february(start, last, refused):
    assert rules.problem_of_period([], Period(start, last), CAPE) is None
    assert rules.problem_of_period([], Period(start, refused), CAPE) is ClockProblem.LONGER_THAN_A_PERIOD


@given(STARTS, st.sampled_from([12, 24]), st.lists(st.integers(1, 12), min_size=1, max_size=3))
def test_the_shorter_limit_of_the_kpa_is_never_passed(start, local, months):
    done = []
    for period in chain(start, months):
        problem = rules.problem_of_period(done, period, CAPE, local_months=local)
        if problem:
            assert problem is ClockProblem.BEYOND_TOTAL
            break
        done.append(period)
    lived = sum(period.days for period in done)
    assert lived <= (add_months(start, local) - start).days


@given(STARTS, st.lists(st.integers(1, 12), max_size=2), st.sampled_from([None, 12, 24, 36]))
def test_the_latest_end_is_the_last_day_that_holds(start, months, local):
    done = chain(start, months)
    begin = done[-1].end if done else start
    end = rules.latest_end(done, begin, CAPE, local_months=local)
    assume(end > begin)
    assert rules.problem_of_period(done, Period(begin, end), CAPE, local_months=local) is None
    later = Period(begin, end + timedelta(days=1))
    assert rules.problem_of_period(done, later, CAPE, local_months=local) is not None


@given(STARTS, st.integers(0, 500))
def test_a_gap_between_two_periods_is_not_counted(start, days):
    first = Period(start, add_months(start, 12))
    begin = first.end + timedelta(days=days)
    assert rules.problem_of_period([first], Period(begin, add_months(begin, 6)), CAPE) is None


def test_a_period_cannot_overlap_nor_come_before_the_last_one():
    for start in (date(2026, 6, 1), date(2025, 1, 1)):
        new = Period(start, add_months(start, 3))
        assert rules.problem_of_period([YEAR], new, CAPE) is ClockProblem.OVERLAPS


def test_a_cape_has_an_end_and_a_cesa_may_have_none():
    assert rules.problem_of_period([], Period(date(2026, 1, 1)), CAPE) is ClockProblem.ENDLESS
    cesa = rules.TERMS[ContractType.CESA]
    assert rules.problem_of_period([], Period(date(2026, 1, 1)), cesa) is None
    assert rules.latest_end([], date(2026, 1, 1), cesa) is None
    assert rules.renewals_left([], cesa) is None


def test_the_renewals_that_remain_are_counted_from_the_first_signature():
    done = chain(date(2026, 1, 1), [3, 3, 3])
    assert [rules.renewals_left(done[:count], CAPE) for count in range(4)] == [2, 2, 1, 0]


@given(STARTS, st.lists(st.integers(1, 12), min_size=1, max_size=3), st.sampled_from([None, 12, 24, 36]))
def test_no_chain_of_renewals_goes_beyond_the_last_possible_end_and_one_reaches_it(start, months, local):
    done = chain(start, months)
    end = rules.last_possible_end(done, CAPE, local_months=local)
    assert end >= done[-1].end
    reached = list(done)
    while rules.renewals_left(reached, CAPE) and reached[-1].end < end:
        longest = rules.latest_end(reached, reached[-1].end, CAPE, local_months=local)
        new = Period(reached[-1].end, longest)
        assert rules.problem_of_period(reached, new, CAPE, local_months=local) is None
        beyond = Period(new.start, end + timedelta(days=1))
        assert rules.problem_of_period(reached, beyond, CAPE, local_months=local) is not None
        reached.append(new)
    assert reached[-1].end == end


def test_a_first_year_may_lead_to_three_and_a_third_one_nowhere():
    start = date(2024, 2, 29)
    assert rules.last_possible_end(chain(start, [12]), CAPE) == date(2027, 2, 28)
    assert rules.last_possible_end(chain(start, [12]), CAPE, local_months=24) == date(2026, 2, 28)
    assert rules.last_possible_end(chain(start, [1, 1, 1]), CAPE) == chain(start, [1, 1, 1])[-1].end
    assert rules.last_possible_end([], CAPE) is None
    assert rules.last_possible_end(chain(start, [12]), rules.TERMS[ContractType.CESA]) is None


def test_reminders_come_at_90_60_and_30_days_once_and_never_after_the_end():
    end = date(2026, 12, 31)
    left = {91: None, 90: 90, 61: 90, 60: 60, 31: 60, 30: 30, 1: 30, 0: None, -5: None}
    assert {days: rules.reminder_due(end, end - timedelta(days=days), []) for days in left} == left
    assert rules.reminder_due(end, end - timedelta(days=29), [90, 60, 30]) is None
    assert rules.reminder_due(end, end - timedelta(days=29), [90]) == 30


def test_the_time_spent_in_cape_shortens_the_three_years_of_a_cesa():
    start = date(2028, 1, 1)
    assert rules.cesa_deadline(start, []) == date(2031, 1, 1)
    assert rules.cesa_deadline(start, [YEAR]) == date(2031, 1, 1) - timedelta(days=365)
    assert rules.cesa_deadline(start, chain(date(2024, 12, 31), [12, 12, 12])) == date(2028, 1, 2)


@given(STARTS, st.lists(st.integers(1, 12), max_size=6))
def test_the_deadline_of_a_cesa_never_falls_before_its_start(start, months):
    assert start <= rules.cesa_deadline(start, chain(date(2015, 1, 1), months)) <= add_months(start, 36)


def test_only_the_days_before_a_cesa_shorten_it_and_each_day_counts_once():
    start = date(2028, 1, 1)
    twice = [Period(date(2027, 1, 1), date(2027, 7, 1)), Period(date(2027, 3, 1), date(2028, 6, 1))]
    assert rules.cesa_deadline(start, twice) == date(2031, 1, 1) - timedelta(days=365)
    assert rules.cesa_deadline(start, [Period(date(2028, 2, 1), date(2029, 2, 1))]) == date(2031, 1, 1)


@pytest.mark.parametrize(
    ("kind", "last", "today", "due"),
    [
        ("cesa", None, date(2026, 6, 30), False),
        ("cesa", None, date(2026, 7, 1), True),
        ("cesa", date(2026, 5, 1), date(2026, 7, 1), False),
        ("cesa", date(2025, 5, 1), date(2026, 6, 30), False),
        ("cape", None, date(2026, 10, 2), False),
        ("cape", None, date(2026, 10, 3), True),
        ("cape", date(2026, 10, 2), date(2026, 10, 3), True),
        ("cape", date(2026, 10, 3), date(2026, 12, 1), False),
        ("volunteer_member", None, date(2026, 12, 1), False),
    ],
)
def test_a_talk_about_the_contract_is_proposed_by_its_kind(kind, last, today, due):
    terms = rules.TERMS[ContractType(kind)]
    end = date(2027, 1, 1) if kind == "cape" else None
    facts = {"start": date(2026, 1, 1), "end": end, "last": last, "today": today}
    assert rules.review_is_due(terms, **facts) is due


def test_age_changes_on_the_birthday_and_someone_born_on_29_february_has_hers_on_1_march():
    assert [rules.age_on(date(2010, 3, 12), date(2026, 3, day)) for day in (11, 12)] == [15, 16]
    born = date(2008, 2, 29)
    assert [rules.age_on(born, day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [17, 18]
    assert rules.is_minor(born, date(2026, 2, 28))
    assert not rules.is_minor(None, date(2026, 2, 28))


def test_a_minor_brings_one_more_signature_and_one_more_paper():
    assert set(rules.parties(minor=True)) - set(rules.parties(minor=False)) == {Party.GUARDIAN}
    wanted = rules.required_documents(ContractType.CAPE, minor=True)
    assert wanted[-1] == DocumentKind.PARENTAL


def test_the_eight_contents_are_all_asked_of_a_cape_and_none_of_a_volunteer():
    blocks = [Block(code.value, str(code.label), "Écrit.") for code in BlockCode]
    assert len(BlockCode) == 8
    assert rules.missing_blocks(blocks, CAPE) == []
    assert rules.missing_blocks(blocks[1:], CAPE) == [BlockCode.PROGRAMME]
    assert rules.missing_blocks([Block("programme", "x", "  ")], CAPE)[0] == BlockCode.PROGRAMME
    assert rules.missing_blocks([], rules.TERMS[ContractType.VOLUNTEER_MEMBER]) == []


@given(st.text(), st.text())
def test_a_hash_changes_with_any_word_of_the_text(one, two):
    first = rules.content_hash([Block("", "Titre", one)], {"start": "2026-01-01"})
    second = rules.content_hash([Block("", "Titre", two)], {"start": "2026-01-01"})
    assert (first == second) == (one == two)
    assert first != rules.content_hash([Block("", "Titre", one)], {"start": "2026-01-02"})


def test_what_is_over_never_moves_again_and_no_state_leads_to_itself():
    assert set(rules.TRANSITIONS) == set(ContractState)
    for state, targets in rules.TRANSITIONS.items():
        assert state not in targets
        assert (not targets) == (state not in rules.OPEN_STATES)


GOOD = {
    "state": ContractState.ACTIVE,
    "is_paid": True,
    "needs_insurance": True,
    "signed": (YEAR,),
    "stopped_on": None,
    "insured": True,
}
DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("change", "obstacle"),
    [
        ({}, None),
        ({"insured": False}, Obstacle.NOT_INSURED),
        ({"insured": False, "needs_insurance": False}, None),
        ({"is_paid": False}, Obstacle.UNPAID_CONTRACT),
        ({"state": ContractState.TO_SIGN, "signed": ()}, Obstacle.NOT_SIGNED),
        ({"state": ContractState.ABANDONED, "signed": ()}, Obstacle.NO_CONTRACT),
        ({"signed": (Period(date(2026, 7, 1), date(2026, 9, 1)),)}, Obstacle.NOT_STARTED),
        ({"signed": (Period(date(2025, 7, 1), date(2025, 9, 1)),)}, Obstacle.OVER),
        ({"state": ContractState.TERMINATED, "stopped_on": DAY}, Obstacle.OVER),
        ({"state": ContractState.TERMINATED, "stopped_on": DAY + timedelta(days=1)}, None),
    ],
)
def test_what_stands_in_the_way_of_a_paid_shift(change, obstacle):
    assert rules.obstacle_to_pay([ContractFacts(**(GOOD | change))], DAY) is obstacle


def test_without_a_contract_nobody_is_paid_and_one_good_contract_is_enough():
    assert rules.obstacle_to_pay([], DAY) is Obstacle.NO_CONTRACT
    bad = ContractFacts(**(GOOD | {"is_paid": False}))
    assert rules.obstacle_to_pay([bad, ContractFacts(**GOOD)], DAY) is None


@given(st.data())
def test_nobody_is_paid_outside_signed_days_whatever_else_is_true(data):
    day = data.draw(st.dates(date(2025, 1, 1), date(2028, 1, 1)))
    for state, paid, insured in product(ContractState, (True, False), (True, False)):
        facts = ContractFacts(**(GOOD | {"state": state, "is_paid": paid, "insured": insured}))
        if rules.obstacle_to_pay([facts], day) is None:
            assert YEAR.contains(day)
            assert paid
            assert insured
            assert state in rules.SIGNED_STATES
