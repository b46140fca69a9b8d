//! XML as statements need it: a stream of elements with paths, bounded in depth and size.
//!
//! For: camt, `MagNet`, OFX 2. Uses: quick-xml. Never: a document in memory, entities, document types.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::charset::{self, Charset};
use super::event::BankError;
use super::source::{Bounded, Source, head};

/// Longest text or tag.
const TEXT: usize = 1 << 20;
/// Deepest element.
const DEEP: usize = 64;
/// Longest text that is kept of an element.
const KEPT: usize = 1 << 14;

/// What is read of a document.
#[derive(Debug)]
pub(super) enum Node<'n> {
    /// An element begins: its name without prefix, and its attributes.
    Open(&'n str, &'n [(String, String)]),
    /// An element ends, with its own text.
    Close(&'n str, &'n str),
}

/// Opens a source of XML as UTF-8: the declaration tells the character set, else the bytes do.
///
/// # Errors
/// It cannot be read.
pub(super) fn open(source: &dyn Source) -> Result<Box<dyn BufRead + '_>, BankError> {
    let stream = |error: std::io::Error| BankError::stream(&error, 1);
    let first = head(source, 256).map_err(stream)?;
    let text = String::from_utf8_lossy(&first);
    let declared = text.split("encoding=").nth(1).and_then(|rest| rest.split(['"', '\'']).nth(1)).and_then(Charset::named);
    let guessed = || charset::guess(source);
    let charset = match declared {
        // A file that says UTF-8 and is not, is what its letters say.
        Some(Charset::Utf8 | Charset::Utf16Le | Charset::Utf16Be) | None => guessed().map_err(stream)?,
        Some(declared) => match guessed().map_err(stream)? {
            Charset::Utf8 => Charset::Utf8,
            _ => declared,
        },
    };
    charset::open(source, charset).map_err(stream)
}

