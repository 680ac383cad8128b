"""Sales at the till, without an invoice: `/<kpa>/comptoir/`."""

from django.urls import path

from kpacite.interfaces.www.counter import gates, views
from kpacite.interfaces.www.gates import KPA_SPACE
from kpacite.platform.access import declare

HERE = "<slug:kpa>/comptoir/"
ONE = HERE + "<int:sale>/"

urlpatterns = [
    path(HERE, declare(KPA_SPACE)(views.days), name="counter"),
    path(HERE + "vendre/", declare(gates.COUNTER_SELLER)(views.sell), name="counter_sell"),
    path(ONE, declare(gates.COUNTER_READER)(views.ticket), name="counter_sale"),
    path(ONE + "annuler/", declare(gates.COUNTER_CORRECTOR)(views.cancel), name="counter_cancel"),
]
