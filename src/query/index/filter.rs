//! From the tree of conditions to tests on compact invoices: relative dates become days, words become numbers of the pools.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use memchr::memmem::Finder;
use rust_decimal::Decimal;

use super::amounts::{Amount, Ranges};
use super::columns::{Columns, NO_DATE, Pools, pack};
use super::facts::Facts;
use super::pool::NONE;
use super::source::{AmountColumn, DateColumn, PartnerColumn, Source, TextColumn, WordColumn};
use crate::domain::WarningKind;
use crate::locale::Lang;
use crate::query::ast::{Expr, Limits, Query, Term, Test, When, word};
use crate::query::error::{Problem, QueryError};
use crate::query::fold::{bare, fold};
use crate::query::schema::{Column, Schema, named};
use crate::query::{Field, Names, words};

/// Input for compiling a query.
#[derive(Debug)]
pub(in crate::query) struct Context<'c> {
    /// The text of the query, for errors.
    pub(in crate::query) text: &'c str,
    /// The shared texts.
    pub(in crate::query) pools: &'c Pools,
    /// Names of the companies.
    pub(in crate::query) names: &'c Names,
    /// The day of relative dates.
    pub(in crate::query) today: Date,
    /// The zone that decides on which day something changed.
    pub(in crate::query) zone: &'c TimeZone,
}

/// A test of invoices: whole columns at a time.
#[derive(Debug)]
pub(in crate::query) enum Filter {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Everything,
    Word {
        finder: Finder<'static>,
        partners: Box<[bool]>,
        /// Line items that have it.
        items: Option<Box<[bool]>>,
    },
    /// By the numbers of line items and of tags, any of which is enough.
    Wording {
        items: Box<[bool]>,
        tags: Box<[bool]>,
    },
    /// By the number of the class, the partner, the last change.
    Class(Box<[bool]>),
    Partner(Box<[bool]>),
    LastChange(Box<[bool]>),
    Text(TextColumn, Finder<'static>),
    Whole(TextColumn, Box<str>),
    Filled(TextColumn),
    Companies(Vec<u32>),
    Overdue(i32),
    Fact(Facts),
    There(AmountColumn),
    Amount(AmountColumn, Box<Ranges>),
    /// By what is left to pay; where nothing is, that is 0, which may be within the limits.
    Open(Box<Ranges>, bool),
    /// By the day on which they count.
    Days {
        date: DateColumn,
        from: i32,
        to: i32,
    },
    /// Those that have the date itself.
    Dated(DateColumn),
}

/// Clears the bits of slots that fail the test; bit 0 is slot `from`.
fn each(bits: &mut [u64], from: usize, mut test: impl FnMut(usize) -> bool) {
    for (first, word) in (from..).step_by(64).zip(bits) {
        if *word == u64::MAX {
            // Branch-free.
            *word = (0..64).fold(0, |kept, bit| kept | u64::from(test(first + bit)) << bit);
            continue;
        }
        let mut left = *word;
        while left != 0 {
            let bit = left.trailing_zeros();
            if !test(first + bit as usize) {
                *word &= !(1 << bit);
            }
            left &= left - 1;
        }
    }
}

fn among(set: &[bool], number: u32) -> bool {
    set.get(number as usize).copied().unwrap_or(false)
}

/// If less than one slot in so many is left, texts are tested one by one.
const FEW: u32 = 8;

/// Clears the bits of slots without the searched text in any of the columns.
fn find(bits: &mut [u64], from: usize, columns: &Columns, texts: &[TextColumn], finder: &Finder<'_>) {
    let left: u32 = bits.iter().map(|word| word.count_ones()).sum();
    if left < u32::try_from(bits.len() * 64).unwrap_or(u32::MAX) / FEW {
        let has = |slot: usize| texts.iter().any(|text| finder.find(columns.text(*text).get(slot).as_bytes()).is_some());
        return each(bits, from, has);
    }
    let mut found = vec![0; bits.len()];
    for text in texts {
        let mut here = vec![0; bits.len()];
        columns.text(*text).find(from, finder, &mut here);
        found.iter_mut().zip(here).for_each(|(all, here)| *all |= here);
    }
    bits.iter_mut().zip(found).for_each(|(word, found)| *word &= found);
}

impl Filter {
    /// The test that a query means.
    ///
    /// # Errors
    /// A value that neither we nor any invoice knows.
    pub(in crate::query) fn new(query: &Query<Field>, context: &Context<'_>) -> Result<Self, QueryError> {
        query.root.as_ref().map_or(Ok(Self::Everything), |root| context.expr(root))
    }

