"""From one state to the next: a page that says what will happen, then one POST."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.sales.models import Invoice
from kpacite.domain.sales.services import invoices as services
from kpacite.integrations.documents.mailing import send_invoice
from kpacite.interfaces.www.billing import gates
from kpacite.interfaces.www.billing.forms import CreditForm, ReasonForm, SendForm
from kpacite.interfaces.www.billing.views.screen import address_of, by, dated, new_key, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other

Words = str | Promise
Act = Callable[[HttpRequest, Invoice, Any], Invoice | None]


class NothingToType(Form):
    """A page with a button only."""


@dataclass(frozen=True, slots=True)
class Move:
    """`act` calls the service and gives the invoice to look at next; None leads back to the list."""

    act: Act
    title: Words
    sentence: Words
    button: Words
    success: Words
    form: Callable[[HttpRequest, Invoice], Form] = lambda request, _invoice: NothingToType(
        request.POST or None
    )
    danger: bool = False
    is_mail: bool = False


def _submit(request: HttpRequest, invoice: Invoice, _form: Any) -> Invoice:
    return services.submit_invoice(invoice=invoice, **dated(request))


def _issue(request: HttpRequest, invoice: Invoice, form: Any) -> Invoice:
    issued = services.issue_invoice(invoice=invoice, **dated(request))
    if email := form.cleaned_data.get("email"):
        send_invoice(invoice=issued, email=email, **by(request))
    return issued


def _send_back(request: HttpRequest, invoice: Invoice, form: Any) -> Invoice:
    return services.send_back_invoice(invoice=invoice, reason=form.cleaned_data["reason"], **by(request))


def _discard(request: HttpRequest, invoice: Invoice, _form: Any) -> None:
    services.discard_invoice(invoice=invoice, **by(request))


def _send(request: HttpRequest, invoice: Invoice, form: Any) -> Invoice:
    send_invoice(invoice=invoice, email=form.cleaned_data["email"], **by(request))
    return invoice


def _deposit_on_portal(request: HttpRequest, invoice: Invoice, _form: Any) -> Invoice:
    return services.note_portal_deposit(invoice=invoice, **by(request)).invoice


def _duplicate(request: HttpRequest, invoice: Invoice, _form: Any) -> Invoice:
    return services.duplicate_invoice(invoice=invoice, key=_key(request), **dated(request))


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:64]


def _issue_form(request: HttpRequest, invoice: Invoice) -> Form:
    form = SendForm(request.POST or None, initial={"email": invoice.client.email})
    form.fields["email"].required = False
    form.fields["email"].help_text = _("Laissez vide pour ne pas l’envoyer maintenant.")
    return form


SUBMIT = Move(
    act=_submit,
    title=_("Envoyer à la comptabilité ?"),
    sentence=_("La comptabilité la relit, lui donne son numéro, puis l’envoie au client."),
    button=_("Envoyer à la comptabilité"),
    success=_("C’est fait. La comptabilité va la relire."),
)
ISSUE = Move(
    act=_issue,
    title=_("Émettre cette facture ?"),
    sentence=_("Elle reçoit son numéro et ne se modifiera plus. Pour corriger, il faudra un avoir."),
    button=_("Émettre la facture"),
    success=_("C’est fait. La facture est émise."),
    form=_issue_form,
    is_mail=True,
)
SEND_BACK = Move(
    act=_send_back,
    title=_("Demander une correction ?"),
    sentence=_("Le groupe verra votre mot, corrige, puis vous la renvoie."),
    button=_("Demander la correction"),
    success=_("C’est fait. Le groupe va corriger."),
    form=lambda request, _invoice: ReasonForm(request.POST or None),
)
DISCARD = Move(
    act=_discard,
    title=_("Jeter ce brouillon ?"),
    sentence=_("Il n’a pas de numéro : il ne manquera à personne. Vous ne pourrez pas le reprendre."),
    button=_("Jeter le brouillon"),
    success=_("C’est fait. Le brouillon est jeté."),
    danger=True,
)
SEND = Move(
    act=_send,
    title=_("Envoyer au client ?"),
    sentence=_("Le client reçoit le PDF par e-mail."),
    button=_("Envoyer au client"),
    success=_("L’e-mail part. Cette page dira s’il est bien parti."),
    form=lambda request, invoice: SendForm(request.POST or None, initial={"email": invoice.client.email}),
    is_mail=True,
)
PORTAL = Move(
    act=_deposit_on_portal,
    title=_("Déposée sur Chorus Pro ?"),
    sentence=_(
        "Téléchargez d’abord le PDF, puis déposez-le sur le site Chorus Pro. Sa date de dépôt sera celle "
        "d’aujourd’hui."
    ),
    button=_("Oui, elle est déposée"),
    success=_("C’est noté : la facture est déposée sur Chorus Pro."),
)
DUPLICATE = Move(
    act=_duplicate,
    title=_("En préparer une pareille ?"),
    sentence=_("Un brouillon avec le même client et les mêmes lignes. Vous pourrez tout changer."),
    button=_("Préparer le brouillon"),
    success=_("C’est fait. Changez ce qu’il faut, puis envoyez."),
)


def _view(move: Move) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, kpa: str, invoice: str) -> HttpResponse:  # noqa: ARG001
        stand_in(request)
        shown: Invoice = request.invoice
        back = address_of(shown)
        form = move.form(request, shown)
        context = {"invoice": shown, "move": move, "form": form, "back": back, "key": new_key()}
        if request.method != "POST":
            return render(request, "billing/move.html", context)
        form.is_bound, form.data = True, request.POST
        if not form.is_valid():
            return render_invalid(request, "billing/move.html", context)
        try:
            after = move.act(request, shown, form)
        except DomainError as error:
            form.refuse(error)
            return render_invalid(request, "billing/move.html", context)
        messages.success(request, str(move.success))
        return see_other(address_of(after) if after else reverse("invoices", kwargs={"kpa": kpa}))

    return view


submit, issue, send_back = _view(SUBMIT), _view(ISSUE), _view(SEND_BACK)
discard, send, duplicate = _view(DISCARD), _view(SEND), _view(DUPLICATE)
deposit_on_portal = _view(PORTAL)


@require_http_methods(["GET", "POST"])
def credit(request: HttpRequest, kpa: str, invoice: str) -> HttpResponse:  # noqa: ARG001
    """Give an invoice back, whole or in part. Who keeps the accounts issues the credit note at once."""
    stand_in(request)
    shown: Invoice = request.invoice
    form = CreditForm(request.POST or None, invoice=shown)
    may_issue = gates.keeps_accounts(request, shown)
    context = {
        "invoice": shown,
        "form": form,
        "back": address_of(shown),
        "may_issue": may_issue,
        "key": new_key(),
    }
    if request.method == "POST" and form.is_valid():
        if note := _credited(request, shown, form, is_issued=may_issue):
            done = _("C’est fait. L’avoir est émis.") if may_issue else _("L’avoir attend la comptabilité.")
            messages.success(request, str(done))
            return see_other(address_of(note))
        return render_invalid(request, "billing/credit.html", context)
    if form.errors:
        return render_invalid(request, "billing/credit.html", context)
    return render(request, "billing/credit.html", context)


def _credited(request: HttpRequest, shown: Invoice, form: CreditForm, *, is_issued: bool) -> Invoice | None:
    try:
        return services.credit_invoice(
            invoice=shown,
            reason=form.cleaned_data["reason"],
            quantities=form.quantities(),
            key=_key(request),
            is_issued=is_issued,
            **dated(request),
        )
    except DomainError as error:
        form.refuse(error)
    return None
