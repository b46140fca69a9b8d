//! Turns of calendars: one sync of each at a time, and none waits for that of another.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, Weak};

use super::task::lock;
use crate::domain::RemoteId;

/// The calendars that are being synced.
#[derive(Default)]
pub(in crate::service) struct Turns(Mutex<BTreeMap<RemoteId, Weak<tokio::sync::Mutex<()>>>>);

impl Turns {
    /// Waits for the turn of a calendar, which lasts as long as what is returned.
    pub(in crate::service) async fn take(&self, calendar: &RemoteId) -> tokio::sync::OwnedMutexGuard<()> {
        let turn = {
            let mut turns = lock(&self.0);
            turns.retain(|_, turn| turn.strong_count() > 0);
            let known = turns.get(calendar).and_then(Weak::upgrade);
            known.unwrap_or_else(|| {
                let turn = Arc::default();
                turns.insert(calendar.clone(), Arc::downgrade(&turn));
                turn
            })
        };
        turn.lock_owned().await
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_calendar_waits_for_its_own_sync_and_not_for_that_of_another() {
        let (turns, one, other) = (Turns::default(), RemoteId::new("one"), RemoteId::new("other"));
        let held = turns.take(&one).await;
        assert!(turns.take(&other).now_or_never().is_some(), "another one goes on");
        assert!(turns.take(&one).now_or_never().is_none());
        drop(held);
        assert!(turns.take(&one).now_or_never().is_some());
        assert!(lock(&turns.0).len() <= 2, "turns that ended are forgotten");
    }
}
