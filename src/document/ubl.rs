//! UBL 2.1: plain EN 16931, `XRechnung`, Peppol BIS Billing 3.0.

use rust_decimal::Decimal;

use super::form::Form;
use super::model::{Adjustment, Category, Document, Line, Party, Reason, TaxGroup, Vat};
use super::units::unit;
use super::written::{account, has_rate, line_reason, means_code, note, reason, reference, seller_id, type_code, vat_id};
use super::xml::{Xml, money, number};

const INVOICE: &str = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
const CREDIT: &str = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";
const AGGREGATE: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
const BASIC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

/// A document being written.
struct Writer<'a> {
    xml: Xml,
    document: &'a Document,
    form: Form,
}

/// The document in UBL.
pub(super) fn write(document: &Document, form: Form) -> Vec<u8> {
    let (root, schema) = if document.is_credit() { ("CreditNote", CREDIT) } else { ("Invoice", INVOICE) };
    let xml = Xml::new(root, &[("xmlns", schema), ("xmlns:cac", AGGREGATE), ("xmlns:cbc", BASIC)]);
    let mut writer = Writer { xml, document, form };
    writer.head();
    writer.references();
    writer.parties();
    writer.delivery();
    writer.payment();
    for adjustment in &document.adjustments {
        writer.adjustment(adjustment);
    }
    writer.taxes();
    writer.totals();
    for (index, line) in document.lines.iter().enumerate() {
        writer.line(index + 1, line);
    }
    writer.xml.finish()
}

