//! Generated accounts with documents that correct each other, in every way in which services say it: reports equal the sums that the
//! generator knows. A seed that fails is printed; `FAKTURA_SEED` repeats it.

use fastrand::Rng;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::naive::{Document, check_lists, check_reports};
use crate::support::Home;
use crate::support::server::{Answer, Server, document_with, page, rest};

const STATUSES: [&str; 5] = ["outstanding", "expired", "paid", "none", "partially_paid"];
/// Days late, far from the borders of groups.
const LATE: [i64; 7] = [-40, -12, 10, 20, 45, 75, 200];
const RATES: [(&str, i64); 4] = [("27%", 27), ("5%", 5), ("AAM", 0), ("EU", 0)];

/// Name, tax number, identifier, and what is the same for one partner.
type Buyer = (&'static str, &'static str, u64, &'static str);
const BUYERS: [Buyer; 11] = [
    ("Minta Kft.", "10773381-2-44", 9, "T10773381"),
    ("Minta Zrt.", "HU10773381", 9, "T10773381"),
    ("MINTA KFT.", "10773381–2–44", 19, "T10773381"),
    ("Kovács János", "32560682-1-43", 10, "T32560682"),
    ("Kovács János", "", 11, "#11"),
    ("Kovács János", "", 12, "#12"),
    ("Kovács Jánosné", "", 12, "#12"),
    ("Kovács János", "-", 13, "#13"),
    ("Müller GmbH", "DE123456789", 14, "TDE123456789"),
    ("Mueller", "de 123 456 789", 15, "TDE123456789"),
    ("Rossi", "00743110157", 16, "T00743110157"),
];

struct Account<'r> {
    rng: &'r mut Rng,
    company: String,
    today: jiff::civil::Date,
    documents: Vec<(Value, Document)>,
}

