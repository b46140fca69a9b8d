#!/usr/bin/env bash
# einvoicing 0.0.3 (npm): what it reads and writes again has another total, another price, and a credit note is an invoice.
#
# Expected: the library reads and writes UBL by EN 16931. The total with VAT (BT-112) is the total without VAT and the VAT (BR-CO-15); the
#   rounding (BT-114) belongs to the amount due alone and is written as PayableRoundingAmount. A price (BT-146) has any number of
#   decimals. A credit note is a CreditNote with CreditNoteLine, CreditedQuantity and its unit (BR-23).
# Happens: 1. 0.40 of rounding are in the total with VAT, 120 instead of 119.60, and nowhere else: a reader that computes 99.67 + 19.93
#      refuses, one that trusts it books 0.40 of VAT or revenue that are none.
#   2. Prices have two decimals: 10000 at 4.955 per 100 become 10000 at 4.96 per 100 with 495.5 as their sum.
#   3. The root is always Invoice, in the namespace of the credit note, with InvoiceLine, InvoicedQuantity and no unit.
#   4. An allowance of 10 % of 100.00, created without an amount, which the library allows, makes NaN of every total.
# Why it matters: a program that goes by the root element takes 120.00 to give back for 120.00 to pay.
# Versions: einvoicing 0.0.3, the only one in the registry used, Node 20. Seen on 2026-11-29.
# Source: this run; EN 16931-1, BR-CO-15, BR-CO-16, BT-146, BR-23; UBL 2.1, CreditNote; the error text of AllowanceCharge.create ("either
#   amount or factorAmount"). No issue of it was found.
#
# Needs: node with npm, and a registry of its packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" einvoicing@0.0.3 >/dev/null
cat > copy.mjs <<'JS'
import einvoicing from 'einvoicing';

const { AllowanceCharge, UblReader, UblWriter } = einvoicing;
const urn = 'urn:oasis:names:specification:ubl:schema:xsd:';
const money = (name, amount) => `<cbc:${name} currencyID="EUR">${amount}</cbc:${name}>`;
const category = (name) => `<cac:${name}><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:${name}>`;
const file = (kind, number, price, net, vat, totals) => {
    const quantity = kind === 'Invoice' ? 'InvoicedQuantity' : 'CreditedQuantity';
    return `<${kind} xmlns="${urn}${kind}-2" xmlns:cac="${urn}CommonAggregateComponents-2" xmlns:cbc="${urn}CommonBasicComponents-2">` +
        '<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>A1</cbc:ID><cbc:IssueDate>2026-11-01</cbc:IssueDate>' +
        `<cbc:${kind}TypeCode>${kind === 'Invoice' ? 380 : 381}</cbc:${kind}TypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>` +
        `<cac:TaxTotal>${money('TaxAmount', vat)}<cac:TaxSubtotal>${money('TaxableAmount', net)}${money('TaxAmount', vat)}` +
        `${category('TaxCategory')}</cac:TaxSubtotal></cac:TaxTotal><cac:LegalMonetaryTotal>${money('LineExtensionAmount', net)}` +
        `${money('TaxExclusiveAmount', net)}${totals}</cac:LegalMonetaryTotal><cac:${kind}Line><cbc:ID>1</cbc:ID>` +
        `<cbc:${quantity} unitCode="HUR">${number}</cbc:${quantity}>${money('LineExtensionAmount', net)}` +
        `<cac:Item><cbc:Name>Work</cbc:Name>${category('ClassifiedTaxCategory')}</cac:Item><cac:Price>${price}</cac:Price></cac:${kind}Line></${kind}>`;
};
const total = (gross, due = gross) => money('TaxInclusiveAmount', gross) + money('PayableAmount', due);
const names = 'InvoiceTypeCode|CreditNoteTypeCode|TaxInclusiveAmount|PayableRoundingAmount|PayableAmount|InvoicedQuantity|CreditedQuantity|PriceAmount|BaseQuantity';
const show = async (what, xml, charges) => {
    const document = await new UblReader().read(xml);
    if (charges) document.charges = charges;
    const written = ['out', await new UblWriter().write(document)];
    for (const [side, text] of charges ? [written] : [['in', xml], written]) {
        const root = text.match(/<(\w+) xmlns="[^"]*:(\w+-2)"/).slice(1).join(' of ');
        const found = [...text.matchAll(new RegExp(`<cbc:(${names})([^>]*)>([^<]*)`, 'g'))];
        console.log(`${what}, ${side}: ${root} ${found.map(([, name, more, value]) => `${name}${more.includes('HUR') ? ' HUR' : ''} ${value}`).join(', ')}`);
    }
};

const rounding = money('TaxInclusiveAmount', '119.60') + money('PayableRoundingAmount', '0.40') + money('PayableAmount', '120.00');
await show('rounding', file('Invoice', 1, money('PriceAmount', '99.67'), '99.67', '19.93', rounding));
const hundred = `${money('PriceAmount', '4.955')}<cbc:BaseQuantity unitCode="HUR">100</cbc:BaseQuantity>`;
await show('price', file('Invoice', 10000, hundred, '495.50', '99.10', total('594.60')));
await show('credit', file('CreditNote', 1, money('PriceAmount', '100.00'), '100.00', '20.00', total('120.00')));
await show('10 %', file('Invoice', 1, money('PriceAmount', '100.00'), '100.00', '18.00', total('118.00')),
    [AllowanceCharge.create({ isCharge: false, factorAmount: 10, baseAmount: 100 })]);
JS
node copy.mjs >seen
cat seen
diff - seen <<'WANT' || { echo "einvoicing answers otherwise now: read this script again"; exit 1; }
rounding, in: Invoice of Invoice-2 InvoiceTypeCode 380, TaxInclusiveAmount 119.60, PayableRoundingAmount 0.40, PayableAmount 120.00, InvoicedQuantity HUR 1, PriceAmount 99.67
rounding, out: Invoice of Invoice-2 InvoiceTypeCode 380, TaxInclusiveAmount 120, PayableAmount 120, InvoicedQuantity HUR 1, PriceAmount 99.67
price, in: Invoice of Invoice-2 InvoiceTypeCode 380, TaxInclusiveAmount 594.60, PayableAmount 594.60, InvoicedQuantity HUR 10000, PriceAmount 4.955, BaseQuantity HUR 100
price, out: Invoice of Invoice-2 InvoiceTypeCode 380, TaxInclusiveAmount 594.6, PayableAmount 594.6, InvoicedQuantity HUR 10000, BaseQuantity HUR 100, PriceAmount 4.96
credit, in: CreditNote of CreditNote-2 CreditNoteTypeCode 381, TaxInclusiveAmount 120.00, PayableAmount 120.00, CreditedQuantity HUR 1, PriceAmount 100.00
credit, out: Invoice of CreditNote-2 InvoiceTypeCode 381, TaxInclusiveAmount 120, PayableAmount 120, InvoicedQuantity 1, PriceAmount 100
10 %, out: Invoice of Invoice-2 InvoiceTypeCode 380, TaxInclusiveAmount NaN, PayableAmount NaN, InvoicedQuantity HUR 1, PriceAmount 100
WANT
