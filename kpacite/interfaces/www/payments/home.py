"""What money puts on the home of a KPA, and on that of its carrier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.ledger.selectors import book_of, months_of, year_on
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.selectors import carried_kpas
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import ExpenseState, PaymentMeans, PurchaseState
from kpacite.domain.sharing.selectors.balances import asked_of_carrier
from kpacite.interfaces.www.home_parts import HomeCard, Kind, ToDo, told
from kpacite.interfaces.www.payments import gates
from kpacite.kernel.money import Euro
from kpacite.platform.asking import Question, how_many, sum_of
from kpacite.platform.templatetags.kpacite import de, jour


def questions(_request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:
    late = selectors.open_invoices(kpa=kpa.organisation).filter(due_on__lt=today)
    return {
        "payments_late": how_many(late),
        "payments_left": sum_of(late, "left"),
        "payments_silent": late.filter(reminders=None),
    }


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    """« Factures échues non réglées », when there are some."""
    count = told(request, "payments_late")
    if not count:
        return []
    context = {"kpa": kpa.organisation, "cents": told(request, "payments_left"), "count": count}
    return [HomeCard("payments/parts/_home_card.html", context, column="side")]


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    """Clients that this person may write to, and to whom nobody has written yet."""
    if not told(request, "payments_silent"):
        return []
    late = selectors.unpaid(today, kpa=kpa.organisation, overdue=True)
    found = [row for row in late if not row.reminders and gates.may_chase(request, row.invoice)]
    return [
        ToDo(
            title=_("Relancer %(client)s") % {"client": row.invoice.client.name},
            url=reverse("bill_remind", kwargs={"kpa": kpa.organisation.slug, "bill": row.invoice.pk}),
            detail=_("%(number)s, reste %(left)s")
            % {"number": row.invoice.number, "left": Euro(row.left_cents)},
            icon="mail",
            domain="alerte",
            kind=Kind("chase", _chase_words, reverse("kpa_unpaid", kwargs={"kpa": kpa.organisation.slug})),
            about=row.invoice.client.name,
        )
        for row in found
    ]


def _chase_words(n: int) -> str:
    return ngettext("facture à relancer", "factures à relancer", n)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One thing that waits on the desk of a carrier."""

    title: str
    detail: str
    url: str
    icon: str
    is_pressing: bool = False


def desk_rows(carrier: Organisation, today: date) -> list[DeskRow]:
    """What waits for the accountants: invoices, pay, expenses, unpaid bills, the bank, the month."""
    at = {"carrier": carrier.slug}
    return [
        *_invoices(carrier),
        *_pay(carrier, today, at),
        _expenses(carrier, today, at),
        _purchases(carrier, at),
        _unpaid(carrier, today, at),
        _bank(carrier, at),
        *_deposits(carrier, today, at),
        *_month(carrier, today, at),
    ]


def _invoices(carrier: Organisation) -> list[DeskRow]:
    """The oldest of those to validate opens in one tap; the others are in the list."""
    count = sum(row.count for row in selectors.waiting_by_kpa(carrier))
    first = selectors.first_to_validate(carrier)
    if first is None:
        return []
    words = ngettext("%(n)d facture à valider", "%(n)d factures à valider", count)
    here = {"kpa": first.kpa.organisation.slug, "invoice": selectors.reference_of(first)}
    detail = _("La plus ancienne : %(client)s, %(amount)s") % {
        "client": first.client.name,
        "amount": first.gross,
    }
    url = reverse("invoice", kwargs=here)
    return [DeskRow(words % {"n": count}, detail, url, "file-text", is_pressing=True)]


def _pay(carrier: Organisation, today: date, at: dict[str, str]) -> list[DeskRow]:
    asked = asked_of_carrier(carrier, today)
    if not asked.count:
        return []
    words = ngettext("%(n)d versement demandé", "%(n)d versements demandés", asked.count)
    detail = _("%(total)s à envoyer à la paie") % {"total": Euro(asked.cents)}
    url = reverse("pay_desk", kwargs=at)
    return [DeskRow(words % {"n": asked.count}, detail, url, "hand-coins", is_pressing=True)]


