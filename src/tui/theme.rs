//! The few styles there are: one accent, three meanings (good, look, act), dim for context, bold for the answer.
//!
//! Views draw with the terminal's own sixteen colours, by their meaning; a theme gives the meanings other colours when the
//! frame is done. A meaning never rests on its colour: a glyph or a word stands beside it. Without colours the modifiers stay.

use std::sync::LazyLock;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::config::{Palette, Rgb};

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
    /// A theme of the user, by its place among them.
    Own(u8),
}

/// The user's own themes, by name.
pub(crate) type Own = [(String, Palette)];

impl Theme {
    /// The shipped ones, in the order in which they follow each other, with their names in files.
    pub(crate) const ALL: [(Self, &'static str); 6] = [
        (Self::Terminal, "terminal"),
        (Self::Dark, "dark"),
        (Self::Light, "light"),
        (Self::Contrast, "contrast"),
        (Self::Safe, "safe"),
        (Self::Mono, "mono"),
    ];

    /// Its name.
    pub(crate) fn name(self, own: &Own) -> &str {
        match self {
            Self::Own(at) => own.get(usize::from(at)).map_or("terminal", |(name, _)| name),
            _ => Self::ALL.iter().find(|(theme, _)| *theme == self).map_or("terminal", |(_, name)| name),
        }
    }

    /// The theme of a name.
    pub(crate) fn parse(name: &str, own: &Own) -> Option<Self> {
        let shipped = Self::ALL.iter().find(|(_, known)| *known == name).map(|(theme, _)| *theme);
        let of_user = || own.iter().position(|(known, _)| known == name).and_then(|at| u8::try_from(at).ok()).map(Self::Own);
        shipped.or_else(of_user)
    }

    /// The one after it: the user's own follow the shipped ones.
    pub(crate) fn next(self, own: &Own) -> Self {
        let at = match self {
            Self::Own(at) => Self::ALL.len() + usize::from(at),
            _ => Self::ALL.iter().position(|(theme, _)| *theme == self).unwrap_or(0),
        };
        let next = (at + 1) % (Self::ALL.len() + own.len());
        let of_user = || next.checked_sub(Self::ALL.len()).and_then(|at| u8::try_from(at).ok()).map_or(Self::Terminal, Self::Own);
        Self::ALL.get(next).map_or_else(of_user, |(theme, _)| *theme)
    }

    /// Its colours; `None` where the terminal decides.
    fn palette(self, own: &Own) -> Option<Palette> {
        match self {
            Self::Terminal | Self::Mono => None,
            Self::Own(at) => own.get(usize::from(at)).map(|(_, palette)| *palette),
            Self::Dark => SHIPPED.first().copied().flatten(),
            Self::Light => SHIPPED.get(1).copied().flatten(),
            Self::Contrast => SHIPPED.get(2).copied().flatten(),
            Self::Safe => SHIPPED.get(3).copied().flatten(),
        }
    }
}

/// The shipped themes with colours of their own: dark, light, contrast, safe.
static SHIPPED: LazyLock<[Option<Palette>; 4]> = LazyLock::new(|| {
    [
        include_str!("../../assets/themes/dark.toml"),
        include_str!("../../assets/themes/light.toml"),
        include_str!("../../assets/themes/contrast.toml"),
        include_str!("../../assets/themes/safe.toml"),
    ]
    .map(|text| Palette::parse(text).ok())
});

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
pub(crate) fn apply(buffer: &mut Buffer, theme: Theme, own: &Own, depth: Depth) {
    if theme == Theme::Mono {
        return strip_colors(buffer);
    }
    let palette = theme.palette(own);
    let color = |rgb: Rgb| depth.color(rgb.0);
    let over = palette.and_then(|palette| color(palette.over)).unwrap_or(Color::Reset);
    let Some(palette) = palette else {
        for cell in buffer.content.iter_mut().filter(|cell| cell.bg == Color::DarkGray) {
            cell.bg = over;
        }
        return;
    };
    let [text, dim, accent, good, look, act] =
        [palette.text, palette.dim, palette.accent, palette.good, palette.look, palette.act].map(color);
    let ground = color(palette.background).filter(|_| palette.paint);
    for cell in &mut buffer.content {
        if palette.strong {
            if cell.fg != Color::Reset {
                cell.modifier.insert(Modifier::BOLD);
            }
            cell.modifier.remove(Modifier::DIM);
        }
        match cell.bg {
            Color::DarkGray => cell.bg = over,
            Color::Reset => cell.bg = ground.unwrap_or(Color::Reset),
            _ => {}
        }
        let new = match cell.fg {
            Color::Cyan => accent,
            Color::Green => good,
            Color::Yellow => look,
            Color::Red => act,
            // A dim colour of the theme instead of what the terminal makes of “dim”: its contrast is known.
            Color::Reset if cell.modifier.contains(Modifier::DIM) && dim.is_some() => {
                cell.modifier.remove(Modifier::DIM);
                dim
            }
            Color::Reset if ground.is_some() => text,
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
const SIGNS: [(char, char); 51] = [
    ('┃', '#'),
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
    ('≥', '>'),
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
    ('▒', '%'),
    ('▓', '*'),
    ('▚', '&'),
    ('▁', '_'),
    ('▂', '.'),
    ('▃', ','),
    ('▄', '-'),
    ('▅', '+'),
    ('▆', 'o'),
    ('▇', '8'),
    ('•', '*'),
    ('“', '"'),
    ('”', '"'),
];

/// Draws signs and borders in ASCII; letters stay as they are.
pub(crate) fn ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let mut symbol = cell.symbol().chars();
        let (Some(sign), None) = (symbol.next(), symbol.next()) else { continue };
        match SIGNS.iter().find(|(known, _)| *known == sign) {
            Some((_, plain)) => _ = cell.set_char(*plain),
            // Dots of a line.
            None if ('\u{2801}'..='\u{28FF}').contains(&sign) => _ = cell.set_char('*'),
            None => {}
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
        let own = [("sea".to_owned(), Palette { act: Rgb(0x0012_3456), paint: true, ..SHIPPED[0].unwrap() })];
        let colors = |theme, depth| {
            let mut drawn = buffer.clone();
            apply(&mut drawn, theme, &own, depth);
            (drawn.content[0].fg, drawn.content[1].modifier)
        };
        assert_eq!(colors(Theme::Terminal, Depth::True), (Color::Red, Modifier::DIM));
        assert_eq!(colors(Theme::Dark, Depth::True), (Color::Rgb(0xff, 0x8f, 0x8f), Modifier::empty()));
        assert_eq!(colors(Theme::Dark, Depth::Indexed), (Color::Indexed(210), Modifier::empty()));
        assert_eq!(colors(Theme::Own(0), Depth::True), (Color::Rgb(0x12, 0x34, 0x56), Modifier::empty()));
        assert_eq!(colors(Theme::Own(9), Depth::True), (Color::Red, Modifier::DIM), "a theme that is gone is the terminal's");
        assert_eq!(colors(Theme::Dark, Depth::Sixteen), (Color::Red, Modifier::DIM));
        assert_eq!(colors(Theme::Mono, Depth::True), (Color::Reset, Modifier::DIM));
        assert_eq!(colors(Theme::Contrast, Depth::Sixteen), (Color::Red, Modifier::empty()));
        assert_eq!(colors(Theme::Contrast, Depth::True).0, Color::Rgb(0xff, 0x9d, 0x9d));
        assert_eq!(Depth::of("truecolor", "xterm"), Depth::True);
        assert_eq!(Depth::of("", "screen-256color"), Depth::Indexed);
        assert_eq!(Depth::of("", "vt100"), Depth::Sixteen);
        for (theme, name) in Theme::ALL {
            assert_eq!((Theme::parse(name, &own), theme.name(&own)), (Some(theme), name));
        }
        assert!(SHIPPED.iter().all(Option::is_some));
        assert_eq!((Theme::parse("sea", &own), Theme::Own(0).name(&own)), (Some(Theme::Own(0)), "sea"));
        assert_eq!((Theme::Mono.next(&own), Theme::Own(0).next(&own)), (Theme::Own(0), Theme::Terminal));
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
