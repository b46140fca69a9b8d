//! UN/CEFACT Cross Industry Invoice D16B: plain EN 16931, `XRechnung`, and what is inside of Factur-X.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::form::Form;
use super::model::{Adjustment, Category, Document, Line, Party, Reason, TaxGroup, Vat};
use super::units::unit;
use super::written::{account, has_rate, line_reason, means_code, note, reason, reference, seller_id, type_code, vat_id};
use super::xml::{Xml, money, number};

const ROOT: &[(&str, &str)] = &[
    ("xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"),
    ("xmlns:ram", "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"),
    ("xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"),
    ("xmlns:qdt", "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"),
];

/// A document being written.
struct Writer<'a> {
    xml: Xml,
    document: &'a Document,
    form: Form,
}

/// The document in CII.
pub(super) fn write(document: &Document, form: Form) -> Vec<u8> {
    let mut writer = Writer { xml: Xml::new("rsm:CrossIndustryInvoice", ROOT), document, form };
    writer.context();
    writer.head();
    writer.xml.begin("rsm:SupplyChainTradeTransaction");
    for (index, line) in document.lines.iter().enumerate() {
        writer.line(index + 1, line);
    }
    writer.agreement();
    writer.delivery();
    writer.settlement();
    writer.xml.finish()
}

fn date(xml: &mut Xml, name: &'static str, date: Date) {
    let text = date.strftime("%Y%m%d").to_string();
    xml.within(name, |xml| xml.leaf_with("udt:DateTimeString", &[("format", "102")], text));
}

