"""Members, ages, turnover and full-time equivalents that the presentation of 2019 tells of each KPA.

The facts are read where the scenarios keep them, with their quotes: no figure is written again here.
"""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kpacite import scenarios
from kpacite.domain.indicators import selectors
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import WHOLE_NETWORK
from kpacite.domain.paths.models import PersonFacts
from tests.factories.invoices import make_issued, ready_to_invoice, row
from tests.factories.paths import make_path
from tests.factories.people import NOW, TODAY, make_person

pytestmark = pytest.mark.django_db
DECK = "000"
FOLDER = Path(scenarios.__file__).parent / "network" / "kpas"
FACTS: dict[str, dict[str, dict[str, Any]]] = {
    path.stem: {
        fact["indicator"]: fact for fact in tomllib.loads(path.read_text())["fact"] if fact["source"] == DECK
    }
    for path in FOLDER.glob("*.toml")
    if "[[fact]]" in path.read_text()
}
WITH_AGES = sorted(slug for slug, facts in FACTS.items() if "age_min" in facts)
WITH_TURNOVER = sorted(slug for slug, facts in FACTS.items() if "turnover" in facts)


def measured(frame: Frame) -> dict[tuple[str, str], int | None]:
    rows = selectors.bilan(frame, WHOLE_NETWORK, Audience.INTERNAL).measures
    return {(row.code, row.slug): row.value for row in rows}


def until(day: date) -> Frame:
    return Frame(day - timedelta(days=364), day)


def test_the_presentation_tells_of_three_kpas() -> None:
    assert WITH_AGES == WITH_TURNOVER == ["illicoop", "la-cape", "moulins-coop"]


@pytest.mark.parametrize("slug", WITH_AGES)
def test_members_and_their_ages_on_the_day(network, la_cape, slug: str) -> None:
    facts = FACTS[slug]
    day, people = facts["members"]["as_of"], facts["members"]["people"]
    youngest, oldest = facts["age_min"]["years"], facts["age_max"]["years"]
    for age in [youngest, *[oldest] * (people - 1)]:
        person = make_person()
        PersonFacts.objects.create(person=person, birth_date=day.replace(year=day.year - age))
        make_path(la_cape, person, start=day)
    found = measured(until(day))
    assert [found[code, "la-cape"] for code in ("K06", "K06a", "K06b")] == [people, youngest, oldest]


@pytest.mark.parametrize("slug", WITH_TURNOVER)
def test_turnover_since_a_date(network, la_cape, carrier, slug: str) -> None:
    cents = int(Decimal(FACTS[slug]["turnover"]["euros"]) * 100)
    ready_to_invoice(carrier)
    make_issued(la_cape, lines=[row("Ce qui est facturé depuis le début", "1", cents)])
    assert measured(until(TODAY))["K02", "la-cape"] == cents


def test_full_time_equivalents_of_the_support_teams() -> None:
    scenarios.load(["network"], now=NOW)
    told = {slug: facts["support_fte"] for slug, facts in FACTS.items() if "support_fte" in facts}
    found = measured(until(max(fact["as_of"] for fact in told.values())))
    assert {slug: value for (code, slug), value in found.items() if code == "K07"} == {
        slug: int(Decimal(fact["fte"]) * 100) for slug, fact in told.items()
    }
