import pytest

from kpacite.domain.organisations.selectors import hats_of
from kpacite.interfaces.www.homes.kpa_places import items_of
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
WITH_MENU = 1


@pytest.mark.parametrize("name", ["amina", "bilal", "gaelle", "chloe", "hugo", "driss"])
def test_the_bar_of_a_phone_holds_five_places_with_the_menu(name, request, carrier, la_cape) -> None:
    person = request.getfixturevalue(name).person
    items = items_of(la_cape, hats_of(person, NOW.date()))
    assert items[0].url_name == "kpa_home"
    assert sum(not item.wide for item in items) + WITH_MENU <= 5
    assert len({item.url_name for item in items}) == len(items)
