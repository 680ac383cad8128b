"""Invoices: the space of a KPA, the desk of its carrier."""

from kpacite.domain.sales.enums import InvoiceState
from kpacite.domain.sales.models import Invoice
from tests.areas import CARRIER, HERE, NOBODYS, everywhere

FILES = ("invoice_pdf", "invoice_xml")
OF_ISSUED = ("invoice_send", "invoice_portal", "invoice_credit", "invoice_duplicate", "invoice_repeat")


def _invoice(name: str) -> object:
    """A draft of the kitchen, of Bilal's group; an issued one for what only those have."""
    if name == "client_invoice_pdf":
        return NOBODYS
    if name in (*FILES, *OF_ISSUED):
        return (
            Invoice.objects.filter(kpa__organisation__slug=HERE, state=InvoiceState.ISSUED)
            .order_by("pk")[0]
            .number
        )
    return f"brouillon-{_draft(InvoiceState.DRAFT)}"


def _draft(state: InvoiceState) -> int:
    return Invoice.objects.filter(kpa__organisation__slug=HERE, state=state).order_by("pk")[0].pk


def _waiting() -> str:
    return f"brouillon-{_draft(InvoiceState.TO_VALIDATE)}"


def _year(_name: str) -> int:
    issued = Invoice.objects.filter(carrier__slug=CARRIER, state=InvoiceState.ISSUED).order_by("pk")[0]
    return issued.issued_on.year


ARGUMENTS = {"invoice": _invoice, "issued_in": _year}
VISITOR_BY_ACCESS = {
    "invoice_writer": "Bilal",
    "invoice_reader": "Amina",
    "invoice_editor": "Bilal",
    "invoice_issuer": "Driss",
    "invoice_corrector": "Driss",
}
SAMPLES = {
    "invoice": [{"kpa": HERE, "invoice": lambda: _invoice("invoice_credit")}],
    **{
        f"invoice_{page}": [{"kpa": HERE, "invoice": lambda page=page: _invoice(f"invoice_{page}")}]
        for page in ("edit", "submit", "issue", "discard", "send", "portal", "credit", "duplicate", "repeat")
    },
    "invoice_send_back": [{"kpa": HERE, "invoice": _waiting}],
    **everywhere("kpa", HERE, "invoices", "invoice_new"),
    **everywhere(
        "carrier", CARRIER, "carrier_invoices", "carrier_profile", "carrier_archive", "carrier_takeover"
    ),
}
NOT_PAGES = {
    "client_invoice_pdf": "needs a living link",
    "invoices_csv": "a file",
    "invoice_preview": "a part of a page, by POST",
    "invoice_pdf": "a file",
    "invoice_xml": "a file",
    "carrier_archive_zip": "a file",
}
