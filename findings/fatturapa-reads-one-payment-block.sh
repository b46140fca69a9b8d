#!/usr/bin/env bash
# fatturapa 0.2.0 (PyPI): of an Italian invoice it reads one block of payments, no discounts, and adds the stamp duty once more.
#
# Expected: in FatturaPA DatiPagamento (2.4) is there as often as there are conditions of payment: an advance (TP03) and the rest (TP02) are
#   two. A line may have discounts and surcharges (2.2.1.10). DatiBollo (2.1.1.6) tells the tax office of a stamp duty and is no
#   charge; where the buyer pays the duty, it is a line of its own and in DatiRiepilogo. ImportoTotaleDocumento is optional. The README
#   promises the payments as a list, and "sconto" is a field of a line.
# Happens: 1. Only the first DatiPagamento is read: of 400.00 in advance and 502.00 at the end 400.00 are left.
#   2. sconto is empty for every line: 10 at 100.00 make 900.00, and nothing says why.
#   3. Without ImportoTotaleDocumento the total is net, VAT and DatiBollo: 904.00 where 902.00 are to pay, with the 2.00 of the duty in a
#      line. Where the seller bears the duty, 902.00 instead of 900.00.
# Why it matters: the buyer pays too little and too late, or two euro too much on every invoice without VAT above 77.47.
# Versions: fatturapa 0.2.0, the newest; as control a38 0.1.8, which validates the invoices and reads both blocks, Python 3.11. Seen on
#   2026-11-29.
# Source: this run; Agenzia delle Entrate, "Specifiche tecniche" of the electronic invoice 1.9: 2.1.1.6, 2.1.1.9, 2.2.1.10, 2.4; the README
#   (its total is documented as net, VAT and stamp duty). No issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if one of the readers answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fatturapa==0.2.0 a38==0.1.8
cat > read.py <<'PY'
import xml.etree.ElementTree as ET
from a38 import validation
from a38.fattura import auto_from_etree
from fatturapa import parse


def tag(name, *content):
    return f"<{name}>{''.join(content)}</{name}>"


def party(name, vat, more=""):
    return tag("DatiAnagrafici", tag("IdFiscaleIVA", tag("IdPaese", "IT"), tag("IdCodice", vat)),
               tag("Anagrafica", tag("Denominazione", name)), more) + tag(
        "Sede", tag("Indirizzo", "Via Uno 1"), tag("CAP", "00100"), tag("Comune", "Roma"), tag("Provincia", "RM"), tag("Nazione", "IT"))


def line(number, text, quantity, price, total, kind, discount=""):
    return tag("DettaglioLinee", tag("NumeroLinea", number), tag("Descrizione", text), tag("Quantita", quantity), tag("UnitaMisura", "NR"),
               tag("PrezzoUnitario", price), discount, tag("PrezzoTotale", total), tag("AliquotaIVA", "0.00"), tag("Natura", kind))


def summary(kind, net):
    return tag("DatiRiepilogo", tag("AliquotaIVA", "0.00"), tag("Natura", kind), tag("ImponibileImporto", net), tag("Imposta", "0.00"),
               tag("RiferimentoNormativo", "art. 1"))


def payment(condition, due, amount):
    return tag("DatiPagamento", tag("CondizioniPagamento", condition), tag(
        "DettaglioPagamento", tag("ModalitaPagamento", "MP05"), tag("DataScadenzaPagamento", due), tag("ImportoPagamento", amount)))


def invoice(charged):
    work = line("1", "Work", "10.00", "100.00", "900.00", "N2.2", tag("ScontoMaggiorazione", tag("Tipo", "SC"), tag("Percentuale", "10.00")))
    duty = line("2", "Duty", "1.00", "2.00", "2.00", "N1") if charged else ""
    rest = "502.00" if charged else "500.00"
    header = tag(
        "FatturaElettronicaHeader",
        tag("DatiTrasmissione", tag("IdTrasmittente", tag("IdPaese", "IT"), tag("IdCodice", "01234567897")), tag("ProgressivoInvio", "1"),
            tag("FormatoTrasmissione", "FPR12"), tag("CodiceDestinatario", "ABCDEFG")),
        tag("CedentePrestatore", party("Seller", "01234567897", tag("RegimeFiscale", "RF19"))),
        tag("CessionarioCommittente", party("Buyer", "01234567897")))
    body = tag(
        "FatturaElettronicaBody",
        tag("DatiGenerali", tag("DatiGeneraliDocumento", tag("TipoDocumento", "TD01"), tag("Divisa", "EUR"), tag("Data", "2026-11-27"),
                                tag("Numero", "1"), tag("DatiBollo", tag("BolloVirtuale", "SI"), tag("ImportoBollo", "2.00")))),
        tag("DatiBeniServizi", work, duty, summary("N2.2", "900.00"), summary("N1", "2.00") if charged else ""),
        payment("TP03", "2026-11-30", "400.00"), payment("TP02", "2027-01-31", rest))
    return (f'<p:FatturaElettronica versione="FPR12" xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2">'
            f"{header}{body}</p:FatturaElettronica>").encode()


for charged in True, False:
    who = "buyer" if charged else "seller"
    text = invoice(charged)
    control = auto_from_etree(ET.fromstring(text))
    found = validation.Validation()
    control.validate(found)
    body = control.fattura_elettronica_body[0]
    paid = [str(detail.importo_pagamento) for block in body.dati_pagamento for detail in block.dettaglio_pagamento]
    net = sum(row.imponibile_importo + row.imposta for row in body.dati_beni_servizi.dati_riepilogo)
    off = [f"{row.tipo} {row.percentuale}" for row in body.dati_beni_servizi.dettaglio_linee[0].sconto_maggiorazione]
    print(f"duty for the {who}: a38: errors {len(found.errors)}, net and VAT {net}, to pay {paid}, discount {off}")
    one = parse(text)[0]
    paid = [row.importo for row in one.pagamenti]
    print(f"duty for the {who}: fatturapa: total {one.importo_totale}, to pay {paid} ({one.condizioni_pagamento}), discount {one.linee[0].sconto!r}")
PY
venv/bin/python read.py >seen
cat seen
diff - seen <<'WANT' || { echo "a reader answers otherwise now: read this script again"; exit 1; }
duty for the buyer: a38: errors 0, net and VAT 902.00, to pay ['400.00', '502.00'], discount ['SC 10.00']
duty for the buyer: fatturapa: total 904,00, to pay ['400,00'] (Anticipo), discount ''
duty for the seller: a38: errors 0, net and VAT 900.00, to pay ['400.00', '500.00'], discount ['SC 10.00']
duty for the seller: fatturapa: total 902,00, to pay ['400,00'] (Anticipo), discount ''
WANT
