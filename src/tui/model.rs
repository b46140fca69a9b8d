//! All that the screen knows: what is shared, and the pages, which are made from the table of [`super::pages`].

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::event::Effect;
use super::keymap::{CONFIRM, Context, EDITING, EVERYWHERE, FILTERING, FORM, MENU, MOVING, PICK, PROMPT};
use super::look::Look;
use super::page::{Change, Page};
use super::pages::PageId;
use super::pick::Kind;
use super::shared::{Overlay, Shared};
use super::undo::Undo;
use crate::locale::Locale;

/// Evaluates an expression with the page of an id: `on!(&mut model, id, |page| page.act(action, &mut model.shared))`.
macro_rules! on {
    (&mut $model:ident, $id:expr, |$page:ident| $call:expr) => {
        $crate::tui::pages::pages! { [$crate::tui::model::on_page] (mut $model) ($id) ($page) ($call) }
    };
    (&$model:ident, $id:expr, |$page:ident| $call:expr) => {
        $crate::tui::pages::pages! { [$crate::tui::model::on_page] ($model) ($id) ($page) ($call) }
    };
}
pub(crate) use on;

/// A match, so that no page is behind a pointer.
macro_rules! on_page {
    ((mut $model:ident) ($id:expr) ($page:ident) ($call:expr) $($(#[$doc:meta])* $Id:ident $module:ident $word:literal $title:literal;)*) => {
        match $id {
            $($crate::tui::pages::PageId::$Id => {
                let $page = &mut $model.pages.$module;
                $call
            })*
        }
    };
    (($model:ident) ($id:expr) ($page:ident) ($call:expr) $($(#[$doc:meta])* $Id:ident $module:ident $word:literal $title:literal;)*) => {
        match $id {
            $($crate::tui::pages::PageId::$Id => {
                let $page = &$model.pages.$module;
                $call
            })*
        }
    };
}
pub(crate) use on_page;

macro_rules! store {
    ($($(#[$doc:meta])* $Id:ident $module:ident $word:literal $title:literal;)*) => {
        /// The pages, a field each.
        #[derive(Debug, Default)]
        pub(crate) struct Pages {
            $($(#[$doc])* pub(crate) $module: super::pages::$module::$Id,)*
        }

        /// Every set of keys, in the order of the manual.
        pub(crate) fn contexts() -> Vec<&'static Context> {
            let pages = [$(<super::pages::$module::$Id as Page>::CONTEXTS),*].into_iter().flatten().copied();
            [&EVERYWHERE, &MOVING].into_iter().chain(pages).chain([&FILTERING, &PICK, &MENU, &PROMPT, &FORM, &CONFIRM, &EDITING]).collect()
        }
    };
}
super::pages::pages!([store]);

/// All that the screen knows.
#[derive(Debug)]
pub struct Model {
    pub(crate) shared: Shared,
    pub(crate) pages: Pages,
    pub(crate) undo: Undo,
}

impl Model {
    /// A screen without data.
    pub(crate) fn new(locale: &'static Locale, zone: TimeZone, now: Timestamp, size: (u16, u16)) -> Self {
        Self { shared: Shared::new(locale, zone, now, size), pages: Pages::default(), undo: Undo::default() }
    }

    /// The keys that hold now.
    pub(crate) fn context(&self) -> &'static Context {
        match &self.shared.overlay {
            Some(Overlay::Pick(picker)) => picker.kind.context(),
            Some(Overlay::Prompt(_)) => &PROMPT,
            Some(Overlay::Form(_)) => &FORM,
            Some(Overlay::Confirm { .. }) => &CONFIRM,
            None => self.page_context(),
        }
    }

    /// The keys of the page, without what lies over it.
    pub(crate) fn page_context(&self) -> &'static Context {
        on!(&self, self.shared.page, |page| page.context())
    }

    /// The page of the list that views are about: the one that is shown if it is a list, else the invoices.
    pub(crate) fn listing(&self) -> PageId {
        let page = self.shared.page;
        if on!(&self, page, |page| page.look()).is_some() { page } else { PageId::Invoices }
    }

    /// The look of a list of a page, by its place.
    pub(crate) fn look_of(&self, page: PageId, list: usize) -> Option<Look> {
        match list.checked_sub(1) {
            None => on!(&self, page, |page| page.look()),
            Some(further) => on!(&self, page, |page| page.others()).into_iter().nth(further).map(|(look, _)| look),
        }
    }

    /// The extent of every list.
    #[cfg(test)]
    pub(crate) fn extents(&self) -> Vec<(usize, usize, usize)> {
        PageId::ALL.iter().filter_map(|id| on!(&self, *id, |page| page.extent(&self.shared))).collect()
    }

    /// Tells every page of a change; returns what the pages read because of it.
    pub(crate) fn spread(&mut self, change: &Change<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for id in PageId::ALL {
            effects.extend(on!(&mut self, *id, |page| page.stale(change, &mut self.shared)));
        }
        effects
    }

    /// Applies the language, the mask and the theme that are set.
    pub(crate) fn apply_settings(&mut self) {
        let shared = &mut self.shared;
        let lang = shared.settings.lang.unwrap_or(shared.native.lang());
        shared.locale = if shared.masked { lang.masked() } else { lang.locale() };
        shared.dirty = true;
        let _ = self.spread(&Change::Look);
    }

    /// The address that is shown, if any.
    pub(crate) fn link(&self) -> Option<&str> {
        match &self.shared.overlay {
            Some(Overlay::Pick(picker)) if picker.kind == Kind::Said => {
                return self.shared.jobs.get(self.shared.said?)?.link.as_deref();
            }
            Some(_) => return None,
            None => {}
        }
        let page = self.shared.page;
        let companion = if self.shared.wide() { on!(&self, page, |page| page.companion()) } else { None };
        on!(&self, companion.unwrap_or(page), |page| page.link())
    }
}
