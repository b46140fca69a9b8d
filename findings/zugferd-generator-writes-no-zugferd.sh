#!/usr/bin/env bash
# zugferd-generator 1.2.1 (npm): its ZUGFeRD has no quantity, no net amount and no amount due, and two readers find no amounts.
#
# Expected: the README says that it is for "creating ZUGFeRD-compliant invoices". In ZUGFeRD the guideline (BT-24) is the name of a profile; each
#   line has its quantity (BT-129), net price (BT-146) and net amount (BT-131) in elements that the schema of CII names, the header the
#   sums (BG-22) with the amount due (BT-115) and the VAT by rate (BG-23). A date with format 102 is YYYYMMDD.
# Happens: 1. quantity must be given, or the package throws, and is not written: 8 hours at 125.00 are a line with 125.00 and 1000.00.
#   2. The elements are of the package's own making: TaxTotal, Percent, LineTotalAmount in SpecifiedLineSupplyChainTradeSettlement,
#      schemaId; the lines stand last and the guideline is "ZUGFeRD". factur-x finds no invoice in the PDF, as the XML breaks the schema of
#      every profile. drafthorse, told not to check, reads the number and a line named Work, and no amount at all.
#   3. The day is written as it is given. The README gives it as 2024-01-01, with which drafthorse refuses the file.
#   No error is raised, and its tests look for the same elements in the XML.
# Why it matters: the buyer's program shows an invoice without amounts, or none; by German law it is no e-invoice, and the seller does not see it.
# Versions: zugferd-generator 1.2.1, the newest, with pdf-lib 1.17.1, Node 20; as readers factur-x 7.8 and drafthorse 2025.2.0 (PyPI), Python
#   3.11. Seen on 2026-11-30.
# Source: this run; EN 16931-1, BT-24, BT-115, BT-129, BT-131, BT-146; the schemas of Factur-X in factur-x; German UStG, section 14 (1). Known of
#   it: tax numbers were missing and were added (BenediktCleff/zugferd-generator #1).
#
# Needs: node with npm, python3 with venv, and their registries. Fails if one of the packages answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund zugferd-generator@1.2.1 pdf-lib@1.17.1 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check factur-x==7.8 drafthorse==2025.2.0
cat > write.mjs <<'JS'
import fs from 'node:fs/promises';
import { PDFDocument } from 'pdf-lib';
import Generator from 'zugferd-generator';

const invoice = (day, due) => ({
    id: '2026-17', issueDate: day, dueDate: due, currency: 'EUR', totalAmount: 1190,
    supplier: { name: 'Seller', street: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE', taxNumber: 'DE123456789' },
    customer: { name: 'Buyer', country: 'DE' },
    taxTotal: { taxAmount: 190, taxPercentage: 19 },
    lineItems: [{ id: '1', description: 'Work', quantity: 8, unitPrice: 125, lineTotal: 1000 }],
});
const page = await PDFDocument.create();
page.addPage();
const plain = Buffer.from(await page.save());
const written = new Generator(invoice('20261127', '20261211'));
await fs.writeFile('invoice.xml', written.toXMLString());
await fs.writeFile('invoice.pdf', await written.embedInPDF(plain));
await fs.writeFile('hyphens.xml', new Generator(invoice('2026-11-27', '2026-12-11')).toXMLString());
JS
node write.mjs
cat > read.py <<'PY'
import logging
import pathlib
import warnings
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
import facturx
from drafthorse.models.document import Document

xml = pathlib.Path("invoice.xml").read_bytes()
print("the word quantity in the XML:", xml.lower().count(b"quantity"))
for name in "minimum", "basicwl", "basic", "en16931", "extended":
    try:
        facturx.xml_check_xsd(xml, "factur-x", name)
        print(f"factur-x, schema {name}: valid")
    except Exception:
        print(f"factur-x, schema {name}: not valid")
found = facturx.get_xml_from_pdf(pathlib.Path("invoice.pdf").read_bytes())
print("factur-x, invoice in the PDF:", found[0] or "none")
read = Document.parse(xml, strict=False)
sums = read.trade.settlement.monetary_summation
print(f"drafthorse: {read.header.id}, due {sums.due_amount._value}, total {sums.grand_total._amount or None}, "
      f"rates of VAT {len(read.trade.settlement.trade_tax.children)}")
for line in read.trade.items.children:
    print(f"drafthorse: {line.product.name}, quantity {line.delivery.billed_quantity._amount or None}, "
          f"net price {line.agreement.net.amount._value}, net {line.settlement.monetary_summation.total_amount._value}")
try:
    Document.parse(pathlib.Path("hyphens.xml").read_bytes(), strict=False)
    print("drafthorse, days with hyphens: read")
except ValueError:
    print("drafthorse, days with hyphens: refused")
PY
venv/bin/python read.py >seen
cat seen
diff - seen <<'WANT' || { echo "a package answers otherwise now: read this script again"; exit 1; }
the word quantity in the XML: 0
factur-x, schema minimum: not valid
factur-x, schema basicwl: not valid
factur-x, schema basic: not valid
factur-x, schema en16931: not valid
factur-x, schema extended: not valid
factur-x, invoice in the PDF: none
drafthorse: 2026-17, due None, total None, rates of VAT 0
drafthorse: Work, quantity None, net price None, net None
drafthorse, days with hyphens: refused
WANT
