#!/usr/bin/env bash
# finnish-bank-utils 1.3.3 (npm): the bar code of one Finnish invoice in eleven cannot be paid, since its amount is 1998.99999999999977.
#
# Expected: a virtual bar code has 54 digits: version, account (16), euros (6), cents (2), for version 4 three zeros and the reference (20), and
#   the due date (6). formatFinnishVirtualBarCode takes an amount of at most two decimals, as its own check demands, and
#   parseFinnishVirtualBarCode reads back the amount that was written.
# Happens: 1. the cents are the amount times 100 less the euros times 100, as a binary fraction that is not rounded. 19.99 euro become 1998.9999
#      with a point among the digits, and the code has up to 70 characters. Of the amounts from 0.01 to 1000.00 that is 9175. No error is raised,
#      and its own parser refuses the code. The two examples of the README are among those that are right.
#   2. Read back, 1.36 is 1.3599999999999999 and 1.39 is 1.3900000000000001.
# Why it matters: the printed code is refused by the bank, or the payer types what is left of it; a program that compares what it reads with the
#   open amount finds no match.
# Versions: finnish-bank-utils 1.3.3, the newest, Node 20. Seen on 2026-11-30.
# Source: this run; Finance Finland, "Pankkiviivakoodi-opas" (length and fields of versions 4 and 5), whose first example is the first below; the
#   README of the package. Reported in vkomulai/finnish-bank-utils #11, which was closed in 2018, and #13, which is open; the newest release has
#   it still.
#
# Needs: node with npm, and a registry of its packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{}' >package.json
npm install --silent --no-audit --no-fund finnish-bank-utils@1.3.3
cat > codes.js <<'JS'
const utils = require('finnish-bank-utils');

const code = (sum) => utils.formatFinnishVirtualBarCode({ iban: 'FI79 4405 2020 0360 82', sum, reference: '86851 62596 19897', date: '12.6.2010' });
const show = (sum) => {
    const written = code(sum);
    console.log(`${sum.toFixed(2)}: ${written}, ${written.length} characters, read as ${utils.parseFinnishVirtualBarCode(written).sum}`);
};
[4883.15, 19.99, 0.29, 1.1, 42.5, 1.36, 1.39].forEach(show);
const counts = { right: 0, unreadable: 0, other: 0 };
for (let cents = 1; cents <= 100000; cents += 1) {
    const written = code(cents / 100);
    const read = utils.parseFinnishVirtualBarCode(written);
    if (!read) counts.unreadable += 1;
    else if (read.sum !== cents / 100) counts.other += 1;
    else counts.right += 1;
}
console.log(`0.01 to 1000.00: ${counts.right} right, ${counts.unreadable} cannot be read, ${counts.other} read as another number`);
JS
node codes.js >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
4883.15: 4794405202003608200488314.99999999994179200000000868516259619897100612, 70 characters, read as undefined
19.99: 4794405202003608200001998.9999999999997700000000868516259619897100612, 69 characters, read as undefined
0.29: 4794405202003608200000028.99999999999999600000000868516259619897100612, 70 characters, read as undefined
1.10: 4794405202003608200000110.00000000000001400000000868516259619897100612, 70 characters, read as undefined
42.50: 479440520200360820000425000000000868516259619897100612, 54 characters, read as 42.5
1.36: 479440520200360820000013600000000868516259619897100612, 54 characters, read as 1.3599999999999999
1.39: 479440520200360820000013900000000868516259619897100612, 54 characters, read as 1.3900000000000001
0.01 to 1000.00: 90790 right, 9175 cannot be read, 35 read as another number
WANT