/// Reads a document; `visit` is told each element with the line where it was.
///
/// # Errors
/// The document is damaged, too deep, declares something, or `visit` fails.
pub(super) fn read(
    stream: impl BufRead,
    format: &str,
    visit: &mut dyn FnMut(Node<'_>, u64) -> Result<(), BankError>,
) -> Result<(), BankError> {
    let mut reader = Reader::from_reader(Bounded::new(stream, [b'<', b'>'], TEXT));
    reader.config_mut().check_end_names = true;
    let mut buffer = Vec::new();
    // Names and texts of open elements; those below `depth` are kept for their room.
    let mut open: Vec<(String, String)> = Vec::new();
    let mut depth = 0usize;
    let mut name = String::new();
    let mut attributes: Vec<(String, String)> = Vec::new();
    loop {
        buffer.clear();
        reader.get_mut().renew();
        let event = reader.read_event_into(&mut buffer);
        let line = reader.get_ref().lines;
        let malformed = |detail: String| BankError::Malformed { format: format.to_owned(), line, detail };
        match event.map_err(|error| fault(&error, format, line))? {
            Event::Start(tag) => {
                if depth >= DEEP {
                    return Err(BankError::TooLarge { line });
                }
                local(tag.local_name().as_ref(), &mut name);
                read_attributes(&tag, &mut attributes);
                visit(Node::Open(&name, &attributes), line)?;
                if open.len() == depth {
                    open.push((String::new(), String::new()));
                }
                if let Some((kept, text)) = open.get_mut(depth) {
                    std::mem::swap(kept, &mut name);
                    text.clear();
                }
                depth += 1;
            }
            Event::Empty(tag) => {
                local(tag.local_name().as_ref(), &mut name);
                read_attributes(&tag, &mut attributes);
                visit(Node::Open(&name, &attributes), line)?;
                visit(Node::Close(&name, ""), line)?;
            }
            Event::End(_) => {
                depth = depth.checked_sub(1).ok_or_else(|| malformed(String::new()))?;
                let Some((name, text)) = open.get(depth) else { return Err(malformed(String::new())) };
                visit(Node::Close(name, text.trim()), line)?;
            }
            Event::Text(text) => push(&mut open, depth, &lines(&text)),
            Event::CData(text) => push(&mut open, depth, &lines(&text)),
            Event::GeneralRef(name) => {
                let name = String::from_utf8_lossy(&name).into_owned();
                let resolved = resolve(&name).ok_or(BankError::Declares { line })?;
                push(&mut open, depth, resolved.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(BankError::Declares { line }),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    if depth == 0 {
        Ok(())
    } else {
        let line = reader.get_ref().lines;
        Err(BankError::Malformed { format: format.to_owned(), line, detail: "the file ends in the middle".to_owned() })
    }
}

/// Whether no reader of a document has to hold more of it at once than we do: a tag, a comment, or the texts of a cell of a sheet. A document
/// that is damaged ends where it is.
pub(super) fn is_bounded(stream: impl BufRead, is_sheet: bool) -> bool {
    let mut reader = Reader::from_reader(Bounded::new(stream, [b'<', b'>'], TEXT));
    reader.config_mut().check_end_names = false;
    let (mut buffer, mut texts) = (Vec::new(), 0usize);
    loop {
        buffer.clear();
        reader.get_mut().renew();
        match reader.read_event_into(&mut buffer) {
            Err(quick_xml::Error::Io(_)) => return false,
            Err(_) | Ok(Event::Eof) => return true,
            Ok(Event::Text(text)) => texts = texts.saturating_add(text.len()),
            Ok(Event::CData(text)) => texts = texts.saturating_add(text.len()),
            Ok(Event::End(tag)) if matches!(tag.local_name().as_ref(), b"c" | b"row") => texts = 0,
            Ok(_) => {}
        }
        if is_sheet && texts > TEXT {
            return false;
        }
    }
}

fn fault(error: &quick_xml::Error, format: &str, line: u64) -> BankError {
    match error {
        quick_xml::Error::Io(error) => BankError::stream(error, line),
        other => BankError::Malformed { format: format.to_owned(), line, detail: other.to_string() },
    }
}

fn local(name: &[u8], into: &mut String) {
    into.clear();
    into.push_str(&String::from_utf8_lossy(name));
}

fn read_attributes(tag: &quick_xml::events::BytesStart<'_>, into: &mut Vec<(String, String)>) {
    into.clear();
    for attribute in tag.attributes().with_checks(false).flatten().take(16) {
        let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        into.push((name, String::from_utf8_lossy(&attribute.value).into_owned()));
    }
}

/// A text with the ends of its lines as XML has them, whatever the file has.
fn lines(text: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(text);
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text }
}

fn push(open: &mut [(String, String)], depth: usize, text: &str) {
    if let Some((_, kept)) = depth.checked_sub(1).and_then(|at| open.get_mut(at))
        && kept.len() + text.len() <= KEPT
    {
        kept.push_str(text);
    }
}

/// The character of a predefined entity or of a number.
pub(super) fn resolve(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        number => {
            let number = number.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_held_that_is_longer_than_a_text_whatever_signs_it_has() {
        let long = "<>".repeat(TEXT);
        let read = |text: String| {
            let mut visit = |_: Node<'_>, _| Ok(());
            super::read(text.as_bytes(), "camt", &mut visit)
        };
        let forms = [
            format!("<a><!--{long}--></a>"),
            format!("<a>{}</a>", ">".repeat(2 * TEXT)),
            format!("<a><![CDATA[{long}]]></a>"),
            format!("<a><?x {long}?></a>"),
            format!("<a><b c='{long}'/></a>"),
        ];
        for form in forms {
            assert!(!is_bounded(form.as_bytes(), false));
            assert!(matches!(read(form), Err(BankError::TooLarge { .. })));
        }
        let many = format!("<a>{}</a>", "<b>text</b>".repeat(TEXT / 4));
        assert!(is_bounded(many.as_bytes(), false));
        assert_eq!(read(many), Ok(()));
        // Texts of one cell come one behind the other, those of many cells do not.
        let runs = "<r><t>1234567890</t></r>".repeat(TEXT / 8);
        assert!(!is_bounded(format!("<row><c><is>{runs}</is></c></row>").as_bytes(), true));
        assert!(is_bounded("<c><v>1234567890</v></c>".repeat(TEXT / 8).as_bytes(), true));
    }
}
