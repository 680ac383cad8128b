"""The steps of a welcome: tick, ask, sign, enter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.governance import selectors as governance
from kpacite.domain.members import rules, selectors, services
from kpacite.domain.members.enums import StepKind
from kpacite.interfaces.www.charters.texts import parts_of
from kpacite.interfaces.www.members import gates
from kpacite.interfaces.www.members.forms import AnswerForm, EnterForm, GuardianForm, StepForm
from kpacite.interfaces.www.members.views.screen import address_of, form_page
from kpacite.platform.forms import Form


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, kpa: str, file: int, step: int) -> HttpResponse:  # noqa: ARG001
    """Say that a step is done, or take it back."""
    row, today = request.file, timezone.localdate()
    found = next((entry for entry in selectors.steps_of(row) if entry.step.pk == step), None)
    if found is None or found.step.kind == StepKind.CHARTER:
        raise Http404
    done = found.tick is not None
    data = request.POST if request.method == "POST" else None
    form = Form(data) if done else StepForm(data, initial={"done_on": today})
    title = _("« %(step)s » n’est pas fait ?") if done else _("« %(step)s » : c’est fait ?")
    context = {
        "title": title % {"step": found.label},
        "intro": found.step.about,
        "button": _("Reprendre cette étape") if done else _("Noter : c’est fait"),
        "back": address_of(row),
        "back_label": str(row),
    }

    def act() -> None:
        by = {"file": row, "step": found.step, "actor": request.user, "now": timezone.now()}
        services.take_back(**by) if done else services.tick(**by, **form.cleaned_data)

    return form_page(request, form, act, context=context, success=_("C’est noté."))


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, kpa: str, file: int, question: int) -> HttpResponse:  # noqa: ARG001
    """One question at a time; the last one leads back to the file."""
    row = request.file
    entries = [
        entry for entry in selectors.asked(row, coordinates=gates.coordinates(request)) if not entry.is_hidden
    ]
    ranks = [entry.question.pk for entry in entries]
    if question not in ranks:
        raise Http404
    rank = ranks.index(question)
    asked, answer = entries[rank].question, entries[rank].answer
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        question=asked,
        initial={"words": answer.words if answer else ""},
    )
    context = {
        "title": _("La fiche d’accueil"),
        "question": asked,
        "rank": rank + 1,
        "total": len(ranks),
        "next_url": address_of(row, "question", question=ranks[rank + 1]) if rank + 1 < len(ranks) else "",
        "back": address_of(row),
        "back_label": str(row),
    }

    def act() -> None:
        words = "" if "skip" in request.POST else form.cleaned_data["words"]
        services.answer(file=row, question=asked, words=words, actor=request.user, now=timezone.now())

    return form_page(
        request,
        form,
        act,
        context=context,
        success=_("C’est enregistré."),
        template="members/question.html",
        then=context["next_url"],
    )


@require_http_methods(["GET", "POST"])
def guardian(request: HttpRequest, kpa: str, file: int) -> HttpResponse:  # noqa: ARG001
    row, today = request.file, timezone.localdate()
    form = GuardianForm(request.POST or None, request.FILES or None, initial={"signed_on": today})
    context = {
        "title": _("Le représentant légal"),
        "intro": _("Avant 18 ans, un parent ou un tuteur dit oui. La coordination lit ces lignes."),
        "button": _("Noter son accord"),
        "back": address_of(row),
        "back_label": str(row),
        "multipart": True,
    }

    def act() -> None:
        data = form.cleaned_data
        paper = (data["file"].name, data["file"].read()) if data["file"] else None
        services.note_guardian(
            file=row,
            name=data["name"],
            contact=data["contact"],
            signed_on=data["signed_on"],
            paper=paper,
            actor=request.user,
            now=timezone.now(),
        )

    return form_page(request, form, act, context=context, success=_("C’est noté."))


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, kpa: str, file: int) -> HttpResponse:
    """The charter, read together, signed; then the door is open."""
    row = request.file
    version = governance.charter_book(request.organisation).in_force
    seen = version.content_hash if version else ""
    form = EnterForm(request.POST if request.method == "POST" else None, has_charter=version is not None)
    form.initial["seen"] = seen
    context = {
        "file": row,
        "name": str(row),
        "parts": parts_of(version.parts) if version else [],
        "version": version,
        "minor": rules.is_minor(row.birth_date, timezone.localdate()),
        "title": _("Signer la charte et entrer"),
        "back": address_of(row),
        "back_label": str(row),
    }

    def act() -> None:
        data = form.cleaned_data
        hand = services.CharterHand(
            typed_name=data.get("typed_name", ""), seen=data["seen"], paper_note=data.get("paper_note", "")
        )
        services.become_member(file=row, charter=hand, actor=request.user, now=timezone.now())

    return form_page(
        request,
        form,
        act,
        context=context,
        success=_("Bienvenue ! %(name)s est membre.") % {"name": row.first_name},
        template="members/enter.html",
        then=reverse("welcome_file", kwargs={"kpa": kpa, "file": file}),
    )
