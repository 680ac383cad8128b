"""Nobody finds a small group again by setting lines side by side: sheets, periods and parts together."""

from datetime import date
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpacite.domain.indicators.enums import Counted, TellingPart
from kpacite.domain.indicators.rules.audience import SMALLEST_BASE, K
from kpacite.domain.indicators.rules.facts import Gender, PersonPath
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.person import describe
from kpacite.domain.indicators.rules.scope import WHOLE_NETWORK, Scope, ScopeKind
from kpacite.domain.indicators.rules.sheets import telling
from kpacite.domain.indicators.rules.sheets.conditions import EVERYTHING, Comparison, Group, Join
from kpacite.domain.indicators.rules.sheets.facts import PathFact
from kpacite.domain.indicators.rules.sheets.results import Asked
from kpacite.domain.indicators.rules.sheets.space import Space
from kpacite.domain.indicators.rules.sheets.telling import (
    Cell,
    Unit,
    cells_of,
    gives_away,
    tellable,
)
from kpacite.domain.indicators.rules.sheets.telling_rows import Row, found_in, shown, still, told_of
from kpacite.domain.indicators.rules.sheets.vocabulary import Operator
from tests.domain.indicators.attacker import Attacker

FRAME = Frame(date(2024, 1, 1), date(2024, 12, 31))
seeds = st.integers(0, 10**9)


def crowd(*groups: tuple[int, tuple[int, ...]]) -> list[Unit]:
    """So many people counted so many times by each row."""
    counts = [each for many, each in groups for _one in range(many)]
    return [Unit(who, each) for who, each in enumerate(counts)]


def told(units: list[Unit], asked: list[int] | None = None, known: tuple[int, ...] = ()) -> set[int]:
    rows = range(len(units[0].counts)) if asked is None else asked
    return set(tellable(units, known, list(rows), K))


def brute_force(units: list[Unit], rows: list[int]) -> list[tuple[int, ...]]:
    """Every sum of rows with whole coefficients from −2 to 2 that counts one to four people only."""
    found = []
    for signs in product(range(-2, 3), repeat=len(rows)):
        values = {
            unit.who: sum(s * unit.counts[row] for s, row in zip(signs, rows, strict=True)) for unit in units
        }
        counted = [value for value in values.values() if value]
        if 0 < len(counted) < K and min(counted) > 0:
            found.append(signs)
    return found


def test_a_line_of_few_people_is_hidden_and_one_of_nobody_is_told() -> None:
    units = crowd((40, (1, 0, 0)), (4, (1, 1, 0)))
    assert told(units) == {0, 2}


def test_a_line_that_leaves_few_people_out_is_hidden() -> None:
    assert told(crowd((40, (1, 1)), (3, (1, 0)))) == {0}


def test_a_line_within_another_by_a_few_people_is_hidden() -> None:
    units = crowd((20, (1, 0, 0)), (3, (1, 1, 0)), (20, (1, 1, 1)))
    assert told(units) == {0, 1}


def test_two_lines_that_overlap_are_told_when_nothing_tells_what_they_share() -> None:
    units = crowd((30, (1, 0, 0)), (20, (1, 1, 0)), (20, (1, 0, 1)), (3, (1, 1, 1)))
    assert told(units) == {0, 1, 2}


def test_their_union_is_hidden_when_it_would_tell_what_they_share() -> None:
    units = crowd((30, (1, 0, 0, 0)), (20, (1, 1, 0, 1)), (20, (1, 0, 1, 1)), (3, (1, 1, 1, 1)))
    assert told(units) == {0, 1, 2}


def test_lines_that_divide_everybody_hide_a_second_one_to_protect_the_first() -> None:
    units = crowd((30, (1, 1, 0, 0)), (20, (1, 0, 1, 0)), (2, (1, 0, 0, 1)))
    assert told(units) == {0, 1}


def test_more_paths_than_people_tell_who_came_twice() -> None:
    units = crowd((40, (1, 1)), (2, (1, 2)))
    assert told(units) == {0}


def test_what_was_told_once_counts_for_ever() -> None:
    """The age is raised by a year: the second sheet alone would be harmless."""
    units = crowd((20, (1, 0, 0)), (3, (1, 1, 0)), (20, (1, 1, 1)))
    assert told(units, asked=[2]) == {2}
    assert told(units, asked=[2], known=(0, 1)) == set()


