"""What the pages of a bilan say, read as a person reads them."""

import re
from datetime import UTC, datetime

from bs4 import BeautifulSoup

from kpacite.domain.paths.models import Path
from kpacite.domain.people.models import Person

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
BY = {"actor": None, "now": NOW}
OPEN = "/reseau/bilan/2022-2023/"
STAFF = "/reseau/bilans/"


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text_of(response):
    return " ".join(soup(response).get_text(" ").split())


def figures(response):
    """Code → (count, denominator, percentage) as the tables of the page print them."""
    found = {}
    for row in soup(response).select("tbody tr"):
        code = row.select_one("th .fin")
        if code is not None:
            cells = [cell.get_text(strip=True) for cell in row.select("td")]
            found[code.get_text(strip=True)] = cells[:3]
    return found


def whole(text):
    digits = re.sub(r"[^0-9]", "", text)
    return int(digits) if digits else None


def crowd(place, many, start):
    persons = Person.objects.bulk_create([Person(first_name="Exemple", created_at=NOW) for _ in range(many)])
    Path.objects.bulk_create([Path(person=each, kpa=place, start=start) for each in persons])
