//! Turns two frames into the fewest bytes that change one into the other.
//!
//! For: [`super::terminal`]. Cells that differ are written; lines that only moved are scrolled by the terminal itself; a blank
//! end of a line is erased instead of written; styles change by what differs in them. Only sequences that every terminal since
//! the VT102 knows are used, and colours of ISO 6429 and xterm.

use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::text;

/// Fewer lines are written again rather than scrolled.
const WORTH_SCROLLING: usize = 4;

/// Cells that are the same are skipped when there are more of them: a move costs as much as they do.
const GAP: u16 = 4;

/// The bytes that turn `old` into `new`, both of one size; without `old`, onto a screen that is clear.
pub(crate) fn encode(old: Option<&Buffer>, new: &Buffer) -> String {
    let blank = Buffer::empty(new.area);
    let mut known = old.cloned().unwrap_or(blank);
    let mut pen = Pen::default();
    if old.is_some() {
        scroll(&mut known, new, &mut pen);
    }
    for y in 0..new.area.height {
        line(&known, new, y, &mut pen);
    }
    pen.done()
}

/// The bytes that make a text in a frame a link (OSC 8); none if the frame does not show it in one piece.
///
/// An address comes from outside: one that is more than plain characters is no link.
pub(crate) fn link(frame: &Buffer, address: &str) -> String {
    if !["https://", "file://"].iter().any(|scheme| address.starts_with(scheme))
        || !address.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return String::new();
    }
    let width = usize::from(frame.area.width).max(1);
    for (y, cells) in frame.content.chunks(width).enumerate() {
        let line: String = cells.iter().map(|cell| cell.symbol().chars().next().unwrap_or(' ')).collect();
        if let Some(at) = line.find(address) {
            let x = line.get(..at).map_or(0, |before| before.chars().count());
            return format!("\x1b[{};{}H\x1b]8;;{address}\x1b\\{address}\x1b]8;;\x1b\\", y + 1, x + 1);
        }
    }
    String::new()
}

