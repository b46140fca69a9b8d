//! One request to a calendar server and its answer, bounded in time and size.
//!
//! For: [`super::dav`], and private iCalendar addresses. Uses: reqwest. Never: retries; the address or the password in an error.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderValue, IF_MATCH, IF_NONE_MATCH, LOCATION};
use reqwest::{Client, Method, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::CalendarError;
use crate::domain::text::clean;
use crate::provider::{is_loopback, is_private};

/// On connecting.
const CONNECT: Duration = Duration::from_secs(15);
/// On an answer as a whole.
const ANSWER: Duration = Duration::from_mins(1);
/// Largest answer, after decompression.
const MOST: usize = 32 << 20;
/// All answers of one sync together.
const WHOLE: usize = 64 << 20;
/// Redirects of a private address that are followed.
const REDIRECTS: usize = 3;

/// The way to one server.
pub struct Http {
    /// Bytes that answers may still have, of all that this way is asked.
    left: AtomicUsize,
    client: Client,
    credentials: Option<HeaderValue>,
}

impl std::fmt::Debug for Http {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Http")
    }
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) etag: Option<String>,
    pub(super) body: String,
}

/// What must hold of the object for a request to be carried out.
#[derive(Debug, Clone, Copy)]
pub(super) enum If<'a> {
    /// Anything.
    Any,
    /// There is none.
    Absent,
    /// It has this version.
    Is(&'a str),
}

/// A usable address: TLS, or this machine; without a name and a password in it. `webcal` means TLS.
///
/// # Errors
/// It is another one.
pub fn address(text: &str) -> Result<Url, CalendarError> {
    let text = text.trim();
    let text = text
        .strip_prefix("webcal://")
        .or_else(|| text.strip_prefix("webcals://"))
        .map_or_else(|| text.to_owned(), |rest| format!("https://{rest}"));
    let url = Url::parse(&text).map_err(|_| CalendarError::BadAddress)?;
    let safe = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    if safe && url.has_host() && url.username().is_empty() && url.password().is_none() {
        Ok(url)
    } else {
        Err(CalendarError::BadAddress)
    }
}

impl Http {
    /// A client with a name and a password, where the server asks for them.
    ///
    /// # Errors
    /// The client cannot be built.
    pub fn new(user: &str, password: Option<&SecretString>) -> Result<Self, CalendarError> {
        crate::provider::prepare_tls();
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .user_agent(concat!("faktura/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| unreachable(&error))?;
        let credentials = (!user.is_empty() || password.is_some()).then(|| {
            let password = password.map(ExposeSecret::expose_secret).unwrap_or_default();
            let mut value = HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(format!("{user}:{password}"))))
                .unwrap_or_else(|_| HeaderValue::from_static(""));
            value.set_sensitive(true);
            value
        });
        Ok(Self { left: AtomicUsize::new(WHOLE), client, credentials })
    }

