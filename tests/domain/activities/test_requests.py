"""Asking a group for a place or a mandate: what is given, what is refused, and what is kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.activities import permissions, selectors, services
from kpacite.domain.activities.enums import GroupWish
from kpacite.domain.activities.models import GroupMembership, GroupRequest
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import hats_of
from kpacite.platform import audit
from kpacite.platform.asking import ask as one_query
from tests.factories.activities import join, make_activity
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
MEMBER, REFERENT = GroupWish.MEMBER, GroupWish.REFERENT


def ask(activity, account, wish=MEMBER, words=""):
    return services.ask_group(
        activity=activity, person=account.person, wish=wish, words=words, actor=account, today=TODAY, now=NOW
    )


def answer(request, account, accept=True):
    return services.answer_request(request=request, accept=accept, actor=account, today=TODAY, now=NOW)


def test_a_yes_gives_a_place_from_today_and_leaves_a_trace(cuisine, gaelle, bilal):
    asked = ask(cuisine, gaelle, words=" J’aime les desserts. ")
    assert asked.words == "J’aime les desserts."
    assert list(selectors.waiting_requests(cuisine)) == [asked]
    answered = answer(asked, bilal)
    place = selectors.place_in(cuisine, gaelle.person, TODAY)
    assert (place.start, place.is_referent) == (TODAY, False)
    assert (answered.is_accepted, answered.answered_by_id) == (True, bilal.pk)
    assert not selectors.waiting_requests(cuisine)
    assert [event.action for event in audit.for_target(asked)] == [
        "activities.group.accepted",
        "activities.group.asked",
    ]


def test_a_mandate_follows_the_place_held_so_far(cuisine, amina, bilal):
    join(cuisine, amina)
    answer(ask(cuisine, amina, REFERENT), bilal)
    rows = GroupMembership.objects.filter(person=amina.person).order_by("start", "is_referent")
    assert [(row.is_referent, row.end) for row in rows] == [(False, TODAY), (True, None)]
    assert selectors.groups_of(amina.person, TODAY).referent_of == {cuisine.pk}


def test_a_mandate_that_ended_is_remembered_with_its_dates(cuisine, amina):
    row = join(cuisine, amina, referent=True) or GroupMembership.objects.get(person=amina.person)
    services.leave_group(membership=row, end=TODAY, actor=amina, now=NOW)
    assert [past.end for past in selectors.past_mandates(cuisine, TODAY)] == [TODAY]
    assert not selectors.past_mandates(cuisine, TODAY - timedelta(days=1))


def test_a_no_gives_nothing_and_one_may_ask_again(cuisine, gaelle, bilal):
    answer(ask(cuisine, gaelle), bilal, accept=False)
    assert selectors.place_in(cuisine, gaelle.person, TODAY) is None
    assert ask(cuisine, gaelle).answered_at is None


def test_one_question_at_a_time_and_one_answer(cuisine, gaelle, bilal):
    asked = ask(cuisine, gaelle)
    with pytest.raises(services.AlreadyAsked):
        ask(cuisine, gaelle, REFERENT)
    answer(asked, bilal)
    with pytest.raises(services.AlreadyAnswered):
        answer(asked, bilal, accept=False)


def test_who_is_in_already_asks_for_the_mandate_only(cuisine, amina, bilal):
    join(cuisine, amina)
    join(cuisine, bilal, referent=True)
    for account, wish in ((amina, MEMBER), (bilal, MEMBER), (bilal, REFERENT)):
        with pytest.raises(services.AlreadyInGroup):
            ask(cuisine, account, wish)


def test_a_stranger_to_the_kpa_asks_nothing(cuisine, fanny):
    with pytest.raises(services.NotOfThisKpa):
        ask(cuisine, fanny)


def test_the_group_gives_places_and_who_answers_for_it_gives_mandates(cuisine, la_cape, amina, bilal, gaelle):
    join(cuisine, amina)
    join(cuisine, bilal, referent=True)

    def may(account, request):
        hats = hats_of(account.person, TODAY)
        groups = selectors.groups_of(account.person, TODAY)
        return permissions.may_answer(hats, groups, la_cape, request)

    place = ask(cuisine, gaelle)
    assert (may(amina, place), may(bilal, place), may(gaelle, place)) == (True, True, False)
    mandate = ask(make_activity(la_cape), gaelle, REFERENT)
    assert (may(amina, mandate), may(bilal, mandate)) == (False, False)
    own = ask(cuisine, amina, REFERENT)
    assert (may(amina, own), may(bilal, own), may(gaelle, own)) == (False, True, False)

    def told(account):
        groups = selectors.groups_of(account.person, TODAY)
        asked = selectors.answerable_asked(la_cape, groups, coordinates=False)
        rows = one_query(Organisation.objects.filter(pk=la_cape.pk), {"requests": asked})["requests"]
        return {row["pk"] for row in rows or ()}

    for account in (amina, bilal, gaelle):
        assert told(account) == {request.pk for request in (place, mandate, own) if may(account, request)}


def test_the_choice_of_people_leaves_out_who_is_in_the_group(cuisine, la_cape, amina, gaelle, fanny):
    join(cuisine, amina)
    assert list(selectors.people_outside(cuisine, la_cape, TODAY)) == [gaelle.person]


@pytest.mark.parametrize(
    "change",
    [
        "wish = 'chief'",
        "is_accepted = %(yes)s",
        "answered_at = '2026-03-06'",
    ],
)
def test_raw_sql_cannot_write_half_an_answer(cuisine, gaelle, change):
    ask(cuisine, gaelle)
    yes = "true" if connection.vendor == "postgresql" else "1"
    sql = f"UPDATE {GroupRequest._meta.db_table} SET {change}" % {"yes": yes}
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_keeps_one_waiting_question(cuisine, gaelle):
    asked = ask(cuisine, gaelle)
    asked.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save(force_insert=True)
