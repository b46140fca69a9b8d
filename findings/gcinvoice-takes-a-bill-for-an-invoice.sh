#!/usr/bin/env bash
# gcinvoice 0.2.5 (PyPI): asked for invoice 000001 of a GnuCash book it makes one of the vendor's bill with that number, with nothing on it.
#
# Expected: GnuCash numbers invoices, bills and expense vouchers by counters of their own, which all begin with 000001; the owner tells which
#   is which. A customer's invoice is what a program that "generates invoices from Gnucash XML files" is asked for.
# Happens: all are kept under the number alone, without the zeros in front, and the later one in the file replaces the earlier one. The
#   entries of a bill are named otherwise and are not read. What is printed has the vendor as its address and 0.00 to pay for
#   nothing, without an error. Invoice 12 and invoice 0012 are one as well.
# Why it matters: the invoice that goes out is empty and to somebody else, and the real one cannot be had; with a script that makes all
#   invoices of a month some are missing.
# Versions: gcinvoice 0.2.5, the newest, Python 3.11. Seen on 2026-11-30.
# Source: this run; the manual of GnuCash, "Book Options, Counters" (one each for bills, expense vouchers, invoices); libgnucash, gnc-v2.rnc
#   (owner:type, entry:invoice and entry:bill); the README of gcinvoice. No issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check gcinvoice==0.2.5
cat > make.py <<'PY'
import argparse, io
from gcinvoice import Gcinvoice

PREFIXES = "gnc cust vendor addr invoice owner ts cmdty entry".split()


def document(name, number, owner, kind):
    return (f'<gnc:GncInvoice version="2.0.0"><invoice:guid type="guid">{name}</invoice:guid><invoice:id>{number}</invoice:id>'
            f'<invoice:owner version="2.0.0"><owner:type>{kind}</owner:type><owner:id type="guid">{owner}</owner:id></invoice:owner>'
            "<invoice:opened><ts:date>2026-11-27 10:59:00 +0000</ts:date></invoice:opened><invoice:active>1</invoice:active>"
            "<invoice:currency><cmdty:space>CURRENCY</cmdty:space><cmdty:id>EUR</cmdty:id></invoice:currency></gnc:GncInvoice>")


def entry(name, of, side, text, amount):
    to = "invoice" if side == "i" else "bill"
    return (f'<gnc:GncEntry version="2.0.0"><entry:guid type="guid">{name}</entry:guid><entry:date><ts:date>2026-11-27 10:59:00 +0000</ts:date>'
            "</entry:date><entry:entered><ts:date>2026-11-27 11:00:00 +0000</ts:date></entry:entered>"
            f"<entry:description>{text}</entry:description><entry:qty>1/1</entry:qty><entry:{side}-price>{amount}/1</entry:{side}-price>"
            + "<entry:i-disc-type>PERCENT</entry:i-disc-type><entry:i-disc-how>PRETAX</entry:i-disc-how>" * (side == "i")
            + f'<entry:{side}-taxable>0</entry:{side}-taxable><entry:{to} type="guid">{of}</entry:{to}></gnc:GncEntry>')


def party(tag, short, name, title):
    return (f'<gnc:{tag} version="2.0.0"><{short}:guid type="guid">{name}</{short}:guid><{short}:name>{title}</{short}:name>'
            f"<{short}:id>000001</{short}:id></gnc:{tag}>")


body = (party("GncCustomer", "cust", "c1", "The customer") + party("GncVendor", "vendor", "v1", "A vendor")
        + document("i1", "000001", "c1", "gncCustomer") + document("i2", "000002", "c1", "gncCustomer") + document("b1", "000001", "v1", "gncVendor")
        + entry("e1", "i1", "i", "Work in October", 1000) + entry("e2", "i2", "i", "Work in November", 1200) + entry("e3", "b1", "b", "Rent", 700))
names = " ".join(f'xmlns:{prefix}="http://www.gnucash.org/XML/{prefix}"' for prefix in PREFIXES)
open("book.gnucash", "w").write(f'<?xml version="1.0" encoding="utf-8" ?><gnc-v2 {names}><gnc:book version="2.0.0">{body}</gnc:book></gnc-v2>')

options = argparse.Namespace(cformat="{:.2f}".format, qformat=str, configfiles=[])
maker = Gcinvoice(options=options)
maker.parse("book.gnucash")
print("in the book: invoice 000001 of 1000 and 000002 of 1200 to The customer, bill 000001 of 700 by A vendor")
for number in "000001", "000002":
    out = io.StringIO()
    maker.createInvoice(number, "invoice @{id}: to @{owner['name']}, lines: @{', '.join(e['description'] for e in entries) or 'none'}, "
                        "to pay @{amount_gross}", out)
    print("gcinvoice", out.getvalue().strip())
PY
HOME="$work" venv/bin/python make.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
in the book: invoice 000001 of 1000 and 000002 of 1200 to The customer, bill 000001 of 700 by A vendor
gcinvoice invoice 1: to A vendor, lines: none, to pay 0.00
gcinvoice invoice 2: to The customer, lines: Work in November, to pay 1200.00
WANT
