//! Permission: one table of role × action, and the companies that a caller sees.
//!
//! For: every call, before it is performed. The store's owner is an admin everywhere; other users have the roles of the
//! configuration, everywhere or in some companies, and nothing else.

use serde::{Deserialize, Serialize};

use super::{Result, ServiceError};
use crate::config;
use crate::domain::{Actor, Arg, Company, CompanyId, HookSource, Role, Token};
use crate::error::Error;
use crate::sync::Event;

/// The permission that a call needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Reads the store, or one document at the provider.
    Read,
    /// Starts or ends syncs.
    Sync,
    /// Changes companies.
    Companies,
    /// Changes or tests keys.
    Keys,
    /// Reads the audit log.
    Audit,
    /// Makes, revokes and checks tokens.
    Tokens,
    /// Reads and tests alerts, and sets their secrets.
    Alerts,
    /// Imports statements, settles documents by them, makes transfers.
    Bank,
    /// Maintenance of the store as a whole.
    Maintenance,
    /// Plans, approves and drops what is written at services, and what names stand for there.
    Push,
    /// Records time of its own.
    Time,
    /// Reads rates, drafts and all time in own books.
    Ledger,
    /// Changes own books: clients, projects, rates, approvals, documents, receipts.
    Books,
    /// Sends documents and reminders by mail, and changes what waits for that.
    Deliver,
}

/// The caller of a use case, with its roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// Name in runs and in the audit log.
    pub actor: Actor,
    /// Origin, in words for the audit log.
    pub from: String,
    /// Role in every company.
    pub everywhere: Option<Role>,
    /// Roles in these companies.
    pub companies: Vec<(CompanyScope, Role)>,
    /// Whether it is the owner of the store on this machine: false for every other user and for tokens, whatever they claim.
    #[serde(skip)]
    pub owner: bool,
}

/// A company in which a caller has a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CompanyScope {
    /// By name, in lower case, as in the configuration.
    Named(String),
    /// By number, as in a token: independent of its name.
    Numbered(CompanyId),
}

impl CompanyScope {
    fn is(&self, company: &Company) -> bool {
        match self {
            Self::Named(name) => *name == company.name.to_lowercase(),
            Self::Numbered(id) => *id == company.id,
        }
    }
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 14] = [
        Self::Read,
        Self::Sync,
        Self::Companies,
        Self::Keys,
        Self::Audit,
        Self::Tokens,
        Self::Alerts,
        Self::Bank,
        Self::Maintenance,
        Self::Push,
        Self::Time,
        Self::Ledger,
        Self::Books,
        Self::Deliver,
    ];
}

impl Role {
    /// The table of role × action.
    #[must_use]
    pub const fn may(self, action: Action) -> bool {
        match (self, action) {
            (Self::Viewer, Action::Read | Action::Ledger) | (Self::Member, Action::Read | Action::Time) | (Self::Admin, _) => {
                true
            }
            (Self::Viewer, Action::Time)
            | (Self::Member, Action::Ledger)
            | (
                Self::Viewer | Self::Member,
                Action::Sync
                | Action::Companies
                | Action::Keys
                | Action::Audit
                | Action::Tokens
                | Action::Alerts
                | Action::Bank
                | Action::Maintenance
                | Action::Push
                | Action::Books
                | Action::Deliver,
            ) => false,
        }
    }
}

