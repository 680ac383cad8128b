"""An agreement is noted, mended, closed; closed, nobody changes it."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.funding import selectors, services
from kpacite.domain.funding.models import Funder, Grant
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.services.errors import Refused
from kpacite.platform import audit
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": None, "now": NOW}


def kpa(slug: str) -> Kpa:
    organisation = Organisation.objects.create(kind="kpa", name=slug.title(), slug=slug)
    return Kpa.objects.create(organisation=organisation)


def details(*kpas: Kpa, **changes: Any) -> dict[str, Any]:
    carrier = Organisation.objects.filter(slug="asso").first()
    carrier = carrier or Organisation.objects.create(kind="association", name="Asso", slug="asso")
    said = {"title": "Jeunes", "funder": "Un financeur", "carrier": carrier, "kpas": kpas, "purpose": ""}
    said |= {"first": date(2026, 1, 1), "last": date(2026, 12, 31), "territory": "", "amount_cents": None}
    return said | changes


def noted(*kpas: Kpa, **changes: Any) -> Grant:
    return services.note_grant(**details(*kpas, **changes), **BY)


def test_an_agreement_keeps_its_kpas_and_says_when_its_amount_is_not_known() -> None:
    one, other = kpa("ici"), kpa("la-bas")
    grant = noted(one, other)
    assert set(selectors.kpas_of_grant("jeunes")) == {one, other}
    assert grant.amount_cents is None
    assert [event.action for event in audit.for_target(grant)] == ["funding.grant.noted"]


def test_a_funder_is_noted_once_however_its_name_is_written() -> None:
    place = kpa("ici")
    noted(place)
    noted(place, title="Autre", funder="  UN   financeur ")
    assert Funder.objects.count() == 1


def test_the_same_title_twice_is_refused() -> None:
    place = kpa("ici")
    noted(place)
    with pytest.raises(services.GrantAlreadyThere):
        noted(place)
    assert Grant.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"last": date(2025, 1, 1)}, {"amount_cents": 0}, {"amount_cents": -5}, {"funder": "  "}]
)
def test_what_cannot_be_is_refused_in_words(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        noted(kpa("ici"), **changes)


def test_an_agreement_is_for_a_kpa() -> None:
    with pytest.raises(services.GrantForNobody):
        noted()
    assert not Grant.objects.exists()


def test_an_agreement_is_mended_until_it_is_closed() -> None:
    one, other = kpa("ici"), kpa("la-bas")
    grant = noted(one)
    grant = services.change_grant(
        grant=grant, version=1, **details(other, title="Jeunes, suite", amount_cents=1_000_00), **BY
    )
    assert (grant.slug, grant.title, grant.amount_cents) == ("jeunes", "Jeunes, suite", 1_000_00)
    assert list(selectors.kpas_of_grant("jeunes")) == [other]
    with pytest.raises(services.GrantChangedMeanwhile):
        services.change_grant(grant=grant, version=1, **details(one), **BY)
    services.close_grant(grant=grant, **BY)
    with pytest.raises(services.GrantClosed):
        services.change_grant(grant=grant, version=2, **details(one), **BY)
    with pytest.raises(services.GrantClosed):
        services.close_grant(grant=grant, **BY)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE funding_grant SET amount_cents = 5",
        "UPDATE funding_grant SET closed_at = NULL",
        "DELETE FROM funding_grant",
        "DELETE FROM funding_grantkpa",
        "UPDATE funding_grantkpa SET kpa_id = (SELECT max(organisation_id) FROM organisations_kpa)",
        "INSERT INTO funding_grantkpa (grant_id, kpa_id)"
        " SELECT id, (SELECT max(organisation_id) FROM organisations_kpa) FROM funding_grant",
    ],
)
def test_a_closed_agreement_resists_raw_sql(attack: str) -> None:
    grant = noted(kpa("ici"))
    kpa("la-bas")
    services.close_grant(grant=grant, **BY)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_an_agreement_is_found_by_its_funder_its_kpa_or_its_place() -> None:
    noted(kpa("moulins"), territory="Nord")
    noted(kpa("ici"), title="Autre", funder="La Région")
    for words, title in (("région", "Autre"), ("Moulins", "Jeunes"), ("nord", "Jeunes")):
        assert [grant.title for grant in selectors.grants(words)] == [title]
