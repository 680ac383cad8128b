"""The colour of a KPA on its papers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kpacite.domain.organisations import services
from kpacite.interfaces.www.homes.forms import ColourForm
from kpacite.interfaces.www.homes.views.settings import by, kpa_row, save, show
from kpacite.kernel.colour import HOUSE, Colour, InvalidColour, is_readable, nearest_darker
from kpacite.platform.http import see_other


def colour(request: HttpRequest, kpa: str) -> HttpResponse:
    row = kpa_row(request, kpa)
    form = ColourForm(request.POST or None, initial={"colour": row.colour or str(HOUSE)})
    done = _("C’est enregistré. Les prochains devis et factures ont cette couleur.")
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["colour"]
        if save(request, form, lambda: services.set_kpa_colour(kpa=row, colour=wanted, **by(request)), done):
            return see_other("kpa_settings_colour", kpa=kpa)
    context: dict[str, Any] = {
        "form": form,
        "slug": kpa,
        "present": row.colour or str(HOUSE),
        "is_house": not row.colour,
        "nearest": _nearest(str(form["colour"].value() or "")) if form.errors else "",
    }
    return show(request, "homes/settings_colour.html", context)


def _nearest(typed: str) -> str:
    """The colour to propose instead of one that is too pale."""
    try:
        wanted = Colour.parse(typed)
    except InvalidColour:
        return ""
    return "" if is_readable(wanted) else str(nearest_darker(wanted))
