"""The coordination of the network prepares a bilan, compares it, freezes it and opens it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.funding.selectors import grant_of
from kpacite.domain.indicators import selectors, services
from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.models import Report, ReportFreeze
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.content import Bilan
from kpacite.domain.indicators.rules.frame import AgeOn, Frame
from kpacite.interfaces.www.bilan import files
from kpacite.interfaces.www.bilan.comparing import side_by_side
from kpacite.interfaces.www.bilan.forms import FreezeForm, ReportForm
from kpacite.interfaces.www.bilan.screen import source_of
from kpacite.interfaces.www.bilan.showing import shown
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import paginate, render_invalid, see_other


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def _report(request: HttpRequest, slug: str) -> Report:
    places.stand_in(request, request.organisation)
    return get_object_or_404(
        Report.objects.select_related("kpa__organisation", "tag", "grant__funder"), slug=slug
    )


def _internal(report: Report, freezes: list[ReportFreeze]) -> Bilan:
    """The figures of the last version; before the first, those of now."""
    if freezes:
        return selectors.read(freezes[0], Audience.INTERNAL)
    return selectors.bilan(report.frame, report.scope, Audience.INTERNAL)


@require_safe
def bilans(request: HttpRequest) -> HttpResponse:
    places.stand_in(request, request.organisation)
    return render(request, "bilan/staff_list.html", _listed(request))


def _listed(request: HttpRequest) -> dict[str, Any]:
    page = paginate(request, selectors.reports())
    waiting = selectors.offers_waiting()
    return {"page": page, "rows": [(report, waiting.get(report.pk, 0)) for report in page]}


@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    places.stand_in(request, request.organisation)
    form = ReportForm(request.POST or None, grant=grant_of(request.GET.get("convention", "")))
    if request.method == "POST" and form.is_valid() and (report := _prepared(request, form)):
        messages.success(request, _("Le bilan est prêt à lire. Vérifiez-le, puis figez-le."))
        return see_other("network_bilan", report=report.slug)
    if form.errors:
        return render_invalid(request, "bilan/staff_new.html", {"form": form})
    return render(request, "bilan/staff_new.html", {"form": form})


def _prepared(request: HttpRequest, form: ReportForm) -> Report | None:
    data = form.cleaned_data
    try:
        return services.prepare_report(
            title=data["title"],
            frame=Frame(*form.days, AgeOn(data["age_on"])),
            part=form.chosen_part,
            **_by(request),
        )
    except services.ReportAlreadyThere:
        form.add_error("title", _("Un bilan porte déjà ce titre. Choisissez-en un autre."))
        return None


@require_safe
def bilan(request: HttpRequest, report: str) -> HttpResponse:
    found = _report(request, report)
    freezes = list(selectors.freezes_of(found))
    context = {
        "report": found,
        "versions": [_version(found, freeze) for freeze in freezes],
        "shown": shown(_internal(found, freezes)),
        "is_frozen": bool(freezes),
        "texts": selectors.texts_of(found),
        "photos": selectors.photos_of(found),
        "offers": selectors.offers_to(found),
        "is_asking": found.asks_until is not None and found.asks_until >= timezone.localdate(),
        "may_freeze": found.last < timezone.localdate(),
        "files": files.links("network_bilan_file", report=report),
    }
    return render(request, "bilan/staff.html", context)


def _version(report: Report, freeze: ReportFreeze) -> dict[str, Any]:
    done = {row.audience for row in freeze.publications.all()}
    return {
        "freeze": freeze,
        "audiences": [
            {
                "label": str(audience.label),
                "done": audience.value in done,
                "possible": audience.value in freeze.content,
                "url": _address("network_bilan_publish", report, freeze, audience),
                "preview_url": _address("network_bilan_preview", report, freeze, audience),
            }
            for audience in Outside
        ],
    }


def _address(name: str, report: Report, freeze: ReportFreeze, audience: Outside) -> str:
    asked = {"report": report.slug, "edition": freeze.number, "audience": audience.value}
    return reverse(name, kwargs=asked)


@require_safe
def compare(request: HttpRequest, report: str) -> HttpResponse:
    """Two bilans side by side: two periods, or two parts of the network."""
    found = _report(request, report)
    others = [each for each in selectors.reports() if each.pk != found.pk]
    other = next((each for each in others if each.slug == request.GET.get("avec")), None)
    tables = []
    if other is not None:
        sides = [_internal(each, list(selectors.freezes_of(each))) for each in (found, other)]
        tables = side_by_side(*sides)
    return render(
        request,
        "bilan/staff_compare.html",
        {"report": found, "other": other, "others": others, "tables": tables},
    )


@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest, report: str) -> HttpResponse:
    found = _report(request, report)
    posted = request.POST if request.method == "POST" else None
    form = FreezeForm(posted, is_first=not found.freezes.exists())
    context = {"report": found, "form": form}
    if posted is not None and form.is_valid() and _frozen(request, found, form):
        messages.success(request, _("Le bilan est figé. Ses chiffres ne changeront plus."))
        return see_other("network_bilan", report=report)
    if form.errors:
        return render_invalid(request, "bilan/staff_freeze.html", context)
    return render(request, "bilan/staff_freeze.html", context)


def _frozen(request: HttpRequest, report: Report, form: FreezeForm) -> bool:
    try:
        services.freeze_report(
            report=report,
            reason=form.cleaned_data.get("reason", ""),
            author=request.user.person,
            today=timezone.localdate(),
            **_by(request),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, report: str, edition: int, audience: str) -> HttpResponse:
    found = _report(request, report)
    version = get_object_or_404(ReportFreeze, report=found, number=edition)
    if audience not in Outside.values:
        raise Http404
    context = {
        "report": found,
        "freeze": version,
        "audience": Outside(audience).label,
        "preview_url": _address("network_bilan_preview", found, version, Outside(audience)),
        "refusal": "",
    }
    if request.method == "POST":
        try:
            services.publish_freeze(freeze=version, audience=Outside(audience), **_by(request))
        except DomainError as error:
            return render_invalid(request, "bilan/staff_publish.html", context | {"refusal": str(error)})
        messages.success(request, _("C’est fait. Le bilan est ouvert."))
        return see_other("network_bilan", report=report)
    return render(request, "bilan/staff_publish.html", context)


@require_safe
def file(request: HttpRequest, report: str, file_kind: str) -> HttpResponse:
    found = _report(request, report)
    freezes = list(selectors.freezes_of(found))
    source = source_of(freezes[0]) if freezes else _("Rien n’est figé : ces chiffres peuvent encore changer.")
    return files.answer(_internal(found, freezes), file_kind, report, at=timezone.now(), source=source)
