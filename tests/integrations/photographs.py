"""One photograph of every kind of invoice that a carrier issues; amounts that one can check with a pencil."""

from dataclasses import replace
from datetime import date

from kpacite.domain.sales.rules.photograph import (
    CREDIT_NOTE,
    DEPOSIT,
    INVOICE,
    Address,
    Allowance,
    Earlier,
    InvoicePhotograph,
    Note,
    Party,
    PhotoLine,
    Public,
    process_of,
    vat_totals,
    worth,
)

FRANCHISE = {"E": ("TVA non applicable, art. 293 B du CGI", "VATEX-FR-FRANCHISE")}
ASSOCIATION = {"E": ("Exonération de TVA, art. 261, 7-1° du CGI", "VATEX-FR-CGI261-7")}
LATE = (
    Note(code="PMT", text="Indemnité forfaitaire pour frais de recouvrement : 40 €."),
    Note(code="PMD", text="Pénalités de retard : trois fois le taux de l’intérêt légal."),
    Note(code="AAB", text="Pas d’escompte pour paiement anticipé."),
)
CONSUMER = (
    Note(code="PMT", text="Pas d’indemnité de recouvrement : le client est un particulier."),
    Note(code="PMD", text="Pas de pénalité de retard : le client est un particulier."),
    LATE[2],
)
CAE = Party(
    name="La CAE (exemple)",
    address=Address(street="12 rue de l’Atelier", postcode="59100", city="Roubaix"),
    siren="732829320",
    siret="73282932000074",
    vat_key="FR44732829320",
    email="compta@example.org",
    details="SCOP à capital variable, RCS Lille Métropole",
)
TILLEULS = Party(
    name="Association Les Tilleuls",
    address=Address(street="3 place de la Fosse-aux-Chênes", postcode="59100", city="Roubaix"),
    siren="443061841",
    siret="44306184100047",
    email="tilleuls@example.org",
)
CITY = Party(
    name="Ville de Roubaix (exemple)",
    address=Address(street="17 Grand’Place", postcode="59100", city="Roubaix"),
    siren="215905126",
    siret="21590512600012",
)
NEIGHBOUR = Party(
    name="Mme Exemple Voisine",
    address=Address(street="8 rue des Longues-Haies", postcode="59100", city="Roubaix"),
    email="voisine@example.org",
)


def line(
    rank: int, name: str, quantity: str, price: int, vat_bp: int = 1_000, **details: object
) -> PhotoLine:
    draft = PhotoLine(
        rank=rank, name=name, quantity=quantity, unit_price_cents=price, net_cents=0, vat_bp=vat_bp, **details
    )
    return replace(draft, net_cents=worth(draft))


def invoice(lines: list[PhotoLine], *, reasons: object = None, **changes: object) -> InvoicePhotograph:
    allowances = changes.pop("allowances", ())
    vat = vat_totals(lines, allowances, reasons=reasons)
    net, tax = sum(row.base_cents for row in vat), sum(row.tax_cents for row in vat)
    facts = {
        "number": "F-2026-0042",
        "type_code": INVOICE,
        "issued_on": date(2026, 3, 9),
        "due_on": date(2026, 4, 11),
        "supplied_on": date(2026, 3, 6),
        "seller": CAE,
        "buyer": TILLEULS,
        "on_behalf": "La Cape",
        "activity": "Labo 140",
        "process": process_of(services=True, goods=False),
        "vat_point": "" if reasons else "72",
        "iban": "FR7630006000011234567890189",
        "bic": "AGRIFRPP",
        "means_words": "Virement",
        "payment_terms": "À payer par virement avant le 11 avril 2026.",
        "notes": LATE,
        "audience": "B2B",
        "footer": "Bénéficiaire d’un CAPE, jusqu’au 28 février 2027, porté par La CAE (exemple).",
    }
    return InvoicePhotograph(
        lines=tuple(lines),
        vat=vat,
        net_cents=net,
        tax_cents=tax,
        gross_cents=net + tax,
        due_cents=net + tax,
        allowances=allowances,
        **facts | changes,
    )


def simple() -> InvoicePhotograph:
    """The mock-up's: 660 € without tax, 727,80 € to pay."""
    return invoice(
        [
            line(1, "Buffet salé, cuisine du monde", "30", 1_400, unit_words="personnes"),
            line(2, "Pâtisseries orientales", "60", 150),
            line(3, "Service sur place, 2 personnes", "6", 2_200, unit="HUR", unit_words="h"),
            line(4, "Location de vaisselle", "30", 60, 2_000),
        ]
    )


def three_rates() -> InvoicePhotograph:
    return invoice(
        [
            line(1, "Buffet servi", "12", 1_535, description="Salades, quiches, desserts"),
            line(2, "Confitures à emporter", "7", 433, 550, is_service=False),
            line(3, "Cidre", "3", 611, 2_000, is_service=False),
        ],
        process=process_of(services=True, goods=True),
        beneficiary=replace(NEIGHBOUR, email=""),
    )


def discount() -> InvoicePhotograph:
    return invoice(
        [
            line(1, "Buffet", "10", 1_500, discount_cents=1_500),
            line(2, "Vaisselle", "10", 60, 2_000),
        ],
        allowances=(
            Allowance(reason="Remise de bienvenue", net_cents=675, vat_bp=1_000),
            Allowance(reason="Remise de bienvenue", net_cents=30, vat_bp=2_000),
        ),
    )


def deposit() -> InvoicePhotograph:
    return invoice(
        [line(1, "Acompte de 30 % sur le devis D-2026-018", "1", 19_800)],
        number="F-2026-0043",
        type_code=DEPOSIT,
        quote_number="D-2026-018",
    )


def balance() -> InvoicePhotograph:
    """The deposit is taken off by a negative line of its rate: its VAT is counted once."""
    return invoice(
        [
            line(1, "Buffet salé, cuisine du monde", "44", 1_500),
            line(2, "Acompte déjà facturé : F-2026-0043", "-1", 19_800),
        ],
        number="F-2026-0044",
        process=process_of(services=True, goods=False, after_deposit=True),
        deposits=(Earlier(number="F-2026-0043", day=date(2026, 3, 9), gross_cents=21_780),),
    )


def credit_note() -> InvoicePhotograph:
    return invoice(
        [line(1, "Pâtisseries orientales", "20", 150)],
        number="A-2026-0001",
        type_code=CREDIT_NOTE,
        corrects=(Earlier(number="F-2026-0042", day=date(2026, 3, 9), gross_cents=72_780),),
        reason="20 pâtisseries n’ont pas été livrées.",
    )


def franchise() -> InvoicePhotograph:
    return invoice(
        [line(1, "Ménage de printemps", "5", 2_500, 0, unit="HUR", unit_words="h", category="E")],
        seller=replace(CAE, vat_key=""),
        reasons=FRANCHISE,
    )


def association() -> InvoicePhotograph:
    return invoice(
        [line(1, "Atelier cuisine", "8", 500, 0, unit_words="personnes", category="E")],
        seller=replace(CAE, name="Association du quartier (exemple)", vat_key=""),
        buyer=NEIGHBOUR,
        notes=CONSUMER,
        audience="B2C",
        reasons=ASSOCIATION,
    )


def public() -> InvoicePhotograph:
    return invoice(
        [line(1, "Cocktail de la fête des voisins", "80", 950)],
        buyer=CITY,
        public=Public(service_code="CULTURE", engagement="EJ-2026-1234"),
    )


KINDS = (simple, three_rates, discount, deposit, balance, credit_note, franchise, association, public)
