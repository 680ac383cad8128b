"""« Les ventes »: requests, quotes, orders, invoices and tickets of a KPA as one list."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import CounterState, InvoiceState, LeadState, OrderState, QuoteState
from kpacite.domain.sales.selectors import SaleCursor, SaleKind, SaleRow
from kpacite.interfaces.www.billing.wording import BADGES as INVOICE_BADGES
from kpacite.interfaces.www.sales import gates
from kpacite.interfaces.www.sales.views.screen import here, stand_in, with_query, words_of
from kpacite.interfaces.www.sales.wording import COUNTER_BADGES, LEAD_BADGES, ORDER_BADGES, QUOTE_BADGES
from kpacite.kernel.money import CENTS
from kpacite.platform.http import csv_response, page_or_part

KINDS = {
    "demandes": SaleKind.LEAD,
    "devis": SaleKind.QUOTE,
    "commandes": SaleKind.ORDER,
    "factures": SaleKind.INVOICE,
    "comptoir": SaleKind.COUNTER,
}
WORD_OF = {kind: word for word, kind in KINDS.items()}


def kind_words(kind: SaleKind) -> str:
    return {
        SaleKind.LEAD: _("Demande"),
        SaleKind.QUOTE: _("Devis"),
        SaleKind.ORDER: _("Commande"),
        SaleKind.INVOICE: _("Facture"),
        SaleKind.COUNTER: _("Ticket"),
    }[kind]


def filter_words(kind: SaleKind) -> str:
    return {
        SaleKind.LEAD: _("Demandes"),
        SaleKind.QUOTE: _("Devis"),
        SaleKind.ORDER: _("Commandes"),
        SaleKind.INVOICE: _("Factures"),
        SaleKind.COUNTER: _("Comptoir"),
    }[kind]


STATES: dict[SaleKind, Any] = {
    SaleKind.LEAD: (LeadState, LEAD_BADGES),
    SaleKind.QUOTE: (QuoteState, QUOTE_BADGES),
    SaleKind.ORDER: (OrderState, ORDER_BADGES),
    SaleKind.INVOICE: (InvoiceState, INVOICE_BADGES),
    SaleKind.COUNTER: (CounterState, COUNTER_BADGES),
}
"""For each kind: its states, and how each looks."""
PAGES: dict[SaleKind, tuple[str, str]] = {
    SaleKind.LEAD: ("lead", "lead"),
    SaleKind.QUOTE: ("quote", "quote"),
    SaleKind.ORDER: ("order", "order"),
    SaleKind.INVOICE: ("invoice", "invoice"),
    SaleKind.COUNTER: ("counter_sale", "sale"),
}
"""The name of the address of one, and of its argument."""
ICONS = {
    SaleKind.LEAD: "inbox",
    SaleKind.QUOTE: "file-text",
    SaleKind.ORDER: "shopping-basket",
    SaleKind.INVOICE: "hand-coins",
    SaleKind.COUNTER: "shopping-basket",
}


def _asked(request: HttpRequest) -> tuple[str, SaleKind | None, frozenset[str]]:
    """Unknown kinds and states count as not asked; a state belongs to a kind."""
    kind = KINDS.get(request.GET.get("quoi", ""))
    kind = kind if kind in STATES else None
    state = request.GET.get("etat", "")
    known = kind is not None and state in STATES[kind][0].values
    return words_of(request), kind, frozenset({state}) if known else frozenset()


@require_safe
def sales(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    words, kind, states = _asked(request)
    after = SaleCursor.parse(request.GET.get("apres", ""))
    page = selectors.sales_page(request.organisation, words=words, kind=kind, states=states, after=after)
    address, state = here(request, "sales"), next(iter(states), "")
    what = WORD_OF[kind] if kind is not None else ""
    context = {
        "kpa": request.organisation,
        "words": words,
        "what": what,
        "state": state,
        "filters": [
            {"label": label, "url": with_query(address, q=words, quoi=word), "current": word == what}
            for label, word in [(_("Tout"), ""), *((filter_words(k), WORD_OF[k]) for k in _in_order())]
        ],
        "state_filters": _state_filters(address, words, kind, what, state),
        "rows": [_row(request, row) for row in page.rows],
        "next_url": with_query(address, q=words, quoi=what, etat=state, apres=page.next) if page.next else "",
        "csv_url": with_query(here(request, "sales_csv"), q=words, quoi=what, etat=state),
        "may_sell": gates.sells_somewhere(request),
    }
    return page_or_part(request, "sales/sales/list.html", "sales/sales/parts/_results.html", context)


def _in_order() -> list[SaleKind]:
    """As a sale goes: from what is asked to what is paid; what is sold at once comes last."""
    return sorted(STATES, key=lambda kind: (kind is SaleKind.COUNTER, -kind))


def _state_filters(
    address: str, words: str, kind: SaleKind | None, what: str, state: str
) -> list[dict[str, Any]]:
    if kind is None:
        return []
    choices = [(_("Tous les états"), ""), *((one.label, one.value) for one in STATES[kind][0])]
    return [
        {"label": label, "url": with_query(address, q=words, quoi=what, etat=code), "current": code == state}
        for label, code in choices
    ]


def _row(request: HttpRequest, row: SaleRow) -> dict[str, Any]:
    states, badges = STATES[row.kind]
    state = states(row.state)
    name, argument = PAGES[row.kind]
    return {
        "row": row,
        "kind": kind_words(row.kind),
        "icon": ICONS[row.kind],
        "label": state.label,
        "badge": badges[state],
        "url": here(request, name, **{argument: row.reference}),
    }


@require_safe
def sales_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """What the list shows, with the same filters."""
    header = [
        _("Quoi"), _("Numéro"), _("Objet"), _("Client"), _("Activité"), _("État"), _("Jour"),
        _("Total TTC en euros"),
    ]  # fmt: skip
    words, kind, states = _asked(request)
    found = selectors.all_sales(request.organisation, words=words, kind=kind, states=states)
    return csv_response(f"ventes-{kpa}.csv", header, _csv_rows(found))


def _csv_rows(found: Iterator[SaleRow]) -> Iterator[list[object]]:
    for row in found:
        cents = row.gross_cents
        yield [
            kind_words(row.kind),
            row.number,
            row.title,
            row.client,
            row.activity,
            STATES[row.kind][0](row.state).label,
            timezone.localdate(row.at).isoformat(),
            "" if cents is None else f"{cents // CENTS},{cents % CENTS:02d}",
        ]
