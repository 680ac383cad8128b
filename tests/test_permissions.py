"""Every address, opened as each role, answers what docs/droits.md says; none is left out, now or later.

To add a screen: add its row to docs/droits.md by hand, thinking of each person. The failing test shows the
row that the code would give; copying it without thinking defeats the table.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from kpacite import scenarios
from kpacite.domain.people.models import Account
from kpacite.interfaces.www.accounts.second_factor import DEMO_SESSION
from kpacite.platform.access import access_of
from tests.samples import sample

TABLE = Path(__file__).resolve().parent.parent / "docs" / "droits.md"
OPENS, FORBIDDEN, NOT_FOUND, SIGN_IN, HOME = "✓", "✗", "·", "→", "⌂"
# All rows are asked at La Cape: the second group wears the same hats, but at Moulins Coop.
PEOPLE = {
    "tout le monde": None,
    "coopérante": "amina",
    "référent": "bilal",
    "contributrice": "gaelle",
    "coordination": "chloe",
    "structure porteuse": "hugo",
    "coopérante ailleurs": "ines",
    "référent ailleurs": "jules",
    "contributrice ailleurs": "karima",
    "coordination ailleurs": "leo",
    "structure porteuse ailleurs": "nadia",
    "comptabilité": "driss",
    "réseau": "esther",
    "financeur": "olga",
    "étrangère": "fanny",
}


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


ADDRESSES = list(addresses(get_resolver().url_patterns))


def test_every_view_declares_who_may_open_it_and_has_a_name() -> None:
    assert [route for route, pattern in ADDRESSES if access_of(pattern.callback) is None] == []
    assert [route for route, pattern in ADDRESSES if not pattern.name] == []


def expected() -> dict[str, list[str]]:
    rows = re.findall(r"^\| `([\w-]+)` \|(.*)\|$", TABLE.read_text(), re.MULTILINE)
    return {name: [cell.strip() for cell in cells.split("|")] for name, cells in rows}


def answer(client: Client, address: str) -> str:
    response: HttpResponse = client.get(address)
    if response.status_code == 404:
        return NOT_FOUND
    if response.status_code == 403:
        return FORBIDDEN
    if response.status_code == 302:
        if response["Location"].startswith(resolve_url(settings.LOGIN_URL)):
            return SIGN_IN
        if response["Location"] == resolve_url(settings.LOGIN_REDIRECT_URL):
            return HOME
    assert response.status_code < 500, f"{address}: {response.status_code}"
    return OPENS


def signed_in(login: str | None) -> Client:
    client = Client()
    if login:
        account = Account.objects.get(email__startswith=f"{login}", email__endswith="@demo.kpacite.example")
        client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
        session = client.session
        session[DEMO_SESSION] = True
        session.save()
    return client


def _nothing(*_args: object, **_kwargs: object) -> SafeString:
    return SafeString("")


@pytest.mark.long
@pytest.mark.django_db
def test_every_address_opens_for_those_whom_the_table_names_and_for_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On PostgreSQL each page is drawn once besides: what its lists ask is asked of that database too."""
    names = [scenario.name for scenario in scenarios.available() if scenario.in_demo]
    scenarios.load(names, now=timezone.now())
    routes = [
        (pattern.name, reverse(pattern.name, kwargs=sample(pattern.name, pattern.pattern.converters)))
        for _, pattern in ADDRESSES
    ]
    found: dict[str, list[str]] = {name: [] for name, _ in routes}
    # Rules are asked before a page is drawn: drawing thousands of pages would only cost minutes.
    to_draw = set(found) if connection.vendor == "postgresql" else set()
    draw = Template.render
    for login in PEOPLE.values():
        client = signed_in(login)
        for name, address in routes:
            monkeypatch.setattr(Template, "render", draw if name in to_draw else _nothing)
            found[name].append(answer(client, address))
            if found[name][-1] == OPENS:
                to_draw.discard(name)
    table = expected()
    wrong = [f"| `{name}` | {' | '.join(row)} |" for name, row in found.items() if table.get(name) != row]
    assert not wrong, "\n".join(["These rows are not what docs/droits.md says:", *wrong])
    assert table.keys() == found.keys(), table.keys() - found.keys()
