"""The documents themselves: the PDF that is also an XML, and the archive of a year."""

from collections.abc import Iterator
from tempfile import TemporaryFile

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.models import Invoice
from kpacite.integrations.documents import archive as archives
from kpacite.integrations.documents import invoice_pdf
from kpacite.integrations.facturx import xml_of

PIECE = 64 * 1024


@require_safe
def pdf(request: HttpRequest, kpa: str, invoice: str) -> HttpResponse:  # noqa: ARG001
    """Drawn again from the photograph: always the same bytes."""
    if not request.invoice.is_issued or request.invoice.is_taken_over:
        raise Http404
    return pdf_of(request.invoice)


def pdf_of(issued: Invoice) -> HttpResponse:
    response = HttpResponse(
        invoice_pdf(issued.photo, issued_at=issued.issued_at), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="{issued.number}.pdf"'
    return response


@require_safe
def xml(request: HttpRequest, kpa: str, invoice: str) -> HttpResponse:  # noqa: ARG001
    issued = request.invoice
    if not issued.is_issued or issued.is_taken_over or issued.is_for_lateness:
        raise Http404
    response = HttpResponse(xml_of(issued.photo), content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{issued.number}.xml"'
    return response


@require_safe
def archive(request: HttpRequest, carrier: str, issued_in: int) -> StreamingHttpResponse:
    """Every document issued in a year with its register, in one file."""
    if issued_in not in archives.years_of(request.organisation):
        raise Http404
    response = StreamingHttpResponse(_zipped(request.organisation, issued_in), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="documents-{carrier}-{issued_in}.zip"'
    return response


def _zipped(entity: Organisation, year: int) -> Iterator[bytes]:
    """The zip, written on the disk and then read in pieces: memory holds one document at a time."""
    with TemporaryFile() as out:
        archives.write_zip(entity, year, out)
        out.seek(0)
        while piece := out.read(PIECE):
            yield piece
