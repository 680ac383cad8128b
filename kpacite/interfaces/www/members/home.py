"""What welcome and membership put on the home of a KPA."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.members import permissions, rules, selectors
from kpacite.domain.members.enums import Doer
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Person
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, Kind, ToDo, told
from kpacite.platform.asking import Question
from kpacite.platform.templatetags.kpacite import de

SHOWN = 4
FRESH = timedelta(days=60)


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:
    follows = permissions.may_follow(hats_of(request), kpa.organisation)
    by_18 = {"members_by_18": selectors.entered_with_guardian(kpa)} if follows else {}
    return by_18 | {
        "members_fresh": selectors.welcomed_since(request.user.person, kpa, today - FRESH),
        "members_waiting": selectors.waiting_files(kpa, _welcomer(request, kpa)),
    }


def _welcomer(request: HttpRequest, kpa: Kpa) -> Person | None:
    """Whose files to look at: her own, or everyone's for whoever welcomes all."""
    every = permissions.may_welcome(hats_of(request), kpa.organisation)
    return None if every else request.user.person


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    """Her own first steps, then those whom she welcomes."""
    return [*_first_steps(request, kpa), *_welcomes(request, kpa)]


def _first_steps(request: HttpRequest, kpa: Kpa) -> list[HomeCard]:
    membership = selectors.membership_of(request.user.person, kpa) if told(request, "members_fresh") else None
    if membership is None or membership.welcome is None:
        return []
    url = reverse("membership", kwargs={"kpa": kpa.organisation.slug, "membership": membership.pk})
    steps = selectors.steps_of(membership.welcome)
    return [HomeCard("members/parts/_first_steps.html", {"steps": steps, "url": url}, column="side")]


def _rows(request: HttpRequest, kpa: Kpa) -> list[selectors.FileRow]:
    """Those who wait; loaded once for each request."""
    if not told(request, "members_waiting"):
        return []
    if not hasattr(request, "welcome_rows"):
        states = sorted(rules.WAITING)
        request.welcome_rows = selectors.files_of(kpa, states=states, welcomer=_welcomer(request, kpa))
    return request.welcome_rows


def _welcomes(request: HttpRequest, kpa: Kpa) -> list[HomeCard]:
    rows = _rows(request, kpa)
    if not rows:
        return []
    slug = kpa.organisation.slug
    url = reverse("welcome_list", kwargs={"kpa": slug})
    return [HomeCard("members/parts/_welcomes.html", {"rows": rows[:SHOWN], "slug": slug, "url": url})]


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    """Whom to welcome now, and whose file to go through at 18."""
    slug = kpa.organisation.slug
    waiting = _rows(request, kpa)
    everyone = reverse("welcome_list", kwargs={"kpa": slug})
    to_welcome = Kind("welcome", _welcome_words, everyone)
    rows = [row for row in waiting if row.file.session_day == today or _mine(request, row)]
    found = [
        ToDo(
            title=_("Accueillir %(name)s") % {"name": row.file.first_name},
            detail=row.here.label if row.here else _("Tout est prêt : la charte"),
            url=reverse("welcome_file", kwargs={"kpa": slug, "file": row.file.pk}),
            icon="door-open",
            domain="heures",
            by=row.file.session_day,
            kind=to_welcome,
            about=row.file.first_name,
        )
        for row in rows
    ]
    found += [_form_to_read(row, slug) for row in waiting if row.waits_to_be_read]
    if told(request, "members_by_18"):
        found += [
            ToDo(
                title=_("Revoir le dossier %(of_name)s") % {"of_name": de(membership.person.first_name)},
                detail=_("Cette personne a maintenant 18 ans."),
                url=reverse("membership", kwargs={"kpa": slug, "membership": membership.pk}),
                icon="badge-check",
                domain="parcours",
            )
            for membership in selectors.turned_18(kpa, today)
        ]
    return found


def _welcome_words(n: int) -> str:
    return ngettext("personne à accueillir", "personnes à accueillir", n)


def _read_words(n: int) -> str:
    return ngettext("fiche d’accueil à lire", "fiches d’accueil à lire", n)


def _form_to_read(row: selectors.FileRow, slug: str) -> ToDo:
    return ToDo(
        title=_("Lire la fiche %(of_name)s") % {"of_name": de(row.file.first_name)},
        detail=_("Cette personne l’a remplie seule."),
        url=reverse("welcome_file", kwargs={"kpa": slug, "file": row.file.pk}),
        icon="file-text",
        domain="heures",
        kind=Kind("read", _read_words, reverse("welcome_list", kwargs={"kpa": slug})),
        about=row.file.first_name,
    )


def _mine(request: HttpRequest, row: selectors.FileRow) -> bool:
    """A step that this welcomer, and nobody else, can do now."""
    mine = row.file.welcomer_id == request.user.person_id
    return mine and row.here is not None and row.here.step.doer == Doer.MEMBER
