//! Adds a company with own books.

use serde::{Deserialize, Serialize};

use crate::domain::{Books, Company, CompanyId, Message, OWN_BOOKS};
use crate::error::{Error, ErrorKind};
use crate::service::books::{NewBooks, Shelf, check_possible, check_profile};
use crate::service::companies::{check_name, refuse_same};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Adds a company with own books, and its profile.
#[derive(Debug, Serialize, Deserialize)]
pub struct AddBooks(pub NewBooks);

impl UseCase for AddBooks {
    type Answer = Company;
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, _| ("books.add", case.0.name.clone()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Company> {
        cx.blocking(move |cx| {
            let (local, NewBooks { name, profile, force }) = (&cx.local, self.0);
            let name = name.trim().to_owned();
            check_name(local, &name, None)?;
            check_profile(&profile)?;
            check_possible(&profile.party, None)?;
            if jiff::tz::TimeZone::get(&profile.zone).is_err() {
                let message = Message::new("time-unknown-zone").with("zone", profile.zone);
                return Err(Error::new(ErrorKind::Usage, message));
            }
            let _gate = local.shelves.change();
            let company = Company {
                id: CompanyId(0),
                name,
                provider: OWN_BOOKS.to_owned(),
                base_url: None,
                enabled: true,
                tax_number: profile.party.tax_number.as_deref().map(str::to_owned),
                legal_name: Some(profile.party.name.clone()),
                added: local.options.clock.now(),
                login: None,
                tenant: None,
                books: Books {
                    currency: Some(profile.currency.clone()),
                    country: profile.party.address.country.as_deref().map(str::to_owned),
                    zone: Some(profile.zone.clone()),
                },
            };
            refuse_same(local, &company, None, None, force)?;
            cx.note()?;
            let company = local.registry.add(company)?;
            let shelf = Shelf::open(local, company.id)?;
            let mut changes = shelf.begin(&cx.caller.actor);
            changes.put(profile)?;
            if let Err(error) = changes.commit() {
                // Without a profile the company is nothing.
                local.registry.remove(company.id)?;
                return Err(error);
            }
            tracing::info!(company = company.id.0, "own books added");
            Ok(company)
        })
        .await
    }
}
