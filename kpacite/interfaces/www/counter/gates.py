"""The rules of this area. A gate leaves on the request what it loaded: `seat`, `sale`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Activity
from kpacite.domain.sales import permissions, selectors
from kpacite.interfaces.www.gates import KPA_MEMBER, KPA_SPACE, hats_of
from kpacite.interfaces.www.seats import seat_of
from kpacite.platform.access import Access, Verdict


def may_sell(request: HttpRequest, activity: int | None) -> bool:
    """Whoever prepares for the group of the activity: no second look, the client has paid and gone."""
    return permissions.may_prepare(hats_of(request), seat_of(request), request.organisation, activity)


def sellable(request: HttpRequest, activities: list[Activity]) -> list[Activity]:
    return [activity for activity in activities if may_sell(request, activity.pk)]


def _on_sale(base: Access, *, writes: bool) -> Callable[..., Verdict]:
    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = base.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        request.sale = selectors.counter_sale_of(request.organisation, kwargs["sale"])
        if request.sale is None:
            return Verdict.NOT_FOUND
        allowed = not writes or may_sell(request, request.sale.activity_id)
        return Verdict.YES if allowed else Verdict.FORBIDDEN

    return verdict


def _sells(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    entered = KPA_MEMBER.verdict(request, kwargs)
    if entered is not Verdict.YES:
        return entered
    return Verdict.YES if may_sell(request, None) else Verdict.FORBIDDEN


COUNTER_READER = Access(
    "counter_reader",
    _("Les membres de ce KPA et la comptabilité de sa structure de portage"),
    _on_sale(KPA_SPACE, writes=False),
)
COUNTER_SELLER = Access("counter_seller", _("Les membres des groupes d’activité de ce KPA"), _sells)
COUNTER_CORRECTOR = Access(
    "counter_corrector", _("Les membres du groupe de l’activité"), _on_sale(KPA_MEMBER, writes=True)
)
