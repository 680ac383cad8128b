"""Statements as banks write them, with invented people."""

IBAN = "FR7630006000011234567890189"


def camt_entry(
    amount: str,
    *,
    way: str = "CRDT",
    currency: str = "EUR",
    details: str = "",
    ref: str = "",
    status: str = "BOOK",
    day: str = "2026-03-02",
) -> str:
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>2026-03-03</Dt></ValDt>"
        f"<AcctSvcrRef>{ref}</AcctSvcrRef><NtryDtls>{details}</NtryDtls></Ntry>"
    )


def camt(*entries: str, second: str = "", iban: str = IBAN) -> bytes:
    other = f"<Stmt><Acct><Id><IBAN>{second}</IBAN></Id></Acct></Stmt>" if second else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        f"<BkToCstmrStmt><Stmt><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>{''.join(entries)}</Stmt>{other}"
        "</BkToCstmrStmt></Document>"
    ).encode()


PAID = (
    "<TxDtls><Refs><EndToEndId>F-2026-0042</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Mairie d’exemple</Nm>"
    "</Pty></Dbtr><DbtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></DbtrAcct></RltdPties>"
    "<RmtInf><Ustrd>Facture F-2026-0042</Ustrd></RmtInf></TxDtls>"
)
CAMT = camt(
    camt_entry("660.00", details=PAID, ref="REF-1"),
    camt_entry("12.05", way="DBIT", ref="REF-2"),
    camt_entry("99.00", status="PDNG", ref="REF-3"),
)


def ofx_line(
    *, day: str = "20260302", amount: str = "660.00", name: str = "VIR MAIRIE", fitid: str = "T1"
) -> str:
    return (
        f"<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{fitid}<NAME>{name}"
        "<MEMO>F-2026-0042</STMTTRN>"
    )


def ofx(*lines: str) -> bytes:
    return (
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\n"
        "COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n"
        "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20260331<LANGUAGE>FRA"
        "</SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS>"
        "<STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>30006<BRANCHID>00001<ACCTID>12345678901<ACCTTYPE>CHECKING"
        f"</BANKACCTFROM><BANKTRANLIST><DTSTART>20260301<DTEND>20260331{''.join(lines)}</BANKTRANLIST>"
        "<LEDGERBAL><BALAMT>0.00<DTASOF>20260331</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    ).encode("cp1252")


OFX = ofx(ofx_line(), ofx_line(day="20260303", amount="-12,05", name="FRAIS", fitid="T2"))
