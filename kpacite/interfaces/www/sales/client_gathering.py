"""The areas that put something on the page of a client, in its order: one line for each."""

from django.http import HttpRequest

from kpacite.domain.sales.models import Deal
from kpacite.interfaces.www.billing import client_part as billing_part
from kpacite.interfaces.www.sales.client_parts import ClientPart, ClientPartProvider

PROVIDERS: tuple[ClientPartProvider, ...] = (billing_part,)


def parts_for(request: HttpRequest, deal: Deal, token: str) -> list[ClientPart]:
    return [part for provider in PROVIDERS for part in provider.client_parts(request, deal, token)]
