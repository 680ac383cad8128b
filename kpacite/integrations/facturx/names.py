"""The names of a Cross Industry Invoice (CII D22B), and the builders of its elements."""

from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

RSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
QDT = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"
NAMESPACES = {"rsm": RSM, "ram": RAM, "udt": UDT, "qdt": QDT}
PROFILE = "urn:cen.eu:en16931:2017"

r = ElementMaker(namespace=RSM, nsmap=NAMESPACES)
a = ElementMaker(namespace=RAM, nsmap=NAMESPACES)
u = ElementMaker(namespace=UDT, nsmap=NAMESPACES)
q = ElementMaker(namespace=QDT, nsmap=NAMESPACES)


def element(tag: str, *children: Any, **attributes: str) -> etree._Element:
    """An element of the « ram » family; children that are None are left out."""
    return a(tag, *[child for child in children if child is not None], **attributes)


def text(tag: str, value: str, **attributes: str) -> etree._Element | None:
    """An element that holds words; nothing when there are none."""
    return a(tag, value, **attributes) if value else None


def day(tag: str, value: date) -> etree._Element:
    return a(tag, u("DateTimeString", value.strftime("%Y%m%d"), format="102"))


def amount(cents: int) -> str:
    return str((Decimal(cents) / 100).quantize(Decimal("0.01")))


def rate(basis_points: int) -> str:
    return str((Decimal(basis_points) / 100).quantize(Decimal("0.01")))
