"""An invented invoice as a supplier's tool writes it (UBL), for the demo to read."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from kpacite.kernel.money import Euro

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>{number}</cbc:ID>
  <cbc:IssueDate>{issued_on}</cbc:IssueDate>
  <cbc:DueDate>{due_on}</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:Note>EXEMPLE</cbc:Note>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity>
    <cbc:RegistrationName>{supplier}</cbc:RegistrationName>
  </cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
  <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount></cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:TaxExclusiveAmount currencyID="EUR">{net}</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="EUR">{gross}</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="EUR">{gross}</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
</Invoice>
"""


def paper_of(details: Mapping[str, Any]) -> bytes:
    gross, tax = details["gross_cents"], details["tax_cents"]
    sums = {"gross": gross, "tax": tax, "net": gross - tax}
    words = {name: escape(str(value)) for name, value in details.items()}
    return UBL.format(**words | {name: _figure(cents) for name, cents in sums.items()}).encode()


def _figure(cents: int) -> str:
    whole, rest = divmod(Euro(cents).cents, 100)
    return f"{whole}.{rest:02d}"
