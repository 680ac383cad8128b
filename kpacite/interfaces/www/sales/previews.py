"""What the client will see, from a form that is still being filled in: half a line is no reproach here."""

from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kpacite.domain.sales import selectors
from kpacite.domain.sales.rules.lines import GlobalDiscount, PricedLine, deposit_cents, totals
from kpacite.interfaces.www.sales.forms.quotes import LineForm, LineForms, QuoteForm, read_percent
from kpacite.interfaces.www.sales.papers import (
    Paper,
    deposit_words,
    facts_of,
    paper_lines,
    rates_of,
)
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro


def preview_of(request: HttpRequest, form: QuoteForm, lines: LineForms) -> Paper:
    """The paper with the lines that are whole; what is not readable yet is left out."""
    priced = [pair for row in lines.forms if (pair := _priced(row))]
    words = _Typed(form)
    try:
        foot = totals([line for line, _detail in priced], words.discount)
    except DomainError:
        foot = totals([line for line, _detail in priced])
    kind = words.text("deposit_kind")
    bp, cents = words.share_or_sum("deposit")
    try:
        deposit = deposit_cents(foot.gross, bp=bp, cents=cents) if kind else 0
    except DomainError:
        deposit = 0
    name, address = _client(request, words.text("client"))
    return Paper(
        seller=request.organisation.name,
        client=name,
        address=address,
        number="",
        title=words.text("title"),
        lines=paper_lines(priced),
        foot=foot,
        rates=rates_of(foot),
        deposit=deposit_words(kind) if deposit else "",
        deposit_sum=Euro(deposit),
        facts=words.facts,
        words=words.text("words"),
    )


def _client(request: HttpRequest, chosen: str) -> tuple[str, list[str]]:
    known = selectors.client_of(request.organisation, int(chosen)) if chosen.isdigit() else None
    if known is None:
        return (_("Le client"), [])
    town = f"{known.postal_code} {known.city}".strip()
    return known.name, [line for line in (known.address_line_1, known.address_line_2, town) if line]


def _priced(row: LineForm) -> tuple[PricedLine, str] | None:
    """A row read on its own, whether the form is bound or only filled in."""
    data = {row.add_prefix(name): row[name].value() or "" for name in row.fields}
    judged = LineForm(data, prefix=row.prefix)
    if judged.is_blank or not judged.is_valid():
        return None
    return judged.line(None).priced, judged.cleaned_data["detail"]


class _Typed:
    """The words of a form, read one by one: an unreadable one is empty."""

    def __init__(self, form: QuoteForm) -> None:
        self.form = form

    def text(self, name: str) -> str:
        return str(self.form[name].value() or "").strip()

    def _read(self, name: str) -> object:
        field = self.form.fields[name]
        try:
            return field.clean(self.form[name].value())
        except ValidationError:
            return None

    def share_or_sum(self, name: str) -> tuple[int, int]:
        text = self.text(name)
        try:
            if text.endswith("%"):
                return read_percent(text), 0
            return 0, max(Euro.parse(text).cents, 0) if text else 0
        except (ValidationError, DomainError):
            return 0, 0

    @property
    def discount(self) -> GlobalDiscount:
        bp, cents = self.share_or_sum("discount")
        return GlobalDiscount(bp=bp, cents=cents)

    @property
    def facts(self) -> list[str]:
        days = self._read("payment_days")
        return facts_of(
            self._day("service_on"),
            self.text("place"),
            self._day("valid_until"),
            days if isinstance(days, int) else 0,
        )

    def _day(self, name: str) -> date | None:
        day = self._read(name)
        return day if isinstance(day, date) else None
