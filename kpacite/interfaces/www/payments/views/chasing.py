"""What clients of a KPA have not paid yet, one of its invoices in detail, and a letter to who is late."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums.payments import ReminderLevel
from kpacite.domain.sales.rules.reminders import DAYS_BETWEEN, ReminderFacts, next_level, reminder_text
from kpacite.interfaces.www.homes import places
from kpacite.interfaces.www.payments import gates
from kpacite.interfaces.www.payments.forms import LifecycleForm, ReminderForm
from kpacite.interfaces.www.payments.wording import BADGES, cashed_words, rows_of
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.platform.http import render_invalid, see_other


@require_safe
def unpaid(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    found = selectors.unpaid(timezone.localdate(), kpa=request.organisation)
    late = [row for row in found if row.days_late > 0]
    context = {
        "kpa": request.organisation,
        "late": rows_of(late),
        "coming": rows_of(row for row in found if row.days_late <= 0),
        "late_cents": sum(row.left_cents for row in late),
    }
    return render(request, "payments/kpa.html", context)


@require_safe
def bill(request: HttpRequest, kpa: str, bill: int) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    today, found = timezone.localdate(), request.bill
    settlement = selectors.settlement_of(found, today)
    keeps = gates.may_record(request, found)
    context = {
        "kpa": request.organisation,
        "bill": found,
        "settlement": settlement,
        "badge": BADGES[settlement.state],
        "payments": selectors.payments_on(found),
        "reminders": selectors.reminders_of(found),
        "lifecycle": [
            {"event": event, "parts": cashed_words(event)} for event in selectors.lifecycle_of(found)
        ],
        "interest": selectors.interest_on(found, today) if settlement.left_cents > 0 else None,
        "may_claim": keeps and selectors.claimable(found, today) is not None,
        "claims": selectors.claims_on(found),
        "origin": selectors.claim_of_document(found) if found.is_for_lateness else None,
        "is_late": settlement.left_cents > 0 and today > found.due_on,
        "asks_interest": selectors.audience_of(found.client) is not None,
        "may_chase": gates.may_chase(request, found),
        "keeps": keeps,
        "lifecycle_form": LifecycleForm() if keeps and not found.is_for_lateness else None,
        "entries": selectors.entries_of_bill(found) if keeps else [],
    }
    return render(request, "payments/bill.html", context)


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, kpa: str, bill: int) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    found = request.bill
    sent = selectors.reminders_of(found)
    level = next_level(len(sent))
    back = reverse("bill", kwargs={"kpa": kpa, "bill": found.pk})
    initial = {"email": found.client.email, "text": _text(found, level)} if level else {}
    form = ReminderForm(request.POST or None, initial=initial)
    context = {
        "kpa": request.organisation,
        "bill": found,
        "form": form,
        "level": level,
        "sent": sent,
        "days_between": DAYS_BETWEEN,
        "back": back,
    }
    if request.method == "POST" and level and form.is_valid() and _sent(request, form, level):
        messages.success(request, _("La relance part. Elle est gardée avec la facture."))
        return see_other(back)
    if form.errors:
        return render_invalid(request, "payments/remind.html", context)
    return render(request, "payments/remind.html", context)


def _text(found: object, level: ReminderLevel) -> str:
    today = timezone.localdate()
    photo = found.photo
    facts = ReminderFacts(
        number=found.number,
        issued_on=found.issued_on,
        due_on=found.due_on,
        left=Euro(selectors.settlement_of(found, today).left_cents),
        client=found.client.name,
        kpa=found.kpa.organisation.name,
        seller=photo.seller.name,
        iban=photo.iban,
        interest=selectors.interest_on(found, today),
    )
    return reminder_text(level, facts)


def _sent(request: HttpRequest, form: ReminderForm, level: ReminderLevel) -> bool:
    try:
        services.payments.send_reminder(
            invoice=request.bill,
            level=level,
            email=form.cleaned_data["email"],
            text=form.cleaned_data["text"],
            actor=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True
