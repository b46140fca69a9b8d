//! Webhooks of a service: where the signature is, and which companies and records a body names.
//!
//! For: the service, which verifies a delivery and starts syncs; a provider's folder has a constant of this type in its `ENTRY`. Never: a
//! request, and no more of a body than the identifiers in it.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::domain::{RemoteId, Tenant};

/// Most companies of one body that are looked at.
pub(super) const MOST_TENANTS: usize = 1000;

/// How a service sends webhooks: signed with the base64 of an HMAC-SHA-256 over the body.
#[derive(Debug, Clone, Copy)]
pub struct Hooks {
    /// Header with the signature, in lower case.
    pub header: &'static str,
    /// The companies that a body names, each with its records; `None` if the body is not in a form that is known.
    pub named: fn(&str) -> Option<BTreeMap<Tenant, Mentioned>>,
}

/// Records of a company that were named, each by its feed; `None` where it was named without any, or with something that is no record
/// of a feed: then only a look at everything that changed tells.
pub type Mentioned = Option<BTreeSet<(&'static str, RemoteId)>>;

/// Whether a signature is that of exactly these bytes. The comparison takes the same time wherever they differ.
#[must_use]
pub fn is_signed(key: &str, body: &[u8], signature: &str) -> bool {
    let Ok(signature) = STANDARD.decode(signature.trim()) else { return false };
    // A key of any length is one.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return false };
    mac.update(body);
    mac.verify_slice(&signature).is_ok()
}

/// Whether a signature of Slack's form `v0` is that of exactly these bytes at this time. The comparison takes the same time wherever
/// they differ.
#[must_use]
pub fn is_signed_v0(key: &str, (timestamp, body): (&str, &[u8]), signature: &str) -> bool {
    let Some(digits) = signature.trim().strip_prefix("v0=").filter(|digits| digits.len() == 64) else { return false };
    let byte = |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let Some(given) = digits.as_bytes().chunks(2).map(byte).collect::<Option<Vec<u8>>>() else { return false };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return false };
    for part in [b"v0:".as_slice(), timestamp.as_bytes(), b":", body] {
        mac.update(part);
    }
    mac.verify_slice(&given).is_ok()
}

/// Whether a text can be an identifier of a service.
pub(super) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// The tenants of these events, each once, with the records that the events name.
pub(super) fn tenants(events: impl Iterator<Item = (String, Mentioned)>) -> BTreeMap<Tenant, Mentioned> {
    let mut found: BTreeMap<Tenant, Mentioned> = BTreeMap::new();
    for (tenant, records) in events.filter(|(tenant, _)| is_id(tenant)) {
        let (tenant, known) = (Tenant(tenant.into()), found.len());
        match found.get_mut(&tenant) {
            Some(before) => merge(before, records),
            None if known < MOST_TENANTS => drop(found.insert(tenant, records)),
            None => {}
        }
    }
    found
}

/// Adds what was named later.
pub fn merge(before: &mut Mentioned, later: Mentioned) {
    match (before.as_mut(), later) {
        (Some(all), Some(more)) => all.extend(more),
        _ => *before = None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_what_openssl_says() {
        // printf '{"events":[]}' | openssl dgst -sha256 -hmac key -binary | base64
        let signature = "Qrz9n8NSnnBLDlKIZEhYxzL4J+L5wKUqtKk3FuhGKW0=";
        assert!(is_signed("key", br#"{"events":[]}"#, signature));
        assert!(is_signed("key", br#"{"events":[]}"#, &format!(" {signature} ")));
        for (key, body, signature) in [
            ("kez", r#"{"events":[]}"#, signature),
            ("key", r#"{"events":[] }"#, signature),
            ("key", r#"{"events":[]}"#, ""),
            ("key", r#"{"events":[]}"#, "AAAA"),
            ("key", r#"{"events":[]}"#, "not base64!"),
        ] {
            assert!(!is_signed(key, body.as_bytes(), signature), "{key} {body} {signature}");
        }
    }

    #[test]
    fn the_signature_of_slack_s_documentation_is_valid() {
        let (key, time) = ("8f742231b10e8888abcd99yyyzzz85a5", "1531420618");
        let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        let right = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
        assert!(is_signed_v0(key, (time, body.as_bytes()), right));
        for (key, time, wrong) in [
            ("8f", time, right),
            (key, "1531420619", right),
            (key, time, "v0="),
            (key, time, "v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"),
            (key, time, "v0=b2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"),
            (key, time, ""),
        ] {
            assert!(!is_signed_v0(key, (time, body.as_bytes()), wrong), "{key} {time} {wrong}");
        }
    }

    #[test]
    fn only_identifiers_are_tenants() {
        let named = |id: &str| (id.to_owned(), Some(BTreeSet::from([("invoice", RemoteId::new(id))])));
        let found = tenants(["1", "", "a b", "77-10", "1", &"9".repeat(65)].into_iter().map(named));
        assert_eq!(found.keys().map(|Tenant(id)| &**id).collect::<Vec<_>>(), ["1", "77-10"]);
    }

    #[test]
    fn records_add_up_until_something_else_is_named() {
        let named = |id: &str| Some(BTreeSet::from([("invoice", RemoteId::new(id))]));
        let of = |events: &[(&str, Mentioned)]| {
            let mut found = tenants(events.iter().map(|(tenant, records)| ((*tenant).to_owned(), records.clone())));
            found.remove(&Tenant("1".into())).expect("named").map(|records| records.len())
        };
        assert_eq!(of(&[("1", named("8")), ("2", None), ("1", named("9")), ("1", named("8"))]), Some(2));
        assert_eq!(of(&[("1", named("8")), ("1", None)]), None);
        assert_eq!(of(&[("1", None), ("1", named("8"))]), None);
    }
}
