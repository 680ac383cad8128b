"""The PDF of an issued invoice, from its photograph alone: PDF/A-3a, PDF/UA-1 and Factur-X in one file."""

import io
from datetime import date, datetime

import segno

from kpacite.domain.sales.rules.photograph import (
    CREDITS,
    DEBIT_NOTE,
    DEPOSIT,
    DEPOSIT_CREDIT_NOTE,
    OUTSIDE_VAT,
    Address,
    InvoicePhotograph,
    Party,
    PhotoLine,
    VatTotal,
)
from kpacite.integrations.documents.compiler import compile_pdf
from kpacite.integrations.documents.metadata import add_facturx_metadata
from kpacite.integrations.documents.sheet import Sheet, SheetLine
from kpacite.integrations.facturx import xml_of
from kpacite.kernel.ids import format_iban, format_siren, format_siret, format_vat_key
from kpacite.kernel.money import Euro
from kpacite.kernel.typography import MINUS, NARROW_NO_BREAK, NO_BREAK

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
TITLES = {
    DEBIT_NOTE: "Frais de retard",
    DEPOSIT: "Facture d’acompte",
    DEPOSIT_CREDIT_NOTE: "Avoir sur acompte",
}
QR_MIN_CENTS, QR_MAX_CENTS, QR_NAME = 1, 99_999_999_999, 70
TRANSFER = "30"


def invoice_pdf(photo: InvoicePhotograph, *, issued_at: datetime) -> bytes:
    """The document to send and to keep. Same photograph and instant: same bytes. Raises DocumentNotDrawn."""
    data = sheet_of(photo).as_data()
    if photo.is_outside_vat:
        return compile_pdf(data, at=issued_at)
    pdf = compile_pdf(data, at=issued_at, xml=xml_of(photo).decode())
    return add_facturx_metadata(pdf)


def sheet_of(photo: InvoicePhotograph, *, warning: str = "") -> Sheet:
    """What a photograph shows on paper; `warning` for a preview, that is no invoice."""
    title = title_of(photo)
    qr = epc_qr(photo)
    return Sheet(
        heading=f"{title} {photo.number}".strip(),
        short=photo.number or title,
        on_behalf=" · ".join(words for words in (photo.on_behalf, photo.activity) if words),
        seller=party_words(photo.seller, vat=True),
        buyer=party_words(photo.buyer),
        beneficiary=party_words(photo.beneficiary) if photo.beneficiary else (),
        facts=_facts(photo),
        lines=[line_words(line) for line in photo.lines],
        totals=_totals(photo),
        payment=() if photo.is_credit else _payment(photo),
        notes=_notes(photo),
        footer=_footer(photo),
        warning=warning,
        qr=qr,
        qr_words=f"Code QR de virement : {money(photo.due_cents)} à {photo.seller.name}" if qr else "",
        colour=photo.colour,
    )


def title_of(photo: InvoicePhotograph) -> str:
    return TITLES.get(photo.type_code, "Avoir" if photo.type_code in CREDITS else "Facture")


def epc_qr(photo: InvoicePhotograph) -> str:
    """The QR of a SEPA transfer (EPC069-12) as SVG; nothing for what is not paid by transfer."""
    payable = QR_MIN_CENTS <= photo.due_cents <= QR_MAX_CENTS
    if photo.is_credit or photo.means != TRANSFER or not photo.iban or not photo.number or not payable:
        return ""
    # Any mask may be read; choosing the best one among eight costs more than drawing the invoice.
    code = segno.make_qr(epc_text(photo), error="m", boost_error=False, encoding="utf-8", mask=3)
    out = io.BytesIO()
    code.save(out, kind="svg", border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()


def epc_text(photo: InvoicePhotograph) -> str:
    """EPC069-12: its lines in their order; nothing after the last one."""
    amount = f"EUR{_decimal(photo.due_cents)}"
    name = photo.seller.name[:QR_NAME]
    head = ("BCD", "002", "1", "SCT", photo.bic, name, photo.iban, amount)
    return "\n".join((*head, "", "", photo.number))


def money(cents: int) -> str:
    return Euro(cents).format()


def long_day(day: date) -> str:
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NO_BREAK}{MONTHS[day.month - 1]}{NO_BREAK}{day.year}"


def percent(basis_points: int) -> str:
    whole, rest = divmod(basis_points, 100)
    decimals = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{whole}{decimals}{NO_BREAK}%"


