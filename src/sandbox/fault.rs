//! Faults on demand: `status=503@3..5`, `truncate@2`, `slow=100ms@path:/documents`, `lost@method:POST`.

use std::str::FromStr;
use std::time::Duration;

use super::{RequestInfo, SandboxError};

/// Something that goes wrong with some requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Kind of fault.
    pub kind: FaultKind,
    /// Path of the requests; `*` matches anything.
    path: Option<String>,
    /// Method of the requests, in capitals.
    method: Option<String>,
    /// Numbers of the requests, from 1.
    when: When,
    /// Number of requests so far.
    seen: u64,
}

/// Kind of fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// This status, with an error in the form of the specification.
    Status {
        /// The status.
        code: u16,
        /// Value of `Retry-After`, sensible or not.
        retry_after: Option<String>,
    },
    /// A 200 with JSON that ends half way.
    Truncate,
    /// A 200 with a connection that closes half way.
    Break,
    /// A 200 with a web page.
    Html,
    /// A 200 without a body.
    Empty,
    /// A 200 with JSON of another shape.
    Shape,
    /// No answer, ever.
    Hang,
    /// The connection closes without an answer.
    Close,
    /// The request is carried out, and the connection closes without an answer.
    Lost,
    /// The request is carried out, and never answered.
    Mute,
    /// The request is carried out, and answered with this status.
    After(u16),
    /// A refusal by the host of tokens with this code.
    Error(String),
    /// An answer that takes this much longer.
    Slow(Duration),
    /// Documents come and go before the answer.
    Drift,
    /// A list that says nonsense of itself.
    NonsenseMeta,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    Range(u64, u64),
    Every(u64),
}

impl Fault {
    /// A fault of every request.
    #[must_use]
    pub const fn always(kind: FaultKind) -> Self {
        Self { kind, path: None, method: None, when: When::Always, seen: 0 }
    }

    /// Counts a request, and says whether it goes wrong.
    pub(super) fn hits(&mut self, request: &RequestInfo) -> bool {
        if self.path.as_deref().is_some_and(|pattern| !glob(pattern, &request.path)) {
            return false;
        }
        if self.method.as_deref().is_some_and(|method| method != request.method) {
            return false;
        }
        self.seen += 1;
        match self.when {
            When::Always => true,
            When::Range(first, last) => (first..=last).contains(&self.seen),
            When::Every(n) => self.seen.is_multiple_of(n),
        }
    }
}

impl FromStr for Fault {
    type Err = SandboxError;

    fn from_str(spec: &str) -> Result<Self, SandboxError> {
        let mut parts = spec.trim().split('@');
        let mut fault = Self::always(kind(spec, parts.next().unwrap_or_default())?);
        for part in parts {
            let wrong = || SandboxError::FaultSelector { spec: spec.to_owned(), part: part.to_owned() };
            match part.trim().split_once(':') {
                Some(("path", pattern)) if pattern.starts_with(['/', '*']) => fault.path = Some(pattern.to_owned()),
                Some(("method", name)) if !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase()) => {
                    fault.method = Some(name.to_owned());
                }
                Some(("every", n)) => fault.when = When::Every(n.parse().ok().filter(|n| *n > 0).ok_or_else(wrong)?),
                _ => fault.when = when(part.trim()).ok_or_else(wrong)?,
            }
        }
        Ok(fault)
    }
}

fn when(text: &str) -> Option<When> {
    let number = |text: &str| text.parse().ok().filter(|n: &u64| *n > 0);
    match text {
        "once" => Some(When::Range(1, 1)),
        "always" => Some(When::Always),
        _ => match text.split_once("..") {
            None => number(text).map(|n| When::Range(n, n)),
            Some((first, "")) => Some(When::Range(number(first)?, u64::MAX)),
            Some((first, last)) => {
                let (first, last) = (number(first)?, number(last.strip_prefix('=').unwrap_or(last))?);
                (first <= last).then_some(When::Range(first, last))
            }
        },
    }
}

fn kind(spec: &str, text: &str) -> Result<FaultKind, SandboxError> {
    let wrong = |part: &str| SandboxError::FaultValue { spec: spec.to_owned(), part: part.to_owned() };
    match text.trim().split_once('=') {
        None => match text.trim() {
            "truncate" => Ok(FaultKind::Truncate),
            "break" => Ok(FaultKind::Break),
            "html" => Ok(FaultKind::Html),
            "empty" => Ok(FaultKind::Empty),
            "shape" => Ok(FaultKind::Shape),
            "hang" => Ok(FaultKind::Hang),
            "close" => Ok(FaultKind::Close),
            "lost" => Ok(FaultKind::Lost),
            "mute" => Ok(FaultKind::Mute),
            "drift" => Ok(FaultKind::Drift),
            "nonsense-meta" => Ok(FaultKind::NonsenseMeta),
            "status" | "slow" | "after" => Err(wrong(text)),
            _ => Err(SandboxError::FaultKind { spec: spec.to_owned() }),
        },
        Some(("status", value)) => {
            // The rest is the header's value, because a date has a comma of its own.
            let (code, retry_after) = match value.split_once(",retry-after=") {
                Some((code, after)) => (code, Some(after.to_owned())),
                None => (value, None),
            };
            let code = code.parse().ok().filter(|code| (200..=599).contains(code)).ok_or_else(|| wrong(code))?;
            Ok(FaultKind::Status { code, retry_after })
        }
        Some(("after", code)) => {
            let code = code.parse().ok().filter(|code| (200..=599).contains(code)).ok_or_else(|| wrong(code))?;
            Ok(FaultKind::After(code))
        }
        Some(("error", code)) if !code.is_empty() => Ok(FaultKind::Error(code.to_owned())),
        Some(("slow", value)) => duration(value).map(FaultKind::Slow).ok_or_else(|| wrong(value)),
        Some(_) => Err(SandboxError::FaultKind { spec: spec.to_owned() }),
    }
}

