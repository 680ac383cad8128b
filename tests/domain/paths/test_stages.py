"""Stages: proposed by the person, discussed, begun on a day; every other step is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.paths import rules, selectors, services
from kpacite.domain.paths.enums import MoveState, Situation
from kpacite.domain.paths.models import PathStage, StageMove
from kpacite.domain.paths.rules.stages import FOLLOW_UP_MONTHS
from kpacite.kernel.nir import NationalNumberFound
from kpacite.kernel.period import add_months
from kpacite.platform.audit.models import AuditEvent
from tests.factories.paths import make_path
from tests.factories.people import NOW, TODAY

BY = {"actor": None, "now": NOW}
DATED = {"today": TODAY, **BY}
ACTS = {
    MoveState.DISCUSSED: lambda move: services.discuss_stage(move=move, day=TODAY, with_person=None, **DATED),
    MoveState.ENTERED: lambda move: services.enter_stage(move=move, day=TODAY, **DATED),
    MoveState.WITHDRAWN: lambda move: services.withdraw_stage(move=move, **BY),
}
STEPS = {
    MoveState.PROPOSED: (),
    MoveState.DISCUSSED: (MoveState.DISCUSSED,),
    MoveState.ENTERED: (MoveState.DISCUSSED, MoveState.ENTERED),
    MoveState.WITHDRAWN: (MoveState.WITHDRAWN,),
}


@pytest.fixture
def path(la_cape, amina):
    return make_path(la_cape, amina)


def at(path, state: MoveState, rank: int = 1) -> StageMove:
    move = services.propose_stage(path=path, rank=rank, **BY)
    for step in STEPS[state]:
        move = ACTS[step](move)
    return move


@pytest.mark.django_db
@pytest.mark.parametrize("new", ACTS)
@pytest.mark.parametrize("current", MoveState)
def test_the_table_of_steps_is_the_law_of_the_services(path, current, new):
    move = at(path, current)
    if new in rules.TRANSITIONS[current]:
        assert ACTS[new](move).state == new
    else:
        with pytest.raises(services.WrongMove):
            ACTS[new](move)


@pytest.mark.django_db
@pytest.mark.parametrize("new", MoveState)
@pytest.mark.parametrize("current", MoveState)
def test_the_table_of_steps_is_the_law_of_the_database(path, current, new):
    move = at(path, current)
    dates = {
        MoveState.PROPOSED: (None, None),
        MoveState.DISCUSSED: (TODAY, None),
        MoveState.ENTERED: (TODAY, TODAY),
        MoveState.WITHDRAWN: (move.discussed_on, None),
    }[new]

    def attack() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE paths_stagemove SET state = %s, discussed_on = %s, entered_on = %s WHERE id = %s",
                [new, *dates, move.pk],
            )

    if new == current or new in rules.TRANSITIONS[current]:
        attack()
    else:
        with pytest.raises(IntegrityError):
            attack()


@pytest.mark.django_db
def test_a_move_cannot_be_born_entered_nor_change_its_stage(path):
    move = at(path, MoveState.PROPOSED)
    other = PathStage.objects.get(kpa=path.kpa, rank=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        StageMove.objects.filter(pk=move.pk).update(stage=other)
    services.withdraw_stage(move=move, **BY)
    born = {"state": "entered", "discussed_on": TODAY, "entered_on": TODAY, "proposed_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        StageMove.objects.create(path=path, stage=other, **born)


ranks = st.sets(st.integers(1, 8), min_size=2)


@given(ranks, st.integers(1, 8))
def test_one_goes_to_the_next_stage_or_back_and_never_stays(known, current):
    allowed = {rank for rank in range(10) if rules.stage_may_follow(current, rank, known)}
    later = [rank for rank in sorted(known) if rank > current]
    assert allowed == {rank for rank in known if rank < current} | set(later[:1])


@pytest.mark.django_db
def test_a_path_goes_forward_then_back_and_history_is_kept(path):
    at(path, MoveState.ENTERED, rank=1)
    at(path, MoveState.ENTERED, rank=2)
    at(path, MoveState.ENTERED, rank=1)
    assert selectors.current_stage(path).rank == 1
    assert selectors.moves_of(path).count() == 3
    assert AuditEvent.objects.filter(action="paths.stage.entered").count() == 3


@pytest.mark.django_db
def test_what_a_stage_refuses(path):
    move = at(path, MoveState.PROPOSED)
    with pytest.raises(services.MoveAlreadyOpen):
        services.propose_stage(path=path, rank=2, **BY)
    with pytest.raises(services.NotYet):
        services.discuss_stage(move=move, day=date(2027, 1, 1), with_person=None, **DATED)
    move = ACTS[MoveState.DISCUSSED](move)
    with pytest.raises(services.TooEarly):
        services.enter_stage(move=move, day=date(2023, 1, 1), **DATED)
    services.enter_stage(move=move, day=TODAY, **DATED)
    with pytest.raises(services.StageTooFar):
        services.propose_stage(path=path, rank=3, **BY)
    services.close_path(path=path, day=TODAY, situation=Situation.UNKNOWN, **DATED)
    with pytest.raises(services.PathEnded):
        services.propose_stage(path=path, rank=2, **BY)


@pytest.mark.django_db
def test_a_kpa_has_its_own_stages_in_its_own_number(path, la_cape):
    at(path, MoveState.ENTERED)
    names = ["Arriver", "Explorer", "Partir"]
    services.set_stages(kpa=la_cape.kpa, names=names, **BY)
    assert [name for _rank, name in selectors.stage_names(la_cape)] == names
    assert selectors.current_stage(path).name == rules.DEFAULT_STAGES[0]
    with pytest.raises(services.StagesMissing):
        services.set_stages(kpa=la_cape.kpa, names=["Seule"], **BY)
    with pytest.raises(services.StagesMissing):
        services.set_stages(kpa=la_cape.kpa, names=["Une", "Une"], **BY)


@pytest.mark.django_db
def test_a_national_number_is_refused_in_the_words_of_a_stage(path):
    with pytest.raises(NationalNumberFound):
        services.propose_stage(path=path, rank=1, words="mon numéro 2 99 05 59 350 123", **BY)


@given(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_news_are_asked_once_from_six_months_on(end, today):
    due = rules.follow_up_is_due(end, end, today)
    assert not (due and today < add_months(end, FOLLOW_UP_MONTHS))
    assert not rules.follow_up_is_due(end, max(today, add_months(end, FOLLOW_UP_MONTHS)), today)


@given(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(1, 36), st.integers(0, 1500))
def test_a_path_is_never_planned_beyond_the_shortest_limit(start, months, days):
    other = date.fromordinal(start.toordinal() + days)
    latest = rules.latest_end(start, months, [other])
    assert latest <= other
    assert latest <= add_months(start, months)
