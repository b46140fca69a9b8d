#!/usr/bin/env bash
# mt940js 1.3.5 (npm): a customer reference with a slash is cut and takes the bank's reference with it, and third decimals are rounded.
#
# Expected: field 61 of MT940, subfield 7, is 16x: letters, digits and / - ? : ( ) . , ' + and blank; only // ends it and begins
#   subfield 8. The amount (subfield 5, 15d) has the decimals of its currency: three for the dinars of Kuwait, Bahrain and Tunisia.
# Happens: 1. INV/2026/3//B3 is read as INV, without a reference of the bank; what follows the slash is nowhere.
#   2. Amounts are rounded to two decimals, entries and balances each for itself: 1.006 is 1.01, 1.004 is 1. Where the rounded entries
#      no longer make the rounded balance, a right statement is refused ("Sum of lines != turnover"); else the wrong amounts are given.
# Why it matters: payments of INV/2026/3 and INV/2026/4 have the same reference, and neither is that of an invoice.
# Versions: mt940js 1.3.5, the newest, Node 20; as control mt-940 5.1.1 (PyPI), Python 3.11. Seen on 2026-11-29.
# Source: this run; SWIFT MT940, field 61, and the character set x; ISO 4217 (KWD: 3). Its wrong year of booking at New Year is known
#   (a-fas/mt940js #89); nothing was found of these.
#
# Needs: node with npm, python3 with venv, and their registries. Fails if one of the readers answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" mt940js@1.3.5 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mt-940==5.1.1
statement() {
    local name=$1 currency=$2 opening=$3 closing=$4
    shift 4
    { printf ':20:S\n:25:DE89370400440532013000\n:28C:1\n:60F:C261126%s%s\n' "$currency" "$opening"
      printf ':61:2611271127%s\n:86:payment\n' "$@"
      printf ':62F:C261127%s%s\n' "$currency" "$closing"; } >"$name.sta"
}
statement references EUR 0,00 6,00 'C1,00NTRFINV-2026-2//B2' 'C2,00NTRFINV/2026/3//B3' 'C3,00NTRFINV/2026/4//B4'
statement decimals KWD 0,000 2,010 'C1,004NTRFONE//B5' 'C1,006NTRFTWO//B6'
statement refused KWD 0,000 3,012 'C1,004NTRFONE//B5' 'C1,004NTRFTWO//B6' 'C1,004NTRFTHREE//B7'
cat > read.cjs <<'JS'
const fs = require('node:fs');
const { Parser } = require('mt940js');
for (const name of ['references', 'decimals', 'refused']) {
    try {
        const [found] = new Parser().parse(fs.readFileSync(`${name}.sta`, 'utf8'));
        const rows = found.transactions.map((row) => `${row.amount} "${row.reference}" "${row.bankReference}"`);
        console.log(`${name}, mt940js: ${rows.join(', ')}, closing ${found.closingBalance}`);
    } catch (error) {
        console.log(`${name}, mt940js: ${error.message}`);
    }
}
JS
cat > read.py <<'PY'
import mt940
for name in ("references", "decimals", "refused"):
    rows = mt940.parse(f"{name}.sta")
    found = [f'{row.data["amount"].amount} "{row.data["customer_reference"]}" "{row.data["bank_reference"]}"' for row in rows]
    print(f'{name}, mt-940: {", ".join(found)}, closing {rows.data["final_closing_balance"].amount.amount}')
PY
{ node read.cjs; venv/bin/python read.py; } >seen
cat seen
diff - seen <<'WANT' || { echo "a reader answers otherwise now: read this script again"; exit 1; }
references, mt940js: 1 "INV-2026-2" "B2", 2 "INV" "", 3 "INV" "", closing 6
decimals, mt940js: 1 "ONE" "B5", 1.01 "TWO" "B6", closing 2.01
refused, mt940js: Sum of lines (3) != turnover (3.01) in group 1
references, mt-940: 1.00 "INV-2026-2" "B2", 2.00 "INV/2026/3" "B3", 3.00 "INV/2026/4" "B4", closing 6.00
decimals, mt-940: 1.004 "ONE" "B5", 1.006 "TWO" "B6", closing 2.010
refused, mt-940: 1.004 "ONE" "B5", 1.004 "TWO" "B6", 1.004 "THREE" "B7", closing 3.012
WANT
