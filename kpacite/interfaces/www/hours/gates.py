"""The rules of this area. A gate leaves on the request what it loaded: `organisation`, `kpa`, `entry`."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import permissions, selectors
from kpacite.domain.organisations.models import Kpa
from kpacite.interfaces.www.gates import KPA_MEMBER, hats_of
from kpacite.platform.access import Access, Verdict


def _worker(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    verdict = KPA_MEMBER.verdict(request, kwargs)
    if verdict is not Verdict.YES:
        return verdict
    if not permissions.may_note_hours(hats_of(request), request.organisation):
        return Verdict.FORBIDDEN
    request.kpa = Kpa.objects.select_related("organisation").get(organisation=request.organisation)
    return Verdict.YES


def _own_entry(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    """404 for the hours of someone else."""
    verdict = _worker(request, kwargs)
    if verdict is not Verdict.YES:
        return verdict
    request.entry = selectors.entry_of(request.user.person, request.organisation, kwargs["hours"])
    return Verdict.YES if request.entry else Verdict.NOT_FOUND


def _closer(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    verdict = _worker(request, kwargs)
    if verdict is Verdict.YES and not permissions.may_close_hours(hats_of(request), request.organisation):
        return Verdict.FORBIDDEN
    return verdict


HOURS_CLOSER = Access("hours_closer", _("La coordination de ce KPA"), _closer)
HOURS_WORKER = Access("hours_worker", _("Qui a une casquette dans ce KPA"), _worker)
HOURS_OWNER = Access("hours_owner", _("La personne qui a noté ces heures"), _own_entry)
