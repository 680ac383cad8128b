from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Prefetch, Q, QuerySet

from kpacite.domain.members import rules
from kpacite.domain.members.enums import (
    Doer,
    MediationState,
    MemberState,
    Reader,
    RestrictedTask,
    StepKind,
    WelcomeState,
)
from kpacite.domain.members.models import (
    LegalGuardian,
    MediationCase,
    MediationHandOver,
    MediationParty,
    Membership,
    WelcomeAnswer,
    WelcomeFile,
    WelcomeLink,
    WelcomeQuestion,
    WelcomeStep,
    WelcomeTick,
)
from kpacite.domain.organisations import selectors as organisations
from kpacite.domain.organisations.enums import ParameterCode
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Person
from kpacite.kernel.text import fold
from kpacite.platform.asking import Question, rows_of

H = TypeVar("H", WelcomeStep, WelcomeQuestion)


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a KPA's welcome, and its tick when it is done."""

    step: WelcomeStep
    tick: WelcomeTick | None
    is_here: bool = False

    @property
    def label(self) -> str:
        return self.step.label

    @property
    def state(self) -> str:
        """As the strip draws it."""
        if self.tick is not None:
            return "done"
        return "here" if self.is_here else "todo"

    @property
    def as_rule(self) -> rules.Step:
        return rules.Step(
            kind=StepKind(self.step.kind),
            doer=Doer(self.step.doer),
            is_optional=self.step.is_optional,
            done_on=self.tick.done_on if self.tick else None,
        )

    @property
    def stands_before_charter(self) -> bool:
        return bool(rules.missing([self.as_rule]))


def current_steps(kpa: Kpa) -> QuerySet[WelcomeStep]:
    """What this KPA asks for today, in order; the charter comes last."""
    return _ordered_steps(kpa).filter(retired_at=None)


def _ordered_steps(kpa: Kpa) -> QuerySet[WelcomeStep]:
    is_charter = Q(kind=StepKind.CHARTER)
    return WelcomeStep.objects.filter(kpa=kpa).alias(last=is_charter).order_by("last", "position", "pk")


def current_questions(kpa: Kpa) -> QuerySet[WelcomeQuestion]:
    return _ordered_questions(kpa).filter(retired_at=None)


def _ordered_questions(kpa: Kpa) -> QuerySet[WelcomeQuestion]:
    return WelcomeQuestion.objects.filter(kpa=kpa).order_by("position", "pk")


def step_list(file: WelcomeFile) -> list[WelcomeStep]:
    """The steps of this person: those of the moment at which she began."""
    return _held(_ordered_steps(file.kpa), file.begun_at)


def question_list(file: WelcomeFile) -> list[WelcomeQuestion]:
    return _held(_ordered_questions(file.kpa), file.begun_at)


def _held(rows: Iterable[H], moment: datetime | None) -> list[H]:
    return [row for row in rows if row.span.holds(moment)]


def keeps_older_steps(file: WelcomeFile) -> bool:
    """Whether the KPA has changed its steps or questions since this person began."""
    today = {*current_steps(file.kpa)}, {*current_questions(file.kpa)}
    return ({*step_list(file)}, {*question_list(file)}) != today


def steps_of(file: WelcomeFile) -> list[StepRow]:
    """Her steps in order, with what is done and which one waits. Two queries."""
    ticks = file.ticks.filter(taken_back_at=None).select_related("step")
    return _rows(file, step_list(file), ticks)


def _rows(file: WelcomeFile, steps: list[WelcomeStep], ticks: Iterable[WelcomeTick]) -> list[StepRow]:
    """A step done before its words were changed is done: its code stays."""
    done = {tick.step.code: tick for tick in ticks}
    if file.state == WelcomeState.MEMBER:
        return [StepRow(step, done.get(step.code) or _entry(file, step)) for step in steps]
    rows = [StepRow(step, done.get(step.code)) for step in steps]
    here = rules.next_step([row.as_rule for row in rows])
    return [StepRow(row.step, row.tick, is_here=rank == here) for rank, row in enumerate(rows)]


