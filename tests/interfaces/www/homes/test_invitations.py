import re

import pytest
from django.utils import timezone

from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Invitation
from kpacite.domain.people.models import Account
from kpacite.domain.people.services import use_card_code

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.interfaces.www.homes.urls")]
GUEST = {"email": "zoe@exemple.fr", "role": Role.COOPERATOR}


@pytest.mark.django_db(transaction=True)
def test_an_invitation_leaves_by_mail_and_waits(as_, chloe, mailoutbox) -> None:
    browser = as_(chloe)
    response = browser.post("/la-cape/inviter/", GUEST)
    assert response.status_code == 303
    assert mailoutbox[0].to == ["zoe@exemple.fr"]
    assert "La Cape" in mailoutbox[0].body
    assert "zoe@exemple.fr" in browser.get("/la-cape/inviter/").content.decode()


def test_a_wrong_address_keeps_the_role(as_, chloe) -> None:
    response = as_(chloe).post("/la-cape/inviter/", GUEST | {"email": "zoe"})
    assert response.status_code == 422
    assert "Écrivez une adresse e-mail" in response.content.decode()
    assert response.context["form"]["role"].value() == Role.COOPERATOR
    assert not Invitation.objects.exists()


def test_a_kpa_gives_only_its_own_roles(as_, chloe) -> None:
    response = as_(chloe).post("/la-cape/inviter/", GUEST | {"role": Role.NETWORK_COORDINATION})
    assert response.status_code == 422
    assert not Invitation.objects.exists()


def test_an_invitation_is_taken_back_after_being_asked(as_, chloe) -> None:
    browser = as_(chloe)
    browser.post("/la-cape/inviter/", GUEST)
    invitation = Invitation.objects.get()
    address = f"/la-cape/invitations/{invitation.pk}/retirer/"
    assert "zoe@exemple.fr" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 303
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


def test_another_kpa_cannot_take_it_back(as_, chloe, karim) -> None:
    as_(chloe).post("/la-cape/inviter/", GUEST)
    invitation = Invitation.objects.get()
    assert as_(karim).post(f"/coop-manau/invitations/{invitation.pk}/retirer/").status_code == 404


def test_the_network_invites_the_first_coordinator_of_a_kpa(as_, esther, la_cape) -> None:
    form = {"email": "zoe@exemple.fr", "role": Role.KPA_COORDINATOR, "organisation": la_cape.pk}
    assert as_(esther).post("/reseau/inviter/", form).status_code == 303
    assert Invitation.objects.get().organisation == la_cape


def test_the_network_does_not_choose_the_members_of_a_kpa(as_, esther, la_cape) -> None:
    form = {"email": "zoe@exemple.fr", "role": Role.COOPERATOR, "organisation": la_cape.pk}
    response = as_(esther).post("/reseau/inviter/", form)
    assert response.status_code == 422
    assert "Vous ne pouvez pas donner ce rôle" in response.content.decode()


def test_sending_the_form_again_does_not_make_a_second_person(as_, chloe, la_cape) -> None:
    client = as_(chloe)
    page = client.get("/la-cape/inviter/sans-e-mail/").content.decode()
    once = re.search(r'name="once" value="(\w+)"', page)
    assert once
    data = {"first_name": "Zoé", "role": "cooperator", "once": once[1]}
    assert client.post("/la-cape/inviter/sans-e-mail/", data).status_code == 200
    again = client.post("/la-cape/inviter/sans-e-mail/", data)
    person = Account.objects.get(person__first_name="Zoé").person
    assert again["Location"] == f"/cartes/{person.public_id}/"
    listed = client.get("/la-cape/personnes/").content.decode()
    assert f"/cartes/{person.public_id}/" in listed


def test_a_person_without_mail_gets_an_account_and_a_card_to_print(as_, chloe, la_cape) -> None:
    response = as_(chloe).post(
        "/la-cape/inviter/sans-e-mail/", {"first_name": "Zoé", "role": Role.COOPERATOR}
    )
    account = Account.objects.get(person__first_name="Zoé")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    code = response.context["codes"][0]
    assert code in response.content.decode()
    assert use_card_code(login_name=account.login_name, code=code, now=timezone.now()) == account
    assert account.person.hats.get().organisation == la_cape
    assert account.email is None


def test_a_wrong_role_creates_nobody_and_keeps_the_name(as_, chloe) -> None:
    form = {"first_name": "Zoé", "role": Role.FUNDER}
    response = as_(chloe).post("/la-cape/inviter/sans-e-mail/", form)
    assert response.status_code == 422
    assert "Zoé" in response.content.decode()
    assert not Account.objects.filter(person__first_name="Zoé").exists()
