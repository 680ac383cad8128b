"""The bilan again, in plain Python and in another way, written from spec A3.1 to A3.3: nothing is shared."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from math import floor
from typing import Any


def months_between(start: date, end: date) -> int:
    """Step month by month until the next anniversary would be too far."""
    whole = 0
    while True:
        year, month = start.year + (start.month + whole) // 12, (start.month + whole) % 12 + 1
        if date(year, month, min(start.day, monthrange(year, month)[1])) > end:
            return whole
        whole += 1


class Sheet:
    """Code → (count, denominator, percentage)."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[int, int, int | None]] = {}

    def say(self, code: str, some: Sequence[Any], whole: Sequence[Any]) -> None:
        share = floor(100 * len(some) / len(whole) + 0.5) if whole else None
        self.found[code] = (len(some), len(whole), share)

    def by_bounds(self, numbers: list[int], whole: Sequence[Any], **bounds: tuple[int, int]) -> None:
        for code, (low, high) in bounds.items():
            self.say(code, [number for number in numbers if low <= number <= high], whole)


def bilan(paths: Iterable[dict[str, Any]], first: date, last: date) -> dict[str, tuple[int, int, int | None]]:
    latest: dict[int, dict[str, Any]] = {}
    for path in paths:
        if path["start"] > last or (path["end"] and path["end"] < first):
            continue
        old = latest.get(path["person"])
        if old is None or _later(path, old):
            latest[path["person"]] = path
    people = list(latest.values())
    sheet = Sheet()
    _who(sheet, people)
    _work(sheet, people, last)
    _paths(sheet, people, last)
    return sheet.found


def _who(sheet: Sheet, people: list[dict[str, Any]]) -> None:
    sheet.say("I01", [one for one in people if one["gender"] == "woman"], people)
    ages = [months_between(one["birth"], one["start"]) // 12 for one in people if one["birth"] is not None]
    sheet.by_bounds(ages, people, I02a=(0, 24), I02b=(25, 39), I02c=(40, 54), I02d=(55, 200))
    for code, name in (("I05", "single_parent"), ("I06", "protection"), ("I11", "disabled")):
        sheet.say(code, [one for one in people if one[name]], people)
    cut = date(2023, 12, 31)
    areas = [one["qpv_2015" if one["start"] <= cut else "qpv_2024"] for one in people]
    sheet.say("I04", [area for area in areas if area], people)
    sheet.say("I07c", [one for one in people if one["education"] == "bac"], people)
    sheet.say("I07z", [one for one in people if not one["education"]], people)


def _work(sheet: Sheet, people: list[dict[str, Any]], last: date) -> None:
    before = [one for one in people if one["registered_at_entry"]]
    sheet.say("I08", before, people)
    since = [
        months_between(one["registered_on"], one["start"])
        for one in before
        if one["registered_on"] and one["registered_on"] <= one["start"]
    ]
    sheet.by_bounds(since, before, I08a=(0, 5), I08b=(6, 12), I08c=(13, 24), I08d=(25, 60), I08e=(61, 999))
    on_the_way = [
        one
        for one in people
        if not one["registered_at_entry"]
        and one["registered_on"]
        and one["start"] < one["registered_on"] <= min(one["end"] or last, last)
    ]
    sheet.say("I09", on_the_way, people)
    sheet.say("I10", [one for one in people if one["referral"] == "mission_locale"], people)


def _paths(sheet: Sheet, people: list[dict[str, Any]], last: date) -> None:
    planned = [
        months_between(one["start"], one["planned_end"])
        for one in people
        if one["planned_end"] and one["planned_end"] >= one["start"]
    ]
    sheet.by_bounds(planned, people, I12a=(0, 11), I12b=(12, 12), I12c=(13, 23), I12d=(24, 24))
    here = [one for one in people if one["end"] is None or one["end"] > last]
    gone = [one for one in people if one["end"] is not None and one["end"] <= last]
    sheet.say("I13", here, people)
    sheet.say("I14", gone, people)
    stay = [months_between(one["start"], last) for one in here]
    stayed = [months_between(one["start"], one["end"]) for one in gone]
    sheet.by_bounds(stay, here, I13a=(0, 5), I13b=(6, 12), I13c=(13, 21), I13d=(22, 999))
    sheet.by_bounds(stayed, gone, I14a=(0, 5), I14b=(6, 12), I14c=(13, 999))
    _exits(sheet, gone, last)


def _exits(sheet: Sheet, gone: list[dict[str, Any]], last: date) -> None:
    ends = [_last_news(one, last) for one in gone]
    names = ["employment", "training", "business", "other_scheme", "nothing", "civic_service", None]
    for letter, name in zip("abcdefz", names, strict=True):
        sheet.say(f"I15{letter}", [end for end in ends if end[0] == name], gone)
    jobs = [end for end in ends if end[0] == "employment"]
    for letter, name in zip("abcd", ["permanent", "fixed_long", "fixed_short", "temporary"], strict=True):
        sheet.say(f"I16{letter}", [end for end in jobs if end[1] == name], jobs)
    schools = [end for end in ends if end[0] == "training"]
    sheet.say("I17a", [end for end in schools if end[2] is True], schools)
    sheet.say("I17b", [end for end in schools if end[2] is False], schools)


def _later(path: dict[str, Any], old: dict[str, Any]) -> bool:
    """A running path after any that ended; else the later end; else the later start."""
    if (path["end"] is None) != (old["end"] is None):
        return path["end"] is None
    if path["end"] != old["end"]:
        return bool(path["end"] > old["end"])
    return bool(path["start"] > old["start"])


def _last_news(path: dict[str, Any], last: date) -> tuple[Any, Any, Any]:
    news = [fact for fact in path["exits"] if fact[0] <= last]
    if not news:
        return (None, None, None)
    _day, situation, contract, certifying = max(news, key=lambda fact: fact[0])[:4]
    return (situation, contract, certifying)
