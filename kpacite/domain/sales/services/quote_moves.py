"""From a draft to the client's answer: one service for each step."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kpacite.domain.people.models import Person
from kpacite.domain.sales.enums import DepositKind, QuoteState, SalesChannel, VatRegime
from kpacite.domain.sales.models import Order, Quote
from kpacite.domain.sales.rules.deals import has_expired, quote_number
from kpacite.domain.sales.rules.photograph import hash_of
from kpacite.domain.sales.selectors.quote_papers import photograph_of, quote_photo, seller_profile
from kpacite.domain.sales.services.links import Address, write_to_client
from kpacite.domain.sales.services.orders import order_from
from kpacite.domain.sales.services.quotes import locked_quote, towards, written
from kpacite.kernel.errors import DomainError
from kpacite.platform import mail, numbering
from kpacite.platform.audit import Actor
from kpacite.platform.templatetags.kpacite import de

QuotePaper = Callable[[Quote], mail.Paper]


class QuoteExpired(DomainError):
    code = "sales.quote_expired"
    sentence = _("Ce devis n’est plus valable. Demandez-en un nouveau au KPA.")


class QuoteReplaced(DomainError):
    code = "sales.quote_replaced"
    sentence = _("Ce devis a changé. Lisez la nouvelle version avant de l’accepter.")


class AlreadyAccepted(DomainError):
    code = "sales.quote_already_accepted"
    sentence = _("Le client a déjà accepté une autre version de ce devis.")


class TaxNotDue(DomainError):
    code = "sales.quote_tax_not_due"
    sentence = _("Cette structure ne facture pas de TVA. Mettez 0 % sur chaque ligne.")


class NameNeeded(DomainError):
    code = "sales.name_needed"
    sentence = _("Écrivez votre nom pour accepter.")
    field = "name"


@transaction.atomic
def ask_review(*, quote: Quote, actor: Actor | None, now: datetime) -> Quote:
    """Show a draft to whoever reviews. Raises `QuoteMoved`."""
    return written(towards(quote, QuoteState.TO_REVIEW), "review_asked", actor=actor, now=now)


@transaction.atomic
def send_back(*, quote: Quote, reason: str, actor: Actor | None, now: datetime) -> Quote:
    """Give it back to its author, with a word on what to change. Raises `QuoteMoved`."""
    return written(towards(quote, QuoteState.DRAFT), "sent_back", actor=actor, now=now, reason=reason.strip())


@transaction.atomic
def make_ready(*, quote: Quote, today: date, actor: Actor | None, now: datetime) -> Quote:
    """Date it, give it its number if it has none, and freeze it: its words never change again.

    Raises `QuoteMoved`, `TaxNotDue`.
    """
    quote = towards(quote, QuoteState.READY)
    quote.issued_on = today
    quote.reviewed_by_id = None if actor is None else actor.pk
    if not quote.number:
        rank = numbering.next_number(f"quote:{quote.kpa_id}:{today.year}")
        quote.number = quote_number(today.year, rank)
    _freeze(quote, today)
    return written(quote, "made_ready", actor=actor, now=now)


def _freeze(quote: Quote, day: date) -> None:
    profile = seller_profile(quote, day)
    is_exempt = profile is not None and profile.regime != VatRegime.TAXABLE
    if is_exempt and quote.lines.exclude(vat_bp=0).exists():
        raise TaxNotDue
    quote.photograph = photograph_of(quote, profile, day).to_json()
    quote.photograph_hash = hash_of(quote.photograph)


@transaction.atomic
def discard_quote(*, quote: Quote, actor: Actor | None, now: datetime) -> Quote:
    """Give up a draft; nothing is deleted. Raises `QuoteMoved`."""
    return written(towards(quote, QuoteState.DISCARDED), "discarded", actor=actor, now=now)


@transaction.atomic
def send_quote(
    *,
    quote: Quote,
    address: Address | None,
    today: date,
    actor: Actor | None,
    now: datetime,
    paper: QuotePaper | None = None,
) -> Quote:
    """Send it: by mail when the client has one, else (or without `address`) it is noted as handed over.

    `paper` says what to join to the mail. A quote numbered before photographs is frozen here, as it
    reads today. The version before becomes « remplacé ». Raises `QuoteMoved`, `QuoteExpired`,
    `AlreadyAccepted`.
    """
    quote = towards(quote, QuoteState.SENT)
    if has_expired(quote.valid_until, today):
        raise QuoteExpired(_("La date de validité est passée. Faites une nouvelle version."))
    _replace_before(quote, actor, now)
    quote.sent_at = now
    if not quote.photograph and quote.issued_on is not None:
        _freeze(quote, quote.issued_on)
    written(quote, "sent", actor=actor, now=now)
    if address is not None and (to := email_of(quote)):
        write_to_client(
            deal=quote.deal,
            template="sales/quote_sent",
            to=to,
            address=address,
            actor=actor,
            now=now,
            context={"quote": quote, "cape": cape_words(quote), "has_paper": paper is not None},
            papers=[paper(quote)] if paper else [],
        )
    return quote


def cape_words(quote: Quote) -> str:
    """CAPE-08 asks it of letters too."""
    photo = quote_photo(quote)
    return photo.footer if photo else ""


def email_of(quote: Quote) -> str:
    """Where to write to the client of a quote: their own address, else the one of their request."""
    lead = getattr(quote.deal, "lead", None)
    return quote.client.email or (lead.email if lead else "")


def _replace_before(quote: Quote, actor: Actor | None, now: datetime) -> None:
    others = Quote.objects.select_for_update(of=("self",)).filter(kpa=quote.kpa_id, number=quote.number)
    for other in others.exclude(pk=quote.pk).order_by("pk"):
        if other.state == QuoteState.ACCEPTED:
            raise AlreadyAccepted
        if other.state in (QuoteState.SENT, QuoteState.REFUSED, QuoteState.EXPIRED, QuoteState.READY):
            other.state = QuoteState.REPLACED
            written(other, "replaced", actor=actor, now=now)


def acceptance_text(quote: Quote) -> str:
    """The exact words that a client agrees to; shown before, kept after."""
    words: dict[str, Any] = {
        "number": str(quote),
        "of_kpa": de(quote.kpa.organisation.name),
        "gross": quote.gross.format(),
        "deposit": quote.deposit.format(),
    }
    sentences = [_t("J’accepte le devis %(number)s %(of_kpa)s, pour %(gross)s TTC.") % words]
    if quote.deposit_kind == DepositKind.DEPOSIT:
        sentences.append(_t("Je paie un acompte de %(deposit)s avant la prestation.") % words)
    if quote.deposit_kind == DepositKind.EARNEST:
        sentences.append(
            _t(
                "Je paie des arrhes de %(deposit)s. Si je renonce, le KPA les garde. "
                "S’il renonce, il me rend le double."
            )
            % words
        )
    if quote.channel == SalesChannel.OFF_PREMISES:
        sentences.append(
            _t(
                "Si je suis un particulier, je peux changer d’avis pendant 14 jours, sauf repas à date fixe. "
                "Je ne paie rien pendant 7 jours."
            )
        )
    if quote.channel == SalesChannel.DISTANCE:
        sentences.append(
            _t("Si je suis un particulier, je peux changer d’avis pendant 14 jours, sauf repas à date fixe.")
        )
    return " ".join(sentences)


@transaction.atomic
def accept_quote(
    *,
    quote: Quote,
    name: str,
    text: str,
    ip_hash: str,
    today: date,
    now: datetime,
) -> Order:
    """The client agrees online to the words that they have read; the order is made in the same step.

    Twice gives the same order. Raises `NameNeeded`, `QuoteReplaced`, `QuoteExpired`, `QuoteMoved`.
    """
    locked = locked_quote(quote)
    if known := _known_order(locked):
        return known
    _openly(locked, text, today)
    return _accept(locked, name=name, text=text, ip_hash=ip_hash, on_paper=False, actor=None, now=now)


@transaction.atomic
def note_acceptance(
    *, quote: Quote, name: str, actor: Actor | None, now: datetime, accepted_at: datetime | None = None
) -> Order:
    """The client signed on paper: a member notes who, and when. Twice gives the same order.

    Raises `NameNeeded`, `QuoteMoved`.
    """
    locked = locked_quote(quote)
    if known := _known_order(locked):
        return known
    return _accept(
        locked,
        name=name,
        text=acceptance_text(locked),
        ip_hash="",
        on_paper=True,
        actor=actor,
        now=now,
        at=accepted_at or now,
    )


def _known_order(quote: Quote) -> Order | None:
    if quote.state != QuoteState.ACCEPTED:
        return None
    return Order.objects.get(quote=quote)


def _openly(quote: Quote, text: str, today: date) -> None:
    if quote.state == QuoteState.REPLACED or (
        quote.state == QuoteState.SENT and text != acceptance_text(quote)
    ):
        raise QuoteReplaced
    if quote.state == QuoteState.EXPIRED or has_expired(quote.valid_until, today):
        raise QuoteExpired


def _accept(
    quote: Quote,
    *,
    name: str,
    text: str,
    ip_hash: str,
    on_paper: bool,
    actor: Actor | None,
    now: datetime,
    at: datetime | None = None,
) -> Order:
    if not name.strip():
        raise NameNeeded
    quote = towards(quote, QuoteState.ACCEPTED)
    quote.accepted_at, quote.accepted_name = at or now, name.strip()
    quote.accepted_text, quote.accepted_ip_hash = text, ip_hash
    quote.accepted_on_paper = on_paper
    quote.sent_at = quote.sent_at or now
    written(quote, "accepted", actor=actor, now=now, data={"on_paper": on_paper})
    order = order_from(quote, actor=actor, now=now)
    if not on_paper:
        _tell_author(quote, order)
    return order


def _tell_author(quote: Quote, order: Order) -> None:
    """Whoever wrote it learns that the client said yes, when she has an address."""
    author: Person | None = quote.author
    if author is not None and author.email:
        context = {"quote": quote, "order": order, "kpa": quote.kpa.organisation.name}
        mail.send(template="sales/quote_accepted", to=[author.email], context=context)


@transaction.atomic
def refuse_quote(*, quote: Quote, reason: str, actor: Actor | None, now: datetime) -> Quote:
    """The client says no: from their link (`actor` None), or as a member notes it. Raises `QuoteMoved`."""
    quote = towards(quote, QuoteState.REFUSED)
    quote.refused_at, quote.refusal_reason = now, reason.strip()
    return written(quote, "refused", actor=actor, now=now, reason=quote.refusal_reason)


def expire_quotes(now: datetime) -> int:
    """Each day: sent quotes whose last day has passed; how many expired."""
    today = timezone.localdate(now)
    late = Quote.objects.filter(state=QuoteState.SENT, valid_until__lt=today)
    done = 0
    for quote in late.order_by("pk"):
        with transaction.atomic():
            locked = locked_quote(quote)
            if locked.state == QuoteState.SENT:
                locked.state = QuoteState.EXPIRED
                written(locked, "expired", actor=None, now=now)
                done += 1
    return done
