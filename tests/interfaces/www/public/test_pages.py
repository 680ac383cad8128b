from datetime import date, time

import pytest
from django.test import Client, override_settings

from kpacite.domain.organisations.enums import CarrierType, Indicator, LinkRole, Recurrence, Unit, Weekday
from kpacite.domain.organisations.models import (
    DatedFact,
    Kpa,
    KpaAlias,
    KpaLink,
    Organisation,
    WelcomeSlot,
)
from tests.factories.organisations import make_kpa, make_kpa_tag, make_organisation, make_source

pytestmark = pytest.mark.django_db
PLAIN = [
    "/",
    "/kpa/",
    "/reseau/carte/",
    "/lancer-un-kpa/",
    "/lancer-un-kpa/merci/",
    "/contact/",
    "/contact/merci/",
    "/accessibilite/",
    "/donnees-personnelles/",
    "/mentions-legales/",
    "/code/",
    "/plan-du-site/",
]


def fact(organisation: Organisation, **fields: object) -> DatedFact:
    details = {
        "indicator": Indicator.MEMBERS,
        "unit": Unit.PEOPLE,
        "value": 13,
        "as_of": date(2019, 1, 1),
        "date_words": "en 2019",
        "quote": "13 membres de 16 à 42 ans",
    }
    fields.setdefault("source", make_source())
    return DatedFact.objects.create(organisation=organisation, **(details | fields))


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", PLAIN)
def test_a_public_page_opens_even_on_an_empty_network(address: str, client: Client) -> None:
    text = page(client, address)
    assert "<c-" not in text
    assert text.count("<h1") == 1


def test_the_front_page_says_what_it_is_and_opens_three_doors(client: Client, network: Organisation) -> None:
    fact(network, value=267, quote="267 coopérant-es")
    text = page(client, "/")
    for door in ("/kpa/?pour=commander", "/kpa/?pour=rejoindre", "/lancer-un-kpa/"):
        assert f'href="{door}"' in text
    for verb in ("Apporter", "Proposer", "Se former", "Chercher", "Réaliser", "Partager"):
        assert verb in text
    assert "267" in text
    assert "en 2019" in text


def test_the_front_page_says_how_many_out_of_how_many(client: Client, network: Organisation) -> None:
    same = {"source": make_source(), "date_words": "de 2022 à 2023"}
    fact(network, indicator=Indicator.POSITIVE_EXITS, value=72, **same)
    assert "72 sur" not in page(client, "/")
    fact(network, indicator=Indicator.EXITS, value=98, **same)
    assert "72 sur 98" in page(client, "/")


def test_figures_of_two_documents_are_not_put_together(client: Client, network: Organisation) -> None:
    fact(network, indicator=Indicator.POSITIVE_EXITS, value=72)
    fact(network, indicator=Indicator.EXITS, value=98)
    assert "72 sur" not in page(client, "/")


def test_the_front_page_starts_with_the_people(client: Client, network: Organisation) -> None:
    for code in (Indicator.KPAS_LISTED, Indicator.KPAS, Indicator.KPAS_LAUNCHED, Indicator.KPAS_CONSIDERED):
        fact(network, indicator=code, value=4, as_of=date(2026, 1, 1))
    fact(network, indicator=Indicator.COOPERATORS, value=267)
    text = page(client, "/")
    assert text.index("Coopérant·es dans le réseau") < text.index("KPA nommés")


def test_a_kpa_tells_its_figures_with_date_source_and_words(client: Client, moulins: Kpa) -> None:
    fact(moulins.organisation)
    fact(
        moulins.organisation,
        indicator=Indicator.TURNOVER,
        unit=Unit.EURO_CENTS,
        value=388608,
        tax_basis="net",
        cash_basis="unknown",
        quote="3886,08 € HT",
    )
    text = page(client, "/kpa/moulins-coop/")
    assert "13\u00a0personnes" in text
    assert "3\u202f886,08\u00a0€" in text
    assert "hors taxes" in text
    assert "13 membres de 16 à 42 ans" in text
    assert "(2019)" in text


