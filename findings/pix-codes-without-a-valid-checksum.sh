#!/usr/bin/env bash
# Payment QR codes (EMV): one in 16 of pix-payload 1.0.4 (npm), pix-utils 1.0.1, pixqrcode 1.1.0 and vietqr-generator 0.0.5 (PyPI) has no valid
# checksum, and with pixqrcode and pixqrcodegen 0.9.1 (PyPI) lengths are wrong.
#
# Expected: a code is a list of fields: two digits of name, two digits of length, value. The last one is 6304 and four hexadecimal digits, the
#   CRC over everything before them. A field that is a template (26, 38, 62) holds fields itself.
# Happens: 1. pix-payload, pix-utils and pixqrcode write the CRC without zeros in front. pix-payload gives the length of what it wrote
#      (63033AE), the others say 04 and the text ends. vietqr-generator takes four characters of Python's 0x3ae: X3AE.
#   2. pixqrcode writes the length of field 26 by the kind of key: 46 for each e-mail address. It is right for 24 characters alone.
#   3. pixqrcodegen writes the length of the amount as it was given, and then the amount with two decimals: 10 is 540210.00.
# Why it matters: the code on the invoice is refused by the bank of the customer. The next one, a cent more, works.
# Versions: as above, the newest each; crcmod 1.7, qrcode 8.2, Python 3.11, Node 20. Seen on 2026-11-30.
# Source: this run; EMVCo, "QR Code Specification for Payment Systems: Merchant-Presented Mode" (the CRC has four characters); bacen/pix-api
#   #444 (an invalid CRC must be refused). devcarlosalberto/pix-payload #2 tells of 1. and is closed, the registry has no version with a
#   correction; no issue of the others was found.
#
# Needs: node with npm, python3 with venv, and their registries. Fails if one of the packages writes otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
npm install --silent --no-audit --no-fund --prefix "$work" pix-payload@1.0.4 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pix-utils==1.0.1 pixqrcode==1.1.0 vietqr-generator==0.0.5 pixqrcodegen==0.9.1 \
    crcmod==1.7 qrcode==8.2
cat > write.cjs <<'JS'
const { payload } = require('pix-payload');
for (let cents = 1000; cents < 3000; cents++) {
    console.log(payload({ name: 'Fulano', key: 'cobranca@example.org.br', city: 'Brasilia', amount: cents / 100, transactionId: 'INV1' }));
}
JS
node write.cjs >pix-payload.txt
cat > write.py <<'PY'
import binascii, contextlib, io
from pix_utils import Code
from pixqrcode import PixQrCode
from pixqrcodegen import Payload
from vietqr import VietQR


def fields(text):
    found = []
    while text:
        name, length, rest = text[:2], text[2:4], text[4:]
        if not (name.isdigit() and length.isdigit() and len(rest) >= int(length) > 0):
            raise ValueError(f"no field at {text[:14]}")
        found.append((name, rest[:int(length)]))
        text = rest[int(length):]
    return found


def fault(code):
    try:
        found = fields(code)
        for name, value in found:
            if name in ("26", "38", "62"):
                fields(value)
    except ValueError as error:
        return str(error)
    name, crc = found[-1]
    right = f"{binascii.crc_hqx(f'{code[:-len(crc) - 2]}04'.encode(), 0xFFFF):04X}"
    return None if (name, crc) == ("63", right) else f"CRC {crc}, should be {right}"


def tell(name, codes):
    faults = [(code, what) for code, what in ((code, fault(code)) for code in codes) if what]
    print(f"{name}: {len(faults)} of {len(codes)} are faulty" + (f", the first ends in {faults[0][0][-8:]}: {faults[0][1]}" if faults else ""))


def generated(amount):
    Payload("Fulano", "cobranca@example.org.br", amount, "Brasilia", "INV1").gerarPayload()


def quietly(write, *given, **named):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        return write(*given, **named) or out.getvalue().strip()


amounts = range(1000, 3000)
tell("pix-payload", open("pix-payload.txt").read().split("\n")[:-1])
tell("pix-utils", [Code("cobranca@example.org.br", "Fulano", "Brasilia", cents / 100, "INV1") for cents in amounts])
tell("vietqr-generator", [quietly(VietQR.genQRString, merchant_id="660704060000129", acq=VietQR.getBincode("VIB"), amount=f"{dong}0",
                                   service_code="QRIBFTTA") for dong in amounts])
for key in "cobrancas@example.org.br", "cobranca@example.org.br":
    tell(f"pixqrcode, {len(key)} characters", [PixQrCode("Fulano", key, "Brasilia", str(cents), "INV1").generate_code() for cents in amounts])
for amount in "10.00", "10", "10.5", "1250.00", "1250":
    code = quietly(generated, amount)
    print(f"pixqrcodegen: {amount} is {code[code.index('530398654') + 7:code.index('5802BR')]}: {fault(code) or 'right'}")
PY
venv/bin/python write.py >seen
cat seen
diff - seen <<'WANT' || { echo "a package writes otherwise now: read this script again"; exit 1; }
pix-payload: 126 of 2000 are faulty, the first ends in 16303691: CRC 691, should be 0691
pix-utils: 126 of 2000 are faulty, the first ends in 16304691: no field at 6304691
vietqr-generator: 125 of 2000 are faulty, the first ends in 6304X5D3: CRC X5D3, should be 05D3
pixqrcode, 24 characters: 126 of 2000 are faulty, the first ends in V163044C: no field at 63044C
pixqrcode, 23 characters: 2000 of 2000 are faulty, the first ends in 63045385: no field at rasilia6208050
pixqrcodegen: 10.00 is 540510.00: right
pixqrcodegen: 10 is 540210.00: no field at .005802BR5906F
pixqrcodegen: 10.5 is 540410.50: no field at 05802BR5906Ful
pixqrcodegen: 1250.00 is 54071250.00: right
pixqrcodegen: 1250 is 54041250.00: no field at .005802BR5906F
WANT
