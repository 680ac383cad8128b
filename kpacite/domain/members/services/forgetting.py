"""What goes when a person is forgotten, or never came back: words. Dates and states stay, without a name."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kpacite.domain.members import rules
from kpacite.domain.members.enums import MediationState, WelcomeState
from kpacite.domain.members.models import (
    LegalGuardian,
    MediationCase,
    MediationParty,
    MembershipPause,
    WelcomeAnswer,
    WelcomeFile,
    WelcomeLink,
    WelcomeTick,
)
from kpacite.domain.members.models.welcome import WelcomeFileQuerySet
from kpacite.domain.members.services.errors import CannotMoveThere
from kpacite.domain.members.services.locking import locked_file, move_file
from kpacite.domain.organisations.enums import ParameterCode
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import parameter
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.domain.people.services import FORGOTTEN
from kpacite.platform import audit
from kpacite.platform.audit import Actor
from kpacite.platform.private_files import PrivateFile


@transaction.atomic
def forget_words(*, person: Person) -> None:
    """Her welcome, her side of each mediation, all the words of those that are closed, and why she paused.

    The words of a case tell about everyone in it: they do not outlive the first who is forgotten.
    """
    for file in WelcomeFile.objects.filter(person=person).order_by("pk"):
        _empty(file)
        file.save()
    hers = MediationParty.objects.filter(person=person)
    closed = MediationCase.objects.filter(parties__person=person, state=MediationState.CLOSED)
    MediationParty.objects.filter(case__in=closed).update(words="")
    hers.update(words="")
    keys = list(closed.values_list("pk", flat=True))
    MediationCase.objects.filter(pk__in=keys).update(subject="", agreement="", decision="")
    MembershipPause.objects.filter(membership__person=person).update(words="")


def announce_emptying(*, today: date, now: datetime) -> int:
    """Tell each coordination, in its list, which welcomes without news will be emptied; how many."""
    told = 0
    for place in Organisation.objects.filter(kpa__isnull=False).order_by("pk"):
        months = parameter(code=ParameterCode.WELCOME_KEPT_MONTHS, organisation=place, on=today)
        rows = _without_follow_up().filter(kpa=place.pk, notice_on=None)
        for file in rows.filter(last_contact_on__lte=rules.quiet_since(months, today)):
            _announce(file, months, today, now)
            told += 1
    return told


@transaction.atomic
def _announce(file: WelcomeFile, months: int, today: date, now: datetime) -> None:
    file.notice_on = today
    file.empty_on = rules.emptied_on(file.last_contact_on, months, today)
    file.save(update_fields=["notice_on", "empty_on"])
    audit.record(actor=None, action="members.welcome.emptying_announced", target=file, at=now)


def empty_those_due(*, today: date, now: datetime) -> int:
    """Empty the welcomes whose announced day has come; news since the notice stop it. How many were."""
    due = list(_without_follow_up().filter(empty_on__lte=today))
    return sum(_empty_or_keep(file, today, now) for file in due)


def _without_follow_up() -> WelcomeFileQuerySet:
    return WelcomeFile.objects.kept().exclude(state=WelcomeState.MEMBER).order_by("pk")


@transaction.atomic
def _empty_or_keep(file: WelcomeFile, today: date, now: datetime) -> bool:
    file = locked_file(file)
    if file.will_be_emptied_on is None:
        file.notice_on = file.empty_on = None
        file.save(update_fields=["notice_on", "empty_on"])
        return False
    _empty(file)
    file.emptied_on = today
    file.closed_on = file.closed_on or today
    move_file(file, WelcomeState.WITHDRAWN, actor=None, now=now)
    audit.record(actor=None, action="members.welcome.emptied", target=file, at=now)
    return True


def _empty(file: WelcomeFile) -> None:
    """Of a welcome: name, ways to reach her, words, answers, who answers for her. Nothing is saved here."""
    file.first_name, file.last_name, file.email, file.phone = FORGOTTEN, "", "", ""
    file.other_contact = file.words = file.closing_words = ""
    file.birth_date = file.token = None
    WelcomeAnswer.objects.filter(file=file).delete()
    WelcomeLink.objects.filter(file=file).delete()
    WelcomeTick.objects.filter(file=file).update(done_with="")
    guardians = LegalGuardian.objects.filter(file=file)
    papers = list(guardians.filter(paper__isnull=False).values_list("paper", flat=True))
    guardians.delete()
    PrivateFile.objects.filter(pk__in=papers).delete()


@transaction.atomic
def have_news(*, file: WelcomeFile, actor: Actor | None, now: datetime) -> WelcomeFile:
    """Someone spoke with her: her welcome is kept. Raises CannotMoveThere for one that is over or emptied."""
    file = locked_file(file)
    if file.emptied_on is not None or file.state == WelcomeState.MEMBER:
        raise CannotMoveThere
    file.last_contact_on = timezone.localdate(now)
    file.notice_on = file.empty_on = None
    save_checked(file)
    audit.record(actor=actor, action="members.welcome.heard_of", target=file, at=now)
    return file
