from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.enums import ContactPurpose, Recurrence, Weekday
from kpacite.domain.organisations.models.organisation import Kpa, Organisation
from kpacite.domain.organisations.models.places import Place


class WelcomeSlot(models.Model):
    """When one may come and see: every week, or once.

    `confirmed_on` is None until someone of the KPA says that it still holds.
    """

    kpa = models.ForeignKey(Kpa, on_delete=models.PROTECT, related_name="welcome_slots")
    recurrence = models.CharField(_("rythme"), max_length=8, choices=Recurrence.choices)
    weekday = models.PositiveSmallIntegerField(_("jour"), choices=Weekday.choices, null=True, blank=True)
    day = models.DateField(_("date"), null=True, blank=True)
    start_time = models.TimeField(_("de"))
    end_time = models.TimeField(_("à"))
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("précision"), max_length=200, blank=True)
    valid_to = models.DateField(_("jusqu’à"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmé le"), null=True, blank=True)
    is_example = models.BooleanField(_("exemple"), default=False)
    source = models.ForeignKey(
        "organisations.SourceDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("permanence d’accueil")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    recurrence=Recurrence.WEEKLY, weekday__isnull=False, weekday__in=Weekday.values, day=None
                )
                | Q(recurrence=Recurrence.ONCE, weekday=None, day__isnull=False),
                name="welcome_slot_has_its_day",
                violation_error_message=_("Choisissez un jour de la semaine, ou une date."),
            ),
            models.CheckConstraint(
                condition=Q(end_time__gt=F("start_time")),
                name="welcome_slot_times_in_order",
                violation_error_message=_("L’heure de fin vient après l’heure de début."),
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.get_weekday_display() if self.weekday is not None else self.day}, {self.start_time:%H:%M}"
        )


class ContactMessageQuerySet(models.QuerySet["ContactMessage"]):
    def waiting(self) -> Self:
        return self.filter(handled_at=None)

    def received_since(self, moment: datetime) -> Self:
        return self.filter(received_at__gte=moment)


class ContactMessage(models.Model):
    """What someone wrote to a KPA or to the network.

    `self_check` maps an ingredient code to "yes", "soon" or "no". `note`: what was answered, for the team;
    it stays when the message is opened again.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contact_messages")
    purpose = models.CharField(_("objet"), max_length=8, choices=ContactPurpose.choices)
    name = models.CharField(_("nom"), max_length=120)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    message = models.TextField(_("message"))
    self_check = models.JSONField(_("auto-diagnostic"), default=dict, blank=True)
    received_at = models.DateTimeField(_("reçu le"))
    handled_at = models.DateTimeField(_("traité le"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ContactMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message reçu")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=ContactPurpose.values),
                name="contact_purpose_known",
                violation_error_message=_("Dites ce que vous voulez faire."),
            ),
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="contact_can_be_answered",
                violation_error_message=_("Donnez une adresse e-mail ou un téléphone pour la réponse."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(message=""),
                name="contact_has_words",
                violation_error_message=_("Écrivez votre nom et votre message."),
            ),
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None)
                | Q(handled_at__isnull=False, handled_at__gte=F("received_at"), handled_by__isnull=False),
                name="contact_handled_by_someone",
                violation_error_message=_("Un message est traité par une personne, après sa réception."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "received_at"], name="contact_inbox")]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_purpose_display()}"

    @property
    def audit_repr(self) -> str:
        return f"{self.get_purpose_display()}, {self.organisation}"
