//! The state of the page of one invoice.

use crate::document::Preview;
use crate::domain::{HistoryEntry, RecordKey, TaxReport};
use crate::service::InvoiceDetail;
use crate::tui::keymap::Action;
use crate::tui::load::Load;

/// The page of one invoice.
#[derive(Debug, Default)]
pub(crate) struct Invoice {
    pub(crate) key: Option<RecordKey>,
    /// `Ready(None)`: it is no longer here.
    pub(crate) state: Load<Option<Box<InvoiceDetail>>>,
    /// First line shown.
    pub(crate) top: usize,
    /// The invoice under the list's cursor is to be opened as soon as it is known.
    pub(crate) wanted: bool,
    /// It was opened from another page than the list, and Esc leads back there.
    pub(crate) apart: bool,
    /// Payments at the provider, once they were asked for.
    pub(crate) payments: Option<Load<Vec<HistoryEntry>>>,
    /// The tax authority's answer, once it was asked for.
    pub(crate) report: Option<Load<TaxReport>>,
    /// The public address, once it was asked for.
    pub(crate) url: Option<Load<String>>,
    /// The document in figures, once it was asked for.
    pub(crate) figures: Option<Load<Box<Preview>>>,
    /// The place of the warning that the line of its cause is marked for.
    pub(crate) warned: Option<usize>,
    /// The number of changes of own records that it was read after.
    pub(crate) writes: u64,
    /// What was asked of it while it was being read; it is done once the invoice is here, if its page is still shown.
    pub(crate) ahead: Option<Action>,
}

impl Invoice {
    /// The invoice, as far as it is here.
    pub(crate) fn shown(&self) -> Option<&InvoiceDetail> {
        self.state.ready()?.as_deref()
    }
}
