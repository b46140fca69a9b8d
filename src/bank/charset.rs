//! Character sets of statements: guessed by letter statistics, decoded as the bytes come.
//!
//! For: the readers. Uses: `encoding_rs`, a table of code page 852. Never: what the text means.
//!
//! A file says nothing of its character set, or says what is not true. UTF-8 proves itself. Of the others the one is taken in which
//! the bytes beyond ASCII are letters of the languages around, Hungarian first.

use std::io::{self, BufRead, Read};
use std::sync::OnceLock;

use encoding_rs::{Encoding, ISO_8859_2, WINDOWS_1250, WINDOWS_1252};

use super::source::Source;

/// A character set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8, ASCII included.
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// Code page 852 of DOS.
    Cp852,
    /// Code page 1250 of Windows.
    Cp1250,
    /// ISO 8859-2.
    Latin2,
    /// Code page 1252 of Windows.
    Cp1252,
}

/// Upper half of code page 852.
const CP852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{AD}˝˛ˇ˘§÷¸°¨˙űŘř■\u{A0}";

const HUNGARIAN: &str = "áéíóöőúüűÁÉÍÓÖŐÚÜŰ";
const AROUND: &str = "äßÄčďěňřšťůýžČĎĚŇŘŠŤŮÝŽľĺŕôłąęćńśźżŁĄĘĆŃŚŹŻăâîșțşţĂÂÎŞŢđĐ";
const SIGNS: &str = "§€„”–’“\u{A0}°";

impl Charset {
    const TABLES: [Self; 4] = [Self::Cp1250, Self::Cp852, Self::Latin2, Self::Cp1252];

    /// The character set of a name, as files and people write it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        Some(match name.as_str() {
            "utf8" | "usascii" | "ascii" => Self::Utf8,
            "utf16le" | "utf16" => Self::Utf16Le,
            "utf16be" => Self::Utf16Be,
            "cp852" | "ibm852" | "852" => Self::Cp852,
            "cp1250" | "windows1250" | "1250" => Self::Cp1250,
            "iso88592" | "latin2" | "88592" => Self::Latin2,
            "cp1252" | "windows1252" | "1252" | "iso88591" | "latin1" | "88591" => Self::Cp1252,
            _ => return None,
        })
    }

    /// Its usual name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Cp852 => "CP852",
            Self::Cp1250 => "CP1250",
            Self::Latin2 => "ISO-8859-2",
            Self::Cp1252 => "CP1252",
        }
    }

    /// The characters of the upper half.
    fn table(self) -> &'static [char; 128] {
        static TABLES: OnceLock<[[char; 128]; 4]> = OnceLock::new();
        let tables = TABLES.get_or_init(|| Self::TABLES.map(Self::make));
        let at = Self::TABLES.iter().position(|one| *one == self).unwrap_or_default();
        tables.get(at).unwrap_or(&tables[0])
    }

    fn make(self) -> [char; 128] {
        let mut table = ['\u{FFFD}'; 128];
        let fill = |table: &mut [char; 128], encoding: &'static Encoding| {
            for (byte, target) in (0x80u8..=0xFF).zip(table.iter_mut()) {
                *target = encoding.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
            }
        };
        match self {
            Self::Cp852 => {
                for (target, c) in table.iter_mut().zip(CP852.chars()) {
                    *target = c;
                }
            }
            Self::Latin2 => fill(&mut table, ISO_8859_2),
            Self::Cp1252 => fill(&mut table, WINDOWS_1252),
            _ => fill(&mut table, WINDOWS_1250),
        }
        table
    }

    /// How much a histogram of bytes looks like letters in it.
    fn score(self, counts: &[u64; 256]) -> i64 {
        let counts = counts.iter().skip(128);
        self.table().iter().zip(counts).fold(0i64, |sum, (c, count)| {
            let weight = match *c {
                c if HUNGARIAN.contains(c) => 4,
                c if AROUND.contains(c) => 2,
                c if SIGNS.contains(c) => 1,
                c if c.is_alphabetic() => 0,
                _ => -6,
            };
            sum.saturating_add(i64::try_from(*count).unwrap_or(i64::MAX).saturating_mul(weight))
        })
    }
}

