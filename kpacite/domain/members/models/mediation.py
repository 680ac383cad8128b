from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.members.enums import MediationState
from kpacite.platform.fields import EncryptedTextField


class MediationCase(models.Model):
    """A difference that a third person helps to settle, read by the mediator and, in part, by its parties.

    Every word is encrypted. `agreement`: what is proposed, then agreed. `concerned`: the membership that an
    exclusion could end; none for most cases.
    """

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="mediations")
    mediator = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="mediated_cases")
    concerned = models.ForeignKey(
        "members.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="mediations"
    )
    state = models.CharField(
        _("état"), max_length=14, choices=MediationState.choices, default=MediationState.OPENED
    )
    subject = EncryptedTextField(_("de quoi il s’agit"))
    agreement = EncryptedTextField(_("accord"), blank=True)
    decision = EncryptedTextField(_("décision"), blank=True)
    opened_on = models.DateField(_("ouverte le"))
    closed_on = models.DateField(_("close le"), null=True, blank=True)

    class Meta:
        verbose_name = _("médiation")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MediationState.values),
                name="mediation_state_known",
                violation_error_message=_("Choisissez un état connu."),
            ),
            models.CheckConstraint(
                condition=Q(state=MediationState.CLOSED, closed_on__isnull=False)
                | ~Q(state=MediationState.CLOSED) & Q(closed_on=None),
                name="mediation_closed_dated",
                violation_error_message=_("Une médiation close dit quel jour."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opened_on}"

    @property
    def audit_repr(self) -> str:
        return f"mediation {self.pk}"


class MediationHandOver(models.Model):
    """From one mediator to another, on a day: whoever is in the mediation reads who helped before."""

    case = models.ForeignKey(MediationCase, on_delete=models.PROTECT, related_name="hand_overs")
    former = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    next = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("le"))

    class Meta:
        verbose_name = _("passage de main d’une médiation")
        constraints = [
            models.CheckConstraint(
                condition=~Q(former=models.F("next")),
                name="mediation_handed_to_another",
                violation_error_message=_("Choisissez une autre personne."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}"

    @property
    def audit_repr(self) -> str:
        return f"mediation hand-over {self.pk}"


class MediationParty(models.Model):
    """Someone who is heard. `heard_on`: the day on which she told her side; `words`: hers and the mediator's.

    `refused_on`: she does not want to come; `agreed_on`: she says yes to the proposed agreement.
    """

    case = models.ForeignKey(MediationCase, on_delete=models.PROTECT, related_name="parties")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="mediations")
    heard_on = models.DateField(_("entendue le"), null=True, blank=True)
    refused_on = models.DateField(_("ne veut pas venir, dit le"), null=True, blank=True)
    agreed_on = models.DateField(_("d’accord le"), null=True, blank=True)
    words = EncryptedTextField(_("ce qu’elle dit"), blank=True)

    class Meta:
        verbose_name = _("partie à une médiation")
        verbose_name_plural = _("parties à une médiation")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                name="mediation_party_once",
                violation_error_message=_("Cette personne est déjà partie à la médiation."),
            ),
            models.CheckConstraint(
                condition=Q(heard_on=None) | Q(refused_on=None),
                name="mediation_party_heard_or_refuses",
                violation_error_message=_("Une personne est entendue, ou ne veut pas venir."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_on=None) | Q(heard_on__isnull=False),
                name="mediation_party_heard_before_agreeing",
                violation_error_message=_("Une personne est entendue avant de dire oui."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"

    @property
    def has_answered(self) -> bool:
        """Heard, or said that she does not want to come: nobody waits for her any more."""
        return self.heard_on is not None or self.refused_on is not None
