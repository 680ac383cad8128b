from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.enums import VatRegime
from kpacite.kernel.ids import SIREN_LENGTH


class BillingProfileQuerySet(models.QuerySet["BillingProfile"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class BillingProfile(models.Model):
    """What the legal entity that issues writes on its invoices, over [valid_from, valid_to).

    `vat_on_debits`: it chose to pay the tax when it invoices. `legal_details`: form, capital, register
    (R123-237, R123-238). The three texts are left empty for those that the law proposes.
    """

    entity = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="billing_profiles")
    valid_from = models.DateField(_("depuis"))
    valid_to = models.DateField(_("jusqu’à"), null=True, blank=True)
    legal_name = models.CharField(_("nom sur les factures"), max_length=120)
    siren = models.CharField(_("SIREN"), max_length=9)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    vat_key = models.CharField(_("numéro de TVA"), max_length=20, blank=True)
    legal_details = models.CharField(_("forme, capital, registre"), max_length=200, blank=True)
    street = models.CharField(_("adresse"), max_length=120)
    postal_code = models.CharField(_("code postal"), max_length=12)
    city = models.CharField(_("ville"), max_length=80)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    regime = models.CharField(_("régime de TVA"), max_length=12, choices=VatRegime.choices)
    vat_on_debits = models.BooleanField(_("TVA d’après les débits"), default=False)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    payment_days = models.PositiveSmallIntegerField(_("jours pour payer"), default=30)
    late_text = models.CharField(_("pénalités de retard"), max_length=300, blank=True)
    indemnity_text = models.CharField(_("indemnité de recouvrement"), max_length=300, blank=True)
    early_text = models.CharField(_("escompte"), max_length=300, blank=True)

    objects = BillingProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profil de facturation")
        verbose_name_plural = _("profils de facturation")
        constraints = [
            models.CheckConstraint(
                condition=~Q(legal_name="") & ~Q(street="") & ~Q(city=""),
                name="billing_profile_named",
                violation_error_message=_("Écrivez le nom et l’adresse qui seront sur les factures."),
            ),
            models.CheckConstraint(
                condition=Q(regime__in=VatRegime.values),
                name="billing_profile_regime_known",
                violation_error_message=_("Choisissez un régime de TVA."),
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(Exact(Left("siret", SIREN_LENGTH), F("siren"))),
                name="billing_profile_siret_of_its_siren",
                violation_error_message=_("Le SIRET commence par le SIREN. Vérifiez les deux."),
            ),
            models.CheckConstraint(
                condition=~Q(regime=VatRegime.TAXABLE) | ~Q(vat_key=""),
                name="billing_profile_taxable_has_key",
                violation_error_message=_("Écrivez le numéro de TVA de la structure."),
            ),
            models.CheckConstraint(
                # INV-06: sixty days from issue, never more.
                condition=Q(payment_days__lte=60),
                name="billing_profile_payment_days",
                violation_error_message=_("Le délai pour payer est de 60 jours au plus."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="billing_profile_dates_in_order",
                violation_error_message=_("La fin vient après le début."),
            ),
            models.UniqueConstraint(
                fields=["entity"],
                condition=Q(valid_to=None),
                name="billing_profile_one_open",
                violation_error_message=_("Cette structure a déjà un profil en cours."),
            ),
        ]

    def __str__(self) -> str:
        return self.legal_name
