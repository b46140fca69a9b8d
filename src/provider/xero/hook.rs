//! Webhooks: events of several organisations, or none where Xero tries whether signatures are verified (intent to receive).

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{FEEDS, INVOICES};
use crate::domain::{RemoteId, Tenant};
use crate::provider::hook::{is_id, tenants};
use crate::provider::wire::lenient::Raw;
use crate::provider::{Hooks, Mentioned};

/// How Xero sends webhooks.
pub(super) const HOOKS: Hooks = Hooks { header: "x-xero-signature", named };

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    events: Vec<Event<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    #[serde(borrow, default)]
    tenant_id: Raw<'a>,
    #[serde(borrow, default)]
    event_category: Raw<'a>,
    #[serde(borrow, default)]
    resource_id: Raw<'a>,
}

/// The record of an event; `None` unless it is of an invoice or a contact and can be one.
fn record(event: &Event<'_>) -> Mentioned {
    let feed = match event.event_category.word()?.to_ascii_uppercase().as_str() {
        "INVOICE" => INVOICES.name,
        "CONTACT" => FEEDS.last()?.name,
        _ => return None,
    };
    let id = event.resource_id.word().filter(|id| is_id(id))?;
    // As records are known here.
    Some(BTreeSet::from([(feed, RemoteId::new(id.to_ascii_lowercase()))]))
}

/// The organisations that a body names, with their records.
fn named(body: &str) -> Option<BTreeMap<Tenant, Mentioned>> {
    let body: Body<'_> = serde_json::from_str(body).ok()?;
    let of = |event: &Event<'_>| Some((event.tenant_id.word()?.into_owned(), record(event)));
    Some(tenants(body.events.iter().filter_map(of)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Option<Vec<(String, Option<Vec<String>>)>> {
        let ids = |records: Mentioned| Some(records?.into_iter().map(|(feed, id)| format!("{feed} {id}")).collect());
        Some(named(body)?.into_iter().map(|(Tenant(id), records)| (id.into(), ids(records))).collect())
    }

    #[test]
    fn each_organisation_is_named_once_with_its_records() {
        let body = r#"{"events":[{"resourceUrl":"https://api.xero.com/api.xro/2.0/Invoices/0f0c","resourceId":"0F0C","tenantId":"77-10",
            "eventDateUtc":"2026-11-27T01:02:03.123","eventType":"UPDATE","eventCategory":"INVOICE","tenantType":"ORGANISATION"},
            {"tenantId":"77-10","resourceId":"c7","eventCategory":"CONTACT"},{"tenantId":"88-20"},
            {"tenantId":"99-30","resourceId":"s1","eventCategory":"SUBSCRIPTION"},
            {"tenantId":"99-40","resourceId":"../x","eventCategory":"INVOICE"}],
            "firstEventSequence":1,"lastEventSequence":3,"entropy":"S0m3"}"#;
        let records = Some(vec!["Contacts c7".to_owned(), "Invoices 0f0c".to_owned()]);
        let whole = |tenant: &str| (tenant.to_owned(), None);
        assert_eq!(found(body), Some(vec![("77-10".to_owned(), records), whole("88-20"), whole("99-30"), whole("99-40")]));
        let probe = r#"{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3"}"#;
        assert_eq!(found(probe), Some(Vec::new()));
        for other in ["", "[]", "{}", "null", "<html>"] {
            assert_eq!(found(other), None, "{other}");
        }
    }
}
