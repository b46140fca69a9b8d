//! Every company in figures of a day, kept in a small file: `faktura status` over a million invoices reads no invoice.
//!
//! The file says of which state of the store it tells (commits and journal) and of which day; another state or day, a wrong
//! checksum or a missing file only mean that the figures are added up again. It lies beside the store, not in it: it is
//! nothing that a backup or a check would miss.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::task::lock;
use crate::domain::{CompanyId, Currency, CurrencyTotals, Totals};
use crate::process;
use crate::query::CompanySummary;

/// Bytes of the largest file that is read: some hundreds a company.
const LARGEST: u64 = 64 << 20;

/// Prefix of the temporary file.
pub(super) const HALF: &str = ".figures-";

/// The figures of all companies.
pub(super) type Summaries = BTreeMap<CompanyId, CompanySummary>;

/// Figures of companies, known without the index.
#[derive(Debug)]
pub(crate) struct SummaryCache {
    path: PathBuf,
    known: Mutex<Option<Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    day: Date,
    summaries: Summaries,
    /// The state that the file tells of, where it does.
    kept: Option<String>,
}

/// What the sums of a file mean; a file of another form is not read.
const FORM: u8 = 3;

#[derive(Serialize, Deserialize)]
struct File {
    form: u8,
    state: String,
    day: String,
    companies: Vec<Company>,
}

#[derive(Serialize, Deserialize)]
struct Company {
    id: u32,
    invoices: u64,
    outstanding: Vec<Sum>,
    overdue: Vec<Sum>,
    credit: Vec<Sum>,
    oldest_overdue_days: Option<i32>,
    warnings: u64,
    nav_refused: u64,
}

#[derive(Serialize, Deserialize)]
struct Sum {
    currency: String,
    count: u64,
    net: String,
    vat: String,
    gross: String,
    balance: String,
    overflow: bool,
}

impl SummaryCache {
    /// Reads what was kept, where it tells of this state of the store.
    pub(super) fn open(path: PathBuf, state: &str) -> Self {
        let text = process::kept_file(&path, LARGEST);
        let kept = text.ok().and_then(|text| read(&text)).filter(|(of, _)| of == state);
        let known = kept.map(|(of, (day, summaries))| Known { day, summaries, kept: Some(of) });
        Self { path, known: Mutex::new(known) }
    }

    /// The figures of a day, where they are known.
    pub(super) fn of(&self, day: Date) -> Option<Summaries> {
        lock(&self.known).as_ref().filter(|known| known.day == day).map(|known| known.summaries.clone())
    }

    /// These are the figures of a day.
    pub(super) fn are(&self, day: Date, summaries: &Summaries) {
        *lock(&self.known) = Some(Known { day, summaries: summaries.clone(), kept: None });
    }

    /// An invoice changed: they are others now.
    pub(super) fn forget(&self) {
        *lock(&self.known) = None;
    }

    /// Forgets what the file says, too.
    pub(super) fn remove(&self) {
        remove(&self.path);
    }

    /// Saves the figures for the next process, with the store's version.
    pub(super) fn keep(&self, state: &str) {
        let known = lock(&self.known);
        let Some(known) = known.as_ref().filter(|known| known.kept.as_deref() != Some(state)) else { return };
        if let Err(error) = process::keep_file(&self.path, HALF, text(state, known).as_bytes()) {
            tracing::debug!(path = %self.path.display(), %error, "the figures are not kept");
        }
    }
}

/// Forgets what was kept: the store is another one now.
pub(super) fn remove(path: &Path) {
    let _ = std::fs::remove_file(path);
}

