import gzip
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpacite.integrations import communes, france_map
from kpacite.integrations.communes.reader import departement_of, located
from kpacite.integrations.france_map.geometry import inside, spread
from kpacite.integrations.france_map.outline import DATA
from tests.integrations.places import NETWORK_COMMUNES

OVERSEAS = {"971", "972", "973", "974", "976"}
LILLE_AREA = ["59512", "59350", "59410", "59378", "59360", "59009"]


@pytest.fixture(scope="module")
def shapes():
    return {departement.code: departement.rings() for departement in france_map.outline()}


def pin(insee):
    commune = communes.find(insee)
    return france_map.project(commune.latitude, commune.longitude)


@pytest.mark.parametrize("insee", NETWORK_COMMUNES)
def test_each_commune_of_the_network_falls_in_its_departement_only(insee, shapes):
    holders = [code for code, rings in shapes.items() if inside(pin(insee), rings)]

    assert holders == [insee[:2]]


def test_nearly_all_communes_of_france_fall_in_their_departement(shapes):
    drawn = [(insee, france_map.project(latitude, longitude)) for insee, latitude, longitude in located()]
    drawn = [(insee, point) for insee, point in drawn if point]
    outside = [insee for insee, point in drawn if not inside(point, shapes[departement_of(insee)])]

    assert len(drawn) > 14_700
    assert len(outside) / len(drawn) < 0.02


def test_every_departement_is_there_once():
    codes = [departement.code for departement in france_map.outline()]

    assert len(codes) == len(set(codes)) == 101
    assert {"2A", "2B", "59", "75", "90"} | OVERSEAS <= set(codes)
    assert {d.code for d in france_map.outline() if d.overseas} == OVERSEAS
    assert {"Nord", "Paris", "La Réunion"} <= {d.name for d in france_map.outline()}
    assert all(d.name for d in france_map.outline())


def test_neighbours_share_their_border(shapes):
    """Simplified separately, Nord and Pas-de-Calais would leave slits between them."""
    nord = {corner for ring in shapes["59"] for corner in ring}
    pas_de_calais = {corner for ring in shapes["62"] for corner in ring}

    assert len(nord & pas_de_calais) > 10


def test_an_overseas_commune_is_pinned_in_its_frame(shapes):
    commune = communes.find("97411")

    assert inside(france_map.project(commune.latitude, commune.longitude), shapes["974"])


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(48.2, 16.4), (-22.3, 166.4), (None, None), (50.0, None)]
)
def test_a_place_that_is_not_drawn_has_no_pin(latitude, longitude):
    assert france_map.project(latitude, longitude) is None


def test_north_is_up_and_east_is_right():
    lille, tours = pin("59350"), pin("37261")

    assert lille[1] < tours[1]
    assert lille[0] > tours[0]


def test_all_is_inside_the_view_box(shapes):
    left, top, width, height = france_map.viewbox()
    corners = [corner for rings in shapes.values() for ring in rings for corner in ring]

    assert all(left < x < left + width and top < y < top + height for x, y in corners)
    assert str(france_map.viewbox()) == "-16 -16 1258 1202"


def test_an_inset_holds_its_departement(shapes):
    left, top, width, height = france_map.inset("59")

    assert all(left < x < left + width and top < y < top + height for ring in shapes["59"] for x, y in ring)
    assert width < france_map.viewbox().width / 5
    with pytest.raises(KeyError):
        france_map.inset("00")


def test_the_inset_of_the_lille_area_tells_its_pins_apart():
    points = [pin(insee) for insee in LILLE_AREA]
    box = france_map.around(points)
    # Drawn 350 px wide, a 4 px pin for each leaves them apart.
    closest = min(math.dist(one, other) for one in points for other in points if one != other)

    assert closest * 350 / box.width > 8


def test_one_point_alone_still_gives_a_view_box_with_a_size():
    assert france_map.around([(100.0, 100.0)], smallest=40) == (80, 80, 40, 40)


points_in_a_crowd = st.lists(
    st.tuples(st.floats(0, 60, allow_nan=False), st.floats(0, 60, allow_nan=False)), max_size=20
)


@settings(deadline=None)
@given(points_in_a_crowd, st.floats(1, 30))
def test_spread_pins_never_overlap_and_keep_their_order(points, distance):
    placed = spread(points, distance)

    assert len(placed) == len(points)
    assert placed == spread(points, distance)
    for rank, one in enumerate(placed):
        assert all(math.dist(one, other) >= distance for other in placed[:rank])


def test_pins_far_enough_stay_where_they_are():
    assert spread([(0.0, 0.0), (50.0, 0.0), (51.0, 0.0)], 20)[:2] == [(0.0, 0.0), (50.0, 0.0)]


def test_the_outline_stays_light():
    data = DATA.read_bytes()

    assert len(data) < 25_000
    assert len(gzip.compress(data, mtime=0)) < 10_240
