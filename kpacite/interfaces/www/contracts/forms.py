"""What is written about a contract: dates, a text in blocks, answers, names under it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Activity
from kpacite.domain.contracts import rules
from kpacite.domain.contracts.enums import ContractType, DocumentKind, InsuranceAnswer, Party
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Person
from kpacite.platform.forms import AmountField, Form, FrenchDateField

BP_PER_PERCENT = 100


class NewContractForm(Form):
    """A file to start: who, what, from when, for which activities."""

    person = forms.ChoiceField(label=_("La personne"), widget=forms.Select)
    carrier = forms.ChoiceField(label=_("La CAE"), widget=forms.Select)
    type = forms.ChoiceField(label=_("Le type de contrat"), choices=ContractType.choices)
    start = FrenchDateField(label=_("Le premier jour"))
    last_day = FrenchDateField(
        label=_("Le dernier jour"),
        help_text=_("Un CAPE dure 12 mois au plus. Il se renouvelle deux fois."),
        required=False,
    )
    birth_date = FrenchDateField(label=_("La date de naissance"), required=False)
    not_full_time = forms.BooleanField(
        label=_("La personne n’est pas salariée à temps plein"), required=False
    )
    activities = forms.MultipleChoiceField(
        label=_("Les activités à assurer"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        *args: Any,
        people: Iterable[Person],
        carriers: Iterable[Organisation],
        activities: Iterable[Activity],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.public_id: person for person in people}
        self.carriers = {row.slug: row for row in carriers}
        self.trades = {row.code: str(row) for row in activities}
        blank = [("", _("Choisir"))]
        self.fields["person"].choices = blank + [(key, str(row)) for key, row in self.people.items()]
        self.fields["carrier"].choices = [(key, str(row)) for key, row in self.carriers.items()]
        self.fields["activities"].choices = list(self.trades.items())

    @property
    def end(self) -> date | None:
        last = self.cleaned_data["last_day"]
        return last + rules.DAY if last else None


class BlocksForm(Form):
    """One area for each block of a text."""

    def __init__(self, *args: Any, blocks: Iterable[rules.Block], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocks = list(blocks)
        for rank, block in enumerate(self.blocks):
            self.fields[f"block_{rank}"] = _area(block.heading, initial=block.body)

    @property
    def written(self) -> tuple[rules.Block, ...]:
        return tuple(
            rules.Block(block.code, block.heading, self.cleaned_data[f"block_{rank}"])
            for rank, block in enumerate(self.blocks)
        )


def _area(label: Any, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, required=False, max_length=6000, widget=widget, **options)


class WordingForm(BlocksForm):
    """A version of the carrier's words. `seen`: the version that was read; what is empty is to complete."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    new_heading = forms.CharField(
        label=_("Une autre partie : son titre"),
        help_text=_("Pour enlever une partie ajoutée, videz son texte."),
        required=False,
        max_length=120,
    )
    new_body = _area(_("Une autre partie : son texte"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if not name.startswith("new_")])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new_body") and not data.get("new_heading"):
            self.add_error("new_heading", ValidationError(_("Donnez un titre à cette partie.")))
        return data

    @property
    def written(self) -> tuple[rules.Block, ...]:
        """A part of one's own whose text is emptied goes; those of the law stay, to complete."""
        kept = tuple(block for block in super().written if block.code or block.body.strip())
        heading, body = self.cleaned_data["new_heading"], self.cleaned_data["new_body"]
        return (*kept, rules.Block("", heading, body)) if heading else kept


class PrepareForm(BlocksForm):
    """Dates, amounts, and the text."""

    start = FrenchDateField(label=_("Le premier jour"))
    last_day = FrenchDateField(label=_("Le dernier jour"), required=False)
    ceiling = AmountField(
        label=_("Le montant maximum des engagements, en euros"),
        help_text=_("Ce que l’on peut engager envers des clients et des fournisseurs."),
        required=False,
    )
    fee = forms.DecimalField(
        label=_("La contribution à la CAE, en %"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "court"}),
    )

    @property
    def end(self) -> date | None:
        last = self.cleaned_data["last_day"]
        return last + rules.DAY if last else None

    @property
    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        fee = data["fee"]
        return {
            "start": data["start"],
            "end": self.end,
            "ceiling_cents": data["ceiling"].cents if data["ceiling"] is not None else None,
            "fee_bp": None if fee is None else int(fee * BP_PER_PERCENT),
            "blocks": self.written,
        }


class InsuranceForm(Form):
    answer = forms.ChoiceField(
        label=_("La réponse de l’assureur"),
        choices=[(answer.value, answer.label) for answer in list(InsuranceAnswer)[1:]],
        widget=forms.RadioSelect,
    )
    answered_on = FrenchDateField(label=_("Le jour de la réponse"))
    valid_from = FrenchDateField(label=_("Couverte à partir du"), required=False)
    last_day = FrenchDateField(label=_("Jusqu’au"), required=False)
    reference = forms.CharField(label=_("La référence de l’assureur"), required=False, max_length=120)


class DeclarationForm(Form):
    done_on = FrenchDateField(label=_("Le jour de la déclaration"))
    proof = forms.CharField(
        label=_("La preuve"), help_text=_("Par exemple : accusé de réception n° 12."), max_length=200
    )


class SignForm(Form):
    """A name under the text just read. `seen`: its hash."""

    typed_name = forms.CharField(
        label=_("Votre prénom et votre nom"),
        help_text=_("Écrire votre nom vaut signature."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class RecordForm(SignForm):
    """The carrier signs, or notes who signed on paper."""

    party = forms.ChoiceField(label=_("Qui signe"), widget=forms.RadioSelect)
    signed_on = FrenchDateField(label=_("Le jour de la signature"))
    note = forms.CharField(label=_("Sur papier : où est la feuille"), required=False, max_length=200)
    field_order = ["party", "typed_name", "signed_on", "note"]

    def __init__(self, *args: Any, parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [(party.value, capfirst(party.label)) for party in parties]
        self.fields["typed_name"].label = _("Le prénom et le nom de qui signe")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        others = data.get("party") not in {None, Party.CARRIER.value}
        if others and not data.get("note"):
            self.add_error("note", ValidationError(_("Dites où est la feuille signée.")))
        return data


class PaperForm(Form):
    kind = forms.ChoiceField(label=_("Le document"), choices=DocumentKind.choices)
    file = forms.FileField(
        label=_("La photo ou le fichier"), help_text=_("Photo ou PDF, 5 Mo au plus. Le fichier est chiffré.")
    )
    last_day = FrenchDateField(label=_("Valable jusqu’au"), required=False)


class WordsForm(Form):
    words = forms.CharField(label=_("En quelques mots"), max_length=200)


class EndForm(WordsForm):
    """`last_day`: the last one with the contract."""

    last_day = FrenchDateField(label=_("Le dernier jour du contrat"))
    field_order = ["last_day", "words"]


class TermForm(Form):
    last_day = FrenchDateField(label=_("Le dernier jour de la nouvelle période"))


class RedoForm(TermForm):
    start = FrenchDateField(label=_("Le nouveau premier jour"))
    field_order = ["start", "last_day"]
