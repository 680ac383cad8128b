"""Statements of the bank: a file, proposals, and a person who says yes."""

import hashlib
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.models import BankLine, Invoice, SupplierInvoice
from kpacite.domain.sales.selectors import LineToMatch
from kpacite.domain.sales.services.payments import Imported, NewLine, NewStatement
from kpacite.integrations.bank_statements import (
    LARGEST_BYTES,
    CsvMapping,
    MappingMissing,
    StatementTooLarge,
    UnreadableStatement,
    propose_mapping,
    read_statement,
)
from kpacite.interfaces.www.homes import places
from kpacite.interfaces.www.payments.forms import AccountForm, MappingForm, MatchForm, StatementForm
from kpacite.interfaces.www.payments.wording import choice_of, proposal_choice, purchase_choice
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import paginate, render_invalid, see_other
from kpacite.platform.templatetags.kpacite import de

IGNORE, NOTED, SLIP = "rien", "noté-", "remise-"
OWED, SPENT = "achat-", "payé-"
SHOWN_PROBLEMS = 20


@require_http_methods(["GET", "POST"])
def accounts(request: HttpRequest, carrier: str) -> HttpResponse:
    places.stand_in(request, request.organisation)
    form = AccountForm(request.POST or None)
    context = {
        "carrier": request.organisation,
        "accounts": selectors.bank_accounts(request.organisation),
        "form": form,
    }
    if request.method == "POST" and form.is_valid() and _opened(request, form):
        messages.success(request, _("Le compte est noté. Importez son relevé."))
        return see_other("bank_accounts", carrier=carrier)
    if form.errors:
        return render_invalid(request, "payments/accounts.html", context)
    return render(request, "payments/accounts.html", context)


def _opened(request: HttpRequest, form: AccountForm) -> bool:
    try:
        services.payments.open_bank_account(
            carrier=request.organisation, actor=request.user, now=timezone.now(), **form.cleaned_data
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, carrier: str, account: int) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    form = StatementForm(request.POST or None, request.FILES or None)
    page = paginate(request, selectors.waiting_lines(request.account))
    context = {
        "carrier": request.organisation,
        "account": request.account,
        "form": form,
        "page": page,
        "rows": selectors.to_match(request.organisation, list(page)),
        "settled": selectors.settled_lines(request.account)[:SHOWN_PROBLEMS],
        "problems": [],
    }
    if request.method != "POST":
        return render(request, "payments/account.html", context)
    try:
        if form.is_valid():
            done = _imported(request, form)
            words = _("%(new)d mouvements nouveaux, %(known)d déjà connus.")
            messages.success(request, words % {"new": done.new, "known": done.known})
            return see_other("bank_account", carrier=carrier, account=request.account.pk)
    except MappingMissing:
        messages.warning(request, _("Dites ce que veut dire chaque colonne, puis importez à nouveau."))
        return see_other("bank_columns", carrier=carrier, account=request.account.pk)
    except UnreadableStatement as error:
        form.refuse(error)
        context["problems"] = error.problems[:SHOWN_PROBLEMS]
    except DomainError as error:
        form.refuse(error)
    return render_invalid(request, "payments/account.html", context)


def _imported(request: HttpRequest, form: StatementForm) -> Imported:
    content = _content(form)
    known = request.account.mapping
    read = read_statement(content, mapping=CsvMapping.from_json(known) if known else None)
    statement = NewStatement(
        sha256=hashlib.sha256(content).hexdigest(),
        format=read.format,
        account=read.account,
        lines=[NewLine(**asdict(line)) for line in read.lines],
    )
    return services.payments.import_statement(
        account=request.account, statement=statement, actor=request.user, now=timezone.now()
    )


def _content(form: StatementForm) -> bytes:
    file = form.cleaned_data["file"]
    if file.size > LARGEST_BYTES:
        raise StatementTooLarge
    return bytes(file.read())


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, carrier: str, account: int) -> HttpResponse:  # noqa: ARG001
    """What the columns of this bank's CSV mean: first the file, then the table of its titles."""
    places.stand_in(request, request.organisation)
    kept = CsvMapping.from_json({"date": ""} | (request.account.mapping or {}))
    titles = request.POST.getlist("titres")[:60]
    form, file_form = None, StatementForm(None)
    if request.FILES:
        file_form = StatementForm(request.POST, request.FILES)
        if file_form.is_valid():
            kept, titles = _proposed(file_form)
            form = MappingForm(mapping=kept, titles=titles) if titles else None
    elif titles:
        base = kept.to_json() | {name: request.POST.get(name, "") for name in ("encoding", "delimiter")}
        form = MappingForm(request.POST, mapping=CsvMapping.from_json(base), titles=titles)
        if form.is_valid() and CsvMapping.from_json(form.told).is_whole:
            services.payments.remember_mapping(
                account=request.account, mapping=form.told, actor=request.user, now=timezone.now()
            )
            messages.success(request, _("C’est retenu pour ce compte. Importez le relevé."))
            return see_other("bank_account", carrier=carrier, account=request.account.pk)
        if not form.errors:
            form.add_error("amount", _("Choisissez le montant, ou le débit et le crédit."))
    context = {
        "carrier": request.organisation,
        "account": request.account,
        "file_form": file_form,
        "form": form,
        "titles": titles,
        "kept": form.mapping if form else kept,
    }
    if file_form.errors or (form is not None and form.errors):
        return render_invalid(request, "payments/columns.html", context)
    return render(request, "payments/columns.html", context)


