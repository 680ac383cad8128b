"""From a draft to a version in force."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.governance import rules
from kpacite.domain.governance.enums import CharterKind, Publication, VersionState
from kpacite.domain.governance.models import Charter, CharterVersion
from kpacite.domain.governance.rules import Section
from kpacite.domain.organisations.models import Organisation, SourceDocument
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit, numbering
from kpacite.platform.audit import Actor


class CharterOfAnotherKind(DomainError):
    code = "governance.charter_of_another_kind"
    sentence = _("Un KPA écrit sa charte. Le réseau écrit la sienne.")


class VersionIsNotADraft(DomainError):
    code = "governance.version_is_not_a_draft"
    sentence = _("Ce texte n’est plus un brouillon. Reprenez d’abord l’écriture.")


class VersionCannotBecome(DomainError):
    code = "governance.version_cannot_become"
    sentence = _("Cette version ne peut pas passer à cet état.")


class SectionRefused(DomainError):
    code = "governance.section_refused"
    sentence = _("Écrivez le titre de cette partie.")
    field = "heading"


class PartMissing(DomainError):
    code = "governance.part_missing"
    sentence = _("Cette partie n’existe plus.")


class PartsToComplete(DomainError):
    code = "governance.parts_to_complete"
    sentence = _("Écrivez d’abord les parties à compléter.")


class DraftChangedMeanwhile(DomainError):
    code = "governance.draft_changed_meanwhile"
    sentence = _("Quelqu’un a changé ce brouillon entre-temps. Relisez-le, puis recommencez.")


class MotiveMissing(DomainError):
    code = "governance.motive_missing"
    sentence = _("Écrivez pourquoi cette version remplace l’autre.")
    field = "motive"


class StartDoesNotFit(DomainError):
    code = "governance.start_does_not_fit"
    sentence = _("Choisissez aujourd’hui ou un jour passé, après le début de la version d’avant.")
    field = "start"


class DraftDetails(TypedDict, total=False):
    authors: str
    motive: str
    source: SourceDocument | None
    is_example: bool


@transaction.atomic
def write_draft(
    *,
    organisation: Organisation,
    sections: Sequence[Section],
    kind: CharterKind = CharterKind.LOCAL,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[DraftDetails],
) -> CharterVersion:
    """Write the whole draft of a charter, the next version when none is open; the charter comes with it.

    Raises CharterOfAnotherKind, SectionRefused, VersionIsNotADraft when the open version is discussed.
    """
    charter = _locked_charter(organisation, kind)
    version = charter.versions.open().first() or CharterVersion(charter=charter)
    _refuse_unless_draft(version)
    for name, value in details.items():
        setattr(version, name, value)
    return _write(version, sections, actor=actor, now=now)


@transaction.atomic
def start_version(*, organisation: Organisation, actor: Actor | None, now: datetime) -> CharterVersion:
    """Open the next version of a KPA's charter with the words of the one in force; an open one is kept."""
    charter = _locked_charter(organisation, CharterKind.LOCAL)
    if version := charter.versions.open().first():
        return version
    present = charter.versions.in_force().first()
    parts = present.parts if present else ()
    return _write(CharterVersion(charter=charter), parts, actor=actor, now=now)


@transaction.atomic
def write_section(
    *,
    version: CharterVersion,
    rank: int,
    section: Section,
    place: int,
    seen: str,
    actor: Actor | None,
    now: datetime,
) -> CharterVersion:
    """Write the part at `rank` (0 for the first; the number of parts for a new one) and move it to `place`.

    seen: the content hash that the writer had before her eyes. Raises DraftChangedMeanwhile, PartMissing,
    SectionRefused, VersionIsNotADraft.
    """
    version = _locked_draft(version, seen)
    parts = list(version.parts)
    if not 0 <= rank <= len(parts):
        raise PartMissing
    parts[rank : rank + 1] = []
    parts.insert(place, section)
    return _write(version, parts, actor=actor, now=now)


@transaction.atomic
def remove_section(
    *, version: CharterVersion, rank: int, seen: str, actor: Actor | None, now: datetime
) -> CharterVersion:
    """Raises DraftChangedMeanwhile, PartMissing, VersionIsNotADraft."""
    version = _locked_draft(version, seen)
    parts = list(version.parts)
    if not 0 <= rank < len(parts):
        raise PartMissing
    del parts[rank]
    return _write(version, parts, actor=actor, now=now)


@transaction.atomic
def describe_draft(
    *, version: CharterVersion, authors: str, motive: str, actor: Actor | None, now: datetime
) -> CharterVersion:
    """Say who writes, and why. Raises VersionIsNotADraft."""
    version = _locked_draft(version)
    version.authors, version.motive = authors.strip(), motive.strip()
    return _write(version, version.parts, actor=actor, now=now)


@transaction.atomic
def open_discussion(*, version: CharterVersion, actor: Actor | None, now: datetime) -> CharterVersion:
    """Show the text to the members, gaps included. Raises VersionCannotBecome, PartMissing."""
    version = _locked(version)
    if not version.sections:
        raise PartMissing(_("Écrivez au moins une partie."))
    return _move(version, VersionState.DISCUSSED, "discussed", actor=actor, now=now)


