//! Webhooks: both forms of the body, of which one delivery may name several companies.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::domain::Tenant;
use crate::provider::Hooks;
use crate::provider::hook::tenants;
use crate::provider::wire::lenient::Raw;

/// How `QuickBooks` sends webhooks.
pub(super) const HOOKS: Hooks = Hooks { header: "intuit-signature", tenants: companies };

/// The older form.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Notifications<'a> {
    #[serde(borrow)]
    event_notifications: Vec<Notification<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Notification<'a> {
    #[serde(borrow, default)]
    realm_id: Raw<'a>,
}

/// An event of the newer form, `CloudEvents`.
#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow, default)]
    intuitaccountid: Raw<'a>,
}

/// The companies that a body names.
fn companies(body: &str) -> Option<BTreeSet<Tenant>> {
    if let Ok(events) = serde_json::from_str::<Vec<Event<'_>>>(body) {
        let words: Vec<_> = events.into_iter().filter_map(|event| event.intuitaccountid.word()).collect();
        return Some(tenants(words.iter().map(AsRef::as_ref)));
    }
    let body: Notifications<'_> = serde_json::from_str(body).ok()?;
    let words: Vec<_> = body.event_notifications.into_iter().filter_map(|one| one.realm_id.word()).collect();
    Some(tenants(words.iter().map(AsRef::as_ref)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(body: &str) -> Option<Vec<String>> {
        Some(companies(body)?.into_iter().map(|Tenant(id)| id.into()).collect())
    }

    #[test]
    fn both_forms_name_their_companies() {
        let older = r#"{"eventNotifications":[{"realmId":"12","dataChangeEvent":{"entities":[{"name":"Invoice","id":"88",
            "operation":"Update","lastUpdated":"2026-11-27T01:02:03Z"}]}},{"realmId":"34"},{"realmId":"12"}]}"#;
        assert_eq!(named(older), Some(vec!["12".to_owned(), "34".to_owned()]));
        let newer = r#"[{"specversion":"1.0","id":"u1","type":"qbo.invoice.updated.v1","intuitentityid":"88","intuitaccountid":"12",
            "data":{}},{"specversion":"1.0","id":"u2","type":"qbo.customer.merged.v1","intuitaccountid":"34","data":{"deletedid":"9"}}]"#;
        assert_eq!(named(newer), Some(vec!["12".to_owned(), "34".to_owned()]));
        assert_eq!(named("[]"), Some(Vec::new()));
        assert_eq!(named(r#"[{"id":"u1"}]"#), Some(Vec::new()));
        for other in ["", "{}", "null", "7", "<html>", r#"{"eventNotifications":7}"#] {
            assert_eq!(named(other), None, "{other}");
        }
    }
}
