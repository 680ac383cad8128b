"""A task that the group makes count otherwise: decided, dated, looked at forward only."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.activities import services
from kpacite.domain.activities.enums import TimeKind
from kpacite.domain.activities.models import TaskCoefficient, WorkEntry
from kpacite.domain.activities.rules import NORMAL_COEFFICIENT, told_times
from kpacite.domain.activities.selectors.tasks import weighing_tasks
from kpacite.domain.activities.services import TimeSpent
from kpacite.domain.organisations.services.errors import Refused
from kpacite.domain.sharing.selectors import gathering
from kpacite.platform.audit.models import AuditEvent
from tests.factories.activities import confirm, join, make_activity, make_job
from tests.factories.people import NOW, TODAY

BY = {"actor": None, "now": NOW}


@given(st.integers(0, 1000))
def test_a_coefficient_is_told_without_useless_zeros(hundredths: int) -> None:
    told = told_times(hundredths)
    assert round(float(told.replace(",", ".")) * 100) == hundredths
    assert not ("," in told and told.endswith("0"))


@pytest.fixture
def cuisine(db, la_cape, amina):
    activity = make_activity(la_cape, "Cuisine")
    join(activity, amina)
    return activity


def decide(activity, hundredths=150, valid_from=date(2026, 1, 1), task="Plonge", reason="C’est plus dur."):
    return services.note_coefficient(
        activity=activity, task=task, hundredths=hundredths, valid_from=valid_from, reason=reason, **BY
    )


def note(la_cape, who, activity, task="Plonge", day=TODAY, **facts):
    spent = TimeSpent(kind=TimeKind.WORK, day=day, minutes=120, activity=activity, task=task, **facts)
    return services.declare_hours(
        kpa=la_cape.kpa, person=who.person, spent=spent, client_id=uuid4(), today=TODAY, anyway=True, **BY
    )


def test_an_hour_takes_the_coefficient_of_its_day_and_keeps_it(la_cape, cuisine, amina) -> None:
    decide(cuisine)
    before = note(la_cape, amina, cuisine)
    decide(cuisine, 200, TODAY)
    assert (before.coefficient, note(la_cape, amina, cuisine).coefficient) == (150, 200)
    before.refresh_from_db()
    assert (before.coefficient, before.task) == (150, "Plonge")
    assert note(la_cape, amina, cuisine, task="").coefficient == NORMAL_COEFFICIENT
    undo = services.cancel_hours(entry=before, client_id=uuid4(), **BY)
    assert (undo.coefficient, undo.task) == (150, "Plonge")


def test_a_correction_keeps_the_task_and_its_weight(la_cape, cuisine, amina) -> None:
    decide(cuisine)
    entry = note(la_cape, amina, cuisine)
    decide(cuisine, 200, TODAY)
    new = services.correct_hours(
        entry=entry, minutes=60, day=TODAY, client_ids=(uuid4(), uuid4()), today=TODAY, **BY
    )
    assert (new.coefficient, new.task) == (150, "Plonge")


def test_a_task_of_another_activity_or_of_another_day_is_refused(la_cape, cuisine, amina) -> None:
    other = make_activity(la_cape, "Jardin")
    decide(other)
    decide(cuisine, valid_from=TODAY)
    for facts in ({"activity": cuisine, "task": "Tonte"}, {"activity": cuisine, "day": date(2026, 3, 1)}):
        with pytest.raises(services.UnknownTask):
            note(la_cape, amina, **facts)
    assert WorkEntry.objects.count() == 0


def test_a_decision_has_a_reason_a_day_and_one_follower(cuisine) -> None:
    first = decide(cuisine)
    with pytest.raises(services.CoefficientAlreadyChanges):
        decide(cuisine, 120, date(2025, 12, 1))
    with pytest.raises(Refused, match="vide"):
        decide(cuisine, reason=" ", valid_from=TODAY)
    with pytest.raises(Refused, match="de 0 à 10"):
        decide(cuisine, 1001, task="Autre")
    second = decide(cuisine, 100, TODAY, task=" plonge ")
    first.refresh_from_db()
    assert (first.valid_to, second.task) == (TODAY, "Plonge")
    assert weighing_tasks([cuisine], TODAY) == []
    assert weighing_tasks([cuisine], date(2026, 1, 1)) == [first]
    assert AuditEvent.objects.filter(action="activities.coefficient.noted").count() == 2


def test_the_sharing_reads_the_weight_and_says_it_in_words(la_cape, cuisine, amina, bilal) -> None:
    decide(cuisine)
    job = make_job(cuisine)
    entry = note(la_cape, amina, None, job=job)
    confirm(entry, bilal)
    facts = gathering.gather([job], la_cape.kpa, TODAY).job
    assert facts.people[0].tasks == ((120, "1.50"),)
    assert facts.coefficients == {
        "Plonge": "Plonge\u00a0: une heure compte 1,5 fois depuis le 01/01/2026. C’est plus dur."
    }


@pytest.mark.parametrize("change", ["hundredths = 1001", "task = ''", "reason = ''", "valid_to = valid_from"])
def test_the_database_refuses_what_a_decision_cannot_be(cuisine, change: str) -> None:
    row = decide(cuisine)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE activities_taskcoefficient SET {change} WHERE id = %s", [row.pk])


def test_the_database_keeps_one_open_decision_for_a_task(cuisine) -> None:
    row = decide(cuisine)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskCoefficient.objects.bulk_create([row])
