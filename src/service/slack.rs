//! Commands of Slack: verified, then recorded.
//!
//! For: the process that has the store. A command counts if its signature is right, it is not older or newer than five minutes, and it
//! did not come before. Uses: the vault, the [`inbox`](super::inbox), own books. Never: HTTP; the listener asks by a use case.

use std::sync::Arc;

use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use super::Result;
use super::books::slack_time;
use super::inbox::digest;
use super::local::Local;
use super::task::{blocking, lock};
use crate::domain::HookSource;
use crate::domain::token::hex;
use crate::locale::Lang;
use crate::provider::is_signed_v0;

/// How far the time of a command may be from ours, in seconds.
const FAR: i64 = 5 * 60;

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SlackAnswer {
    /// There is no key to verify it with.
    NoKey,
    /// Its signature is wrong, it is late, or it came before.
    Refused,
    /// What the person is told, in the language of the command, else in that of the configuration.
    Said(String),
}

impl Local {
    /// Verifies a command and records what it says.
    pub(super) async fn take_slack(self: &Arc<Self>, timestamp: &str, signature: &str, body: String) -> Result<SlackAnswer> {
        let source = HookSource::Slack;
        let local = self.clone();
        let key = blocking(move || {
            let blob = local.registry.secret_blob(source)?;
            blob.map(|blob| Ok(local.vault()?.open(&blob)?)).transpose()
        });
        let Some(key) = key.await? else { return Ok(SlackAnswer::NoKey) };
        let now = self.options.clock.now();
        let is_now = timestamp.parse::<i64>().is_ok_and(|at| at.abs_diff(now.as_second()) <= FAR.unsigned_abs());
        let is_valid = is_signed_v0(key.expose_secret(), (timestamp, body.as_bytes()), signature);
        let hash = digest(source, &format!("{timestamp}\n{body}"));
        {
            let mut state = lock(&self.inbox.state);
            let is_known = is_valid && is_now && state.is_known(hash);
            let (taken, refused, last) = state.counts.entry(source).or_default();
            if !is_valid || !is_now || is_known {
                *refused += 1;
                drop(state);
                tracing::warn!(is_valid, is_now, is_known, "a command of Slack was refused");
                return Ok(SlackAnswer::Refused);
            }
            (*taken, *last) = (*taken + 1, Some(now));
        }
        let local = self.clone();
        let (said, hungarian) = blocking(move || Ok(slack_time(&local, &body, &hex(&hash)))).await?;
        let lang = if hungarian { Lang::Hu } else { self.options.config.lang.unwrap_or(Lang::En) };
        Ok(SlackAnswer::Said(lang.locale().text(&said)))
    }
}
