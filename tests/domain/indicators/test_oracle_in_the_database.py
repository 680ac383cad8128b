"""The 267 invented people, imported as a file would be, print the published figures through the database."""

from datetime import UTC, date, datetime

import pytest

from kpacite import scenarios
from kpacite.domain.indicators import selectors
from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.content import Bilan
from kpacite.domain.indicators.rules.counting import count
from kpacite.domain.indicators.rules.scope import WHOLE_NETWORK
from kpacite.scenarios.bilan.population import FRAME, population
from tests.domain.indicators.published import DERIVED, PUBLISHED
from tests.loaded import loaded_once

pytestmark = pytest.mark.django_db
django_db_setup = loaded_once("bilan-2023")
TURNOVER = {
    "la-fourmiliere": 26_582,
    "coop-manau": 107_457,
    "la-cape": 15_213,
    "kpa-valenciennes": 39_674,
    "moulins-coop": 21_199,
    "kpa-touraine": 15_510 + 48_392,
}


@pytest.fixture
def internal(db: None) -> Bilan:
    return selectors.bilan(FRAME, WHOLE_NETWORK, Audience.INTERNAL)


def test_every_printed_figure(internal: Bilan) -> None:
    for code, (number, denominator, percent) in PUBLISHED.items():
        line = internal.by_code[code]
        assert number is None or line.count == number, code
        assert percent is None or line.percent == percent, code
        assert line.denominator == denominator, code
    for code, found in DERIVED.items():
        line = internal.by_code[code]
        assert (line.count, line.denominator, line.percent) == found, code


def test_the_turnover_of_the_six_kpas_comes_from_the_documents(internal: Bilan) -> None:
    found: dict[str, int] = {}
    for row in internal.turnover:
        found[row.slug] = found.get(row.slug, 0) + row.cents // 100
    assert found == TURNOVER
    assert internal.turnover_total == 274_027_00
    assert {row.words for row in internal.turnover if row.slug == "kpa-touraine"} == {"en 2022", "en 2023"}


def test_the_database_counts_what_memory_counts(internal: Bilan) -> None:
    stored = selectors.counts_of(FRAME, WHOLE_NETWORK)
    invented = count(population(), FRAME)
    assert {code: table.counts for code, table in stored.tables.items()} == {
        code: table.counts for code, table in invented.tables.items()
    }


def test_loading_twice_changes_nothing(internal: Bilan) -> None:
    scenarios.load(["bilan-2023"], now=datetime(2026, 3, 12, tzinfo=UTC))
    again = selectors.bilan(FRAME, WHOLE_NETWORK, Audience.INTERNAL)
    assert again.lines == internal.lines


def test_the_frozen_bilan_is_open_to_funders_and_to_everybody(internal: Bilan) -> None:
    freeze = selectors.published_freeze("2022-2023", Outside.PUBLIC)
    assert freeze is not None
    public = selectors.read(freeze, Audience.PUBLIC)
    assert public.by_code["I15d"].count == 6
    assert public.by_code["I13d"].count is None
    assert selectors.read(freeze, Audience.INTERNAL).lines == internal.lines
    assert freeze.report.last == date(2023, 12, 31)
