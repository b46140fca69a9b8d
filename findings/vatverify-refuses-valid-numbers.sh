#!/usr/bin/env bash
# vatverify-rates 0.1.0 (PyPI): it refuses valid VAT numbers of Belgium, Bulgaria, Finland, Ireland and the Netherlands, and takes wrong Irish ones.
#
# Expected: Belgian numbers begin with 0 or, since 2023, with 1. In Finland a remainder of 0 is the digit 0, of 1 is never given, of 2 to 10
#   is 11 less it. In Bulgaria a remainder of 10 is weighted again with 3 to 10. In Ireland the second letter counts nine times (1234567FA,
#   since 2013). A Dutch sole trader has had a number since 2020 whose letters and digits leave 1 by 97 (NL000099998B57).
# Happens: 1. every Belgian number with a 1 in front is refused.
#   2. A tenth of the Finnish numbers, those that end in 1, is refused, and some 8 % of the Bulgarian ones.
#   3. The second Irish letter is left out of the sum: right numbers are refused and wrong ones are valid.
#   4. Only the older Dutch rule is known.
# Why it matters: the README has it as the check in front of VIES. A customer whose number is refused pays VAT that is not due; a wrong
#   number that passes makes the seller liable for it.
# Versions: vatverify-rates 0.1.0, the newest, which was verified on 2026-04-13 by its own account; python-stdnum 2.2 as a control;
#   Python 3.11. Seen on 2026-11-30.
# Source: this run; European Commission, VIES, structure of VAT numbers; the Royal Decree of June 2003 on the enterprise number (first digit 0
#   or 1); PRH (check digit of Finnish business IDs); Belastingdienst (NL000099998B57 as its example). Its README promises real checksum
#   algorithms for 44 countries and names no exception; no issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if vatverify-rates answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check vatverify-rates==0.1.0 python-stdnum==2.2
cat > check.py <<'PY'
from stdnum.eu import vat
from vatverify_rates import validate

WEIGHTS = {"fi": (7, 9, 10, 5, 8, 4, 2), "bg": (1, 2, 3, 4, 5, 6, 7, 8), "bg again": (3, 4, 5, 6, 7, 8, 9, 10), "ie": (8, 7, 6, 5, 4, 3, 2)}


def weigh(digits, name):
    return sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS[name]))


def finland(base):
    rest = weigh(f"{base:07d}", "fi") % 11
    return None if rest == 1 else f"FI{base:07d}{(11 - rest) % 11}"


def bulgaria(base):
    rest = weigh(f"{base:08d}", "bg") % 11
    return f"BG{base:08d}{rest if rest < 10 else weigh(f'{base:08d}', 'bg again') % 11 % 10}"


def ireland(base, second="A"):
    rest = (weigh(f"{base:07d}", "ie") + 9 * (ord(second) - 64)) % 23
    return f"IE{base:07d}{'WABCDEFGHIJKLMNOPQRSTUV'[rest]}{second}"


def netherlands(base):
    return next(number for number in (f"NL{base:09d}B{check:02d}" for check in range(2, 99))
                if int("".join(str(int(sign, 36)) for sign in number)) % 97 == 1)


def belgium(base):
    return f"BE{base}{97 - base % 97:02d}"


for name, make, bases in [("Belgian with 1", belgium, range(10000000, 10100000, 100)), ("Finnish", finland, range(1000000, 3000000, 2000)),
                          ("Bulgarian", bulgaria, range(10000000, 20000000, 10000)),
                          ("Irish with A", ireland, range(1234567, 2234567, 1000)), ("Dutch by 97", netherlands, range(99998, 10099998, 10000))]:
    numbers = [number for number in map(make, bases) if number]
    assert all(map(vat.is_valid, numbers))
    refused = [number for number in numbers if not validate(number).valid]
    print(f"{name}: of {len(numbers)} valid ones {len(refused)} are refused, for example {refused[0]}")
for number in "NL000099998B57", "IE1234567FA", "IE1234567TA":
    print(f"{number}: vatverify-rates {validate(number).valid}, python-stdnum {vat.is_valid(number)}")
PY
venv/bin/python check.py >seen
cat seen
diff - seen <<'WANT' || { echo "vatverify-rates answers otherwise now: read this script again"; exit 1; }
Belgian with 1: of 1000 valid ones 1000 are refused, for example BE1000000021
Finnish: of 910 valid ones 91 are refused, for example FI10480001
Bulgarian: of 1000 valid ones 75 are refused, for example BG101700006
Irish with A: of 1000 valid ones 1000 are refused, for example IE1234567FA
Dutch by 97: of 1000 valid ones 910 are refused, for example NL000099998B57
NL000099998B57: vatverify-rates False, python-stdnum True
IE1234567FA: vatverify-rates False, python-stdnum True
IE1234567TA: vatverify-rates True, python-stdnum False
WANT
