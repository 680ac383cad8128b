"""A bilan is prepared, frozen and opened; nothing of it is ever changed or told too much."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.indicators import selectors, services
from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.models import Report, ReportFreeze
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import WHOLE_NETWORK, Scope, ScopeKind
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.paths.models import Path
from kpacite.domain.people.models import Person
from kpacite.platform import audit, verification

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
TODAY = NOW.date()
BY: dict[str, Any] = {"actor": None, "now": NOW}
YEAR = Frame(date(2024, 1, 1), date(2024, 12, 31))
START = date(2024, 2, 1)


def kpa(slug: str) -> Kpa:
    organisation = Organisation.objects.create(kind="kpa", name=slug.title(), slug=slug)
    return Kpa.objects.create(organisation=organisation)


def people(place: Kpa, many: int, *, start: date = START) -> list[Path]:
    persons = Person.objects.bulk_create([Person(first_name="Exemple", created_at=NOW) for _ in range(many)])
    return Path.objects.bulk_create([Path(person=each, kpa=place, start=start) for each in persons])


def prepared(title: str = "Bilan 2024", frame: Frame = YEAR, **details: Any) -> Report:
    return services.prepare_report(title=title, frame=frame, **details, **BY)


def frozen(report: Report, reason: str = "") -> ReportFreeze:
    return services.freeze_report(report=report, reason=reason, author=None, today=TODAY, **BY)


def test_a_frozen_bilan_is_what_was_counted_and_stays_so() -> None:
    place = kpa("ici")
    people(place, 40)
    freeze = frozen(prepared())
    people(place, 40)
    read = selectors.read(ReportFreeze.objects.get(pk=freeze.pk), Audience.INTERNAL)
    assert read.by_code["I00"].count == 40
    assert selectors.bilan(YEAR, WHOLE_NETWORK, Audience.INTERNAL).by_code["I00"].count == 80


def test_the_lines_keep_their_order_whatever_the_database_does_with_it() -> None:
    people(kpa("ici"), 40)
    stored = ReportFreeze.objects.get(pk=frozen(prepared()).pk)
    now = selectors.bilan(YEAR, WHOLE_NETWORK, Audience.INTERNAL)
    read = selectors.read(stored, Audience.INTERNAL)
    assert [line.code for line in read.lines] == [line.code for line in now.lines]
    assert read == now


def test_freezing_and_publishing_leave_a_trace() -> None:
    people(kpa("ici"), 40)
    freeze = frozen(prepared())
    services.publish_freeze(freeze=freeze, audience=Outside.PUBLIC, **BY)
    actions = [event.action for event in audit.for_target(freeze)]
    assert set(actions) == {"indicators.report.frozen", "indicators.report.published"}


def test_a_new_version_says_why_and_keeps_the_first() -> None:
    place = kpa("ici")
    people(place, 40)
    report = prepared()
    frozen(report)
    people(place, 10)
    with pytest.raises(services.NewVersionUnexplained):
        frozen(report)
    second = frozen(report, reason="Dix personnes manquaient.")
    assert second.number == 2
    counts = [
        selectors.read(each, Audience.INTERNAL).by_code["I00"].count
        for each in report.freezes.order_by("number")
    ]
    assert counts == [40, 50]


def test_the_same_figures_make_no_new_version() -> None:
    people(kpa("ici"), 40)
    report = prepared()
    frozen(report)
    with pytest.raises(services.NothingChanged):
        frozen(report, reason="Pour voir.")


def test_a_period_that_still_runs_is_not_frozen() -> None:
    report = prepared(frame=Frame(date(2026, 1, 1), TODAY))
    with pytest.raises(services.PeriodStillRunning):
        frozen(report)


def test_two_bilans_have_two_addresses() -> None:
    prepared()
    with pytest.raises(services.ReportAlreadyThere):
        prepared()


def test_a_bilan_is_published_once_to_each_audience() -> None:
    people(kpa("ici"), 40)
    freeze = frozen(prepared())
    services.publish_freeze(freeze=freeze, audience=Outside.PUBLIC, **BY)
    services.publish_freeze(freeze=freeze, audience=Outside.FUNDER, **BY)
    with pytest.raises(services.AlreadyPublished):
        services.publish_freeze(freeze=freeze, audience=Outside.PUBLIC, **BY)


def test_a_bilan_that_would_show_three_people_beside_another_is_withheld() -> None:
    """A longer year with three more people: the difference is these three."""
    place = kpa("ici")
    people(place, 40)
    services.publish_freeze(freeze=frozen(prepared()), audience=Outside.PUBLIC, **BY)
    people(place, 3, start=date(2025, 1, 15))
    longer = frozen(prepared("Plus long", Frame(YEAR.first, date(2025, 1, 31))))
    assert "public" not in longer.content
    with pytest.raises(services.NotForThisAudience):
        services.publish_freeze(freeze=longer, audience=Outside.PUBLIC, **BY)


def test_two_bilans_frozen_before_either_was_published_are_compared_at_publication() -> None:
    place = kpa("ici")
    people(place, 40)
    first = frozen(prepared())
    people(place, 3, start=date(2025, 1, 15))
    second = frozen(prepared("Plus long", Frame(YEAR.first, date(2025, 1, 31))))
    services.publish_freeze(freeze=first, audience=Outside.PUBLIC, **BY)
    with pytest.raises(services.NotForThisAudience):
        services.publish_freeze(freeze=second, audience=Outside.PUBLIC, **BY)


def test_two_kpas_of_nearly_the_same_size_are_no_danger_to_each_other() -> None:
    one, other = kpa("ici"), kpa("la-bas")
    people(one, 40)
    people(other, 42)
    for place in (one, other):
        freeze = frozen(prepared(f"Bilan {place}", part=place))
        services.publish_freeze(freeze=freeze, audience=Outside.PUBLIC, **BY)


def test_the_last_kpa_is_not_found_by_taking_the_others_from_the_network() -> None:
    large, small = kpa("ici"), kpa("la-bas")
    people(large, 40)
    people(small, 3)
    freeze = frozen(prepared("Le KPA", part=large))
    services.publish_freeze(freeze=freeze, audience=Outside.PUBLIC, **BY)
    whole = frozen(prepared("Le réseau"))
    with pytest.raises(services.NotForThisAudience):
        services.publish_freeze(freeze=whole, audience=Outside.PUBLIC, **BY)


def test_a_scope_counts_its_own_people() -> None:
    one, other = kpa("ici"), kpa("la-bas")
    people(one, 2)
    people(other, 5)
    assert selectors.counts_of(YEAR, Scope(ScopeKind.KPA, "ici")).people == 2
    assert selectors.counts_of(YEAR, WHOLE_NETWORK).people == 7


def test_who_was_in_two_kpas_counts_once_for_the_network_and_once_for_each() -> None:
    one, other = kpa("ici"), kpa("la-bas")
    person = Person.objects.create(first_name="Exemple", created_at=NOW)
    Path.objects.create(person=person, kpa=one, start=START, end=START + timedelta(days=30))
    Path.objects.create(person=person, kpa=other, start=START + timedelta(days=30))
    assert selectors.counts_of(YEAR, WHOLE_NETWORK).people == 1
    assert selectors.counts_of(YEAR, Scope(ScopeKind.KPA, "ici")).of("I14") == 1
    assert selectors.counts_of(YEAR, Scope(ScopeKind.KPA, "la-bas")).of("I13") == 1


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE indicators_reportfreeze SET content_hash = content_hash",
        "DELETE FROM indicators_reportfreeze",
        "UPDATE indicators_reportpublication SET audience = 'funder'",
        "DELETE FROM indicators_reportpublication",
    ],
)
def test_nobody_changes_what_was_frozen_or_published(attack: str) -> None:
    people(kpa("ici"), 40)
    services.publish_freeze(freeze=frozen(prepared()), audience=Outside.PUBLIC, **BY)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_verify_proves_that_frozen_figures_are_those_of_their_hash() -> None:
    people(kpa("ici"), 40)
    freeze = frozen(prepared())
    result = {each.name: each.problems for each in verification.run()}
    assert result["indicators.frozen"] == []
    spoiled = ReportFreeze(
        report=freeze.report, number=2, content=freeze.content, releases={}, content_hash=freeze.content_hash,
        reason="Sans raison", frozen_at=NOW,
    )  # fmt: skip
    spoiled.save()
    assert verification.run()
    broken = {each.name: each.problems for each in verification.run()}["indicators.frozen"]
    assert len(broken) == 1


def test_the_queries_do_not_grow_with_the_people(django_assert_num_queries: Any) -> None:
    place = kpa("ici")
    people(place, 3)
    with django_assert_num_queries(3):
        selectors.counts_of(YEAR, WHOLE_NETWORK)
    people(place, 30)
    with django_assert_num_queries(3):
        selectors.counts_of(YEAR, WHOLE_NETWORK)
