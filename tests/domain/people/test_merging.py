"""Two files become one: everything adds up, nothing frozen moves, and it can be undone for a while."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpacite.domain.activities import selectors as activities
from kpacite.domain.activities.models import JobShift, WorkEntry
from kpacite.domain.members.models import Membership
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.paths import services as paths
from kpacite.domain.paths.enums import Answer, SensitiveQuestion
from kpacite.domain.paths.models import Path, PersonFacts, SensitiveFacts
from kpacite.domain.people import services
from kpacite.domain.people.enums import ConsentPurpose, Shown
from kpacite.domain.people.models import (
    AccessRecord,
    Account,
    Consent,
    OwnBankAccount,
    Person,
    PersonMerge,
    TwoPeople,
)
from kpacite.domain.people.own_data import own_data
from kpacite.domain.people.rules import Side
from kpacite.domain.sharing.enums import BalanceKind
from kpacite.domain.sharing.models import BalanceMove
from kpacite.domain.sharing.selectors import balances as sharing
from kpacite.platform import verification
from kpacite.platform.audit.models import AuditEvent
from tests.factories.activities import confirm, make_activity, make_hours, make_job, make_shift
from tests.factories.members import make_membership
from tests.factories.organisations import wear
from tests.factories.paths import make_path
from tests.factories.people import NOW, TODAY, make_account, make_person

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2024, 1, 8), date(2024, 9, 1)


@pytest.fixture
def double(la_cape):
    """Amina, written down a second time long ago."""
    return make_person("Aminata", phone="+33639980001")


def made_one(kept, merged, chloe, **choices):
    sides = {name: Side(side) for name, side in choices.items()}
    return services.merge_people(kept=kept, merged=merged, choices=sides, actor=chloe, today=TODAY, now=NOW)


def move(person, kpa, cents, key, kind=BalanceKind.SHARE):
    return BalanceMove.objects.create(
        kpa=kpa.kpa, person=person, kind=kind, cents=cents, day=TODAY, sentence="Un partage", key=key,
        recorded_at=NOW,
    )  # fmt: skip


def proved():
    return [problem for result in verification.run() for problem in result.problems]


def test_what_lives_moves_and_what_is_frozen_follows(amina, double, la_cape, chloe):
    kept = amina.person
    path = make_path(la_cape, double, start=FIRST, end=LAST)
    make_path(la_cape, kept, start=date(2025, 9, 1))
    entry = make_hours(la_cape, person=double)
    move(double, la_cape, 40_00, "a")
    move(kept, la_cape, 60_00, "b")
    merge = made_one(kept, double, chloe, phone="merged")
    path.refresh_from_db()
    kept.refresh_from_db()
    double.refresh_from_db()
    assert path.person == kept
    assert (double.merged_into, double.email, double.phone) == (kept, "", "")
    assert (str(double), kept.phone) == (str(kept), "+33639980001")
    assert WorkEntry.objects.get(pk=entry.pk).person == double
    assert sharing.balance_of(kept, la_cape.kpa).owed == 100_00
    assert activities.common_due(kept, la_cape, TODAY, TODAY).done == entry.minutes
    assert activities.common_minutes(la_cape, TODAY, TODAY + timedelta(1))[kept.pk].noted == entry.minutes
    assert proved() == []
    event = AuditEvent.objects.get(action="people.person.merged")
    assert (event.actor, event.target_id, event.data) == (chloe, str(kept.pk), {"merged": double.public_id})
    assert AccessRecord.objects.get(person=kept).shown == Shown.MERGED
    assert merge.merged == double


cents = st.lists(st.integers(-500_00, 500_00).filter(bool), max_size=4)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cents, cents, st.integers(0, 600), st.integers(0, 600))
def test_money_and_hours_after_are_the_sum_of_before(amina, chloe, la_cape, mine, its, minutes, others):
    with transaction.atomic():
        double = make_person("Aminata")
        for rank, sum_ in enumerate(mine):
            move(amina.person, la_cape, sum_, f"mine:{rank}")
        for rank, sum_ in enumerate(its):
            move(double, la_cape, sum_, f"its:{rank}")
        for person, spent in ((amina.person, minutes), (double, others)):
            if spent:
                make_hours(la_cape, person=person, minutes=spent)
        before = sharing.owed_to(amina.person, la_cape.kpa) + sharing.owed_to(double, la_cape.kpa)
        made_one(amina.person, double, chloe)
        assert sharing.owed_to(amina.person, la_cape.kpa) == before == sum(mine) + sum(its)
        assert activities.common_due(amina.person, la_cape, TODAY, TODAY).done == minutes + others
        transaction.set_rollback(True)


def test_she_may_not_confirm_what_her_other_file_did(amina, double, la_cape, chloe):
    wear(amina, Role.REFERENT, la_cape)
    entry = make_hours(la_cape, person=double)
    assert entry in activities.confirmable(amina.person, la_cape, TODAY)
    made_one(amina.person, double, chloe)
    assert entry not in activities.confirmable(amina.person, la_cape, TODAY)


def test_sensitive_answers_stay_and_fill_only_what_was_not_answered(amina, double, chloe):
    SensitiveFacts.objects.create(person=amina.person, answers="on??")
    SensitiveFacts.objects.create(person=double, answers="nnon")
    made_one(amina.person, double, chloe)
    facts = SensitiveFacts.objects.get(pk=amina.person_id)
    assert [facts.answer(question) for question in SensitiveQuestion] == [
        Answer.YES, Answer.NO, Answer.YES, Answer.NO,
    ]  # fmt: skip


def test_what_both_have_stays_with_the_double_and_goes_with_it(amina, double, chloe):
    """Two bank accounts: the kept file’s is hers; the other is erased once it is too late to undo."""
    for person, iban in (
        (amina.person, "FR7630006000011234567890189"),
        (double, "FR7610278060000002038430193"),
    ):
        OwnBankAccount.objects.create(person=person, holder="A", iban=iban, changed_at=NOW)
    made_one(amina.person, double, chloe)
    assert set(OwnBankAccount.objects.values_list("person", flat=True)) == {amina.person_id, double.pk}
    services.empty_old_merges(now=NOW + timedelta(days=31))
    assert OwnBankAccount.objects.get().iban == "FR7630006000011234567890189"


def test_answers_of_the_double_alone_become_hers(amina, double, chloe):
    PersonFacts.objects.create(person=double, birth_date=date(1990, 2, 3), gender="F")
    SensitiveFacts.objects.create(person=double, answers="onnn")
    made_one(amina.person, double, chloe)
    assert PersonFacts.objects.get().person == amina.person
    assert SensitiveFacts.objects.get().person == amina.person


def test_facts_that_differ_are_those_that_were_chosen(amina, double, chloe):
    PersonFacts.objects.create(person=amina.person, birth_date=date(1990, 2, 3), gender="F")
    PersonFacts.objects.create(person=double, birth_date=date(1990, 3, 2), gender="H")
    made_one(amina.person, double, chloe, birth_date="merged", gender="kept", last_name="kept")
    facts = PersonFacts.objects.get(pk=amina.person_id)
    assert (facts.birth_date, facts.gender) == (date(1990, 3, 2), "F")


def test_the_other_account_closes_and_a_lonely_one_changes_file(amina, double, chloe, la_cape):
    twin = make_account("Amna")
    made_one(amina.person, twin.person, chloe)
    twin.refresh_from_db()
    assert (twin.is_active, Account.objects.get(pk=amina.pk).is_active) == (False, True)
    kept, lonely = make_person("Zoé"), make_account("Zoe")
    made_one(kept, lonely.person, chloe)
    lonely.refresh_from_db()
    assert (lonely.person, lonely.is_active) == (kept, True)
    assert proved() == []


def test_who_opens_the_files_of_others_keeps_her_account(amina, chloe, karim, la_cape):
    with pytest.raises(services.CannotBeOneFile, match="gardez plutôt cette fiche-là"):
        made_one(amina.person, chloe.person, karim)
    with pytest.raises(services.CannotBeOneFile, match="Retirez d’abord les rôles"):
        made_one(karim.person, chloe.person, karim)


def test_two_running_paths_are_refused_with_which_one_to_end(amina, double, la_cape, chloe):
    make_path(la_cape, amina, start=date(2025, 9, 1))
    make_path(la_cape, double, start=date(2024, 1, 8))
    with pytest.raises(services.CannotBeOneFile) as refused:
        made_one(amina.person, double, chloe)
    assert "Terminez d’abord le parcours du 8 janvier 2024, au plus tard le 1er septembre 2025" in str(
        refused.value
    )
    assert Person.objects.get(pk=double.pk).merged_into is None
    assert Path.objects.filter(person=double).count() == 1


def test_two_running_memberships_are_refused(amina, double, la_cape, chloe):
    for person in (amina.person, double):
        make_membership(person, la_cape.kpa)
    with pytest.raises(services.CannotBeOneFile, match="Terminez d’abord l’adhésion"):
        made_one(amina.person, double, chloe)
    assert Membership.objects.filter(person=double).count() == 1


def test_a_day_of_more_than_24_hours_is_corrected_first(amina, double, la_cape, chloe):
    for person in (amina.person, double):
        make_hours(la_cape, person=person, minutes=800)
    with pytest.raises(services.CannotBeOneFile, match="plus de 24 heures"):
        made_one(amina.person, double, chloe)


def test_those_who_acted_for_each_other_are_two_people(amina, bilal, la_cape, chloe):
    confirm(make_hours(la_cape, amina), bilal)
    with pytest.raises(services.CannotBeOneFile, match="ce sont deux personnes"):
        made_one(amina.person, bilal.person, chloe)


def test_one_job_two_sign_ups_wait_for_one_to_be_taken_off(amina, double, la_cape, chloe):
    job = make_job(make_activity(la_cape))
    make_shift(job, amina)
    JobShift.objects.create(
        job=job, person=double, starts_at=job.starts_at, ends_at=job.ends_at, state="accepted",
        created_at=NOW, answered_at=NOW,
    )  # fmt: skip
    with pytest.raises(services.CannotBeOneFile, match="même intervention"):
        made_one(amina.person, double, chloe)


def test_the_same_hat_worn_twice_is_worn_once(amina, double, la_cape, chloe):
    RoleAssignment.objects.create(person=double, role=Role.COOPERATOR, organisation=la_cape, start=FIRST)
    made_one(amina.person, double, chloe)
    hats = RoleAssignment.objects.filter(person=amina.person, role=Role.COOPERATOR)
    assert hats.count() == 2
    assert hats.filter(end=None).count() == 1
    assert not RoleAssignment.objects.filter(person=double).exists()


def test_a_yes_that_was_taken_back_is_not_given_again(amina, double, chloe):
    before = NOW - timedelta(days=9)
    Consent.objects.create(person=double, purpose=ConsentPurpose.PICTURES, given_at=before)
    Consent.objects.create(
        person=amina.person, purpose=ConsentPurpose.PICTURES, given_at=before, withdrawn_at=NOW
    )
    made_one(amina.person, double, chloe)
    assert not Consent.objects.running().filter(person=amina.person).exists()


def test_nobody_is_made_one_twice_nor_with_herself(amina, double, chloe):
    made_one(amina.person, double, chloe)
    with pytest.raises(services.AlreadyOneFile):
        made_one(amina.person, double, chloe)
    with pytest.raises(services.SamePerson):
        made_one(amina.person, amina.person, chloe)
    assert PersonMerge.objects.count() == 1


def test_a_third_file_leads_straight_to_the_one_that_is_kept(amina, double, chloe, la_cape):
    third = make_person("Amnata")
    move(third, la_cape, 5_00, "c")
    made_one(double, third, chloe)
    made_one(amina.person, double, chloe)
    third.refresh_from_db()
    assert third.merged_into == amina.person
    assert sharing.owed_to(amina.person, la_cape.kpa) == 5_00
    assert proved() == []


def test_her_own_data_has_what_both_files_hold(amina, double, la_cape, chloe):
    make_hours(la_cape, person=double)
    made_one(amina.person, double, chloe)
    assert "activities.workentry" in {table.code for table in own_data(amina.person)}


def test_undone_each_file_has_what_it_had(amina, double, la_cape, chloe):
    def everything():
        return [
            list(model.objects.order_by("pk").values())
            for model in (Person, Path, PersonFacts, SensitiveFacts, RoleAssignment, Consent, Account)
        ]

    make_path(la_cape, double, start=FIRST, end=LAST)
    PersonFacts.objects.create(person=double, birth_date=date(1990, 2, 3), gender="F")
    SensitiveFacts.objects.create(person=double, answers="o???")
    SensitiveFacts.objects.create(person=amina.person, answers="?n??")
    RoleAssignment.objects.create(person=double, role=Role.COOPERATOR, organisation=la_cape, start=FIRST)
    Consent.objects.create(person=double, purpose=ConsentPurpose.NEWS, given_at=NOW)
    before = everything()
    merge = made_one(amina.person, double, chloe, phone="merged", first_name="merged")
    assert everything() != before
    services.undo_merge(merge=merge, actor=chloe, now=NOW)
    assert everything() == before
    assert services.undo_merge(merge=merge, actor=chloe, now=NOW).undone_at == NOW
    assert AuditEvent.objects.filter(action="people.person.parted").count() == 1
    made_one(amina.person, Person.objects.get(pk=double.pk), chloe)


def test_it_is_not_undone_once_something_new_is_written(amina, double, la_cape, chloe):
    path = make_path(la_cape, double, start=FIRST, end=LAST)
    merge = made_one(amina.person, double, chloe)
    Path.objects.filter(pk=path.pk).update(postcode="59100", department="59")
    written = "Depuis la réunion, quelque chose a été écrit\u00a0: Parcours"
    with pytest.raises(services.CannotUndo, match=written):
        services.undo_merge(merge=merge, actor=chloe, now=NOW)


def test_money_asked_since_forbids_to_undo(amina, double, la_cape, chloe):
    move(double, la_cape, 40_00, "a")
    merge = made_one(amina.person, double, chloe)
    move(amina.person, la_cape, -40_00, "b", BalanceKind.ASKED)
    with pytest.raises(services.CannotUndo, match="Mouvements d’argent"):
        services.undo_merge(merge=merge, actor=chloe, now=NOW)


def test_after_a_month_it_is_too_late_and_what_was_kept_for_it_is_erased(amina, double, chloe):
    SensitiveFacts.objects.create(person=amina.person, answers="on??")
    SensitiveFacts.objects.create(person=double, answers="nnon")
    merge = made_one(amina.person, double, chloe)
    later = NOW + timedelta(days=30)
    assert services.empty_old_merges(now=later - timedelta(seconds=1)) == 0
    assert services.empty_old_merges(now=later) == 1
    assert services.empty_old_merges(now=later) == 0
    merge.refresh_from_db()
    assert merge.changes == []
    assert SensitiveFacts.objects.get().person == amina.person
    with pytest.raises(services.CannotUndo, match="trop tard"):
        services.undo_merge(merge=merge, actor=chloe, now=later)


def test_a_new_name_and_forgetting_reach_the_double_file_too(amina, double, chloe):
    made_one(amina.person, double, chloe)
    services.change_person(
        person=amina.person, first_name="Amina", last_name="Nouveau", email="", phone="", language="fr",
        actor=None, now=NOW,
    )  # fmt: skip
    assert str(Person.objects.get(pk=double.pk)) == "Amina Nouveau"
    services.forget_identity(person=amina.person, actor=None, now=NOW)
    assert "Nouveau" not in str(Person.objects.get(pk=double.pk))


def test_two_people_are_told_apart_once_whichever_comes_first(amina, double, chloe):
    services.say_two_people(one=amina.person, other=double, actor=chloe, now=NOW)
    services.say_two_people(one=double, other=amina.person, actor=chloe, now=NOW)
    assert TwoPeople.objects.count() == 1
    assert AuditEvent.objects.filter(action="people.person.told_apart").count() == 1


def test_the_database_keeps_a_double_empty(amina, double, chloe):
    made_one(amina.person, double, chloe)
    for change in ("email = 'x@y.example'", f"merged_into_id = {double.pk}"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE people_person SET {change} WHERE id = {double.pk}")


def test_a_path_is_one_person_in_a_board(amina, double, la_cape, chloe):
    make_path(la_cape, double, start=FIRST, end=LAST)
    made_one(amina.person, double, chloe)
    paths.open_path(person=amina.person, kpa=la_cape.kpa, start=TODAY, planned_end=None, actor=None, now=NOW)
    assert set(Path.objects.values_list("person", flat=True)) == {amina.person_id}
