//! Performing a call in the process that has the store.

use std::sync::Arc;

use super::access::{Action, Caller};
use super::audit::Line;
use super::call::{Answer, Call};
use super::local::Local;
use super::{NewCompany, Result, ServiceError};
use crate::provider::{base_url, is_private};
use crate::store::Store;

impl Local {
    /// Performs a call for somebody; what their role does not allow is refused here and nowhere else.
    pub(crate) async fn perform(self: &Arc<Self>, call: Call, caller: &Caller) -> Result<Answer> {
        let named = call.names_companies();
        let call = caller.narrow(call, &self.registry.companies())?;
        let call = self.sound(call, named)?;
        if let Some(borrowed) = &self.borrowed
            && !matches!(call.action(), Action::Read | Action::Audit)
        {
            return Err(borrowed.why.clone());
        }
        let line = self.before(&call, caller).await?;
        let answer = match self.answer(call, caller, &line).await {
            Err(error) => {
                self.failed(&line).await?;
                return Err(caller.hear(error, &self.registry.companies()));
            }
            Ok(answer) => answer,
        };
        caller.see(answer, &self.registry.companies())
    }

    /// Whether a caller may have this host talk to the address of a new company. One on this machine or in a private network
    /// may be anything that listens there; an address that cannot be read is refused later, with its reason.
    fn may_reach(&self, new: &NewCompany, caller: &Caller) -> bool {
        let is_local = || new.base_url.as_deref().and_then(|url| base_url(url).ok()).is_some_and(|url| is_private(&url));
        caller.owner || self.options.config.access.local_addresses || !is_local()
    }

    async fn answer(self: &Arc<Self>, call: Call, caller: &Caller, line: &Arc<Line>) -> Result<Answer> {
        Ok(match call {
            Call::Companies => Answer::Companies(self.companies().await?),
            Call::Company(wanted) => Answer::Company(self.company(&wanted).await?),
            Call::AddCompany(new) if !self.may_reach(&new, caller) => {
                return Err(ServiceError::LocalAddress { url: new.base_url.unwrap_or_default() }.into());
            }
            Call::AddCompany(new) => Answer::AddCompany(self.add_company(new, line).await?),
            Call::RenameCompany(id, name) => Answer::RenameCompany(self.rename_company(id, &name, line).await?),
            Call::EnableCompany(id, enabled) => Answer::EnableCompany(self.enable_company(id, enabled).await?),
            Call::Removal(id) => Answer::Removal(self.removal(id).await?),
            Call::RemoveCompany(id) => Answer::RemoveCompany(self.remove_company(id, line).await?),
            Call::SetKey(id, key) => Answer::SetKey(self.set_key(id, key, line).await?),
            Call::TestKey(id) => Answer::TestKey(self.test_key(id).await?),
            Call::NumberGaps(id) => Answer::NumberGaps(self.number_gaps(id).await?),
            Call::Find(request) => Answer::Find(self.find(request).await?),
            Call::Lookup(wanted, companies) => Answer::Lookup(self.lookup(&wanted, &companies).await?),
            Call::Invoice(key) => Answer::Invoice(self.invoice(&key).await?.map(Box::new)),
            Call::Details(request) => Answer::Details(self.details(request).await?),
            Call::Payments(key) => Answer::Payments(self.payments(&key).await?),
            Call::TaxReport(key) => Answer::TaxReport(self.tax_report(&key).await?),
            Call::PublicUrl(key) => Answer::PublicUrl(self.public_url(&key).await?),
            Call::Pdf(key) => Answer::Pdf(self.pdf(&key).await?),
            Call::Sync(request) => Answer::Sync(self.sync(request, caller.actor.clone()).await?),
            Call::Start(request) => Answer::Start(self.start(request, caller.actor.clone()).await?),
            Call::Cancel(companies) => {
                self.cancel(&companies);
                Answer::Cancel(())
            }
            Call::Runs(filter) => Answer::Runs(self.runs(filter).await?),
            Call::Run(id) => Answer::Run(self.run(id).await?),
            Call::Doubts => Answer::Doubts(self.store.doubted()),
            Call::Audit => Answer::Audit(self.audit().await?),
            Call::Exported(_) => Answer::Exported(()),
            Call::ExportFailed(_) => Answer::ExportFailed(()),
            Call::AddToken(new) => Answer::AddToken(self.add_token(new, caller, line).await?),
            Call::Tokens => Answer::Tokens(self.all_tokens().await?),
            Call::RevokeToken(wanted) => Answer::RevokeToken(self.revoke_token(&wanted, line).await?),
            Call::Admit(hash) => Answer::Admit(self.admit(hash).await?),
            Call::StepAside => {
                if self.engine.is_syncing() {
                    return Err(ServiceError::SyncRuns.into());
                }
                self.aside.notify_one();
                Answer::StepAside(())
            }
            Call::Report(request) => Answer::Report(self.report(request).await?),
            Call::Suggest(text, cursor, companies) => Answer::Suggest(self.suggest(text, cursor, companies).await?),
            Call::Changes(request) => Answer::Changes(self.changes(request).await?),
            Call::Alerts => Answer::Alerts(self.alerts().await?),
            Call::TestAlerts(only) => Answer::TestAlerts(self.test_alerts(only).await?),
            Call::SetAlertSecret(which, secret) => {
                self.set_alert_secret(which, secret).await?;
                Answer::SetAlertSecret(())
            }
        })
    }
}
