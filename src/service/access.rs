//! Who may do what, and where: one table of role × action, and the companies that somebody sees.
//!
//! For: every call, before it is performed. The store's owner is an admin everywhere; others have what the configuration
//! gives them, everywhere or in some companies, and nothing else.

use serde::{Deserialize, Serialize};

use super::call::{Answer, Call};
use super::{Result, ServiceError};
use crate::config;
use crate::domain::{Actor, Arg, Company, CompanyId, Role, Token};
use crate::error::Error;
use crate::sync::Event;

/// What a call does, as far as permission goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Looks at what is here, or at one document at the provider.
    Read,
    /// Starts or ends syncs.
    Sync,
    /// Changes companies.
    Companies,
    /// Changes or tests keys.
    Keys,
    /// Reads who did what.
    Audit,
    /// Makes and revokes tokens, and asks who has one.
    Tokens,
    /// Looks at alerts, tries them, and sets their secrets.
    Alerts,
    /// Looks after the store as a whole.
    Upkeep,
}

/// Who asks, and what they were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// By which name runs remember them.
    pub actor: Actor,
    /// From where they ask, in words for the audit log.
    pub from: String,
    /// Their role in every company.
    pub everywhere: Option<Role>,
    /// Their roles in these companies.
    pub companies: Vec<(Place, Role)>,
    /// Whether they own the store and ask on this machine: false for every other user and for tokens, whatever they claim.
    #[serde(skip)]
    pub owner: bool,
}

/// A company in which somebody has a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// Of this name, in lower case, as the configuration has it.
    Named(String),
    /// Of this number, as a token has it: whatever it is called meanwhile.
    Numbered(CompanyId),
}

impl Place {
    fn is(&self, company: &Company) -> bool {
        match self {
            Self::Named(name) => *name == company.name.to_lowercase(),
            Self::Numbered(id) => *id == company.id,
        }
    }
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 8] =
        [Self::Read, Self::Sync, Self::Companies, Self::Keys, Self::Audit, Self::Tokens, Self::Alerts, Self::Upkeep];
}

impl Role {
    /// The one table of who may do what.
    #[must_use]
    pub const fn may(self, action: Action) -> bool {
        match (self, action) {
            (Self::Viewer, Action::Read) | (Self::Admin, _) => true,
            (
                Self::Viewer,
                Action::Sync
                | Action::Companies
                | Action::Keys
                | Action::Audit
                | Action::Tokens
                | Action::Alerts
                | Action::Upkeep,
            ) => false,
        }
    }
}

impl Caller {
    /// Who owns the store.
    #[must_use]
    pub const fn owner(actor: Actor, from: String) -> Self {
        Self { actor, from, everywhere: Some(Role::Admin), companies: Vec::new(), owner: true }
    }

    /// A user of this name in these groups, with what the configuration gives them.
    #[must_use]
    pub fn of(actor: Actor, from: String, groups: &[String], access: &config::Access) -> Self {
        let listed = |list: &[String]| {
            list.iter().any(|entry| match entry.strip_prefix('@') {
                Some(group) => groups.iter().any(|name| name == group),
                None => *entry == actor.0,
            })
        };
        let role = |grants: &config::Grants| {
            if listed(&grants.admins) { Some(Role::Admin) } else { listed(&grants.viewers).then_some(Role::Viewer) }
        };
        let everywhere = role(&access.everywhere);
        let of_company = |(name, grants): &(String, config::Grants)| Some((Place::Named(name.to_lowercase()), role(grants)?));
        let companies = access.companies.iter().filter_map(of_company).collect();
        Self { actor, from, everywhere, companies, owner: false }
    }

    /// Whoever has this token.
    #[must_use]
    pub fn bearer(token: &Token, from: String) -> Self {
        let actor = Actor(format!("token:{}", token.name));
        let companies = token.companies.iter().map(|id| (Place::Numbered(*id), token.role)).collect();
        let everywhere = token.companies.is_empty().then_some(token.role);
        Self { actor, from, everywhere, companies, owner: false }
    }

    /// Whether they may do anything at all.
    #[must_use]
    pub fn has_any_role(&self) -> bool {
        self.everywhere.is_some() || !self.companies.is_empty()
    }

    /// Whether they may do this in this company.
    #[must_use]
    pub fn may(&self, action: Action, company: &Company) -> bool {
        let here = self.companies.iter().filter(|(place, _)| place.is(company)).map(|(_, role)| *role);
        self.everywhere.into_iter().chain(here).any(|role| role.may(action))
    }

