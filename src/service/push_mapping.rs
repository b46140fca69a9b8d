//! What names stand for at a company that is written to.

use std::sync::Arc;

use super::Result;
use super::local::Local;
use super::push_error::PushError;
use super::task::blocking;
use super::write_scope::rules_of;
use crate::domain::outgoing::{Mapping, Source};
use crate::domain::push::{Choice, Listing};
use crate::domain::{Actor, CompanyId, Contact, RemoteId};
use crate::store::StoreExt;
use crate::store::pushes::{self, By};

impl Local {
    /// Sets what a name stands for at a company, or takes it back. What is not in the company's list is refused.
    pub(super) async fn set_mapping(
        self: &Arc<Self>,
        company: CompanyId,
        name: &str,
        id: Option<String>,
        actor: &Actor,
    ) -> Result<()> {
        let local = self.clone();
        let name = name.trim().to_owned();
        let unknown = || PushError::NoSuchMapping { name: name.clone() };
        let of = mapped(&name).ok_or_else(unknown)?;
        let by_company = blocking(move || local.by_id(company)).await?;
        if id.is_some() {
            rules_of(&by_company)?;
        }
        let mapping = match (id, of) {
            (None, _) => None,
            (Some(id), Mapped::Document) => {
                let source = Source(name.strip_prefix("document:").unwrap_or_default().into());
                let (local, author, at) = (self.clone(), actor.clone(), self.options.clock.now());
                return blocking(move || local.link_document(company, source, &RemoteId::new(id), By { at, author: &author }))
                    .await;
            }
            (Some(id), Mapped::Listed(listing)) => {
                let (session, _) = self.asked(&by_company).await?;
                let list = session.choices(listing).await?;
                let refused = || PushError::NoSuchChoice { id: id.clone(), name: name.clone() };
                let is = |choice: &&Choice| choice.id.as_str() == id || choice.code.as_deref() == Some(id.as_str());
                let choice = list.iter().find(is).ok_or_else(refused)?;
                Some(Mapping { name: name.clone(), id: choice.id.clone(), title: choice.name.clone() })
            }
            (Some(id), Mapped::Contact) => {
                let (local, wanted) = (self.clone(), RemoteId::new(id.as_str()));
                let known = id == "new"
                    || blocking(move || {
                        Ok(local.store.get::<Contact>(company, &[wanted])?.into_iter().flatten().next().is_some())
                    })
                    .await?;
                if !known {
                    return Err(PushError::NoSuchChoice { id, name }.into());
                }
                Some(Mapping { name: name.clone(), id: RemoteId::new(id), title: String::new() })
            }
        };
        let (local, author, now) = (self.clone(), actor.clone(), self.options.clock.now());
        blocking(move || {
            let by = By { at: now, author: &author };
            match mapping {
                Some(mapping) => Ok(pushes::set_mapping(&*local.store, company, &mapping, by)?),
                None if pushes::unset_mapping(&*local.store, company, &name, by)? => Ok(()),
                None => Err(PushError::NoSuchMapping { name }.into()),
            }
        })
        .await
    }
}

/// What a mapping is chosen from.
enum Mapped {
    /// A list of the company.
    Listed(Listing),
    /// Its contacts.
    Contact,
    /// Its documents: a document of the plan is linked with one that is there.
    Document,
}

/// What the mapping of this name is chosen from; `None` if no mapping has it.
fn mapped(name: &str) -> Option<Mapped> {
    match name {
        "sales-account" => Some(Mapped::Listed(Listing::SalesAccounts)),
        "payment-account" => Some(Mapped::Listed(Listing::PaymentAccounts)),
        "item" => Some(Mapped::Listed(Listing::Items)),
        "term" => Some(Mapped::Listed(Listing::Terms)),
        name if name.starts_with("tax:") && name != "tax:" => Some(Mapped::Listed(Listing::TaxCodes)),
        name if name.starts_with("contact:") => Some(Mapped::Contact),
        name if name.starts_with("document:") => Some(Mapped::Document),
        _ => None,
    }
}
