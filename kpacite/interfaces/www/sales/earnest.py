"""Arrhes in words: what to do with them, before and after an order is cancelled."""

from django.utils.translation import gettext as _

from kpacite.domain.sales.enums import CancelledBy, DepositKind
from kpacite.domain.sales.models import Order
from kpacite.domain.sales.rules.earnest import TWICE, outcome
from kpacite.kernel.money import Euro


def asks_earnest(order: Order) -> bool:
    return order.quote is not None and order.quote.deposit_kind == DepositKind.EARNEST


def earnest_words(order: Order) -> str:
    """A sentence for an order whose quote asked arrhes; nothing for the others."""
    if order.quote is None or not asks_earnest(order):
        return ""
    paid = order.quote.deposit
    words = {"paid": paid.format(), "twice": Euro(paid.cents * TWICE).format()}
    if not order.cancelled_by:
        return (
            _(
                "Arrhes : %(paid)s. Notez-les comme un paiement reçu, sans facture d’acompte. "
                "Si le client renonce, vous les gardez. Si vous renoncez, vous rendez %(twice)s."
            )
            % words
        )
    told = outcome(DepositKind.EARNEST, paid.cents, CancelledBy(order.cancelled_by))
    if told is None or told.kept_cents:
        return _("Le client a renoncé. S’il a payé les arrhes, vous gardez %(paid)s.") % words
    words["owed"] = Euro(told.owed_cents).format()
    return _("Si le client a payé les arrhes, rendez-lui %(owed)s.") % words
