from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_ABOUT = 300
LONGEST_CONTACT = 120


class PartnerService(models.Model):
    """A service near a KPA that may help its people, or send some: what it does, whom to ask.

    Withdrawn, never deleted: past orientations keep its name.
    """

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="partner_services")
    name = models.CharField(_("service partenaire"), max_length=120)
    about = models.CharField(_("ce qu’il fait"), max_length=LONGEST_ABOUT, blank=True)
    contact = models.CharField(_("personne à contacter"), max_length=LONGEST_CONTACT, blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    withdrawn_on = models.DateField(_("enlevé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("service partenaire")
        verbose_name_plural = _("services partenaires")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="partner_service_named",
                violation_error_message=_("Écrivez le nom du service."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "name"],
                condition=Q(withdrawn_on=None),
                name="partner_service_once",
                violation_error_message=_("Ce service est déjà dans la liste."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReferralSource(models.Model):
    """Which service sent this person, and whom to thank there. Her first words stay in `Path.referral`."""

    path = models.OneToOneField("paths.Path", on_delete=models.PROTECT, related_name="referral_source")
    service = models.ForeignKey(PartnerService, on_delete=models.PROTECT, related_name="referrals")
    contact = models.CharField(_("qui l’a orientée"), max_length=LONGEST_CONTACT, blank=True)

    class Meta:
        verbose_name = _("prescripteur")

    def __str__(self) -> str:
        return str(self.service)

    @property
    def audit_repr(self) -> str:
        return f"referral source {self.pk}"
