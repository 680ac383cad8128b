"""What is written, read in four ways: by account, in order, line by line, by client."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.ledger import selectors
from kpacite.domain.ledger.selectors import Cursor, JournalFilter, LedgerFilter
from kpacite.interfaces.www.ledger import exports
from kpacite.interfaces.www.ledger.desk import desk_of
from kpacite.interfaces.www.ledger.exports import in_euros


@require_safe
def balance(request: HttpRequest, carrier: str) -> HttpResponseBase:
    desk = desk_of(request)
    if desk.year is None:
        return render(request, "ledger/none.html", desk.context("ledger_balance"))
    form = desk.filters("q", "journal")
    found = selectors.trial_balance(
        desk.year, first=form.kept.get("du"), last=form.kept.get("au"), kpa_id=form.kpa_id
    )
    if exports.wanted(request):
        rows = map(_balance_cells, found.rows)
        header = [
            _("Compte"),
            _("Libellé"),
            _("Débit"),
            _("Crédit"),
            _("Solde débiteur"),
            _("Solde créditeur"),
        ]
        return exports.table(request, f"balance-{carrier}-{desk.year.last_day}", header, rows)
    context = desk.context("ledger_balance", balance=found, form=form)
    return render(request, "ledger/balance.html", context)


def _balance_cells(row: selectors.BalanceRow) -> tuple[Any, ...]:
    sums = (row.debit_cents, row.credit_cents, row.debit_balance_cents, row.credit_balance_cents)
    return (row.number, row.label, *map(in_euros, sums))


@require_safe
def account(request: HttpRequest, carrier: str, number: str) -> HttpResponseBase:
    desk = desk_of(request)
    book, year = desk.opened()
    found = selectors.account_of(book, number)
    if found is None:
        raise Http404
    form = desk.filters("journal")
    keep = LedgerFilter(
        first=form.kept.get("du"), last=form.kept.get("au"), kpa_id=form.kpa_id, words=form.kept.get("q", "")
    )
    if exports.wanted(request):
        header = [_("Date"), _("Journal"), _("Numéro"), _("Pièce"), _("Libellé"), _("Tiers"), _("Lettre")]
        header += [_("KPA"), _("Activité"), _("Débit"), _("Crédit"), _("Solde")]
        rows = map(_account_cells, selectors.account_rows(found, year, keep))
        return exports.table(request, f"compte-{number}-{carrier}", header, rows)
    page = selectors.account_page(found, year, keep, after=Cursor.parse(request.GET.get("apres", "")))
    after = desk.page_after(page.after) if page.after else ""
    context = desk.context("ledger_balance", account=found, page=page, form=form, after=after)
    return render(request, "ledger/account.html", context)


def _account_cells(row: selectors.LedgerRow) -> tuple[Any, ...]:
    words = (row.day.isoformat(), row.journal, row.number, row.piece_ref, row.label, row.aux, row.letter)
    sums = (in_euros(row.debit_cents), in_euros(row.credit_cents), in_euros(row.running_cents))
    return (*words, row.kpa, row.activity, *sums)


@require_safe
def journal(request: HttpRequest, carrier: str) -> HttpResponseBase:
    desk = desk_of(request)
    if desk.year is None:
        return render(request, "ledger/none.html", desk.context("ledger_journal"))
    form = desk.filters(journals=True)
    keep = JournalFilter(
        journal=form.chosen_journal,
        first=form.kept.get("du"),
        last=form.kept.get("au"),
        kpa_id=form.kpa_id,
        words=form.kept.get("q", ""),
    )
    if exports.wanted(request):
        header = [_("Journal"), _("Numéro"), _("Écriture"), _("Date"), _("Pièce"), _("Libellé"), _("Compte")]
        header += [_("Libellé du compte"), _("Tiers"), _("Libellé de la ligne"), _("Débit"), _("Crédit")]
        header += [_("KPA"), _("Activité"), _("Personne (pseudonyme)"), _("Commande")]
        rows = _journal_cells(selectors.journal_lines(desk.year, keep))
        return exports.table(request, f"journal-{carrier}-{desk.year.last_day}", header, rows)
    rows_found, after = selectors.journal_page(desk.year, keep, after=_number(request.GET.get("apres", "")))
    context = desk.context(
        "ledger_journal", rows=rows_found, form=form, after=desk.page_after(after) if after else ""
    )
    return render(request, "ledger/journal.html", context)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _journal_cells(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for code, number, sequence, day, *words, debit, credit, kpa, activity, person, order in rows:
        start = (code, number, sequence, day.isoformat(), *(word or "" for word in words))
        yield (*start, in_euros(debit), in_euros(credit), kpa or "", activity, person, order)


@require_safe
def receivables(request: HttpRequest, carrier: str) -> HttpResponseBase:
    desk = desk_of(request)
    if desk.book is None:
        return render(request, "ledger/none.html", desk.context("ledger_receivables"))
    form = desk.filters("q", "du", "au", "journal")
    today = timezone.localdate()
    aged = selectors.aged_receivables(desk.book, today=today, kpa_id=form.kpa_id)
    if exports.wanted(request):
        header = [_("Numéro"), _("Client"), *_ages(), _("Total")]
        rows = (
            (row.number, row.label, *map(in_euros, row.columns), in_euros(row.total_cents))
            for row in aged.rows
        )
        return exports.table(request, f"clients-{carrier}-{today}", header, rows)
    context = desk.context("ledger_receivables", aged=aged, ages=_ages(), form=form, today=today)
    return render(request, "ledger/receivables.html", context)


def _ages() -> list[str]:
    return [
        _("Pas encore dû"),
        _("1 à 30 jours"),
        _("31 à 60 jours"),
        _("61 à 90 jours"),
        _("Plus de 90 jours"),
    ]


@require_safe
def client(request: HttpRequest, carrier: str, aux: str) -> HttpResponseBase:  # noqa: ARG001
    desk = desk_of(request)
    book, _year = desk.opened()
    found = book.aux_accounts.filter(number=aux).first()
    if found is None:
        raise Http404
    lines = selectors.open_lines_of(book, aux)
    owed = sum(line.debit_cents - line.credit_cents for line in lines)
    today: date = timezone.localdate()
    context = desk.context("ledger_receivables", client=found, lines=lines, owed=owed, today=today)
    return render(request, "ledger/client.html", context)
