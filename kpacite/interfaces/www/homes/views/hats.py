"""Asking one's KPA for a hat, and answering."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.organisations import selectors, services
from kpacite.domain.organisations.enums import Role
from kpacite.interfaces.www.homes.forms import AnswerHatForm, AskHatForm
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "today": timezone.localdate(), "now": timezone.now()}


@BOTH
def ask(request: HttpRequest, kpa: str) -> HttpResponse:
    """What she may ask for, and what was answered to her."""
    person, organisation = request.user.person, request.organisation
    stand_in(request, organisation)
    roles = selectors.askable_roles(person, organisation, timezone.localdate())
    form = AskHatForm(roles, request.POST or None)
    asked = selectors.own_hat_requests(person, organisation)
    context = {"kpa": organisation, "form": form, "roles": roles, "asked": asked}
    if request.method != "POST":
        return render(request, "homes/hat_ask.html", context)
    if form.is_valid():
        role, words = Role(form.cleaned_data["role"]), form.cleaned_data["words"]
        try:
            services.ask_hat(person=person, organisation=organisation, role=role, words=words, **_by(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Votre demande est partie. La coordination en parle et vous répond."))
            return see_other("hat_ask", kpa=kpa)
    return render_invalid(request, "homes/hat_ask.html", context)


@BOTH
def answer(request: HttpRequest, kpa: str, hat_request: int) -> HttpResponse:
    """Read what a member asks, say yes or no with a word."""
    row = selectors.hat_request_in(request.organisation, hat_request)
    if row is None:
        raise Http404
    stand_in(request, request.organisation)
    form = AnswerHatForm(request.POST or None)
    is_hers = row.person_id == request.user.person_id
    back = reverse("kpa_people", kwargs={"kpa": kpa})
    context = {"row": row, "form": form, "is_hers": is_hers, "back": back}
    if request.method != "POST":
        return render(request, "homes/hat_answer.html", context)
    if form.is_valid():
        accept = form.cleaned_data["answer"] == AnswerHatForm.YES
        words = form.cleaned_data["words"]
        try:
            services.answer_hat(request=row, accept=accept, words=words, **_by(request))
        except DomainError as error:
            form.refuse(error)
        else:
            done = _("C’est fait. %s a la casquette.") if accept else _("C’est noté. %s lira la réponse.")
            messages.success(request, done % row.person)
            return see_other("kpa_people", kpa=kpa)
    return render_invalid(request, "homes/hat_answer.html", context)