def _expenses(carrier: Organisation, today: date, at: dict[str, str]) -> DeskRow:
    waiting = selectors.expenses_for_carrier(carried_kpas(carrier, today), states=(ExpenseState.CHECKED,))
    count = waiting.count()
    words = ngettext("%(n)d note de frais à accepter", "%(n)d notes de frais à accepter", count)
    title = words % {"n": count} if count else _("Les notes de frais")
    detail = _("Accepter, rembourser, télécharger")
    return DeskRow(title, detail, reverse("carrier_expenses", kwargs=at), "hand-coins", is_pressing=count > 0)


def _purchases(carrier: Organisation, at: dict[str, str]) -> DeskRow:
    """Invoices of suppliers: what waits for a look, then what is owed."""
    waiting = selectors.purchase_total(carrier, PurchaseState.DRAFT)
    owed = selectors.purchase_total(carrier, PurchaseState.POSTED)
    words = ngettext("%(n)d facture reçue à vérifier", "%(n)d factures reçues à vérifier", waiting.count)
    title = words % {"n": waiting.count} if waiting.count else _("Les factures reçues")
    detail = _("%(total)s à payer aux fournisseurs") % {"total": Euro(owed.cents)}
    if not owed.count:
        detail = _("Ajouter la facture d’un fournisseur")
    return DeskRow(title, detail, reverse("purchases", kwargs=at), "file-text", is_pressing=waiting.count > 0)


def _unpaid(carrier: Organisation, today: date, at: dict[str, str]) -> DeskRow:
    late = [row for row in selectors.unpaid(today, carrier=carrier) if row.days_late > 0]
    url = reverse("carrier_unpaid", kwargs=at)
    if not late:
        return DeskRow(_("Aucune facture en retard"), _("Noter un paiement"), url, "circle-check")
    total = Euro(sum(row.left_cents for row in late))
    words = ngettext("%(n)d facture échue non réglée", "%(n)d factures échues non réglées", len(late))
    detail = _("%(total)s en retard. Noter un paiement, relancer") % {"total": total}
    return DeskRow(words % {"n": len(late)}, detail, url, "triangle-alert", is_pressing=True)


def _bank(carrier: Organisation, at: dict[str, str]) -> DeskRow:
    count = sum(account.waiting for account in selectors.bank_accounts(carrier))
    words = ngettext("%(n)d mouvement à rapprocher", "%(n)d mouvements à rapprocher", count)
    title = words % {"n": count} if count else _("La banque est rapprochée")
    url = reverse("bank_accounts", kwargs=at)
    return DeskRow(title, _("Importer un relevé"), url, "landmark", is_pressing=count > 0)


def _deposits(carrier: Organisation, today: date, at: dict[str, str]) -> list[DeskRow]:
    """Cheques that wait; cash and cards have their page, but nobody is pressed by them."""
    cheques = next(row for row in selectors.to_deposit(carrier, today) if row.means == PaymentMeans.CHEQUE)
    if not cheques.count:
        return []
    words = ngettext("%(n)d chèque à remettre", "%(n)d chèques à remettre", cheques.count)
    detail = _("%(total)s. Faire le bordereau") % {"total": Euro(cheques.cents)}
    url = reverse("deposits", kwargs=at)
    return [DeskRow(words % {"n": cheques.count}, detail, url, "landmark", is_pressing=True)]


def _month(carrier: Organisation, today: date, at: dict[str, str]) -> list[DeskRow]:
    """The earliest month still open, once it is over."""
    book = book_of(carrier)
    year = year_on(book, today) if book else None
    months = months_of(year) if year else []
    ended = next((month for month in months if month.closed_at is None and month.end <= today), None)
    url = reverse("ledger_months", kwargs=at)
    if ended is None:
        return (
            [DeskRow(_("Les mois sont à jour"), _("Clore un mois, FEC"), url, "calendar")] if months else []
        )
    title = _("Clore le mois %(of_month)s") % {"of_month": de(jour(ended.start, "mois"))}
    return [
        DeskRow(title, _("Après les factures et la banque de ce mois"), url, "calendar", is_pressing=True)
    ]
