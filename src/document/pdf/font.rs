//! The font: Noto Sans, regular and bold, of which each file gets the glyphs that it shows.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use subsetter::GlyphRemapper;
use ttf_parser::{Face as Parsed, GlyphId};

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf");

/// Weight of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Regular.
    Regular,
    /// Bold.
    Bold,
}

/// A face of the font.
pub(super) struct Face {
    data: &'static [u8],
    parsed: Parsed<'static>,
    units: f32,
}

/// Both faces.
pub(super) struct Faces {
    regular: Face,
    bold: Face,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Characters that the font has.
    Plain(String),
    /// Characters that it lacks: what is shown in their place, and what they are.
    Missing {
        /// Their numbers.
        shown: String,
        /// The characters.
        actual: String,
    },
}

/// The glyphs of one face that a file shows.
#[derive(Debug, Default)]
pub(super) struct Used {
    remapper: GlyphRemapper,
    /// Characters by the glyph's new number.
    chars: BTreeMap<u16, char>,
}

/// Figures of a face for the file, in thousandths of the size.
pub(super) struct Metrics {
    pub(super) ascent: f32,
    pub(super) descent: f32,
    pub(super) cap_height: f32,
    pub(super) bbox: [f32; 4],
}

impl Weight {
    /// Both.
    pub(super) const ALL: [Self; 2] = [Self::Regular, Self::Bold];

    /// Its name in a file.
    pub(super) const fn name(self) -> &'static [u8] {
        match self {
            Self::Regular => b"F0",
            Self::Bold => b"F1",
        }
    }

    /// Its name in the font.
    pub(super) const fn font(self) -> &'static str {
        match self {
            Self::Regular => "NotoSans-Regular",
            Self::Bold => "NotoSans-Bold",
        }
    }
}

/// The font; `None` if it cannot be read.
pub(super) fn faces() -> Option<&'static Faces> {
    static FACES: OnceLock<Option<Faces>> = OnceLock::new();
    FACES.get_or_init(|| Some(Faces { regular: Face::parse(REGULAR)?, bold: Face::parse(BOLD)? })).as_ref()
}

impl Faces {
    /// The face of a weight.
    pub(super) const fn of(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

/// A character as it is printed: every kind of blank is one.
fn printed(c: char) -> char {
    if c.is_control() || c.is_whitespace() || matches!(c, '\u{A0}' | '\u{202F}' | '\u{2007}') { ' ' } else { c }
}

/// Characters that have no shape of their own.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{AD}')
}

impl Face {
    fn parse(data: &'static [u8]) -> Option<Self> {
        let parsed = Parsed::parse(data, 0).ok()?;
        let units = f32::from(parsed.units_per_em());
        Some(Self { data, parsed, units })
    }

    fn glyph(&self, c: char) -> Option<GlyphId> {
        self.parsed.glyph_index(printed(c)).filter(|glyph| glyph.0 != 0)
    }

    fn advance(&self, glyph: GlyphId) -> f32 {
        f32::from(self.parsed.glyph_hor_advance(glyph).unwrap_or_default()) * 1000.0 / self.units
    }

    /// The pieces of a text.
    pub(super) fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for c in text.chars().filter(|c| !is_invisible(*c)) {
            let known = self.glyph(c).is_some();
            match (known, pieces.last_mut()) {
                (true, Some(Piece::Plain(plain))) => plain.push(printed(c)),
                (true, _) => pieces.push(Piece::Plain(printed(c).to_string())),
                (false, Some(Piece::Missing { shown, actual })) => {
                    shown.truncate(shown.len() - 1);
                    shown.push_str(&format!(" {:04X}]", u32::from(c)));
                    actual.push(c);
                }
                (false, _) => pieces.push(Piece::Missing { shown: format!("[{:04X}]", u32::from(c)), actual: c.to_string() }),
            }
        }
        pieces
    }

    /// Width of a text at a size.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        let of = |text: &str| -> f32 { text.chars().filter_map(|c| self.glyph(c)).map(|glyph| self.advance(glyph)).sum() };
        let total: f32 = self
            .pieces(text)
            .iter()
            .map(|piece| match piece {
                Piece::Plain(text) => of(text),
                Piece::Missing { shown, .. } => of(shown),
            })
            .sum::<f32>();
        total * size / 1000.0
    }

    /// Figures for the file.
    pub(super) fn metrics(&self) -> Metrics {
        let scaled = |value: i16| f32::from(value) * 1000.0 / self.units;
        let bbox = self.parsed.global_bounding_box();
        Metrics {
            ascent: scaled(self.parsed.ascender()),
            descent: scaled(self.parsed.descender()),
            cap_height: scaled(self.parsed.capital_height().unwrap_or(714)),
            bbox: [scaled(bbox.x_min), scaled(bbox.y_min), scaled(bbox.x_max), scaled(bbox.y_max)],
        }
    }

    /// The part of the font that holds the glyphs used.
    pub(super) fn subset(&self, used: &Used) -> Option<Vec<u8>> {
        subsetter::subset(self.data, 0, &used.remapper).ok()
    }

    /// Widths of the glyphs used, in the order of their new numbers.
    pub(super) fn widths(&self, used: &Used) -> Vec<f32> {
        used.remapper.remapped_gids().map(|glyph| self.advance(GlyphId(glyph))).collect()
    }
}

impl Used {
    /// The codes of a text that the face has: two bytes a glyph.
    pub(super) fn encode(&mut self, face: &Face, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len() * 2);
        for c in text.chars() {
            let Some(glyph) = face.glyph(c) else { continue };
            let new = self.remapper.remap(glyph.0);
            self.chars.entry(new).or_insert_with(|| printed(c));
            bytes.extend_from_slice(&new.to_be_bytes());
        }
        bytes
    }

    /// Characters by glyph.
    pub(super) fn chars(&self) -> impl Iterator<Item = (u16, char)> + '_ {
        self.chars.iter().map(|(glyph, c)| (*glyph, *c))
    }
}
