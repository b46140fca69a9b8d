//! A real PDF, as small as they come.

use std::io::{self, Write};

/// One page with these lines; letters that its font lacks become `?`.
pub(super) fn document(lines: &[String]) -> Vec<u8> {
    let mut pdf = Vec::new();
    // Writing into memory does not fail.
    let _ = write(&mut pdf, lines);
    pdf
}

fn write(pdf: &mut Vec<u8>, lines: &[String]) -> io::Result<()> {
    let mut text = Vec::new();
    for line in lines {
        writeln!(text, "({}) Tj T*", escaped(line))?;
    }
    let text = String::from_utf8_lossy(&text);
    let text = format!("BT /F1 18 Tf 72 770 Td 26 TL\n{text}ET");
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        &format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
    ];
    writeln!(pdf, "%PDF-1.4")?;
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(objects) {
        offsets.push(pdf.len());
        writeln!(pdf, "{number} 0 obj\n{object}\nendobj")?;
    }
    let (start, size) = (pdf.len(), objects.len() + 1);
    writeln!(pdf, "xref\n0 {size}\n0000000000 65535 f ")?;
    for offset in offsets {
        writeln!(pdf, "{offset:010} 00000 n ")?;
    }
    writeln!(pdf, "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF")
}

/// A line as a PDF string may have it.
fn escaped(line: &str) -> String {
    let line: String = line.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '?' }).collect();
    line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)")
}

#[cfg(test)]
mod tests {
    #[test]
    fn offsets_point_at_objects() {
        let pdf = String::from_utf8(super::document(&["INV-2025-1 (á)".to_owned()])).unwrap();
        assert!(pdf.starts_with("%PDF-1.4") && pdf.ends_with("%%EOF\n") && pdf.contains(r"(INV-2025-1 \(?\)) Tj"));
        let (_, table) = pdf.split_once("0000000000 65535 f \n").unwrap();
        for (number, row) in (1..6).zip(table.lines()) {
            let offset: usize = row.split(' ').next().unwrap().parse().unwrap();
            assert!(pdf.get(offset..).unwrap().starts_with(&format!("{number} 0 obj")), "{row}");
        }
        let start: usize = pdf.rsplit_once("startxref\n").unwrap().1.lines().next().unwrap().parse().unwrap();
        assert!(pdf.get(start..).unwrap().starts_with("xref"));
    }
}