impl Writer<'_> {
    fn context(&mut self) {
        let form = self.form;
        self.xml.within("rsm:ExchangedDocumentContext", |xml| {
            if let Some(process) = form.process() {
                xml.within("ram:BusinessProcessSpecifiedDocumentContextParameter", |xml| xml.leaf("ram:ID", process));
            }
            xml.within("ram:GuidelineSpecifiedDocumentContextParameter", |xml| xml.leaf("ram:ID", form.specification()));
        });
    }

    fn head(&mut self) {
        let (document, form) = (self.document, self.form);
        self.xml.within("rsm:ExchangedDocument", |xml| {
            xml.leaf("ram:ID", &document.number);
            xml.leaf("ram:TypeCode", type_code(document, form));
            if let Some(issued) = document.issued {
                date(xml, "ram:IssueDateTime", issued);
            }
            if let Some(note) = note(document) {
                xml.within("ram:IncludedNote", |xml| xml.leaf("ram:Content", note));
            }
        });
    }

    fn line(&mut self, index: usize, line: &Line) {
        let document = self.document;
        let code = unit(&line.unit).code;
        let xml = &mut self.xml;
        xml.begin("ram:IncludedSupplyChainTradeLineItem");
        xml.within("ram:AssociatedDocumentLineDocument", |xml| xml.leaf("ram:LineID", index.to_string()));
        xml.within("ram:SpecifiedTradeProduct", |xml| {
            xml.maybe("ram:SellerAssignedID", line.item_id.as_deref());
            xml.leaf("ram:Name", &line.name);
            xml.maybe("ram:Description", line.description.as_deref());
        });
        xml.begin("ram:SpecifiedLineTradeAgreement");
        xml.within("ram:NetPriceProductTradePrice", |xml| {
            xml.leaf("ram:ChargeAmount", number(line.price));
            if line.base != Decimal::ONE {
                xml.leaf_with("ram:BasisQuantity", &[("unitCode", code)], number(line.base));
            }
        });
        xml.end();
        xml.within("ram:SpecifiedLineTradeDelivery", |xml| {
            xml.leaf_with("ram:BilledQuantity", &[("unitCode", code)], number(line.quantity));
        });
        xml.begin("ram:SpecifiedLineTradeSettlement");
        if let Some(vat) = &line.vat {
            category(xml, "ram:ApplicableTradeTax", vat);
        }
        if let Some(days) = line.period {
            period(xml, days);
        }
        if !line.allowance.is_zero() {
            allowance(xml, line.allowance, line_reason(document, line.allowance), None);
        }
        xml.within("ram:SpecifiedTradeSettlementLineMonetarySummation", |xml| xml.leaf("ram:LineTotalAmount", money(line.net)));
        xml.end();
        xml.end();
    }

    fn agreement(&mut self) {
        let document = self.document;
        self.xml.begin("ram:ApplicableHeaderTradeAgreement");
        self.xml.maybe("ram:BuyerReference", document.buyer_reference.as_deref());
        self.party("ram:SellerTradeParty", &document.seller, seller_id(document));
        self.party("ram:BuyerTradeParty", &document.buyer, document.buyer.id.as_deref());
        if let Some(order) = &document.order {
            self.xml.within("ram:BuyerOrderReferencedDocument", |xml| xml.leaf("ram:IssuerAssignedID", order));
        }
        if let Some(contract) = &document.contract {
            self.xml.within("ram:ContractReferencedDocument", |xml| xml.leaf("ram:IssuerAssignedID", contract));
        }
        self.xml.end();
    }

    fn party(&mut self, name: &'static str, party: &Party, id: Option<&str>) {
        let vat = vat_id(self.document, party);
        let xml = &mut self.xml;
        xml.begin(name);
        xml.maybe("ram:ID", id);
        xml.leaf("ram:Name", &party.name);
        if let Some(legal) = &party.legal_id {
            xml.within("ram:SpecifiedLegalOrganization", |xml| xml.leaf("ram:ID", legal));
        }
        let contact = &party.contact;
        if contact.name.is_some() || contact.phone.is_some() || contact.email.is_some() {
            xml.within("ram:DefinedTradeContact", |xml| {
                xml.maybe("ram:PersonName", contact.name.as_deref());
                if let Some(phone) = &contact.phone {
                    xml.within("ram:TelephoneUniversalCommunication", |xml| xml.leaf("ram:CompleteNumber", phone));
                }
                if let Some(email) = &contact.email {
                    xml.within("ram:EmailURIUniversalCommunication", |xml| xml.leaf("ram:URIID", email));
                }
            });
        }
        address(xml, &party.address);
        if let Some(endpoint) = &party.endpoint {
            xml.within("ram:URIUniversalCommunication", |xml| {
                xml.leaf_with("ram:URIID", &[("schemeID", &endpoint.scheme)], &endpoint.id);
            });
        }
        for (number, scheme) in [(vat, "VA"), (party.tax_id.as_deref(), "FC")] {
            if let Some(number) = number {
                xml.within("ram:SpecifiedTaxRegistration", |xml| xml.leaf_with("ram:ID", &[("schemeID", scheme)], number));
            }
        }
        xml.end();
    }

    fn delivery(&mut self) {
        let document = self.document;
        let within = document.taxes.iter().any(|group| group.vat.category == Category::IntraCommunity);
        self.xml.within("ram:ApplicableHeaderTradeDelivery", |xml| {
            if within {
                xml.within("ram:ShipToTradeParty", |xml| address(xml, &document.buyer.address));
            }
            if let Some(delivered) = document.delivered {
                xml.within("ram:ActualDeliverySupplyChainEvent", |xml| date(xml, "ram:OccurrenceDateTime", delivered));
            }
        });
    }

    fn settlement(&mut self) {
        let document = self.document;
        self.xml.begin("ram:ApplicableHeaderTradeSettlement");
        self.xml.leaf("ram:PaymentReference", reference(document));
        if let Some(conversion) = &document.conversion {
            self.xml.leaf("ram:TaxCurrencyCode", conversion.currency.as_str());
        }
        self.xml.leaf("ram:InvoiceCurrencyCode", document.currency.as_str());
        self.means();
        for tax in &document.taxes {
            self.group(tax);
        }
        if let Some(days) = document.period {
            period(&mut self.xml, days);
        }
        for Adjustment { amount, reason, vat, .. } in &document.adjustments {
            allowance(&mut self.xml, *amount, *reason, Some(vat));
        }
        if document.due.is_some() || document.payment.terms.is_some() {
            self.xml.within("ram:SpecifiedTradePaymentTerms", |xml| {
                xml.maybe("ram:Description", document.payment.terms.as_deref());
                if let Some(due) = document.due {
                    date(xml, "ram:DueDateDateTime", due);
                }
            });
        }
        self.totals();
        if let Some(preceding) = &document.preceding {
            self.xml.within("ram:InvoiceReferencedDocument", |xml| {
                xml.leaf("ram:IssuerAssignedID", &preceding.number);
                if let Some(issued) = preceding.issued {
                    let text = issued.strftime("%Y%m%d").to_string();
                    xml.within("ram:FormattedIssueDateTime", |xml| {
                        xml.leaf_with("qdt:DateTimeString", &[("format", "102")], text);
                    });
                }
            });
        }
        self.xml.end();
    }

    fn means(&mut self) {
        let (document, form) = (self.document, self.form);
        self.xml.within("ram:SpecifiedTradeSettlementPaymentMeans", |xml| {
            xml.leaf("ram:TypeCode", means_code(document, form));
            let Some(account) = account(document) else { return };
            let name = if document.payment.iban.is_some() { "ram:IBANID" } else { "ram:ProprietaryID" };
            xml.within("ram:PayeePartyCreditorFinancialAccount", |xml| {
                let holder = document.payment.holder.as_deref();
                if document.payment.iban.is_some() {
                    xml.leaf(name, account);
                    xml.maybe("ram:AccountName", holder);
                } else {
                    xml.maybe("ram:AccountName", holder);
                    xml.leaf(name, account);
                }
            });
            if let Some(bic) = &document.payment.bic {
                xml.within("ram:PayeeSpecifiedCreditorFinancialInstitution", |xml| xml.leaf("ram:BICID", bic));
            }
        });
    }

    fn group(&mut self, group: &TaxGroup) {
        let form = self.form;
        self.xml.within("ram:ApplicableTradeTax", |xml| {
            xml.leaf("ram:CalculatedAmount", money(group.tax));
            xml.leaf("ram:TypeCode", "VAT");
            xml.maybe("ram:ExemptionReason", group.vat.exemption.map(super::model::Exemption::reason));
            xml.leaf("ram:BasisAmount", money(group.base));
            xml.leaf("ram:CategoryCode", group.vat.category.code());
            xml.maybe("ram:ExemptionReasonCode", group.vat.exemption.and_then(super::model::Exemption::vatex));
            if has_rate(&group.vat) || form.is_xrechnung() {
                xml.leaf("ram:RateApplicablePercent", number(group.vat.rate));
            }
        });
    }

    fn totals(&mut self) {
        let document = self.document;
        let totals = &document.totals;
        self.xml.within("ram:SpecifiedTradeSettlementHeaderMonetarySummation", |xml| {
            let some = |xml: &mut Xml, name: &str, amount: Decimal| {
                if !amount.is_zero() {
                    xml.leaf(name, money(amount));
                }
            };
            xml.leaf("ram:LineTotalAmount", money(totals.lines));
            some(xml, "ram:ChargeTotalAmount", totals.charges);
            some(xml, "ram:AllowanceTotalAmount", totals.allowances);
            xml.leaf("ram:TaxBasisTotalAmount", money(totals.net));
            xml.leaf_with("ram:TaxTotalAmount", &[("currencyID", document.currency.as_str())], money(totals.tax));
            if let Some(conversion) = &document.conversion {
                let currency = [("currencyID", conversion.currency.as_str())];
                xml.leaf_with("ram:TaxTotalAmount", &currency, money(conversion.vat));
            }
            some(xml, "ram:RoundingAmount", totals.rounding);
            xml.leaf("ram:GrandTotalAmount", money(totals.gross));
            some(xml, "ram:TotalPrepaidAmount", totals.paid);
            xml.leaf("ram:DuePayableAmount", money(totals.payable));
        });
    }
}

