from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.enums import CoordinateSource, QpvGeneration
from kpacite.domain.organisations.models.organisation import Organisation


class Neighbourhood(models.Model):
    """A neighbourhood; `is_qpv` is None when no document says whether it is a priority one."""

    name = models.CharField(_("quartier"), max_length=120)
    city = models.CharField(_("ville"), max_length=120)
    insee_code = models.CharField(_("code INSEE de la commune"), max_length=5)
    is_qpv = models.BooleanField(_("quartier prioritaire (QPV)"), null=True, blank=True)
    qpv_code = models.CharField(_("code du QPV"), max_length=8, blank=True)
    qpv_generation = models.PositiveSmallIntegerField(
        _("génération du QPV"), choices=QpvGeneration.choices, null=True, blank=True
    )
    source = models.ForeignKey(
        "organisations.SourceDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("quartier")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "insee_code"],
                name="neighbourhood_once",
                violation_error_message=_("Ce quartier existe déjà dans cette commune."),
            ),
            models.CheckConstraint(
                condition=Q(qpv_code="") | Q(is_qpv__isnull=False, is_qpv=True, qpv_generation__isnull=False),
                name="neighbourhood_qpv_code_dated",
                violation_error_message=_("Un code de QPV va avec sa génération : 2015 ou 2024."),
            ),
            models.CheckConstraint(
                condition=Q(qpv_generation=None) | Q(qpv_generation__in=QpvGeneration.values),
                name="neighbourhood_qpv_generation_known",
                violation_error_message=_("Un QPV est de la génération 2015 ou 2024."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"


class Place(models.Model):
    """Where a KPA is found. No name: the documents only give the commune.

    `latitude` and `longitude` are degrees (WGS 84); `coordinate_source` says how exact they are.
    """

    name = models.CharField(_("nom du lieu"), max_length=120, blank=True)
    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="hosted_places"
    )
    address_line_1 = models.CharField(_("adresse"), max_length=120, blank=True)
    address_line_2 = models.CharField(_("complément d’adresse"), max_length=120, blank=True)
    postcode = models.CharField(_("code postal"), max_length=5, blank=True)
    insee_code = models.CharField(_("code INSEE de la commune"), max_length=5)
    city = models.CharField(_("ville"), max_length=120)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    coordinate_source = models.CharField(max_length=8, choices=CoordinateSource.choices, blank=True)
    how_to_come = models.CharField(_("comment venir"), max_length=300, blank=True)
    source = models.ForeignKey(
        "organisations.SourceDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("lieu")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "insee_code"],
                name="place_once",
                violation_error_message=_("Ce lieu existe déjà dans cette commune."),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None, coordinate_source="")
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                    coordinate_source__in=CoordinateSource.values,
                ),
                name="place_coordinates_whole",
                violation_error_message=_("Donnez la latitude, la longitude et leur origine, ou rien."),
            ),
            models.CheckConstraint(
                condition=~Q(city="") & ~Q(insee_code=""),
                name="place_in_a_commune",
                violation_error_message=_("Choisissez la commune du lieu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}" if self.name else self.city
