"""« Remettre en banque »: choose what goes, print the slip, see it arrive, or come back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.models import BankLine, Deposit
from kpacite.integrations.documents.pages import page_pdf
from kpacite.interfaces.www.homes import places
from kpacite.interfaces.www.payments.forms import ReasonForm
from kpacite.interfaces.www.payments.forms_more import BounceForm, DepositForm
from kpacite.interfaces.www.payments.slips import slip_page
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import paginate, render_invalid, see_other
from kpacite.platform.templatetags.kpacite import de

KINDS = {"cheques": PaymentMeans.CHEQUE, "cartes": PaymentMeans.CARD, "especes": PaymentMeans.CASH}
FIELD_OF = {"received_on": "deposited_on", "date": "deposited_on"}


def refuse(form: Form, error: DomainError) -> None:
    named = FIELD_OF.get(error.field or "", error.field)
    error.field = named if named in form.fields else None
    form.refuse(error)


@require_safe
def deposits(request: HttpRequest, carrier: str) -> HttpResponse:
    places.stand_in(request, request.organisation)
    words = {means: path for path, means in KINDS.items()}
    waiting = [
        {"row": row, "url": reverse("deposit_new", kwargs={"carrier": carrier, "means": words[row.means]})}
        for row in selectors.to_deposit(request.organisation, timezone.localdate())
    ]
    context = {
        "carrier": request.organisation,
        "waiting": waiting,
        "page": paginate(request, selectors.deposits_of(request.organisation)),
    }
    return render(request, "payments/deposits.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, carrier: str, means: str) -> HttpResponse:
    if means not in KINDS:
        raise Http404
    places.stand_in(request, request.organisation)
    kind, today = KINDS[means], timezone.localdate()
    accounts = list(selectors.bank_accounts(request.organisation))
    is_cash = kind == PaymentMeans.CASH
    payments = [] if is_cash else list(selectors.waiting_payments(request.organisation, kind))
    known = request.method == "POST" and selectors.deposit_of_key(
        request.organisation, f"form.{request.POST.get('key', '')}"
    )
    if known:
        # A second click: these cheques wait no more, and nothing is to be done again.
        return see_other("deposit", carrier=carrier, deposit=known.pk)
    (held,) = [row for row in selectors.to_deposit(request.organisation, today) if row.means == kind]
    form = DepositForm(
        request.POST or None, means=kind, today=today, accounts=accounts, payments=payments, held=held.cents
    )
    context = {
        "carrier": request.organisation,
        "form": form,
        "held": held,
        "accounts": accounts,
        "is_cash": is_cash,
        "back": reverse("deposits", kwargs={"carrier": carrier}),
    }
    if request.method == "POST" and form.is_valid() and (done := _made(request, form)):
        messages.success(request, _("C’est remis. Imprimez le bordereau."))
        return see_other("deposit", carrier=carrier, deposit=done.pk)
    if form.errors:
        return render_invalid(request, "payments/deposit_new.html", context)
    return render(request, "payments/deposit_new.html", context)


def _made(request: HttpRequest, form: DepositForm) -> Deposit | None:
    try:
        return services.payments.make_deposit(
            carrier=request.organisation,
            slip=form.slip,
            actor=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except DomainError as error:
        refuse(form, error)
    return None


@require_safe
def deposit(request: HttpRequest, carrier: str, deposit: int) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    found = request.deposit
    context = {
        "carrier": request.organisation,
        "deposit": found,
        "lines": selectors.lines_of_deposit(found),
        "bank_line": BankLine.objects.filter(deposit=found).first(),
        "entries": selectors.entries_of_deposit(found),
        "may_bounce": found.means == PaymentMeans.CHEQUE and found.cancelled_at is None,
    }
    return render(request, "payments/deposit.html", context)


@require_safe
def slip(request: HttpRequest, carrier: str, deposit: int) -> HttpResponse:  # noqa: ARG001
    found = request.deposit
    content = page_pdf(slip_page(found, selectors.lines_of_deposit(found)), at=found.recorded_at)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, carrier: str, deposit: int) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    found = request.deposit
    form = ReasonForm(request.POST or None)
    context = {
        "title": _("Annuler la remise %(number)s") % {"number": found.number},
        "sentence": _("Une écriture inverse passe dans les comptes. Ce qui était remis attend à nouveau."),
        "form": form,
        "back": reverse("deposit", kwargs={"carrier": carrier, "deposit": found.pk}),
        "button": _("Annuler cette remise"),
    }
    if request.method == "POST" and form.is_valid():
        try:
            services.payments.cancel_deposit(
                deposit=found,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=timezone.now(),
                today=timezone.localdate(),
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("La remise est annulée."))
            return see_other(context["back"])
    if form.errors:
        return render_invalid(request, "payments/act.html", context)
    return render(request, "payments/act.html", context)


@require_http_methods(["GET", "POST"])
def bounce(request: HttpRequest, carrier: str, deposit: int, slip_line: int) -> HttpResponse:
    """A cheque came back unpaid."""
    places.stand_in(request, request.organisation)
    line = selectors.lines_of_deposit(request.deposit).filter(pk=slip_line).first()
    if line is None:
        raise Http404
    form = BounceForm(request.POST or None, today=timezone.localdate())
    context = {
        "title": _("Le chèque %(of_client)s est revenu impayé") % {"of_client": de(line.payment.client.name)},
        "sentence": _("La banque reprend la somme. Le paiement est annulé, et le client doit à nouveau."),
        "form": form,
        "back": reverse("deposit", kwargs={"carrier": carrier, "deposit": deposit}),
        "button": _("Noter ce chèque impayé"),
    }
    if request.method == "POST" and form.is_valid():
        try:
            services.payments.note_bounced(
                line=line,
                on=form.cleaned_data["deposited_on"],
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=timezone.now(),
                today=timezone.localdate(),
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("C’est noté. La facture attend à nouveau son paiement."))
            return see_other(context["back"])
    if form.errors:
        return render_invalid(request, "payments/act.html", context)
    return render(request, "payments/act.html", context)
