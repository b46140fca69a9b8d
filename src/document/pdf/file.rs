//! The file: PDF 1.7 as PDF/A-3b has it, fonts and profile inside, the invoice as data attached.

use std::sync::OnceLock;

use pdf_writer::types::{AssociationKind, CidFontType, FontFlags, OutputIntentSubtype};
use pdf_writer::{Date, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use sha2::{Digest, Sha256};

use super::canvas::{Canvas, HEIGHT, WIDTH};
use super::font::{INFO, Packer, Weight};
use super::{Printed, icc, xmp};
use crate::document::model::Document;
use crate::locale::Lang;

/// What the file says of itself.
pub(super) struct Head<'a> {
    pub(super) title: String,
    pub(super) document: &'a Document,
    pub(super) lang: Lang,
    /// The invoice inside.
    pub(super) data: Option<&'a [u8]>,
}

/// Numbers of objects, one after another.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// The colour profile, packed once.
fn profile_packed(packer: &mut Packer) -> Option<&'static [u8]> {
    static PACKED: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    PACKED.get_or_init(|| packer.pack(&icc::profile())).as_deref()
}

/// Puts the file together.
pub(super) fn write(mut canvas: Canvas, head: &Head<'_>) -> Option<Printed> {
    let mut pdf = Pdf::new();
    let (mut numbers, mut packer) = (Numbers(0), Packer::new());
    pdf.set_version(1, 7);
    pdf.set_binary_marker(&[0xE2, 0xE3, 0xCF, 0xD3]);
    let (catalog, tree, profile, metadata) = (numbers.next(), numbers.next(), numbers.next(), numbers.next());
    let mut font = |weight| fonts((&mut pdf, &mut numbers, &mut packer), &canvas, weight);
    let fonts = [font(Weight::Regular)?, font(Weight::Bold)?];
    let contents: Vec<Vec<u8>> = canvas.pages.drain(..).map(|content| content.finish().into_vec()).collect();
    let mut digest = Sha256::new();
    let mut pages = Vec::new();
    for content in &contents {
        digest.update(content);
        let (page, stream) = (numbers.next(), numbers.next());
        pdf.stream(stream, &packer.pack(content)?).filter(Filter::FlateDecode);
        let mut written = pdf.page(page);
        written.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(stream);
        let mut resources = written.resources();
        let mut dict = resources.fonts();
        for (weight, font) in Weight::ALL.into_iter().zip(fonts) {
            dict.pair(Name(weight.name()), font);
        }
        dict.finish();
        resources.finish();
        written.finish();
        pages.push(page);
    }
    pdf.pages(tree).kids(pages.iter().copied()).count(i32::try_from(pages.len()).ok()?);
    pdf.icc_profile(profile, profile_packed(&mut packer)?).n(3).filter(Filter::FlateDecode);
    let document = head.document;
    let packet = xmp::packet(&head.title, &document.seller.name, head.lang.as_str(), document.issued, head.data.is_some());
    digest.update(packet.as_bytes());
    digest.update(head.data.unwrap_or_default());
    pdf.metadata(metadata, packet.as_bytes());
    let attached = match head.data {
        Some(data) => Some(attach((&mut pdf, &mut numbers, &mut packer), data, document)?),
        None => None,
    };
    let mut root = pdf.catalog(catalog);
    root.pages(tree).metadata(metadata).lang(TextStr(head.lang.as_str()));
    root.viewer_preferences().display_doc_title(true);
    let mut intents = root.output_intents();
    let mut intent = intents.push();
    intent.subtype(OutputIntentSubtype::PDFA).output_condition_identifier(TextStr("sRGB")).info(TextStr("sRGB"));
    intent.dest_output_profile(profile);
    intent.finish();
    intents.finish();
    if let Some(file) = attached {
        let mut names = root.names();
        let mut files = names.embedded_files();
        files.names().insert(Str(xmp::FILE.as_bytes()), file);
        files.finish();
        names.finish();
        root.insert(Name(b"AF")).array().item(file);
    }
    root.finish();
    let id = digest.finalize().get(..16)?.to_vec();
    pdf.set_file_id((id.clone(), id));
    Some(Printed { bytes: pdf.finish(), unprintable: canvas.unprintable })
}

/// Writes a font; its number.
fn fonts((pdf, numbers, packer): (&mut Pdf, &mut Numbers, &mut Packer), canvas: &Canvas, weight: Weight) -> Option<Ref> {
    let face = canvas.faces.of(weight);
    let used = canvas.used.get(weight as usize)?;
    let (font, cid, descriptor, program, map) = (numbers.next(), numbers.next(), numbers.next(), numbers.next(), numbers.next());
    let part = face.program(used, packer)?;
    let name = format!("{}+{}", part.tag, weight.font());
    let name = Name(name.as_bytes());
    pdf.type0_font(font).base_font(name).encoding_predefined(Name(b"Identity-H")).descendant_font(cid).to_unicode(map);
    let mut written = pdf.cid_font(cid);
    written.subtype(CidFontType::Type2).base_font(name).system_info(INFO).font_descriptor(descriptor).default_width(0.0);
    written.cid_to_gid_map_predefined(Name(b"Identity"));
    written.widths().consecutive(0, part.widths.iter().copied());
    written.finish();
    let metrics = face.metrics();
    let [left, bottom, right, top] = metrics.bbox;
    let mut written = pdf.font_descriptor(descriptor);
    written.name(name).flags(FontFlags::NON_SYMBOLIC).bbox(Rect::new(left, bottom, right, top)).italic_angle(0.0);
    written.ascent(metrics.ascent).descent(metrics.descent).cap_height(metrics.cap_height);
    written.stem_v(if weight == Weight::Bold { 140.0 } else { 80.0 }).font_file2(program);
    written.finish();
    let length = i32::try_from(part.length).ok()?;
    pdf.stream(program, &part.packed).filter(Filter::FlateDecode).pair(Name(b"Length1"), length);
    pdf.cmap(map, &part.codes).filter(Filter::FlateDecode);
    Some(font)
}

/// Attaches the invoice as data; the number of its description.
fn attach((pdf, numbers, packer): (&mut Pdf, &mut Numbers, &mut Packer), data: &[u8], document: &Document) -> Option<Ref> {
    let (file, stream) = (numbers.next(), numbers.next());
    let packed = packer.pack(data)?;
    let mut written = pdf.embedded_file(stream, &packed);
    written.filter(Filter::FlateDecode);
    written.subtype(Name(b"text/xml"));
    let mut params = written.params();
    params.size(i32::try_from(data.len()).ok()?);
    // PDF/A-3 wants a date; that of the invoice makes identical invoices identical files.
    let issued = document.issued.unwrap_or(jiff::civil::Date::constant(2000, 1, 1));
    let (year, month, day) =
        (u16::try_from(issued.year()).ok()?, u8::try_from(issued.month()).ok()?, u8::try_from(issued.day()).ok()?);
    let date = Date::new(year).month(month).day(day).hour(0).minute(0).second(0).utc_offset_hour(0).utc_offset_minute(0);
    params.modification_date(date);
    params.finish();
    written.finish();
    let mut description = pdf.file_spec(file);
    description.path(Str(xmp::FILE.as_bytes())).unic_file(TextStr(xmp::FILE)).embedded_file_with_unicode(stream);
    description.description(TextStr("Factur-X")).association_kind(AssociationKind::Alternative);
    description.finish();
    Some(file)
}