def _entry(file: WelcomeFile, step: WelcomeStep) -> WelcomeTick | None:
    """The charter was signed on the day she entered."""
    if step.kind != StepKind.CHARTER or file.closed_on is None:
        return None
    return WelcomeTick(file=file, step=step, done_on=file.closed_on)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the list: where it stands and who acts now."""

    file: WelcomeFile
    steps: tuple[StepRow, ...]

    @property
    def here(self) -> StepRow | None:
        return next((row for row in self.steps if row.is_here), None)

    @property
    def waits_to_be_read(self) -> bool:
        """She has filled her form alone, and nobody has gone through it with her yet."""
        form = [row for row in self.steps if row.step.kind == StepKind.FORM]
        return self.file.filled_alone_at is not None and any(row.tick is None for row in form)

    @property
    def done(self) -> int:
        return sum(row.tick is not None for row in self.steps)


def files_of(
    kpa: Kpa, *, states: Iterable[WelcomeState] = (), words: str = "", welcomer: Person | None = None
) -> list[FileRow]:
    """The welcome files of a KPA, the longest waiting first. Three queries whatever their number."""
    rows = WelcomeFile.objects.kept().filter(kpa=kpa)
    rows = rows.select_related("welcomer", "person", "kpa__organisation")
    if states := list(states):
        rows = rows.filter(state__in=states)
    if welcomer is not None:
        rows = rows.filter(welcomer=welcomer)
    live = WelcomeTick.objects.filter(taken_back_at=None).select_related("step")
    rows = rows.prefetch_related(Prefetch("ticks", live)).order_by("received_at", "pk")
    wanted = fold(words).split()
    steps = list(_ordered_steps(kpa))
    return [
        FileRow(file, tuple(_rows(file, _held(steps, file.begun_at), file.ticks.all())))
        for file in rows
        if all(word in fold(str(file)) for word in wanted)
    ]


def file_loaded(pk: int, kpa: Organisation) -> WelcomeFile | None:
    """One file of this KPA that is not emptied; None elsewhere."""
    rows = WelcomeFile.objects.kept().select_related("welcomer", "person", "kpa__organisation", "guardian")
    return rows.filter(pk=pk, kpa=kpa.pk).first()


def file_behind(token: str, now: datetime) -> WelcomeFile | None:
    """The file that a newcomer's key opens; None when it is closed, too old, or of no use."""
    rows = WelcomeLink.objects.living(now).filter(file__state__in=sorted(rules.WAITING))
    rows = rows.select_related("file__kpa__organisation", "file__welcomer")
    link = rows.filter(token_hash=rules.token_hash(token)).first()
    return link.file if link else None


def living_link(file: WelcomeFile, now: datetime) -> WelcomeLink | None:
    """The key that lives longest."""
    return WelcomeLink.objects.living(now).filter(file=file).order_by("-expires_at").first()


def welcomes_someone(person: Person, kpa: Organisation) -> bool:
    waiting = WelcomeFile.objects.kept().filter(state__in=sorted(rules.WAITING))
    return waiting.filter(welcomer=person, kpa=kpa.pk).exists()


def waiting_count(kpa: Kpa | Organisation) -> int:
    return WelcomeFile.objects.waiting().filter(kpa=kpa.pk).count()


@dataclass(frozen=True, slots=True)
class TooEarly:
    """Someone who is too young today: the age it takes, and the first day on which she may enter."""

    age: int
    day: date


def too_early(file: WelcomeFile, today: date) -> TooEarly | None:
    """None when she is old enough, or when her birth date is not known yet."""
    if file.birth_date is None:
        return None
    kpa = file.kpa.organisation
    minimum = organisations.parameter(code=ParameterCode.MIN_AGE, organisation=kpa, on=today)
    if rules.old_enough(file.birth_date, today, minimum):
        return None
    age = max(minimum, rules.LOWEST_AGE)
    return TooEarly(age, rules.first_day_of_age(file.birth_date, age))


