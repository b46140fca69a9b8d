//! Answers requests: queries, changes, batches, reads, writes; faults in both shapes and in XML.

use std::borrow::Cow;

use jiff::{Timestamp, ToSpan};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::sandbox::FaultKind;
use crate::sandbox::oauth::{ApiAnswer, ApiRequest};

use super::ledger::{Ledger, Refusal, entity, text};
use super::query;
use super::rules::known_fields;
use super::switches::SalesTax;

/// Most items of a batch.
const BATCH: usize = 30;
/// Longest `requestid`.
const LONGEST_KEY: usize = 50;

/// A fault of the gateway, in lower case.
pub(super) fn gateway(status: u16, code: &str, message: &str, kind: &str) -> ApiAnswer {
    let said = format!("message={message}; errorCode=00{code}; statusCode={status}");
    let body = json!({"warnings": null, "intuitObject": null, "fault": {"error": [{"message": said, "detail": message, "code": code, "element": null}],
        "type": kind}, "report": null, "time": 1_795_812_332_077_i64, "cdcresponse": []});
    traced(ApiAnswer::json(status, body.to_string()))
}

/// The answer with this status that a fault asks for.
pub(super) fn failure(status: u16) -> ApiAnswer {
    match status {
        // The inner layer answers these in XML whatever was asked for.
        401 => {
            let xml = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><Fault type="AuthenticationFault"><Error code="100"><Message>AuthenticationFailed</Message><Detail>Token expired</Detail></Error></Fault></IntuitResponse>"#;
            traced(ApiAnswer { kind: "application/xml", ..ApiAnswer::json(401, xml) })
        }
        // A fault in a success.
        200 => fault(200, "SystemFault", &("10000", "An application error has occurred", "Please try again".to_owned())),
        403 | 429 => gateway(status, "3001", "ThrottleExceeded", "SERVICE"),
        500 => fault(500, "SystemFault", &("10000", "An application error has occurred", "Please try again".to_owned())),
        _ => fault(status, "ValidationFault", &("6000", "A business validation error has occurred", "Asked for".to_owned())),
    }
}

fn traced(answer: ApiAnswer) -> ApiAnswer {
    answer.header("intuit_tid", "1-66f2a1d0-0aa1b2c3d4e5f60718293a4b")
}

fn fault(status: u16, kind: &str, (code, message, detail): &Refusal) -> ApiAnswer {
    let body = json!({"Fault": {"Error": [{"Message": message, "Detail": detail, "code": code, "element": ""}], "type": kind}, "time": "2026-11-27T00:00:00.000-08:00"});
    traced(ApiAnswer::json(status, body.to_string()))
}

/// A success: its body and the service's clock, in milliseconds.
fn success(mut body: Value, now: Timestamp) -> ApiAnswer {
    super::ledger::merge(&mut body, &json!({"time": clock(now)}));
    traced(ApiAnswer::json(200, body.to_string()))
}

fn clock(now: Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// What a statement found: an object of the answer.
enum Found<'l> {
    Whole(Value),
    Page { entity: &'static str, rows: Vec<Cow<'l, Value>>, start: usize },
}

impl Serialize for Found<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Whole(value) => value.serialize(serializer),
            Self::Page { entity, rows, start } => {
                let mut page = serializer.serialize_map(Some(3))?;
                page.serialize_entry(entity, rows)?;
                page.serialize_entry("startPosition", start)?;
                page.serialize_entry("maxResults", &rows.len())?;
                page.end()
            }
        }
    }
}

/// The same for a statement; a large page is written as it lies.
fn page(found: &Found<'_>, now: Timestamp) -> ApiAnswer {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Told<'f, 'l> {
        query_response: &'f Found<'l>,
        #[serde(rename = "time")]
        time: String,
    }
    let told = Told { query_response: found, time: clock(now) };
    traced(ApiAnswer::json(200, serde_json::to_vec(&told).unwrap_or_default()))
}

