//! The printer: from the tree of conditions back to text that parses to the same tree.

use std::fmt::{self, Display, Formatter};

use super::amount;
use super::ast::{Expr, Limits, Query, Term, Test};
use super::fold::fold;
use super::parse::needs_quotes;
use super::scan::is_quote;
use super::schema::Schema;
use super::words::NO_DATE;

impl<F: Schema> Display for Query<F> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.root.as_ref().map_or(Ok(()), |root| root.fmt(f))
    }
}

impl<F: Schema> Display for Expr<F> {
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

fn list<F: Schema>(f: &mut Formatter<'_>, parts: &[Expr<F>], between: &str, wraps: fn(&Expr<F>) -> bool) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        if wraps(part) { write!(f, "({part})")? } else { part.fmt(f)? }
    }
    Ok(())
}

impl<F: Schema> Display for Term<F> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.test {
            Test::Word(text) if F::shortcut(&fold(text)).is_some() => write!(f, "\"{text}\""),
            Test::Word(text) => word(f, text),
            Test::Text { key, whole, text } => {
                write!(f, "{}{}", key.column().word(), if *whole { '=' } else { ':' })?;
                word(f, text)
            }
            Test::Choice { key, words } => {
                f.write_str(key.column().word())?;
                for (index, choice) in words.iter().enumerate() {
                    f.write_str(if index == 0 { ":" } else { "," })?;
                    word(f, choice)?;
                }
                Ok(())
            }
            Test::Amount { key, limits } => limits.map(amount::print).print(f, key.column().word()),
            Test::Date { key, limits } => limits.print(f, key.column().word()),
            Test::NoDate { key } => write!(f, "{}:{NO_DATE}", key.column().word()),
            Test::Count { key, limits } => limits.print(f, key.column().word()),
            Test::Run { key, run } => write!(f, "{}:run:{run}", key.column().word()),
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
