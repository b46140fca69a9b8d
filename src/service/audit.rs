//! The audit log: which cases have an entry, and the entry.
//!
//! An entry is durable before its change is made, so that no change lacks one. Syncs need none of their own: their
//! begin is in the same journal, with the user.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Result;
use super::access::Caller;
use super::local::Local;
use super::task::blocking;
use crate::domain::AuditEntry;
use crate::query::Names;
use crate::store::Store;

/// Items that a line names.
const IN_A_LINE: usize = 20;

/// The line of a call. It is written once, right before the call's change; a call that is refused before it has changed
/// anything leaves one line that says so.
#[derive(Debug)]
pub(super) struct Line {
    entry: Option<AuditEntry>,
    written: AtomicBool,
}

impl Line {
    /// Writes the line, unless it is written or the call is worth none. Blocks.
    pub(super) fn write(&self, local: &Local) -> Result<()> {
        match &self.entry {
            Some(entry) if !self.written.swap(true, Ordering::SeqCst) => Ok(local.store.audit(entry)?),
            _ => Ok(()),
        }
    }
}

/// When the line of a use case is written: its action, in stable words such as `company.rename`, and its subject.
pub enum Audit<C> {
    /// No entry.
    Nothing,
    /// Before the case runs.
    Before(fn(&C, &Names) -> (&'static str, String)),
    /// By the case, once it has checked that it will make its change: see `Context::note`.
    Certain(fn(&C, &Names) -> (&'static str, String)),
}

impl Local {
    /// The line of a case that is about to be performed, written at once or left to the case.
    pub(super) async fn begin_line(
        self: &Arc<Self>,
        line: Option<(&'static str, String)>,
        at_once: bool,
        caller: &Caller,
    ) -> Result<Arc<Line>> {
        // A read-only copy has no log to write to.
        let line = line.filter(|_| self.borrowed.is_none());
        let entry = line.map(|(action, subject)| AuditEntry {
            sequence: 0,
            at: self.options.clock.now(),
            actor: caller.actor.clone(),
            from: caller.from.clone(),
            action: action.to_owned(),
            subject,
        });
        let line = Arc::new(Line { entry, written: AtomicBool::new(false) });
        if line.entry.is_some() && at_once {
            let (local, line) = (self.clone(), line.clone());
            blocking(move || line.write(&local)).await?;
        }
        Ok(line)
    }

    /// Writes what a call approved, item by item, some in a line.
    pub(super) async fn approved(
        self: &Arc<Self>,
        caller: &Caller,
        action: &'static str,
        of: &str,
        items: &[String],
    ) -> Result<()> {
        let entries = self.in_lines(caller, action, of, items);
        let local = self.clone();
        blocking(move || Ok(entries.iter().try_for_each(|entry| local.store.audit(entry))?)).await
    }

    /// Writes what a call decided beside what it was asked for, item by item. Blocks.
    pub(super) fn decided(&self, caller: &Caller, action: &'static str, of: &str, items: &[String]) -> Result<()> {
        let entries = self.in_lines(caller, action, of, items);
        Ok(entries.iter().try_for_each(|entry| self.store.audit(entry))?)
    }

    fn in_lines(&self, caller: &Caller, action: &'static str, of: &str, items: &[String]) -> Vec<AuditEntry> {
        let at = self.options.clock.now();
        let entry = |items: &[String]| AuditEntry {
            sequence: 0,
            at,
            actor: caller.actor.clone(),
            from: caller.from.clone(),
            action: action.to_owned(),
            subject: format!("{of}: {}", items.join(", ")),
        };
        items.chunks(IN_A_LINE).map(entry).collect()
    }

    /// Writes that the change of a line was not made.
    pub(super) async fn failed(self: &Arc<Self>, line: &Line) -> Result<()> {
        let Some(entry) = line.entry.clone() else { return Ok(()) };
        let at = self.options.clock.now();
        let entry = AuditEntry { at, action: format!("{}.failed", entry.action), ..entry };
        let local = self.clone();
        blocking(move || Ok(local.store.audit(&entry)?)).await
    }
}
