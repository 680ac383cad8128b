"""A bilan of an agreement counts the KPAs of the agreement, each person once."""

from datetime import timedelta

import pytest

from kpacite.domain.funding import services as funding
from kpacite.domain.indicators import selectors, services
from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.models import Report
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.scope import Scope, ScopeKind
from kpacite.domain.paths.models import Path
from kpacite.domain.people.models import Person
from tests.domain.funding.test_grants import details, noted
from tests.domain.indicators.test_reports import BY, NOW, START, YEAR, frozen, kpa, people, prepared

pytestmark = pytest.mark.django_db
HERE = Scope(ScopeKind.GRANT, "jeunes")


def test_who_came_back_in_another_kpa_of_the_agreement_counts_once() -> None:
    one, two, outside = kpa("ici"), kpa("la"), kpa("ailleurs")
    person = Person.objects.create(first_name="Exemple", created_at=NOW)
    days = [START + timedelta(days=30 * rank) for rank in range(4)]
    Path.objects.create(person=person, kpa=one, start=days[0], end=days[1])
    Path.objects.create(person=person, kpa=two, start=days[1], end=days[2])
    Path.objects.create(person=person, kpa=outside, start=days[2])
    people(outside, 3)
    noted(one, two)
    counts = selectors.counts_of(YEAR, HERE)
    assert counts.people == 1
    assert counts.of("I14") == 1, "her last path among these KPAs has ended"
    assert selectors.counts_of(YEAR, Scope(ScopeKind.KPA, "ailleurs")).people == 4


def test_the_bilan_of_an_agreement_bears_its_name_and_only_its_sales() -> None:
    one = kpa("ici")
    people(one, 40)
    grant = noted(one)
    report = prepared(part=grant)
    assert (report.scope_kind, report.grant) == ("grant", grant)
    assert Report.objects.get().scope == HERE
    freeze = frozen(report)
    assert selectors.read(freeze, Audience.FUNDER).scope_name == "Jeunes, Un financeur"


def test_a_funder_is_told_no_group_of_four() -> None:
    one = kpa("ici")
    people(one, 4)
    freeze = frozen(prepared(part=noted(one)))
    assert selectors.read(freeze, Audience.INTERNAL).by_code["I00"].count == 4
    assert selectors.read(freeze, Audience.FUNDER).by_code["I00"].count is None


def test_the_few_people_of_a_kpa_are_not_found_by_taking_two_agreements_apart() -> None:
    large, small = kpa("ici"), kpa("la-bas")
    people(large, 40)
    people(small, 3)
    services.publish_freeze(
        freeze=frozen(prepared("Un", part=noted(large, title="Un"))), audience=Outside.FUNDER, **BY
    )
    both = frozen(prepared("Deux", part=noted(large, small, title="Deux")))
    with pytest.raises(services.NotForThisAudience):
        services.publish_freeze(freeze=both, audience=Outside.FUNDER, **BY)


def test_a_frozen_bilan_remembers_its_kpas_when_the_agreement_changes() -> None:
    large, small = kpa("ici"), kpa("la-bas")
    people(large, 40)
    people(small, 3)
    grant = noted(large, title="Un")
    services.publish_freeze(freeze=frozen(prepared("Un", part=grant)), audience=Outside.FUNDER, **BY)
    funding.change_grant(grant=grant, version=1, **details(small, title="Un"), **BY)
    both = frozen(prepared("Deux", part=noted(large, small, title="Deux")))
    with pytest.raises(services.NotForThisAudience):
        services.publish_freeze(freeze=both, audience=Outside.FUNDER, **BY)
