//! Data of NAV Online Számla 3.0: an invoice as the Hungarian tax authority takes it.
//!
//! For: a file; reporting is not done here. Uses: the model. Never: an amount without its forint.
//!
//! Amounts have the sign of the books. Forints of a document in another currency are whole, as the VAT act rounds them; VAT in forints is
//! what the source told, where it did; the total in forints is the sum of its parts, of the lines as well (`forints`).

mod forints;

use rust_decimal::Decimal;

use super::model::{Adjustment, Advance, Document, Exemption, Kind, Line, Means, Party, Reason, Vat, round};
use super::units::unit;
use super::written::{line_reason, reason};
use super::xml::{Xml, money, number};

const ROOT: &[(&str, &str)] = &[
    ("xmlns", "http://schemas.nav.gov.hu/OSA/3.0/data"),
    ("xmlns:common", "http://schemas.nav.gov.hu/NTCA/1.0/common"),
    ("xmlns:base", "http://schemas.nav.gov.hu/OSA/3.0/base"),
];

/// Decimals of quantities, prices and rates in the schema.
const QUANTITY_DECIMALS: u32 = 10;
const RATE_DECIMALS: u32 = 6;

/// A document being written.
struct Writer<'a> {
    xml: Xml,
    document: &'a Document,
    /// Forints for one unit of the currency.
    rate: Decimal,
    /// Net amount and VAT of each line in forints, in the order of the lines here.
    forints: Vec<Amounts>,
}

/// A net amount and its VAT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Amounts {
    net: Decimal,
    tax: Decimal,
}

/// Sums of what the tax authority calls one rate.
struct Group {
    vat: Vat,
    base: Decimal,
    tax: Decimal,
    /// VAT in forints, where the source tells it.
    forints: Option<Decimal>,
}

/// The parts of a Hungarian tax number: taxpayer, VAT digit, county.
pub(super) fn tax_number(text: &str) -> Option<(String, Option<String>, Option<String>)> {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let digits = plain.strip_prefix("HU").unwrap_or(&plain);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| digits.get(range).map(str::to_owned);
    match digits.len() {
        8 => Some((part(0..8)?, None, None)),
        11 => Some((part(0..8)?, part(8..9).filter(|digit| matches!(digit.as_str(), "1" | "2" | "3" | "4" | "5")), part(9..11))),
        _ => None,
    }
}

/// A post code as the schema takes it.
pub(super) fn postal_code(text: &str) -> Option<String> {
    let code = text.trim().to_uppercase();
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let inside = code.chars().all(|c| plain(c) || matches!(c, ' ' | '-'));
    let ends = code.chars().next().is_some_and(plain) && code.chars().last().is_some_and(plain);
    (inside && ends && (3..=10).contains(&code.len())).then_some(code)
}

/// The document as data of the tax authority.
pub(super) fn write(document: &Document) -> Vec<u8> {
    let conversion = document.conversion.as_ref().filter(|_| document.currency.as_str() != "HUF");
    let rate = conversion.map_or(Decimal::ONE, |conversion| conversion.rate);
    let mut writer = Writer { xml: Xml::new("InvoiceData", ROOT), document, rate, forints: Vec::new() };
    writer.forints = forints::of_lines(&writer);
    writer.xml.leaf("invoiceNumber", &document.number);
    if let Some(issued) = document.issued {
        writer.xml.leaf("invoiceIssueDate", issued.to_string());
    }
    writer.xml.leaf("completenessIndicator", "false");
    writer.xml.begin("invoiceMain");
    writer.xml.begin("invoice");
    writer.reference();
    writer.xml.begin("invoiceHead");
    writer.supplier();
    writer.customer();
    writer.detail();
    writer.xml.end();
    writer.lines();
    writer.summary();
    writer.xml.finish()
}

/// At most so many characters of a text.
fn cut(text: &str, most: usize) -> String {
    text.trim().chars().take(most).collect()
}

