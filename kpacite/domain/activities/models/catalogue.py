from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import rules
from kpacite.domain.activities.enums import ActivityIcon, OfferState, OfferUnit, SupplyMode
from kpacite.kernel.money import Euro

CODE_LENGTH = 20
WHOLE_BP = 10_000


class ActivityQuerySet(models.QuerySet["Activity"]):
    def open_on(self, day: date) -> Self:
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)


class Activity(models.Model):
    """A trade of a KPA, and its analytic account: `code` is written on every line of its money."""

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="activities")
    name = models.CharField(_("nom"), max_length=80)
    trade_name = models.CharField(_("nom commercial"), max_length=80, blank=True)
    code = models.SlugField(_("code analytique"), max_length=CODE_LENGTH)
    icon = models.CharField(
        _("dessin"), max_length=24, choices=ActivityIcon.choices, default=ActivityIcon.BRIEFCASE
    )
    description = models.TextField(_("présentation"), blank=True)
    opened_on = models.DateField(_("ouverte le"))
    closed_on = models.DateField(_("fermée le"), null=True, blank=True)
    source = models.ForeignKey(
        "organisations.SourceDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activité")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(code=""),
                name="activity_named",
                violation_error_message=_("Écrivez le nom et le code de l’activité."),
            ),
            models.CheckConstraint(
                condition=Exact(F("code"), Upper("code")),
                name="activity_code_upper",
                violation_error_message=_("Écrivez le code en capitales, par exemple TRAITEUR."),
            ),
            models.CheckConstraint(
                condition=Q(icon__in=ActivityIcon.values),
                name="activity_icon_known",
                violation_error_message=_("Choisissez un dessin de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="activity_dates_in_order",
                violation_error_message=_("Une activité ne peut pas fermer avant d’avoir ouvert."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "code"],
                name="activity_code_once",
                violation_error_message=_("Ce KPA a déjà une activité avec ce code."),
            ),
        ]

    def __str__(self) -> str:
        return self.trade_name or self.name


class GroupMembershipQuerySet(models.QuerySet["GroupMembership"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(end=None) | Q(end__gt=day), start__lte=day)


class GroupMembership(models.Model):
    """This person works in the group of this activity over [start, end); the référent·es answer for it."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="groups")
    is_referent = models.BooleanField(_("référent·e"), default=False)
    start = models.DateField(_("depuis"))
    end = models.DateField(_("jusqu’à"), null=True, blank=True)

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("place dans un groupe")
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="group_dates_in_order",
                violation_error_message=_("On ne peut pas quitter un groupe avant d’y être."),
            ),
            models.UniqueConstraint(
                fields=["activity", "person"],
                condition=Q(end=None),
                name="group_one_open",
                violation_error_message=_("Cette personne est déjà dans ce groupe."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} : {self.activity}"

    @property
    def audit_repr(self) -> str:
        return str(self.activity)


class OfferQuerySet(models.QuerySet["Offer"]):
    def in_state(self, state: OfferState) -> Self:
        return self.filter(state=state)


class Offer(models.Model):
    """A product or a service of the catalogue.

    `price_cents`: without tax, for one unit; None is « sur devis ». `version` grows with each change.
    `needs_check` marks what is regulated or insured apart: never online before the coordination's note.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="offers")
    name = models.CharField(_("nom"), max_length=120)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    unit = models.CharField(_("unité"), max_length=8, choices=OfferUnit.choices)
    price_cents = models.BigIntegerField(_("prix hors taxes"), null=True, blank=True)
    min_quantity = models.PositiveIntegerField(_("quantité minimum"), null=True, blank=True)
    max_quantity = models.PositiveIntegerField(_("quantité maximum"), null=True, blank=True)
    season = models.CharField(_("saison"), max_length=120, blank=True)
    attributes = models.CharField(_("particularités"), max_length=200, blank=True)
    is_example = models.BooleanField(_("prix d’exemple"), default=False)
    state = models.CharField(_("état"), max_length=12, choices=OfferState.choices, default=OfferState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="offers"
    )
    created_at = models.DateTimeField(_("écrite le"))
    proposed_at = models.DateTimeField(_("proposée le"), null=True, blank=True)
    published_at = models.DateTimeField(_("mise en ligne le"), null=True, blank=True)
    retired_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    needs_check = models.BooleanField(_("activité à vérifier"), default=False)
    check_reason = models.CharField(_("à vérifier"), max_length=200, blank=True)
    check_note = models.CharField(_("note de vérification"), max_length=500, blank=True)
    checked_at = models.DateTimeField(_("vérifiée le"), null=True, blank=True)
    source = models.ForeignKey(
        "organisations.SourceDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    quote = models.CharField(_("citation"), max_length=200, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offre")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="offer_named",
                violation_error_message=_("Écrivez le nom de l’offre."),
            ),
            models.CheckConstraint(
                condition=Q(unit__in=OfferUnit.values),
                name="offer_unit_known",
                violation_error_message=_("Choisissez une unité de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(price_cents=None) | Q(price_cents__gt=0),
                name="offer_price_positive",
                violation_error_message=_("Écrivez un prix plus grand que zéro, ou laissez vide."),
            ),
            models.CheckConstraint(
                condition=(Q(min_quantity=None) | Q(min_quantity__gte=1))
                & (Q(max_quantity=None) | Q(max_quantity__gte=1)),
                name="offer_quantities_positive",
                violation_error_message=_("Une quantité est de 1 au moins."),
            ),
            models.CheckConstraint(
                condition=Q(min_quantity=None)
                | Q(max_quantity=None)
                | Q(max_quantity__gte=F("min_quantity")),
                name="offer_quantities_in_order",
                violation_error_message=_("Le maximum est plus grand que le minimum, ou égal."),
            ),
            models.CheckConstraint(
                condition=Q(state=OfferState.DRAFT, proposed_at=None, published_at=None, retired_at=None)
                | Q(state=OfferState.PROPOSED, proposed_at__isnull=False, published_at=None, retired_at=None)
                | Q(state=OfferState.PUBLISHED, published_at__isnull=False, retired_at=None)
                | Q(state=OfferState.RETIRED, retired_at__isnull=False),
                name="offer_state_dated",
                violation_error_message=_("L’état d’une offre va avec sa date."),
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None, check_note="") | Q(checked_at__isnull=False) & ~Q(check_note=""),
                name="offer_check_noted",
                violation_error_message=_("Écrivez ce que vous avez vérifié."),
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.PUBLISHED) | Q(needs_check=False) | Q(checked_at__isnull=False),
                name="offer_checked_before_publication",
                violation_error_message=_("La coordination doit d’abord vérifier cette offre."),
            ),
            models.UniqueConstraint(
                fields=["activity", "name"],
                condition=~Q(state=OfferState.RETIRED),
                name="offer_once",
                violation_error_message=_("Cette activité a déjà une offre avec ce nom."),
            ),
        ]
        indexes = [models.Index(fields=["activity", "state"], name="offer_by_activity")]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> Euro | None:
        """For one unit, without tax; None: a quote is needed."""
        return None if self.price_cents is None else Euro(self.price_cents)

    @property
    def waits_for_check(self) -> bool:
        return self.needs_check and self.checked_at is None

    def facts(self, today: date) -> rules.OfferFacts:
        return rules.OfferFacts(
            state=OfferState(self.state),
            needs_check=self.needs_check,
            is_checked=self.checked_at is not None,
            activity_open=rules.is_open(self.activity.opened_on, self.activity.closed_on, today),
        )


