from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.domain.sales.enums import DepositKind, LeadState, QuoteState, SalesChannel, VatRegime
from kpacite.domain.sales.models import Client, Deal, Lead, Quote, QuoteLine
from kpacite.domain.sales.rules.deals import lead_may_become, quote_may_become
from kpacite.domain.sales.rules.lines import deposit_cents, totals
from kpacite.domain.sales.selectors.composition import carrier_on, profile_on
from kpacite.domain.sales.services.errors import ChangedMeanwhile
from kpacite.domain.sales.services.lines import LineInput, check_lines
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class QuoteMoved(DomainError):
    code = "sales.quote_moved"
    sentence = _("Ce devis a déjà changé d’état. Regardez où il en est.")


class QuoteNotDraft(DomainError):
    code = "sales.quote_not_draft"
    sentence = _("Ce devis n’est plus un brouillon. Pour le changer, faites une nouvelle version.")


class NoClient(DomainError):
    code = "sales.no_client"
    sentence = _("Choisissez le client.")
    field = "client"


class DepositUntold(DomainError):
    code = "sales.deposit_untold"
    sentence = _("Choisissez : un acompte ou des arrhes, et écrivez la somme.")
    field = "deposit_kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteWords:
    """All that the author of a quote decides.

    `deposit_bp` asks a share of the total with tax, `deposit_sum` a sum in cents; `deposit_kind` says which
    of the two the law knows it is. `client` may be None for a request, whose client is found while quoting.
    """

    client: Client | None
    title: str
    lines: Sequence[LineInput]
    channel: SalesChannel
    valid_until: date
    activity: Activity | None = None
    service_on: date | None = None
    place: str = ""
    discount_bp: int = 0
    discount_cents: int = 0
    deposit_kind: DepositKind | None = None
    deposit_bp: int = 0
    deposit_sum: int = 0
    payment_days: int = 30
    words: str = ""


@transaction.atomic
def write_quote(
    *,
    kpa: Kpa,
    words: QuoteWords,
    submission: str,
    author: Person | None,
    actor: Actor | None,
    now: datetime,
    deal: Deal | None = None,
    is_example: bool = False,
) -> Quote:
    """Write a draft, in a file of its own or in that of a request; once for each `submission`.

    Raises `NothingSold`, `LineOfElsewhere`, `DiscountTooLarge`, `DepositTooLarge`, `DepositUntold`,
    `Refused`.
    """
    if known := Quote.objects.filter(submission=submission).first():
        return known
    words = _as_taxed(kpa, words, now)
    deal = _file(deal, kpa, words, now=now, is_example=is_example)
    quote = Quote(deal=deal, kpa=kpa, author=author, created_at=now, submission=submission)
    _fill(quote, words)
    save_checked(quote)
    _set_lines(quote, words.lines)
    _lead_is_quoted(deal)
    audit.record(actor=actor, action="sales.quote.written", target=quote, at=now)
    return quote


def _as_taxed(kpa: Kpa, words: QuoteWords, now: datetime) -> QuoteWords:
    """The same words; where the carrier charges no VAT every rate becomes 0, as on its invoices."""
    day = timezone.localdate(now)
    carrier = carrier_on(kpa, day)
    profile = profile_on(carrier.pk, day) if carrier else None
    if profile is None or profile.regime == VatRegime.TAXABLE:
        return words
    return replace(words, lines=[replace(line, vat_bp=0) for line in words.lines])


def _file(deal: Deal | None, kpa: Kpa, words: QuoteWords, *, now: datetime, is_example: bool) -> Deal:
    """The file of the quote: that of the request, or a new one."""
    if deal is None:
        deal = Deal(kpa=kpa, title=words.title.strip(), created_at=now, is_example=is_example)
    else:
        deal = Deal.objects.select_for_update(of=("self",)).get(pk=deal.pk)
    deal.client, deal.activity = words.client, words.activity or deal.activity
    return save_checked(deal)


def _lead_is_quoted(deal: Deal) -> None:
    lead = Lead.objects.select_for_update(of=("self",)).filter(deal=deal).first()
    if lead and lead_may_become(LeadState(lead.state), LeadState.QUOTED):
        lead.state = LeadState.QUOTED
        save_checked(lead)


PLAIN = (
    "client", "channel", "valid_until", "service_on", "place", "discount_bp", "discount_cents",
    "payment_days", "words",
)  # fmt: skip


def _fill(quote: Quote, words: QuoteWords) -> None:
    """Put the words and the sums of the lines on the quote."""
    check_lines(quote.kpa_id, words.lines)
    if words.client is None:
        raise NoClient
    quote.title = words.title.strip()
    for name in PLAIN:
        setattr(quote, name, getattr(words, name))
    foot = totals([line.priced for line in words.lines], quote.discount)
    quote.net_cents, quote.tax_cents, quote.gross_cents = foot.net.cents, foot.tax.cents, foot.gross.cents
    if bool(words.deposit_kind) != bool(words.deposit_bp or words.deposit_sum):
        raise DepositUntold
    quote.deposit_kind = words.deposit_kind or ""
    quote.deposit_bp = words.deposit_bp
    quote.deposit_cents = deposit_cents(foot.gross, bp=words.deposit_bp, cents=words.deposit_sum)


