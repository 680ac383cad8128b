"""From no bilan at all: the network makes its first one, the members read that of their KPA."""

from datetime import date

import pytest
from django.utils import timezone

from kpacite.domain.indicators.models import ReportFreeze
from kpacite.interfaces.www.bilan.showing import part_words
from tests.interfaces.www.bilan.reading import STAFF, crowd, soup, text_of

pytestmark = pytest.mark.django_db


def test_the_network_prepares_freezes_and_opens_a_bilan(as_, esther, client, network, la_cape):
    crowd(la_cape.kpa, 40, date(2025, 2, 1))
    browser = as_(esther)
    words = {"title": "Bilan 2025", "first": "1er janvier 2025", "last": "31/12/2025", "age_on": "entry"}
    assert browser.post(f"{STAFF}preparer/", words | {"first": "hier"}).status_code == 422
    response = browser.post(f"{STAFF}preparer/", words | {"first": "1/1/2025"})
    assert (response.status_code, response.url) == (303, f"{STAFF}bilan-2025/")
    assert "Rien n’est figé" in text_of(browser.get(response.url))
    assert browser.post(f"{STAFF}bilan-2025/figer/").status_code == 303
    freeze = ReportFreeze.objects.get()
    assert freeze.author == esther.person
    opening = f"{STAFF}bilan-2025/1/publier/public/"
    assert "reste lisible pour toujours" in text_of(browser.get(opening))
    assert browser.post(opening).status_code == 303
    again = browser.post(opening)
    assert (again.status_code, "déjà publié" in again.content.decode()) == (422, True)
    client.logout()
    assert "40 coopérant·es" in text_of(client.get("/reseau/bilan/bilan-2025/"))


def test_members_read_the_bilan_of_their_kpa_without_small_groups(as_, amina, la_cape):
    last = timezone.localdate().year - 1
    crowd(la_cape.kpa, 12, date(last, 2, 1))
    page = text_of(as_(amina).get("/la-cape/bilan/"))
    assert "12 personnes ont eu un parcours ici" in page
    assert "Sous 30 personnes, on ne les décrit pas davantage" in page
    crowd(la_cape.kpa, 40, date(last, 3, 1))
    page = text_of(as_(amina).get("/la-cape/bilan/"))
    assert "Ce qui était prévu" in page or "Les personnes présentes" in page


def test_a_year_with_three_people_is_not_told(as_, amina, la_cape):
    last = timezone.localdate().year - 1
    crowd(la_cape.kpa, 3, date(last, 2, 1))
    assert "Trop peu de personnes" in text_of(as_(amina).get("/la-cape/bilan/"))


def test_only_whole_years_that_are_over_can_be_asked(as_, amina, la_cape):
    this = timezone.localdate().year
    page = as_(amina).get(f"/la-cape/bilan/?annee={this}")
    chips = [chip.get_text(strip=True) for chip in soup(page).select(".puce")]
    assert str(this) not in chips
    assert str(this - 1) in chips


@pytest.mark.parametrize(
    ("count", "base", "words"),
    [
        (72, 98, "presque 3 personnes sur 4"),
        (3, 4, "3 personnes sur 4"),
        (51, 100, "plus de 1 personne sur 2"),
        (17, 100, "17 % des personnes"),
    ],
)
def test_a_part_is_said_as_people_say_it(count, base, words):
    assert part_words(count, base) == words
