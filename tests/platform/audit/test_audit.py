from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, ProtectedError

from kpacite.domain.people.models import Account, LoginCard, Person
from kpacite.platform import audit
from kpacite.platform.audit import AuditEvent

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def amina() -> Account:
    person = Person.objects.create(first_name="Amina", created_at=NOON)
    return Account.objects.create(person=person, login_name="amina", opened_at=NOON)


@pytest.fixture
def event(amina: Account) -> AuditEvent:
    return record(amina)


def record(amina: Account, **changes: object) -> AuditEvent:
    facts = {"actor": amina, "action": "people.account.opened", "target": amina.person, "at": NOON}
    return audit.record(**(facts | changes))


def test_an_event_says_who_what_on_which_object_when_and_why(amina: Account) -> None:
    event = record(amina, reason="Accueil du mardi", data={"cards": 1})
    event.refresh_from_db()
    assert (event.actor, event.action, event.at) == (amina, "people.account.opened", NOON)
    assert (event.target_type, event.target_id) == ("people.person", str(amina.person.pk))
    assert (event.target_repr, event.reason, event.data) == (
        amina.person.public_id,
        "Accueil du mardi",
        {"cards": 1},
    )


def test_the_system_may_act_on_no_object(amina: Account) -> None:
    event = record(amina, actor=None, target=None)
    assert (event.actor, event.target_type, event.target_id) == (None, "", "")


def test_a_model_may_choose_the_words_that_stay(amina: Account) -> None:
    """A person goes by her public id there; a card has no words of its own and goes by its name."""
    assert record(amina).target_repr == amina.person.public_id
    card = LoginCard.objects.create(account=amina, issued_at=NOON)
    assert record(amina, target=card).target_repr == str(card)


@pytest.mark.parametrize(
    "action", ["", "opened", "Account.opened", "a b.c", "a..b", "people.account.opened\n"]
)
def test_an_action_has_a_code_of_its_own_form(amina: Account, action: str) -> None:
    with pytest.raises(audit.InvalidAction):
        record(amina, action=action)


def test_a_naive_moment_is_refused(amina: Account) -> None:
    with pytest.raises(ValueError, match="aware"):
        record(amina, at=datetime(2026, 3, 2))  # noqa: DTZ001


def test_an_object_that_is_not_saved_is_refused(amina: Account) -> None:
    with pytest.raises(ValueError, match="saved"):
        record(amina, target=Person(first_name="Fanny"))


def test_the_latest_events_of_an_object_and_of_an_actor_come_first(amina: Account) -> None:
    first, second = record(amina), record(amina, at=NOON + timedelta(hours=1))
    record(amina, actor=None, target=amina)
    assert list(audit.for_target(amina.person)) == [second, first]
    assert list(audit.by_actor(amina)) == [second, first]


ATTACKS = [
    "UPDATE platform_auditevent SET reason = 'x'",
    "UPDATE platform_auditevent SET id = id + 1000",
    "UPDATE platform_auditevent SET actor_id = NULL WHERE 1 = 1",
    "DELETE FROM platform_auditevent",
    "DELETE FROM platform_auditevent WHERE id > 0",
]
REPLACE = "REPLACE INTO platform_auditevent SELECT * FROM platform_auditevent"
UPSERT = (
    "INSERT INTO platform_auditevent SELECT * FROM platform_auditevent WHERE true"
    " ON CONFLICT (id) DO UPDATE SET reason = 'x'"
)


def all_attacks() -> list[str]:
    engine = {
        "sqlite": [REPLACE, REPLACE.replace("REPLACE", "INSERT OR REPLACE")],
        "postgresql": ["TRUNCATE platform_auditevent", "TRUNCATE platform_auditevent CASCADE"],
    }
    return [*ATTACKS, UPSERT, *engine[connection.vendor]]


def test_raw_sql_can_neither_change_nor_remove_an_event(event: AuditEvent) -> None:
    before = list(AuditEvent.objects.values())
    connection.check_constraints()  # PostgreSQL would refuse to truncate for a reason of its own.
    for attack in all_attacks():
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            connection.cursor().execute(attack)
        assert list(AuditEvent.objects.values()) == before, attack


def test_the_orm_can_neither_change_nor_remove_an_event(event: AuditEvent) -> None:
    event.reason = "autre"
    for attack in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(reason="autre"),
        lambda: AuditEvent.objects.update(at=F("at")),
        lambda: AuditEvent.objects.bulk_update([event], ["reason"]),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attack()


def test_an_account_that_acted_cannot_be_deleted(event: AuditEvent, amina: Account) -> None:
    with pytest.raises(ProtectedError):
        amina.delete()
