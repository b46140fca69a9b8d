#!/usr/bin/env bash
# vat-doctor 0.1.0 (PyPI): an OSS return has too little VAT for Estonia and Romania, the rates of 2025 in every year, and a disputed customer.
#
# Expected: oss_quarterly_xml makes the return of a quarter, with the standard rate of a country where none is given. A supply has the rate of
#   its day: Estonia 22 % from 2024 and 24 % from July 2025, Romania 21 % from August 2025, Finland 25.5 % from September 2024, Slovakia
#   23 % from 2025. Two pieces of evidence for a customer's country must not contradict each other; its documentation says that pieces
#   that disagree are not enough.
# Happens: 1. Estonia has 22 and Romania 19, in a table that says it was verified on 2026-05-05.
#   2. Quarter and year are printed and not used: a late or corrected return of 2023 or 2024 has the rates of 2025.
#   3. Two pieces for Sweden and two for Denmark are the one that comes first, and ok.
# Why it matters: 2 % of the turnover in two countries is short in every return, and the seller pays it with interest; of corrections too much.
# Versions: vat-doctor 0.1.0, the newest; duty27-eu-vat 0.1.0 as a control; Python 3.11. Seen on 2026-11-30.
# Source: this run; European Commission, "Taxes in Europe Database"; Directive 2006/112/EC, article 93; Implementing Regulation 282/2011,
#   articles 24b and 24f (two items that are not contradictory). Its README has reduced rates and an automatic refresh as plans and promises
#   current standard rates. No issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if vat-doctor answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check vat-doctor==0.1.0 duty27-eu-vat==0.1.0
cat > file.py <<'PY'
from xml.etree import ElementTree
from duty27_eu_vat import get_standard_rate
from vat_doctor import OssSale, classify_evidence, oss_quarterly_xml

LAST = {1: "03-31", 2: "06-30", 3: "09-30", 4: "12-31"}
for year, quarter, countries in [(2026, 3, "AT EE RO"), (2024, 2, "AT EE FI SK"), (2023, 4, "AT EE LU")]:
    sales = [OssSale(country, 10000.0) for country in countries.split()]
    root = ElementTree.fromstring(oss_quarterly_xml(vat_oss_id="EU372000000", quarter=quarter, year=year, sales=sales))
    due = {country: get_standard_rate(country, f"{year}-{LAST[quarter]}") for country in countries.split()}
    filed = {sale.findtext("Country"): sale.findtext("Rate") for sale in root.iter("Sale")}
    print(root.findtext("Period"), "10000.00 to each:", ", ".join(f"{country} {filed[country]} for {rate:.2f}" for country, rate in due.items()),
          "- VAT", root.findtext("Totals/VatEur"), f"for {sum(100 * rate for rate in due.values()):.2f}")
verdict = classify_evidence(billing_country="SE", ip_country="DK", bank_country="SE", sim_country="DK")
print("billing and bank Sweden, IP and SIM Denmark:", verdict.determined_country, "ok" if verdict.ok else "not ok")
PY
venv/bin/python file.py >seen
cat seen
diff - seen <<'WANT' || { echo "vat-doctor answers otherwise now: read this script again"; exit 1; }
2026-Q3 10000.00 to each: AT 20.00 for 20.00, EE 22.00 for 24.00, RO 19.00 for 21.00 - VAT 6100.00 for 6500.00
2024-Q2 10000.00 to each: AT 20.00 for 20.00, EE 22.00 for 22.00, FI 25.50 for 24.00, SK 23.00 for 20.00 - VAT 9050.00 for 8600.00
2023-Q4 10000.00 to each: AT 20.00 for 20.00, EE 22.00 for 20.00, LU 17.00 for 16.00 - VAT 5900.00 for 5600.00
billing and bank Sweden, IP and SIM Denmark: SE ok
WANT
