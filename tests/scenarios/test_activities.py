"""The catalogue of the demonstration, next to what the documents say."""

from datetime import timedelta

import pytest

from kpacite import scenarios
from kpacite.domain.activities import selectors
from kpacite.domain.activities.enums import OfferState
from kpacite.domain.activities.models import Activity, Offer
from kpacite.domain.organisations.models import Organisation
from kpacite.platform.audit import AuditEvent
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_the_catalogue_is_told_once_sourced_and_never_prices_what_the_documents_do_not():
    scenarios.load(["activities"], now=NOW)
    before = AuditEvent.objects.count()
    scenarios.load(["activities"], now=NOW + timedelta(days=1))
    assert AuditEvent.objects.count() == before

    moulins = Organisation.objects.get(slug="moulins-coop")
    names = {str(activity) for activity in selectors.activities_of(moulins, TODAY)}
    assert names == {"K-PA Jardin", "K-PA Services", "K-PA Traiteur", "SOS Numérique"}
    tray = Offer.objects.get(name__startswith="Plateaux réunion")
    assert (tray.min_quantity, tray.max_quantity, tray.source.key) == (4, 30, "000")
    assert not Offer.objects.filter(is_example=False).exclude(price_cents=None).exists()
    assert not Offer.objects.filter(is_example=False, source=None).exists()
    assert {offer.state for offer in Offer.objects.filter(needs_check=True)} == {OfferState.PROPOSED}
    assert not Activity.objects.filter(source=None).exists()
    la_cape = Organisation.objects.get(slug="la-cape")
    assert selectors.has_catalogue(la_cape, TODAY)
