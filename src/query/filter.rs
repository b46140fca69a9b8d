//! From the tree of conditions to tests on compact invoices: relative dates become days, words become numbers of the pools.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use memchr::memmem::Finder;
use rust_decimal::Decimal;

use super::ast::{Expr, Key, Limits, Query, Term, Test, When, word};
use super::complete;
use super::error::{Problem, QueryError};
use super::fold::{bare, fold};
use super::index::Names;
use super::index::pool::Pool;
use super::index::record::{Flags, NO_DATE, Pools, Record, pack};
use crate::domain::WarningKind;

/// What a query is compiled against.
#[derive(Debug)]
pub(super) struct Context<'c> {
    /// The text of the query, for errors.
    pub(super) text: &'c str,
    /// The shared texts.
    pub(super) pools: &'c Pools,
    /// Names of the companies.
    pub(super) names: &'c Names,
    /// What relative dates are relative to.
    pub(super) today: Date,
    /// The zone that decides on which day something changed.
    pub(super) zone: &'c TimeZone,
}

/// A test of an invoice.
#[derive(Debug)]
pub(super) enum Filter {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Everything,
    Word { finder: Finder<'static>, partners: Box<[bool]>, taxes: Box<[bool]> },
    Shared(fn(&Record) -> u32, Box<[bool]>),
    Present(fn(&Record) -> u32),
    Own(fn(&Record) -> &str, Finder<'static>),
    OwnWhole(fn(&Record) -> &str, Box<str>),
    Companies(Vec<u32>),
    Overdue(i32),
    Flag(Flags),
    Filled(fn(&Record) -> &str),
    Dated(fn(&Record) -> i32),
    Warning(WarningKind),
    AnyWarning,
    Amount { amount: fn(&Record) -> Option<Decimal>, limits: Limits<Decimal> },
    Days { date: fn(&Record) -> i32, from: i32, to: i32 },
    Changed { from: Timestamp, before: Option<Timestamp> },
    Run(u64),
}

impl Filter {
    /// The test that a query means.
    ///
    /// # Errors
    /// A value that neither we nor any invoice knows.
    pub(super) fn new(query: &Query, context: &Context<'_>) -> Result<Self, QueryError> {
        query.root.as_ref().map_or(Ok(Self::Everything), |root| context.expr(root))
    }

    /// Whether an invoice passes.
    #[must_use]
    pub(super) fn passes(&self, record: &Record) -> bool {
        let among = |set: &[bool], number: u32| set.get(number as usize).copied().unwrap_or(false);
        match self {
            Self::All(parts) => parts.iter().all(|part| part.passes(record)),
            Self::Any(parts) => parts.iter().any(|part| part.passes(record)),
            Self::Not(inner) => !inner.passes(record),
            Self::Everything => true,
            Self::Word { finder, partners, taxes } => {
                among(partners, record.partner) || among(taxes, record.tax) || finder.find(record.search().as_bytes()).is_some()
            }
            Self::Shared(number, set) => among(set, number(record)),
            Self::Present(number) => Record::there(number(record)),
            Self::Own(text, finder) => finder.find(text(record).as_bytes()).is_some(),
            Self::OwnWhole(text, whole) => text(record) == &**whole,
            Self::Companies(ids) => ids.contains(&record.company),
            Self::Overdue(today) => record.overdue(*today),
            Self::Flag(flag) => record.flags.has(*flag),
            Self::Filled(text) => !text(record).is_empty(),
            Self::Dated(date) => date(record) != NO_DATE,
            Self::Warning(kind) => record.warnings.contains(*kind),
            Self::AnyWarning => record.warnings.any(),
            Self::Amount { amount, limits } => amount(record).is_some_and(|amount| limits.hold(amount)),
            Self::Days { date, from, to } => {
                let date = date(record);
                date != NO_DATE && *from <= date && date <= *to
            }
            Self::Changed { from, before } => *from <= record.changed && before.is_none_or(|before| record.changed < before),
            Self::Run(run) => record.changed_run == *run,
        }
    }
}

impl Limits<Decimal> {
    fn hold(&self, amount: Decimal) -> bool {
        match self {
            Self::Is(value) => amount == *value,
            Self::Below(value) => amount < *value,
            Self::AtMost(value) => amount <= *value,
            Self::Above(value) => amount > *value,
            Self::AtLeast(value) => amount >= *value,
            Self::Between(from, to) => from.is_none_or(|from| from <= amount) && to.is_none_or(|to| amount <= to),
        }
    }
}

impl Context<'_> {
    fn expr(&self, expr: &Expr) -> Result<Filter, QueryError> {
        let all = |parts: &[Expr]| parts.iter().map(|part| self.expr(part)).collect::<Result<Vec<_>, _>>();
        Ok(match expr {
            Expr::And(parts) => Filter::All(all(parts)?),
            Expr::Or(parts) => Filter::Any(all(parts)?),
            Expr::Not(inner) => Filter::Not(Box::new(self.expr(inner)?)),
            Expr::Term(term) => self.term(term)?,
        })
    }

    fn term(&self, term: &Term) -> Result<Filter, QueryError> {
        Ok(match &term.test {
            Test::Word(text) => self.word(text),
            Test::Text { key, whole, text } => self.text(*key, *whole, text),
            Test::Choice { key, words } => {
                let any = words.iter().map(|word| self.choice(*key, word, term)).collect::<Result<_, _>>()?;
                Filter::Any(any)
            }
            Test::Amount { key, limits } => Filter::Amount {
                amount: match key {
                    Key::Net => Record::net,
                    Key::Vat => Record::vat,
                    _ => |record| Some(record.gross),
                },
                limits: *limits,
            },
            Test::Date { key: Key::Changed, limits } => self.changed(limits),
            Test::Date { key, limits } => {
                let (from, to) = self.days(limits);
                Filter::Days { date: date_of(*key), from, to }
            }
            Test::Run(run) => Filter::Run(*run),
        })
    }

    fn word(&self, text: &str) -> Filter {
        let finder = finder(&fold(text));
        let find = |text: &str| finder.find(text.as_bytes()).is_some();
        let (partners, taxes) = (self.pools.partners.test(find), self.pools.taxes.test(find));
        Filter::Word { finder, partners, taxes }
    }

    fn text(&self, key: Key, whole: bool, text: &str) -> Filter {
        let folded = fold(text);
        let find = finder(&folded);
        let matches = |text: &str| if whole { text == folded } else { find.find(text.as_bytes()).is_some() };
        let own = |part: fn(&Record) -> &str| {
            if whole { Filter::OwnWhole(part, folded.as_str().into()) } else { Filter::Own(part, find.clone()) }
        };
        match key {
            Key::Partner => Filter::Shared(|record| record.partner, self.pools.partners.test(matches)),
            Key::Tax => {
                let digits = bare(&folded);
                let find = finder(&digits);
                let bare_matches = |text: &str| {
                    let text = bare(text);
                    if whole { text == digits } else { find.find(text.as_bytes()).is_some() }
                };
                let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                let either = |tax: &str| matches(tax) || (number && bare_matches(tax));
                Filter::Shared(|record| record.tax, self.pools.taxes.test(either))
            }
            Key::Company => {
                let id = text.trim().parse().ok();
                let named = self.names.iter().filter(|(_, name)| matches(&fold(name))).map(|(id, _)| id.0);
                Filter::Companies(named.chain(id).collect())
            }
            Key::Id => Filter::OwnWhole(Record::id, text.trim().into()),
            Key::Comment => own(Record::search_comment),
            _ => own(Record::search_number),
        }
    }

    fn choice(&self, key: Key, asked: &str, term: &Term) -> Result<Filter, QueryError> {
        let (number, pool): (fn(&Record) -> u32, &Pool) = match (key, asked) {
            (Key::Has, _) => return self.has(asked, term),
            (Key::Status, "overdue") => return Ok(Filter::Overdue(pack(self.today))),
            (Key::Status, "unpaid") => return Ok(Filter::Flag(Flags::OUTSTANDING)),
            (Key::Status, "cancelled" | "canceled") => return Ok(Filter::Flag(Flags::CANCELLED)),
            (Key::Status, "vanished") => return Ok(Filter::Flag(Flags::VANISHED)),
            (Key::Status, _) => (|record| record.status, &self.pools.statuses),
            (Key::Type, _) => (|record| record.kind, &self.pools.kinds),
            (Key::Method, _) => (|record| record.method, &self.pools.methods),
            (Key::Nav, _) => (|record| record.nav, &self.pools.navs),
            _ => (|record| record.currency, &self.pools.currencies),
        };
        let set = pool.test(|known| known == asked);
        let known = || complete::words(key).into_iter().any(|known| word(known) == asked);
        // Any currency may come tomorrow; a status that nobody knows is a slip.
        if key == Key::Currency || set.contains(&true) || known() {
            return Ok(Filter::Shared(number, set));
        }
        Err(self.unknown(key, asked, term))
    }

    fn unknown(&self, key: Key, value: &str, term: &Term) -> QueryError {
        let possible = complete::words(key).into_iter().map(word).collect();
        QueryError::new(self.text, term.at, Problem::UnknownValue { key: key.as_str(), value: value.to_owned(), possible })
    }

    fn has(&self, asked: &str, term: &Term) -> Result<Filter, QueryError> {
        if let Some((kind, _)) = WarningKind::ALL.into_iter().find(|(_, known)| *known == asked) {
            return Ok(Filter::Warning(kind));
        }
        Ok(match asked {
            "warning" | "warnings" => Filter::AnyWarning,
            "comment" => Filter::Flag(Flags::COMMENT),
            "number" => Filter::Filled(Record::number),
            "partner" => Filter::Shared(|record| record.partner, self.pools.partners.test(|name| !name.is_empty())),
            "tax" | "tax_number" => Filter::Shared(|record| record.tax, self.pools.taxes.test(|tax| !tax.is_empty())),
            "method" => Filter::Present(|record| record.method),
            "nav" => Filter::Present(|record| record.nav),
            "net" => Filter::Flag(Flags::NET),
            "vat" => Filter::Flag(Flags::VAT),
            "issued" => Filter::Dated(date_of(Key::Issued)),
            "fulfilled" => Filter::Dated(date_of(Key::Fulfilled)),
            "due" => Filter::Dated(date_of(Key::Due)),
            "paid" => Filter::Dated(date_of(Key::Paid)),
            _ => return Err(self.unknown(Key::Has, asked, term)),
        })
    }

    /// First and last day of limits as packed dates.
    fn days(&self, limits: &Limits<When>) -> (i32, i32) {
        let period = |when: When| {
            let (first, last) = when.period(self.today);
            (pack(first), pack(last))
        };
        let (start, end) = (NO_DATE + 1, i32::MAX);
        match *limits {
            Limits::Is(when) => period(when),
            Limits::Below(when) => (start, period(when).0 - 1),
            Limits::AtMost(when) => (start, period(when).1),
            Limits::Above(when) => (period(when).1 + 1, end),
            Limits::AtLeast(when) => (period(when).0, end),
            Limits::Between(from, to) => (from.map_or(start, |from| period(from).0), to.map_or(end, |to| period(to).1)),
        }
    }

    fn changed(&self, limits: &Limits<When>) -> Filter {
        let start = |when: When| self.midnight(when.period(self.today).0).unwrap_or(Timestamp::MIN);
        let end = |when: When| when.period(self.today).1.tomorrow().ok().and_then(|day| self.midnight(day));
        let (from, before) = match *limits {
            Limits::Is(when) => (start(when), end(when)),
            Limits::Below(when) => (Timestamp::MIN, Some(start(when))),
            Limits::AtMost(when) => (Timestamp::MIN, end(when)),
            Limits::Above(when) => (end(when).unwrap_or(Timestamp::MAX), None),
            Limits::AtLeast(when) => (start(when), None),
            Limits::Between(from, to) => (from.map_or(Timestamp::MIN, start), to.and_then(end)),
        };
        Filter::Changed { from, before }
    }

    fn midnight(&self, day: Date) -> Option<Timestamp> {
        day.to_zoned(self.zone.clone()).ok().map(|zoned| zoned.timestamp())
    }
}

fn date_of(key: Key) -> fn(&Record) -> i32 {
    match key {
        Key::Fulfilled => |record| record.fulfilled,
        Key::Due => |record| record.due,
        Key::Paid => |record| record.paid,
        _ => |record| record.issued,
    }
}

fn finder(text: &str) -> Finder<'static> {
    Finder::new(text).into_owned()
}
