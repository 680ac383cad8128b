"""Jobs and shifts: states, and a shift that follows its job."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kpacite.domain.activities.enums import JobState

JOB_TRANSITIONS: Mapping[JobState, frozenset[JobState]] = {
    JobState.PLANNED: frozenset({JobState.DONE, JobState.CANCELLED}),
    JobState.DONE: frozenset(),
    JobState.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` up to, and not including, `end`."""

    start: datetime
    end: datetime


def job_may_become(current: JobState, wanted: JobState) -> bool:
    return wanted in JOB_TRANSITIONS[current]


def moved(shift: Span, old: Span, new: Span) -> Span:
    """A shift after its job went from `old` to `new`.

    One that took the whole job takes the whole new one; another keeps its length and its start.
    """
    if shift == old:
        return new
    delta = new.start - old.start
    return Span(shift.start + delta, shift.end + delta)
