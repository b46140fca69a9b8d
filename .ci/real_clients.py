"""What .ci/real-clients does: consent, list, filter, page, read one, changes and errors, by the clients of others."""

import datetime
import os
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from decimal import Decimal

# The pretend services are on this machine alone, and without TLS.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
TODAY = "2026-11-21"


class Sandbox:
    """A pretend service as a process of its own."""

    def __init__(self, binary, provider):
        args = [binary, "sandbox", "--provider", provider, "--port", "0", "--invoices", "250", "--today", TODAY]
        self.process = subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.root = self.line()
        self.client = self.line().split()[1]
        line = self.line()
        self.secret = line.split()[1] if line.startswith("client_secret") else None
        self.companies = [line if self.secret is None else self.line()]
        self.companies += [self.line() for _ in range(2)]

    def line(self):
        return self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def browse(url):
    """What a browser does: opens the page of consent, and is sent to another address."""
    try:
        urllib.request.build_opener(Stay).open(url)
    except urllib.error.HTTPError as answer:
        query = urllib.parse.urlparse(answer.headers["location"]).query
        return dict(urllib.parse.parse_qsl(query))
    raise AssertionError("the page of consent redirects")


def quickbooks(binary):
    import intuitlib.client
    from intuitlib.enums import Scopes
    from intuitlib.exceptions import AuthClientError
    from quickbooks import QuickBooks
    from quickbooks.cdc import change_data_capture
    from quickbooks.exceptions import AuthorizationException, ObjectNotFoundException, QuickbooksException, ValidationException
    from quickbooks.objects import Customer, Invoice, Payment

    with Sandbox(binary, "quickbooks") as sandbox:
        # The one thing that is bent: where the hosts are.
        root = sandbox.root
        intuitlib.client.get_discovery_doc = lambda *_, **__: {
            "authorization_endpoint": root + "/connect/oauth2", "token_endpoint": root + "/oauth2/v1/tokens/bearer",
            "revocation_endpoint": root + "/v2/oauth2/tokens/revoke", "issuer": root, "jwks_uri": root, "userinfo_endpoint": root}
        QuickBooks.api_url_v3 = root + "/v3"
        auth = intuitlib.client.AuthClient(sandbox.client, sandbox.secret, "http://localhost:8742/callback", "production")
        sent = browse(auth.get_authorization_url([Scopes.ACCOUNTING], state_token="s"))
        assert sent["state"] == "s" and sent["realmId"] in sandbox.companies[0], sent
        auth.get_bearer_token(sent["code"], realm_id=sent["realmId"])
        assert auth.expires_in == 3600 and auth.x_refresh_token_expires_in > 0
        try:
            auth.get_bearer_token(sent["code"])
            raise AssertionError("a code is taken once")
        except AuthClientError as error:
            assert error.status_code == 400 and "invalid_grant" in str(error.content), error
        before = auth.refresh_token
        auth.refresh()
        assert auth.refresh_token == before, "rotation is by the day"

        client = QuickBooks(auth_client=auth, refresh_token=auth.refresh_token, company_id=sent["realmId"], minorversion=75,
                            use_decimal=True)
        # Keyset pages see what the count says.
        count = Invoice.count(qb=client)
        ids, last = [], None
        while True:
            where = f"WHERE Id > '{last}' " if last else ""
            page = Invoice.query(f"SELECT * FROM Invoice {where}ORDERBY Id MAXRESULTS 100", qb=client)
            ids += [invoice.Id for invoice in page]
            if len(page) < 100:
                break
            last = page[-1].Id
        assert len(ids) == len(set(ids)) == count >= 250, (len(ids), count)
        numbered = []
        for start in range(1, count + 1, 100):
            numbered += [i.Id for i in Invoice.query(f"SELECT * FROM Invoice ORDERBY Id STARTPOSITION {start} MAXRESULTS 100", qb=client)]
        assert numbered == ids
        assert len(Invoice.all(qb=client)) == 100, "the default of a page"
        # Figures of one, by two ways of asking.
        for id in ids[:40]:
            one = Invoice.get(int(id), qb=client)
            lines = [line for line in one.Line if line.DetailType == "SalesItemLineDetail"]
            off = [line.Amount for line in one.Line if line.DetailType == "DiscountLineDetail"]
            tax = one.TxnTaxDetail.TotalTax if one.TxnTaxDetail else 0
            assert sum(Decimal(str(l.Amount)) for l in lines) - sum(map(Decimal, map(str, off))) + Decimal(str(tax)) == Decimal(str(one.TotalAmt)), id
            assert 0 <= one.Balance <= one.TotalAmt
        found = Invoice.filter(DocNumber=one.DocNumber, qb=client)
        assert [i.Id for i in found] == [one.Id]
        # What payments say is paid and what invoices say is left is the same.
        paid = {}
        for payment in Payment.query("SELECT * FROM Payment MAXRESULTS 1000", qb=client):
            for line in payment.Line:
                for linked in line.LinkedTxn:
                    if linked.TxnType == "Invoice":
                        paid[linked.TxnId] = paid.get(linked.TxnId, 0) + Decimal(str(line.Amount))
        for invoice in Invoice.query("SELECT * FROM Invoice MAXRESULTS 1000", qb=client):
            assert Decimal(str(invoice.TotalAmt)) - Decimal(str(invoice.Balance)) == paid.get(invoice.Id, 0), invoice.Id
        # Lists hide inactive members unless they are asked for.
        shown, all = Customer.count(qb=client), len(Customer.query("SELECT * FROM Customer WHERE Active IN (true, false) MAXRESULTS 1000", qb=client))
        assert 0 < shown < all, (shown, all)
        # Changes, creation with a request id, a stale write, deletion.
        since = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
        fresh = Customer()
        fresh.DisplayName = "Zebra's \\ Crossing"
        fresh = fresh.save(qb=client, request_id="r1")
        again = Customer()
        again.DisplayName = "Zebra's \\ Crossing"
        again = again.save(qb=client, request_id="r1")
        assert again.Id == fresh.Id, "a request id is carried out once"
        expect(lambda: again_named(Customer, client), QuickbooksException, 6240)
        stale = Customer.get(int(fresh.Id), qb=client)
        fresh.CompanyName = "Zebra"
        fresh.save(qb=client)
        expect(lambda: stale.save(qb=client), QuickbooksException, 5010)
        told = change_data_capture([Customer, Invoice], since, qb=client)
        assert [c.Id for c in told.Customer] == [fresh.Id], told
        gone = Payment.all(qb=client)[0]
        gone.delete(qb=client)
        expect(lambda: Payment.get(int(gone.Id), qb=client), ObjectNotFoundException, 610)
        told = change_data_capture([Payment], since, qb=client)
        assert any(p.Id == gone.Id and getattr(p, "status", "") == "Deleted" for p in told.Payment), told
        expect(lambda: Invoice.query("SELECT * FRM Invoice", qb=client), ValidationException, 4000)
        client.session.token = {"access_token": "nonsense"}
        expect(lambda: Invoice.count(qb=client), AuthorizationException, 401)
    print("python-quickbooks 0.9.12: consent, pages, figures, payments, changes, writes and errors are as it expects")


