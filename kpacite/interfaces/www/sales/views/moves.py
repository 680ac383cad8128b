"""A step that asks first: a page that says what will happen, a reason when one is owed, then one POST."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from kpacite.interfaces.www.sales.forms.leads import ReasonForm
from kpacite.interfaces.www.sales.views.screen import stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other
from kpacite.platform.templatetags.kpacite import de

Words = str | Promise
Act = Callable[[HttpRequest, dict[str, Any]], object]
PAGE = "sales/move.html"


@dataclass(frozen=True, slots=True)
class Move:
    """`act(request, by)` calls the service; `by` holds actor, now, and the reason when `reason` asks for one.

    `subject` names what moves, from the request; `back` is where to go afterwards.
    """

    act: Act
    subject: Callable[[HttpRequest], object]
    back: Callable[[HttpRequest], str]
    title: Words
    sentence: Words
    button: Words
    success: Words
    danger: bool = False
    reason: Words = ""


def view_of(move: Move) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, **_kwargs: object) -> HttpResponse:
        stand_in(request)
        form = _form(request, move)
        subject = move.subject(request)
        title = move.title % {"subject": subject, "of_subject": de(subject)}
        context = {"move": move, "title": title, "back": move.back(request), "form": form, "refusal": ""}
        if request.method != "POST":
            return render(request, PAGE, context)
        if form is not None and not form.is_valid():
            return render_invalid(request, PAGE, context)
        by: dict[str, Any] = {"actor": request.user, "now": timezone.now()}
        if form is not None:
            by["reason"] = form.cleaned_data["reason"]
        try:
            move.act(request, by)
        except DomainError as error:
            return render_invalid(request, PAGE, context | {"refusal": str(error)})
        messages.success(request, str(move.success))
        return see_other(move.back(request))

    return view


def _form(request: HttpRequest, move: Move) -> ReasonForm | None:
    if not move.reason:
        return None
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = move.reason
    return form
