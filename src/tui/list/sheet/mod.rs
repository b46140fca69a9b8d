//! A list with all its rows at hand, such as runs and changes: filtered in the language of its columns, ordered by any of them,
//! marked, copied and exported.
//!
//! For: pages. A page has the rows, says with [`Rows`] what they are, and hands keys, the mouse and drawing on; everything that
//! a list can do is here. Lists that are too long for that ask an index: [`super::List`]. Never: a page.

mod act;
mod draw;
mod table;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Arc;

use crate::domain::Message;
use crate::error::{Error, ErrorKind};
use crate::query::Sort;
use crate::query::complete::{self, Offers};
use crate::query::rows::{self, RowQuery};
use crate::query::schema::{Context, Schema};
use crate::tui::list::{Filter, Shown, place_of, scroll};
use crate::tui::notice::Severity;
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;

pub(crate) use act::{Hit, table_formats};
pub(crate) use draw::{Frame, plain};
pub(crate) use table::fields;

/// A kind of row that sheets list: the columns are the rest of it.
pub(crate) trait Rows: Schema {
    type Key: Clone + Ord + Debug + Send + Sync + 'static;

    /// Columns before the first cell.
    const MARGIN: u16 = crate::tui::list::MARGIN;

    /// Returns the key of a row.
    fn key(row: &Self::Row) -> Self::Key;

    /// Returns the name of the company of a row.
    fn company<'r>(row: &'r Self::Row, cx: &'r Shared) -> &'r str;

    /// Returns a cell as it is shown, cut nowhere; one of no pieces leaves its room to the next one.
    fn show(self, row: &Self::Row, cx: &Shared) -> Vec<Piece> {
        vec![plain(self, row, cx)]
    }

    /// Shortens a cell that does not fit in `room` columns; what is too long after it is cut at its end.
    fn shorten(self, cell: Vec<Piece>, _room: u16) -> Vec<Piece> {
        cell
    }

    /// Returns the least and the usual width of a column that the page draws itself, in a list of a width.
    fn sized(self, _cx: &Shared, _width: u16) -> Option<(u16, u16)> {
        None
    }

    /// Returns the columns of width below which a column that is cut is left out of a list of a width.
    fn least(self, _width: u16) -> u16 {
        self.column().screen.map_or(0, |screen| screen.width).max(12)
    }

    /// False for a row that sums others, such as a client above its projects: groups leave it out.
    fn is_counted(_row: &Self::Row) -> bool {
        true
    }

    /// True if customers or amounts stand in the column, which are hidden on request.
    fn is_secret(self) -> bool {
        self.column().kind == crate::query::schema::Kind::Amount
    }
}

/// A list with all its rows at hand.
#[derive(Debug)]
pub(crate) struct Sheet<F: Rows> {
    pub(crate) filter: Filter,
    /// The order; that in which the rows came if none was chosen.
    pub(crate) sort: Option<Sort<F>>,
    /// The columns that were chosen; the automatic ones otherwise.
    pub(crate) columns: Option<Vec<Shown<F>>>,
    /// Columns of the list.
    pub(crate) width: u16,
    pub(crate) cursor: usize,
    /// The first row shown.
    pub(crate) top: usize,
    pub(crate) selected: Option<F::Key>,
    /// The cursor was moved, so it follows its row.
    moved: bool,
    pub(crate) marks: Arc<BTreeSet<F::Key>>,
    /// The start of a range of marks.
    anchor: Option<usize>,
    /// The places of the rows found, in order, and their keys.
    found: Vec<(usize, F::Key)>,
    /// Rows in all.
    whole: usize,
    /// Rows that there are but that were not read; groups say that they lack them.
    pub(crate) beyond: u64,
    /// What the first line says of all rows, where they are of several kinds.
    pub(crate) counted: Option<String>,
    pub(crate) error: Option<Error>,
    /// Columns that the widest cell of each column takes.
    widths: Vec<(F, u16)>,
    stale: bool,
    /// Completions are due.
    asks: bool,
    /// The query that the rows of a group were opened with, and the query from before.
    opened: Option<(String, String)>,
    /// The column held by the mouse at its edge, the place where it was taken, and its width then.
    dragged: Option<(F, u16, u16)>,
}

impl<F: Rows> Default for Sheet<F> {
    fn default() -> Self {
        Self {
            filter: Filter::default(),
            sort: None,
            columns: None,
            width: 0,
            cursor: 0,
            top: 0,
            selected: None,
            moved: false,
            marks: Arc::default(),
            anchor: None,
            found: Vec::new(),
            whole: 0,
            beyond: 0,
            counted: None,
            error: None,
            widths: Vec::new(),
            stale: true,
            asks: false,
            opened: None,
            dragged: None,
        }
    }
}

