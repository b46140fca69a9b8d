//! The lexer: from characters to words, quoted texts, fields and values. What a value is depends on its field.

use super::amount::is_separator;
use super::ast::Place;
use super::error::{Problem, QueryError};

/// What stands between a field and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Has,
    Equal,
    NotEqual,
    Below,
    AtMost,
    Above,
    AtLeast,
}

/// Longer operators first.
const OPERATORS: [(&str, Operator); 13] = [
    (":>=", Operator::AtLeast),
    (":<=", Operator::AtMost),
    (":>", Operator::Above),
    (":<", Operator::Below),
    ("!=", Operator::NotEqual),
    (">=", Operator::AtLeast),
    ("<=", Operator::AtMost),
    ("≥", Operator::AtLeast),
    ("≤", Operator::AtMost),
    (">", Operator::Above),
    ("<", Operator::Below),
    (":", Operator::Has),
    ("=", Operator::Equal),
];

impl Operator {
    /// How it is written.
    #[must_use]
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Has => ":",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// Whether a character opens and closes a quoted text; typographic marks count as the plain one.
#[must_use]
pub(super) const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

/// Whether a character ends a word that is not quoted.
#[must_use]
pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || matches!(c, '(' | ')')
}

/// Where the lexer is in a query.
#[derive(Debug)]
pub(super) struct Scanner<'q> {
    text: &'q str,
    pos: usize,
}

impl<'q> Scanner<'q> {
    /// At the start of a text.
    #[must_use]
    pub(super) const fn new(text: &'q str) -> Self {
        Self { text, pos: 0 }
    }

    /// What is left.
    #[must_use]
    pub(super) fn rest(&self) -> &'q str {
        self.text.get(self.pos..).unwrap_or("")
    }

    /// The next character.
    #[must_use]
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Where it is.
    #[must_use]
    pub(super) const fn pos(&self) -> usize {
        self.pos
    }

    /// From `start` to where it is.
    #[must_use]
    pub(super) const fn since(&self, start: usize) -> Place {
        Place { start, end: self.pos }
    }

    /// An error from `start` to where it is.
    #[must_use]
    pub(super) fn wrong(&self, at: Place, problem: Problem) -> QueryError {
        QueryError::new(self.text, at, problem)
    }

    /// Passes blanks.
    pub(super) fn blanks(&mut self) {
        let rest = self.rest();
        self.pos += rest.len() - rest.trim_start().len();
    }

    /// Passes a character if it comes next.
    pub(super) fn take(&mut self, c: char) -> bool {
        let there = self.peek() == Some(c);
        if there {
            self.pos += c.len_utf8();
        }
        there
    }

    /// Whether the word `or` comes next.
    #[must_use]
    pub(super) fn at_or(&self) -> bool {
        let rest = self.rest();
        rest.get(..2).is_some_and(|word| word.eq_ignore_ascii_case("or"))
            && rest.get(2..).and_then(|rest| rest.chars().next()).is_none_or(ends_word)
    }

    /// Passes the word `or` if it comes next.
    pub(super) fn take_or(&mut self) -> bool {
        let there = self.at_or();
        if there {
            self.pos += 2;
        }
        there
    }

    /// Passes a field's name and its operator if they come next.
    pub(super) fn field(&mut self) -> Option<(&'q str, Operator)> {
        let rest = self.rest();
        if !rest.starts_with(char::is_alphabetic) {
            return None;
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
        let (name, tail) = rest.split_at_checked(end)?;
        let (written, operator) = OPERATORS.iter().find(|(written, _)| tail.starts_with(written))?;
        self.pos += end + written.len();
        Some((name, *operator))
    }

    /// A word up to a blank, a parenthesis, a quotation mark or `stop`.
    pub(super) fn word(&mut self, stop: impl Fn(char) -> bool) -> &'q str {
        let rest = self.rest();
        let end = rest.find(|c| ends_word(c) || stop(c)).unwrap_or(rest.len());
        self.pos += end;
        rest.get(..end).unwrap_or("")
    }

    /// An amount or a range of them, in which one blank may separate thousands: `100 000..2 000 000`.
    pub(super) fn amount(&mut self) -> &'q str {
        let start = self.pos;
        loop {
            self.word(|_| false);
            let so_far = self.text.get(start..self.pos).unwrap_or("");
            let digits = so_far.chars().rev().take_while(char::is_ascii_digit).count();
            let mut next = self.rest().chars();
            let separator = next.next().filter(|c| is_separator(*c));
            let group = next.as_str();
            let three = group.chars().take_while(char::is_ascii_digit).count() == 3;
            let Some(separator) = separator.filter(|_| three && (1..=3).contains(&digits)) else { return so_far };
            let after = group.chars().nth(3);
            if after.is_some_and(|c| !ends_word(c) && !matches!(c, '.' | ',' | 'k' | 'K' | 'm' | 'M')) {
                return so_far;
            }
            self.pos += separator.len_utf8() + 3;
        }
    }

    /// A quoted text, if one comes next. A backslash before a quotation mark or a backslash takes it as it is.
    pub(super) fn quoted(&mut self) -> Option<Result<String, QueryError>> {
        let open = self.peek().filter(|c| is_quote(*c))?;
        let start = self.pos;
        self.pos += open.len_utf8();
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.pos += c.len_utf8();
            if is_quote(c) {
                return Some(Ok(text));
            }
            match self.peek().filter(|next| c == '\\' && (is_quote(*next) || *next == '\\')) {
                Some(next) => {
                    self.pos += next.len_utf8();
                    text.push(next);
                }
                None => text.push(c),
            }
        }
        Some(Err(self.wrong(Place { start, end: start + open.len_utf8() }, Problem::UnclosedQuote)))
    }
}
