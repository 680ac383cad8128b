from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.ledger.models.books import Account, AuxAccount, Book, Journal
from kpacite.domain.ledger.models.calendar import FiscalYear, Period
from kpacite.domain.organisations.models import Organisation


class EntryQuerySet(models.QuerySet["Entry"]):
    def posted(self) -> Self:
        return self.filter(posted_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(posted_at__isnull=True)

    def from_source(self, source_type: str, source_id: str) -> Self:
        return self.filter(source_type=source_type, source_id=source_id)


class Entry(models.Model):
    """An accounting entry: a draft until `posted_at` is set, then frozen by the database.

    `number` runs in a journal and a fiscal year; `sequence` (EcritureNum of the FEC) in a fiscal year;
    `chain_position` in the book. None has a hole. `key` makes the posting of one event idempotent.
    """

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="entries", db_index=False)
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="entries", db_index=False)
    fiscal_year = models.ForeignKey(
        FiscalYear, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="entries", db_index=False)
    date = models.DateField(_("date"))
    label = models.CharField(_("libellé"), max_length=200)
    piece_ref = models.CharField(_("référence de la pièce"), max_length=60)
    piece_date = models.DateField(_("date de la pièce"))
    source_type = models.CharField(_("type d’origine"), max_length=60, blank=True)
    source_id = models.CharField(_("clé d’origine"), max_length=64, blank=True)
    key = models.CharField(_("clé d’unicité"), max_length=120, blank=True)
    reversal_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    number = models.BigIntegerField(_("numéro dans le journal"), null=True, blank=True)
    sequence = models.BigIntegerField(_("numéro d’écriture"), null=True, blank=True)
    chain_position = models.BigIntegerField(_("rang dans la chaîne"), null=True, blank=True)
    posted_at = models.DateTimeField(_("validée le"), null=True, blank=True)
    posted_on = models.DateField(_("jour de validation"), null=True, blank=True)
    previous_hash = models.CharField(_("empreinte précédente"), max_length=64, blank=True)
    hash = models.CharField(_("empreinte"), max_length=64, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("écriture")
        constraints = [
            models.UniqueConstraint(
                fields=["journal", "fiscal_year", "number"],
                name="entry_number_once",
                violation_error_message=_("Ce numéro d’écriture est déjà pris."),
            ),
            models.UniqueConstraint(
                fields=["fiscal_year", "sequence"],
                name="entry_sequence_once",
                violation_error_message=_("Ce numéro d’écriture est déjà pris."),
            ),
            models.UniqueConstraint(
                fields=["book", "chain_position"],
                name="entry_chain_once",
                violation_error_message=_("Ce rang dans la chaîne est déjà pris."),
            ),
            models.UniqueConstraint(
                fields=["book", "key"],
                condition=~Q(key=""),
                name="entry_key_once",
                violation_error_message=_("Cet événement est déjà comptabilisé."),
            ),
            models.CheckConstraint(
                condition=~Q(label="") & ~Q(piece_ref=""),
                name="entry_described",
                violation_error_message=_("Écrivez le libellé et la référence de la pièce."),
            ),
        ]
        indexes = [
            models.Index(fields=["source_type", "source_id"], name="entry_by_source"),
            models.Index(fields=["period"], condition=Q(posted_at=None), name="entry_drafts"),
        ]

    def __str__(self) -> str:
        return f"{self.reference or '…'} {self.label}"

    @property
    def reference(self) -> str:
        """« VE-12 »: the journal and the number in it; empty for a draft."""
        return "" if self.number is None else f"{self.journal.code}-{self.number}"

    @property
    def is_posted(self) -> bool:
        return self.posted_at is not None


class LineQuerySet(models.QuerySet["Line"]):
    def posted(self) -> Self:
        return self.filter(entry__posted_at__isnull=False)

    def unlettered(self) -> Self:
        active = models.Q(lettered__isnull=False, lettered__undone_at=None)
        return self.exclude(pk__in=Line.objects.filter(active).values("pk"))


class Line(models.Model):
    """One movement of one account: debit or credit, in cents, with its analytic axes.

    `person` is a pseudonym (`Person.public_id`), `activity` and `order_ref` the codes of other apps.
    `date` repeats the entry's, so that an account is read along one index; posting checks that it agrees.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines", db_index=False)
    rank = models.PositiveSmallIntegerField(_("rang"))
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lines", db_index=False)
    aux = models.ForeignKey(
        AuxAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="lines", db_index=False
    )
    date = models.DateField(_("date"))
    debit_cents = models.BigIntegerField(_("débit"), default=0)
    credit_cents = models.BigIntegerField(_("crédit"), default=0)
    label = models.CharField(_("libellé"), max_length=200, blank=True)
    due_date = models.DateField(_("échéance"), null=True, blank=True)
    kpa = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    activity = models.CharField(_("activité"), max_length=40, blank=True)
    person = models.CharField(_("personne (pseudonyme)"), max_length=16, blank=True)
    order_ref = models.CharField(_("commande"), max_length=40, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne d’écriture")
        verbose_name_plural = _("lignes d’écriture")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "rank"],
                name="line_rank_once",
                violation_error_message=_("Deux lignes ont le même rang."),
            ),
            models.CheckConstraint(
                condition=Q(debit_cents__gt=0, credit_cents=0) | Q(debit_cents=0, credit_cents__gt=0),
                name="line_one_side",
                violation_error_message=_("Une ligne porte un débit ou un crédit, positif."),
            ),
        ]
        indexes = [
            models.Index(F("account"), F("date"), F("id"), name="line_by_account"),
            models.Index(fields=["aux"], condition=Q(aux__isnull=False), name="line_by_aux"),
        ]

    def __str__(self) -> str:
        side = "D" if self.debit_cents else "C"
        return f"{self.account_id} {side} {self.debit_cents or self.credit_cents}"
