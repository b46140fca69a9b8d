//! Lists of records, for every kind of record: a window of rows around what is shown, cursor, marks, order, columns, a line
//! that filters, totals.
//!
//! For: pages. A page says with a [`Schema`] what the list is of, turns a search into a question, and writes cells; the rest is
//! here. Never: a page, a kind of record.

mod ahead;
mod columns;
mod filter;
mod grouping;
mod highlight;
mod line;
mod moving;
mod schema;
mod selection;
mod sheet;
mod table;
mod totals;
mod window;

pub(crate) use ahead::Ahead;
pub(crate) use columns::{Shown, read, resize, set, shift, toggle, write};
pub(crate) use filter::{Completed, Filter, QUERIES, place_of};
pub(crate) use grouping::{group_entries, usual_group};
pub(crate) use highlight::highlight;
pub(crate) use line::{draw_complaint, draw_filter, draw_suggestions, suggestion_at};
pub(crate) use moving::{half, is_seen, leaves_picture, moved, scroll, scrolled};
pub(crate) use schema::{Schema, Sum};
pub(crate) use sheet::{Frame, Hit, Rows, Sheet, fields, plain, sheet_page, table_formats};
pub(crate) use table::{Column, MARGIN, Placed, draw_rows, fit, fit_behind, heading, heading_at, in_order};
pub(crate) use totals::{draw_totals, totals_height};
pub(crate) use window::{List, Purpose, Search, Window};
