"""Leaving with everything settled, and coming back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.members import selectors, services
from kpacite.domain.members.enums import MemberState
from kpacite.domain.members.models import LentThing
from kpacite.domain.organisations.services.errors import Refused
from kpacite.platform import audit
from tests.factories import members as make
from tests.factories.members import ADULT, BY
from tests.factories.people import TODAY, make_person

pytestmark = pytest.mark.django_db
STATE = MemberState
ALL = {"situation_noted_on": TODAY, "equipment_returned_on": TODAY, "balance_routed_on": TODAY}


@pytest.fixture
def stay(amina, la_cape):
    return make.make_membership(amina.person, la_cape.kpa, birth_date=ADULT)


@pytest.fixture
def key(stay):
    return services.lend(membership=stay, words="La clé", lent_on=TODAY, **BY)


def leaving(row):
    return services.announce_leaving(membership=row, leaving_on=TODAY, **BY)


def left(row):
    services.settle(membership=leaving(row), **ALL, **BY)
    return services.leave(membership=row, **BY)


def back(thing, day=TODAY, note=""):
    return services.settle_thing(thing=thing, settled_on=day, note=note, **BY)


def test_the_equipment_is_not_settled_while_something_is_in_her_hands(stay, key):
    leaving(stay)
    with pytest.raises(services.ThingsInHand):
        services.settle(membership=stay, **ALL, **BY)
    services.settle(membership=stay, situation_noted_on=TODAY, **BY)
    back(key, note="Perdue, on en refait une")
    assert services.settle(membership=stay, **ALL, **BY).exit.is_settled
    assert [event.action for event in audit.for_target(key)] == [
        "members.thing.settled",
        "members.thing.lent",
    ]


def test_a_thing_comes_back_once_and_after_it_went(stay, key):
    with pytest.raises(Refused, match="après son prêt"):
        back(key, TODAY - timedelta(days=1))
    back(key)
    with pytest.raises(services.AlreadySettled):
        back(key)
    with pytest.raises(Refused):
        services.lend(membership=stay, words=" ", lent_on=TODAY, **BY)


def test_nothing_is_lent_to_someone_who_left(stay):
    left(stay)
    with pytest.raises(services.CannotMoveThere):
        services.lend(membership=stay, words="La clé", lent_on=TODAY, **BY)


def test_who_left_may_come_back_for_a_new_stay_with_a_hat_of_its_own(stay, amina, la_cape):
    with pytest.raises(services.CannotMoveThere):
        services.come_back(membership=stay, start=TODAY, **BY)
    left(stay)
    day = TODAY + timedelta(days=30)
    again = services.come_back(membership=stay, start=day, **BY)
    assert (again.state, again.start, again.birth_date) == (STATE.MEMBER, day, ADULT)
    assert again.hat_id not in {None, stay.hat_id}
    with pytest.raises(services.AlreadyMember):
        services.come_back(membership=stay, start=day, **BY)
    stays = selectors.stays_of(la_cape, STATE)
    assert [row.state for row in stays] == [STATE.MEMBER, STATE.LEFT]


def test_who_was_excluded_does_not_come_back_by_a_button(stay, chloe, bilal):
    case = services.open_mediation(
        kpa=stay.kpa,
        mediator=chloe.person,
        parties=[stay.person, bilal.person],
        subject="x",
        concerned=stay,
        **BY,
    )
    for person in (stay.person, bilal.person):
        services.hear(case=case, person=person, words="x", heard_on=TODAY, **BY)
    services.record_no_agreement(case=case, **BY)
    services.propose_exclusion(case=case, **BY)
    services.decide_exclusion(case=case, excluded=True, decision="Vote", **BY)
    with pytest.raises(services.OnlyWhoLeft):
        services.come_back(membership=stay, start=date(2027, 1, 1), **BY)


@pytest.mark.parametrize(
    ("change", "name"),
    [("words = ''", "lent_thing_named"), ("settled_on = '2020-01-01'", "lent_thing_dates_in_order")],
)
def test_raw_sql_writes_no_loan_that_can_never_be(key, change, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {LentThing._meta.db_table} SET {change}")


def test_the_stays_are_listed_in_one_query_and_found_without_accents(
    stay, fanny, la_cape, django_assert_num_queries
):
    for _rank in range(20):
        make.make_membership(make_person("Élodie"), la_cape.kpa)
    with django_assert_num_queries(1):
        assert len([str(row.person) for row in selectors.stays_of(la_cape, [STATE.MEMBER])]) == 21
    assert [row.pk for row in selectors.stays_of(la_cape, STATE, "amina")] == [stay.pk]
    assert len(selectors.stays_of(la_cape, STATE, "elodie")) == 20
    assert selectors.stays_of(la_cape, [STATE.PAUSED]) == []
    assert selectors.stays_of(la_cape, STATE, "fanny") == []
