"""What is typed about a skill or a badge: one of the list, or a new one in one's own words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kpacite.domain.paths.enums import Level, SkillFamily
from kpacite.domain.paths.models import Badge, Skill
from kpacite.platform.forms import Form


def _evidence() -> forms.CharField:
    return forms.CharField(
        label=_("Ce qui le montre"),
        help_text=_("Par exemple : le buffet du 6 mars, pour 30 personnes."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SkillForm(Form):
    """`skills`: those that the KPA already names."""

    skill = forms.ChoiceField(label=_("La compétence"), required=False)
    new = forms.CharField(label=_("Ou une autre, avec vos mots"), required=False, max_length=80)
    family = forms.ChoiceField(label=_("Si elle est nouvelle : sa famille"), choices=SkillFamily.choices)
    level = forms.ChoiceField(
        label=_("Où j’en suis"),
        choices=Level.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un niveau.")},
    )
    evidence = _evidence()

    def __init__(self, *args: Any, skills: list[Skill], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._skills = {str(skill.pk): skill for skill in skills}
        choices = [("", _("Choisir…")), *((key, skill.name) for key, skill in self._skills.items())]
        self.fields["skill"].choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("skill") and not cleaned.get("new"):
            self.add_error("skill", ValidationError(_("Choisissez une compétence, ou écrivez la vôtre.")))
        return cleaned

    @property
    def chosen(self) -> Skill | None:
        return self._skills.get(self.cleaned_data["skill"])


class BadgeForm(Form):
    """`badges`: those of the KPA."""

    badge = forms.ChoiceField(label=_("Le badge"), required=False)
    new = forms.CharField(label=_("Ou un nouveau badge"), required=False, max_length=80)
    criteria = forms.CharField(
        label=_("S’il est nouveau : ce qu’il faut avoir fait"), required=False, max_length=300
    )
    evidence = _evidence()

    def __init__(self, *args: Any, badges: list[Badge], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._badges = {str(badge.pk): badge for badge in badges}
        choices = [("", _("Choisir…")), *((key, badge.name) for key, badge in self._badges.items())]
        self.fields["badge"].choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("badge") and not (cleaned.get("new") and cleaned.get("criteria")):
            sentence = _("Choisissez un badge, ou écrivez son nom et ce qu’il faut avoir fait.")
            self.add_error("badge", ValidationError(sentence))
        return cleaned

    @property
    def chosen(self) -> Badge | None:
        return self._badges.get(self.cleaned_data["badge"])
