from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sharing.enums import PotProposalState


class CommonPot(models.Model):
    """Money of the group for a purpose that it said. `code` is the one that rules name."""

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="pots")
    code = models.SlugField(_("code"), max_length=24)
    name = models.CharField(_("nom"), max_length=60)
    purpose = models.CharField(_("à quoi il sert"), max_length=300)
    opened_on = models.DateField(_("ouvert le"))
    closed_on = models.DateField(_("fermé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("pot commun")
        verbose_name_plural = _("pots communs")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(code="") & ~Q(purpose=""),
                name="pot_named",
                violation_error_message=_("Dites le nom du pot et à quoi il sert."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "code"],
                name="pot_code_once",
                violation_error_message=_("Ce KPA a déjà un pot avec ce code."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PotMove(models.Model):
    """Money in (positive) or out (negative) of a pot. Append-only; `key` makes each happen once."""

    pot = models.ForeignKey(CommonPot, on_delete=models.PROTECT, related_name="moves")
    cents = models.BigIntegerField(_("montant"))
    day = models.DateField(_("jour"))
    label = models.CharField(_("pourquoi"), max_length=200)
    key = models.CharField(max_length=80, unique=True)
    recorded_at = models.DateTimeField(_("noté le"))

    class Meta:
        verbose_name = _("mouvement d’un pot")
        verbose_name_plural = _("mouvements d’un pot")
        constraints = [
            models.CheckConstraint(
                condition=~Q(cents=0) & ~Q(label="") & ~Q(key=""),
                name="pot_move_says_what",
                violation_error_message=_("Dites combien et pourquoi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pot} {self.cents}"


class PotProposal(models.Model):
    """Somebody proposes to spend a pot; somebody else says yes or no, with a reason."""

    pot = models.ForeignKey(CommonPot, on_delete=models.PROTECT, related_name="proposals")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    cents = models.BigIntegerField(_("montant"))
    purpose = models.CharField(_("pour quoi faire"), max_length=300)
    state = models.CharField(
        _("état"), max_length=12, choices=PotProposalState.choices, default=PotProposalState.PROPOSED
    )
    proposed_at = models.DateTimeField(_("proposée le"))
    decided_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    reason = models.CharField(_("raison"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("proposition de dépense")
        verbose_name_plural = _("propositions de dépense")
        constraints = [
            models.CheckConstraint(
                condition=Q(cents__gt=0) & ~Q(purpose=""),
                name="pot_proposal_says_what",
                violation_error_message=_("Dites combien et pour quoi faire."),
            ),
            models.CheckConstraint(
                condition=Q(state=PotProposalState.PROPOSED, decided_by=None, decided_at=None)
                | Q(
                    state__in=[PotProposalState.ACCEPTED, PotProposalState.REFUSED],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="pot_proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("person")),
                name="pot_proposal_decided_by_another",
                violation_error_message=_("Une autre personne doit répondre à votre proposition."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pot} {self.cents}"