/// Answers a request to a company.
pub(super) fn answer(ledger: &mut Ledger, request: &ApiRequest) -> ApiAnswer {
    if !fits(ledger, request.at) {
        return gateway(429, "3001", "ThrottleExceeded", "SERVICE");
    }
    if request.param("requestid").is_none() {
        return carry_out(ledger, request);
    }
    let key = request.param("requestid").unwrap_or_default().to_owned();
    if key.is_empty() || key.chars().count() > LONGEST_KEY {
        return fault(
            400,
            "ValidationFault",
            &("2050", "String length is either shorter or longer than supported by specification", "requestid".to_owned()),
        );
    }
    let kept = ledger.switches.replay_hours.saturating_mul(3600);
    if let Some((at, first)) = ledger.replays.get(&key)
        && request.at.as_second() - at.as_second() < kept
    {
        return first.clone();
    }
    let answer = carry_out(ledger, request);
    if answer.status == 200 || ledger.switches.refusals_replayed {
        ledger.replays.insert(key, (request.at, answer.clone()));
    }
    answer
}

/// Notes a failure that a fault answered with, where refusals are answered again.
pub(super) fn failed(ledger: &mut Ledger, request: &ApiRequest, answer: &ApiAnswer) {
    let Some(key) = request.param("requestid").filter(|_| ledger.switches.refusals_replayed) else { return };
    ledger.replays.insert(key.to_owned(), (request.at, answer.clone()));
}

/// Counts a request of this minute; `false` when it is one too many.
fn fits(ledger: &mut Ledger, now: Timestamp) -> bool {
    let Some(most) = ledger.switches.per_minute else { return true };
    let minute = now.as_second() - now.as_second().rem_euclid(60);
    if ledger.window.0 != minute {
        ledger.window = (minute, 0);
    }
    ledger.window.1 += 1;
    ledger.window.1 <= most
}

fn carry_out(ledger: &mut Ledger, request: &ApiRequest) -> ApiAnswer {
    let path = request.path.trim_start_matches("/v3/company/").to_owned();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let now = request.at;
    if request.faults.contains(&FaultKind::Drift) {
        ledger.drift(request.number, now);
    }
    if !request.header("accept").is_some_and(|accept| accept.contains("json") || accept.contains("pdf")) {
        let xml = r#"<?xml version="1.0"?><IntuitResponse xmlns="http://schema.intuit.com/finance/v3"></IntuitResponse>"#;
        return ApiAnswer { kind: "application/xml", ..ApiAnswer::json(200, xml) };
    }
    let body = || serde_json::from_slice::<Value>(&request.body).unwrap_or_default();
    let result = match (request.method.as_str(), parts.as_slice()) {
        ("GET" | "POST", ["query"]) => {
            let sent = String::from_utf8_lossy(&request.body);
            match respond(ledger, request.param("query").unwrap_or(&sent)) {
                Ok(found) => return page(&found, now),
                Err(refusal) => Err(refusal),
            }
        }
        ("GET", ["cdc"]) => changes(ledger, request, now),
        ("POST", ["batch"]) => batch(ledger, &body(), now),
        ("GET", ["companyinfo", _]) => Ok(json!({"CompanyInfo": company(ledger)})),
        ("GET", ["preferences"]) => Ok(json!({"Preferences": preferences(ledger)})),
        ("GET", [name, id, "pdf"]) => match stored(ledger, name, id) {
            Ok((_, object)) => {
                let lines = [ledger.name.clone(), text(&object, "/DocNumber").to_owned()];
                return ApiAnswer { kind: "application/pdf", ..ApiAnswer::json(200, crate::sandbox::pdf::document(&lines)) };
            }
            Err(refusal) => Err(refusal),
        },
        ("GET", [name, id]) => stored(ledger, name, id).map(|(entity, mut object)| {
            if request.param("include") == Some("invoiceLink") {
                let link = format!("https://connect.intuit.com/t/{id}");
                super::ledger::merge(&mut object, &json!({"InvoiceLink": link}));
            }
            json!({entity: object})
        }),
        ("POST", [name, id, "send"]) => stored(ledger, name, id).and_then(|(entity, object)| {
            let id = text(&object, "/Id").parse().unwrap_or_default();
            Ok(json!({entity: ledger.mail(entity, id, request.param("sendTo"), now)?}))
        }),
        ("POST", [name]) => write(ledger, name, request.param("operation"), request.param("include"), &body(), now),
        _ => Err(("500", "Unsupported Operation", format!("Operation {path} is not supported."))),
    };
    match result {
        Ok(body) => success(body, now),
        Err(refusal) if refusal.0 == "10000" => fault(500, "SystemFault", &refusal),
        Err(refusal) => fault(400, "ValidationFault", &refusal),
    }
}

