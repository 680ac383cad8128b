"""What the KPAs sold comes from documents or invoices; the story has several hands."""

from datetime import date
from typing import Any

import pytest

from kpacite.domain.indicators import selectors, services
from kpacite.domain.indicators.enums import Section, TextKind
from kpacite.domain.indicators.models import Report, ReportText
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import WHOLE_NETWORK, Scope, ScopeKind
from kpacite.domain.sales.services import invoices
from kpacite.platform import audit
from tests.factories.invoices import BY as INVOICING
from tests.factories.invoices import make_draft, make_issued, ready_to_invoice
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": None, "now": NOW}
YEAR = Frame(date(2026, 1, 1), date(2026, 12, 31))


def sold(frame: Frame = YEAR, scope: Scope = WHOLE_NETWORK) -> dict[str, int]:
    found = selectors.bilan(frame, scope, Audience.INTERNAL).turnover
    return {row.slug: row.cents for row in found}


def test_issued_invoices_less_credit_notes_are_what_a_kpa_sold(network, la_cape, carrier) -> None:
    ready_to_invoice(carrier)
    first = make_issued(la_cape, key="a")
    make_issued(la_cape, key="b")
    make_draft(la_cape, key="c")
    assert sold() == {"la-cape": 2 * first.net_cents}
    credit = invoices.write_credit_note(invoice=first, reason="Annulée", key="d", **INVOICING)
    invoices.issue_invoice(invoice=credit, **INVOICING)
    assert sold() == {"la-cape": first.net_cents}


def test_a_kpa_without_an_invoice_has_no_figure_rather_than_zero(network, la_cape, carrier) -> None:
    ready_to_invoice(carrier)
    make_issued(la_cape)
    assert sold(Frame(date(2025, 1, 1), date(2025, 12, 31))) == {}
    assert sold(scope=Scope(ScopeKind.KPA, "la-cape"))


@pytest.fixture
def report(network) -> Report:
    return services.prepare_report(title="Bilan 2026", frame=YEAR, **BY)


def words(**changes: Any) -> services.TextDetails:
    details = {"section": Section.OPENING, "kind": TextKind.STORY, "body": "Une année.", "kpa": None}
    return details | changes  # type: ignore[return-value]


def test_a_text_is_written_mended_and_taken_away(report, esther) -> None:
    text = services.write_text(report=report, author=esther.person, **words(), **BY)
    text = services.change_text(text=text, version=1, **words(body="Une belle année."), **BY)
    assert (text.body, text.version, text.author) == ("Une belle année.", 2, esther.person)
    with pytest.raises(services.TextChangedMeanwhile):
        services.change_text(text=text, version=1, **words(), **BY)
    actions = {event.action for event in audit.for_target(text)}
    assert actions == {"indicators.text.written", "indicators.text.changed"}
    services.remove_text(text=text, **BY)
    assert not ReportText.objects.exists()


def test_a_quote_comes_from_a_kpa(report, la_cape) -> None:
    with pytest.raises(services.QuoteWithoutKpa):
        services.write_text(report=report, author=None, **words(kind=TextKind.QUOTE), **BY)
    quote = words(kind=TextKind.QUOTE, kpa=la_cape.kpa, section=Section.CLOSING)
    services.write_text(report=report, author=None, **quote, **BY)
    services.write_text(report=report, author=None, **words(), **BY)
    assert [text.section for text in selectors.texts_of(report)] == ["opening", "closing"]
