"""At the carrier's: the nets of a batch as transfers, the file for the bank, and who is paid otherwise."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpacite.domain.people.enums import Shown
from kpacite.domain.people.services import note_accesses
from kpacite.domain.sharing import services
from kpacite.domain.sharing.models import PayBatch, TransferFile
from kpacite.domain.sharing.selectors import transfers as selectors
from kpacite.integrations.sepa import pay_file
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.interfaces.www.sharing.forms import TransferForm
from kpacite.interfaces.www.sharing.views.pay import asked_batch
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


@require_http_methods(["GET", "POST"])
def transfers(request: HttpRequest, carrier: str, batch: int) -> HttpResponse:
    stand_in(request, request.organisation)
    shown = asked_batch(request, batch)
    accounts = selectors.paying_accounts(request.organisation)
    form = TransferForm(request.POST or None, accounts=accounts, today=timezone.localdate())
    if request.method == "POST" and form.is_valid() and _made(request, form, shown):
        messages.success(request, _("Le fichier est prêt. Téléchargez-le, puis donnez-le à la banque."))
        return see_other("pay_transfers", carrier=carrier, batch=batch)
    context = _context(request, shown) | {"form": form, "has_account": bool(form.accounts)}
    if form.errors:
        return render_invalid(request, "sharing/transfers.html", context)
    return render(request, "sharing/transfers.html", context)


def _context(request: HttpRequest, shown: PayBatch) -> dict[str, Any]:
    """Masked numbers: that somebody looked at them is written down."""
    payable = list(selectors.payable_in(shown))
    now = timezone.now()
    people = [one.person for one in payable]
    note_accesses(people=people, reader=request.user, shown=Shown.BANK, now=now)  # type: ignore[arg-type]
    return {
        "organisation": request.organisation,
        "batch": shown,
        "payable": payable,
        "otherwise": selectors.paid_otherwise_in(shown),
        "without_net": selectors.count_without_net(shown),
        "files": shown.transfer_files.order_by("-number"),
        "back": reverse("pay_batch", kwargs={"carrier": request.organisation.slug, "batch": shown.pk}),
    }


def _made(request: HttpRequest, form: TransferForm, shown: PayBatch) -> bool:
    try:
        services.make_transfer_file(
            batch=shown,
            account=form.chosen,
            on=form.cleaned_data["on"],
            write=pay_file,
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def _file(request: HttpRequest, batch: int, number: int) -> TransferFile:
    """404 for a file that was emptied: the bank has it."""
    rows = TransferFile.objects.filter(batch=asked_batch(request, batch), emptied_at=None)
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


@require_safe
def download(request: HttpRequest, carrier: str, batch: int, number: int) -> HttpResponse:  # noqa: ARG001
    file = _file(request, batch, number)
    response = HttpResponse(file.content, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{file.message_id}.xml"'
    return response


@require_POST
def sent(request: HttpRequest, carrier: str, batch: int, number: int) -> HttpResponse:
    services.empty_transfer_file(file=_file(request, batch, number), actor=request.user, now=timezone.now())
    messages.success(request, _("C’est noté. Les numéros de compte sont effacés de ce fichier."))
    return see_other("pay_transfers", carrier=carrier, batch=batch)