/// Guesses the character set of a source.
///
/// # Errors
/// It cannot be read.
pub fn guess(source: &dyn Source) -> io::Result<Charset> {
    guess_beside(source, None)
}

/// The same beside the character set that the file says. It is believed where it is that of western Europe, of which most letters are
/// those of central Europe too, and no letter of Hungarian speaks against it.
///
/// # Errors
/// It cannot be read.
pub(super) fn guess_beside(source: &dyn Source, told: Option<Charset>) -> io::Result<Charset> {
    let mut reader = source.open()?;
    let (mut counts, mut utf8, mut first) = ([0u64; 256], Utf8Check::default(), true);
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        if std::mem::take(&mut first) {
            match bytes {
                [0xEF, 0xBB, 0xBF, ..] => return Ok(Charset::Utf8),
                [0xFF, 0xFE, ..] | [_, 0, _, 0, ..] => return Ok(Charset::Utf16Le),
                [0xFE, 0xFF, ..] | [0, _, 0, _, ..] => return Ok(Charset::Utf16Be),
                _ => {}
            }
        }
        if !bytes.is_ascii() || utf8.is_open() {
            utf8.take(bytes);
            for byte in bytes.iter().filter(|byte| !byte.is_ascii()) {
                if let Some(count) = counts.get_mut(usize::from(*byte)) {
                    *count += 1;
                }
            }
        }
        let length = bytes.len();
        reader.consume(length);
    }
    if utf8.is_whole() {
        return Ok(Charset::Utf8);
    }
    let best = Charset::TABLES.into_iter().rev().max_by_key(|charset| charset.score(&counts)).unwrap_or(Charset::Cp1250);
    // Where central Europe has ő and ű, small and capital.
    let is_hungarian = [0xD5usize, 0xDB, 0xF5, 0xFB].iter().any(|byte| counts.get(*byte).is_some_and(|count| *count > 0));
    let is_near = matches!(best, Charset::Cp1250 | Charset::Latin2);
    Ok(told.filter(|told| *told == Charset::Cp1252 && is_near && !is_hungarian).unwrap_or(best))
}

/// Checks bytes for UTF-8 piece by piece.
#[derive(Debug, Default)]
struct Utf8Check {
    carry: Vec<u8>,
    wrong: bool,
}

impl Utf8Check {
    const fn is_open(&self) -> bool {
        !self.carry.is_empty()
    }

    const fn is_whole(&self) -> bool {
        !self.wrong && self.carry.is_empty()
    }

    fn take(&mut self, bytes: &[u8]) {
        if self.wrong {
            return;
        }
        self.carry.extend_from_slice(bytes);
        let rest = match std::str::from_utf8(&self.carry) {
            Ok(_) => Vec::new(),
            Err(error) if error.error_len().is_some() => {
                self.wrong = true;
                Vec::new()
            }
            Err(error) => self.carry.get(error.valid_up_to()..).unwrap_or_default().to_vec(),
        };
        self.carry = rest;
    }
}

/// A reader of UTF-8 over bytes of a character set. What is no character becomes the replacement character.
pub(super) struct Decoded<'s> {
    inner: Box<dyn BufRead + 's>,
    decoder: Decoder,
    out: Vec<u8>,
    at: usize,
}

enum Decoder {
    Table(&'static [char; 128]),
    Stream(Box<encoding_rs::Decoder>),
    /// The stream ended: readers ask again.
    Ended,
}

impl std::fmt::Debug for Decoded<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoded").finish_non_exhaustive()
    }
}

/// Opens a source as UTF-8, without a byte order mark.
///
/// # Errors
/// It cannot be read.
pub(super) fn open(source: &dyn Source, charset: Charset) -> io::Result<Box<dyn BufRead + '_>> {
    let mut inner = source.open()?;
    let decoder = match charset {
        Charset::Utf8 => {
            if inner.fill_buf()?.starts_with(&[0xEF, 0xBB, 0xBF]) {
                inner.consume(3);
            }
            return Ok(inner);
        }
        Charset::Utf16Le => Decoder::Stream(Box::new(encoding_rs::UTF_16LE.new_decoder_with_bom_removal())),
        Charset::Utf16Be => Decoder::Stream(Box::new(encoding_rs::UTF_16BE.new_decoder_with_bom_removal())),
        table => Decoder::Table(table.table()),
    };
    Ok(Box::new(Decoded { inner, decoder, out: Vec::new(), at: 0 }))
}