def test_a_kpa_says_who_carries_it_and_its_other_names(client: Client, moulins: Kpa) -> None:
    KpaAlias.objects.create(kpa=moulins, name="Kpa-Moulins", source=make_source())
    KpaLink.objects.create(
        kpa=moulins,
        organisation=make_organisation("Opteos", "carrier"),
        role=LinkRole.LEGAL_CARRIER,
        carrier_type=CarrierType.CAE,
        start=date(2018, 6, 1),
    )
    text = page(client, "/kpa/moulins-coop/")
    assert "Kpa-Moulins" in text
    assert "Opteos" in text
    assert "1er juin 2018" in text


def test_an_old_welcome_session_stays_to_be_confirmed(client: Client, moulins: Kpa) -> None:
    WelcomeSlot.objects.create(
        kpa=moulins,
        recurrence=Recurrence.WEEKLY,
        weekday=Weekday.FRIDAY,
        start_time=time(17, 30),
        end_time=time(18),
        source=make_source(),
    )
    text = page(client, "/kpa/moulins-coop/")
    assert "À confirmer" in text
    assert "Le vendredi, de 17\u00a0h\u00a030 à 18\u00a0h." in text


def test_a_confirmed_session_shows_its_next_days(client: Client, moulins: Kpa) -> None:
    WelcomeSlot.objects.create(
        kpa=moulins,
        recurrence=Recurrence.WEEKLY,
        weekday=Weekday.FRIDAY,
        start_time=time(9),
        end_time=time(10),
        confirmed_on=date(2026, 1, 5),
    )
    text = page(client, "/kpa/moulins-coop/")
    assert "À confirmer" not in text
    assert text.count("<time datetime=") == 3


def test_what_no_document_says_is_to_be_completed(client: Client) -> None:
    make_kpa("Rhizome", slug="rhizome", status=None)
    text = page(client, "/kpa/rhizome/")
    assert text.count("À compléter") >= 3
    assert "Statut à compléter" in text


def test_an_unknown_kpa_is_not_found(client: Client) -> None:
    for address in ("/kpa/inconnu/", "/kpa/inconnu/contact/", "/kpa/inconnu/contact/merci/"):
        assert client.get(address).status_code == 404


def test_a_kpa_page_costs_the_same_with_three_facts_and_thirty(
    client: Client, moulins: Kpa, django_assert_max_num_queries
) -> None:
    def grow(ranks: range) -> None:
        for rank in ranks:
            fact(moulins.organisation, date_words=f"en {2000 + rank}")
            make_kpa_tag(moulins, f"activité {rank}")

    grow(range(3))
    with django_assert_max_num_queries(15) as few:
        client.get("/kpa/moulins-coop/")
    grow(range(3, 30))
    with django_assert_max_num_queries(15) as many:
        client.get("/kpa/moulins-coop/")
    assert len(many) == len(few)


def test_the_source_of_the_running_version_is_offered(client: Client) -> None:
    assert "À compléter" in page(client, "/code/")
    with override_settings(SOURCE_URL="https://code.exemple.fr/kpacite"):
        assert 'href="https://code.exemple.fr/kpacite"' in page(client, "/code/")


def test_the_plan_leads_to_every_kpa_and_to_no_missing_page(client: Client, moulins: Kpa) -> None:
    text = page(client, "/plan-du-site/")
    links = {part.split('"')[0] for part in text.split('href="')[1:] if part.startswith("/")}
    assert "/kpa/moulins-coop/" in links
    pages = [link for link in links if not link.startswith("/static/")]
    assert [link for link in pages if client.get(link.split("#")[0]).status_code != 200] == []


def test_the_privacy_page_says_how_long_each_kind_of_data_is_kept(client: Client) -> None:
    """The same durations as those that the platform applies (docs/aipd.md)."""
    text = " ".join(page(client, "/donnees-personnelles/").replace("\u00a0", " ").split())
    for kind in ("demande de venir", "parcours", "notes privées", "médiation", "contrat", "heures"):
        assert kind in text
    assert text.count("2 ans après le dernier contact") >= 4
    assert "nous vous prévenons : 2 mois à l’avance" in text
    assert "12 mois, puis effacé" in text
    assert "92 jours après la formation" in text
