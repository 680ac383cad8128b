"""What KPAs offer for the story of a bilan: which bilans ask them, and what waits for an answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kpacite.domain.funding.models import GrantKpa
from kpacite.domain.indicators.enums import ReportScope, Standing
from kpacite.domain.indicators.models import Report, ReportPhoto, ReportText
from kpacite.domain.organisations.models import Kpa, KpaTag


@dataclass(frozen=True, slots=True)
class Offers:
    """Words and photos, the oldest first."""

    texts: Sequence[ReportText]
    photos: Sequence[ReportPhoto]

    def __len__(self) -> int:
        return len(self.texts) + len(self.photos)


def reports_about(kpa: Kpa) -> QuerySet[Report]:
    """The bilans that count this KPA: its own, and those of parts of the network where it is."""
    tags = KpaTag.objects.filter(kpa=kpa).values("tag")
    grants = GrantKpa.objects.filter(kpa=kpa).values("grant")
    return Report.objects.filter(
        Q(scope_kind=ReportScope.NETWORK) | Q(kpa=kpa) | Q(tag__in=tags) | Q(grant__in=grants)
    )


def reports_asking(kpa: Kpa, today: date) -> QuerySet[Report]:
    """Those that ask this KPA for words and photos, the first to close first."""
    return reports_about(kpa).filter(asks_until__gte=today).order_by("asks_until", "pk")


def reports_waiting_for(kpa: Kpa, today: date) -> QuerySet[Report]:
    """Those that ask this KPA, and to which it has offered nothing yet."""
    texts, photos = _texts(kpa).filter(report=OuterRef("pk")), _photos(kpa).filter(report=OuterRef("pk"))
    return reports_asking(kpa, today).filter(~Exists(texts), ~Exists(photos))


def reports_told_by(kpa: Kpa, today: date) -> QuerySet[Report]:
    """Those that ask this KPA, and those to which it has offered something, the latest period first."""
    offered = Q(Exists(_texts(kpa).filter(report=OuterRef("pk"))))
    offered |= Q(Exists(_photos(kpa).filter(report=OuterRef("pk"))))
    return Report.objects.filter(
        offered | Q(pk__in=reports_asking(kpa, today).order_by().values("pk"))
    ).order_by("-last", "first", "pk")


def offers_from(kpa: Kpa, reports: Iterable[Report]) -> dict[int, Offers]:
    """What this KPA offered to each of these bilans, whatever the answer; a removed photo has its answer."""
    keys = [report.pk for report in reports]
    texts = list(_texts(kpa).filter(report__in=keys).select_related("author").order_by("pk"))
    photos = list(_photos(kpa).filter(report__in=keys).select_related("agreed_by").order_by("pk"))
    return {
        key: Offers(
            [text for text in texts if text.report_id == key],
            [photo for photo in photos if photo.report_id == key],
        )
        for key in keys
    }


def text_from(kpa: Kpa, report: str, pk: int) -> ReportText | None:
    """One that this KPA offered."""
    return _texts(kpa).select_related("report").filter(report__slug=report, pk=pk).first()


def offers_to(report: Report) -> Offers:
    """What waits for the answer of the network."""
    texts = ReportText.objects.filter(report=report, standing=Standing.OFFERED)
    photos = ReportPhoto.objects.there().filter(report=report, standing=Standing.OFFERED)
    return Offers(
        list(texts.select_related("author", "kpa__organisation").order_by("pk")),
        list(photos.select_related("agreed_by", "kpa__organisation").order_by("pk")),
    )


def offers_waiting() -> dict[int, int]:
    """How many wait, for each bilan where some do."""
    found: dict[int, int] = {}
    texts = ReportText.objects.filter(standing=Standing.OFFERED).values_list("report", flat=True)
    photos = ReportPhoto.objects.there().filter(standing=Standing.OFFERED).values_list("report", flat=True)
    for report in texts.union(photos, all=True):
        found[report] = found.get(report, 0) + 1
    return found


def _texts(kpa: Kpa) -> QuerySet[ReportText]:
    return ReportText.objects.filter(kpa=kpa, offered_at__isnull=False)


def _photos(kpa: Kpa) -> QuerySet[ReportPhoto]:
    """Removed ones are told only when the network declined them."""
    return ReportPhoto.objects.filter(kpa=kpa).filter(Q(removed_at=None) | Q(standing=Standing.DECLINED))
