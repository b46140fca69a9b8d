//! The columns of a report: which are shown, in what order, how wide.

use super::state::{NAMES, Reports, Shown};
use super::view;
use crate::tui::keymap::Action;
use crate::tui::pick::{Choice, Entry};
use crate::tui::shared::Shared;

/// Narrower no column gets, wider none either.
const WIDTHS: (u16, u16) = (4, 80);
/// Columns that one step makes it wider or narrower.
const STEP: u16 = 2;

/// The columns as text: `name,amount:14`.
pub(super) fn write(columns: &[Shown]) -> String {
    let one = |(at, width): &Shown| {
        let name = NAMES.get(*at).copied().unwrap_or_default();
        width.map_or_else(|| name.to_owned(), |width| format!("{name}:{width}"))
    };
    columns.iter().map(one).collect::<Vec<_>>().join(",")
}

/// Reads the text of [`write()`]; `None` if it names an unknown column.
pub(super) fn read(text: &str) -> Option<Vec<Shown>> {
    let mut columns: Vec<Shown> = Vec::new();
    for part in text.split(',') {
        let (name, width) = part.split_once(':').map_or((part, None), |(name, width)| (name, Some(width)));
        let at = NAMES.iter().position(|known| *known == name.trim())?;
        let width = width.map(|width| width.trim().parse::<u16>().ok()).map_or(Some(None), |width| width.map(Some))?;
        if !columns.iter().any(|(known, _)| *known == at) {
            columns.push((at, width.map(|width| width.clamp(WIDTHS.0, WIDTHS.1))));
        }
    }
    Some(columns)
}

impl Reports {
    /// The columns that are shown, chosen or not.
    pub(super) fn columns_shown(&self) -> Vec<Shown> {
        self.columns.clone().unwrap_or_else(|| (0..NAMES.len()).map(|at| (at, None)).collect())
    }

    /// The menu of columns: the shown ones in their order, then the others.
    pub(super) fn column_entries(&self, cx: &Shared) -> Vec<Entry> {
        let shown = self.columns_shown();
        let title = |at: usize| Some(view::column_title(cx, self.kind(), at)).filter(|title| !title.is_empty());
        let named = |at: usize| NAMES.get(at).copied().unwrap_or_default();
        let on = shown.iter().filter_map(|(at, width)| {
            let width = width.map(|width| width.to_string()).unwrap_or_default();
            Some(Entry::new(title(*at)?, Choice::Column(named(*at))).mark(true).note(width))
        });
        let mut all: Vec<Entry> = on.collect();
        let hidden = (0..NAMES.len()).filter(|at| !shown.iter().any(|(on, _)| on == at));
        all.extend(hidden.filter_map(|at| Some(Entry::new(title(at)?, Choice::Column(named(at))).mark(false))));
        all.push(Entry::new(cx.locale.get("tui-columns-automatic"), Choice::AutomaticColumns).mark(self.columns.is_none()));
        all
    }

    /// Shows a column, as the last one, or hides it; the last one stays.
    pub(super) fn toggle_column(&mut self, name: &str) {
        let Some(at) = NAMES.iter().position(|known| *known == name) else { return };
        let mut shown = self.columns_shown();
        match shown.iter().position(|(known, _)| *known == at) {
            Some(_) if shown.len() == 1 => {}
            Some(place) => {
                shown.remove(place);
            }
            None => shown.push((at, None)),
        }
        self.columns = Some(shown);
    }

    /// Makes a column wider or narrower, or moves it. False if the action means nothing.
    pub(super) fn adjust_column(&mut self, name: &str, action: Action, now: u16) -> bool {
        let mut shown = self.columns_shown();
        let Some(place) = shown.iter().position(|(at, _)| NAMES.get(*at).is_some_and(|known| *known == name)) else {
            return false;
        };
        match action {
            Action::Earlier if place > 0 => shown.swap(place, place - 1),
            Action::Later if place + 1 < shown.len() => shown.swap(place, place + 1),
            Action::Earlier | Action::Later => {}
            Action::Wider | Action::Narrower => {
                let width = if action == Action::Wider { now.saturating_add(STEP) } else { now.saturating_sub(STEP) };
                if let Some((_, of)) = shown.get_mut(place) {
                    *of = Some(width.clamp(WIDTHS.0, WIDTHS.1));
                }
            }
            _ => return false,
        }
        self.columns = Some(shown);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_as_they_were_written() {
        let columns = read("name, amount:14,name,bar:1").expect("known");
        assert_eq!(write(&columns), "name,amount:14,bar:4");
        assert_eq!((read("name,size"), read("name:x")), (None, None));
        let mut page = Reports::default();
        page.toggle_column("count");
        assert!(page.adjust_column("months", Action::Earlier, 20) && page.adjust_column("bar", Action::Narrower, 20));
        assert_eq!(page.columns.as_deref().map(write).as_deref(), Some("name,amount,bar:18,months,beside"));
        for name in NAMES {
            page.toggle_column(name);
        }
        assert_eq!(page.columns_shown().len(), 1, "one stays");
    }
}
