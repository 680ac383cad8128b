"""One's own statistics: sheets, their lines, and the numbers told to readers without a right on the files."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators.enums import Counted, ReportScope, SheetShare, TellingPart
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import Scope, ScopeKind
from kpacite.domain.indicators.rules.sheets.conditions import Group, parse
from kpacite.platform import triggers

HASH_LENGTH = 64
LONGEST_TITLE = 120


class Sheet(models.Model):
    """Lines that a coordinator composed, over a period and a part of the network.

    `readers`: the KPAs with which the network shares one of its own.
    `kpa`: the KPA whose coordination keeps it; none: the coordination of the network. `version` tells two
    people who change it at once; `archived_at` puts it away, and can be undone.
    """

    kpa = models.ForeignKey(
        "organisations.Kpa", on_delete=models.PROTECT, null=True, blank=True, related_name="sheets"
    )
    title = models.CharField(_("titre"), max_length=LONGEST_TITLE)
    scope_kind = models.CharField(_("partie du réseau"), max_length=8, choices=ReportScope.choices)
    part_kpa = models.ForeignKey(
        "organisations.Kpa", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    tag = models.ForeignKey(
        "organisations.Tag", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first = models.DateField(_("premier jour"))
    last = models.DateField(_("dernier jour"))
    share = models.CharField(
        _("qui la lit"), max_length=8, choices=SheetShare.choices, default=SheetShare.PRIVATE
    )
    owner = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("changée le"))
    archived_at = models.DateTimeField(_("rangée le"), null=True, blank=True)
    readers = models.ManyToManyField("organisations.Kpa", through="SheetReader", related_name="+")
    version = models.PositiveIntegerField(default=1)
    is_example = models.BooleanField(_("exemple"), default=False)

    class Meta:
        verbose_name = _("feuille de statistiques")
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="sheet_dates_in_order",
                violation_error_message=_("Le dernier jour vient après le premier, ou le même jour."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="sheet_titled",
                violation_error_message=_("Écrivez un titre."),
            ),
            models.CheckConstraint(
                condition=Q(scope_kind=ReportScope.NETWORK, part_kpa=None, tag=None)
                | Q(scope_kind=ReportScope.KPA, part_kpa__isnull=False, tag=None)
                | Q(scope_kind=ReportScope.TAG, part_kpa=None, tag__isnull=False),
                name="sheet_one_scope",
                violation_error_message=_("Choisissez une seule partie du réseau."),
            ),
            models.CheckConstraint(
                condition=Q(kpa=None) | Q(part_kpa__isnull=False, part_kpa=F("kpa")),
                name="sheet_of_a_kpa_counts_it",
                violation_error_message=_("Une feuille d’un KPA compte ce KPA."),
            ),
            models.CheckConstraint(
                condition=Q(share__in=SheetShare.values)
                & ~Q(kpa=None, share=SheetShare.NETWORK)
                & ~Q(kpa__isnull=False, share=SheetShare.KPAS),
                name="sheet_share_known",
                violation_error_message=_("Dites qui lira cette feuille."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_repr(self) -> str:
        return f"sheet {self.pk}"

    @property
    def frame(self) -> Frame:
        return Frame(self.first, self.last)

    @property
    def scope(self) -> Scope:
        """Its KPA or tag must be loaded."""
        if self.part_kpa is not None:
            return Scope(ScopeKind.KPA, self.part_kpa.organisation.slug)
        return Scope(ScopeKind.TAG, self.tag.slug) if self.tag is not None else Scope()


class SheetReader(models.Model):
    """A KPA whose team reads a sheet of the network. It changes nothing there, and takes a copy home."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("KPA qui lit une feuille")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "kpa"],
                name="sheet_reader_once",
                violation_error_message=_("Ce KPA lit déjà cette feuille."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SheetLine(models.Model):
    """One number of a sheet: what is counted, and the condition as JSON, read back through `parse` only."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="lines")
    rank = models.PositiveSmallIntegerField(_("rang"))
    label = models.CharField(_("nom de la ligne"), max_length=LONGEST_TITLE)
    counted = models.CharField(_("ce qui est compté"), max_length=8, choices=Counted.choices)
    condition = models.JSONField(_("condition"))

    class Meta:
        verbose_name = _("ligne de statistiques")
        constraints = [
            models.CheckConstraint(
                condition=~Q(label="") & Q(counted__in=Counted.values),
                name="sheet_line_named",
                violation_error_message=_("Écrivez le nom de la ligne, et ce qu’elle compte."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def tree(self) -> Group:
        """Raises `BadCondition` when the vocabulary no longer knows it."""
        return parse(self.condition, Counted(self.counted))


class SheetTelling(models.Model):
    """A number that somebody without a right on the files has read. What was read cannot be unread.

    Later numbers are told only if, beside these, they give no small group away. `key`: the same question.
    """

    key = models.CharField(_("question"), max_length=64)
    counted = models.CharField(_("ce qui est compté"), max_length=8, choices=Counted.choices)
    scope_kind = models.CharField(_("partie du réseau"), max_length=8, choices=ReportScope.choices)
    scope_slug = models.SlugField(_("laquelle"), max_length=60, blank=True)
    first = models.DateField(_("premier jour"))
    last = models.DateField(_("dernier jour"))
    condition = models.JSONField(_("condition"))
    part = models.CharField(_("lequel des deux nombres"), max_length=8, choices=TellingPart.choices)
    number = models.BigIntegerField(_("nombre"))
    told_at = models.DateTimeField(_("lu le"))

    class Meta:
        verbose_name = _("nombre lu")
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("key"), HASH_LENGTH),
                name="sheet_telling_keyed",
                violation_error_message=_("Un nombre lu garde sa question."),
            ),
        ]
        indexes = [models.Index(fields=["counted", "key"], name="sheet_telling_by_key")]

    def __str__(self) -> str:
        return f"#{self.pk}"


TRIGGERS = (triggers.append_only("indicators_sheettelling"),)