fn stored(ledger: &Ledger, name: &str, id: &str) -> Result<(&'static str, Value), Refusal> {
    let missing = || ("610", "Object Not Found", "Object Not Found : something is missing".to_owned());
    let entity = entity(name).ok_or_else(missing)?;
    let object = id.parse().ok().and_then(|id| ledger.get(entity, id)).cloned().ok_or_else(missing)?;
    Ok((entity, object))
}

/// `QueryResponse` of a statement.
fn respond<'l>(ledger: &'l Ledger, text: &str) -> Result<Found<'l>, Refusal> {
    let statement = query::parse(text)?;
    match statement.entity {
        "CompanyInfo" => return Ok(Found::Whole(json!({"CompanyInfo": [company(ledger)], "maxResults": 1}))),
        "Preferences" => return Ok(Found::Whole(json!({"Preferences": [preferences(ledger)], "maxResults": 1}))),
        _ => {}
    }
    let found = statement.find(ledger);
    if statement.count {
        return Ok(Found::Whole(json!({"totalCount": found.len()})));
    }
    let page: Vec<_> = found.into_iter().skip(statement.start - 1).take(statement.most).collect();
    if let Some((of, bad)) = &ledger.switches.bad_record
        && of == statement.entity
        && (statement.is_whole() || ledger.switches.bad_in_parts)
        && page.iter().any(|(id, _)| id == bad)
    {
        return Err(stumbles());
    }
    let rows: Vec<Cow<'l, Value>> = page.into_iter().map(|(_, object)| statement.project(object)).collect();
    if rows.is_empty() {
        return Ok(Found::Whole(json!({})));
    }
    Ok(Found::Page { entity: statement.entity, rows, start: statement.start })
}

/// The failure over a record that the service cannot read itself.
fn stumbles() -> Refusal {
    ("10000", "An application error has occurred", "An error has occurred while processing".to_owned())
}

/// Changes of several entities; the oldest come first, and what is over the limit is left out without a word.
fn changes(ledger: &Ledger, request: &ApiRequest, now: Timestamp) -> Result<Value, Refusal> {
    let missing = |what: &str| ("2020", "Required param missing, need to supply the required value for the API", what.to_owned());
    let since: Timestamp = request.param("changedSince").and_then(|at| at.parse().ok()).ok_or_else(|| missing("changedSince"))?;
    if ledger.switches.old_changes_refused && since < now.checked_sub(720.hours()).unwrap_or(Timestamp::MIN) {
        return Err(("4001", "Invalid query", "changedSince is more than 30 days ago".to_owned()));
    }
    let names = request.param("entities").ok_or_else(|| missing("entities"))?;
    let mut left = ledger.switches.changes_at_most;
    let mut blocks = Vec::new();
    for name in names.split(',') {
        let entity = entity(name.trim()).ok_or_else(|| missing(name))?;
        let all = ledger.changes(entity, since, now);
        if let Some((of, bad)) = &ledger.switches.bad_record
            && of == entity
            && all.iter().any(|object| text(object, "/Id") == bad.to_string())
        {
            return Err(stumbles());
        }
        let rows: Vec<Value> = all.into_iter().take(left).collect();
        left -= rows.len();
        blocks.push(if rows.is_empty() {
            json!({})
        } else {
            json!({entity: rows, "startPosition": 1, "maxResults": rows.len(), "totalCount": rows.len()})
        });
    }
    Ok(json!({"CDCResponse": [{"QueryResponse": blocks}]}))
}

