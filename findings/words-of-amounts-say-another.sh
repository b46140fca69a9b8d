#!/usr/bin/env bash
# Amounts in words: amount-in-words 1.0.1 (npm) has "Five Paise" for 0.50 and "One Hundred Dollars" for 100000, convert-rupees-into-words 1.0.6
# (npm) a thousand too much.
#
# Expected: a cheque and an Indian invoice state the amount in figures and in words, and the words are the same amount. A rupee, a dollar and a
#   pound have 100 parts: 0.5 is fifty of them. In India 100500 is one lakh five hundred.
# Happens: 1. amount-in-words takes what is behind the point as a number, of a number with one decimal: 100.5 rupees are "One Hundred Rupees And
#      Five Paise", and 100.05 are the same. So are nine amounts in a hundred, those of whole tenths. As text, "100.50", it is right.
#   2. With USA and GBR the word Thousand is lost where the thousands are whole hundreds: 100000 dollars are "One Hundred Dollars".
#   3. convert-rupees-into-words says Thousand where there are none: 100500 is "One Lakh Thousand Five Hundred Rupees", and 10000500 "One Crore
#      Lakh Thousand Five Hundred Rupees". One hundred is "Hundred", so 1100 is "One Thousand Hundred Rupees".
#   4. From 1000000000 on it says nothing: the words are empty.
# Why it matters: where figures and words differ a bank pays the words, so 100.50 is 100.05 and 100000.00 is 100.00.
# Versions: both are the newest, Node 20. Seen on 2026-11-30.
# Source: this run; Indian Negotiable Instruments Act of 1881, section 18, and UCC section 3-114 (words prevail); Coinage Act of 2011, section 4
#   (100 paise); the README of amount-in-words ("number or string"), and of convert-rupees-into-words. No issue of either was
#   found; both were mended in another package, mastermunj/to-words #1 and #444.
#
# Needs: node with npm, and a registry of its packages. Fails if one of the packages answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{}' >package.json
npm install --silent --no-audit --no-fund amount-in-words@1.0.1 convert-rupees-into-words@1.0.6
cat > words.js <<'JS'
const { AmountToWords } = require('amount-in-words');
const rupees = require('convert-rupees-into-words');

const words = new AmountToWords();
for (const [amount, country] of [[100.5, 'IND'], [100.05, 'IND'], ['100.50', 'IND'], [1234.1, 'IND'], [0.9, 'GBR'], [100000, 'USA'], [900000, 'GBR'],
    [110000, 'USA'], [100001, 'USA'], [1000000, 'USA']]) {
    console.log(`amount-in-words, ${country} ${JSON.stringify(amount)}: ${words.toWords(amount, country)}`);
}
for (const amount of [500, 1100, 100500, 100100, 10000500, 101500, 999999999, 1000000000]) {
    console.log(`convert-rupees-into-words, ${amount}: "${rupees(amount)}"`);
}
JS
node words.js >seen
cat seen
diff - seen <<'WANT' || { echo "one of the packages answers otherwise now: read this script again"; exit 1; }
amount-in-words, IND 100.5: One Hundred Rupees And Five Paise
amount-in-words, IND 100.05: One Hundred Rupees And Five Paise
amount-in-words, IND "100.50": One Hundred Rupees And Fifty Paise
amount-in-words, IND 1234.1: One Thousand Two Hundred Thirty Four Rupees And One Paisa
amount-in-words, GBR 0.9: Zero Pound And Nine Pence
amount-in-words, USA 100000: One Hundred Dollars
amount-in-words, GBR 900000: Nine Hundred Pounds
amount-in-words, USA 110000: One Hundred Ten Thousand Dollars
amount-in-words, USA 100001: One Hundred One Dollars
amount-in-words, USA 1000000: One Million Dollars
convert-rupees-into-words, 500: "Five Hundred Rupees"
convert-rupees-into-words, 1100: "One Thousand Hundred Rupees"
convert-rupees-into-words, 100500: "One Lakh Thousand Five Hundred Rupees"
convert-rupees-into-words, 100100: "One Lakh Thousand Hundred Rupees"
convert-rupees-into-words, 10000500: "One Crore Lakh Thousand Five Hundred Rupees"
convert-rupees-into-words, 101500: "One Lakh One Thousand Five Hundred Rupees"
convert-rupees-into-words, 999999999: "Ninety Nine Crore Ninety Nine Lakh Ninety Nine Thousand Nine Hundred Ninety Nine Rupees"
convert-rupees-into-words, 1000000000: ""
WANT
