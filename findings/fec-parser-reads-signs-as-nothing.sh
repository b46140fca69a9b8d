#!/usr/bin/env bash
# fec-parser 1.0.1 (PyPI): the entries of a French FEC with the direction +1 and -1 are all zero, and so are its results.
#
# Expected: a Fichier des Écritures Comptables has Debit and Credit, or in their place Montant and Sens. Sens is D or C, or +1 for a debit
#   and -1 for a credit, as the program with which the tax authority checks these files takes it, small letters as well.
# Happens: fec-parser knows Montant and Sens, and compares Sens with a capital D and C alone. For any other value both amounts are 0, no
#   error is told, and the check that debits and credits are equal holds: all are zero.
# Why it matters: turnover, result and the indicators of a whole year are 0.00, in a file that the tax authority accepts. A file of several
#   programs that mixes both ways is short of some entries only.
# Versions: fec-parser 1.0.1, the newest, Python 3.11. Seen on 2026-11-30.
# Source: this run; DGFiP/Test-Compta-Demat, src/testeur/trt_entete.pl (D, C, +1, -1, in any case, any other value is an error); livre des
#   procédures fiscales, article A47 A-1. Nothing of it in the README, no issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fec-parser==1.0.1
cat > read.py <<'PY'
import io
from fec_parser.analyzer import FECAnalyzer

open("lines.csv", "w").write("70,,Turnover,,,,,\n60,,Purchases,-,,,,\n")
BOOKED = [("411000", "Clients", "1200,00", "D"), ("707000", "Ventes", "1000,00", "C"), ("445710", "TVA", "200,00", "C"),
          ("607000", "Achats", "400,00", "D"), ("445660", "TVA", "80,00", "D"), ("401000", "Fournisseurs", "480,00", "C")]


def tell(name, heads, values):
    heads = "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate EcritureLib " + heads
    text = "\t".join([*heads.split(), "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise"]) + "\r\n"
    for account, title, amount, side in BOOKED:
        text += "\t".join(["OD", "Divers", "1", "20261127", account, title, "", "", "P1", "20261127", "Facture", *values(amount, side),
                           "", "", "20261130", "", ""]) + "\r\n"
    fec = FECAnalyzer(pc_definition_filepath="lines.csv")
    fec.parse(io.BytesIO(text.encode()))
    entries = fec.computations.all_ecritures
    results = [f"{row['label'].lower()} {row['montant']:.2f}" for row in fec.get_compte_resultat()]
    print(f"{name}: debits {sum(entry.debit for entry in entries):.2f}, credits {sum(entry.credit for entry in entries):.2f},", ", ".join(results),
          "EBE", f"{fec.get_indicateurs()['EBE']:.2f}, difference {fec.computations.compute_diff_credit_debit():.2f}")


tell("Debit and Credit", "Debit Credit", lambda amount, side: (amount, "0,00") if side == "D" else ("0,00", amount))
for name, signs in ("D and C", "DC"), ("d and c", "dc"), ("+1 and -1", ("+1", "-1")):
    tell(f"Sens {name}", "Montant Sens", lambda amount, side: (amount, signs["DC".index(side)]))
PY
venv/bin/python read.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
Debit and Credit: debits 1680.00, credits 1680.00, turnover 1000.00, purchases 400.00 EBE 600.00, difference 0.00
Sens D and C: debits 1680.00, credits 1680.00, turnover 1000.00, purchases 400.00 EBE 600.00, difference 0.00
Sens d and c: debits 0.00, credits 0.00, turnover 0.00, purchases 0.00 EBE 0.00, difference 0.00
Sens +1 and -1: debits 0.00, credits 0.00, turnover 0.00, purchases 0.00 EBE 0.00, difference 0.00
WANT
