"""The net of pay, in the words of a credit transfer."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from kpacite.domain.sales.models import BankAccount
from kpacite.domain.sharing.services import Order
from kpacite.integrations.sepa.transfers import Debtor, Transfer, transfer_file
from kpacite.kernel.money import Euro


def pay_file(
    message_id: str, account: BankAccount, orders: Sequence[Order], on: date, now: datetime
) -> bytes:
    """What `make_transfer_file` asks for: a pain.001 that its schema accepts. Raises as `transfer_file`."""
    transfers = [
        Transfer(
            name=order.holder,
            iban=order.iban,
            amount=Euro(order.cents),
            reference=order.reference,
            label=_("Paie %(reference)s") % {"reference": message_id},
        )
        for order in orders
    ]
    debtor = Debtor(name=account.carrier.name, iban=account.iban)
    return transfer_file(message_id=message_id, debtor=debtor, transfers=transfers, on=on, created_at=now)
