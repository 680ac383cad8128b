"""The accounts of a carrier, for those who keep them: `/cae/<slug>/compta/…`."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from kpacite.interfaces.www import gates
from kpacite.interfaces.www.ledger.views import closing, entries, fec, kpa, lettering, lists, years
from kpacite.platform.access import declare


def _route(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    return path(f"cae/<slug:carrier>/compta/{route}", declare(gates.CARRIER_STAFF)(view), name=name)


urlpatterns = [
    _route("", lists.balance, "ledger_balance"),
    _route("comptes/<slug:number>/", lists.account, "ledger_account"),
    _route("journal/", lists.journal, "ledger_journal"),
    _route("clients/", lists.receivables, "ledger_receivables"),
    _route("clients/<str:aux>/", lists.client, "ledger_client"),
    _route("ecritures/<int:entry>/", entries.entry, "ledger_entry"),
    _route("ecritures/<int:entry>/contre-passer/", entries.reverse_it, "ledger_reverse"),
    _route("mois/", closing.months, "ledger_months"),
    _route("mois/<int:period>/clore/", closing.close, "ledger_close"),
    _route("mois/<int:period>/rouvrir/", closing.reopen, "ledger_reopen"),
    _route("exercices/ouvrir/", years.open_next, "ledger_year_open"),
    _route("exercices/<int:year>/clore/", years.close, "ledger_year_close"),
    _route("comptes/<slug:number>/lettrage/", lettering.letters, "ledger_letters"),
    _route("lettrages/<int:lettering>/defaire/", lettering.undo, "ledger_unletter"),
    path("<slug:kpa>/comptes/", declare(gates.KPA_SPACE)(kpa.accounts), name="kpa_accounts"),
    _route("fec/", fec.page, "ledger_fec"),
    _route("fec/<int:year>/fichier/", fec.download, "ledger_fec_file"),
    _route("fec/<int:year>/notice/", fec.notice, "ledger_fec_notice"),
]
