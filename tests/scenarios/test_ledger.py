from datetime import UTC, datetime, timedelta

import pytest

from kpacite import scenarios
from kpacite.domain.ledger.models import Entry, FiscalYear, LetteredLine
from tests.domain.ledger.test_posting import problems

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_the_example_book_is_loaded_once_and_holds() -> None:
    scenarios.load(["ledger"], now=NOW)
    entries, lettered = Entry.objects.count(), LetteredLine.objects.count()
    scenarios.load(["ledger"], now=NOW + timedelta(days=3))
    assert (Entry.objects.posted().count(), LetteredLine.objects.count()) == (entries, lettered)
    assert all("exemple" in label for label in Entry.objects.values_list("label", flat=True))
    assert problems() == []


@pytest.mark.django_db
def test_a_later_loading_opens_the_years_that_have_come() -> None:
    scenarios.load(["ledger"], now=NOW)
    scenarios.load(["ledger"], now=NOW.replace(year=2028))
    assert list(FiscalYear.objects.order_by("start").values_list("start__year", flat=True)) == [
        2025,
        2026,
        2027,
        2028,
    ]
