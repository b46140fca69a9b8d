//! Sums as one adds them up by hand, from documents of which it is known beforehand whether they count and what is open of them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::Value;

use crate::support::Home;

/// What is known of a document.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// Name of its company.
    pub(super) company: String,
    pub(super) currency: String,
    /// Whether it is turnover.
    pub(super) counts: bool,
    pub(super) net: Decimal,
    pub(super) vat: Decimal,
    pub(super) gross: Decimal,
    /// What is left to pay; negative where it is credit.
    pub(super) open: Decimal,
    /// `2026-11`.
    pub(super) issued: String,
    pub(super) fulfilled: String,
    pub(super) status: String,
    /// Whatever is the same for the documents of one partner and for no other.
    pub(super) partner: String,
    /// Days since the due date; negative before it.
    pub(super) late: Option<i64>,
    /// Rate, net, VAT, gross.
    pub(super) rates: Vec<(String, Decimal, Decimal, Decimal)>,
}

/// Count, net, VAT, gross, outstanding, overdue, credit.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Figures {
    count: u64,
    net: Decimal,
    vat: Decimal,
    gross: Decimal,
    outstanding: Decimal,
    overdue: Decimal,
    credit: Decimal,
}

type Groups = BTreeMap<(String, String), Figures>;

impl Figures {
    fn add_open(&mut self, document: &Document) {
        self.outstanding += document.open.max(Decimal::ZERO);
        self.credit += document.open.min(Decimal::ZERO);
        if document.late.is_some_and(|days| days > 0) {
            self.overdue += document.open.max(Decimal::ZERO);
        }
    }
}

/// Every report that goes by turnover, from the documents.
fn turnover(documents: &[Document], group: impl Fn(&Document) -> String) -> Groups {
    let mut groups = Groups::new();
    for document in documents.iter().filter(|document| document.counts) {
        let sum = groups.entry((group(document), document.currency.clone())).or_default();
        sum.count += 1;
        sum.net += document.net;
        sum.vat += document.vat;
        sum.gross += document.gross;
        sum.add_open(document);
    }
    groups
}

fn rates(documents: &[Document]) -> Groups {
    let mut groups = Groups::new();
    for document in documents.iter().filter(|document| document.counts) {
        let mut seen: Vec<&str> = Vec::new();
        for (rate, net, vat, gross) in &document.rates {
            let sum = groups.entry((rate.clone(), document.currency.clone())).or_default();
            sum.count += u64::from(!seen.contains(&rate.as_str()));
            seen.push(rate);
            sum.net += net;
            sum.vat += vat;
            sum.gross += gross;
        }
    }
    groups
}

fn aging(documents: &[Document]) -> Groups {
    let group = |late: Option<i64>| match late {
        None => "no_date",
        Some(..=0) => "not_due",
        Some(1..=30) => "1-30",
        Some(31..=60) => "31-60",
        Some(61..=90) => "61-90",
        Some(_) => "over_90",
    };
    let mut groups = Groups::new();
    for document in documents.iter().filter(|document| !document.open.is_zero()) {
        let sum = groups.entry((group(document.late).to_owned(), document.currency.clone())).or_default();
        sum.add_open(document);
        if document.open > Decimal::ZERO {
            sum.count += 1;
            sum.net += document.net;
            sum.vat += document.vat;
            sum.gross += document.gross;
        }
    }
    groups
}

fn amount(value: &Value) -> Decimal {
    value.as_str().expect("an amount").parse().expect("a decimal")
}

fn figures(row: &Value) -> Figures {
    let of = |name: &str| amount(&row[name]);
    Figures {
        count: row["count"].as_u64().expect("a count"),
        net: of("net"),
        vat: of("vat"),
        gross: of("gross"),
        outstanding: of("outstanding"),
        overdue: of("overdue"),
        credit: of("credit"),
    }
}

fn rows(report: &Value) -> Vec<(String, String, Figures)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let rows = report["rows"].as_array().expect("rows").iter();
    rows.map(|row| (text(&row["group"]), text(&row["currency"]), figures(row))).collect()
}

/// Where answers come from: the binary, or its API.
pub(super) trait Ask {
    fn report(&self, kind: &str, company: Option<&str>) -> Value;
}

impl Ask for Home {
    fn report(&self, kind: &str, company: Option<&str>) -> Value {
        let mut args = vec!["report"];
        args.extend(kind.split('?'));
        args.extend(company.iter().flat_map(|company| ["--company", company]));
        args.extend(["--format", "json"]);
        self.json(0, &args)
    }
}

