//! Lists of records, for every kind of record: a window of rows around what is shown, cursor, marks, order, columns, a line
//! that filters, totals.
//!
//! For: pages. A page says with a [`Schema`] what the list is of, turns a search into a question, and writes cells; the rest is
//! here. Never: a page, a kind of record.

mod columns;
mod filter;
mod line;
mod moving;
mod schema;
mod selection;
mod table;
mod totals;
mod window;

pub(crate) use columns::{Shown, read, resize, set, shift, toggle, write};
pub(crate) use filter::{Completed, Filter, QUERIES, place_of};
pub(crate) use line::{draw_complaint, draw_filter, draw_suggestions};
pub(crate) use moving::{moved, scroll};
pub(crate) use schema::Schema;
pub(crate) use table::{Column, MARGIN, Placed, draw_rows, fit, heading_at, in_order};
pub(crate) use totals::{draw_totals, totals_height};
pub(crate) use window::{List, Purpose, Search, Window};
