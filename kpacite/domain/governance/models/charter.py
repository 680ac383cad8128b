from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.governance import rules
from kpacite.domain.governance.enums import CharterKind, Publication, VersionState
from kpacite.domain.governance.rules import Section

IS_FROZEN = Q(state__in=sorted(rules.FROZEN_STATES))


class Charter(models.Model):
    """The charter of a KPA, or of the network; its text is in its versions."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="charters"
    )
    kind = models.CharField(_("nature"), max_length=8, choices=CharterKind.choices)
    publication = models.CharField(
        _("qui la lit"), max_length=12, choices=Publication.choices, default=Publication.IN_FORCE
    )

    class Meta:
        verbose_name = _("charte")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CharterKind.values),
                name="charter_kind_known",
                violation_error_message=_("Choisissez une nature de charte connue."),
            ),
            models.CheckConstraint(
                condition=Q(publication__in=Publication.values),
                name="charter_publication_known",
                violation_error_message=_("Dites qui lit cette charte."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                name="charter_one_of_each_kind",
                violation_error_message=_("Cette charte existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.organisation}"


class CharterVersionQuerySet(models.QuerySet["CharterVersion"]):
    def open(self) -> Self:
        """Still being written or discussed."""
        return self.filter(state__in=rules.OPEN_STATES)

    def in_force(self) -> Self:
        return self.filter(state=VersionState.IN_FORCE)

    def frozen(self) -> Self:
        """In force today, or once."""
        return self.filter(state__in=rules.FROZEN_STATES)


class CharterVersion(models.Model):
    """One text of a charter. Numbers have no hole; from the day it is in force, triggers keep every word.

    `sections`: list of {heading, body}. `content_hash`: SHA-256 of that text. In force over
    [in_force_from, superseded_on).
    """

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("numéro"))
    state = models.CharField(
        _("état"), max_length=12, choices=VersionState.choices, default=VersionState.DRAFT
    )
    sections = models.JSONField(_("parties"), default=list)
    content_hash = models.CharField(_("empreinte du texte"), max_length=64)
    authors = models.CharField(_("qui l’a écrite"), max_length=200, blank=True)
    motive = models.CharField(_("pourquoi cette version"), max_length=400, blank=True)
    source = models.ForeignKey(
        "organisations.SourceDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_example = models.BooleanField(_("exemple"), default=False)
    in_force_from = models.DateField(_("en vigueur depuis"), null=True, blank=True)
    superseded_on = models.DateField(_("remplacée le"), null=True, blank=True)

    objects = CharterVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version de charte")
        verbose_name_plural = _("versions de charte")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values),
                name="charter_version_state_known",
                violation_error_message=_("Choisissez un état connu."),
            ),
            models.CheckConstraint(
                condition=(IS_FROZEN & Q(in_force_from__isnull=False) & ~Q(motive=""))
                | (~IS_FROZEN & Q(in_force_from=None)),
                name="charter_version_in_force_since_and_why",
                violation_error_message=_("Une version en vigueur dit depuis quand, et pourquoi."),
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.SUPERSEDED, superseded_on__gte=F("in_force_from"))
                | (~Q(state=VersionState.SUPERSEDED) & Q(superseded_on=None)),
                name="charter_version_superseded_after",
                violation_error_message=_("Une version est remplacée après son début."),
            ),
            models.UniqueConstraint(
                fields=["charter", "number"],
                name="charter_version_number_once",
                violation_error_message=_("Ce numéro de version est déjà pris."),
            ),
            models.UniqueConstraint(
                fields=["charter"],
                condition=Q(state=VersionState.IN_FORCE),
                name="charter_version_one_in_force",
                violation_error_message=_("Une seule version est en vigueur."),
            ),
            models.UniqueConstraint(
                fields=["charter"],
                condition=Q(state__in=sorted(rules.OPEN_STATES)),
                name="charter_version_one_open",
                violation_error_message=_("Une autre version est déjà en cours d’écriture."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.charter}, version {self.number}"

    @property
    def parts(self) -> tuple[Section, ...]:
        return rules.sections_from(self.sections)

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN_STATES
