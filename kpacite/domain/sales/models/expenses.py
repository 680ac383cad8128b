from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales.enums.expenses import ExpenseKind, ExpenseState, RepaymentMethod
from kpacite.domain.sales.rules.expenses import ExpenseFacts
from kpacite.kernel.money import Euro
from kpacite.platform import triggers
from kpacite.platform.uploads import JPEG, PDF

PAID = (ExpenseState.ACCEPTED, ExpenseState.REIMBURSED)


class ExpenseClaimQuerySet(models.QuerySet["ExpenseClaim"]):
    def in_state(self, *states: ExpenseState) -> Self:
        return self.filter(state__in=states)

    def of_kpa(self, kpa: int) -> Self:
        return self.filter(kpa=kpa)


class ExpenseClaim(models.Model):
    """What a member paid for the KPA and is paid back by the carrier.

    Without `activity` it is for the common. `order`: what it was bought for, an order of the same KPA.
    `km` and `rate_1000_cents` go together: the rate of that day is copied in, with its source.
    `vat_cents`: the part of the amount that the carrier recovers.
    """

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="expenses")
    carrier = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    claimant = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="expenses")
    activity = models.ForeignKey(
        "activities.Activity", on_delete=models.PROTECT, null=True, blank=True, related_name="expenses"
    )
    order = models.ForeignKey(
        "sales.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="expenses"
    )
    kind = models.CharField(_("sorte de frais"), max_length=12, choices=ExpenseKind.choices)
    is_production = models.BooleanField(_("entre dans ce qui est vendu"), default=False)
    label = models.CharField(_("pour quoi"), max_length=120)
    supplier = models.CharField(_("acheté à"), max_length=120, blank=True)
    spent_on = models.DateField(_("payé le"))
    amount_cents = models.BigIntegerField(_("montant toutes taxes comprises"))
    vat_cents = models.BigIntegerField(_("TVA récupérable"), default=0)
    km = models.PositiveIntegerField(_("kilomètres"), null=True, blank=True)
    rate_1000_cents = models.BigIntegerField(_("barème pour 1 000 km"), null=True, blank=True)
    rate_source = models.CharField(_("source du barème"), max_length=300, blank=True)
    state = models.CharField(
        _("état"), max_length=12, choices=ExpenseState.choices, default=ExpenseState.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("notée le"))
    submitted_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)
    checked_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(_("vérifiée le"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(_("acceptée le"), null=True, blank=True)
    refused_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    refused_at = models.DateTimeField(_("refusée le"), null=True, blank=True)
    refusal = models.CharField(_("pourquoi elle est refusée"), max_length=300, blank=True)
    reimbursed_on = models.DateField(_("remboursée le"), null=True, blank=True)
    reimbursed_by = models.CharField(
        _("remboursée par"), max_length=12, choices=RepaymentMethod.choices, blank=True
    )
    reimbursement_ref = models.CharField(_("référence du remboursement"), max_length=60, blank=True)
    is_example = models.BooleanField(_("exemple"), default=False)
    key = models.CharField(_("clé d’unicité"), max_length=36, blank=True)

    objects = ExpenseClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("note de frais")
        verbose_name_plural = _("notes de frais")
        constraints = [
            models.CheckConstraint(
                condition=~Q(label=""),
                name="expense_labelled",
                violation_error_message=_("Écrivez ce que vous avez payé."),
            ),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0),
                name="expense_amount_positive",
                violation_error_message=_("Écrivez un montant plus grand que zéro."),
            ),
            models.CheckConstraint(
                condition=Q(vat_cents__gte=0, vat_cents__lt=F("amount_cents")),
                name="expense_vat_inside",
                violation_error_message=_("La TVA est plus petite que le montant payé."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ExpenseKind.values),
                name="expense_kind_known",
                violation_error_message=_("Choisissez une sorte de frais de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(kind=ExpenseKind.TRAVEL, km__gt=0, rate_1000_cents__gt=0) & ~Q(rate_source="")
                | ~Q(kind=ExpenseKind.TRAVEL) & Q(km=None, rate_1000_cents=None, rate_source=""),
                name="expense_kilometres_have_a_rate",
                violation_error_message=_("Un trajet a des kilomètres, un barème et sa source."),
            ),
            models.CheckConstraint(
                condition=~Q(checked_by=F("claimant"))
                & ~Q(accepted_by=F("claimant"))
                & ~Q(refused_by=F("claimant")),
                name="expense_judged_by_someone_else",
                violation_error_message=_("Une autre personne doit vérifier vos frais."),
            ),
            models.CheckConstraint(
                condition=Q(state=ExpenseState.DRAFT, submitted_at=None, checked_at=None, accepted_at=None)
                | Q(state=ExpenseState.SUBMITTED, submitted_at__isnull=False, checked_at=None)
                | Q(state=ExpenseState.CHECKED, checked_at__isnull=False, accepted_at=None)
                | Q(state__in=PAID, checked_at__isnull=False, accepted_at__isnull=False)
                & Q(carrier__isnull=False)
                | Q(state=ExpenseState.REFUSED, refused_at__isnull=False, accepted_at=None) & ~Q(refusal=""),
                name="expense_state_dated",
                violation_error_message=_("L’état d’une note de frais va avec sa date."),
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="expense_checked_by_a_person",
                violation_error_message=_("Dites qui a vérifié."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="expense_accepted_by_a_person",
                violation_error_message=_("Dites qui a accepté."),
            ),
            models.CheckConstraint(
                condition=Q(state=ExpenseState.REIMBURSED, reimbursed_on__isnull=False) & ~Q(reimbursed_by="")
                | ~Q(state=ExpenseState.REIMBURSED) & Q(reimbursed_on=None, reimbursed_by=""),
                name="expense_reimbursed_dated",
                violation_error_message=_("Un remboursement a une date et un moyen."),
            ),
            models.UniqueConstraint(
                fields=["claimant", "key"],
                condition=~Q(key=""),
                name="expense_sent_once",
                violation_error_message=_("Cette note de frais est déjà enregistrée."),
            ),
        ]
        indexes = [
            models.Index(fields=["kpa", "state", "-id"], name="expense_by_kpa"),
            models.Index(fields=["claimant", "-id"], name="expense_by_claimant"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def reference(self) -> str:
        """« N0042 »: the piece that the ledger quotes."""
        return f"N{self.pk:04d}"

    @property
    def audit_repr(self) -> str:
        return self.reference

    @property
    def amount(self) -> Euro:
        return Euro(self.amount_cents)

    @property
    def facts(self) -> ExpenseFacts:
        return ExpenseFacts(
            kind=ExpenseKind(self.kind),
            amount=self.amount,
            vat=Euro(self.vat_cents),
            person=self.claimant.public_id,
            kpa_id=self.kpa_id,
            activity=self.activity.code if self.activity else "",
            order_ref=self.order.number if self.order else "",
        )


class ExpenseReceipt(models.Model):
    """A photo or a PDF that proves an expense. Private: only its own page gives it, to who may read it."""

    claim = models.ForeignKey(ExpenseClaim, on_delete=models.PROTECT, related_name="receipts")
    file = models.FileField(_("fichier"), upload_to="frais/")
    content_type = models.CharField(_("sorte de fichier"), max_length=40)
    size = models.PositiveIntegerField(_("poids"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    added_at = models.DateTimeField(_("ajouté le"))
    removed_at = models.DateTimeField(_("enlevé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("justificatif")
        constraints = [
            models.CheckConstraint(
                condition=Q(content_type__in=(JPEG, PDF)),
                name="receipt_kind_known",
                violation_error_message=_("Un justificatif est une photo ou un PDF."),
            ),
            models.UniqueConstraint(
                fields=["claim", "sha256"],
                condition=Q(removed_at=None),
                name="receipt_once",
                violation_error_message=_("Ce justificatif est déjà là."),
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="receipt_by_sha256")]

    def __str__(self) -> str:
        return self.sha256[:12]


# What a note of expenses says is frozen once the carrier has accepted it: the ledger quotes it.
_FROZEN = (
    "kpa_id", "carrier_id", "claimant_id", "activity_id", "order_id", "kind", "spent_on", "amount_cents",
    "vat_cents", "km", "rate_1000_cents", "checked_by_id", "accepted_by_id",
)  # fmt: skip
_PAID_BACK = ("reimbursed_on", "reimbursed_by", "reimbursement_ref")
_TABLE = "sales_expenseclaim"
_REFUSAL = "an accepted expense is frozen"


def _bad_change(different: str) -> str:
    frozen = " OR ".join(f"NEW.{name} {different} OLD.{name}" for name in _FROZEN)
    paid_back = " OR ".join(f"NEW.{name} {different} OLD.{name}" for name in _PAID_BACK)
    return (
        f"(OLD.state IN ('accepted', 'reimbursed') AND ({frozen}))"
        " OR (OLD.state = 'accepted' AND NEW.state NOT IN ('accepted', 'reimbursed'))"
        f" OR (OLD.state = 'reimbursed' AND (NEW.state <> 'reimbursed' OR {paid_back}))"
    )


TRIGGERS = (
    triggers.TriggerSet(
        table=_TABLE,
        sqlite=(
            f"CREATE TRIGGER kpa_{_TABLE}_frozen BEFORE UPDATE ON {_TABLE}"
            f" WHEN {_bad_change('IS NOT')} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
            f"CREATE TRIGGER kpa_{_TABLE}_kept BEFORE DELETE ON {_TABLE}"
            f" WHEN OLD.state IN ('accepted', 'reimbursed') BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
            triggers.refuse_replace(_TABLE, "id"),
        ),
        postgresql=(
            f"""CREATE OR REPLACE FUNCTION kpa_expense_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF OLD.state IN ('accepted', 'reimbursed') THEN
                        RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = '23514';
                    END IF;
                    RETURN OLD;
                END IF;
                IF {_bad_change("IS DISTINCT FROM")} THEN
                    RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = '23514';
                END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER kpa_{_TABLE}_frozen BEFORE UPDATE OR DELETE ON {_TABLE}"
            " FOR EACH ROW EXECUTE FUNCTION kpa_expense_frozen()",
        ),
    ),
    triggers.same_place(
        _TABLE,
        column="order_id",
        parent="sales_order",
        place="kpa_id",
        words="an expense is for an order of its own KPA",
    ),
)
