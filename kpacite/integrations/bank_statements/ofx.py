"""OFX 1 (SGML) and 2 (XML), as French banks write them: the tree is walked, its schema is not demanded."""

import io
import re
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from ofxtools.Parser import OFXTree
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from kpacite.integrations.bank_statements.amounts import cents_of
from kpacite.integrations.bank_statements.errors import DangerousStatement, RowProblem, UnreadableStatement
from kpacite.integrations.bank_statements.statement import Statement, StatementFormat, StatementLine, tidy

FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_ofx(content: bytes) -> Statement:
    """Read the movements of the one account of the file. Raises UnreadableStatement, DangerousStatement."""
    if FORBIDDEN.search(content):
        raise DangerousStatement
    root = _parsed(content)
    accounts = dict.fromkeys(_account(node) for node in root.iter("BANKACCTFROM"))
    if len(accounts) > 1:
        raise UnreadableStatement(
            RowProblem(0, _("Ce fichier mélange plusieurs comptes. Importez-les séparément."))
        )
    if any(_text(node) not in {"", "EUR"} for node in root.iter("CURDEF")):
        raise UnreadableStatement(RowProblem(0, _("Ce compte n’est pas en euros.")))
    lines: list[StatementLine] = []
    problems: list[RowProblem] = []
    for row, node in enumerate(root.iter("STMTTRN"), start=1):
        try:
            lines.append(_line(node))
        except ValueError as error:
            problems.append(RowProblem(row, str(error)))
    if problems:
        raise UnreadableStatement(*problems)
    return Statement(StatementFormat.OFX, next(iter(accounts), ""), tuple(lines))


def _parsed(content: bytes) -> Any:
    tree = OFXTree()
    try:
        tree.parse(io.BytesIO(content))
    # The library lets out whatever its header and tag readers meet; all of it is the file's fault.
    except Exception as error:
        raise UnreadableStatement from error
    root = tree.getroot()
    if root is None or root.tag != "OFX":
        raise UnreadableStatement
    return root


def _text(node: Any, name: str = "") -> str:
    return tidy(node.findtext(name) if name else node.text)


def _account(node: Any) -> str:
    bank, branch, number = (_text(node, name) for name in ("BANKID", "BRANCHID", "ACCTID"))
    try:
        return str(IBAN(number))
    except SchwiftyException:
        pass
    try:
        return str(IBAN.generate("FR", bank_code=bank, branch_code=branch, account_code=number))
    except (SchwiftyException, ValueError, KeyError, TypeError):
        return " ".join(part for part in (bank, branch, number) if part)


def _line(node: Any) -> StatementLine:
    words = _text(node, "TRNAMT")
    try:
        cents = cents_of(words, decimal="," if "," in words else ".")
    except ValueError as error:
        raise ValueError(_("Le montant « %s » n’est pas lisible.") % words[:30]) from error
    booked = _day(_text(node, "DTPOSTED"))
    if booked is None:
        raise ValueError(_("La date du mouvement manque ou n’est pas lisible."))
    name, memo = _text(node, "NAME"), _text(node, "MEMO")
    return StatementLine(
        booked_on=booked,
        value_on=_day(_text(node, "DTAVAIL")) or _day(_text(node, "DTUSER")),
        amount_cents=cents,
        label=tidy(f"{name} {memo}" if memo != name else name),
        counterparty=tidy(name, 140),
        reference=tidy(_text(node, "REFNUM") or _text(node, "CHECKNUM"), 70),
        bank_id=_text(node, "FITID")[:120],
    )


def _day(words: str) -> date | None:
    try:
        return datetime.strptime(words[:8], "%Y%m%d").date() if words else None  # noqa: DTZ007
    except ValueError as error:
        raise ValueError(_("La date « %s » n’est pas lisible.") % words[:30]) from error
