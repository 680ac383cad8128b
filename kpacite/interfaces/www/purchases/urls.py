"""Invoices of suppliers: `/cae/<slug>/achats/`, for the accountants of the carrier."""

from django.urls import path

from kpacite.interfaces.www.gates import CARRIER_STAFF
from kpacite.interfaces.www.purchases import gates
from kpacite.interfaces.www.purchases.views import booking, lists, paying, receiving
from kpacite.platform.access import declare

STAFF, ONE_OF_OURS = CARRIER_STAFF, gates.SUPPLIER_INVOICE
THERE = "cae/<slug:carrier>/achats/"
ONE = THERE + "<int:purchase>/"

urlpatterns = [
    path(THERE, declare(STAFF)(lists.purchases), name="purchases"),
    path(THERE + "achats.csv", declare(STAFF)(lists.purchases_csv), name="purchases_csv"),
    path(THERE + "nouvelle/", declare(STAFF)(receiving.new), name="purchase_new"),
    path(ONE, declare(ONE_OF_OURS)(booking.purchase), name="purchase"),
    path(ONE + "fichier/", declare(ONE_OF_OURS)(lists.file), name="purchase_file"),
    path(ONE + "payer/", declare(ONE_OF_OURS)(paying.pay), name="purchase_pay"),
    path(ONE + "avance/", declare(ONE_OF_OURS)(paying.advance), name="purchase_advance"),
    path(
        ONE + "paiements/<int:paid>/annuler/",
        declare(gates.SUPPLIER_PAYMENT)(paying.undo_payment),
        name="purchase_payment_undo",
    ),
    path(ONE + "ecarter/", declare(ONE_OF_OURS)(booking.discard), name="purchase_discard"),
    path(ONE + "annuler/", declare(ONE_OF_OURS)(booking.undo), name="purchase_undo"),
]
