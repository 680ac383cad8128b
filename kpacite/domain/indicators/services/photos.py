"""Photos of the story: added with the word of whoever adds them, removed for good when anybody asks."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators.enums import PhotoRemoval, Section, Standing
from kpacite.domain.indicators.models import Report, ReportPhoto
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit, private_files
from kpacite.platform.audit import Actor
from kpacite.platform.uploads import CleanPicture

MOST_PHOTOS = 12


class PhotoWithoutWords(DomainError):
    """Who does not see the photo reads what is on it."""

    code = "bilan.photo_without_words"
    sentence = _("Écrivez ce qu’on voit sur la photo, pour qui ne la voit pas.")
    field = "alt"


class PhotoOfNobodyS(DomainError):
    """A photo is somebody's work."""

    code = "bilan.photo_without_credit"
    sentence = _("Dites qui a pris la photo.")
    field = "credit"


class NobodyAgreed(DomainError):
    """A photo of people wants their agreement."""

    code = "bilan.nobody_agreed"
    sentence = _("Demandez d’abord l’accord de chaque personne qu’on reconnaît, puis cochez la case.")
    field = "agreed"


class PhotoAlreadyThere(DomainError):
    """The same picture twice, or the same button twice."""

    code = "bilan.photo_already_there"
    sentence = _("Cette photo est déjà dans le récit.")
    field = "file"


class TooManyPhotos(DomainError):
    """A récit is read on a phone."""

    code = "bilan.too_many_photos"
    sentence = _("Il y a déjà 12 photos. Enlevez-en une avant d’en ajouter une autre.")
    field = "file"


class NotOffered(DomainError):
    """The network answers once to what a KPA offers."""

    code = "bilan.not_offered"
    sentence = _("Cette proposition a déjà une réponse, ou n’est plus là.")


class NoReasonGiven(DomainError):
    """Who offered something is told why it is not kept."""

    code = "bilan.no_reason"
    sentence = _("Dites pourquoi : le KPA lira votre réponse.")
    field = "reason"


class PhotoDetails(TypedDict):
    """Where it stands, what is seen on it, whose picture it is."""

    section: Section
    alt: str
    credit: str


@transaction.atomic
def add_photo(
    *,
    report: Report,
    picture: CleanPicture,
    agreed: bool,
    author: Person,
    kpa: Kpa | None = None,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[PhotoDetails],
) -> ReportPhoto:
    """Keep a cleaned picture. `agreed`: everybody recognisable on it said yes, says `author`.

    `kpa`: the one that offers it; it waits for the network's answer.

    Raises NobodyAgreed, PhotoWithoutWords, PhotoOfNobodyS, PhotoAlreadyThere, TooManyPhotos.
    """
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not agreed:
        raise NobodyAgreed
    if not details["alt"].strip():
        raise PhotoWithoutWords
    if not details["credit"].strip():
        raise PhotoOfNobodyS
    if ReportPhoto.objects.there().filter(report=report, file__sha256=picture.sha256).exists():
        raise PhotoAlreadyThere
    if kpa is None:
        _refuse_too_many(report)
    file = private_files.unsaved(
        name="photo.jpg", content=picture.content, kept_at=now, kept_by_id=actor.pk if actor else None
    )
    file.save()
    photo = ReportPhoto.objects.create(
        report=report,
        section=details["section"],
        file=file,
        width=picture.width,
        height=picture.height,
        alt=details["alt"].strip(),
        credit=details["credit"].strip(),
        agreed_at=now,
        agreed_by=author,
        kpa=kpa,
        standing=Standing.KEPT if kpa is None else Standing.OFFERED,
    )
    action = "indicators.photo.added" if kpa is None else "indicators.photo.offered"
    audit.record(actor=actor, action=action, target=photo, at=now)
    return photo


@transaction.atomic
def keep_photo(*, photo: ReportPhoto, actor: Actor | None, now: datetime) -> ReportPhoto:
    """Take what a KPA offered into the story. Raises NotOffered, TooManyPhotos."""
    Report.objects.select_for_update(of=("self",)).get(pk=photo.report_id)
    photo = _offered(photo)
    _refuse_too_many(photo.report)
    photo.standing = Standing.KEPT
    photo.save()
    audit.record(actor=actor, action="indicators.photo.kept", target=photo, at=now)
    return photo


@transaction.atomic
def decline_photo(
    *, photo: ReportPhoto, answer: str, by: Person | None, actor: Actor | None, now: datetime
) -> ReportPhoto:
    """Say why it is not kept, and destroy its bytes. Raises NoReasonGiven, NotOffered."""
    if not answer.strip():
        raise NoReasonGiven
    photo = _offered(photo)
    photo.standing, photo.answer = Standing.DECLINED, answer.strip()
    return _destroyed(photo, PhotoRemoval.DECLINED, by, actor, now)


def _offered(photo: ReportPhoto) -> ReportPhoto:
    rows = ReportPhoto.objects.select_for_update(of=("self",)).select_related("report", "file")
    photo = rows.get(pk=photo.pk)
    if photo.standing != Standing.OFFERED or photo.removed_at is not None:
        raise NotOffered
    return photo


def _refuse_too_many(report: Report) -> None:
    if ReportPhoto.objects.shown().filter(report=report).count() >= MOST_PHOTOS:
        raise TooManyPhotos


@transaction.atomic
def remove_photo(
    *, photo: ReportPhoto, why: PhotoRemoval, by: Person | None, actor: Actor | None, now: datetime
) -> ReportPhoto:
    """Take it off every page and file, frozen or not, and destroy its bytes. Twice changes nothing."""
    photo = ReportPhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if photo.removed_at is not None:
        return photo
    if photo.standing == Standing.OFFERED:
        photo.standing = Standing.KEPT  # Taken back before an answer: nothing waits any more.
    return _destroyed(photo, why, by, actor, now)


def _destroyed(
    photo: ReportPhoto, why: PhotoRemoval, by: Person | None, actor: Actor | None, now: datetime
) -> ReportPhoto:
    file = photo.file
    photo.file, photo.alt, photo.credit = None, "", ""
    photo.removed_at, photo.removed_by, photo.removal = now, by, why
    photo.save()
    if file is not None:
        file.delete()
    audit.record(actor=actor, action="indicators.photo.removed", target=photo, at=now, data={"why": why})
    return photo
