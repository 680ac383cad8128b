"""The rules of this area. A gate leaves on the request what it loaded: `journey` (a path), `move`.

(`request.path` is Django's: the address.) Reading someone else's file is written down by the view.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.paths import permissions, selectors
from kpacite.domain.paths.models import Path, StageMove
from kpacite.domain.people.models import Person, PersonMerge
from kpacite.interfaces.www.gates import KPA_COORDINATOR, KPA_MEMBER, NETWORK_STAFF, hats_of
from kpacite.platform.access import Access, Verdict

PathRule = Callable[[HttpRequest, Path], bool]


def is_own(request: HttpRequest, journey: Path) -> bool:
    return bool(request.user.person_id == journey.person_id)


def is_companion(request: HttpRequest, journey: Path) -> bool:
    return selectors.is_companion(request.user.person, journey, timezone.localdate())


def may_read(request: HttpRequest, journey: Path) -> bool:
    return permissions.may_read_path(
        is_own=is_own(request, journey), is_companion=is_companion(request, journey)
    )


def may_see(request: HttpRequest, journey: Path) -> bool:
    return permissions.may_see_state(
        hats_of(request),
        request.organisation,
        is_own=is_own(request, journey),
        is_companion=is_companion(request, journey),
    )


def may_keep(request: HttpRequest, _journey: Path) -> bool:
    return permissions.may_keep_paths(hats_of(request), request.organisation)


def _of_person(rule: PathRule) -> Callable[..., Verdict]:
    """404 for a person without a path in this KPA, 403 for a member who may not look."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = KPA_MEMBER.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        person = Person.objects.select_related("merged_into").filter(public_id=kwargs["public_id"]).first()
        journey = person and selectors.path_of(person.kept, request.organisation, timezone.localdate())
        if not journey:
            return Verdict.NOT_FOUND
        request.journey = journey
        return Verdict.YES if rule(request, journey) else Verdict.FORBIDDEN

    return verdict


def _own(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    """Whoever belongs to the KPA opens the page of her own path, even before it begins."""
    entered = KPA_MEMBER.verdict(request, kwargs)
    if entered is Verdict.YES:
        organisation: Organisation = request.organisation
        request.journey = selectors.path_of(request.user.person, organisation, timezone.localdate())
    return entered


def _on_move(rule: PathRule) -> Callable[..., Verdict]:
    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = KPA_MEMBER.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        rows = StageMove.objects.select_related("stage", "path__person", "path__kpa__organisation")
        move = rows.filter(pk=kwargs["move"], path__kpa=request.organisation.pk).first()
        # Somebody else's stage does not exist for whoever may not read her path.
        if move is None or not may_read(request, move.path):
            return Verdict.NOT_FOUND
        request.move, request.journey = move, move.path
        return Verdict.YES if rule(request, move.path) else Verdict.FORBIDDEN

    return verdict


def _note(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    """A private note exists for its author alone, in its own KPA."""
    entered = KPA_MEMBER.verdict(request, kwargs)
    if entered is not Verdict.YES:
        return entered
    note = selectors.private_note(kwargs["note"], request.user)
    if note is None or note.path.kpa_id != request.organisation.pk:
        return Verdict.NOT_FOUND
    request.note = note
    return Verdict.YES


def _accompanies(request: HttpRequest, journey: Path) -> bool:
    return is_companion(request, journey) and not is_own(request, journey)


def is_around(request: HttpRequest, journey: Path) -> bool:
    return selectors.is_around(request.user.person, journey, timezone.localdate())


def _sees_group(request: HttpRequest, journey: Path) -> bool:
    return permissions.may_see_group(
        hats_of(request),
        request.organisation,
        is_own=is_own(request, journey),
        is_companion=is_companion(request, journey),
        is_around=is_around(request, journey),
    )


def may_propose_support(request: HttpRequest, journey: Path) -> bool:
    return permissions.may_propose_support(
        hats_of(request),
        request.organisation,
        is_own=is_own(request, journey),
        is_companion=is_companion(request, journey),
    )


SUPPORT_READER = Access(
    "support_reader",
    _("La personne, celles qu’elle a choisies, celles de son groupe, et la coordination (noms et dates)"),
    _of_person(_sees_group),
)
SUPPORT_PROPOSER = Access(
    "support_proposer",
    _("La personne, celles qu’elle a choisies pour l’accompagner, et la coordination"),
    _of_person(may_propose_support),
)
PATH_WORDS = Access(
    "path_words", _("La personne et celles qu’elle a choisies pour l’accompagner"), _of_person(may_read)
)
PATH_COMPANION = Access(
    "path_companion", _("Les personnes choisies pour accompagner ce parcours"), _of_person(_accompanies)
)
NOTE_AUTHOR = Access("note_author", _("L’auteur de la note, personne d’autre"), _note)
PATH_OWNER = Access("path_owner", _("Les membres de ce KPA, chacun·e pour soi"), _own)
PATH_READER = Access(
    "path_reader",
    _("La personne, celles qu’elle a choisies pour l’accompagner, et la coordination (état seulement)"),
    _of_person(may_see),
)
PATH_KEEPER = Access("path_keeper", _("La coordination de ce KPA"), _of_person(may_keep))
MOVE_OWNER = Access("move_owner", _("La personne dont c’est le parcours"), _on_move(is_own))
MOVE_READER = Access(
    "move_reader", _("La personne et celles qu’elle a choisies pour l’accompagner"), _on_move(may_read)
)
KEEPS_PATHS, IMPORTS_FOR_NETWORK = KPA_COORDINATOR, NETWORK_STAFF


def _doubles(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    """The coordination of the KPA; the network's too, though it does not belong there."""
    entered = KPA_MEMBER.verdict(request, kwargs)
    known = entered is not Verdict.SIGN_IN and hasattr(request, "organisation")
    if known and permissions.may_look_for_doubles(hats_of(request), request.organisation):
        return Verdict.YES
    return Verdict.FORBIDDEN if entered is Verdict.YES else entered


def may_make_one(request: HttpRequest, *people: Person) -> bool:
    """Somebody of this KPA among them, and a right on every place where they are known."""
    places = frozenset().union(*selectors.places_of(person.pk for person in people).values())
    return request.organisation.pk in places and permissions.may_make_one_file(hats_of(request), places)


def _pair(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    entered = _doubles(request, kwargs)
    if entered is not Verdict.YES:
        return entered
    asked = [kwargs["kept"], kwargs["double"]]
    found = {person.public_id: person for person in Person.objects.filter(public_id__in=asked)}
    # Of a file that one may not see, nobody learns that it exists.
    if len(found) != len(asked) or not may_make_one(request, *found.values()):
        return Verdict.NOT_FOUND
    request.pair = tuple(found[key] for key in asked)
    return Verdict.YES


def _merge(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    entered = _doubles(request, kwargs)
    if entered is not Verdict.YES:
        return entered
    rows = PersonMerge.objects.select_related("kept", "merged")
    request.merge = rows.filter(pk=kwargs["merge"]).first()
    known = request.merge is not None and may_make_one(request, request.merge.kept)
    return Verdict.YES if known else Verdict.NOT_FOUND


DOUBLES = Access(
    "doubles", _("La coordination de ce KPA, et celle du réseau pour des personnes de deux KPA"), _doubles
)
PAIR = Access(
    "double_pair", _("Qui coordonne tous les KPA des deux fiches, ou la coordination du réseau"), _pair
)
MERGE = Access(
    "double_merge", _("Qui coordonne tous les KPA de la personne, ou la coordination du réseau"), _merge
)
