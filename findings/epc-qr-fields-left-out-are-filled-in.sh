#!/usr/bin/env bash
# EPC QR codes: iban-qr-code 1.0.0, sepa-qr 0.0.2 and sepa-payment-code 1.0.3 (npm) fill in an amount, a bank or a text that were left out.
#
# Expected: EPC069-12 has twelve lines: BCD, version, character set, SCT, BIC, name, IBAN, amount, purpose, structured reference or text,
#   information for the payer. Amount, reference, text, and with version 002 the BIC, may be empty; the payer's bank then asks. The
#   text belongs to line 11, the information to line 12. An amount has two decimals at most.
# Happens: 1. iban-qr-code fills in what is left out: 19.05 euro, the text "Testsubject", the BIC DEZZZYYYXXX, which is no bank's. The README shows
#      all fields empty and names no such values.
#   2. sepa-qr asks for 0.01 euro without an amount (the README says so), and is a line short: a text is the structured reference, and
#      the information for the payer is the text of the payment.
#   3. sepa-payment-code writes 0.1 + 0.2 as EUR0.30000000000000004; iban-qr-code does so, too.
# Why it matters: a payer who scans and confirms pays another amount, or a text by which no invoice is found; a bank that checks the code
#   refuses it.
# Versions: as above, the newest each; jsqr 1.4.0 and pngjs 7.0.0 read the picture of sepa-qr; as control sepa-payment-qr-code 2.0.2,
#   Node 20. Seen on 2026-11-29.
# Source: this run; European Payments Council, EPC069-12, "Quick Response Code: Guidelines to Enable Data Capture for the Initiation of
#   an SCT". The PHP package of the same author had the missing line as an issue (smhg/sepa-qr-php #4, #5).
#
# Needs: node with npm, and a registry of its packages. Fails if one of the packages answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" iban-qr-code@1.0.0 sepa-qr@0.0.2 sepa-payment-code@1.0.3 \
    sepa-payment-qr-code@2.0.2 jsqr@1.4.0 pngjs@7.0.0 >/dev/null
cat > codes.cjs <<'JS'
const { girocode } = require('iban-qr-code');
const sepaQr = require('sepa-qr');
const { PaymentCode } = require('sepa-payment-code');
const control = require('sepa-payment-qr-code');
const jsqr = require('jsqr');
const { PNG } = require('pngjs');

const iban = 'DE89370400440532013000';
const name = 'Seller';
const text = 'Invoice 3';
const show = (what, code) => {
    const [, version, , , bic, , , amount, , reference, remittance, information] = code.split('\n').map((line) => line || '-');
    console.log(`${what}: version ${version}, BIC ${bic}, amount ${amount}, reference ${reference}, text ${remittance}, information ${information ?? 'no line'}`);
};
const picture = async (options) => {
    const parts = [];
    for await (const part of sepaQr({ ...options, type: 'png', size: 8 })) parts.push(part);
    const { data, width, height } = PNG.sync.read(Buffer.concat(parts));
    return jsqr(new Uint8ClampedArray(data), width, height).data;
};

(async () => {
    show('control', control({ name, iban, amount: null, unstructuredReference: text, information: 'Thanks' }));
    show('iban-qr-code, name and account', girocode({ name, iban, version: '002' }));
    show('iban-qr-code, with a text', girocode({ name, iban, version: '002', reason: text }));
    show('iban-qr-code, 0.1 + 0.2', girocode({ name, iban, version: '002', bic: '', reason: text, amount: 0.1 + 0.2 }));
    show('sepa-qr, name and account', await picture({ name, iban }));
    show('sepa-qr, with a text', await picture({ name, iban, amount: 100, remittance: text, information: 'Thanks' }));
    show('sepa-payment-code, 0.1 + 0.2', new PaymentCode(name, iban, 0.1 + 0.2, undefined, text).getPayload());
})();
JS
node codes.cjs >seen
cat seen
diff - seen <<'WANT' || { echo "a package answers otherwise now: read this script again"; exit 1; }
control: version 002, BIC -, amount -, reference -, text Invoice 3, information Thanks
iban-qr-code, name and account: version 002, BIC DEZZZYYYXXX, amount EUR19.05, reference -, text Testsubject, information -
iban-qr-code, with a text: version 002, BIC DEZZZYYYXXX, amount EUR19.05, reference -, text Invoice 3, information -
iban-qr-code, 0.1 + 0.2: version 002, BIC -, amount EUR0.30000000000000004, reference -, text Invoice 3, information -
sepa-qr, name and account: version 002, BIC -, amount EUR0.01, reference -, text -, information no line
sepa-qr, with a text: version 002, BIC -, amount EUR100, reference Invoice 3, text Thanks, information no line
sepa-payment-code, 0.1 + 0.2: version 002, BIC -, amount EUR0.30000000000000004, reference -, text Invoice 3, information -
WANT
