"""Each case that a spreadsheet gets wrong, one by one."""

from datetime import date, timedelta

import pytest

from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.catalogue import DEFINITIONS
from kpacite.domain.indicators.rules.counting import Counts, count
from kpacite.domain.indicators.rules.departments import department_of
from kpacite.domain.indicators.rules.disclosure import release
from kpacite.domain.indicators.rules.facts import (
    Contract,
    Education,
    ExitFact,
    Gender,
    PersonPath,
    Situation,
)
from kpacite.domain.indicators.rules.figures import Line, lines, percent
from kpacite.domain.indicators.rules.frame import AgeOn, Frame, PeriodUpsideDown

FRAME = Frame(date(2022, 3, 1), date(2023, 12, 31))


def counted(*rows: PersonPath, frame: Frame = FRAME) -> Counts:
    return count(rows, frame)


def told(*rows: PersonPath, frame: Frame = FRAME) -> dict[str, Line]:
    found = lines(release(count(rows, frame), Audience.INTERNAL), frame)
    return {line.code: line for line in found}


def test_who_leaves_and_comes_back_counts_once_and_is_present() -> None:
    left = PersonPath(
        1,
        date(2022, 3, 1),
        date(2022, 9, 1),
        exits=(ExitFact(date(2022, 9, 1), Situation.EMPLOYMENT, Contract.PERMANENT),),
    )
    back = PersonPath(1, date(2023, 6, 1))
    found = counted(left, back)
    assert found.people == 1
    assert (found.of("I13"), found.of("I14"), found.of("I15a")) == (1, 0, 0)
    assert found.of("I13b") == 1, "from the second start: 6 completed months"


def test_who_changes_kpa_counts_once_and_leaves_by_her_last_path() -> None:
    first = PersonPath(1, date(2022, 3, 1), date(2023, 1, 1), exits=(ExitFact(date(2023, 1, 1)),))
    second = PersonPath(
        1,
        date(2023, 1, 1),
        date(2023, 7, 1),
        exits=(ExitFact(date(2023, 7, 1), Situation.TRAINING, None, certifying=True),),
    )
    found = counted(first, second)
    assert (found.people, found.of("I15b"), found.of("I17a"), found.of("I14b")) == (1, 1, 1, 1)


def test_a_path_that_still_runs_is_the_last_one_even_if_it_began_first() -> None:
    long = PersonPath(1, date(2022, 3, 1))
    short = PersonPath(1, date(2022, 6, 1), date(2022, 9, 1))
    assert counted(long, short).of("I13") == 1


def test_an_exit_that_is_still_to_come_is_a_presence() -> None:
    coming = PersonPath(
        1, date(2023, 12, 1), date(2024, 2, 1), exits=(ExitFact(date(2023, 12, 20), Situation.EMPLOYMENT),)
    )
    found = counted(coming)
    assert (found.of("I13"), found.of("I14"), found.of("I15a")) == (1, 0, 0)


def test_who_leaves_on_the_last_day_has_left() -> None:
    assert counted(PersonPath(1, date(2023, 12, 1), FRAME.last)).of("I14") == 1
    assert counted(PersonPath(1, date(2023, 12, 1), FRAME.last + timedelta(days=1))).of("I13") == 1


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        (date(2022, 1, 1), date(2022, 2, 28), False),
        (date(2022, 1, 1), date(2022, 3, 1), True),
        (date(2023, 12, 31), None, True),
        (date(2024, 1, 1), None, False),
    ],
)
def test_one_day_within_the_period_is_enough(start: date, end: date | None, *, inside: bool) -> None:
    assert counted(PersonPath(1, start, end)).people == inside


def test_the_latest_news_of_an_exit_counts_unless_it_comes_after_the_last_day() -> None:
    left = PersonPath(
        1,
        date(2022, 3, 1),
        date(2022, 9, 1),
        exits=(
            ExitFact(date(2023, 3, 1), Situation.TRAINING, None, certifying=False),
            ExitFact(date(2022, 9, 1), Situation.NOTHING),
            ExitFact(date(2024, 3, 1), Situation.EMPLOYMENT, Contract.PERMANENT),
        ),
    )
    found = counted(left)
    assert (found.of("I15b"), found.of("I17b"), found.of("I15a"), found.of("I15e")) == (1, 1, 0, 0)


