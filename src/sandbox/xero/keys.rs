//! Idempotency keys: the first answer to a key is given again for six minutes, whatever it was.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::sandbox::oauth::{ApiAnswer, ApiRequest};

/// Seconds that an answer is kept.
const KEPT: i64 = 360;
/// Longest key.
const LONGEST: usize = 128;

/// A request as a key remembers it.
type Remembered = (String, String, Vec<(String, String)>, Vec<u8>);

/// Keys with their requests and answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys(HashMap<String, (Timestamp, Remembered, ApiAnswer)>);

/// What a key says of a request.
pub(super) enum Known {
    /// It is new, or no key was given.
    New,
    /// It was answered so.
    Again(ApiAnswer),
    /// The key belongs to another request, or cannot be one.
    Wrong(String),
}

fn key(request: &ApiRequest) -> Option<&str> {
    request.header("idempotency-key").filter(|_| request.method != "GET")
}

fn remembered(request: &ApiRequest) -> Remembered {
    (request.method.clone(), request.path.clone(), request.query.clone(), request.body.clone())
}

impl Keys {
    /// Looks for the answer to a request.
    pub(super) fn find(&self, request: &ApiRequest) -> Known {
        let Some(key) = key(request) else { return Known::New };
        if key.is_empty() || key.len() > LONGEST {
            return Known::Wrong(format!("Idempotency Key must have 1 to {LONGEST} characters."));
        }
        match self.0.get(key).filter(|(at, _, _)| request.at.as_second() - at.as_second() < KEPT) {
            None => Known::New,
            Some((_, first, answer)) if *first == remembered(request) => Known::Again(answer.clone()),
            Some(_) => Known::Wrong(format!("Idempotency Key '{key}' is used with a different request.")),
        }
    }

    /// Keeps the first answer to a request.
    pub(super) fn keep(&mut self, request: &ApiRequest, answer: &ApiAnswer) {
        if let Some(key) = key(request) {
            self.0.insert(key.to_owned(), (request.at, remembered(request), answer.clone()));
        }
    }
}
