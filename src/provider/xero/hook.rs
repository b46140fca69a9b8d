//! Webhooks: events of several organisations, or none where Xero tries whether signatures are verified (intent to receive).

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::domain::Tenant;
use crate::provider::Hooks;
use crate::provider::hook::tenants;
use crate::provider::wire::lenient::Raw;

/// How Xero sends webhooks.
pub(super) const HOOKS: Hooks = Hooks { header: "x-xero-signature", tenants: organisations };

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
}

/// The organisations that a body names.
fn organisations(body: &str) -> Option<BTreeSet<Tenant>> {
    let body: Body<'_> = serde_json::from_str(body).ok()?;
    let words: Vec<_> = body.events.into_iter().filter_map(|event| event.tenant_id.word()).collect();
    Some(tenants(words.iter().map(AsRef::as_ref)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_organisation_is_named_once() {
        let body = r#"{"events":[{"resourceUrl":"https://api.xero.com/api.xro/2.0/Invoices/0f0c","resourceId":"0f0c","tenantId":"77-10",
            "eventDateUtc":"2026-11-27T01:02:03.123","eventType":"UPDATE","eventCategory":"INVOICE","tenantType":"ORGANISATION"},
            {"tenantId":"77-10"},{"tenantId":"88-20"}],"firstEventSequence":1,"lastEventSequence":3,"entropy":"S0m3"}"#;
        assert_eq!(organisations(body), Some(["77-10", "88-20"].map(|id| Tenant(id.into())).into()));
        let probe = r#"{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3"}"#;
        assert_eq!(organisations(probe), Some(BTreeSet::new()));
        for other in ["", "[]", "{}", "null", "<html>"] {
            assert_eq!(organisations(other), None, "{other}");
        }
    }
}
