"""What is left to settle before someone goes, in words, for whoever reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.members.enums import MemberState
from kpacite.domain.members.models import LentThing, Membership
from kpacite.domain.paths.selectors import path_of
from kpacite.domain.sharing.selectors.balances import balance_of
from kpacite.kernel.money import Euro
from kpacite.platform.templatetags.kpacite import euros


@dataclass(frozen=True, slots=True)
class Point:
    """One of the three things to settle. `day`: when it was; `words` and `url`: what is left, and where."""

    label: str
    day: date | None
    words: str
    url: str = ""
    link: str = ""


def settling(
    request: HttpRequest, row: Membership, lent: Sequence[LentThing], *, may_follow: bool
) -> list[Point]:
    if row.state != MemberState.LEAVING:
        return []
    return [_situation(row, may_follow=may_follow), _equipment(row, lent), _balance(request, row)]


def _situation(row: Membership, *, may_follow: bool) -> Point:
    """The coordination notes it on the page of the path, when the person has one."""
    words = _("Ce que fait la personne après. « On ne sait pas » est une réponse.")
    label, day = _("La situation à la sortie"), row.situation_noted_on
    if day or not may_follow or path_of(row.person, row.kpa, timezone.localdate()) is None:
        return Point(label, day, words)
    at = {"kpa": row.kpa.organisation.slug, "public_id": row.person.public_id}
    return Point(label, day, words, reverse("path_exit", kwargs=at), _("La noter"))


def _equipment(row: Membership, lent: Sequence[LentThing]) -> Point:
    left = sum(thing.settled_on is None for thing in lent)
    words = _("Rien n’est prêté.")
    if left:
        words = ngettext("%(n)d chose à rendre.", "%(n)d choses à rendre.", left) % {"n": left}
    return Point(_("Le matériel"), row.equipment_returned_on, words)


def _balance(request: HttpRequest, row: Membership) -> Point:
    """The sum is hers alone (C3); others know only whether something is left."""
    found = balance_of(row.person, row.kpa)
    label, day = _("Le solde"), row.balance_routed_on
    if row.person_id != request.user.person_id:
        words = _("Il reste de l’argent à verser. La personne le demande.")
        return Point(label, day, words if found.owed > 0 else _("Rien à verser."))
    if found.owed <= 0:
        return Point(label, day, _("Rien à verser."))
    url = reverse("my_money", kwargs={"kpa": row.kpa.organisation.slug})
    words = _("Il vous reste %(amount)s.") % {"amount": euros(Euro(found.owed))}
    return Point(label, day, words, url, _("Demander ce versement"))
