//! The lexer: from characters to words, quoted texts, fields and values. What a value is depends on its field.

use super::amount::is_separator;
use super::ast::Span;
use super::error::{Problem, QueryError};

/// Operator between a field and its value.
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
const OPERATORS: [(&str, Operator); 14] = [
    (":>=", Operator::AtLeast),
    (":<=", Operator::AtMost),
    (":>", Operator::Above),
    (":<", Operator::Below),
    ("!=", Operator::NotEqual),
    ("==", Operator::Equal),
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
    /// The operator as written.
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

/// The words that combine alternatives.
const OR: [&str; 2] = ["or", "vagy"];

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

/// Lexer state.
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

    /// The unread rest of the query.
    #[must_use]
    pub(super) fn rest(&self) -> &'q str {
        self.text.get(self.pos..).unwrap_or("")
    }

    /// The next character.
    #[must_use]
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Position in the query.
    #[must_use]
    pub(super) const fn pos(&self) -> usize {
        self.pos
    }

    /// From `start` to where it is.
    #[must_use]
    pub(super) const fn since(&self, start: usize) -> Span {
        Span { start, end: self.pos }
    }

    /// An error from `start` to where it is.
    #[must_use]
    pub(super) fn wrong(&self, at: Span, problem: Problem) -> QueryError {
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

    /// Bytes of the word for "or" in either language, if it comes next.
    fn or_length(&self) -> Option<usize> {
        let rest = self.rest();
        let length = OR.iter().find(|or| rest.get(..or.len()).is_some_and(|word| word.eq_ignore_ascii_case(or)))?.len();
        rest.get(length..).and_then(|rest| rest.chars().next()).is_none_or(ends_word).then_some(length)
    }

    /// Whether the word for "or" comes next.
    #[must_use]
    pub(super) fn at_or(&self) -> bool {
        self.or_length().is_some()
    }

    /// Passes the word for "or" if it comes next.
    pub(super) fn take_or(&mut self) -> bool {
        let length = self.or_length();
        self.pos += length.unwrap_or(0);
        length.is_some()
    }

    /// The text of an operator at a position where only a field can stand; `None` without one.
    #[must_use]
    pub(super) fn at_operator(&self) -> Option<&'static str> {
        let rest = self.rest();
        OPERATORS.iter().map(|(written, _)| *written).find(|written| rest.starts_with(written))
    }

    /// Passes a field's name and its operator if they come next.
    pub(super) fn field(&mut self) -> Option<(&'q str, Operator)> {
        let rest = self.rest();
        if !rest.starts_with(char::is_alphabetic) {
            return None;
        }
        // Accents may come as marks of their own.
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && !matches!(c, '\u{300}'..='\u{36F}'))?;
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

    /// A date or a range of them, in which blanks may stand where people put them: `2026. 11. 05.`, `2026. november 5.`,
    /// `2026. III. negyedév`, and around `..` and `–`.
    pub(super) fn date(&mut self) -> &'q str {
        let start = self.pos;
        loop {
            self.word(|_| false);
            let so_far = self.text.get(start..self.pos).unwrap_or("");
            let after = self.rest().trim_start();
            let next = after.split(ends_word).next().unwrap_or("");
            let blanks = self.rest().len() - after.len();
            let between = |text: &str| text.starts_with("..") || text.starts_with('–');
            let open = so_far.ends_with("..") || so_far.ends_with('–');
            // An end that is left open is followed by a word of its own, unless that is a date.
            let goes_on = (open && blanks > 0 && super::dates::begins(next))
                || (!open && (between(next) || super::dates::goes_on(so_far, next)));
            if blanks == 0 || next.is_empty() || !goes_on {
                return so_far;
            }
            self.pos += blanks;
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
        Some(Err(self.wrong(Span { start, end: start + open.len_utf8() }, Problem::UnclosedQuote)))
    }
}
