//! Puts texts on the clipboard.

use super::copy::MOST;
use super::event::Effect;
use super::notice::Severity;
use super::shared::Shared;
use crate::domain::Message;

/// Puts a text on the clipboard and says so.
pub(crate) fn send(cx: &mut Shared, text: String, message: Message) -> Vec<Effect> {
    if text.len() > MOST {
        cx.say(Message::new("tui-copy-too-long"), Severity::Look);
        return Vec::new();
    }
    cx.say(message, Severity::Good);
    vec![Effect::Copy(text)]
}
