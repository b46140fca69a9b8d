#!/usr/bin/env bash
# quickbooks-api 0.6.2 (npm): pages of invoices are left out without an error, and a page without a size is always the first.
#
# Expected: getAllInvoices with page and maxResults gives that page and tells by hasNextPage whether another follows. The options belong
#   to the caller. If it cannot be told whether a page follows, that is an error, as for every other request of the package.
# Happens: 1. To look for the next page the package adds one to page in the object of the caller. A loop that counts its own object on
#      skips every second page: 150 of 250 invoices.
#   2. Where this second request fails (a 503, or a 429 at QuickBooks' limit), hasNextPage is false, with a line on the console: the
#      loop of the README ends with 100 of 250 invoices.
#   3. With page alone, which is allowed, the start is 1 for every page: the same invoices again.
# Why it matters: revenue and debts are too small, and nothing tells a short list from a whole one; or the first page counts twice.
# Versions: quickbooks-api 0.6.2, the newest, Node 20. Seen on 2026-11-29.
# Source: this run, with a server here that pages as QuickBooks Online does (100 at most where the query names no number); Intuit,
#   "Data queries", STARTPOSITION and MAXRESULTS; the README of the package, "Make API Calls", for the loop.
#
# Needs: node with npm, and a registry of its packages; it listens on a free port of 127.0.0.1. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" quickbooks-api@0.6.2 >/dev/null
cat > pages.mjs <<'JS'
import http from 'node:http';
import { ApiClient, Environment } from 'quickbooks-api';

const all = Array.from({ length: 250 }, (_, at) => ({ Id: String(at + 1), TotalAmt: 10 }));
let busyAt = 0;
let asked = 0;
const server = http.createServer((request, response) => {
    asked++;
    const query = new URL(request.url, 'http://localhost').searchParams.get('query');
    const number = (name, otherwise) => Number(query.match(new RegExp(`${name} (\\d+)`, 'i'))?.[1] ?? otherwise);
    const start = number('startposition', 1);
    const page = all.slice(start - 1, start - 1 + number('maxresults', 100));
    const busy = asked === busyAt;
    response.writeHead(busy ? 503 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(busy ? {} : { QueryResponse: page.length ? { Invoice: page, startPosition: start, maxResults: page.length } : {} }));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
// The addresses of Intuit are constants in the package; the requests come here instead.
const { fetch } = globalThis;
globalThis.fetch = (url, options) => fetch(url.replace(/^https:\/\/[^/]+/, `http://127.0.0.1:${server.address().port}`), options);
console.error = () => {};

const client = new ApiClient({ getToken: async () => ({ accessToken: 'token', realmId: '1' }) }, Environment.Sandbox);
const sum = (name, rows) => console.log(`${name}: ${rows.length} of ${all.length} invoices, ${rows.reduce((total, row) => total + row.TotalAmt, 0)}.00`);
const readme = async () => {
    const rows = [];
    for (let page = 1, more = true; more; page++) {
        const found = await client.invoices.getAllInvoices({ searchOptions: { maxResults: 100, page } });
        rows.push(...found.results);
        more = found.hasNextPage;
    }
    return rows;
};
sum('loop of the README', await readme());

const rows = [];
const options = { searchOptions: { maxResults: 100, page: 1 } };
for (let more = true; more; options.searchOptions.page++) {
    const found = await client.invoices.getAllInvoices(options);
    rows.push(...found.results);
    more = found.hasNextPage;
}
sum('own object counted on', rows);

asked = 0;
busyAt = 2;
sum('loop of the README, one 503', await readme());
busyAt = 0;

for (const page of [1, 2, 4]) {
    const found = await client.invoices.getAllInvoices({ searchOptions: { page } });
    console.log(`page ${page} without a size: from ${found.results[0].Id} on`);
}
server.close();
server.closeAllConnections();
JS
node pages.mjs >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
loop of the README: 250 of 250 invoices, 2500.00
own object counted on: 150 of 250 invoices, 1500.00
loop of the README, one 503: 100 of 250 invoices, 1000.00
page 1 without a size: from 1 on
page 2 without a size: from 1 on
page 4 without a size: from 1 on
WANT
