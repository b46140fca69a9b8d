//! `companies.json` from what is left: its predecessor, the journal, the files of records and the sealed keys.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::Timestamp;

use super::told::Told;
use super::{COMPANIES, KEYS, State};
use crate::domain::{Books, Company, CompanyId, KeyInfo, Login, LoginId, LoginState, OWN_BOOKS, UNKNOWN_PROVIDER};
use crate::store::{StoreError, file};

/// What a sealed secret is, as far as can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedKind {
    /// The API key of a company.
    Key,
    /// A grant of a service, or a consent that was begun.
    Grant,
    /// It cannot be opened.
    Unknown,
}

/// Reads of which kind a sealed secret is.
pub type KindOf<'a> = &'a dyn Fn(&[u8]) -> SealedKind;

/// Writes the list of companies anew. `told` is what the journal tells, `kind_of` reads what is sealed. A secret that no company or login of
/// the list has goes to `aside`.
///
/// The service and the address of a company are in the list alone: one that the predecessor lacks is disabled and of an unknown service,
/// so that no secret is sent to an address that was guessed.
pub(in crate::store) fn rebuild(folder: &Path, told: &Told, kind_of: KindOf<'_>, aside: &Path) -> Result<(), StoreError> {
    let before = super::load_before(folder).ok().flatten().unwrap_or_default();
    let mut logins: BTreeMap<LoginId, Login> = before.logins.into_iter().map(|login| (login.id, login)).collect();
    let mut companies: BTreeMap<CompanyId, Company> = before.companies.into_iter().map(|company| (company.id, company)).collect();
    companies.retain(|id, _| !told.removed.contains(id));
    for id in told.known.iter().filter(|id| !told.removed.contains(id)) {
        let names: BTreeSet<String> = companies.values().map(|company| company.name.to_lowercase()).collect();
        companies.entry(*id).or_insert_with(|| made(*id, told, &names));
    }
    let mut last = 0;
    for key in file::list(&folder.join(KEYS))? {
        let Some(number) = file::name(&key).strip_suffix(".age").and_then(|id| id.parse().ok()) else { continue };
        last = last.max(number);
        // The login of a company has the company's number, unless another one had it first.
        let (id, login) = (CompanyId(number), LoginId(number));
        if logins.contains_key(&login) || told.removed.contains(&id) {
            continue;
        }
        let content = file::read(&key)?.unwrap_or_default();
        let kind = super::open_key(&content).map_or(SealedKind::Unknown, kind_of);
        if kind == SealedKind::Key {
            companies.entry(id).or_insert_with(|| unknown(id, format!("# {id}")));
        }
        let Some(company) = companies.get_mut(&id).filter(|_| kind != SealedKind::Grant) else {
            file::create_folder(aside)?;
            file::rename(&key, &file::free_name(aside, file::name(&key)))?;
            continue;
        };
        if kind == SealedKind::Key && company.login.is_none() && ![OWN_BOOKS, UNKNOWN_PROVIDER].contains(&&*company.provider) {
            let modified = std::fs::metadata(&key).ok().and_then(|meta| meta.modified().ok());
            let set = modified.and_then(|at| Timestamp::try_from(at).ok()).unwrap_or(Timestamp::UNIX_EPOCH);
            company.login = Some(login);
            let (provider, secret) = (company.provider.clone(), Some(KeyInfo { set, ending: String::new() }));
            logins.insert(login, Login { id: login, provider, state: LoginState::Active, added: set, secret, grant: None });
        }
    }
    logins.retain(|id, login| login.grant.is_some() || companies.values().any(|company| company.login == Some(*id)));
    // A number that was given is never given again: whatever it named may still be here.
    let given = companies.keys().chain(&told.removed).chain(&told.known).map(|id| id.0).fold(last, u32::max);
    let next = before.next_id.max(given.saturating_add(1));
    let next_login = logins.keys().map(|id| id.0.saturating_add(1)).fold(before.next_login.max(next), u32::max);
    let (companies, logins) = (companies.into_values().collect(), logins.into_values().collect());
    let state = State { next_id: next, next_login, companies, logins };
    file::write(&folder.join(COMPANIES), &state.to_bytes()?)
}

/// A company as the journal tells it.
fn made(id: CompanyId, told: &Told, names: &BTreeSet<String>) -> Company {
    let unique = |name: &str| {
        let taken = name.is_empty() || names.contains(&name.to_lowercase());
        if taken { format!("{name} # {id}").trim().to_owned() } else { name.to_owned() }
    };
    let name = told.names.get(&id).map_or("", String::as_str);
    let Some(profile) = told.books.get(&id) else { return unknown(id, unique(name)) };
    let name = profile.as_ref().map_or(name, |profile| &profile.party.name);
    let own = Company { provider: OWN_BOOKS.to_owned(), enabled: true, ..unknown(id, unique(name)) };
    let Some(profile) = profile else { return own };
    Company {
        tax_number: profile.party.tax_number.as_deref().map(str::to_owned),
        legal_name: Some(profile.party.name.clone()),
        books: Books {
            currency: Some(profile.currency.clone()),
            country: profile.party.address.country.as_deref().map(str::to_owned),
            zone: Some(profile.zone.clone()),
        },
        ..own
    }
}

