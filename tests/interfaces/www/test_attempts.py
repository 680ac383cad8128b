"""Attempts to read what is somebody else's: as every role, every page, export, search, calendar and PDF of
the demo network that opens, and the numbers of one KPA in the addresses of another.

Words that exist nowhere else are planted in what is Amina's: who meets one without a right found a leak.
To add a secret: a line in SECRETS and one in `plant`.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field

import pytest
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kpacite import scenarios
from kpacite.domain.activities import services as activities
from kpacite.domain.members.models import MediationParty
from kpacite.domain.organisations.models import Kpa, RoleAssignment
from kpacite.domain.paths.enums import Answer, NoteLevel, SensitiveQuestion
from kpacite.domain.paths.models import Appointment, AppointmentAction, SensitiveFacts, SupportNote
from kpacite.domain.people.models import Account, Person
from tests.samples import sample
from tests.test_permissions import ADDRESSES, FORBIDDEN, NOT_FOUND, OPENS, PEOPLE, answer, expected, signed_in

THEIRS = "moulins-coop"
ELSEWHERE = [login for role, login in PEOPLE.items() if role.endswith("ailleurs")]
# Words by which every KPA calls things of its own, or things of the network: numbers of nothing of La Cape.
EACH_KPA_HAS_ITS_OWN = {"pot", "report", "rank"}
ISSUED = "F-"
AS_KEPT = "her sensitive answers, as they are kept"
HERS, NOTED, COORDINATES, MEDIATES = "amina", "gaelle", "chloe", "bilal"
WALK_BESIDE_HER = ("gaelle", "bilal")
OF_HER_KPA = (HERS, NOTED, COORDINATES, MEDIATES)
# The host association looks after its KPA, the carrier keeps its contracts, the network finds double files.
KNOW_HER_NAME = (*OF_HER_KPA, "hugo", "driss", "esther")


@dataclass(frozen=True)
class Secret:
    """A word that nobody meets but `readers` (logins)."""

    word: str
    where: str
    readers: frozenset[str]


def secret(word: str, where: str, *readers: str) -> Secret:
    return Secret(word, where, frozenset(readers))


SECRETS = [
    secret("zorglibule", "her private note", NOTED),
    secret("brimbelotte", "a note of those who walk beside her", *WALK_BESIDE_HER),
    secret("quenouillet", "a shared note", HERS, *WALK_BESIDE_HER),
    secret("mirlifontaine", "the aim of an appointment", HERS, *WALK_BESIDE_HER),
    secret("tarabustine", "an action decided for her", HERS, *WALK_BESIDE_HER),
    secret("patafioloux", "a sensitive answer, in words", HERS, COORDINATES),
    secret("ooookarvelut", AS_KEPT),
    secret("gribouvelle", "what she said to the mediator", HERS, MEDIATES),
    secret("639980199", "her telephone", *OF_HER_KPA),
    secret("vrillonnette", "her e-mail address", *OF_HER_KPA),
    secret("escarbouquet", "her last name", *KNOW_HER_NAME),
]
WORD = {one.where: one.word for one in SECRETS}
SEARCHED = [WORD[where] for where in ("her private note", "her telephone", "her last name")]
FIRST_LETTERS = 5
# The answers that one may give about oneself stand on it, with nothing of Amina's.
ABOUT_ONESELF = "my_sensitive"


def plant(patch: pytest.MonkeyPatch) -> None:
    """Every secret, where the demo already has something of Amina's."""
    amina = Person.objects.filter(first_name="Amina")
    amina.update(
        last_name=WORD["her last name"].title(),
        phone=f"+33{WORD['her telephone']}",
        email=f"{WORD['her e-mail address']}@demo.kpacite.example",
    )
    for level, where in (
        (NoteLevel.PRIVATE, "her private note"),
        (NoteLevel.TEAM, "a note of those who walk beside her"),
        (NoteLevel.SHARED, "a shared note"),
    ):
        write(SupportNote.objects.filter(path__person__in=amina, level=level), words=WORD[where])
    write(Appointment.objects.filter(path__person__in=amina), aim=WORD["the aim of an appointment"])
    actions = AppointmentAction.objects.filter(appointment__path__person__in=amina)
    write(actions, words=WORD["an action decided for her"])
    write(
        MediationParty.objects.filter(person__in=amina, heard_on__isnull=False),
        words=WORD["what she said to the mediator"],
    )
    # Amina alone answers « oui »: the word for it, changed here, is met nowhere but in her answers.
    write(SensitiveFacts.objects.exclude(person__in=amina), answers=Answer.NO.value * len(SensitiveQuestion))
    write(
        SensitiveFacts.objects.filter(person__in=amina),
        answers=WORD[AS_KEPT],
    )
    patch.setattr(Answer.YES, "_label_", WORD["a sensitive answer, in words"])


