//! The directory and the sealed secrets: two processes on one place.

use std::sync::Arc;

use crate::domain::{Actor, AlertSecret, LoginState, Role};
use crate::domain::{Books, Company, CompanyId, Grant, KeyInfo, LoginId, Token, TokenHash, TokenId};
use crate::store::memory::MemoryDirectory;
use crate::store::registry::directory::{Directory, Secrets};
use crate::store::{Registry, StoreError, Tokens};

/// Opens a place once more, as another process does.
type Reopen<'r> = &'r dyn Fn() -> (Arc<dyn Directory>, Arc<dyn Secrets>);

/// Runs a test on each place.
fn on_each(test: impl Fn(Reopen<'_>)) {
    let memory = Arc::new(MemoryDirectory::default());
    test(&|| (memory.clone(), memory.clone()));
    let dir = tempfile::tempdir().expect("a folder");
    test(&|| crate::store::registry::files(dir.path()));
    #[cfg(feature = "postgres")]
    if let Some(fresh) = crate::store::postgres::tests::fresh() {
        test(&|| {
            let store = Arc::new(fresh.again());
            (store.clone(), store)
        });
    }
}

fn registry(open: Reopen<'_>) -> Registry {
    let (directory, secrets) = open();
    Registry::of(directory, secrets).expect("opens")
}

fn company(name: &str) -> Company {
    Company {
        id: CompanyId(0),
        name: name.to_owned(),
        provider: "billingo".to_owned(),
        base_url: None,
        enabled: true,
        tax_number: None,
        legal_name: None,
        added: "2026-01-02T03:04:05.678Z".parse().expect("a time"),
        login: None,
        tenant: None,
        books: Books::default(),
    }
}

fn key(ending: &str) -> KeyInfo {
    KeyInfo { set: "2026-01-02T03:04:05Z".parse().expect("a time"), ending: ending.to_owned() }
}

#[test]
fn two_processes_lose_none_of_each_others_changes() {
    on_each(|open| {
        let (one, two) = (registry(open), registry(open));
        let first = one.add(company("Egy \"Kft.\"\u{202e}")).expect("added");
        let second = two.add(company("Két")).expect("added");
        assert_eq!((first.id, second.id), (CompanyId(1), CompanyId(2)));
        let mut renamed = first.clone();
        renamed.name = "Más".to_owned();
        assert!(two.update(&renamed).expect("written"));
        one.remove(second.id).expect("removed");
        let third = two.add(company("Három")).expect("added");
        assert_eq!(third.id, CompanyId(3), "numbers are never given twice");
        let again = registry(open);
        assert_eq!(again.companies(), [renamed.clone(), third.clone()]);
        let refused = again
            .add_grant("xero", Grant::default(), first.added, b"grant")
            .and_then(|login| again.replace_grant(login.id, b"other", b"new", |login| login.state = LoginState::Error));
        assert_eq!(refused, Ok(None), "only by a writer that has seen the newest");
    });
}

#[test]
fn what_another_process_changed_is_seen_after_a_refresh() {
    let memory = Arc::new(MemoryDirectory::default());
    let open = || -> (Arc<dyn Directory>, Arc<dyn Secrets>) { (memory.clone(), memory.clone()) };
    let (one, two) = (registry(&open), registry(&open));
    assert_eq!(two.refresh(), Ok(false));
    let added = one.add(company("Egy")).expect("added");
    assert_eq!((two.companies(), two.refresh()), (Vec::new(), Ok(true)));
    assert_eq!((two.companies(), two.refresh()), (vec![added], Ok(false)));
}

#[test]
fn secrets_go_with_their_login_and_others_stay() {
    on_each(|open| {
        let one = registry(open);
        let egy = one.add(company("Egy")).expect("added");
        let egy = one.set_secret(&egy, key("01c9"), b"sealed\n\0bytes").expect("kept");
        one.set_secret_blob(AlertSecret::SmtpPassword, b"post").expect("kept");
        let two = registry(open);
        assert_eq!(two.login_blob(LoginId(1)).expect("read").as_deref(), Some(&b"sealed\n\0bytes"[..]));
        assert!(two.has_login_blob(LoginId(1)) && two.has_blobs());
        assert_eq!(two.secret_blob(AlertSecret::SmtpPassword).expect("read").as_deref(), Some(&b"post"[..]));
        assert!(two.secret_set(AlertSecret::SmtpPassword).expect("read").is_some());
        two.remove(egy.id).expect("removed");
        assert_eq!((one.login_blob(LoginId(1)), one.has_login_blob(LoginId(1))), (Ok(None), false));
        one.remove_secret_blob(AlertSecret::SmtpPassword).expect("removed");
        assert_eq!((two.secret_blob(AlertSecret::SmtpPassword), two.secret_set(AlertSecret::SmtpPassword)), (Ok(None), Ok(None)));
    });
}

#[test]
fn a_change_that_fails_changes_nothing() {
    on_each(|open| {
        let (directory, _) = open();
        let failed = directory.change_companies(&mut |state| {
            state.next_id = 9;
            Err(StoreError::Stale { what: "test".to_owned() })
        });
        assert!(failed.is_err());
        assert_eq!(registry(open).add(company("Egy")).expect("added").id, CompanyId(1));
    });
}

#[test]
fn a_revoked_token_is_revoked_everywhere() {
    on_each(|open| {
        let token = |byte: u8| Token {
            id: TokenId(0),
            name: "egy".to_owned(),
            role: Role::Viewer,
            companies: vec![CompanyId(2)],
            created: "2026-01-02T03:04:05Z".parse().expect("a time"),
            created_by: Actor("anna".to_owned()),
            expires: None,
            hash: TokenHash([byte; 32]),
        };
        let tokens = || Tokens::of(open().0);
        let (one, two) = (tokens(), tokens());
        let first = one.add(token(1)).expect("added");
        assert_eq!(two.add(token(2)).expect("added").id, TokenId(2));
        assert_eq!(tokens().find(&first.hash).expect("read"), Some(first.clone()));
        assert_eq!(two.remove(first.id).expect("removed"), Some(first.clone()));
        assert_eq!(tokens().find(&first.hash).expect("read"), None);
        if open().0.version().expect("told").is_some() {
            assert_eq!(one.find(&first.hash).expect("read"), None, "also where it was read before");
        }
    });
}