impl Account<'_> {
    fn next(&self) -> u64 {
        self.documents.len() as u64 + 1
    }

    /// A document of this type with net amounts in hundredths.
    fn add(&mut self, kind: &str, currency: &str, nets: &[i64], buyer: Buyer) -> usize {
        let rng = &mut *self.rng;
        let status = STATUSES[rng.usize(..STATUSES.len())];
        let late = LATE[rng.usize(..LATE.len())];
        let day = |before: i64| self.today.saturating_sub(jiff::Span::new().days(before));
        let (issued, due) = (day(rng.i64(0..300)), day(late));
        let fulfilled = day(rng.i64(0..300));
        let amount = |hundredths: i64| Decimal::new(hundredths, 2);
        let number = |hundredths: i64| -> Value { serde_json::from_str(&amount(hundredths).to_string()).expect("a number") };
        let mut rates = Vec::new();
        let (mut items, mut summary) = (Vec::new(), Vec::new());
        for net in nets {
            let (rate, percent) = RATES[rng.usize(..RATES.len())];
            let vat = net * percent / 100;
            rates.push((rate.to_owned(), amount(*net), amount(vat), amount(net + vat)));
            items.push(
                json!({"name": "Tétel", "quantity": 1, "unit": "db", "net_unit_amount": number(*net), "net_amount": number(*net),
                "vat": rate, "vat_amount": number(vat), "gross_amount": number(net + vat)}),
            );
            summary.push(json!({"vat_name": rate, "vat_rate_net_amount": number(*net), "vat_rate_vat_amount": number(vat),
                "vat_rate_gross_amount": number(net + vat)}));
        }
        let sum = |of: fn(&(String, Decimal, Decimal, Decimal)) -> Decimal| rates.iter().map(of).sum::<Decimal>();
        let (net, vat, gross) = (sum(|rate| rate.1), sum(|rate| rate.2), sum(|rate| rate.3));
        let plain = |amount: Decimal| -> Value { serde_json::from_str(&amount.to_string()).expect("a number") };
        let month = |day: jiff::civil::Date| format!("{:04}-{:02}", day.year(), day.month());
        let (name, tax, id, same) = buyer;
        let json = json!({
            "type": kind, "correction_type": kind, "payment_status": status, "gross_total": plain(gross), "currency": currency,
            "conversion_rate": if currency == "HUF" { 1 } else { 380 },
            "invoice_date": issued.to_string(), "fulfillment_date": fulfilled.to_string(), "due_date": due.to_string(),
            "document_partner": {"id": id, "name": name, "taxcode": tax}, "items": items,
            "summary": {"net_amount": plain(net), "vat_amount": plain(vat), "gross_amount_local": null,
                "vat_rate_summary": if rng.bool() { summary } else { Vec::new() }},
        });
        let unpaid = matches!(status, "outstanding" | "expired" | "partially_paid");
        let partner = if same.starts_with('T') { same.to_owned() } else { format!("{} {same}", self.company) };
        let known = Document {
            company: self.company.clone(),
            currency: currency.to_owned(),
            counts: true,
            net,
            vat,
            gross,
            open: if unpaid { gross } else { Decimal::ZERO },
            issued: month(issued),
            fulfilled: month(fulfilled),
            status: status.to_owned(),
            partner,
            late: Some(late),
            rates,
        };
        self.documents.push((json, known));
        self.documents.len() - 1
    }

    fn nets(&mut self) -> Vec<i64> {
        (0..self.rng.usize(1..4)).map(|_| self.rng.i64(100..9_000_000)).collect()
    }

    fn event(&mut self) {
        let currency = *self.rng.choice(&["HUF", "HUF", "HUF", "EUR", "USD"]).expect("some");
        let buyer = BUYERS[self.rng.usize(..BUYERS.len())];
        let nets = self.nets();
        match self.rng.u8(0..11) {
            0..=2 => drop(self.add("invoice", currency, &nets, buyer)),
            3 => drop(self.add("receipt", currency, &nets, buyer)),
            4 | 5 => self.pair(currency, &nets, buyer),
            6 => {
                let kinds =
                    ["draft", "proforma", "offer", "order_form", "waybill", "cert_of_completion", "dossier", "draft_offer"];
                let kind = *self.rng.choice(&kinds).expect("some");
                let at = self.add(kind, currency, &nets, buyer);
                (self.documents[at].1.counts, self.documents[at].1.open) = (false, Decimal::ZERO);
            }
            7 => {
                // What is corrected and the difference, which may be credit.
                self.add("invoice", currency, &nets, buyer);
                let less: Vec<i64> = nets.iter().map(|net| -net / 3).collect();
                self.add("modification", currency, &less, buyer);
            }
            8 => {
                // An advance, and the final document that takes it off.
                self.add("advance", currency, &nets[..1], buyer);
                self.add("invoice", currency, &[nets[0] * 4, -nets[0]], buyer);
            }
            9 => self.chain(currency, &nets, buyer),
            _ => {
                // Voided, with nothing that cancels it; the amount is no other document's.
                let odd = 900_000_000 + i64::try_from(self.next()).expect("few") * 1_000_003;
                let at = self.add("invoice", currency, &[odd], buyer);
                self.documents[at].0["cancelled"] = json!(true);
                (self.documents[at].1.counts, self.documents[at].1.open) = (false, Decimal::ZERO);
            }
        }
    }

    /// Changes the days of issue so that the first is not later.
    fn in_order(&mut self, first: usize, second: usize) {
        let day = |of: &Self, at: usize| of.documents[at].0["invoice_date"].clone();
        let (a, b) = (day(self, first), day(self, second));
        if a.as_str() > b.as_str() {
            (self.documents[first].0["invoice_date"], self.documents[second].0["invoice_date"]) = (b, a);
            let (first_month, second_month) = (self.documents[first].1.issued.clone(), self.documents[second].1.issued.clone());
            (self.documents[first].1.issued, self.documents[second].1.issued) = (second_month, first_month);
        }
    }

    /// A document, corrections each of the one before, and what cancels all of it or the first alone.
    fn chain(&mut self, currency: &str, nets: &[i64], buyer: Buyer) {
        let number = |at: usize| json!([{"id": at + 1, "invoice_number": format!("T-{}", at + 1)}]);
        let first = self.add("invoice", currency, nets, buyer);
        let mut all = vec![first];
        for part in 3..self.rng.i64(4..6) {
            let less: Vec<i64> = nets.iter().map(|net| -net / part).collect();
            let next = self.add("modification", currency, &less, buyer);
            self.documents[next].0["related_documents"] = number(all[all.len() - 1]);
            self.in_order(all[all.len() - 1], next);
            all.push(next);
        }
        let back = if self.rng.bool() { all.clone() } else { vec![first] };
        let cancelling = self.add("cancellation", currency, &[1], buyer);
        all.iter().for_each(|at| self.in_order(*at, cancelling));
        let sum = |of: fn(&Document) -> Decimal| -> Decimal { back.iter().map(|at| of(&self.documents[*at].1)).sum() };
        let (net, vat, gross) = (-sum(|one| one.net), -sum(|one| one.vat), -sum(|one| one.gross));
        let turned = |(rate, net, vat, gross): &(String, Decimal, Decimal, Decimal)| (rate.clone(), -*net, -*vat, -*gross);
        let rates: Vec<_> = back.iter().flat_map(|at| self.documents[*at].1.rates.iter().map(turned)).collect();
        let plain = |amount: Decimal| -> Value { serde_json::from_str(&amount.to_string()).expect("a number") };
        let items: Vec<Value> = rates
            .iter()
            .map(|(rate, net, vat, gross)| {
                json!({"name": "Tétel", "quantity": 1, "unit": "db", "net_unit_amount": plain(*net), "net_amount": plain(*net),
                    "vat": rate, "vat_amount": plain(*vat), "gross_amount": plain(*gross)})
            })
            .collect();
        // What takes back all of it names any of them.
        let named = if back.len() > 1 { back[self.rng.usize(..back.len())] } else { first };
        let of = &mut self.documents[cancelling];
        of.0["items"] = json!(items);
        of.0["gross_total"] = plain(gross);
        of.0["summary"] =
            json!({"net_amount": plain(net), "vat_amount": plain(vat), "gross_amount_local": null, "vat_rate_summary": []});
        of.0["related_documents"] = number(named);
        (of.1.net, of.1.vat, of.1.gross, of.1.open, of.1.rates) = (net, vat, gross, Decimal::ZERO, rates);
        if self.rng.bool() {
            self.documents[first].0["cancelled"] = json!(true);
        }
        back.iter().for_each(|at| self.documents[*at].1.open = Decimal::ZERO);
    }

    /// A document and what cancels it, said in one of the ways in which it is said.
    fn pair(&mut self, currency: &str, nets: &[i64], buyer: Buyer) {
        let receipt = self.rng.u8(0..4) == 0;
        let (first, second) = if receipt { ("receipt", "receipt_cancellation") } else { ("invoice", "cancellation") };
        let first = self.add(first, currency, nets, buyer);
        let seed = self.rng.u64(..);
        let back: Vec<i64> = nets.iter().map(|net| -net).collect();
        let cancelling = self.add(second, currency, &back, buyer);
        // The same rates as the original has, with the other sign.
        let (original, _) = self.documents[first].clone();
        let mut mirrored = original;
        mirror(&mut mirrored);
        for name in ["items", "gross_total", "summary"] {
            self.documents[cancelling].0[name] = mirrored[name].clone();
        }
        let known = self.documents[first].1.clone();
        let less = &mut self.documents[cancelling].1;
        less.rates = known.rates.iter().map(|(rate, net, vat, gross)| (rate.clone(), -net, -vat, -gross)).collect();
        (less.net, less.vat, less.gross) = (-known.net, -known.vat, -known.gross);
        (less.open, self.documents[first].1.open) = (Decimal::ZERO, Decimal::ZERO);
        let number = |at: usize| json!([{"id": at + 1, "invoice_number": format!("T-{}", at + 1)}]);
        let mut rng = Rng::with_seed(seed);
        let mut said = rng.u8(0..4);
        if said == 0 && rng.bool() {
            // Nothing is said of the original: then what cancels it names it,
            self.documents[cancelling].0["related_documents"] = number(first);
        } else if said == 0 {
            // or it names what cancels it, which is issued later.
            self.in_order(first, cancelling);
            self.documents[first].0["related_documents"] = number(cancelling);
        }
        if said == 1 || said == 3 {
            self.documents[first].0["cancelled"] = json!(true);
        }
        if said >= 2 {
            self.documents[first].0["correction_type"] = json!("canceled");
        }
        if said > 0 && rng.bool() {
            self.documents[first].0["related_documents"] = number(cancelling);
        }
        if said > 0 && rng.bool() {
            self.documents[cancelling].0["related_documents"] = number(first);
        }
        said = rng.u8(0..4);
        if said == 1 && !receipt {
            self.documents[cancelling].0["type"] = json!("invoice");
        }
        if said == 2 {
            self.documents[cancelling].0["correction_type"] = json!(null);
        }
        if said == 3 {
            self.documents[cancelling].0["cancelled"] = json!(true);
        }
    }
}

