from itertools import count

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.sales import services
from kpacite.domain.sales.enums import ClientKind
from kpacite.domain.sales.models import Client
from tests.factories.people import NOW

_ranks = count(1)
SIRET = "73282932000074"
OTHER_SIRET = "44306184100047"


def make_client(
    kpa: Kpa | Organisation, name: str = "", kind: ClientKind = ClientKind.ASSOCIATION, **details: object
) -> Client:
    """A client in the book of this KPA, through the service; two of them never look alike by chance."""
    book = kpa.kpa if isinstance(kpa, Organisation) else kpa
    name = name or f"Client exemple{next(_ranks)}"
    return services.create_client(kpa=book, kind=kind, name=name, actor=None, now=NOW, **details)
