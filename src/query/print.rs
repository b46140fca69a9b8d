//! The printer: from the tree of conditions back to text that parses to the same tree.

use std::fmt::{self, Display, Formatter};

use super::amount;
use super::ast::{Expr, Key, Limits, Query, Term, Test};
use super::parse::needs_quotes;
use super::scan::is_quote;
use super::words::is_overdue;

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.root.as_ref().map_or(Ok(()), |root| root.fmt(f))
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(parts) => list(f, parts, " ", |part| matches!(part, Self::Or(_))),
            Self::Or(parts) => list(f, parts, " or ", |_| false),
            Self::Not(inner) => match **inner {
                Self::And(_) | Self::Or(_) => write!(f, "-({inner})"),
                _ => write!(f, "-{inner}"),
            },
            Self::Term(term) => term.fmt(f),
        }
    }
}

fn list(f: &mut Formatter<'_>, parts: &[Expr], between: &str, wraps: fn(&Expr) -> bool) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        if wraps(part) { write!(f, "({part})")? } else { part.fmt(f)? }
    }
    Ok(())
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.test {
            Test::Word(text) if is_overdue(text) => write!(f, "\"{text}\""),
            Test::Word(text) => word(f, text),
            Test::Text { key, whole, text } => {
                write!(f, "{}{}", key.as_str(), if *whole { '=' } else { ':' })?;
                word(f, text)
            }
            Test::Choice { key, words } => {
                f.write_str(key.as_str())?;
                for (index, choice) in words.iter().enumerate() {
                    f.write_str(if index == 0 { ":" } else { "," })?;
                    word(f, choice)?;
                }
                Ok(())
            }
            Test::Amount { key, limits } => limits.map(amount::print).print(f, key.as_str()),
            Test::Date { key, limits } => limits.print(f, key.as_str()),
            Test::Days(limits) => limits.print(f, Key::Days.as_str()),
            Test::Run(run) => write!(f, "changed:run:{run}"),
        }
    }
}

impl<T: Copy> Limits<T> {
    fn map<U>(self, change: impl Fn(T) -> U) -> Limits<U> {
        match self {
            Self::Is(value) => Limits::Is(change(value)),
            Self::Below(value) => Limits::Below(change(value)),
            Self::AtMost(value) => Limits::AtMost(change(value)),
            Self::Above(value) => Limits::Above(change(value)),
            Self::AtLeast(value) => Limits::AtLeast(change(value)),
            Self::Between(from, to) => Limits::Between(from.map(&change), to.map(&change)),
        }
    }
}

impl<T: Display> Limits<T> {
    fn print(&self, f: &mut Formatter<'_>, key: &str) -> fmt::Result {
        match self {
            Self::Is(value) => write!(f, "{key}:{value}"),
            Self::Below(value) => write!(f, "{key}<{value}"),
            Self::AtMost(value) => write!(f, "{key}<={value}"),
            Self::Above(value) => write!(f, "{key}>{value}"),
            Self::AtLeast(value) => write!(f, "{key}>={value}"),
            Self::Between(from, to) => {
                write!(f, "{key}:")?;
                from.iter().try_for_each(|from| from.fmt(f))?;
                f.write_str("..")?;
                to.iter().try_for_each(|to| to.fmt(f))
            }
        }
    }
}

/// A word, in quotation marks where it needs them.
fn word(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    if !needs_quotes(text) {
        return f.write_str(text);
    }
    f.write_str("\"")?;
    for c in text.chars() {
        if is_quote(c) || c == '\\' {
            f.write_str("\\")?;
        }
        write!(f, "{c}")?;
    }
    f.write_str("\"")
}
