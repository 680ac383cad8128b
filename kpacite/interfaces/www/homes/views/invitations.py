"""Inviting by e-mail, taking an invitation back, and welcoming a person who has no e-mail."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kpacite.domain.organisations import permissions, selectors, services
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Invitation, Organisation
from kpacite.domain.people.rules import spaced_code
from kpacite.domain.people.services import IssuedCard
from kpacite.interfaces.www import gates
from kpacite.interfaces.www.homes.forms import InviteForm, NetworkInviteForm, NewPersonForm
from kpacite.interfaces.www.homes.places import address, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


def _link(token: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("invitation", kwargs={"token": token})


def _roles(request: HttpRequest, organisation: Organisation) -> list[Role]:
    return permissions.invitable_roles(gates.hats_of(request), organisation)


def invite(request: HttpRequest, kpa: str) -> HttpResponse:
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    form = InviteForm(_roles(request, organisation), request.POST or None)
    context = {"add_url": reverse("kpa_add_person", kwargs={"kpa": kpa})}
    return _answer(request, organisation, form, context, lambda: organisation)


def network_invite(request: HttpRequest) -> HttpResponse:
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    form = NetworkInviteForm(list(Role), request.POST or None)
    return _answer(request, organisation, form, {"add_url": ""}, lambda: form.cleaned_data["organisation"])


def _answer(
    request: HttpRequest,
    place: Organisation,
    form: InviteForm,
    context: dict[str, Any],
    chosen: Callable[[], Organisation],
) -> HttpResponse:
    stand_in(request, place)
    if request.method == "POST" and form.is_valid() and _send(request, form, chosen()):
        return see_other(request.path)
    pending = selectors.pending_invitations(place, timezone.now())
    context |= {
        "form": form,
        "pending": [(row, address(place, "revoke", invitation=row.pk)) for row in pending],
    }
    if form.errors:
        return render_invalid(request, "homes/invite.html", context)
    return render(request, "homes/invite.html", context)


def _send(request: HttpRequest, form: InviteForm, organisation: Organisation) -> bool:
    role = Role(form.cleaned_data["role"])
    if not permissions.may_invite(gates.hats_of(request), organisation, role):
        form.add_error("role", _("Vous ne pouvez pas donner ce rôle dans cette organisation."))
        return False
    try:
        row = services.invite(
            organisation=organisation,
            role=role,
            email=form.cleaned_data["email"],
            address=_link,
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    notices.success(request, _("L’invitation est partie chez %(email)s.") % {"email": row.email})
    return True


def revoke(request: HttpRequest, kpa: str, invitation: int) -> HttpResponse:  # noqa: ARG001
    return _revoke(request, invitation)


def network_revoke(request: HttpRequest, invitation: int) -> HttpResponse:
    return _revoke(request, invitation)


def _revoke(request: HttpRequest, key: int) -> HttpResponse:
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    back = address(organisation, "invite")
    row: Invitation = get_object_or_404(Invitation, pk=key, organisation=organisation)
    stand_in(request, organisation)
    if request.method != "POST":
        return render(request, "homes/revoke.html", {"invitation": row, "back_url": back})
    try:
        services.revoke_invitation(invitation=row, actor=request.user, now=timezone.now())
        notices.success(request, _("L’invitation est retirée. Le lien ne marche plus."))
    except DomainError as error:
        notices.error(request, str(error))
    return see_other(back)


@never_cache
def add_person(request: HttpRequest, kpa: str) -> HttpResponse:
    """For who has no e-mail. Her codes are kept nowhere, so the answer to the POST is the card to print."""
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    stand_in(request, organisation)
    form = NewPersonForm(_roles(request, organisation), request.POST or None)
    context = {"form": form, "back_url": reverse("kpa_invite", kwargs={"kpa": kpa})}
    if request.method == "POST" and form.is_valid():
        try:
            return _show_card(request, _welcome(request, organisation, form.cleaned_data))
        except services.AlreadyWelcomed as error:
            notices.warning(request, str(error))
            return see_other("login_card", public_id=error.account.person.public_id)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    if form.errors:
        return render_invalid(request, "homes/add_person.html", context)
    return render(request, "homes/add_person.html", context)


def _welcome(request: HttpRequest, organisation: Organisation, data: dict[str, Any]) -> IssuedCard:
    welcomed = services.welcome_without_email(
        organisation=organisation,
        role=Role(data["role"]),
        newcomer=services.Newcomer(data["first_name"], data["last_name"], data["phone"]),
        key=data["once"],
        today=timezone.localdate(),
        actor=request.user,
        now=timezone.now(),
    )
    return welcomed.card


def _show_card(request: HttpRequest, issued: IssuedCard) -> HttpResponse:
    address = settings.SITE_URL.partition("://")[2] + reverse("account_card_login")
    context = {
        "account": issued.card.account,
        "codes": [spaced_code(code) for code in issued.codes],
        "sign_in_url": address,
    }
    return render(request, "accounts/card.html", context)
