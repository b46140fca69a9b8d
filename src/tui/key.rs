//! A key as the keymap knows it, its name for people, and scripts of keys.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A key with the modifiers that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// Which.
    pub(crate) code: KeyCode,
    /// With Ctrl.
    pub(crate) ctrl: bool,
    /// With Alt.
    pub(crate) alt: bool,
}

impl Key {
    /// A key alone.
    pub(crate) const fn of(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// A character.
    pub(crate) const fn char(c: char) -> Self {
        Self::of(KeyCode::Char(c))
    }

    /// A character with Ctrl.
    pub(crate) const fn ctrl(c: char) -> Self {
        Self { code: KeyCode::Char(c), ctrl: true, alt: false }
    }

    /// A character with Alt.
    pub(crate) const fn alt(c: char) -> Self {
        Self { code: KeyCode::Char(c), ctrl: false, alt: true }
    }

    /// Esc.
    pub(crate) const ESC: Self = Self::of(KeyCode::Esc);

    /// The character of a character with Alt.
    pub(crate) const fn without_alt(self) -> Option<Self> {
        match self.code {
            KeyCode::Char(_) if self.alt => Some(Self { alt: false, ..self }),
            _ => None,
        }
    }

    /// A key that the terminal sent; `None` for a release.
    pub(crate) fn from_terminal(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let code = match event.code {
            KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            code => code,
        };
        Some(Self { code, ctrl, alt: event.modifiers.contains(KeyModifiers::ALT) })
    }

    /// The character that it types.
    pub(crate) const fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The name printed on it.
    pub(crate) fn name(self) -> String {
        let name = match self.code {
            KeyCode::Char(' ') => "Space".to_owned(),
            KeyCode::Char(c) if self.ctrl => c.to_uppercase().collect(),
            KeyCode::Char(c) => c.to_string(),
            KeyCode::Enter => "Enter".to_owned(),
            KeyCode::Esc => "Esc".to_owned(),
            KeyCode::Tab => "Tab".to_owned(),
            KeyCode::BackTab => "Shift-Tab".to_owned(),
            KeyCode::Up => "↑".to_owned(),
            KeyCode::Down => "↓".to_owned(),
            KeyCode::Left => "←".to_owned(),
            KeyCode::Right => "→".to_owned(),
            KeyCode::Home => "Home".to_owned(),
            KeyCode::End => "End".to_owned(),
            KeyCode::PageUp => "PgUp".to_owned(),
            KeyCode::PageDown => "PgDn".to_owned(),
            KeyCode::Backspace => "⌫".to_owned(),
            KeyCode::Delete => "Del".to_owned(),
            other => other.to_string(),
        };
        match (self.ctrl, self.alt) {
            (true, _) => format!("Ctrl-{name}"),
            (_, true) => format!("Alt-{name}"),
            _ => name,
        }
    }

    /// The keys of a script: characters as they are, others in angle brackets: `2/status:overdue<enter><esc><ctrl-l>`.
    pub(crate) fn script(script: &str) -> Vec<Self> {
        let mut keys = Vec::new();
        let mut rest = script;
        while let Some(c) = rest.chars().next() {
            if c == '<'
                && let Some((name, after)) = rest.get(1..).and_then(|tail| tail.split_once('>'))
                && let Some(key) = Self::named(name)
            {
                keys.push(key);
                rest = after;
            } else {
                keys.push(Self::char(c));
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
        keys
    }

    /// The key of a name as configurations write it: `x`, `ctrl-e`, `alt-x`, `f5`, `pgup`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        // No key has a longer name.
        if name.len() > 32 {
            return None;
        }
        let mut letters = name.chars();
        if let (Some(c), None) = (letters.next(), letters.next()) {
            return Some(Self::char(c));
        }
        let lower = name.to_ascii_lowercase();
        if let Some(rest) = lower.strip_prefix("alt-") {
            return Self::parse(rest).map(|key| Self { alt: true, ..key });
        }
        if let Some(rest) = lower.strip_prefix("ctrl-") {
            return Self::parse(rest).map(|key| Self { ctrl: true, ..key });
        }
        if let Some(number) = lower.strip_prefix('f').and_then(|number| number.parse().ok()).filter(|n| (1..=12).contains(n)) {
            return Some(Self::of(KeyCode::F(number)));
        }
        Self::named(&lower)
    }

    fn named(name: &str) -> Option<Self> {
        let code = match name {
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "tab" => KeyCode::Tab,
            "backtab" => KeyCode::BackTab,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "pgup" => KeyCode::PageUp,
            "pgdn" => KeyCode::PageDown,
            "backspace" => KeyCode::Backspace,
            "delete" => KeyCode::Delete,
            "space" => KeyCode::Char(' '),
            _ if name.starts_with("alt-") => return name.chars().nth(4).map(|c| Self { alt: true, ..Self::char(c) }),
            _ => return name.strip_prefix("ctrl-").and_then(|c| c.chars().next()).map(Self::ctrl),
        };
        Some(Self::of(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_name_keys_in_angle_brackets() {
        let keys = Key::script("/a<b<enter><ctrl-l>");
        let names: Vec<_> = keys.iter().map(|key| key.name()).collect();
        assert_eq!(names, ["/", "a", "<", "b", "Enter", "Ctrl-L"]);
    }
}
