//! What a page of records knows of their kind.

use std::fmt::Debug;

use crate::domain::{Kind, RecordKey};
use crate::export::Exported;
use crate::query::sieve::{ListRequest, Listed, Listing};
use crate::service::cases::Grouplist;
use crate::service::{self, UseCase};
use crate::tui::document::Row;
use crate::tui::event::Effect;
use crate::tui::keymap::{Action, Context};
use crate::tui::list::{Schema, Sum};
use crate::tui::page::Place;
use crate::tui::pages::PageId;
use crate::tui::paint::Piece;
use crate::tui::picked::{AnyPicked, Picked};
use crate::tui::shared::Shared;

/// A kind of record that has a page: a list that the service answers in windows, and a sheet of one record.
pub(crate) trait Records: Listed<Row: Sync> + Exported<Totals = <Self as Listed>::Totals> + Ord {
    /// The use case that lists it.
    type Find: service::Listed + UseCase<Answer = Listing<Self>>;
    /// The use case that reads one.
    type Read: service::Listed + UseCase<Answer = Option<Box<Self::Detail>>>;
    /// One record with its history.
    type Detail: Debug + Send + 'static;

    /// Its page.
    const PAGE: PageId;
    /// Its kind.
    const KIND: Kind;
    /// The keys of the list and of one record.
    const CONTEXTS: &'static [&'static Context];
    /// The keys of the list.
    const LIST: &'static Context;
    /// The keys of one record.
    const ONE: &'static Context;
    /// Its list, to be grouped.
    const GROUPLIST: Grouplist;
    /// Identifier of the text of "12 payments".
    const UNIT: &'static str;
    /// What is said where there are none yet.
    const EMPTY: (&'static str, &'static str);
    /// Whether lists end with totals.
    const HAS_TOTALS: bool;
    /// Lines of the page above the list.
    const ABOVE: u16 = 0;

    /// Returns the use case of a request.
    fn find(request: ListRequest<Self>) -> Self::Find;
    /// Returns the use case that reads a record.
    fn read(key: RecordKey) -> Self::Read;
    /// Returns what an export is about, whatever the kind.
    fn any(picked: Picked<Self>) -> AnyPicked;
    /// Returns the sums that totals consist of.
    fn sums(totals: &<Self as Listed>::Totals) -> Vec<Sum>;
    /// Takes totals away from others.
    fn less(totals: &mut <Self as Listed>::Totals, less: <Self as Listed>::Totals);
    /// Hides the customer of a row.
    fn hide(row: &mut Self::Row);
    /// True if a column names a customer or says an amount.
    fn is_secret(self) -> bool;
    /// Returns a cell with a look of its own.
    fn show(self, row: &Self::Row, cx: &Shared) -> Option<Piece>;
    /// True if a row is dimmed: nothing of it counts.
    fn is_gone(row: &Self::Row) -> bool;

    /// Returns the row of a record.
    fn row(detail: &Self::Detail) -> &Self::Row;
    /// Hides the customer of a record.
    fn hide_detail(detail: &mut Self::Detail);
    /// Completes a record with what its row in the list knows.
    fn complete(_detail: &mut Self::Detail, _row: &Self::Row) {}
    /// Returns the lines of a record.
    fn lines(detail: &Self::Detail, cx: &Shared, room: u16) -> Vec<Row>;
    /// Returns where an action on a row leads, such as to the documents that it pays; `None` if it leads nowhere.
    fn follow(row: &Self::Row, action: Action) -> Option<Place>;
    /// True if something can be changed of a row here.
    fn may_change(_row: &Self::Row, _cx: &Shared) -> bool {
        false
    }
    /// Opens the form that changes a row.
    fn change(_row: &Self::Row, _cx: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }
}

/// The key of a row.
pub(crate) fn key<F: Records>(row: &F::Row) -> RecordKey {
    RecordKey::new(<F as Listed>::company(row), F::KIND, F::id(row).clone())
}

/// A kind of record as lists know it.
#[derive(Debug)]
pub(crate) struct Of<F>(std::marker::PhantomData<F>);

impl<F> Default for Of<F> {
    fn default() -> Self {
        Self(std::marker::PhantomData)
    }
}

impl<F: Records> Schema for Of<F> {
    type Row = F::Row;
    type Key = RecordKey;
    type Field = F;
    type Totals = <F as Listed>::Totals;
    const HAS_TOTALS: bool = F::HAS_TOTALS;

    fn key(row: &F::Row) -> RecordKey {
        key::<F>(row)
    }

    fn marked<'r>(rows: impl Iterator<Item = &'r F::Row> + Clone, all: bool, found: &Self::Totals) -> Self::Totals {
        let mut sums = Self::Totals::default();
        rows.for_each(|row| F::add(row, &mut sums));
        if !all {
            return sums;
        }
        let mut totals = found.clone();
        F::less(&mut totals, sums);
        totals
    }

    fn sums(totals: &Self::Totals) -> Vec<Sum> {
        F::sums(totals)
    }
}