    /// Clears the bits of slots that do not match; bit 0 is slot `from`.
    pub(in crate::query) fn keep(&self, columns: &Columns, from: usize, bits: &mut [u64]) {
        match self {
            Self::Everything => {}
            Self::All(parts) => parts.iter().for_each(|part| part.keep(columns, from, bits)),
            Self::Any(parts) => {
                let mut found = vec![0_u64; bits.len()];
                for part in parts {
                    let mut left: Vec<u64> = bits.iter().zip(&found).map(|(word, found)| word & !found).collect();
                    part.keep(columns, from, &mut left);
                    found.iter_mut().zip(left).for_each(|(found, more)| *found |= more);
                }
                bits.iter_mut().zip(found).for_each(|(word, found)| *word = found);
            }
            Self::Not(inner) => {
                let mut not = bits.to_vec();
                inner.keep(columns, from, &mut not);
                bits.iter_mut().zip(not).for_each(|(word, not)| *word &= !not);
            }
            Self::Wording { items, tags } => each(bits, from, |slot| columns.words_among(slot, items, tags)),
            Self::Word { finder, partners, items } => {
                let mut known = bits.to_vec();
                each(&mut known, from, |slot| among(partners, columns.partner(slot)));
                let mut left: Vec<u64> = bits.iter().zip(&known).map(|(word, known)| word & !known).collect();
                if let Some(items) = items {
                    let mut lines = left.clone();
                    each(&mut lines, from, |slot| columns.words_among(slot, items, &[]));
                    known.iter_mut().zip(&lines).for_each(|(known, lines)| *known |= lines);
                    left.iter_mut().zip(&lines).for_each(|(left, lines)| *left &= !lines);
                }
                find(&mut left, from, columns, &[TextColumn::FoldedNumber, TextColumn::FoldedComment], finder);
                bits.iter_mut().zip(known.into_iter().zip(left)).for_each(|(word, (known, left))| *word = known | left);
            }
            Self::Class(set) => each(bits, from, |slot| among(set, columns.class(slot))),
            Self::Partner(set) => each(bits, from, |slot| among(set, columns.partner(slot))),
            Self::LastChange(set) => each(bits, from, |slot| among(set, columns.last_change(slot))),
            Self::Text(text, finder) => find(bits, from, columns, &[*text], finder),
            Self::Whole(text, whole) => each(bits, from, |slot| columns.text(*text).get(slot) == &**whole),
            Self::Filled(text) => each(bits, from, |slot| !columns.text(*text).get(slot).is_empty()),
            Self::Companies(ids) => {
                // Neighbours are mostly of one company.
                let mut last = (0, ids.contains(&0));
                each(bits, from, |slot| {
                    let company = columns.company(slot);
                    if last.0 != company {
                        last = (company, ids.contains(&company));
                    }
                    last.1
                });
            }
            Self::Overdue(today) => each(bits, from, |slot| columns.overdue(slot, *today)),
            Self::Fact(facts) => each(bits, from, |slot| columns.facts(slot).any(*facts)),
            Self::There(amount) => each(bits, from, |slot| columns.amount(*amount).at(slot) != Amount::Missing),
            Self::Amount(amount, ranges) => each(bits, from, |slot| ranges.hold(columns.amount(*amount), slot)),
            Self::Open(ranges, nothing) => {
                let (balance, gross) = (columns.amount(AmountColumn::Balance), columns.amount(AmountColumn::Gross));
                each(bits, from, |slot| match balance.at(slot) {
                    _ if !columns.facts(slot).any(Facts::OUTSTANDING) => *nothing,
                    Amount::Missing => ranges.hold(gross, slot),
                    _ => ranges.hold(balance, slot),
                });
            }
            Self::Days { date, from: first, to } => each(bits, from, |slot| {
                let day = columns.counted_on(*date, slot);
                day != NO_DATE && *first <= day && day <= *to
            }),
            Self::Dated(date) => each(bits, from, |slot| columns.date(*date, slot) != NO_DATE),
        }
    }
}

impl Context<'_> {
    fn expr(&self, expr: &Expr<Field>) -> Result<Filter, QueryError> {
        let all = |parts: &[Expr<Field>]| parts.iter().map(|part| self.expr(part)).collect::<Result<Vec<_>, _>>();
        Ok(match expr {
            Expr::And(parts) => Filter::All(all(parts)?),
            Expr::Or(parts) => Filter::Any(all(parts)?),
            Expr::Not(inner) => Filter::Not(Box::new(self.expr(inner)?)),
            Expr::Term(term) => self.term(term)?,
        })
    }

