from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.governance.enums import Signatory, SignatureMode
from kpacite.domain.governance.models.charter import CharterVersion


class CharterSignature(models.Model):
    """The proof that someone signed one text: append-only, and untouched when the person leaves.

    `person` signs for herself, or for the KPA that adheres to the network's charter (`kpa`).
    `text_hash` is that of the text she had before her eyes. `ip_hash`: keyed hash, or nothing.
    """

    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="signatures")
    signatory = models.CharField(_("qui s’engage"), max_length=8, choices=Signatory.choices)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="charter_signatures")
    kpa = models.ForeignKey(
        "organisations.Kpa",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="charter_signatures",
    )
    typed_name = models.CharField(_("nom écrit"), max_length=200)
    signed_on = models.DateField(_("signée le"))
    mode = models.CharField(_("comment"), max_length=8, choices=SignatureMode.choices)
    text_hash = models.CharField(_("empreinte du texte signé"), max_length=64)
    ip_hash = models.CharField(_("empreinte de l’adresse du réseau"), max_length=64, blank=True)
    note = models.CharField(_("remarque"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("enregistrée le"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("signature de charte")
        verbose_name_plural = _("signatures de charte")
        constraints = [
            models.CheckConstraint(
                condition=Q(signatory=Signatory.PERSON, kpa=None)
                | Q(signatory=Signatory.KPA, kpa__isnull=False),
                name="charter_signature_by_person_or_kpa",
                violation_error_message=_("Dites si une personne ou un KPA s’engage."),
            ),
            models.CheckConstraint(
                condition=Q(mode__in=SignatureMode.values),
                name="charter_signature_mode_known",
                violation_error_message=_("Dites si la signature est à l’écran ou sur papier."),
            ),
            models.CheckConstraint(
                condition=~Q(typed_name=""),
                name="charter_signature_named",
                violation_error_message=_("Une signature porte un nom."),
            ),
            models.UniqueConstraint(
                fields=["version", "person"],
                condition=Q(signatory=Signatory.PERSON),
                name="charter_signature_once_a_person",
                violation_error_message=_("Cette personne a déjà signé cette version."),
            ),
            models.UniqueConstraint(
                fields=["version", "kpa"],
                condition=Q(signatory=Signatory.KPA),
                name="charter_signature_once_a_kpa",
                violation_error_message=_("Ce KPA a déjà signé cette version."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.signed_on}"
