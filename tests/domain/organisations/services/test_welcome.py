import pytest

from kpacite.domain.organisations import selectors, services
from kpacite.domain.organisations.enums import Role
from kpacite.domain.people.models import Account, LoginCard, Person
from kpacite.domain.people.services import use_card_code
from kpacite.platform import audit
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db


def welcome(organisation, actor=None, role=Role.COOPERATOR, key=""):
    return services.welcome_without_email(
        organisation=organisation,
        role=role,
        newcomer=services.Newcomer("Zoé"),
        today=TODAY,
        actor=actor,
        now=NOW,
        key=key,
    )


def test_a_person_without_email_has_a_hat_and_a_card_that_opens_her_account(chloe, la_cape):
    welcomed = welcome(la_cape, chloe)
    person, account = welcomed.hat.person, welcomed.card.card.account
    assert account.person == person
    assert account.email is None
    assert selectors.hats_of(person, TODAY).roles_in(la_cape) == {Role.COOPERATOR}
    assert use_card_code(login_name=account.login_name, code=welcomed.card.codes[0], now=NOW) == account
    written = [audit.for_target(row)[0].action for row in (person, welcomed.hat)]
    assert written == ["people.person.created", "organisations.role.granted"]
    assert audit.for_target(welcomed.hat)[0].actor == chloe


def test_a_hat_that_does_not_exist_here_leaves_nobody_behind(la_cape):
    with pytest.raises(services.RoleDoesNotFit):
        welcome(la_cape, role=Role.FUNDER)
    assert not Person.objects.exists()
    assert not Account.objects.exists()
    assert not LoginCard.objects.exists()


def test_a_form_sent_twice_welcomes_one_person(chloe, la_cape):
    first = welcome(la_cape, chloe, key="abc")
    with pytest.raises(services.AlreadyWelcomed, match="déjà créé") as refused:
        welcome(la_cape, chloe, key="abc")
    assert refused.value.account == first.card.card.account
    assert Person.objects.filter(first_name="Zoé").count() == 1


def test_another_form_or_another_kpa_welcomes_another_person_of_the_same_name(chloe, la_cape, coop_manau):
    people = {welcome(*where).hat.person_id for where in ((la_cape, chloe), (la_cape, chloe))}
    people |= {welcome(place, chloe, key="abc").hat.person_id for place in (la_cape, coop_manau)}
    assert len(people) == 4
