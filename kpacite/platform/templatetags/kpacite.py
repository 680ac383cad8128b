"""The words and numbers of every page. Amounts, dates and durations are written here and nowhere else."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kpacite.kernel import french
from kpacite.kernel.french import fixed_spaces
from kpacite.kernel.hours import format_minutes
from kpacite.kernel.money import CENTS, Euro
from kpacite.kernel.typography import MINUS, NARROW_NO_BREAK, NO_BREAK
from kpacite.platform.reading import Reading, in_both_words

register = template.Library()


@register.filter
def euros(value: Euro | int, form: str = "") -> str:
    """Write an amount: a `Euro`, or an integer number of cents. `euros:"rond"` drops the cents."""
    amount = value if isinstance(value, Euro) else Euro(value)
    return f"{nombre(Decimal(amount.cents) / CENTS, 0)}{NO_BREAK}€" if form == "rond" else amount.format()


@register.filter
def insecable(words: str) -> str:
    """Words typed by someone, whose double signs stay on the line of their word."""
    return fixed_spaces(str(words))


@register.filter
def nombre(value: float | Decimal | str, places: int = -1) -> str:
    """Write a number with thin spaces and a comma. Without `places`, as many decimals as it has."""
    number = Decimal(str(value))
    text = f"{number:,f}" if places < 0 else f"{number:,.{places}f}"
    if places < 0 and "." in text:
        text = text.rstrip("0").rstrip(".")
    text = text.replace(",", NARROW_NO_BREAK).replace(".", ",")
    return text.replace("-", MINUS)


@register.filter
def heures(minutes: int) -> str:
    """Write a duration in minutes: « 5 h 30 », « 30 min », never « 5,5 h »."""
    return format_minutes(minutes)


@register.filter
def jour(value: date | None, form: str = "") -> str:
    """Write a day: « 12 mars 2026 »; `"court"` without the year, `"bref"` to hold in a narrow
    column, `"semaine"` with its name."""
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    patterns = {"": "j F Y", "court": "j F", "bref": "j N Y", "semaine": "l j F Y", "mois": "F Y"}
    text = date_format(day, patterns[form])
    first = day.day == 1 and form != "mois" and _speaks_french()
    text = text.replace("1 ", "1er ", 1) if first else text
    return text.replace(" ", NO_BREAK) if form == "bref" else text


@register.filter(is_safe=True)
def de(words: object) -> str:
    """Open a complement: « d’Amina », « de Luc ». Elsewhere than in French, the bare name.

    A translated sentence names it `of_…`: its translator writes « of %(of_name)s » or « %(of_name)s’s ».
    """
    return french.de(str(words)) if _speaks_french() else str(words)


@register.filter(is_safe=True)
def que(words: object) -> str:
    """Open a clause: « qu’Amina », « que Luc ». Elsewhere than in French, the bare name."""
    return french.que(str(words)) if _speaks_french() else str(words)


def _speaks_french() -> bool:
    return (get_language() or "").startswith("fr")


@register.filter
def heure(value: datetime | time) -> str:
    """Write a time of day: « 9 h 10 », « 14 h »."""
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return (
        f"{local.hour}{NO_BREAK}h{NO_BREAK}{local.minute:02d}" if local.minute else f"{local.hour}{NO_BREAK}h"
    )


@register.filter
def part(value: Any, whole: Any) -> int:
    """Percentage for a gauge class `v-N`: 0 to 100, never 0 for something nor 100 for an unfinished whole."""
    value, whole = (Decimal(str(getattr(number, "cents", number))) for number in (value, whole))
    if whole <= 0 or value <= 0:
        return 0
    return 100 if value >= whole else min(99, max(1, round(value * 100 / whole)))


@register.filter
def inclusif(text: str, reading: Reading) -> str:
    """Both words instead of the median dot, for who asked: `{{ texte|inclusif:reading }}`."""
    return in_both_words(text) if reading.both_words else text


@register.simple_tag
def icone(name: str, direction: bool = False) -> SafeString:  # noqa: FBT001, FBT002
    """Draw an icon of `static/icons.svg`; `direction=True` for arrows, which turn round in right-to-left."""
    return _icon(str(name), "i i-dir" if direction else "i")


@lru_cache(maxsize=1_000)
def _icon(name: str, css: str) -> SafeString:
    """A list draws two for each row."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("icons.svg"),
        name,
    )


class _InclusiveNode(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        html = self.nodelist.render(context)
        reading = context.get("reading")
        if reading is None or not reading.both_words:
            return html
        return mark_safe(in_both_words(html))  # noqa: S308 — only replaces words of a closed list


@register.tag
def inclusifs(parser: Parser, _token: Token) -> _InclusiveNode:
    """`{% inclusifs %}…{% endinclusifs %}`: rewrite a whole part. The layouts wrap every page."""
    nodelist = parser.parse(("endinclusifs",))
    parser.delete_first_token()
    return _InclusiveNode(nodelist)


@register.filter
def et(words: Sequence[object]) -> str:
    """Join a list as one says it: « pain, lait et œufs »."""
    texts = [str(word) for word in words]
    if len(texts) < 2:
        return "".join(texts)
    return _("%(start)s et %(last)s") % {"start": ", ".join(texts[:-1]), "last": texts[-1]}


@register.filter
def initiales(name: str) -> str:
    """Two letters for a round avatar: « Amina Benali » gives AB."""
    return "".join(word[0] for word in name.replace("-", " ").split()[:2]).upper()
