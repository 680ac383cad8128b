"""The inbox of a KPA or of the network: who wrote what, and who answered."""

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kpacite.domain.organisations import selectors, services
from kpacite.domain.organisations.enums import ContactPurpose, SelfCheck
from kpacite.domain.organisations.models import ChecklistItem, ContactMessage, Organisation
from kpacite.interfaces.www.homes.forms import AnswerForm
from kpacite.interfaces.www.homes.places import address, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import paginate, render_invalid, see_other
from kpacite.platform.templatetags.kpacite import de

STATES = ("a-repondre", "repondus")


def inbox(request: HttpRequest, kpa: str = "") -> HttpResponse:  # noqa: ARG001 - the gate has read it
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    stand_in(request, organisation)
    state = request.GET.get("etat", "")
    purpose = request.GET.get("pour", "")
    rows = selectors.inbox(organisation)
    if state in STATES:
        rows = rows.filter(handled_at__isnull=state == "a-repondre")
    if purpose in ContactPurpose.values:
        rows = rows.filter(purpose=purpose)
    page = paginate(request, rows)
    context = {
        "page": page,
        "rows": [(row, address(organisation, "message", message=row.pk)) for row in page],
        "states": _states(address(organisation, "messages"), state),
        "purposes": _purposes(address(organisation, "messages"), purpose),
        "waiting": selectors.waiting_count(organisation),
    }
    return render(request, "homes/inbox.html", context)


def _states(url: str, state: str) -> list[dict[str, object]]:
    labels = {"": _("Tous"), "a-repondre": _("À répondre"), "repondus": _("Répondus")}
    return [
        {"label": label, "url": f"{url}?etat={code}" if code else url, "current": code == state}
        for code, label in labels.items()
    ]


def _purposes(url: str, purpose: str) -> list[dict[str, object]]:
    return [
        {"label": choice.label, "url": f"{url}?pour={choice.value}", "current": choice.value == purpose}
        for choice in ContactPurpose
    ]


def message(request: HttpRequest, message: int, kpa: str = "") -> HttpResponse:  # noqa: ARG001
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    stand_in(request, organisation)
    row = get_object_or_404(selectors.inbox(organisation), pk=message)
    posted = request.POST if request.method == "POST" else None
    form = AnswerForm(posted, initial={"note": row.note})
    if posted is not None and _change(request, row, form):
        return see_other(request.path)
    context = {
        "message": row,
        "form": form,
        "answers": _answers(row),
        "back_url": address(organisation, "messages"),
    }
    if form.errors:
        return render_invalid(request, "homes/message.html", context)
    return render(request, "homes/message.html", context)


def _change(request: HttpRequest, row: ContactMessage, form: AnswerForm) -> bool:
    if request.POST.get("geste") == "rouvrir":
        _reopen(request, row)
        return True
    return form.is_valid() and _handle(request, row, form)


def _handle(request: HttpRequest, row: ContactMessage, form: AnswerForm) -> bool:
    note = form.cleaned_data["note"]
    try:
        services.handle_message(message=row, note=note, actor=request.user, now=timezone.now())
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    notices.success(request, _("C’est noté. %(name)s a eu sa réponse.") % {"name": row.name})
    return True


def _reopen(request: HttpRequest, row: ContactMessage) -> None:
    try:
        services.reopen_message(message=row, actor=request.user, now=timezone.now())
        notices.success(
            request, _("Le message %(of_name)s est de nouveau à répondre.") % {"of_name": de(row.name)}
        )
    except services.MessageNotHandled as error:
        notices.warning(request, str(error))


def _answers(row: ContactMessage) -> list[tuple[str, str]]:
    """The self-check in words: ingredient, answer."""
    if not row.self_check:
        return []
    titles = dict(ChecklistItem.objects.filter(code__in=row.self_check).values_list("code", "title"))
    return [(titles.get(code, code), str(SelfCheck(answer).label)) for code, answer in row.self_check.items()]
