"""`/moi/…`: my answers, and who looked at my file."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.paths import services
from kpacite.domain.paths.enums import SensitiveQuestion
from kpacite.domain.paths.models import PersonFacts, SensitiveFacts
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import accesses_to
from kpacite.interfaces.www.paths.forms import FactsForm, SensitiveForm
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import paginate, render_invalid, see_other


def sensitive_initial(person: Person) -> dict[str, Any]:
    row = SensitiveFacts.objects.filter(pk=person.pk).first()
    return {question.value: row.answer(question).value if row else "?" for question in SensitiveQuestion}


@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest) -> HttpResponse:
    person = request.user.person
    known = PersonFacts.objects.filter(pk=person.pk).first() or PersonFacts()
    initial = {name: getattr(known, name) for name in ("birth_date", "birth_date_declined", "gender")}
    form = FactsForm(request.POST or None, initial=initial)
    context = {"form": form, "back": reverse("account")}
    if request.method != "POST":
        return render(request, "paths/my_facts.html", context)
    if form.is_valid():
        by = {"actor": request.user, "today": timezone.localdate(), "now": timezone.now()}
        try:
            services.answer_facts(person=person, **form.cleaned_data, **by)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Vos réponses sont enregistrées."))
            return see_other("account")
    return render_invalid(request, "paths/my_facts.html", context)


@require_http_methods(["GET", "POST"])
def sensitive(request: HttpRequest) -> HttpResponse:
    person = request.user.person
    form = SensitiveForm(request.POST or None, initial=sensitive_initial(person))
    context = {"form": form, "back": reverse("account"), "name": ""}
    if request.method != "POST":
        return render(request, "paths/sensitive.html", context)
    if form.is_valid():
        services.answer_sensitive(
            person=person, answers=form.answers(), actor=request.user, now=timezone.now()
        )
        messages.success(request, _("Vos réponses sont enregistrées."))
        return see_other("account")
    return render_invalid(request, "paths/sensitive.html", context)


@require_safe
def accesses(request: HttpRequest) -> HttpResponse:
    page = paginate(request, accesses_to(request.user.person))
    return render(request, "paths/accesses.html", {"page": page})
