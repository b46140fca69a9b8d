//! Orders: use cases that change something, asked by forms and keys.

use super::Order;
use crate::service::Listed;
use crate::tui::ask::Question as Ask;
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::pages::PageId;

/// Orders are answered to the page that has the companies.
pub(super) const PAGE: PageId = PageId::Companies;

/// Asks the service to do something; the answer is taken by `outcome`.
pub(crate) fn order<C: Listed>(order: Order, case: C) -> Effect
where
    C::Answer: 'static,
{
    Effect::Ask(PAGE, Ask::Order(order, Case::new(case)))
}
