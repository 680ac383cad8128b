"""Mediation: everyone is heard, each says yes, or an exclusion may at last be proposed to the group."""

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.members import permissions, rules, selectors, services
from kpacite.domain.members.enums import MediationState, MemberState
from kpacite.domain.members.models import MediationCase, MediationParty, Membership
from kpacite.kernel.nir import NationalNumberFound
from kpacite.platform import audit
from tests.factories import members as make
from tests.factories.members import ADULT, BY
from tests.factories.people import TODAY

pytestmark = pytest.mark.django_db
CASE, STATE = MediationState, MemberState


@pytest.fixture
def stay(amina, la_cape):
    return make.make_membership(amina.person, la_cape.kpa, birth_date=ADULT)


@pytest.fixture
def case(stay, chloe, bilal):
    return ask(stay, chloe, bilal)


def ask(stay, chloe, bilal, **changes):
    facts = {
        "mediator": chloe.person,
        "parties": [stay.person, bilal.person],
        "subject": "Une dispute",
        "concerned": stay,
    }
    return services.open_mediation(kpa=stay.kpa, **(facts | changes), **BY)


def hear(case, person, words="Ma version"):
    return services.hear(case=case, person=person, words=words, heard_on=TODAY, **BY)


def hear_all(case):
    for party in case.parties.all():
        case = hear(case, party.person)
    return case


def refuse(case, person):
    return services.note_refusal(case=case, person=person, refused_on=TODAY, **BY)


def propose(case, words="On range ensemble"):
    return services.propose_agreement(case=case, words=words, **BY)


def agree(case, person):
    return services.agree(case=case, person=person, agreed_on=TODAY, **BY)


def fail(case):
    return services.record_no_agreement(case=case, **BY)


def test_an_agreement_takes_the_yes_of_each_and_excludes_nobody(case, amina, bilal):
    propose(hear_all(case))
    assert agree(case, amina.person).state == CASE.MEETING
    assert agree(case, bilal.person).state == CASE.AGREEMENT
    with pytest.raises(services.MediationFirst):
        services.propose_exclusion(case=case, **BY)
    case = services.close_mediation(case=case, decision="On se revoit en mai", **BY)
    assert (case.state, case.closed_on) == (CASE.CLOSED, TODAY)
    trace = [event.action.rpartition(".")[2] for event in reversed(audit.for_target(case))]
    assert trace == [
        *("opened", "heard", "meeting", "heard", "proposed"),
        *("agreed", "agreed", "agreement", "closed"),
    ]


def test_another_proposal_asks_for_each_yes_again(case, amina, bilal):
    propose(hear_all(case))
    agree(case, amina.person)
    propose(case, "Autre chose")
    agree(case, bilal.person)
    assert MediationCase.objects.get().state == CASE.MEETING
    assert agree(case, amina.person).state == CASE.AGREEMENT


def test_nobody_concludes_before_each_was_heard_or_refused(case, amina, bilal):
    with pytest.raises(services.CannotMoveThere):
        propose(case)
    hear(case, bilal.person)
    for conclude in (propose, fail):
        with pytest.raises(services.NotHeardYet):
            conclude(case)
    with pytest.raises(services.NothingProposed):
        agree(case, bilal.person)
    hear(case, amina.person)
    assert fail(case).state == CASE.NO_AGREEMENT


def test_someone_who_will_not_come_is_not_forced_and_no_agreement_is_made_without_her(case, amina, bilal):
    hear(case, bilal.person)
    refuse(case, amina.person)
    with pytest.raises(services.SomeoneRefuses):
        propose(case)
    assert fail(case).state == CASE.NO_AGREEMENT
    assert services.propose_exclusion(case=case, **BY).state == STATE.EXCLUSION_PROPOSED


def test_who_comes_after_all_is_heard_and_the_talk_starts_again(case, amina, bilal):
    hear(case, bilal.person)
    refuse(case, amina.person)
    fail(case)
    assert hear(case, amina.person).state == CASE.MEETING
    party = MediationParty.objects.get(person=amina.person)
    assert (party.heard_on, party.refused_on) == (TODAY, None)


def test_an_exclusion_is_proposed_only_after_a_mediation_noted_without_agreement(case, stay):
    for reach in (lambda: None, lambda: hear_all(case), lambda: propose(case)):
        reach()
        with pytest.raises(services.MediationFirst, match="sans accord"):
            services.propose_exclusion(case=case, **BY)
    fail(case)
    assert services.propose_exclusion(case=case, **BY).state == STATE.EXCLUSION_PROPOSED
    with pytest.raises(services.CannotMoveThere):
        services.close_mediation(case=case, decision="", **BY)
    row = services.decide_exclusion(case=case, excluded=False, decision="Elle reste", **BY)
    assert row.state == STATE.MEMBER
    case.refresh_from_db()
    assert (case.state, case.decision) == (CASE.CLOSED, "Elle reste")


def test_an_exclusion_says_why_and_takes_the_hat_off(case, stay):
    hear_all(case)
    fail(case)
    services.propose_exclusion(case=case, **BY)
    with pytest.raises(services.ReasonsMissing):
        services.decide_exclusion(case=case, excluded=True, decision=" ", **BY)
    row = services.decide_exclusion(case=case, excluded=True, decision="Vote du groupe", **BY)
    row.hat.refresh_from_db()
    assert (row.state, row.end, row.hat.end) == (STATE.EXCLUDED, TODAY, TODAY)


