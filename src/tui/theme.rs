//! The few styles there are: one accent, three meanings (good, look, act), dim for context, bold for the answer.
//!
//! Views draw with the terminal's own sixteen colours, by their meaning; a theme gives the meanings other colours when the
//! frame is done. A meaning never rests on its colour: a glyph or a word stands beside it. Without colours the modifiers stay.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

/// Ordinary text.
pub(crate) const PLAIN: Style = Style::new();
/// Context.
pub(crate) const DIM: Style = Style::new().add_modifier(Modifier::DIM);
/// The answer.
pub(crate) const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
/// The current place.
pub(crate) const ACCENT: Style = Style::new().fg(Color::Cyan);
/// The current place, as a heading.
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

/// Overlays. Themes that know the background give them one of their own; in others the border sets them off.
pub(crate) const OVER: Style = Style::new().bg(Color::DarkGray);

/// The line that causes a warning.
pub(crate) const CAUSE: Style =
    Style::new().fg(Color::Yellow).add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)).remove_modifier(Modifier::DIM);

/// Which colours the meanings have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Theme {
    /// The terminal's own sixteen: right on every background.
    #[default]
    Terminal,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// Nothing dim, everything strong.
    Contrast,
    /// Told apart by every eye: blue, orange, vermilion.
    Safe,
    /// No colours.
    Mono,
}

impl Theme {
    /// All, in the order in which they follow each other, with their names in files.
    pub(crate) const ALL: [(Self, &'static str); 6] = [
        (Self::Terminal, "terminal"),
        (Self::Dark, "dark"),
        (Self::Light, "light"),
        (Self::Contrast, "contrast"),
        (Self::Safe, "safe"),
        (Self::Mono, "mono"),
    ];

    /// Its name.
    pub(crate) fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(theme, _)| *theme == self).map_or("terminal", |(_, name)| name)
    }

    /// The theme of a name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(theme, _)| *theme)
    }

    /// The one after it.
    pub(crate) fn next(self) -> Self {
        let at = Self::ALL.iter().position(|(theme, _)| *theme == self).unwrap_or(0);
        Self::ALL.get((at + 1) % Self::ALL.len()).map_or(Self::Terminal, |(theme, _)| *theme)
    }

    /// Accent, good, look, act; `None` where the terminal decides.
    const fn colors(self) -> Option<[u32; 4]> {
        match self {
            Self::Terminal | Self::Mono | Self::Contrast => None,
            Self::Dark => Some([0x0086_c8ff, 0x0098_d982, 0x00f2_c572, 0x00ff_8080]),
            Self::Light => Some([0x0000_5fa8, 0x0023_6b1e, 0x008a_5a00, 0x00b3_1d1d]),
            // Okabe and Ito's palette.
            Self::Safe => Some([0x0056_b4e9, 0x0000_9e73, 0x00e6_9f00, 0x00d5_5e00]),
        }
    }
}

impl Theme {
    /// The background of overlays; `None` for that of the terminal.
    const fn over(self) -> Option<u32> {
        match self {
            Self::Dark => Some(0x0026_2b33),
            Self::Light => Some(0x00e4_e9f0),
            Self::Terminal | Self::Contrast | Self::Safe | Self::Mono => None,
        }
    }
}

/// The number of colours of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// Sixteen: themes with colours of their own are left to the terminal.
    #[default]
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// Every colour.
    True,
}

impl Depth {
    /// Reads the depth from the environment: the values of `COLORTERM` and `TERM`.
    #[must_use]
    pub fn of(colorterm: &str, term: &str) -> Self {
        if matches!(colorterm, "truecolor" | "24bit") || term.ends_with("-direct") {
            Self::True
        } else if term.contains("256color") {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }

    fn color(self, rgb: u32) -> Option<Color> {
        let [_, r, g, b] = rgb.to_be_bytes();
        match self {
            Self::Sixteen => None,
            Self::True => Some(Color::Rgb(r, g, b)),
            Self::Indexed => {
                // The six levels of each primary of the 6×6×6 cube of xterm: 0, 95, 135, 175, 215, 255.
                let level = |v: u8| match v {
                    0..=47 => 0,
                    48..=114 => 1,
                    v => (v - 35) / 40,
                };
                Some(Color::Indexed(16 + 36 * level(r) + 6 * level(g) + level(b)))
            }
        }
    }
}

/// Gives the meanings of a frame the colours of a theme.
pub(crate) fn apply(buffer: &mut Buffer, theme: Theme, depth: Depth) {
    if theme == Theme::Mono {
        return strip_colors(buffer);
    }
    let over = theme.over().and_then(|rgb| depth.color(rgb)).unwrap_or(Color::Reset);
    for cell in &mut buffer.content {
        if cell.bg == Color::DarkGray {
            cell.bg = over;
        }
    }
    if theme == Theme::Contrast {
        for cell in &mut buffer.content {
            cell.modifier.remove(Modifier::DIM);
            if cell.fg != Color::Reset {
                cell.modifier.insert(Modifier::BOLD);
            }
        }
        return;
    }
    let Some(colors) = theme.colors() else { return };
    let [accent, good, look, act] = colors.map(|rgb| depth.color(rgb));
    for cell in &mut buffer.content {
        let new = match cell.fg {
            Color::Cyan => accent,
            Color::Green => good,
            Color::Yellow => look,
            Color::Red => act,
            _ => None,
        };
        if let Some(new) = new {
            cell.fg = new;
        }
    }
}

/// Takes the colours out of a frame and leaves the modifiers.
pub(crate) fn strip_colors(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        cell.fg = Color::Reset;
        cell.bg = Color::Reset;
    }
}

