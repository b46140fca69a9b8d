#!/usr/bin/env bash
# stripe-xrechnung 0.1.0 (PyPI): the XRechnung of an invoice of Stripe has another total, and --strict passes.
#
# Expected: the XRechnung says what the invoice of Stripe says. Its object has total, amount_paid and amount_remaining; tax_rate of a
#   tax amount is the ID of the rate, unless the call asks for the object (it is "expandable"), and the amounts of the tax are there.
#   A discount stands in discount_amounts of the line; the amount of the line is before it.
# Happens: 1. where tax_rate is an ID, and where there is no tax at all, the package takes 19 %: 107.00 becomes 119.00.
#   2. Discounts are not read: 95.20 becomes 119.00.
#   3. What is paid is not read: a paid invoice asks for 119.00 again.
#   4. A price of less than a cent (unit_amount_decimal) becomes 0.00, and the line is 1000 times 0.00 with a net amount of 3.33.
#   The README says that total is a cross-check; nothing is said, and the exit code is 0 with --strict too.
# Why it matters: the customer pays another amount than Stripe takes, or pays twice, and the seller owes the VAT that its invoice states.
# Versions: stripe-xrechnung 0.1.0, the only one, Python 3.11. Seen on 2026-11-29.
# Source: this run; the reference of Stripe's API (Invoice, Line Item, "Expanding responses"); the README: "never invents VAT IDs",
#   "subtotal / tax / total: cross-check only". It says that prices including tax are not for it; none is used here.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check stripe-xrechnung==0.1.0
cat > make.py <<'PY'
import json

seller = {"name": "Seller GmbH", "street": "Street 1", "city": "Berlin", "postal_code": "10115", "country": "DE", "vat_id": "DE123456788",
          "email": "office@example.com", "phone": "+49 30 000000", "contact_name": "Office", "iban": "DE89370400440532013000"}
json.dump(seller, open("seller.json", "w"))


def invoice(name, line, paid=0, **rest):
    line = {"object": "line_item", "id": "il_1", "currency": "eur", "description": "Work", "quantity": 1, **line}
    tax = sum(one["amount"] for one in line["tax_amounts"])
    off = sum(one["amount"] for one in line.get("discount_amounts", []))
    total = line["amount"] - off + tax
    json.dump({"object": "invoice", "id": "in_1", "number": "A-1", "currency": "eur", "created": 1795000000, "due_date": 1796000000,
               "customer_name": "Buyer", "customer_email": "buyer@example.com",
               "customer_address": {"line1": "Street 2", "city": "Berlin", "postal_code": "10115", "country": "DE"},
               "metadata": {"leitweg_id": "04011000-12345-03"}, "lines": {"object": "list", "data": [line]},
               "subtotal": line["amount"], "tax": tax or None, "total": total, "amount_due": total, "amount_paid": paid,
               "amount_remaining": total - paid}, open(f"{name}.json", "w"))


def tax(amount, rate):
    return [{"amount": amount, "inclusive": False, "tax_rate": rate, "taxable_amount": 10000}]


standard = {"object": "tax_rate", "id": "txr_19", "percentage": 19.0, "inclusive": False}
invoice("rate as object", {"amount": 10000, "tax_amounts": tax(1900, standard)})
invoice("rate as ID", {"amount": 10000, "tax_amounts": tax(700, "txr_7")})
invoice("no tax", {"amount": 10000, "tax_amounts": []})
invoice("discount", {"amount": 10000, "tax_amounts": tax(1520, standard), "discount_amounts": [{"amount": 2000, "discount": "di_1"}]})
invoice("paid", {"amount": 10000, "tax_amounts": tax(1900, standard)}, paid=11900)
invoice("small price", {"amount": 333, "quantity": 1000, "tax_amounts": tax(63, standard),
                        "price": {"unit_amount": None, "unit_amount_decimal": "0.333"}})
PY
cat > look.py <<'PY'
import json, re, sys

for name in sys.argv[1:]:
    given = json.load(open(f"{name}.json"))
    text = open(f"{name}.xml").read()
    found = {key: re.search(rf"<cbc:{key}[^>]*>([^<]*)<", text)[1] for key in ("TaxInclusiveAmount", "PayableAmount", "Percent", "PriceAmount")}
    print(f"{name}: Stripe {given['total'] / 100:.2f}, to pay {given['amount_remaining'] / 100:.2f}; XRechnung {found['TaxInclusiveAmount']}, "
          f"to pay {found['PayableAmount']}, VAT {found['Percent']} %, price {found['PriceAmount']}")
PY
venv/bin/python make.py
names=("rate as object" "rate as ID" "no tax" "discount" "paid" "small price")
for name in "${names[@]}"; do
    venv/bin/stripe-xrechnung emit "$name.json" --seller seller.json --strict -o "$name.xml"
done
venv/bin/python look.py "${names[@]}" >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
rate as object: Stripe 119.00, to pay 119.00; XRechnung 119.00, to pay 119.00, VAT 19.00 %, price 100.00
rate as ID: Stripe 107.00, to pay 107.00; XRechnung 119.00, to pay 119.00, VAT 19.00 %, price 100.00
no tax: Stripe 100.00, to pay 100.00; XRechnung 119.00, to pay 119.00, VAT 19.00 %, price 100.00
discount: Stripe 95.20, to pay 95.20; XRechnung 119.00, to pay 119.00, VAT 19.00 %, price 100.00
paid: Stripe 119.00, to pay 0.00; XRechnung 119.00, to pay 119.00, VAT 19.00 %, price 100.00
small price: Stripe 3.96, to pay 3.96; XRechnung 3.96, to pay 3.96, VAT 19.00 %, price 0.00
WANT
