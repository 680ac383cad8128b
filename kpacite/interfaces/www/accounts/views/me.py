"""`/moi/`: who I am here, what I allow, and the way to security, devices and reading comfort."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.people import selectors
from kpacite.domain.people.enums import ConsentPurpose
from kpacite.domain.people.models import Person
from kpacite.domain.people.services import change_person, choose_consents
from kpacite.interfaces.www.accounts.forms.me import ConsentsForm, PersonForm
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import PhoneField
from kpacite.platform.http import render_invalid, see_other


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    person = request.user.person
    allowed = selectors.running_consents(person)
    context = {
        "person": person,
        "phone": PhoneField().prepare_value(person.phone),
        "consents": [(label, purpose in allowed) for purpose, label in ConsentPurpose.choices],
    }
    return render(request, "accounts/me.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    person = request.user.person
    form = PersonForm(request.POST or None, initial=_as_typed(person))
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        messages.success(request, _("C’est enregistré. Votre KPA voit vos nouvelles coordonnées."))
        return see_other("account")
    if form.errors:
        return render_invalid(request, "accounts/edit.html", {"form": form})
    return render(request, "accounts/edit.html", {"form": form})


@require_http_methods(["GET", "POST"])
def consents(request: HttpRequest) -> HttpResponse:
    person = request.user.person
    chosen = {"purposes": sorted(selectors.running_consents(person))}
    form = ConsentsForm(request.POST if request.method == "POST" else None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        purposes = form.cleaned_data["purposes"]
        choose_consents(person=person, purposes=purposes, actor=request.user, now=timezone.now())
        messages.success(request, _("Vos choix sont enregistrés."))
        return see_other("account")
    if form.errors:
        return render_invalid(request, "accounts/consents.html", {"form": form})
    return render(request, "accounts/consents.html", {"form": form})


def _as_typed(person: Person) -> dict[str, str]:
    return {name: getattr(person, name) for name in PersonForm.base_fields}


def _changed(request: HttpRequest, form: PersonForm) -> bool:
    try:
        change_person(person=request.user.person, **form.cleaned_data, actor=request.user, now=timezone.now())
    except DomainError as error:
        form.add_error(error.field, str(error))
        return False
    return True
