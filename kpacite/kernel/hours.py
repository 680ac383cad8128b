"""Time worked, in whole minutes: read as people write it, shown as « 5 h 30 », never as 5,5 h."""

import re
from fractions import Fraction

from .errors import DomainError
from .typography import MINUS, NO_BREAK

MINUTES_IN_AN_HOUR = 60

_HOUR = r"\s*(?:h|heures?)"
_MINUTE = r"\s*(?:m|mn|min|minutes?)"
_CLOCK = re.compile(r"[0-9]{1,4}:[0-5][0-9]")
_HOURS_AND_MINUTES = re.compile(
    rf"[0-9]{{1,4}}{_HOUR}\s*(?:[0-5][0-9](?:{_MINUTE})?|[0-9]{_MINUTE})", re.IGNORECASE
)
_HOURS = re.compile(rf"(?P<whole>[0-9]{{1,4}})(?:[.,](?P<part>[0-9]{{1,2}}))?{_HOUR}", re.IGNORECASE)
_MINUTES = re.compile(rf"(?P<minutes>[0-9]{{1,5}}){_MINUTE}", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_DIGITS = re.compile(r"[0-9]+")


class InvalidDuration(DomainError):
    """The text is no duration."""

    code = "duration.invalid"
    sentence = "Écrivez une durée, par exemple 2\u00a0h\u00a030 ou 45\u00a0min."


class AmbiguousDuration(InvalidDuration):
    """A number without its unit: hours for some, minutes for others."""

    code = "duration.ambiguous"
    sentence = "Heures ou minutes\u00a0? Écrivez par exemple 2\u00a0h ou 45\u00a0min."


class UnevenDuration(InvalidDuration):
    """A fraction of an hour that is no whole number of minutes, such as 1,33 h."""

    code = "duration.uneven"
    sentence = "Écrivez les heures et les minutes, par exemple 1\u00a0h\u00a020."


def parse_minutes(text: str) -> int:
    """Read `2h`, `2 h 30`, `2:00`, `1,5 h` or `45 min`; raise `InvalidDuration` rather than guess."""
    typed = text.strip()
    if _CLOCK.fullmatch(typed) or _HOURS_AND_MINUTES.fullmatch(typed):
        hours, minutes = _DIGITS.findall(typed)
        return int(hours) * MINUTES_IN_AN_HOUR + int(minutes)
    if match := _HOURS.fullmatch(typed):
        return _whole_minutes(Fraction(f"{match['whole']}.{match['part'] or 0}"))
    if match := _MINUTES.fullmatch(typed):
        return int(match["minutes"])
    raise AmbiguousDuration if _BARE_NUMBER.fullmatch(typed) else InvalidDuration


def _whole_minutes(hours: Fraction) -> int:
    minutes = hours * MINUTES_IN_AN_HOUR
    if minutes.denominator != 1:
        raise UnevenDuration
    return int(minutes)


def format_minutes(minutes: int) -> str:
    """Show a duration: « 5 h 30 », « 2 h », « 30 min », with no-break spaces and a true minus sign."""
    sign = MINUS if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), MINUTES_IN_AN_HOUR)
    if hours == 0:
        return f"{sign}{rest}{NO_BREAK}min"
    if rest == 0:
        return f"{sign}{hours}{NO_BREAK}h"
    return f"{sign}{hours}{NO_BREAK}h{NO_BREAK}{rest:02d}"
