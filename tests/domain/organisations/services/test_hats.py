from datetime import date, timedelta

import pytest
from django.core import mail

from kpacite.domain.organisations import rules, selectors, services
from kpacite.domain.organisations.enums import OrganisationKind, Role, Unit
from kpacite.domain.organisations.models import Invitation, Parameter, RoleAssignment
from kpacite.platform import audit
from tests.factories.organisations import make_kpa, make_organisation, wear
from tests.factories.people import NOW, TODAY, make_person

pytestmark = pytest.mark.django_db
EMAIL = "sami@demo.kpacite.example"


def address(token: str) -> str:
    return f"https://kpa.example/invitation/{token}/"


def actions(target) -> list[str]:
    return [event.action for event in audit.for_target(target)]


def invite(organisation, role=Role.COOPERATOR, now=NOW, **details):
    return services.invite(
        organisation=organisation, role=role, email=EMAIL, address=address, actor=None, now=now, **details
    )


def token_in_mail() -> str:
    return mail.outbox[-1].body.split("/invitation/")[1].split("/")[0]


def accept(token, person, now=NOW):
    return services.accept_invitation(token=token, person=person, today=now.date(), actor=None, now=now)


def test_a_hat_is_given_dated_and_written_in_the_register(chloe, la_cape):
    person = make_person("Sami")
    hat = services.grant_role(
        person=person, role=Role.REFERENT, organisation=la_cape, start=TODAY, actor=chloe, now=NOW
    )
    assert selectors.hats_of(person, TODAY).roles_in(la_cape) == {Role.REFERENT}
    (event,) = audit.for_target(hat)
    assert (event.action, event.actor) == ("organisations.role.granted", chloe)
    assert "Sami" not in f"{event.target_repr} {event.data}"
    assert event.data["person"] == person.public_id


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.PARTNER, Role.COOPERATOR),
        (OrganisationKind.NETWORK, Role.KPA_COORDINATOR),
        (OrganisationKind.CARRIER, Role.HOST_ADMIN),
    ],
)
def test_a_hat_is_worn_only_where_it_exists(kind, role):
    with pytest.raises(services.RoleDoesNotFit):
        services.grant_role(
            person=make_person(),
            role=role,
            organisation=make_organisation(kind=kind),
            start=TODAY,
            actor=None,
            now=NOW,
        )
    assert not RoleAssignment.objects.exists()


def grant(person, organisation, start, end=None):
    return services.grant_role(
        person=person,
        role=Role.COOPERATOR,
        organisation=organisation,
        start=start,
        end=end,
        actor=None,
        now=NOW,
    )


def test_the_same_hat_is_not_worn_twice_at_once_but_may_come_back():
    person, kpa = make_person(), make_kpa().organisation
    grant(person, kpa, date(2025, 1, 1), TODAY)
    with pytest.raises(services.RoleAlreadyHeld):
        grant(person, kpa, TODAY - timedelta(days=1))
    grant(person, kpa, TODAY)
    with pytest.raises(services.RoleAlreadyHeld):
        grant(person, kpa, TODAY + timedelta(days=100))
    grant(person, make_kpa().organisation, TODAY)


def test_a_hat_ends_after_it_starts():
    with pytest.raises(services.RoleEndsBeforeItsStart):
        grant(make_person(), make_kpa().organisation, TODAY, TODAY)


def test_a_hat_is_taken_off_and_membership_elsewhere_stays(chloe, bilal, la_cape):
    hat = bilal.person.hats.get()
    wear(bilal, Role.COOPERATOR, la_cape)
    services.end_role(hat=hat, end=TODAY, actor=chloe, now=NOW, reason="Fin du mandat")
    assert selectors.hats_of(bilal.person, TODAY).roles_in(la_cape) == {Role.COOPERATOR}
    (event,) = audit.for_target(hat)
    assert (event.action, event.reason) == ("organisations.role.ended", "Fin du mandat")


def test_a_hat_given_by_mistake_is_taken_off_the_same_day():
    person, kpa = make_person(), make_kpa().organisation
    hat = grant(person, kpa, TODAY)
    services.end_role(hat=hat, end=TODAY, actor=None, now=NOW)
    assert selectors.hats_of(person, TODAY).worn == ()
    grant(person, kpa, TODAY)


def test_a_finished_hat_does_not_finish_again_but_a_planned_end_may_come_sooner():
    person, kpa = make_person(), make_kpa().organisation
    hat = grant(person, kpa, TODAY, TODAY + timedelta(days=30))
    hat = services.end_role(hat=hat, end=TODAY + timedelta(days=10), actor=None, now=NOW)
    with pytest.raises(services.RoleAlreadyEnded):
        services.end_role(hat=hat, end=TODAY + timedelta(days=10), actor=None, now=NOW)
    with pytest.raises(services.RoleEndsBeforeItsStart):
        services.end_role(hat=hat, end=TODAY - timedelta(days=1), actor=None, now=NOW)


