//! What every use case states about itself, and how one is performed.
//!
//! For: a file in `cases/` each. Permission, repeatability, patience, scope and audit have no default: the compiler asks for
//! each of them. Uses: the role table of `access`. Never: one use case in particular.

use std::fmt::Debug;
use std::future::Future;
use std::sync::Arc;

use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::access::{Action, Caller, Scope};
use super::audit::{Audit, Line};
use super::local::Local;
use super::task::blocking;
use super::{Result, ServiceError};
use crate::domain::CompanyId;
use crate::query::Names;
use crate::sync::Event;

/// A use case: its input is the value, its output the answer.
pub trait UseCase: Debug + Serialize + DeserializeOwned + Send + 'static {
    /// Answer.
    type Answer: Debug + Serialize + DeserializeOwned + Send;
    /// The permission that it needs.
    const ACTION: Action;
    /// Whether it may be performed twice.
    const REPEAT: Repeat;
    /// How long a caller waits.
    const PATIENCE: Patience;
    /// Its line in the audit log.
    const AUDIT: Audit<Self>;
    /// Whether it changes nothing although its permission is one to change things, so that a copy of a store on a full disk answers it.
    const READS: bool = false;
    /// The same of this one: a look at what a change would do changes nothing either.
    fn reads(&self) -> bool {
        Self::READS
    }
    /// The companies that it is about.
    fn scope(&mut self) -> Scope<'_>;
    /// The work, once it is allowed.
    fn run(self, cx: Context) -> impl Future<Output = Result<Self::Answer>> + Send;
}

/// Whether a call may be sent again after the host was lost: whether it was performed is not known then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// Twice has the effect of once.
    Safe,
    /// Performed twice it does harm: the caller is told that the outcome is unknown.
    Once,
}

/// What a call may wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// The store.
    Local,
    /// An accounting service.
    Provider,
    /// A sync.
    Sync,
}

/// Context of a use case.
#[derive(Debug, Clone)]
pub struct Context {
    pub(crate) local: Arc<Local>,
    pub(crate) caller: Caller,
    pub(super) line: Arc<Line>,
}

impl Context {
    /// Does blocking work on the store.
    pub(crate) async fn blocking<T: Send + 'static>(self, work: impl FnOnce(&Self) -> Result<T> + Send + 'static) -> Result<T> {
        blocking(move || work(&self)).await
    }

    /// Writes the line of the audit log of a case that says [`Audit::Certain`]: right before its change. Blocks.
    pub(super) fn note(&self) -> Result<()> {
        self.line.write(&self.local)
    }

    /// Refuses an address on this machine or in a private network to other users than the owner, unless they may name one: any program may
    /// listen there. `told` is what the error says of it.
    pub(super) fn may_reach(&self, url: &url::Url, told: &str) -> Result<()> {
        if crate::provider::is_private(url) && !self.caller.owner && !self.local.options.config.access.local_addresses {
            return Err(ServiceError::LocalAddress { url: told.to_owned() }.into());
        }
        Ok(())
    }

    /// Whether the caller may read a company.
    pub(super) fn sight(&self) -> impl Fn(CompanyId) -> bool + use<> {
        let companies = self.caller.everywhere.is_none().then(|| self.local.registry.companies());
        let caller = self.caller.clone();
        move |id| {
            let sees = |companies: &[crate::domain::Company]| {
                companies.iter().any(|company| company.id == id && caller.may(Action::Read, company))
            };
            companies.as_deref().is_none_or(sees)
        }
    }

    /// Names of the companies.
    pub(super) fn names(&self) -> Names {
        self.local.names()
    }
}

/// Whether screens and others that follow are told that a case was performed: it changed something that no event of its own tells.
const fn tells<C: UseCase>() -> bool {
    !matches!(C::ACTION, Action::Read | Action::Sync | Action::Audit | Action::Maintenance) && !matches!(C::AUDIT, Audit::Nothing)
}

/// Whether a case changes nothing in the store, so that a copy of it answers. A token is admitted by what is read of it.
fn only_reads<C: UseCase>(case: &C) -> bool {
    match C::ACTION {
        Action::Read | Action::Audit | Action::Ledger => true,
        Action::Tokens => matches!(C::AUDIT, Audit::Nothing),
        _ => case.reads(),
    }
}

/// The case in writing, where it reads records of companies: it is performed once more if damage is met on the way.
fn asked_again<C: UseCase>(case: &mut C) -> Result<Option<Vec<u8>>> {
    let reads = C::ACTION == Action::Read && C::REPEAT == Repeat::Safe && matches!(C::AUDIT, Audit::Nothing);
    if !reads || !matches!(case.scope(), Scope::Records(_) | Scope::Record(_)) {
        return Ok(None);
    }
    serde_json::to_vec(case).map(Some).map_err(|_| ServiceError::TaskDied.into())
}

impl Local {
    /// Performs a use case for a caller; what the caller's role does not allow is refused here and nowhere else.
    pub(crate) async fn ask<C: UseCase>(self: &Arc<Self>, mut case: C, caller: &Caller) -> Result<C::Answer> {
        if self.is_shared() && C::ACTION != Action::Read {
            // A change is decided by what is there, whichever process wrote it.
            let local = self.clone();
            blocking(move || local.follow()).await?;
        }
        let about = match case.scope() {
            Scope::One(company) | Scope::Record(company) => Some(company),
            _ => None,
        };
        let (met, again) = (self.store.damage_met(), asked_again(&mut case)?);
        let reads = only_reads(&case);
        self.authorize::<C>(case.scope(), reads, caller)?;
        let line = match C::AUDIT {
            Audit::Nothing => None,
            Audit::Before(line) | Audit::Certain(line) => Some(line(&case, &self.names())),
        };
        let line = self.begin_line(line, matches!(C::AUDIT, Audit::Before(_)), caller).await?;
        let cx = Context { local: self.clone(), caller: caller.clone(), line: line.clone() };
        // Boxed as a `dyn`: the compiler proves once that the work of a case is `Send`, not again for everything that awaits it.
        let work: BoxFuture<'static, Result<C::Answer>> = Box::pin(case.run(cx));
        match work.await {
            // Damage was met meanwhile: the answer lacks something of a company that is left out, or refused, from now on.
            Ok(_) if self.store.damage_met() != met && again.is_some() => {
                let again = again.unwrap_or_default();
                let case: C = serde_json::from_slice(&again).map_err(|_| ServiceError::TaskDied)?;
                Box::pin(self.ask(case, caller)).await
            }
            Ok(answer) => {
                if tells::<C>() {
                    // No subscriber is no failure.
                    let _ = self.events.send(Event::Changed(about));
                }
                Ok(answer)
            }
            Err(error) => {
                self.failed(&line).await?;
                Err(caller.redact(error, &self.registry.companies()))
            }
        }
    }

    /// Names of the companies.
    pub(super) fn names(&self) -> Names {
        self.registry.companies().into_iter().collect()
    }

    fn authorize<C: UseCase>(&self, scope: Scope<'_>, reads: bool, caller: &Caller) -> Result<()> {
        let scope = caller.authorize(C::ACTION, scope, &self.registry.companies())?;
        self.leave_out_damaged(scope)?;
        match &self.borrowed {
            Some(borrowed) if !reads => Err(borrowed.why.clone()),
            _ => Ok(()),
        }
    }
}
