"""Who opens which sheet. A gate leaves on the request the sheet, its line, and the KPA that keeps it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators import permissions, selectors
from kpacite.interfaces.www.gates import KPA_MEMBER, NETWORK_STAFF, hats_of
from kpacite.platform.access import Access, Verdict

Verdicts = Callable[[HttpRequest, Mapping[str, Any]], Verdict]


def _home(*, builds: bool) -> Verdicts:
    """The sheets of a KPA for its team, those of the network for its coordination."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = (KPA_MEMBER if "kpa" in kwargs else NETWORK_STAFF).verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        request.sheets_of = request.organisation.kpa if "kpa" in kwargs else None
        rule = permissions.may_build_sheets if builds else permissions.may_read_sheets
        return Verdict.YES if rule(hats_of(request), request.organisation) else Verdict.FORBIDDEN

    return verdict


def _on_sheet(*, changes: bool = False, copies: bool = False) -> Verdicts:
    """404 for a sheet of elsewhere or of somebody alone; 403 for whoever reads and does not change.

    `copies`: whoever reads it takes a copy to where she builds.
    """
    enter = _home(builds=copies)

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = enter(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        sheet = selectors.sheet_by_number(kwargs["sheet"])
        person = request.user.person_id
        if sheet is None or not permissions.may_read_sheet(hats_of(request), sheet, person=person):
            return Verdict.NOT_FOUND
        kpa = request.sheets_of
        is_here = kpa is None or sheet.kpa_id == kpa.pk
        if not is_here and kpa not in permissions.read_by(sheet):
            return Verdict.NOT_FOUND
        request.sheet = sheet
        request.may_change = is_here and permissions.may_change_sheet(hats_of(request), sheet, person=person)
        if "sheet_line" in kwargs:
            request.sheet_line = sheet.lines.filter(pk=kwargs["sheet_line"]).first()
            if request.sheet_line is None:
                return Verdict.NOT_FOUND
        return Verdict.YES if request.may_change or not changes else Verdict.FORBIDDEN

    return verdict


SHEET_LISTER = Access("sheet_lister", _("L’équipe de ce KPA, la coordination du réseau"), _home(builds=False))
SHEET_BUILDER = Access(
    "sheet_builder", _("La coordination de ce KPA, ou celle du réseau"), _home(builds=True)
)
SHEET_READER = Access("sheet_reader", _("Celles et ceux avec qui cette feuille est partagée"), _on_sheet())
SHEET_COPIER = Access("sheet_copier", _("La coordination qui lit cette feuille"), _on_sheet(copies=True))
SHEET_EDITOR = Access("sheet_editor", _("La coordination qui tient cette feuille"), _on_sheet(changes=True))
