"""Photos of the story: added with the word of whoever adds them, removed for good when anybody asks."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators.enums import PhotoRemoval, Section
from kpacite.domain.indicators.models import Report, ReportPhoto
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
    actor: Actor | None,
    now: datetime,
    **details: Unpack[PhotoDetails],
) -> ReportPhoto:
    """Keep a cleaned picture. `agreed`: everybody recognisable on it said yes, says `author`.

    Raises NobodyAgreed, PhotoWithoutWords, PhotoOfNobodyS, PhotoAlreadyThere, TooManyPhotos.
    """
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not agreed:
        raise NobodyAgreed
    if not details["alt"].strip():
        raise PhotoWithoutWords
    if not details["credit"].strip():
        raise PhotoOfNobodyS
    kept = ReportPhoto.objects.shown().filter(report=report)
    if kept.filter(file__sha256=picture.sha256).exists():
        raise PhotoAlreadyThere
    if kept.count() >= MOST_PHOTOS:
        raise TooManyPhotos
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
    )
    audit.record(actor=actor, action="indicators.photo.added", target=photo, at=now)
    return photo


@transaction.atomic
def remove_photo(
    *, photo: ReportPhoto, why: PhotoRemoval, by: Person | None, actor: Actor | None, now: datetime
) -> ReportPhoto:
    """Take it off every page and file, frozen or not, and destroy its bytes. Twice changes nothing."""
    photo = ReportPhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    file = photo.file
    if photo.removed_at is not None or file is None:
        return photo
    photo.file, photo.alt, photo.credit = None, "", ""
    photo.removed_at, photo.removed_by, photo.removal = now, by, why
    photo.save()
    file.delete()
    audit.record(actor=actor, action="indicators.photo.removed", target=photo, at=now, data={"why": why})
    return photo
