//! Invoices on paper: PDF/A-3 in English or Hungarian, with the invoice as data inside where Factur-X is wanted.
//!
//! For: the service. Uses: the model, locale, a font of our own. Never: a clock, a font of the machine; identical input gives identical
//! bytes.

mod canvas;
mod file;
mod font;
mod icc;
mod layout;
mod qr;
mod sheet;
mod table;
mod xmp;

use super::Form;
use super::model::Document;
use crate::locale::Locale;

/// How an invoice is printed.
#[derive(Clone, Copy)]
pub struct Paper<'a> {
    /// The language.
    pub locale: &'a Locale,
    /// Title of the service that has the original; `None` if this is the original.
    pub copy_of: Option<&'a str>,
    /// Name of the document: an invoice has one of its own, other types theirs.
    pub title: Option<&'a str>,
    /// Whether the invoice as data is inside.
    pub with_data: bool,
}

/// A printed invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters that the font does not have, each once: they are printed as their numbers.
    pub unprintable: String,
}

/// Prints an invoice; `None` only if the font that is built in cannot be read.
#[must_use]
pub fn print(document: &Document, paper: &Paper<'_>) -> Option<Printed> {
    let mut canvas = canvas::Canvas::new(font::faces()?);
    layout::draw(&mut canvas, document, paper);
    let data = paper.with_data.then(|| super::xml(document, Form::FacturX));
    let title = layout::title(document, paper);
    file::write(canvas, &file::Head { title, document, lang: paper.locale.lang(), data: data.as_deref() })
}

#[cfg(test)]
mod tests;