impl Read for Decoded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let length = bytes.len().min(out.len());
        if let (Some(target), Some(from)) = (out.get_mut(..length), bytes.get(..length)) {
            target.copy_from_slice(from);
        }
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Decoded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at >= self.out.len() {
            self.out.clear();
            self.at = 0;
            let bytes = self.inner.fill_buf()?;
            let (length, last) = (bytes.len(), bytes.is_empty());
            match &mut self.decoder {
                Decoder::Table(table) => {
                    let mut rest = bytes;
                    while let Some(at) = rest.iter().position(|byte| !byte.is_ascii()) {
                        let (plain, after) = rest.split_at(at);
                        self.out.extend_from_slice(plain);
                        let Some((byte, after)) = after.split_first() else { break };
                        let c = byte.checked_sub(128).and_then(|at| table.get(usize::from(at)));
                        let c = c.copied().unwrap_or(char::from(*byte));
                        self.out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                        rest = after;
                    }
                    self.out.extend_from_slice(rest);
                }
                Decoder::Stream(decoder) => {
                    let room = decoder.max_utf8_buffer_length(length).unwrap_or(length).max(16);
                    self.out.resize(room, 0);
                    let (_, _, written, _) = decoder.decode_to_utf8(bytes, &mut self.out, last);
                    self.out.truncate(written);
                }
                Decoder::Ended => {}
            }
            self.inner.consume(length);
            if last {
                self.decoder = Decoder::Ended;
                break;
            }
        }
        Ok(self.out.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.at = self.at.saturating_add(amount).min(self.out.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Charset, String) {
        let charset = guess(&bytes).expect("guessed");
        let mut text = String::new();
        open(&bytes, charset).expect("opens").read_to_string(&mut text).expect("UTF-8");
        (charset, text)
    }

    #[test]
    fn a_stream_that_ended_is_asked_again() {
        let wide: Vec<u8> = "a;b".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let bytes: &[u8] = &wide;
        let mut stream = open(&bytes, Charset::Utf16Le).expect("opens");
        let mut text = String::new();
        for _ in 0..3 {
            stream.read_to_string(&mut text).expect("UTF-8");
        }
        assert_eq!(text, "a;b");
    }

    #[test]
    fn what_a_file_says_of_western_letters_is_believed_unless_hungarian_ones_are_there() {
        let told = |bytes: &[u8]| guess_beside(&bytes, Some(Charset::Cp1252)).expect("guessed");
        assert_eq!(told(b"Espa\xf1a, pa\xf1o"), Charset::Cp1252);
        assert_eq!(told(b"\xd5rs\xe9g f\xfbt\xe9s"), Charset::Cp1250);
        assert_eq!(told("España".as_bytes()), Charset::Utf8);
    }

    #[test]
    fn hungarian_letters_tell_the_character_set() {
        let text = "Csoportos átutalás jóváírása, Őrség Kft. díj fűtés";
        let encode = |encoding: &'static Encoding| encoding.encode(text).0.into_owned();
        assert_eq!(read(text.as_bytes()), (Charset::Utf8, text.to_owned()));
        assert_eq!(read(&encode(WINDOWS_1250)), (Charset::Cp1250, text.to_owned()));
        assert_eq!(read(&encode(ISO_8859_2)).1, text);
        let cp852: Vec<u8> = text
            .chars()
            .map(|c| {
                if c.is_ascii() {
                    c as u8
                } else {
                    128 + u8::try_from(CP852.chars().position(|t| t == c).expect("there")).expect("small")
                }
            })
            .collect();
        assert_eq!(read(&cp852), (Charset::Cp852, text.to_owned()));
        let wide: Vec<u8> = [0xFFu8, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(read(&wide), (Charset::Utf16Le, text.to_owned()));
        assert_eq!(CP852.chars().count(), 128);
    }
}
