"""Behind `/d/<jeton>/`: a client reads their request, their quotes and what follows, and answers.

No account: whoever holds the link may act. The page is never kept by a cache nor shown to a search engine,
and the address of the link is not told to the sites that one goes to from there.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import QuoteState
from kpacite.domain.sales.models import Deal, Quote
from kpacite.domain.sales.rules.deals import has_expired
from kpacite.interfaces.www.sales.client_gathering import parts_for
from kpacite.interfaces.www.sales.forms.client import AcceptForm, ClientMessageForm, ClientRefusalForm
from kpacite.interfaces.www.sales.papers import paper_of, pdf_answer
from kpacite.interfaces.www.sales.wording import ORDER_BADGES, QUOTE_BADGES
from kpacite.kernel.errors import DomainError
from kpacite.platform.fields import keyed_hash
from kpacite.platform.http import private, render_invalid, see_other
from kpacite.platform.throttle import rate_limited, visitor_address

RATE = "30/h"
GROUP = "sales.client_link"
GONE = 404
DealView = Callable[..., HttpResponse]


def behind_link(view: DealView) -> DealView:
    """Give the view the file that the token opens; a page that says what to do for a dead link."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        deal = selectors.deal_behind(token, timezone.now())
        if deal is None:
            return private(render(request, "sales/client/dead.html", status=GONE))
        return private(view(request, token=token, deal=deal, **kwargs))

    return opened


def _too_many(request: HttpRequest, sentence: str, **_kwargs: object) -> HttpResponse:
    return render(request, "layout/too_many.html", {"sentence": sentence})


limited = rate_limited(key="ip", rate=RATE, group=GROUP, answer=_too_many)


def _at(token: str, name: str = "client_link", **kwargs: object) -> str:
    return reverse(name, kwargs={"token": token, **kwargs})


@limited
@require_http_methods(["GET", "POST"])
@behind_link
def file(request: HttpRequest, *, token: str, deal: Deal) -> HttpResponse:
    """All that the KPA and the client share; a POST is a word from the client."""
    form = ClientMessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _written(deal, form):
        messages.success(request, _("Votre message est arrivé. Une personne du KPA vous répond."))
        return see_other(_at(token))
    shown = selectors.client_view(deal)
    context = {
        "deal": deal,
        "kpa": deal.kpa.organisation,
        "view": shown,
        "quotes": [_quote_row(quote, token) for quote in shown.quotes],
        "orders": [{"order": order, "badge": ORDER_BADGES[order.state]} for order in shown.orders],
        "parts": parts_for(request, deal, token),
        "form": form,
    }
    if form.errors:
        return render_invalid(request, "sales/client/file.html", context)
    return render(request, "sales/client/file.html", context)


def _quote_row(quote: Quote, token: str) -> dict[str, Any]:
    return {
        "quote": quote,
        "url": _at(token, "client_quote", quote=quote.pk),
        "badge": QUOTE_BADGES[QuoteState(quote.state)],
        "waits": quote.state == QuoteState.SENT,
    }


def _written(deal: Deal, form: ClientMessageForm) -> bool:
    try:
        services.client_writes(deal=deal, now=timezone.now(), **form.cleaned_data)
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def _quote(deal: Deal, pk: int) -> Quote:
    quote = selectors.shown_quote(deal, pk)
    if quote is None:
        raise Http404
    return quote


@limited
@require_http_methods(["GET", "POST"])
@behind_link
def quote(request: HttpRequest, *, token: str, deal: Deal, quote: int) -> HttpResponse:
    """The quote as on paper; while it waits, the words to agree to. An older version leads to the newest."""
    shown = _quote(deal, quote)
    newest = [other.pk for other in selectors.client_view(deal).quotes if other.number == shown.number]
    if request.method != "POST" and newest and newest != [shown.pk]:
        return see_other(_at(token, "client_quote", quote=newest[0]))
    text = services.acceptance_text(shown)
    form = AcceptForm(request.POST or None, initial={"text": text})
    if request.method == "POST" and form.is_valid() and _accepted(request, shown, form):
        messages.success(request, _("Merci ! Le devis est accepté. Le KPA prépare la suite."))
        return see_other(_at(token))
    open_now = shown.state == QuoteState.SENT and not has_expired(shown.valid_until, timezone.localdate())
    context = {
        "kpa": deal.kpa.organisation,
        "quote": shown,
        "badge": QUOTE_BADGES[QuoteState(shown.state)],
        "paper": paper_of(shown, selectors.lines_of(shown)),
        "text": text,
        "form": form,
        "is_open": open_now,
        "too_late": shown.state == QuoteState.SENT and not open_now,
        "back": _at(token),
        "pdf_url": _at(token, "client_quote_pdf", quote=shown.pk),
        "refuse_url": _at(token, "client_quote_refuse", quote=shown.pk),
    }
    if form.errors:
        return render_invalid(request, "sales/client/quote.html", context)
    return render(request, "sales/client/quote.html", context)


@limited
@require_safe
@behind_link
def quote_pdf(request: HttpRequest, *, token: str, deal: Deal, quote: int) -> HttpResponse:  # noqa: ARG001
    """The paper that was joined to the mail."""
    return pdf_answer(_quote(deal, quote))


def _accepted(request: HttpRequest, quote: Quote, form: AcceptForm) -> bool:
    try:
        services.accept_quote(
            quote=quote,
            name=form.cleaned_data["name"],
            text=form.cleaned_data["text"],
            ip_hash=keyed_hash(visitor_address(request)),
            today=timezone.localdate(),
            now=timezone.now(),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@limited
@require_http_methods(["GET", "POST"])
@behind_link
def refuse(request: HttpRequest, *, token: str, deal: Deal, quote: int) -> HttpResponse:
    shown = _quote(deal, quote)
    form = ClientRefusalForm(request.POST or None)
    back = _at(token, "client_quote", quote=shown.pk)
    context = {"kpa": deal.kpa.organisation, "quote": shown, "form": form, "back": back}
    if request.method == "POST" and form.is_valid():
        try:
            services.refuse_quote(
                quote=shown, reason=form.cleaned_data["reason"], actor=None, now=timezone.now()
            )
        except DomainError as error:
            form.refuse(error)
            return render_invalid(request, "sales/client/refuse.html", context)
        messages.success(request, _("C’est noté : vous ne prenez pas ce devis. Merci de votre réponse."))
        return see_other(_at(token))
    if form.errors:
        return render_invalid(request, "sales/client/refuse.html", context)
    return render(request, "sales/client/refuse.html", context)
