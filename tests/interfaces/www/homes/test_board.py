"""The board of a coordination: what waits by kind, the two pockets, the orders under way."""

from datetime import date
from types import SimpleNamespace

import pytest

from kpacite import scenarios
from kpacite.domain.people.models import Account
from kpacite.interfaces.www.home_parts import Kind, ToDo
from kpacite.interfaces.www.homes.gathering import counted, gathered
from tests.factories.people import NOW

HOURS = Kind("hours", lambda n: "heure" if n == 1 else "heures", "/heures/")
PAPERS = Kind("papers", lambda n: "papier" if n == 1 else "papiers", "/papiers/")


def told(counts):
    return [(row.n, row.words, row.url, row.detail) for row in counts]


def test_things_of_one_kind_are_one_line_that_leads_to_all_of_them() -> None:
    rows = [
        ToDo("Signer A", "/a/", kind=PAPERS, about="A"),
        ToDo("Valider", "/heures/", kind=HOURS, count=7),
        ToDo("Signer B", "/b/", kind=PAPERS, about="B"),
    ]
    assert told(counted(rows)) == [(2, "papiers", "/papiers/", "A, B"), (7, "heures", "/heures/", "")]


def test_a_single_thing_opens_at_once() -> None:
    assert told(counted([ToDo("Signer A", "/a/", kind=PAPERS, about="A")])) == [(1, "papier", "/a/", "A")]


def test_more_than_three_names_are_cut_short() -> None:
    rows = [ToDo("Signer", "/a/", kind=PAPERS, about=name) for name in "ABCD"]
    assert told(counted(rows)) == [(4, "papiers", "/papiers/", "A, B, C…")]


def test_what_is_counted_is_not_told_twice() -> None:
    own = ToDo("Lire la charte", "/charte/")
    area = SimpleNamespace(
        questions=lambda *_: {}, cards=lambda *_: [], to_dos=lambda *_: [own, ToDo("V", "/", kind=HOURS)]
    )
    home = gathered(SimpleNamespace(), SimpleNamespace(pk=0), date(2026, 3, 12), [area], by_kind=True)
    assert home["to_dos"] == [own]
    assert [row.words for row in home["counts"]] == ["heure"]


@pytest.mark.django_db
def test_the_coordination_reads_it_and_a_member_does_not(as_, time_machine) -> None:
    scenarios.load(["hours", "payments", "sales", "sharing", "members", "contracts", "paths"], now=NOW)
    time_machine.move_to(NOW)

    def home(login_name):
        return as_(Account.objects.get(login_name=login_name)).get("/la-cape/").content.decode()

    board, member = home("chloe"), home("amina")
    for words in (
        "À traiter",
        "contrats à signer",
        "d’heures à valider",
        "Les deux poches",
        "Commandes en cours",
    ):
        assert words in board, words
        assert words not in member, words
