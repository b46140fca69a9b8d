#!/usr/bin/env bash
# pysie-accounting 0.0.2 (PyPI): of a Swedish SIE 4 file vouchers, whole balances and accounts without a tax code are left out.
#
# Expected: in SIE 4 a field is in quotation marks only where it has to be, so that #VER A 1 20260105 and #VER "A" "1" 20260105 are the same.
#   A voucher is named by its series and its number. Amounts have two decimals at the most, and #SRU (the code of the tax form) is optional.
#   The README opens a file, adds vouchers and writes the file again.
# Happens: 1. a voucher is read only if series, number and text have quotation marks and there is a date of registration: without them none
#      is there.
#   2. The number alone is its name: B 1 replaces A 1, and is written as V 1.
#   3. A balance without a decimal point, 5000, is left out.
#   4. Accounts without #SRU, or with one that is not in the table given to open_trans, have no balances, and are not written again.
# Why it matters: the books are short of vouchers, and the balance sheet that was in balance is not, without an error.
# Versions: pysie-accounting 0.0.2, the newest, with pandas 2.3.3, Python 3.11. Seen on 2026-11-30.
# Source: this run; SIE-Gruppen (sie.se), "SIE filformat", version 4B: fields and quotation marks, amounts, #SRU, #UB, #VER; the README.
#   No issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pysie-accounting==0.0.2 pandas==2.3.3 numpy==2.3.5
cat > read.py <<'PY'
import re
from pysie_accounting.pysie import PySIE

open("codes.csv", "w").write("SRU,Ink2\n7281,2.26\n7369,2.45\n7410,3.1\n")
HEAD = '#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#ORGNR 5561234567\n#FNAMN "Bolag AB"\n#RAR 0 20260101 20261231\n'
ACCOUNTS = {1510: ("Kundfordringar", 7251), 1930: ("Bank", 7281), 2440: ("Skulder", 7369), 2610: ("Moms", None), 3010: ("Intakter", 7410)}
BALANCES = {1510: "1250.00", 1930: "5000", 2440: "-2000.00", 2610: "-250.00", 3010: "-4000.00"}


def file(name, ver):
    text = HEAD
    for number, (title, code) in ACCOUNTS.items():
        text += f'#KONTO {number} "{title}"\n' + (f"#SRU {number} {code}\n" if code else "")
    for number, amount in BALANCES.items():
        text += f"#{'RES' if number >= 3000 else 'UB'} 0 {number} {amount}\n"
    for series, number, amount in ("A", 1, "100.00"), ("A", 2, "200.00"), ("B", 1, "300.00"):
        text += ver(series, number) + f"\n{{\n\t#TRANS 1930 {{}} {amount}\n\t#TRANS 3010 {{}} -{amount}\n}}\n"
    open(name, "w").write(text)


def read(name):
    sie = PySIE()
    sie.open_trans("codes.csv")
    sie.open(name)
    return sie


file("plain.se", lambda series, number: f"#VER {series} {number} 20260105")
file("quoted.se", lambda series, number: f'#VER "{series}" "{number}" 20260105 "Faktura" 20260106')
print("in the file: 3 vouchers of 600.00, balances", ", ".join(f"{number} {amount}" for number, amount in BALANCES.items()))
for name in "plain.se", "quoted.se":
    sie = read(name)
    amounts = [float(lines[0][2]) for *_, lines in sie.verifikat.values()]
    print(f"{name}: {len(amounts)} vouchers of {sum(amounts):.2f}, balances",
          ", ".join(f"{row.Konto} {row.Balance:.2f}" for frame in (sie.dfub, sie.dfres) for row in frame.itertuples()))
sie.write_sie4("again.se")
print("written again:", ", ".join(re.findall(r'^#(?:KONTO|VER|UB|RES) .*?(?= 2026|$)', open("again.se").read(), re.M)))
PY
venv/bin/python -W ignore read.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
in the file: 3 vouchers of 600.00, balances 1510 1250.00, 1930 5000, 2440 -2000.00, 2610 -250.00, 3010 -4000.00
plain.se: 0 vouchers of 0.00, balances 2440 -2000.00, 3010 -4000.00
quoted.se: 2 vouchers of 500.00, balances 2440 -2000.00, 3010 -4000.00
written again: #KONTO 1510 "Kundfordringar", #KONTO 1930 "Bank", #KONTO 2440 "Skulder", #KONTO 3010 "Intakter", #UB 0 2440 -2000.00, #RES 0 3010 -4000.00, #VER "V" "1", #VER "V" "2"
WANT
