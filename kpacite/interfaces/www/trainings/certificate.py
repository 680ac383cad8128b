"""The paper of who was there: what it was, when, how long. It says a presence, and nothing more."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from kpacite.domain.activities import rules
from kpacite.domain.activities.enums import TrainingKind
from kpacite.domain.activities.models import TrainingSeat
from kpacite.integrations.documents import compile_pdf
from kpacite.integrations.documents.sheet import drawable
from kpacite.interfaces.www.trainings.wording import giver_of, hours_words
from kpacite.platform.templatetags.kpacite import heures, jour

THE = {TrainingKind.TRAINING: "à la formation", TrainingKind.WORKSHOP: "à l’atelier"}


def printed(seat: TrainingSeat, now: datetime) -> dict[str, Any]:
    """What the paper says, in French as all papers. Someone from outside writes her last name by hand."""
    training = seat.training
    kpa = training.kpa.organisation.name
    facts = [
        ("Le jour", jour(training.starts_at, "semaine")),
        ("Les heures", hours_words(training)),
        ("La durée", heures(rules.minutes_of(training.span))),
        ("Le lieu", training.place),
        ("Donné par", giver_of(training)),
        ("Organisé par", kpa),
    ]
    return drawable(
        {
            "title": "Attestation de présence",
            "name": seat.name,
            "by-hand": seat.person is None,
            "what": f"a participé {THE[TrainingKind(training.kind)]} « {training.title} ».",
            "learns": training.learns,
            "facts": [[words, value] for words, value in facts if value],
            "kpa": kpa,
            "day": f"Fait le {jour(timezone.localdate(now))}.",
            "example": training.is_example,
        }
    )


def certificate_file(seat: TrainingSeat, now: datetime) -> HttpResponse:
    pdf = compile_pdf(printed(seat, now), at=now, template="attestation.typ")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="attestation.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
