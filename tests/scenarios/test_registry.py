"""Loading is repeatable, composable, and tells how far it is."""

import pytest
from django.apps import apps
from django.core import mail

from kpacite import scenarios
from kpacite.domain.organisations import permissions, rules, selectors
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Organisation, RoleAssignment
from kpacite.domain.people.models import Account
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db


def row_counts() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_a_second_loading_changes_nothing():
    scenarios.load(["demo"], now=NOW)
    before = row_counts()
    assert before["platform.AuditEvent"] > 300
    scenarios.load(["demo", "network"], now=NOW)
    assert row_counts() == before


def test_what_a_scenario_builds_on_comes_first_and_once():
    assert scenarios.load(["demo", "network"], now=NOW) == ["network", "demo"]


def test_an_unknown_scenario_is_an_error_before_anything_is_written():
    with pytest.raises(scenarios.UnknownScenario):
        scenarios.load(["network", "nimporte"], now=NOW)
    assert not Organisation.objects.exists()


def test_progress_only_goes_up_and_ends_at_the_end():
    seen: list[float] = []
    scenarios.load(["demo"], now=NOW, progress=seen.append)
    assert seen == sorted(seen)
    assert (seen[0] > 0, seen[-1]) == (True, 1.0)


def test_each_scenario_says_what_it_is():
    assert {scenario.name for scenario in scenarios.available()} >= {"network", "demo"}
    assert all(scenario.description for scenario in scenarios.available())


@pytest.fixture
def demo(db):
    scenarios.load(["demo"], now=NOW)


@pytest.mark.usefixtures("demo")
def test_every_role_is_worn_by_somebody():
    assert {role for person in scenarios.demo_people() for role, _slug in person.roles} == set(Role)
    for slug in ("la-cape", "moulins-coop"):
        kpa = Organisation.objects.get(slug=slug)
        worn = {hat.role for hat in selectors.hats_worn_in(kpa, TODAY)}
        assert worn == rules.KPA_ROLES


@pytest.mark.usefixtures("demo")
def test_demo_people_have_the_accounts_and_hats_they_announce():
    for person in scenarios.demo_people():
        account = Account.objects.select_related("person").get(login_name=person.login_name)
        assert account.email == person.email
        assert account.email.endswith("@demo.kpacite.example")
        assert not account.has_usable_password()
        hats = selectors.hats_of(account.person, TODAY)
        assert {(hat.role, hat.organisation.slug) for hat in hats.worn} == set(person.roles)
    assert Account.objects.count() == len(scenarios.demo_people())
    assert "Amina" in scenarios.demo_people()[0].name
    assert scenarios.demo_people()[0].hats == "Coopérant·e (la-cape)"


@pytest.mark.usefixtures("demo")
def test_moulins_coop_misses_an_administrator_and_la_cape_does_not():
    def missing(slug: str) -> int:
        return selectors.administrators_missing(Organisation.objects.get(slug=slug), TODAY)

    assert (missing("la-cape"), missing("moulins-coop")) == (0, 1)


@pytest.mark.usefixtures("demo")
def test_fanny_is_a_stranger_to_la_cape_and_driss_carries_it():
    la_cape = Organisation.objects.get(slug="la-cape")

    def hats(name: str):
        return selectors.hats_of(Account.objects.get(login_name=name).person, TODAY)

    assert not permissions.may_open_space_of(hats("fanny"), la_cape)
    assert permissions.carries(hats("driss"), la_cape)


@pytest.mark.usefixtures("demo")
def test_examples_are_marked_and_no_mail_leaves():
    sessions = selectors.next_welcome_sessions(today=TODAY, count=10)
    assert sessions
    assert all(session.is_example for session in sessions)
    assert Organisation.objects.get(slug="fondation-exemple").is_example
    assert mail.outbox == []
    assert selectors.waiting_count(selectors.network()) == 1
    assert not RoleAssignment.objects.exclude(person__last_name__endswith="-Démo").exists()