    /// Sends a request of `CalDAV`.
    pub(super) async fn send(
        &self,
        method: &'static str,
        url: &Url,
        (depth, wanted): (Option<u8>, If<'_>),
        body: Option<(&'static str, String)>,
    ) -> Result<Answer, CalendarError> {
        let method = Method::from_bytes(method.as_bytes()).map_err(|_| CalendarError::BadAddress)?;
        let mut request = self.client.request(method, url.clone());
        if let Some(credentials) = &self.credentials {
            request = request.header(AUTHORIZATION, credentials.clone());
        }
        if let Some(depth) = depth {
            request = request.header("Depth", depth.to_string());
        }
        request = match wanted {
            If::Any => request,
            If::Absent => request.header(IF_NONE_MATCH, "*"),
            // A proxy that compresses weakens the tag; a condition takes strong ones alone.
            If::Is(etag) => request.header(IF_MATCH, etag.strip_prefix("W/").unwrap_or(etag)),
        };
        if let Some((media, body)) = body {
            request = request.header(CONTENT_TYPE, media).body(body);
        }
        let response = request.send().await.map_err(|error| unreachable(&error))?;
        answer(response, &self.left).await
    }

    /// The text at a private iCalendar address.
    ///
    /// # Errors
    /// It cannot be reached, or the answer is none.
    pub async fn fetch(&self, address: &Url) -> Result<String, CalendarError> {
        let mut url = address.clone();
        for _ in 0..=REDIRECTS {
            let response = self.client.get(url.clone()).send().await.map_err(|error| unreachable(&error))?;
            if response.status().is_redirection() {
                let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).and_then(|to| url.join(to).ok());
                let to = to.ok_or(CalendarError::Refused { status: response.status().as_u16() })?;
                if !may_follow(address, &to) {
                    return Err(CalendarError::BadAddress);
                }
                url = to;
                continue;
            }
            let answer = answer(response, &self.left).await?;
            return match answer.status {
                status if status.is_success() => Ok(answer.body),
                status => Err(refused(status)),
            };
        }
        Err(CalendarError::NotUnderstood { detail: "too many redirects".to_owned() })
    }
}

/// Whether a redirect is followed: never out of TLS, and never from a public address to this machine or a private network, where any
/// program may listen.
fn may_follow(from: &Url, to: &Url) -> bool {
    let secure = to.scheme() == "https" || to.scheme() == "http" && is_loopback(to) && is_loopback(from);
    let plain = to.username().is_empty() && to.password().is_none();
    secure && plain && (is_private(from) || !is_private(to))
}

/// What an answer without success means.
pub(super) fn refused(status: StatusCode) -> CalendarError {
    match status {
        StatusCode::UNAUTHORIZED => CalendarError::Unauthorized,
        StatusCode::NOT_FOUND | StatusCode::GONE => CalendarError::Gone,
        StatusCode::PRECONDITION_FAILED => CalendarError::Changed,
        status => CalendarError::Refused { status: status.as_u16() },
    }
}

async fn answer(mut response: Response, left: &AtomicUsize) -> Result<Answer, CalendarError> {
    let status = response.status();
    if status.is_redirection() {
        let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
        let mut to = to.and_then(|to| response.url().join(to).ok());
        if let Some(to) = &mut to {
            to.set_query(None);
        }
        return Err(CalendarError::Moved { to: to.map(|to| clean(to.as_str()).into_owned()).unwrap_or_default() });
    }
    let etag = response.headers().get(ETAG).and_then(|etag| etag.to_str().ok()).map(str::to_owned);
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(&error))? {
        if bytes.len() + chunk.len() > MOST {
            return Err(CalendarError::TooLarge { most: MOST >> 20 });
        }
        take(left, chunk.len())?;
        bytes.extend_from_slice(&chunk);
    }
    let body = String::from_utf8(bytes).map_err(|_| CalendarError::NotUnderstood { detail: "no UTF-8".to_owned() })?;
    Ok(Answer { status, etag, body })
}

/// Takes bytes of an answer from what is left for all of them.
fn take(left: &AtomicUsize, bytes: usize) -> Result<(), CalendarError> {
    let took = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes));
    took.map(drop).map_err(|_| CalendarError::TooLarge { most: WHOLE >> 20 })
}

/// Leaves out the address: it may be a secret.
fn unreachable(error: &reqwest::Error) -> CalendarError {
    if error.is_timeout() {
        return CalendarError::TooSlow;
    }
    // The causes below the first one have no address.
    let mut detail: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(source) = detail.and_then(std::error::Error::source) {
        detail = Some(source);
    }
    CalendarError::Unreachable { detail: detail.map(ToString::to_string).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tls_or_this_machine_and_no_password_in_the_address() {
        for good in ["https://dav.example/cal/", "webcal://example.com/x.ics", "http://127.0.0.1:5232/a/b/", " http://[::1]/x "] {
            assert!(address(good).is_ok(), "{good}");
        }
        for bad in
            ["", "x", "http://example.com/", "ftp://127.0.0.1/", "https://user:pw@example.com/", "https://user@example.com/"]
        {
            assert_eq!(address(bad), Err(CalendarError::BadAddress), "{bad}");
        }
    }

    #[test]
    fn a_redirect_stays_in_tls_and_never_leads_from_outside_to_the_inside() {
        let parse = |text: &str| Url::parse(text).expect("a URL");
        let outside = parse("https://calendar.example.com/a.ics");
        for good in ["https://calendar.example.com/b.ics", "https://other.example.org/"] {
            assert!(may_follow(&outside, &parse(good)), "{good}");
        }
        for bad in [
            "http://calendar.example.com/",
            "http://127.0.0.1:8080/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://10.0.0.7/",
            "https://169.254.169.254/latest/",
            "https://intranet/",
            "https://nas.local/",
            "https://anna:pw@other.example.org/",
            "file:///etc/passwd",
        ] {
            assert!(!may_follow(&outside, &parse(bad)), "{bad}");
        }
        let inside = parse("http://127.0.0.1:8080/a.ics");
        assert!(may_follow(&inside, &parse("http://127.0.0.1:8080/b.ics")) && may_follow(&inside, &outside));
        assert!(!may_follow(&inside, &parse("http://calendar.example.com/")));
    }

    #[test]
    fn answers_together_have_a_bound() {
        let left = AtomicUsize::new(WHOLE);
        assert_eq!((take(&left, WHOLE - 1), take(&left, 1)), (Ok(()), Ok(())));
        assert_eq!(take(&left, 1), Err(CalendarError::TooLarge { most: 64 }));
        assert_eq!(take(&left, 0), Ok(()));
    }
}
