#!/usr/bin/env bash
# verifactu 0.1.1 (PyPI): the hash of a Spanish invoice whose number has a blank in it is another one than the tax office computes.
#
# Expected: each record for VERI*FACTU carries a SHA-256 of some of its fields, and of the hash before it. Of each value the blanks in front and
#   behind are left out, those within stay: the document of the tax office has <NumSerieFactura> 12345678 / G33 </NumSerieFactura> as its example,
#   of which "12345678 / G33" is taken.
# Happens: all blanks are removed, "per AEAT spec" as the package says, so 12345678 / G33 has the hash of 12345678/G33, while the XML has the
#   number with its blanks. Where the number has none the hashes are those that the document has.
# Why it matters: the tax office finds a wrong hash in each record of a series like "A 2026/17", and the error is in the chain for good, as every
#   record has the hash of the one before.
# Versions: verifactu 0.1.1, the newest; kreyo-verifactu-hash-calculator 0.1.2 as a control; Python 3.11. Seen on 2026-11-30.
# Source: this run; AEAT, "Detalle de las especificaciones técnicas para generación de la huella o hash de los registros de facturación", 0.1.2,
#   page 6 (values, with the example), 8 (trim in the Java example) and 10 (first test case, below). No issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check verifactu==0.1.1 kreyo-verifactu-hash-calculator==0.1.2
cat > hashes.py <<'PY'
import hashlib

from kreyo_verifactu_hash_calculator import RegistroAltaInput, compute_registro_alta
from verifactu.hash import calculate_hash_alta

REST = dict(fecha_expedicion_factura="01-01-2024", tipo_factura="F1", cuota_total="12.35", importe_total="123.45",
            fecha_hora_huso_gen_registro="2024-01-01T19:20:30+01:00")


def documented(number):
    text = (f"IDEmisorFactura=89890001K&NumSerieFactura={number.strip()}&FechaExpedicionFactura=01-01-2024&TipoFactura=F1&CuotaTotal=12.35"
            "&ImporteTotal=123.45&Huella=&FechaHoraHusoGenRegistro=2024-01-01T19:20:30+01:00")
    return hashlib.sha256(text.encode()).hexdigest().upper()


for number in "12345678/G33", " 12345678/G33 ", "12345678 / G33", "A 2026/17":
    ours = calculate_hash_alta(id_emisor_factura="89890001K", num_serie_factura=number, huella_anterior="", **REST)
    control = compute_registro_alta(RegistroAltaInput(id_emisor_factura="89890001K", num_serie_factura=number, huella_anterior=None, **REST))
    print(f"[{number}] document {documented(number)[:12]}, control {control[:12]}, verifactu {ours[:12]}")
PY
venv/bin/python hashes.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
[12345678/G33] document 3C464DAF61AC, control 3C464DAF61AC, verifactu 3C464DAF61AC
[ 12345678/G33 ] document 3C464DAF61AC, control 3C464DAF61AC, verifactu 3C464DAF61AC
[12345678 / G33] document 7D5E7C228F27, control 7D5E7C228F27, verifactu 3C464DAF61AC
[A 2026/17] document 4F10DBD3F14C, control 4F10DBD3F14C, verifactu 53028C6D2A93
WANT