fn batch(ledger: &mut Ledger, body: &Value, now: Timestamp) -> Result<Value, Refusal> {
    let items = body.get("BatchItemRequest").and_then(Value::as_array).cloned().unwrap_or_default();
    if items.is_empty() || items.len() > BATCH {
        return Err(("400", "MalformedRequest", "Batch Request is Empty".to_owned()));
    }
    let mut answers = Vec::new();
    for item in items {
        let written = item.as_object().and_then(|fields| fields.iter().find(|(name, _)| entity(name).is_some()));
        let result = match (item.get("Query").and_then(Value::as_str), written) {
            (Some(query), _) => respond(ledger, query).map(|found| json!({"QueryResponse": found})),
            (None, Some((name, object))) => {
                let operation = item.get("operation").and_then(Value::as_str).filter(|operation| *operation != "create");
                let options = item.get("optionsData").and_then(Value::as_str);
                write(ledger, name, operation, options, object, now)
            }
            (None, None) => Err(("2010", "Request has invalid or unsupported property", "nothing to do".to_owned())),
        };
        let mut answer = result.unwrap_or_else(|(code, message, detail)| {
            json!({"Fault": {"Error": [{"Message": message, "Detail": detail, "code": code}], "type": "ValidationFault"}})
        });
        super::ledger::merge(&mut answer, &json!({"bId": item.get("bId").cloned().unwrap_or_default()}));
        answers.push(answer);
    }
    Ok(json!({"BatchItemResponse": answers}))
}

fn write(
    ledger: &mut Ledger,
    name: &str,
    operation: Option<&str>,
    include: Option<&str>,
    body: &Value,
    now: Timestamp,
) -> Result<Value, Refusal> {
    let unsupported = || ("500", "Unsupported Operation", format!("Operation {name} is not supported."));
    let entity = entity(name).ok_or_else(unsupported)?;
    known_fields(entity, body)?;
    (ledger.by_api, ledger.any_number) = (true, include == Some("allowduplicatedocnum"));
    let written = carry(ledger, entity, operation, include, body, now);
    (ledger.by_api, ledger.any_number) = (false, false);
    Ok(json!({entity: written?}))
}

fn carry(
    ledger: &mut Ledger,
    entity: &'static str,
    operation: Option<&str>,
    include: Option<&str>,
    body: &Value,
    now: Timestamp,
) -> Result<Value, Refusal> {
    let token = || {
        let held = text(body, "/Id").parse().ok().and_then(|id| ledger.get(entity, id));
        let is_current = held.is_none_or(|held| text(held, "/SyncToken") == text(body, "/SyncToken"));
        if is_current { Ok(()) } else { Err(stale()) }
    };
    let id = || text(body, "/Id").parse::<u64>().map_err(|_| ("2030", "Invalid ID", "Id".to_owned()));
    match (operation, include) {
        (Some("delete"), _) => {
            token()?;
            ledger.remove(entity, id()?, now)
        }
        (Some("void"), _) | (Some("update"), Some("void")) => {
            token()?;
            ledger.make_void(entity, id()?, now)
        }
        (None | Some("update"), _) if body.get("Id").is_some() => ledger.update(entity, body, now),
        (None, _) => ledger.post(entity, body.clone(), now),
        _ => Err(("500", "Unsupported Operation", format!("Operation {entity} is not supported."))),
    }
}

fn stale() -> Refusal {
    ("5010", "Stale Object Error", "Stale Object Error : You and another were working on this at the same time.".to_owned())
}

fn company(ledger: &Ledger) -> Value {
    let country = if ledger.switches.tax == SalesTax::ByLine { "GB" } else { "US" };
    json!({"Id": "1", "SyncToken": "4", "domain": "QBO", "sparse": false, "CompanyName": ledger.name, "LegalName": ledger.name, "Country": country,
        "SupportedLanguages": "en", "FiscalYearStartMonth": "January", "Email": {"Address": "books@example.com"},
        "NameValue": [{"Name": "OfferingSku", "Value": "QuickBooks Online Plus"}, {"Name": "SubscriptionStatus", "Value": "SUBSCRIBED"}]})
}

fn preferences(ledger: &Ledger) -> Value {
    let automated = matches!(ledger.switches.tax, SalesTax::Automated { .. });
    json!({"Id": "1", "SyncToken": "0", "domain": "QBO", "sparse": false,
        "CurrencyPrefs": {"MultiCurrencyEnabled": ledger.switches.multicurrency, "HomeCurrency": {"value": ledger.currency}},
        "SalesFormsPrefs": {"CustomTxnNumbers": ledger.switches.custom_numbers, "AllowDiscount": true, "AllowDeposit": true, "AutoApplyCredit": false},
        "TaxPrefs": {"UsingSalesTax": true, "PartnerTaxEnabled": automated}, "AccountingInfoPrefs": {"UseAccountNumbers": false}})
}