def again_named(kind, client):
    twin = kind()
    twin.DisplayName = "zebra's \\ crossing"
    twin.save(qb=client)


def expect(action, kinds, code):
    try:
        action()
    except kinds as error:
        assert int(error.error_code) == code, (error.error_code, error.message, error.detail)
        return
    raise AssertionError(f"it is refused with {code}")


def xero(binary):
    import base64
    import hashlib
    import json

    from xero_python.accounting import AccountingApi
    from xero_python.api_client import ApiClient
    from xero_python.api_client.configuration import Configuration
    from xero_python.api_client.oauth2 import OAuth2Token, TokenApi
    from xero_python.exceptions import HTTPStatusException
    from xero_python.identity import IdentityApi

    with Sandbox(binary, "xero") as sandbox:
        root, redirect, verifier = sandbox.root, "http://localhost:8742/callback", "v" * 43
        TokenApi.refresh_token_url = TokenApi.client_credentials_token_url = root + "/connect/token"
        TokenApi.revoke_token_url = root + "/connect/revocation"
        scopes = ["offline_access", "accounting.invoices", "accounting.payments", "accounting.contacts", "accounting.settings.read"]
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = urllib.parse.urlencode({"response_type": "code", "client_id": sandbox.client, "redirect_uri": redirect,
                                        "scope": " ".join(scopes), "state": "s", "code_challenge": challenge,
                                        "code_challenge_method": "S256"}, quote_via=urllib.parse.quote)
        sent = browse(f"{root}/identity/connect/authorize?{query}")
        assert sent["state"] == "s", sent
        form = {"grant_type": "authorization_code", "client_id": sandbox.client, "code": sent["code"], "redirect_uri": redirect,
                "code_verifier": verifier}
        token = json.load(urllib.request.urlopen(root + "/connect/token", urllib.parse.urlencode(form).encode()))
        assert token["token_type"] == "Bearer" and token["expires_in"] == 1800, token
        kept = {"token": token}
        client = ApiClient(
            Configuration(oauth2_token=OAuth2Token(client_id=sandbox.client, client_secret="none")),
            oauth2_token_getter=lambda: kept["token"], oauth2_token_saver=lambda token: kept.update(token=token))
        client.set_oauth2_token({**token, "expires_at": 2**40})

        identity = IdentityApi(client)
        identity.base_url = root
        connections = identity.get_connections()
        assert len(connections) == 3 and all(c.tenant_type == "ORGANISATION" for c in connections), connections
        tenant = connections[0].tenant_id

        api = AccountingApi(client)
        api.base_url = root + "/api.xro/2.0"
        organisation = api.get_organisations(tenant).organisations[0]
        assert organisation.base_currency.value == "NZD" and organisation.organisation_id == tenant, organisation
        # Pages in the order of identifiers show each invoice once.
        ids, page = [], 1
        while True:
            answer = api.get_invoices(tenant, page=page, page_size=60, order="InvoiceID ASC", unitdp=4)
            ids += [invoice.invoice_id for invoice in answer.invoices]
            assert answer.pagination.item_count >= len(ids)
            if page == 1:
                first = answer.invoices
            if len(answer.invoices) < 60:
                break
            page += 1
        assert ids == sorted(ids) and len(ids) == len(set(ids)) == answer.pagination.item_count >= 250, len(ids)
        for invoice in first:
            total = sum(line.line_amount for line in invoice.line_items) + invoice.total_tax
            assert total == invoice.total, (invoice.invoice_id, total, invoice.total)
            assert invoice.amount_due == invoice.total - invoice.amount_paid - invoice.amount_credited, invoice.invoice_id
            assert isinstance(invoice.date, datetime.date) and invoice.type in ("ACCREC", "ACCPAY")
        assert not api.get_invoices(tenant, page=1, summary_only=True).invoices[0].line_items
        one = api.get_invoice(tenant, ids[7], unitdp=4).invoices[0]
        assert one.invoice_id == ids[7] and one.line_items
        # What payments say is paid and what invoices say is the same.
        paid, page = {}, 1
        while payments := api.get_payments(tenant, page=page, page_size=1000).payments:
            for payment in payments:
                if payment.status == "AUTHORISED" and payment.invoice:
                    paid[payment.invoice.invoice_id] = paid.get(payment.invoice.invoice_id, 0) + payment.amount
            page += 1
        for invoice in first:
            assert invoice.amount_paid == paid.get(invoice.invoice_id, 0), invoice.invoice_id
        later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
        assert not api.get_invoices(tenant, if_modified_since=later, page=1).invoices
        contacts = api.get_contacts(tenant, page=1, include_archived=True).contacts
        assert contacts and all(len(contact.phones or []) in (0, 4) for contact in contacts)
        assert {"OUTPUT2", "NONE"} <= {rate.tax_type for rate in api.get_tax_rates(tenant).tax_rates}
        for name in ("credit_notes", "overpayments", "prepayments"):
            getattr(api, f"get_{name}")(tenant, page=1)
        for wrong, status in ((lambda: api.get_invoice(tenant, "00000000-0000-0000-0000-000000000000"), 404),
                              (lambda: api.get_invoices("00000000-0000-0000-0000-000000000000"), 403)):
            try:
                wrong()
                raise AssertionError(f"it is refused with {status}")
            except HTTPStatusException as error:
                assert error.status == status, error.status
        # A refresh gives another value, and the former one is still taken.
        before = kept["token"]["refresh_token"]
        for former in (before, before):
            client.set_oauth2_token({**kept["token"], "refresh_token": former, "expires_at": 2**40})
            client.refresh_oauth2_token()
            assert kept["token"]["refresh_token"] != before
        assert api.get_organisations(tenant).organisations
    print("xero-python 15.2.0: consent, pages, figures, payments, contacts and errors are as it expects")


if __name__ == "__main__":
    for check in (quickbooks, xero):
        check(sys.argv[1])
