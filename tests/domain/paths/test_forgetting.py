"""Two years without a contact: a notice, a delay, a file without a name, figures that stay true."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.members import services as members
from kpacite.domain.members.models import MembershipPause
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.paths import rules, selectors, services
from kpacite.domain.paths.models import (
    ForgettingNotice,
    Path,
    PersonFacts,
    PersonReference,
    SensitiveFacts,
)
from kpacite.domain.people.models import Account, Person
from kpacite.kernel.period import add_months
from kpacite.platform.audit.models import AuditEvent
from tests.factories.members import make_membership
from tests.factories.paths import make_exit, make_path
from tests.factories.people import NOW, TODAY, make_account

LONG_AGO = date(2023, 9, 1)
DATED = {"today": TODAY, "now": NOW}


@pytest.fixture
def old(la_cape, network):
    """Someone who left long ago, known from a file of the network."""
    account = make_account("Rosa")
    path = make_path(
        la_cape,
        account,
        start=LONG_AGO,
        end=date(2024, 2, 1),
        postcode="59100",
        department="59",
        referral="Zoé",
    )
    make_exit(path, observed_on=date(2024, 2, 1), situation="EMPLOI")
    PersonFacts.objects.create(person=account.person, birth_date=date(1990, 2, 3), gender="F")
    SensitiveFacts.objects.create(person=account.person, answers="onnn")
    PersonReference.objects.create(source=network, reference="P9", person=account.person)
    Person.objects.filter(pk=account.person_id).update(created_at=NOW - timedelta(days=1000))
    return path


def test_what_the_two_years_say():
    contact = date(2024, 2, 1)
    assert not rules.notice_is_due(contact, date(2025, 11, 30))
    assert rules.notice_is_due(contact, date(2025, 12, 1))
    assert rules.forgotten_on(contact, date(2025, 12, 1)) == date(2026, 2, 1)
    assert rules.forgotten_on(contact, date(2026, 3, 12)) == date(2026, 5, 12)


days = st.dates(date(1950, 1, 1), date(2006, 1, 1))
entries = st.lists(st.dates(date(2018, 1, 1), date(2026, 1, 1)), min_size=1, max_size=4)


@given(days, entries)
def test_the_stand_in_date_gives_the_same_age_on_every_entry(birth, starts):
    other = rules.stand_in_birth_date(birth, starts)
    assert [rules.age_on(other, day) for day in starts] == [rules.age_on(birth, day) for day in starts]
    assert other >= birth


@pytest.mark.django_db
def test_a_notice_comes_first_then_the_day_then_nothing_is_left_of_her(
    old, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert services.give_notices(**DATED) == 1
    assert mail.outbox[0].to == ["rosa@demo.kpacite.example"]
    assert services.give_notices(**DATED) == 0
    assert services.forget_those_due(**DATED) == 0
    later = add_months(TODAY, 2)
    assert services.forget_those_due(today=later, now=NOW) == 1
    person = Person.objects.get(pk=old.person_id)
    assert (person.first_name, person.last_name, person.email) == ("Personne oubliée", "", "")
    account = Account.objects.get(person=person)
    assert (account.is_active, account.email) == (False, None)
    assert "rosa" not in account.login_name
    told = str(list(AuditEvent.objects.values_list("target_repr", "data", "reason")))
    assert "Rosa" not in told


@pytest.mark.django_db
def test_why_she_paused_is_forgotten_and_that_she_did_is_not(old):
    by, left = {"actor": None, "now": NOW}, date(2024, 2, 1)
    stay = make_membership(old.person, old.kpa, start=LONG_AGO)
    members.pause(membership=stay, start=LONG_AGO, words="Sa mère", **by)
    members.announce_leaving(membership=stay, leaving_on=left, **by)
    settled = dict.fromkeys(("situation_noted_on", "equipment_returned_on", "balance_routed_on"), left)
    members.settle(membership=stay, **settled, **by)
    members.leave(membership=stay, **by)
    services.give_notices(**DATED)
    assert services.forget_those_due(today=add_months(TODAY, 2), now=NOW) == 1
    assert [(pause.start, pause.words) for pause in MembershipPause.objects.all()] == [(LONG_AGO, "")]


@pytest.mark.django_db
def test_the_figures_of_the_past_do_not_change(old):
    services.give_notices(**DATED)
    services.forget_those_due(today=add_months(TODAY, 2), now=NOW)
    path = Path.objects.get(pk=old.pk)
    assert (path.start, path.end, path.department) == (old.start, old.end, "59")
    assert (path.postcode, path.referral) == ("", "")
    assert selectors.latest_exit(path).situation == "EMPLOI"
    facts = PersonFacts.objects.get(pk=path.person_id)
    assert facts.birth_date != date(1990, 2, 3)
    assert rules.age_on(facts.birth_date, path.start) == rules.age_on(date(1990, 2, 3), path.start)
    assert SensitiveFacts.objects.get().answers == "onnn"


@pytest.mark.django_db
def test_the_same_file_again_finds_her_and_writes_nothing_about_her(old, network, la_cape):
    services.give_notices(**DATED)
    services.forget_those_due(today=add_months(TODAY, 2), now=NOW)
    line = {
        "person_ref": "P9", "first_name": "Rosa", "birth_date": "1990-02-03", "postcode": "59100",
        "kpa": "la-cape", "path_start": LONG_AGO.isoformat(), "path_end": "2024-02-01",
    }  # fmt: skip
    counts, _found = services.import_people(rows=[(2, line)], source=network, actor=None, now=NOW)
    assert (counts.people_new, counts.people_changed, counts.paths_new, counts.paths_changed) == (0, 0, 0, 0)
    assert Person.objects.get(pk=old.person_id).first_name == "Personne oubliée"


@pytest.mark.django_db
def test_a_contact_or_a_word_of_hers_stops_it(old):
    services.give_notices(**DATED)
    notice = ForgettingNotice.objects.get()
    make_exit(old, observed_on=TODAY)
    assert services.forget_those_due(today=add_months(TODAY, 2), now=NOW) == 0
    notice.refresh_from_db()
    assert notice.cancelled_on is not None
    assert services.keep_file(notice=notice, actor=None, **DATED).cancelled_on == notice.cancelled_on


@pytest.mark.django_db
def test_who_has_a_running_path_or_hat_is_never_told(old, amina, la_cape):
    make_path(la_cape, amina, start=date(2020, 1, 1))
    RoleAssignment.objects.create(person=old.person, organisation=la_cape, role="cooperator", start=LONG_AGO)
    assert services.give_notices(**DATED) == 0


@pytest.mark.django_db
def test_the_database_refuses_to_forget_before_the_day(old):
    services.give_notices(**DATED)
    with pytest.raises(IntegrityError, match="forgetting_never_early"):
        ForgettingNotice.objects.update(done_on=TODAY)
