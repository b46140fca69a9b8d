#!/usr/bin/env bash
# bic-from-iban 1.0.0 (npm): the bank of an IBAN is another bank, since the four places behind the check digits are taken for the number of a row.
#
# Expected: how long the bank identifier of an IBAN is, and where it stands, depends on the country: eight digits in Germany, five in Switzerland,
#   four in Denmark. It is a code that the national bank gave. getBIC gives "a BIC(SWIFT) bank code from IBAN account number", and the README
#   tells of no country that it is for.
# Happens: 1. places 5 to 8 are taken for all countries, and looked up among the running numbers, 1, 2, 3, of an alphabetical list of banks. An
#      account of Commerzbank (37040044) is one of SEB, since that is row 3704; one of Nordea (0040) is one of Danske Bank, row 40.
#   2. Where there is no such row it is empty, and the Czech Republic is not there: an error about a missing module.
# Why it matters: the BIC goes into a payment file; the bank refuses it, or sends the money to a bank that does not have the account and back
#   again, less a charge. There is no error.
# Versions: bic-from-iban 1.0.0, the newest, Node 20; schwifty 2026.10.1 as a control, Python 3.11. Seen on 2026-11-30.
# Source: this run; ISO 13616 and SWIFT's "IBAN Registry" (bank identifier position within the BBAN); most of the IBANs are
#   its examples; the README of the package. No issue of it was found.
#
# Needs: node with npm, python3 with venv, and their registries. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{}' >package.json
npm install --silent --no-audit --no-fund bic-from-iban@1.0.0
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check schwifty==2026.10.1
cat > banks.js <<'JS'
const { getBIC, validateIBAN } = require('bic-from-iban');

const answer = (iban) => { try { return getBIC(iban) || 'nothing'; } catch (error) { return error.message.split('\n')[0]; } };
for (const iban of ['DE89370400440532013000', 'CH9300762011623852957', 'DK5000400440116243', 'LU280019400644750000', 'FR1420041010050500013M02606',
    'CZ6508000000192000145399']) {
    console.log(`${iban}: valid ${validateIBAN(iban)}, ${answer(iban)}`);
}
const row = require('bic-from-iban/AllCountries/DE.json').list.find(({ id }) => id === '3704');
console.log(`row 3704 of the German list: ${row.bank}, ${row.city}`);
JS
cat > control.py <<'PY'
from schwifty import IBAN

for text in "DE89370400440532013000", "CH9300762011623852957", "DK5000400440116243", "LU280019400644750000":
    iban = IBAN(text)
    print(f"schwifty: {text}: bank {iban.bank_code}, {iban.bic or 'nothing'}")
PY
{
    node banks.js
    venv/bin/python control.py
} >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
DE89370400440532013000: valid true, ESSEDE5F362
CH9300762011623852957: valid true, RBABCH22588
DK5000400440116243: valid true, DABADKKKHJO
LU280019400644750000: valid true, LUMILULLXXX
FR1420041010050500013M02606: valid true, nothing
CZ6508000000192000145399: valid true, Cannot find module './AllCountries/CZ.json'
row 3704 of the German list: SEB AG, MUELHEIM (RUHR)
schwifty: DE89370400440532013000: bank 37040044, COBADEFFXXX
schwifty: CH9300762011623852957: bank 00762, nothing
schwifty: DK5000400440116243: bank 0040, NDEADKKK
schwifty: LU280019400644750000: bank 001, BCEELULL
WANT