/// The companies that a use case is about. Authorization narrows it to those of the caller, or refuses the call.
#[derive(Debug)]
pub enum Scope<'a> {
    /// The store as a whole: the caller needs the role in every company.
    Whole,
    /// Whatever the caller sees: the use case filters its answer by `Context::sight`.
    Seen,
    /// One company.
    One(CompanyId),
    /// The company of this name or number; it becomes the number.
    Named(&'a mut String),
    /// These companies, or all where empty.
    Among(&'a mut Vec<CompanyId>),
    /// Records of these companies, or of all where empty: those with damaged data are left out, and refused where named.
    Records(&'a mut Vec<CompanyId>),
    /// A record of one company, which is refused if data of it was damaged.
    Record(CompanyId),
}

/// A scope within the caller's companies.
#[derive(Debug)]
pub(super) struct Narrowed<'a> {
    pub(super) scope: Scope<'a>,
    /// Whether the companies were named by the call.
    pub(super) named: bool,
}

impl Caller {
    /// The owner of the store.
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
            if listed(&grants.admins) {
                Some(Role::Admin)
            } else if listed(&grants.members) {
                Some(Role::Member)
            } else {
                listed(&grants.viewers).then_some(Role::Viewer)
            }
        };
        let everywhere = role(&access.everywhere);
        let of_company =
            |(name, grants): &(String, config::Grants)| Some((CompanyScope::Named(name.to_lowercase()), role(grants)?));
        let companies = access.companies.iter().filter_map(of_company).collect();
        Self { actor, from, everywhere, companies, owner: false }
    }

    /// The bearer of this token.
    #[must_use]
    pub fn bearer(token: &Token, from: String) -> Self {
        let actor = Actor(format!("token:{}", token.name));
        let companies = token.companies.iter().map(|id| (CompanyScope::Numbered(*id), token.role)).collect();
        let everywhere = token.companies.is_empty().then_some(token.role);
        Self { actor, from, everywhere, companies, owner: false }
    }

    /// A webhook of a service, before its signature is verified: it may ask for syncs and is told nothing.
    #[must_use]
    pub fn hook(source: HookSource) -> Self {
        let actor = Actor(format!("hook:{}", source.as_str()));
        Self { actor, from: "webhook".to_owned(), everywhere: Some(Role::Admin), companies: Vec::new(), owner: false }
    }

    /// Whether the caller has any role.
    #[must_use]
    pub fn has_any_role(&self) -> bool {
        self.everywhere.is_some() || !self.companies.is_empty()
    }

    /// Whether the caller has this role in a company, or a greater one.
    pub(super) fn has(&self, role: Role, company: &Company) -> bool {
        let here = self.companies.iter().filter(|(place, _)| place.is(company)).map(|(_, role)| *role);
        self.everywhere.into_iter().chain(here).any(|own| own >= role)
    }

    /// Whether the caller may do this in this company.
    #[must_use]
    pub fn may(&self, action: Action, company: &Company) -> bool {
        let here = self.companies.iter().filter(|(place, _)| place.is(company)).map(|(_, role)| *role);
        self.everywhere.into_iter().chain(here).any(|role| role.may(action))
    }

    /// Narrows a scope to the companies in which the caller may do this.
    ///
    /// # Errors
    /// If the caller may not do it at all, or not in a company that is named.
    pub(super) fn authorize<'a>(&self, action: Action, scope: Scope<'a>, all: &[Company]) -> Result<Narrowed<'a>> {
        let named = match &scope {
            Scope::Among(companies) | Scope::Records(companies) => !companies.is_empty(),
            _ => true,
        };
        if self.everywhere.is_some_and(|role| role.may(action)) {
            return Ok(Narrowed { scope, named });
        }
        let allowed: Vec<CompanyId> = all.iter().filter(|company| self.may(action, company)).map(|company| company.id).collect();
        let may = |id: &CompanyId| allowed.contains(id);
        let allow = |allowed: bool| if allowed { Ok(()) } else { Err(self.refused()) };
        allow(!allowed.is_empty())?;
        let scope = match scope {
            Scope::Whole => return Err(self.refused()),
            Scope::Seen => scope,
            Scope::One(id) | Scope::Record(id) => allow(may(&id)).map(|()| scope)?,
            // Among the companies of the caller: neither a part of a name nor a refusal tells of others.
            Scope::Named(wanted) => {
                let company = super::naming::which(all.iter().filter(|company| may(&company.id)), wanted)?;
                *wanted = company.id.to_string();
                Scope::Named(wanted)
            }
            Scope::Among(companies) => Scope::Among(self.among(companies, &allowed)?),
            Scope::Records(companies) => Scope::Records(self.among(companies, &allowed)?),
        };
        Ok(Narrowed { scope, named })
    }

    fn among<'a>(&self, asked: &'a mut Vec<CompanyId>, allowed: &[CompanyId]) -> Result<&'a mut Vec<CompanyId>> {
        if asked.is_empty() {
            asked.extend(allowed);
        }
        if asked.iter().all(|id| allowed.contains(id)) { Ok(asked) } else { Err(self.refused()) }
    }

    /// The error, without a company that the caller may not see.
    pub(super) fn redact(&self, error: Error, all: &[Company]) -> Error {
        let tells = matches!(error.message.id.as_ref(), "service-same-key" | "service-same-account");
        let is = |company: &Company| {
            let id = company.id.to_string();
            error.message.args.iter().any(|(name, value)| name == "id" && matches!(value, Arg::Text(text) if *text == id))
        };
        let sees = |company: &Company| self.everywhere.is_some() || self.may(Action::Read, company);
        if tells && !all.iter().any(|company| is(company) && sees(company)) { ServiceError::SameUnseen.into() } else { error }
    }

    /// Whether the caller may receive this event.
    #[must_use]
    pub(crate) fn may_receive(&self, event: &Event, all: &[Company]) -> bool {
        let company = match event {
            _ if self.everywhere.is_some() => return true,
            Event::Missed | Event::Changed(None) => return true,
            Event::Changed(company) => *company,
            Event::Started(progress) | Event::Progress(progress) => Some(progress.company),
            Event::Committed { keys, .. } => keys.first().map(|key| key.company),
            Event::Ended(run) => Some(run.company),
            Event::Integrated(done) => Some(done.company),
            Event::Delivery(delivery) => Some(delivery.company),
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
            login: None,
            tenant: None,
            books: crate::domain::Books::default(),
        }
    }

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|name| (*name).to_owned()).collect()
    }

    fn access() -> config::Access {
        let of_medka = config::Grants { admins: names(&["cili"]), viewers: names(&["@audit"]), members: Vec::new() };
        config::Access {
            group: None,
            everywhere: config::Grants { admins: names(&["anna", "@finance"]), viewers: names(&["bela"]), members: Vec::new() },
            companies: vec![("MEDKA Kft.".to_owned(), of_medka)],
            local_addresses: false,
        }
    }

    fn caller(name: &str, groups: &[&str]) -> Caller {
        Caller::of(Actor(name.to_owned()), String::new(), &names(groups), &access())
    }

    fn ids(list: &[u32]) -> Vec<CompanyId> {
        list.iter().copied().map(CompanyId).collect()
    }

    /// The companies that authorization leaves.
    fn among(caller: &Caller, action: Action, asked: &[u32], all: &[Company]) -> Option<Vec<CompanyId>> {
        let mut companies = ids(asked);
        caller.authorize(action, Scope::Among(&mut companies), all).ok()?;
        Some(companies)
    }

    #[test]
    fn viewers_read_and_admins_do_everything() {
        for action in Action::ALL {
            assert!(Role::Admin.may(action), "{action:?}");
            let (viewer, member) =
                (matches!(action, Action::Read | Action::Ledger), matches!(action, Action::Read | Action::Time));
            assert_eq!((Role::Viewer.may(action), Role::Member.may(action)), (viewer, member), "{action:?}");
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
        assert_eq!(among(&cili, Action::Sync, &[], &all), Some(ids(&[1])));
        assert_eq!(among(&cili, Action::Sync, &[1], &all), Some(ids(&[1])));
        assert!(among(&cili, Action::Sync, &[2], &all).is_none() && among(&cili, Action::Sync, &[1, 2], &all).is_none());
        assert!(among(&eva, Action::Sync, &[1], &all).is_none(), "a viewer");
        assert_eq!(among(&eva, Action::Read, &[], &all), Some(ids(&[1])));
        let may = |caller: &Caller, action, scope| caller.authorize(action, scope, &all).is_ok();
        for scope in [Scope::One, Scope::Record] {
            assert!(may(&eva, Action::Read, scope(CompanyId(1))) && !may(&eva, Action::Read, scope(CompanyId(2))));
            assert!(may(&cili, Action::Companies, scope(CompanyId(1))) && !may(&cili, Action::Companies, scope(CompanyId(2))));
        }
        assert!(!may(&cili, Action::Companies, Scope::Whole) && may(&cili, Action::Read, Scope::Seen));
        let named = |wanted: &str| {
            let mut wanted = wanted.to_owned();
            eva.authorize(Action::Read, Scope::Named(&mut wanted), &all).map(drop).map(|()| wanted)
        };
        assert_eq!(named("medk").ok().as_deref(), Some("1"), "a part of a name");
        for unseen in ["2", "other", "othe", "ohter"] {
            let refused = named(unseen).expect_err("not theirs");
            assert!(!format!("{refused:?}").contains("Other"), "{refused:?}");
        }
        // A viewer of all, admin of one.
        let both = Caller { everywhere: Some(Role::Viewer), ..cili };
        assert!(among(&both, Action::Sync, &[1], &all).is_some() && among(&both, Action::Sync, &[2], &all).is_none());
        assert!(may(&both, Action::Read, Scope::One(CompanyId(2))));
    }
}