def _proposed(form: StatementForm) -> tuple[CsvMapping, list[str]]:
    try:
        return propose_mapping(_content(form))
    except DomainError as error:
        form.refuse(error)
    return CsvMapping(date=""), []


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, carrier: str, line: int) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    asked = request.line
    back = reverse("bank_account", kwargs={"carrier": carrier, "account": asked.account_id})
    (found,) = selectors.to_match(request.organisation, [asked])
    open_ones = list(selectors.open_invoices(carrier=request.organisation)) if asked.amount_cents > 0 else []
    owed_ones = _owed(request, asked)
    prefix = "" if asked.amount_cents > 0 else OWED
    choices = [(f"{prefix}{keys}", words) for keys, words in map(proposal_choice, found.proposals)]
    choices += [
        (
            f"{NOTED}{payment.pk}",
            _("Le paiement %(of_client)s, déjà noté") % {"of_client": de(payment.client.name)},
        )
        for payment in found.noted
    ]
    choices += [
        (f"{SLIP}{slip.pk}", _("La remise en banque %(number)s") % {"number": slip.number})
        for slip in found.deposits
    ]
    named = {key for key, _words in choices}
    choices += [choice_of(invoice, invoice.left) for invoice in open_ones if str(invoice.pk) not in named]
    choices += _supplier_choices(found, owed_ones, named)
    choices.append((IGNORE, _("Autre chose : pas une facture")))
    form = MatchForm(request.POST or None, choices=choices, goes_out=asked.amount_cents < 0)
    context = {"carrier": request.organisation, "line": asked, "form": form, "back": back}
    if not asked.is_waiting:
        return render(request, "payments/line.html", context | {"form": None})
    if request.method == "POST" and form.is_valid() and _decided(request, form, open_ones, owed_ones):
        messages.success(request, _("C’est rapproché."))
        return see_other(back)
    if form.errors:
        return render_invalid(request, "payments/line.html", context)
    return render(request, "payments/line.html", context)


def _owed(request: HttpRequest, line: BankLine) -> list[SupplierInvoice]:
    """Invoices of suppliers that a debit may pay, credit notes that a credit may give back."""
    owed = selectors.to_pay(request.organisation)
    return [invoice for invoice in owed if invoice.left_cents * line.amount_cents < 0]


def _supplier_choices(
    found: LineToMatch, owed_ones: list[SupplierInvoice], named: set[str]
) -> list[tuple[str, str]]:
    noted = [
        (
            f"{SPENT}{payment.pk}",
            _("Le paiement à %(supplier)s, déjà noté") % {"supplier": payment.supplier},
        )
        for payment in found.paid
    ]
    owed = [(f"{OWED}{invoice.pk}", purchase_choice(invoice)) for invoice in owed_ones]
    return noted + [choice for choice in owed if choice[0] not in named]


def _decided(
    request: HttpRequest, form: MatchForm, open_ones: list[Invoice], owed_ones: list[SupplierInvoice]
) -> bool:
    fate, by = form.cleaned_data["fate"], {"actor": request.user, "now": timezone.now()}
    try:
        if fate == IGNORE:
            reason = form.cleaned_data["reason"]
            services.payments.ignore_line(line=request.line, reason=reason, **by)
        elif fate.startswith(SLIP):
            deposit = selectors.deposit_of(request.organisation, int(fate.removeprefix(SLIP)))
            services.payments.link_deposit(line=request.line, deposit=deposit, **by)
        elif fate.startswith(NOTED):
            payment = selectors.payment_of(request.organisation, int(fate.removeprefix(NOTED)))
            services.payments.link_line(line=request.line, payment=payment, **by)
        elif fate.startswith(SPENT):
            spent = selectors.supplier_payment_of(request.organisation, int(fate.removeprefix(SPENT)))
            services.purchases.link_debit(line=request.line, payment=spent, **by)
        elif fate.startswith(OWED):
            keys = set(fate.removeprefix(OWED).split("+"))
            services.purchases.confirm_debit(
                line=request.line,
                invoices=[invoice for invoice in owed_ones if str(invoice.pk) in keys],
                more=form.cleaned_data.get("more", False),
                today=timezone.localdate(),
                **by,
            )
        else:
            keys = set(fate.split("+"))
            services.payments.confirm_line(
                line=request.line,
                invoices=[invoice for invoice in open_ones if str(invoice.pk) in keys],
                today=timezone.localdate(),
                **by,
            )
    except DomainError as error:
        form.refuse(error)
        return False
    return True