    /// The call as far as they may make it.
    ///
    /// # Errors
    /// When they may not make it at all.
    pub(super) fn narrow(&self, call: Call, all: &[Company]) -> Result<Call> {
        let action = call.action();
        if self.everywhere.is_some_and(|role| role.may(action)) {
            return Ok(call);
        }
        let allowed: Vec<CompanyId> = all.iter().filter(|company| self.may(action, company)).map(|company| company.id).collect();
        if allowed.is_empty() {
            return Err(self.refused());
        }
        let among = |asked: Vec<CompanyId>| {
            if asked.is_empty() {
                return Ok(allowed.clone());
            }
            if asked.iter().all(|id| allowed.contains(id)) { Ok(asked) } else { Err(self.refused()) }
        };
        Ok(match call {
            // Among those that they see: neither a part nor a refusal tells of the others.
            Call::Company(wanted) => {
                let seen = all.iter().filter(|company| allowed.contains(&company.id));
                Call::Company(super::naming::which(seen, &wanted)?.id.to_string())
            }
            Call::Companies | Call::Run(_) | Call::Doubts | Call::Exported(_) | Call::ExportFailed(_) => call,
            // The log tells of every company, and a token may be for every one.
            Call::AddCompany(_)
            | Call::Audit
            | Call::AddToken(_)
            | Call::Tokens
            | Call::RevokeToken(_)
            | Call::Admit(_)
            | Call::Alerts
            | Call::TestAlerts(_)
            | Call::SetAlertSecret(..)
            | Call::StepAside => {
                return Err(self.refused());
            }
            Call::RenameCompany(id, _)
            | Call::EnableCompany(id, _)
            | Call::Removal(id)
            | Call::RemoveCompany(id)
            | Call::SetKey(id, ..)
            | Call::TestKey(id)
            | Call::NumberGaps(id) => among(vec![id]).map(|_| call)?,
            Call::Invoice(ref key)
            | Call::Payments(ref key)
            | Call::TaxReport(ref key)
            | Call::PublicUrl(ref key)
            | Call::Pdf(ref key) => among(vec![key.company]).map(|_| call)?,
            Call::Find(mut request) => {
                request.companies = among(request.companies)?;
                Call::Find(request)
            }
            Call::Report(mut request) => {
                request.companies = among(request.companies)?;
                Call::Report(request)
            }
            Call::Suggest(text, cursor, companies) => Call::Suggest(text, cursor, among(companies)?),
            Call::Changes(mut request) => {
                request.companies = among(request.companies)?;
                Call::Changes(request)
            }
            Call::Details(mut request) => {
                request.companies = among(request.companies)?;
                Call::Details(request)
            }
            Call::Lookup(wanted, companies) => Call::Lookup(wanted, among(companies)?),
            Call::Sync(mut request) => {
                request.companies = among(request.companies)?;
                Call::Sync(request)
            }
            Call::Start(mut request) => {
                request.companies = among(request.companies)?;
                Call::Start(request)
            }
            Call::Cancel(companies) => Call::Cancel(among(companies)?),
            Call::Runs(mut filter) => {
                filter.companies = among(filter.companies)?;
                Call::Runs(filter)
            }
        })
    }

    /// The answer without what they may not see.
    pub(super) fn see(&self, answer: Answer, all: &[Company]) -> Result<Answer> {
        if self.everywhere.is_some() {
            return Ok(answer);
        }
        let sees = |id: CompanyId| all.iter().any(|company| company.id == id && self.may(Action::Read, company));
        Ok(match answer {
            Answer::Companies(mut views) => {
                views.retain(|view| sees(view.company.id));
                Answer::Companies(views)
            }
            Answer::Company(company) if !sees(company.id) => {
                return Err(ServiceError::NoSuchCompany { wanted: company.name, meant: None }.into());
            }
            Answer::Doubts(mut doubts) => {
                doubts.retain(|doubt| sees(doubt.company));
                Answer::Doubts(doubts)
            }
            Answer::Run(run) => Answer::Run(run.filter(|(run, _)| sees(run.company))),
            answer => answer,
        })
    }

    /// The error without the company that they may not see.
    pub(super) fn hear(&self, error: Error, all: &[Company]) -> Error {
        let tells = matches!(error.message.id.as_ref(), "service-same-key" | "service-same-account");
        let is = |company: &Company| {
            let id = company.id.to_string();
            error.message.args.iter().any(|(name, value)| name == "id" && matches!(value, Arg::Text(text) if *text == id))
        };
        let sees = |company: &Company| self.everywhere.is_some() || self.may(Action::Read, company);
        if tells && !all.iter().any(|company| is(company) && sees(company)) { ServiceError::SameUnseen.into() } else { error }
    }

    /// Whether they may hear of this.
    #[must_use]
    pub(crate) fn hears(&self, event: &Event, all: &[Company]) -> bool {
        let company = match event {
            _ if self.everywhere.is_some() => return true,
            Event::Missed => return true,
            Event::Started(progress) | Event::Progress(progress) => Some(progress.company),
            Event::Committed { keys, .. } => keys.first().map(|key| key.company),
            Event::Ended(run) => Some(run.company),
        };
        company.is_some_and(|id| all.iter().any(|company| company.id == id && self.may(Action::Read, company)))
    }

