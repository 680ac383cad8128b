"""Amounts and dates as banks write them: the format is known, so nothing is guessed."""

import re
from datetime import date, datetime

from kpacite.kernel.typography import MINUS, SPACES

_SPACES = re.compile(rf"[{SPACES}\u00a0\u202f€]|EUR", re.IGNORECASE)
_NUMBER = {
    sign: re.compile(
        rf"(?P<sign>[+-]?)(?P<whole>[0-9]{{1,13}}|[0-9]{{1,3}}(?:{thousands}[0-9]{{3}}){{1,3}})"
        rf"(?:{decimal}(?P<part>[0-9]{{1,5}}))?(?P<after>[+-]?)"
    )
    for sign, decimal, thousands in ((",", ",", r"\."), (".", r"\.", ","))
}
DATE_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%Y%m%d")


def cents_of(text: str, *, decimal: str = ".") -> int:
    """« -1 234,50 » → -123450. Raises ValueError, also for a fraction of a cent."""
    bare = _SPACES.sub("", text.strip()).replace(MINUS, "-")
    found = _NUMBER[decimal].fullmatch(bare)
    if found is None or (found["sign"] and found["after"]):
        raise ValueError(f"no exact value in {text!r}")
    part = (found["part"] or "").rstrip("0").ljust(2, "0")  # CAMT may write five decimals.
    if len(part) > 2:
        raise ValueError(f"no exact value in {text!r}")
    cents = int(found["whole"].replace(".", "").replace(",", "")) * 100 + int(part)
    return -cents if "-" in (found["sign"], found["after"]) else cents


def day_of(text: str, formats: tuple[str, ...] = DATE_FORMATS) -> date:
    """Raises ValueError."""
    for form in formats:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise ValueError(f"no exact value in {text!r}")
