//! Messages to a channel at Slack: through an incoming webhook, or through `chat.postMessage` with the token of a bot.
//!
//! For: the service, which has the queue, and alerts. Uses: reqwest. Never: the vault (secrets come in), words of its own.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;

use super::{Sent, told};
use crate::domain::{AlertSecret, text};
use crate::provider::{base_url, prepare_tls};

/// Timeout of an answer.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Characters of a message: more are cut by Slack, or refused beside blocks.
const MOST: usize = 10_000;
/// Bytes of an answer that are read.
const ANSWER: usize = 64 * 1024;

/// Slack's own address of its methods.
pub const API: &str = "https://slack.com/api";

/// Settings of messages to Slack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlackSettings {
    /// Where messages go.
    pub target: SlackTarget,
    /// When the figures of the day are posted, as cron expressions.
    pub times: Vec<String>,
}

/// Where messages go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlackTarget {
    /// An incoming webhook with a sealed address: knowing it is enough to post.
    Webhook,
    /// A channel, to which a bot with a sealed token posts.
    Channel {
        /// Its identifier or name.
        channel: String,
        /// Root of the methods.
        api: String,
    },
}

impl SlackTarget {
    /// The secret that it needs.
    #[must_use]
    pub const fn secret(&self) -> AlertSecret {
        match self {
            Self::Webhook => AlertSecret::SlackWebhook,
            Self::Channel { .. } => AlertSecret::SlackToken,
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Webhook => "Slack".to_owned(),
            Self::Channel { channel, .. } => format!("Slack {channel}"),
        }
    }
}

/// Whether an address may be posted to: TLS, or this machine.
#[must_use]
pub fn is_webhook(text: &str) -> bool {
    base_url(text).is_ok()
}

/// Posts a text, and tells what became of it.
pub async fn post(target: &SlackTarget, secret: &SecretString, text: &str) -> Sent {
    prepare_tls();
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(TIMEOUT);
    let client = client.user_agent(concat!("faktura/", env!("CARGO_PKG_VERSION"))).build();
    let (client, text) = match client {
        Ok(client) => (client, shortened(&escaped(text))),
        Err(error) => return Sent::Later(told(&error.without_url())),
    };
    let Some(request) = request(&client, target, secret, &text) else {
        return Sent::Refused("its address is none".to_owned());
    };
    match request.send().await {
        Ok(answer) => answered(target, answer).await,
        // The request had not left then. The address may be a secret.
        Err(error) if error.is_connect() || error.is_builder() => Sent::Later(told(&error.without_url())),
        Err(error) => Sent::Lost(told(&error.without_url())),
    }
}

fn request(client: &Client, target: &SlackTarget, secret: &SecretString, text: &str) -> Option<RequestBuilder> {
    let (url, body): (Url, _) = match target {
        SlackTarget::Webhook => (base_url(secret.expose_secret()).ok()?, json!({"text": text})),
        SlackTarget::Channel { channel, api } => {
            let url = base_url(&format!("{}/chat.postMessage", api.trim_end_matches('/'))).ok()?;
            (url, json!({"channel": channel, "text": text, "unfurl_links": false}))
        }
    };
    let request = client.post(url).header("Content-Type", "application/json; charset=utf-8").body(body.to_string());
    Some(match target {
        SlackTarget::Webhook => request,
        SlackTarget::Channel { .. } => request.bearer_auth(secret.expose_secret()),
    })
}

/// The answer of a method: its status is 200 even where it did nothing.
#[derive(Deserialize)]
struct Answer {
    ok: bool,
    #[serde(default)]
    error: String,
}

async fn answered(target: &SlackTarget, mut answer: reqwest::Response) -> Sent {
    let status = answer.status();
    let mut body = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() < ANSWER => body.extend_from_slice(&chunk),
            Ok(_) => break,
            Err(error) => return Sent::Lost(told(&error.without_url())),
        }
    }
    let said = text::clean(&String::from_utf8_lossy(&body)).chars().take(super::SHOWN).collect::<String>();
    let detail = format!("{}: {said}", status.as_u16());
    match status.as_u16() {
        429 | 503 => Sent::Later(detail),
        500.. => Sent::Lost(detail),
        200..=299 if *target == SlackTarget::Webhook => Sent::Taken { refused: Vec::new() },
        200..=299 => match serde_json::from_slice::<Answer>(&body) {
            Ok(Answer { ok: true, .. }) => Sent::Taken { refused: Vec::new() },
            Ok(Answer { error, .. }) => method_error(&text::clean(&error)),
            Err(_) => Sent::Lost(detail),
        },
        _ => Sent::Refused(detail),
    }
}

/// What an error of a method means.
fn method_error(error: &str) -> Sent {
    match error {
        "ratelimited" | "rate_limited" | "service_unavailable" | "team_added_to_org" => Sent::Later(error.to_owned()),
        "internal_error" | "fatal_error" | "request_timeout" => Sent::Lost(error.to_owned()),
        error => Sent::Refused(error.to_owned()),
    }
}

/// Whether a refusal means that Slack does not know the token or the webhook, or no longer.
#[must_use]
pub fn is_secret_refused(detail: &str) -> bool {
    const UNKNOWN: [&str; 9] = [
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "invalid_token",
        "no_service",
        "no_active_hooks",
        "no_team",
    ];
    UNKNOWN.contains(&detail.rsplit(' ').next().unwrap_or_default())
}

/// Escapes text, so that `<!channel>` in a name notifies no channel.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// At most as many characters as Slack takes, cut at the end of a line.
fn shortened(text: &str) -> String {
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let head: String = text.chars().take(MOST - 2).collect();
    let head = head.rsplit_once('\n').map_or(head.as_str(), |(whole, _)| whole);
    format!("{head}\n…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_calls_no_channel_and_is_no_longer_than_slack_takes() {
        assert_eq!(escaped("R&D <!channel>"), "R&amp;D &lt;!channel&gt;");
        assert_eq!(shortened("a\nb"), "a\nb");
        let long = shortened(&"Őrség\n".repeat(MOST));
        assert!(long.ends_with("Őrség\n…") && long.chars().count() <= MOST, "{}", long.chars().count());
    }

    #[test]
    fn an_error_of_a_method_says_whether_it_is_worth_another_try() {
        assert_eq!(method_error("ratelimited"), Sent::Later("ratelimited".to_owned()));
        assert_eq!(method_error("internal_error"), Sent::Lost("internal_error".to_owned()));
        assert_eq!(method_error("channel_not_found"), Sent::Refused("channel_not_found".to_owned()));
        assert!(is_secret_refused("invalid_auth") && is_secret_refused("404: no_service"));
        assert!(!is_secret_refused("channel_not_found") && !is_secret_refused("400: invalid_payload"));
    }
}
