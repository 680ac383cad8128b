"""Hours of two bilans set side by side: what is left of one when the other is taken away is not of a few."""

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.indicators import selectors, services
from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.models import ReportFreeze
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.spans import Span, newly_told
from tests.domain.indicators.attacker import Attacker
from tests.factories.activities import make_hours
from tests.factories.people import NOW, make_account

DAYS = [date(2025, 1, 1) + timedelta(days=day) for day in range(6)]
SPANS = list(combinations(DAYS, 2))
BY = {"actor": None, "now": NOW}
YEAR = Frame(date(2025, 1, 1), date(2025, 12, 31))
ELEVEN_MONTHS = Frame(date(2025, 1, 1), date(2025, 11, 30))


def readable(told: set[Span], wanted: Span) -> bool:
    """Whether somebody who solves the equations finds the hours of these days."""
    attacker = Attacker()
    for first, after in [*told, wanted]:
        days: dict[object, int] = {day: 1 for day, _ in pairwise(DAYS) if first <= day < after}
        if (first, after) == wanted:
            days["wanted"] = -1
        attacker.knows_sum(days, 0 if (first, after) == wanted else 1_000)
    if wanted in told:
        return True
    return "wanted" in attacker.solved()


@given(known=st.sets(st.sampled_from(SPANS), max_size=5), new=st.sampled_from(SPANS))
def test_what_a_new_sum_tells_is_what_the_equations_give(known: set[Span], new: Span) -> None:
    found = set(newly_told(known, new))
    for span in SPANS:
        before, after = readable(known, span), readable({*known, new}, span)
        assert (span in found) == (after and not before and span != new), span


@pytest.fixture
def year(la_cape):
    """Six people work in June, one of them alone in December."""
    people = [make_account(f"Personne {rank}") for rank in range(6)]
    for person in people:
        make_hours(la_cape, person, 600, day=date(2025, 6, 2))
    make_hours(la_cape, people[0], 90, day=date(2025, 12, 3))


def frozen(title: str, frame: Frame) -> ReportFreeze:
    report = services.prepare_report(title=title, frame=frame, **BY)
    return services.freeze_report(report=report, author=None, today=NOW.date(), **BY)


def published(title: str, frame: Frame, audience: Outside = Outside.PUBLIC) -> ReportFreeze:
    freeze = frozen(title, frame)
    services.publish_freeze(freeze=freeze, audience=audience, **BY)
    return freeze


def hours_told(freeze: ReportFreeze, audience: Audience = Audience.PUBLIC) -> dict[str, int | None]:
    rows = selectors.read(freeze, audience).measures
    return {row.code: row.value for row in rows if row.code in ("K03b", "K04")}


@pytest.mark.django_db
@pytest.mark.parametrize("first", [YEAR, ELEVEN_MONTHS])
def test_the_hours_of_one_person_are_not_what_is_left(network, year, first: Frame) -> None:
    second = ELEVEN_MONTHS if first == YEAR else YEAR
    assert None not in hours_told(published("Le premier", first)).values()
    assert hours_told(published("Le second", second)) == {"K03b": None, "K04": None}


@pytest.mark.django_db
def test_what_a_funder_reads_counts_for_everybody(network, year) -> None:
    published("Pour un financeur", YEAR, Outside.FUNDER)
    assert hours_told(frozen("Pour tous", ELEVEN_MONTHS))["K03b"] is None


@pytest.mark.django_db
def test_six_people_may_be_what_is_left(network, year) -> None:
    published("Janvier à mai", Frame(date(2025, 1, 1), date(2025, 5, 31)))
    assert hours_told(published("L’année", YEAR))["K03b"] == 6 * 600 + 90


@pytest.mark.django_db
def test_nobody_in_a_month_is_known_too(network, year) -> None:
    """July to November says that nobody worked: the year less that is a year less December."""
    published("L’été", Frame(date(2025, 7, 1), date(2025, 11, 30)))
    published("Jusqu’à juin", Frame(date(2025, 1, 1), date(2025, 6, 30)))
    assert hours_told(published("L’année", YEAR))["K03b"] is None


@pytest.mark.django_db
def test_two_bilans_frozen_before_either_was_published_are_compared_at_publication(network, year) -> None:
    one, other = frozen("L’année", YEAR), frozen("Onze mois", ELEVEN_MONTHS)
    services.publish_freeze(freeze=one, audience=Outside.PUBLIC, **BY)
    with pytest.raises(services.NotForThisAudience):
        services.publish_freeze(freeze=other, audience=Outside.PUBLIC, **BY)
    again = services.freeze_report(
        report=other.report, reason="Après l’année", author=None, today=NOW.date(), **BY
    )
    services.publish_freeze(freeze=again, audience=Outside.PUBLIC, **BY)
    assert hours_told(again)["K03b"] is None
