//! Tests of consent and keeping that need no host.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::ask::challenge;
use super::*;

fn now() -> Timestamp {
    "2026-11-28T12:00:00Z".parse().expect("a time")
}

fn ask() -> Ask {
    Ask {
        oauth: &crate::provider::xero::OAUTH,
        client_id: "5A4D".to_owned(),
        client_secret: None,
        redirect_uri: DEFAULT_REDIRECT.to_owned(),
        scopes: vec!["offline_access".to_owned(), "accounting.invoices.read".to_owned()],
        sandbox: false,
        base_url: None,
        identity_url: None,
    }
}

fn secret(text: &str) -> SecretString {
    text.to_owned().into()
}

fn granted(refresh: &str) -> Granted {
    Granted {
        access: secret("a"),
        expires_in: Duration::from_mins(30),
        asked: Instant::now(),
        refresh: Some(secret(refresh)),
        idle: None,
        hard: None,
        scopes: None,
    }
}

#[test]
fn the_challenge_is_that_of_the_standard() {
    // RFC 7636, appendix B.
    assert_eq!(challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

#[test]
fn a_consent_is_open_for_ten_minutes_and_closed_by_a_clock_that_jumps() {
    let (pending, url) = ask().begin(now()).expect("begun");
    assert!(url.as_str().starts_with("https://login.xero.com/identity/connect/authorize?"), "{url}");
    let at = |minutes| now() + SignedDuration::from_mins(minutes);
    assert!(pending.is_open(now()) && pending.is_open(at(9)));
    assert!(!pending.is_open(at(10)) && !pending.is_open(at(180)) && !pending.is_open(at(-180)));
    let bad = |change: fn(&mut Ask)| {
        let mut ask = ask();
        change(&mut ask);
        ask.begin(now()).expect_err("refused")
    };
    assert!(matches!(bad(|ask| ask.client_id = String::new()), AuthError::BadClient { .. }));
    assert!(matches!(bad(|ask| ask.redirect_uri = "http://example.com/x".to_owned()), AuthError::BadRedirect { .. }));
    let number = |ask: &mut Ask| ask.redirect_uri = "http://127.0.0.1:8742/callback".to_owned();
    assert!(matches!(bad(number), AuthError::BadRedirect { .. }), "Xero takes the name alone");
    assert!(matches!(bad(|ask| ask.identity_url = Some("http://example.com".to_owned())), AuthError::BadRoot { .. }));
    assert!(matches!(bad(|ask| ask.oauth = &crate::provider::quickbooks::OAUTH), AuthError::SecretMissing { .. }));
}

#[test]
fn what_is_sealed_survives_and_shows_nothing() {
    let (pending, _) = ask().begin(now()).expect("begun");
    let tokens = Tokens { refresh: secret("RT1-new"), previous: Some((secret("RT1-old"), now())) };
    let sealed = Sealed { client_secret: Some(secret("app-secret")), tokens: Some(tokens), pending: Some(pending) };
    let again = Sealed::of_secret(&sealed.to_secret()).expect("readable");
    assert_eq!(again.to_secret().expose_secret(), sealed.to_secret().expose_secret());
    let shown = format!("{again:?}");
    assert!(!shown.contains("RT1-") && !shown.contains("app-secret"), "{shown}");
    assert!(Sealed::of_secret(&secret("an API key")).is_none());
}

#[test]
fn an_address_is_read_as_it_was_pasted() {
    let read = |text: &str| redirect::Answer::read(&secret(text));
    let answer = read(" \"http://localhost:8742/callback?code=a%2Fb&\nstate=s&realmId=91\" ").expect("an address");
    assert_eq!((answer.code.expose_secret(), answer.state.expose_secret()), ("a/b", "s"));
    assert_eq!((answer.parameter("realmId"), answer.parameter("x")), (Some("91"), None));
    for text in ["", "code", "http://localhost/?code=1", "http://localhost/?state=1", "http://localhost/?code=&state=1"] {
        assert!(matches!(read(text), Err(AuthError::NoAddress)), "{text}");
    }
    assert!(matches!(read("http://localhost/?error=access_denied&state=1"), Err(AuthError::Denied { .. })));
}

#[test]
fn the_former_token_is_kept_for_the_grace_and_an_unchanged_one_is_not_former() {
    let grace = Duration::from_mins(30);
    let first = Tokens::after(None, &granted("one"), grace, now()).expect("tokens");
    assert!(first.previous.is_none());
    let second = Tokens::after(Some(&first), &granted("two"), grace, now()).expect("tokens");
    let (former, until) = second.previous.clone().expect("in its grace");
    assert_eq!((former.expose_secret(), until), ("one", now() + SignedDuration::from_mins(30)));
    let same = Tokens::after(Some(&second), &granted("two"), grace, now()).expect("tokens");
    assert_eq!(same.previous.map(|(token, _)| token.expose_secret().to_owned()).as_deref(), Some("one"));
    let silent = Granted { refresh: None, ..granted("") };
    assert_eq!(Tokens::after(Some(&second), &silent, grace, now()).expect("kept").refresh.expose_secret(), "two");
    assert!(Tokens::after(Some(&first), &granted("two"), Duration::ZERO, now()).expect("tokens").previous.is_none());
}
