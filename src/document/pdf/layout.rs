//! Where the parts of an invoice stand on paper.

use super::canvas::{BLACK, Canvas, GREY, HEIGHT, MARGIN, Style};
use super::font::Weight;
use super::sheet::{RIGHT, Sheet};
use super::{Paper, qr, table};
use crate::document::model::{Document, Kind, Means, Party};
use crate::document::written;
use crate::domain::Message;

/// Width of one party.
const PARTY: f32 = 235.0;
/// Columns of the facts under the parties.
const FACTS: usize = 4;
/// Side of the payment code.
const CODE: f32 = 86.0;

/// Title of the document: its name and number.
pub(super) fn title(document: &Document, paper: &Paper<'_>) -> String {
    format!("{} {}", name(document, paper), document.number).trim().to_owned()
}

fn name(document: &Document, paper: &Paper<'_>) -> String {
    if let Some(title) = paper.title {
        return title.to_owned();
    }
    let locale = paper.locale;
    match document.kind {
        Kind::Invoice => locale.get("document-title-invoice"),
        Kind::Advance => locale.get("document-title-advance"),
        Kind::Correction => locale.get("document-title-correction"),
        Kind::Credit => locale.get("document-title-credit"),
    }
}

/// Draws the whole.
pub(super) fn draw(canvas: &mut Canvas, document: &Document, paper: &Paper<'_>) {
    let mut sheet = Sheet { canvas, document, locale: paper.locale };
    sheet.head(paper);
    sheet.parties();
    sheet.facts();
    table::lines(&mut sheet);
    table::sums(&mut sheet);
    sheet.notes();
    sheet.code();
    sheet.feet();
}