def test_hours_of_few_people_are_hidden_however_many_entries() -> None:
    units = [Unit(who % 3, (1, 1)) for who in range(60)] + [Unit(who, (1, 0)) for who in range(10, 40)]
    assert set(tellable(units, (), [0, 1], K)) == {0}


def test_a_system_that_is_full_tells_nothing_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "MOST_ROWS", 2)
    units = crowd((10, (1, 0, 0, 1)), (10, (1, 1, 0, 1)), (10, (1, 0, 1, 1)))
    assert set(tellable(units, (0, 1), [2, 3], K)) == {3}


def rows_of_people(seed: int, many: int, lines: int) -> list[Unit]:
    """Row 0 counts everybody; the others some, often one within another, sometimes twice."""
    random = Random(seed)
    kinds = [
        tuple(random.choice([0, 0, 1, 1, 2]) if line > 3 else random.choice([0, 1]) for line in range(lines))
        for _ in range(6)
    ]
    units = []
    for who in range(many):
        kind = random.choices(kinds, weights=[12, 8, 5, 3, 1, 1])[0]
        nested = tuple(kind[rank] if random.random() < 0.97 else 0 for rank in range(lines))
        units.append(Unit(who, (1, *nested)))
    return units


@given(seeds, st.integers(20, 60))
@settings(max_examples=60)
def test_no_sum_of_told_lines_counts_a_few_people(seed: int, many: int) -> None:
    units = rows_of_people(seed, many, lines=4)
    rows = sorted(told(units))
    assert brute_force(units, rows) == []


@given(seeds, st.integers(20, 80))
@settings(max_examples=80)
def test_who_solves_the_equations_finds_no_small_group(seed: int, many: int) -> None:
    units = rows_of_people(seed, many, lines=5)
    rows = sorted(told(units))
    attacker, sizes = Attacker(), {cell.counts: len(cell.who) for cell in cells_of(units, rows)}
    for rank, row in enumerate(rows):
        terms = {counts: counts[rank] for counts in sizes if counts[rank]}
        if terms:
            attacker.knows_sum(terms, sum(unit.counts[row] for unit in units))
    found = attacker.recovered()
    assert not {cell: size for cell, size in found.items() if 0 < size < K and sizes.get(cell) == size}


@given(seeds)
@settings(max_examples=30)
def test_what_is_hidden_would_have_told_something(seed: int) -> None:
    """The rule is no wall: with a hidden line, brute force finds a small group."""
    units = rows_of_people(seed, 60, lines=3)
    rows = sorted(told(units))
    for row in set(range(4)) - set(rows):
        assert brute_force(units, [*rows, row])


def test_the_attacker_does_find_what_is_not_protected() -> None:
    units = crowd((20, (1, 0, 0)), (3, (1, 1, 0)), (20, (1, 1, 1)))
    assert brute_force(units, [0, 1, 2])
    cells = [Cell((1, 0), frozenset(range(9))), Cell((1, 1), frozenset({9}))]
    assert gives_away(Space(2).with_([1, 1]).with_([0, 1]), cells, K)


# Whole sheets: ages, periods and parts.


def people(ages: dict[int, int]) -> list[PersonPath]:
    """So many people of each age at their entry, women when their number is even."""
    rows, number = [], 0
    for age, many in ages.items():
        for _one in range(many):
            number += 1
            gender = Gender.WOMAN if number % 2 else Gender.MAN
            rows.append(
                PersonPath(
                    number, date(2024, 1, 10), birth=date(2024 - age, 1, 1), gender=gender, kpa=1, path=number
                )
            )
    return rows


def facts(rows: list[PersonPath], frame: Frame) -> list[PathFact]:
    known = [describe([row], frame) for row in rows]
    return [PathFact(one, "la-cape", None) for one in known if one is not None]


def older_than(age: int, frame: Frame = FRAME, scope: Scope = WHOLE_NETWORK) -> Row:
    condition = Group(Join.ALL, (Comparison("age", Operator.AT_LEAST, (), age),))
    return Row(Asked(Counted.PERSONS, condition, frame), scope)


EVERYBODY = Row(Asked(Counted.PERSONS, EVERYTHING, FRAME), WHOLE_NETWORK)


