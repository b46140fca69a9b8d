//! `[slack]`: where messages to Slack go, and when the figures of the day are posted. Never: its secrets.

use super::Wrong;
use super::mail::times;
use super::reader::Reader;
use crate::delivery::{SLACK_API, SlackSettings, SlackTarget};
use crate::provider::base_url;

const WAYS: &[&str] = &["none", "webhook", "bot"];

/// Reads the section; `None` where nothing is posted.
pub(super) fn read(r: &mut Reader<'_>) -> Option<SlackSettings> {
    let way = r.text("slack.post", "none", Wrong::Choice { allowed: WAYS }, |text| {
        WAYS.iter().copied().find(|way| *way == text.trim()).ok_or(Wrong::Choice { allowed: WAYS })
    });
    let channel = r.text("slack.channel", String::new(), Wrong::SlackChannel, |text| {
        let channel = text.trim();
        let bare = channel.trim_start_matches('#');
        let fits =
            bare.chars().count() <= 80 && !bare.chars().any(|c| c.is_whitespace() || c.is_control() || "<>&@,".contains(c));
        if fits { Ok(channel.to_owned()) } else { Err(Wrong::SlackChannel) }
    });
    let api = r.text("slack.api", SLACK_API.to_owned(), Wrong::S3Endpoint, |text| {
        base_url(text).map(|url| url.as_str().trim_end_matches('/').to_owned()).map_err(|_| Wrong::S3Endpoint)
    });
    let times = times(r, "slack.times", vec!["0 8 * * 1-5".to_owned()]);
    let target = match way {
        "webhook" => SlackTarget::Webhook,
        "bot" => {
            if channel.is_empty() {
                r.refuse("slack.post", Wrong::SlackChannel);
            }
            SlackTarget::Channel { channel, api }
        }
        _ => return None,
    };
    Some(SlackSettings { target, times })
}
