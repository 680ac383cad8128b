"""A mediation passes to someone else: the mediator cannot go on, or is no longer there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.members import services
from kpacite.domain.members.enums import MediationState
from kpacite.domain.organisations.selectors import hats_worn_in
from kpacite.interfaces.www.mediations import gates, showing
from kpacite.interfaces.www.mediations.forms import HandOverForm
from kpacite.interfaces.www.mediations.views.screen import by, form_page, sent


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, kpa: str, case: int) -> HttpResponse:  # noqa: ARG001
    row = request.case
    if row.state == MediationState.CLOSED:
        raise Http404
    apart = {party.person_id for party in row.parties.all()} | {row.mediator_id}
    worn = hats_worn_in(request.organisation, timezone.localdate())
    people = dict.fromkeys(hat.person for hat in worn if hat.person_id not in apart)
    form = HandOverForm(sent(request), people=people)

    def act() -> None:
        services.hand_over(case=row, mediator=form.chosen, **by(request))

    stays = gates.is_informed(request, row) and not gates.mediates(request, row)
    context = {
        "title": _("Passer la médiation à quelqu’un d’autre"),
        "intro": _("Cette personne lira tout ce qui a été dit. Demandez d’abord à chacun s’il est d’accord."),
        "button": _("Passer la médiation"),
        # Whoever led it reads it no more.
        "back": showing.address(row) if stays else showing.list_address(row),
        "back_label": _("Les médiations"),
    }
    done = _("C’est fait. Cette personne le voit sur son accueil.")
    return form_page(request, form, act, context=context, success=done)
