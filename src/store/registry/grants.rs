//! Logins with an OAuth grant: begun, renewed, ended, removed.
//!
//! For: `auth`. Uses: the list and the sealed secrets beside it. Never: a token in clear.
//!
//! What is sealed is replaced by compare-and-swap: a writer names the bytes that it read, and is refused if others are there now.
//! So a token that was renewed meanwhile is never overwritten by an older one.

use jiff::Timestamp;

use super::Registry;
use crate::domain::{Company, Grant, Login, LoginId, LoginState, Tenant};
use crate::store::StoreError;

impl Registry {
    /// Adds a login that waits for consent, durably.
    #[expect(clippy::needless_pass_by_value, reason = "callers have done with it")]
    pub fn add_grant(&self, provider: &str, grant: Grant, added: Timestamp, blob: &[u8]) -> Result<Login, StoreError> {
        let login = self.change(|state| {
            let id = LoginId(state.next_login);
            state.next_login = id.0.checked_add(1).ok_or_else(|| StoreError::TooLarge { what: "number".to_owned() })?;
            let (provider, grant) = (provider.to_owned(), Some(Box::new(grant.clone())));
            let login = Login { id, provider, state: LoginState::Authorising, added, secret: None, grant };
            state.logins.push(login.clone());
            state.logins.sort_by_key(|login| login.id);
            Ok(login)
        })?;
        // A login without its secret has to be begun again; a secret without its login would be damage.
        self.set_login_blob(login.id, blob)?;
        Ok(login)
    }

    /// Replaces the sealed secret of a login and what is shown of it, durably. `None` if another secret than `before` is there
    /// now, or the login is gone: nothing is changed then.
    pub fn replace_grant(
        &self,
        id: LoginId,
        before: &[u8],
        blob: &[u8],
        mut change: impl FnMut(&mut Login),
    ) -> Result<Option<Login>, StoreError> {
        self.change(|state| {
            let Some(login) = state.logins.iter_mut().find(|login| login.id == id) else { return Ok(None) };
            // The lock of the folder is held: no other writer comes between.
            if self.login_blob(id)?.as_deref() != Some(before) {
                return Ok(None);
            }
            self.set_login_blob(id, blob)?;
            change(login);
            Ok(Some(login.clone()))
        })
    }

