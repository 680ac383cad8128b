"""What people write about a sharing, their own money, and what pay gives back."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sharing.enums import Recovery
from kpacite.kernel.money import Euro
from kpacite.platform.forms import AmountField, Form

LARGEST_FILE = 2_000_000


class QuestionForm(Form):
    question = forms.CharField(
        label=_("Votre question"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReplyForm(Form):
    reply = forms.CharField(
        label=_("La réponse du groupe"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class DropForm(Form):
    reason = forms.CharField(label=_("Pourquoi ?"), required=False, max_length=300)


class RuleChoiceForm(Form):
    """Another adopted rule for a simulation. `versions`: those of the KPA."""

    rule = forms.ChoiceField(label=_("La règle"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, versions: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(version.pk): version for version in versions}
        self.fields["rule"].choices = [(key, str(one.rule)) for key, one in self.versions.items()]

    @property
    def chosen(self) -> Any:
        return self.versions[self.cleaned_data["rule"]]


class CorrectionForm(Form):
    amount = AmountField(
        label=_("La bonne somme, sans la TVA"), help_text=_("Ce qui aurait dû être partagé.")
    )
    recovery = forms.ChoiceField(
        label=_("Qui rend ce qui est en trop ?"),
        choices=Recovery.choices,
        initial=Recovery.NEXT.value,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Pourquoi ?"), help_text=_("Par exemple : un avoir de 60 €."), max_length=300
    )


class PayForm(Form):
    amount = AmountField(label=_("Combien voulez-vous recevoir ?"))

    def clean_amount(self) -> Euro:
        amount: Euro = self.cleaned_data["amount"]
        if amount.cents <= 0:
            raise ValidationError(_("Écrivez une somme plus grande que zéro."), code="not_positive")
        return amount


class ReleaseForm(Form):
    reason = forms.CharField(
        label=_("Pourquoi ?"), help_text=_("Par exemple : contrat signé le 2 mars."), max_length=200
    )


class CeilingForm(Form):
    amount = AmountField(
        label=_("Au plus, par mois"),
        help_text=_("Laissez vide pour ne pas avoir de plafond. Vous seul·e le voyez."),
        required=False,
    )


class StartForm(Form):
    """Which money, for which work. `cash`, `jobs`, `expenses`: what may be chosen today.

    `order`: the one that the sharing is about; its own money, work and purchases are ticked to begin with.
    """

    title = forms.CharField(
        label=_("Le nom du partage"), help_text=_("Par exemple : buffet du 6 mars."), max_length=120
    )
    cash = forms.MultipleChoiceField(
        label=_("L’argent reçu à partager"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez l’argent à partager.")},
    )
    jobs = forms.MultipleChoiceField(
        label=_("Le travail fait"),
        help_text=_("Seules les heures validées comptent."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins un travail.")},
    )
    expenses = forms.MultipleChoiceField(
        label=_("Les achats à couvrir"),
        help_text=_("Les notes de frais acceptées pour ce travail."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        cash: Iterable[Any],
        jobs: Iterable[Any],
        expenses: Iterable[Any] = (),
        order: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.expenses = {str(claim.pk): claim for claim in expenses}
        self.fields["expenses"].choices = [(key, _expense_words(one)) for key, one in self.expenses.items()]
        if not self.expenses:
            del self.fields["expenses"]
        self.cash = {one.source: one for one in cash}
        self.jobs = {str(job.pk): job for job in jobs}
        self.fields["cash"].choices = [(key, _cash_words(one)) for key, one in self.cash.items()]
        self.fields["jobs"].choices = [(key, _job_words(job)) for key, job in self.jobs.items()]
        if order is not None:
            self.initial |= self._about(order)

    def _about(self, order: Any) -> dict[str, Any]:
        jobs = [key for key, job in self.jobs.items() if _order_of(job) == order.pk]
        return {
            "title": order.title,
            "cash": [key for key, one in self.cash.items() if one.order == order.number],
            "jobs": jobs,
            "expenses": [key for key, claim in self.expenses.items() if claim.order_id == order.pk],
        }

    @property
    def chosen_cash(self) -> list[Any]:
        return [self.cash[key] for key in self.cleaned_data["cash"]]

    @property
    def chosen_expenses(self) -> list[Any]:
        return [self.expenses[key] for key in self.cleaned_data.get("expenses", [])]

    @property
    def chosen_jobs(self) -> list[Any]:
        return [self.jobs[key] for key in self.cleaned_data["jobs"]]


def _cash_words(cash: Any) -> str:
    words = {"label": cash.label, "amount": Euro(cash.cents).format(), "day": f"{cash.received_on:%d/%m/%Y}"}
    return gettext("%(label)s : %(amount)s sans la TVA, reçus le %(day)s") % words


def _order_of(job: Any) -> int | None:
    tie = getattr(job, "order_job", None)
    return None if tie is None else tie.order_id


def _expense_words(claim: Any) -> str:
    words = {
        "order": claim.order.title if claim.order else "",
        "label": claim.label,
        "amount": Euro(claim.amount_cents).format(),
        "who": claim.claimant.first_name,
    }
    if claim.order:
        return gettext("%(label)s : %(amount)s, payés par %(who)s, pour « %(order)s »") % words
    return gettext("%(label)s : %(amount)s, payés par %(who)s") % words


def _job_words(job: Any) -> str:
    words = {
        "title": job.title,
        "day": f"{timezone.localdate(job.starts_at):%d/%m/%Y}",
        "people": job.workers,
    }
    return (
        ngettext(
            "%(title)s, le %(day)s : %(people)d personne",
            "%(title)s, le %(day)s : %(people)d personnes",
            job.workers,
        )
        % words
    )


class PayslipsForm(Form):
    file = forms.FileField(
        label=_("Le fichier rempli par la paie"),
        help_text=_("Le même fichier, avec la date, le brut et le net, ou le motif de refus."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("Ce fichier est trop gros : 2 Mo au plus."), code="too_big")
        return file
