"""Launching a KPA: the ingredients of three documents, a first look at one's project, a message."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from kpacite.domain.organisations import selectors
from kpacite.domain.organisations.enums import ChecklistUse, ContactPurpose
from kpacite.domain.organisations.models import Checklist, ChecklistItem
from kpacite.interfaces.www.public.forms import MessageForm, SelfCheckForm
from kpacite.interfaces.www.public.self_check import result_of
from kpacite.interfaces.www.public.sending import send
from kpacite.platform.http import render_invalid, see_other
from kpacite.platform.throttle import rate_limited

GATE = ChecklistUse.GATE


def _items(lists: list[Checklist]) -> list[ChecklistItem]:
    """The ingredients of the list that the network follows."""
    return next((list(row.items.all()) for row in lists if row.use == GATE), [])


def _context(request: HttpRequest) -> dict[str, Any]:
    lists = list(selectors.checklists())
    items = _items(lists)
    questions = SelfCheckForm(items, request.GET if request.GET else None)
    answers = questions.answers if questions.is_bound else {}
    return {
        "checklists": lists,
        "self_check": questions if items else None,
        "answers": answers,
        "result": result_of(items, answers) if answers else None,
        "contact_action": _address(answers),
    }


def _address(answers: dict[str, str]) -> str:
    """The contact form keeps the answers in its address: nothing is stored before the message is sent."""
    query = QueryDict(mutable=True)
    query.update(answers)
    return f"{reverse('launch')}?{query.urlencode()}#ecrire" if answers else f"{reverse('launch')}#ecrire"


def _refuse(request: HttpRequest, sentence: str) -> HttpResponse:
    form = MessageForm(request.POST)
    form.is_valid()
    form.add_error(None, sentence)
    return render_invalid(request, "public/launch.html", _context(request) | {"form": form})


@rate_limited(key="ip", rate="10/h", group="public.contact", answer=_refuse)
def launch(request: HttpRequest) -> HttpResponse:
    context = _context(request)
    if request.method != "POST":
        return render(request, "public/launch.html", context | {"form": MessageForm()})
    form = MessageForm(request.POST)
    if form.is_valid() and send(
        form,
        organisation=selectors.network(),
        purpose=ContactPurpose.LAUNCH,
        self_check=context["answers"],
    ):
        return see_other("launch_thanks")
    return render_invalid(request, "public/launch.html", context | {"form": form})
