from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.enums import CarrierType, LinkRole, PartnerStage, TagKind, WebLinkKind
from kpacite.domain.organisations.models.organisation import Kpa, Organisation


class KpaLink(models.Model):
    """What an organisation is to a KPA over [start, end). `start` is None when no document dates it."""

    kpa = models.ForeignKey(Kpa, on_delete=models.PROTECT, related_name="links")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="kpa_links")
    role = models.CharField(_("rôle auprès du KPA"), max_length=20, choices=LinkRole.choices)
    carrier_type = models.CharField(
        _("type de portage"), max_length=16, choices=CarrierType.choices, blank=True
    )
    start = models.DateField(_("depuis"), null=True, blank=True)
    end = models.DateField(_("jusqu’à"), null=True, blank=True)
    quote = models.CharField(_("mots du document"), max_length=300, blank=True)
    source = models.ForeignKey(
        "organisations.SourceDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("lien d’un KPA")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=LinkRole.values),
                name="kpa_link_role_known",
                violation_error_message=_("Choisissez un rôle connu."),
            ),
            models.CheckConstraint(
                condition=Q(carrier_type="")
                | Q(role=LinkRole.LEGAL_CARRIER, carrier_type__in=CarrierType.values),
                name="kpa_link_carrier_type_for_carriers",
                violation_error_message=_("Seule une structure de portage a un type de portage."),
            ),
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gt=F("start")),
                name="kpa_link_dates_in_order",
                violation_error_message=_("La fin vient après le début."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "organisation", "role"],
                condition=Q(end=None),
                name="kpa_link_one_open",
                violation_error_message=_("Ce lien existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.kpa}"


class Tag(models.Model):
    """A word to find KPAs by: a territory scheme, an activity, a development field."""

    kind = models.CharField(_("famille"), max_length=12, choices=TagKind.choices)
    slug = models.SlugField(max_length=60)
    name = models.CharField(_("nom"), max_length=120)
    about = models.CharField(_("explication"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("étiquette")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TagKind.values),
                name="tag_kind_known",
                violation_error_message=_("Choisissez une famille connue."),
            ),
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="tag_once",
                violation_error_message=_("Cette étiquette existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KpaTag(models.Model):
    """A tag on a KPA, with the document that says so. `is_planned`: announced, not yet offered."""

    kpa = models.ForeignKey(Kpa, on_delete=models.PROTECT, related_name="kpa_tags")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="kpa_tags")
    is_planned = models.BooleanField(_("en prévision"), default=False)
    quote = models.CharField(_("mots du document"), max_length=300, blank=True)
    source = models.ForeignKey(
        "organisations.SourceDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("étiquette d’un KPA")
        constraints = [
            models.UniqueConstraint(
                fields=["kpa", "tag"],
                name="kpa_tag_once",
                violation_error_message=_("Ce KPA a déjà cette étiquette."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.tag)


class WebLink(models.Model):
    """An address found in a document. Published only once a person has checked it (`checked_on`)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="web_links")
    kind = models.CharField(_("nature"), max_length=12, choices=WebLinkKind.choices)
    label = models.CharField(_("nom affiché"), max_length=120)
    url = models.URLField(_("adresse"), blank=True)
    checked_on = models.DateField(_("vérifiée le"), null=True, blank=True)
    source = models.ForeignKey(
        "organisations.SourceDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("lien internet")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "label"],
                name="web_link_once",
                violation_error_message=_("Ce lien existe déjà."),
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None) | ~Q(url=""),
                name="web_link_checked_has_url",
                violation_error_message=_("Un lien vérifié a une adresse."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PartnerRelation(models.Model):
    """How far a KPA has come with a partner: identified, then met, then partner."""

    kpa = models.ForeignKey(Kpa, on_delete=models.PROTECT, related_name="partner_relations")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partner_relations")
    stage = models.CharField(_("étape"), max_length=12, choices=PartnerStage.choices)
    since = models.DateField(_("depuis"), null=True, blank=True)
    quote = models.CharField(_("mots du document"), max_length=300, blank=True)
    source = models.ForeignKey(
        "organisations.SourceDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("partenaire d’un KPA")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=PartnerStage.values),
                name="partner_stage_known",
                violation_error_message=_("Choisissez une étape connue."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "partner"],
                name="partner_once",
                violation_error_message=_("Ce partenaire est déjà noté."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} ({self.get_stage_display()})"
