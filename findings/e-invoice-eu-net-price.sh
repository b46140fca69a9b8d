#!/usr/bin/env bash
# @e-invoice-eu/core 2.3.4 (npm): an item with a price discount has its undiscounted price as the net price in CII.
#
# Expected: EN 16931 has the net price of an item (BT-146), and for information its discount (BT-147) and gross price (BT-148), with
#   BT-146 = BT-148 - BT-147. In CII BT-146 is NetPriceProductTradePrice/ChargeAmount; BT-148 and BT-147 stand in
#   GrossPriceProductTradePrice. The UBL and the CII of one invoice say the same.
# Happens: the gross price replaces the net price: 12.00 per 100 becomes 13.00, the discount stands inside the net price, and there
#   is no GrossPriceProductTradePrice. The line says 1000 pieces at 13.00 per 100 and a net amount of 120.00. UBL of the same data is
#   right, and so is CII without the discount.
# Why it matters: a buyer who checks quantity times price pays another amount or refuses. No business rule of EN 16931 finds it: the
#   sheet of Factur-X for EN 16931 says nothing, that of CEN names only syntax (CII-SR-142, CII-DT-031), Peppol's R120 in XRechnung does.
# Versions: @e-invoice-eu/core 2.3.4, the newest in the registry used; Node 20. Seen on 2026-11-29.
# Source: this run; EN 16931-1, BG-29, and the CII binding of it (CEN/TS 16931-3-3); other faults of the same mapping were mended
#   upstream (gflohr/e-invoice-eu #478, #455), this one was not found there.
#
# Needs: node with npm, and a registry of its packages. Fails if the package writes otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" @e-invoice-eu/core@2.3.4 >/dev/null
cat > write.mjs <<'JS'
import { InvoiceService } from '@e-invoice-eu/core';

const money = (name, amount) => ({ [`cbc:${name}`]: amount, [`cbc:${name}@currencyID`]: 'EUR' });
const tax = { 'cbc:ID': 'S', 'cbc:Percent': '20', 'cac:TaxScheme': { 'cbc:ID': 'VAT' } };
const party = (name, number) => ({ 'cac:Party': {
    'cbc:EndpointID': 'office@example.com', 'cbc:EndpointID@schemeID': 'EM',
    'cac:PostalAddress': { 'cbc:CityName': 'Paris', 'cbc:PostalZone': '75001', 'cac:Country': { 'cbc:IdentificationCode': 'FR' } },
    ...(number ? { 'cac:PartyTaxScheme': [{ 'cbc:CompanyID': number, 'cac:TaxScheme': { 'cbc:ID': 'VAT' } }] } : {}),
    'cac:PartyLegalEntity': { 'cbc:RegistrationName': name },
} });
const invoice = discount => ({ 'ubl:Invoice': {
    'cbc:CustomizationID': 'urn:cen.eu:en16931:2017', 'cbc:ProfileID': 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
    'cbc:ID': '1', 'cbc:IssueDate': '2026-11-01', 'cbc:DueDate': '2026-11-30', 'cbc:InvoiceTypeCode': '380',
    'cbc:DocumentCurrencyCode': 'EUR', 'cbc:BuyerReference': '1',
    'cac:AccountingSupplierParty': party('Seller', 'FR11123456782'), 'cac:AccountingCustomerParty': party('Buyer'),
    'cac:PaymentTerms': { 'cbc:Note': '30 days' },
    'cac:TaxTotal': [{ ...money('TaxAmount', '24.00'),
        'cac:TaxSubtotal': [{ ...money('TaxableAmount', '120.00'), ...money('TaxAmount', '24.00'), 'cac:TaxCategory': tax }] }],
    'cac:LegalMonetaryTotal': { ...money('LineExtensionAmount', '120.00'), ...money('TaxExclusiveAmount', '120.00'),
        ...money('TaxInclusiveAmount', '144.00'), ...money('PayableAmount', '144.00') },
    'cac:InvoiceLine': [{ 'cbc:ID': '1', 'cbc:InvoicedQuantity': '1000', 'cbc:InvoicedQuantity@unitCode': 'C62',
        ...money('LineExtensionAmount', '120.00'), 'cac:Item': { 'cbc:Name': 'Screws', 'cac:ClassifiedTaxCategory': tax },
        'cac:Price': { ...money('PriceAmount', '12.00'), 'cbc:BaseQuantity': '100', 'cbc:BaseQuantity@unitCode': 'C62',
            ...(discount ? { 'cac:AllowanceCharge':
                { 'cbc:ChargeIndicator': 'false', ...money('Amount', '1.00'), ...money('BaseAmount', '13.00') } } : {}) } }],
} });
const service = new InvoiceService({ log() {}, warn() {}, error: console.error });
const first = (xml, name) => new RegExp(`<(?:\\w+:)?${name}[^>]*>([^<]*)<`).exec(xml)?.[1] ?? '-';
const inside = (xml, name) => new RegExp(`<ram:${name}>[^]*?</ram:${name}>`).exec(xml)?.[0] ?? '';
for (const discount of [false, true]) {
    const name = discount ? 'with a discount' : 'without a discount';
    const ubl = (await service.generate(invoice(discount), { format: 'UBL', lang: 'en' })).toString();
    console.log(`${name}: UBL net price ${first(ubl, 'cbc:PriceAmount')}`);
    const cii = (await service.generate(invoice(discount), { format: 'CII', lang: 'en' })).toString();
    const [net, gross] = ['NetPriceProductTradePrice', 'GrossPriceProductTradePrice'].map(part => inside(cii, part));
    console.log(`${name}: CII net price ${first(net, 'ram:ChargeAmount')}, discount in it ${first(net, 'ram:ActualAmount')}, ` +
        `gross price ${first(gross, 'ram:ChargeAmount')}, line ${first(cii, 'ram:BilledQuantity')} / ` +
        `${first(net, 'ram:BasisQuantity')} for ${first(inside(cii, 'SpecifiedTradeSettlementLineMonetarySummation'), 'ram:LineTotalAmount')}`);
}
JS
node write.mjs >seen
cat seen
diff - seen <<'WANT' || { echo "the package writes otherwise now: read this script again"; exit 1; }
without a discount: UBL net price 12.00
without a discount: CII net price 12.00, discount in it -, gross price -, line 1000 / 100 for 120.00
with a discount: UBL net price 12.00
with a discount: CII net price 13.00, discount in it 1.00, gross price -, line 1000 / 100 for 120.00
WANT