impl Writer<'_> {
    fn signed(&self, amount: Decimal) -> Decimal {
        amount * self.document.sign
    }

    fn forints(&self, amount: Decimal) -> Decimal {
        if self.document.currency.as_str() == "HUF" { amount } else { round(amount * self.rate, 0) }
    }

    fn pair(&mut self, name: &'static str, amount: Decimal, forints: Decimal) {
        let (amount, forints) = (money(self.signed(amount)), money(self.signed(forints)));
        self.xml.leaf(name, amount);
        self.xml.leaf(&format!("{name}HUF"), forints);
    }

    fn reference(&mut self) {
        let document = self.document;
        let Some(preceding) = document.preceding.as_ref().filter(|_| matches!(document.kind, Kind::Credit | Kind::Correction))
        else {
            return;
        };
        self.xml.within("invoiceReference", |xml| {
            xml.leaf("originalInvoiceNumber", cut(&preceding.number, 50));
            xml.leaf("modifyWithoutMaster", "false");
            xml.leaf("modificationIndex", preceding.index.max(1).to_string());
        });
    }

    fn number(&mut self, name: &'static str, text: &str) {
        let Some((taxpayer, digit, county)) = tax_number(text) else { return };
        self.xml.within(name, |xml| {
            xml.leaf("base:taxpayerId", taxpayer);
            xml.maybe("base:vatCode", digit.as_deref());
            xml.maybe("base:countyCode", county.as_deref());
        });
    }

    fn supplier(&mut self) {
        let seller = &self.document.seller;
        self.xml.begin("supplierInfo");
        let own = seller.tax_number.as_deref().unwrap_or_default();
        // A member of a group stands beside the number of the group.
        match seller.group_tax_number.as_deref() {
            Some(group) => {
                self.number("supplierTaxNumber", group);
                self.number("groupMemberTaxNumber", own);
            }
            None => self.number("supplierTaxNumber", own),
        }
        if let Some(vat) = seller.vat_id.as_deref().filter(|vat| (4..=15).contains(&vat.len())) {
            self.xml.leaf("communityVatNumber", vat);
        }
        self.xml.leaf("supplierName", cut(&seller.name, 512));
        self.address("supplierAddress", seller);
        let account = self.document.payment.iban.as_deref().or(self.document.payment.account.as_deref());
        self.xml.maybe("supplierBankAccountNumber", account.filter(|account| is_account(account)));
        self.xml.end();
    }

    fn customer(&mut self) {
        let buyer = &self.document.buyer;
        self.xml.begin("customerInfo");
        if buyer.private {
            self.xml.leaf("customerVatStatus", "PRIVATE_PERSON");
            self.xml.end();
            return;
        }
        let country = buyer.address.country.as_deref().unwrap_or("HU");
        let domestic = buyer.tax_number.as_deref().filter(|number| country == "HU" && tax_number(number).is_some());
        self.xml.leaf("customerVatStatus", if domestic.is_some() { "DOMESTIC" } else { "OTHER" });
        let community = buyer.vat_id.as_deref().filter(|vat| (4..=15).contains(&vat.len()));
        let third = buyer.tax_number.as_deref().map(|number| cut(number, 50)).filter(|number| !number.is_empty());
        if let Some(number) = domestic {
            self.xml.begin("customerVatData");
            self.domestic(number, buyer.group_tax_number.as_deref());
            self.xml.end();
        } else if let Some(vat) = community {
            self.xml.within("customerVatData", |xml| xml.leaf("communityVatNumber", vat));
        } else if let Some(number) = third {
            self.xml.within("customerVatData", |xml| xml.leaf("thirdStateTaxId", number));
        }
        self.xml.leaf("customerName", cut(&buyer.name, 512));
        self.address("customerAddress", buyer);
        self.xml.end();
    }

    fn domestic(&mut self, number: &str, group: Option<&str>) {
        let first = group.unwrap_or(number);
        let Some((taxpayer, digit, county)) = tax_number(first).or_else(|| tax_number(number)) else { return };
        self.xml.begin("customerTaxNumber");
        self.xml.leaf("base:taxpayerId", taxpayer);
        self.xml.maybe("base:vatCode", digit.as_deref());
        self.xml.maybe("base:countyCode", county.as_deref());
        if group.is_some() {
            self.number("groupMemberTaxNumber", number);
        }
        self.xml.end();
    }

    fn address(&mut self, name: &'static str, party: &Party) {
        let address = &party.address;
        self.xml.begin(name);
        self.xml.within("base:simpleAddress", |xml| {
            xml.leaf("base:countryCode", address.country.as_deref().unwrap_or_default());
            let code = address.post_code.as_deref().and_then(postal_code);
            xml.leaf("base:postalCode", code.as_deref().unwrap_or("0000"));
            xml.leaf("base:city", cut(address.city.as_deref().unwrap_or_default(), 255));
            xml.leaf("base:additionalAddressDetail", cut(address.street.as_deref().unwrap_or_default(), 255));
        });
        self.xml.end();
    }

    fn detail(&mut self) {
        let (document, rate) = (self.document, self.rate);
        self.xml.within("invoiceDetail", |xml| {
            xml.leaf("invoiceCategory", "NORMAL");
            if let Some(date) = document.delivered.or(document.issued) {
                xml.leaf("invoiceDeliveryDate", date.to_string());
            }
            if let Some((from, until)) = document.period {
                xml.leaf("invoiceDeliveryPeriodStart", from.to_string());
                xml.leaf("invoiceDeliveryPeriodEnd", until.to_string());
            }
            xml.leaf("currencyCode", document.currency.as_str());
            xml.leaf("exchangeRate", number(round(rate, RATE_DECIMALS)));
            xml.maybe("paymentMethod", payment_method(document.payment.means));
            if let Some(due) = document.due {
                xml.leaf("paymentDate", due.to_string());
            }
            xml.leaf("invoiceAppearance", if document.electronic { "ELECTRONIC" } else { "PAPER" });
        });
    }

    fn lines(&mut self) {
        let document = self.document;
        self.xml.begin("invoiceLines");
        self.xml.leaf("mergedItemIndicator", "false");
        for (index, line) in document.lines.iter().enumerate() {
            self.line(index + 1, line);
        }
        // The schema has no allowance of the whole: each is a line.
        for (index, adjustment) in document.adjustments.iter().enumerate() {
            let position = document.lines.len() + index + 1;
            self.begin_line(position);
            self.xml.leaf("lineExpressionIndicator", "false");
            self.xml.leaf("lineDescription", reason(adjustment.reason));
            self.amounts(position, of_adjustment(adjustment), &adjustment.vat);
            self.xml.end();
        }
        self.xml.end();
    }

    fn begin_line(&mut self, position: usize) {
        let document = self.document;
        self.xml.begin("line");
        self.xml.leaf("lineNumber", position.to_string());
        let changes = matches!(document.kind, Kind::Credit | Kind::Correction);
        if let Some(preceding) = document.preceding.as_ref().filter(|_| changes) {
            // Lines of a correction go on counting after those of what it corrects.
            let before = preceding.lines.unwrap_or(document.lines.len());
            self.xml.within("lineModificationReference", |xml| {
                xml.leaf("lineNumberReference", (before + position).to_string());
                xml.leaf("lineOperation", "CREATE");
            });
        }
    }

    fn line(&mut self, position: usize, line: &Line) {
        self.begin_line(position);
        if let Some(advance) = &line.advance {
            self.advance(advance);
        }
        self.xml.leaf("lineExpressionIndicator", "true");
        let text = match &line.description {
            Some(description) => format!("{} - {description}", line.name),
            None => line.name.clone(),
        };
        self.xml.maybe("lineDescription", Some(cut(&text, 512).as_str()));
        let quantity = round(self.signed(line.quantity), QUANTITY_DECIMALS);
        self.xml.leaf("quantity", number(quantity));
        let known = unit(&line.unit).nav;
        self.xml.leaf("unitOfMeasure", known);
        if known == "OWN" {
            self.xml.leaf("unitOfMeasureOwn", cut(&line.unit, 50));
        }
        let price = line.price.checked_div(line.base).unwrap_or(line.price);
        let local = if self.document.currency.as_str() == "HUF" { Some(price) } else { price.checked_mul(self.rate) };
        self.xml.leaf("unitPrice", number(round(price, QUANTITY_DECIMALS)));
        self.xml.leaf("unitPriceHUF", number(round(local.unwrap_or(price), 4)));
        let discount = line.allowance > Decimal::ZERO && line_reason(self.document, line.allowance) == Reason::Discount;
        if discount {
            let value = money(self.signed(line.allowance));
            self.xml.within("lineDiscountData", |xml| {
                xml.leaf("discountDescription", reason(Reason::Discount));
                xml.leaf("discountValue", value);
            });
        }
        if let Some(vat) = &line.vat {
            self.amounts(position, of_line(line, vat), vat);
        }
        self.xml.end();
    }

    fn advance(&mut self, advance: &Advance) {
        self.xml.within("advanceData", |xml| {
            xml.leaf("advanceIndicator", "true");
            if let Some(payment) = &advance.deducts {
                xml.within("advancePaymentData", |xml| {
                    xml.leaf("advanceOriginalInvoice", cut(&payment.number, 50));
                    xml.leaf("advancePaymentDate", payment.paid.to_string());
                    xml.leaf("advanceExchangeRate", number(round(payment.rate, RATE_DECIMALS)));
                });
            }
        });
    }

    fn amounts(&mut self, position: usize, Amounts { net, tax }: Amounts, vat: &Vat) {
        let forints = position.checked_sub(1).and_then(|at| self.forints.get(at)).copied().unwrap_or_default();
        let (net_forints, tax_forints) = (forints.net, forints.tax);
        self.xml.begin("lineAmountsNormal");
        self.xml.begin("lineNetAmountData");
        self.pair("lineNetAmount", net, net_forints);
        self.xml.end();
        self.rate("lineVatRate", vat);
        self.xml.begin("lineVatData");
        self.pair("lineVatAmount", tax, tax_forints);
        self.xml.end();
        self.xml.begin("lineGrossAmountData");
        self.pair("lineGrossAmountNormal", net + tax, net_forints + tax_forints);
        self.xml.end();
        self.xml.end();
    }

    fn rate(&mut self, name: &'static str, vat: &Vat) {
        let percent = number(round(vat.rate / Decimal::ONE_HUNDRED, 4));
        self.xml.within(name, |xml| match vat.exemption {
            None => xml.leaf("vatPercentage", percent),
            Some(Exemption::Fad) => xml.leaf("vatDomesticReverseCharge", "true"),
            Some(Exemption::Margin(_)) => {
                xml.leaf("marginSchemeIndicator", vat.exemption.map_or("", Exemption::code));
            }
            Some(exemption) => {
                let scope = matches!(
                    exemption,
                    Exemption::Atk | Exemption::Eufad37 | Exemption::Eufade | Exemption::Eue | Exemption::Ho | Exemption::Reverse
                );
                xml.within(if scope { "vatOutOfScope" } else { "vatExemption" }, |xml| {
                    xml.leaf("case", exemption.code());
                    xml.leaf("reason", exemption.reason());
                });
            }
        });
    }

    fn summary(&mut self) {
        let groups = groups(self.document);
        let forints: Vec<(Decimal, Decimal)> = groups
            .iter()
            .map(|group| (self.forints(group.base), group.forints.unwrap_or_else(|| self.forints(group.tax))))
            .collect();
        let totals = &self.document.totals;
        let (net, tax) = (totals.net, totals.tax);
        let net_forints: Decimal = forints.iter().map(|(net, _)| *net).sum();
        let tax_forints: Decimal = forints.iter().map(|(_, tax)| *tax).sum();
        self.xml.begin("invoiceSummary");
        self.xml.begin("summaryNormal");
        for (group, (base_forints, group_forints)) in groups.iter().zip(forints) {
            self.xml.begin("summaryByVatRate");
            self.rate("vatRate", &group.vat);
            self.xml.begin("vatRateNetData");
            self.pair("vatRateNetAmount", group.base, base_forints);
            self.xml.end();
            self.xml.begin("vatRateVatData");
            self.pair("vatRateVatAmount", group.tax, group_forints);
            self.xml.end();
            self.xml.begin("vatRateGrossData");
            self.pair("vatRateGrossAmount", group.base + group.tax, base_forints + group_forints);
            self.xml.end();
            self.xml.end();
        }
        self.pair("invoiceNetAmount", net, net_forints);
        self.pair("invoiceVatAmount", tax, tax_forints);
        self.xml.end();
        self.xml.begin("summaryGrossData");
        self.pair("invoiceGrossAmount", net + tax, net_forints + tax_forints);
        self.xml.end();
        self.xml.end();
    }
}

