"""Sales: the book of clients, requests, quotes and orders of a KPA."""

from django.urls import path

from kpacite.interfaces.www.gates import KPA_SPACE
from kpacite.interfaces.www.sales import gates
from kpacite.interfaces.www.sales.views import client_writing, clients, duplicates
from kpacite.platform.access import declare

CLIENTS = "<slug:kpa>/clients/"
CLIENT = CLIENTS + "<int:client>/"
WRITES, WRITES_ONE = gates.CLIENTS_WRITER, gates.CLIENT_WRITER

urlpatterns = [
    path(CLIENTS, declare(KPA_SPACE)(clients.clients), name="clients"),
    path(CLIENTS + "clients.csv", declare(KPA_SPACE)(clients.clients_csv), name="clients_csv"),
    path(CLIENTS + "nouveau/", declare(WRITES)(client_writing.new), name="client_new"),
    path(CLIENTS + "doublons/", declare(WRITES)(duplicates.groups), name="client_duplicates"),
    path(CLIENT, declare(gates.CLIENT_READER)(clients.client), name="client"),
    path(CLIENT + "modifier/", declare(WRITES_ONE)(client_writing.edit), name="client_edit"),
    path(CLIENT + "contacts/", declare(WRITES_ONE)(client_writing.contact), name="client_contact"),
    path(
        CLIENT + "contacts/<int:contact>/enlever/",
        declare(WRITES_ONE)(client_writing.contact_away),
        name="client_contact_away",
    ),
    path(CLIENT + "reunir/<int:other>/", declare(WRITES_ONE)(duplicates.merge), name="client_merge"),
]
