"""First loads of pretend services by faktura and by the taps of Singer; see bench-taps."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

BINARY, FOLDER, COUNT = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
REDIRECT = "http://localhost:8742/callback"
# What faktura reads as well.
STREAMS = {
    "quickbooks": ["invoices", "credit_memos", "sales_receipts", "refund_receipts", "payments", "customers"],
    "xero": ["invoices", "credit_notes", "payments", "overpayments", "prepayments", "contacts"],
}
# The hosts are constants of the taps. The token is given: how it is renewed is not what is measured.
WRAPPERS = {
    "quickbooks": """
import sys, tap_quickbooks.client as client
client.PROD_ENDPOINT_BASE = sys.argv.pop(1)
import tap_quickbooks
tap_quickbooks.main()
""",
    "xero": """
import sys, tap_xero.client as client
root, token, tenant = sys.argv.pop(1), sys.argv.pop(1), sys.argv.pop(1)
client.BASE_URL = root + "/api.xro/2.0"
def known(self, config, path):
    self.access_token, self.tenant_id = token, tenant
client.XeroClient.refresh_credentials = known
client.XeroClient.check_platform_access = known
import tap_xero
tap_xero.main()
""",
}


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def browse(url):
    """Where a browser is sent to that consents."""
    try:
        urllib.request.build_opener(Stay).open(url)
    except urllib.error.HTTPError as answer:
        return answer.headers["location"]
    raise SystemExit(f"{url} sends nowhere")


def run(command, **more):
    """Runs a process: seconds, seconds of CPU, most memory in MB."""
    begun = time.monotonic()
    child = subprocess.Popen(command, **more)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{command[:4]} ended with {status}")
    return time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def told(name, figures):
    print(f"{name:<16} {figures[0]:8.2f} s  {figures[1]:8.2f} s of CPU  {figures[2]:7.1f} MB", flush=True)


def ours(service, root, client, secret, home):
    """A first load into a store of our own."""
    environment = {**os.environ, "FAKTURA_HOME": str(home), **({"FAKTURA_CLIENT_SECRET": secret} if secret else {})}
    begin = [BINARY, "login", "begin", service, "--client-id", client, "--redirect-uri", REDIRECT]
    begin += ["--base-url", root, "--identity-url", root, "--json"]
    begun = json.loads(subprocess.run(begin, env=environment, capture_output=True, check=True).stdout)
    address = browse(begun["authorize_url"]).encode()
    finish = [BINARY, "login", "finish", "--redirect-stdin", "--all-tenants"]
    subprocess.run(finish, env=environment, input=address, capture_output=True, check=True)
    return run([BINARY, "sync", "--company", "1", "--json"], env=environment, stdout=subprocess.DEVNULL)


def token(service, root, client, secret):
    """An access token, and the company that it opens."""
    paths = {"quickbooks": ("/connect/oauth2", "/oauth2/v1/tokens/bearer"), "xero": ("/identity/connect/authorize", "/connect/token")}
    authorize, exchange = paths[service]
    verifier = "v" * 64
    asked = {"client_id": client, "response_type": "code", "redirect_uri": REDIRECT, "state": "s"}
    if service == "xero":
        import base64
        import hashlib

        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked |= {"code_challenge": digest, "code_challenge_method": "S256"}
        asked["scope"] = "offline_access accounting.invoices.read accounting.payments.read accounting.contacts.read accounting.settings.read"
    else:
        asked["scope"] = "com.intuit.quickbooks.accounting"
    url = f"{root}{authorize}?{urllib.parse.urlencode(asked, quote_via=urllib.parse.quote)}"
    # The company that ours has read.
    url += "&choose=9130350000000001" if service == "quickbooks" else ""
    answer = urllib.parse.parse_qs(urllib.parse.urlparse(browse(url)).query)
    form = {"grant_type": "authorization_code", "code": answer["code"][0], "redirect_uri": REDIRECT}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if secret:
        import base64

        headers["Authorization"] = "Basic " + base64.b64encode(f"{client}:{secret}".encode()).decode()
    else:
        form |= {"client_id": client, "code_verifier": verifier}
    request = urllib.request.Request(root + exchange, urllib.parse.urlencode(form).encode(), headers)
    access = json.load(urllib.request.urlopen(request))["access_token"]
    if service == "quickbooks":
        return access, answer["realmId"][0]
    listed = urllib.request.Request(root + "/connections", headers={"Authorization": f"Bearer {access}", "Accept": "application/json"})
    return access, json.load(urllib.request.urlopen(listed))[0]["tenantId"]


def theirs(service, root, client, secret, folder):
    """What a tap prints of the same company; it stores nothing."""
    access, tenant = token(service, root, client, secret)
    python = str(FOLDER / f"tap-{service}" / "bin" / "python")
    config = {"client_id": client, "client_secret": secret or "x", "refresh_token": "x", "access_token": access}
    config |= {"start_date": "2000-01-01T00:00:00Z", "user_agent": "bench", "realm_id": tenant, "tenant_id": tenant}
    (folder / "config.json").write_text(json.dumps(config))
    given = [root] if service == "quickbooks" else [root, access, tenant]
    # The pretend service is on this machine.
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    command = [python, "-W", "ignore", "-c", WRAPPERS[service], *given, "--config", str(folder / "config.json")]
    discovered = subprocess.run([*command, "--discover"], capture_output=True, check=True).stdout
    catalog = json.loads(discovered)
    for stream in catalog["streams"]:
        chosen = stream["tap_stream_id"] in STREAMS[service]
        stream["schema"]["selected"] = chosen
        for entry in stream["metadata"]:
            entry["metadata"]["selected"] = chosen
    (folder / "catalog.json").write_text(json.dumps(catalog))
    command += ["--catalog", str(folder / "catalog.json")] + (["--dev"] if service == "quickbooks" else [])
    with open(folder / "out", "wb") as out:
        figures = run(command, stdout=out, stderr=subprocess.DEVNULL)
    with open(folder / "out", "rb") as out:
        records = sum(1 for line in out if b'"type": "RECORD"' in line)
    return figures, records


def main():
    for service in ("quickbooks", "xero"):
        command = [BINARY, "sandbox", "--provider", service, "--invoices", str(COUNT)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sandbox:
            try:
                root = sandbox.stdout.readline().strip()
                client = sandbox.stdout.readline().split()[-1]
                secret = re.match(r"client_secret (\S+)", sandbox.stdout.readline())
                secret = secret and secret.group(1)
                with tempfile.TemporaryDirectory() as folder:
                    folder = pathlib.Path(folder)
                    (folder / "home").mkdir()
                    print(f"{service}, {COUNT} invoices")
                    mine = ours(service, root, client, secret, folder / "home")
                    told("faktura", mine)
                    other, records = theirs(service, root, client, secret, folder)
                    told(f"tap-{service}", other)
                    print(f"    {other[0] / mine[0]:.1f}× (at least 8 is promised); it printed {records} records")
            finally:
                sandbox.kill()


main()
