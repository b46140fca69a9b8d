//! Quotas of services that several processes use up together.

use std::time::Duration;

/// What a process asks of a quota that it shares with others, and what it tells of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuotaAsk {
    /// Requests that it wants to send; 0 to tell something only.
    pub want: u32,
    /// Requests of it that were granted and are not answered yet.
    pub held: u32,
    /// Requests that were answered since it told last, by answers that say nothing of the quota.
    pub spent: u32,
    /// What the last answer said.
    pub seen: Option<QuotaSeen>,
    /// How long the service asked not to be called.
    pub pause: Option<Duration>,
}

/// What an answer said of its quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotaSeen {
    /// Requests of a window, where that is known.
    pub limit: Option<u32>,
    /// Requests left.
    pub remaining: u32,
    /// Until the window ends, where that is known.
    pub reset: Option<Duration>,
}

/// What a process may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotaGrant {
    /// Send so many requests, soon.
    Go(u32),
    /// Nothing before this time has passed; then ask again.
    Wait(Duration),
}