/// `100ms`, `2s`, or milliseconds without a unit.
fn duration(text: &str) -> Option<Duration> {
    if let Some(ms) = text.strip_suffix("ms") {
        return ms.parse().ok().map(Duration::from_millis);
    }
    match text.strip_suffix('s') {
        Some(s) => s.parse().ok().map(Duration::from_secs),
        None => text.parse().ok().map(Duration::from_millis),
    }
}

/// Whether `text` is of the form `pattern`, in which `*` stands for anything.
fn glob(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, rest)) => text.strip_prefix(head).is_some_and(|tail| {
            tail.char_indices()
                .map(|(at, _)| at)
                .chain([tail.len()])
                .any(|at| tail.get(at..).is_some_and(|tail| glob(rest, tail)))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Describe;

    fn hits(spec: &str, paths: &[&str]) -> Vec<bool> {
        let mut fault: Fault = spec.parse().unwrap();
        let request = |path: &str| RequestInfo {
            number: 0,
            at: jiff::Timestamp::UNIX_EPOCH,
            account: None,
            method: if path == "/partners" { "POST" } else { "GET" }.to_owned(),
            path: path.to_owned(),
            query: Vec::new(),
        };
        paths.iter().map(|path| fault.hits(&request(path))).collect()
    }

    #[test]
    fn which_requests_go_wrong() {
        let five = ["/documents"; 5];
        assert_eq!(hits("html", &five), [true; 5]);
        assert_eq!(hits("html@always", &five), [true; 5]);
        assert_eq!(hits("html@once", &five), [true, false, false, false, false]);
        assert_eq!(hits("html@3", &five), [false, false, true, false, false]);
        assert_eq!(hits("html@3..4", &five), [false, false, true, true, false]);
        assert_eq!(hits("html@4..", &five), [false, false, false, true, true]);
        assert_eq!(hits("html@every:2", &five), [false, true, false, true, false]);
        let mixed = ["/utils/time", "/documents", "/documents/5/download", "/documents"];
        assert_eq!(hits("html@path:/documents", &mixed), [false, true, false, true]);
        assert_eq!(hits("html@path:/documents@2", &mixed), [false, false, false, true]);
        assert_eq!(hits("html@path:/documents*", &mixed), [false, true, true, true]);
        assert_eq!(hits("html@path:*/download", &mixed), [false, false, true, false]);
        let written = ["/partners", "/documents", "/partners"];
        assert_eq!(hits("lost@method:POST", &written), [true, false, true]);
        assert_eq!(hits("lost@method:POST@2", &written), [false, false, true]);
    }

    #[test]
    fn every_kind() {
        let kind = |spec: &str| spec.parse::<Fault>().unwrap().kind;
        assert_eq!(kind("status=503@3..5"), FaultKind::Status { code: 503, retry_after: None });
        let date = "Wed, 21 Oct 2015 07:28:00 GMT";
        let status = FaultKind::Status { code: 429, retry_after: Some(date.to_owned()) };
        assert_eq!(kind(&format!("status=429,retry-after={date}@2")), status);
        assert_eq!(kind("slow=100ms"), FaultKind::Slow(Duration::from_millis(100)));
        assert_eq!(kind("slow=2s"), FaultKind::Slow(Duration::from_secs(2)));
        assert_eq!(kind("after=503"), FaultKind::After(503));
        for name in ["truncate", "break", "html", "empty", "shape", "hang", "close", "lost", "mute", "drift", "nonsense-meta"] {
            kind(name);
            assert!(super::super::POSSIBLE.contains(name), "{name}");
        }
    }

    #[test]
    fn errors_say_what_is_possible() {
        for spec in [
            "",
            "explode",
            "status",
            "status=abc",
            "status=99",
            "after",
            "after=soon",
            "slow=fast",
            "html=1",
            "html@",
            "html@0",
            "html@5..2",
        ] {
            let error = spec.parse::<Fault>().unwrap_err();
            assert_eq!(error.kind(), crate::error::ErrorKind::Usage, "{spec}");
            let hint = crate::locale::english().text(&error.hint().unwrap());
            assert!(hint.contains("every:N"), "{spec}: {hint}");
        }
        for spec in ["html@every:0", "html@path:documents", "html@method:", "html@method:post", "html@soon"] {
            assert!(matches!(spec.parse::<Fault>(), Err(SandboxError::FaultSelector { .. })), "{spec}");
        }
    }
}
