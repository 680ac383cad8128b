"""The suite's own traps, sprung on purpose."""

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count
from django.template import Context, Engine, Origin, Template

from kpacite.platform.tasks import ScheduledRun
from tests.hostile.network import NetworkReached
from tests.hostile.undefined import UndefinedVariable


def show(words: str, *, folder: Path = settings.ROOT / "templates", **given: object) -> str:
    template = Template(words, origin=Origin(str(folder / "page.html")), engine=Engine.get_default())
    return template.render(Context(given))


def test_no_test_reaches_another_machine() -> None:
    with pytest.raises(NetworkReached), socket.socket() as plug:
        plug.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkReached):
        socket.create_connection(("kpacite.example", 80))


def test_this_machine_may_talk_to_itself() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


@pytest.mark.parametrize(
    "words", ["{{ nothing }}", "{{ nothing|upper }}", "{{ person.name }}", "{{ a.b.c }}"]
)
def test_an_undefined_variable_of_ours_fails(words: str) -> None:
    with pytest.raises(UndefinedVariable):
        show(words, person={})


@pytest.mark.parametrize(
    "words",
    [
        "{{ nothing|default:'' }}",
        "{% if nothing %}x{% endif %}",
        "{% firstof nothing '' %}",
        "{{ given }}",
        "{% with a=given %}{{ a }}{% endwith %}",
    ],
)
def test_an_absence_that_is_meant_passes(words: str) -> None:
    assert show(words, given="") == ""


def test_templates_of_others_may_count_on_silence() -> None:
    assert show("{{ nothing }}", folder=Path("/elsewhere/allauth/templates")) == ""


@pytest.fixture
def forty_rows(db: None) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    ScheduledRun.objects.bulk_create(
        ScheduledRun(job=f"job {n % 2}", period=str(n), done_at=now) for n in range(40)
    )


def test_rows_without_an_order_come_in_any_order(forty_rows: None) -> None:
    orders = {tuple(ScheduledRun.objects.values_list("pk", flat=True)) for _ in range(4)}
    assert len(orders) > 1


def test_rows_with_an_order_keep_it(forty_rows: None) -> None:
    keys = list(ScheduledRun.objects.order_by("pk").values_list("pk", flat=True))
    assert keys == sorted(keys)
    assert ScheduledRun.objects.first().pk == keys[0]


def test_counting_grouping_joining_and_nesting_still_work(forty_rows: None) -> None:
    rows = ScheduledRun.objects.all()
    even, odd = rows.filter(job="job 0"), rows.filter(job="job 1")
    assert rows.count() == 40
    assert rows.aggregate(n=Count("pk")) == {"n": 40}
    assert {row["n"] for row in rows.values("job").annotate(n=Count("pk"))} == {20}
    assert rows.values("job").distinct().count() == len(rows.values("job").distinct()) == 2
    assert len(even.union(odd)) == 40
    assert len(rows.filter(pk__in=even)) == 20
    assert len(rows.filter(pk__in=even[:5])) == 5
    assert rows.exists()
    assert len(rows.in_bulk()) == 40
    assert even.delete()[0] == 20
