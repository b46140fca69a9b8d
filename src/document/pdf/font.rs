//! The font: Noto Sans, regular and bold, of which each file gets the glyphs that it shows.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use flate2::{Compress, Compression, FlushCompress, Status};
use pdf_writer::types::{SystemInfo, UnicodeCmap};
use pdf_writer::{Name, Str};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;
use ttf_parser::{Face as Parsed, GlyphId};

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf");

/// What the codes of a text are.
pub(super) const INFO: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// Weight of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Regular.
    Regular,
    /// Bold.
    Bold,
}

/// Characters that every file has the glyphs of: what is made of them alone shares one subset of the font, packed once.
const BASE: &str = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~áéíóöőúüűÁÉÍÓÖŐÚÜŰ\
    äÄß§°·×–—…‘’“”„€";

/// Characters with glyphs that are looked up once for all.
const TABLE: u32 = 0x2200;

/// A face of the font.
pub(super) struct Face {
    data: &'static [u8],
    parsed: Parsed<'static>,
    units: f32,
    /// Glyphs of the first characters; 0 for none.
    table: Vec<u16>,
    /// The glyphs of the base, which every file begins with.
    begun: OnceLock<Used>,
    /// The subset of the base.
    base: OnceLock<Option<Arc<Program>>>,
}

/// A part of the font as a file has it.
#[derive(Debug)]
pub(super) struct Program {
    /// The font, packed.
    pub(super) packed: Vec<u8>,
    /// Its length before.
    pub(super) length: usize,
    /// Six capitals that name it.
    pub(super) tag: String,
    /// Widths of its glyphs, in their order.
    pub(super) widths: Vec<f32>,
    /// The characters of its glyphs, packed.
    pub(super) codes: Vec<u8>,
}

thread_local! {
    /// The tables of the last packer of this thread: a quarter of a megabyte, which a new file needs no new memory for.
    static TABLES: Cell<Option<Compress>> = const { Cell::new(None) };
}

/// Packs the streams of a file, one after another, with one set of tables.
pub(super) struct Packer(Option<Compress>);

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

/// The glyphs of one face that a file shows, beside those of the base.
#[derive(Debug, Clone)]
pub(super) struct Used {
    remapper: GlyphRemapper,
    /// Characters by the glyph's new number.
    chars: BTreeMap<u16, char>,
    /// Glyphs of the base.
    base: usize,
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
        let glyph = |number| char::from_u32(number).and_then(|c| parsed.glyph_index(printed(c))).map_or(0, |glyph| glyph.0);
        let table = (0..TABLE).map(glyph).collect();
        Some(Self { data, parsed, units, table, begun: OnceLock::new(), base: OnceLock::new() })
    }

    fn glyph(&self, c: char) -> Option<GlyphId> {
        let known = usize::try_from(u32::from(c)).ok().and_then(|number| self.table.get(number));
        let glyph = known.map_or_else(|| self.parsed.glyph_index(printed(c)), |glyph| Some(GlyphId(*glyph)));
        glyph.filter(|glyph| glyph.0 != 0)
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
    pub(super) fn program(&self, used: &Used, packer: &mut Packer) -> Option<Arc<Program>> {
        let mut made = || {
            let subset = subsetter::subset(self.data, 0, &used.remapper).ok()?;
            let tag = Sha256::digest(&subset).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
            let mut codes = UnicodeCmap::<u16>::new(Name(b"Adobe-Identity-UCS"), INFO);
            for (glyph, c) in &used.chars {
                codes.pair(*glyph, *c);
            }
            let (packed, codes) = (packer.pack(&subset)?, packer.pack(&codes.finish())?);
            Some(Arc::new(Program { packed, length: subset.len(), tag, widths: self.widths(used), codes }))
        };
        if used.chars.len() > used.base { made() } else { self.base.get_or_init(made).clone() }
    }

    /// Widths of the glyphs used, in the order of their new numbers.
    fn widths(&self, used: &Used) -> Vec<f32> {
        used.remapper.remapped_gids().map(|glyph| self.advance(GlyphId(glyph))).collect()
    }
}

impl Packer {
    pub(super) fn new() -> Self {
        Self(TABLES.take())
    }

    /// Bytes as streams of a file have them.
    pub(super) fn pack(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        let tables = self.0.get_or_insert_with(|| Compress::new(Compression::default(), true));
        tables.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let read = usize::try_from(tables.total_in()).ok()?;
            match tables.compress_vec(bytes.get(read..)?, &mut packed, FlushCompress::Finish).ok()? {
                Status::StreamEnd => return Some(packed),
                Status::Ok | Status::BufError => packed.reserve(packed.capacity()),
            }
        }
    }
}

impl Drop for Packer {
    fn drop(&mut self) {
        TABLES.set(self.0.take());
    }
}

impl Used {
    /// The base of a face.
    pub(super) fn new(face: &Face) -> Self {
        let begun = || {
            let mut used = Self { remapper: GlyphRemapper::new(), chars: BTreeMap::new(), base: 0 };
            let _ = used.encode(face, BASE);
            used.base = used.chars.len();
            used
        };
        face.begun.get_or_init(begun).clone()
    }

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
}