class OfferOption(models.Model):
    """What one may add to an offer. `extra_cents`: without tax, None is « sur devis ». Never deleted."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="options")
    name = models.CharField(_("option"), max_length=120)
    extra_cents = models.BigIntegerField(_("supplément hors taxes"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("enlevée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("option")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="option_named",
                violation_error_message=_("Écrivez le nom de l’option."),
            ),
            models.CheckConstraint(
                condition=Q(extra_cents=None) | Q(extra_cents__gte=0),
                name="option_price_positive",
                violation_error_message=_("Un supplément est de zéro euro au moins."),
            ),
            models.UniqueConstraint(
                fields=["offer", "name"],
                condition=Q(withdrawn_at=None),
                name="option_once",
                violation_error_message=_("Cette option est déjà là."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def extra(self) -> Euro | None:
        return None if self.extra_cents is None else Euro(self.extra_cents)


class OfferRateQuerySet(models.QuerySet["OfferRate"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class OfferRate(models.Model):
    """The VAT of an offer by mode of supply, in basis points, over [valid_from, valid_to).

    Someone decided it and says from what (`source`): no rate is written in the code.
    """

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="rates")
    mode = models.CharField(_("mode"), max_length=12, choices=SupplyMode.choices)
    vat_bp = models.PositiveIntegerField(_("taux de TVA, en points de base"))
    valid_from = models.DateField(_("depuis"))
    valid_to = models.DateField(_("jusqu’à"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    objects = OfferRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("taux de TVA d’une offre")
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=SupplyMode.values),
                name="rate_mode_known",
                violation_error_message=_("Choisissez un mode de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(vat_bp__gte=0, vat_bp__lte=WHOLE_BP),
                name="rate_in_bounds",
                violation_error_message=_("Un taux va de 0 à 100 %."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="rate_dates_in_order",
                violation_error_message=_("La fin d’un taux vient après son début."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="rate_sourced",
                violation_error_message=_("Dites d’où vient ce taux."),
            ),
            models.UniqueConstraint(
                fields=["offer", "mode", "valid_from"],
                name="rate_once_a_day",
                violation_error_message=_("Ce taux change déjà ce jour-là."),
            ),
            models.UniqueConstraint(
                fields=["offer", "mode"],
                condition=Q(valid_to=None),
                name="rate_one_open",
                violation_error_message=_("Ce taux est déjà en cours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_mode_display()} : {self.vat_bp}"
