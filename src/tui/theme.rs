//! The few styles there are: one accent, three meanings (good, look, act), dim for context, bold for the answer.
//!
//! Only the terminal's own sixteen colours, so that dark and light terminals both work. A meaning never rests on its colour:
//! a glyph or a word stands beside it. Without colours the modifiers stay.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

/// Ordinary text.
pub(crate) const PLAIN: Style = Style::new();
/// Context.
pub(crate) const DIM: Style = Style::new().add_modifier(Modifier::DIM);
/// The answer.
pub(crate) const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
/// Where one is.
pub(crate) const ACCENT: Style = Style::new().fg(Color::Cyan);
/// Where one is, as a heading.
pub(crate) const ACCENT_BOLD: Style = Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD);
/// All is well.
pub(crate) const GOOD: Style = Style::new().fg(Color::Green);
/// Have a look.
pub(crate) const LOOK: Style = Style::new().fg(Color::Yellow);
/// Act.
pub(crate) const ACT: Style = Style::new().fg(Color::Red);
/// The row under the cursor, laid over what was drawn: readable on every background.
pub(crate) const SELECTED: Style =
    Style::new().fg(Color::Reset).bg(Color::Reset).add_modifier(Modifier::REVERSED).remove_modifier(Modifier::DIM);

/// Takes the colours out of a frame and leaves the modifiers.
pub(crate) fn strip_colors(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        cell.fg = Color::Reset;
        cell.bg = Color::Reset;
    }
}
