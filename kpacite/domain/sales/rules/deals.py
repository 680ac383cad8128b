"""From a request to an order: which state leads where, and what a client agrees to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from kpacite.domain.sales.enums import LeadState, OrderState, QuoteState

LINK_DAYS = 180
"""How long a client's link works after the last message that gave it."""
VALID_DAYS = 30
"""How long a quote holds, unless its author says otherwise."""

LEADS: Mapping[LeadState, frozenset[LeadState]] = {
    LeadState.NEW: frozenset({LeadState.TAKEN, LeadState.ANSWERED, LeadState.QUOTED, LeadState.REFUSED}),
    # Back to « nouvelle »: whoever took it leaves it to others.
    LeadState.TAKEN: frozenset({LeadState.NEW, LeadState.ANSWERED, LeadState.QUOTED, LeadState.REFUSED}),
    LeadState.ANSWERED: frozenset({LeadState.QUOTED, LeadState.REFUSED}),
    LeadState.QUOTED: frozenset(),
    LeadState.REFUSED: frozenset({LeadState.NEW}),
}
QUOTES: Mapping[QuoteState, frozenset[QuoteState]] = {
    QuoteState.DRAFT: frozenset({QuoteState.TO_REVIEW, QuoteState.READY, QuoteState.DISCARDED}),
    # Back to the draft: whoever reads it sends it back with a word.
    QuoteState.TO_REVIEW: frozenset({QuoteState.DRAFT, QuoteState.READY, QuoteState.DISCARDED}),
    QuoteState.READY: frozenset({QuoteState.SENT, QuoteState.ACCEPTED, QuoteState.REPLACED}),
    QuoteState.SENT: frozenset(
        {QuoteState.ACCEPTED, QuoteState.REFUSED, QuoteState.EXPIRED, QuoteState.REPLACED}
    ),
    QuoteState.ACCEPTED: frozenset(),
    QuoteState.REFUSED: frozenset({QuoteState.REPLACED}),
    QuoteState.EXPIRED: frozenset({QuoteState.REPLACED}),
    QuoteState.REPLACED: frozenset(),
    QuoteState.DISCARDED: frozenset(),
}
ORDERS: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.CONFIRMED: frozenset({OrderState.PLANNED, OrderState.DONE, OrderState.CANCELLED}),
    OrderState.PLANNED: frozenset({OrderState.DONE, OrderState.CANCELLED}),
    OrderState.DONE: frozenset({OrderState.CLOSED}),
    OrderState.CLOSED: frozenset(),
    OrderState.CANCELLED: frozenset(),
}
NUMBERED = frozenset(QuoteState) - {QuoteState.DRAFT, QuoteState.TO_REVIEW, QuoteState.DISCARDED}
"""States of a quote that has its number; its words then never change, a new version replaces it."""
SHOWN = frozenset(
    {QuoteState.SENT, QuoteState.ACCEPTED, QuoteState.REFUSED, QuoteState.EXPIRED, QuoteState.REPLACED}
)
"""States of a quote that the client may read."""


def lead_may_become(current: LeadState, wanted: LeadState) -> bool:
    return wanted in LEADS[current]


def quote_may_become(current: QuoteState, wanted: QuoteState) -> bool:
    return wanted in QUOTES[current]


def order_may_become(current: OrderState, wanted: OrderState) -> bool:
    return wanted in ORDERS[current]


def has_expired(valid_until: date, today: date) -> bool:
    """A quote holds until the end of its last day."""
    return today > valid_until


def quote_number(year: int, rank: int) -> str:
    """« D-2026-018 »."""
    return f"D-{year}-{rank:03d}"


def order_number(year: int, rank: int) -> str:
    """« C-2026-018 »."""
    return f"C-{year}-{rank:03d}"


def default_validity(today: date) -> date:
    return today + timedelta(days=VALID_DAYS)


def token_hash(token: str) -> str:
    """What is kept of a link: enough to recognise it, too little to open it."""
    return sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """Who brings a quote to « prêt ». `may_review`: the right that her place in the group gives."""

    is_author: bool
    is_autonomous: bool
    may_review: bool


def may_make_ready(facts: ReviewFacts) -> bool:
    """Somebody else who may review; or whoever the carrier granted autonomy to, her own quotes included."""
    return facts.is_autonomous or (facts.may_review and not facts.is_author)
