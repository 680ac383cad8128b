"""The slip that goes to the bank with the cheques: always in French, as the counter is."""

from collections.abc import Iterable

from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.models.deposits import Deposit, DepositLine
from kpacite.integrations.documents.invoices import long_day, money
from kpacite.integrations.documents.pages import Page
from kpacite.kernel.ids import format_iban

TITLES = {
    PaymentMeans.CHEQUE: "Remise de chèques",
    PaymentMeans.CARD: "Remise de cartes",
    PaymentMeans.CASH: "Remise d’espèces",
}


def slip_page(deposit: Deposit, lines: Iterable[DepositLine]) -> Page:
    rows = [
        (line.payment.client.name, line.payment.reference, money(line.payment.amount_cents)) for line in lines
    ]
    count = [("Nombre", str(len(rows)))] if rows else []
    kept = [("Commission de la banque", money(deposit.fee_cents))] if deposit.fee_cents else []
    number = [("Numéro de la banque", deposit.bank_reference)] if deposit.bank_reference else []
    account = [deposit.account.name, format_iban(deposit.account.iban) if deposit.account.iban else ""]
    return Page(
        title=f"{TITLES[PaymentMeans(deposit.means)]} {deposit.number}",
        author=deposit.carrier.name,
        who=[deposit.carrier.name, *(row for row in account if row)],
        facts=[("Date", long_day(deposit.deposited_on)), *number, *count, *kept],
        columns=("De", "Référence", "Montant") if rows else (),
        rows=rows,
        total=f"Total remis : {money(deposit.amount_cents)}",
        notes=["Cette remise est annulée."] if deposit.cancelled_at else (),
        sign="Date et signature :",
        footer=f"{deposit.carrier.name}, {deposit.number}",
    )
