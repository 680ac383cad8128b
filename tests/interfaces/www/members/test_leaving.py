"""Lending, leaving and coming back, through the client."""

import pytest
from django.utils import timezone

from kpacite.domain.members.enums import MemberState
from kpacite.domain.members.models import Membership
from kpacite.domain.sharing.enums import BalanceKind
from kpacite.domain.sharing.models import BalanceMove
from tests.factories.members import ADULT, make_membership

pytestmark = pytest.mark.django_db
LIST = "/la-cape/membres/"


def text_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.fixture
def stay(amina, la_cape):
    return make_membership(amina.person, la_cape.kpa, birth_date=ADULT)


def today():
    return f"{timezone.localdate():%d/%m/%Y}"


def test_someone_leaves_with_everything_settled_then_comes_back(as_, chloe, amina, stay):
    one = f"{LIST}{stay.pk}/"
    assert as_(chloe).post(one + "pret/", {"words": "La clé", "day": today()}).status_code == 303
    thing = stay.lent.get()
    BalanceMove.objects.create(
        person=stay.person,
        kpa=stay.kpa,
        kind=BalanceKind.SHARE,
        cents=45_00,
        day=timezone.localdate(),
        sentence="Exemple.",
        key="x",
        recorded_at=timezone.now(),
    )
    assert as_(chloe).post(one + "partir/", {"day": today()}).status_code == 303
    page = text_of(as_(chloe).get(one))
    assert "1 chose à rendre." in page
    assert "Il reste de l’argent à verser." in page
    assert "45,00 €" not in page
    assert "Il vous reste 45,00 €." in text_of(as_(amina).get(one))
    ticks = {"situation": "on", "equipment": "on", "balance": "on"}
    assert "Il reste de l’argent à verser" in text_of(as_(chloe).post(one + "sortie/", ticks), 422)
    BalanceMove.objects.create(
        person=stay.person,
        kpa=stay.kpa,
        kind=BalanceKind.CORRECTION,
        cents=-45_00,
        day=timezone.localdate(),
        sentence="Exemple.",
        key="y",
        recorded_at=timezone.now(),
    )
    assert "Il reste des choses à rendre" in text_of(as_(chloe).post(one + "sortie/", ticks), 422)
    assert as_(chloe).post(f"{one}pret/{thing.pk}/", {"day": today(), "note": ""}).status_code == 303
    assert as_(chloe).post(one + "sortie/", ticks).status_code == 303
    stay.refresh_from_db()
    assert stay.state == MemberState.LEFT
    assert "Amina" not in text_of(as_(chloe).get(LIST))
    assert "Amina" in text_of(as_(chloe).get(LIST + "?etat=partis"))
    assert "Revenir dans le KPA" in text_of(as_(chloe).get(one))
    assert as_(chloe).post(one + "revenir/", {"day": today()}).status_code == 303
    assert Membership.objects.running().get().person_id == amina.person_id


def test_only_the_coordination_lends_and_lists(as_, stay, amina, bilal, fanny):
    one = f"{LIST}{stay.pk}/"
    assert as_(amina).get(LIST).status_code == 403
    assert as_(amina).get(one + "pret/").status_code == 403
    assert as_(bilal).get(one + "pret/").status_code == 404
    assert as_(fanny).get(LIST).status_code == 404
    assert "Noter un prêt" not in text_of(as_(amina).get(one))


def test_a_thing_of_someone_else_is_not_found(as_, chloe, stay):
    assert as_(chloe).get(f"{LIST}{stay.pk}/pret/999/").status_code == 404
