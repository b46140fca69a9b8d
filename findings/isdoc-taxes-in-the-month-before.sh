#!/usr/bin/env bash
# @deltazero/isdoc 0.1.2 (npm): a Czech invoice of the first of a month is dated and taxed on the last day of the month before.
#
# Expected: IssueDate and TaxPointDate of ISDOC are days (xs:date) without a zone: the day on which the seller issues, and that of the taxable
#   supply, which decides the VAT return. The README gives the package both as a Date, with new Date() as the example; a day in
#   JavaScript is a Date at midnight in the zone of the program (new Date(2026, 10, 1), and what calendars in pages give).
# Happens: the Date is written as the day in UTC. In Prague midnight of 1 November is 31 October, and of 1 January the year before;
#   with new Date() it is so from midnight to one, in summer to two. PaymentDueDate is a day early as well. A day as text, or a Date at
#   noon, is right. The XML is valid by the schema of ISDOC 6.0.2, and the package, which checks with it, is content.
# Why it matters: the VAT belongs to another month, or year, than the invoice that the customer got on paper, and a series of numbers is
#   no longer in the order of its dates.
# Versions: @deltazero/isdoc 0.1.2, the newest, Node 20; its dependency xsd-validator, which would have to be compiled, is stood in for by lxml
#   6.1.3 (PyPI) with the schema of the package, Python 3.11. Seen on 2026-11-30.
# Source: this run; ISDOC 6.0.2, schema (DateType); the README, "Creating new invoices"; Czech VAT Act 235/2004, section 21. No issue of it was
#   found.
#
# Needs: node with npm, python3 with venv, their registries, and the zone Europe/Prague. Fails if the package writes otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir stand-in
echo '{"name": "xsd-validator", "version": "1.1.1"}' >stand-in/package.json
echo 'module.exports = () => true;' >stand-in/index.js
cat > package.json <<'JSON'
{"private": true, "dependencies": {"@deltazero/isdoc": "0.1.2"}, "overrides": {"xsd-validator": "file:./stand-in"}}
JSON
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lxml==6.1.3
cat > write.cjs <<'JS'
const fs = require('node:fs');
const Invoice = require('@deltazero/isdoc').default;

const party = (name, id) => ({
    Party: {
        PartyIdentification: { ID: id }, PartyName: { Name: name },
        PostalAddress: {
            StreetName: 'Ulice', BuildingNumber: '1', CityName: 'Praha', PostalZone: '11000', Country: { IdentificationCode: 'CZ', Name: '' },
        },
    },
});
const invoice = (day, due) => new Invoice({
    DocumentType: 1, ID: '2026000017', IssuingSystem: 'own', IssueDate: day, TaxPointDate: day, VATApplicable: true,
    AccountingSupplierParty: party('Seller', '12345678'), AccountingCustomerParty: party('Buyer', '87654321'),
    InvoiceLines: {
        InvoiceLine: [{
            ID: '1', InvoicedQuantity: 1, LineExtensionAmount: 100, LineExtensionAmountTaxInclusive: 121, LineExtensionTaxAmount: 21,
            UnitPrice: 100, UnitPriceTaxInclusive: 121, ClassifiedTaxCategory: { Percent: 21, VATCalculationMethod: 0, VATApplicable: true },
            Item: { Description: 'Work' },
        }],
    },
    TaxTotal: {
        TaxSubTotal: {
            TaxableAmount: 100, TaxAmount: 21, TaxInclusiveAmount: 121, AlreadyClaimedTaxableAmount: 0, AlreadyClaimedTaxAmount: 0,
            AlreadyClaimedTaxInclusiveAmount: 0, DifferenceTaxableAmount: 100, DifferenceTaxAmount: 21, DifferenceTaxInclusiveAmount: 121,
            TaxCategory: { Percent: 21, VATApplicable: true },
        },
        TaxAmount: 21,
    },
    LegalMonetaryTotal: {
        TaxExclusiveAmount: 100, TaxInclusiveAmount: 121, AlreadyClaimedTaxExclusiveAmount: 0, AlreadyClaimedTaxInclusiveAmount: 0,
        DifferenceTaxExclusiveAmount: 100, DifferenceTaxInclusiveAmount: 121, PayableRoundingAmount: 0, PaidDepositsAmount: 0,
        PayableAmount: 121,
    },
    PaymentMeans: {
        Payment: {
            PaidAmount: 121, PaymentMeansCode: 42,
            Details: {
                PaymentDueDate: due, ID: '43-1234567890', BankCode: '0100', Name: '', IBAN: '', BIC: '', VariableSymbol: '2026000017',
                ConstantSymbol: '', SpecificSymbol: '',
            },
        },
    },
});
const cases = {
    'Date of 1 November': [new Date(2026, 10, 1), new Date(2026, 10, 15)],
    'Date of 1 January': [new Date(2027, 0, 1), new Date(2027, 0, 15)],
    'Date of 1 July, half past one': [new Date(2026, 6, 1, 1, 30), new Date(2026, 6, 15)],
    'Date of 1 November, noon': [new Date(2026, 10, 1, 12), new Date(2026, 10, 15, 12)],
    'text 2026-11-01': ['2026-11-01', '2026-11-15'],
};
for (const [name, days] of Object.entries(cases)) {
    fs.writeFileSync(`${name}.isdoc`, invoice(...days).toXML());
}
JS
TZ=Europe/Prague node write.cjs
cat > read.py <<'PY'
import pathlib
from lxml import etree

schema = etree.XMLSchema(file="node_modules/@deltazero/isdoc/lib/isdoc-invoice-6.0.2.xsd")
for path in sorted(pathlib.Path(".").glob("*.isdoc")):
    tree = etree.parse(path)
    issued, taxed, due = (tree.findtext(f".//{{*}}{tag}") for tag in ("IssueDate", "TaxPointDate", "PaymentDueDate"))
    print(f"{path.stem}: issued {issued}, taxed {taxed}, due {due}, valid {schema.validate(tree)}")
PY
venv/bin/python read.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package writes otherwise now: read this script again"; exit 1; }
Date of 1 January: issued 2026-12-31, taxed 2026-12-31, due 2027-01-14, valid True
Date of 1 July, half past one: issued 2026-06-30, taxed 2026-06-30, due 2026-07-14, valid True
Date of 1 November, noon: issued 2026-11-01, taxed 2026-11-01, due 2026-11-15, valid True
Date of 1 November: issued 2026-10-31, taxed 2026-10-31, due 2026-11-14, valid True
text 2026-11-01: issued 2026-11-01, taxed 2026-11-01, due 2026-11-15, valid True
WANT
