"""What Factur-X wants said in the XMP of the PDF, added to what typst writes."""

import io
import re

import pikepdf

FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
PROPERTIES = (
    ("DocumentFileName", "name of the embedded XML invoice file", "factur-x.xml"),
    ("DocumentType", "INVOICE", "INVOICE"),
    ("Version", "version of the XML schema", "1.0"),
    ("ConformanceLevel", "conformance level of the XML", "EN 16931"),
)
_PROPERTY = (
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{0}</pdfaProperty:name>'
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>"
    "<pdfaProperty:description>{1}</pdfaProperty:description></rdf:li>"
)
SCHEMA = (
    '<rdf:li rdf:parseType="Resource" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
    f"<pdfaSchema:namespaceURI>{FX}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq>"
    + "".join(_PROPERTY.format(*row) for row in PROPERTIES)
    + "</rdf:Seq></pdfaSchema:property></rdf:li>"
)
DESCRIPTION = (
    f'<rdf:Description rdf:about="" xmlns:fx="{FX}">'
    + "".join(f"<fx:{name}>{value}</fx:{name}>" for name, _words, value in PROPERTIES)
    + "</rdf:Description>"
)
# Typst already lists its own extension schemas: ours goes into the same bag, a second one is refused.
_BAG = re.compile(r"(<pdfaExtension:schemas>\s*<rdf:Bag>)")


class UnexpectedMetadata(RuntimeError):
    """Typst no longer writes its metadata as it did: the documents would not be valid."""


def add_facturx_metadata(pdf: bytes) -> bytes:
    """The same PDF, that says it is a Factur-X of the EN 16931 profile. Same bytes for same bytes."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        metadata = document.Root.Metadata
        xmp, found = _BAG.subn(lambda match: match[1] + SCHEMA, metadata.read_bytes().decode(), count=1)
        if not found or "</rdf:RDF>" not in xmp:
            raise UnexpectedMetadata
        metadata.write(xmp.replace("</rdf:RDF>", f"{DESCRIPTION}</rdf:RDF>", 1).encode())
        out = io.BytesIO()
        # The version of the PDF is the one that typst wrote in both places: pikepdf need not look for it.
        document.save(
            out,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        )
        return out.getvalue()
