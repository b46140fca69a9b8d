//! Pages being drawn: texts, rules, filled squares, from the top downwards.

use pdf_writer::{Content, Name, Str, TextStr};

use super::font::{Faces, Piece, Used, Weight};

/// Width of a page (A4), in points.
pub(super) const WIDTH: f32 = 595.28;
/// Height of a page.
pub(super) const HEIGHT: f32 = 841.89;
/// Margin at the left and right.
pub(super) const MARGIN: f32 = 48.0;
/// Lowest line of the content.
pub(super) const BOTTOM: f32 = HEIGHT - 60.0;

/// Black, and the grey of labels.
pub(super) const BLACK: f32 = 0.1;
pub(super) const GREY: f32 = 0.45;
pub(super) const RULE: f32 = 0.75;

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) weight: Weight,
    pub(super) size: f32,
    pub(super) gray: f32,
}

/// Pages, and the glyphs that they show.
pub(super) struct Canvas {
    pub(super) faces: &'static Faces,
    pub(super) used: [Used; 2],
    pub(super) pages: Vec<Content>,
    /// Characters that the font does not have.
    pub(super) unprintable: String,
    /// Where the next thing goes, from the top of the page.
    pub(super) y: f32,
}

impl Style {
    pub(super) const fn plain(size: f32) -> Self {
        Self { weight: Weight::Regular, size, gray: BLACK }
    }

    pub(super) const fn bold(size: f32) -> Self {
        Self { weight: Weight::Bold, size, gray: BLACK }
    }

    pub(super) const fn label() -> Self {
        Self { weight: Weight::Regular, size: 7.5, gray: GREY }
    }

    pub(super) const fn small() -> Self {
        Self { weight: Weight::Regular, size: 8.0, gray: GREY }
    }

    /// Distance from one line to the next.
    pub(super) fn leading(self) -> f32 {
        self.size * 1.36
    }
}

impl Canvas {
    pub(super) fn new(faces: &'static Faces) -> Self {
        let used = Weight::ALL.map(|weight| Used::new(faces.of(weight)));
        let mut canvas = Self { faces, used, pages: Vec::new(), unprintable: String::new(), y: 0.0 };
        canvas.next_page();
        canvas
    }

    /// Begins a page.
    pub(super) fn next_page(&mut self) {
        self.pages.push(Content::new());
        self.y = 48.0;
    }

    /// Width of a text.
    pub(super) fn width(&self, text: &str, style: Style) -> f32 {
        self.faces.of(style.weight).width(text, style.size)
    }

    /// Draws a text with its left end at `x`, its base line one line below `top`.
    pub(super) fn text(&mut self, page: usize, x: f32, top: f32, text: &str, style: Style) {
        let faces = self.faces;
        let face = faces.of(style.weight);
        let pieces = face.pieces(text);
        let (Some(used), Some(content)) = (self.used.get_mut(style.weight as usize), self.pages.get_mut(page)) else { return };
        content.begin_text();
        content.set_fill_gray(style.gray);
        content.set_font(Name(style.weight.name()), style.size);
        content.set_text_matrix([1.0, 0.0, 0.0, 1.0, x, HEIGHT - top - style.size]);
        for piece in &pieces {
            match piece {
                Piece::Plain(text) => {
                    content.show(Str(&used.encode(face, text)));
                }
                Piece::Missing { shown, actual } => {
                    // A reader that copies or searches the text finds the characters themselves.
                    content.begin_marked_content_with_properties(Name(b"Span")).properties().actual_text(TextStr(actual));
                    content.show(Str(&used.encode(face, shown)));
                    content.end_marked_content();
                    self.unprintable.extend(actual.chars().filter(|c| !self.unprintable.contains(*c)).collect::<Vec<_>>());
                }
            }
        }
        content.end_text();
    }

    /// Draws a text on the last page at the present height.
    pub(super) fn put(&mut self, x: f32, text: &str, style: Style) {
        self.text(self.last(), x, self.y, text, style);
    }

    /// Draws a text with its right end at `x`.
    pub(super) fn put_right(&mut self, x: f32, text: &str, style: Style) {
        let width = self.width(text, style);
        self.put(x - width, text, style);
    }

    /// Number of the last page.
    pub(super) fn last(&self) -> usize {
        self.pages.len().saturating_sub(1)
    }

    /// A horizontal rule at the present height.
    pub(super) fn rule(&mut self, from: f32, until: f32, width: f32, gray: f32) {
        let y = HEIGHT - self.y;
        let Some(content) = self.pages.last_mut() else { return };
        content.set_stroke_gray(gray).set_line_width(width).move_to(from, y).line_to(until, y).stroke();
    }

    /// Filled squares of one size: their left and top ends.
    pub(super) fn squares(&mut self, size: f32, at: impl Iterator<Item = (f32, f32)>) {
        let Some(content) = self.pages.last_mut() else { return };
        content.set_fill_gray(0.0);
        for (x, top) in at {
            content.rect(x, HEIGHT - top - size, size, size);
        }
        content.fill_nonzero();
    }

    /// The lines of a text that fit into a width: broken at blanks, words that are too long anywhere.
    pub(super) fn wrapped(&self, text: &str, style: Style, width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in paragraph.split([' ', '\t']).filter(|word| !word.is_empty()) {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if self.width(&longer, style) <= width {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line = self.broken(word, style, width, &mut lines);
            }
            if !line.is_empty() {
                lines.push(line);
            }
        }
        lines
    }

    /// Breaks a word that may be longer than a line; its end is returned.
    fn broken(&self, word: &str, style: Style, width: f32, lines: &mut Vec<String>) -> String {
        let mut line = String::new();
        for c in word.chars() {
            line.push(c);
            if line.chars().count() > 1 && self.width(&line, style) > width {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
        line
    }

    /// Begins a page if there is no room for this height; tells whether it did.
    pub(super) fn ensure(&mut self, height: f32) -> bool {
        let full = self.y + height > BOTTOM;
        if full {
            self.next_page();
        }
        full
    }

    /// Draws wrapped lines and moves below them.
    pub(super) fn paragraph(&mut self, x: f32, width: f32, text: &str, style: Style) {
        for line in self.wrapped(text, style, width) {
            self.ensure(style.leading());
            self.put(x, &line, style);
            self.y += style.leading();
        }
    }
}
