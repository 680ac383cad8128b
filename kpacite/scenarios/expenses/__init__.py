"""Invented notes of expenses of La Cape, one in each state; every one of them says « exemple »."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from PIL import Image, ImageDraw

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.enums import Unit
from kpacite.domain.organisations.models import Kpa, Parameter
from kpacite.domain.organisations.services import set_parameter
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import ExpenseKind, ExpenseState, RepaymentMethod
from kpacite.domain.sales.models import ExpenseClaim, Order
from kpacite.domain.sales.rules.expenses import KILOMETRE_RATE
from kpacite.domain.sales.services import expenses
from kpacite.integrations.uploads import clean_file
from kpacite.kernel.money import Euro
from kpacite.kernel.text import fold
from kpacite.scenarios.seeding import Row, Seeding, chosen, organisation, read

HERE = Path(__file__).parent
STEPS = (ExpenseState.SUBMITTED, ExpenseState.CHECKED, ExpenseState.ACCEPTED, ExpenseState.REIMBURSED)


def load(seeding: Seeding) -> Iterator[float]:
    data = read(HERE / "expenses.toml")
    _rate(seeding, data["rate"])
    for rank, row in enumerate(data["expense"], start=1):
        _expense(seeding, row)
        yield rank / len(data["expense"])


def _account(name: str) -> Account:
    return Account.objects.select_related("person").get(login_name=name)


def _rate(seeding: Seeding, row: Row) -> None:
    carrier = organisation(row["carrier"])
    if not Parameter.objects.filter(organisation=carrier, code=KILOMETRE_RATE).exists():
        set_parameter(
            organisation=carrier,
            code=KILOMETRE_RATE,
            value=Euro.parse(row["per_1000_km"]).cents,
            unit=Unit.EURO_CENTS,
            valid_from=row["valid_from"],
            reason=row["source"],
            **seeding.by,
        )


def _expense(seeding: Seeding, row: Row) -> None:
    who, state = _account(row["who"]), ExpenseState(row["state"])
    kpa = Kpa.objects.get(organisation__slug=row["kpa"])
    if ExpenseClaim.objects.filter(kpa=kpa, claimant=who.person, label=row["label"]).exists():
        return
    by = {"actor": who, "now": seeding.now}
    activity = Activity.objects.get(kpa=kpa, code=row["activity"]) if "activity" in row else None
    order = Order.objects.get(kpa=kpa, title=row["order"]) if "order" in row else None
    claim = expenses.note_expense(
        kpa=kpa,
        claimant=who.person,
        kind=ExpenseKind(row["kind"]),
        activity=activity,
        order=order,
        spent_on=seeding.today - timedelta(days=row["days_ago"]),
        amount_cents=Euro.parse(row.get("amount", "0")).cents,
        today=seeding.today,
        is_example=True,
        **chosen(row, "label", "supplier", "km"),
        **by,
    )
    if "amount" in row:
        expenses.add_receipt(claim=claim, clean=clean_file(_ticket(row)), **by)
    if state is not ExpenseState.DRAFT:
        _go_on(seeding, claim, row, state)


def _go_on(seeding: Seeding, claim: ExpenseClaim, row: Row, state: ExpenseState) -> None:
    who, now = _account(row["who"]), seeding.now
    claim = expenses.submit_expense(claim=claim, by=who.person, actor=who, now=now, today=seeding.today)
    checker = _account(row["checker"]) if "checker" in row else None
    if checker is None:
        return
    if state is ExpenseState.REFUSED:
        expenses.refuse_expense(claim=claim, by=checker.person, reason=row["refusal"], actor=checker, now=now)
        return
    claim = expenses.check_expense(
        claim=claim, by=checker.person, is_production=claim.is_production, actor=checker, now=now
    )
    if STEPS.index(state) >= STEPS.index(ExpenseState.ACCEPTED):
        _pay(seeding, claim, state)


def _pay(seeding: Seeding, claim: ExpenseClaim, state: ExpenseState) -> None:
    driss, carrier = _account("driss"), organisation("opteos")
    by = {"actor": driss, "now": seeding.now}
    claim = expenses.accept_expense(
        claim=claim, carrier=carrier, vat_cents=0, by=driss.person, today=seeding.today, **by
    )
    if state is ExpenseState.REIMBURSED:
        repayment = expenses.Repayment(method=RepaymentMethod.TRANSFER, on=seeding.today, reference="EXEMPLE")
        expenses.reimburse_expenses(claims=[claim], carrier=carrier, repayment=repayment, **by)


def _ticket(row: Row) -> bytes:
    """A drawn receipt, which says that it is an example."""
    paper = Image.new("RGB", (420, 560), "#f7f4ec")
    pen = ImageDraw.Draw(paper)
    words = [
        "EXEMPLE",
        row.get("supplier", "Magasin exemple"),
        row["label"],
        f"TOTAL {row['amount'].replace(',', ' EUR ')}",
    ]
    for rank, text in enumerate(words):
        pen.text((30, 60 + 110 * rank), fold(text).upper(), fill="#222222", font_size=26)
    out = io.BytesIO()
    paper.save(out, "PNG")
    return out.getvalue()
