"""People of La Cape and Moulins Coop at every stage of a path: invented, dated from the day of loading."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path as File

from kpacite.domain.organisations import services as organisations
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.paths import services
from kpacite.domain.paths.enums import (
    Answer,
    Level,
    NoteLevel,
    SensitiveQuestion,
    Situation,
    SkillFamily,
)
from kpacite.domain.paths.models import Badge, CommitmentTerms, Path
from kpacite.domain.people import services as people
from kpacite.domain.people.models import Account, Person
from kpacite.kernel.period import add_months
from kpacite.scenarios.paths import around
from kpacite.scenarios.paths.doubles import write_twice
from kpacite.scenarios.seeding import Row, Seeding, chosen, organisation, read

HERE = File(__file__).parent
DAYS_OF_TALK = 7


def load(seeding: Seeding) -> Iterator[float]:
    data = read(HERE / "paths.toml")
    rows = data["path"]
    for terms in data["trainings"]:
        _terms(seeding, terms)
    for rank, row in enumerate(rows, start=1):
        kpa = Kpa.objects.select_related("organisation").get(organisation__slug=row["kpa"])
        person = _person(seeding, row, kpa)
        if not Path.objects.filter(person=person, kpa=kpa).exists():
            _path(seeding, row, person, kpa)
        yield rank / len(rows)
    beside = read(HERE / "around.toml")
    for row in beside["service"]:
        around.services_of(seeding, row)
    for row in beside["around"]:
        around.around(seeding, row)
    for row in beside["orientation"]:
        around.orientation(seeding, row)
    write_twice(seeding, organisation("la-cape"))


def _person(seeding: Seeding, row: Row, kpa: Kpa) -> Person:
    if "who" in row:
        return Account.objects.select_related("person").get(login_name=row["who"]).person
    known = Person.objects.filter(first_name=row["first_name"], last_name=row["last_name"]).first()
    if known:
        return known
    person = people.create_person(**chosen(row, "first_name", "last_name"), **seeding.by)
    if "left_months_ago" not in row:
        organisations.grant_role(
            person=person,
            role=Role.COOPERATOR,
            organisation=kpa.organisation,
            start=_start(seeding, row),
            **seeding.by,
        )
    return person


def _start(seeding: Seeding, row: Row) -> date:
    return row.get("start") or add_months(seeding.today, -row["months_ago"])


def _path(seeding: Seeding, row: Row, person: Person, kpa: Kpa) -> None:
    start = _start(seeding, row)
    planned = add_months(start, row["planned_months"]) if "planned_months" in row else None
    facts = chosen(row, "referral", "education", "postcode", "qpv")
    if "registered_months_before" in row:
        facts["france_travail_registered_on"] = add_months(start, -row["registered_months_before"])
    path = services.open_path(person=person, kpa=kpa, start=start, planned_end=planned, **facts, **seeding.by)
    _facts(seeding, row, person)
    _stages(seeding, row, path)
    for login in row.get("companions", []):
        companion = Account.objects.select_related("person").get(login_name=login).person
        services.choose_companion(path=path, person=companion, today=seeding.today, **seeding.by)
    for view in row.get("skills", []):
        _skill(seeding, view, path)
    for badge in row.get("badges", []):
        _badge(seeding, badge, path)
    for talk in row.get("appointments", []):
        _talk(seeding, talk, path)
    if "left_months_ago" in row:
        services.close_path(
            path=path,
            day=add_months(seeding.today, -row["left_months_ago"]),
            situation=Situation(row.get("situation", "")),
            **chosen(row, "contract", "training"),
            today=seeding.today,
            **seeding.by,
        )


def _facts(seeding: Seeding, row: Row, person: Person) -> None:
    if "gender" in row:
        services.answer_facts(
            person=person,
            birth_date=row.get("birth_date"),
            birth_date_declined="birth_date" not in row,
            gender=row["gender"],
            today=seeding.today,
            **seeding.by,
        )
    if "sensitive" in row:
        answers = {SensitiveQuestion(name): Answer(letter) for name, letter in row["sensitive"].items()}
        services.answer_sensitive(person=person, answers=answers, **seeding.by)


def _stages(seeding: Seeding, row: Row, path: Path) -> None:
    """Enter each stage in turn, some months apart; the last one may only be proposed."""
    for rank, months in enumerate(row.get("stages_after", []), start=1):
        day = add_months(path.start, months)
        move = services.propose_stage(path=path, rank=rank, words="", **seeding.by)
        talked = max(path.start, day - timedelta(days=DAYS_OF_TALK))
        dated = {"today": seeding.today, **seeding.by}
        services.discuss_stage(move=move, day=talked, with_person=None, **dated)
        services.enter_stage(move=move, day=day, **dated)
    if "proposes" in row:
        services.propose_stage(path=path, rank=row["proposes"], words=row.get("words", ""), **seeding.by)


def _talk(seeding: Seeding, row: Row, path: Path) -> None:
    """A talk with a companion, some days from the day of loading; its notes; who does what."""
    companion = Account.objects.select_related("person").get(login_name=row["with"])
    by = {"actor": companion, "now": seeding.now}
    talk = services.plan_appointment(
        path=path,
        with_person=companion.person,
        day=seeding.today + timedelta(days=row["in_days"]),
        at=row.get("at"),
        aim=row["aim"],
        today=seeding.today,
        **by,
    )
    for level in NoteLevel:
        if level.value in row:
            own = level != NoteLevel.PRIVATE
            services.write_note(
                path=path,
                appointment=talk if own else None,
                level=level,
                words=row[level.value],
                theme="" if own else row["theme"],
                **by,
            )
    if "action" in row:
        services.decide_action(appointment=talk, who=path.person, words=row["action"], by_day=None, **by)


def _terms(seeding: Seeding, row: Row) -> None:
    kpa = Kpa.objects.get(organisation__slug=row["kpa"])
    if not CommitmentTerms.objects.filter(kpa=kpa).exists():
        services.ask_trainings(kpa=kpa, **chosen(row, "per_quarter", "valid_from", "reason"), **seeding.by)


def _skill(seeding: Seeding, row: Row, path: Path) -> None:
    """Someone's view of a skill, some days ago."""
    family = SkillFamily(row["family"])
    skill = services.name_skill(kpa=path.kpa, family=family, name=row["name"], **seeding.by)
    speaker = Account.objects.select_related("person").get(login_name=row["by"])
    services.say_level(
        path=path,
        skill=skill,
        level=Level(row["level"]),
        evidence=row.get("evidence", ""),
        actor=speaker,
        today=seeding.today - timedelta(days=row["days_ago"]),
        now=seeding.now,
    )
    if row.get("shown"):
        services.show_skill(
            path=path, skill=skill, shown=True, actor=speaker, today=seeding.today, now=seeding.now
        )


def _badge(seeding: Seeding, row: Row, path: Path) -> None:
    badge = Badge.objects.filter(kpa=path.kpa, name=row["name"]).first() or services.create_badge(
        kpa=path.kpa, **chosen(row, "name", "criteria"), **seeding.by
    )
    services.give_badge(
        path=path,
        badge=badge,
        evidence=row["evidence"],
        actor=Account.objects.select_related("person").get(login_name=row["by"]),
        today=seeding.today,
        now=seeding.now,
    )
