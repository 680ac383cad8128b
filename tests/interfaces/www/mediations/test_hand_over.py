"""A mediation passes to someone else: who may, who reads from then on, what stays."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kpacite.domain.members import services
from kpacite.domain.members.models import MediationHandOver
from kpacite.domain.organisations.enums import Role
from tests.factories.organisations import wear
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client):
    def sign_in(account):
        Authenticator.objects.get_or_create(user=account, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client.force_login(account)
        return client

    return sign_in


@pytest.fixture
def noe(la_cape):
    account = make_account("Noé")
    wear(account, Role.COOPERATOR, la_cape)
    return account


@pytest.fixture
def case(la_cape, amina, bilal, gaelle):
    """Gaëlle helps Amina and Bilal; Amina has spoken."""
    case = services.open_mediation(
        kpa=la_cape.kpa,
        mediator=gaelle.person,
        parties=[amina.person, bilal.person],
        subject="La clé de la réserve",
        actor=None,
        now=timezone.now(),
    )
    today = timezone.localdate()
    services.hear(
        case=case, person=amina.person, words="Mes mots", heard_on=today, actor=gaelle, now=timezone.now()
    )
    return case


def page(case, name="passer/"):
    return f"/la-cape/mediations/{case.pk}/{name}"


def test_the_mediator_passes_it_on_and_reads_no_more(as_, case, gaelle, noe, amina):
    assert "Passer la main" in as_(gaelle).get(page(case, "")).content.decode()
    answer = as_(gaelle).post(page(case), {"mediator": noe.person.public_id})
    assert (answer.status_code, answer["Location"]) == (303, "/la-cape/mediations/")
    assert as_(gaelle).get(page(case, "")).status_code == 404
    assert as_(gaelle).get(page(case)).status_code == 404
    assert "Mes mots" in as_(noe).get(page(case, "")).content.decode()
    assert "Mener une médiation" in as_(noe).get("/la-cape/").content.decode()
    assert "a passé la médiation à Noé" in as_(amina).get(page(case, "")).content.decode()


def test_the_coordination_may_when_it_is_not_a_party_and_still_reads_no_word(as_, case, chloe, noe):
    assert "Demander à quelqu’un d’autre" in as_(chloe).get(page(case, "")).content.decode()
    assert as_(chloe).post(page(case), {"mediator": noe.person.public_id}).status_code == 303
    assert "Mes mots" not in as_(chloe).get(page(case, "")).content.decode()
    case.refresh_from_db()
    assert case.mediator == noe.person


def test_a_coordination_that_is_a_party_does_not_choose_who_helps(as_, la_cape, chloe, amina, gaelle):
    case = services.open_mediation(
        kpa=la_cape.kpa,
        mediator=gaelle.person,
        parties=[chloe.person, amina.person],
        subject="Autre chose",
        actor=None,
        now=timezone.now(),
    )
    assert as_(chloe).get(page(case)).status_code == 404


@pytest.mark.parametrize("who", ["amina", "bilal", "noe", "hugo", "fanny", "karim", "esther", "driss"])
def test_nobody_else_passes_it_on(as_, case, who, request):
    assert as_(request.getfixturevalue(who)).get(page(case)).status_code == 404


@pytest.mark.parametrize("typed", ["", "inconnu"])
def test_without_a_known_person_a_sentence_stands_beside_the_field(as_, case, gaelle, typed):
    answer = as_(gaelle).post(page(case), {"mediator": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_it_goes_to_someone_of_the_kpa_who_is_no_party_once_and_never_when_closed(
    case, amina, bilal, fanny, noe
):
    by = {"case": case, "actor": None, "now": timezone.now()}
    with pytest.raises(services.PartiesMissing):
        services.hand_over(mediator=amina.person, **by)
    with pytest.raises(services.MediatorFromElsewhere):
        services.hand_over(mediator=fanny.person, **by)
    services.hand_over(mediator=noe.person, **by)
    services.hand_over(mediator=noe.person, **by)
    assert MediationHandOver.objects.count() == 1
    services.note_refusal(person=bilal.person, refused_on=timezone.localdate(), **by)
    services.record_no_agreement(**by)
    services.close_mediation(decision="", **by)
    with pytest.raises(services.CannotMoveThere):
        services.hand_over(mediator=fanny.person, **by)


@pytest.mark.parametrize("sql", ["UPDATE {} SET former_id = next_id", "DELETE FROM {}"])
def test_nobody_rewrites_who_helped_before(case, noe, sql):
    services.hand_over(case=case, mediator=noe.person, actor=None, now=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format("members_mediationhandover"))
