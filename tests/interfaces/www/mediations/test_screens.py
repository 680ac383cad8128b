"""A mediation from the question to the decision, through the client, and everyone who must not read it."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpacite.domain.members import services
from kpacite.domain.members.enums import MediationState, MemberState
from kpacite.domain.members.models import MediationCase, Membership
from kpacite.domain.organisations.enums import Role
from kpacite.domain.people.models import AccessRecord
from kpacite.domain.people.own_data import own_data
from tests.factories.members import ADULT, make_membership
from tests.factories.organisations import wear
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db
LIST = "/la-cape/mediations/"


@pytest.fixture
def as_(client):
    def sign_in(account):
        Authenticator.objects.get_or_create(user=account, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client.force_login(account)
        return client

    return sign_in


@pytest.fixture
def noe(la_cape):
    """Another member, with no part in it."""
    account = make_account("Noé")
    wear(account, Role.COOPERATOR, la_cape)
    return account


@pytest.fixture
def stay(amina, la_cape):
    return make_membership(amina.person, la_cape.kpa, birth_date=ADULT)


@pytest.fixture
def case(stay, bilal, chloe, gaelle):
    """Gaëlle helps Amina and Bilal."""
    return services.open_mediation(
        kpa=stay.kpa,
        mediator=gaelle.person,
        parties=[stay.person, bilal.person],
        subject="La clé de la réserve",
        concerned=stay,
        actor=None,
        now=timezone.now(),
    )


def text_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def one(case, page=""):
    return f"{LIST}{case.pk}/{page}"


def heard(words="Mes mots"):
    return {"came": "heard", "day": f"{timezone.localdate():%d/%m/%Y}", "words": words}


def parties(case):
    return {party.person.first_name: party for party in case.parties.select_related("person")}


def test_a_member_asks_and_everyone_is_heard_then_agrees(as_, amina, bilal, gaelle, la_cape):
    typed = {
        "subject": "Le bruit",
        "is_mine": "on",
        "parties": [bilal.person.public_id],
        "mediator": gaelle.person.public_id,
    }
    assert "exclusion" not in text_of(as_(amina).get(LIST + "demander/"))
    assert as_(amina).post(LIST + "demander/", typed)["Location"] == LIST
    case = MediationCase.objects.get()
    assert "Mener une médiation" in text_of(as_(gaelle).get("/la-cape/"))
    for party in case.parties.all():
        assert as_(gaelle).post(one(case, f"entendre/{party.pk}/"), heard()).status_code == 303
    assert as_(gaelle).post(one(case, "accord/"), {"words": "Après 20 h, on ferme"}).status_code == 303
    page = text_of(as_(amina).get(one(case)))
    assert "Après 20 h, on ferme" in page
    rows = parties(case)
    assert f"oui/{rows['Amina'].pk}/" in page
    assert f"oui/{rows['Bilal'].pk}/" not in page
    assert as_(amina).post(one(case, f"oui/{rows['Bilal'].pk}/")).status_code == 404
    assert as_(amina).post(one(case, f"oui/{rows['Amina'].pk}/")).status_code == 303
    assert as_(gaelle).post(one(case, f"oui/{rows['Bilal'].pk}/")).status_code == 303
    assert as_(gaelle).post(one(case, "clore/"), {"words": "Merci"}).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.decision) == (MediationState.CLOSED, "Merci")
    assert "Mener une médiation" not in text_of(as_(gaelle).get("/la-cape/"))


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(as_, amina, gaelle, la_cape):
    typed = {"subject": "Le bruit", "is_mine": "on", "mediator": gaelle.person.public_id}
    page = text_of(as_(amina).post(LIST + "demander/", typed), 422)
    assert "deux parties au moins" in page
    assert "Le bruit" in page


def test_each_reads_her_own_words_and_the_mediator_reads_all(as_, case, amina, bilal, gaelle):
    rows = parties(case)
    for name, words in (("Amina", "Elle la garde"), ("Bilal", "Je la rends")):
        as_(gaelle).post(one(case, f"entendre/{rows[name].pk}/"), heard(words))
    for page in ("", "imprimer/"):
        hers = text_of(as_(amina).get(one(case, page)))
        assert "La clé de la réserve" in hers
        assert "Elle la garde" in hers
        assert "Je la rends" not in hers
        both = text_of(as_(gaelle).get(one(case, page)))
        assert "Elle la garde" in both
        assert "Je la rends" in both
    assert "Noter son point de vue" not in text_of(as_(amina).get(one(case)))


def test_nobody_else_learns_that_it_exists(as_, case, esther, fanny, driss, chloe, noe, gaelle):
    for reader in (esther, fanny, driss, noe):
        for page in ("", "imprimer/", "accord/", "exclusion/"):
            assert as_(reader).get(one(case, page)).status_code == 404
    assert "Médiation du" not in text_of(as_(noe).get(LIST))
    known = text_of(as_(chloe).get(one(case)))
    assert "Ses mots restent entre les personnes" in known
    assert "La clé de la réserve" not in known
    assert "Bilal" not in known
    for page in ("imprimer/", "accord/", "clore/"):
        assert as_(chloe).get(one(case, page)).status_code == 404


def test_each_reading_is_told_to_the_people_of_the_mediation(as_, case, amina, bilal, chloe, gaelle):
    as_(gaelle).get(one(case))
    as_(chloe).get(one(case))
    as_(chloe).get(one(case))
    looks = AccessRecord.objects.filter(shown="mediation")
    found = list(looks.values_list("person__first_name", "reader__person__first_name"))
    readers = (gaelle.person.first_name, "Chloé")
    assert sorted(found) == sorted((name, reader) for name in ("Amina", "Bilal") for reader in readers)
    assert "une médiation où vous êtes" in text_of(as_(amina).get("/moi/acces/"))


def test_no_list_no_search_and_no_export_tells_of_it(as_, case, amina, bilal, chloe, gaelle):
    rows = parties(case)
    as_(gaelle).post(one(case, f"entendre/{rows['Amina'].pk}/"), heard("Elle la garde"))
    for address in (
        "/la-cape/",
        "/la-cape/membres/",
        "/la-cape/personnes/?q=cle",
        "/la-cape/personnes/liste.csv",
        "/la-cape/contrats/",
        "/la-cape/contrats/tableau.csv",
        f"/la-cape/membres/{Membership.objects.get().pk}/",
    ):
        answer = as_(chloe).get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200
        for words in ("La clé de la réserve", "Elle la garde", "Mener une médiation"):
            assert words not in body.decode()
    told = {who: str([table.rows for table in own_data(who.person)]) for who in (amina, bilal)}
    assert "Elle la garde" in told[amina]
    assert "Elle la garde" not in told[bilal]


def test_no_exclusion_without_a_mediation_that_failed(as_, case, amina, chloe, gaelle):
    exclusion = one(case, "exclusion/")
    assert exclusion not in text_of(as_(chloe).get(one(case)))
    assert "Une médiation vient d’abord" in text_of(as_(chloe).post(exclusion), 422)
    rows = parties(case)
    as_(gaelle).post(one(case, f"entendre/{rows['Bilal'].pk}/"), heard())
    refusal = {"came": "refused", "day": f"{timezone.localdate():%d/%m/%Y}"}
    as_(gaelle).post(one(case, f"entendre/{rows['Amina'].pk}/"), refusal)
    assert "Un accord se fait à plusieurs" in text_of(
        as_(gaelle).post(one(case, "accord/"), {"words": "x"}), 422
    )
    assert as_(gaelle).post(one(case, "sans-accord/")).status_code == 303
    assert exclusion in text_of(as_(chloe).get(one(case)))
    assert as_(amina).get(exclusion).status_code == 404
    assert as_(chloe).post(exclusion).status_code == 303
    assert "une exclusion se décide avec ses raisons" in text_of(
        as_(chloe).post(exclusion, {"excluded": "yes"}), 422
    )
    assert as_(chloe).post(exclusion, {"excluded": "no", "words": "Elle reste"}).status_code == 303
    assert Membership.objects.get().state == MemberState.MEMBER
    assert as_(chloe).get(exclusion).status_code == 404
    assert "Elle reste" in text_of(as_(amina).get(one(case)))


def test_the_lists_cost_the_same_at_three_and_at_thirty(as_, stay, amina, bilal, chloe, gaelle):
    counts = []
    for number in (3, 27):
        for _rank in range(number):
            services.open_mediation(
                kpa=stay.kpa,
                mediator=gaelle.person,
                parties=[amina.person, bilal.person],
                subject="x",
                actor=None,
                now=timezone.now(),
            )
        counts.append([queries_of(as_(who)) for who in (amina, chloe)])
    assert counts[0] == counts[1]


def queries_of(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(LIST).status_code == 200
    return len(queries)