    /// Seals something of a login in place of what is missing, damaged or does not open, durably. `None` if what is there opens, or the
    /// login is gone: nothing is changed then.
    pub fn restore_grant(
        &self,
        id: LoginId,
        opens: impl Fn(&[u8]) -> bool,
        blob: &[u8],
        mut change: impl FnMut(&mut Login),
    ) -> Result<Option<Login>, StoreError> {
        self.change(|state| {
            let Some(login) = state.logins.iter_mut().find(|login| login.id == id) else { return Ok(None) };
            // The lock of the folder is held: no other writer comes between.
            match self.login_blob(id) {
                Ok(Some(there)) if opens(&there) => return Ok(None),
                Ok(_) | Err(StoreError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
            self.set_login_blob(id, blob)?;
            change(login);
            Ok(Some(login.clone()))
        })
    }

    /// Changes what is shown of a login, durably. Returns whether it is there.
    pub fn change_login(&self, id: LoginId, mut change: impl FnMut(&mut Login)) -> Result<bool, StoreError> {
        self.change(|state| Ok(state.logins.iter_mut().find(|login| login.id == id).map(&mut change).is_some()))
    }

    /// Removes a login and its secret, durably. Its companies stay, and are found again by their tenant.
    pub fn remove_login(&self, id: LoginId) -> Result<Option<Login>, StoreError> {
        let removed = self.change(|state| {
            let index = state.logins.iter().position(|login| login.id == id);
            let removed = index.map(|index| state.logins.remove(index));
            for company in state.companies.iter_mut().filter(|company| company.login == Some(id)) {
                company.login = None;
            }
            Ok(removed)
        })?;
        self.secrets.remove_blob(&id.to_string())?;
        Ok(removed)
    }

    /// Whether anything of a login is sealed.
    #[must_use]
    pub fn has_blobs(&self) -> bool {
        self.state().logins.iter().any(|login| self.has_login_blob(login.id))
    }

    /// The company of a tenant, whatever login it has or had.
    #[must_use]
    pub fn company_of(&self, provider: &str, tenant: &Tenant) -> Option<Company> {
        let is = |company: &&Company| company.provider == provider && company.tenant.as_ref() == Some(tenant);
        self.state().companies.iter().find(is).cloned()
    }

    /// Gives a company to the tenant of a login, durably: the one that is here, whatever login it has or had, keeps its name, its number
    /// and whether it is synced; else `company` is added. Returns it with the login that it had before.
    #[expect(clippy::needless_pass_by_value, reason = "callers have done with it")]
    pub fn connect(&self, company: Company) -> Result<(Company, Option<LoginId>), StoreError> {
        self.change(|state| {
            let mut company = company.clone();
            let is = |known: &&mut Company| known.provider == company.provider && known.tenant == company.tenant;
            if let Some(known) = state.companies.iter_mut().find(is) {
                let former = std::mem::replace(&mut known.login, company.login);
                known.base_url = company.base_url;
                known.legal_name = company.legal_name.or(known.legal_name.take());
                known.tax_number = company.tax_number.or(known.tax_number.take());
                let (books, told) = (&mut known.books, company.books);
                books.currency = told.currency.or(books.currency.take());
                books.country = told.country.or(books.country.take());
                books.zone = told.zone.or(books.zone.take());
                return Ok((known.clone(), former));
            }
            company.id = state.next_company()?;
            state.companies.push(company.clone());
            Ok((company, None))
        })
    }

    /// The companies of a login.
    #[must_use]
    pub fn companies_of(&self, login: LoginId) -> Vec<Company> {
        self.state().companies.iter().filter(|company| company.login == Some(login)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registry() -> (tempfile::TempDir, Registry) {
        let dir = tempfile::tempdir().expect("a folder");
        let registry = Registry::open(dir.path()).expect("opens");
        (dir, registry)
    }

    #[test]
    fn a_grant_is_replaced_only_by_a_writer_that_has_seen_the_newest() {
        let (dir, registry) = registry();
        let grant = Grant { client_id: "app".to_owned(), sandbox: true, ..Grant::default() };
        let login = registry.add_grant("xero", grant.clone(), Timestamp::UNIX_EPOCH, b"one").expect("added");
        assert_eq!((login.id, login.state), (LoginId(1), LoginState::Authorising));
        let activate = |login: &mut Login| login.state = LoginState::Active;
        let active = registry.replace_grant(login.id, b"one", b"two", activate).expect("written").expect("the newest");
        assert!(active.is_usable());
        let late = registry.replace_grant(login.id, b"one", b"three", |login| login.state = LoginState::Error);
        assert_eq!(late.expect("read"), None);
        let again = Registry::open(dir.path()).expect("opens");
        assert_eq!(again.login_blob(login.id).expect("read").as_deref(), Some(&b"two"[..]));
        assert_eq!(
            again.login(login.id).map(|login| (login.state, login.grant)),
            Some((LoginState::Active, Some(Box::new(grant))))
        );
    }

    #[test]
    fn a_removed_login_leaves_its_companies_with_their_tenant() {
        let (_dir, registry) = registry();
        let login = registry.add_grant("xero", Grant::default(), Timestamp::UNIX_EPOCH, b"one").expect("added");
        let tenant = Tenant("t-1".into());
        let company = Company {
            id: crate::domain::CompanyId(0),
            name: "Kowhai".to_owned(),
            provider: "xero".to_owned(),
            base_url: None,
            enabled: true,
            tax_number: None,
            legal_name: None,
            added: Timestamp::UNIX_EPOCH,
            login: Some(login.id),
            tenant: Some(tenant.clone()),
            books: crate::domain::Books::default(),
        };
        let company = registry.add(company).expect("added");
        assert_eq!(registry.companies_of(login.id), std::slice::from_ref(&company));
        registry.remove_login(login.id).expect("removed");
        let left = registry.company_of("xero", &tenant).expect("still there");
        assert_eq!((left.id, left.login), (company.id, None));
        assert_eq!((registry.logins(), registry.login_blob(login.id)), (Vec::new(), Ok(None)));
        let next = registry.add_grant("xero", Grant::default(), Timestamp::UNIX_EPOCH, b"two").expect("added");
        assert_eq!(next.id, LoginId(2), "numbers are never given twice");
        // The last company of a grant may go; the grant opens others.
        let last = registry.add(Company { login: Some(next.id), ..left }).expect("added");
        registry.remove(last.id).expect("removed");
        assert!(registry.login(next.id).is_some());
    }
}