def has_guardian(file: WelcomeFile) -> bool:
    return LegalGuardian.objects.filter(file=file).exists()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its answer. `is_hidden`: not for whoever reads now."""

    question: WelcomeQuestion
    answer: WelcomeAnswer | None
    is_hidden: bool = False

    @property
    def is_hers(self) -> bool:
        """Whether she may answer behind her link: what was noted side by side is changed side by side."""
        return self.answer is None or self.answer.answered_by_id is None


def asked(file: WelcomeFile, *, coordinates: bool) -> list[Asked]:
    """The questions in order. Who only welcomes does not read what is for the coordination."""
    answers = {answer.question.code: answer for answer in file.answers.select_related("question")}
    return [
        Asked(
            question,
            answer := answers.get(question.code),
            is_hidden=not coordinates and _is_for_coordination(question, answer),
        )
        for question in question_list(file)
    ]


def _is_for_coordination(question: WelcomeQuestion, answer: WelcomeAnswer | None) -> bool:
    """What was promised when she answered holds, even if more people read the question today."""
    promised = [question.reader] + ([answer.question.reader] if answer else [])
    return Reader.COORDINATION in promised


def membership_of(person: Person, kpa: Kpa | Organisation) -> Membership | None:
    """The one that runs now, with its pauses and the welcome it came from."""
    rows = Membership.objects.running().filter(person=person, kpa=kpa.pk)
    return rows.select_related("person", "kpa__organisation", "welcome__kpa").first()


def members_of(kpa: Kpa | Organisation, day: date) -> QuerySet[Membership]:
    rows = Membership.objects.on(day).filter(kpa=kpa.pk).select_related("person", "hat")
    return rows.order_by("person__first_name", "person__last_name", "pk")


def stays_of(kpa: Kpa | Organisation, states: Iterable[MemberState], words: str = "") -> list[Membership]:
    """The stays of a KPA in these states; of someone who came back, each one. One query."""
    rows = Membership.objects.filter(kpa=kpa.pk, state__in=list(states)).select_related("person")
    wanted = fold(words).split()
    ordered = rows.order_by("person__first_name", "person__last_name", "-start", "pk")
    return [row for row in ordered if all(word in fold(str(row.person)) for word in wanted)]


def membership_loaded(pk: int, kpa: Organisation) -> Membership | None:
    rows = Membership.objects.select_related("person", "kpa__organisation", "hat")
    return rows.prefetch_related("pauses", "lent").filter(pk=pk, kpa=kpa.pk).first()


def paused_days(person: Person, kpa: Kpa | Organisation) -> list[tuple[date, date | None]]:
    """Every pause of a person in a KPA, as [start, end): what commitments are counted without."""
    rows = Membership.objects.filter(person=person, kpa=kpa.pk).values_list("pauses__start", "pauses__end")
    return sorted((start, end) for start, end in rows if start is not None)


def restrictions_of(person: Person, kpa: Kpa | Organisation, day: date) -> tuple[RestrictedTask, ...]:
    """The tasks kept from this person that day, because she is under 18."""
    rows = Membership.objects.on(day).filter(person=person, kpa=kpa.pk)
    return next((found for row in rows if (found := rules.restrictions(row.birth_date, day))), ())


def welcomed_since(person: Person, kpa: Kpa | Organisation, day: date) -> QuerySet[Membership]:
    """Her running membership, when a welcome led to it on this day or later."""
    rows = Membership.objects.running().filter(person=person, kpa=kpa.pk)
    return rows.filter(start__gte=day, welcome__isnull=False)


def waiting_files(kpa: Kpa | Organisation, welcomer: Person | None = None) -> QuerySet[WelcomeFile]:
    rows = WelcomeFile.objects.waiting().filter(kpa=kpa.pk)
    return rows if welcomer is None else rows.filter(welcomer=welcomer)


def entered_with_guardian(kpa: Kpa | Organisation) -> QuerySet[Membership]:
    """Running memberships whose file may have to be gone through at 18: nobody enters under 18 without a
    guardian. Those from before the welcome files say nothing of it.
    """
    rows = Membership.objects.running().filter(kpa=kpa.pk, reviewed_at_18_on=None)
    return rows.filter(Q(welcome=None) | Q(welcome__guardian__isnull=False))


def turned_18(kpa: Kpa | Organisation, today: date) -> list[Membership]:
    """Those who entered under 18, are adults now, and whose file nobody went through with them yet."""
    rows = entered_with_guardian(kpa).select_related("person")
    return [
        row
        for row in rows.order_by("pk")
        if rules.is_minor(row.birth_date, row.start) and not rules.is_minor(row.birth_date, today)
    ]


def _cases(kpa: Kpa | Organisation) -> QuerySet[MediationCase]:
    rows = MediationCase.objects.filter(kpa=kpa.pk)
    return rows.select_related("mediator", "concerned__person", "kpa__organisation")


def mediations_for(person: Person, kpa: Kpa | Organisation) -> QuerySet[MediationCase]:
    """The cases that this person mediates or is party to."""
    rows = _cases(kpa)
    mine = rows.filter(mediator=person) | rows.filter(parties__person=person)
    return mine.distinct().order_by("-opened_on", "-pk")


def mediations_asked(person: Person, kpa: Kpa | Organisation, *, most: int) -> Question:
    """Those of them that are open, as a question: `{"pk", "state", "leads"}`, the key of who mediates."""
    rows = mediations_for(person, kpa).exclude(state=MediationState.CLOSED)
    return rows_of(rows.order_by("-pk"), most=most, pk="pk", state="state", leads="mediator_id")


def mediations_of(kpa: Kpa | Organisation) -> QuerySet[MediationCase]:
    """Every case, for who is informed: none of its words is loaded."""
    return _cases(kpa).defer("subject", "agreement", "decision").order_by("-opened_on", "-pk")


def mediation_loaded(pk: int, kpa: Organisation) -> MediationCase | None:
    parties = MediationParty.objects.select_related("person").order_by("person__first_name", "pk")
    passed = MediationHandOver.objects.select_related("former", "next").order_by("on", "pk")
    rows = _cases(kpa).prefetch_related(Prefetch("parties", parties), Prefetch("hand_overs", passed))
    return rows.filter(pk=pk).first()
