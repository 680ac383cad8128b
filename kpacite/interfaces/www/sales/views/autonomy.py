"""Who the carrier trusts to make quotes, or invoices, ready alone."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from kpacite.domain.organisations.models import Organisation, RoleAssignment
from kpacite.domain.people.models import Person
from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import AutonomyKind
from kpacite.interfaces.www.sales import gates
from kpacite.interfaces.www.sales.views.screen import here, kpa_of, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other


class AutonomyForm(Form):
    person = forms.ChoiceField(label=_lazy("La personne"))
    kind = forms.ChoiceField(
        label=_lazy("Elle peut finir seule"), choices=AutonomyKind.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, people: dict[str, Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["person"].choices = [("", "—"), *((key, str(who)) for key, who in people.items())]


def _people(kpa: Organisation, today: date) -> dict[str, Person]:
    rows = RoleAssignment.objects.on(today).filter(organisation=kpa.pk).select_related("person")
    return {str(row.person_id): row.person for row in rows.order_by("person__first_name", "person_id")}


@require_http_methods(["GET", "POST"])
def autonomies(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    """Everyone of the KPA reads who is trusted; the accountants of the carrier say it."""
    stand_in(request)
    may_grant = gates.carries_here(request)
    people = _people(request.organisation, timezone.localdate()) if may_grant else {}
    form = AutonomyForm(request.POST or None, people=people)
    context = {
        "kpa": request.organisation,
        "rows": selectors.autonomies_of(request.organisation),
        "form": form if may_grant else None,
        "back": here(request, "sales"),
    }
    if request.method != "POST":
        return render(request, "sales/autonomy.html", context)
    if form.is_valid() and _granted(request, form):
        messages.success(request, _("C’est fait. La personne peut finir ses documents seule."))
        return see_other(here(request, "autonomies"))
    return render_invalid(request, "sales/autonomy.html", context)


def _granted(request: HttpRequest, form: AutonomyForm) -> bool:
    try:
        services.grant_autonomy(
            kpa=kpa_of(request),
            person=form.people[form.cleaned_data["person"]],
            kind=AutonomyKind(form.cleaned_data["kind"]),
            start=timezone.localdate(),
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_POST
def end(request: HttpRequest, kpa: str, autonomy: int) -> HttpResponse:  # noqa: ARG001
    row = selectors.autonomies_of(request.organisation).filter(pk=autonomy).first()
    if row is None:
        raise Http404
    try:
        services.end_autonomy(autonomy=row, end=timezone.localdate(), actor=request.user, now=timezone.now())
        messages.success(request, _("C’est fait. Ses documents passent de nouveau par une relecture."))
    except DomainError as error:
        messages.error(request, str(error))
    return see_other(here(request, "autonomies"))
