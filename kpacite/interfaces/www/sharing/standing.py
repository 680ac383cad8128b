"""Where one stands on the screens that somebody who left the KPA may still open."""

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse

from kpacite.interfaces.www.activities.views import screen
from kpacite.interfaces.www.sharing import gates


def stand_in(request: HttpRequest) -> None:
    """As everywhere in the KPA; the place leads to her own hats for whoever is no member any more."""
    screen.stand_in(request)
    if not gates.may_enter(request):
        request.place = replace(request.place, url=reverse("my_hats"))
