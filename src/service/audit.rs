//! The audit log: what is worth a line in it, and the line.
//!
//! A line is durable before its change is made, so that nothing changes without one. Syncs need none of their own: that
//! they began, and who began them, is in the same journal.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Result;
use super::access::Caller;
use super::call::Call;
use super::local::Local;
use super::task::blocking;
use crate::domain::{AuditEntry, AuditLog, Channel, CompanyId};
use crate::store::Store;

/// The line of a call. It is written once, right before the call's change; a call that is refused before it has changed
/// anything leaves one line that says so.
#[derive(Debug)]
pub(crate) struct Line {
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

impl Local {
    /// The line of a call that is about to be performed. Written here, except for calls that check what is asked first and
    /// write it themselves.
    pub(super) async fn before(self: &Arc<Self>, call: &Call, caller: &Caller) -> Result<Arc<Line>> {
        // There is no log to write to where only a copy is open.
        let line = self.line(call).filter(|_| self.borrowed.is_none());
        let entry = line.map(|(action, subject)| AuditEntry {
            sequence: 0,
            at: self.options.clock.now(),
            actor: caller.actor.clone(),
            from: caller.from.clone(),
            action: action.to_owned(),
            subject,
        });
        let line = Arc::new(Line { entry, written: AtomicBool::new(false) });
        if line.entry.is_some() && !writes_its_line(call) {
            let (local, line) = (self.clone(), line.clone());
            blocking(move || line.write(&local)).await?;
        }
        Ok(line)
    }

    /// Writes that what the line says was not done.
    pub(super) async fn failed(self: &Arc<Self>, line: &Line) -> Result<()> {
        let Some(entry) = line.entry.clone() else { return Ok(()) };
        let at = self.options.clock.now();
        self.note(AuditEntry { at, action: format!("{}.failed", entry.action), ..entry }).await
    }

    /// The log, read to its end and verified.
    pub(super) async fn audit(self: &Arc<Self>) -> Result<AuditLog> {
        let local = self.clone();
        blocking(move || Ok(local.store.audit_log()?)).await
    }

    async fn note(self: &Arc<Self>, entry: AuditEntry) -> Result<()> {
        let local = self.clone();
        blocking(move || Ok(local.store.audit(&entry)?)).await
    }

    fn line(&self, call: &Call) -> Option<(&'static str, String)> {
        let name = |id: &CompanyId| self.by_id(*id).map_or_else(|_| id.to_string(), |company| company.name);
        Some(match call {
            Call::AddCompany(new) => ("company.add", new.name.clone()),
            Call::RenameCompany(id, to) => ("company.rename", format!("{} → {to}", name(id))),
            Call::EnableCompany(id, true) => ("company.enable", name(id)),
            Call::EnableCompany(id, false) => ("company.disable", name(id)),
            Call::RemoveCompany(id) => ("company.remove", name(id)),
            Call::SetKey(id, ..) => ("key.set", name(id)),
            Call::Cancel(companies) if companies.is_empty() => ("sync.cancel", "*".to_owned()),
            Call::Cancel(companies) => ("sync.cancel", companies.iter().map(name).collect::<Vec<_>>().join(", ")),
            Call::AddToken(new) => ("token.add", new.name.clone()),
            Call::RevokeToken(wanted) => ("token.revoke", wanted.clone()),
            Call::TestAlerts(only) => ("alert.test", only.map_or("*", Channel::as_str).to_owned()),
            Call::SetAlertSecret(which, Some(_)) => ("alert.secret.set", which.as_str().to_owned()),
            Call::SetAlertSecret(which, None) => ("alert.secret.remove", which.as_str().to_owned()),
            Call::Exported(what) => ("export", what.clone()),
            Call::ExportFailed(what) => ("export.failed", what.clone()),
            _ => return None,
        })
    }
}

/// Whether the call checks what is asked and writes its line when the change is certain.
const fn writes_its_line(call: &Call) -> bool {
    matches!(
        call,
        Call::AddCompany(_)
            | Call::RenameCompany(..)
            | Call::RemoveCompany(_)
            | Call::SetKey(..)
            | Call::AddToken(_)
            | Call::RevokeToken(_)
    )
}
