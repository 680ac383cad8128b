"""The invented network of 267 people prints what the network published (spec A3.5)."""

import pytest

from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.counting import count
from kpacite.domain.indicators.rules.disclosure import release
from kpacite.domain.indicators.rules.figures import Line, lines
from kpacite.scenarios.bilan.population import FRAME, population
from tests.domain.indicators.published import DERIVED, PUBLISHED, SMALL_BASES


@pytest.fixture(scope="module")
def internal() -> dict[str, Line]:
    counts = count(population(), FRAME)
    return {line.code: line for line in lines(release(counts, Audience.INTERNAL), FRAME)}


@pytest.fixture(scope="module")
def public() -> dict[str, Line]:
    counts = count(population(), FRAME)
    return {line.code: line for line in lines(release(counts, Audience.PUBLIC), FRAME)}


@pytest.mark.parametrize("code", PUBLISHED)
def test_each_figure_is_the_published_one(code: str, internal: dict[str, Line]) -> None:
    number, denominator, percent = PUBLISHED[code]
    line = internal[code]
    assert line.denominator == denominator
    assert number is None or line.count == number
    assert percent is None or line.percent == percent


@pytest.mark.parametrize("code", DERIVED)
def test_each_sum_of_ours_is_the_one_worked_out_by_hand(code: str, internal: dict[str, Line]) -> None:
    line = internal[code]
    assert (line.count, line.denominator, line.percent) == DERIVED[code]
    assert "pas dans les documents" in line.source


def test_the_ages_add_up_to_99_and_nobody_forces_them(internal: dict[str, Line]) -> None:
    shares = [internal[f"I02{letter}"].percent or 0 for letter in "abcd"]
    assert sum(shares) == 99
    assert sum(internal[f"I02{letter}"].count or 0 for letter in "abcd") == 267


def test_small_bases_bear_a_mark(internal: dict[str, Line]) -> None:
    asked = {code for code in PUBLISHED if code.startswith("I08") or code < "I13"}
    assert {code for code in asked if internal[code].small_base} == SMALL_BASES
    assert not internal["I13a"].small_base, "169 people: the stray mark of the document is not ours"


def test_two_shares_of_27_percent_are_two_questions(internal: dict[str, Line]) -> None:
    assert internal["I07z"].percent == internal["I08"].percent == 27
    assert internal["I07z"].count != internal["I08"].count


def test_the_public_never_reads_of_one_two_or_three_people(public: dict[str, Line]) -> None:
    assert public["I13c"].label == "Depuis 13 mois et plus"
    assert public["I13c"].count == 79
    assert public["I15d"].count == 6
    assert all(public[code].hidden for code in ("I13d", "I15e", "I15f", "I16d", "I06", "I17a"))
    shown = [line for line in public.values() if line.key not in ("?", line.table) and line.count]
    assert min(line.count or 0 for line in shown) >= 5


def test_the_public_still_reads_the_headline(public: dict[str, Line]) -> None:
    assert (public["D05"].count, public["D05"].denominator, public["D05"].percent) == (72, 98, 73)
    assert (public["I15z"].count, public["I07z"].percent) == (20, 27)


def test_other_seeds_give_the_same_figures() -> None:
    shares = {}
    for seed in (1, 2, 3):
        found = lines(release(count(population(seed), FRAME), Audience.INTERNAL), FRAME)
        shares[seed] = [(line.code, line.count, line.percent) for line in found if line.table != "E06"]
    assert shares[1] == shares[2] == shares[3]