/// The surroundings of a cell.
pub(super) fn context<'r, F: Rows>(row: &'r F::Row, cx: &'r Shared) -> Context<'r> {
    Context { company: F::company(row, cx), provider: "", today: cx.today() }
}

impl<F: Rows> Sheet<F> {
    /// Rows, filter or order are others now.
    pub(crate) const fn changed(&mut self) {
        self.stale = true;
    }

    /// Rows that the filter finds.
    pub(crate) fn total(&self) -> usize {
        self.found.len()
    }

    /// The place of the row under the cursor among all rows.
    pub(crate) fn place(&self) -> Option<usize> {
        self.found.get(self.cursor).map(|(place, _)| *place)
    }

    /// The row under the cursor.
    pub(crate) fn current<'r>(&self, rows: &'r [F::Row]) -> Option<&'r F::Row> {
        rows.get(self.place()?)
    }

    /// The row that is meant by a key for one row: the only marked one, else the one under the cursor. Where several are marked it says
    /// that one is done at a time, as none of them is more meant than the others.
    pub(crate) fn meant<'r>(&self, rows: &'r [F::Row], cx: &mut Shared) -> Option<&'r F::Row> {
        match self.marked().as_slice() {
            [] => self.current(rows),
            [key] => rows.iter().find(|row| F::key(row) == *key),
            _ => {
                cx.say(Message::new("tui-one-at-a-time"), Severity::Look);
                None
            }
        }
    }

    /// The rows found, in their order, from one of them on.
    pub(crate) fn rows<'r>(&self, rows: &'r [F::Row], from: usize) -> impl Iterator<Item = &'r F::Row> {
        self.found.iter().skip(from).filter_map(move |(place, _)| rows.get(*place))
    }

    /// The keys of the marked rows that are found; of all rows, marked ones that the filter hides are left alone.
    pub(crate) fn marked(&self) -> Vec<F::Key> {
        self.found.iter().filter(|(_, key)| self.marks.contains(key)).map(|(_, key)| key.clone()).collect()
    }

    /// Puts the cursor on a row.
    pub(crate) fn move_to(&mut self, index: usize) {
        self.cursor = index.min(self.found.len().saturating_sub(1));
        self.selected = self.found.get(self.cursor).map(|(_, key)| key.clone());
    }

    /// Puts the cursor on the row of a key, now or when it is here.
    pub(crate) fn select(&mut self, key: F::Key) {
        self.moved = true;
        let at = self.found.iter().position(|(_, known)| *known == key);
        self.selected = Some(key);
        self.cursor = at.unwrap_or(self.cursor);
    }

    /// The error that is shown: one about the term that is still being typed is none yet.
    pub(crate) fn complaint(&self) -> Option<&Error> {
        let half = |error: &Error| self.filter.editing && self.filter.is_half_typed(place_of(&error.message));
        self.error.as_ref().filter(|error| !half(error))
    }

    /// Finds the rows again if anything changed, and keeps the cursor in sight; `visible` rows of `width`
    /// columns fit.
    pub(crate) fn settle(&mut self, rows: &[F::Row], visible: usize, width: u16, cx: &Shared) {
        let resized = std::mem::replace(&mut self.width, width) != width;
        if std::mem::take(&mut self.stale) {
            self.find(rows, cx);
        } else if resized {
            // Some cells are shorter where there is little room.
            self.measure(rows, cx);
        }
        if std::mem::take(&mut self.asks) {
            self.suggest(rows, cx);
        }
        self.top = scroll(self.top, self.cursor, visible, self.found.len());
    }

    fn find(&mut self, rows: &[F::Row], cx: &Shared) {
        self.whole = rows.len();
        match RowQuery::<F>::parse(self.filter.query()) {
            // A filter that is wrong leaves what was found.
            Err(error) => {
                self.error = Some(Error { kind: ErrorKind::Usage, ..Error::from(error) });
                self.found.retain(|(place, key)| rows.get(*place).is_some_and(|row| F::key(row) == *key));
            }
            Ok(query) => {
                self.error = None;
                let matches = |row: &F::Row| query.matches(row, &context::<F>(row, cx), &cx.zone);
                let mut found: Vec<(usize, &F::Row)> = rows.iter().enumerate().filter(|(_, row)| matches(row)).collect();
                if let Some(sort) = self.sort {
                    found.sort_by(|(_, a), (_, b)| rows::compare(sort, (a, &context::<F>(a, cx)), (b, &context::<F>(b, cx))));
                }
                self.found = found.into_iter().map(|(place, row)| (place, F::key(row))).collect();
            }
        }
        let at = self.selected.as_ref().and_then(|key| self.found.iter().position(|(_, known)| known == key));
        let line = self.cursor.saturating_sub(self.top);
        match at {
            Some(at) if self.moved => {
                self.move_to(at);
                self.top = at.saturating_sub(line);
            }
            _ if self.moved => self.move_to(self.cursor),
            _ => self.move_to(0),
        }
        self.measure(rows, cx);
    }

    /// Measures how wide the cells are.
    pub(crate) fn measure(&mut self, rows: &[F::Row], cx: &Shared) {
        let widest = |field: F| {
            let cells = self.rows(rows, 0).map(|row| crate::tui::paint::pieces_width(&field.show(row, cx)));
            (field, cells.max().unwrap_or(0))
        };
        let columns = F::COLUMNS.iter().filter(|column| column.is_on_screen());
        self.widths = columns.map(|column| widest(column.field)).collect();
    }

    /// Offers completions of what is typed.
    fn suggest(&mut self, rows: &[F::Row], cx: &Shared) {
        let (text, cursor) = (self.filter.input.text().to_owned(), self.filter.input.cursor());
        // Names of customers may be among the values.
        if cx.masked {
            return self.filter.offer(Vec::new());
        }
        let wanted = complete::wants::<F>(&text, cursor).map(|column| column.field);
        let offers = wanted.map(|field| (field, rows::values(field, rows.iter().map(|row| (row, context::<F>(row, cx))))));
        let offers = Offers(offers.into_iter().collect());
        self.filter.offer(complete::suggest::<F>(&text, cursor, &offers, cx.lang(), complete::MOST));
    }

    /// Shows the rows that another page opened; Esc brings the filter from before back and leads there.
    pub(crate) fn drill(&mut self, query: &str) {
        let before = self.opened.take().map_or_else(|| self.filter.query().to_owned(), |(_, before)| before);
        self.opened = Some((query.to_owned(), before));
        self.marks = Arc::default();
        self.ask(query);
    }

    /// Shows the rows of a query.
    pub(crate) fn ask(&mut self, query: &str) {
        self.filter.set(query);
        self.stale = true;
        self.moved = false;
    }
}

