from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.platform.triggers import TriggerSet

LONGEST_NAME = 120


class Funder(models.Model):
    """A body that gives money: its name is all that is kept here."""

    name = models.CharField(_("nom"), max_length=LONGEST_NAME)

    class Meta:
        verbose_name = _("financeur")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="funder_once",
                violation_error_message=_("Ce financeur est déjà noté."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="funder_named",
                violation_error_message=_("Écrivez le nom du financeur."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """An agreement with a funder. The association receives the money; the KPAs are those it is for.

    Closed, it is read and never changed. The amount may be unknown: unknown is not zero.
    """

    slug = models.SlugField(_("adresse courte"), max_length=60, unique=True)
    title = models.CharField(_("titre"), max_length=LONGEST_NAME)
    funder = models.ForeignKey(
        Funder, on_delete=models.PROTECT, related_name="grants", verbose_name=_("financeur")
    )
    carrier = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="grants", verbose_name=_("association")
    )
    first = models.DateField(_("premier jour"))
    last = models.DateField(_("dernier jour"))
    kpas = models.ManyToManyField(Kpa, through="GrantKpa", related_name="grants", verbose_name=_("KPA"))
    purpose = models.TextField(_("à quoi elle sert"), max_length=1000, blank=True)
    territory = models.CharField(_("territoire"), max_length=LONGEST_NAME, blank=True)
    amount_cents = models.BigIntegerField(_("montant en centimes"), null=True, blank=True)
    is_example = models.BooleanField(_("exemple"), default=False)
    noted_at = models.DateTimeField(_("notée le"))
    closed_at = models.DateTimeField(_("fermée le"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("convention")
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="grant_dates_in_order",
                violation_error_message=_("Le dernier jour vient après le premier, ou le même jour."),
            ),
            models.CheckConstraint(
                condition=Q(amount_cents=None) | Q(amount_cents__gt=0),
                name="grant_amount_positive",
                violation_error_message=_("Écrivez un montant plus grand que zéro, ou rien."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="grant_titled",
                violation_error_message=_("Écrivez un titre."),
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | Q(closed_at__isnull=False),
                name="grant_closed_on_a_day",
                violation_error_message=_("Une convention fermée l’est depuis un jour."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.funder}"


class GrantKpa(models.Model):
    """A KPA that the agreement is for."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="grant_kpas")
    kpa = models.ForeignKey(Kpa, on_delete=models.PROTECT, related_name="grant_kpas")

    class Meta:
        verbose_name = _("KPA d’une convention")
        verbose_name_plural = _("KPA d’une convention")
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "kpa"],
                name="grant_kpa_once",
                violation_error_message=_("Ce KPA est déjà dans la convention."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.grant}, {self.kpa}"


_GRANT, _KPA = "funding_grant", "funding_grantkpa"
_CLOSED = "funding: a closed agreement stays as it is"
_LOST = "funding: an agreement is closed, never deleted"


def _is_closed(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM {_GRANT} WHERE id = {row}.grant_id AND closed_at IS NOT NULL)"  # noqa: S608


def _sqlite(name: str, event: str, table: str, refused: str, words: str) -> str:
    return (
        f"CREATE TRIGGER kpa_{name} BEFORE {event} ON {table} WHEN {refused}"
        f" BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


TRIGGERS = (
    TriggerSet(
        table=_GRANT,
        sqlite=(
            _sqlite("grant_closed", "UPDATE", _GRANT, "OLD.closed_at IS NOT NULL", _CLOSED),
            _sqlite("grant_lost", "DELETE", _GRANT, "1 = 1", _LOST),
        ),
        postgresql=(
            f"""CREATE OR REPLACE FUNCTION kpa_grant_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{_LOST}' USING ERRCODE = '23514'; END IF;
                IF OLD.closed_at IS NOT NULL THEN
                    RAISE EXCEPTION '{_CLOSED}' USING ERRCODE = '23514';
                END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER kpa_grant_closed BEFORE UPDATE OR DELETE ON {_GRANT}"
            " FOR EACH ROW EXECUTE FUNCTION kpa_grant_kept()",
        ),
    ),
    TriggerSet(
        table=_KPA,
        sqlite=(
            _sqlite("grantkpa_added", "INSERT", _KPA, _is_closed("NEW"), _CLOSED),
            _sqlite("grantkpa_moved", "UPDATE", _KPA, f"{_is_closed('OLD')} OR {_is_closed('NEW')}", _CLOSED),
            _sqlite("grantkpa_lost", "DELETE", _KPA, _is_closed("OLD"), _CLOSED),
        ),
        postgresql=(
            f"""CREATE OR REPLACE FUNCTION kpa_grantkpa_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF TG_OP <> 'INSERT' THEN
                    PERFORM 1 FROM {_GRANT} WHERE id = OLD.grant_id FOR NO KEY UPDATE;
                    IF {_is_closed("OLD")} THEN RAISE EXCEPTION '{_CLOSED}' USING ERRCODE = '23514'; END IF;
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                PERFORM 1 FROM {_GRANT} WHERE id = NEW.grant_id FOR NO KEY UPDATE;
                IF {_is_closed("NEW")} THEN RAISE EXCEPTION '{_CLOSED}' USING ERRCODE = '23514'; END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER kpa_grantkpa_kept BEFORE INSERT OR UPDATE OR DELETE ON {_KPA}"
            " FOR EACH ROW EXECUTE FUNCTION kpa_grantkpa_kept()",
        ),
    ),
)
