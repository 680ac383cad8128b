"""At the carrier's: shares that wait for a contract, and letting one go for a reason."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.organisations.selectors import carried_kpas
from kpacite.domain.sharing import services
from kpacite.domain.sharing.models import BalanceMove
from kpacite.domain.sharing.selectors import held as selectors
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.interfaces.www.sharing.forms import ReleaseForm
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import paginate, render_invalid, see_other


@require_safe
def held(request: HttpRequest, carrier: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    stand_in(request, request.organisation)
    kpas = carried_kpas(request.organisation, timezone.localdate())
    page = paginate(request, selectors.held_shares(kpas))
    return render(request, "sharing/held.html", {"organisation": request.organisation, "page": page})


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, carrier: str, share: int) -> HttpResponse:
    stand_in(request, request.organisation)
    held_share = _share(request, share)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _released(request, form, held_share):
        messages.success(request, _("La part est libre. La personne peut la demander."))
        return see_other("pay_held", carrier=carrier)
    knows = selectors.knows_the_days(held_share)
    context = {
        "organisation": request.organisation,
        "share": held_share,
        "obstacle": selectors.obstacle_now(held_share) if knows else "",
        "knows": knows,
        "form": form,
        "back": reverse("pay_held", kwargs={"carrier": carrier}),
    }
    if form.errors:
        return render_invalid(request, "sharing/release.html", context)
    return render(request, "sharing/release.html", context)


def _share(request: HttpRequest, pk: int) -> BalanceMove:
    kpas = carried_kpas(request.organisation, timezone.localdate())
    found = selectors.held_shares(kpas).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _released(request: HttpRequest, form: ReleaseForm, share: BalanceMove) -> bool:
    try:
        services.release_held(
            sharing=share.sharing,
            person=share.person,
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True
