//! Themes: colours by their meaning, a file each. The shipped ones are in `assets/themes`, a user's own in `themes` beside the
//! configuration.
//!
//! For: the screen. Uses: toml. Never: a terminal.

use std::path::Path;

use serde::Deserialize;

use super::text;
use crate::domain::Message;

/// The names of the shipped themes.
pub(super) const THEMES: &[&str] = &["terminal", "dark", "light", "contrast", "safe", "mono"];

/// The colours of a theme, as 0xrrggbb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Palette {
    /// The background that the colours are made for.
    pub background: Rgb,
    /// The background is filled in; else the terminal's own stays.
    #[serde(default)]
    pub paint: bool,
    /// Coloured text is bold, too.
    #[serde(default)]
    pub strong: bool,
    /// Ordinary text.
    pub text: Rgb,
    /// Context.
    pub dim: Rgb,
    /// The current place.
    pub accent: Rgb,
    /// All is well.
    pub good: Rgb,
    /// Have a look.
    pub look: Rgb,
    /// Act.
    pub act: Rgb,
    /// The background of what lies over a page.
    pub over: Rgb,
}

/// A colour, written `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Rgb(pub u32);

impl TryFrom<String> for Rgb {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit()));
        let value = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        value.map(Self).ok_or_else(|| format!("{text:?}: #rrggbb"))
    }
}

impl Rgb {
    /// The contrast of two colours by WCAG 2: from 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let light = |color: Self| {
            let [_, r, g, b] = color.0.to_be_bytes();
            let linear = |value: u8| {
                let value = f64::from(value) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05
        };
        let (a, b) = (light(self), light(other));
        if a > b { a / b } else { b / a }
    }
}

impl Palette {
    /// Reads a theme.
    ///
    /// # Errors
    /// What is wrong, with its line.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| {
            let line = error.span().and_then(|span| text.get(..span.start)).map_or(1, |before| before.matches('\n').count() + 1);
            format!("{line}: {}", error.message())
        })
    }
}

/// Most themes of a user.
const MOST: usize = 100;

/// True if a text can be the name of a user's theme.
pub(super) fn is_name(name: &str) -> bool {
    (1..=40).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// The themes beside a configuration file, by name, and what is wrong with the others.
#[must_use]
pub fn themes(config: &Path) -> (Vec<(String, Palette)>, Vec<Message>) {
    let (mut themes, mut wrong) = (Vec::new(), Vec::new());
    let Some(folder) = config.parent().map(|parent| parent.join("themes")) else { return (themes, wrong) };
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
        .filter(|name| is_name(name) && !THEMES.contains(&name.as_str()))
        .collect();
    names.sort_unstable();
    for name in names.into_iter().take(MOST) {
        let path = folder.join(format!("{name}.toml"));
        let read = text::read(&path).map_err(|error| crate::error::Describe::message(&error));
        let palette = read.and_then(|text| {
            let at =
                |detail: String| Message::new("config-theme").with("path", path.display().to_string()).with("detail", detail);
            Palette::parse(&text).map_err(at)
        });
        match palette {
            Ok(palette) => themes.push((name, palette)),
            Err(message) => wrong.push(message),
        }
    }
    (themes, wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG AA for text.
    const ENOUGH: f64 = 4.5;

    #[test]
    fn shipped_themes_keep_the_contrast_of_wcag_aa_on_their_backgrounds() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/themes");
        let mut seen = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let theme =
                Palette::parse(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            for ground in [theme.background, theme.over] {
                for (name, color) in [
                    ("text", theme.text),
                    ("dim", theme.dim),
                    ("accent", theme.accent),
                    ("good", theme.good),
                    ("look", theme.look),
                    ("act", theme.act),
                ] {
                    let contrast = color.contrast(ground);
                    assert!(contrast >= ENOUGH, "{} {name} on {:06x}: {contrast:.2}", path.display(), ground.0);
                }
            }
            seen += 1;
        }
        assert_eq!(seen, 4);
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Rgb(0x00ff_ffff).contrast(Rgb(0)) - 21.0).abs() < 0.01);
        assert!((Rgb(0x0076_7676).contrast(Rgb(0x00ff_ffff)) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_theme_that_is_wrong_is_named_with_its_line_and_the_others_stay() {
        let home = tempfile::tempdir().unwrap();
        let config = home.path().join("config.toml");
        std::fs::create_dir(home.path().join("themes")).unwrap();
        let good = include_str!("../../assets/themes/dark.toml");
        for (name, text) in [
            ("sea.toml", good.to_owned()),
            ("half.toml", "background = \"#000000\"\ntext = \"white\"\n".to_owned()),
            ("dark.toml", good.to_owned()),
            ("../odd name.toml", good.to_owned()),
        ] {
            std::fs::write(home.path().join("themes").join(name), text).unwrap();
        }
        let (themes, wrong) = themes(&config);
        assert_eq!(
            themes.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            ["sea"],
            "shipped names stay the shipped ones"
        );
        let words = crate::locale::Lang::En.locale().text(&wrong[0]);
        assert!(wrong.len() == 1 && words.contains("half.toml") && words.contains("2: "), "{words}");
    }
}
