"""What people write about a supplier's invoice: most of it comes from its file."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sales.enums import PurchaseKind, PurchasePayment
from kpacite.domain.sales.models import Order, SupplierInvoice
from kpacite.integrations.facturx import NothingToRead, ReceivedInvoice, read_invoice
from kpacite.integrations.uploads import clean_file
from kpacite.kernel.errors import DomainError
from kpacite.kernel.ids import parse_siren
from kpacite.kernel.money import Euro
from kpacite.platform.forms import AmountField, Form, FrenchDateField
from kpacite.platform.uploads import XML, CleanFile, read_upload

CREDIT_NOTES = frozenset({"381", "261", "262", "396", "502", "503"})
"""UNTDID 1001: the kinds of paper that give back."""
EURO_CODE = "EUR"
PDF_HEAD = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Place:
    """For whom an invoice is; without `kpa`, for the carrier itself."""

    words: str
    kpa: Kpa | None = None
    activity: Activity | None = None
    order: Order | None = None

    @property
    def details(self) -> dict[str, Any]:
        return {"kpa": self.kpa, "activity": self.activity, "order": self.order}


class Places:
    """The carrier, a KPA, one of its activities, one of its orders: one choice on the screen."""

    def __init__(
        self, kpas: Iterable[Kpa], activities: Iterable[Activity], orders: Iterable[Order] = ()
    ) -> None:
        self._found = {"": Place(_("La structure elle-même"))}
        activities, orders = list(activities), list(orders)
        for kpa in kpas:
            name = kpa.organisation.name
            self._found[f"k{kpa.pk}"] = Place(name, kpa)
            for activity in (one for one in activities if one.kpa_id == kpa.pk):
                self._found[f"a{activity.pk}"] = Place(f"{name}, {activity}", kpa, activity)
            for order in (one for one in orders if one.kpa_id == kpa.pk):
                words = f"{name}, {order.title} ({order.number})"
                self._found[f"o{order.pk}"] = Place(words, kpa, order.deal.activity, order)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(code, place.words) for code, place in self._found.items()]

    def of(self, code: str) -> Place:
        return self._found[code]

    def code_of(self, invoice: SupplierInvoice) -> str:
        kpa, activity, order = invoice.kpa, invoice.activity, invoice.order
        if order is not None:
            code, place = f"o{order.pk}", Place(f"{order.title} ({order.number})", kpa, activity, order)
        elif activity is not None:
            code, place = f"a{activity.pk}", Place(str(activity), kpa, activity)
        elif kpa is not None:
            code, place = f"k{kpa.pk}", Place(str(kpa), kpa)
        else:
            return ""
        self._found.setdefault(code, place)
        return code


class PurchaseForm(Form):
    """`invoice`: the draft that is checked; without it, a new one."""

    file = forms.FileField(
        label=gettext_lazy("Le fichier de la facture"),
        help_text=gettext_lazy(
            "Un PDF, un fichier XML ou une photo. Une facture électronique se lit toute seule."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,application/xml,text/xml,.xml,image/*"}),
    )
    as_is = forms.BooleanField(
        label=gettext_lazy("Garder ce fichier sans le lire"),
        help_text=gettext_lazy("Si la lecture échoue. Vous écrivez alors tout à la main."),
        required=False,
    )
    supplier = forms.CharField(label=gettext_lazy("Le fournisseur"), required=False, max_length=120)
    siren = forms.CharField(
        label=gettext_lazy("Son numéro SIREN"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "court"}),
    )
    number = forms.CharField(label=gettext_lazy("Le numéro de la facture"), required=False, max_length=60)
    is_credit = forms.BooleanField(
        label=gettext_lazy("C’est un avoir"),
        help_text=gettext_lazy("Le fournisseur nous rend de l’argent."),
        required=False,
    )
    issued_on = FrenchDateField(label=gettext_lazy("La date de la facture"), required=False)
    due_on = FrenchDateField(label=gettext_lazy("À payer avant le"), required=False)
    gross = AmountField(label=gettext_lazy("Le total, taxes comprises"), required=False)
    tax = AmountField(label=gettext_lazy("La TVA de la facture"), required=False)
    vat = AmountField(
        label=gettext_lazy("La TVA que la structure récupère"),
        help_text=gettext_lazy("Vide : toute la TVA de la facture. Écrivez 0 si elle n’est pas récupérable."),
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Qu’avons-nous acheté ?"), choices=PurchaseKind.choices, required=False
    )
    place = forms.ChoiceField(label=gettext_lazy("Pour qui ?"), required=False)
    on = FrenchDateField(
        label=gettext_lazy("Le jour de l’écriture"),
        help_text=gettext_lazy("Vide : la date de la facture. Le mois doit être ouvert."),
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, places: Places, invoice: SupplierInvoice | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"key": str(uuid4()), "kind": PurchaseKind.OTHER}
        if invoice is not None:
            initial = _initial(invoice) | {"place": places.code_of(invoice)}
        super().__init__(*args, initial=initial, **kwargs)
        self.places, self.invoice = places, invoice
        self.fields["place"].choices = places.choices
        self.read: ReceivedInvoice | None = None
        self.kept: CleanFile | None = None

    def clean_siren(self) -> str:
        words: str = self.cleaned_data["siren"]
        try:
            return parse_siren(words) if words else ""
        except DomainError as error:
            raise ValidationError(str(error), code=error.code) from error

    def clean_file(self) -> Any:
        """Read the file, and keep its bytes ready: what cannot be read is told beside this field."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        # Boxes come after the file in the cleaning: this one is read as it was sent.
        as_is = bool(self.data.get(self.add_prefix("as_is")))
        try:
            content = read_upload(file)
            if not as_is and _may_be_electronic(file.name, content):
                self.read = _read(content)
            is_xml = self.read is not None and content.lstrip()[: len(PDF_HEAD)] != PDF_HEAD
            self.kept = _xml(content) if is_xml else clean_file(content)
        except DomainError as error:
            raise ValidationError(str(error), code=error.code) from error
        return file

    def clean(self) -> dict[str, Any]:
        data, read = super().clean() or {}, self.read
        if read is not None:
            _fill(data, read, self.errors)
        for name in ("gross", "tax", "vat"):
            if _cents(data.get(name)) < 0:
                self.add_error(name, ValidationError(_("Écrivez un montant de zéro euro au moins.")))
        return data

    @property
    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        tax = _cents(data.get("tax"))
        vat = tax if data.get("vat") is None else _cents(data["vat"])
        told = {} if self.read is None else {"read_from": self.read.syntax}
        return told | {
            **self.places.of(data["place"]).details,
            "kind": PurchaseKind(data["kind"] or PurchaseKind.OTHER),
            **{
                name: data[name]
                for name in ("supplier", "siren", "number", "is_credit", "issued_on", "due_on")
            },
            "gross_cents": _cents(data.get("gross")),
            "tax_cents": tax,
            "vat_cents": vat,
        }


