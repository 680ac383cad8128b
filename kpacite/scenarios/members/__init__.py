"""Entry conditions as the documents state them, and invented newcomers and members at every step."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from kpacite.domain.members import selectors, services
from kpacite.domain.members.enums import Doer, Reader, StepKind
from kpacite.domain.members.models import MediationCase, Membership, WelcomeFile
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Account
from kpacite.scenarios.seeding import Row, Seeding, chosen, read, source_of

HERE = Path(__file__).parent
GUARDIAN = ("Parent Exemple", "Au foyer (exemple)")


def load(seeding: Seeding) -> Iterator[float]:
    data = read(HERE / "members.toml")
    for row in data["kpa"]:
        _kpa(seeding, row)
    for row in data["member"]:
        _member(seeding, row)
    rows = data["newcomer"]
    for rank, row in enumerate(rows, start=1):
        if not WelcomeFile.objects.filter(
            kpa=_of(row), first_name=row["first_name"], is_example=True
        ).exists():
            _newcomer(seeding, row)
        yield rank / len(rows)
    services.announce_emptying(today=seeding.today, now=seeding.now)
    _mediation(seeding, data["mediation"])


def _mediation(seeding: Seeding, row: Row) -> None:
    """Both were heard, an agreement is proposed, and nobody has said yes yet."""
    kpa = _of(row)
    if MediationCase.objects.filter(kpa=kpa).exists():
        return
    stays = {
        stay.person.first_name: stay
        for stay in selectors.members_of(kpa, seeding.today).filter(
            is_example=True, person__first_name__in=row["words"]
        )
    }
    mediator = Account.objects.select_related("person").get(login_name=row["mediator"]).person
    case = services.open_mediation(
        kpa=kpa,
        mediator=mediator,
        parties=[stays[name].person for name in row["words"]],
        subject=row["subject"],
        concerned=stays[row["concerned"]],
        **seeding.by,
    )
    for name, words in row["words"].items():
        services.hear(case=case, person=stays[name].person, words=words, heard_on=seeding.today, **seeding.by)
    services.propose_agreement(case=case, words=row["agreement"], **seeding.by)


def _of(row: Row) -> Kpa:
    return Kpa.objects.select_related("organisation").get(organisation__slug=row["kpa"])


def _kpa(seeding: Seeding, row: Row) -> None:
    kpa = _of(row)
    for step in row["step"]:
        if not kpa.welcome_steps.filter(code=step["code"]).exists():
            services.add_step(
                kpa=kpa,
                code=step["code"],
                kind=StepKind(step["kind"]),
                label=step["label"],
                doer=Doer(step["doer"]),
                about=step.get("about", ""),
                is_optional=step.get("optional", False),
                source=source_of(step),
                **seeding.by,
            )
    for question in row["question"]:
        if not kpa.welcome_questions.filter(code=question["code"]).exists():
            services.add_question(
                kpa=kpa,
                code=question["code"],
                label=question["label"],
                reader=Reader(question["reader"]),
                **chosen(question, "suggestions", "help", "reason"),
                **seeding.by,
            )


def _member(seeding: Seeding, row: Row) -> None:
    account = Account.objects.select_related("person").get(login_name=row["login_name"])
    kpa = _of(row)
    if Membership.objects.filter(person=account.person, kpa=kpa).exists():
        return
    membership = services.open_membership(
        person=account.person,
        kpa=kpa,
        start=row["start"],
        birth_date=row["birth_date"],
        is_example=True,
        **seeding.by,
    )
    if "paused" in row:
        start = seeding.today - timedelta(days=row["paused"])
        services.pause(membership=membership, start=start, words="", **seeding.by)
    if "leaving_in" in row:
        day = seeding.today + timedelta(days=row["leaving_in"])
        services.announce_leaving(membership=membership, leaving_on=day, **seeding.by)
    for words in row.get("lent", []):
        services.lend(membership=membership, words=words, lent_on=row["start"], **seeding.by)


def _newcomer(seeding: Seeding, row: Row) -> None:
    kpa = _of(row)
    at = _moment(seeding, row["days_ago"])
    file = services.receive(
        kpa=kpa, is_example=True, **chosen(row, "first_name", "other_contact", "words"), **at
    )
    now = seeding.by
    details = chosen(row, "last_name") | _birth(seeding, row)
    if details:
        services.complete(file=file, **details, **now)
    if "welcomer" in row:
        person = Account.objects.select_related("person").get(login_name=row["welcomer"]).person
        services.assign(file=file, welcomer=person, **now)
    _answers(seeding, file, row)
    for code in row.get("done", []):
        step = selectors.current_steps(kpa).get(code=code)
        services.tick(file=file, step=step, done_on=seeding.today, **now)
    if row.get("guardian"):
        name, contact = GUARDIAN
        services.note_guardian(file=file, name=name, contact=contact, signed_on=seeding.today, **now)
    if row.get("withdrawn"):
        services.withdraw(file=file, words=row["withdrawn"], **now)
    if "enters" in row:
        _enter(seeding, file, row["enters"])


def _answers(seeding: Seeding, file: WelcomeFile, row: Row) -> None:
    for code, words in row.get("answers", {}).items():
        question = selectors.current_questions(file.kpa).get(code=code)
        services.answer(file=file, question=question, words=words, **seeding.by)
    if row.get("filled_alone"):
        services.finish_alone(file=file, now=seeding.now)


def _birth(seeding: Seeding, row: Row) -> dict[str, date]:
    """An age, so that the demonstration does not grow old."""
    if "age" not in row:
        return {}
    return {"birth_date": seeding.today.replace(year=seeding.today.year - row["age"], day=1, month=1)}


def _enter(seeding: Seeding, file: WelcomeFile, coordinator: str) -> None:
    actor = Account.objects.get(login_name=coordinator)
    hand = services.CharterHand(paper_note="Classeur des chartes (exemple).")
    services.become_member(file=file, charter=hand, actor=actor, now=seeding.now)


def _moment(seeding: Seeding, days_ago: int) -> dict[str, Any]:
    day = seeding.today - timedelta(days=days_ago)
    return {"actor": None, "now": timezone.make_aware(datetime.combine(day, time(11)))}
