#!/usr/bin/env bash
# fiscal 1.0.0 (npm): a fiscal year that is the calendar year ends a day before it begins, and every quarter loses its last day.
#
# Expected: new Fiscal(month) takes the month in which the year begins, counted from 0. startDate and endDate are the first and the last instant
#   of a year or a quarter; the README has 2016-12-31T23:59:59.999Z as the end of a quarter and 23:59:59.999 as the end of a year.
# Happens: 1. with 0, January, the year 2026 is from 1 January 2026 until 31 December 2025. The year before and after are likewise. Other months
#      are right.
#   2. A quarter ends at the first instant of its last day: 2026-12-31T00:00:00.000Z. The year that ends with it ends a day later.
# Why it matters: the sums of a calendar year are empty, and those of the four quarters lack four days of the year, among them its last, on which
#   many invoices are dated.
# Versions: fiscal 1.0.0, the newest, Node 20. Seen on 2026-11-30.
# Source: this run; the README of fiscal, FiscalYear.endDate and Quarter.endDate. Its tests look at the month and the day of the end of a quarter,
#   not at the hour, and at no year that begins in January. No issue of it was found.
#
# Needs: node with npm, and a registry of its packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
echo '{}' >package.json
npm install --silent --no-audit --no-fund fiscal@1.0.0
cat > show.js <<'JS'
const Fiscal = require('fiscal');

const span = (of) => `${of.startDate.toISOString()} to ${of.endDate.toISOString()}`;
const paid = ['2026-01-01T00:00:00Z', '2026-03-31T09:00:00Z', '2026-06-30T12:00:00Z', '2026-09-30T15:00:00Z', '2026-12-31T18:00:00Z']
    .map((day) => new Date(day));
const within = (of) => paid.filter((day) => day >= of.startDate && day <= of.endDate).length;

for (const [name, month] of [['January', 0], ['April', 3], ['October', 9]]) {
    const { fiscalYear, quarter } = new Fiscal(month).getFiscalInfoForDate(new Date('2026-11-30T12:00:00Z'));
    console.log(`from ${name}: year ${fiscalYear.fiscalYear}, ${span(fiscalYear)}`);
    console.log(`    quarter ${quarter.number}, ${span(quarter)}`);
}
const { fiscalYear, quarter } = new Fiscal(0).getFiscalInfoForDate(new Date('2026-02-01T12:00:00Z'));
const quarters = [quarter, quarter.next(), quarter.next().next(), quarter.next().next().next()];
console.log(`five payments of 2026: in the year ${within(fiscalYear)}, in its quarters ${quarters.map(within).join(', ')}`);
JS
node show.js >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
from January: year 2026, 2026-01-01T00:00:00.000Z to 2025-12-31T23:59:59.999Z
    quarter 4, 2026-10-01T00:00:00.000Z to 2026-12-31T00:00:00.000Z
from April: year 2027, 2026-04-01T00:00:00.000Z to 2027-03-31T23:59:59.999Z
    quarter 3, 2026-10-01T00:00:00.000Z to 2026-12-31T00:00:00.000Z
from October: year 2027, 2026-10-01T00:00:00.000Z to 2027-09-30T23:59:59.999Z
    quarter 1, 2026-10-01T00:00:00.000Z to 2026-12-31T00:00:00.000Z
five payments of 2026: in the year 0, in its quarters 1, 0, 0, 0
WANT
