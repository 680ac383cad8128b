"""Two files about one person become one: rows move, what is frozen follows; undone for a while."""

from collections.abc import Mapping
from datetime import date, datetime

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.people import ties
from kpacite.domain.people.enums import Shown
from kpacite.domain.people.models import Account, LoginCard, Person, PersonMerge, TwoPeople
from kpacite.domain.people.rules import UNDO_DAYS, Side
from kpacite.domain.people.services.accesses import note_access
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.fields import keyed_hash


class SamePerson(DomainError):
    code = "people.same_file"
    sentence = gettext_lazy("C’est la même fiche.")


class AlreadyOneFile(DomainError):
    code = "people.already_merged"
    sentence = gettext_lazy("Cette fiche est déjà réunie avec une autre.")


class CannotBeOneFile(DomainError):
    code = "people.cannot_merge"


class CannotUndo(DomainError):
    code = "people.cannot_undo_merge"


@transaction.atomic
def merge_people(
    *,
    kept: Person,
    merged: Person,
    choices: Mapping[str, Side],
    actor: Account,
    today: date,
    now: datetime,
) -> PersonMerge:
    """Make two files one. `choices`: by trait, whose words stay; the kept file's where nothing is said.

    Raises SamePerson, AlreadyOneFile, CannotBeOneFile.
    """
    kept, merged = _locked(kept, merged)
    if kept.merged_into_id is not None or merged.merged_into_id is not None:
        raise AlreadyOneFile
    if obstacles := ties.obstacles(kept, merged, today):
        raise CannotBeOneFile(" ".join(obstacles))
    moving = ties.Moving(kept, merged, today, now)
    _settle_accounts(moving, actor)
    for step in ties.steps():
        step(moving)
    for trait in ties.traits():
        if choices.get(trait.code) is Side.MERGED:
            trait.take(moving)
    for tie in ties.declared():
        if tie.policy is ties.Policy.MOVE:
            moving.move(tie)
    _empty(moving)
    merge = PersonMerge.objects.create(
        kept=kept,
        merged=merged,
        merged_at=now,
        merged_by=actor,
        changes=moving.changes,
        seals=_seals(kept, merged),
    )
    data = {"merged": merged.public_id}
    audit.record(actor=actor, action="people.person.merged", target=kept, at=now, data=data)
    note_access(person=kept, reader=actor, shown=Shown.MERGED, now=now)
    return merge


def _locked(kept: Person, merged: Person) -> tuple[Person, Person]:
    if kept.pk == merged.pk:
        raise SamePerson
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in={kept.pk, merged.pk})
    found = {row.pk: row for row in rows.order_by("pk")}
    return found[kept.pk], found[merged.pk]


def _settle_accounts(moving: ties.Moving, actor: Account) -> None:
    """The account of the kept file stays and the other one closes; an account alone changes file."""
    accounts = {row.person_id: row for row in Account.objects.filter(person__in=[moving.kept, moving.merged])}
    other = accounts.get(moving.merged.pk)
    if other is None:
        return
    if moving.kept.pk not in accounts:
        moving.set(other, person=moving.kept)
    elif other.is_active:
        moving.set(other, is_active=False)
        for card in LoginCard.objects.running().filter(account=other):
            moving.set(card, revoked_at=moving.now)
        audit.record(actor=actor, action="people.account.closed", target=other, at=moving.now)


def _empty(moving: ties.Moving) -> None:
    """The double file keeps its pseudonym and bears the name of the kept one, for what still shows it."""
    kept, merged = moving.kept, moving.merged
    for double in Person.objects.filter(merged_into=merged):
        moving.set(double, merged_into=kept)
    moving.set(
        merged, first_name=kept.first_name, last_name=kept.last_name, email="", phone="", merged_into=kept
    )


def _seals(kept: Person, merged: Person) -> dict[str, str]:
    """What each table says of both, and the two files themselves."""
    seals = {tie.name: tie.seal(kept, merged) for tie in ties.declared() if not tie.passing}
    both = Person.objects.filter(pk__in=[kept.pk, merged.pk]).order_by("pk").values_list()
    return seals | {"people.person": keyed_hash(repr(list(both)))}


@transaction.atomic
def undo_merge(*, merge: PersonMerge, actor: Account, now: datetime) -> PersonMerge:
    """Give each file back what it had. Undoing twice changes nothing. Raises CannotUndo, with the reason."""
    merge = PersonMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at is not None:
        return merge
    kept, merged = _locked(merge.kept, merge.merged)
    if reason := why_not_undone(merge, now):
        raise CannotUndo(reason)
    for change in reversed(merge.changes):
        model = apps.get_model(change["model"])
        column = model._meta.get_field(change["field"])
        old = change["old"] if column.is_relation else column.to_python(change["old"])
        name = getattr(column, "attname", column.name)
        model._base_manager.filter(pk=change["pk"]).update(**{name: old})
    merge.undone_at, merge.changes, merge.emptied_at = now, [], now
    merge.save(update_fields=["undone_at", "changes", "emptied_at"])
    data = {"merged": merged.public_id}
    audit.record(actor=actor, action="people.person.parted", target=kept, at=now, data=data)
    note_access(person=kept, reader=actor, shown=Shown.MERGED, now=now)
    return merge


def why_not_undone(merge: PersonMerge, now: datetime) -> str:
    """Why a merge can no longer be undone; empty when it can."""
    if merge.emptied_at is not None or (now - merge.merged_at).days >= UNDO_DAYS:
        return _("On peut défaire pendant %(days)d jours. C’est trop tard.") % {"days": UNDO_DAYS}
    if merge.kept.merged_into_id is not None:
        return _("La fiche gardée a été réunie avec une troisième. Défaites d’abord cette réunion.")
    seals = _seals(merge.kept, merge.merged)
    changed = {name for name, seal in seals.items() if merge.seals.get(name) != seal}
    if not changed:
        return ""
    named = {tie.name: tie for tie in ties.declared()}
    tables = sorted({named[name].told if name in named else _("la fiche") for name in changed})
    words = _("Depuis la réunion, quelque chose a été écrit : %(tables)s. On ne peut plus défaire.")
    return words % {"tables": ", ".join(tables)}


@transaction.atomic
def empty_old_merges(*, now: datetime) -> int:
    """Erase what only served to undo, once it is too late; how many merges were emptied."""
    done = 0
    for merge in PersonMerge.objects.select_for_update(of=("self",)).filter(emptied_at=None).order_by("pk"):
        if (now - merge.merged_at).days < UNDO_DAYS:
            continue
        for tie in ties.declared():
            if tie.erased:
                tie.of(merge.merged).delete()
        merge.changes, merge.emptied_at = [], now
        merge.save(update_fields=["changes", "emptied_at"])
        done += 1
    return done


@transaction.atomic
def say_two_people(*, one: Person, other: Person, actor: Account, now: datetime) -> TwoPeople:
    """These two files are not a double; said twice, it is the same. Raises SamePerson."""
    kept, merged = _locked(one, other)
    first, second = sorted((kept, merged), key=lambda person: person.pk)
    row, is_new = TwoPeople.objects.get_or_create(first=first, second=second, defaults={"said_at": now})
    if is_new:
        audit.record(actor=actor, action="people.person.told_apart", target=row, at=now)
    return row
