"""The carrier's own words for each type of contract: read, written, compared."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.contracts import rules, selectors, services
from kpacite.domain.contracts.enums import ContractType
from kpacite.domain.contracts.models import ContractTemplate
from kpacite.domain.contracts.selectors import Wording
from kpacite.domain.governance.rules import Difference, Section, difference
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import carried_kpas
from kpacite.interfaces.www.charters.texts import difference_words
from kpacite.interfaces.www.contracts.forms import WordingForm
from kpacite.interfaces.www.contracts.views.screen import by, form_page, sent, stand_in

EVERYWHERE = "tous"
"""The scope in an address: a text for all the KPAs of the carrier."""


def _carried(request: HttpRequest) -> list[Organisation]:
    return list(carried_kpas(request.organisation, timezone.localdate()))


def _asked(request: HttpRequest, wording: str, scope: str) -> Wording:
    """The text that an address names. Raises Http404 for a type or a KPA that are not this carrier's."""
    if wording not in ContractType.values:
        raise Http404
    kpa = next((row for row in _carried(request) if row.slug == scope), None)
    if kpa is None and scope != EVERYWHERE:
        raise Http404
    return selectors.wording_of(request.organisation, ContractType(wording), kpa)


def _address(carrier: Organisation, wording: Wording, page: str = "") -> str:
    name = f"carrier_template_{page}" if page else "carrier_template"
    scope = wording.kpa.slug if wording.kpa else EVERYWHERE
    return reverse(name, kwargs={"carrier": carrier.slug, "wording": wording.type_.value, "scope": scope})


@require_safe
def wordings(request: HttpRequest, carrier: str) -> HttpResponse:
    stand_in(request)
    rows = selectors.wordings_of(request.organisation)
    context = {
        "back": reverse("carrier_contracts", kwargs={"carrier": carrier}),
        "rows": [{"wording": row, "url": _address(request.organisation, row)} for row in rows],
    }
    return render(request, "contracts/wordings.html", context)


@require_safe
def wording(request: HttpRequest, carrier: str, wording: str, scope: str) -> HttpResponse:
    stand_in(request)
    found = _asked(request, wording, scope)
    version = _version(request, found)
    before = found.number(version.number - 1) if version else None
    changes = _changes(before, version)
    context = {
        "wording": found,
        "version": version,
        "blocks": version.text if version else selectors.blocks_for(request.organisation, found.type_),
        "before": before,
        "difference": changes,
        "difference_words": difference_words(changes) if changes else "",
        "write_url": _address(request.organisation, found, "write"),
        "back": reverse("carrier_templates", kwargs={"carrier": carrier}),
        "own": _own(request, found) if found.kpa is None else [],
    }
    return render(request, "contracts/wording.html", context)


def _version(request: HttpRequest, wording: Wording) -> ContractTemplate | None:
    """The version asked for, else the latest. Raises Http404 for one that was never written."""
    asked = request.GET.get("version", "")
    if not asked:
        return wording.latest
    found = wording.number(int(asked)) if asked.isdecimal() else None
    if found is None:
        raise Http404
    return found


def _changes(before: ContractTemplate | None, after: ContractTemplate | None) -> Difference | None:
    if before is None or after is None:
        return None
    return difference(_sections(before.text), _sections(after.text))


def _sections(blocks: tuple[rules.Block, ...]) -> list[Section]:
    return [Section(block.heading, block.body) for block in blocks]


def _own(request: HttpRequest, wording: Wording) -> list[dict[str, Any]]:
    """The KPAs that may have a text of their own for this type."""
    rows = [Wording(wording.type_, kpa, ()) for kpa in _carried(request)]
    return [{"kpa": row.kpa, "url": _address(request.organisation, row)} for row in rows]


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, carrier: str, wording: str, scope: str) -> HttpResponse:  # noqa: ARG001
    found, place = _asked(request, wording, scope), request.organisation
    blocks = selectors.blocks_for(place, found.type_, found.kpa)
    number = found.latest.number if found.latest else 0
    form = WordingForm(sent(request), blocks=blocks, initial={"seen": number})

    def act() -> None:
        services.write_template(
            carrier=place,
            type_=found.type_,
            kpa=found.kpa.kpa if found.kpa else None,
            blocks=form.written,
            seen=form.cleaned_data["seen"],
            **by(request),
        )

    context = {
        "title": _("Écrire la version %(n)d") % {"n": number + 1},
        "intro": _("Les contrats déjà préparés gardent leurs mots. Ce qui reste vide est « à compléter »."),
        "button": _("Enregistrer cette version"),
        "back": _address(place, found),
        "back_label": found.type_.label,
    }
    return form_page(request, form, act, context=context, success=_("La nouvelle version est enregistrée."))
