"""Rules that only these screens need."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.platform.access import Access, Verdict


def _demo(_request: HttpRequest, _kwargs: Mapping[str, Any]) -> Verdict:
    return Verdict.YES if settings.DEMO else Verdict.NOT_FOUND


def _coordinates(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    if not request.user.is_authenticated:
        return Verdict.SIGN_IN
    hats = RoleAssignment.objects.on(timezone.localdate())
    mine = hats.wearing(Role.KPA_COORDINATOR).filter(person_id=request.user.person_id)
    theirs = hats.filter(person__public_id=kwargs["public_id"]).exclude(person_id=request.user.person_id)
    shared = theirs.filter(organisation__in=mine.values("organisation"))
    return Verdict.YES if shared.exists() else Verdict.NOT_FOUND


DEMO = Access("demo", _("Tout le monde, sur la plateforme d’essai seulement"), _demo)
COORDINATES_PERSON = Access(
    "coordinates_person", _("La coordination d’un KPA où cette personne a un rôle"), _coordinates
)
