#!/usr/bin/env bash
# iso20022.js 0.0.15 (npm): a camt.053 loses the zeros of references, its reversals, and whole cents.
#
# Expected: Ustrd and AcctSvcrRef are text (Max140Text, Max35Text): 000245 is not 245. RvslInd is xs:boolean: true and 1 are true. The
#   amounts of the report are in minor units, as in the payments that the package writes: 1.15 euro are 115.
# Happens: 1. references of digits become numbers: 000245 is 245, 1.10 is 1.1, and 23 digits are 2.0261127e+22. Only NtryRef
#      and codes are kept as they are.
#   2. reversal is never true: the parser makes a boolean of the element, and the package compares it with the string 'true'.
#   3. 1.15 euro are 114.99999999999999 cents, 8.20 are 819.9999999999999. A whole number is needed where the package takes minor
#      units itself: the same number as the amount of a payment raises an error.
#   4. 1000 yen are 100000 units, and 1.234 dinars of Kuwait 123.4: every currency has two decimals here.
# Why it matters: a payment for invoice 000245 finds no invoice, or that of number 245; what is summed is not whole cents.
# Versions: iso20022.js 0.0.15, the only one in the registry, with dinero.js 1.9.1, Node 20. Seen on 2026-11-29.
# Source: this run; ISO 20022, camt.053.001.02; XML Schema, 3.2.2 (boolean); ISO 4217. The README says of camt that it is in work.
#
# Needs: node with npm, and a registry of its packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" iso20022.js@0.0.15 dinero.js@1.9.1 >/dev/null
cat > read.mjs <<'JS'
import { CashManagementEndOfDayReport, ISO20022 } from 'iso20022.js';

const entry = (number, currency, amount, reversal, reference, text) => `<Ntry><NtryRef>${number}</NtryRef>
<Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RvslInd>${reversal}</RvslInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-11-27</Dt></BookgDt><BkTxCd><Prtry><Cd>1</Cd></Prtry></BkTxCd><NtryDtls><TxDtls>
<Refs><AcctSvcrRef>${reference}</AcctSvcrRef></Refs><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
const report = CashManagementEndOfDayReport.fromXML(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId>
<CreDtTm>2026-11-27T12:00:00Z</CreDtTm></GrpHdr><Stmt><Id>1</Id><CreDtTm>2026-11-27T12:00:00Z</CreDtTm>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Svcr><FinInstnId><BIC>COBADEFF</BIC></FinInstnId></Svcr></Acct>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">9.35</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-27</Dt></Dt></Bal>
${entry('0001', 'EUR', '1.15', 'false', '00070012', '000245')}
${entry('0002', 'EUR', '8.20', 'true', '20261127000000000012345', '1.10')}
${entry('0003', 'JPY', '1000', '1', 'A1', 'INV 7')}
${entry('0004', 'KWD', '1.234', 'false', 'A2', 'INV 8')}
</Stmt></BkToCstmrStmt></Document>`);
for (const found of report.statements[0].entries) {
    const [detail] = found.transactions;
    console.log(found.referenceId, found.amount, found.currency, `reversal ${found.reversal},`,
        'reference', JSON.stringify(detail.accountServicerReferenceId), 'text', JSON.stringify(detail.remittanceInformation));
}
const party = { name: 'A', id: 'A', account: { accountNumber: '1' }, agent: { bic: 'CHASUS33', bankAddress: { country: 'US' } } };
const address = { streetName: '1', townName: 'A', postalCode: '1', country: 'DE' };
const creditor = { name: 'B', account: { iban: 'DE89370400440532013000' }, agent: { bic: 'DEUTDEFF' }, address };
const pay = (amount, currency) => {
    try {
        return new ISO20022({ initiatingParty: party })
            .createSWIFTCreditPaymentInitiation([{ type: 'swift', direction: 'credit', amount, currency, creditor }])
            .toString().match(/<InstdAmt.*<\/InstdAmt>/)[0];
    } catch (error) {
        return error.message;
    }
};
console.log('to pay 115:', pay(115, 'EUR'));
console.log('to pay what was read of 1.15:', pay(report.statements[0].entries[0].amount, 'EUR'));
JS
node read.mjs >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
0001 114.99999999999999 EUR reversal false, reference 70012 text 245
0002 819.9999999999999 EUR reversal false, reference 2.0261127e+22 text 1.1
0003 100000 JPY reversal false, reference "A1" text "INV 7"
0004 123.4 KWD reversal false, reference "A2" text "INV 8"
to pay 115: <InstdAmt Ccy="EUR">1.15</InstdAmt>
to pay what was read of 1.15: You must provide an integer.
WANT
