//! Sets matched text off in what was drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::query::fold;

/// Text that a query matched, laid over the style of its cell.
const MATCH: Style = Style::new().add_modifier(Modifier::UNDERLINED.union(Modifier::BOLD)).remove_modifier(Modifier::DIM);

/// Sets off every place in a line of cells where one of the folded texts stands.
pub(crate) fn highlight(buffer: &mut Buffer, line: Rect, needles: &[String]) {
    if needles.is_empty() {
        return;
    }
    // The folded text, and the column of each of its bytes.
    let (mut folded, mut columns) = (String::new(), Vec::new());
    for x in line.x..line.right() {
        let Some(cell) = buffer.cell((x, line.y)) else { break };
        let symbol = cell.symbol();
        match symbol.as_bytes() {
            [byte] => folded.push(byte.to_ascii_lowercase() as char),
            _ => folded.push_str(&fold(symbol)),
        }
        columns.resize(folded.len(), x);
    }
    for needle in needles {
        for (at, found) in folded.match_indices(needle.as_str()) {
            let (Some(from), Some(to)) = (columns.get(at), columns.get(at + found.len().saturating_sub(1))) else { continue };
            buffer.set_style(Rect { x: *from, y: line.y, width: to - from + 1, height: 1 }, MATCH);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matched_text_is_set_off_whatever_its_accents_and_case() {
        let mut buffer = Buffer::with_lines(["Petz ALADÁR 株式 PETZ"]);
        let area = buffer.area;
        highlight(&mut buffer, area, &["petz".to_owned(), "adar".to_owned(), "x".to_owned()]);
        let set_off: String = (0..area.width)
            .filter_map(|x| buffer.cell((x, 0)))
            .filter(|cell| cell.modifier.contains(Modifier::UNDERLINED))
            .map(|cell| cell.symbol().to_owned())
            .collect();
        assert_eq!(set_off, "PetzADÁRPETZ");
    }
}
