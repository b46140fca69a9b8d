//! Removes secrets from lines: registered ones, and text that looks like a secret.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::{Arc, PoisonError, RwLock};

use secrecy::{ExposeSecret, SecretString};
use tracing::Metadata;
use tracing_subscriber::fmt::MakeWriter;
use zeroize::Zeroizing;

use crate::domain::text;

/// Replacement for a secret.
const REDACTED: &str = "[redacted]";

/// A shorter one would take half of every line with it.
const SHORTEST: usize = 4;

/// Bytes of a line that are kept.
const MAX_LINE: usize = 16 * 1024;

/// Names of secrets: the value after `:` or `=` is one, in any case.
const NAMES: &[&str] = &[
    "x-api-key",
    "api-key",
    "api_key",
    "apikey",
    "authorization",
    "cookie",
    "passphrase",
    "password",
    "passwd",
    "secret",
    "token",
];

/// Schemes of a header's credential.
const SCHEMES: &[&str] = &["bearer", "basic"];

/// Knows what no line may show. Cheap to share; secrets can be registered at any time.
#[derive(Default)]
pub struct Redactor {
    secrets: RwLock<Vec<Zeroizing<String>>>,
}

impl Redactor {
    /// From now on, no line shows this secret.
    pub fn register(&self, secret: &SecretString) {
        let plain = secret.expose_secret();
        if plain.len() < SHORTEST {
            return;
        }
        // As it is, as `{:?}` writes it, and as a cleaned line has it.
        let forms = [plain.to_owned(), plain.escape_debug().to_string(), text::clean(plain).into_owned()];
        let mut secrets = self.secrets.write().unwrap_or_else(PoisonError::into_inner);
        for form in forms.map(Zeroizing::new) {
            if !secrets.contains(&form) {
                secrets.push(form);
            }
        }
        // A secret that is part of another one must not break that one up before it is found.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    }

    /// The text without secrets, as one line that is safe for a terminal.
    #[must_use]
    pub fn clean(&self, line: &str) -> String {
        let mut line = text::clean(line);
        for secret in self.secrets.read().unwrap_or_else(PoisonError::into_inner).iter() {
            if line.contains(secret.as_str()) {
                line = Cow::Owned(line.replace(secret.as_str(), REDACTED));
            }
        }
        let mut cleaned = without_patterns(&line);
        if cleaned.len() > MAX_LINE {
            let end = (0..=MAX_LINE).rev().find(|at| cleaned.is_char_boundary(*at)).unwrap_or_default();
            cleaned.truncate(end);
            cleaned.push('…');
        }
        cleaned
    }
}

/// Shows the number of secrets, never the secrets.
impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let known = self.secrets.read().unwrap_or_else(PoisonError::into_inner).len();
        f.debug_struct("Redactor").field("known", &known).finish()
    }
}

/// A secret at the start of a text: the length to keep and the length to remove.
struct Found {
    keep: usize,
    take: usize,
}

fn without_patterns(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        let (kept, next) = if let Some(Found { keep, take }) = find(rest, before) {
            out.push_str(rest.get(..keep).unwrap_or_default());
            out.push_str(REDACTED);
            (None, keep + take)
        } else {
            out.push(c);
            (Some(c), c.len_utf8())
        };
        before = kept;
        rest = rest.get(next..).unwrap_or_default();
    }
    out
}

fn find(rest: &str, before: Option<char>) -> Option<Found> {
    let taken = |take: usize| Found { keep: 0, take };
    uuid(rest).or_else(|| age_key(rest)).or_else(|| private_key(rest)).map(taken).or_else(|| userinfo(rest)).or_else(|| {
        // In the midst of a word, these names are not names.
        if before.is_some_and(char::is_alphanumeric) { None } else { scheme(rest).or_else(|| named(rest)) }
    })
}

/// A UUID, as Billingo's keys are.
fn uuid(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes().get(..36)?;
    let fits = bytes.iter().enumerate().all(|(at, b)| match at {
        8 | 13 | 18 | 23 => *b == b'-',
        _ => b.is_ascii_hexdigit(),
    });
    fits.then_some(36)
}

fn age_key(rest: &str) -> Option<usize> {
    after(rest, "age-secret-key-").map(|tail| rest.len() - tail.len() + run(tail, |c| c.is_ascii_alphanumeric() || c == '-'))
}

/// A private key in PEM, to its end or to that of the line.
fn private_key(rest: &str) -> Option<usize> {
    const END: &str = "PRIVATE KEY-----";
    let tail = rest.strip_prefix("-----BEGIN ")?;
    if !tail.split("-----").next()?.ends_with("PRIVATE KEY") {
        return None;
    }
    match rest.find("-----END ").and_then(|end| Some(end + rest.get(end..)?.find(END)? + END.len())) {
        Some(end) => Some(end),
        None => Some(rest.len()),
    }
}

