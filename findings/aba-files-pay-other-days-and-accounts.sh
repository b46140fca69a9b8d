#!/usr/bin/env bash
# Payment files of Australian banks (ABA): aba-generator 2.1.0 (npm) names another day and other accounts, aba 0.2 (PyPI) has a total of zero.
#
# Expected: an ABA file has the day of processing in DDMMYY, places 75-80 of record 0. The account in record 1 has nine places; hyphens are
#   allowed, and are edited out where the number is longer than nine characters with them. Record 7 has the sum of the credits:
#   of codes 50 to 57, of which 50 is the usual one for a payment.
# Happens: 1. aba-generator takes the day from the option time where both are given. The README allows four digits, HHmm, there, and these are
#      read as a year: with time 1430 a file for 27 November 2026 is for 1 January 2030, with 0915 for 1 January 2015. The same without
#      a date, which means today. With the day as text it is right.
#   2. It cuts an account at nine characters: 12-345-6789 is 12-345-67.
#   3. aba takes the codes 50 and 53, and adds up 53 alone, and that only if it is text: 250.00 in two payments have 0.00 as their
#      total with 50, and with 53 as a number, as the README has it.
# Why it matters: salaries are sent on another day or are refused as too old, money goes to another account, and a bank that checks the total
#   refuses the file.
# Versions: aba-generator 2.1.0, the newest, Node 20; aba 0.2, the newest, Python 3.11. Seen on 2026-11-29.
# Source: this run; the format of Direct Entry files as banks publish it ("Cemtex"): record 0 date, record 1 account number and transaction
#   code, record 7 totals; the README of aba-generator ("If string must be HHmm format") and of aba. No issue of either was found.
#
# Needs: node with npm, python3 with venv, and their registries. Fails if one of the packages writes otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
npm install --silent --no-audit --no-fund --prefix "$work" aba-generator@2.1.0 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aba==0.2
cat > write.cjs <<'JS'
const ABA = require('aba-generator');
const payment = {
    bsb: '061021', transactionCode: ABA.CREDIT, account: '123456', amount: 12, accountTitle: 'Payee', reference: 'INV 1',
    traceBsb: '061123', traceAccount: '1234567', remitter: 'Own',
};
const lines = (header, transaction) => new ABA({
    header: { bank: 'ANZ', user: 'Own', userNumber: 1234, description: 'Pay', ...header },
}).generate([{ ...payment, ...transaction }]).split('\r\n');
const day = new Date(2026, 10, 27);
for (const header of [{ date: day }, { date: day, time: '1430' }, { date: day, time: '0915' }, { date: '271126', time: '1430' }]) {
    const date = header.date === day ? 'a Date' : header.date;
    console.log(`aba-generator: date ${date}, time ${header.time}: processed on ${lines(header)[0].slice(74, 80)}`);
}
for (const account of ['123456789', '12-345-6789']) {
    console.log(`aba-generator: account ${account} is ${lines({ date: day }, { account })[1].slice(8, 17)}`);
}
JS
cat > write.py <<'PY'
from datetime import date
from aba.generator import AbaFile
from aba.records import DescriptiveRecord, DetailRecord

for code in "50", 53, "53":
    file = AbaFile(DescriptiveRecord("ANZ", "Own", "1234", "Pay", date(2026, 11, 27)))
    for amount in 10000, 15000:
        file.add_record(DetailRecord("061-021", "123456", code, amount, "Payee", "INV 1", "061-123", "1234567", "Own"))
    first, *payments, total = file.render_to_string().split("\r\n")
    paid = ", ".join(line[20:30] for line in payments)
    print(f"aba: code {code!r}, payments {paid}, total net {total[20:30]}, credit {total[30:40]}, debit {total[40:50]}")
PY
{ node write.cjs; venv/bin/python write.py; } >seen
cat seen
diff - seen <<'WANT' || { echo "a package writes otherwise now: read this script again"; exit 1; }
aba-generator: date a Date, time undefined: processed on 271126
aba-generator: date a Date, time 1430: processed on 010130
aba-generator: date a Date, time 0915: processed on 010115
aba-generator: date 271126, time 1430: processed on 271126
aba-generator: account 123456789 is 123456789
aba-generator: account 12-345-6789 is 12-345-67
aba: code '50', payments 0000010000, 0000015000, total net 0000000000, credit 0000000000, debit 0000000000
aba: code 53, payments 0000010000, 0000015000, total net 0000000000, credit 0000000000, debit 0000000000
aba: code '53', payments 0000010000, 0000015000, total net 0000025000, credit 0000025000, debit 0000000000
WANT
