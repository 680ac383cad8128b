from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.enums import KpaStatus, OrganisationKind, Precision
from kpacite.domain.organisations.rules import RESERVED_SLUGS, SIREN_LENGTH


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def network(self) -> "Organisation":
        """The one network. Raises Organisation.DoesNotExist before anything is loaded."""
        return self.get(kind=OrganisationKind.NETWORK)


class Organisation(models.Model):
    """Any body of the network. `contact_email` and `contact_phone` are functional, never a person's."""

    kind = models.CharField(_("nature"), max_length=16, choices=OrganisationKind.choices)
    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("adresse courte"), max_length=60, unique=True)
    siren = models.CharField(_("numéro SIREN"), max_length=9, blank=True)
    contact_email = models.EmailField(_("adresse e-mail de contact"), blank=True)
    contact_phone = models.CharField(_("téléphone de contact"), max_length=20, blank=True)
    website = models.URLField(_("site internet"), blank=True)
    about = models.TextField(_("présentation"), blank=True)
    is_example = models.BooleanField(_("exemple"), default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values),
                name="organisation_kind_known",
                violation_error_message=_("Choisissez une nature d’organisation connue."),
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS),
                name="organisation_slug_free",
                violation_error_message=_("Cette adresse est déjà prise par une page du site."),
            ),
            models.CheckConstraint(
                condition=Exact(F("slug"), Lower("slug")) & ~Q(slug=""),
                name="organisation_slug_lower",
                violation_error_message=_("Écrivez l’adresse courte en minuscules."),
            ),
            models.CheckConstraint(
                condition=Q(siren="") | Q(Exact(Length("siren"), SIREN_LENGTH)),
                name="organisation_siren_length",
                violation_error_message=_("Un numéro SIREN a 9 chiffres."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="organisation_named",
                violation_error_message=_("Écrivez le nom de l’organisation."),
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind=OrganisationKind.NETWORK),
                name="organisation_one_network",
                violation_error_message=_("Il n’y a qu’un seul réseau."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Kpa(models.Model):
    """What only a KPA has. Texts left empty are shown as « à compléter », never invented.

    `colour`: of its papers, « #0B5A63 »; empty for that of the house.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, primary_key=True, related_name="kpa"
    )
    baseline = models.CharField(_("signature"), max_length=200, blank=True)
    story = models.TextField(_("histoire"), blank=True)
    opening_hours = models.TextField(_("horaires d’ouverture"), blank=True)
    colour = models.CharField(_("couleur"), max_length=7, blank=True)
    place = models.ForeignKey(
        "organisations.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="kpas"
    )
    neighbourhood = models.ForeignKey(
        "organisations.Neighbourhood", on_delete=models.PROTECT, null=True, blank=True, related_name="kpas"
    )

    class Meta:
        verbose_name = _("KPA")

    def __str__(self) -> str:
        return str(self.organisation)


class KpaAlias(models.Model):
    """Another name under which a document knows a KPA; searched, never shown as its name."""

    kpa = models.ForeignKey(Kpa, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(_("autre nom"), max_length=120)
    note = models.CharField(_("remarque"), max_length=200, blank=True)
    source = models.ForeignKey("organisations.SourceDocument", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("autre nom de KPA")
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="kpa_alias_once",
                violation_error_message=_("Cet autre nom est déjà pris."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KpaStatusQuerySet(models.QuerySet["KpaStatusPeriod"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(end=None) | Q(end__gt=day), start__lte=day)


class KpaStatusPeriod(models.Model):
    """One status of a KPA over [start, end). `confirmed_on`: date of the last document that still says so."""

    kpa = models.ForeignKey(Kpa, on_delete=models.PROTECT, related_name="status_periods")
    status = models.CharField(_("statut"), max_length=16, choices=KpaStatus.choices)
    start = models.DateField(_("depuis"))
    start_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    start_words = models.CharField(_("mots du document"), max_length=200, blank=True)
    end = models.DateField(_("jusqu’à"), null=True, blank=True)
    confirmed_on = models.DateField(_("dernière confirmation"), null=True, blank=True)
    source = models.ForeignKey(
        "organisations.SourceDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = KpaStatusQuerySet.as_manager()

    class Meta:
        verbose_name = _("statut de KPA")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=KpaStatus.values),
                name="kpa_status_known",
                violation_error_message=_("Choisissez un statut connu."),
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gt=F("start")),
                name="kpa_status_dates_in_order",
                violation_error_message=_("La fin d’un statut vient après son début."),
            ),
            models.UniqueConstraint(
                fields=["kpa"],
                condition=Q(end=None),
                name="kpa_status_one_open",
                violation_error_message=_("Un KPA n’a qu’un seul statut à la fois."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "start"],
                name="kpa_status_one_per_start",
                violation_error_message=_("Un KPA n’a qu’un seul statut à la fois."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} ({self.start})"


class Cohort(models.Model):
    """One cooperative or group run by a KPA: a KPA may run several."""

    kpa = models.ForeignKey(Kpa, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(_("nom"), max_length=120)
    about = models.CharField(_("présentation"), max_length=300, blank=True)
    source = models.ForeignKey(
        "organisations.SourceDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("coopérative d’un KPA")
        constraints = [
            models.UniqueConstraint(
                fields=["kpa", "name"],
                name="cohort_named_once",
                violation_error_message=_("Ce KPA a déjà un groupe de ce nom."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