def write(rows: "models.QuerySet[models.Model]", **values: str) -> None:
    assert rows.exists(), f"the demo has none of these any more: {rows.query}"
    rows.update(**values)


def text_of(response: HttpResponse) -> str:
    """What someone reads in an answer, whatever its kind, without spaces and in small letters."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return re.sub(r"\s", "", read(body)).casefold()


def read(body: bytes) -> str:
    if body.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "".join(name + read(archive.read(name)) for name in archive.namelist())
    return body.decode(errors="replace")


@dataclass
class Attempts:
    """What one role opens, what it met, and what of it is not for its eyes."""

    login: str | None
    client: Client
    leaks: list[str] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    def open(self, address: str, **asked: str) -> None:
        text = text_of(self.client.get(address, asked))
        for one in SECRETS:
            if one.word not in text:
                continue
            self.met.add(one.where)
            if self.login not in one.readers:
                self.leaks.append(f"{self.login or 'anyone'} reads {one.where} at {address} {asked or ''}")
        if 'name="q"' in text and not asked:
            for word in SEARCHED:
                # Only its first letters are typed: the page repeats what was searched.
                self.open(address, q=word[:FIRST_LETTERS])


def opened_by(column: int) -> list[str]:
    """Addresses that a role opens, asked with Amina's numbers wherever there is one to ask with.

    What everybody opens is opened once, by nobody.
    """
    table = expected()
    names = {
        name
        for name, row in table.items()
        if row[column] == OPENS and name != ABOUT_ONESELF and (column == 0 or row[0] != OPENS)
    }
    return [
        reverse(pattern.name, kwargs=sample(pattern.name, pattern.pattern.converters))
        for _, pattern in ADDRESSES
        if pattern.name in names
    ]


def calendars_of(login: str) -> list[str]:
    """Their secret addresses: one's own shifts, and the agenda of her KPA."""
    account = Account.objects.select_related("person").get(login_name=login)
    now = timezone.now()
    hats = RoleAssignment.objects.filter(person=account.person)
    kpas = Kpa.objects.filter(organisation__in=hats.values("organisation"))
    feeds = [
        activities.open_feed(person=account.person, kpa=kpa, actor=account, now=now) for kpa in (None, *kpas)
    ]
    return [reverse("agenda_feed", kwargs={"token": feed.token}) for feed in feeds]


@pytest.fixture
def network_with_secrets(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [scenario.name for scenario in scenarios.available() if scenario.in_demo]
    scenarios.load(names, now=timezone.now())
    plant(monkeypatch)


def numbers_in(kwargs: dict[str, object]) -> set[str]:
    """Arguments that name one thing of La Cape; each carrier counts its own issued invoices from 1."""
    own = kwargs.keys() - {"kpa"} - EACH_KPA_HAS_ITS_OWN
    return {name for name in own if not str(kwargs[name]).startswith(ISSUED)}


def opened_with_numbers_of_la_cape(login: str) -> list[str]:
    """What a role of another KPA opens there with numbers of La Cape."""
    client = signed_in(login)
    opened = []
    for _, pattern in ADDRESSES:
        kwargs = sample(pattern.name, pattern.pattern.converters)
        if "kpa" in kwargs and numbers_in(kwargs):
            address = reverse(pattern.name, kwargs=kwargs | {"kpa": THEIRS})
            if answer(client, address) not in {FORBIDDEN, NOT_FOUND}:
                opened.append(f"{login} opens {address} ({pattern.name})")
    return opened


@pytest.mark.either_database
def test_what_is_hers_is_read_by_nobody_without_a_right(network_with_secrets: None) -> None:
    leaks: list[str] = []
    met: set[str] = set()
    for column, login in enumerate(PEOPLE.values()):
        attempts = Attempts(login, signed_in(login))
        for address in [*opened_by(column), *(calendars_of(login) if login else [])]:
            attempts.open(address)
        leaks += attempts.leaks
        met |= attempts.met
    for login in ELSEWHERE:
        leaks += opened_with_numbers_of_la_cape(login)
    assert not leaks, "\n".join(leaks)
    # Whoever has the right did meet each of them: the words were looked for where they are.
    assert met == WORD.keys() - {AS_KEPT}
