//! The parser: from text to the tree of conditions. Bounded in length and depth; no input makes it panic.

use std::marker::PhantomData;

use rust_decimal::Decimal;

use super::amount::{self, Wrong};
use super::ast::{Expr, Limits, MAX_DEPTH, MAX_LENGTH, Query, Span, Term, Test, When, word};
use super::error::{Foreign, Problem, QueryError};
use super::fold::fold;
use super::scan::{Operator, Scanner, is_quote};
use super::schema::{Column, Kind, Schema, asked, named};
use super::{dates, words};

/// Parses a query about the records of a table of columns.
///
/// # Errors
/// The position of the problem, and a hint.
pub(super) fn parse<F: Schema>(text: &str) -> Result<Query<F>, QueryError> {
    if text.len() > MAX_LENGTH {
        return Err(QueryError::new(text, Span::default(), Problem::TooLong));
    }
    let mut parser = Parser::<F> { scan: Scanner::new(text), depth: 0, columns: PhantomData };
    let root = parser.any()?;
    if parser.scan.peek().is_some() {
        let start = parser.scan.pos();
        return Err(parser.scan.wrong(Span { start, end: start + 1 }, Problem::UnexpectedParenthesis));
    }
    Ok(Query { root })
}

struct Parser<'q, F> {
    scan: Scanner<'q>,
    depth: usize,
    columns: PhantomData<F>,
}

impl<'q, F: Schema> Parser<'q, F> {
    fn any(&mut self) -> Result<Option<Expr<F>>, QueryError> {
        let mut parts = Vec::new();
        loop {
            let part = self.all()?;
            let start = self.scan.pos();
            let more = self.scan.take_or();
            if part.is_none() && (more || !parts.is_empty()) {
                return Err(self.scan.wrong(self.scan.since(start), Problem::OrNeedsBoth));
            }
            parts.extend(part);
            if !more {
                return Ok(Expr::any(parts));
            }
        }
    }

    fn all(&mut self) -> Result<Option<Expr<F>>, QueryError> {
        let mut parts = Vec::new();
        loop {
            self.scan.blanks();
            if self.scan.peek().is_none_or(|c| c == ')') || self.scan.at_or() {
                return Ok(Expr::all(parts));
            }
            parts.push(self.one()?);
        }
    }

    fn one(&mut self) -> Result<Expr<F>, QueryError> {
        let start = self.scan.pos();
        if self.scan.take('-') || self.scan.take('\u{2212}') {
            let span = self.scan.since(start);
            if self.scan.peek().is_none_or(|c| c.is_whitespace() || c == ')') {
                return Err(self.scan.wrong(span, Problem::NothingToNegate));
            }
            let inner = self.deeper(span, Self::one)?;
            return Ok(Expr::Not(Box::new(inner)));
        }
        if self.scan.take('(') {
            let span = self.scan.since(start);
            let inner = self.deeper(span, Self::any)?;
            if !self.scan.take(')') {
                return Err(self.scan.wrong(span, Problem::UnclosedParenthesis));
            }
            return inner.ok_or_else(|| self.scan.wrong(self.scan.since(start), Problem::EmptyParentheses));
        }
        self.term()
    }

