//! A feed in a run: its state, its place, and how far its scan is.

use crate::domain::RemoteId;
use crate::provider::Feed;
use crate::store::{FeedStep, ScanState, ScanStep, SyncState};

/// A feed in a run: its state, and how far its scan is.
#[derive(Debug)]
pub(super) struct FeedPlace {
    pub(super) feed: Feed,
    pub(super) state: SyncState,
    /// The state as the store has it.
    pub(super) kept: SyncState,
    pub(super) scan: Option<FullScan>,
    /// Whether what an earlier scan noted is to be forgotten.
    pub(super) clear: bool,
    pub(super) page: u32,
}

/// The scan in progress.
#[derive(Debug)]
pub(super) struct FullScan {
    pub(super) state: ScanState,
    /// Seen, and not yet written down.
    pub(super) ids: Vec<RemoteId>,
    /// Whether an earlier run began it: then what it lists first is not the newest.
    pub(super) resumed: bool,
    /// The identifiers of an earlier scan must be cleared.
    pub(super) restart: bool,
}

impl FullScan {
    pub(super) fn step(&self) -> ScanStep {
        let ids = self.ids.clone();
        if self.restart { ScanStep::Restart(ids) } else { ScanStep::Add(ids) }
    }
}

impl FeedPlace {
    /// What the end of the run writes of the feed; `over` tells that its scan is, if there was one.
    pub(super) fn last_step(&self, over: bool) -> FeedStep {
        let feed = self.feed.name.into();
        let scanned = self.clear || self.scan.is_some() || self.kept.scan.is_some();
        if self.clear || (over && scanned) {
            return FeedStep { feed, state: Some(SyncState { scan: None, ..self.state.clone() }), scan: ScanStep::Clear };
        }
        let held = self.scan.as_ref().filter(|scan| scan.state.pages_done > 0 && (scan.restart || !scan.ids.is_empty()));
        if let Some(held) = held {
            let state = Some(SyncState { scan: Some(held.state.clone()), ..self.state.clone() });
            return FeedStep { feed, state, scan: held.step() };
        }
        FeedStep { feed, state: (self.state != self.kept).then(|| self.state.clone()), scan: ScanStep::Keep }
    }
}

/// What an identifier begins with, of the prefixes of a kind; empty if it is none of them.
pub(super) fn prefix_of<'p>(id: &RemoteId, prefixes: &[&'p str]) -> &'p str {
    prefixes.iter().copied().find(|prefix| !prefix.is_empty() && id.as_str().starts_with(prefix)).unwrap_or_default()
}
