"""A member asks for a hat: what is given, what is refused, and what is kept."""

import pytest
from django.db import IntegrityError, transaction

from kpacite.domain.organisations import selectors, services
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import HatRequest, RoleAssignment
from kpacite.platform import audit
from kpacite.platform.asking import ask as one_query
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db


def ask(account, kpa, role=Role.CONTRIBUTOR, words=""):
    return services.ask_hat(
        person=account.person, organisation=kpa, role=role, words=words, actor=account, today=TODAY, now=NOW
    )


def answer(row, account, accept=True, words=""):
    return services.answer_hat(request=row, accept=accept, words=words, actor=account, today=TODAY, now=NOW)


def roles_of(account, kpa):
    return selectors.hats_of(account.person, TODAY).roles_in(kpa)


@pytest.mark.parametrize("role", [Role.REFERENT, Role.CONTRIBUTOR, Role.KPA_COORDINATOR])
def test_a_yes_gives_the_hat_beside_those_she_wears(amina, chloe, la_cape, role):
    row = answer(ask(amina, la_cape, role, " J’aime montrer. "), chloe, words=" Dit en réunion. ")
    assert (row.words, row.answer_words, row.is_accepted) == ("J’aime montrer.", "Dit en réunion.", True)
    assert roles_of(amina, la_cape) == {Role.COOPERATOR, role}
    assert {event.action for event in audit.for_target(row)} >= {"organisations.hat.answered"}


def test_a_no_gives_nothing_and_she_may_ask_again(amina, chloe, la_cape):
    answer(ask(amina, la_cape), chloe, accept=False)
    assert roles_of(amina, la_cape) == {Role.COOPERATOR}
    assert Role.CONTRIBUTOR in selectors.askable_roles(amina.person, la_cape, TODAY)
    ask(amina, la_cape)
    assert Role.CONTRIBUTOR not in selectors.askable_roles(amina.person, la_cape, TODAY)


def test_what_cannot_be_asked_is_refused(amina, fanny, chloe, la_cape):
    with pytest.raises(services.RoleDoesNotFit):
        ask(amina, la_cape, Role.HOST_ADMIN)
    with pytest.raises(services.NotAMemberHere):
        ask(fanny, la_cape)
    with pytest.raises(services.HatAlreadyWorn):
        ask(chloe, la_cape, Role.KPA_COORDINATOR)
    ask(amina, la_cape)
    with pytest.raises(services.HatAlreadyAsked):
        ask(amina, la_cape)


def test_one_answers_once_and_never_for_oneself(amina, chloe, la_cape):
    row = ask(chloe, la_cape)
    with pytest.raises(services.OwnHatRequest):
        answer(row, chloe)
    other = answer(ask(amina, la_cape), chloe, accept=False)
    with pytest.raises(services.HatRequestAnswered):
        answer(other, chloe)


def test_who_is_no_longer_a_member_gets_no_hat(amina, chloe, la_cape):
    row = ask(amina, la_cape)
    RoleAssignment.objects.filter(person=amina.person).update(end=TODAY)
    with pytest.raises(services.MemberNoMore):
        answer(row, chloe)
    assert HatRequest.objects.waiting().get() == row


def test_the_database_holds_the_same_rules(amina, la_cape):
    row = ask(amina, la_cape)
    for wrong in ({"role": "host_admin"}, {"is_accepted": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HatRequest.objects.filter(pk=row.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        HatRequest.objects.create(
            person=amina.person, organisation=la_cape, role=Role.CONTRIBUTOR, asked_at=NOW
        )


def test_the_question_of_a_home_names_the_others_only(amina, chloe, la_cape):
    ask(chloe, la_cape)
    row = ask(amina, la_cape)
    question = selectors.hat_requests_asked(la_cape, chloe.person)
    told = one_query(type(la_cape).objects.filter(pk=la_cape.pk), {"asked_hats": question})["asked_hats"]
    assert [one["pk"] for one in told] == [row.pk]