    fn deeper<T>(&mut self, at: Span, inner: fn(&mut Self) -> Result<T, QueryError>) -> Result<T, QueryError> {
        if self.depth == MAX_DEPTH {
            return Err(self.scan.wrong(at, Problem::TooDeep));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn term(&mut self) -> Result<Expr<F>, QueryError> {
        let start = self.scan.pos();
        if let Some((name, operator)) = self.scan.field() {
            let span = Span { start, end: start + name.len() };
            let Some(key) = named::<F>(name, Column::is_asked).map(|column| column.field) else {
                let possible = asked::<F>().iter().map(|column| column.named()).collect();
                let problem = Problem::UnknownKey { name: name.to_owned(), meant: meant::<F>(name), possible };
                return Err(self.scan.wrong(span, problem));
            };
            let value = self.scan.pos();
            let test = self.test(key, operator)?;
            let term = Expr::Term(Term { at: self.scan.since(value), test });
            return Ok(if operator == Operator::NotEqual { Expr::Not(Box::new(term)) } else { term });
        }
        if let Some(operator) = self.scan.at_operator() {
            let span = Span { start, end: start + operator.len() };
            return Err(self.scan.wrong(span, Problem::LooseOperator { operator }));
        }
        let test = if let Some(text) = self.scan.quoted() {
            Test::Word(text?)
        } else {
            let word = self.scan.word(|_| false);
            if let Some((key, value)) = F::shortcut(&fold(word)) {
                Test::Choice { key, words: vec![value.to_owned()] }
            } else {
                self.foreign(word, start)?;
                Test::Word(word.to_owned())
            }
        };
        Ok(Expr::Term(Term { at: self.scan.since(start), test }))
    }

    /// Refuses what means something in other query languages, with what says the same in this one.
    fn foreign(&self, word: &str, start: usize) -> Result<(), QueryError> {
        let at = Span { start, end: start + word.len() };
        let refuse = |foreign| Err(self.scan.wrong(at, Problem::Foreign { word: word.to_owned(), foreign }));
        match word {
            "AND" | "ÉS" | "&&" | "&" => refuse(Foreign::And),
            "||" | "|" => refuse(Foreign::Or),
            "NOT" | "NEM" => refuse(Foreign::Not),
            word if word.starts_with('!') && word.len() > 1 => refuse(Foreign::Not),
            word => self.no_placeholder(word, start),
        }
    }

    /// Refuses a word that begins or ends with `*`.
    fn no_placeholder(&self, word: &str, start: usize) -> Result<(), QueryError> {
        if !(word.starts_with('*') || word.ends_with('*')) {
            return Ok(());
        }
        let at = Span { start, end: start + word.len() };
        Err(self.scan.wrong(at, Problem::Foreign { word: word.to_owned(), foreign: Foreign::Placeholder }))
    }

    fn test(&mut self, key: F, operator: Operator) -> Result<Test<F>, QueryError> {
        let kind = key.column().kind;
        let compares = matches!(kind, Kind::Amount | Kind::Date | Kind::Instant | Kind::Number | Kind::Count);
        if !compares && !matches!(operator, Operator::Has | Operator::Equal | Operator::NotEqual) {
            let end = self.scan.pos();
            let start = end.saturating_sub(operator.as_str().len());
            let problem = Problem::Operator { key: key.column().named(), operator: operator.as_str() };
            return Err(self.scan.wrong(Span { start, end }, problem));
        }
        match kind {
            Kind::Choice | Kind::Words | Kind::Flag => self.choice(key),
            Kind::Text => {
                let quoted = self.scan.peek().is_some_and(is_quote);
                let (text, at) = self.value(key, |scan| scan.word(|_| false))?;
                if !quoted {
                    self.no_placeholder(&text, at.start)?;
                }
                Ok(Test::Text { key, whole: operator != Operator::Has, text })
            }
            Kind::Amount => {
                let (text, at) = self.value(key, Scanner::amount)?;
                Ok(Test::Amount { key, limits: self.amounts(&text, at, operator)? })
            }
            Kind::Number | Kind::Count => {
                let (text, at) = self.value(key, |scan| scan.word(|_| false))?;
                let whole = |text: &str| text.trim().parse().map_err(|_| Problem::Count { value: text.to_owned() });
                let limits = limits(&text, operator, whole).map_err(|problem| self.scan.wrong(at, problem))?;
                match limits {
                    Limits::Between(Some(from), Some(to)) if from > to => {
                        Err(self.scan.wrong(at, Problem::EmptyRange { value: text }))
                    }
                    limits => Ok(Test::Count { key, limits }),
                }
            }
            Kind::Date | Kind::Instant => {
                let (text, at) = self.value(key, Scanner::date)?;
                if kind == Kind::Instant
                    && matches!(operator, Operator::Has | Operator::Equal | Operator::NotEqual)
                    && let Some((name, number)) = text.split_once(':')
                    && matches!(fold(name).as_str(), "run" | "futas")
                {
                    let number = number.strip_prefix('#').unwrap_or(number);
                    let run = number.parse().map_err(|_| self.scan.wrong(at, Problem::Run { value: text.clone() }))?;
                    return Ok(Test::Run { key, run });
                }
                let is_equal = matches!(operator, Operator::Has | Operator::Equal | Operator::NotEqual);
                if kind == Kind::Date && is_equal && words::is_no_date(&fold(&text)) {
                    return Ok(Test::NoDate { key });
                }
                Ok(Test::Date { key, limits: self.dates(&text, at, operator)? })
            }
        }
    }

    /// A value, quoted or read by `bare`; one that is not quoted is not empty.
    fn value(&mut self, key: F, bare: fn(&mut Scanner<'q>) -> &'q str) -> Result<(String, Span), QueryError> {
        let start = self.scan.pos();
        if let Some(text) = self.scan.quoted() {
            return Ok((text?, self.scan.since(start)));
        }
        let text = bare(&mut self.scan).to_owned();
        let at = self.scan.since(start);
        if text.is_empty() { Err(self.missing(key, at)) } else { Ok((text, at)) }
    }

    /// The error of a field without a value.
    fn missing(&self, key: F, at: Span) -> QueryError {
        let (key, example) = (key.column().named(), key.column().example());
        self.scan.wrong(at, Problem::MissingValue { key, example, example_hu: words::term::<F>(example) })
    }

    fn choice(&mut self, key: F) -> Result<Test<F>, QueryError> {
        let mut words = Vec::new();
        loop {
            let (text, at) = self.value(key, |scan| scan.word(|c| c == ','))?;
            let text = word(&text);
            if text.is_empty() {
                return Err(self.missing(key, at));
            }
            for value in words::values(key, &text) {
                if !words.contains(&value) {
                    words.push(value);
                }
            }
            if !self.scan.take(',') {
                return Ok(Test::Choice { key, words });
            }
        }
    }

    fn amounts(&self, text: &str, at: Span, operator: Operator) -> Result<Limits<Decimal>, QueryError> {
        let limits = limits(text, operator, |text| {
            amount::parse(text).map_err(|wrong| match wrong {
                Wrong::NotOne => Problem::Amount { value: text.to_owned() },
                Wrong::Ambiguous => Problem::AmbiguousAmount { value: text.to_owned() },
            })
        });
        let limits = limits.map_err(|problem| self.scan.wrong(at, problem))?;
        match limits {
            Limits::Between(Some(from), Some(to)) if from > to => {
                Err(self.scan.wrong(at, Problem::EmptyRange { value: text.to_owned() }))
            }
            limits => Ok(limits),
        }
    }

    fn dates(&self, text: &str, at: Span, operator: Operator) -> Result<Limits<When>, QueryError> {
        let read = |text: &str| {
            let ambiguous = || match dates::ambiguous(text) {
                candidates if candidates.is_empty() => Problem::Date { value: text.to_owned() },
                candidates => Problem::AmbiguousDate { value: text.to_owned(), candidates },
            };
            When::parse(text).ok_or_else(ambiguous)
        };
        let limits = limits(&dates::range(text), operator, read);
        let limits = limits.map_err(|problem| self.scan.wrong(at, problem))?;
        match limits {
            Limits::Between(Some(from), Some(to)) if surely_empty(from, to) => {
                Err(self.scan.wrong(at, Problem::EmptyRange { value: text.to_owned() }))
            }
            limits => Ok(limits),
        }
    }
}

/// Whether a range of two fixed periods ends before it begins. With a relative one, that depends on the day.
fn surely_empty(from: When, to: When) -> bool {
    let fixed = |when| matches!(when, When::Day(_) | When::Month(..) | When::Quarter(..) | When::Week(..) | When::Year(_));
    let any_day = jiff::civil::Date::MIN;
    fixed(from) && fixed(to) && from.period(any_day).0 > to.period(any_day).1
}

fn limits<T>(text: &str, operator: Operator, read: impl Fn(&str) -> Result<T, Problem>) -> Result<Limits<T>, Problem> {
    match operator {
        Operator::Below => Ok(Limits::Below(read(text)?)),
        Operator::AtMost => Ok(Limits::AtMost(read(text)?)),
        Operator::Above => Ok(Limits::Above(read(text)?)),
        Operator::AtLeast => Ok(Limits::AtLeast(read(text)?)),
        Operator::Has | Operator::Equal | Operator::NotEqual => {
            let Some((from, to)) = text.split_once("..") else { return Ok(Limits::Is(read(text)?)) };
            if from.is_empty() && to.is_empty() {
                return read(text).map(Limits::Is);
            }
            let end = |text: &str| if text.is_empty() { Ok(None) } else { read(text).map(Some) };
            Ok(Limits::Between(end(from)?, end(to)?))
        }
    }
}

/// The field that may have been meant: the one that begins like this, or is one edit away.
fn meant<F: Schema>(name: &str) -> Option<&'static str> {
    let (name, columns) = (name.to_lowercase(), asked::<F>());
    let close = |word: &str| (name.chars().count() >= 2 && word.starts_with(&name)) || one_edit(&name, word);
    let english = columns.iter().find(|column| column.names().any(close)).map(|column| column.word());
    let name = fold(&name);
    let near = |word: &&str| {
        let word = fold(word);
        (name.len() >= 2 && word.starts_with(&name)) || one_edit(&name, &word)
    };
    let hungarian =
        || columns.iter().filter_map(|column| column.keyword).flat_map(|keyword| keyword.hungarian).copied().find(near);
    english.or_else(hungarian)
}

/// Whether two words differ by one letter too many, too few, wrong, or by two swapped.
fn one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(head..).unwrap_or(&[]), b.get(head..).unwrap_or(&[]));
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let left = |word: &[char]| word.len() - tail.min(word.len());
    let swapped = matches!((a.get(..2), b.get(..2)), (Some([a1, a2]), Some([b1, b2])) if a1 == b2 && a2 == b1);
    (left(a) <= 1 && left(b) <= 1) || (swapped && left(a) == 2 && left(b) == 2)
}

/// Whether a free word must be quoted to be read back as itself.
#[must_use]
pub(super) fn needs_quotes(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '@' | '#' | '&' | '+');
    // A number might be taken for the thousands of an amount before it.
    !text.starts_with(char::is_alphabetic)
        || !text.chars().all(plain)
        || ["or", "vagy"].iter().any(|or| text.eq_ignore_ascii_case(or))
        || matches!(text, "AND" | "NOT" | "ÉS" | "NEM")
        || text.contains(is_quote)
}
