//! Xero: the client's requests and the pretend organisation's answers keep to the `OpenAPI` file. Without the file
//! (`FAKTURA_XERO_SPEC`, or `../shared/specs/` beside the checkout) that is skipped.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stderr, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use faktura::domain::Tenant;
use faktura::provider::{ApiKey, Connection, ListRequest, Place, Scope, xero};
use faktura::sandbox::oauth::{Api, ApiRequest, Service, Site, SiteOptions};
use faktura::sandbox::xero::{Kind, Organisations};
use jiff::Timestamp;
use jiff::civil::date;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// The specification; `None` (and a word) where it is absent.
fn spec() -> Option<Value> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/specs/xero-accounting.yaml");
    let path = std::env::var_os("FAKTURA_XERO_SPEC").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no spec at {}", path.display());
        return None;
    };
    Some(schemas(super::contract::json_of(serde_yaml_ng::from_str(&text).unwrap())))
}

/// `OpenAPI` 3.0 schemas as JSON Schema. What is not named is allowed: the file lacks fields that the service sends.
fn schemas(value: Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(schemas).collect(),
        Value::Object(map) => {
            let mut map: Map<String, Value> = map.into_iter().map(|(k, v)| (k, schemas(v))).collect();
            if map.remove("nullable") == Some(json!(true)) && map.get("type").is_some() {
                let kind = map["type"].take();
                map.insert("type".to_owned(), json!([kind, "null"]));
            }
            Value::Object(map)
        }
        other => other,
    }
}

/// Everything an organisation can have.
fn organisations() -> Organisations {
    let day = date(2026, 11, 21);
    let now: Timestamp = "2026-11-21T08:00:00Z".parse().unwrap();
    let books = Organisations::demo(40, 1, day);
    books.books(0, |books| {
        let bill = books.issue(Kind::Bill, 0, Decimal::new(9_000, 2), day, now);
        let note = books.issue(Kind::BillCredit, 0, Decimal::new(1_000, 2), day, now);
        let from = books.notes[note].id.clone();
        books.allocate(&from, bill, Decimal::new(500, 2), now, true);
        let refunded = books.issue(Kind::CreditNote, 1, Decimal::new(1_000, 2), day, now);
        books.pay(refunded, Decimal::new(100, 2), day, now);
        for early in [false, true] {
            let fund = books.fund(early, 1, Decimal::new(2_000, 2), day, now);
            let from = books.funds[fund].id.clone();
            books.allocate(&from, 0, Decimal::new(1, 2), now, true);
        }
        let void = books.issue(Kind::Invoice, 2, Decimal::new(9_000, 2), day, now);
        books.void(void, now);
        books.take_back(0, now);
        books.merge(2, 0, now);
    });
    books
}

#[tokio::test]
async fn requests_and_answers_keep_to_the_file() {
    let Some(spec) = spec() else { return };
    let mut books = organisations();
    let site = Site::start(SiteOptions { api: Box::new(books.clone()), ..SiteOptions::new(Service::Xero) }).await.unwrap();
    let tenant = site.companies()[0].id.clone();
    site.identity(|identity| identity.admit("token", vec![tenant.clone()], Timestamp::MAX));
    let bound = Duration::from_secs(30);
    let connection = Connection {
        base_url: Some(site.root.clone()),
        tenant: Some(Tenant(tenant.as_str().into())),
        credentials: Arc::new(ApiKey::new(&"token".to_owned().into()).unwrap()),
        currency: None,
        connect_timeout: bound,
        read_timeout: bound,
        answer_timeout: bound,
    };
    let provider = (xero::ENTRY.connect)(connection).unwrap();
    provider.profile().await.unwrap();
    provider.clock().unwrap().server_time().await.unwrap();
    for feed in xero::ENTRY.feeds {
        for scope in [Scope::All, Scope::ModifiedSince(Timestamp::UNIX_EPOCH)] {
            let request = ListRequest { feed: *feed, scope, place: Place::Page(1), per_page: 1000 };
            let page = provider.list(request).await.unwrap().value;
            assert!(!page.records.is_empty() && page.records.iter().all(Result::is_ok), "{}: {page:?}", feed.name);
            let id = page.records[0].as_ref().unwrap().id().clone();
            provider.get(feed, &id).await.unwrap().value.unwrap();
        }
    }
    let mut checked = BTreeSet::new();
    for request in site.requests() {
        let path = request.path.strip_prefix("/api.xro/2.0").unwrap();
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |template: &str| {
            let template: Vec<&str> = template.split('/').collect();
            template.len() == parts.len() && template.iter().zip(&parts).all(|(t, p)| t == p || t.starts_with('{'))
        };
        let paths = spec["paths"].as_object().unwrap();
        let (template, item) = paths.iter().find(|(template, _)| fits(template)).unwrap_or_else(|| panic!("no path {path}"));
        let operation = &item["get"];
        let known: BTreeSet<&str> = [&item["parameters"], &operation["parameters"]]
            .into_iter()
            .filter_map(Value::as_array)
            .flatten()
            .map(|one| one["$ref"].as_str().map_or(one, |to| spec.pointer(to.trim_start_matches('#')).unwrap()))
            .filter(|one| one["in"] == "query")
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        for (name, _) in &request.query {
            assert!(known.contains(name.as_str()), "{template} takes no {name}");
        }
        let answer = books.answer(&ApiRequest {
            number: request.number,
            at: request.at,
            method: "GET".to_owned(),
            path: request.path.clone(),
            query: request.query.clone(),
            headers: vec![("accept".to_owned(), "application/json".to_owned())],
            body: Vec::new(),
            company: tenant.clone(),
            faults: Vec::new(),
        });
        let schema = &operation["responses"][answer.status.to_string()]["content"]["application/json"]["schema"];
        let mut root = schema.as_object().unwrap_or_else(|| panic!("{template}: {}", answer.status)).clone();
        root.insert("components".to_owned(), spec["components"].clone());
        let validator = jsonschema::options().build(&Value::Object(root)).unwrap();
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        let errors: Vec<String> = validator.iter_errors(&body).map(|e| format!("{}: {e}", e.instance_path())).take(5).collect();
        assert!(errors.is_empty(), "{template}: {errors:#?}");
        checked.insert(template.clone());
    }
    assert_eq!(checked.len(), 14, "{checked:?}");
}
