"""What a draft would say if it were issued: the facts that decide, and its photograph to preview."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kpacite.domain.contracts import selectors as contracts
from kpacite.domain.organisations.enums import LinkRole
from kpacite.domain.organisations.models import Kpa, KpaLink, Organisation
from kpacite.domain.sales.enums import (
    ClientKind,
    InvoiceKind,
    LineNature,
    LineUnit,
    PaymentMeans,
    VatRegime,
)
from kpacite.domain.sales.models import BillingProfile, Client, Invoice, InvoiceLine
from kpacite.domain.sales.rules.composing import Draft, DraftLine, compose, printable_party
from kpacite.domain.sales.rules.invoices import InvoiceFacts, Problem, problems
from kpacite.domain.sales.rules.lines import totals
from kpacite.domain.sales.rules.mentions import MentionFacts
from kpacite.domain.sales.rules.photograph import Address, Earlier, InvoicePhotograph, Party, Public
from kpacite.platform.prepared import Prepared, slot

MEANS_WORDS = {
    PaymentMeans.TRANSFER: "Virement",
    PaymentMeans.CHEQUE: "Chèque",
    PaymentMeans.CARD: "Carte",
    PaymentMeans.CASH: "Espèces",
}
"""What the document says: always in French."""


def carrier_on(kpa: Kpa, day: date) -> Organisation | None:
    """Who invoices for a KPA on a day: its legal carrier, the latest one if there are several."""
    links = KpaLink.objects.filter(kpa=kpa, role=LinkRole.LEGAL_CARRIER)
    current = links.filter(Q(start=None) | Q(start__lte=day), Q(end=None) | Q(end__gt=day))
    link = current.select_related("organisation").order_by("-start", "-pk").first()
    return link.organisation if link else None


def cape_term_of(invoice: Invoice, today: date) -> date | None:
    """CAPE-08: until when the contract of whoever wrote this draft runs with its carrier.

    Someone without a CAPE (a coordinator, say) leaves what was noted: the law does not tell whose contract a
    collective service names (docs/decisions/0036).
    """
    author = invoice.author
    if author is None:
        return invoice.cape_until
    term = contracts.cape_term(author.person, invoice.kpa, invoice.carrier_id, today)
    return term or invoice.cape_until


PROFILE = Prepared(
    lambda: BillingProfile.objects.on(slot("day")).filter(entity=slot("carrier")).order_by("pk")[:1]
)
LINES = Prepared(
    lambda: (
        InvoiceLine.objects.filter(invoice=slot("invoice")).select_related("activity").order_by("position")
    )
)


def profile_on(carrier: int, day: date) -> BillingProfile | None:
    return PROFILE.first(carrier=carrier, day=day)


@dataclass(frozen=True, slots=True)
class Composition:
    """A draft with all that it needs. `lines` are the rows, in the order of the document."""

    invoice: Invoice
    profile: BillingProfile
    lines: Sequence[InvoiceLine]
    draft: Draft

    def photograph(self, *, number: str, issued_on: date) -> InvoicePhotograph:
        return compose(self.draft, number=number, issued_on=issued_on)

    def problems(self, today: date) -> list[Problem]:
        return problems(self._facts(today))

    def _facts(self, today: date) -> InvoiceFacts:
        invoice, client = self.invoice, self.invoice.client
        return InvoiceFacts(
            kind=InvoiceKind(invoice.kind),
            issued_on=today,
            supplied_on=invoice.supplied_on,
            due_on=invoice.due_on,
            cape_until=invoice.cape_until,
            gross_cents=self.draft.totals.gross.cents,
            rates=frozenset(line.vat_bp for line in self.lines),
            lines=len(self.lines),
            regime=VatRegime(self.profile.regime),
            pays_by_transfer=invoice.means == PaymentMeans.TRANSFER and not invoice.is_credit,
            has_iban=bool(self.profile.iban),
            buyer=ClientKind(client.kind),
            vat_liable=client.vat_liable,
            has_address=bool(client.city and client.postal_code),
            siren=client.siren,
            siret=client.siret,
            service_missing=client.service_required and not client.service_code,
            engagement_missing=client.engagement_required and not _engagement(invoice),
            reason=invoice.reason,
        )


def composition_of(
    invoice: Invoice, profile: BillingProfile, rows: Sequence[InvoiceLine] | None = None
) -> Composition:
    """`invoice` comes with its client, KPA, activity and corrected invoice. `rows`: lines not saved yet."""
    if rows is None:
        rows = LINES.all(invoice=invoice.pk)
    lines = rows
    draft = Draft(
        kind=InvoiceKind(invoice.kind),
        corrected=InvoiceKind(invoice.corrects.kind) if invoice.corrects else None,
        seller=seller_of(profile),
        buyer=buyer_of(invoice.client),
        beneficiary=beneficiary_of(invoice.client),
        on_behalf=str(invoice.kpa.organisation),
        activity=str(invoice.activity) if invoice.activity else "",
        lines=[_line(line) for line in lines],
        totals=totals([line.priced for line in lines], invoice.discount),
        mentions=_mentions(invoice.client, profile, lines),
        payment_days=profile.payment_days,
        supplied_on=invoice.supplied_on,
        supplied_until=invoice.supplied_until,
        due_on=invoice.due_on,
        means=invoice.means,
        means_words=MEANS_WORDS[PaymentMeans(invoice.means)],
        iban=profile.iban,
        bic=profile.bic,
        public=_public(invoice),
        order_number=invoice.client_order_number,
        quote_number=invoice.quote_number,
        cape_until=invoice.cape_until,
        remark=invoice.remark,
        reason=invoice.reason,
        colour=invoice.kpa.colour,
        deposits=_deposits(lines),
        corrects=(_earlier(invoice.corrects),) if invoice.corrects else (),
    )
    return Composition(invoice=invoice, profile=profile, lines=lines, draft=draft)


def seller_of(profile: BillingProfile) -> Party:
    return printable_party(
        Party(
            name=profile.legal_name,
            address=Address(street=profile.street, postcode=profile.postal_code, city=profile.city),
            siren=profile.siren,
            siret=profile.siret,
            vat_key=profile.vat_key,
            email=profile.email,
            phone=profile.phone,
            details=profile.legal_details,
        )
    )


def buyer_of(client: Client) -> Party:
    return printable_party(
        Party(
            name=client.name,
            address=Address(
                street=client.address_line_1,
                extra=client.address_line_2,
                postcode=client.postal_code,
                city=client.city,
                country=client.country,
            ),
            siren=client.siren,
            siret=client.siret,
            vat_key=client.vat_number,
            email=client.email,
        )
    )


def beneficiary_of(client: Client) -> Party | None:
    return printable_party(Party(name=client.beneficiary_name)) if client.beneficiary_name else None


def _public(invoice: Invoice) -> Public | None:
    if invoice.client.kind != ClientKind.PUBLIC:
        return None
    return Public(service_code=invoice.client.service_code, engagement=_engagement(invoice))


def _engagement(invoice: Invoice) -> str:
    return invoice.client_order_number or invoice.client.engagement_number


def _mentions(client: Client, profile: BillingProfile, lines: Sequence[InvoiceLine]) -> MentionFacts:
    natures = {line.nature for line in lines}
    return MentionFacts(
        regime=VatRegime(profile.regime),
        vat_on_debits=profile.vat_on_debits,
        buyer=ClientKind(client.kind),
        vat_liable=client.vat_liable,
        has_siren=bool(client.siren),
        services=LineNature.SERVICES in natures or not natures,
        goods=LineNature.GOODS in natures,
        late_text=profile.late_text,
        indemnity_text=profile.indemnity_text,
        early_text=profile.early_text,
    )


def _line(line: InvoiceLine) -> DraftLine:
    return DraftLine(
        label=line.label,
        detail=line.detail,
        quantity=line.quantity,
        unit=LineUnit(line.unit),
        unit_price_cents=line.unit_price_cents,
        net_cents=line.priced.net.cents,
        vat_bp=line.vat_bp,
        nature=LineNature(line.nature),
    )


def _deposits(lines: Sequence[InvoiceLine]) -> tuple[Earlier, ...]:
    keys = {line.deposit_id for line in lines if line.deposit_id}
    if not keys:
        return ()
    found = Invoice.objects.filter(pk__in=keys).order_by("pk")
    return tuple(_earlier(deposit) for deposit in found)


def _earlier(invoice: Invoice) -> Earlier:
    if invoice.issued_on is None:
        raise ValueError("an invoice refers to issued ones only")
    return Earlier(number=invoice.number, day=invoice.issued_on, gross_cents=invoice.gross_cents)
