from datetime import date

import pytest
from django.core.cache import cache

from kpacite.domain.organisations.enums import ChecklistUse
from kpacite.domain.organisations.models import Checklist, ChecklistItem, Kpa, Organisation
from tests.factories.organisations import make_kpa, make_place, make_source


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests() -> None:
    cache.clear()


@pytest.fixture
def moulins(db: None) -> Kpa:
    place = make_place(name="Maison de quartier", city="Lille", insee_code="59350")
    return make_kpa("Moulins Coop", slug="moulins-coop", place=place)


@pytest.fixture
def ingredients(network: Organisation) -> Checklist:
    checklist = Checklist.objects.create(
        code="ingredients-2024",
        title="Les 3 ingrédients",
        use=ChecklistUse.GATE,
        date_words="2024",
        position=1,
        source=make_source(),
    )
    for rank, (code, title) in enumerate(
        [("collectif", "Un collectif"), ("lieu", "Un lieu"), ("cape", "Le CAPE")], start=1
    ):
        ChecklistItem.objects.create(checklist=checklist, position=rank, code=code, title=title)
    return checklist


LONG_AGO = date(2024, 1, 1)
