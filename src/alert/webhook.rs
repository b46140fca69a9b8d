//! An HTTP address: JSON that Slack and its likes understand, signed so that others can trust it.
//!
//! `X-Faktura-Signature: v1=<hex>` is the HMAC-SHA-256, with the secret, of `X-Faktura-Timestamp`, a full stop, and the body.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use reqwest::Url;
use secrecy::ExposeSecret;
use sha2::Sha256;

use super::message::AlertJson;
use super::{AlertError, Letter, Secrets, Webhook};
use crate::delivery::{Sent, SlackTarget};
use crate::domain::Channel;
use crate::domain::token::hex;

/// Timeout of an answer.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Posts an alert.
pub(super) async fn post(webhook: &Webhook, secrets: &Secrets, letter: Letter<'_>) -> Result<(), AlertError> {
    let url = match webhook {
        Webhook::Slack(target) => return slack(target, secrets, letter).await,
        Webhook::Url(url) => address(url),
        Webhook::Sealed => address(secrets.webhook_url.as_ref().ok_or(AlertError::NoAddress)?.expose_secret()),
    }?;
    let unreachable = |error: reqwest::Error| unreachable(error);
    crate::provider::prepare_tls();
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(TIMEOUT)
        .user_agent(concat!("faktura/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(unreachable)?;
    let mut json = AlertJson::new(letter);
    json.text = escaped(&json.text);
    let body = serde_json::to_vec(&json).unwrap_or_default();
    // Time of the alert, not of the delivery: a repetition has the same signature.
    let time = letter.alert.at.as_second().to_string();
    let mut request = client.post(url).header("Content-Type", "application/json").header("X-Faktura-Timestamp", &time);
    if let Some(secret) = &secrets.webhook_secret {
        request = request.header("X-Faktura-Signature", sign(secret.expose_secret(), &time, &body));
    }
    let status = request.body(body).send().await.map_err(unreachable)?.status();
    if status.is_success() { Ok(()) } else { Err(AlertError::Refused { status: status.as_u16() }) }
}

/// Posts an alert as messages to Slack go.
async fn slack(target: &SlackTarget, secrets: &Secrets, letter: Letter<'_>) -> Result<(), AlertError> {
    let secret = secrets.slack.as_ref().ok_or(AlertError::NoSlackSecret)?;
    match crate::delivery::post(target, secret, &super::message::text(letter)).await {
        Sent::Taken { .. } => Ok(()),
        Sent::Refused(detail) | Sent::Later(detail) | Sent::Lost(detail) => Err(AlertError::Slack { detail }),
    }
}

/// Escapes text for Slack, so that `<!channel>` in a company's name notifies no channel.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// An address that may be posted to: TLS, or this machine.
fn address(text: &str) -> Result<Url, AlertError> {
    let url = Url::parse(text.trim()).map_err(|_| AlertError::BadAddress)?;
    let loopback = match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    };
    if url.scheme() == "https" || (url.scheme() == "http" && loopback) { Ok(url) } else { Err(AlertError::BadAddress) }
}

/// Whether an address may be posted to.
pub(crate) fn is_usable(text: &str) -> bool {
    address(text).is_ok()
}

fn sign(secret: &str, time: &str, body: &[u8]) -> String {
    // A key of any length is one.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    format!("v1={}", hex(&mac.finalize().into_bytes()))
}

/// Leaves out the address: it may be a secret.
fn unreachable(error: reqwest::Error) -> AlertError {
    if error.is_timeout() {
        return AlertError::TooSlow { channel: Channel::Webhook };
    }
    let error = error.without_url();
    let mut detail: &dyn std::error::Error = &error;
    while let Some(source) = detail.source() {
        detail = source;
    }
    AlertError::Unreachable { detail: detail.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_what_openssl_says() {
        // printf '1800000000.{"text":"x"}' | openssl dgst -sha256 -hmac secret
        let expected = "v1=5258ebe002859bec1e7c2a9e194132953c28113228e08b855850f7ad19dedb18";
        let signature = sign("secret", "1800000000", br#"{"text":"x"}"#);
        assert_eq!(signature, expected);
        assert_ne!(signature, sign("secret", "1800000001", br#"{"text":"x"}"#));
    }

    #[test]
    fn a_name_calls_nobody() {
        assert_eq!(escaped("R&D <!channel>"), "R&amp;D &lt;!channel&gt;");
    }

    #[test]
    fn only_tls_or_this_machine() {
        for good in ["https://hooks.slack.com/services/T/B/x", "http://127.0.0.1:80/x", "http://localhost/x", "http://[::1]/x"] {
            assert!(is_usable(good), "{good}");
        }
        for bad in ["", "x", "http://example.com", "ftp://127.0.0.1", "file:///etc/passwd", "http://127.0.0.1.example.com/"] {
            assert!(!is_usable(bad), "{bad}");
        }
    }
}
