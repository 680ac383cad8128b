from django.db.models import QuerySet

from kpacite.domain.indicators.enums import Section
from kpacite.domain.indicators.models import Report, ReportPhoto
from kpacite.domain.organisations.models import Kpa


def photos_of(report: Report, *, whole: bool = False) -> list[ReportPhoto]:
    """The photos of the story, place by place; `whole`: with their bytes."""
    joined = ("agreed_by", "file") if whole else ("agreed_by",)
    rows = ReportPhoto.objects.shown().filter(report=report).select_related(*joined).order_by("pk")
    return sorted(rows, key=lambda photo: Section.values.index(photo.section))


def photo_of(report: Report, pk: int) -> ReportPhoto | None:
    """One photo of the story, without its bytes; None elsewhere, once removed, or before it is kept."""
    return _one(ReportPhoto.objects.shown().filter(report=report), pk)


def any_photo_of(report: Report, pk: int) -> ReportPhoto | None:
    """For the coordination of the network: one of the story, or one that a KPA offers."""
    return _one(ReportPhoto.objects.there().filter(report=report), pk)


def photo_from(kpa: Kpa, report: Report, pk: int) -> ReportPhoto | None:
    """One that this KPA offered, and that is there."""
    return _one(ReportPhoto.objects.there().filter(report=report, kpa=kpa), pk)


def _one(rows: QuerySet[ReportPhoto], pk: int) -> ReportPhoto | None:
    joined = rows.select_related("file", "agreed_by", "kpa__organisation")
    return joined.defer("file__content").filter(pk=pk).first()
