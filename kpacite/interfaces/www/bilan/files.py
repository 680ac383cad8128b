"""A bilan as a file to keep: one answer for each kind."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.indicators import selectors
from kpacite.domain.indicators.enums import Section
from kpacite.domain.indicators.models import Report, ReportText
from kpacite.domain.indicators.rules.content import Bilan
from kpacite.integrations import bilan_files

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
    "json": "application/json; charset=utf-8",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class FileLink:
    label: str
    url: str
    icon: str


def links(name: str, **kwargs: object) -> list[FileLink]:
    """The files that people ask for; JSON is for programs, at the same address."""
    labels = {"pdf": _("Le bilan (PDF)"), "csv": _("Les chiffres (CSV)"), "xlsx": _("Les chiffres (XLSX)")}
    return [
        FileLink(label, reverse(name, kwargs={**kwargs, "file_kind": kind}), icon="download")
        for kind, label in labels.items()
    ]


def answer(
    bilan: Bilan, kind: str, name: str, *, at: datetime, story_of: Report | None = None, source: str = ""
) -> HttpResponse:
    """The file itself; the story of `story_of` goes into the PDF, `source` where there is room for words.

    Raises Http404 for another kind.
    """
    if kind not in TYPES:
        raise Http404
    response = HttpResponse(_content(bilan, kind, at, story_of, source), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="bilan-{name}-{bilan.audience.value}.{kind}"'
    return response


def _content(bilan: Bilan, kind: str, at: datetime, report: Report | None, source: str) -> bytes:
    if kind == "pdf":
        # Its tools take half a second to load: only whoever asks for a PDF waits.
        from kpacite.integrations.bilan_files.paper import to_pdf  # noqa: PLC0415

        return to_pdf(bilan, at=at, story=_story(report) if report else (), source=source)
    if kind == "xlsx":
        return bilan_files.to_xlsx(bilan, source)
    return (bilan_files.to_csv if kind == "csv" else bilan_files.to_json)(bilan).encode()


def _story(report: Report) -> list[bilan_files.Told]:
    """Place by place as on the page: the texts, then the photos."""
    told = [(text.section, bilan_files.Words(_title(text), text.body)) for text in selectors.texts_of(report)]
    photos = [
        (photo.section, bilan_files.Picture(photo.file.content, photo.alt, photo.credit))
        for photo in selectors.photos_of(report, whole=True)
        if photo.file is not None
    ]
    parts: list[tuple[str, bilan_files.Told]] = [*told, *photos]
    return [part for _place, part in sorted(parts, key=lambda part: Section.values.index(part[0]))]


def _title(text: ReportText) -> str:
    """A quote says which KPA speaks, a text where it stands."""
    return str(text.kpa) if text.kpa else text.get_section_display()
