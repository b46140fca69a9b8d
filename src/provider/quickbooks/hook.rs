//! Webhooks: both forms of the body, of which one delivery may name several companies.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::FEEDS;
use crate::domain::{RemoteId, Tenant};
use crate::provider::hook::{is_id, tenants};
use crate::provider::wire::lenient::{Object, Raw};
use crate::provider::{Hooks, Mentioned};

/// How `QuickBooks` sends webhooks.
pub(super) const HOOKS: Hooks = Hooks { header: "intuit-signature", named };

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
    #[serde(borrow, default)]
    data_change_event: Object<Changed<'a>>,
}

#[derive(Deserialize)]
struct Changed<'a> {
    #[serde(borrow)]
    entities: Vec<Entity<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entity<'a> {
    #[serde(borrow, default)]
    name: Raw<'a>,
    #[serde(borrow, default)]
    id: Raw<'a>,
    /// The record that a merge ended.
    #[serde(borrow, default)]
    deleted_id: Raw<'a>,
}

/// An event of the newer form, `CloudEvents`.
#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow, default)]
    intuitaccountid: Raw<'a>,
    #[serde(borrow, default)]
    intuitentityid: Raw<'a>,
    #[serde(borrow, default, rename = "type")]
    kind: Raw<'a>,
    #[serde(borrow, default)]
    data: Object<Data<'a>>,
}

#[derive(Deserialize)]
struct Data<'a> {
    #[serde(borrow, default)]
    deletedid: Raw<'a>,
}

/// Records of an entity; `None` unless it is one that is read and all identifiers can be some.
fn records(entity: &str, ids: &[Raw<'_>]) -> Mentioned {
    let feed = FEEDS.iter().find(|feed| feed.name.eq_ignore_ascii_case(entity))?;
    let named = ids.iter().filter_map(|id| id.word());
    let all: BTreeSet<_> =
        named.map(|id| is_id(&id).then(|| (feed.name, RemoteId::new(format!("{}{id}", feed.prefix))))).collect::<Option<_>>()?;
    (!all.is_empty()).then_some(all)
}

/// Records of an event of the newer form, such as `qbo.invoice.updated.v1`.
fn of_event(event: &Event<'_>) -> Mentioned {
    let kind = event.kind.word()?;
    let entity = kind.strip_prefix("qbo.")?.split('.').next()?;
    let deleted = event.data.0.as_ref().map(|data| data.deletedid).unwrap_or_default();
    records(entity, &[event.intuitentityid, deleted])
}

/// The companies that a body names, with their records.
fn named(body: &str) -> Option<BTreeMap<Tenant, Mentioned>> {
    if let Ok(events) = serde_json::from_str::<Vec<Event<'_>>>(body) {
        let of = |event: &Event<'_>| Some((event.intuitaccountid.word()?.into_owned(), of_event(event)));
        return Some(tenants(events.iter().filter_map(of)));
    }
    let body: Notifications<'_> = serde_json::from_str(body).ok()?;
    let mut events = Vec::new();
    for one in &body.event_notifications {
        let Some(realm) = one.realm_id.word() else { continue };
        let entities = one.data_change_event.0.as_ref().map_or(&[][..], |changed| &changed.entities);
        if entities.is_empty() {
            events.push((realm.clone().into_owned(), None));
        }
        for entity in entities {
            let records = entity.name.word().and_then(|name| records(&name, &[entity.id, entity.deleted_id]));
            events.push((realm.clone().into_owned(), records));
        }
    }
    Some(tenants(events.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Option<Vec<(String, Option<Vec<String>>)>> {
        let ids = |records: Mentioned| Some(records?.into_iter().map(|(feed, id)| format!("{feed} {id}")).collect());
        Some(named(body)?.into_iter().map(|(Tenant(id), records)| (id.into(), ids(records))).collect())
    }

    fn told(tenant: &str, records: &[&str]) -> (String, Option<Vec<String>>) {
        (tenant.to_owned(), Some(records.iter().map(|id| (*id).to_owned()).collect()))
    }

    fn all(tenant: &str) -> (String, Option<Vec<String>>) {
        (tenant.to_owned(), None)
    }

    #[test]
    fn both_forms_name_their_companies_and_records() {
        let older = r#"{"eventNotifications":[{"realmId":"12","dataChangeEvent":{"entities":[{"name":"Invoice","id":"88",
            "operation":"Update","lastUpdated":"2026-11-27T01:02:03Z"},{"name":"CreditMemo","id":9}]}},{"realmId":"34"},
            {"realmId":"12","dataChangeEvent":{"entities":[{"name":"Customer","id":"7","operation":"Merge","deletedId":"6"}]}}]}"#;
        let twelve = told("12", &["creditmemo creditmemo:9", "customer 6", "customer 7", "invoice 88"]);
        assert_eq!(found(older), Some(vec![twelve, all("34")]));
        let newer = r#"[{"specversion":"1.0","id":"u1","type":"qbo.invoice.updated.v1","intuitentityid":"88","intuitaccountid":"12",
            "data":{}},{"specversion":"1.0","id":"u2","type":"qbo.customer.merged.v1","intuitentityid":"7","intuitaccountid":"34",
            "data":{"deletedid":"9"}}]"#;
        assert_eq!(found(newer), Some(vec![told("12", &["invoice 88"]), told("34", &["customer 7", "customer 9"])]));
        assert_eq!(found("[]"), Some(Vec::new()));
        assert_eq!(found(r#"[{"id":"u1"}]"#), Some(Vec::new()));
        for other in ["", "{}", "null", "7", "<html>", r#"{"eventNotifications":7}"#] {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_no_record_of_a_feed_names_everything() {
        for event in [
            r#""type":"qbo.item.updated.v1","intuitentityid":"8""#,
            r#""type":"qbo.invoice.updated.v1""#,
            r#""type":"invoice.updated","intuitentityid":"8""#,
            r#""type":7,"intuitentityid":"8""#,
            r#""type":"qbo.invoice.updated.v1","intuitentityid":"8/../9""#,
            r#""type":"qbo.invoice.updated.v1","intuitentityid":"8","data":{"deletedid":"a b"}"#,
            r#""type":"qbo.invoice.updated.v1","intuitentityid":{"x":1}"#,
        ] {
            assert_eq!(found(&format!(r#"[{{"intuitaccountid":"12",{event}}}]"#)), Some(vec![all("12")]), "{event}");
        }
        // Odd values beside it are none of ours.
        let odd = r#"[{"intuitaccountid":12,"type":"qbo.payment.created.v1","intuitentityid":8,"data":[]}]"#;
        assert_eq!(found(odd), Some(vec![told("12", &["payment 8"])]));
    }
}
