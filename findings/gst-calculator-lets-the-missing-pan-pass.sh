#!/usr/bin/env bash
# gst_calculator 0.1 (PyPI): a vendor without a PAN passes at 5 % of tax instead of 20 %, and ten days late cost 10 % of the tax.
#
# Expected: TDSValidator reads a CSV of payments to vendors and tells the tax that is to be deducted at source (TDS), whether too little was, and
#   the interest. Of a vendor who gave no PAN it is at least 20 %; its own source says so. Below the threshold of the section, which its table
#   has, nothing is due. Tax that is paid late costs 1 or 1.5 % for each month or part of one, so at most 3 % for two months.
# Happens: 1. an empty PAN is not a number when the file has been read, and its text, "nan", is not empty: 5 % are expected, and 5 % deducted are
#      enough. The 20 % can only come of a PAN of blanks.
#   2. The threshold is not looked at: 500 are missing of a payment of 10000, where the table has 15000.
#   3. Interest is 1 % for each day after the 30th: 500 of 5000 after 40 days, 3000 after 90.
#   4. The surcharge of a partnership or an LLP above one crore is 7 %, that of a company, instead of 12 %.
# Why it matters: the deductor owes what was not deducted, and the expense is disallowed; the interest that the report has is many times what is
#   due.
# Versions: gst_calculator 0.1, the only one, with pandas 2.3.3, numpy 2.3.5, openpyxl 3.1.5 and reportlab 4.4.4, Python 3.11. Seen on 2026-11-30.
# Source: this run, with payments of May 2025; Indian Income-tax Act of 1961, sections 194H (threshold), 201(1A) (interest) and 206AA (20 %);
#   Finance Act of 2025, first schedule (surcharge of firms); the comments in the package ("PAN not available"). It has no README.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check gst_calculator==0.1 pandas==2.3.3 numpy==2.3.5 openpyxl==3.1.5 reportlab==4.4.4
cat > payments.csv <<'CSV'
Vendor,Section,PaymentDate,Amount,TDSAmount,TDSDate,PAN,IsNonFiler
with a PAN,194H,2025-05-02,100000,5000,2025-05-02,AAAPL1234C,False
without a PAN,194H,2025-05-02,100000,5000,2025-05-02,,False
below the threshold,194H,2025-05-02,10000,0,2025-05-02,AAAPL1234C,False
paid after 40 days,194H,2025-05-02,100000,5000,2025-06-11,AAAPL1234C,False
paid after 90 days,194H,2025-05-02,100000,5000,2025-07-31,AAAPL1234C,False
CSV
cat > check.py <<'PY'
import pandas

from gst_calculator.business_tax import TaxCalculator
from gst_calculator.tds_corporate import TDS_RATES, TDSValidator

TDSValidator("payments.csv").validate()
print("194H in its table:", TDS_RATES["194H"])
for row in pandas.read_excel("tds_compliance_report.xlsx").to_dict("records"):
    print(f"{row['Vendor']}: {row['Amount']}, expected {row['ExpectedTDS']}, missing {row['MissingTDS']}, too little {row['UnderDeducted']}, "
          f"interest {row['InterestPayable']}")
firm = TaxCalculator("llp", 20000000)
firm.compute_tax()
print(f"LLP with 2 crore: tax {firm.tax:.0f}, surcharge {firm.surcharge:.0f}")
PY
venv/bin/python check.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
TDS compliance report saved as 'tds_compliance_report.xlsx'.
194H in its table: {'rate': 0.05, 'threshold': 15000}
with a PAN: 100000, expected 5000, missing False, too little False, interest 0
without a PAN: 100000, expected 5000, missing False, too little False, interest 0
below the threshold: 10000, expected 500, missing True, too little False, interest 0
paid after 40 days: 100000, expected 5000, missing False, too little False, interest 500
paid after 90 days: 100000, expected 5000, missing False, too little False, interest 3000
LLP with 2 crore: tax 6000000, surcharge 420000
WANT
