"""A KPA changes its steps and questions: who is midway keeps hers, who comes later gets the new ones."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.members import selectors, services
from kpacite.domain.members.enums import Doer, Reader, StepKind
from kpacite.domain.members.rules import Span
from kpacite.domain.organisations.services.errors import Refused
from kpacite.platform import audit
from tests.factories import members as make
from tests.factories.members import BY
from tests.factories.people import NOW, TODAY

LATER = {"actor": None, "now": NOW + timedelta(days=1)}
MUCH_LATER = {"actor": None, "now": NOW + timedelta(days=2)}
MOMENTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2026, 12, 31))  # noqa: DTZ001


@given(st.lists(MOMENTS, min_size=1, max_size=6, unique=True), MOMENTS)
def test_of_the_versions_of_one_step_exactly_one_holds_at_any_moment(changes, moment):
    edges = [None, *sorted(changes), None]
    versions = [Span(start, end) for start, end in pairwise(edges)]
    assert sum(version.holds(moment) for version in versions) == 1
    assert [version.holds(None) for version in versions] == [False] * len(changes) + [True]


@pytest.fixture
def kpa(la_cape):
    make.make_steps(la_cape.kpa)
    make.make_questions(la_cape.kpa)
    return la_cape.kpa


@pytest.fixture
def midway(kpa):
    """Somebody who has done the first step."""
    file = make.make_file(kpa)
    return services.tick(file=file, step=selectors.current_steps(kpa)[0], done_on=TODAY, **BY)


def words(step, **changed):
    names = ("label", "about", "kind", "doer", "is_optional")
    return {name: getattr(step, name) for name in names} | changed


def labels(rows):
    return [row.label for row in rows]


@pytest.mark.django_db
def test_who_is_midway_keeps_her_steps_and_who_comes_later_gets_the_new_ones(kpa, midway):
    visit = selectors.current_steps(kpa)[1]
    services.change_step(step=visit, **words(visit, label="Un repas ensemble"), **LATER)
    services.add_step(kpa=kpa, kind=StepKind.OTHER, label="Un essai", doer=Doer.TEAM, **LATER)
    before = ["Fiche d’accueil", "Visite avec un membre", "Entretien", "Charte signée"]
    assert labels(selectors.step_list(midway)) == before
    after = ["Fiche d’accueil", "Un repas ensemble", "Entretien", "Un essai", "Charte signée"]
    assert labels(selectors.step_list(make.make_file(kpa, "Lina"))) == after
    assert selectors.keeps_older_steps(midway)
    [event] = audit.for_target(selectors.current_steps(kpa).get(label="Un repas ensemble"))
    assert (event.action, event.data) == ("members.step.changed", {"fields": ["label"]})


@pytest.mark.django_db
def test_a_step_that_nobody_met_is_changed_in_place(kpa):
    visit = selectors.current_steps(kpa)[1]
    assert services.change_step(step=visit, **words(visit, doer=Doer.TEAM), **LATER) == visit


@pytest.mark.django_db
def test_going_over_to_the_steps_of_today_keeps_what_is_done(kpa, midway):
    form, visit = selectors.current_steps(kpa)[:2]
    services.change_step(step=form, **words(form, label="La fiche"), **LATER)
    services.retire(row=visit, **LATER)
    file = services.follow_today(file=midway, **MUCH_LATER)
    rows = selectors.steps_of(file)
    assert [(row.label, row.state) for row in rows] == [
        ("La fiche", "done"),
        ("Entretien", "here"),
        ("Charte signée", "todo"),
    ]
    assert not selectors.keeps_older_steps(file)
    file = services.take_back(file=file, step=rows[0].step, **MUCH_LATER)
    assert (file.state, selectors.steps_of(file)[0].state) == ("contact", "here")


@pytest.mark.django_db
def test_a_step_of_before_is_not_asked_of_someone_who_comes_after(kpa, midway):
    visit = selectors.current_steps(kpa)[1]
    services.retire(row=visit, **LATER)
    services.tick(file=midway, step=visit, done_on=TODAY, **MUCH_LATER)
    with pytest.raises(services.StepElsewhere):
        services.tick(file=make.make_file(kpa, "Lina"), step=visit, done_on=TODAY, **MUCH_LATER)


@pytest.mark.django_db
def test_an_answer_given_for_the_coordination_stays_hidden_when_more_people_read_the_question(kpa, chloe):
    file = make.make_file(kpa)
    question = selectors.current_questions(kpa).get(code="situation")
    services.answer(file=file, question=question, words="Au foyer", **BY)
    changed = {"label": "Et vous ?", "help": "", "reason": "Pour aider", "suggestions": []}
    services.change_question(question=question, reader=Reader.WELCOMERS, **changed, **LATER)
    file = services.follow_today(file=file, **MUCH_LATER)
    entry = selectors.asked(file, coordinates=False)[-1]
    assert (entry.question.label, entry.is_hidden) == ("Et vous ?", True)
    assert not selectors.asked(file, coordinates=True)[-1].is_hidden


@pytest.mark.django_db
def test_the_order_is_changed_one_place_at_a_time_and_the_charter_stays_last(kpa, midway):
    form, visit, interview = selectors.current_steps(kpa)[:3]
    services.move_up(row=interview, **LATER)
    assert labels(selectors.current_steps(kpa)) == [form.label, interview.label, visit.label, "Charte signée"]
    assert labels(selectors.step_list(midway)) == [form.label, visit.label, interview.label, "Charte signée"]
    first = selectors.current_steps(kpa)[0]
    assert services.move_up(row=first, **MUCH_LATER) == first
    tail = services.add_step(kpa=kpa, kind=StepKind.OTHER, label="Un essai", doer=Doer.TEAM, **LATER)
    services.move_up(row=tail, **MUCH_LATER)
    assert labels(selectors.current_steps(kpa))[1:] == [
        interview.label,
        "Un essai",
        visit.label,
        "Charte signée",
    ]


@pytest.mark.django_db
def test_the_charter_is_a_step_once_and_for_all(kpa):
    charter = selectors.current_steps(kpa).get(kind=StepKind.CHARTER)
    with pytest.raises(services.CharterOnce):
        services.add_step(kpa=kpa, kind=StepKind.CHARTER, label="Charte", doer=Doer.TEAM, **LATER)
    with pytest.raises(services.CharterOnce):
        services.change_step(step=charter, **words(charter, kind=StepKind.OTHER), **LATER)
    with pytest.raises(services.CharterStays):
        services.retire(row=charter, **LATER)


@pytest.mark.django_db
def test_what_somebody_else_has_changed_is_told_and_an_empty_name_is_refused(kpa, midway):
    visit = selectors.current_steps(kpa)[1]
    with pytest.raises(Refused):
        services.change_step(step=visit, **words(visit, label=""), **LATER)
    services.retire(row=visit, **LATER)
    with pytest.raises(services.SetupChanged):
        services.change_step(step=visit, **words(visit, label="Visite"), **MUCH_LATER)


@pytest.mark.django_db
def test_two_steps_of_the_same_name_get_codes_of_their_own(kpa):
    given = {"kpa": kpa, "kind": StepKind.OTHER, "label": "Une longue journée au jardin", "doer": Doer.TEAM}
    codes = [services.add_step(**given, **LATER).code for _time in range(2)]
    assert codes == ["une-longue-journee-a", "une-longue-journee-a-2"]