fn unknown(id: CompanyId, name: String) -> Company {
    Company {
        id,
        name,
        provider: UNKNOWN_PROVIDER.to_owned(),
        base_url: None,
        enabled: false,
        tax_number: None,
        legal_name: None,
        added: Timestamp::UNIX_EPOCH,
        login: None,
        tenant: None,
        books: Books::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Actor, OwnKey, OwnKind, OwnRecord, RemoteId};
    use crate::store::Registry;
    use crate::store::journal::Journal;
    use crate::store::ledger::OwnForm;
    use crate::store::record::samples::{at, party, run};
    use crate::store::record::{Entry, OwnEntry};

    fn profile(company: u32) -> Entry {
        let profile = crate::domain::ledger::Profile {
            party: party("Own Kft."),
            group_tax_number: None,
            currency: crate::domain::Currency::new("HUF"),
            zone: "Europe/Budapest".to_owned(),
            terms_days: 8,
            prefix: "INV".to_owned(),
            vat: None,
            closed_until: None,
        };
        let key = OwnKey { company: CompanyId(company), kind: OwnKind::Profile, id: RemoteId::new("profile") };
        let (author, bytes) = (Actor("anna".to_owned()), profile.to_bytes().expect("small"));
        let record = OwnRecord { key, version: 1, at: at(1), author: author.clone(), retired: false, bytes };
        Entry::Own(Box::new(OwnEntry { at: at(1), author, records: vec![record], items: Vec::new(), documents: Vec::new() }))
    }

    fn sealed(folder: &Path, number: u32, blob: &[u8]) {
        file::create_folder(&folder.join(KEYS)).expect("made");
        let mut content = format!("{} {:08x}\n", super::super::KEY_HEAD, crc32fast::hash(blob)).into_bytes();
        content.extend_from_slice(blob);
        std::fs::write(folder.join(KEYS).join(format!("{number}.age")), content).expect("written");
    }

    /// A stand-in for the vault: what is sealed says what it is.
    fn kind_of(blob: &[u8]) -> SealedKind {
        match blob {
            b"key" => SealedKind::Key,
            b"grant" => SealedKind::Grant,
            _ => SealedKind::Unknown,
        }
    }

    fn rebuilt(folder: &Path) -> Registry {
        let told = Told::read(folder).expect("read");
        rebuild(folder, &told, &kind_of, &folder.join("damaged")).expect("rebuilt");
        Registry::open(folder).expect("opens")
    }

    #[test]
    fn own_books_come_from_the_journal_and_their_number_is_not_given_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let (mut journal, _) = Journal::open(dir.path(), 0, &dir.path().join("damaged")).expect("opens");
        journal.append(&profile(2)).expect("told");
        drop(journal);
        // A store with own books and no list has lost it.
        assert!(matches!(Registry::open(dir.path()), Err(StoreError::Damaged { .. })));
        let registry = rebuilt(dir.path());
        let [own] = &registry.companies()[..] else { panic!("one company: {:?}", registry.companies()) };
        assert!(own.has_own_books() && own.enabled && own.id == CompanyId(2), "{own:?}");
        assert_eq!((own.name.as_str(), own.books.zone.as_deref()), ("Own Kft.", Some("Europe/Budapest")));
        let next = registry.add(Company { provider: "billingo".to_owned(), ..unknown(CompanyId(0), "Új".to_owned()) });
        assert_eq!(next.expect("added").id, CompanyId(3));
    }

    #[test]
    fn a_service_that_is_not_known_is_not_guessed_and_a_grant_is_no_key() {
        let dir = tempfile::tempdir().expect("a folder");
        let (mut journal, _) = Journal::open(dir.path(), 0, &dir.path().join("damaged")).expect("opens");
        for company in [1, 2] {
            journal.append(&Entry::RunStarted(run(company))).expect("told");
        }
        drop(journal);
        for (number, blob) in [(1, b"grant".as_slice()), (2, b"key"), (3, b"grant"), (4, b"key"), (5, b"other")] {
            sealed(dir.path(), number, blob);
        }
        let registry = rebuilt(dir.path());
        let companies = registry.companies();
        assert_eq!(companies.iter().map(|company| company.id.0).collect::<Vec<_>>(), [1, 2, 4]);
        for company in &companies {
            assert_eq!((company.provider.as_str(), company.enabled, company.login), (UNKNOWN_PROVIDER, false, None));
        }
        assert_eq!(registry.logins(), []);
        for number in [1, 3, 5] {
            let kept = file::list(&dir.path().join("damaged")).expect("read");
            assert!(kept.iter().any(|path| file::name(path).starts_with(&format!("{number}."))), "{number} is kept: {kept:?}");
        }
        let next = registry.add(unknown(CompanyId(0), "Új".to_owned())).expect("added");
        assert_eq!(next.id, CompanyId(6));
    }

    #[test]
    fn a_company_of_the_predecessor_has_its_key_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let registry = Registry::open(dir.path()).expect("opens");
        let known = Company { provider: "billingo".to_owned(), enabled: true, ..unknown(CompanyId(0), "Teszt".to_owned()) };
        let known = registry.add(known).expect("added");
        registry.set_secret(&known, KeyInfo { set: at(1), ending: "01c9".to_owned() }, b"key").expect("kept");
        std::fs::remove_file(dir.path().join(COMPANIES)).expect("removed");
        let registry = rebuilt(dir.path());
        let [company] = &registry.companies()[..] else { panic!("one company") };
        assert_eq!((company.provider.as_str(), company.enabled, company.login), ("billingo", true, Some(LoginId(1))));
    }
}
