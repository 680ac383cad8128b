"""The rules of this area. A gate leaves what it loaded: `bill`, `payment`, `account`, `line`, `deposit`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales import permissions, selectors
from kpacite.domain.sales.models import Invoice
from kpacite.interfaces.www.gates import CARRIER_STAFF, KPA_SPACE, hats_of
from kpacite.platform.access import Access, Verdict


def may_chase(request: HttpRequest, bill: Invoice) -> bool:
    """Whoever prepares for the group of this invoice, and the accountants of its carrier."""
    hats, kpa = hats_of(request), bill.kpa.organisation
    if not hasattr(request, "seat"):
        request.seat = selectors.seat_of(request.user.person, kpa, timezone.localdate())
    return permissions.may_edit_invoice(hats, request.seat, kpa, bill)


def may_record(request: HttpRequest, bill: Invoice) -> bool:
    return permissions.may_issue_invoice(hats_of(request), bill)


def _issued() -> Any:
    rows = Invoice.objects.issued()
    return rows.select_related("client", "kpa__organisation", "carrier", "activity")


def _on_bill(rule: Callable[[HttpRequest, Invoice], bool] | None) -> Callable[..., Verdict]:
    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = KPA_SPACE.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        request.bill = _issued().filter(kpa=request.organisation.pk, pk=kwargs["bill"]).first()
        if request.bill is None:
            return Verdict.NOT_FOUND
        return Verdict.YES if rule is None or rule(request, request.bill) else Verdict.FORBIDDEN

    return verdict


def _carrier_verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    verdict = CARRIER_STAFF.verdict(request, kwargs)
    if verdict is not Verdict.YES:
        return verdict
    carrier = request.organisation
    if "bill" in kwargs:
        request.bill = _issued().filter(carrier=carrier, pk=kwargs["bill"]).first()
    if "payment" in kwargs:
        request.payment = selectors.payment_of(carrier, kwargs["payment"])
    if "account" in kwargs:
        request.account = selectors.bank_account_of(carrier, kwargs["account"])
    if "line" in kwargs:
        request.line = selectors.bank_line_of(carrier, kwargs["line"])
    if "deposit" in kwargs:
        request.deposit = selectors.deposit_of(carrier, kwargs["deposit"])
    asked = [name for name in ("bill", "payment", "account", "line", "deposit") if name in kwargs]
    return Verdict.YES if all(getattr(request, name) for name in asked) else Verdict.NOT_FOUND


BILL_READER = Access(
    "bill_reader",
    _("Les membres de ce KPA et la comptabilité de sa structure de portage"),
    _on_bill(None),
)
BILL_CHASER = Access(
    "bill_chaser",
    _("Le groupe de l’activité et la comptabilité de la structure de portage"),
    _on_bill(may_chase),
)


def _claim_verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    """A paper that claims a lateness, and nothing else."""
    verdict = _carrier_verdict(request, kwargs)
    if verdict is Verdict.YES:
        request.claim = selectors.claim_of_document(request.bill)
        return Verdict.YES if request.claim is not None else Verdict.NOT_FOUND
    return verdict


LATE_CLAIM = Access(
    "late_claim", _("La comptabilité de la structure qui réclame ces frais de retard"), _claim_verdict
)
CARRIER_MONEY = Access(
    "carrier_money", _("La comptabilité de la structure qui a émis la facture"), _carrier_verdict
)
