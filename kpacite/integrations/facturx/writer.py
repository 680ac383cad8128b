"""A photograph as a Cross Industry Invoice of the EN 16931 profile, and what the French rules add (BR-FR)."""

from typing import Any

from lxml import etree

from kpacite.domain.sales.rules.photograph import (
    Allowance,
    Earlier,
    InvoicePhotograph,
    Party,
    PhotoLine,
    VatTotal,
)
from kpacite.integrations.facturx.names import PROFILE, a, amount, day, element, q, r, rate, text, u

SIREN, SIRET, DIRECTORY, MAIL = "0002", "0009", "0225", "EM"
DISCOUNT = "95"
"""UNTDID 5189: a discount."""


def xml_of(photo: InvoicePhotograph) -> bytes:
    """The XML to attach to the PDF. The same photograph always gives the same bytes."""
    root = r("CrossIndustryInvoice", _context(photo), _header(photo), _transaction(photo))
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _context(photo: InvoicePhotograph) -> etree._Element:
    return r(
        "ExchangedDocumentContext",
        a("BusinessProcessSpecifiedDocumentContextParameter", a("ID", photo.process)),
        a("GuidelineSpecifiedDocumentContextParameter", a("ID", PROFILE)),
    )


def _header(photo: InvoicePhotograph) -> etree._Element:
    notes = [
        element("IncludedNote", a("Content", note.text), text("SubjectCode", note.code))
        for note in photo.notes
    ]
    for words, code in ((photo.reason, ""), (photo.footer, ""), (photo.audience, "BAR")):
        if words:
            notes.append(element("IncludedNote", a("Content", words), text("SubjectCode", code)))
    return r(
        "ExchangedDocument",
        a("ID", photo.number),
        a("TypeCode", photo.type_code),
        day("IssueDateTime", photo.issued_on),
        *notes,
    )


def _transaction(photo: InvoicePhotograph) -> etree._Element:
    return r(
        "SupplyChainTradeTransaction",
        *[_line(line) for line in photo.lines],
        _agreement(photo),
        _delivery(photo),
        _settlement(photo),
    )


def _line(line: PhotoLine) -> etree._Element:
    return element(
        "IncludedSupplyChainTradeLineItem",
        a("AssociatedDocumentLineDocument", a("LineID", str(line.rank))),
        element("SpecifiedTradeProduct", a("Name", line.name), text("Description", line.description)),
        a(
            "SpecifiedLineTradeAgreement",
            a("NetPriceProductTradePrice", a("ChargeAmount", amount(line.unit_price_cents))),
        ),
        a("SpecifiedLineTradeDelivery", a("BilledQuantity", line.quantity, unitCode=line.unit)),
        element(
            "SpecifiedLineTradeSettlement",
            a(
                "ApplicableTradeTax",
                a("TypeCode", "VAT"),
                a("CategoryCode", line.category),
                a("RateApplicablePercent", rate(line.vat_bp)),
            ),
            _line_discount(line),
            a("SpecifiedTradeSettlementLineMonetarySummation", a("LineTotalAmount", amount(line.net_cents))),
        ),
    )


def _line_discount(line: PhotoLine) -> etree._Element | None:
    if not line.discount_cents:
        return None
    return a(
        "SpecifiedTradeAllowanceCharge",
        a("ChargeIndicator", u("Indicator", "false")),
        a("ActualAmount", amount(line.discount_cents)),
        a("ReasonCode", DISCOUNT),
        a("Reason", "Remise"),
    )


def _agreement(photo: InvoicePhotograph) -> etree._Element:
    service = photo.public.service_code if photo.public else ""
    engagement = (photo.public.engagement if photo.public else "") or photo.order_number
    return element(
        "ApplicableHeaderTradeAgreement",
        text("BuyerReference", service),
        _party("SellerTradeParty", photo.seller),
        _party("BuyerTradeParty", photo.buyer),
        element("BuyerOrderReferencedDocument", a("IssuerAssignedID", engagement)) if engagement else None,
    )


def _party(tag: str, party: Party) -> etree._Element:
    return element(
        tag,
        text("GlobalID", party.siret, schemeID=SIRET),
        a("Name", party.name),
        text("Description", party.details),
        element("SpecifiedLegalOrganization", a("ID", party.siren, schemeID=SIREN)) if party.siren else None,
        _address(party),
        _routing(party),
        *_tax_keys(tag, party),
    )


def _address(party: Party) -> etree._Element:
    where = party.address
    return element(
        "PostalTradeAddress",
        text("PostcodeCode", where.postcode),
        text("LineOne", where.street),
        text("LineTwo", where.extra),
        text("CityName", where.city),
        a("CountryID", where.country),
    )


