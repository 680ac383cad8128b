from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from kpacite.domain.ledger.enums import AccountKind, AccountRole, JournalKind
from kpacite.domain.ledger.rules import EXAMPLE_SIREN, SIREN_LENGTH
from kpacite.domain.organisations.models import Organisation


class Book(models.Model):
    """The accounts of one legal entity, and the head of its chain of entries.

    `chain_position` and `chain_hash` are those of the last posted entry: the database moves them itself,
    and refuses any other change.
    """

    entity = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="book")
    siren = models.CharField(_("numéro SIREN"), max_length=9, blank=True)
    opened_at = models.DateTimeField(_("ouvert le"))
    chain_position = models.BigIntegerField(_("nombre d’écritures validées"), default=0, editable=False)
    chain_hash = models.CharField(_("empreinte de la dernière"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("livre comptable")
        verbose_name_plural = _("livres comptables")
        constraints = [
            models.CheckConstraint(
                condition=Q(siren="") | Q(Exact(Length("siren"), SIREN_LENGTH)),
                name="book_siren_length",
                violation_error_message=_("Un numéro SIREN a 9 chiffres."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.entity)

    @property
    def is_example(self) -> bool:
        return self.siren == EXAMPLE_SIREN


class Account(models.Model):
    """A line of the chart of accounts. Its number never changes: the chain of entries holds it."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="accounts", db_index=False)
    number = models.CharField(_("numéro de compte"), max_length=12)
    label = models.CharField(_("libellé"), max_length=120)
    kind = models.CharField(_("nature"), max_length=8, choices=AccountKind.choices)
    is_lettrable = models.BooleanField(_("lettrable"), default=False)
    closed_on = models.DateField(_("fermé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("compte comptable")
        verbose_name_plural = _("comptes comptables")
        constraints = [
            models.UniqueConstraint(
                fields=["book", "number"],
                name="account_number_once",
                violation_error_message=_("Ce numéro de compte existe déjà dans ce livre."),
            ),
            models.CheckConstraint(
                # LPF A47 A-1: the first three characters are digits of the plan comptable général.
                condition=Q(number__regex=r"^[1-9][0-9]{2}[0-9A-Z]*$"),
                name="account_number_form",
                violation_error_message=_("Un numéro de compte commence par trois chiffres."),
            ),
            models.CheckConstraint(
                condition=~Q(label=""),
                name="account_labelled",
                violation_error_message=_("Écrivez le libellé du compte."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AccountKind.values),
                name="account_kind_known",
                violation_error_message=_("Choisissez une nature de compte connue."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"


class AccountMapping(models.Model):
    """Which account plays a role in a book. `detail` refines it: a VAT rate, an activity; empty: all."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="mappings", db_index=False)
    role = models.CharField(_("rôle"), max_length=24, choices=AccountRole.choices)
    detail = models.CharField(_("précision"), max_length=24, blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="mappings")

    class Meta:
        verbose_name = _("rôle d’un compte")
        verbose_name_plural = _("rôles des comptes")
        constraints = [
            models.UniqueConstraint(
                fields=["book", "role", "detail"],
                name="account_mapping_once",
                violation_error_message=_("Ce rôle a déjà un compte."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=AccountRole.values),
                name="account_mapping_role_known",
                violation_error_message=_("Choisissez un rôle connu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} → {self.account}"


class AuxAccount(models.Model):
    """One client, supplier or cooperator inside a collective account. `person`-like names stay out:

    for people, `number` is a pseudonym and `label` what the accountant may read.
    """

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="aux_accounts", db_index=False)
    number = models.CharField(_("numéro auxiliaire"), max_length=24)
    label = models.CharField(_("libellé"), max_length=120)

    class Meta:
        verbose_name = _("compte auxiliaire")
        verbose_name_plural = _("comptes auxiliaires")
        constraints = [
            models.UniqueConstraint(
                fields=["book", "number"],
                name="aux_account_number_once",
                violation_error_message=_("Ce numéro auxiliaire existe déjà dans ce livre."),
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(label=""),
                name="aux_account_named",
                violation_error_message=_("Écrivez le numéro et le libellé du compte auxiliaire."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"


class Journal(models.Model):
    """A book of original entry. A book may hold several of one kind (two banks); the first is the usual."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="journals", db_index=False)
    kind = models.CharField(_("nature"), max_length=12, choices=JournalKind.choices)
    code = models.CharField(_("code"), max_length=6)
    label = models.CharField(_("libellé"), max_length=80)

    class Meta:
        verbose_name = _("journal")
        verbose_name_plural = _("journaux")
        constraints = [
            models.UniqueConstraint(
                fields=["book", "code"],
                name="journal_code_once",
                violation_error_message=_("Ce code de journal existe déjà."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=JournalKind.values),
                name="journal_kind_known",
                violation_error_message=_("Choisissez une nature de journal connue."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-Z]+$") & ~Q(label=""),
                name="journal_code_form",
                violation_error_message=_("Un code de journal s’écrit en majuscules et chiffres."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
