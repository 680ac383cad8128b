from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import SeatState, TrainingKind, TrainingState
from kpacite.domain.activities.models.hours import WorkEntry
from kpacite.domain.activities.rules import MOST_PLACES, Span
from kpacite.domain.people.enums import Language
from kpacite.platform.fields import EncryptedTextField


class TrainingQuerySet(models.QuerySet["Training"]):
    def between(self, start: datetime, end: datetime) -> Self:
        """Those with a moment in [start, end)."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Training(models.Model):
    """Something that people learn together on a day.

    From a member (`trainer`) or from someone else (`given_by`). `is_public`: people from outside may come.
    `given_hours`: the hours of the trainer, once it was held.
    """

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="trainings")
    kind = models.CharField(
        _("genre"), max_length=12, choices=TrainingKind.choices, default=TrainingKind.WORKSHOP
    )
    title = models.CharField(_("titre"), max_length=120)
    learns = models.TextField(_("ce qu’on apprend"), max_length=1000)
    audience = models.CharField(_("pour qui"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    place = models.CharField(_("où"), max_length=200, blank=True)
    trainer = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="given_trainings"
    )
    given_by = models.CharField(_("qui la donne"), max_length=120, blank=True)
    places = models.PositiveSmallIntegerField(_("places"))
    is_public = models.BooleanField(_("ouverte aux personnes de l’extérieur"), default=False)
    state = models.CharField(
        _("état"), max_length=12, choices=TrainingState.choices, default=TrainingState.PROPOSED
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("proposée le"))
    opened_at = models.DateTimeField(_("ouverte le"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    cancel_reason = models.CharField(_("raison"), max_length=200, blank=True)
    given_hours = models.OneToOneField(
        WorkEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="given_training"
    )
    is_example = models.BooleanField(_("exemple"), default=False)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("formation ou atelier")
        verbose_name_plural = _("formations et ateliers")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TrainingKind.values) & ~Q(title="") & ~Q(learns=""),
                name="training_told",
                violation_error_message=_("Écrivez un titre, et ce qu’on apprend."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="training_times_in_order",
                violation_error_message=_("L’heure de fin vient après l’heure de début."),
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=MOST_PLACES),
                name="training_has_places",
                violation_error_message=_("Il faut une place au moins, et 500 au plus."),
            ),
            models.CheckConstraint(
                condition=Q(state=TrainingState.PROPOSED, opened_at=None, cancelled_at=None, cancel_reason="")
                | Q(state=TrainingState.OPEN, opened_at__isnull=False, cancelled_at=None, cancel_reason="")
                | Q(state=TrainingState.CANCELLED, cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="training_state_dated",
                violation_error_message=_("Une formation annulée dit pourquoi."),
            ),
            models.CheckConstraint(
                condition=~Q(state=TrainingState.OPEN) | Q(trainer__isnull=False) | ~Q(given_by=""),
                name="training_given_by_someone",
                violation_error_message=_("Dites qui donne cette formation."),
            ),
        ]
        indexes = [models.Index(fields=["kpa", "starts_at"], name="training_by_kpa")]

    def __str__(self) -> str:
        return self.title

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class SeatQuerySet(models.QuerySet["TrainingSeat"]):
    def standing(self) -> Self:
        """Those who come or would like to."""
        return self.exclude(state=SeatState.WITHDRAWN)

    def taking(self) -> Self:
        """What fills the room: booked, unless the person did not come."""
        return self.filter(Q(was_there=None) | Q(was_there=True), state=SeatState.BOOKED)

    def waiting(self) -> Self:
        """The line, first come first."""
        return self.filter(state=SeatState.WAITING).order_by("asked_at", "pk")


class TrainingSeat(models.Model):
    """Someone at a training: a member (`person`), or someone from outside with a first name and a contact.

    `booked_at`: since when the place is hers. `told_at`: when she learnt it (at once, unless she waited).
    `was_there`: attendance, dated; each change leaves a trace, and its hours are compensated.
    `token` opens the page of someone without an account; kept encrypted, found by its hash.
    """

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="training_seats"
    )
    first_name = models.CharField(_("prénom"), max_length=80, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    other_contact = models.CharField(_("autre moyen"), max_length=200, blank=True)
    language = models.CharField(_("langue"), max_length=8, choices=Language.choices, default=Language.FRENCH)
    state = models.CharField(_("état"), max_length=12, choices=SeatState.choices)
    asked_at = models.DateTimeField(_("demandée le"))
    booked_at = models.DateTimeField(_("place donnée le"), null=True, blank=True)
    told_at = models.DateTimeField(_("prévenue le"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("rendue le"), null=True, blank=True)
    was_there = models.BooleanField(_("était là"), null=True, blank=True)
    noted_at = models.DateTimeField(_("présence notée le"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hours = models.OneToOneField(
        WorkEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="training_seat"
    )
    token = EncryptedTextField(_("jeton"), blank=True)
    token_hash = models.CharField(_("empreinte du jeton"), max_length=64, unique=True, null=True, blank=True)
    form_token = models.CharField(max_length=32, unique=True, null=True, blank=True)
    forgotten_at = models.DateTimeField(_("contact effacé le"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("place à une formation")
        verbose_name_plural = _("places à une formation")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SeatState.BOOKED, booked_at__isnull=False, withdrawn_at=None)
                | Q(state=SeatState.WAITING, booked_at=None, withdrawn_at=None)
                | Q(state=SeatState.WITHDRAWN, withdrawn_at__isnull=False),
                name="seat_state_dated",
                violation_error_message=_("Une place a ses dates."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, first_name="", email="", phone="", other_contact="")
                | Q(person=None, forgotten_at__isnull=False)
                | Q(person=None) & ~Q(first_name="") & (~Q(email="") | ~Q(phone="") | ~Q(other_contact="")),
                name="seat_of_someone",
                violation_error_message=_("Donnez un prénom et un moyen de joindre la personne."),
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None)
                | Q(first_name="", email="", phone="", other_contact="", token_hash=None),
                name="seat_forgotten_whole",
                violation_error_message=_("Un contact effacé est vide."),
            ),
            models.CheckConstraint(
                condition=Q(was_there=None, noted_at=None)
                | Q(was_there__isnull=False, noted_at__isnull=False, state=SeatState.BOOKED),
                name="seat_presence_dated",
                violation_error_message=_("Une présence a sa date."),
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(was_there=True, person__isnull=False),
                name="seat_hours_of_who_came",
                violation_error_message=_("Seule une personne présente a des heures."),
            ),
            models.UniqueConstraint(
                fields=["training", "person"],
                condition=~Q(state=SeatState.WITHDRAWN) & Q(person__isnull=False),
                name="seat_once",
                violation_error_message=_("Cette personne est déjà inscrite."),
            ),
            models.UniqueConstraint(
                fields=["training", "email"],
                condition=~Q(state=SeatState.WITHDRAWN) & ~Q(email=""),
                name="seat_once_by_mail",
                violation_error_message=_("Cette adresse est déjà inscrite."),
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="seat_by_person")]

    def __str__(self) -> str:
        return str(self.training)

    @property
    def name(self) -> str:
        """Who it is: a member's name, a first name, nothing once forgotten."""
        return str(self.person) if self.person is not None else self.first_name

    @property
    def mail_address(self) -> str:
        return self.person.email if self.person is not None else self.email

    @property
    def to_tell(self) -> bool:
        """A place was freed for her, and nobody has told her: there was no mail to send."""
        return self.state == SeatState.BOOKED and self.told_at is None

    @property
    def audit_repr(self) -> str:
        """The register keeps no name."""
        return f"seat {self.pk}"
