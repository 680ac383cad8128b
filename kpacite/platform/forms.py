"""Forms that speak French: attributes, error sentences, and fields that accept what people type."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError
from kpacite.kernel.hours import format_minutes, parse_minutes
from kpacite.kernel.money import Euro
from kpacite.kernel.nir import NationalNumberFound, refuse_nir

MINUTES_IN_A_DAY = 24 * 60
CHOOSE_AGAIN = _("Choisissez à nouveau ce fichier : la page ne peut pas le garder.")

# What browsers may fill in, by the field's name.
AUTOCOMPLETE = {
    "name": "name",
    "first_name": "given-name",
    "last_name": "family-name",
    "email": "email",
    "phone": "tel",
    "organisation": "organization",
    "postal_code": "postal-code",
    "city": "address-level2",
    "code": "one-time-code",
}

CHOICE_FIELDS = (forms.ChoiceField, forms.ModelChoiceField)
SPOKEN = re.compile(r"(?i)^(votre|vos|le|la|les|un|une|des|l['’]|your|the|an?)\b")


def _required_message(field: forms.Field) -> str:
    label = str(field.label or "")
    if isinstance(field, forms.BooleanField):
        return str(_("Cochez la case « %(label)s ».")) % {"label": label}
    if not SPOKEN.match(label):
        return str(_("Remplissez « %(label)s ».")) % {"label": label}
    what = {"label": label[0].lower() + label[1:].rstrip(" ?\u00a0")}
    if isinstance(field, CHOICE_FIELDS):
        return str(_("Choisissez %(label)s.")) % what
    return str(_("Écrivez %(label)s.")) % what


_INVALID = [
    (forms.EmailField, _("Écrivez une adresse e-mail, par exemple prenom@exemple.fr.")),
    (forms.URLField, _("Écrivez une adresse web, par exemple https://exemple.fr.")),
    (forms.IntegerField, _("Écrivez un nombre, par exemple 14.")),
]
_SENTENCES = {
    "invalid_choice": _("Choisissez une réponse de la liste."),
    "max_length": _("Écrivez %(limit_value)d signes au plus. Il y en a %(show_value)d."),
    "min_length": _("Écrivez %(limit_value)d signes au moins."),
    "max_value": _("Écrivez un nombre de %(limit_value)s au plus."),
    "min_value": _("Écrivez un nombre de %(limit_value)s au moins."),
}


def speak_french(field: forms.Field) -> None:
    """Give a field our sentences, wherever its author did not write others."""
    messages = field.error_messages
    if messages.get("required") is forms.Field.default_error_messages["required"]:
        messages["required"] = _required_message(field)
    defaults = type(field).default_error_messages if hasattr(type(field), "default_error_messages") else {}
    for kind, sentence in _INVALID:
        if type(field) is kind:
            messages["invalid"] = sentence
    for code, sentence in _SENTENCES.items():
        if code not in messages or messages[code] is defaults.get(code):
            messages[code] = sentence


def without_nir(text: str) -> None:
    """The validator of every free text: a national number is refused before anything is kept."""
    try:
        refuse_nir(text)
    except NationalNumberFound as error:
        raise ValidationError(str(error), code=error.code) from error


def _describe(name: str, field: forms.Field) -> None:
    attrs = field.widget.attrs
    if name in AUTOCOMPLETE:
        attrs.setdefault("autocomplete", AUTOCOMPLETE[name])
    if isinstance(field, forms.CharField) and isinstance(field.widget, forms.Textarea):
        field.validators = [*field.validators, without_nir]
    if isinstance(field, forms.EmailField):
        attrs.setdefault("autocapitalize", "none")
        attrs.setdefault("spellcheck", "false")


class FrenchFormMixin:
    """Sentences and attributes for every field. Our own forms inherit `Form`; allauth's take the mixin."""

    use_required_attribute = False  # The browser's own bubbles are neither ours nor translated.
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = name.replace("_", " ").capitalize()
            speak_french(field)
            _describe(name, field)

    def refuse(self, error: DomainError) -> None:
        """Show a broken rule beside its field, or on top of the form. Answer with `render_invalid`."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, ValidationError(str(error), code=error.code))  # type: ignore[attr-defined]


class Form(FrenchFormMixin, forms.Form):
    """The base of every form of the house.

    No page can keep a file for the next try. Whoever chose one, and has something else to correct, reads
    beside it that it is to be chosen again: a photo of a receipt is never lost unseen.
    """

    def full_clean(self) -> None:
        super().full_clean()
        self._ask_files_again()

    def refuse(self, error: DomainError) -> None:
        super().refuse(error)
        self._ask_files_again()

    def _ask_files_again(self) -> None:
        # Django's own store: its property would clean again.
        errors: dict[str, Any] = vars(self).get("_errors") or {}
        for name, field in self.fields.items():
            chosen = isinstance(field, forms.FileField) and self.files.get(self.add_prefix(name))
            if errors and chosen and name not in errors:
                self.add_error(name, ValidationError(CHOOSE_AGAIN, code="choose_again"))


class HoneypotMixin(FrenchFormMixin):
    """A field that people never see and robots fill. The view then thanks, and does nothing.

    The component `<c-form>` draws it. Ask `form.caught` after `is_valid()`.
    """

    HONEYPOT = "site_web"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "off", "tabindex": "-1"}
        self.fields[self.HONEYPOT] = forms.CharField(
            label=_("Ne remplissez pas cette case"), required=False, widget=forms.TextInput(attrs=attrs)
        )

    @property
    def honeypot(self) -> forms.BoundField:
        return self[self.HONEYPOT]  # type: ignore[index, no-any-return]

    @property
    def caught(self) -> bool:
        return bool(self.data.get(self.add_prefix(self.HONEYPOT)))  # type: ignore[attr-defined]


class AmountField(forms.Field):
    """Euros as people type them (`14.5`, `14,50 €`, `1 234,5`); cleans to a `Euro`."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Euro | None:
        return None if value in self.empty_values else _parsed(Euro.parse, value)

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, str]:
        return {"inputmode": "decimal", "class": "court"}

    def prepare_value(self, value: Any) -> Any:
        return value.format() if isinstance(value, Euro) else value