def _cents(amount: Euro | None) -> int:
    return 0 if amount is None else amount.cents


def _may_be_electronic(name: str, content: bytes) -> bool:
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    return head[: len(PDF_HEAD)] == PDF_HEAD or head[:1] == b"<" or name.lower().endswith(".xml")


def _read(content: bytes) -> ReceivedInvoice | None:
    """None for an ordinary PDF. Raises UnreadableInvoice, OtherCurrency."""
    try:
        read = read_invoice(content)
    except NothingToRead:
        return None
    if read.currency and read.currency != EURO_CODE:
        raise OtherCurrency
    return read


class OtherCurrency(DomainError):
    code = "sales.purchase_other_currency"
    sentence = gettext_lazy(
        "Cette facture n’est pas en euros. Cochez « Garder ce fichier sans le lire » et écrivez les montants."
    )


def _xml(content: bytes) -> CleanFile:
    return CleanFile(content, XML, hashlib.sha256(content).hexdigest())


def _fill(data: dict[str, Any], read: ReceivedInvoice, errors: Mapping[str, Any]) -> None:
    """What was left empty comes from the file; what was typed stays."""
    gives_back = read.type_code in CREDIT_NOTES or read.gross_cents < 0
    found = {
        "supplier": read.seller[:120],
        "siren": _siren(read.seller_siren),
        "number": read.number[:60],
        "issued_on": read.issued_on,
        "due_on": read.due_on,
        "gross": Euro(abs(read.gross_cents)),
        "tax": Euro(abs(read.tax_cents)),
    }
    for name, value in found.items():
        if name not in errors and data.get(name) in (None, ""):
            data[name] = value
    data["is_credit"] = bool(data.get("is_credit")) or gives_back


def _siren(words: str) -> str:
    """A SIREN, also out of a SIRET; nothing when its key is wrong."""
    try:
        return parse_siren(words.replace(" ", "")[:9]) if words else ""
    except DomainError:
        return ""


def _initial(invoice: SupplierInvoice) -> dict[str, Any]:
    return {
        "supplier": invoice.supplier,
        "siren": invoice.siren,
        "number": invoice.number,
        "is_credit": invoice.is_credit,
        "issued_on": invoice.issued_on,
        "due_on": invoice.due_on,
        "gross": Euro(invoice.gross_cents) if invoice.gross_cents else None,
        "tax": Euro(invoice.tax_cents),
        "vat": Euro(invoice.vat_cents),
        "kind": invoice.kind,
        "version": invoice.version,
    }


class SettlementForm(Form):
    """`left_cents`: what is still to pay, or to be given back when `is_credit`."""

    amount = AmountField(
        label=gettext_lazy("Combien ?"),
        help_text=gettext_lazy("Moins que le reste : la facture garde la différence à payer."),
    )
    method = forms.ChoiceField(
        label=gettext_lazy("Comment ?"),
        choices=[(method.value, method.label.capitalize()) for method in PurchasePayment],
        widget=forms.RadioSelect,
        initial=PurchasePayment.TRANSFER,
    )
    on = FrenchDateField(label=gettext_lazy("Le jour du paiement"))
    reference = forms.CharField(
        label=gettext_lazy("La référence du virement ou du chèque"), required=False, max_length=60
    )
    more = forms.BooleanField(
        label=gettext_lazy("Nous avons payé plus que demandé"),
        help_text=gettext_lazy("Ce qui dépasse devient une avance chez ce fournisseur."),
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=36)

    def __init__(self, *args: Any, today: date, left_cents: int, is_credit: bool, **kwargs: Any) -> None:
        initial = {"on": today, "amount": Euro(left_cents), "key": str(uuid4())}
        super().__init__(*args, initial=initial, **kwargs)
        if is_credit:
            del self.fields["more"]

    def clean_amount(self) -> int:
        amount: Euro = self.cleaned_data["amount"]
        if amount.cents <= 0:
            raise ValidationError(_("Écrivez un montant plus grand que zéro."), code="not_positive")
        return amount.cents


class ReasonForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi ?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
