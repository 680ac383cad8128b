"""A query built once answers like the same query built each time, and keeps its locks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from kpacite.domain.organisations.enums import LinkRole
from kpacite.domain.organisations.models import Kpa, KpaLink, Organisation
from kpacite.platform import prepared
from kpacite.platform.audit import AuditEvent
from kpacite.platform.prepared import Prepared, slot
from tests.factories.organisations import make_kpa, make_organisation

NOON = datetime(2026, 3, 10, 12, 0, 0, 123456, tzinfo=UTC)
OF_DAY = Prepared(
    lambda: (
        KpaLink.objects.select_related("kpa__organisation", "organisation")
        .filter(role=LinkRole.LEGAL_CARRIER, start__lte=slot("day"))
        .order_by("pk")
    )
)
HELD = Prepared(lambda: Kpa.objects.select_for_update(of=("self",)).filter(pk=slot("pk")))


def event(**facts: Any) -> AuditEvent:
    return AuditEvent(at=NOON, action="tests.event.made", target_repr="Amina", **facts)


@pytest.fixture
def links(db: None) -> list[KpaLink]:
    carrier = make_organisation("Opteos", slug="opteos")
    return [
        KpaLink.objects.create(
            kpa=make_kpa(f"KPA {rank}", slug=f"kpa-{rank}"),
            organisation=carrier,
            role=LinkRole.LEGAL_CARRIER,
            start=date(2026, rank, 1),
        )
        for rank in (1, 2, 3)
    ]


def test_it_answers_what_the_query_asks_for_each_value(links: list[KpaLink]) -> None:
    for day, wanted in ((date(2026, 3, 1), links), (date(2026, 2, 27), links[:2]), (date(2025, 1, 1), [])):
        assert OF_DAY.all(day=day) == wanted


def test_related_objects_come_with_it_in_one_query(links: list[KpaLink]) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = OF_DAY.all(day=date(2026, 1, 1))[0]
        told = (str(found.kpa.organisation), str(found.organisation), found.start)
    assert len(queries) == 1
    assert told == ("KPA 1", "Opteos", date(2026, 1, 1))


def test_a_whole_row_reads_as_the_query_reads_it(links: list[KpaLink]) -> None:
    written = event(data={"cents": 120})
    written.save()
    built_once = Prepared(lambda: AuditEvent.objects.filter(pk=slot("pk"))).get(pk=written.pk)
    wanted = AuditEvent.objects.get(pk=written.pk)
    names = [field.attname for field in AuditEvent._meta.concrete_fields]
    assert [getattr(built_once, name) for name in names] == [getattr(wanted, name) for name in names]


def test_what_it_gives_is_saved_and_read_again_as_usual(links: list[KpaLink]) -> None:
    found = OF_DAY.all(day=date(2026, 1, 1))[0]
    found.organisation.name = "Opteos (exemple)"
    found.organisation.save()
    assert Organisation.objects.get(slug="opteos").name == "Opteos (exemple)"
    found.refresh_from_db()
    assert found.organisation.name == "Opteos (exemple)"


def test_nothing_found_is_none_or_the_error_of_the_model(links: list[KpaLink]) -> None:
    assert OF_DAY.first(day=date(2020, 1, 1)) is None
    with pytest.raises(KpaLink.DoesNotExist):
        OF_DAY.get(day=date(2020, 1, 1))


@pytest.mark.django_db
def test_a_value_forgotten_is_an_error() -> None:
    with pytest.raises(KeyError, match="day"):
        OF_DAY.all()


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_refused_outside_a_transaction_even_once_built() -> None:
    kpa = make_kpa("La Cape", slug="la-cape")
    with transaction.atomic():
        assert HELD.get(pk=kpa.pk) == kpa
    if connection.vendor == "postgresql":
        with pytest.raises(TransactionManagementError):
            HELD.get(pk=kpa.pk)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_lock_holds_on_the_connection_of_each_thread() -> None:
    kpa = make_kpa("La Cape", slug="la-cape")

    def hold() -> bool:
        try:
            with transaction.atomic():
                connection.cursor().execute("SET LOCAL lock_timeout = '50ms'")
                HELD.get(pk=kpa.pk)
            return True
        except DatabaseError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        HELD.get(pk=kpa.pk)
        assert not pool.submit(hold).result()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(hold).result()


@pytest.mark.django_db
def test_an_inserted_row_is_the_one_that_save_would_write() -> None:
    facts = {"reason": "à l’essai", "data": {"cents": 120, "on": date(2026, 3, 1), "words": ["é", None]}}
    mine, theirs = event(**facts), event(**facts)
    prepared.insert(mine)
    theirs.save()
    same = {"id": 0}
    rows = [row | same for row in AuditEvent.objects.filter(pk__in=[mine.pk, theirs.pk]).values()]
    assert rows[0] == rows[1]
    assert AuditEvent.objects.get(pk=mine.pk).at == NOON
    assert not mine._state.adding


@pytest.mark.django_db
def test_many_rows_are_written_in_batches_as_the_engine_takes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.ops, "bulk_batch_size", lambda fields, rows: 3)
    with CaptureQueriesContext(connection) as queries:
        prepared.insert_all([event(reason=str(rank)) for rank in range(7)])
        prepared.insert_all([])
    assert len(queries) == 3
    told = (
        AuditEvent.objects.filter(action="tests.event.made").order_by("pk").values_list("reason", flat=True)
    )
    assert list(told) == list("0123456")


@pytest.mark.django_db
def test_a_change_writes_the_named_fields_and_no_other() -> None:
    cape = make_organisation("La Cape", slug="cape")
    cape.name, cape.slug = "La Cape (exemple)", "elsewhere"
    prepared.update(cape, ["name"])
    cape.refresh_from_db()
    assert (cape.name, cape.slug) == ("La Cape (exemple)", "cape")
    cape.pk += 1
    with pytest.raises(DatabaseError):
        prepared.update(cape, ["name"])


@pytest.mark.django_db
def test_the_guards_of_the_database_still_judge() -> None:
    written = event()
    prepared.insert(written)
    written.reason = "changed"
    with pytest.raises(IntegrityError), transaction.atomic():
        prepared.update(written, ["reason"])
