"""Who mends or takes back what a KPA offered. A gate leaves on the request the report and the piece."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators import permissions, selectors
from kpacite.domain.indicators.models import Report
from kpacite.interfaces.www.gates import KPA_MEMBER, hats_of
from kpacite.platform.access import Access, Verdict


def _offer(*, changes: bool) -> Callable[[HttpRequest, Mapping[str, Any]], Verdict]:
    """404 for what this KPA did not offer; 403 for a member who did not offer it."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = KPA_MEMBER.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        author = _found(request, kwargs)
        if author is None:
            return Verdict.NOT_FOUND
        hats, person = hats_of(request), request.user.person_id
        may = permissions.may_take_back(hats, request.organisation, author=author, person=person)
        return Verdict.YES if may or not changes else Verdict.FORBIDDEN

    return verdict


def _found(request: HttpRequest, kwargs: Mapping[str, Any]) -> int | None:
    """Who offered it; 0 for somebody who is forgotten, None for nothing."""
    kpa, slug = request.organisation.kpa, kwargs["report"]
    if "text" in kwargs:
        text = selectors.text_from(kpa, slug, kwargs["text"])
        request.offered = text
        return None if text is None else text.author_id or 0
    report = Report.objects.filter(slug=slug).first()
    photo = selectors.photo_from(kpa, report, kwargs["photo"]) if report else None
    request.offered = photo
    return None if photo is None else photo.agreed_by_id


OFFER_READER = Access("story_offer_reader", _("Les membres du KPA qui propose"), _offer(changes=False))
OFFER_AUTHOR = Access("offer_author", _("Qui a proposé, et la coordination de son KPA"), _offer(changes=True))
