"""How long documents take: one command beside factur-x, and one by one over the socket of a serving process."""

import http.client
import json
import logging
import os
import pathlib
import re
import resource
import socket
import subprocess
import sys
import time
import zipfile

logging.disable(logging.CRITICAL)


class Connection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def get(connection, path):
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        sys.exit(f"{path}: {answer.status} {body[:300]!r}")
    return body


def over_socket(path, pid, count):
    """Documents asked one by one."""
    connection = Connection(path)
    ids = []
    while len(ids) < count:
        page = json.loads(get(connection, f"/v1/invoices?limit=1000&offset={len(ids)}"))["invoices"]
        if not page:
            break
        ids += [row["invoice_id"] for row in page]
    ids = ids[:count]
    assert len(ids) == count, len(ids)

    def timed(form):
        began = time.perf_counter()
        for invoice in ids:
            get(connection, f"/v1/companies/1/invoices/{invoice}/documents/{form}")
        return time.perf_counter() - began

    began = time.perf_counter()
    first = get(connection, f"/v1/companies/1/invoices/{ids[0]}/documents/factur-x")
    one = time.perf_counter() - began
    assert first.startswith(b"%PDF-1.7") and b"factur-x.xml" in first
    whole, data = timed("factur-x"), timed("cii")
    with open(f"/proc/{pid}/status") as status:
        memory = int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024
    print(f"over the socket: first {one * 1000:.1f} ms; {count} Factur-X in {whole:.1f} s, {whole / count * 1000:.2f} ms each; "
          f"CII alone {data / count * 1000:.2f} ms each; peak memory {memory:.0f} MB")


def command(binary, home, count):
    """Documents written by one command, and joined by factur-x in one process; both write one ZIP and sync it."""
    from facturx import generate_from_binary

    def export(form):
        path = pathlib.Path(home) / f"{form}.zip"
        began = time.perf_counter()
        subprocess.run([binary, "export", path, "--documents", form, "--force", "--quiet"], check=True)
        return time.perf_counter() - began, path

    def files(path):
        with zipfile.ZipFile(path) as whole:
            return {name.rsplit(".", 1)[0]: whole.read(name) for name in whole.namelist()}

    papers, data = files(export("pdf")[1]), files(export("cii")[1])
    ours, path = export("factur-x")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    made = files(path)
    assert len(made) == len(papers) == len(data) == count, (len(made), len(papers), len(data))
    assert all(pdf.startswith(b"%PDF-1.7") and b"factur-x.xml" in pdf for pdf in made.values())
    again = path.read_bytes()
    export("factur-x")
    assert path.read_bytes() == again, "identical invoices are identical files"

    began = time.perf_counter()
    with open(pathlib.Path(home) / "others.zip", "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as whole:
            for name, paper in papers.items():
                # As its documentation calls it: with its check of the XML, as ours has the check of its rules.
                joined = generate_from_binary(paper, data[name])
                whole.writestr(f"{name}.pdf", joined)
        file.flush()
        os.fsync(file.fileno())
    others = time.perf_counter() - began
    print(f"one command writes {count} Factur-X in {ours:.2f} s, {ours / count * 1000:.2f} ms each, with its start and the PDFs themselves; "
          f"peak memory {memory:.0f} MB")
    print(f"factur-x 7.8 joins the same XML into the same {count} PDFs in {others:.2f} s, {others / count * 1000:.2f} ms each, "
          f"without its start and the PDFs; {others / ours:.1f} times as long")


if sys.argv[1] == "command":
    command(sys.argv[2], sys.argv[3], int(sys.argv[4]))
else:
    over_socket(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
