"""Clients, requests, quotes and orders."""

from kpacite.domain.sales.models import Client, ClientContact
from tests.areas import HERE, everywhere, first

TILLEULS = "Association Les Tilleuls (exemple)"


def _tilleuls(_name: str = "") -> object:
    return Client.objects.get(kpa__organisation__slug=HERE, name=TILLEULS).pk


ARGUMENTS = {
    "client": _tilleuls,
    "other": lambda _name: Client.objects.get(kpa__organisation__slug=HERE, name="Mairie exemple").pk,
    "contact": lambda _name: ClientContact.objects.get(client=_tilleuls()).pk,
}
VISITOR_BY_ACCESS: dict[str, str | None] = {
    "client_reader": "Amina",
    "clients_writer": "Amina",
    "client_writer": "Amina",
}
CLIENT = {"kpa": HERE, "client": first(Client.objects, name=TILLEULS)}
SAMPLES = {
    **everywhere("kpa", HERE, "clients", "client_new", "client_duplicates"),
    **{name: [CLIENT] for name in ("client", "client_edit", "client_contact")},
    "client_contact_away": [CLIENT | {"contact": first(ClientContact.objects, client__name=TILLEULS)}],
    "client_merge": [CLIENT | {"other": first(Client.objects, name="Les Tilleuls")}],
}
NOT_PAGES = {"clients_csv": "a file"}