def _set_lines(quote: Quote, lines: Sequence[LineInput]) -> None:
    """Replace the lines of a draft: nobody has seen them yet."""
    quote.lines.all().delete()
    for rank, line in enumerate(lines, start=1):
        save_checked(QuoteLine(quote=quote, position=rank, **line.columns))


def locked_quote(quote: Quote) -> Quote:
    """The quote as it is now, with its file, kept for this transaction."""
    rows = Quote.objects.select_for_update(of=("self",))
    return rows.select_related("deal__activity", "client", "author", "kpa__organisation").get(pk=quote.pk)


def towards(quote: Quote, state: QuoteState) -> Quote:
    """The locked quote, in the state asked for but not saved. Raises `QuoteMoved`."""
    quote = locked_quote(quote)
    if not quote_may_become(QuoteState(quote.state), state):
        raise QuoteMoved
    quote.state = state
    return quote


def written(
    quote: Quote,
    verb: str,
    *,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
    data: dict[str, object] | None = None,
) -> Quote:
    save_checked(quote)
    told = {"state": quote.state, "number": str(quote)} | (data or {})
    audit.record(actor=actor, action=f"sales.quote.{verb}", target=quote, at=now, reason=reason, data=told)
    return quote


@transaction.atomic
def edit_quote(
    *, quote: Quote, revision: int, words: QuoteWords, actor: Actor | None, now: datetime
) -> Quote:
    """Write a draft again. `revision`: the one that the person has read.

    Raises `QuoteNotDraft`, `ChangedMeanwhile`, and what `write_quote` raises.
    """
    quote = locked_quote(quote)
    if quote.state != QuoteState.DRAFT:
        raise QuoteNotDraft
    if quote.revision != revision:
        raise ChangedMeanwhile
    quote.revision += 1
    words = _as_taxed(quote.kpa, words, now)
    _fill(quote, words)
    _file(quote.deal, quote.kpa, words, now=now, is_example=False)
    written(quote, "edited", actor=actor, now=now, data={"revision": quote.revision})
    _set_lines(quote, words.lines)
    return quote


def inputs_of(quote: Quote) -> list[LineInput]:
    """The lines of a quote, to write another one."""
    return [
        LineInput(
            label=line.label,
            detail=line.detail,
            quantity=line.quantity,
            unit=line.unit,
            unit_price_cents=line.unit_price_cents,
            discount_bp=line.discount_bp,
            vat_bp=line.vat_bp,
            nature=line.nature,
            mode=line.mode,
            is_travel=line.is_travel,
            offer=line.offer_id,
            activity=line.activity_id,
        )
        for line in quote.lines.order_by("position")
    ]


COPIED = (
    "deal", "kpa", "client", "title", "service_on", "place", "channel", "discount_bp", "discount_cents",
    "deposit_kind", "deposit_bp", "deposit_cents", "payment_days", "words", "net_cents", "tax_cents",
    "gross_cents",
)  # fmt: skip


def _copy(quote: Quote, *, submission: str, author: Person | None, valid_until: date, now: datetime) -> Quote:
    """A draft with the same words, neither saved nor with its lines."""
    same = {name: getattr(quote, name) for name in COPIED}
    return Quote(**same, submission=submission, author=author, valid_until=valid_until, created_at=now)


@transaction.atomic
def duplicate_quote(
    *,
    quote: Quote,
    submission: str,
    author: Person | None,
    valid_until: date,
    actor: Actor | None,
    now: datetime,
) -> Quote:
    """The same words in a new draft and a new file, for another time; once for each `submission`."""
    if known := Quote.objects.filter(submission=submission).first():
        return known
    quote = locked_quote(quote)
    copy = _copy(quote, submission=submission, author=author, valid_until=valid_until, now=now)
    copy.deal = save_checked(
        Deal(
            kpa=quote.kpa,
            client=quote.client,
            activity=quote.deal.activity,
            title=quote.title,
            is_example=quote.deal.is_example,
            created_at=now,
        )
    )
    copy.service_on = None
    save_checked(copy)
    _set_lines(copy, inputs_of(quote))
    return written(copy, "written", actor=actor, now=now, data={"copy_of": quote.pk})


class RevisionOpen(DomainError):
    code = "sales.revision_open"
    sentence = _("Une nouvelle version de ce devis est déjà en cours.")


@transaction.atomic
def revise_quote(
    *,
    quote: Quote,
    submission: str,
    author: Person | None,
    valid_until: date,
    actor: Actor | None,
    now: datetime,
) -> Quote:
    """The next version, as a draft with the same number. What the client reads changes when it is sent.

    Once for each `submission`. Raises `QuoteMoved` for one that is not sent, `RevisionOpen`.
    """
    if known := Quote.objects.filter(submission=submission).first():
        return known
    quote = locked_quote(quote)
    if not quote_may_become(QuoteState(quote.state), QuoteState.REPLACED):
        raise QuoteMoved
    later = Quote.objects.filter(kpa=quote.kpa_id, number=quote.number, version__gt=quote.version)
    if later.exclude(state=QuoteState.DISCARDED).exists():
        raise RevisionOpen
    copy = _copy(quote, submission=submission, author=author, valid_until=valid_until, now=now)
    copy.number = quote.number
    copy.version = 1 + max(later.values_list("version", flat=True), default=quote.version)
    save_checked(copy)
    _set_lines(copy, inputs_of(quote))
    return written(copy, "revised", actor=actor, now=now, data={"version": copy.version})
