"""The sales of the demonstration: every state is there, told once, and nobody is written to."""

from datetime import timedelta

import pytest
from django.core import mail

from kpacite import scenarios
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import ClientKind, LeadState, OrderState, QuoteState
from kpacite.domain.sales.models import Client, Deal, Lead, Order, Quote
from kpacite.platform.audit import AuditEvent
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db


def test_a_year_of_sales_is_told_once_in_every_state_and_sends_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        scenarios.load(["sales"], now=NOW)
    before = AuditEvent.objects.count()
    scenarios.load(["sales"], now=NOW + timedelta(days=1))
    assert AuditEvent.objects.count() == before
    assert mail.outbox == []

    assert {client.kind for client in Client.objects.all()} == set(ClientKind)
    assert {lead.state for lead in Lead.objects.all()} == set(LeadState) - {LeadState.QUOTED}
    told = {quote.state for quote in Quote.objects.all()}
    assert told == set(QuoteState) - {QuoteState.REPLACED, QuoteState.DISCARDED}
    assert {order.state for order in Order.objects.all()} == set(OrderState) - {OrderState.CANCELLED}
    assert not Deal.objects.filter(is_example=False).exists()
    la_cape = Organisation.objects.get(slug="la-cape")
    first = selectors.sales_page(la_cape)
    assert first.rows == sorted(first.rows, key=lambda row: row.rank)
    assert len(first.rows) == len(list(selectors.all_sales(la_cape)))
    sellers = {photo.seller.name for quote in Quote.objects.all() if (photo := selectors.quote_photo(quote))}
    kpas = {str(deal.kpa.organisation) for deal in Deal.objects.select_related("kpa__organisation")}
    assert sellers
    assert not sellers & kpas, "a quote names the carrier that sells (decision 0010)"
