"""A supplier's invoice, read from what arrives: a Factur-X PDF, a CII or a UBL file."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import pikepdf
from django.utils.translation import gettext_lazy as _
from lxml import etree

from kpacite.integrations.facturx.names import NAMESPACES
from kpacite.kernel.errors import DomainError
from kpacite.kernel.rounding import round_half_up

ATTACHED = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
LARGEST_BYTES = 10_000_000
UBL_SPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
TRADE = "rsm:SupplyChainTradeTransaction/ram:"
SUMS = TRADE + "ApplicableHeaderTradeSettlement/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:"
SELLER = TRADE + "ApplicableHeaderTradeAgreement/ram:SellerTradeParty/ram:"
SETTLEMENT = TRADE + "ApplicableHeaderTradeSettlement/ram:"
UBL_SELLER = "cac:AccountingSupplierParty/cac:Party/"
CII_PATHS = {
    "number": "rsm:ExchangedDocument/ram:ID",
    "type_code": "rsm:ExchangedDocument/ram:TypeCode",
    "issued_on": "rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString",
    "due_on": SETTLEMENT + "SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString",
    "seller": SELLER + "Name",
    "seller_siren": SELLER + "SpecifiedLegalOrganization/ram:ID",
    "seller_vat_key": SELLER + "SpecifiedTaxRegistration/ram:ID[@schemeID='VA']",
    "iban": SETTLEMENT
    + "SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount/ram:IBANID",
    "net": SUMS + "TaxBasisTotalAmount",
    "tax": SUMS + "TaxTotalAmount",
    "gross": SUMS + "GrandTotalAmount",
    "due": SUMS + "DuePayableAmount",
    "currency": SETTLEMENT + "InvoiceCurrencyCode",
}
UBL_PATHS = {
    "number": "cbc:ID",
    "type_code": "cbc:InvoiceTypeCode|cbc:CreditNoteTypeCode",
    "issued_on": "cbc:IssueDate",
    "due_on": "cbc:DueDate|cac:PaymentMeans/cbc:PaymentDueDate",
    "seller": UBL_SELLER + "cac:PartyLegalEntity/cbc:RegistrationName",
    "seller_siren": UBL_SELLER + "cac:PartyLegalEntity/cbc:CompanyID",
    "seller_vat_key": UBL_SELLER + "cac:PartyTaxScheme/cbc:CompanyID",
    "iban": "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID",
    "net": "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount",
    "tax": "cac:TaxTotal/cbc:TaxAmount",
    "gross": "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount",
    "due": "cac:LegalMonetaryTotal/cbc:PayableAmount",
    "currency": "cbc:DocumentCurrencyCode",
}


class NothingToRead(DomainError):
    """A PDF without XML inside: the person types the amounts herself."""

    code = "facturx.nothing_to_read"
    sentence = _("Ce PDF ne contient pas de facture électronique. Écrivez les montants à la main.")


class UnreadableInvoice(DomainError):
    """Broken, too large, or no invoice at all."""

    code = "facturx.unreadable"
    sentence = _("Ce fichier n’est pas une facture lisible. Demandez-le à nouveau au fournisseur.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedInvoice:
    """What the XML says; nothing is checked against reality. `syntax`: cii or ubl."""

    syntax: str
    number: str
    type_code: str
    issued_on: date
    due_on: date | None
    seller: str
    seller_siren: str
    seller_vat_key: str
    iban: str
    net_cents: int
    tax_cents: int
    gross_cents: int
    due_cents: int
    currency: str


def read_invoice(content: bytes) -> ReceivedInvoice:
    """Fill the fields of a received invoice from a PDF or an XML. Raises NothingToRead, UnreadableInvoice."""
    if len(content) > LARGEST_BYTES:
        raise UnreadableInvoice
    xml = attached_xml(content) if content.lstrip()[:5] == b"%PDF-" else content
    root = _parsed(xml)
    if root.tag == f"{{{NAMESPACES['rsm']}}}CrossIndustryInvoice":
        return _read(root, "cii", CII_PATHS, NAMESPACES)
    if etree.QName(root).localname in ("Invoice", "CreditNote"):
        return _read(root, "ubl", UBL_PATHS, UBL_SPACES)
    raise UnreadableInvoice


def attached_xml(pdf: bytes) -> bytes:
    """The XML that a hybrid PDF carries. Raises NothingToRead, UnreadableInvoice."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            names = {name.lower(): name for name in document.attachments}
            wanted = [names[name] for name in ATTACHED if name in names]
            wanted += [name for name in names.values() if name.lower().endswith(".xml")]
            if not wanted:
                raise NothingToRead
            return bytes(document.attachments[wanted[0]].get_file().read_bytes())
    except pikepdf.PdfError:
        raise UnreadableInvoice from None


def _parsed(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableInvoice from None


def _read(
    root: etree._Element, syntax: str, paths: Mapping[str, str], spaces: Mapping[str, str]
) -> ReceivedInvoice:
    found = {name: _first(root, path, spaces) for name, path in paths.items()}
    issued_on = _day(found.pop("issued_on"))
    if not found["number"] or issued_on is None:
        raise UnreadableInvoice
    cents = {f"{name}_cents": _cents(found.pop(name)) for name in ("net", "tax", "gross", "due")}
    return ReceivedInvoice(
        syntax=syntax, issued_on=issued_on, due_on=_day(found.pop("due_on")), **cents, **found
    )


def _first(root: etree._Element, path: str, spaces: Mapping[str, str]) -> str:
    for node in root.xpath(path, namespaces=dict(spaces)):
        return (node.text or "").strip()
    return ""


def _day(words: str) -> date | None:
    for form in ("%Y%m%d", "%Y-%m-%d"):
        try:
            return datetime.strptime(words[:10], form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _cents(words: str) -> int:
    try:
        value = Decimal(words or "0")
        return round_half_up(value * 100) if value.is_finite() else _refused()
    except InvalidOperation:
        return _refused()


def _refused() -> int:
    raise UnreadableInvoice
