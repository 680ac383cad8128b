"""What the screens of a charter show, in a number of queries that does not depend on how much there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kpacite.domain.governance import rules
from kpacite.domain.governance.enums import CharterKind, Signatory, VersionState
from kpacite.domain.governance.models import Charter, CharterSignature, CharterVersion
from kpacite.domain.organisations.models import Organisation, RoleAssignment
from kpacite.domain.organisations.selectors import hats_worn_in
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import files_of
from kpacite.platform.asking import Question, ask


@dataclass(frozen=True, slots=True)
class CharterBook:
    """A charter with its versions, the newest first; every row is loaded."""

    organisation: Organisation
    charter: Charter | None = None
    versions: tuple[CharterVersion, ...] = ()

    @property
    def in_force(self) -> CharterVersion | None:
        return next((row for row in self.versions if row.state == VersionState.IN_FORCE), None)

    @property
    def being_written(self) -> CharterVersion | None:
        """The one draft or discussed version."""
        return next((row for row in self.versions if row.is_open), None)

    @property
    def history(self) -> tuple[CharterVersion, ...]:
        """In force today, or once."""
        return tuple(row for row in self.versions if not row.is_open)

    def number(self, number: int) -> CharterVersion | None:
        return next((row for row in self.versions if row.number == number), None)

    def before(self, version: CharterVersion) -> CharterVersion | None:
        """The version that this one replaced, or is going to replace."""
        return next((row for row in self.history if row.number < version.number), None)

    def only(self, states: Iterable[VersionState]) -> "CharterBook":
        """The same book, without the versions in any other state."""
        shown = set(states)
        rows = tuple(row for row in self.versions if row.state in shown)
        return CharterBook(self.organisation, self.charter, rows)


def charter_book(organisation: Organisation, kind: CharterKind = CharterKind.LOCAL) -> CharterBook:
    """Two queries at most; a book without charter when nobody has written one."""
    charter = Charter.objects.filter(organisation=organisation, kind=kind).first()
    if charter is None:
        return CharterBook(organisation)
    charter.organisation = organisation
    rows = tuple(CharterVersion.objects.filter(charter=charter).select_related("source").order_by("-number"))
    for row in rows:
        row.charter = charter
    return CharterBook(organisation, charter, rows)


def signatures_of(person: Person, organisation: Organisation) -> list[CharterSignature]:
    """What this person signed here, the newest version first; kept after she left."""
    rows = CharterSignature.objects.filter(
        person__in=files_of(person),
        signatory=Signatory.PERSON,
        version__charter__organisation=organisation,
        version__charter__kind=CharterKind.LOCAL,
    )
    return list(rows.select_related("version").order_by("-version__number"))


def signature_due_asked(person: Person, organisation: Organisation, today: date) -> dict[str, Question]:
    """A person is asked to sign the charter of a KPA when she signs there and a version waits for it."""
    versions = CharterVersion.objects.in_force().filter(
        charter__organisation=organisation, charter__kind=CharterKind.LOCAL
    )
    unsigned = versions.exclude(
        pk__in=CharterSignature.objects.filter(
            person__in=files_of(person), signatory=Signatory.PERSON
        ).values("version")
    )
    signers = _signers(organisation, today).filter(person=person)
    return {"charter_signs": signers, "charter_unsigned": unsigned}


def signature_due(person: Person, organisation: Organisation, today: date) -> bool:
    asked = signature_due_asked(person, organisation, today)
    return all(ask(Organisation.objects.filter(pk=organisation.pk), asked).values())


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One person of the signature sheet. `signature`: of the version in force. `earlier`: number of the
    newest version that she signed before it.
    """

    person: Person
    signature: CharterSignature | None
    earlier: int | None
    is_member: bool


def signature_sheet(book: CharterBook, today: date) -> list[SheetRow]:
    """Who signs here today, and who signed and has left since; two queries whatever the number of people."""
    members = {hat.person_id: hat.person for hat in _signers(book.organisation, today)}
    signed: dict[int, list[CharterSignature]] = {}
    for row in _kept(book):
        signed.setdefault(row.person.kept.pk, []).append(row)
    people = {key: rows[0].person.kept for key, rows in signed.items()} | members
    present = book.in_force.pk if book.in_force else None
    rows = [
        _sheet_row(person, signed.get(key, []), present, is_member=key in members)
        for key, person in people.items()
    ]
    return sorted(rows, key=lambda row: (not row.is_member, str(row.person).casefold(), row.person.pk))


def _kept(book: CharterBook) -> QuerySet[CharterSignature]:
    rows = CharterSignature.objects.filter(version__charter=book.charter, signatory=Signatory.PERSON)
    return rows.select_related("person__merged_into", "version").order_by("-version__number")


def _sheet_row(
    person: Person, signed: list[CharterSignature], present: int | None, *, is_member: bool
) -> SheetRow:
    current = next((row for row in signed if row.version_id == present), None)
    earlier = next((row.version.number for row in signed if row.version_id != present), None)
    return SheetRow(person, current, earlier, is_member)


def _signers(organisation: Organisation, today: date) -> QuerySet[RoleAssignment]:
    return hats_worn_in(organisation, today, *rules.SIGNING_ROLES)