def told_rows(rows: list[Row], read: dict[int, list[PathFact]], known: int = 0) -> set[int]:
    ranks = range(known, len(rows))
    return set(told_of(rows, range(known), ranks, found_in(rows, read)))


def test_asking_one_year_further_is_not_answered() -> None:
    read = facts(people({20: 30, 26: 3, 30: 30}), FRAME)
    rows = [EVERYBODY, older_than(26), older_than(27)]
    assert told_rows(rows, dict.fromkeys(range(3), read)) == {0, 1}


def test_a_period_one_day_longer_is_not_answered() -> None:
    longer = Frame(FRAME.first, date(2025, 1, 1))
    early, late = (
        people({30: 40}),
        [PersonPath(900, date(2025, 1, 1), kpa=1), PersonPath(901, date(2025, 1, 1), kpa=1)],
    )
    rows = [EVERYBODY, Row(Asked(Counted.PERSONS, EVERYTHING, longer), WHOLE_NETWORK)]
    read = {0: facts(early, FRAME), 1: facts([*early, *late], longer)}
    assert told_rows(rows, read) == {0}


def test_the_network_less_a_kpa_is_not_answered() -> None:
    here, there = people({30: 40}), [PersonPath(900 + n, date(2024, 2, 1), kpa=2) for n in range(3)]
    rows = [EVERYBODY, Row(EVERYBODY.asked, Scope(ScopeKind.KPA, "la-cape"))]
    read = {0: facts([*here, *there], FRAME), 1: facts(here, FRAME)}
    assert told_rows(rows, read) == {0}


def test_under_thirty_people_only_their_number_is_told() -> None:
    read = facts(people({20: 14, 30: SMALLEST_BASE - 15}), FRAME)
    rows = [EVERYBODY, older_than(25)]
    assert told_rows(rows, {0: read, 1: read}) == {0}
    more = facts(people({20: 14, 30: SMALLEST_BASE - 14}), FRAME)
    assert told_rows(rows, {0: more, 1: more}) == {0, 1}


def test_a_line_out_of_nobody_is_nought_and_is_told() -> None:
    rows = [older_than(0).whole, older_than(60)]
    read: dict[int, list[PathFact]] = {0: [], 1: []}
    assert told_rows(rows, read) == {0, 1}


def test_a_line_is_not_shown_without_its_denominator() -> None:
    line = older_than(25)
    assert shown(line, {line.key: 12}).held is None
    whole = shown(line, {line.key: 12, line.whole.key: 40})
    assert (whole.held, whole.whole, whole.percent, whole.unknown) == (12, 40, 30, None)


def test_the_same_question_has_the_same_key_and_another_has_another() -> None:
    keys = {
        each.key
        for each in (
            older_than(25),
            older_than(26),
            older_than(25).unknown,
            older_than(25).whole,
            older_than(25, Frame(date(2023, 1, 1), date(2023, 12, 31))),
            older_than(25, scope=Scope(ScopeKind.KPA, "la-cape")),
        )
    }
    assert len(keys) == 6
    assert older_than(25).key in keys
    assert older_than(25).unknown.part is TellingPart.UNKNOWN


@pytest.mark.parametrize(
    ("counted", "before", "now", "read"),
    [
        (Counted.PERSONS, 40, 41, 40),
        (Counted.PERSONS, 40, 36, 40),
        (Counted.PERSONS, 40, 45, 45),
        (Counted.PATHS, 40, 35, 35),
        (Counted.HOURS, 600, 9_000, 600),
        (Counted.AMOUNTS, 600, 9_000, 600),
    ],
)
def test_a_number_that_was_read_does_not_move_by_a_few_people(
    counted: Counted, before: int, now: int, read: int
) -> None:
    assert still(before, now, counted) == read


def test_all_pairs_of_many_lines_stay_apart() -> None:
    """Differences of any two told lines, one within the other, are of five people or of nobody."""
    read = facts(people({age: 1 + age % 4 for age in range(17, 60)}), FRAME)
    rows = [EVERYBODY, *(older_than(age) for age in range(18, 60, 2))]
    open_rows = told_rows(rows, dict.fromkeys(range(len(rows)), read))
    sums = [found_in([row], {0: read}).sums[0] for row in rows]
    assert len(open_rows) > 5
    for one, other in combinations(sorted(open_rows), 2):
        assert not 0 < abs(sums[one] - sums[other]) < K
