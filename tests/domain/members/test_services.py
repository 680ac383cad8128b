"""Coming, entering, pausing, leaving, coming back: the happy path, each error, the trace."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.governance.services import NameDoesNotMatch
from kpacite.domain.members import rules, selectors, services
from kpacite.domain.members.enums import GuardianMode, MemberState, StepKind, WelcomeState
from kpacite.domain.members.models import Membership, WelcomeAnswer, WelcomeFile
from kpacite.domain.members.services import CharterHand
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.organisations.services.errors import Refused
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit, verification
from tests.domain.governance.charters import put_in_force
from tests.factories import members as make
from tests.factories.members import ADULT, BY, CHILD, MINOR
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
STATE = MemberState
PAPER = CharterHand(paper_note="Classeur")
BEFORE = date(2026, 1, 5)


@pytest.fixture
def kpa(la_cape):
    make.make_steps(la_cape.kpa)
    make.make_questions(la_cape.kpa)
    return la_cape.kpa


@pytest.fixture
def file(kpa):
    return make.make_file(kpa)


def enter(file, chloe, hand=PAPER):
    return services.become_member(file=make.tick_all(file), charter=hand, actor=chloe, now=NOW)


def test_a_newcomer_becomes_a_member_step_by_step_with_a_trace_each_time(file, kpa, chloe):
    steps = selectors.current_steps(kpa).exclude(kind=StepKind.CHARTER)
    states = [services.tick(file=file, step=step, done_on=TODAY, **BY).state for step in steps]
    assert states == ["form_done", "visited", "interviewed"]
    membership = services.become_member(file=file, charter=PAPER, actor=chloe, now=NOW)
    file.refresh_from_db()
    assert (file.state, file.person, membership.welcome) == ("member", membership.person, file)
    hat = RoleAssignment.objects.get(person=membership.person)
    assert (hat.role, hat.start, membership.hat) == ("cooperator", TODAY, hat)
    assert membership.person.account.is_active
    trace = [event.action for event in reversed(audit.for_target(file))]
    assert trace[0] == "members.welcome.received"
    assert trace[-1] == "members.welcome.member"


def test_a_first_name_and_one_way_to_answer_are_enough_and_the_mail_says_day_place_and_who(
    kpa, chloe, mailoutbox, django_capture_on_commit_callbacks
):
    with pytest.raises(Refused, match="joindre"):
        services.receive(kpa=kpa, first_name="Sami", **BY)
    with django_capture_on_commit_callbacks(execute=True):
        services.receive(kpa=kpa, first_name="Sami", email="SAMI@exemple.fr", words="secret", **BY)
    assert mailoutbox[0].to == ["sami@exemple.fr"]
    assert "Chloé vous accueille." in mailoutbox[0].body
    assert "secret" not in mailoutbox[0].body


def test_the_same_form_sent_twice_is_one_file(kpa):
    sent = {"other_contact": "Au foyer", "token": "a" * 32}
    one = services.receive(kpa=kpa, first_name="Sami", **sent, **BY)
    assert services.receive(kpa=kpa, first_name="Sami", **sent, **BY) == one
    assert WelcomeFile.objects.count() == 1


def test_words_answers_and_birth_date_are_unreadable_in_the_database(file, kpa):
    services.complete(file=file, words="J’ai fui mon pays", **BY)
    question = selectors.current_questions(kpa).get(code="situation")
    services.answer(file=file, question=question, words="En attente de papiers", **BY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, birth_date FROM members_welcomefile")
        words, born = cursor.fetchone()
        cursor.execute("SELECT words FROM members_welcomeanswer")
        [answer] = cursor.fetchone()
    assert not {"pays", "1990", "papiers"} & set(f"{words} {born} {answer}".split())
    assert "papiers" not in answer


def test_an_answer_may_be_skipped_changed_and_kept_from_who_only_welcomes(file, kpa):
    question = selectors.current_questions(kpa).get(code="situation")
    services.answer(file=file, question=question, words="", **BY)
    services.answer(file=file, question=question, words="Étudiante", **BY)
    assert WelcomeAnswer.objects.get().words == "Étudiante"
    hidden = [entry.is_hidden for entry in selectors.asked(file, coordinates=False)]
    assert hidden == [False, True]
    assert not any(entry.is_hidden for entry in selectors.asked(file, coordinates=True))


def test_a_step_is_ticked_once_taken_back_and_never_ahead_of_time(file, kpa, coop_manau):
    step = selectors.current_steps(kpa)[0]
    services.tick(file=file, step=step, done_on=TODAY, **BY)
    with pytest.raises(Refused, match="déjà faite"):
        services.tick(file=file, step=step, done_on=TODAY, **BY)
    assert services.take_back(file=file, step=step, **BY).state == WelcomeState.CONTACT
    with pytest.raises(services.CannotMoveThere):
        services.take_back(file=file, step=step, **BY)
    with pytest.raises(services.StepInTheFuture):
        services.tick(file=file, step=step, done_on=TODAY + timedelta(days=1), **BY)
    make.make_steps(coop_manau.kpa)
    for elsewhere in (selectors.current_steps(coop_manau.kpa)[0], selectors.current_steps(kpa)[3]):
        with pytest.raises(services.StepElsewhere):
            services.tick(file=file, step=elsewhere, done_on=TODAY, **BY)


def test_the_charter_comes_last_and_optional_steps_may_wait(la_cape, chloe):
    make.make_steps(la_cape.kpa, order=(2, 1, 3), optional=("visite",))
    file = make.make_file(la_cape.kpa)
    with pytest.raises(services.StepsMissing, match="Entretien"):
        services.become_member(file=file, charter=PAPER, actor=chloe, now=NOW)
    step = selectors.current_steps(la_cape.kpa).get(code="entretien")
    services.tick(file=file, step=step, done_on=TODAY, **BY)
    assert services.become_member(file=file, charter=PAPER, actor=chloe, now=NOW).state == STATE.MEMBER


@pytest.mark.parametrize(
    ("born", "error"),
    [(None, services.BirthDateMissing), (CHILD, services.TooYoung), (MINOR, services.GuardianMissing)],
)
def test_nobody_enters_too_young_nor_without_a_guardian_under_18(kpa, chloe, born, error):
    with pytest.raises(error):
        enter(make.make_file(kpa, birth_date=born), chloe)
    assert not Membership.objects.exists()


def test_a_minor_enters_with_a_guardian_and_some_tasks_wait_until_18(kpa, chloe):
    file = make.make_file(kpa, birth_date=MINOR)
    contact = {"name": "Parent Exemple", "contact": "Au foyer"}
    guardian = services.note_guardian(file=file, signed_on=TODAY, **contact, **BY)
    assert guardian.mode == GuardianMode.SCREEN
    paper = ("accord.jpg", b"\xff\xd8\xff photo")
    guardian = services.note_guardian(file=file, signed_on=TODAY, paper=paper, **contact, **BY)
    assert (guardian.mode, bytes(guardian.paper.content)) == (GuardianMode.PAPER, paper[1])
    membership = enter(file, chloe)
    later = rules.eighteenth_birthday(MINOR)
    person = membership.person
    assert selectors.restrictions_of(person, kpa, TODAY)
    assert not selectors.restrictions_of(person, kpa, later)
    assert selectors.turned_18(kpa, later) == [membership]
    with pytest.raises(services.CannotMoveThere):
        services.review_at_18(membership=membership, **BY)
    services.review_at_18(membership=membership, actor=chloe, now=NOW + (later - TODAY))
    assert selectors.turned_18(kpa, later) == []


def test_the_name_under_the_charter_is_hers_and_a_wrong_one_leaves_nothing_behind(file, chloe):
    version = put_in_force(file.kpa.organisation)
    with pytest.raises(NameDoesNotMatch):
        enter(file, chloe, CharterHand(typed_name="Autre", seen=version.content_hash))
    file.refresh_from_db()
    assert (file.person, Membership.objects.count()) == (None, 0)
    hand = CharterHand(typed_name="Sami Exemple", seen=version.content_hash)
    membership = services.become_member(file=file, charter=hand, actor=chloe, now=NOW)
    assert version.signatures.get().person == membership.person


def test_a_welcome_may_stop_and_start_again(file, kpa):
    make.tick_all(file)
    services.withdraw(file=file, words="Plus tard", **BY)
    with pytest.raises(services.CannotMoveThere):
        services.complete(file=file, last_name="X", **BY)
    assert services.reopen(file=file, **BY).state == WelcomeState.INTERVIEWED
    with pytest.raises(services.CannotMoveThere):
        services.reopen(file=file, **BY)


def test_only_someone_of_the_kpa_welcomes(file, amina, fanny):
    assert services.assign(file=file, welcomer=amina.person, **BY).welcomer == amina.person
    with pytest.raises(services.NotAWelcomer):
        services.assign(file=file, welcomer=fanny.person, **BY)


@pytest.fixture
def stay(amina, la_cape):
    return make.make_membership(amina.person, la_cape.kpa, birth_date=ADULT)


def leaving(row):
    return services.announce_leaving(membership=row, leaving_on=TODAY, **BY)


def left(row):
    day = {"situation_noted_on": TODAY, "equipment_returned_on": TODAY, "balance_routed_on": TODAY}
    services.settle(membership=leaving(row), **day, **BY)
    return services.leave(membership=row, **BY)


def case_of(row, mediator, other):
    return services.open_mediation(
        kpa=row.kpa,
        mediator=mediator,
        parties=[row.person, other],
        subject="Une dispute",
        concerned=row,
        **BY,
    )


def without_agreement(case):
    for party in case.parties.all():
        services.hear(case=case, person=party.person, words="Ma version", heard_on=TODAY, **BY)
    return services.record_no_agreement(case=case, **BY)


@pytest.fixture
def case(stay, chloe, bilal):
    return case_of(stay, chloe.person, bilal.person)


def proposed(row):
    return services.propose_exclusion(case=without_agreement(row.mediations.get()), **BY)


def decided(row, *, excluded):
    proposed(row)
    return services.decide_exclusion(case=row.mediations.get(), excluded=excluded, decision="Vote", **BY)


REACH = {
    STATE.MEMBER: lambda row: row,
    STATE.PAUSED: lambda row: services.pause(membership=row, start=TODAY, words="", **BY),
    STATE.LEAVING: leaving,
    STATE.LEFT: left,
    STATE.EXCLUSION_PROPOSED: proposed,
    STATE.EXCLUDED: lambda row: decided(row, excluded=True),
}
MOVES = {
    "pause": (STATE.PAUSED, lambda row: services.pause(membership=row, start=TODAY, words="", **BY)),
    "resume": (STATE.MEMBER, lambda row: services.resume(membership=row, end=TODAY, **BY)),
    "leaving": (STATE.LEAVING, leaving),
    "stay": (STATE.MEMBER, lambda row: services.stay(membership=row, **BY)),
    "leave": (STATE.LEFT, lambda row: services.leave(membership=row, **BY)),
}
ALLOWED = {
    ("pause", STATE.MEMBER),
    ("resume", STATE.PAUSED),
    ("leaving", STATE.MEMBER),
    ("leaving", STATE.PAUSED),
    ("stay", STATE.LEAVING),
}


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", REACH)
def test_every_move_of_a_member_that_is_not_in_the_table_is_refused(stay, state, move):
    REACH[state](stay)
    row = Membership.objects.get(pk=stay.pk)
    assert row.state == state
    target, act = MOVES[move]
    if (move, state) in ALLOWED:
        assert target in rules.MEMBER_TRANSITIONS[state]
        assert act(row).state == target
        return
    with pytest.raises(DomainError):
        act(row)
    row.refresh_from_db()
    assert row.state == state


def test_who_leaves_settles_three_things_takes_the_hat_off_and_may_come_back(stay, amina, la_cape):
    row = services.announce_leaving(membership=stay, leaving_on=TODAY, **BY)
    with pytest.raises(services.NotSettled):
        services.leave(membership=row, **BY)
    day = {"situation_noted_on": TODAY, "equipment_returned_on": TODAY, "balance_routed_on": TODAY}
    services.settle(membership=row, **day, **BY)
    services.leave(membership=row, **BY)
    assert selectors.membership_of(amina.person, la_cape) is None
    with pytest.raises(services.AlreadyMember):
        make.make_membership(amina.person, la_cape.kpa, start=BEFORE + timedelta(days=1))
    again = make.make_membership(amina.person, la_cape.kpa, start=TODAY)
    assert again.pk != stay.pk
    assert not [
        result for result in verification.run() if result.name.startswith("members") and result.problems
    ]


def test_pauses_are_told_as_periods(stay, amina, la_cape):
    services.pause(membership=stay, start=TODAY, words="Un bébé", **BY)
    services.resume(membership=stay, end=TODAY + timedelta(days=20), **BY)
    assert selectors.paused_days(amina.person, la_cape) == [(TODAY, TODAY + timedelta(days=20))]


@pytest.mark.parametrize("target", MemberState)
def test_raw_sql_moves_a_membership_only_along_the_table(stay, case, target):
    end = TODAY if target in rules.OVER else None
    without_agreement(case)
    if target == STATE.MEMBER or target in rules.MEMBER_TRANSITIONS[STATE.MEMBER]:
        Membership.objects.filter(pk=stay.pk).update(state=target, end=end)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=stay.pk).update(state=target, end=end)


@pytest.mark.parametrize("target", WelcomeState)
def test_raw_sql_moves_nobody_out_of_membership_back_to_the_welcome(file, chloe, target):
    enter(file, chloe)
    rows = WelcomeFile.objects.filter(pk=file.pk)
    if target == WelcomeState.MEMBER:
        rows.update(state=target)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=target)


def test_the_list_costs_the_same_at_three_and_at_thirty_files(kpa, django_assert_num_queries):
    for count in (3, 27):
        for _rank in range(count):
            make.tick_all(make.make_file(kpa))
        with django_assert_num_queries(3):
            selectors.files_of(kpa)
