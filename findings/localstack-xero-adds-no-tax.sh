#!/usr/bin/env bash
# localstack-xero 0.1.2 (PyPI): an emulator of Xero whose invoices have totals of 0.00 or without tax, and are never paid.
#
# Expected: Xero computes an invoice: a line without LineAmount has Quantity x UnitAmount, SubTotal and Total are of the lines and their tax
#   by LineAmountTypes. A payment of all of AmountDue makes it PAID, and a deleted payment is owed again. where and If-Modified-Since
#   narrow a list. The README has the emulator instead of api.xero.com, and names invoices and payments with these operations as supported.
# Happens: 1. a line of 2 x 50.00 is 0.00, and so is the invoice. Where the client sends LineAmount, TaxAmount is in no total: 100.00 for
#      120.00. With Inclusive the SubTotal has the tax in it.
#   2. A paid invoice is AUTHORISED with 0.00 due; when the payment is deleted 0.00 stay due.
#   3. where and If-Modified-Since are ignored: paid and unpaid, old and new are the same list.
# Why it matters: a program that sends wrong amounts, or fetches too much or too little, passes its tests; one that is right fails them or is
#   bent until it fits.
# Versions: localstack-xero 0.1.2, the newest, with rolo 0.8.9 and werkzeug 3.1.9, Python 3.11. Seen on 2026-11-30.
# Source: this run; Xero developer documentation, Accounting API: "Invoices" (LineItems, LineAmountTypes, status PAID), "Payments", "Requests
#   and responses" (where, If-Modified-Since). Nothing of it in the README; no issue of it was found.
#
# Needs: python3 with venv, a registry of Python packages, and a free port of the loopback address. Fails if the emulator answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check localstack-xero==0.1.2 rolo==0.8.9 werkzeug==3.1.9
cat > ask.py <<'PY'
import json, logging, urllib.parse, urllib.request
from xero_local import server

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server.start("127.0.0.1", 0)
base = f"http://127.0.0.1:{server._server.port}/api.xro/2.0/"


def call(method, path, body=None, **headers):
    headers |= {"Authorization": "Bearer x", "Xero-Tenant-Id": "t", "Content-Type": "application/json"}
    request = urllib.request.Request(base + path, json.dumps(body).encode() if body else None, headers, method=method)
    return json.load(urllib.request.urlopen(request))


def invoice(types, **line):
    line = {"Description": "Work", "TaxType": "OUTPUT2", "AccountCode": "200", **line}
    made = call("POST", "Invoices", {"Invoices": [{"Type": "ACCREC", "Status": "AUTHORISED", "LineAmountTypes": types, "Date": "2026-11-27",
                                                   "DueDate": "2026-12-27", "Contact": {"Name": "Customer"}, "LineItems": [line]}]})
    made = made["Invoices"][0]
    print(f"{types} {line['Quantity']} x {line['UnitAmount']:.2f}, tax {line['TaxAmount']:.2f}, LineAmount {line.get('LineAmount')}:",
          ", ".join(f"{name} {made[name]:.2f}" for name in ("SubTotal", "TotalTax", "Total")))
    return made


def state(told, made):
    found = call("GET", f"Invoices/{made['InvoiceID']}")["Invoices"][0]
    print(f"{told}: {found['Status']}, paid {found['AmountPaid']:.2f}, due {found['AmountDue']:.2f}")


invoice("Exclusive", Quantity=2, UnitAmount=50.0, TaxAmount=20.0)
invoice("Inclusive", Quantity=2, UnitAmount=60.0, TaxAmount=20.0, LineAmount=120.0)
made = invoice("Exclusive", Quantity=2, UnitAmount=50.0, TaxAmount=20.0, LineAmount=100.0)
state("made", made)
paid = call("POST", "Payments", {"Payments": [{"Invoice": {"InvoiceID": made["InvoiceID"]}, "Account": {"Code": "090"}, "Date": "2026-11-28",
                                               "Amount": made["AmountDue"]}]})["Payments"][0]
state("paid what is due", made)
deleted = call("POST", f"Payments/{paid['PaymentID']}", {"Status": "DELETED"})["Payments"][0]
state(f"payment {deleted['Status']}", made)
for name, query, headers in [("all", "", {}), ("where PAID", "?where=" + urllib.parse.quote('Status=="PAID"'), {}),
                             ("changed after 2040", "", {"If-Modified-Since": "2040-01-01T00:00:00"})]:
    print(f"{name}: {len(call('GET', 'Invoices' + query, **headers)['Invoices'])} invoices")
server.stop()
PY
venv/bin/python ask.py >seen
cat seen
diff - seen <<'WANT' || { echo "the emulator answers otherwise now: read this script again"; exit 1; }
Exclusive 2 x 50.00, tax 20.00, LineAmount None: SubTotal 0.00, TotalTax 0.00, Total 0.00
Inclusive 2 x 60.00, tax 20.00, LineAmount 120.0: SubTotal 120.00, TotalTax 0.00, Total 120.00
Exclusive 2 x 50.00, tax 20.00, LineAmount 100.0: SubTotal 100.00, TotalTax 0.00, Total 100.00
made: AUTHORISED, paid 0.00, due 100.00
paid what is due: AUTHORISED, paid 100.00, due 0.00
payment DELETED: AUTHORISED, paid 100.00, due 0.00
all: 3 invoices
where PAID: 3 invoices
changed after 2040: 3 invoices
WANT
