"""Factur-X, profile EN 16931: an issued invoice as XML, and a received one as fields."""

from kpacite.integrations.facturx.reader import (
    NothingToRead,
    ReceivedInvoice,
    UnreadableInvoice,
    attached_xml,
    read_invoice,
)
from kpacite.integrations.facturx.schema import XmlNotValid, check_schema
from kpacite.integrations.facturx.writer import xml_of

__all__ = [
    "NothingToRead",
    "ReceivedInvoice",
    "UnreadableInvoice",
    "XmlNotValid",
    "attached_xml",
    "check_schema",
    "read_invoice",
    "xml_of",
]
