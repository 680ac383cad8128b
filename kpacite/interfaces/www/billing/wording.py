"""An invoice in words, for the screens: where it stands, what a line says."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.sales.enums import InvoiceKind, InvoiceState, SendingState
from kpacite.domain.sales.selectors import InvoiceRow
from kpacite.platform.templatetags.kpacite import jour

SHORT: dict[str, str | Promise] = {
    InvoiceState.DRAFT: gettext_lazy("Brouillon"),
    InvoiceState.TO_VALIDATE: gettext_lazy("À valider"),
    InvoiceState.ISSUED: gettext_lazy("Émise"),
}
BADGES = {InvoiceState.DRAFT: "", InvoiceState.TO_VALIDATE: "wait", InvoiceState.ISSUED: "done"}


@dataclass(frozen=True, slots=True)
class Status:
    label: str
    badge: str


def status_of(state: str, sending: str | None, sent_back_reason: str = "") -> Status:
    """One state for people: what was decided, or what is left to do."""
    if state == InvoiceState.DRAFT and sent_back_reason:
        return Status(_("À corriger"), "late")
    if state == InvoiceState.ISSUED and sending == SendingState.FAILED:
        return Status(_("À renvoyer"), "late")
    if state == InvoiceState.ISSUED and sending == SendingState.SENT:
        return Status(_("Envoyée"), "done")
    return Status(str(SHORT[InvoiceState(state)]), BADGES[InvoiceState(state)])


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the list, ready to draw. `cents` is negative for a credit note."""

    row: InvoiceRow
    title: str
    detail: str
    status: Status
    cents: int


def row_of(row: InvoiceRow, *, with_kpa: bool = False) -> ListRow:
    kind = InvoiceKind(row.kind)
    title = f"{row.number} · {row.client}" if row.number else row.client
    details = [
        row.kpa if with_kpa else "",
        "" if kind == InvoiceKind.INVOICE else str(kind.label),
        row.activity or "",
        jour(row.issued_on) if row.issued_on else "",
    ]
    return ListRow(
        row=row,
        title=title,
        detail=" · ".join(words for words in details if words),
        status=status_of(row.state, row.sending, row.sent_back_reason),
        cents=-row.gross_cents if kind == InvoiceKind.CREDIT else row.gross_cents,
    )
