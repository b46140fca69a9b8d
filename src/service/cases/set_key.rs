//! Replaces a company's key.

use serde::{Deserialize, Serialize};

use crate::domain::{Company, CompanyId};
use crate::service::companies::{ask_account, check_has_key, keep_key, learn, name_of, refuse_other, refuse_same, seal, tested};
use crate::service::{
    Action, Audit, Context, Given, Kind, NewKey, Param, Patience, Repeat, Result, Route, Routed, Scope, Tested, UseCase,
};

/// Replaces a company's key; a key that the service refuses is not kept, nor is one to another company's account, or to an account with
/// another tax number than the company's, unless forced.
#[derive(Debug, Serialize, Deserialize)]
pub struct SetKey {
    /// The company.
    pub company: CompanyId,
    /// The key.
    pub key: NewKey,
}

impl Routed for SetKey {
    type Body = NewKey;
    const ROUTE: Route = Route::put("/v1/companies/{company}/key", "set_key", "companies")
        .about("Gives a company another API key.")
        .params(&[Param::new("company", Kind::Number, "Its number")])
        .with_companies();

    fn read(given: &Given, key: NewKey) -> Result<Self> {
        Ok(Self { company: given.company()?, key })
    }
}

impl UseCase for SetKey {
    type Answer = Tested;
    const ACTION: Action = Action::Keys;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| ("key.set", name_of(names, case.company)));

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<Tested> {
        let Self { company: id, key: new } = self;
        let begun = cx.clone().blocking(move |cx| {
            let company = cx.local.by_id(id)?;
            check_has_key(&company)?;
            let unknown = Company { tax_number: None, ..company.clone() };
            refuse_same(&cx.local, &unknown, Some(&new.key), Some(id), new.force)?;
            Ok((company, new))
        });
        let (mut company, new) = begun.await?;
        let account = if new.test { Some(ask_account(&cx.local, &company, new.key.clone()).await?) } else { None };
        if !new.force {
            refuse_other(&company, account.as_ref())?;
        }
        learn(&mut company, account.as_ref());
        let kept = cx.clone().blocking(move |cx| {
            refuse_same(&cx.local, &company, Some(&new.key), Some(id), new.force)?;
            let sealed = seal(&cx.local, &new.key)?;
            cx.note()?;
            keep_key(&cx.local, &company, sealed)
        });
        let company = kept.await?;
        tracing::info!(company = id.0, "key set");
        Ok(tested(&cx.local, company, account))
    }
}
