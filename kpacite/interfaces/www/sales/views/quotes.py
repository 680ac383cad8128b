"""One quote: what it says, where it is, what may be done now."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import QuoteState
from kpacite.domain.sales.models import Quote
from kpacite.domain.sales.rules.deals import QUOTES, default_validity
from kpacite.integrations.documents import quote_paper
from kpacite.interfaces.www.histories import history_of
from kpacite.interfaces.www.sales import gates
from kpacite.interfaces.www.sales.forms.base import new_submission
from kpacite.interfaces.www.sales.forms.client_answers import PaperForm
from kpacite.interfaces.www.sales.papers import paper_of, pdf_answer
from kpacite.interfaces.www.sales.views.moves import Move, view_of
from kpacite.interfaces.www.sales.views.screen import here, link_of, stand_in
from kpacite.interfaces.www.sales.wording import QUOTE_BADGES
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


@require_safe
def quote(request: HttpRequest, kpa: str, quote: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    shown: Quote = request.quote
    state = QuoteState(shown.state)
    lead = getattr(shown.deal, "lead", None)
    context = {
        "kpa": request.organisation,
        "quote": shown,
        "badge": QUOTE_BADGES[state],
        "paper": paper_of(shown, selectors.lines_of(shown)),
        "may_write": gates.prepares_quote(request),
        "may_review": gates.makes_quote_ready(request),
        "may": {wanted.value for wanted in QUOTES[state]},
        "to": services.email_of(shown),
        "lead": lead,
        "order": getattr(shown, "order", None),
        "versions": selectors.versions_of(shown),
        "submission": new_submission(),
        "history": history_of(shown, _steps()),
    }
    return render(request, "sales/quotes/quote.html", context)


@require_safe
def pdf(request: HttpRequest, kpa: str, quote: int) -> HttpResponse:  # noqa: ARG001
    """404 for a draft: it has no number yet."""
    return pdf_answer(request.quote)


def _steps() -> dict[str, str]:
    return {
        "written": _("Écrit"),
        "edited": _("Modifié"),
        "revised": _("Nouvelle version"),
        "review_asked": _("Relecture demandée"),
        "sent_back": _("Renvoyé à son auteur"),
        "made_ready": _("Prêt"),
        "sent": _("Envoyé"),
        "accepted": _("Accepté"),
        "refused": _("Refusé"),
        "expired": _("Expiré"),
        "replaced": _("Remplacé par une nouvelle version"),
        "discarded": _("Abandonné"),
    }


def _back(request: HttpRequest) -> str:
    return here(request, "quote", quote=request.quote.pk)


def _subject(request: HttpRequest) -> Quote:
    return request.quote  # type: ignore[no-any-return]


ask_review = view_of(
    Move(
        act=lambda request, by: services.ask_review(quote=request.quote, **by),
        subject=_subject,
        back=_back,
        title=_lazy("Faire relire « %(subject)s » ?"),
        sentence=_lazy("Une personne référente le relit. Vous ne le modifiez plus pendant ce temps."),
        button=_lazy("Faire relire le devis"),
        success=_lazy("C’est fait. Une personne référente le relit."),
    )
)
send_back = view_of(
    Move(
        act=lambda request, by: services.send_back(quote=request.quote, **by),
        subject=_subject,
        back=_back,
        title=_lazy("Renvoyer « %(subject)s » ?"),
        sentence=_lazy("Le devis redevient un brouillon. Dites ce qu’il faut changer."),
        button=_lazy("Renvoyer le devis"),
        success=_lazy("C’est fait. Le devis est de nouveau un brouillon."),
        reason=_lazy("Ce qu’il faut changer"),
    )
)
make_ready = view_of(
    Move(
        act=lambda request, by: services.make_ready(quote=request.quote, today=timezone.localdate(), **by),
        subject=_subject,
        back=_back,
        title=_lazy("« %(subject)s » est prêt ?"),
        sentence=_lazy("Il reçoit son numéro et sa date. Ensuite, ses mots et ses prix ne changent plus."),
        button=_lazy("Dire que c’est prêt"),
        success=_lazy("Le devis est prêt. Il reste à l’envoyer."),
    )
)
discard = view_of(
    Move(
        act=lambda request, by: services.discard_quote(quote=request.quote, **by),
        subject=_subject,
        back=_back,
        title=_lazy("Abandonner « %(subject)s » ?"),
        sentence=_lazy("Le client ne l’a jamais vu. Le brouillon reste dans la liste, rayé."),
        button=_lazy("Abandonner le brouillon"),
        success=_lazy("C’est fait. Le brouillon est abandonné."),
        danger=True,
    )
)
send = view_of(
    Move(
        act=lambda request, by: services.send_quote(
            quote=request.quote, address=link_of(request), paper=quote_paper, today=timezone.localdate(), **by
        ),
        subject=_subject,
        back=_back,
        title=_lazy("Envoyer « %(subject)s » au client ?"),
        sentence=_lazy(
            "Avec une adresse e-mail, il reçoit un lien pour lire et répondre. Sinon, donnez-le sur papier."
        ),
        button=_lazy("Envoyer le devis"),
        success=_lazy("C’est envoyé. Vous serez prévenu de la réponse."),
    )
)
refused = view_of(
    Move(
        act=lambda request, by: services.refuse_quote(quote=request.quote, **by),
        subject=_subject,
        back=_back,
        title=_lazy("Noter le refus de « %(subject)s » ?"),
        sentence=_lazy("Le client a dit non, au téléphone ou sur place."),
        button=_lazy("Noter le refus"),
        success=_lazy("C’est noté."),
        reason=_lazy("Pourquoi le client ne le prend pas"),
    )
)


@require_http_methods(["GET", "POST"])
def accepted(request: HttpRequest, kpa: str, quote: int) -> HttpResponse:  # noqa: ARG001
    """The client signed on paper: the order is made in the same step."""
    stand_in(request)
    form = PaperForm(request.POST or None)
    context = {
        "quote": request.quote,
        "form": form,
        "back": _back(request),
        "text": services.acceptance_text(request.quote),
    }
    if request.method == "POST" and form.is_valid() and (made := _made(request, form)):
        messages.success(request, _("C’est noté. La commande est créée : il reste à la planifier."))
        return see_other(here(request, "order", order=made))
    if form.errors:
        return render_invalid(request, "sales/quotes/accepted.html", context)
    return render(request, "sales/quotes/accepted.html", context)


def _made(request: HttpRequest, form: PaperForm) -> int | None:
    by = {"actor": request.user, "now": timezone.now()}
    try:
        order = services.note_acceptance(quote=request.quote, name=form.cleaned_data["name"], **by)
    except DomainError as error:
        form.refuse(error)
        return None
    return int(order.pk)


def _copied(request: HttpRequest, act: Any, sentence: str) -> HttpResponse:
    try:
        copy = act(
            quote=request.quote,
            submission=request.POST.get("submission", "")[:64] or new_submission(),
            author=request.user.person,
            valid_until=default_validity(timezone.localdate()),
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, str(error))
        return see_other(_back(request))
    messages.success(request, sentence)
    return see_other(here(request, "quote_edit", quote=copy.pk))


@require_POST
def duplicate(request: HttpRequest, kpa: str, quote: int) -> HttpResponse:  # noqa: ARG001
    return _copied(request, services.duplicate_quote, _("Voici une copie, en brouillon."))


@require_POST
def revise(request: HttpRequest, kpa: str, quote: int) -> HttpResponse:  # noqa: ARG001
    return _copied(
        request,
        services.revise_quote,
        _("Voici la nouvelle version, en brouillon. Le client garde l’ancienne jusqu’à l’envoi."),
    )


@require_POST
def link(request: HttpRequest, kpa: str, quote: int) -> HttpResponse:  # noqa: ARG001
    """A link to give by message or on paper, shown once."""
    stand_in(request)
    by = {"actor": request.user, "now": timezone.now()}
    if "close" in request.POST:
        services.close_links(deal=request.quote.deal, **by)
        messages.success(request, _("Tous les liens de ce dossier sont fermés."))
        return see_other(_back(request))
    token = services.give_link(deal=request.quote.deal, **by)
    context = {"quote": request.quote, "url": link_of(request)(token), "back": _back(request)}
    return render(request, "sales/quotes/link.html", context)