fn text(state: &str, known: &Known) -> String {
    let sums = |totals: &Totals| {
        let sum = |(currency, sum): (&Currency, &CurrencyTotals)| Sum {
            currency: currency.as_str().to_owned(),
            count: sum.count,
            net: sum.net.to_string(),
            vat: sum.vat.to_string(),
            gross: sum.gross.to_string(),
            balance: sum.balance.to_string(),
            overflow: sum.overflow,
        };
        totals.iter().map(sum).collect()
    };
    let company = |(id, summary): (&CompanyId, &CompanySummary)| Company {
        id: id.0,
        invoices: summary.invoices,
        outstanding: sums(&summary.outstanding),
        overdue: sums(&summary.overdue),
        credit: sums(&summary.credit),
        oldest_overdue_days: summary.oldest_overdue_days,
        warnings: summary.warnings,
        nav_refused: summary.nav_refused,
    };
    let companies = known.summaries.iter().map(company).collect();
    let file = File { form: FORM, state: state.to_owned(), day: known.day.to_string(), companies };
    let body = serde_json::to_string(&file).unwrap_or_default();
    format!("{:08x}\n{body}\n", crc32fast::hash(body.as_bytes()))
}

fn read(text: &str) -> Option<(String, (Date, Summaries))> {
    let (sum, body) = text.trim_end().split_once('\n')?;
    if u32::from_str_radix(sum, 16).ok()? != crc32fast::hash(body.as_bytes()) {
        return None;
    }
    let file: File = serde_json::from_str(body).ok().filter(|file: &File| file.form == FORM)?;
    let sums = |sums: Vec<Sum>| -> Option<Totals> {
        let sum = |sum: Sum| {
            let amount = |text: &str| text.parse::<Decimal>().ok();
            let (net, vat, gross, balance) = (amount(&sum.net)?, amount(&sum.vat)?, amount(&sum.gross)?, amount(&sum.balance)?);
            let (count, overflow) = (sum.count, sum.overflow);
            Some((Currency::new(&sum.currency), CurrencyTotals { count, net, vat, gross, balance, overflow, uncounted: false }))
        };
        sums.into_iter().map(sum).collect()
    };
    let company = |company: Company| {
        let summary = CompanySummary {
            invoices: company.invoices,
            outstanding: sums(company.outstanding)?,
            overdue: sums(company.overdue)?,
            credit: sums(company.credit)?,
            oldest_overdue_days: company.oldest_overdue_days,
            warnings: company.warnings,
            nav_refused: company.nav_refused,
        };
        Some((CompanyId(company.id), summary))
    };
    let summaries = file.companies.into_iter().map(company).collect::<Option<Summaries>>()?;
    Some((file.state, (file.day.parse().ok()?, summaries)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn summaries() -> Summaries {
        let mut outstanding = Totals::new();
        let gross = "12345678901234567.89".parse().expect("an amount");
        outstanding.entry(Currency::new("HUF")).or_default().add(Some(Decimal::ONE), None, gross, gross);
        let summary =
            CompanySummary { invoices: 7, outstanding, oldest_overdue_days: Some(3), warnings: 1, ..Default::default() };
        [(CompanyId(3), summary)].into()
    }

    #[test]
    fn figures_are_kept_to_the_last_digit_for_their_state_and_day_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("figures");
        let day = date(2026, 11, 21);
        let figures = SummaryCache::open(path.clone(), "1-1");
        assert_eq!(figures.of(day), None);
        figures.are(day, &summaries());
        figures.keep("2-5");
        let opened = |state: &str| SummaryCache::open(path.clone(), state);
        assert_eq!(opened("2-5").of(day), Some(summaries()));
        assert_eq!(opened("2-5").of(date(2026, 11, 22)), None, "another day");
        assert_eq!(opened("3-6").of(day), None, "another state");
        let known = opened("2-5");
        known.forget();
        assert_eq!(known.of(day), None, "an invoice changed");
        let text = std::fs::read_to_string(&path).expect("it is there");
        std::fs::write(&path, text.replace("\"invoices\":7", "\"invoices\":8")).expect("written");
        assert_eq!(opened("2-5").of(day), None, "damaged");
    }
}