/// Signs and what stands for them where only ASCII may be drawn.
const SIGNS: [(char, char); 39] = [
    ('≈', '~'),
    ('─', '-'),
    ('━', '='),
    ('╸', '='),
    ('│', '|'),
    ('╭', '+'),
    ('╮', '+'),
    ('╰', '+'),
    ('╯', '+'),
    ('›', '>'),
    ('‹', '<'),
    ('»', '>'),
    ('●', '*'),
    ('◐', 'o'),
    ('○', '.'),
    ('✗', 'x'),
    ('✓', '+'),
    ('▶', '>'),
    ('■', '#'),
    ('…', '~'),
    ('→', '>'),
    ('←', '<'),
    ('↑', '^'),
    ('↓', 'v'),
    ('·', '.'),
    ('–', '-'),
    ('Σ', '='),
    ('█', '#'),
    ('▉', '#'),
    ('▊', '#'),
    ('▋', '#'),
    ('▌', '#'),
    ('▍', '#'),
    ('▎', '#'),
    ('▏', '|'),
    ('░', ':'),
    ('•', '*'),
    ('“', '"'),
    ('”', '"'),
];

/// Draws signs and borders in ASCII; letters stay as they are.
pub(crate) fn ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let mut symbol = cell.symbol().chars();
        if let (Some(sign), None) = (symbol.next(), symbol.next())
            && let Some((_, plain)) = SIGNS.iter().find(|(known, _)| *known == sign)
        {
            cell.set_char(*plain);
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;

    #[test]
    fn a_theme_changes_colours_only_and_falls_back_to_what_the_terminal_has() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        buffer.set_string(0, 0, "a", ACT);
        buffer.set_string(1, 0, "b", DIM);
        let colors = |theme, depth| {
            let mut drawn = buffer.clone();
            apply(&mut drawn, theme, depth);
            (drawn.content[0].fg, drawn.content[1].modifier)
        };
        assert_eq!(colors(Theme::Terminal, Depth::True), (Color::Red, Modifier::DIM));
        assert_eq!(colors(Theme::Dark, Depth::True), (Color::Rgb(0xff, 0x80, 0x80), Modifier::DIM));
        assert_eq!(colors(Theme::Dark, Depth::Indexed), (Color::Indexed(210), Modifier::DIM));
        assert_eq!(colors(Theme::Dark, Depth::Sixteen), (Color::Red, Modifier::DIM));
        assert_eq!(colors(Theme::Mono, Depth::True), (Color::Reset, Modifier::DIM));
        assert_eq!(colors(Theme::Contrast, Depth::True), (Color::Red, Modifier::empty()));
        assert_eq!(Depth::of("truecolor", "xterm"), Depth::True);
        assert_eq!(Depth::of("", "screen-256color"), Depth::Indexed);
        assert_eq!(Depth::of("", "vt100"), Depth::Sixteen);
        for (theme, name) in Theme::ALL {
            assert_eq!((Theme::parse(name), theme.as_str()), (Some(theme), name));
        }
    }

    #[test]
    fn signs_have_an_ascii_shape_of_the_same_width() {
        let line: String = SIGNS.iter().map(|(sign, _)| *sign).collect();
        let mut buffer = Buffer::with_lines([line.as_str(), "é株"]);
        ascii(&mut buffer);
        let first: String = (0..SIGNS.len()).map(|x| buffer.content[x].symbol().to_owned()).collect();
        assert!(first.is_ascii(), "{first}");
        assert!(buffer.content.iter().any(|cell| cell.symbol() == "株"));
    }
}
