"""States, sums and steps of sales in words."""

import phonenumbers

from kpacite.domain.sales.enums import CounterState, LeadState, OrderState, QuoteState

LEAD_BADGES = {
    LeadState.NEW: "late",
    LeadState.TAKEN: "wait",
    LeadState.ANSWERED: "info",
    LeadState.QUOTED: "done",
    LeadState.REFUSED: "",
}
QUOTE_BADGES = {
    QuoteState.DRAFT: "",
    QuoteState.TO_REVIEW: "wait",
    QuoteState.READY: "wait",
    QuoteState.SENT: "info",
    QuoteState.ACCEPTED: "done",
    QuoteState.REFUSED: "",
    QuoteState.EXPIRED: "late",
    QuoteState.REPLACED: "",
    QuoteState.DISCARDED: "",
}
ORDER_BADGES = {
    OrderState.CONFIRMED: "wait",
    OrderState.PLANNED: "info",
    OrderState.DONE: "late",
    OrderState.CLOSED: "done",
    OrderState.CANCELLED: "",
}
COUNTER_BADGES = {CounterState.SOLD: "done", CounterState.CANCELLED: "late"}


def phone_words(phone: str) -> str:
    """« 03 53 01 00 11 » for a French number; another one as it is stored."""
    if not phone.startswith("+33"):
        return phone
    number = phonenumbers.parse(phone)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
