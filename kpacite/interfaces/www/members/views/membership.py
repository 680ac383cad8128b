"""One stay in a KPA: pause, come back, leave."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kpacite.domain.members import permissions, rules, services
from kpacite.domain.members.enums import MemberState
from kpacite.domain.members.models import Membership
from kpacite.domain.people.enums import Shown
from kpacite.domain.sharing.services import settle_exit
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.members import leaving
from kpacite.interfaces.www.members.forms import DayForm, PauseForm, SettleForm
from kpacite.interfaces.www.members.views.screen import form_page, stand_in, told
from kpacite.platform.forms import Form

Act = Callable[[Membership, dict[str, Any], dict[str, Any]], object]
STATE = MemberState
EIGHTEEN = "dix-huit-ans"


def membership(request: HttpRequest, kpa: str, membership: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    row, today = request.membership, timezone.localdate()
    told(request, row.person, Shown.MEMBERSHIP)
    birth_date = row.birth_date
    may_follow = permissions.may_follow(hats_of(request), request.organisation)
    lent = sorted(row.lent.all(), key=lambda thing: (thing.settled_on is not None, thing.lent_on, thing.pk))
    context = {
        "row": row,
        "kpa": request.organisation,
        "moves": _moves(row),
        "pauses": sorted(row.pauses.all(), key=lambda pause: pause.start),
        "restrictions": rules.restrictions(birth_date, today),
        "restrictions_words": ", ".join(str(task.label) for task in rules.restrictions(birth_date, today)),
        "lent": lent,
        "settling": leaving.settling(request, row, lent, may_follow=may_follow),
        "adult_on": rules.eighteenth_birthday(birth_date) if rules.is_minor(birth_date, today) else None,
        "may_follow": may_follow,
        "is_hers": row.person_id == request.user.person_id,
    }
    return render(request, "members/membership.html", context)


# Word of the address → (state it starts from, title, sentence, button, form, service).
MOVES: dict[str, tuple[MemberState, Any, Any, Any, type[Form], Act]] = {
    "pause": (
        STATE.MEMBER,
        gettext_lazy("Faire une pause"),
        gettext_lazy("Les heures communes s’arrêtent pendant la pause. La personne reste membre."),
        gettext_lazy("Commencer la pause"),
        PauseForm,
        lambda row, by, form: services.pause(membership=row, start=form["day"], words=form["words"], **by),
    ),
    "reprendre": (
        STATE.PAUSED,
        gettext_lazy("Revenir de pause"),
        gettext_lazy("Les heures communes reprennent ce jour-là."),
        gettext_lazy("Finir la pause"),
        DayForm,
        lambda row, by, form: services.resume(membership=row, end=form["day"], **by),
    ),
    "partir": (
        STATE.MEMBER,
        gettext_lazy("Préparer un départ"),
        gettext_lazy("On note ensuite ce qui est réglé : situation, matériel, solde."),
        gettext_lazy("Préparer le départ"),
        DayForm,
        lambda row, by, form: services.announce_leaving(membership=row, leaving_on=form["day"], **by),
    ),
    "rester": (
        STATE.LEAVING,
        gettext_lazy("Rester finalement"),
        gettext_lazy("Le départ est annulé. La personne reste membre."),
        gettext_lazy("Annuler le départ"),
        Form,
        lambda row, by, _form: services.stay(membership=row, **by),
    ),
    EIGHTEEN: (
        STATE.MEMBER,
        gettext_lazy("Noter que le dossier est revu à 18 ans"),
        gettext_lazy("Vous avez relu ensemble le contrat, les tâches et les contacts."),
        gettext_lazy("Noter : c’est revu"),
        Form,
        lambda row, by, _form: services.review_at_18(membership=row, **by),
    ),
    "sortie": (
        STATE.LEAVING,
        gettext_lazy("Ce qui est réglé avant le départ"),
        gettext_lazy("Quand les trois cases sont cochées, le départ est fait."),
        gettext_lazy("Enregistrer"),
        SettleForm,
        lambda row, by, form: settle_exit(membership=row, **form, **by),
    ),
    "revenir": (
        STATE.LEFT,
        gettext_lazy("Revenir dans le KPA"),
        gettext_lazy("Une nouvelle adhésion commence. La charte se signe de nouveau si elle a changé."),
        gettext_lazy("Commencer la nouvelle adhésion"),
        DayForm,
        lambda row, by, form: services.come_back(membership=row, start=form["day"], **by),
    ),
}


def _turned_18(row: Membership) -> bool:
    """Entered under 18, an adult now, and nobody went through the file with her yet."""
    adult = not rules.is_minor(row.birth_date, timezone.localdate())
    return adult and rules.is_minor(row.birth_date, row.start) and row.reviewed_at_18_on is None


def _moves(row: Membership) -> list[dict[str, Any]]:
    at = {"kpa": row.kpa.organisation.slug, "membership": row.pk}
    return [
        {"label": label, "url": reverse("membership_move", kwargs=at | {"change": word})}
        for word, (state, label, *_rest) in MOVES.items()
        if row.state == state and (word != EIGHTEEN or _turned_18(row))
    ]


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, kpa: str, membership: int, change: str) -> HttpResponse:
    if change not in MOVES:
        raise Http404
    row = request.membership
    _state, title, sentence, button, form_class, act = MOVES[change]
    data = request.POST if request.method == "POST" else None
    form = form_class(data, initial=_initial(row))
    context = {
        "title": title,
        "intro": sentence,
        "button": button,
        "back": reverse("membership", kwargs={"kpa": kpa, "membership": membership}),
        "back_label": str(row.person),
    }

    def run() -> None:
        act(row, {"actor": request.user, "now": timezone.now()}, form.cleaned_data)

    return form_page(request, form, run, context=context, success=_("C’est enregistré."))


def _initial(row: Membership) -> dict[str, Any]:
    return {
        "day": timezone.localdate(),
        "situation": row.situation_noted_on is not None,
        "equipment": row.equipment_returned_on is not None,
        "balance": row.balance_routed_on is not None,
    }
