"""The rules of this area. A gate leaves on the request what it loaded: `file`, `membership`."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpacite.domain.members import permissions, selectors
from kpacite.interfaces.www.gates import KPA_COORDINATOR, KPA_MEMBER, hats_of
from kpacite.platform.access import Access, Verdict


def coordinates(request: HttpRequest) -> bool:
    return permissions.may_welcome(hats_of(request), request.organisation)


def _list(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    verdict = KPA_MEMBER.verdict(request, kwargs)
    if verdict is not Verdict.YES or coordinates(request):
        return verdict
    named = selectors.welcomes_someone(request.user.person, request.organisation)
    return Verdict.YES if named else Verdict.FORBIDDEN


def _file(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    verdict = KPA_MEMBER.verdict(request, kwargs)
    if verdict is not Verdict.YES:
        return verdict
    request.file = selectors.file_loaded(kwargs["file"], request.organisation)
    if request.file is None:
        return Verdict.NOT_FOUND
    hats, person = hats_of(request), request.user.person
    opens = permissions.may_open_file(hats, request.organisation, person, request.file)
    return Verdict.YES if opens else Verdict.NOT_FOUND


def _admission(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    verdict = _file(request, kwargs)
    if verdict is not Verdict.YES:
        return verdict
    admits = permissions.may_admit(hats_of(request), request.organisation)
    return Verdict.YES if admits else Verdict.FORBIDDEN


def _membership(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    verdict = KPA_MEMBER.verdict(request, kwargs)
    if verdict is not Verdict.YES:
        return verdict
    row = selectors.membership_loaded(kwargs["membership"], request.organisation)
    request.membership = row
    if row is None:
        return Verdict.NOT_FOUND
    hats, person = hats_of(request), request.user.person
    reads = permissions.may_read_membership(hats, request.organisation, person, row)
    return Verdict.YES if reads else Verdict.NOT_FOUND


def _following(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    verdict = _membership(request, kwargs)
    if verdict is not Verdict.YES:
        return verdict
    follows = permissions.may_follow(hats_of(request), request.organisation)
    return Verdict.YES if follows else Verdict.FORBIDDEN


WELCOMERS = Access(
    "welcomers", _("La coordination de ce KPA et les membres nommés pour accueillir quelqu’un"), _list
)
WELCOME_FILE = Access(
    "welcome_file", _("La coordination de ce KPA et le membre nommé pour accueillir cette personne"), _file
)
WELCOME_ADMISSION = Access("welcome_admission", _("La coordination de ce KPA"), _admission)
MEMBERSHIP = Access("membership", _("La personne elle-même et la coordination de son KPA"), _membership)
MEMBERSHIP_FOLLOWER = Access("membership_follower", _("La coordination de ce KPA"), _following)
COORDINATOR = KPA_COORDINATOR
