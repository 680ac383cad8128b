"""Orders: what is agreed, planned in the agenda, done, and ready to invoice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.activities import selectors as activities
from kpacite.domain.organisations.permissions import is_member_of
from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import CancelledBy, OrderState
from kpacite.domain.sales.models import Order
from kpacite.domain.sales.rules.deals import ORDERS
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.histories import history_of
from kpacite.interfaces.www.sales import gates
from kpacite.interfaces.www.sales.earnest import asks_earnest, earnest_words
from kpacite.interfaces.www.sales.forms.orders import CancelForm, OrderForm, PlanForm
from kpacite.interfaces.www.sales.papers import paper_of
from kpacite.interfaces.www.sales.views.moves import Move, view_of
from kpacite.interfaces.www.sales.views.order_bills import bills_of
from kpacite.interfaces.www.sales.views.order_costs import costs_on
from kpacite.interfaces.www.sales.views.screen import here, kpa_of, stand_in
from kpacite.interfaces.www.sales.wording import ORDER_BADGES
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

MOST_CLIENTS = 2000


@require_safe
def order(request: HttpRequest, kpa: str, order: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    shown: Order = request.order
    lines = selectors.order_lines(shown)
    state = OrderState(shown.state)
    context = {
        "kpa": request.organisation,
        "order": shown,
        "badge": ORDER_BADGES[state],
        "earnest": earnest_words(shown),
        "paper": paper_of(shown.quote, lines) if shown.quote else None,
        "jobs": selectors.jobs_of(shown),
        "may_open_jobs": is_member_of(hats_of(request), request.organisation),
        **bills_of(request, shown),
        **costs_on(request, shown),
        "may_share": state is OrderState.CLOSED,
        "may_write": gates.prepares_order(request),
        "may": {wanted.value for wanted in ORDERS[state]},
        "history": history_of(shown, _steps()),
    }
    return render(request, "sales/orders/order.html", context)


def _steps() -> dict[str, str]:
    return {
        "confirmed": _("Confirmée"),
        "planned": _("Mise dans l’agenda"),
        "finished": _("Faite"),
        "billed": _("Facture préparée"),
        "closed": _("Terminée"),
        "cancelled": _("Annulée"),
    }


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    found = selectors.buyers_of(request.organisation)
    clients = [(str(pk), name) for pk, name in found.values_list("pk", "name")[:MOST_CLIENTS]]
    today = timezone.localdate()
    mine = [
        activity
        for activity in activities.activities_of(request.organisation, today)
        if gates.may_prepare(request, activity.pk)
    ]
    initial = {"client": request.GET.get("client", "")[:12]}
    form = OrderForm(request.POST or None, clients=clients, activities=mine, initial=initial)
    context = {"form": form, "back": here(request, "sales")}
    if request.method == "POST" and form.is_valid() and (made := _made(request, form)):
        messages.success(request, _("La commande est notée. Il reste à la planifier."))
        return see_other(here(request, "order", order=made.pk))
    if form.errors:
        return render_invalid(request, "sales/orders/new.html", context)
    return render(request, "sales/orders/new.html", context)


def _made(request: HttpRequest, form: OrderForm) -> Order | None:
    data = dict(form.cleaned_data)
    client = selectors.client_of(request.organisation, int(data.pop("client")))
    activity = form.activities[data.pop("activity")]
    if client is None:
        return None
    try:
        return services.confirm_order(
            kpa=kpa_of(request),
            client=client,
            activity=activity,
            actor=request.user,
            now=timezone.now(),
            **data,
        )
    except DomainError as error:
        form.refuse(error)
    return None


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, kpa: str, order: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    shown: Order = request.order
    initial = {"title": shown.title, "day": shown.service_on, "place": shown.place}
    form = PlanForm(request.POST or None, initial=initial)
    context = {"form": form, "order": shown, "back": _back(request)}
    if request.method == "POST" and form.is_valid() and _planned(request, form):
        messages.success(request, _("C’est dans l’agenda du groupe. Chacun peut dire « j’y vais »."))
        return see_other(_back(request))
    if form.errors:
        return render_invalid(request, "sales/orders/plan.html", context)
    return render(request, "sales/orders/plan.html", context)


def _planned(request: HttpRequest, form: PlanForm) -> bool:
    try:
        services.plan_order(order=request.order, actor=request.user, now=timezone.now(), **form.details)
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def _back(request: HttpRequest) -> str:
    return here(request, "order", order=request.order.pk)


def _subject(request: HttpRequest) -> str:
    return str(request.order.title)


finish = view_of(
    Move(
        act=lambda request, by: services.finish_order(order=request.order, **by),
        subject=_subject,
        back=_back,
        title=_lazy("« %(subject)s » est fait ?"),
        sentence=_lazy("La commande passe « à facturer ». Ses interventions commencées sont faites aussi."),
        button=_lazy("C’est fait"),
        success=_lazy("Bravo ! La commande est à facturer."),
    )
)
close = view_of(
    Move(
        act=lambda request, by: services.close_order(order=request.order, **by),
        subject=_subject,
        back=_back,
        title=_lazy("Terminer « %(subject)s » ?"),
        sentence=_lazy("Tout est facturé : il ne reste rien à faire pour cette commande."),
        button=_lazy("Terminer la commande"),
        success=_lazy("C’est fait. La commande est terminée."),
    )
)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, kpa: str, order: int) -> HttpResponse:  # noqa: ARG001
    """Where arrhes were asked, say first what happens to them."""
    stand_in(request)
    shown: Order = request.order
    form = CancelForm(request.POST or None, has_earnest=asks_earnest(shown))
    context = {"order": shown, "form": form, "back": _back(request), "earnest": earnest_words(shown)}
    if request.method == "POST" and form.is_valid() and _cancelled(request, form):
        messages.success(request, _("La commande est annulée."))
        return see_other(_back(request))
    if form.errors:
        return render_invalid(request, "sales/orders/cancel.html", context)
    return render(request, "sales/orders/cancel.html", context)


def _cancelled(request: HttpRequest, form: CancelForm) -> bool:
    data = form.cleaned_data
    try:
        services.cancel_order(
            order=request.order,
            reason=data["reason"],
            cancelled_by=CancelledBy(data["cancelled_by"]) if "cancelled_by" in data else None,
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True