def _routing(party: Party) -> etree._Element | None:
    if address := party.routing or party.siren:
        return a("URIUniversalCommunication", a("URIID", address, schemeID=DIRECTORY))
    return a("URIUniversalCommunication", a("URIID", party.email, schemeID=MAIL)) if party.email else None


def _tax_keys(tag: str, party: Party) -> list[etree._Element]:
    """The VAT number; for a seller that has none, its SIREN as tax registration (BR-E-02)."""
    if party.vat_key:
        return [a("SpecifiedTaxRegistration", a("ID", party.vat_key, schemeID="VA"))]
    if tag == "SellerTradeParty" and party.siren:
        return [a("SpecifiedTaxRegistration", a("ID", party.siren, schemeID="FC"))]
    return []


def _delivery(photo: InvoicePhotograph) -> etree._Element:
    receiver = photo.beneficiary
    ship_to = element("ShipToTradeParty", a("Name", receiver.name), _address(receiver)) if receiver else None
    supplied = a("ActualDeliverySupplyChainEvent", day("OccurrenceDateTime", photo.supplied_on))
    return element("ApplicableHeaderTradeDelivery", ship_to, supplied)


def _settlement(photo: InvoicePhotograph) -> etree._Element:
    return element(
        "ApplicableHeaderTradeSettlement",
        text("PaymentReference", photo.number),
        a("InvoiceCurrencyCode", photo.currency),
        _means(photo),
        *[_tax(row, photo.vat_point) for row in photo.vat],
        _period(photo),
        *[_allowance(taken) for taken in photo.allowances],
        element(
            "SpecifiedTradePaymentTerms",
            text("Description", photo.payment_terms),
            day("DueDateDateTime", photo.due_on),
        ),
        _sums(photo),
        *[_reference(row) for row in (*photo.corrects, *photo.deposits)],
    )


def _means(photo: InvoicePhotograph) -> etree._Element:
    account = a("PayeePartyCreditorFinancialAccount", a("IBANID", photo.iban)) if photo.iban else None
    bank = a("PayeeSpecifiedCreditorFinancialInstitution", a("BICID", photo.bic)) if photo.bic else None
    return element(
        "SpecifiedTradeSettlementPaymentMeans",
        a("TypeCode", photo.means),
        text("Information", photo.means_words),
        account,
        bank if account is not None else None,
    )


def _tax(row: VatTotal, vat_point: str) -> etree._Element:
    return element(
        "ApplicableTradeTax",
        a("CalculatedAmount", amount(row.tax_cents)),
        a("TypeCode", "VAT"),
        text("ExemptionReason", row.reason),
        a("BasisAmount", amount(row.base_cents)),
        a("CategoryCode", row.category),
        text("ExemptionReasonCode", row.reason_code),
        text("DueDateTypeCode", vat_point),
        a("RateApplicablePercent", rate(row.vat_bp)),
    )


def _period(photo: InvoicePhotograph) -> etree._Element | None:
    if photo.supplied_until is None:
        return None
    return a(
        "BillingSpecifiedPeriod",
        day("StartDateTime", photo.supplied_on),
        day("EndDateTime", photo.supplied_until),
    )


def _allowance(taken: Allowance) -> etree._Element:
    return a(
        "SpecifiedTradeAllowanceCharge",
        a("ChargeIndicator", u("Indicator", "false")),
        a("ActualAmount", amount(taken.net_cents)),
        a("ReasonCode", DISCOUNT),
        a("Reason", taken.reason),
        a(
            "CategoryTradeTax",
            a("TypeCode", "VAT"),
            a("CategoryCode", taken.category),
            a("RateApplicablePercent", rate(taken.vat_bp)),
        ),
    )


def _sums(photo: InvoicePhotograph) -> etree._Element:
    taken = sum(row.net_cents for row in photo.allowances)
    return element(
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        a("LineTotalAmount", amount(sum(line.net_cents for line in photo.lines))),
        a("AllowanceTotalAmount", amount(taken)) if taken else None,
        a("TaxBasisTotalAmount", amount(photo.net_cents)),
        a("TaxTotalAmount", amount(photo.tax_cents), currencyID=photo.currency),
        a("GrandTotalAmount", amount(photo.gross_cents)),
        a("TotalPrepaidAmount", amount(photo.paid_cents)) if photo.paid_cents else None,
        a("DuePayableAmount", amount(photo.due_cents)),
    )


def _reference(earlier: Earlier) -> etree._Element:
    stamp: Any = q("DateTimeString", earlier.day.strftime("%Y%m%d"), format="102")
    return a(
        "InvoiceReferencedDocument",
        a("IssuerAssignedID", earlier.number),
        a("FormattedIssueDateTime", stamp),
    )
