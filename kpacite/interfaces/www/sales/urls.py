"""Sales: the book of clients, requests, quotes and orders of a KPA, and the link of a client."""

from django.urls import path

from kpacite.interfaces.www.gates import KPA_SPACE
from kpacite.interfaces.www.sales import gates
from kpacite.interfaces.www.sales.views import (
    autonomy,
    client_link,
    client_writing,
    clients,
    duplicates,
    imports,
    leads,
    order_bills,
    orders,
    public_order,
    quote_editing,
    quotes,
    sales,
)
from kpacite.platform.access import PUBLIC, declare

CLIENTS = "<slug:kpa>/clients/"
CLIENT = CLIENTS + "<int:client>/"
LEADS = "<slug:kpa>/demandes/"
LEAD = LEADS + "<int:lead>/"
QUOTES = "<slug:kpa>/devis/"
QUOTE = QUOTES + "<int:quote>/"
ORDERS = "<slug:kpa>/commandes/"
ORDER = ORDERS + "<int:order>/"
SALES = "<slug:kpa>/ventes/"
LINK = "d/<str:token>/"
PUBLIC_ORDER = "kpa/<slug:slug>/commander/"

public_view, reads_all = declare(PUBLIC), declare(KPA_SPACE)
writes_clients, writes_client = declare(gates.CLIENTS_WRITER), declare(gates.CLIENT_WRITER)
sells = declare(gates.SELLER)
writes_lead, hands_lead = declare(gates.LEAD_WRITER), declare(gates.LEAD_HANDER)
writes_quote, reviews_quote = declare(gates.QUOTE_WRITER), declare(gates.QUOTE_REVIEWER)
writes_order = declare(gates.ORDER_WRITER)

urlpatterns = [
    path(PUBLIC_ORDER, public_view(public_order.order), name="kpa_order"),
    path(PUBLIC_ORDER + "merci/", public_view(public_order.thanks), name="kpa_order_thanks"),
    path(LINK, public_view(client_link.file), name="client_link"),
    path(LINK + "devis/<int:quote>/", public_view(client_link.quote), name="client_quote"),
    path(LINK + "devis/<int:quote>/devis.pdf", public_view(client_link.quote_pdf), name="client_quote_pdf"),
    path(LINK + "devis/<int:quote>/refuser/", public_view(client_link.refuse), name="client_quote_refuse"),
    path(SALES, reads_all(sales.sales), name="sales"),
    path(SALES + "ventes.csv", reads_all(sales.sales_csv), name="sales_csv"),
    path(SALES + "autonomie/", reads_all(autonomy.autonomies), name="autonomies"),
    path(
        SALES + "autonomie/<int:autonomy>/finir/",
        declare(gates.CARRIER_HERE)(autonomy.end),
        name="autonomy_end",
    ),
    path(CLIENTS, reads_all(clients.clients), name="clients"),
    path(CLIENTS + "clients.csv", reads_all(clients.clients_csv), name="clients_csv"),
    path(CLIENTS + "nouveau/", writes_clients(client_writing.new), name="client_new"),
    path(CLIENTS + "importer/", writes_clients(imports.importing), name="client_import"),
    path(CLIENTS + "doublons/", writes_clients(duplicates.groups), name="client_duplicates"),
    path(CLIENT, declare(gates.CLIENT_READER)(clients.client), name="client"),
    path(CLIENT + "modifier/", writes_client(client_writing.edit), name="client_edit"),
    path(CLIENT + "contacts/", writes_client(client_writing.contact), name="client_contact"),
    path(
        CLIENT + "contacts/<int:contact>/enlever/",
        writes_client(client_writing.contact_away),
        name="client_contact_away",
    ),
    path(CLIENT + "reunir/<int:other>/", writes_client(duplicates.merge), name="client_merge"),
    path(LEADS, reads_all(leads.leads), name="leads"),
    path(LEADS + "noter/", sells(leads.note), name="lead_note"),
    path(LEAD, declare(gates.LEAD_READER)(leads.lead), name="lead"),
    path(LEAD + "prendre/", writes_lead(leads.take), name="lead_take"),
    path(LEAD + "laisser/", writes_lead(leads.leave), name="lead_leave"),
    path(LEAD + "repondre/", writes_lead(leads.answer), name="lead_answer"),
    path(LEAD + "refuser/", writes_lead(leads.refuse), name="lead_refuse"),
    path(LEAD + "confier/", hands_lead(leads.hand), name="lead_hand"),
    path(QUOTES + "nouveau/", sells(quote_editing.new), name="quote_new"),
    path(QUOTE, declare(gates.QUOTE_READER)(quotes.quote), name="quote"),
    path(QUOTE + "devis.pdf", declare(gates.QUOTE_READER)(quotes.pdf), name="quote_pdf"),
    path(QUOTE + "modifier/", writes_quote(quote_editing.edit), name="quote_edit"),
    path(QUOTE + "relire/", writes_quote(quotes.ask_review), name="quote_review"),
    path(QUOTE + "renvoyer/", reviews_quote(quotes.send_back), name="quote_send_back"),
    path(QUOTE + "pret/", reviews_quote(quotes.make_ready), name="quote_ready"),
    path(QUOTE + "envoyer/", writes_quote(quotes.send), name="quote_send"),
    path(QUOTE + "accepte/", writes_quote(quotes.accepted), name="quote_accepted"),
    path(QUOTE + "refuse/", writes_quote(quotes.refused), name="quote_refused"),
    path(QUOTE + "abandonner/", writes_quote(quotes.discard), name="quote_discard"),
    path(QUOTE + "copier/", writes_quote(quotes.duplicate), name="quote_duplicate"),
    path(QUOTE + "reviser/", writes_quote(quotes.revise), name="quote_revise"),
    path(QUOTE + "lien/", writes_quote(quotes.link), name="quote_link"),
    path(ORDERS + "nouvelle/", sells(orders.new), name="order_new"),
    path(ORDER, declare(gates.ORDER_READER)(orders.order), name="order"),
    path(ORDER + "planifier/", writes_order(orders.plan), name="order_plan"),
    path(ORDER + "fait/", writes_order(orders.finish), name="order_finish"),
    path(ORDER + "facturer/", writes_order(order_bills.bill), name="order_invoice"),
    path(ORDER + "acompte/", writes_order(order_bills.bill_deposit), name="order_deposit"),
    path(ORDER + "terminer/", writes_order(orders.close), name="order_close"),
    path(ORDER + "annuler/", writes_order(orders.cancel), name="order_cancel"),
]