/// Turns every amount of a document round.
fn mirror(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                let amount = name.ends_with("amount") || name == "gross_total";
                match value {
                    Value::Number(number) if amount => {
                        let turned: Decimal = number.to_string().parse().expect("a decimal");
                        *value = serde_json::from_str(&(-turned).to_string()).expect("a number");
                    }
                    value => mirror(value),
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(mirror),
        _ => {}
    }
}

/// One home with so many companies, which share its commands.
fn round(seed: u64, companies: usize) {
    let mut rng = Rng::with_seed(seed);
    let today = jiff::Zoned::now().with_time_zone(jiff::tz::TimeZone::get("Europe/Budapest").expect("a zone")).date();
    let mut known = Vec::new();
    let mut accounts: Vec<Vec<String>> = Vec::new();
    for company in 0..companies {
        let mut account = Account { rng: &mut rng, company: format!("Cég {company}"), today, documents: Vec::new() };
        for _ in 0..account.rng.usize(0..14) {
            account.event();
        }
        let made = account.documents.iter().zip(1..).map(|((json, _), id)| document_with(id, json));
        let mut written: Vec<String> = made.collect();
        known.extend(account.documents.into_iter().map(|(_, known)| known));
        rng.shuffle(&mut written);
        accounts.push(written);
    }
    let key = |company: usize| format!("{company:08}-2222-4333-8444-555555555555");
    let server = Server::start(move |asked| {
        let company: usize = asked.key.get(..8).and_then(|number| number.parse().ok()).unwrap_or(usize::MAX);
        match (asked.path.as_str(), accounts.get(company)) {
            ("/documents", Some(documents)) => page(documents, asked),
            (path, _) if path.ends_with("/payments") => Answer::json(&json!([])),
            _ => rest(asked),
        }
    });
    let home = Home::new();
    for company in 0..companies {
        let name = format!("Cég {company}");
        let mut command =
            home.command(&["company", "add", &name, "--provider", "billingo", "--base-url", &server.url, "--no-test"]);
        command.env("FAKTURA_API_KEY", key(company));
        let added = crate::support::ran(command);
        assert_eq!(added.code, Some(0), "{}", added.err);
    }
    home.expect(0, &["sync"]);
    let case = format!("FAKTURA_SEED={seed}");
    check_reports(&home, &known, None, &case);
    check_reports(&home, &known, Some(&format!("Cég {}", seed % companies as u64)), &case);
    check_lists(&home, &known, &case);
}

#[expect(clippy::print_stdout, reason = "the seed of a failed round must be seen")]
fn rounds(accounts: usize, companies: usize) {
    if let Some(seed) = std::env::var("FAKTURA_SEED").ok().and_then(|seed| seed.parse().ok()) {
        return round(seed, companies);
    }
    let first = fastrand::u64(..);
    for seed in (0..(accounts / companies) as u64).map(|round| first.wrapping_add(round)) {
        println!("FAKTURA_SEED={seed}");
        round(seed, companies);
    }
}

#[test]
fn two_hundred_accounts_add_up() {
    rounds(200, 10);
}

#[test]
#[ignore = "takes half an hour; run it by name"]
fn ten_thousand_accounts_add_up() {
    rounds(10_000, 100);
}
