"""The rules of this area. A gate leaves on the request what it loaded: `seat`, `invoice`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales import permissions, selectors
from kpacite.domain.sales.enums import AutonomyKind
from kpacite.domain.sales.models import Invoice
from kpacite.interfaces.www.gates import KPA_SPACE, hats_of
from kpacite.interfaces.www.seats import seat_of
from kpacite.platform.access import Access, Verdict

InvoiceRule = Callable[[HttpRequest, Invoice], bool]


def may_write(request: HttpRequest) -> bool:
    return permissions.may_write_invoices(hats_of(request), seat_of(request), request.organisation)


def may_edit(request: HttpRequest, invoice: Invoice) -> bool:
    return permissions.may_edit_invoice(hats_of(request), seat_of(request), request.organisation, invoice)


def keeps_accounts(request: HttpRequest, invoice: Invoice) -> bool:
    return permissions.may_issue_invoice(hats_of(request), invoice)


def may_issue(request: HttpRequest, invoice: Invoice) -> bool:
    """The accountants; or, for the invoices of her group, a person whom they trust today."""
    if keeps_accounts(request, invoice):
        return True
    person, kpa = request.user.person, request.organisation
    trusted = selectors.has_autonomy(person, kpa, AutonomyKind.INVOICES, timezone.localdate())
    return permissions.may_issue_alone(hats_of(request), seat_of(request), kpa, invoice, is_trusted=trusted)


def _writer_verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    entered = KPA_SPACE.verdict(request, kwargs)
    if entered is not Verdict.YES:
        return entered
    return Verdict.YES if may_write(request) else Verdict.FORBIDDEN


def _on_invoice(rule: InvoiceRule | None = None) -> Callable[..., Verdict]:
    """404 for an invoice of another KPA, 403 for a member who may not do this to this invoice."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = KPA_SPACE.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        invoice = selectors.invoice_of(request.organisation, kwargs["invoice"])
        if invoice is None:
            return Verdict.NOT_FOUND
        request.invoice = invoice
        return Verdict.YES if rule is None or rule(request, invoice) else Verdict.FORBIDDEN

    return verdict


INVOICE_WRITER = Access(
    "invoice_writer",
    _("Les personnes des groupes de ce KPA, et la comptabilité de sa structure de portage"),
    _writer_verdict,
)
INVOICE_READER = Access(
    "invoice_reader",
    _("Les membres de ce KPA et la comptabilité de sa structure de portage"),
    _on_invoice(),
)
INVOICE_EDITOR = Access(
    "invoice_editor",
    _("Le groupe de l’activité, et la comptabilité de la structure de portage"),
    _on_invoice(may_edit),
)
INVOICE_ISSUER = Access(
    "invoice_issuer",
    _(
        "La comptabilité de la structure de portage qui facture ; une personne du groupe à qui elle fait "
        "confiance pour les factures"
    ),
    _on_invoice(may_issue),
)
INVOICE_CORRECTOR = Access(
    "invoice_corrector",
    _("La comptabilité de la structure de portage qui facture"),
    _on_invoice(keeps_accounts),
)
