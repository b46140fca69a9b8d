#!/usr/bin/env bash
# @envelope-zero/ynap-parsers 1.17.34 (npm): the rows of banks with one column for money in and one for money out have no amounts.
#
# Expected: the package has a list of 102 banks with the meaning of their columns. Where a bank has the columns Inflow and Outflow, one of
#   them is empty or zero in a row, and the amount is in the other: 1250.50 in, 800.00 out.
# Happens: an empty cell is 0, which is neither absent nor an amount for calculateInflow and calculateOutflow: they handle one column that is
#   absent and refuse two amounts, and return nothing for an amount beside a zero. parseFile names the bank that it recognised and
#   gives every row with its date and payee, with neither Inflow nor Outflow. So it is for all 16 banks of the list that have
#   both columns, among them Deutsche Bank, UBS, ZKB, AIB, Bank of Ireland, DNB, TD and Schwab. With one signed column it is right.
# Why it matters: the file looks converted, and a month of payments is worth nothing in it. There is no error.
# Versions: @envelope-zero/ynap-parsers 1.17.34, the newest, Node 20. It is made for browsers; their FileReader is stood in for here. Its
#   dependency xlsx, which no bank below uses, comes as 0.18.5 from the registry in place of its address. Seen on 2026-11-29.
# Source: this run; the package's own list (bank2ynab/banks.json), which is that of bank2ynab, and its tests: none has an amount beside a
#   zero. No issue of it was found.
#
# Needs: node with npm, and a registry of its packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > package.json <<'JSON'
{"private": true, "dependencies": {"@envelope-zero/ynap-parsers": "1.17.34"}, "overrides": {"xlsx": "0.18.5"}}
JSON
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null
cat > read.cjs <<'JS'
globalThis.FileReader = class {
    addEventListener(_, listener) {
        this.listener = listener;
    }
    readAsBinaryString(file) {
        file.arrayBuffer().then((bytes) => {
            this.result = Buffer.from(bytes).toString('binary');
            this.listener();
        });
    }
};
const { parseFile } = require('@envelope-zero/ynap-parsers');
const banks = require('@envelope-zero/ynap-parsers/bank2ynab/banks.json');
console.log = () => {};
const say = (text) => process.stdout.write(`${text}\n`);
const show = async (name, text) => {
    const [{ matchedParser, rawData }] = await parseFile(new File([text], name));
    for (const row of rawData) {
        say(`${matchedParser.name}: ${row.Date} ${row.Payee}, in ${row.Inflow}, out ${row.Outflow}`);
    }
};
(async () => {
    const both = banks.filter((bank) => ['Inflow', 'Outflow'].every((column) => bank.inputColumns.includes(column)));
    say(`banks ${banks.length}, with both columns ${both.length}`);
    await show('maanedtransaksjonliste-nov.csv',
        '"Dato";"Forklaring";"Rentedato";"Ut fra konto";"Inn på konto"\n'
        + '"27.11.2026";"Customer";"27.11.2026";"";"1250,50"\n"28.11.2026";"Rent";"28.11.2026";"800,00";""\n');
    await show('Erweiterte Suche - Kontoauszug, Buchungen 20261128120000.csv',
        'Datum;Buchungstext;ZKB-Referenz;Referenznummer;Valuta;Belastung CHF;Gutschrift CHF\n'
        + '27.11.2026;Customer;A;B;27.11.2026;;1250.50\n28.11.2026;Rent;A;B;28.11.2026;800.00;\n');
    await show('accountactivity.csv', '11/27/2026,Customer,0.00,1250.50,2000.00\n11/28/2026,Rent,800.00,0.00,1200.00\n');
    await show('poster.csv', 'Date,Text,Kind,Amount,Balance\n2026-11-27,Customer,A,"1250,50","2000,00"\n2026-11-28,Rent,A,"-800,00","1200,00"\n');
})();
JS
node read.cjs >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
banks 102, with both columns 16
DNB: 11/27/2026 Customer, in undefined, out undefined
DNB: 11/28/2026 Rent, in undefined, out undefined
ZKB Erweiterte Suche: 11/27/2026 Customer, in undefined, out undefined
ZKB Erweiterte Suche: 11/28/2026 Rent, in undefined, out undefined
TD Canada Trust, checking+Visa: 11/27/2026 Customer, in undefined, out undefined
TD Canada Trust, checking+Visa: 11/28/2026 Rent, in undefined, out undefined
Nordea: 11/27/2026 Customer, in 1250.5, out undefined
Nordea: 11/28/2026 Rent, in undefined, out 800
WANT