    fn term(&self, term: &Term<Field>) -> Result<Filter, QueryError> {
        Ok(match &term.test {
            Test::Word(text) => self.word(text),
            Test::Text { key, whole, text } => self.text(*key, *whole, text),
            Test::Choice { key, words } => {
                let any = words.iter().map(|word| self.choice(*key, word, term)).collect::<Result<_, _>>()?;
                Filter::Any(any)
            }
            Test::Amount { key, limits } => {
                let ranges = Box::new(Ranges::new(*limits));
                if let Some(Source::Amount(amount)) = key.column().source {
                    Filter::Amount(amount, ranges)
                } else {
                    let nothing = ranges.has(Decimal::ZERO);
                    Filter::Open(ranges, nothing)
                }
            }
            Test::Date { key, limits } => match key.column().source {
                Some(Source::Date(date)) => {
                    let (from, to) = self.days(limits);
                    Filter::Days { date, from, to }
                }
                _ => self.changed(limits),
            },
            Test::NoDate { key } => match key.column().source {
                Some(Source::Date(date)) => Filter::Not(Box::new(Filter::Dated(date))),
                // Another place always has a date.
                _ => Filter::Any(Vec::new()),
            },
            Test::Count { limits, .. } => Filter::All(vec![Filter::Overdue(pack(self.today)), self.late(limits)]),
            Test::Run { run, .. } => Filter::LastChange(self.pools.last_changes.test(|change| change.run == *run)),
        })
    }

    fn word(&self, text: &str) -> Filter {
        let finder = finder(&fold(text));
        let (names, taxes) = (self.pools.names.having(&finder), self.pools.taxes.having(&finder));
        let partners = self.pools.partners.test(|partner| among(&names, partner.name) || among(&taxes, partner.tax));
        let items = Some(self.pools.items.having(&finder)).filter(|items| items.contains(&true));
        Filter::Word { finder, partners, items }
    }

    fn text(&self, key: Field, whole: bool, text: &str) -> Filter {
        let folded = fold(text);
        let find = finder(&folded);
        let matches = |text: &str| if whole { text == folded } else { find.find(text.as_bytes()).is_some() };
        match key.column().source {
            Some(Source::Partner(PartnerColumn::Tax)) => {
                let digits = bare(&folded);
                let find = finder(&digits);
                let bare_matches = |text: &str| {
                    let text = bare(text);
                    if whole { text == digits } else { find.find(text.as_bytes()).is_some() }
                };
                let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                self.partner(PartnerColumn::Tax, |tax| matches(tax) || (number && bare_matches(tax)))
            }
            Some(Source::Partner(PartnerColumn::Id)) => self.partner(PartnerColumn::Id, |id| id == text.trim()),
            Some(Source::Partner(column)) => self.partner(column, matches),
            Some(Source::Company) => {
                let id = text.trim().parse().ok();
                let named = self.names.iter().filter(|(_, name)| matches(&fold(name))).map(|(id, _)| id.0);
                Filter::Companies(named.chain(id).collect())
            }
            Some(Source::Items) => Filter::Wording { items: self.pools.items.test(matches), tags: Box::default() },
            Some(Source::Tags) => Filter::Wording { items: Box::default(), tags: self.pools.tags.test(matches) },
            Some(Source::Text(TextColumn::Id)) => Filter::Whole(TextColumn::Id, text.trim().into()),
            Some(Source::Text(column)) if whole => Filter::Whole(column.compared(), folded.into()),
            Some(Source::Text(column)) => Filter::Text(column.compared(), find),
            // Another place holds no texts.
            _ => Filter::Any(Vec::new()),
        }
    }

    /// Matches partners with a text that passes the test.
    fn partner(&self, column: PartnerColumn, matches: impl Fn(&str) -> bool) -> Filter {
        let (texts, number) = (column.pool(self.pools).test(matches), column.of());
        Filter::Partner(self.pools.partners.test(|partner| among(&texts, number(partner))))
    }

