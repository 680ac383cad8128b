"""A bilan as a file to keep: one answer for each kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.indicators.models import ReportText
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
    bilan: Bilan, kind: str, name: str, *, at: datetime, texts: Iterable[ReportText] = ()
) -> HttpResponse:
    """The file itself; `texts` go into the PDF. Raises Http404 for another kind."""
    if kind not in TYPES:
        raise Http404
    response = HttpResponse(_content(bilan, kind, at, texts), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="bilan-{name}-{bilan.audience.value}.{kind}"'
    return response


def _content(bilan: Bilan, kind: str, at: datetime, texts: Iterable[ReportText]) -> bytes:
    if kind == "pdf":
        # Its tools take half a second to load: only whoever asks for a PDF waits.
        from kpacite.integrations.bilan_files.paper import to_pdf  # noqa: PLC0415

        return to_pdf(bilan, at=at, story=[(_title(text), text.body) for text in texts])
    if kind == "xlsx":
        return bilan_files.to_xlsx(bilan)
    return (bilan_files.to_csv if kind == "csv" else bilan_files.to_json)(bilan).encode()


def _title(text: ReportText) -> str:
    """A quote says which KPA speaks, a text where it stands."""
    return str(text.kpa) if text.kpa else text.get_section_display()
