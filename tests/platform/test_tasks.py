import logging
from datetime import UTC, datetime, timedelta

import pytest

from kpacite.platform import tasks
from kpacite.platform.numbering import Counter, next_number
from kpacite.platform.tasks import Every, Job, ScheduledRun, run_due

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_other_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_jobs", {})


def plan(every: Every) -> list[datetime]:
    done: list[datetime] = []

    @tasks.scheduled(every=every)
    def note(now: datetime) -> None:
        done.append(now)

    return done


def test_a_daily_job_is_done_once_a_day() -> None:
    done = plan(Every.DAY)
    calls = [MORNING, MORNING + timedelta(hours=3), MORNING + timedelta(days=1)]
    assert [len(run_due(now)) for now in calls] == [1, 0, 1]
    assert done == [calls[0], calls[2]]
    assert ScheduledRun.objects.count() == 2


@pytest.mark.parametrize(
    ("every", "same", "next_one"),
    [
        (Every.HOUR, timedelta(minutes=59), timedelta(minutes=60)),
        (Every.DAY, timedelta(hours=14, minutes=59), timedelta(hours=15)),  # midnight in Paris
        (Every.WEEK, timedelta(days=6), timedelta(days=7)),  # from Monday
        (Every.MONTH, timedelta(days=29), timedelta(days=30)),
    ],
)
def test_periods_are_those_of_the_calendar_in_paris(
    every: Every, same: timedelta, next_one: timedelta
) -> None:
    assert every.period(MORNING) == every.period(MORNING + same)
    assert every.period(MORNING) != every.period(MORNING + next_one)


def test_the_hour_that_comes_twice_in_october_is_two_hours() -> None:
    summer = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert Every.HOUR.period(summer) != Every.HOUR.period(summer + timedelta(hours=1))


def test_a_job_that_fails_is_logged_undone_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    fails = [True, False]

    @tasks.scheduled(every=Every.DAY)
    def count(now: datetime) -> None:
        next_number("tried")
        if fails.pop(0):
            raise OSError("no disk")

    with caplog.at_level(logging.ERROR):
        assert run_due(MORNING) == []
    assert "no disk" in caplog.text
    assert not Counter.objects.exists()
    assert len(run_due(MORNING)) == 1
    assert Counter.objects.get().last == 1


def test_a_job_that_fails_does_not_keep_the_others_from_running() -> None:
    def broken(now: datetime) -> None:
        raise ValueError

    tasks._jobs["a.broken"] = Job("a.broken", Every.DAY, broken)
    done = plan(Every.DAY)
    assert len(run_due(MORNING)) == 1
    assert done == [MORNING]


def test_a_period_that_another_worker_has_just_claimed_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = plan(Every.DAY)
    run_due(MORNING)
    # Both workers looked before either wrote: the second one meets the unique constraint.
    monkeypatch.setattr(ScheduledRun.objects, "filter", lambda **_: ScheduledRun.objects.none())
    assert run_due(MORNING) == []
    assert len(done) == 1