def test_an_invitation_is_mailed_and_only_the_hash_is_kept(
    chloe, la_cape, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = services.invite(
            organisation=la_cape,
            role=Role.COOPERATOR,
            email=" SAMI@demo.kpacite.example ",
            address=address,
            actor=chloe,
            now=NOW,
        )
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    assert "La Cape" in message.subject
    assert "Coopérant·e" in message.body
    token = token_in_mail()
    assert invitation.token_hash == rules.token_hash(token)
    assert token not in str(Invitation.objects.values())
    assert selectors.invitation_by_token(token, NOW) == invitation
    assert invitation.expires_at - NOW == timedelta(days=7)
    assert invitation.invited_by == chloe
    (event,) = audit.for_target(invitation)
    assert event.action == "organisations.invitation.sent"
    assert EMAIL not in f"{event.target_repr} {event.data}"


def test_an_invitation_lasts_as_long_as_the_network_says():
    Parameter.objects.create(
        code="invitation_days", value=3, unit=Unit.DAYS, valid_from=TODAY, reason="essai"
    )
    assert invite(make_kpa().organisation).expires_at - NOW == timedelta(days=3)


def test_a_second_invitation_replaces_the_first():
    kpa = make_kpa().organisation
    first, second = invite(kpa), invite(kpa)
    first.refresh_from_db()
    assert first.revoked_at == NOW
    assert list(selectors.pending_invitations(kpa, NOW)) == [second]
    assert "organisations.invitation.revoked" in actions(first)


def test_nobody_is_invited_to_a_role_that_is_not_there_or_without_an_address():
    kpa = make_kpa().organisation
    with pytest.raises(services.RoleDoesNotFit):
        invite(kpa, Role.FUNDER)
    with pytest.raises(services.Refused) as error:
        services.invite(
            organisation=kpa,
            role=Role.COOPERATOR,
            email="pas une adresse",
            address=address,
            actor=None,
            now=NOW,
        )
    assert error.value.field == "email"


@pytest.fixture
def invitation(la_cape, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return invite(la_cape)


def test_the_guest_accepts_and_wears_the_hat(invitation, la_cape):
    person = make_person("Sami")
    hat = accept(token_in_mail(), person)
    assert (hat.person, hat.organisation, hat.start) == (person, la_cape, TODAY)
    invitation.refresh_from_db()
    assert (invitation.accepted_at, invitation.accepted_by) == (NOW, person)
    assert actions(invitation)[0] == "organisations.invitation.accepted"
    assert selectors.invitation_by_token(token_in_mail(), NOW) is None


@pytest.mark.usefixtures("invitation")
def test_an_invitation_serves_once():
    accept(token_in_mail(), make_person())
    with pytest.raises(services.InvitationAlreadyAccepted):
        accept(token_in_mail(), make_person())


def test_an_old_invitation_opens_nothing(invitation):
    with pytest.raises(services.InvitationExpired):
        accept(token_in_mail(), make_person(), now=invitation.expires_at)
    assert selectors.invitation_by_token(token_in_mail(), invitation.expires_at) is None


def test_an_unknown_token_opens_nothing():
    with pytest.raises(services.InvitationUnknown):
        accept("nimporte", make_person())


def test_a_withdrawn_invitation_opens_nothing_and_is_withdrawn_once(invitation, chloe):
    services.revoke_invitation(invitation=invitation, actor=chloe, now=NOW)
    with pytest.raises(services.InvitationRevoked):
        accept(token_in_mail(), make_person())
    with pytest.raises(services.InvitationRevoked):
        services.revoke_invitation(invitation=invitation, actor=chloe, now=NOW)


def test_an_accepted_invitation_cannot_be_withdrawn(invitation):
    accept(token_in_mail(), make_person())
    with pytest.raises(services.InvitationAlreadyAccepted):
        services.revoke_invitation(invitation=invitation, actor=None, now=NOW)


def test_an_invitation_for_someone_is_for_nobody_else(la_cape, django_capture_on_commit_callbacks):
    guest = make_person("Sami", language="fr")
    with django_capture_on_commit_callbacks(execute=True):
        invite(la_cape, person=guest)
    with pytest.raises(services.InvitationForSomeoneElse):
        accept(token_in_mail(), make_person())
    assert accept(token_in_mail(), guest).person == guest


@pytest.mark.usefixtures("invitation")
def test_a_refused_acceptance_leaves_the_invitation_open(amina):
    with pytest.raises(services.RoleAlreadyHeld):
        accept(token_in_mail(), amina.person)
    assert selectors.invitation_by_token(token_in_mail(), NOW) is not None


def test_the_last_coordinator_stays_until_someone_else_coordinates(chloe, bilal, la_cape):
    hat = chloe.person.hats.get()
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(services.LastAdministrator):
        services.end_role(hat=hat, end=TODAY, actor=chloe, now=NOW)
    other = wear(bilal, Role.KPA_COORDINATOR, la_cape, start=tomorrow)
    with pytest.raises(services.LastAdministrator):
        services.end_role(hat=hat, end=TODAY, actor=chloe, now=NOW)
    assert actions(hat) == []
    services.end_role(hat=hat, end=tomorrow, actor=chloe, now=NOW)
    with pytest.raises(services.LastAdministrator):
        services.end_role(hat=other, end=tomorrow + timedelta(days=9), actor=chloe, now=NOW)
    assert selectors.administrators(la_cape, tomorrow) == [bilal.person]


def test_a_coordinator_of_another_kpa_does_not_count(chloe, karim):
    with pytest.raises(services.LastAdministrator):
        services.end_role(hat=chloe.person.hats.get(), end=TODAY, actor=chloe, now=NOW)
