//! Views: a query with its order and columns under a name; some are built in.

use super::look::Look;
use super::pages::PageId;
use crate::locale::Locale;
use crate::query::{Field, Sort};

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct View {
    /// Its name.
    pub(crate) name: String,
    /// The page of its list.
    pub(crate) page: PageId,
    /// The place of its list among those of the page.
    pub(crate) list: usize,
    /// The query, the order, the columns.
    pub(crate) look: Look,
}

/// The built-in views: name, query, order, largest or newest first.
const BUILT_IN: [(&str, &str, Field, bool); 8] = [
    ("tui-view-overdue", "overdue", Field::Due, false),
    ("tui-view-due-this-week", "status:unpaid due:today..this-week", Field::Due, false),
    ("tui-view-unpaid-90", "status:unpaid due<last-90d", Field::Due, false),
    ("tui-view-changed", "changed:yesterday..today", Field::Changed, true),
    ("tui-view-warnings", "has:warning", Field::Issued, true),
    ("tui-view-drafts", "type:draft,draft_offer,draft_order_form,draft_waybill", Field::Issued, true),
    ("tui-view-largest", "status:unpaid", Field::Balance, true),
    ("tui-view-vanished", "status:vanished", Field::Changed, true),
];

/// Every view: the saved ones first, then the built-in ones with a free name.
pub(crate) fn all(saved: &[View], locale: &Locale) -> Vec<View> {
    let built_in = BUILT_IN.into_iter().map(|(name, query, field, descending)| View {
        name: locale.get(name),
        page: PageId::Invoices,
        list: 0,
        look: Look { query: query.to_owned(), sort: Sort { field, descending }.as_str(), columns: None },
    });
    let free = built_in.filter(|view| !saved.iter().any(|own| own.name == view.name));
    saved.iter().cloned().chain(free).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    #[test]
    fn every_built_in_view_has_a_name_and_a_query_that_parses() {
        for lang in [Lang::En, Lang::Hu] {
            for (id, query, ..) in BUILT_IN {
                assert!(lang.locale().has(id), "{id}");
                crate::query::parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
            }
        }
    }

    #[test]
    fn what_one_saves_goes_before_what_is_built_in() {
        let locale = Lang::En.locale();
        let own = View {
            name: all(&[], locale)[0].name.clone(),
            page: PageId::Invoices,
            list: 0,
            look: Look { query: "petz".into(), ..Look::default() },
        };
        let views = all(std::slice::from_ref(&own), locale);
        assert_eq!(views.len(), BUILT_IN.len());
        assert_eq!(views[0], own);
    }
}