fn address(xml: &mut Xml, address: &crate::domain::Address) {
    xml.within("ram:PostalTradeAddress", |xml| {
        xml.maybe("ram:PostcodeCode", address.post_code.as_deref());
        xml.maybe("ram:LineOne", address.street.as_deref());
        xml.maybe("ram:CityName", address.city.as_deref());
        xml.maybe("ram:CountryID", address.country.as_deref());
    });
}

fn category(xml: &mut Xml, name: &'static str, vat: &Vat) {
    xml.within(name, |xml| {
        xml.leaf("ram:TypeCode", "VAT");
        xml.leaf("ram:CategoryCode", vat.category.code());
        if has_rate(vat) {
            xml.leaf("ram:RateApplicablePercent", number(vat.rate));
        }
    });
}

fn period(xml: &mut Xml, (from, until): (Date, Date)) {
    xml.within("ram:BillingSpecifiedPeriod", |xml| {
        date(xml, "ram:StartDateTime", from);
        date(xml, "ram:EndDateTime", until);
    });
}

fn allowance(xml: &mut Xml, amount: Decimal, why: Reason, vat: Option<&Vat>) {
    xml.begin("ram:SpecifiedTradeAllowanceCharge");
    let charge = if amount.is_sign_negative() { "true" } else { "false" };
    xml.within("ram:ChargeIndicator", |xml| xml.leaf("udt:Indicator", charge));
    xml.leaf("ram:ActualAmount", money(amount.abs()));
    if why == Reason::Discount {
        xml.leaf("ram:ReasonCode", "95");
    }
    xml.leaf("ram:Reason", reason(why));
    if let Some(vat) = vat {
        category(xml, "ram:CategoryTradeTax", vat);
    }
    xml.end();
}
