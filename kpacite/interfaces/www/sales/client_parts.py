"""What other areas show to a client behind their link: their invoices, for instance.

An area offers it in its own `client_part.py`; `client_gathering.py` names those areas, in the order of the
page. A part is a template that draws one `<section class="carte">` and reads its names under `part`.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

from django.http import HttpRequest

from kpacite.domain.sales.models import Deal


@dataclass(frozen=True, slots=True)
class ClientPart:
    template: str
    context: dict[str, Any] = field(default_factory=dict)


class ClientPartProvider(Protocol):
    """`token` is in the address of the page: links of the part start with `/d/<token>/`."""

    def client_parts(self, request: HttpRequest, deal: Deal, token: str) -> list[ClientPart]: ...
