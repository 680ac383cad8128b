"""Everyone who belongs, pauses, leaves or left; and what each holds of the KPA's things."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.members import rules, selectors, services
from kpacite.domain.members.enums import MemberState
from kpacite.interfaces.www.members.forms import LendForm, ReturnForm
from kpacite.interfaces.www.members.views.screen import form_page, stand_in
from kpacite.platform.http import csv_response, page_or_part, paginate, with_query

STATE, EVERYONE = MemberState, "ici"
FILTERS: dict[str, tuple[Any, tuple[MemberState, ...]]] = {
    "ici": (gettext_lazy("Tout le monde ici"), tuple(state for state in STATE if state not in rules.OVER)),
    "membres": (gettext_lazy("Membres"), (STATE.MEMBER, STATE.EXCLUSION_PROPOSED)),
    "pause": (gettext_lazy("En pause"), (STATE.PAUSED,)),
    "depart": (gettext_lazy("En train de partir"), (STATE.LEAVING,)),
    "partis": (gettext_lazy("Parti·es"), (STATE.LEFT, STATE.EXCLUDED)),
}


def _asked(request: HttpRequest) -> tuple[str, str]:
    """Which states, and which words of a name."""
    asked = request.GET.get("etat", EVERYONE)
    return asked if asked in FILTERS else EVERYONE, request.GET.get("q", "").replace("\x00", "")[:80]


@require_safe
def memberships_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """States and dates. Why someone paused is not in it."""
    asked, words = _asked(request)
    header = [_("Prénom"), _("Nom"), _("État"), _("Depuis"), _("Jusqu’au")]
    rows = (
        [
            row.person.first_name,
            row.person.last_name,
            row.get_state_display(),
            row.start.isoformat(),
            row.end.isoformat() if row.end else "",
        ]
        for row in selectors.stays_of(request.organisation, FILTERS[asked][1], words)
    )
    return csv_response(f"{kpa}-adhesions.csv", header, rows)


@require_safe
def memberships(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    asked, words = _asked(request)
    rows = selectors.stays_of(request.organisation, FILTERS[asked][1], words)
    here = reverse("memberships", kwargs={"kpa": kpa})
    context = {
        "kpa": request.organisation,
        "here": here,
        "page": paginate(request, rows),
        "count": len(rows),
        "words": words,
        "asked": asked,
        "csv_url": with_query(reverse("memberships_csv", kwargs={"kpa": kpa}), etat=asked, q=words),
        "filters": [
            {"label": label, "url": with_query(here, etat=key, q=words), "current": key == asked}
            for key, (label, _states) in FILTERS.items()
        ],
    }
    return page_or_part(request, "members/stays.html", "members/parts/_stays.html", context)


def _page(request: HttpRequest, title: Any, button: Any) -> dict[str, Any]:
    row = request.membership
    back = reverse("membership", kwargs={"kpa": row.kpa.organisation.slug, "membership": row.pk})
    return {"title": title, "button": button, "back": back, "back_label": str(row.person)}


@require_http_methods(["GET", "POST"])
def lend(request: HttpRequest, kpa: str, membership: int) -> HttpResponse:  # noqa: ARG001
    form = LendForm(request.POST if request.method == "POST" else None, initial={"day": timezone.localdate()})

    def act() -> None:
        data, by = form.cleaned_data, {"actor": request.user, "now": timezone.now()}
        services.lend(membership=request.membership, words=data["words"], lent_on=data["day"], **by)

    context = _page(request, _("Noter un prêt"), _("Noter ce prêt"))
    return form_page(request, form, act, context=context, success=_("Le prêt est noté."))


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, kpa: str, membership: int, thing: int) -> HttpResponse:  # noqa: ARG001
    found = next((row for row in request.membership.lent.all() if row.pk == thing), None)
    if found is None:
        raise Http404
    form = ReturnForm(
        request.POST if request.method == "POST" else None, initial={"day": timezone.localdate()}
    )

    def act() -> None:
        data, by = form.cleaned_data, {"actor": request.user, "now": timezone.now()}
        services.settle_thing(thing=found, settled_on=data["day"], note=data["note"], **by)

    context = _page(request, _("Rendu : %(thing)s") % {"thing": found}, _("Noter le retour"))
    return form_page(request, form, act, context=context, success=_("Le retour est noté."))
