"""Nobody finds a small group again: neither in one bilan nor by setting two side by side."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpacite.domain.indicators.rules.audience import K_SENSITIVE, SMALLEST_BASE, Audience, K
from kpacite.domain.indicators.rules.catalogue import BY_CODE, DEFINITIONS
from kpacite.domain.indicators.rules.counting import Counts, count
from kpacite.domain.indicators.rules.disclosure import Release, TooClose, combined, release
from kpacite.domain.indicators.rules.facts import (
    Contract,
    Education,
    ExitFact,
    Gender,
    PersonPath,
    Referral,
    Situation,
)
from kpacite.domain.indicators.rules.figures import lines
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.scenarios.bilan.population import population
from tests.domain.indicators.attacker import Attacker

FRAME = Frame(date(2022, 3, 1), date(2023, 12, 31))
OUTSIDE = [Audience.FUNDER, Audience.PUBLIC]
seeds = st.integers(0, 10**9)
each_outsider = pytest.mark.parametrize("audience", OUTSIDE)


def invented(seed: int, many: int, first: int = 0) -> list[PersonPath]:
    """People with rare traits here and there: what a careless table gives away."""
    random = Random(seed)

    def some(*choices: object, rare: int = 12) -> object:
        weights = [rare if rank < 2 else 1 for rank in range(len(choices))]
        return random.choices(choices, weights)[0]

    people = []
    for number in range(first, first + many):
        start = FRAME.first + timedelta(days=random.randint(0, 600))
        end = random.choice([None, start + timedelta(days=random.randint(10, 500))])
        what = ExitFact(
            end or start,
            some(Situation.EMPLOYMENT, Situation.TRAINING, *Situation, None),
            some(*Contract, None, rare=3),
            some(True, False, None),
        )
        people.append(
            PersonPath(
                number,
                start,
                end,
                start + timedelta(days=random.choice([200, 365, 366, 500, 731, 900])),
                start - timedelta(days=365 * random.choice([18, 30, 30, 45, 45, 60])),
                some(Gender.WOMAN, Gender.MAN, Gender.OTHER, None),
                some("59", "62", "80", "02", "17", None),
                some(True, False, None),
                None,
                some(False, False, True, None),
                some(False, False, True, None),
                some(False, False, True, None),
                some(Education.BAC, Education.BELOW, *Education, None),
                some(False, False, True, None),
                start - timedelta(days=random.choice([30, 300, 500, 900, 3000])),
                some(Referral.OTHER, None, Referral.MISSION_LOCALE),
                (what,),
            )
        )
    return people


def base_of(code: str, told: Release) -> int | None:
    base = BY_CODE[code].among.base
    if not base:
        return told.people
    return next((cells[base] for cells in told.cells.values() if base in cells), None)


def read(attacker: Attacker, told: Release, name: str) -> None:
    """Write down each table: its classes add up to its base, when the base is told."""
    for code, cells in told.cells.items():
        base = base_of(code, told)
        unknown = {(name, code, key): 1 for key, value in cells.items() if value is None}
        if base is not None and unknown:
            attacker.knows_sum(unknown, base - sum(value or 0 for value in cells.values()))


def truth(counts: Counts, told: Release) -> Mapping[tuple[str, str], int]:
    found = {}
    for code, cells in told.cells.items():
        full = counts.tables[code].counts
        for key in cells:
            inside = told.merged.get(code, frozenset()) if key == "+" else frozenset({key})
            merged = {each.code for each in BY_CODE[code].classes if each.merged_into == key}
            found[code, key] = sum(full.get(each, 0) for each in inside | merged)
    return found


def fewest(code: str, audience: Audience) -> int:
    return K_SENSITIVE if BY_CODE[code].is_sensitive and audience is Audience.PUBLIC else K


@each_outsider
@settings(max_examples=25)
@given(seed=seeds, many=st.integers(1, 160))
def test_the_attacker_recovers_nothing_from_one_bilan(audience: Audience, seed: int, many: int) -> None:
    counts = count(invented(seed, many), FRAME)
    told = release(counts, audience)
    attacker = Attacker()
    read(attacker, told, "a")
    real = truth(counts, told)
    assert not {var for var in attacker.recovered() if real[var[1], var[2]]}  # type: ignore[index]


@each_outsider
@settings(max_examples=25)
@given(seed=seeds, many=st.integers(1, 160))
def test_no_small_number_is_told(audience: Audience, seed: int, many: int) -> None:
    told = release(count(invented(seed, many), FRAME), audience)
    for code, cells in told.cells.items():
        for key, value in cells.items():
            assert value is None or value == 0 or key == "?" or value >= fewest(code, audience)


@each_outsider
@settings(max_examples=25)
@given(seed=seeds, many=st.integers(1, 160))
def test_fewer_than_thirty_people_are_not_told_apart(audience: Audience, seed: int, many: int) -> None:
    told = release(count(invented(seed, many), FRAME), audience)
    for code, cells in told.cells.items():
        base = base_of(code, told)
        if base is not None and 0 < base < SMALLEST_BASE:
            assert set(cells.values()) == {None}


@settings(max_examples=25)
@given(seed=seeds, many=st.integers(20, 160))
def test_the_public_reads_nothing_that_a_funder_does_not(seed: int, many: int) -> None:
    counts = count(invented(seed, many), FRAME)
    funder = release(counts, Audience.FUNDER)
    public = release(counts, Audience.PUBLIC, others=[funder])
    for code, cells in funder.cells.items():
        hidden = {key for key, value in cells.items() if value is None}
        assert hidden <= {key for key, value in public.cells[code].items() if value is None}


@each_outsider
@settings(max_examples=25)
@given(seed=seeds, many=st.integers(30, 140), more=st.integers(0, 60))
def test_two_bilans_side_by_side_tell_nothing_more(
    audience: Audience, seed: int, many: int, more: int
) -> None:
    """The second holds the people of the first and a few others, as a longer period does."""
    here = invented(seed, many)
    before = count(here, FRAME)
    after = count([*here, *invented(seed + 1, more, first=many)], FRAME)
    first = release(before, audience)
    try:
        second = release(after, audience, others=[first], counterparts=[first])
    except TooClose:
        assert 0 < abs(after.people - before.people) < K
        return
    attacker = Attacker()
    read(attacker, first, "a")
    read(attacker, second, "b")
    _compare(attacker, first, second)
    real = {"a": truth(before, first), "b": truth(after, second)}
    for var in attacker.recovered():
        name, code, key = var  # type: ignore[misc]
        if name == "more":
            number = real["b"][code, key] - real["a"][code, key]
            assert number == 0 or number >= K, (code, key, number)
        else:
            assert real[name][code, key] == 0 or base_of(code, first if name == "a" else second) is None


def _compare(attacker: Attacker, first: Release, second: Release) -> None:
    for code, cells in first.cells.items():
        if BY_CODE[code].by_rank:
            continue
        for key, old in cells.items():
            new = second.cells[code].get(key)
            terms = {("more", code, key): 1}
            total = 0
            for name, value, sign in (("a", old, 1), ("b", new, -1)):
                if value is None:
                    terms[name, code, key] = sign
                else:
                    total -= sign * value
            attacker.knows_sum(terms, total)


def test_the_attacker_has_teeth() -> None:
    """She finds a class that is hidden alone, and two that hide each other when they are one and one."""
    attacker = Attacker()
    attacker.knows_sum({"alone": 1}, 3)
    attacker.knows_sum({"one": 1, "other": 1}, 7)
    attacker.knows_sum({"one": 1, "other": -1}, 1)
    assert attacker.recovered() == {"alone": 3, "one": 4, "other": 3}


def test_the_rest_of_the_network_is_protected_too() -> None:
    """The network less its published KPAs is the last KPA: its few people must not come out."""
    rows = population()
    kpas = [rows[:120], rows[120:240]]
    published = [release(count(kpa, FRAME), Audience.PUBLIC) for kpa in kpas]
    together = combined(*((1, each) for each in published))
    told = release(count(rows, FRAME), Audience.PUBLIC, others=published, counterparts=[*published, together])
    for code, cells in told.cells.items():
        for key, value in cells.items():
            others = together.value(code, key)
            if value is not None and others is not None:
                assert not 0 < value - others < fewest(code, Audience.PUBLIC), (code, key)


def test_a_bilan_that_differs_by_three_people_is_refused() -> None:
    rows = population()
    first = release(count(rows[:-3], FRAME), Audience.PUBLIC)
    with pytest.raises(TooClose):
        release(count(rows, FRAME), Audience.PUBLIC, others=[first], counterparts=[first])


@each_outsider
def test_three_people_are_nobody_s_business(audience: Audience) -> None:
    told = release(count(population()[:3], FRAME), audience)
    assert told.people is None
    assert {value for cells in told.cells.values() for value in cells.values()} == {None}


@each_outsider
def test_of_nobody_nothing_is_hidden(audience: Audience) -> None:
    """Another release may hide its women; here there is nobody, so that nought tells nothing."""
    before = release(count(population(), FRAME), audience)
    told = release(count([], FRAME), audience, others=[before], counterparts=[before])
    assert told.people == 0
    assert {value for cells in told.cells.values() for value in cells.values()} == {0}


def test_two_sensitive_answers_are_never_crossed() -> None:
    """Each definition asks one question of one group, and no group is drawn from a sensitive answer."""
    bases = {definition.among.base for definition in DEFINITIONS}
    sensitive = {
        each.code for definition in DEFINITIONS if definition.is_sensitive for each in definition.classes
    }
    assert not bases & sensitive


@each_outsider
def test_a_sum_of_ours_never_tells_a_hidden_line(audience: Audience) -> None:
    told = {line.code: line for line in lines(release(count(population(), FRAME), audience), FRAME)}
    assert told["I17a"].hidden
    assert told["D04"].count is None, "45 + 12 + 9: the last one would come out"
