from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators.enums import AgeOn, Outside, ReportScope, Section, Standing, TextKind
from kpacite.domain.indicators.rules.frame import AgeOn as FrameAgeOn
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import Scope, ScopeKind
from kpacite.platform import triggers

HASH_LENGTH = 64
LONGEST_ANSWER = 300


class Report(models.Model):
    """A bilan that is prepared: a period and a part of the network. Its figures are in its freezes.

    `asks_until`: the last day when its KPAs may offer words and photos for its story; none: they are not
    asked.
    """

    slug = models.SlugField(_("adresse courte"), max_length=60, unique=True)
    title = models.CharField(_("titre"), max_length=120)
    scope_kind = models.CharField(_("partie du réseau"), max_length=8, choices=ReportScope.choices)
    kpa = models.ForeignKey(
        "organisations.Kpa", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    tag = models.ForeignKey(
        "organisations.Tag", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    grant = models.ForeignKey(
        "funding.Grant", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    first = models.DateField(_("premier jour"))
    last = models.DateField(_("dernier jour"))
    age_on = models.CharField(_("âge compté"), max_length=8, choices=AgeOn.choices, default=AgeOn.ENTRY)
    asks_until = models.DateField(_("les KPA proposent jusqu’au"), null=True, blank=True)
    is_example = models.BooleanField(_("exemple"), default=False)

    class Meta:
        verbose_name = _("bilan")
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="report_dates_in_order",
                violation_error_message=_("Le dernier jour vient après le premier, ou le même jour."),
            ),
            models.CheckConstraint(
                condition=Q(scope_kind=ReportScope.NETWORK, kpa=None, tag=None, grant=None)
                | Q(scope_kind=ReportScope.KPA, kpa__isnull=False, tag=None, grant=None)
                | Q(scope_kind=ReportScope.TAG, kpa=None, tag__isnull=False, grant=None)
                | Q(scope_kind=ReportScope.GRANT, kpa=None, tag=None, grant__isnull=False),
                name="report_one_scope",
                violation_error_message=_("Choisissez une seule partie du réseau."),
            ),
            models.CheckConstraint(
                condition=Q(age_on__in=AgeOn.values),
                name="report_age_on_known",
                violation_error_message=_("Dites quand l’âge est compté."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="report_titled",
                violation_error_message=_("Écrivez un titre."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def frame(self) -> Frame:
        return Frame(self.first, self.last, FrameAgeOn(self.age_on))

    @property
    def scope(self) -> Scope:
        """Its KPA, tag or agreement must be loaded."""
        if self.kpa is not None:
            return Scope(ScopeKind.KPA, self.kpa.organisation.slug)
        if self.grant is not None:
            return Scope(ScopeKind.GRANT, self.grant.slug)
        return Scope(ScopeKind.TAG, self.tag.slug) if self.tag is not None else Scope()


class ReportFreeze(models.Model):
    """The figures of a bilan as they were on a day, for each audience. Never changed, never recomputed.

    `content`: what each audience reads, with definitions, denominators and notes. `releases`: the same
    numbers by class, against which a later bilan is compared, and the KPAs that were counted under a tag or
    an agreement, which may change. `content_hash`: SHA-256 of both.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="freezes")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("chiffres"))
    releases = models.JSONField(_("classes"))
    content_hash = models.CharField(_("empreinte"), max_length=64)
    reason = models.CharField(_("pourquoi cette version"), max_length=300, blank=True)
    frozen_at = models.DateTimeField(_("figé le"))
    author = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("bilan figé")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="report_freeze_numbered",
                violation_error_message=_("Cette version existe déjà."),
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(number__gt=1) & ~Q(reason=""),
                name="report_freeze_explained",
                violation_error_message=_("Dites pourquoi il y a une nouvelle version."),
            ),
            models.CheckConstraint(
                condition=Exact(Length("content_hash"), HASH_LENGTH),
                name="report_freeze_hashed",
                violation_error_message=_("Un bilan figé porte l’empreinte de ses chiffres."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, version {self.number}"


class ReportPublication(models.Model):
    """A frozen bilan opened to an audience. It stays open: what was read cannot be unread."""

    freeze = models.ForeignKey(ReportFreeze, on_delete=models.PROTECT, related_name="publications")
    audience = models.CharField(_("qui le lit"), max_length=8, choices=Outside.choices)
    published_at = models.DateTimeField(_("publié le"))

    class Meta:
        verbose_name = _("publication d’un bilan")
        constraints = [
            models.UniqueConstraint(
                fields=["freeze", "audience"],
                name="report_publication_once",
                violation_error_message=_("Ce bilan est déjà publié."),
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Outside.values),
                name="report_publication_audience",
                violation_error_message=_("Dites qui lira ce bilan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.freeze}, {self.get_audience_display()}"


class ReportText(models.Model):
    """A piece of the story around the figures, by one of several hands; a quote is of a KPA, never of a name.

    It may be mended: the figures may not. `version` tells two people who write at once. `offered_at`: when a
    KPA offered it, `answer`: why the network did not keep it; a text of the network has neither.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="texts")
    section = models.CharField(_("endroit"), max_length=8, choices=Section.choices)
    kind = models.CharField(_("nature"), max_length=8, choices=TextKind.choices)
    body = models.TextField(_("texte"), max_length=2000)
    kpa = models.ForeignKey(
        "organisations.Kpa", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(_("écrit le"))
    version = models.PositiveIntegerField(default=1)
    standing = models.CharField(
        _("où il en est"), max_length=8, choices=Standing.choices, default=Standing.KEPT
    )
    offered_at = models.DateTimeField(_("proposé le"), null=True, blank=True)
    answer = models.CharField(_("pourquoi il n’est pas retenu"), max_length=LONGEST_ANSWER, blank=True)

    class Meta:
        verbose_name = _("texte d’un bilan")
        constraints = [
            models.CheckConstraint(
                condition=Q(section__in=Section.values, kind__in=TextKind.values) & ~Q(body=""),
                name="report_text_placed",
                violation_error_message=_("Écrivez le texte, et dites où il va."),
            ),
            models.CheckConstraint(
                condition=Q(kind=TextKind.STORY) | Q(kpa__isnull=False),
                name="report_quote_of_a_kpa",
                violation_error_message=_("Dites de quel KPA vient cette parole."),
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.KEPT, offered_at=None)
                | Q(standing__in=Standing.values, offered_at__isnull=False, kpa__isnull=False),
                name="report_text_offered_by_a_kpa",
                violation_error_message=_("Dites de quel KPA vient cette proposition."),
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.DECLINED) & ~Q(answer="")
                | ~Q(standing=Standing.DECLINED) & Q(answer=""),
                name="report_text_answered",
                violation_error_message=_("Dites pourquoi cette proposition n’est pas retenue."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


TRIGGERS = (
    triggers.append_only("indicators_reportfreeze"),
    triggers.append_only("indicators_reportpublication"),
)
