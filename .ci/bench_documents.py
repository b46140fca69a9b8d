"""Asks a serving process for documents over its socket, and has factur-x join the same XML into the same PDFs."""

import http.client
import json
import logging
import re
import socket
import sys
import time

from facturx import generate_from_binary

logging.disable(logging.CRITICAL)
PATH, PID, COUNT = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
# The other one is slow: so many of the same invoices are enough to tell its rate.
OTHERS = min(COUNT, 100)


class Connection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(PATH)


def get(connection, path):
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        sys.exit(f"{path}: {answer.status} {body[:300]!r}")
    return body


def peak():
    with open(f"/proc/{PID}/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024


connection = Connection("localhost")
ids = []
while len(ids) < COUNT:
    page = json.loads(get(connection, f"/v1/invoices?limit=1000&offset={len(ids)}"))["invoices"]
    if not page:
        break
    ids += [row["invoice_id"] for row in page]
ids = ids[:COUNT]
assert len(ids) == COUNT, len(ids)
path = "/v1/companies/1/invoices/{}/documents/{}"

began = time.perf_counter()
first = get(connection, path.format(ids[0], "factur-x"))
one = time.perf_counter() - began
assert first.startswith(b"%PDF-1.7") and b"factur-x.xml" in first
began = time.perf_counter()
for invoice in ids:
    get(connection, path.format(invoice, "factur-x"))
ours = time.perf_counter() - began
began = time.perf_counter()
for invoice in ids:
    get(connection, path.format(invoice, "cii"))
xml_alone = time.perf_counter() - began
memory = peak()

papers = [get(connection, path.format(invoice, "pdf")) for invoice in ids[:OTHERS]]
data = [get(connection, path.format(invoice, "cii")) for invoice in ids[:OTHERS]]
began = time.perf_counter()
for paper, xml in zip(papers, data):
    # As its documentation calls it: with its check of the XML, as ours has the check of its rules.
    generate_from_binary(paper, xml)
others = (time.perf_counter() - began) / OTHERS
print(f"first document {one * 1000:.1f} ms")
print(f"{COUNT} Factur-X in {ours:.1f} s, {ours / COUNT * 1000:.2f} ms each, over the socket; peak memory {memory:.0f} MB")
print(f"CII alone {xml_alone / COUNT * 1000:.2f} ms each, over the socket")
print(f"factur-x 7.8 joins the same XML into the same PDFs: {others * 1000:.1f} ms each; {others / (ours / COUNT):.0f} times as long")