/// The methods of a page that its sheet does: text, the mouse, menus, looks, the table. `$rows` says where the rows are.
macro_rules! sheet_page {
    ($sheet:ident, |$this:ident, $cx:ident| $rows:expr) => {
        fn typed(&mut self, key: $crate::tui::key::Key, cx: &mut Shared) -> Vec<Effect> {
            self.$sheet.typed(key, cx);
            Vec::new()
        }

        fn pasted(&mut self, text: &str, cx: &mut Shared) -> Vec<Effect> {
            self.$sheet.pasted(text, cx);
            Vec::new()
        }

        fn filter(&mut self) -> Option<&mut $crate::tui::list::Filter> {
            Some(&mut self.$sheet.filter)
        }

        fn drag(&mut self, x: u16, cx: &mut Shared) {
            self.$sheet.drag(x, cx);
        }

        fn release(&mut self) {
            self.$sheet.release();
        }

        fn entries(&self, kind: $crate::tui::pick::Kind, cx: &Shared) -> Vec<$crate::tui::pick::Entry> {
            self.$sheet.entries(kind, cx)
        }

        fn choose(&mut $this, choice: &$crate::tui::pick::Choice, $cx: &mut Shared) -> Vec<Effect> {
            if matches!(choice, $crate::tui::pick::Choice::Group(_)) {
                // The rows may be in what is shared: they are grouped on their own.
                let grouping = $this.$sheet.grouping(choice, $rows, $cx);
                if let Some(of) = grouping {
                    $cx.group(of);
                }
                return Vec::new();
            }
            $this.$sheet.choose(choice, $cx);
            Vec::new()
        }

        fn adjust(&mut self, choice: &$crate::tui::pick::Choice, action: Action, cx: &mut Shared) -> bool {
            self.$sheet.adjust(choice, action, cx)
        }

        fn look(&self) -> Option<$crate::tui::look::Look> {
            Some(self.$sheet.look())
        }

        fn set_look(&mut self, look: &$crate::tui::look::Look, _cx: &mut Shared) -> Vec<Effect> {
            self.$sheet.set_look(look);
            Vec::new()
        }

        fn drill(&mut self, query: &str, _scope: Option<$crate::domain::CompanyId>, _cx: &mut Shared) -> Vec<Effect> {
            self.$sheet.drill(query);
            Vec::new()
        }

        fn marks(&self) -> Option<$crate::tui::undo::Marks> {
            Some(self.$sheet.kept())
        }

        fn set_marks(&mut self, marks: &$crate::tui::undo::Marks) {
            self.$sheet.bring_back(marks);
        }

        fn fields(&$this, $cx: &Shared) -> Vec<$crate::tui::table::Fields> {
            $this.$sheet.fields($rows, $cx)
        }

        fn table(&$this, $cx: &Shared) -> Option<$crate::tui::table::Table> {
            Some($this.$sheet.table($rows, $cx))
        }
    };
}
pub(crate) use sheet_page;
