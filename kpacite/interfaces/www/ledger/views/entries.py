"""One entry with its lines, where it comes from, and its reversal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.ledger import services
from kpacite.domain.ledger.models import Entry
from kpacite.interfaces.www.ledger.desk import Desk, desk_of
from kpacite.interfaces.www.ledger.forms import ReversalForm
from kpacite.interfaces.www.ledger.origins import origin_of
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.http import render_invalid, see_other


def _entry(desk: Desk, key: int) -> Entry:
    entries = Entry.objects.posted().select_related("journal", "book", "period", "reversal_of__journal")
    return get_object_or_404(entries, pk=key, book__entity=desk.entity)


@require_safe
def entry(request: HttpRequest, carrier: str, entry: int) -> HttpResponse:  # noqa: ARG001
    desk = desk_of(request)
    found = _entry(desk, entry)
    lines = found.lines.select_related("account", "aux", "kpa").order_by("rank")
    context = desk.context(
        "ledger_journal",
        entry=found,
        lines=lines,
        total=sum(line.debit_cents for line in lines),
        mirror=Entry.objects.filter(reversal_of=found).select_related("journal").first(),
        origin=origin_of(found),
        event=audit.for_target(found).select_related("actor__person").first(),
    )
    return render(request, "ledger/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reverse_it(request: HttpRequest, carrier: str, entry: int) -> HttpResponse:  # noqa: ARG001
    desk = desk_of(request)
    found = _entry(desk, entry)
    today = timezone.localdate()
    form = ReversalForm(request.POST or None, initial={"date": today})
    context = desk.context("ledger_journal", entry=found, form=form)
    if request.method != "POST":
        return render(request, "ledger/reverse.html", context)
    if form.is_valid():
        try:
            mirror = services.reverse_entry(
                entry=found,
                day=form.cleaned_data["date"],
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C’est enregistré. Une écriture inverse annule celle-ci."))
            return see_other("ledger_entry", carrier=desk.entity.slug, entry=mirror.pk)
    return render_invalid(request, "ledger/reverse.html", context)