/// User and password in an address.
fn userinfo(rest: &str) -> Option<Found> {
    let tail = rest.strip_prefix("://")?;
    let authority = tail.get(..run(tail, |c| !c.is_whitespace() && !matches!(c, '/' | '?' | '#' | '"' | '\'')))?;
    authority.rfind('@').filter(|at| *at > 0).map(|at| Found { keep: 3, take: at })
}

/// `Bearer eyJhbGciOi…`
fn scheme(rest: &str) -> Option<Found> {
    let tail = SCHEMES.iter().find_map(|name| after(rest, name)?.strip_prefix(' '))?;
    let take = run(tail, in_word);
    (take >= 8 && !tail.starts_with(REDACTED)).then_some(Found { keep: rest.len() - tail.len(), take })
}

/// `X-API-KEY: …`, `"token": "…"`, `password=…`, `("cookie", "…")`
fn named(rest: &str) -> Option<Found> {
    const QUOTES: [char; 3] = ['"', '\'', '\\'];
    let name = NAMES.iter().find_map(|name| after(rest, name))?;
    let tail = name.trim_start_matches(QUOTES);
    let in_quotes = tail.len() < name.len();
    let tail = tail.trim_start_matches(' ');
    let tail = tail.strip_prefix(|c| c == ':' || c == '=' || (c == ',' && in_quotes))?;
    let tail = tail.trim_start_matches(' ');
    let value = tail.trim_start_matches(QUOTES);
    let opening = tail.get(..tail.len() - value.len()).unwrap_or_default();
    let take = match opening.chars().last() {
        _ if value.starts_with([':', '=']) => return None,
        Some(quote) => quoted(value, quote, opening.starts_with('\\')),
        None => unquoted(value),
    };
    (take > 0 && !value.starts_with(REDACTED)).then_some(Found { keep: rest.len() - value.len(), take })
}

/// Up to the closing quote. One that is escaped closes what an escaped one has opened, and belongs to any other text.
fn quoted(value: &str, quote: char, escaped: bool) -> usize {
    let mut chars = value.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if escaped => return at,
            '\\' => drop(chars.next()),
            c if c == quote => return at,
            _ => {}
        }
    }
    value.len()
}

/// A word, or a scheme and a word.
fn unquoted(value: &str) -> usize {
    let first = run(value, in_word);
    let is_scheme = value.get(..first).is_some_and(|word| SCHEMES.iter().any(|s| word.eq_ignore_ascii_case(s)));
    match value.get(first..).and_then(|tail| tail.strip_prefix(' ')) {
        Some(tail) if is_scheme => first + 1 + run(tail, in_word),
        _ => first,
    }
}

fn in_word(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '"' | '\'' | ',' | ';' | '&' | ')' | ']' | '}')
}

/// The rest after a word at the start, in any case.
fn after<'a>(rest: &'a str, word: &str) -> Option<&'a str> {
    let (head, tail) = rest.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then_some(tail)
}

/// Bytes at the beginning that are all of a kind.
fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|c| !of(c)).unwrap_or(text.len())
}

/// Makes writers that clean what they are given.
pub(super) struct Redacting<M> {
    inner: M,
    redactor: Arc<Redactor>,
}

impl<M> Redacting<M> {
    pub(super) const fn new(inner: M, redactor: Arc<Redactor>) -> Self {
        Self { inner, redactor }
    }
}

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Redacting<M> {
    type Writer = Line<'a, M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Line { inner: self.inner.make_writer(), redactor: &self.redactor, bytes: Vec::new() }
    }

    fn make_writer_for(&'a self, meta: &Metadata<'_>) -> Self::Writer {
        Line { inner: self.inner.make_writer_for(meta), redactor: &self.redactor, bytes: Vec::new() }
    }
}

/// One event: collected whole, so that no secret is split over two writes, and written at its end.
pub(super) struct Line<'a, W: Write> {
    inner: W,
    redactor: &'a Redactor,
    bytes: Vec<u8>,
}

impl<W: Write> Write for Line<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<W: Write> Drop for Line<'_, W> {
    fn drop(&mut self) {
        let bytes = Zeroizing::new(std::mem::take(&mut self.bytes));
        if bytes.is_empty() {
            return;
        }
        let mut line = self.redactor.clean(String::from_utf8_lossy(&bytes).trim_end_matches('\n'));
        line.push('\n');
        // A failure of the log cannot be logged.
        let _ = self.inner.write_all(line.as_bytes());
    }
}
