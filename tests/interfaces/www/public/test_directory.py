import csv
import io

import pytest
from django.test import Client

from kpacite.domain.organisations.enums import KpaStatus
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.selectors import KpaCard
from kpacite.interfaces.www.public.maps import network_map
from tests.factories.organisations import make_kpa, make_kpa_tag, make_place

pytestmark = pytest.mark.django_db
LILLE = [("Lille", 50.63, 3.06), ("Loos", 50.61, 3.01), ("Roubaix", 50.69, 3.17)]


def text_of(response) -> str:
    return response.content.decode()


def located(name: str, city: str, latitude: float, longitude: float, **fields: object) -> Kpa:
    place = make_place(
        name=f"Lieu de {name}", city=city, latitude=latitude, longitude=longitude, coordinate_source="commune"
    )
    return make_kpa(name, place=place, **fields)


def test_a_typing_error_and_a_missing_accent_still_find(client: Client, moulins: Kpa) -> None:
    make_kpa_tag(moulins, "sérigraphie")
    make_kpa("La Fourmilière")
    page = text_of(client.get("/kpa/", {"q": "serigrafie"}))
    assert "Moulins Coop" in page
    assert "La Fourmilière" not in page


def test_chips_filter_by_activity_and_by_state(client: Client, moulins: Kpa) -> None:
    make_kpa_tag(moulins, "couture")
    make_kpa("Bailleul", status=KpaStatus.CONSIDERING)
    assert "Bailleul" not in text_of(client.get("/kpa/", {"activite": "couture"}))
    assert "Moulins Coop" not in text_of(client.get("/kpa/", {"statut": "en-projet"}))
    assert "Bailleul" in text_of(client.get("/kpa/", {"statut": "en-projet"}))


def test_a_chip_keeps_the_search_and_the_purpose(client: Client, moulins: Kpa) -> None:
    make_kpa_tag(moulins, "couture")
    page = text_of(client.get("/kpa/", {"q": "moulins", "pour": "commander"}))
    assert "/kpa/?q=moulins&amp;pour=commander&amp;activite=couture" in page


def test_who_wants_to_order_is_led_to_the_contact_form(client: Client, moulins: Kpa) -> None:
    page = text_of(client.get("/kpa/", {"pour": "commander"}))
    assert 'href="/kpa/moulins-coop/contact/?pour=commander"' in page


def test_nothing_found_offers_a_way_out(client: Client, moulins: Kpa) -> None:
    page = text_of(client.get("/kpa/", {"q": "zzzzzzzz"}))
    assert "Aucun KPA ne correspond" in page
    assert "Voir tous les KPA" in page


def test_htmx_gets_the_results_and_a_browser_the_page(client: Client, moulins: Kpa) -> None:
    part = client.get("/kpa/", {"q": "moulins"}, headers={"HX-Request": "true"})
    page = client.get("/kpa/", {"q": "moulins"})
    assert "<html" not in text_of(part)
    assert text_of(part).strip() in text_of(page)
    assert "HX-Request" in page.headers["Vary"]


def test_unknown_filters_are_ignored(client: Client, moulins: Kpa) -> None:
    assert "Moulins Coop" in text_of(client.get("/kpa/", {"statut": "x", "pour": "y", "q": "\x00"}))


def test_pins_have_the_numbers_of_the_list_and_plain_coordinates(client: Client) -> None:
    for city, latitude, longitude in LILLE:
        located(f"KPA {city}", city, latitude, longitude)
    make_kpa("Sans lieu connu")
    page = text_of(client.get("/kpa/"))
    for number, city in enumerate(["Lille", "Loos", "Roubaix"], start=1):
        assert f'aria-label="{number} KPA {city}, {city}"' in page
    assert "La métropole de Lille." in page
    assert "translate(" in page
    assert not [line for line in page.split("translate(")[1:] if "," in line.split(")")[0]]


def test_a_crowd_of_pins_stays_inside_the_drawing() -> None:
    cards = [
        KpaCard(
            slug=f"kpa-{rank}", name="", baseline="", aliases=(), city="", place_name="", neighbourhood="",
            latitude=51.01, longitude=2.3, is_approximate=True, status=None,
            status_confirmed_on=None, tags=(),
        )
        for rank in range(12)
    ]  # fmt: skip
    view = network_map(cards).views[0]
    left, top, width, height = view.box
    assert all(left < pin.x < left + width and top < pin.y < top + height for pin in view.pins)
    assert len({(pin.x, pin.y) for pin in view.pins}) == 12


def test_the_printed_map_lists_every_kpa_even_without_a_place(client: Client) -> None:
    located("KPA Lille", *LILLE[0])
    make_kpa("Rhizome", status=None)
    page = text_of(client.get("/reseau/carte/"))
    assert "Rhizome" in page
    assert "Lieu à compléter" in page


def test_the_table_of_the_directory_cannot_run_a_formula(client: Client, moulins: Kpa) -> None:
    for sign in "=+-@":
        make_kpa(f"{sign}cmd|calc")
    body = b"".join(client.get("/kpa/annuaire.csv").streaming_content).decode("utf-8-sig")
    names = [row[0] for row in csv.reader(io.StringIO(body))]
    assert "Moulins Coop" in names
    assert sorted(name for name in names if "calc" in name) == [
        "'+cmd|calc",
        "'-cmd|calc",
        "'=cmd|calc",
        "'@cmd|calc",
    ]


def test_the_table_follows_the_filters(client: Client, moulins: Kpa) -> None:
    make_kpa("Bailleul", status=KpaStatus.CONSIDERING)
    body = b"".join(client.get("/kpa/annuaire.csv", {"statut": "actifs"}).streaming_content).decode()
    assert "Moulins Coop" in body
    assert "Bailleul" not in body


@pytest.mark.parametrize("address", ["/", "/kpa/", "/reseau/carte/", "/plan-du-site/"])
def test_three_kpas_cost_as_many_queries_as_thirty(
    address: str, client: Client, django_assert_max_num_queries
) -> None:
    for rank in range(3):
        make_kpa_tag(located(f"KPA {rank}", "Lille", 50.63, 3.06), "couture")
    with django_assert_max_num_queries(15) as few:
        client.get(address)
    for rank in range(3, 30):
        make_kpa_tag(located(f"KPA {rank}", "Lille", 50.63, 3.06), "couture")
    with django_assert_max_num_queries(15) as many:
        client.get(address)
    assert len(many) == len(few)
