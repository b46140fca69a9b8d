#!/usr/bin/env bash
# sepa-xml 0.6.0 (npm): a payment to a bank outside the Netherlands gets the BIC of a Dutch bank that has the same four letters.
#
# Expected: the BIC of a payment is optional ("can be auto-found" in the README). If it is filled in, it is that of the bank of the
#   IBAN. The characters 5 to 8 name a bank only within the country of the IBAN: INGB is ING in the Netherlands, Romania and Bulgaria,
#   CITI is Citibank in the Netherlands and Ireland, with a BIC of its own in each.
# Happens: the package looks these characters up in a list of Dutch banks, whatever the country. RO21INGB… of ING Bank Romania gets
#   INGBNL2A, IE58CITI… gets CITINL2X. The file is valid by the schema pain.001.001.03, and the IBAN of the same payment names another country.
# Why it matters: a bank that routes by the BIC sends the money to another bank, or sends it back; one that compares both refuses all.
# Versions: sepa-xml 0.6.0, the newest, Node 20; as control schwifty 2026.10.1 (PyPI), Python 3.11. Seen on 2026-11-29.
# Source: this run; the README of sepa-xml; ISO 13616-1 and the IBAN registry of SWIFT (the bank in RO, BG and IE is four letters);
#   ISO 9362 (places 5 and 6 of a BIC are the country).
#
# Needs: node with npm, python3 with venv, and their registries. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" sepa-xml@0.6.0 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check schwifty==2026.10.1
# The accounts are made up; their check digits are right.
cat > ibans <<'IBANS'
NL39RABO0300065264
RO21INGB0000999901234567
BG81INGB91451000000000
IE58CITI99005112345678
IBANS
cat > pay.cjs <<'JS'
const fs = require('node:fs');
const SepaXML = require('sepa-xml');
const file = new SepaXML();
file.setHeaderInfo({ messageId: '1', initiator: 'Payer' });
file.setPaymentInfo({ id: '1', method: 'TRF', senderName: 'Payer', senderIBAN: 'NL39RABO0300065264', bic: 'RABONL2U' });
for (const iban of fs.readFileSync('ibans', 'utf8').trim().split('\n')) {
    file.addTransaction({ id: '1', amount: 10.5, name: 'Payee', iban, description: 'invoice 1' });
}
file.compile((error, text) => {
    if (error) throw error;
    for (const payment of text.split('<CdtTrfTxInf>').slice(1)) {
        console.log(payment.match(/<IBAN>(.*)<\/IBAN>/)[1], payment.match(/<BIC>(.*)<\/BIC>/)?.[1] ?? 'none');
    }
});
JS
cat > control.py <<'PY'
from schwifty import IBAN
for line in open("ibans").read().split():
    print(IBAN(line), IBAN(line).bic)
PY
node pay.cjs >written
venv/bin/python control.py >bics
export LC_ALL=C
join <(sort written) <(sort bics) | sed 's/ \(\S*\) \(\S*\)$/: \1 written, \2 by schwifty/' >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
BG81INGB91451000000000: INGBNL2A written, INGBBGSF by schwifty
IE58CITI99005112345678: CITINL2X written, CITIIE2XXXX by schwifty
NL39RABO0300065264: RABONL2U written, RABONL2U by schwifty
RO21INGB0000999901234567: INGBNL2A written, INGBROBU by schwifty
WANT
