"""All the addresses, and stand-ins for two pages of the accounts area."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from kpacite.platform.access import PUBLIC, declare


def stand_in(_request: HttpRequest, **_kwargs: str) -> HttpResponse:
    return HttpResponse("<h1></h1>")


urlpatterns = [
    path("connexion/", declare(PUBLIC)(stand_in), name="account_login"),
    path("cartes/<slug:public_id>/", declare(PUBLIC)(stand_in), name="login_card"),
    path("", include("config.urls")),
]
