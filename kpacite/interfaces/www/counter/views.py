"""A stall, a counter: sold and paid at once, a ticket, and a way back that hides nothing."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.activities.models import Activity
from kpacite.domain.activities.selectors import activities_of
from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.enums.counter import CounterState
from kpacite.domain.sales.models import CounterSale
from kpacite.domain.sales.rules.counter import needs_note
from kpacite.domain.sales.rules.lines import format_quantity
from kpacite.interfaces.www.counter import gates
from kpacite.interfaces.www.counter.forms import CounterForm, ReasonForm
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.platform.http import paginate, render_invalid, see_other

FIELD_OF = {"date": "on", "received_on": "on"}
BADGES = {CounterState.SOLD: "done", CounterState.CANCELLED: "late"}


def _at(request: HttpRequest, sale: CounterSale, name: str = "counter_sale") -> str:
    return reverse(name, kwargs={"kpa": request.organisation.slug, "sale": sale.pk})


@require_safe
def days(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    """The tickets, and what each day brought in."""
    places.stand_in(request, request.organisation)
    page = paginate(request, selectors.counter_sales(request.organisation))
    context = {
        "kpa": request.organisation,
        "page": page,
        "rows": [{"sale": sale, "badge": BADGES[sale.state], "state": sale.state.label} for sale in page],
        "days": selectors.counter_days(request.organisation),
        "may_sell": gates.may_sell(request, None),
    }
    return render(request, "counter/days.html", context)


def _activities(request: HttpRequest) -> list[Activity]:
    return gates.sellable(request, list(activities_of(request.organisation, timezone.localdate())))


@require_http_methods(["GET", "POST"])
def sell(request: HttpRequest, kpa: str) -> HttpResponse:
    """One page: quantities, how it is taken, how it is paid. « Compter » shows the total first."""
    places.stand_in(request, request.organisation)
    today, found = timezone.localdate(), _activities(request)
    asked = request.GET.get("activite", "")
    chosen = next((one for one in found if str(one.pk) == asked), found[0] if found else None)
    offers = selectors.stall_offers(chosen, today) if chosen is not None else []
    form = CounterForm(
        request.POST or None,
        offers=offers,
        today=today,
        is_exempt=chosen is not None and selectors.is_exempt(chosen, today),
        initial=_last(request, chosen),
    )
    context = {
        "kpa": request.organisation,
        "form": form,
        "activity": chosen,
        "offers": offers,
        "activities": [
            {"label": str(one), "url": f"?activite={one.pk}", "current": one == chosen} for one in found
        ],
        "total": "",
        "back": reverse("counter", kwargs={"kpa": kpa}),
    }
    if request.method == "POST" and form.is_valid() and chosen is not None:
        if "sell" not in request.POST:
            return render(request, "counter/sell.html", context | {"total": str(form.total)})
        if (sale := _sold(request, form, chosen)) is not None:
            messages.success(request, _("C’est encaissé : %(total)s.") % {"total": Euro(sale.gross_cents)})
            return see_other(_at(request, sale))
    if form.errors:
        return render_invalid(request, "counter/sell.html", context)
    return render(request, "counter/sell.html", context)


def _last(request: HttpRequest, activity: Activity | None) -> dict[str, object]:
    """Where the last ticket of today was made: the next one is there too."""
    if activity is None:
        return {}
    last = selectors.counter_sales(request.organisation, activity=activity.pk).first()
    if last is None or last.payment.received_on != timezone.localdate():
        return {}
    return {"place": last.place}


def _sold(request: HttpRequest, form: CounterForm, activity: Activity) -> CounterSale | None:
    data = form.cleaned_data
    deed = services.payments.CounterDeed(
        activity=activity,
        means=PaymentMeans(data["means"]),
        on=data["on"],
        lines=form.lines,
        key=data["key"],
        place=data["place"],
    )
    try:
        return services.payments.sell_at_counter(
            kpa=request.organisation.kpa,
            deed=deed,
            actor=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except DomainError as error:
        error.field = FIELD_OF.get(error.field or "", error.field)
        form.refuse(error)
    return None


def _percent(rate_bp: int) -> str:
    return f"{format_quantity(Decimal(rate_bp) / 100)} %"


@require_safe
def ticket(request: HttpRequest, kpa: str, sale: int) -> HttpResponse:  # noqa: ARG001
    """The ticket, made to be printed: who sells, what, its tax, its place in the chain of receipts."""
    places.stand_in(request, request.organisation)
    found = request.sale
    sold = list(found.lines.order_by("position"))
    context = {
        "kpa": request.organisation,
        "sale": found,
        "payment": found.payment,
        "seller": selectors.seller_of_sale(found),
        "is_note": needs_note(line.priced for line in sold),
        "lines": [{"line": line, "quantity": format_quantity(line.quantity)} for line in sold],
        "parts": [{"part": part, "rate": _percent(part.vat_bp)} for part in found.parts],
        "receipt": selectors.receipt_of_sale(found),
        "state": found.state,
        "badge": BADGES[found.state],
        "may_cancel": found.state == CounterState.SOLD and gates.may_sell(request, found.activity_id),
        "may_sell": gates.may_sell(request, None),
    }
    return render(request, "counter/ticket.html", context)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, kpa: str, sale: int) -> HttpResponse:  # noqa: ARG001
    """Nothing is erased: the opposite sums join the chain, and the opposite entry the book."""
    places.stand_in(request, request.organisation)
    found, back = request.sale, _at(request, request.sale)
    form = ReasonForm(request.POST or None)
    context = {"kpa": request.organisation, "form": form, "sale": found, "back": back}
    if request.method == "POST" and form.is_valid():
        try:
            services.payments.cancel_payment(
                payment=found.payment,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=timezone.now(),
                today=timezone.localdate(),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("La vente est annulée. Le reçu et sa correction restent."))
            return see_other(back)
    if form.errors:
        return render_invalid(request, "counter/cancel.html", context)
    return render(request, "counter/cancel.html", context)
