#!/usr/bin/env bash
# @dintero/money 1.1.12 (npm): a negative amount that it formats itself for Norway or Sweden is positive when it reads it again.
#
# Expected: fromLocaleString reads what toLocaleString of the same locale writes; the README shows the two side by side, with Norway.
# Happens: in the data of CLDR the minus of Norwegian, Swedish, Finnish, Croatian, Lithuanian, Estonian and Slovene is U+2212.
#   toLocaleString writes it, and fromLocaleString removes all but digits, the decimal sign and the hyphen: -1234.50 becomes 1234.50.
#   With English, German, French and Hungarian, which have the hyphen, the sign stays.
# Why it matters: a credit note becomes an invoice, an outgoing payment an incoming one, with no error.
# Versions: @dintero/money 1.1.12, the newest, with big.js; Node 20 with its full ICU. Seen on 2026-11-29.
# Source: this run; the README and the comment of fromLocaleString (it excludes only locales with other digits); CLDR, symbols/minusSign.
#
# Needs: node with npm, and a registry of its packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" @dintero/money@1.1.12 >/dev/null
cat > sign.cjs <<'JS'
const { Money } = require('@dintero/money');
const credit = Money.of(-1234.5, 'NOK');
for (const locale of ['nb-NO', 'no-NO', 'sv-SE', 'fi-FI', 'hr-HR', 'lt-LT', 'et-EE', 'sl-SI', 'en-GB', 'de-DE', 'fr-FR', 'hu-HU']) {
    const text = credit.toLocaleString(locale);
    const sign = [...text].find((one) => /[-\u2212]/.test(one)).codePointAt(0).toString(16).padStart(4, '0').toUpperCase();
    console.log(`${locale}: minus U+${sign}, -1234.50 read again as ${Money.fromLocaleString(text, 'NOK', locale)}`);
}
JS
node sign.cjs >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
nb-NO: minus U+2212, -1234.50 read again as 1234.50
no-NO: minus U+2212, -1234.50 read again as 1234.50
sv-SE: minus U+2212, -1234.50 read again as 1234.50
fi-FI: minus U+2212, -1234.50 read again as 1234.50
hr-HR: minus U+2212, -1234.50 read again as 1234.50
lt-LT: minus U+2212, -1234.50 read again as 1234.50
et-EE: minus U+2212, -1234.50 read again as 1234.50
sl-SI: minus U+2212, -1234.50 read again as 1234.50
en-GB: minus U+002D, -1234.50 read again as -1234.50
de-DE: minus U+002D, -1234.50 read again as -1234.50
fr-FR: minus U+002D, -1234.50 read again as -1234.50
hu-HU: minus U+002D, -1234.50 read again as -1234.50
WANT
