//! The chosen columns of a list, in their order, some with a width of their own.

use crate::query::schema::{Column, Schema, named};

/// Narrower no column gets.
const NARROWEST: u16 = 4;
/// Wider no column gets.
const WIDEST: u16 = 80;
/// Columns that one step makes it wider or narrower.
const STEP: u16 = 2;

/// A column that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shown<F> {
    /// The column.
    pub(crate) field: F,
    /// Its width, if one was set.
    pub(crate) width: Option<u16>,
}

/// Shows a column, as the last one, or hides it; the last one stays.
pub(crate) fn toggle<F: Schema>(columns: &mut Vec<Shown<F>>, field: F) {
    match columns.iter().position(|column| column.field == field) {
        Some(_) if columns.len() == 1 => {}
        Some(at) => {
            columns.remove(at);
        }
        None => columns.push(Shown { field, width: None }),
    }
}

/// Moves a column by one place.
pub(crate) fn shift<F: Schema>(columns: &mut [Shown<F>], field: F, later: bool) {
    let Some(at) = columns.iter().position(|column| column.field == field) else { return };
    let to = if later { at + 1 } else { at.wrapping_sub(1) };
    if to < columns.len() {
        columns.swap(at, to);
    }
}

/// Makes a column wider or narrower than `now`.
pub(crate) fn resize<F: Schema>(columns: &mut [Shown<F>], field: F, now: u16, wider: bool) {
    if let Some(column) = columns.iter_mut().find(|column| column.field == field) {
        let width = if wider { now.saturating_add(STEP) } else { now.saturating_sub(STEP) };
        column.width = Some(width.clamp(NARROWEST, WIDEST));
    }
}

/// Gives a column a width.
pub(crate) fn set<F: Schema>(columns: &mut [Shown<F>], field: F, width: u16) {
    if let Some(column) = columns.iter_mut().find(|column| column.field == field) {
        column.width = Some(width.clamp(NARROWEST, WIDEST));
    }
}

/// The columns as text: `number,partner:30,gross`.
pub(crate) fn write<F: Schema>(columns: &[Shown<F>]) -> String {
    let one = |column: &Shown<F>| match column.width {
        Some(width) => format!("{}:{width}", column.field.name()),
        None => column.field.name().to_owned(),
    };
    columns.iter().map(one).collect::<Vec<_>>().join(",")
}

/// Reads the text of [`write()`], or one that was typed; `None` if it names an unknown column.
pub(crate) fn read<F: Schema>(text: &str) -> Option<Vec<Shown<F>>> {
    let one = |part: &str| {
        let (name, width) = part.split_once(':').map_or((part, None), |(name, width)| (name, Some(width)));
        let width = width.map(|width| width.trim().parse::<u16>().ok()).map_or(Some(None), |width| width.map(Some))?;
        Some(Shown {
            field: named::<F>(name, Column::is_on_screen)?.field,
            width: width.map(|width| width.clamp(NARROWEST, WIDEST)),
        })
    };
    let mut columns: Vec<Shown<F>> = Vec::new();
    for part in text.split(',') {
        let column = one(part)?;
        if !columns.iter().any(|known| known.field == column.field) {
            columns.push(column);
        }
    }
    Some(columns)
}

#[cfg(test)]
mod tests {
    use super::{NARROWEST, read, resize, shift, toggle, write};
    use crate::query::Field;

    #[test]
    fn columns_are_read_as_they_were_written() {
        let columns = read::<Field>("number, partner:30,gross,number").expect("known");
        assert_eq!(write(&columns), "number,partner:30,gross");
        assert_eq!(read::<Field>("number,size"), None);
        assert_eq!(read::<Field>("number:x"), None);
        assert_eq!(read::<Field>("number:1").expect("known")[0].width, Some(NARROWEST));
    }

    #[test]
    fn they_come_go_move_and_stretch() {
        let mut columns = read::<Field>("number,partner,gross").expect("known");
        toggle(&mut columns, Field::Partner);
        toggle(&mut columns, Field::Due);
        shift(&mut columns, Field::Due, false);
        shift(&mut columns, Field::Number, false);
        resize(&mut columns, Field::Gross, 12, true);
        assert_eq!(write(&columns), "number,due,gross:14");
        for field in [Field::Number, Field::Due, Field::Gross] {
            toggle(&mut columns, field);
        }
        assert_eq!(write(&columns), "gross:14", "one stays");
    }
}
