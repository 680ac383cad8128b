"""Who may do what with invoices. `hats` and `seat` come from selectors; no query here."""

from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats
from kpacite.domain.sales.models import Invoice
from kpacite.domain.sales.permissions.groups import may_prepare
from kpacite.domain.sales.selectors.seats import Seat


def may_read_invoices(hats: Hats, kpa: Organisation) -> bool:
    """Members read everything collective of their KPA; the accountants of its carrier read it too."""
    return permissions.may_open_space_of(hats, kpa)


def may_write_invoices(hats: Hats, seat: Seat, kpa: Organisation) -> bool:
    """Prepare a new one: whoever prepares for a group of the KPA, or keeps the accounts of its carrier."""
    return may_prepare(hats, seat, kpa, None) or permissions.carries(hats, kpa)


def may_edit_invoice(hats: Hats, seat: Seat, kpa: Organisation, invoice: Invoice) -> bool:
    """Change, propose, throw away, give back, send: the group of its activity, or the accountants."""
    return may_prepare(hats, seat, kpa, invoice.activity_id) or may_issue_invoice(hats, invoice)


def may_issue_alone(hats: Hats, seat: Seat, kpa: Organisation, invoice: Invoice, *, is_trusted: bool) -> bool:
    """Give it its number without the accountants: whoever prepares it and has their trust for invoices.

    A credit note always goes through the accountants.
    """
    return is_trusted and not invoice.is_credit and may_prepare(hats, seat, kpa, invoice.activity_id)


def may_issue_invoice(hats: Hats, invoice: Invoice) -> bool:
    """Give it its number, or send it back: the accountants of the carrier that issues it (C3)."""
    return permissions.is_accountant_of(hats, invoice.carrier)