@transaction.atomic
def resume_writing(*, version: CharterVersion, actor: Actor | None, now: datetime) -> CharterVersion:
    """Take a discussed text back to its authors. Raises VersionCannotBecome."""
    return _move(_locked(version), VersionState.DRAFT, "resumed", actor=actor, now=now)


@transaction.atomic
def put_in_force(
    *,
    version: CharterVersion,
    motive: str,
    start: date,
    actor: Actor | None,
    now: datetime,
    today: date,
) -> CharterVersion:
    """Replace the version in force from `start` on; its signatures stay, and new ones are asked for.

    Nobody is excluded by it. Raises VersionCannotBecome, MotiveMissing, PartsToComplete, StartDoesNotFit.
    """
    version = _locked(version)
    present = version.charter.versions.in_force().first()
    _refuse_in_force(version, motive=motive, start=start, today=today, present=present)
    if present is not None:
        present.superseded_on = start
        _move(present, VersionState.SUPERSEDED, "superseded", actor=actor, now=now)
    version.motive, version.in_force_from = motive.strip(), start
    return _move(version, VersionState.IN_FORCE, "put_in_force", actor=actor, now=now, reason=motive)


@transaction.atomic
def change_publication(
    *, charter: Charter, publication: Publication, actor: Actor | None, now: datetime
) -> Charter:
    """Say who reads the charter beside its members."""
    charter = Charter.objects.select_for_update(of=("self",)).get(pk=charter.pk)
    before, charter.publication = charter.publication, publication
    charter.save(update_fields=["publication"])
    data = {"from": before, "to": publication}
    audit.record(
        actor=actor, action="governance.charter.publication_changed", target=charter, at=now, data=data
    )
    return charter


def _refuse_in_force(
    version: CharterVersion, *, motive: str, start: date, today: date, present: CharterVersion | None
) -> None:
    if not rules.may_become(VersionState(version.state), VersionState.IN_FORCE):
        raise VersionCannotBecome
    if not motive.strip():
        raise MotiveMissing
    if missing := rules.gaps(version.parts):
        raise PartsToComplete(_("À compléter d’abord : %(parts)s.") % {"parts": ", ".join(missing)})
    if not rules.start_fits(start, today=today, present=present.in_force_from if present else None):
        raise StartDoesNotFit


def _locked_charter(organisation: Organisation, kind: CharterKind) -> Charter:
    if organisation.kind != rules.ORGANISATION_OF_CHARTER[kind]:
        raise CharterOfAnotherKind
    charter, _new = Charter.objects.get_or_create(organisation=organisation, kind=kind)
    return Charter.objects.select_for_update(of=("self",)).get(pk=charter.pk)


def _locked(version: CharterVersion) -> CharterVersion:
    """The charter first, so that its versions change one after the other."""
    Charter.objects.select_for_update(of=("self",)).get(pk=version.charter_id)
    rows = CharterVersion.objects.select_related("charter__organisation")
    return rows.select_for_update(of=("self",)).get(pk=version.pk)


def _locked_draft(version: CharterVersion, seen: str | None = None) -> CharterVersion:
    version = _locked(version)
    _refuse_unless_draft(version)
    if seen is not None and seen != version.content_hash:
        raise DraftChangedMeanwhile
    return version


def _refuse_unless_draft(version: CharterVersion) -> None:
    if version.state != VersionState.DRAFT:
        raise VersionIsNotADraft


def _write(
    version: CharterVersion, sections: Sequence[Section], *, actor: Actor | None, now: datetime
) -> CharterVersion:
    parts = [rules.tidy(section) for section in sections]
    _refuse_sections(parts)
    version.sections, version.content_hash = rules.rows_of(parts), rules.content_hash(parts)
    version.number = version.number or numbering.next_number(f"charter.{version.charter_id}")
    version.save()
    data = {"number": version.number, "parts": len(parts), "hash": version.content_hash}
    audit.record(actor=actor, action="governance.charter.written", target=version, at=now, data=data)
    return version


def _refuse_sections(parts: Sequence[Section]) -> None:
    if len(parts) > rules.MOST_SECTIONS:
        raise SectionRefused(_("Une charte a %(most)d parties au plus.") % {"most": rules.MOST_SECTIONS})
    for part in parts:
        if not part.heading or len(part.heading) > rules.LONGEST_HEADING:
            raise SectionRefused
        if len(part.body) > rules.LONGEST_BODY:
            raise SectionRefused(_("Cette partie est trop longue. Coupez-la en deux."), field="body")


def _move(
    version: CharterVersion,
    state: VersionState,
    verb: str,
    *,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
) -> CharterVersion:
    before = VersionState(version.state)
    if not rules.may_become(before, state):
        raise VersionCannotBecome
    version.state = state
    version.save()
    audit.record(
        actor=actor,
        action=f"governance.charter.{verb}",
        target=version,
        at=now,
        reason=reason,
        data={"from": before, "to": state, "number": version.number, "hash": version.content_hash},
    )
    return version
