"""The turn of each in a group: for those who share the work out, and for nobody else."""

import pytest

from tests.factories.activities import join
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db
TURNS = "/la-cape/agenda/tour-de-role/cuisine/"


def test_the_group_and_the_coordination_read_it_and_nobody_else(as_, request, cuisine):
    people = {name: request.getfixturevalue(name) for name in ("amina", "chloe", "gaelle", "hugo", "fanny")}
    join(cuisine, people["amina"])
    page = text_of(as_(people["amina"]).get(TURNS))
    assert "Pas encore de travail depuis 3 mois : Amina et Bilal." in page
    found = {name: as_(who).get(TURNS).status_code for name, who in people.items()}
    assert found == {"amina": 200, "chloe": 200, "gaelle": 403, "hugo": 403, "fanny": 404}
    assert as_(people["chloe"]).get("/la-cape/agenda/tour-de-role/rien/").status_code == 404


def test_the_way_there_is_where_one_asks_someone(as_, bilal, gaelle, cuisine):
    assert TURNS in text_of(as_(bilal).get("/la-cape/activites/cuisine/"))
    assert TURNS not in text_of(as_(gaelle).get("/la-cape/activites/cuisine/"))
