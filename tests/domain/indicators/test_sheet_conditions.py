"""Conditions of one's own statistics: what they mean, how they are kept, what they refuse, how they read."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.activities.enums import TimeKind
from kpacite.domain.indicators.enums import Counted
from kpacite.domain.indicators.rules.facts import Contract, Education, ExitFact, Gender, PersonPath, Situation
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.person import describe
from kpacite.domain.indicators.rules.sheets import conditions, vocabulary
from kpacite.domain.indicators.rules.sheets.conditions import (
    BadCondition,
    Comparison,
    Group,
    Join,
    added,
    at,
    comparisons_of,
    joined,
    parse,
    put,
    to_json,
    without,
)
from kpacite.domain.indicators.rules.sheets.evaluating import holds
from kpacite.domain.indicators.rules.sheets.facts import HoursFact, PathFact
from kpacite.domain.indicators.rules.sheets.results import Asked, LineResult, evolution, tally
from kpacite.domain.indicators.rules.sheets.vocabulary import Kind, Operator, fields_of
from kpacite.domain.indicators.rules.sheets.words import sentence
from kpacite.domain.paths.enums import SensitiveQuestion
from kpacite.domain.sales.enums import ClientKind, InvoiceKind

FRAME = Frame(date(2024, 1, 1), date(2024, 12, 31))
PEOPLE = fields_of(Counted.PERSONS)
days = st.dates(date(2023, 1, 1), date(2026, 1, 1))
perhaps = st.one_of(st.none(), st.booleans())


@st.composite
def persons(draw: Any) -> PathFact:
    start = draw(st.dates(date(2023, 1, 1), date(2024, 12, 31)))
    end = draw(st.one_of(st.none(), st.integers(366, 900).map(lambda more: start + timedelta(days=more))))
    situation = draw(st.sampled_from([None, *Situation]))
    contract = draw(st.sampled_from([None, *Contract])) if situation is Situation.EMPLOYMENT else None
    path = PersonPath(
        1,
        start,
        end,
        planned_end=draw(st.one_of(st.none(), days)),
        birth=draw(st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2007, 1, 1)))),
        gender=draw(st.sampled_from([None, *Gender])),
        department=draw(st.sampled_from([None, "59", "17"])),
        qpv_2015=draw(perhaps),
        qpv_2024=draw(perhaps),
        education=draw(st.sampled_from([None, *Education])),
        registered_at_entry=draw(perhaps),
        exits=(ExitFact(draw(days), situation, contract),) if end else (),
    )
    known = describe([path], FRAME)
    assert known is not None
    return PathFact(
        known, draw(st.sampled_from(["la-cape", "coop-manau"])), draw(st.sampled_from([None, 1, 2, 3]))
    )


def comparisons() -> st.SearchStrategy[Comparison]:
    def of(field: vocabulary.Field) -> st.SearchStrategy[Comparison]:
        codes = ["la-cape", "coop-manau"] if field.is_open else [code for code, _label in field.choices]

        def with_operator(operator: Operator) -> st.SearchStrategy[Comparison]:
            if operator in conditions.WITH_VALUES:
                chosen = st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True)
                return chosen.map(lambda values: Comparison(field.code, operator, tuple(values)))
            if operator in conditions.WITH_NUMBER:
                return st.integers(0, 60).map(lambda number: Comparison(field.code, operator, (), number))
            if operator in conditions.WITH_MONTHS:
                return st.integers(1, 24).map(lambda number: Comparison(field.code, operator, (), number))
            return st.just(Comparison(field.code, operator))

        return st.sampled_from(field.operators).flatmap(with_operator)

    return st.sampled_from(list(PEOPLE.values())).flatmap(of)


def groups(depth: int = 3, least: int = 0) -> st.SearchStrategy[Group]:
    part: st.SearchStrategy[Any] = comparisons()
    if depth > 1:
        part = st.one_of(comparisons(), groups(depth - 1, least=1))
    parts = st.lists(part, min_size=least, max_size=3).map(tuple)
    return st.builds(Group, st.sampled_from(list(Join)), parts)


def plainly(node: Any, fact: PathFact) -> bool | None:
    """The same meaning, written another way: certainly yes, certainly no, else unknown."""
    if isinstance(node, Comparison):
        return _plain_comparison(node, fact)
    answers = [plainly(part, fact) for part in node.parts]
    if not answers:
        return True
    ranks = [{False: 0, None: 1, True: 2}[answer] for answer in answers]
    rank = min(ranks) if node.join is Join.ALL else max(ranks)
    return [False, None, True][rank]


MEANINGS: dict[str, Any] = {
    "one_of": lambda value, one: str(value) in one.values,
    "none_of": lambda value, one: str(value) not in one.values,
    "yes": lambda value, _one: value is True,
    "no": lambda value, _one: value is False,
    "at_least": lambda value, one: not value < one.number,
    "at_most": lambda value, one: not value > one.number,
    "exactly": lambda value, one: value == one.number,
    "in_period": lambda value, _one: value.year == 2024,
    "before_period": lambda value, _one: value.year < 2024,
    "after_period": lambda value, _one: value.year > 2024,
    # Months counted from December 2023: the period ends with one.
    "months_before_end": lambda value, one: value.year < 2025 and 12 - one.number < _month(value),
    "months_after_end": lambda value, one: value.year > 2024 and _month(value) <= 12 + one.number,
}


def _month(value: date) -> int:
    return (value.year - 2024) * 12 + value.month


def _plain_comparison(one: Comparison, fact: PathFact) -> bool | None:
    value = _plain_value(one.field, fact)
    if value == "no question":
        return False
    if one.operator == "unknown":
        return value is None
    return None if value is None else MEANINGS[one.operator](value, one)


def _plain_value(field: str, fact: PathFact) -> Any:
    known, path = fact.known, fact.known.path
    gone = path.end is not None and path.end <= date(2024, 12, 31)
    news = max(
        (each for each in path.exits if each.observed_on <= date(2024, 12, 31)),
        default=None,
        key=lambda e: e.observed_on,
    )
    situation = (news.situation if news else None) if gone else "no question"
    after = {
        "situation": situation,
        "contract": None
        if situation is None
        else news.contract
        if situation == "employment" and news
        else "no question",
        "certifying": None
        if situation is None
        else news.certifying
        if situation == "training" and news
        else "no question",
        "seen_on": (news.observed_on if news else None) if gone else "no question",
        "end": path.end or "no question",
    }
    if field in after:
        return after[field]
    own = {
        "gender": path.gender, "department": path.department, "education": path.education,
        "referral": path.referral, "registered": path.registered_at_entry, "start": path.start,
        "registered_on": path.registered_on, "planned_end": path.planned_end,
        "kpa": fact.kpa, "stage": fact.stage, "present": not gone, "months": known.months,
        "qpv": path.qpv_2015 if path.start.year < 2024 else path.qpv_2024, "age": known.age,
    }  # fmt: skip
    if field == "planned_months":
        if path.planned_end is None or path.planned_end < path.start:
            return None
        return vocabulary.completed_months(path.start, path.planned_end)
    return own[field]


@given(groups(), persons())
def test_a_condition_means_what_plain_python_says(group: Group, fact: PathFact) -> None:
    assert holds(group, fact, PEOPLE, FRAME) is plainly(group, fact)


@given(groups(), persons())
def test_those_of_whom_it_is_true_false_or_unknown_make_everybody(group: Group, fact: PathFact) -> None:
    found = tally(Asked(Counted.PERSONS, group, FRAME), [fact, fact])
    assert found.whole == 2
    assert found.held + found.unknown in (0, 2)


@given(groups())
def test_what_is_kept_is_read_back_the_same(group: Group) -> None:
    assert parse(to_json(group), Counted.PERSONS) == group


@given(groups())
def test_every_condition_can_be_said(group: Group) -> None:
    said = sentence(group, Counted.PERSONS, {"la-cape": "La Cape"})
    assert said.startswith(("Personnes ", "Toutes les personnes"))
    assert said.endswith(".")
    assert said.count("(") == said.count(")")


BAD: list[object] = [
    None,
    [],
    "age",
    {"field": "age", "is": "at_least", "number": 26},
    {"all": [], "any": []},
    {"not": []},
    {"all": "age"},
    {"all": [{"all": []}]},
    {"all": [{"field": "disabled_worker", "is": "yes"}]},
    {"all": [{"field": "__class__", "is": "yes"}]},
    {"all": [{"field": ["age"], "is": "at_least", "number": 3}]},
    {"all": [{"field": "age", "is": "yes"}]},
    {"all": [{"field": "age", "is": "at_least"}]},
    {"all": [{"field": "age", "is": "at_least", "number": True}]},
    {"all": [{"field": "age", "is": "at_least", "number": "26"}]},
    {"all": [{"field": "age", "is": "at_least", "number": 26, "eval": "1"}]},
    {"all": [{"field": "age", "is": "unknown", "number": 26}]},
    {"all": [{"field": "present", "is": "unknown"}]},
    {"all": [{"field": "gender", "is": "one_of"}]},
    {"all": [{"field": "gender", "is": "one_of", "values": "woman"}]},
    {"all": [{"field": "gender", "is": "one_of", "values": ["robot"]}]},
    {"all": [{"field": "gender", "is": "one_of", "values": [1]}]},
    {"all": [{"field": "kpa", "is": "one_of", "values": ["../etc"]}]},
    {"all": [{"field": "start", "is": "months_before_end", "number": 0}]},
    {"all": [{"field": "qpv", "is": "yes", "values": ["x"]}]},
    {"all": [{"field": "qpv", "is": "yes"}] * 21},
    {"all": [{"any": [{"all": [{"any": [{"field": "qpv", "is": "yes"}]}]}]}]},
]  # fmt: skip


@pytest.mark.parametrize("data", BAD, ids=range(len(BAD)))
def test_what_the_vocabulary_does_not_know_is_refused_with_a_sentence(data: object) -> None:
    with pytest.raises(BadCondition) as refused:
        parse(data, Counted.PERSONS)
    assert str(refused.value).endswith(".")


def test_hours_are_not_conditioned_by_what_people_are() -> None:
    for counted in (Counted.HOURS, Counted.AMOUNTS):
        with pytest.raises(BadCondition):
            parse({"all": [{"field": "age", "is": "at_least", "number": 26}]}, counted)


def test_nothing_sensitive_can_be_asked() -> None:
    asked = {field for counted in Counted for field in fields_of(counted)}
    assert not asked & {question.value for question in SensitiveQuestion}
    assert not asked & {"single_parent", "protection", "disabled", "birth", "birth_date", "postcode", "name"}


def test_the_words_of_the_vocabulary_are_those_of_the_other_screens() -> None:
    assert dict(vocabulary.TIME_KINDS) == {each.value: each.label for each in TimeKind}
    assert dict(vocabulary.CLIENT_KINDS) == {each.value: each.label for each in ClientKind}
    assert dict(vocabulary.INVOICE_KINDS).items() <= {each.value: each.label for each in InvoiceKind}.items()


def test_every_field_offers_a_comparison_of_its_kind() -> None:
    for counted in Counted:
        for field in fields_of(counted).values():
            assert field.operators
            assert set(field.operators) <= set(vocabulary.OPERATORS[field.kind])
            assert field.kind is not Kind.YES_NO or (field.yes and field.no)
            assert field.kind is not Kind.CHOICE or field.choices or field.is_open


def test_the_sentence_of_the_issue() -> None:
    group = Group(
        Join.ALL,
        (
            Comparison("age", Operator.AT_LEAST, (), 26),
            Group(
                Join.ANY,
                (
                    Comparison("qpv", Operator.YES),
                    Comparison("education", Operator.ONE_OF, ("below", "vocational")),
                ),
            ),
        ),
    )
    assert sentence(group, Counted.PERSONS, {}) == (
        "Personnes dont l’âge à l’entrée est d’au moins 26 ans et (dont l’adresse à l’entrée est dans un "
        "quartier prioritaire ou dont le plus haut niveau de formation atteint est « Avant le CAP, BEP ou "
        "bac » ou « CAP ou BEP »)."
    )


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Comparison("age", Operator.EXACTLY, (), 1), "dont l’âge à l’entrée est de 1 an"),
        (Comparison("stage", Operator.AT_MOST, (), 2), "dont le numéro de l’étape du parcours est au plus 2"),
        (Comparison("start", Operator.IN_PERIOD), "dont le début du parcours est dans la période"),
        (
            Comparison("start", Operator.MONTHS_BEFORE_END, (), 1),
            "dont le début du parcours est dans le dernier mois de la période",
        ),
        (
            Comparison("planned_end", Operator.MONTHS_AFTER_END, (), 6),
            "dont la fin prévue à l’entrée est dans les 6 mois qui suivent la période",
        ),
        (Comparison("gender", Operator.UNKNOWN), "dont on ne connaît pas le genre"),
        (Comparison("gender", Operator.NONE_OF, ("woman",)), "dont le genre n’est pas « Femme »"),
        (
            Comparison("gender", Operator.NONE_OF, ("woman", "man")),
            "dont le genre n’est ni « Femme » ni « Homme »",
        ),
        (Comparison("kpa", Operator.ONE_OF, ("la-cape",)), "dont le KPA est « La Cape »"),
    ],
)
def test_each_comparison_is_said_in_plain_words(one: Comparison, words: str) -> None:
    assert sentence(Group(Join.ALL, (one,)), Counted.PERSONS, {"la-cape": "La Cape"}) == f"Personnes {words}."


def test_a_question_on_the_exit_is_of_those_who_left() -> None:
    here = describe([PersonPath(1, date(2024, 2, 1))], FRAME)
    gone = describe([PersonPath(2, date(2023, 2, 1), date(2024, 2, 1))], FRAME)
    assert here is not None
    assert gone is not None
    left = Comparison("situation", Operator.NONE_OF, ("employment",))
    assert holds(left, PathFact(here, "la-cape", None), PEOPLE, FRAME) is False
    assert holds(left, PathFact(gone, "la-cape", None), PEOPLE, FRAME) is None


def test_hours_add_up_in_minutes() -> None:
    entries = [
        HoursFact(n, n, "la-cape", "la-cape/TRAITEUR", "work", date(2024, 3, 1), 90, confirmed=n > 1)
        for n in range(4)
    ]
    asked = Asked(Counted.HOURS, Group(Join.ALL, (Comparison("confirmed", Operator.YES),)), FRAME)
    found = tally(asked, entries)
    assert (found.held, found.unknown, found.whole) == (180, 0, 360)


def test_an_evolution_needs_both_sides() -> None:
    here = LineResult(counted=Counted.PERSONS, held=10, unknown=0, whole=40)
    there = LineResult(counted=Counted.PERSONS, held=15, unknown=0, whole=50)
    hidden = LineResult(counted=Counted.PERSONS, held=None, unknown=None, whole=50)
    assert evolution(here, there) == (5, 5)
    assert evolution(here, hidden) == (None, None)


class TestTheBuilder:
    ONE, TWO = Comparison("qpv", Operator.YES), Comparison("present", Operator.NO)

    def test_adds_at_the_end_of_a_group(self) -> None:
        group = added(Group(), (), self.ONE)
        group = added(group, (), Group(Join.ANY, (self.ONE,)))
        group = added(group, (1,), self.TWO)
        assert at(group, (1, 1)) == self.TWO
        assert len(list(comparisons_of(group))) == 3

    def test_takes_a_condition_away_and_the_group_it_leaves_empty(self) -> None:
        group = Group(Join.ALL, (self.ONE, Group(Join.ANY, (self.TWO,))))
        assert without(group, (1, 0)) == Group(Join.ALL, (self.ONE,))

    def test_changes_one_and_leaves_the_others(self) -> None:
        group = Group(Join.ALL, (self.ONE, Group(Join.ANY, (self.ONE, self.TWO))))
        changed = put(group, (1, 0), self.TWO)
        assert changed == Group(Join.ALL, (self.ONE, Group(Join.ANY, (self.TWO, self.TWO))))
        assert joined(group, (1,), Join.ALL).parts[1] == Group(Join.ALL, (self.ONE, self.TWO))
        assert joined(group, (), Join.ANY).join is Join.ANY

    @pytest.mark.parametrize("place", [(5,), (0, 0), (-1,), ()])
    def test_refuses_a_place_that_is_not_there(self, place: tuple[int, ...]) -> None:
        with pytest.raises(BadCondition):
            without(Group(Join.ALL, (self.ONE,)), place)
