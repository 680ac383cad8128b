"""« Données à compléter »: who misses which answer, and the very field where it is written."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.paths import rules, selectors
from kpacite.domain.paths.selectors import Gap
from kpacite.interfaces.www.paths.views.lists import tabs_of
from kpacite.interfaces.www.paths.views.screen import stand_in
from kpacite.interfaces.www.paths.wording import gap_word
from kpacite.kernel.text import fold
from kpacite.platform.http import csv_response, page_or_part, paginate, with_query

# The first control of each answer: a link that ends there opens the screen at the right place.
FIELDS = {
    "birth_date": "id_birth_date",
    "gender": "id_gender_0",
    "postcode": "id_postcode",
    "qpv": "id_qpv_0",
    "education": "id_education",
    "planned_end": "id_planned_end",
    "exit": "id_day",
}
SCREENS = {"planned_end": "path_planned_end", "exit": "path_exit"}


@dataclass(frozen=True, slots=True)
class GapLink:
    label: str
    url: str


@require_safe
def gaps(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    today = timezone.localdate()
    board = selectors.board(request.organisation, today)
    found = selectors.gaps(request.organisation, board, today)
    words, code = _asked(request)
    shown = [gap for gap in found if _matches(gap, words, code)]
    context = {
        "kpa": request.organisation,
        "tabs": tabs_of(request, "path_gaps"),
        "filters": _filters(kpa, found, words, code),
        "page": paginate(request, [_row(kpa, gap) for gap in shown]),
        "count": len(shown),
        "whole": len(board) - len(found),
        "all": len(board),
        "words": words,
        "code": code,
        "csv_url": with_query(reverse("path_gaps_csv", kwargs={"kpa": kpa}), manque=code, q=words),
    }
    return page_or_part(request, "paths/gaps.html", "paths/parts/_gaps.html", context)


def _asked(request: HttpRequest) -> tuple[str, str]:
    """Words of a name, and what is missing."""
    return request.GET.get("q", "").replace("\x00", "")[:80], request.GET.get("manque", "")


def _matches(gap: Gap, words: str, code: str) -> bool:
    """`code`: one answer, or what it is for."""
    needs = {*gap.codes, *(rules.NEEDED_BY[one].value for one in gap.codes)}
    text = fold(str(gap.path.person))
    return (not code or code in needs) and all(word in text for word in fold(words).split())


def _filters(kpa: str, found: list[Gap], words: str, code: str) -> list[dict[str, object]]:
    """All, what each is for, then each answer that somebody misses."""
    here = reverse("path_gaps", kwargs={"kpa": kpa})
    missing = {one for gap in found for one in gap.codes}
    names = [("", _("Tout"))]
    names += [
        (rules.Need.FIGURES.value, _("Pour les chiffres")),
        (rules.Need.CONTRACT.value, _("Pour le contrat")),
    ]
    names += [(one, gap_word(one)) for one in rules.NEEDED_BY if one in missing and one != "contract"]
    options = []
    for one, label in names:
        count = sum(_matches(gap, words, one) for gap in found)
        url = with_query(here, manque=one, q=words)
        options.append({"label": f"{label} ({count})", "url": url, "current": one == code})
    return options


def _row(kpa: str, gap: Gap) -> dict[str, object]:
    return {"path": gap.path, "links": [GapLink(gap_word(code), _url(kpa, gap, code)) for code in gap.codes]}


def _url(kpa: str, gap: Gap, code: str) -> str:
    if code == "contract":
        return reverse("kpa_contract", kwargs={"kpa": kpa, "contract": gap.contract})
    at = {"kpa": kpa, "public_id": gap.path.person.public_id}
    return f"{reverse(SCREENS.get(code, 'path_entry'), kwargs=at)}#{FIELDS[code]}"


@require_safe
def gaps_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """The rows of the page: names and what is missing, one column for each answer; never an answer."""
    words, code = _asked(request)
    today = timezone.localdate()
    found = selectors.gaps(request.organisation, selectors.board(request.organisation, today), today)
    header = [_("Prénom"), _("Nom"), _("Début"), *(gap_word(one) for one in rules.NEEDED_BY)]
    rows = (
        [
            gap.path.person.first_name,
            gap.path.person.last_name,
            gap.path.start.isoformat(),
            *(_("à compléter") if one in gap.codes else "" for one in rules.NEEDED_BY),
        ]
        for gap in found
        if _matches(gap, words, code)
    )
    return csv_response(f"{kpa}-a-completer.csv", header, rows)