impl Writer<'_> {
    fn amount(&mut self, name: &str, amount: Decimal) {
        let currency = self.document.currency.as_str();
        self.xml.leaf_with(name, &[("currencyID", currency)], money(amount));
    }

    fn head(&mut self) {
        let document = self.document;
        let credit = document.is_credit();
        self.xml.leaf("cbc:CustomizationID", self.form.specification());
        self.xml.maybe("cbc:ProfileID", self.form.process());
        self.xml.leaf("cbc:ID", &document.number);
        if let Some(issued) = document.issued {
            self.xml.leaf("cbc:IssueDate", issued.to_string());
        }
        if let Some(due) = document.due.filter(|_| !credit) {
            self.xml.leaf("cbc:DueDate", due.to_string());
        }
        let name = if credit { "cbc:CreditNoteTypeCode" } else { "cbc:InvoiceTypeCode" };
        self.xml.leaf(name, type_code(document, self.form));
        self.xml.maybe("cbc:Note", note(document).as_deref());
        self.xml.leaf("cbc:DocumentCurrencyCode", document.currency.as_str());
        if let Some(conversion) = &document.conversion {
            self.xml.leaf("cbc:TaxCurrencyCode", conversion.currency.as_str());
        }
        self.xml.maybe("cbc:BuyerReference", document.buyer_reference.as_deref());
    }

    fn references(&mut self) {
        let document = self.document;
        if let Some((from, until)) = document.period {
            self.xml.within("cac:InvoicePeriod", |xml| {
                xml.leaf("cbc:StartDate", from.to_string());
                xml.leaf("cbc:EndDate", until.to_string());
            });
        }
        if let Some(order) = &document.order {
            self.xml.within("cac:OrderReference", |xml| xml.leaf("cbc:ID", order));
        }
        if let Some(preceding) = &document.preceding {
            self.xml.begin("cac:BillingReference");
            self.xml.within("cac:InvoiceDocumentReference", |xml| {
                xml.leaf("cbc:ID", &preceding.number);
                xml.maybe("cbc:IssueDate", preceding.issued.map(|date| date.to_string()).as_deref());
            });
            self.xml.end();
        }
        if let Some(contract) = &document.contract {
            self.xml.within("cac:ContractDocumentReference", |xml| xml.leaf("cbc:ID", contract));
        }
    }

    fn parties(&mut self) {
        let document = self.document;
        self.xml.begin("cac:AccountingSupplierParty");
        self.party(&document.seller, seller_id(document));
        self.xml.end();
        self.xml.begin("cac:AccountingCustomerParty");
        self.party(&document.buyer, document.buyer.id.as_deref());
        self.xml.end();
    }

    fn party(&mut self, party: &Party, id: Option<&str>) {
        let vat = vat_id(self.document, party);
        let xml = &mut self.xml;
        xml.begin("cac:Party");
        if let Some(endpoint) = &party.endpoint {
            xml.leaf_with("cbc:EndpointID", &[("schemeID", &endpoint.scheme)], &endpoint.id);
        }
        if let Some(id) = id {
            xml.within("cac:PartyIdentification", |xml| xml.leaf("cbc:ID", id));
        }
        xml.within("cac:PartyName", |xml| xml.leaf("cbc:Name", &party.name));
        xml.within("cac:PostalAddress", |xml| {
            let address = &party.address;
            xml.maybe("cbc:StreetName", address.street.as_deref());
            xml.maybe("cbc:CityName", address.city.as_deref());
            xml.maybe("cbc:PostalZone", address.post_code.as_deref());
            if let Some(country) = address.country.as_deref() {
                xml.within("cac:Country", |xml| xml.leaf("cbc:IdentificationCode", country));
            }
        });
        for (number, scheme) in [(vat, "VAT"), (party.tax_id.as_deref(), "TAX")] {
            if let Some(number) = number {
                xml.within("cac:PartyTaxScheme", |xml| {
                    xml.leaf("cbc:CompanyID", number);
                    xml.within("cac:TaxScheme", |xml| xml.leaf("cbc:ID", scheme));
                });
            }
        }
        xml.within("cac:PartyLegalEntity", |xml| {
            xml.leaf("cbc:RegistrationName", &party.name);
            xml.maybe("cbc:CompanyID", party.legal_id.as_deref());
        });
        let contact = &party.contact;
        if contact.name.is_some() || contact.phone.is_some() || contact.email.is_some() {
            xml.within("cac:Contact", |xml| {
                xml.maybe("cbc:Name", contact.name.as_deref());
                xml.maybe("cbc:Telephone", contact.phone.as_deref());
                xml.maybe("cbc:ElectronicMail", contact.email.as_deref());
            });
        }
        xml.end();
    }

    fn delivery(&mut self) {
        let document = self.document;
        let within = document.taxes.iter().any(|group| group.vat.category == Category::IntraCommunity);
        if document.delivered.is_none() && !within {
            return;
        }
        self.xml.within("cac:Delivery", |xml| {
            if let Some(delivered) = document.delivered {
                xml.leaf("cbc:ActualDeliveryDate", delivered.to_string());
            }
            if within {
                let address = &document.buyer.address;
                xml.begin("cac:DeliveryLocation");
                xml.within("cac:Address", |xml| {
                    xml.maybe("cbc:StreetName", address.street.as_deref());
                    xml.maybe("cbc:CityName", address.city.as_deref());
                    xml.maybe("cbc:PostalZone", address.post_code.as_deref());
                    let country = address.country.as_deref().unwrap_or_default();
                    xml.within("cac:Country", |xml| xml.leaf("cbc:IdentificationCode", country));
                });
                xml.end();
            }
        });
    }

    fn payment(&mut self) {
        let (document, form) = (self.document, self.form);
        self.xml.within("cac:PaymentMeans", |xml| {
            xml.leaf("cbc:PaymentMeansCode", means_code(document, form));
            if let Some(due) = document.due.filter(|_| document.is_credit()) {
                xml.leaf("cbc:PaymentDueDate", due.to_string());
            }
            xml.leaf("cbc:PaymentID", reference(document));
            if let Some(account) = account(document) {
                xml.within("cac:PayeeFinancialAccount", |xml| {
                    xml.leaf("cbc:ID", account);
                    xml.maybe("cbc:Name", document.payment.holder.as_deref());
                    if let Some(bic) = &document.payment.bic {
                        xml.within("cac:FinancialInstitutionBranch", |xml| xml.leaf("cbc:ID", bic));
                    }
                });
            }
        });
        if let Some(terms) = &document.payment.terms {
            self.xml.within("cac:PaymentTerms", |xml| xml.leaf("cbc:Note", terms));
        }
    }

    fn allowance(&mut self, amount: Decimal, why: Reason, vat: Option<&Vat>) {
        let charge = amount.is_sign_negative();
        self.xml.begin("cac:AllowanceCharge");
        self.xml.leaf("cbc:ChargeIndicator", if charge { "true" } else { "false" });
        if why == Reason::Discount {
            self.xml.leaf("cbc:AllowanceChargeReasonCode", "95");
        }
        self.xml.leaf("cbc:AllowanceChargeReason", reason(why));
        self.amount("cbc:Amount", amount.abs());
        if let Some(vat) = vat {
            self.category("cac:TaxCategory", vat);
        }
        self.xml.end();
    }

    fn adjustment(&mut self, adjustment: &Adjustment) {
        self.allowance(adjustment.amount, adjustment.reason, Some(&adjustment.vat));
    }

    fn category(&mut self, name: &'static str, vat: &Vat) {
        self.xml.within(name, |xml| {
            xml.leaf("cbc:ID", vat.category.code());
            if has_rate(vat) {
                xml.leaf("cbc:Percent", number(vat.rate));
            }
            xml.within("cac:TaxScheme", |xml| xml.leaf("cbc:ID", "VAT"));
        });
    }

    fn taxes(&mut self) {
        let document = self.document;
        self.xml.begin("cac:TaxTotal");
        self.amount("cbc:TaxAmount", document.totals.tax);
        for group in &document.taxes {
            self.group(group);
        }
        self.xml.end();
        if let Some(conversion) = &document.conversion {
            let amount = money(conversion.vat);
            self.xml.within("cac:TaxTotal", |xml| {
                xml.leaf_with("cbc:TaxAmount", &[("currencyID", conversion.currency.as_str())], amount);
            });
        }
    }

    fn group(&mut self, group: &TaxGroup) {
        self.xml.begin("cac:TaxSubtotal");
        self.amount("cbc:TaxableAmount", group.base);
        self.amount("cbc:TaxAmount", group.tax);
        let form = self.form;
        self.xml.within("cac:TaxCategory", |xml| {
            xml.leaf("cbc:ID", group.vat.category.code());
            // XRechnung wants the rate also where there is none (BR-DE-14).
            if has_rate(&group.vat) || form.is_xrechnung() {
                xml.leaf("cbc:Percent", number(group.vat.rate));
            }
            if let Some(exemption) = group.vat.exemption {
                xml.maybe("cbc:TaxExemptionReasonCode", exemption.vatex());
                xml.leaf("cbc:TaxExemptionReason", exemption.reason());
            }
            xml.within("cac:TaxScheme", |xml| xml.leaf("cbc:ID", "VAT"));
        });
        self.xml.end();
    }

    fn totals(&mut self) {
        let totals = self.document.totals.clone();
        self.xml.begin("cac:LegalMonetaryTotal");
        self.amount("cbc:LineExtensionAmount", totals.lines);
        self.amount("cbc:TaxExclusiveAmount", totals.net);
        self.amount("cbc:TaxInclusiveAmount", totals.gross);
        for (name, amount) in [
            ("cbc:AllowanceTotalAmount", totals.allowances),
            ("cbc:ChargeTotalAmount", totals.charges),
            ("cbc:PrepaidAmount", totals.paid),
            ("cbc:PayableRoundingAmount", totals.rounding),
        ] {
            if !amount.is_zero() {
                self.amount(name, amount);
            }
        }
        self.amount("cbc:PayableAmount", totals.payable);
        self.xml.end();
    }

    fn line(&mut self, index: usize, line: &Line) {
        let document = self.document;
        let (name, quantity) = if document.is_credit() {
            ("cac:CreditNoteLine", "cbc:CreditedQuantity")
        } else {
            ("cac:InvoiceLine", "cbc:InvoicedQuantity")
        };
        let code = unit(&line.unit).code;
        self.xml.begin(name);
        self.xml.leaf("cbc:ID", index.to_string());
        self.xml.leaf_with(quantity, &[("unitCode", code)], number(line.quantity));
        self.amount("cbc:LineExtensionAmount", line.net);
        if let Some((from, until)) = line.period {
            self.xml.within("cac:InvoicePeriod", |xml| {
                xml.leaf("cbc:StartDate", from.to_string());
                xml.leaf("cbc:EndDate", until.to_string());
            });
        }
        if !line.allowance.is_zero() {
            self.allowance(line.allowance, line_reason(document, line.allowance), None);
        }
        self.xml.begin("cac:Item");
        self.xml.maybe("cbc:Description", line.description.as_deref());
        self.xml.leaf("cbc:Name", &line.name);
        if let Some(id) = &line.item_id {
            self.xml.within("cac:SellersItemIdentification", |xml| xml.leaf("cbc:ID", id));
        }
        if let Some(vat) = &line.vat {
            self.category("cac:ClassifiedTaxCategory", vat);
        }
        self.xml.end();
        self.xml.begin("cac:Price");
        self.xml.leaf_with("cbc:PriceAmount", &[("currencyID", document.currency.as_str())], number(line.price));
        if line.base != Decimal::ONE {
            self.xml.leaf_with("cbc:BaseQuantity", &[("unitCode", code)], number(line.base));
        }
        self.xml.end();
        self.xml.end();
    }
}
