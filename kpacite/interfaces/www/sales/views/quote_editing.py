"""Writing a quote: three blocks, lines from the catalogue or free, and what the client will see beside them.

One URL. Each button of the form says what it does (`do`): the preview and the rows answer with the same page,
filled in; only « Enregistrer » writes. With htmx the preview comes alone, as one types.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.activities import selectors as activities
from kpacite.domain.activities.models import Activity, Offer
from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import LineNature, LineUnit, QuoteState
from kpacite.domain.sales.models import Client, Lead, Quote
from kpacite.domain.sales.services import QuoteWords
from kpacite.interfaces.www.sales import gates
from kpacite.interfaces.www.sales.forms.quotes import (
    NEW_CLIENT,
    LineForms,
    QuoteForm,
    amount_typed,
    line_initial,
    quote_initial,
    write_percent,
)
from kpacite.interfaces.www.sales.previews import preview_of
from kpacite.interfaces.www.sales.views.screen import here, kpa_of, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import page_or_part, render_invalid, see_other

PAGE, PREVIEW = "sales/quotes/form.html", "sales/quotes/parts/_preview.html"
MOST_CLIENTS = 2000
LONGEST_NUMBER = 12
TRAVEL = {"is_travel": "1", "unit": LineUnit.KILOMETRE.value, "nature": LineNature.SERVICES.value}
FIELD_OF = {"discount": "discount", "deposit": "deposit", "deposit_kind": "deposit"}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    """A quote from nothing, for a client (`?client=`), or from a request (`?demande=`)."""
    stand_in(request)
    lead = selectors.lead_of(request.organisation, _number(request.GET.get("demande", "")))
    if lead is not None and not gates.may_prepare(request, lead.deal.activity_id):
        lead = None
    back = here(request, "lead", lead=lead.pk) if lead else here(request, "sales")
    initial = _initial_of_lead(lead) if lead else {"client": request.GET.get("client", "")[:LONGEST_NUMBER]}
    form = _form(request, initial, lead)
    rows = [_row_of_offer(lead.offer)] if lead and lead.offer else []
    return _answer(request, form, rows, back=back, lead=lead)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kpa: str, quote: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    shown: Quote = request.quote
    back = here(request, "quote", quote=shown.pk)
    if shown.state != QuoteState.DRAFT:
        return see_other(back)
    form = _form(request, quote_initial(shown) | {"submission": "0" * 32}, None, shown)
    rows = [line_initial(line) for line in services.inputs_of(shown)]
    return _answer(request, form, rows, back=back, quote=shown)


def _initial_of_lead(lead: Lead) -> dict[str, Any]:
    alike = _alike(lead)
    return {
        "client": str(lead.deal.client_id or (alike[0].pk if alike else NEW_CLIENT)),
        "activity": str(lead.deal.activity_id or ""),
        "title": lead.deal.title,
        "service_on": lead.wanted_on,
        "place": lead.place,
    }


def _alike(lead: Lead) -> list[Client]:
    asks = Client(
        kpa_id=lead.deal.kpa_id, name=lead.organisation or lead.name, email=lead.email, phone=lead.phone
    )
    return selectors.look_alikes(asks)


def _form(
    request: HttpRequest, initial: dict[str, Any], lead: Lead | None, quote: Quote | None = None
) -> QuoteForm:
    found = selectors.buyers_of(request.organisation)
    clients = [(str(pk), name) for pk, name in found.values_list("pk", "name")[:MOST_CLIENTS]]
    if lead:
        who = lead.organisation or lead.name
        clients.insert(0, (NEW_CLIENT, _("Ajouter « %(name)s » au carnet") % {"name": who}))
    today = timezone.localdate()
    mine = [
        activity
        for activity in activities.activities_of(request.organisation, today)
        if gates.may_prepare(request, activity.pk)
        or (quote is not None and activity.pk == quote.deal.activity_id)
    ]
    return QuoteForm(request.POST or None, clients=clients, activities=mine, today=today, initial=initial)


def _answer(
    request: HttpRequest,
    form: QuoteForm,
    rows: list[dict[str, Any]],
    *,
    back: str,
    lead: Lead | None = None,
    quote: Quote | None = None,
) -> HttpResponse:
    lines = LineForms.posted(request.POST) if request.method == "POST" else LineForms.of(rows)
    context: dict[str, Any] = {"kpa": request.organisation, "form": form, "back": back, "quote": quote}
    context["offers"] = _choices(request)
    context["rates"] = _known_rates(context["offers"])
    if request.method == "POST" and request.POST.get("do", "garder") == "garder":
        if form.is_valid() and lines.are_valid() and (kept := _kept(request, form, lines, lead, quote)):
            messages.success(request, _("Le brouillon est enregistré."))
            return see_other(here(request, "quote", quote=kept.pk))
        context |= {"lines": lines.forms, "preview": preview_of(request, form, lines)}
        return render_invalid(request, PAGE, context)
    if request.method == "POST":
        lines = _changed(request, lines, context["offers"])
        form = _unjudged(request, form)
    context |= {"form": form, "lines": lines.forms, "preview": preview_of(request, form, lines)}
    return page_or_part(request, PAGE, PREVIEW, context)


def _unjudged(request: HttpRequest, form: QuoteForm) -> QuoteForm:
    """The same words without reproaches: nobody has asked to save yet."""
    typed = {name: request.POST.get(name, "") for name in form.fields}
    clients = [choice for choice in form.fields["client"].choices if choice[0]]  # type: ignore[attr-defined]
    return QuoteForm(
        clients=clients,
        activities=form.activities.values(),
        today=timezone.localdate(),
        initial=typed,
    )


def _changed(request: HttpRequest, lines: LineForms, offers: list[dict[str, Any]]) -> LineForms:
    """What the button of the form asks for the rows."""
    match request.POST.get("do", ""):
        case "ligne":
            return lines.changed(more={})
        case "trajet":
            return lines.changed(more=TRAVEL | {"label": _("Déplacement")})
        case "catalogue":
            picked = request.POST.get("pick", "")
            row = next((offer["row"] for offer in offers if offer["key"] == picked), None)
            return lines.changed(more=row) if row else lines
        case asked if asked.startswith("enlever-"):
            return lines.changed(away=_number(asked.removeprefix("enlever-")))
    return lines


def _choices(request: HttpRequest) -> list[dict[str, Any]]:
    """The catalogue by mode of supply: the rate of VAT follows from both."""
    choices: list[dict[str, Any]] = []
    for entry in activities.catalogue(request.organisation, timezone.localdate()):
        for offer in entry.offers:
            choices += _choices_of(entry.activity, offer)
    return choices


def _choices_of(activity: Activity, offer: Offer) -> list[dict[str, Any]]:
    label = f"{activity} : {offer.name}"
    rates = offer.current_rates  # type: ignore[attr-defined]
    if not rates:
        return [{"key": str(offer.pk), "label": label, "row": _row_of_offer(offer)}]
    return [
        {
            "key": f"{offer.pk}-{rate.mode}",
            "label": f"{label}, {rate.get_mode_display()}",
            "row": _row_of_offer(offer, rate.mode, rate.vat_bp),
        }
        for rate in rates
    ]


def _row_of_offer(offer: Offer, mode: str = "", vat_bp: int | None = None) -> dict[str, Any]:
    goods = mode in ("delivered", "to_keep")
    return {
        "label": offer.name,
        "quantity": str(offer.min_quantity or 1),
        "price": "" if offer.price_cents is None else amount_typed(offer.price_cents),
        "rate": "" if vat_bp is None else write_percent(vat_bp),
        "unit": offer.unit,
        "nature": (LineNature.GOODS if goods else LineNature.SERVICES).value,
        "mode": mode,
        "offer": offer.pk,
    }


def _known_rates(offers: list[dict[str, Any]]) -> list[str]:
    """Rates that the accounts noted on an offer of the KPA: suggestions, never rules."""
    rates = {str(offer["row"]["rate"]) for offer in offers if offer["row"]["rate"]}
    return [f"{rate}\u00a0%" for rate in sorted(rates)]


def _kept(
    request: HttpRequest, form: QuoteForm, lines: LineForms, lead: Lead | None, quote: Quote | None
) -> Quote | None:
    """The saved draft; None leaves a sentence on the form."""
    by = {"actor": request.user, "now": timezone.now()}
    chosen = form.cleaned_data["client"]
    client = None if chosen == NEW_CLIENT else selectors.client_of(request.organisation, int(chosen))
    words = QuoteWords(client=client, lines=lines.lines(form.chosen_activity.pk), **form.details)
    try:
        if quote is not None:
            revision = form.cleaned_data["revision"] or 0
            return services.edit_quote(quote=quote, revision=revision, words=words, **by)
        return _written(request, form, words, lead, by)
    except DomainError as error:
        error.field = FIELD_OF.get(error.field or "", error.field)
        form.refuse(error)
    return None


def _written(
    request: HttpRequest, form: QuoteForm, words: QuoteWords, lead: Lead | None, by: Mapping[str, Any]
) -> Quote:
    once = {"submission": form.cleaned_data["submission"], "author": request.user.person}
    if lead is not None:
        return services.quote_lead(lead=lead, client=words.client, words=words, **once, **by)
    return services.write_quote(kpa=kpa_of(request), words=words, **once, **by)
