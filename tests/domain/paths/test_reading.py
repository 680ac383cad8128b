"""A line of the import file, read without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.paths import rules
from kpacite.domain.paths.enums import Answer, QpvGeneration, ReferralKind, SensitiveQuestion
from kpacite.domain.paths.rules import Span

GOOD = {"person_ref": "P1", "first_name": "Amina", "kpa": "la-cape", "path_start": "2024-03-06"}


def read(**cells):
    return rules.read_line(2, GOOD | cells)


def found(**cells):
    return [(problem.column, problem.code) for problem in read(**cells).problems]


def test_a_line_with_the_three_required_cells_is_enough():
    line = rules.read_line(2, {"person_ref": "P1", "kpa": "la-cape", "path_start": "06/03/2024"})
    assert line.problems == []
    assert line.start == date(2024, 3, 6)


@pytest.mark.parametrize("text", ["2024-03-06", "06/03/2024", "6/3/2024", "2024-03-06 00:00:00"])
def test_dates_come_in_iso_or_in_french(text):
    assert read(path_start=text).start == date(2024, 3, 6)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"person_ref": ""}, ("person_ref", "missing")),
        ({"kpa": ""}, ("kpa", "missing")),
        ({"path_start": ""}, ("path_start", "missing")),
        ({"path_start": "hier"}, ("path_start", "date")),
        ({"path_start": "2024-02-30"}, ("path_start", "date")),
        ({"path_start": "31/02/2024"}, ("path_start", "date")),
        ({"birth_date": "06/03/24"}, ("birth_date", "date")),
        ({"gender": "femme"}, ("gender", "code")),
        ({"education": "BAC+5"}, ("education", "code")),
        ({"qpv": "peut-être"}, ("qpv", "flag")),
        ({"disabled_worker": "1"}, ("disabled_worker", "flag")),
        ({"postcode": "591"}, ("postcode", "postcode")),
        ({"postcode": "5910A"}, ("postcode", "postcode")),
        ({"planned_end": "2024-01-01"}, ("planned_end", "before_start")),
        ({"path_end": "2024-01-01"}, ("path_end", "before_start")),
        ({"birth_date": "2024-03-06"}, ("birth_date", "born_after_start")),
        ({"exit_situation": "SANS"}, ("path_end", "exit_without_end")),
        ({"exit_situation": "RETRAITE", "path_end": "2025-01-01"}, ("exit_situation", "code")),
        ({"exit_contract": "CDI", "path_end": "2025-01-01"}, ("exit_contract", "contract_without_job")),
        ({"exit_training": "CERT", "path_end": "2025-01-01"}, ("exit_training", "training_without_it")),
        ({"last_name": "a" * 81}, ("last_name", "too_long")),
    ],
)
def test_what_is_wrong_is_told_with_its_column(cells, problem):
    assert found(**cells) == [problem]


def test_every_problem_of_a_line_is_told_at_once():
    assert len(found(gender="?", qpv="?", path_end="?")) == 3


def test_capitals_do_not_matter_and_a_lost_zero_comes_back():
    line = read(gender="f", qpv="Oui", education="bac2_4", postcode="1000")
    assert line.problems == []
    assert (line.text["gender"], line.text["qpv"], line.text["education"]) == ("F", "oui", "BAC2_4")
    assert line.text["postcode"] == "01000"


def between(*lines):
    read_lines = [rules.read_line(number, GOOD | cells) for number, cells in enumerate(lines, start=2)]
    spans = [
        Span(line.line, line.text["person_ref"], 1, line.start, line.dates["path_end"]) for line in read_lines
    ]
    return [(p.line, p.column, p.code, p.other_line) for p in rules.problems_between(read_lines, spans)]


def test_two_truths_about_one_person_are_refused_on_the_second_line():
    first = {"gender": "F", "path_end": "2024-06-01"}
    assert between(first, {"gender": "H", "path_start": "2024-06-01"}) == [(3, "gender", "contradiction", 2)]


def test_an_empty_cell_contradicts_nothing():
    assert between({"gender": "F", "path_end": "2024-06-01"}, {"path_start": "2024-06-01"}) == []


def test_the_same_path_twice_is_refused():
    assert between({}, {}) == [(3, "path_start", "twice", 2)]


def test_paths_that_share_days_are_refused_even_with_one_between():
    long = {"path_end": "2025-01-01"}
    short = {"path_start": "2024-04-01", "path_end": "2024-05-01"}
    late = {"path_start": "2024-12-01", "path_end": "2025-12-01"}
    assert between(long, short, late) == [(3, "path_start", "overlap", 2), (4, "path_start", "overlap", 2)]


days = st.dates(date(2020, 1, 1), date(2026, 1, 1))


@given(st.lists(st.tuples(days, st.integers(1, 400)), max_size=6))
def test_no_overlap_is_missed(stays):
    spans = [Span(rank, "P", 1, start, start + timedelta(days=n)) for rank, (start, n) in enumerate(stays, 2)]
    shared = any(
        one.start < two.last and two.start < one.last
        for rank, one in enumerate(spans)
        for two in spans[rank + 1 :]
    )
    assert bool(list(rules.problems_between([], spans))) == shared


@pytest.mark.parametrize(
    ("postcode", "department"),
    [("59100", "59"), ("97400", "974"), ("20000", "2A"), ("20200", "2B"), ("01000", "01"), ("", "")],
)
def test_a_department_comes_from_the_postcode(postcode, department):
    assert rules.department_of(postcode) == department


def test_the_map_of_neighbourhoods_changed_with_2024():
    assert rules.qpv_generation(date(2023, 12, 31)) == QpvGeneration.OF_2015
    assert rules.qpv_generation(date(2024, 1, 1)) == QpvGeneration.OF_2024


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Mission locale de Roubaix", ReferralKind.MISSION_LOCALE),
        ("MISSION_LOCALE", ReferralKind.MISSION_LOCALE),
        ("ML", ReferralKind.MISSION_LOCALE),
        ("Pôle Emploi", ReferralKind.FRANCE_TRAVAIL),
        ("une amie", ReferralKind.OTHER),
        ("", ReferralKind.UNKNOWN),
    ],
)
def test_who_sent_someone_is_brought_down_to_what_is_counted(words, kind):
    assert rules.referral_kind(words) == kind


@given(st.dictionaries(st.sampled_from(SensitiveQuestion), st.sampled_from(Answer)))
def test_each_answer_keeps_its_letter(told):
    answers = rules.answers_with(rules.NOTHING_SAID, told)
    assert len(answers) == len(SensitiveQuestion)
    assert all(rules.answer_in(answers, q) == told.get(q, Answer.UNKNOWN) for q in SensitiveQuestion)
