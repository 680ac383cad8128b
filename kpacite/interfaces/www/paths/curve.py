"""How a skill was seen over time, drawn by the server: one line for each voice, and the same in a sentence.

Lines differ by their dashes and their marks, never by colour alone; every value stands in the text below.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kpacite.domain.paths.enums import Level, Voice
from kpacite.domain.paths.models import SkillView
from kpacite.domain.paths.selectors import SkillRow
from kpacite.platform.templatetags.kpacite import jour

WIDTH, STEP, LEFT, RIGHT, TOP = 380, 36, 190, 14, 18
EDGE = LEFT - 12
SPAN = WIDTH - LEFT - RIGHT


@dataclass(frozen=True, slots=True)
class Mark:
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """`path`: the points as SVG writes them; `said`: the sentence; `views`: the values in text."""

    voice: str
    label: str
    path: str
    marks: list[Mark]
    said: str
    views: list[SkillView]


@dataclass(frozen=True, slots=True)
class Curve:
    """`drawn`: whether there is a time to draw, that is two different days. `edge`: right of it, the lines;
    left of it, the names of the levels.
    """

    drawn: bool
    box: str
    width: int
    edge: int
    lines: list[VoiceLine]
    levels: list[tuple[int, str]]
    first: date
    last: date


def curve_of(row: SkillRow) -> Curve:
    """Of a skill that someone has seen at least once."""
    days = [view.said_on for view in row.views]
    first, last = min(days), max(days)
    lines = [
        _line(voice, [view for view in row.views if view.voice == voice], first, last) for voice in Voice
    ]
    top = max(Level.values)
    return Curve(
        drawn=first < last,
        box=f"0 0 {WIDTH} {2 * TOP + STEP * (top - 1)}",
        width=WIDTH,
        edge=EDGE,
        lines=[line for line in lines if line.views],
        levels=[(y_of(level), str(Level(level).label)) for level in sorted(Level.values, reverse=True)],
        first=first,
        last=last,
    )


def _line(voice: Voice, views: list[SkillView], first: date, last: date) -> VoiceLine:
    marks = [Mark(x_of(view.said_on, first, last), y_of(view.level)) for view in views]
    return VoiceLine(
        voice=voice.value,
        label=str(voice.label),
        path=" ".join(f"{mark.x},{mark.y}" for mark in marks),
        marks=marks,
        said=_said(voice, views),
        views=views,
    )


def x_of(day: date, first: date, last: date) -> int:
    span = (last - first).days
    return LEFT + (round(SPAN * (day - first).days / span) if span else 0)


def y_of(level: int) -> int:
    """The highest level stands highest."""
    return TOP + STEP * (max(Level.values) - level)


def _said(voice: Voice, views: list[SkillView]) -> str:
    """« La personne : « Je fais seul·e » le 6 novembre ; au début, « Je découvre ». »"""
    if not views:
        return ""
    first, last = views[0], views[-1]
    words = {
        "voice": voice.label,
        "now": Level(last.level).label,
        "day": jour(last.said_on),
        "before": Level(first.level).label,
    }
    if len(views) == 1 or first.level == last.level:
        return _("%(voice)s : « %(now)s », dit le %(day)s.") % words
    return _("%(voice)s : « %(now)s », dit le %(day)s ; au début, « %(before)s ».") % words