/// The output so far, and the cursor and style of the terminal after it.
#[derive(Default)]
struct Pen {
    out: String,
    /// The place of the terminal's cursor; `None` if it is not certain.
    at: Option<(u16, u16)>,
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Pen {
    fn push(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing to memory does not fail.
        let _ = self.out.write_fmt(arguments);
    }

    fn move_to(&mut self, x: u16, y: u16) {
        match self.at {
            Some(at) if at == (x, y) => {}
            Some((from, line)) if line == y && from < x => match x - from {
                1 => self.out.push_str("\x1b[C"),
                by => self.push(format_args!("\x1b[{by}C")),
            },
            _ if x == 0 => self.push(format_args!("\x1b[{}H", y + 1)),
            _ => self.push(format_args!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.at = Some((x, y));
    }

    fn style(&mut self, cell: &Cell) {
        let lost = self.modifier.difference(cell.modifier);
        let plain = cell.modifier.is_empty() && cell.fg == Color::Reset && cell.bg == Color::Reset;
        let was_plain = self.modifier.is_empty() && self.fg == Color::Reset && self.bg == Color::Reset;
        if plain {
            if !was_plain {
                self.reset();
            }
            return;
        }
        let mut codes = String::new();
        if !lost.is_empty() {
            codes.push('0');
            (self.fg, self.bg, self.modifier) = (Color::Reset, Color::Reset, Modifier::empty());
        }
        let gained = cell.modifier.difference(self.modifier);
        for (modifier, code) in MODIFIERS {
            if gained.contains(modifier) {
                separate(&mut codes);
                codes.push_str(code);
            }
        }
        for (now, wanted, base) in [(self.fg, cell.fg, 30), (self.bg, cell.bg, 40)] {
            if now != wanted {
                separate(&mut codes);
                color(&mut codes, wanted, base);
            }
        }
        (self.fg, self.bg, self.modifier) = (cell.fg, cell.bg, cell.modifier);
        if !codes.is_empty() {
            self.push(format_args!("\x1b[{codes}m"));
        }
    }

    fn reset(&mut self) {
        self.out.push_str("\x1b[m");
        (self.fg, self.bg, self.modifier) = (Color::Reset, Color::Reset, Modifier::empty());
    }

    fn cell(&mut self, cell: &Cell, width: u16) {
        self.style(cell);
        self.out.push_str(cell.symbol());
        let sure = cell.symbol().is_ascii() || (width == 1 && cell.symbol().chars().count() == 1);
        // Terminals differ on how wide some characters are.
        self.at = self.at.filter(|_| sure).map(|(x, y)| (x + width, y));
    }

    fn done(mut self) -> String {
        if !(self.modifier.is_empty() && self.fg == Color::Reset && self.bg == Color::Reset) {
            self.reset();
        }
        self.out
    }
}

const MODIFIERS: [(Modifier, &str); 8] = [
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::SLOW_BLINK, "5"),
    (Modifier::REVERSED, "7"),
    (Modifier::HIDDEN, "8"),
    (Modifier::CROSSED_OUT, "9"),
];

fn separate(codes: &mut String) {
    if !codes.is_empty() {
        codes.push(';');
    }
}

fn color(codes: &mut String, color: Color, base: u8) {
    let plain = match color {
        Color::Reset => 9,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        Color::Indexed(index) => {
            let _ = write!(codes, "{};5;{index}", base + 8);
            return;
        }
        Color::Rgb(r, g, b) => {
            let _ = write!(codes, "{};2;{r};{g};{b}", base + 8);
            return;
        }
    };
    let _ = write!(codes, "{}", base + plain);
}

/// Writes what differs in a line.
fn line(old: &Buffer, new: &Buffer, y: u16, pen: &mut Pen) {
    let width = new.area.width;
    let cells = |buffer: &'_ Buffer, x: u16| buffer.cell((x, y)).cloned().unwrap_or_default();
    let shown = shown(old, y);
    let blank = Cell::default();
    // From here on the line is blank, and was not.
    let last = (0..width).rev().find(|x| cells(new, *x) != blank);
    let end = last.map_or(0, |x| x + u16::from(text::width(cells(new, x).symbol()) > 1) + 1).min(width);
    let left = shown.get(usize::from(end)..).unwrap_or_default();
    let erase = left.iter().filter(|cell| cell.is_none_or(|cell| *cell != blank)).count() > 3;
    let mut x = 0;
    // Cells that are the same since the last one that was written.
    let mut skipped: Vec<(Cell, u16)> = Vec::new();
    while x < if erase { end } else { width } {
        let cell = cells(new, x);
        let wide = u16::from(text::width(cell.symbol()) > 1) + 1;
        if shown.get(usize::from(x)).copied().flatten() == Some(&cell) {
            skipped.push((cell, wide));
            x += wide;
            continue;
        }
        let gap: u16 = skipped.iter().map(|(_, wide)| wide).sum();
        let near = pen.at == Some((x - gap.min(x), y)) && gap <= GAP;
        let same = |(cell, wide): &(Cell, u16)| {
            *wide == 1 && cell.symbol().is_ascii() && (cell.fg, cell.bg, cell.modifier) == (pen.fg, pen.bg, pen.modifier)
        };
        if near && skipped.iter().all(same) {
            for (cell, wide) in skipped.drain(..) {
                pen.cell(&cell, wide);
            }
        }
        skipped.clear();
        pen.move_to(x, y);
        pen.cell(&cell, wide);
        x += wide;
    }
    if erase {
        pen.move_to(end, y);
        pen.style(&blank);
        pen.out.push_str("\x1b[K");
    }
}

/// The cells of a line as the terminal has them; `None` for the second half of a wide character, which is none of its own.
fn shown(buffer: &Buffer, y: u16) -> Vec<Option<&Cell>> {
    let mut hidden = false;
    (0..buffer.area.width)
        .map(|x| {
            let cell = buffer.cell((x, y)).filter(|_| !hidden);
            hidden = cell.is_some_and(|cell| text::width(cell.symbol()) > 1);
            cell
        })
        .collect()
}

/// Lets the terminal move what only moved, and moves it in what is known.
fn scroll(old: &mut Buffer, new: &Buffer, pen: &mut Pen) {
    let (before, after) = (lines(old), lines(new));
    let Some((from, to, by)) = moved(&before, &after) else { return };
    let up = by > 0;
    let count = by.unsigned_abs();
    // The region is what moved and what it moved over.
    let (top, bottom) = if up { (from, to + count) } else { (from.saturating_sub(count), to) };
    let (Ok(first), Ok(last)) = (u16::try_from(top), u16::try_from(bottom)) else { return };
    pen.push(format_args!("\x1b[{};{}r\x1b[{count}{}\x1b[r", first + 1, last, if up { 'S' } else { 'T' }));
    pen.at = None;
    let width = usize::from(new.area.width);
    let region = top * width..bottom * width;
    let Some(cells) = old.content.get_mut(region) else { return };
    let shift = (count * width).min(cells.len());
    if up {
        cells.rotate_left(shift);
        let kept = cells.len() - shift;
        cells.iter_mut().skip(kept).for_each(Cell::reset);
    } else {
        cells.rotate_right(shift);
        cells.iter_mut().take(shift).for_each(Cell::reset);
    }
}

/// A hash of each line; blank lines are 0.
fn lines(buffer: &Buffer) -> Vec<u64> {
    let width = usize::from(buffer.area.width).max(1);
    let blank = Cell::default();
    let line = |cells: &[Cell]| {
        if cells.iter().all(|cell| *cell == blank) {
            return 0;
        }
        let mut hasher = DefaultHasher::new();
        cells.hash(&mut hasher);
        hasher.finish()
    };
    buffer.content.chunks(width).map(line).collect()
}

/// The longest run of lines that stand elsewhere now: the first and the line after the last, where they stand now, and by
/// how many lines they went up.
fn moved(before: &[u64], after: &[u64]) -> Option<(usize, usize, isize)> {
    let height = isize::try_from(after.len()).ok()?;
    let mut best: Option<(usize, usize, isize)> = None;
    for by in (1 - height..height).filter(|by| *by != 0) {
        let mut run = 0;
        for (y, line) in after.iter().enumerate() {
            let there = y.checked_add_signed(by).and_then(|from| before.get(from));
            // A line that is the same where it stands needs no move, and a blank one none either.
            let moves = there == Some(line) && *line != 0 && before.get(y) != Some(line);
            run = if moves { run + 1 } else { 0 };
            if run >= WORTH_SCROLLING && best.is_none_or(|(from, to, _)| run > to - from) {
                best = Some((y + 1 - run, y + 1, by));
            }
        }
    }
    // Lines that are the same where they stand would be moved away: they are within the region only where it is worth it.
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    /// A terminal that shows what it was sent.
    fn shows(bytes: &[&str], area: Rect) -> vt100::Parser {
        let size = |cells: u16| std::num::NonZero::new(cells).expect("a terminal has cells");
        let mut parser = vt100::Parser::new(size(area.height), size(area.width), 0);
        for bytes in bytes {
            parser.process(bytes.as_bytes());
        }
        parser
    }

    fn assert_same(parser: &vt100::Parser, buffer: &Buffer, what: &str) {
        let area = buffer.area;
        for y in 0..area.height {
            let mut x = 0;
            while x < area.width {
                let wanted = &buffer[(x, y)];
                let cell = parser.screen().cell(y, x).expect("a cell");
                let shown = if cell.contents().is_empty() { " " } else { cell.contents() };
                assert_eq!(shown, wanted.symbol(), "{what}: {x},{y}");
                assert_eq!(cell.inverse(), wanted.modifier.contains(Modifier::REVERSED), "{what}: {x},{y} inverse");
                assert_eq!(cell.bold(), wanted.modifier.contains(Modifier::BOLD), "{what}: {x},{y} bold");
                let color = match wanted.fg {
                    Color::Reset => vt100::Color::Default,
                    Color::Red => vt100::Color::Idx(1),
                    Color::Cyan => vt100::Color::Idx(6),
                    Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
                    other => panic!("{other:?}"),
                };
                assert_eq!(cell.fgcolor(), color, "{what}: {x},{y} colour");
                x += u16::try_from(text::width(wanted.symbol()).max(1)).expect("one or two");
            }
        }
    }

    const WORDS: [&str; 6] = ["abc", "株式会社", "é─●", "   ", "x", "a much longer line of text"];

    #[derive(Debug, Clone)]
    struct Stroke(u16, u16, usize, usize);

    fn styles() -> [Style; 5] {
        [
            Style::new(),
            Style::new().fg(Color::Red),
            Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
            Style::new().add_modifier(Modifier::REVERSED),
            Style::new().fg(Color::Rgb(1, 2, 3)),
        ]
    }

    fn strokes() -> impl Strategy<Value = Vec<Stroke>> {
        let stroke = (0..30_u16, 0..12_u16, 0..WORDS.len(), 0..5_usize);
        prop::collection::vec(stroke.prop_map(|(x, y, word, style)| Stroke(x, y, word, style)), 0..14)
    }

    fn draw(buffer: &mut Buffer, strokes: &[Stroke]) {
        for Stroke(x, y, word, style) in strokes {
            buffer.set_stringn(*x, *y, WORDS[*word], usize::from(30 - x), styles()[*style]);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_terminal_shows_the_new_frame_whatever_it_showed(first in strokes(), second in strokes(), by in 0..12_usize) {
            let area = Rect::new(0, 0, 30, 12);
            let mut old = Buffer::empty(area);
            draw(&mut old, &first);
            // The new frame is the old one moved up, with some strokes more.
            let mut new = old.clone();
            new.content.rotate_left(by * 30);
            draw(&mut new, &second);
            let bytes = [encode(None, &old), encode(Some(&old), &new)];
            assert_same(&shows(&[&bytes[0]], area), &old, "the first frame");
            assert_same(&shows(&[&bytes[0], &bytes[1]], area), &new, "the second frame");
        }
    }

    #[test]
    fn an_address_becomes_a_link_where_it_stands_and_only_a_plain_one() {
        let frame = Buffer::with_lines(["é public link https://example.com/x", "other"]);
        let link_of = |address: &str| link(&frame, address);
        assert_eq!(
            link_of("https://example.com/x"),
            "\x1b[1;15H\x1b]8;;https://example.com/x\x1b\\https://example.com/x\x1b]8;;\x1b\\"
        );
        assert_eq!(link_of("https://example.com/x\x1b]0;evil\x07"), "");
        assert_eq!(link_of("https://elsewhere.example"), "");
        assert_eq!(link_of("javascript:x"), "");
    }

    fn list(top: usize, cursor: usize) -> Buffer {
        let area = Rect::new(0, 0, 120, 40);
        let mut buffer = Buffer::empty(area);
        buffer.set_string(0, 0, "faktura   1 Companies  2 Invoices", Style::new());
        for y in 2..38_u16 {
            let row = top + usize::from(y) - 2;
            let line = format!("  INV-2026-{row:<6} 2026-11-21  2026-12-21  A partner of some length Kft. {row:>12} Ft   paid");
            buffer.set_string(0, y, line, Style::new());
            if usize::from(y) - 2 == cursor {
                buffer.set_style(Rect { y, height: 1, x: 0, ..area }, Style::new().add_modifier(Modifier::REVERSED));
            }
        }
        buffer
    }

    #[test]
    fn a_list_that_scrolls_by_a_row_costs_little_more_than_a_move() {
        let (still, down, over) = (list(100, 34), list(100, 35), list(101, 35));
        let step = encode(Some(&still), &down);
        let scrolled = encode(Some(&down), &over);
        assert!(step.len() < 350, "{} {step:?}", step.len());
        assert!(scrolled.len() < 450, "{} {scrolled:?}", scrolled.len());
        assert_eq!(encode(Some(&over), &over), "");
        let area = still.area;
        let bytes = [encode(None, &still), step, scrolled, encode(Some(&over), &still)];
        let all: Vec<&str> = bytes.iter().map(String::as_str).collect();
        assert_same(&shows(&all[..3], area), &over, "scrolled");
        assert_same(&shows(&all, area), &still, "and back");
    }
}