impl Sheet<'_> {
    fn head(&mut self, paper: &Paper<'_>) {
        let style = Style::bold(20.0);
        let (title, number) = (name(self.document, paper), self.document.number.clone());
        let big = Style::bold(13.0);
        let room = RIGHT - MARGIN - self.canvas.width(&title, style) - 16.0;
        self.canvas.put(MARGIN, &title, style);
        for (index, line) in self.canvas.wrapped(&number, big, room.max(120.0)).into_iter().enumerate() {
            if index > 0 {
                self.canvas.y += big.leading();
            } else {
                self.canvas.y += 6.0;
            }
            self.canvas.put_right(RIGHT, &line, big);
        }
        self.canvas.y += 26.0;
        if let Some(service) = paper.copy_of {
            let text = self.locale.text(&Message::new("document-copy").with("service", service));
            self.canvas.paragraph(MARGIN, RIGHT - MARGIN, &text, Style { weight: Weight::Bold, size: 8.5, gray: GREY });
        }
        if let Some(preceding) = &self.document.preceding {
            let message = Message::new("document-corrects").with("number", preceding.number.as_str());
            let dated = preceding.issued.map(|date| format!(" ({})", self.locale.date(date))).unwrap_or_default();
            let text = format!("{}{dated}", self.locale.text(&message));
            self.canvas.paragraph(MARGIN, RIGHT - MARGIN, &text, Style::plain(9.0));
        }
        self.canvas.y += 6.0;
        self.canvas.rule(MARGIN, RIGHT, 0.8, BLACK);
        self.canvas.y += 12.0;
    }

    fn parties(&mut self) {
        let document = self.document;
        let (seller, buyer) = (self.word("document-seller"), self.word("document-buyer"));
        let top = self.canvas.y;
        self.party(MARGIN, &seller, &document.seller);
        let left = self.canvas.y;
        self.canvas.y = top;
        self.party(RIGHT - PARTY, &buyer, &document.buyer);
        self.canvas.y = self.canvas.y.max(left) + 10.0;
    }

    /// Whether a VAT number says no more than the tax number beside it: between Hungarian parties it is the same eight digits, and may
    /// never have been registered.
    fn is_said(&self, party: &Party, vat: &str) -> bool {
        let Some(tax) = party.tax_number.as_deref() else { return false };
        let at_home = |party: &Party| party.address.country.as_deref().is_none_or(|country| country == "HU");
        let domestic = at_home(&self.document.seller) && at_home(&self.document.buyer);
        vat == tax || (domestic && vat.strip_prefix("HU").is_some_and(|digits| tax.starts_with(digits)))
    }

    fn party(&mut self, x: f32, label: &str, party: &Party) {
        self.canvas.put(x, label, Style::label());
        self.canvas.y += Style::label().leading();
        // Parties stand on the first page: they are cut, never moved to another.
        let name = Style::bold(10.5);
        self.lines(x, &party.name, name, 4);
        let address = &party.address;
        let part = |text: &Option<Box<str>>| text.as_deref().map(str::trim).unwrap_or_default().to_owned();
        let town = format!("{} {}", part(&address.post_code), part(&address.city));
        for text in [part(&address.street), town.trim().to_owned(), part(&address.country)] {
            self.lines(x, &text, Style::plain(9.0), 3);
        }
        let numbers = [
            ("document-tax-number", party.tax_number.as_deref()),
            ("document-group-tax-number", party.group_tax_number.as_deref()),
            ("document-vat-number", party.vat_id.as_deref().filter(|vat| !self.is_said(party, vat))),
            ("document-registration", party.legal_id.as_deref()),
        ];
        for (label, number) in numbers {
            if let Some(number) = number {
                let text = format!("{}: {number}", self.word(label));
                self.lines(x, &text, Style::plain(9.0), 2);
            }
        }
        let contact = [&party.contact.name, &party.contact.phone, &party.contact.email];
        for text in contact.into_iter().flatten().map(String::as_str).collect::<Vec<_>>() {
            self.lines(x, text, Style::small(), 1);
        }
    }

    fn lines(&mut self, x: f32, text: &str, style: Style, most: usize) {
        for line in self.canvas.wrapped(text, style, PARTY).into_iter().take(most) {
            self.canvas.put(x, &line, style);
            self.canvas.y += style.leading();
        }
    }

    /// Labels and values of the facts beside the lines.
    fn told(&self) -> Vec<(&'static str, String, bool)> {
        let document = self.document;
        let date = |date: Option<jiff::civil::Date>| date.map(|date| self.locale.date(date));
        let payment = &document.payment;
        let account = payment.iban.as_deref().map(grouped).or_else(|| payment.account.clone());
        let means = (payment.means != Means::Unknown).then(|| self.word(means(payment.means)));
        let period = document.period.map(|(from, until)| format!("{} – {}", self.locale.date(from), self.locale.date(until)));
        let all = [
            ("document-issued", date(document.issued), false),
            ("document-delivered", date(document.delivered), false),
            ("document-due", date(document.due), true),
            ("document-payment", means, false),
            ("document-period", period, false),
            ("document-account", account, false),
            ("document-bank", payment.bank.clone(), false),
            ("document-bic", payment.bic.clone(), false),
            ("document-order", document.order.clone(), false),
            ("document-contract", document.contract.clone(), false),
            ("document-reference", document.buyer_reference.clone(), false),
            ("document-terms", payment.terms.clone(), false),
        ];
        all.into_iter().filter_map(|(label, value, bold)| Some((label, value?, bold))).collect()
    }

    fn facts(&mut self) {
        let told = self.told();
        let width = (RIGHT - MARGIN) / 4.0;
        for row in told.chunks(FACTS) {
            let top = self.canvas.y;
            let mut bottom = top;
            let mut x = MARGIN;
            for (label, value, bold) in row {
                self.canvas.y = top;
                let label = self.word(label);
                self.canvas.put(x, &label, Style::label());
                self.canvas.y += Style::label().leading();
                let style = if *bold { Style::bold(9.5) } else { Style::plain(9.0) };
                for line in self.canvas.wrapped(value, style, width - 8.0).into_iter().take(4) {
                    self.canvas.put(x, &line, style);
                    self.canvas.y += style.leading();
                }
                bottom = bottom.max(self.canvas.y);
                x += width;
            }
            self.canvas.y = bottom + 6.0;
        }
        self.canvas.y += 6.0;
    }

    /// Reasons for no VAT, the exchange rate, notes.
    fn notes(&mut self) {
        let document = self.document;
        let mut texts: Vec<String> = Vec::new();
        for vat in document.lines.iter().filter_map(|line| line.vat) {
            if let Some(exemption) = vat.exemption {
                let text = self.word(exemption.text());
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
        }
        if let Some(conversion) = &document.conversion {
            let rate = self.locale.number(conversion.rate, 2);
            let message = Message::new("document-rate")
                .with("one", document.currency.as_str())
                .with("rate", rate)
                .with("currency", conversion.currency.as_str());
            let mut source: Vec<String> = conversion.source.iter().cloned().collect();
            source.extend(conversion.date.map(|date| self.locale.date(date)));
            let source = if source.is_empty() { String::new() } else { format!(" ({})", source.join(", ")) };
            texts.push(format!("{}{source}", self.locale.text(&message)));
        }
        texts.extend(document.notes.iter().cloned());
        for text in texts {
            self.canvas.paragraph(MARGIN, RIGHT - MARGIN, &text, Style::plain(8.5));
        }
        self.canvas.y += 8.0;
    }

    fn code(&mut self) {
        let Some(code) = qr::code(self.document) else { return };
        self.canvas.ensure(CODE + 8.0);
        let top = self.canvas.y;
        let count = code.size();
        #[expect(clippy::cast_precision_loss, reason = "a code has at most 69 modules a side")]
        let size = CODE / count as f32;
        let dark = (0..count).flat_map(|y| (0..count).map(move |x| (x, y))).filter(|(x, y)| code.get_module(*x, *y));
        #[expect(clippy::cast_precision_loss, reason = "a code has at most 69 modules a side")]
        let places = dark.map(|(x, y)| (MARGIN + x as f32 * size, top + y as f32 * size));
        self.canvas.squares(size, places.collect::<Vec<_>>().into_iter());
        let x = MARGIN + CODE + 14.0;
        let text = self.word("document-code");
        let reference = written::reference(self.document).to_owned();
        let money = self.money(self.document.printed().totals.payable);
        self.canvas.y = top + 4.0;
        for (text, style) in [(text, Style::label()), (money, Style::bold(10.5)), (reference, Style::plain(9.0))] {
            self.canvas.put(x, &text, style);
            self.canvas.y += style.leading() + 2.0;
        }
        self.canvas.y = top + CODE + 8.0;
    }

    /// Number of the invoice and of the page, at the foot of each.
    fn feet(&mut self) {
        let count = self.canvas.pages.len();
        let style = Style::label();
        let text = format!("{} · {}", self.document.number, self.document.seller.name);
        let text = self.canvas.wrapped(&text, style, 400.0).into_iter().next().unwrap_or_default();
        for page in 0..count {
            let number = format!("{} / {count}", page + 1);
            let width = self.canvas.width(&number, style);
            self.canvas.text(page, MARGIN, HEIGHT - 40.0, &text, style);
            self.canvas.text(page, RIGHT - width, HEIGHT - 40.0, &number, style);
        }
    }
}

/// An IBAN in groups of four.
fn grouped(iban: &str) -> String {
    let chars: Vec<char> = iban.chars().collect();
    chars.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

const fn means(means: Means) -> &'static str {
    match means {
        Means::Transfer => "document-means-transfer",
        Means::Cash => "document-means-cash",
        Means::Card => "document-means-card",
        Means::Online => "document-means-online",
        Means::Voucher => "document-means-voucher",
        Means::Postal => "document-means-postal",
        Means::Clearing => "document-means-clearing",
        Means::Other | Means::Unknown => "document-means-other",
    }
}
