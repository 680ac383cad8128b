"""CAMT.053 (ISO 20022), whatever its version: elements are found by their local names."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from lxml import etree

from kpacite.integrations.bank_statements.amounts import cents_of
from kpacite.integrations.bank_statements.errors import DangerousStatement, RowProblem, UnreadableStatement
from kpacite.integrations.bank_statements.statement import Statement, StatementFormat, StatementLine, tidy

NOT_GIVEN = {"NOTPROVIDED", "NONREF"}


def read_camt(content: bytes) -> Statement:
    """Read the statements of one account. Raises UnreadableStatement, DangerousStatement."""
    root = _parsed(content)
    entries = [node for node in root.iter() if _name(node) == "Ntry"]
    accounts = dict.fromkeys(_account(node) for node in root.iter() if _name(node) == "Stmt")
    if not accounts:
        raise UnreadableStatement
    if len(accounts) > 1:
        raise UnreadableStatement(
            RowProblem(0, _("Ce fichier mélange plusieurs comptes. Importez-les séparément."))
        )
    lines: list[StatementLine] = []
    problems: list[RowProblem] = []
    booked = [node for node in entries if _status(node) in {"", "BOOK"}]
    for row, node in enumerate(booked, start=1):
        try:
            lines += _lines(node)
        except ValueError as error:
            problems.append(RowProblem(row, str(error)))
    if problems:
        raise UnreadableStatement(*problems)
    return Statement(StatementFormat.CAMT, next(iter(accounts)), tuple(lines), len(entries) - len(booked))


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableStatement from error
    if root.getroottree().docinfo.doctype or any(node.tag is etree.Entity for node in root.iter()):
        raise DangerousStatement
    return root


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _child(node: etree._Element | None, *path: str) -> etree._Element | None:
    for name in path:
        node = next((child for child in node if _name(child) == name), None) if node is not None else None
    return node


def _text(node: etree._Element | None, *path: str) -> str:
    found = _child(node, *path)
    return tidy(found.text) if found is not None else ""


def _account(statement: etree._Element) -> str:
    return _text(statement, "Acct", "Id", "IBAN") or _text(statement, "Acct", "Id", "Othr", "Id")


def _status(entry: etree._Element) -> str:
    return _text(entry, "Sts", "Cd") or _text(entry, "Sts")


def _lines(entry: etree._Element) -> Iterator[StatementLine]:
    total = _signed(entry)
    booked, value = _day(entry, "BookgDt"), _day(entry, "ValDt")
    if booked is None:
        raise ValueError(_("La date du mouvement manque ou n’est pas lisible."))
    reference = _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef")
    details = [node for node in entry.iter() if _name(node) == "TxDtls"]
    parts = _parts(details, total) if len(details) > 1 else None
    if parts is None:
        yield _line(entry, details[0] if details else None, (booked, value), total, reference)
        return
    for rank, (node, cents) in enumerate(zip(details, parts, strict=True), start=1):
        name = f"{reference}/{rank}" if reference else ""
        yield _line(entry, node, (booked, value), cents, name)


def _parts(details: list[etree._Element], total: int) -> list[int] | None:
    """The amounts inside a grouped movement, when the bank gives them all and they add up."""
    cents = []
    for node in details:
        found = _child(node, "Amt")
        found = _child(node, "AmtDtls", "TxAmt", "Amt") if found is None else found
        if found is None or found.get("Ccy") != "EUR":
            return None
        try:
            amount = cents_of(found.text or "")
        except ValueError:
            return None
        cents.append(-amount if (_text(node, "CdtDbtInd") == "DBIT" or total < 0) else amount)
    return cents if sum(cents) == total else None


def _signed(entry: etree._Element) -> int:
    amount, way = _child(entry, "Amt"), _text(entry, "CdtDbtInd")
    if amount is None or amount.get("Ccy") != "EUR":
        raise ValueError(_("Ce mouvement n’est pas en euros."))
    if way not in {"CRDT", "DBIT"}:
        raise ValueError(_("On ne sait pas si cet argent entre ou sort."))
    try:
        cents = cents_of(amount.text or "")
    except ValueError as error:
        raise ValueError(_("Le montant « %s » n’est pas lisible.") % tidy(amount.text, 30)) from error
    return cents if way == "CRDT" else -cents


def _day(entry: etree._Element, name: str) -> date | None:
    words = _text(entry, name, "Dt") or _text(entry, name, "DtTm")
    try:
        return date.fromisoformat(words[:10]) if words else None
    except ValueError as error:
        raise ValueError(_("La date « %s » n’est pas lisible.") % words[:30]) from error


def _line(
    entry: etree._Element,
    details: etree._Element | None,
    days: tuple[date, date | None],
    cents: int,
    bank_id: str,
) -> StatementLine:
    side = "Dbtr" if cents >= 0 else "Cdtr"
    parties = _child(details, "RltdPties")
    name = _text(parties, side, "Nm") or _text(parties, side, "Pty", "Nm")
    remittance = _child(details, "RmtInf")
    free = " ".join(tidy(n.text) for n in remittance if _name(n) == "Ustrd") if remittance is not None else ""
    end_to_end = _text(details, "Refs", "EndToEndId")
    return StatementLine(
        booked_on=days[0],
        value_on=days[1],
        amount_cents=cents,
        label=tidy(free or _text(details, "AddtlTxInf") or _text(entry, "AddtlNtryInf")),
        counterparty=tidy(name, 140),
        iban=_text(parties, f"{side}Acct", "Id", "IBAN")[:34],
        reference=tidy(
            _text(remittance, "Strd", "CdtrRefInf", "Ref") or ("" if end_to_end in NOT_GIVEN else end_to_end),
            70,
        ),
        bank_id=bank_id[:120],
    )
