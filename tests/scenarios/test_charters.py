"""The seeded charters, next to what document 000 says."""

import pytest

from kpacite import scenarios
from kpacite.domain.governance import rules, selectors
from kpacite.domain.governance.enums import CharterKind
from kpacite.domain.governance.models import CharterSignature, CharterVersion
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Person
from kpacite.platform.audit import AuditEvent
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_the_charters_are_those_of_the_documents_and_loading_twice_changes_nothing():
    scenarios.load(["charters"], now=NOW)
    counts = [model.objects.count() for model in (CharterVersion, CharterSignature, AuditEvent)]
    scenarios.load(["charters"], now=NOW)
    assert [model.objects.count() for model in (CharterVersion, CharterSignature, AuditEvent)] == counts
    la_cape = selectors.charter_book(Organisation.objects.get(slug="la-cape"))
    second, first = la_cape.history
    assert (first.source.key, first.is_example, second.is_example) == ("000", False, True)
    assert "L'acquisition de diverses compétences" in first.parts[2].body
    assert all(row.text_hash == row.version.content_hash for row in CharterSignature.objects.all())
    assert selectors.signature_due(Person.objects.get(first_name="Amina"), la_cape.organisation, TODAY)
    assert not selectors.signature_due(Person.objects.get(first_name="Bilal"), la_cape.organisation, TODAY)
    moulins = selectors.charter_book(Organisation.objects.get(slug="moulins-coop"))
    assert moulins.in_force is None
    assert rules.gaps(moulins.being_written.parts) == ["Les membres de KPA Moulins s'engagent"]
    network = selectors.charter_book(Organisation.objects.network(), CharterKind.NETWORK)
    assert len(rules.gaps(network.being_written.parts)) == 1
