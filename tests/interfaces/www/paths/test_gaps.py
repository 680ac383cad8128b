"""Answers to complete: who misses which, the very field where it goes, and a list that tells no answer."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.paths import rules, selectors
from kpacite.domain.paths.models import PersonFacts
from kpacite.platform.asking import ask
from tests.factories import contracts as make
from tests.factories.paths import make_exit, make_path
from tests.factories.people import make_person

AT = {"kpa": "la-cape"}


@pytest.fixture
def people(la_cape, journey):
    """Amina misses everything; Zoé only the end of her stay; Omar left without news; Rosa misses nothing."""
    whole = {
        "postcode": "59100", "department": "59", "qpv": "oui", "qpv_method": "address",
        "qpv_generation": 2024, "education": "BAC",
    }  # fmt: skip
    named = {}
    for name, dates in (
        ("Zoé", {}),
        ("Omar", {"end": date(2026, 1, 5)}),
        ("Rosa", {"initial_planned_end": date(2027, 1, 1), "planned_end": date(2027, 1, 1)}),
    ):
        person = make_person(name)
        PersonFacts.objects.create(person=person, birth_date_declined=True, gender="-")
        named[name] = make_path(la_cape, person, **(known(whole) | {"start": date(2025, 1, 6)} | dates))
    return named


def known(whole):
    """A neighbourhood that was looked up, as the services write it."""
    from kpacite.domain.paths.enums import QpvGeneration, QpvMethod, YesNo  # noqa: PLC0415

    return whole | {
        "qpv": YesNo.values[0], "qpv_method": QpvMethod.values[0], "qpv_generation": QpvGeneration.OF_2024,
    }  # fmt: skip


def page(client, name="path_gaps", **asked):
    return client.get(reverse(name, kwargs=AT), asked).content.decode()


@pytest.mark.django_db
def test_each_gap_leads_to_its_field_and_the_page_says_how_far_we_are(as_, chloe, people, journey):
    found = page(as_(chloe))
    assert "1 parcours sur 4 ont toutes leurs réponses." in found
    at = AT | {"public_id": journey.person.public_id}
    for code in ("id_birth_date", "id_gender_0", "id_postcode", "id_qpv_0", "id_education"):
        link = f"{reverse('path_entry', kwargs=at)}#{code}"
        assert link in found
        assert f'id="{code}"' in as_(chloe).get(link.partition("#")[0]).content.decode()
    zoe = AT | {"public_id": people["Zoé"].person.public_id}
    assert f"{reverse('path_planned_end', kwargs=zoe)}#id_planned_end" in found
    omar = AT | {"public_id": people["Omar"].person.public_id}
    assert f"{reverse('path_exit', kwargs=omar)}#id_day" in found
    assert "Rosa" not in found


@pytest.mark.django_db
def test_a_contract_that_was_begun_waits_to_be_sent(as_, chloe, people, la_cape, carrier):
    contract = make.draft(people["Rosa"].person, la_cape.kpa, carrier)
    found = page(as_(chloe), manque="contrat")
    assert reverse("kpa_contract", kwargs=AT | {"contract": contract.pk}) in found
    assert "Rosa" in found
    assert "Zoé" not in found


@pytest.mark.django_db
def test_one_searches_filters_and_takes_the_list_away(as_, chloe, people):
    client = as_(chloe)
    assert "Omar" not in page(client, q="zoe")
    assert "Zoé" in page(client, q="zoe")
    assert "Zoé" not in page(client, manque="exit")
    assert "Omar" in page(client, manque="exit")
    assert "Essayez un autre mot" in page(client, q="personne de ce nom")
    response = client.get(reverse("path_gaps_csv", kwargs=AT))
    table = b"".join(response.streaming_content).decode()
    assert "Zoé" in table
    assert "Rosa" not in table
    assert "à compléter" in table


@pytest.mark.django_db
def test_the_home_of_the_coordination_says_it_and_nobody_elses_does(as_, chloe, bilal, people):
    words = "1 parcours sur 4 ont toutes leurs réponses."
    home = reverse("kpa_home", kwargs=AT)
    assert words in as_(chloe).get(home).content.decode()
    assert words not in as_(bilal).get(home).content.decode()


@pytest.mark.django_db
def test_the_home_counts_what_the_list_shows(people, la_cape, carrier):
    today = timezone.localdate()
    make.draft(people["Rosa"].person, la_cape.kpa, carrier)
    for has_news in (False, True):
        if has_news:
            make_exit(people["Omar"])
        listed = selectors.gaps(la_cape, selectors.board(la_cape, today), today)
        asked = ask(Organisation.objects.filter(pk=la_cape.pk), selectors.gaps_asked(la_cape, today))
        assert asked == {"path_gaps": 3 if has_news else 4, "path_all": 4}
        assert asked["path_gaps"] == len(listed)


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "status"), [("amina", 403), ("hugo", 403), ("karim", 404), ("driss", 404)])
def test_the_list_is_for_the_coordination(as_, who, status, people, request):
    client = as_(request.getfixturevalue(who))
    for name in ("path_gaps", "path_gaps_csv"):
        assert client.get(reverse(name, kwargs=AT)).status_code == status


knowledge = st.builds(rules.Known, *[st.booleans()] * 9)


@given(knowledge)
def test_nothing_is_asked_twice_nor_of_the_wrong_moment(facts):
    codes = rules.missing(facts)
    assert len(set(codes)) == len(codes)
    assert set(codes) <= set(rules.NEEDED_BY)
    assert not (facts.left and "planned_end" in codes)
    assert not (not facts.left and "exit" in codes)


def test_the_list_is_taken_away_as_it_is_filtered(as_, chloe, journey):
    client, table = as_(chloe), reverse("path_gaps_csv", kwargs=AT)
    assert "Amina" in client.get(table).getvalue().decode()
    assert "Amina" not in client.get(table, {"q": "personne"}).getvalue().decode()
    assert "?q=amina" in client.get(reverse("path_gaps", kwargs=AT), {"q": "amina"}).content.decode()