def test_an_exit_of_which_nobody_knows_stays_in_the_denominator() -> None:
    known = PersonPath(
        1, date(2022, 3, 1), date(2022, 9, 1), exits=(ExitFact(date(2022, 9, 1), Situation.BUSINESS),)
    )
    silent = PersonPath(2, date(2022, 3, 1), date(2022, 9, 1))
    found = told(known, silent)
    assert (found["I15z"].count, found["I15z"].denominator, found["I15c"].percent) == (1, 2, 50)
    assert (found["D05"].percent, found["D06"].percent, found["D06"].denominator) == (50, 100, 1)


def test_every_unknown_is_counted_and_nobody_is_lost() -> None:
    found = counted(PersonPath(1, date(2022, 3, 1)))
    for table in found.tables.values():
        assert table.base in (0, 1)
    assert {code for code, table in found.tables.items() if table.unknown} == {
        "I01", "I02", "I03", "I04", "I05", "I06", "I07", "I08", "I10", "I11", "I12",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("birth", "code"),
    [
        (date(1997, 3, 2), "I02a"),
        (date(1997, 3, 1), "I02b"),
        (date(1982, 3, 1), "I02c"),
        (date(1967, 3, 1), "I02d"),
    ],
)
def test_the_age_is_in_completed_years_at_entry(birth: date, code: str) -> None:
    assert counted(PersonPath(1, date(2022, 3, 1), birth=birth)).of(code) == 1


def test_the_age_may_be_asked_on_the_last_day() -> None:
    young = PersonPath(1, date(2022, 3, 1), birth=date(1998, 1, 1))
    assert counted(young).of("I02a") == 1
    assert counted(young, frame=Frame(FRAME.first, FRAME.last, age_on=AgeOn.CUT_OFF)).of("I02b") == 1


def test_someone_born_on_29_february_is_a_year_older_on_the_28th() -> None:
    leap = PersonPath(1, date(2025, 2, 28), birth=date(2000, 2, 29))
    frame = Frame(date(2025, 1, 1), date(2025, 12, 31))
    assert counted(leap, frame=frame).of("I02b") == 1


@pytest.mark.parametrize(
    ("start", "last", "code"),
    [
        (date(2023, 8, 31), date(2024, 2, 28), "I13a"),
        (date(2023, 8, 31), date(2024, 2, 29), "I13b"),
        (date(2024, 2, 29), date(2025, 2, 28), "I13b"),
    ],
)
def test_months_are_completed_ones_in_leap_years_too(start: date, last: date, code: str) -> None:
    assert counted(PersonPath(1, start), frame=Frame(date(2022, 1, 1), last)).of(code) == 1


@pytest.mark.parametrize(
    ("since", "code"),
    [
        (date(2021, 9, 2), "I08a"),
        (date(2021, 9, 1), "I08b"),
        (date(2021, 2, 2), "I08b"),
        (date(2021, 2, 1), "I08c"),
        (date(2020, 2, 2), "I08c"),
        (date(2020, 2, 1), "I08d"),
        (date(2017, 2, 2), "I08d"),
        (date(2017, 2, 1), "I08e"),
    ],
)
def test_two_years_of_registration_begin_at_25_completed_months(since: date, code: str) -> None:
    path = PersonPath(1, date(2022, 3, 1), registered_at_entry=True, registered_on=since)
    assert counted(path).of(code) == 1


def test_registered_without_a_date_is_registered_for_an_unknown_time() -> None:
    found = told(PersonPath(1, date(2022, 3, 1), registered_at_entry=True))
    assert (found["I08"].count, found["I08z"].count, found["I08a"].denominator) == (1, 1, 1)


@pytest.mark.parametrize(
    ("on", "code"),
    [(date(2022, 3, 1), ""), (date(2022, 3, 2), "I09"), (date(2022, 9, 1), "I09"), (date(2022, 9, 2), "")],
)
def test_registered_on_the_way_means_after_the_start_and_up_to_the_end(on: date, code: str) -> None:
    path = PersonPath(1, date(2022, 3, 1), date(2022, 9, 1), registered_at_entry=False, registered_on=on)
    found = counted(path)
    assert found.of("I09") == (code == "I09")
    assert found.of("I08") == 0


