"""Jobs that come back every hour, day, week or month, each done once per period whoever wakes first.

    @scheduled(every=Every.DAY)
    def remind_of_expiring_papers(now: datetime) -> None: ...

`run_due` is called often (a loop in the worker, cron, a systemd timer). The row (job, period) is written in
the job's own transaction: two workers cannot both do it, and a job that fails leaves no row, so the next
call tries again. A job is short: it enqueues tasks for whatever is long or leaves the machine.
"""

import enum
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)
Run = Callable[[datetime], None]


class Every(enum.Enum):
    """How often; the value writes the period down (local time, ISO weeks)."""

    HOUR = "%Y-%m-%dT%H"
    DAY = "%Y-%m-%d"
    WEEK = "%G-W%V"
    MONTH = "%Y-%m"

    def period(self, now: datetime) -> str:
        # Without the offset, the hour that comes twice in October would be one period.
        offset = "%z" if self is Every.HOUR else ""
        return timezone.localtime(now).strftime(self.value + offset)


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    every: Every
    run: Run


class ScheduledRun(models.Model):
    """This job has been done for this period."""

    job = models.CharField(_("tâche"), max_length=120)
    period = models.CharField(_("période"), max_length=20)
    done_at = models.DateTimeField(_("faite le"))

    class Meta:
        verbose_name = _("tâche planifiée faite")
        verbose_name_plural = _("tâches planifiées faites")
        constraints = [
            models.UniqueConstraint(
                fields=["job", "period"],
                name="scheduled_run_once",
                violation_error_message=_("Cette tâche est déjà faite pour cette période."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.period}"


_jobs: dict[str, Job] = {}


def scheduled(*, every: Every) -> Callable[[Run], Run]:
    """Register a job under its dotted path. Put it in a module that `AppConfig.ready` imports."""

    def keep(run: Run) -> Run:
        name = f"{run.__module__}.{run.__qualname__}"
        _jobs[name] = Job(name, every, run)
        return run

    return keep


def jobs() -> list[Job]:
    return sorted(_jobs.values(), key=lambda job: job.name)


def run_due(now: datetime) -> list[str]:
    """Do every job not yet done for its current period; the names of those done by this call.

    A job that fails is logged and undone as a whole; it does not keep the others from running.
    """
    return [job.name for job in jobs() if _run(job, now)]


def _run(job: Job, now: datetime) -> bool:
    period = job.every.period(now)
    if ScheduledRun.objects.filter(job=job.name, period=period).exists():
        return False
    try:
        with transaction.atomic():
            if not _claim(job, period, now):
                return False
            job.run(now)
    except Exception:
        logger.exception("Scheduled job %s failed for %s; it will be tried again.", job.name, period)
        return False
    return True


def _claim(job: Job, period: str, now: datetime) -> bool:
    try:
        with transaction.atomic():
            ScheduledRun.objects.create(job=job.name, period=period, done_at=now)
    except IntegrityError:
        return False  # Another worker has just done it.
    return True
