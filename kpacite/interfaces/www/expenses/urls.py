"""Expenses: `/<kpa>/frais/` for members, `/cae/<slug>/frais/` for the accountants of the carrier."""

from django.urls import path

from kpacite.interfaces.www.expenses import gates
from kpacite.interfaces.www.expenses.views import carrier, files, judging, mine, rates
from kpacite.interfaces.www.gates import CARRIER_STAFF, KPA_MEMBER
from kpacite.platform.access import declare

READER, OWNER, CHECKER = gates.EXPENSE_READER, gates.EXPENSE_OWNER, gates.EXPENSE_CHECKER
STAFF = gates.CARRIER_EXPENSES
MINE = "<slug:kpa>/frais/"
ONE = MINE + "<int:expense>/"
FILE = "justificatifs/<int:receipt>/"
THERE = "cae/<slug:carrier>/frais/"
ONE_THERE = THERE + "<int:expense>/"

urlpatterns = [
    path(THERE, declare(STAFF)(carrier.expenses), name="carrier_expenses"),
    path(THERE + "frais.csv", declare(STAFF)(carrier.expenses_csv), name="carrier_expenses_csv"),
    path(THERE + "rembourser/", declare(STAFF)(carrier.repay), name="carrier_expenses_repay"),
    path(THERE + "bareme/", declare(CARRIER_STAFF)(rates.kilometres), name="carrier_kilometre_rate"),
    path(ONE_THERE, declare(STAFF)(carrier.expense), name="carrier_expense"),
    path(ONE_THERE + "refuser/", declare(STAFF)(judging.refuse_there), name="carrier_expense_refuse"),
    path(ONE_THERE + FILE, declare(STAFF)(files.receipt), name="carrier_expense_receipt"),
    path(MINE, declare(KPA_MEMBER)(mine.expenses), name="expenses"),
    path(MINE + "noter/", declare(KPA_MEMBER)(mine.note), name="expense_new"),
    path(ONE, declare(READER)(mine.expense), name="expense"),
    path(ONE + "modifier/", declare(OWNER)(mine.edit), name="expense_edit"),
    path(ONE + "envoyer/", declare(OWNER)(mine.submit), name="expense_submit"),
    path(ONE + "reprendre/", declare(OWNER)(mine.reopen), name="expense_reopen"),
    path(ONE + "verifier/", declare(CHECKER)(judging.check), name="expense_check"),
    path(ONE + "refuser/", declare(CHECKER)(judging.refuse), name="expense_refuse"),
    path(ONE + FILE, declare(READER)(files.receipt), name="expense_receipt"),
    path(ONE + FILE + "enlever/", declare(OWNER)(files.remove), name="expense_receipt_remove"),
]
