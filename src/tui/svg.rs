//! A frame as a picture: the README's screenshots are drawn by the program itself. The same frame is the same bytes.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

const CELL: (u32, u32) = (9, 20);
const EDGE: u32 = 16;

struct Palette {
    ground: &'static str,
    text: &'static str,
    dim: &'static str,
    cyan: &'static str,
    green: &'static str,
    yellow: &'static str,
    red: &'static str,
}

const DARK: Palette = Palette {
    ground: "#16181d",
    text: "#d8dbe2",
    dim: "#7d8492",
    cyan: "#5ccfe6",
    green: "#8fd460",
    yellow: "#f2c14e",
    red: "#ff6f69",
};

/// The style of a cell: text colour, background (unless it is the picture's own), bold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    text: &'static str,
    ground: Option<&'static str>,
    bold: bool,
}

impl Palette {
    const fn color(&self, color: Color) -> Option<&'static str> {
        match color {
            Color::Cyan | Color::LightCyan | Color::Blue | Color::LightBlue => Some(self.cyan),
            Color::Green | Color::LightGreen => Some(self.green),
            Color::Yellow | Color::LightYellow => Some(self.yellow),
            Color::Red | Color::LightRed => Some(self.red),
            _ => None,
        }
    }

    fn look(&self, cell: &Cell) -> Look {
        let plain = if cell.modifier.contains(Modifier::DIM) { self.dim } else { self.text };
        let text = self.color(cell.fg).unwrap_or(plain);
        let bold = cell.modifier.contains(Modifier::BOLD);
        if cell.modifier.contains(Modifier::REVERSED) {
            return Look { text: self.ground, ground: Some(text), bold };
        }
        Look { text, ground: self.color(cell.bg), bold }
    }
}

/// The frame as SVG.
#[must_use]
pub fn svg(buffer: &Buffer) -> String {
    let palette = &DARK;
    let (columns, lines) = (u32::from(buffer.area.width), u32::from(buffer.area.height));
    let (width, height) = (columns * CELL.0 + 2 * EDGE, lines * CELL.1 + 2 * EDGE);
    let mut out = String::new();
    let ground = palette.ground;
    // Writing into a string cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"ui-monospace, 'JetBrains Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"10\" fill=\"{ground}\"/>\n"
    );
    for y in 0..buffer.area.height {
        line(&mut out, buffer, y, palette);
    }
    out.push_str("</svg>\n");
    out
}

/// A line in runs of the same look.
fn line(out: &mut String, buffer: &Buffer, y: u16, palette: &Palette) {
    let mut run: Option<(u16, Look, String)> = None;
    let mut x = 0;
    while x < buffer.area.width {
        let Some(cell) = buffer.cell((x, y)) else { break };
        let look = palette.look(cell);
        let symbol = cell.symbol();
        match &mut run {
            Some((_, of, text)) if *of == look => text.push_str(symbol),
            _ => {
                if let Some((from, of, text)) = run.take() {
                    draw(out, (from, x, y), of, &text);
                }
                run = Some((x, look, symbol.to_owned()));
            }
        }
        x += u16::try_from(super::text::width(symbol).max(1)).unwrap_or(1);
    }
    if let Some((from, of, text)) = run {
        draw(out, (from, x, y), of, &text);
    }
}

fn draw(out: &mut String, (from, to, y): (u16, u16, u16), look: Look, text: &str) {
    let (left, top) = (EDGE + u32::from(from) * CELL.0, EDGE + u32::from(y) * CELL.1);
    if let Some(ground) = look.ground {
        let width = u32::from(to - from) * CELL.0;
        let _ = writeln!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{ground}\"/>", CELL.1);
    }
    let kept = text.trim_end_matches([' ', '\u{A0}']);
    let shown = kept.trim_start_matches([' ', '\u{A0}']);
    if shown.is_empty() {
        return;
    }
    let before = super::text::columns(kept) - super::text::columns(shown);
    let (left, width) = (left + u32::from(before) * CELL.0, u32::from(super::text::columns(shown)) * CELL.0);
    let weight = if look.bold { " font-weight=\"bold\"" } else { "" };
    let _ = writeln!(
        out,
        "<text x=\"{left}\" y=\"{}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{weight} \
         xml:space=\"preserve\">{}</text>",
        top + 15,
        look.text,
        escape(shown)
    );
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\u{A0}', " ")
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn the_same_frame_is_the_same_picture_and_markup_is_escaped() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        buffer.set_string(0, 0, "a<b", Style::new().fg(Color::Red));
        buffer.set_string(5, 0, "株", Style::new().add_modifier(Modifier::REVERSED));
        let picture = svg(&buffer);
        assert_eq!(picture, svg(&buffer));
        assert!(picture.contains("a&lt;b") && picture.contains("fill=\"#ff6f69\""), "{picture}");
        assert!(picture.contains("<rect x=\"61\" y=\"16\" width=\"18\""), "{picture}");
    }
}