def test_a_mediation_about_nobody_leads_to_no_exclusion(stay, chloe, bilal):
    case = ask(stay, chloe, bilal, concerned=None)
    hear_all(case)
    fail(case)
    with pytest.raises(services.MediationFirst):
        services.propose_exclusion(case=case, **BY)
    with pytest.raises(services.CannotMoveThere):
        services.decide_exclusion(case=case, excluded=True, decision="Non", **BY)


def test_the_database_itself_refuses_an_exclusion_without_a_failed_mediation(case, stay):
    rows = Membership.objects.filter(pk=stay.pk)
    for reach in (lambda: None, lambda: hear_all(case), lambda: propose(case)):
        reach()
        with pytest.raises(IntegrityError, match="mediation"), transaction.atomic():
            rows.update(state=STATE.EXCLUSION_PROPOSED)
    fail(case)
    assert rows.update(state=STATE.EXCLUSION_PROPOSED) == 1


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"heard_on": "2026-03-01", "refused_on": "2026-03-01"}, "mediation_party_heard_or_refuses"),
        ({"agreed_on": "2026-03-01"}, "mediation_party_heard_before_agreeing"),
    ],
)
def test_raw_sql_writes_no_party_that_can_never_be(case, columns, name):
    changes = ", ".join(f"{column} = %s" for column in columns)
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE members_mediationparty SET {changes}", list(columns.values()))


def test_the_people_of_a_mediation_are_of_this_kpa_and_the_mediator_is_not_a_party(
    stay, amina, bilal, chloe, fanny
):
    for parties in ([amina.person], [amina.person, chloe.person]):
        with pytest.raises(services.PartiesMissing):
            ask(stay, chloe, bilal, parties=parties)
    with pytest.raises(services.MediatorFromElsewhere):
        ask(stay, chloe, bilal, mediator=fanny.person)
    with pytest.raises(services.NotAParty):
        ask(stay, amina, bilal, parties=[bilal.person, chloe.person])


def test_no_word_is_kept_in_clear_and_no_national_number_at_all(case, amina, bilal):
    hear_all(case)
    propose(case, "Un secret à deux")
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject, agreement FROM members_mediationcase")
        clear = str(cursor.fetchall())
        cursor.execute("SELECT words FROM members_mediationparty")
        clear += str(cursor.fetchall())
    for words in ("dispute", "secret", "version"):
        assert words not in clear
    number = "mon numéro 2 99 05 59 350 123"
    for write in (lambda: hear(case, amina.person, number), lambda: propose(case, number)):
        with pytest.raises(NationalNumberFound):
            write()


def test_when_someone_is_forgotten_her_words_go_and_those_of_her_closed_mediations(case, amina, bilal):
    hear_all(case)
    services.forget_words(person=amina.person)
    words = dict(MediationParty.objects.values_list("person__first_name", "words"))
    assert words == {"Amina": "", "Bilal": "Ma version"}
    assert MediationCase.objects.get().subject == "Une dispute"
    fail(case)
    services.close_mediation(case=case, decision="Fin", **BY)
    services.forget_words(person=amina.person)
    row = MediationCase.objects.get()
    assert (row.subject, row.decision, row.state) == ("", "", CASE.CLOSED)
    assert [party.words for party in MediationParty.objects.order_by("pk")] == ["", ""]


# One way to reach each state, and every service that moves a mediation.
REACH = {
    CASE.OPENED: lambda case: case,
    CASE.MEETING: hear_all,
    CASE.AGREEMENT: lambda case: [agree(propose(hear_all(case)), row.person) for row in case.parties.all()],
    CASE.NO_AGREEMENT: lambda case: fail(hear_all(case)),
    CASE.CLOSED: lambda case: services.close_mediation(case=case, decision="", **BY),
}


@pytest.mark.parametrize("state", CASE)
def test_each_service_refuses_from_every_state_that_its_table_does_not_name(case, amina, state):
    REACH[state](case)
    moves = {
        lambda: hear(case, amina.person): CASE.MEETING,
        lambda: refuse(case, amina.person): CASE.MEETING,
        lambda: fail(case): CASE.NO_AGREEMENT,
        lambda: services.close_mediation(case=case, decision="", **BY): CASE.CLOSED,
    }
    for move, target in moves.items():
        before = MediationCase.objects.get().state
        if target in rules.MEDIATION_TRANSITIONS[CASE(before)] or (before == target == CASE.MEETING):
            continue
        with pytest.raises((services.CannotMoveThere, services.NotHeardYet)), transaction.atomic():
            move()
        assert MediationCase.objects.get().state == before


def test_who_reads_who_writes_who_is_informed(case, amina, bilal, chloe, esther, la_cape, hats_today):
    parties = frozenset(party.person_id for party in case.parties.all())
    reads = [
        permissions.may_read_mediation(who.person, case, parties) for who in (amina, bilal, chloe, esther)
    ]
    assert reads == [True, True, True, False]
    assert [permissions.mediates(who.person, case) for who in (amina, chloe)] == [False, True]
    assert permissions.may_know_of_mediations(hats_today(chloe), la_cape)
    assert not permissions.may_know_of_mediations(hats_today(bilal), la_cape)
    assert permissions.may_exclude(hats_today(chloe), la_cape, chloe.person, case)
    assert not permissions.may_exclude(hats_today(chloe), la_cape, amina.person, case)


def test_who_is_informed_loads_no_word(case, la_cape, django_assert_num_queries):
    with django_assert_num_queries(1):
        (row,) = selectors.mediations_of(la_cape)
        assert str(row.mediator)
    assert {"subject", "agreement", "decision"} <= row.get_deferred_fields()
