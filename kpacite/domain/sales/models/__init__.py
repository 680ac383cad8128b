from kpacite.domain.sales.models.clients import Client, ClientContact
from kpacite.domain.sales.models.lines import DocumentLine

__all__ = ["Client", "ClientContact", "DocumentLine"]