@pytest.mark.parametrize(
    ("planned", "code"),
    [
        (date(2023, 2, 28), "I12a"),
        (date(2023, 3, 1), "I12b"),
        (date(2023, 4, 1), "I12c"),
        (date(2024, 3, 1), "I12d"),
        (date(2024, 4, 1), "I12e"),
    ],
)
def test_the_planned_duration_is_in_completed_months(planned: date, code: str) -> None:
    assert counted(PersonPath(1, date(2022, 3, 1), planned_end=planned)).of(code) == 1


def test_the_priority_area_is_that_of_the_generation_in_force_at_entry() -> None:
    frame = Frame(date(2023, 1, 1), date(2024, 12, 31))
    before = PersonPath(1, date(2023, 12, 31), qpv_2015=True, qpv_2024=False)
    after = PersonPath(2, date(2024, 1, 1), qpv_2015=True, qpv_2024=False)
    assert counted(before, after, frame=frame).of("I04") == 1


def test_the_employment_service_bears_the_name_of_the_last_day() -> None:
    path = PersonPath(1, date(2022, 3, 1))
    assert "Pôle emploi" in told(path)["I08"].label
    assert "France Travail" in told(path, frame=Frame(date(2023, 1, 1), date(2024, 1, 1)))["I08"].label


def test_a_cdd_of_exactly_six_months_is_long_for_the_network_and_short_for_the_law() -> None:
    job = ExitFact(date(2022, 9, 1), Situation.EMPLOYMENT, Contract.FIXED_LONG, contract_months=6)
    found = told(PersonPath(1, date(2022, 3, 1), date(2022, 9, 1), exits=(job,)))
    assert (found["D01"].count, found["D02"].count) == (1, 0)
    assert (found["D01b"].count, found["D02b"].count) == (0, 1)


def test_a_period_without_anybody_has_no_percentage() -> None:
    found = told()
    assert found["I00"].count == 0
    assert found["I01"].count == 0
    assert all(line.percent is None for line in found.values())


def test_a_short_period_has_no_closed_long_class() -> None:
    year = Frame(date(2023, 1, 1), date(2023, 12, 31))
    found = told(PersonPath(1, date(2020, 1, 1)), frame=year)
    assert (found["I13c"].label, found["I13c"].count) == ("Depuis 13 mois et plus", 1)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(PeriodUpsideDown):
        Frame(date(2023, 1, 2), date(2023, 1, 1))


@pytest.mark.parametrize(("count", "base", "share"), [(1, 200, 1), (1, 201, 0), (1, 8, 13), (0, 5, 0)])
def test_a_half_goes_up(count: int, base: int, share: int) -> None:
    assert percent(count, base) == share


@pytest.mark.parametrize(
    ("code", "department"),
    [
        ("59100", "59"), ("01000", "01"), ("20000", "2A"), ("20200", "2B"), ("2A004", "2A"),
        ("97400", "974"), ("98800", "988"), ("", None), ("5910", None), ("ABCDE", None), ("00000", None),
    ],
)  # fmt: skip
def test_a_postcode_gives_its_department(code: str, department: str | None) -> None:
    assert department_of(code) == department


def test_the_departments_come_by_number_of_people() -> None:
    rows = [PersonPath(n, date(2022, 3, 1), department=code) for n, code in enumerate(["62", "59", "59"])]
    found = told(*rows)
    assert (found["I03a"].label, found["I03b"].label) == ("Nord", "Pas-de-Calais")


def test_each_definition_is_readable_and_sourced() -> None:
    codes = [each.code for definition in DEFINITIONS for each in definition.classes]
    assert len(codes) == len(set(codes))
    for definition in DEFINITIONS:
        assert definition.label
        assert definition.source
        assert definition.version >= 1


def test_a_merged_class_lies_beside_the_one_that_takes_it() -> None:
    for definition in DEFINITIONS:
        own = {each.code: each for each in definition.classes}
        for each in definition.classes:
            if each.merged_into:
                assert own[each.merged_into].merged_label


def test_facts_that_are_no_text_keep_their_meaning() -> None:
    path = PersonPath(1, date(2022, 3, 1), gender=Gender.WOMAN, education=Education.BAC_5)
    assert (counted(path).of("I01"), counted(path).of("I07e")) == (1, 1)