    fn choice(&self, key: Field, asked: &str, term: &Term<Field>) -> Result<Filter, QueryError> {
        let column = match (key.column().source, asked) {
            (Some(Source::Present), _) => return self.has(key, asked, term),
            (Some(Source::Word(WordColumn::Status)), "overdue") => return Ok(Filter::Overdue(pack(self.today))),
            (Some(Source::Word(WordColumn::Status)), "unpaid") => return Ok(Filter::Fact(Facts::OUTSTANDING)),
            (Some(Source::Word(WordColumn::Status)), "cancelled" | "canceled") => return Ok(Filter::Fact(Facts::CANCELLED)),
            (Some(Source::Word(WordColumn::Status)), "vanished") => return Ok(Filter::Fact(Facts::VANISHED)),
            (Some(Source::Direction), "received") => return Ok(Filter::Fact(Facts::RECEIVED)),
            (Some(Source::Direction), "issued") => return Ok(Filter::Not(Box::new(Filter::Fact(Facts::RECEIVED)))),
            (Some(Source::Word(column)), _) => column,
            _ => return self.provider(key, asked, term),
        };
        let set = column.pool(self.pools).test(|known| known == asked);
        let known = || words::known(key).into_iter().any(|known| word(known) == asked);
        // A currency may appear with the next sync; an unknown status is a typing error.
        if key.column().values().stored || set.contains(&true) || known() {
            let number = column.of();
            return Ok(Filter::Class(self.pools.classes.test(|class| among(&set, number(class)))));
        }
        Err(self.unknown(key, asked, term))
    }

    /// Matches the documents of the companies of a service.
    fn provider(&self, key: Field, asked: &str, term: &Term<Field>) -> Result<Filter, QueryError> {
        if !words::known(key).contains(&asked) {
            return Err(self.unknown(key, asked, term));
        }
        Ok(Filter::Companies(self.names.at(asked).map(|company| company.0).collect()))
    }

    fn unknown(&self, key: Field, value: &str, term: &Term<Field>) -> QueryError {
        let possible: Box<[String]> = words::known(key).into_iter().map(word).collect();
        let possible_hu = possible.iter().map(|known| words::value(key, known, Lang::Hu)).collect();
        let key = key.column().named();
        QueryError::new(self.text, term.at, Problem::UnknownValue { key, value: value.to_owned(), possible, possible_hu })
    }

    /// Matches invoices with a warning, or with a value in a column.
    fn has(&self, key: Field, asked: &str, term: &Term<Field>) -> Result<Filter, QueryError> {
        if let Some((kind, _)) = WarningKind::ALL.into_iter().find(|(_, known)| *known == asked) {
            return Ok(Filter::Fact(Facts::warning(kind)));
        }
        if matches!(asked, "warning" | "warnings") {
            return Ok(Filter::Fact(Facts::WARNINGS));
        }
        let of = |known: &&str| {
            *known == asked || named::<Field>(known, Column::is_asked).is_some_and(|column| column.word() == asked)
        };
        let column = words::known(key).into_iter().find(of).and_then(|known| named::<Field>(known, Column::is_asked));
        Ok(match column.and_then(|column| column.source) {
            Some(Source::Text(TextColumn::Comment)) => Filter::Fact(Facts::COMMENT),
            Some(Source::Text(column)) => Filter::Filled(column),
            Some(Source::Items) => Filter::Wording { items: self.pools.items.each(|_| true), tags: Box::default() },
            Some(Source::Tags) => Filter::Wording { items: Box::default(), tags: self.pools.tags.each(|_| true) },
            Some(Source::Partner(column)) => self.partner(column, |text| !text.is_empty()),
            Some(Source::Word(column)) => {
                let number = column.of();
                Filter::Class(self.pools.classes.test(|class| number(class) != NONE))
            }
            Some(Source::Amount(amount)) => Filter::There(amount),
            Some(Source::Date(date)) => Filter::Dated(date),
            _ => return Err(self.unknown(key, asked, term)),
        })
    }

    /// Matches invoices by days overdue.
    fn late(&self, limits: &Limits<i64>) -> Filter {
        // Further away than the calendar goes.
        let day = |late: i64| pack(self.today.saturating_sub(late.clamp(-4_000_000, 4_000_000).days()));
        let (start, end) = (NO_DATE + 1, i32::MAX);
        let (from, to) = match *limits {
            Limits::Is(late) => (day(late), day(late)),
            Limits::Below(late) => (day(late.saturating_sub(1)), end),
            Limits::AtMost(late) => (day(late), end),
            Limits::Above(late) => (start, day(late.saturating_add(1))),
            Limits::AtLeast(late) => (start, day(late)),
            Limits::Between(least, most) => (most.map_or(start, day), least.map_or(end, day)),
        };
        Filter::Days { date: DateColumn::Due, from, to }
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
        let within = |at: Timestamp| from <= at && before.is_none_or(|before| at < before);
        Filter::LastChange(self.pools.last_changes.test(|change| within(change.at)))
    }

    fn midnight(&self, day: Date) -> Option<Timestamp> {
        day.to_zoned(self.zone.clone()).ok().map(|zoned| zoned.timestamp())
    }
}

fn finder(text: &str) -> Finder<'static> {
    Finder::new(text).into_owned()
}
