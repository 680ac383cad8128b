from datetime import UTC, datetime, timedelta

import pytest

from kpacite import scenarios
from kpacite.domain.sales.enums import ClientKind, InvoiceKind, InvoiceState, SendingChannel
from kpacite.domain.sales.models import Invoice
from kpacite.platform import verification

NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_the_invoices_of_a_year_are_loaded_once_and_hold() -> None:
    scenarios.load(["billing"], now=NOW)
    count, issued = Invoice.objects.count(), Invoice.objects.issued().count()
    scenarios.load(["billing"], now=NOW + timedelta(days=3))
    assert (Invoice.objects.count(), Invoice.objects.issued().count()) == (count, issued)
    kinds = set(InvoiceKind.values) - {InvoiceKind.TAKEN, InvoiceKind.LATE}
    assert set(Invoice.objects.values_list("kind", flat=True)) == kinds
    assert set(Invoice.objects.values_list("state", flat=True)) == set(InvoiceState.values)
    papers = [invoice.photo.footer for invoice in Invoice.objects.issued()]
    assert papers
    assert all("Contrat d’appui au projet d’entreprise (CAPE)" in footer for footer in papers)
    public = Invoice.objects.issued().filter(client__kind=ClientKind.PUBLIC)
    deposited = public.filter(sendings__channel=SendingChannel.PORTAL)
    assert 0 < deposited.count() < public.count(), "one is still to be deposited"
    problems = [problem for result in verification.run() for problem in result.problems]
    assert problems == []