/// Demands that every report tells what the documents add up to.
pub(super) fn check_reports(ask: &dyn Ask, documents: &[Document], company: Option<&str>, case: &str) {
    let documents: Vec<Document> =
        documents.iter().filter(|document| company.is_none_or(|company| document.company == company)).cloned().collect();
    let by_group = |kind: &str, expected: Groups| {
        let found = ask.report(kind, company);
        let told: Groups = rows(&found).into_iter().map(|(group, currency, sum)| ((group, currency), sum)).collect();
        assert_eq!(told, expected, "{kind}, {company:?}, {case}");
    };
    by_group("months", turnover(&documents, |document| document.issued.clone()));
    by_group("months?--by?fulfilled", turnover(&documents, |document| document.fulfilled.clone()));
    by_group("statuses", turnover(&documents, |document| document.status.clone()));
    by_group("companies", turnover(&documents, |document| document.company.clone()));
    by_group("vat", rates(&documents));
    by_group("aging", aging(&documents));
    // Names repeat among partners: the sums of each partner are right.
    let sorted = |groups: Vec<(String, Figures)>| {
        let mut groups = groups;
        groups.sort();
        groups
    };
    let partners = turnover(&documents, |document| document.partner.clone());
    let expected = sorted(partners.into_iter().map(|((_, currency), sum)| (currency, sum)).collect());
    let told = sorted(rows(&ask.report("partners", company)).into_iter().map(|(_, currency, sum)| (currency, sum)).collect());
    assert_eq!(told, expected, "partners, {company:?}, {case}");
    let open = |of: Groups| {
        let mut sums: BTreeMap<String, (u64, Decimal, Decimal)> = BTreeMap::new();
        for ((_, currency), sum) in of {
            let all = sums.entry(currency).or_default();
            *all = (all.0 + sum.count, all.1 + sum.outstanding, all.2 + sum.credit);
        }
        sums
    };
    let cash = rows(&ask.report("cash", company)).into_iter().map(|(group, currency, sum)| ((group, currency), sum)).collect();
    assert_eq!(open(cash), open(aging(&documents)), "cash, {company:?}, {case}");
}

/// Demands that the list and the status tell what the documents add up to.
pub(super) fn check_lists(home: &Home, documents: &[Document], case: &str) {
    let list = home.json(0, &["invoices", "--format", "json", "--limit", "1"]);
    let by_currency = turnover(documents, |_| String::new());
    let told: BTreeMap<String, (u64, Decimal, Decimal, Decimal, Decimal)> = list["totals"]
        .as_array()
        .expect("totals")
        .iter()
        .filter(|total| total.get("uncounted").is_none())
        .map(|total| {
            let of = |name: &str| amount(&total[name]);
            let figures = (total["count"].as_u64().expect("a count"), of("net"), of("vat"), of("gross"), of("balance"));
            (total["currency"].as_str().expect("a code").to_owned(), figures)
        })
        .collect();
    let expected = by_currency
        .into_iter()
        .map(|((_, currency), sum)| (currency, (sum.count, sum.net, sum.vat, sum.gross, sum.outstanding + sum.credit)));
    assert_eq!(told, expected.collect(), "list, {case}");
    let status = home.json(0, &["status", "--json"]);
    for view in status["companies"].as_array().expect("companies") {
        let mine: Vec<Document> = documents.iter().filter(|document| view["name"] == *document.company).cloned().collect();
        let mut expected: BTreeMap<String, Figures> = BTreeMap::new();
        for document in mine.iter().filter(|document| !document.open.is_zero()) {
            expected.entry(document.currency.clone()).or_default().add_open(document);
        }
        for (name, of) in [
            ("outstanding", (|sum| sum.outstanding) as fn(&Figures) -> Decimal),
            ("overdue", |sum| sum.overdue),
            ("credit", |sum| sum.credit),
        ] {
            let told: BTreeMap<String, Decimal> = view[name]
                .as_array()
                .expect("totals")
                .iter()
                .map(|total| (total["currency"].as_str().expect("a code").to_owned(), amount(&total["balance"])))
                .collect();
            let expected: BTreeMap<String, Decimal> =
                expected.iter().map(|(currency, sum)| (currency.clone(), of(sum))).filter(|(_, sum)| !sum.is_zero()).collect();
            assert_eq!(told, expected, "{name} of {}, {case}", view["name"]);
        }
    }
}