class DurationField(forms.Field):
    """A duration as people type it (`2h`, `2 h 30`, `2:30`, `45 min`); cleans to minutes, a day at most."""

    widget = forms.TextInput
    default_error_messages = {
        "too_long": _("Une journée a 24 h au plus."),
    }

    def to_python(self, value: Any) -> int | None:
        minutes = None if value in self.empty_values else _parsed(parse_minutes, value)
        if minutes is not None and minutes > MINUTES_IN_A_DAY:
            raise ValidationError(self.error_messages["too_long"], code="too_long")
        return minutes

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, str]:
        return {"class": "court"}

    def prepare_value(self, value: Any) -> Any:
        return format_minutes(value) if isinstance(value, int) else value


def _parsed(parse: Callable[[str], Any], value: Any) -> Any:
    """What the kernel reads, or the sentence of its error."""
    try:
        return parse(str(value))
    except DomainError as error:
        raise ValidationError(str(error), code=error.code) from error


MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8,
    "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
}  # fmt: skip
_ACCENTS = str.maketrans("éèêûùôà", "eeeuuoa")
_IN_WORDS = re.compile(r"^(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z]{3,9})\.? (\d{4})$")
_IN_FIGURES = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")


def read_date(text: str) -> date:
    """Read `6 mars 2026`, `06/03/2026`, `6.3.26` or `2026-03-06`; ValueError for anything else."""
    text = " ".join(text.lower().translate(_ACCENTS).split())
    if found := _ISO.match(text):
        year, month, day = (int(figure) for figure in found.groups())
    elif found := _IN_FIGURES.match(text):
        day, month, year = (int(figure) for figure in found.groups())
    elif found := _IN_WORDS.match(text):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        raise ValueError(text)
    return date(year + 2000 if year < 100 else year, month, day)


def _month(word: str) -> int:
    months = {number for name, number in MONTHS.items() if name.startswith(word)}
    if len(months) != 1:
        raise ValueError(word)
    return months.pop()


class FrenchDateField(forms.DateField):
    """A day as people write it; cleans to a `date`."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Écrivez une date, par exemple 6 mars 2026.")}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return read_date(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, str]:
        return {"class": "court"}

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


class PhoneField(forms.CharField):
    """A phone number, French unless it starts with +; cleans to E.164 (`+33612345678`)."""

    widget = forms.TelInput
    default_error_messages = {"invalid": _("Écrivez un numéro de téléphone, par exemple 06 12 34 56 78.")}

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, "FR")
        except phonenumbers.NumberParseException as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not phonenumbers.is_valid_number(number):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"autocomplete": "tel", "class": "court"}

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number as French people read it."""
        if not isinstance(value, str) or not value.startswith("+33"):
            return value
        number = phonenumbers.parse(value)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
