import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpacite.integrations import communes
from kpacite.integrations.communes.folding import folded
from kpacite.integrations.communes.reader import DATA
from tests.integrations.places import NETWORK_COMMUNES


@pytest.mark.parametrize(("insee", "name"), NETWORK_COMMUNES.items())
def test_the_communes_of_the_network_are_found_and_located(insee, name):
    commune = communes.find(insee)

    assert commune is not None
    assert (commune.insee, commune.name, commune.departement) == (insee, name, insee[:2])
    assert not commune.approximate
    assert 41 < commune.latitude < 51.2
    assert -5.2 < commune.longitude < 9.7


def test_a_known_commune_has_all_its_columns():
    assert communes.find("59512") == communes.Commune(
        insee="59512",
        name="Roubaix",
        postcodes=("59100",),
        departement="59",
        latitude=50.6942,
        longitude=3.1746,
        approximate=False,
    )


@pytest.mark.parametrize("insee", ["00000", "99999", "5951", "59", "", "595122", "ABCDE"])
def test_an_unknown_code_gives_nothing(insee):
    assert communes.find(insee) is None


def test_corsican_and_overseas_codes_work():
    assert communes.find("2a004").name == "Ajaccio"
    reunion = communes.find("97411")
    assert (reunion.departement, round(reunion.latitude)) == ("974", -21)


def test_a_commune_that_no_source_locates_stands_in_the_middle_of_its_departement():
    creyssac = communes.find("24144")

    assert creyssac.approximate
    assert (round(creyssac.latitude), round(creyssac.longitude)) == (45, 1)


def test_a_postal_code_gives_every_commune_it_serves():
    assert [commune.name for commune in communes.by_postcode("59 100")] == ["Roubaix"]
    assert {"Lille"} == {commune.name for commune in communes.by_postcode("59800")}
    names = [commune.name for commune in communes.by_postcode("24190")]
    assert "Douzillac" in names
    assert len(names) > 3
    assert names == sorted(names, key=folded)
    assert communes.by_postcode("00000") == []


@pytest.mark.parametrize(
    ("typed", "name", "departement"),
    [
        ("lille", "Lille", "59"),
        ("MONS EN BAROEUL", "Mons-en-Barœul", "59"),
        ("barœul mons", "Mons-en-Barœul", "59"),
        ("villeneuve dascq", "Villeneuve-d'Ascq", "59"),
        ("villeneuve d’ascq", "Villeneuve-d'Ascq", "59"),
        ("ascq", "Villeneuve-d'Ascq", "59"),
        ("rochelle", "La Rochelle", "17"),
        ("st denis 93", "Saint-Denis", "93"),
        ("ste genevieve des bois", "Sainte-Geneviève-des-Bois", "91"),
        ("Bailleul 59", "Bailleul", "59"),
        ("l hay les roses", "L'Haÿ-les-Roses", "94"),
        ("59100", "Roubaix", "59"),
        ("Roubaix (59100)", "Roubaix", "59"),
        ("  Tours  ", "Tours", "37"),
    ],
)
def test_a_commune_is_found_as_people_type_it(typed, name, departement):
    first = communes.search(typed, limit=5)[0]

    assert (first.name, first.departement) == (name, departement)


@pytest.mark.parametrize("typed", ["", "   ", "-", "xyzzyx", "Roubaix 75"])
def test_a_search_without_answer_is_empty(typed):
    assert communes.search(typed) == []


def test_the_limit_is_kept():
    assert len(communes.search("saint", limit=7)) == 7


@settings(max_examples=30, deadline=None)  # the first search reads the file
@given(st.text(max_size=30))
def test_no_text_breaks_the_search(typed):
    assert len(communes.search(typed, limit=3)) <= 3


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(typed):
    assert folded(folded(typed)) == folded(typed)


def test_a_departement_has_a_name():
    assert communes.departement_name("59") == "Nord"
    assert communes.departement_name("2a") == "Corse-du-Sud"
    assert communes.departement_name("97") is None
    assert communes.departement_name("59512") is None


def test_the_shipped_file_stays_small():
    assert DATA.stat().st_size < 500_000