/// Amounts of a line.
fn of_line(line: &Line, vat: &Vat) -> Amounts {
    Amounts { net: line.net, tax: line.tax.unwrap_or_else(|| tax_of(line.net, vat)) }
}

/// Amounts of an allowance or charge of the whole.
fn of_adjustment(adjustment: &Adjustment) -> Amounts {
    Amounts { net: -adjustment.amount, tax: tax_of(-adjustment.amount, &adjustment.vat) }
}

fn tax_of(net: Decimal, vat: &Vat) -> Decimal {
    let tax = net.checked_mul(vat.rate).and_then(|tax| tax.checked_div(Decimal::ONE_HUNDRED));
    round(tax.unwrap_or_default(), 2)
}

/// The sums as the tax authority groups them: each reason for no VAT is a rate of its own.
fn groups(document: &Document) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let in_forints = document.conversion.as_ref().is_some_and(|conversion| conversion.currency.as_str() == "HUF");
    let lines = document.lines.iter().filter_map(|line| Some((line.vat?, line.net)));
    let adjustments = document.adjustments.iter().map(|one| (one.vat, -one.amount));
    for (vat, amount) in lines.chain(adjustments) {
        if let Some(group) = groups.iter_mut().find(|group| group.vat == vat) {
            group.base += amount;
        } else {
            // Only rates above zero have VAT, and each of them is one group here and there.
            let known = document.taxes.iter().find(|tax| tax.vat == vat);
            let forints = known.and_then(|tax| tax.local).filter(|_| in_forints);
            groups.push(Group { vat, base: amount, tax: known.map(|tax| tax.tax).unwrap_or_default(), forints });
        }
    }
    groups
}

/// Whether an account number is in one of the forms that the schema takes.
fn is_account(text: &str) -> bool {
    let international = text.len() >= 15
        && text.len() <= 34
        && text.get(..2).is_some_and(|country| country.bytes().all(|b| b.is_ascii_uppercase()))
        && text.get(2..4).is_some_and(|check| check.bytes().all(|b| b.is_ascii_digit()))
        && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let parts: Vec<&str> = text.split('-').collect();
    let eight = |part: &&str| part.len() == 8 && part.bytes().all(|b| b.is_ascii_digit());
    international || (matches!(parts.len(), 2 | 3) && parts.iter().all(eight))
}

fn payment_method(means: Means) -> Option<&'static str> {
    Some(match means {
        Means::Transfer => "TRANSFER",
        Means::Cash => "CASH",
        Means::Card | Means::Online => "CARD",
        Means::Voucher => "VOUCHER",
        Means::Postal | Means::Clearing | Means::Other => "OTHER",
        Means::Unknown => return None,
    })
}
