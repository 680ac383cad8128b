"""What the rule asks from the people of a simulation: read together, said by each, settled together."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import SharingState
from kpacite.domain.sharing.models import Sharing
from kpacite.domain.sharing.rules.recipe import TOKENS_EACH, Job, Word, asked_by
from kpacite.interfaces.www.sharing import gates
from kpacite.interfaces.www.sharing.asking import may_say, may_settle, my_words, tables_of, waits_of
from kpacite.interfaces.www.sharing.forms import SayForm, SettleForm
from kpacite.interfaces.www.sharing.standing import stand_in
from kpacite.interfaces.www.sharing.views.moves import by, on_form


def _simulation(request: HttpRequest) -> tuple[Sharing, Job, set[Word]]:
    """404 once people were asked for their agreement, and when the rule asks nothing."""
    sharing: Sharing = request.sharing
    asked = asked_by(sharing.rule.read)
    if sharing.state != SharingState.SIMULATED or not asked:
        raise Http404
    return sharing, Job.read(sharing.facts), asked


@require_safe
def words(request: HttpRequest, kpa: str, number: int) -> HttpResponse:  # noqa: ARG001 - read by the gate
    stand_in(request)
    sharing, job, asked = _simulation(request)
    me = request.user.person.public_id
    context = {
        "kpa": request.organisation,
        "sharing": sharing,
        "tables": tables_of(job, asked) if gates.sees_parts(request) else [],
        "waits": waits_of(sharing),
        "my_words": my_words(asked),
        "may_say": request.seat is not None and may_say(job, asked, me),
        "may_settle": gates.may_settle(request) and may_settle(job, asked),
    }
    return render(request, "sharing/words.html", context)


@require_http_methods(["GET", "POST"])
def say(request: HttpRequest, kpa: str, number: int) -> HttpResponse:  # noqa: ARG001
    _sharing, job, asked = _simulation(request)
    me = next(one for one in job.people if one.id == request.user.person.public_id)
    form = SayForm(request.POST or None, asked=asked, job=job, me=me)
    if not form.fields:
        raise Http404
    text = {"title": my_words(asked), "intro": _intro(asked), "button": _("Garder mes réponses")}
    return on_form(
        request,
        form,
        text,
        lambda form: services.say_mine(person=request.user.person, **form.said, **by(request)),
        _("C’est noté. Vous pouvez changer tant que le partage n’est pas proposé."),
    )


def _intro(asked: set[Word]) -> str:
    told: list[Any] = []
    if Word.REQUEST in asked:
        told.append(_("Les personnes du partage lisent les demandes des autres."))
    if Word.TOKENS in asked:
        told.append(
            _("Vous avez %(most)d jetons à donner aux autres. Ceux que vous gardez sont perdus.")
            % {"most": TOKENS_EACH}
        )
    return " ".join(told)


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, kpa: str, number: int) -> HttpResponse:  # noqa: ARG001
    sharing, job, asked = _simulation(request)
    form = SettleForm(request.POST or None, asked=asked, recipe=sharing.rule.read, job=job)
    if not form.fields:
        raise Http404
    text = {
        "title": _("Ce que le groupe a convenu"),
        "intro": _("Notez ce que vous avez décidé ensemble. Chaque personne dira ensuite son accord."),
        "button": _("Garder"),
    }
    return on_form(
        request,
        form,
        text,
        lambda form: services.settle(said=form.said, **by(request)),
        _("C’est noté, et le calcul est refait."),
    )
