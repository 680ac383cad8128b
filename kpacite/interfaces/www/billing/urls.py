"""Invoices: the space of a KPA, and the desk of its carrier."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from kpacite.interfaces.www.billing import gates
from kpacite.interfaces.www.billing.views import (
    carrier,
    client_files,
    files,
    lists,
    moves,
    recurring,
    showing,
    taking_over,
    writing,
)
from kpacite.interfaces.www.gates import CARRIER_STAFF, KPA_SPACE
from kpacite.platform.access import PUBLIC, Access, declare

ALL = "<slug:kpa>/factures/"
ONE = ALL + "<slug:invoice>/"
WRITER, READER = gates.INVOICE_WRITER, gates.INVOICE_READER
EDITOR, ISSUER = gates.INVOICE_EDITOR, gates.INVOICE_ISSUER


def _route(route: str, access: Access, view: Callable[..., Any], name: str) -> URLPattern:
    return path(route, declare(access)(view), name=name)


urlpatterns = [
    _route(
        "d/<str:token>/factures/<int:invoice>/facture.pdf", PUBLIC, client_files.pdf, "client_invoice_pdf"
    ),
    _route(ALL, KPA_SPACE, lists.invoices, "invoices"),
    _route(ALL + "export.csv", KPA_SPACE, lists.invoices_csv, "invoices_csv"),
    _route(ALL + "nouvelle/", WRITER, writing.new, "invoice_new"),
    _route(ALL + "apercu/", WRITER, writing.preview, "invoice_preview"),
    _route(ONE, READER, showing.invoice, "invoice"),
    _route(ONE + "facture.pdf", READER, files.pdf, "invoice_pdf"),
    _route(ONE + "factur-x.xml", READER, files.xml, "invoice_xml"),
    _route(ONE + "modifier/", EDITOR, writing.edit, "invoice_edit"),
    _route(ONE + "proposer/", EDITOR, moves.submit, "invoice_submit"),
    _route(ONE + "emettre/", ISSUER, moves.issue, "invoice_issue"),
    _route(ONE + "renvoyer/", gates.INVOICE_CORRECTOR, moves.send_back, "invoice_send_back"),
    _route(ONE + "jeter/", EDITOR, moves.discard, "invoice_discard"),
    _route(ONE + "envoyer/", EDITOR, moves.send, "invoice_send"),
    _route(ONE + "chorus-pro/", EDITOR, moves.deposit_on_portal, "invoice_portal"),
    _route(ONE + "avoir/", EDITOR, moves.credit, "invoice_credit"),
    _route(ONE + "recommencer/", EDITOR, moves.duplicate, "invoice_duplicate"),
    _route(ONE + "revenir/", EDITOR, recurring.repeat, "invoice_repeat"),
    _route("cae/<slug:carrier>/factures/", CARRIER_STAFF, carrier.desk, "carrier_invoices"),
    _route("cae/<slug:carrier>/factures/profil/", CARRIER_STAFF, carrier.profile, "carrier_profile"),
    _route("cae/<slug:carrier>/reprise/", CARRIER_STAFF, taking_over.taking_over, "carrier_takeover"),
    _route("cae/<slug:carrier>/factures/archive/", CARRIER_STAFF, carrier.archive, "carrier_archive"),
    _route(
        "cae/<slug:carrier>/factures/archive/<int:issued_in>/",
        CARRIER_STAFF,
        files.archive,
        "carrier_archive_zip",
    ),
]