    fn refused(&self) -> Error {
        let most = self.companies.iter().map(|(_, role)| *role).chain(self.everywhere).max();
        ServiceError::NotAllowed { actor: self.actor.0.clone(), role: most.map_or("–", Role::as_str) }.into()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{InvoiceKey, RemoteId, Trigger};
    use crate::service::{RunFilter, SyncRequest};

    fn company(id: u32, name: &str) -> Company {
        Company {
            id: CompanyId(id),
            name: name.to_owned(),
            provider: "billingo".to_owned(),
            base_url: None,
            enabled: true,
            tax_number: None,
            legal_name: None,
            added: Timestamp::UNIX_EPOCH,
            key: None,
        }
    }

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|name| (*name).to_owned()).collect()
    }

    fn access() -> config::Access {
        let of_medka = config::Grants { admins: names(&["cili"]), viewers: names(&["@audit"]) };
        config::Access {
            group: None,
            everywhere: config::Grants { admins: names(&["anna", "@finance"]), viewers: names(&["bela"]) },
            companies: vec![("MEDKA Kft.".to_owned(), of_medka)],
            local_addresses: false,
        }
    }

    fn caller(name: &str, groups: &[&str]) -> Caller {
        Caller::of(Actor(name.to_owned()), String::new(), &names(groups), &access())
    }

    fn sync(companies: &[u32]) -> Call {
        let companies = companies.iter().map(|id| CompanyId(*id)).collect();
        Call::Sync(SyncRequest { companies, full: false, trigger: Trigger::Command })
    }

    #[test]
    fn viewers_read_and_admins_do_everything() {
        for action in Action::ALL {
            assert!(Role::Admin.may(action), "{action:?}");
            assert_eq!(Role::Viewer.may(action), action == Action::Read, "{action:?}");
        }
    }

    #[test]
    fn roles_come_from_names_and_groups_and_nobody_else_has_one() {
        assert_eq!(caller("anna", &[]).everywhere, Some(Role::Admin));
        assert_eq!(caller("dora", &["finance"]).everywhere, Some(Role::Admin));
        assert_eq!(caller("bela", &[]).everywhere, Some(Role::Viewer));
        assert_eq!(caller("@finance", &[]).everywhere, None, "a user may be called like a group");
        assert!(!caller("mallory", &["users"]).has_any_role());
        assert!(caller("eva", &["audit"]).has_any_role());
    }

    #[test]
    fn who_has_a_role_in_one_company_sees_and_does_nothing_in_another() {
        let all = [company(1, "Medka Kft."), company(2, "Other")];
        let (cili, eva) = (caller("cili", &[]), caller("eva", &["audit"]));
        assert!(matches!(cili.narrow(sync(&[]), &all), Ok(Call::Sync(request)) if request.companies == [CompanyId(1)]));
        assert!(cili.narrow(sync(&[2]), &all).is_err() && cili.narrow(sync(&[1, 2]), &all).is_err());
        assert!(eva.narrow(sync(&[1]), &all).is_err(), "a viewer");
        let filter = RunFilter::default();
        assert!(matches!(eva.narrow(Call::Runs(filter), &all), Ok(Call::Runs(runs)) if runs.companies == [CompanyId(1)]));
        let of = |company| Call::Invoice(InvoiceKey::new(CompanyId(company), RemoteId::new("5")));
        assert!(eva.narrow(of(1), &all).is_ok() && eva.narrow(of(2), &all).is_err());
        assert!(cili.narrow(Call::RemoveCompany(CompanyId(1)), &all).is_ok());
        assert!(cili.narrow(Call::RemoveCompany(CompanyId(2)), &all).is_err());
        assert!(eva.see(Answer::Company(company(2, "Other")), &all).is_err());
        let narrowed = |wanted: &str| eva.narrow(Call::Company(wanted.to_owned()), &all);
        assert!(matches!(narrowed("medk"), Ok(Call::Company(id)) if id == "1"), "a part of a name");
        for unseen in ["2", "other", "othe", "ohter"] {
            let refused = narrowed(unseen).expect_err("not theirs");
            assert!(!format!("{refused:?}").contains("Other"), "{refused:?}");
        }
        assert!(eva.see(Answer::Company(company(1, "Medka Kft.")), &all).is_ok());
        // A viewer of all who is an admin of one.
        let both = Caller { everywhere: Some(Role::Viewer), ..cili };
        assert!(both.narrow(sync(&[1]), &all).is_ok() && both.narrow(sync(&[2]), &all).is_err());
        assert!(both.narrow(of(2), &all).is_ok());
    }
}
