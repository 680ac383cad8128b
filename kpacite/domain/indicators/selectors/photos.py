from kpacite.domain.indicators.enums import Section
from kpacite.domain.indicators.models import Report, ReportPhoto


def photos_of(report: Report, *, whole: bool = False) -> list[ReportPhoto]:
    """The photos that are there, place by place; `whole`: with their bytes."""
    joined = ("agreed_by", "file") if whole else ("agreed_by",)
    rows = ReportPhoto.objects.shown().filter(report=report).select_related(*joined).order_by("pk")
    return sorted(rows, key=lambda photo: Section.values.index(photo.section))


def photo_of(report: Report, pk: int) -> ReportPhoto | None:
    """One photo that is there, without its bytes; None elsewhere or once removed."""
    rows = ReportPhoto.objects.shown().filter(report=report).select_related("file", "agreed_by")
    return rows.defer("file__content").filter(pk=pk).first()
