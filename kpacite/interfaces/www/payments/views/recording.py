"""Noting what a client paid, what it gets back, and what the platform of electronic invoices says."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums.payments import LifecycleCode
from kpacite.domain.sales.models import Payment
from kpacite.interfaces.www.homes import places
from kpacite.interfaces.www.payments.forms import LifecycleForm, MoneyForm, PaymentForm
from kpacite.interfaces.www.payments.wording import choice_of
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.platform.http import render_invalid, see_other

FIELD_OF = {"date": "received_on"}


def refuse(form: MoneyForm, error: DomainError) -> None:
    error.field = FIELD_OF.get(error.field or "", error.field)
    form.refuse(error)


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, carrier: str, bill: int) -> HttpResponse:  # noqa: ARG001
    """Three taps: the invoice, the amount already written, the button."""
    places.stand_in(request, request.organisation)
    if request.method == "POST" and (done := selectors.payment_of_key(request.organisation, _key(request))):
        # A second click: the invoice is no longer among those to pay, and nothing is to be done again.
        return see_other("payment", carrier=carrier, payment=done.pk)
    chosen, today = request.bill, timezone.localdate()
    open_ones = list(selectors.open_invoices(carrier=request.organisation, client=chosen.client_id))
    left = {invoice.pk: invoice.left for invoice in open_ones}
    form = PaymentForm(
        request.POST or None,
        today=today,
        left=Euro(left.get(chosen.pk, 0)) if chosen.pk in left else None,
        choices=[choice_of(invoice, invoice.left) for invoice in open_ones],
        chosen=str(chosen.pk),
    )
    context = {
        "carrier": request.organisation,
        "bill": chosen,
        "form": form,
        "open_ones": open_ones,
        "back": reverse("carrier_unpaid", kwargs={"carrier": carrier}),
    }
    if request.method == "POST" and form.is_valid() and (payment := _noted(request, form, open_ones)):
        messages.success(request, _("C’est noté. Le paiement est dans les comptes."))
        return see_other("payment", carrier=carrier, payment=payment.pk)
    if form.errors:
        return render_invalid(request, "payments/note.html", context)
    return render(request, "payments/note.html", context)


def _key(request: HttpRequest) -> str:
    return f"form.{request.POST.get('key', '')}"[:64]


def _noted(request: HttpRequest, form: PaymentForm, open_ones: list) -> Payment | None:
    wanted = set(form.cleaned_data["invoices"])
    try:
        return services.payments.settle_invoices(
            carrier=request.organisation,
            invoices=[invoice for invoice in open_ones if str(invoice.pk) in wanted],
            money=form.money,
            actor=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except DomainError as error:
        refuse(form, error)
    return None


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, carrier: str, bill: int) -> HttpResponse:  # noqa: ARG001
    """A credit note made too much: give it back."""
    places.stand_in(request, request.organisation)
    today = timezone.localdate()
    over = -selectors.settlement_of(request.bill, today).left_cents
    if over <= 0 and request.method != "POST":
        raise Http404
    form = MoneyForm(request.POST or None, today=today, left=Euro(over))
    form.fields["amount"].label = _("Le montant rendu")
    back = reverse("bill", kwargs={"kpa": request.bill.kpa.organisation.slug, "bill": request.bill.pk})
    context = {
        "title": _("Rendre un trop-payé à %(client)s") % {"client": request.bill.client.name},
        "form": form,
        "back": back,
        "sentence": _("Un avoir a baissé la facture %(number)s, déjà payée.")
        % {"number": request.bill.number},
        "button": _("Noter le remboursement"),
    }
    if request.method == "POST" and form.is_valid() and _given_back(request, form):
        messages.success(request, _("C’est noté. Le remboursement est dans les comptes."))
        return see_other(back)
    if form.errors:
        return render_invalid(request, "payments/act.html", context)
    return render(request, "payments/act.html", context)


def _given_back(request: HttpRequest, form: MoneyForm) -> bool:
    try:
        services.payments.refund_credit(
            invoice=request.bill,
            money=form.money,
            actor=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except DomainError as error:
        refuse(form, error)
        return False
    return True


@require_POST
def lifecycle(request: HttpRequest, carrier: str, bill: int) -> HttpResponse:  # noqa: ARG001
    """From the page of the invoice: what the platform said."""
    form = LifecycleForm(request.POST)
    back = reverse("bill", kwargs={"kpa": request.bill.kpa.organisation.slug, "bill": request.bill.pk})
    if not form.is_valid():
        messages.error(request, _("Choisissez un statut de la liste."))
        return see_other(back)
    try:
        services.payments.note_lifecycle(
            invoice=request.bill,
            code=LifecycleCode(form.cleaned_data["code"]),
            motive=form.cleaned_data["motive"],
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Le statut est noté."))
    return see_other(back)