def number_words(text: str) -> str:
    """« 1234.5 » as people read it: « 1 234,5 »."""
    whole, _, decimals = text.lstrip("-").partition(".")
    sign = MINUS if text.startswith("-") else ""
    spaced = f"{int(whole):,}".replace(",", NARROW_NO_BREAK)
    decimals = decimals.rstrip("0")
    return f"{sign}{spaced},{decimals}" if decimals else f"{sign}{spaced}"


def _decimal(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def party_words(party: Party, *, vat: bool = False) -> list[str]:
    rows = [party.name, party.details, *_address_words(party.address)]
    if party.siret or party.siren:
        rows.append(
            f"SIRET {format_siret(party.siret)}" if party.siret else f"SIREN {format_siren(party.siren)}"
        )
    if party.vat_key:
        rows.append(f"TVA {format_vat_key(party.vat_key)}")
    elif vat:
        rows.append(party.phone)
    return [row for row in rows if row]


def _address_words(address: Address) -> list[str]:
    town = f"{address.postcode} {address.city}".strip()
    return [address.street, address.extra, town, "" if address.country == "FR" else address.country]


def _facts(photo: InvoicePhotograph) -> list[tuple[str, str]]:
    facts = [("Date", long_day(photo.issued_on))]
    if photo.supplied_until:
        facts.append(("Période", f"du {long_day(photo.supplied_on)} au {long_day(photo.supplied_until)}"))
    elif photo.type_code != DEPOSIT and not photo.is_outside_vat:
        facts.append(("Prestation", long_day(photo.supplied_on)))
    facts += [
        ("Devis", photo.quote_number),
        ("Bon de commande", photo.order_number),
        ("Code service", photo.public.service_code if photo.public else ""),
        ("Engagement", photo.public.engagement if photo.public else ""),
    ]
    words = "Facture en retard" if photo.type_code == DEBIT_NOTE else "Corrige la facture"
    facts += [(words, f"{row.number} du {long_day(row.day)}") for row in photo.corrects]
    facts += [("Acompte", f"{row.number} du {long_day(row.day)}") for row in photo.deposits]
    return [(words, value) for words, value in facts if value]


def line_words(line: PhotoLine) -> SheetLine:
    quantity = number_words(line.quantity)
    details = [line.description]
    if line.discount_cents:
        details.append(f"Remise : {money(-line.discount_cents)}")
    return SheetLine(
        name=line.name,
        detail=" — ".join(words for words in details if words),
        quantity=f"{quantity}{NO_BREAK}{line.unit_words}" if line.unit_words else quantity,
        price=money(line.unit_price_cents),
        vat="" if line.category == OUTSIDE_VAT else percent(line.vat_bp),
        total=money(line.net_cents),
    )


def _totals(photo: InvoicePhotograph) -> list[tuple[str, str]]:
    rows = [(row.reason, money(-row.net_cents)) for row in photo.allowances]
    if rows:
        rows.insert(0, ("Total des lignes", money(sum(line.net_cents for line in photo.lines))))
    if not photo.is_outside_vat:
        rows.append(("Total HT", money(photo.net_cents)))
        rows += [(vat_words(row), money(row.tax_cents)) for row in photo.vat]
    if photo.paid_cents:
        rows += [("Total TTC", money(photo.gross_cents)), ("Déjà payé", money(-photo.paid_cents))]
    rows.append(("À déduire ou à rembourser" if photo.is_credit else "À payer", money(photo.due_cents)))
    return rows


def vat_words(row: VatTotal) -> str:
    return f"TVA {percent(row.vat_bp)} sur {money(row.base_cents)}"


def _payment(photo: InvoicePhotograph) -> list[tuple[str, str]]:
    rows = [("Avant le", long_day(photo.due_on)), ("Comment", photo.means_words)]
    if photo.iban:
        rows += [("IBAN", format_iban(photo.iban)), ("BIC", photo.bic), ("À rappeler", photo.number)]
    return [(words, value) for words, value in rows if value]


def _notes(photo: InvoicePhotograph) -> list[str]:
    reasons = [row.reason for row in photo.vat if row.reason]
    rows = [photo.reason, photo.payment_terms, *dict.fromkeys(reasons), *(note.text for note in photo.notes)]
    return [row for row in rows if row]


def _footer(photo: InvoicePhotograph) -> list[str]:
    rows = [photo.footer, seller_footer(photo.seller)]
    return [row for row in rows if row] or [""]


def seller_footer(seller: Party) -> str:
    keys = [seller.name, seller.details, f"SIREN {format_siren(seller.siren)}" if seller.siren else ""]
    return " — ".join(words for words in keys if words)
