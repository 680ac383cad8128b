"""Pay at the carrier's: what was asked, the batch of a KPA, what came back."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpacite.domain.organisations.enums import ParameterCode, Unit
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.selectors import carried_kpas
from kpacite.domain.organisations.services import set_parameter
from kpacite.domain.sharing import services
from kpacite.domain.sharing.models import PayBatch
from kpacite.domain.sharing.rules.cut_off import last_day_to_ask
from kpacite.domain.sharing.selectors import balances
from kpacite.domain.sharing.selectors.held import held_shares
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.interfaces.www.ledger import exports
from kpacite.interfaces.www.sharing.forms import CutOffForm, PayslipsForm
from kpacite.interfaces.www.sharing.payslips import read_payslips
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


@require_safe
def desk(request: HttpRequest, carrier: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    stand_in(request, request.organisation)
    kpas = carried_kpas(request.organisation, timezone.localdate())
    today = timezone.localdate()
    last = last_day_to_ask(today, balances.cut_off_of(request.organisation, today))
    rows = [_kpa_row(carried.kpa, last) for carried in kpas.select_related("kpa__organisation")]
    context = {
        "last_day": last,
        "organisation": request.organisation,
        "rows": rows,
        "held_count": held_shares(kpas).count(),
        "batches": balances.batches_of(request.organisation)[:24],
    }
    return render(request, "sharing/pay.html", context)


def _kpa_row(kpa: Kpa, last: date | None) -> dict[str, Any]:
    """What this month's pay takes, and what came after its last day."""
    waiting = list(balances.waiting_requests(kpa))
    asked = [one for one in waiting if last is None or timezone.localdate(one.asked_at) <= last]
    later = [one for one in waiting if one not in asked]
    return {"kpa": kpa, "asked": asked, "later": later, "cents": sum(one.cents for one in asked)}


@require_http_methods(["GET", "POST"])
def cut_off(request: HttpRequest, carrier: str) -> HttpResponse:
    """Until which day of the month one may ask for its pay."""
    stand_in(request, request.organisation)
    today = timezone.localdate()
    present = balances.cut_off_of(request.organisation, today)
    form = CutOffForm(request.POST or None, initial={"value": present, "valid_from": today})
    context = {"form": form, "back": reverse("pay_desk", kwargs={"carrier": carrier})}
    if request.method == "POST" and form.is_valid():
        try:
            set_parameter(
                organisation=request.organisation,
                code=ParameterCode.PAY_CUT_OFF_DAY,
                unit=Unit.DAYS,
                actor=request.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C’est noté. Les personnes lisent cette date quand elles demandent."))
            return see_other("pay_desk", carrier=carrier)
    if form.errors:
        return render_invalid(request, "sharing/cut_off.html", context)
    return render(request, "sharing/cut_off.html", context)


@require_POST
def make_batch(request: HttpRequest, carrier: str, slug: str) -> HttpResponse:
    links = carried_kpas(request.organisation, timezone.localdate())
    kpa = Kpa.objects.filter(organisation__slug=slug, pk__in=links.values("kpa")).first()
    if kpa is None:
        raise Http404
    try:
        made = services.make_batch(
            kpa=kpa,
            carrier=request.organisation,
            today=timezone.localdate(),
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        messages.warning(request, str(error))
        return see_other("pay_desk", carrier=carrier)
    messages.success(request, _("L’envoi est prêt. Téléchargez-le pour la paie."))
    return see_other("pay_batch", carrier=carrier, batch=made.pk)


def asked_batch(request: HttpRequest, pk: int) -> PayBatch:
    rows = PayBatch.objects.filter(carrier=request.organisation).select_related("kpa__organisation")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, carrier: str, batch: int) -> HttpResponse:
    """The requests of a batch; POST: the file that pay gives back."""
    stand_in(request, request.organisation)
    shown = asked_batch(request, batch)
    form = PayslipsForm(request.POST or None, request.FILES or None)
    context = {
        "organisation": request.organisation,
        "batch": shown,
        "requests": shown.requests.select_related("person").order_by("person__first_name", "pk"),
        "form": form,
        "problems": [],
        "back": reverse("pay_desk", kwargs={"carrier": carrier}),
    }
    if request.method == "POST" and form.is_valid():
        read = read_payslips(form.cleaned_data["file"], shown)
        if not read.problems and (noted := _settled(request, form, read.settlements)) is not None:
            words = ngettext("%(count)d réponse notée.", "%(count)d réponses notées.", noted)
            messages.success(request, words % {"count": noted})
            return see_other("pay_batch", carrier=carrier, batch=batch)
        return render_invalid(request, "sharing/batch.html", context | {"problems": read.problems})
    if form.errors:
        return render_invalid(request, "sharing/batch.html", context)
    return render(request, "sharing/batch.html", context)


def _settled(request: HttpRequest, form: PayslipsForm, settlements: list[Any]) -> int | None:
    try:
        return services.settle_requests(
            settlements=settlements, today=timezone.localdate(), actor=request.user, now=timezone.now()
        )
    except DomainError as error:
        form.refuse(error)
    return None


@require_POST
def send(request: HttpRequest, carrier: str, batch: int) -> HttpResponse:
    try:
        services.send_batch(batch=asked_batch(request, batch), actor=request.user, now=timezone.now())
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("L’envoi est parti. Les personnes le voient sur leur compte."))
    return see_other("pay_batch", carrier=carrier, batch=batch)


@require_safe
def batch_file(request: HttpRequest, carrier: str, batch: int) -> HttpResponseBase:  # noqa: ARG001
    """For the pay software; the same columns come back filled in."""
    shown = asked_batch(request, batch)
    header = [
        "reference",
        "personne",
        "montant_avant_cotisations",
        "paye_le",
        "brut",
        "net",
        "motif_de_refus",
    ]
    return exports.table(request, shown.reference.lower(), header, _rows(shown))


def _rows(batch: PayBatch) -> Iterator[list[object]]:
    for one in batch.requests.select_related("person").order_by("pk"):
        amount = f"{one.cents // 100},{one.cents % 100:02d}"
        yield [f"V-{one.pk}", str(one.person), amount, "", "", "", ""]
