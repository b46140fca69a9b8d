#!/usr/bin/env bash
# Brazilian payment slips (boletos): node-boleto 2.3.0 (npm) takes 90.00 for 100.00 as paid, and to boleto.js 1.1.4 (npm) this year's are due in 2002.
#
# Expected: in the return file of a bank (CNAB 240) segment T has the movement (06 settled, 17 settled after it was written off or not
#   registered) and the amount of the slip (78-92, in cents), segment U what was paid (78-92). A slip is paid where that is not less. In
#   the number of a slip four digits tell the due date: days since 7 October 1997, up to 9999 on 21 February 2025; the next day is 1000.
# Happens: 1. For Santander node-boleto removes the zeros in front and compares what is left as text: 90.00 for 100.00 is paid, and so is
#      2.00 for 150000.00; 1000.00 for 200.00 is not. For Bradesco and Caixa it compares numbers.
#   2. There only movement 17 is ever paid, 06 with the whole amount is not.
#   3. boleto.js counts from 1997 always. What node-boleto writes for 22 February 2025, and for 15 December 2026, is due on 3 July 2000
#      and on 25 April 2002 there. The amount is right, and no error is raised.
# Why it matters: goods are sent for a part of the price while a paid slip is dunned, and each new slip looks overdue by 24 years.
# Versions: node-boleto 2.3.0, the newest, with moment 2.30.1, which it does not declare; boleto.js 1.1.4, the newest, made for browsers, with
#   a global window here; Node 20. Seen on 2026-11-30.
# Source: this run; FEBRABAN, "Layout padrão CNAB 240" (segments T and U, code of movement C044) and the notices on the factor of the due date;
#   the READMEs ("Boletos pagos", "expirationDate"). The new factor came late to others too (eduardocereto/pyboleto #75,
#   mrmgomes/boleto-utils #15); nothing was found for these two.
#
# Needs: node with npm, and a registry of its packages. Fails if one of the packages answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund node-boleto@2.3.0 moment@2.30.1 boleto.js@1.1.4 >/dev/null
cat > slips.cjs <<'JS'
globalThis.window = globalThis;
const { Boleto, EdiParser } = require('node-boleto');
const Reader = require('boleto.js');

// One record: each text at its first place, counted from 1.
const record = (fields) => {
    const line = Array(240).fill(' ');
    for (const [place, text] of fields) {
        line.splice(place - 1, text.length, ...text);
    }
    return line.join('');
};
const cents = (amount) => String(amount).padStart(15, '0');
const settled = (movement, number, due, paid) => [
    record([[1, '03300013'], [14, 'T'], [16, movement], [41, String(number).padStart(13, '0')], [70, '27112026'], [78, cents(due)], [93, '033'],
        [194, cents(150)]]),
    record([[1, '03300013'], [14, 'U'], [16, movement], [78, cents(paid)], [93, cents(paid)], [138, '27112026']]),
];
const cases = [['17', 10000, 10000], ['17', 10000, 9000], ['17', 15000000, 200], ['17', 20000, 100000], ['06', 10000, 10000]];
for (const [movement, due, paid] of cases) {
    const { boletos } = EdiParser.parse('santander', settled(movement, 1234567, due, paid).join('\n'));
    const [one] = Object.values(boletos);
    const said = `${one.valor} cents due, ${one.valor_pago} paid`;
    console.log(`Santander, movement ${one.codigo_ocorrencia}, ${said}: ${one.pago ? 'paid' : 'not paid'}`);
}

for (const day of ['2025-02-21', '2025-02-22', '2026-12-15']) {
    const slip = new Boleto({
        banco: 'santander', data_emissao: new Date('2024-11-27T12:00:00Z'), data_vencimento: new Date(`${day}T12:00:00Z`), valor: 10000,
        nosso_numero: '1234567', numero_documento: '17', cedente: 'Own', cedente_cnpj: '18727053000174', agencia: '3978',
        codigo_cedente: '6404154', carteira: '102',
    });
    const read = new Reader(slip.linha_digitavel);
    const due = read.expirationDate().toISOString().slice(0, 10);
    console.log(`due on ${day}: ${slip.linha_digitavel}: boleto.js: ${read.amount()}, due on ${due}`);
}
JS
node slips.cjs >seen
cat seen
diff - seen <<'WANT' || { echo "a package answers otherwise now: read this script again"; exit 1; }
Santander, movement 17, 10000 cents due, 10000 paid: paid
Santander, movement 17, 10000 cents due, 9000 paid: paid
Santander, movement 17, 15000000 cents due, 200 paid: paid
Santander, movement 17, 20000 cents due, 100000 paid: not paid
Santander, movement 06, 10000 cents due, 10000 paid: not paid
due on 2025-02-21: 03399.64041 15400.000129 34567.901029 1 99990000010000: boleto.js: 100.00, due on 2025-02-21
due on 2025-02-22: 03399.64041 15400.000129 34567.901029 7 10000000010000: boleto.js: 100.00, due on 2000-07-03
due on 2026-12-15: 03399.64041 15400.000129 34567.901029 1 16610000010000: boleto.js: 100.00, due on 2002-04-25
WANT
