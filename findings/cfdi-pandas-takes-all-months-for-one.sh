#!/usr/bin/env bash
# cfdi-pandas 0.1.0 (PyPI): the VAT of one month of Mexican invoices is that of all months, credit notes add to it, and dollars are pesos.
#
# Expected: calculate_taxes takes a period, a month as "2026-11" or two days, and gives VAT (002), IEPS (003) and what was withheld. A CFDI has a
#   TipoDeComprobante: I is income, E a credit note, which takes away; and a Moneda with its TipoCambio where that is not MXN. A range of days
#   includes the last of them.
# Happens: 1. the period is applied only to rows with a day of issue. Neither of the two frames with taxes that read_cfdi makes has one, so every
#      period has the VAT of all files, without an error.
#   2. The VAT of a credit note is added, and so is its total in group_by_rfc, group_by_month and top_n: an invoice and its credit note are twice
#      the invoice, where monthly_summary has nothing left.
#   3. Moneda is read and not looked at: 100 dollars are 100 pesos in every sum.
#   4. check_date_range until 2026-11-30 reports an invoice of 30 November, 10:00, as outside.
# Why it matters: VAT is returned by the month; with the figures of all files it is paid again for each, and for sales that were taken back.
# Versions: cfdi-pandas 0.1.0, the only one, with pandas 2.3.3, numpy 2.3.5 and lxml 6.1.3, Python 3.11. Seen on 2026-11-30.
# Source: this run; SAT, Anexo 20, "Guía de llenado del CFDI 4.0" (TipoDeComprobante, Moneda, TipoCambio); Ley del IVA, articles 5-D (the month)
#   and 7 (returns and discounts are deducted); the README of the package, calculate_taxes(impuestos). No issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cfdi-pandas==0.1.0 pandas==2.3.3 numpy==2.3.5 lxml==6.1.3
cat > taxes.py <<'PY'
import os

from cfdi_pandas import calculate_taxes, check_date_range, group_by_month, group_by_rfc, monthly_summary, read_cfdi_folder

os.mkdir("files")


def invoice(number, day, kind, net, currency="MXN"):
    tax = f'Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Base="{net}.00" Importe="{net * 0.16:.2f}"'
    rate = "" if currency == "MXN" else ' TipoCambio="18.50"'
    open(f"files/{number}.xml", "w").write(
        f'<?xml version="1.0" encoding="UTF-8"?><cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="4.0" Folio="{number}" '
        f'Fecha="{day}T10:00:00" SubTotal="{net}.00" Moneda="{currency}"{rate} Total="{net * 1.16:.2f}" TipoDeComprobante="{kind}" Exportacion="01" '
        'LugarExpedicion="06000"><cfdi:Emisor Rfc="AAA010101AAA" Nombre="VENDEDOR" RegimenFiscal="601"/><cfdi:Receptor Rfc="XAXX010101000" '
        'Nombre="CLIENTE" DomicilioFiscalReceptor="06000" RegimenFiscalReceptor="616" UsoCFDI="S01"/><cfdi:Conceptos><cfdi:Concepto '
        f'ClaveProdServ="81111500" Cantidad="1" ClaveUnidad="E48" Descripcion="Trabajo" ValorUnitario="{net}.00" Importe="{net}.00" ObjetoImp="02">'
        f"<cfdi:Impuestos><cfdi:Traslados><cfdi:Traslado {tax}/></cfdi:Traslados></cfdi:Impuestos></cfdi:Concepto></cfdi:Conceptos>"
        f'<cfdi:Impuestos TotalImpuestosTrasladados="{net * 0.16:.2f}"><cfdi:Traslados><cfdi:Traslado {tax}/></cfdi:Traslados></cfdi:Impuestos>'
        '<cfdi:Complemento><tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" Version="1.1" '
        f'UUID="00000000-0000-4000-8000-00000000000{number}" FechaTimbrado="{day}T10:00:05"/></cfdi:Complemento></cfdi:Comprobante>')


invoice(1, "2026-10-15", "I", 5000)
invoice(2, "2026-11-02", "I", 1000)
invoice(3, "2026-11-20", "E", 1000)
invoice(4, "2026-11-30", "I", 100, "USD")
data = read_cfdi_folder("files")
invoices = data["comprobantes"]
print("October: 5000; November: 1000, a credit note of 1000, and 100 dollars at 18.50; all with 16 % more")
for frame in "impuestos", "conceptos":
    for period in "2026-10", "2026-11", ("2026-11-01", "2026-11-30"), "2020-01":
        print(f"VAT by {frame} in {period}: {calculate_taxes(data[frame], period=period)['vat_total'][0]:.2f}")
print("group_by_rfc:", group_by_rfc(invoices)["total_facturado"].round(2).tolist())
print("group_by_month:", group_by_month(invoices).round(2)[["month", "total_facturado"]].values.tolist())
print("monthly_summary, net:", monthly_summary(invoices).round(2)[["month", "neto"]].values.tolist())
print("outside of November:", check_date_range(invoices, "2026-11-01", "2026-11-30")["issue_date"].astype(str).tolist())
PY
venv/bin/python taxes.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
October: 5000; November: 1000, a credit note of 1000, and 100 dollars at 18.50; all with 16 % more
VAT by impuestos in 2026-10: 1136.00
VAT by impuestos in 2026-11: 1136.00
VAT by impuestos in ('2026-11-01', '2026-11-30'): 1136.00
VAT by impuestos in 2020-01: 1136.00
VAT by conceptos in 2026-10: 1136.00
VAT by conceptos in 2026-11: 1136.00
VAT by conceptos in ('2026-11-01', '2026-11-30'): 1136.00
VAT by conceptos in 2020-01: 1136.00
group_by_rfc: [8236.0]
group_by_month: [['2026-10', 5800.0], ['2026-11', 2436.0]]
monthly_summary, net: [['2026-10', 5800.0], ['2026-11', 116.0]]
outside of November: ['2026-10-15 10:00:00', '2026-11-30 10:00:00']
WANT
