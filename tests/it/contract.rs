//! The pretend account and the client keep to Billingo's `OpenAPI` file: every answer of the one and every request of the
//! other validates against it. Without the file (`FAKTURA_SPEC`, or `../shared/specs/` beside the checkout) it is skipped.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use faktura::domain::RemoteId;
use faktura::provider::{ApiKey, Connection, ListRequest, Place, Provider, Scope, billingo};
use faktura::sandbox::{DEMO_KEYS, Options, RequestInfo, Running, Sandbox};
use jiff::civil::{Date, date};
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const TODAY: Date = date(2025, 10, 27);

/// The specification, as JSON with JSON Schemas.
pub(super) struct Spec(Value);

impl Spec {
    /// The specification; `None` (and a word) where it is absent.
    pub(super) fn load() -> Option<Self> {
        Self::of("FAKTURA_SPEC", "billingo-3.0.14.yaml")
    }

    /// The specification that a variable names, else the file of this name beside the checkout.
    pub(super) fn of(variable: &str, file: &str) -> Option<Self> {
        let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/specs")).join(file);
        let path = std::env::var_os(variable).map_or(beside, PathBuf::from);
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("skipped: no spec at {}", path.display());
            return None;
        };
        let yaml: serde_yaml_ng::Value = serde_yaml_ng::from_str(&text).unwrap();
        Some(Self(schemas(json_of(yaml))))
    }

    /// The path template of a path, and what GET of it is.
    fn operation(&self, path: &str) -> (&str, &Value) {
        let (template, item) = self.item(path);
        (template, &item["get"])
    }

    /// The path template of a path, and its operations.
    pub(super) fn item(&self, path: &str) -> (&str, &Value) {
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |template: &str| {
            let template: Vec<&str> = template.split('/').collect();
            template.len() == parts.len() && template.iter().zip(&parts).all(|(t, p)| t.starts_with('{') || t == p)
        };
        let paths = self.0["paths"].as_object().unwrap();
        let exact = paths.get_key_value(path);
        let (template, item) = exact.or_else(|| paths.iter().find(|(t, _)| fits(t))).unwrap_or_else(|| panic!("no path {path}"));
        (template, item)
    }

    /// What a reference names, or the value itself.
    pub(super) fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        value["$ref"].as_str().map_or(value, |to| self.0.pointer(to.trim_start_matches('#')).unwrap())
    }

    /// What is wrong with a value; with `strict`, what a schema does not name is.
    pub(super) fn errors(&self, schema: &Value, value: &Value, strict: bool) -> Vec<String> {
        let mut root = schema.as_object().unwrap().clone();
        root.insert("components".to_owned(), self.0["components"].clone());
        let root = if strict { Value::Object(root) } else { open(Value::Object(root)) };
        let validator = jsonschema::options().build(&root).unwrap();
        validator.iter_errors(value).map(|error| format!("{error} at {}", error.instance_path())).take(5).collect()
    }

    /// Checks values against a schema of the specification.
    fn validator(&self, schema: &Value) -> Validator {
        let mut root = schema.as_object().unwrap().clone();
        root.insert("components".to_owned(), self.0["components"].clone());
        jsonschema::options().should_validate_formats(true).build(&Value::Object(root)).unwrap()
    }
}

pub(super) fn json_of(yaml: serde_yaml_ng::Value) -> Value {
    use serde_yaml_ng::Value as Yaml;
    match yaml {
        Yaml::Mapping(map) => {
            let key = |key: Yaml| match key {
                Yaml::String(text) => text,
                other => serde_yaml_ng::to_string(&other).unwrap().trim().to_owned(),
            };
            Value::Object(map.into_iter().map(|(k, v)| (key(k), json_of(v))).collect())
        }
        Yaml::Sequence(list) => list.into_iter().map(json_of).collect(),
        Yaml::Tagged(tagged) => json_of(tagged.value),
        other => serde_json::to_value(other).unwrap(),
    }
}

/// `OpenAPI` 3.0 schemas as JSON Schema: `nullable` becomes a type, and what is not named is not allowed.
fn schemas(value: Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(schemas).collect(),
        Value::Object(map) => {
            let mut map: Map<String, Value> = map.into_iter().map(|(k, v)| (k, schemas(v))).collect();
            let schema = map.get("type").is_some_and(Value::is_string);
            if schema {
                for word in ["example", "readOnly", "deprecated", "default"] {
                    map.remove(word);
                }
            }
            if schema && map.get("properties").is_some() {
                map.entry("additionalProperties").or_insert(json!(false));
            }
            if map.remove("nullable") == Some(json!(true)) {
                let kind = map["type"].take();
                map.insert("type".to_owned(), json!([kind, "null"]));
            }
            Value::Object(map)
        }
        other => other,
    }
}

/// Schemas that allow what they do not name.
fn open(value: Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(open).collect(),
        Value::Object(map) => {
            let closed = |(name, value): &(String, Value)| !(name == "additionalProperties" && *value == json!(false));
            Value::Object(map.into_iter().filter(closed).map(|(name, value)| (name, open(value))).collect())
        }
        other => other,
    }
}

/// An answer over a bare socket.
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

async fn get(running: &Running, path: &str, key: &str) -> Answer {
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    let request = format!("GET /v3{path} HTTP/1.1\r\nhost: localhost\r\nx-api-key: {key}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let body = bytes.split_off(end + 4);
    let head = String::from_utf8(bytes).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    Answer { status, headers: lines.filter_map(header).collect(), body }
}

/// Checks an answer against what the specification says of that path and status.
struct Checker<'a> {
    spec: &'a Spec,
    validators: BTreeMap<(String, u16), Validator>,
}

impl Checker<'_> {
    /// Whether the body keeps to the specification; the errors where it does not.
    fn errors(&mut self, path: &str, answer: &Answer) -> Vec<String> {
        let (template, operation) = self.spec.operation(path.split('?').next().unwrap());
        let content = &operation["responses"][answer.status.to_string()]["content"];
        let kind = answer.headers["content-type"].as_str();
        let schema = &content[kind]["schema"];
        assert!(schema.is_object(), "{path}: {} {kind} is not specified", answer.status);
        if kind == "application/pdf" {
            assert!(answer.body.starts_with(b"%PDF-") && answer.body.ends_with(b"%%EOF\n"));
            return Vec::new();
        }
        let build = || self.spec.validator(schema);
        let validator = self.validators.entry((template.to_owned(), answer.status)).or_insert_with(build);
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        validator.iter_errors(&body).map(|error| format!("{path}: {} at {}", error, error.instance_path())).take(5).collect()
    }
}

async fn start(options: Options) -> Running {
    Sandbox::start(options).await.unwrap()
}

#[tokio::test]
async fn every_answer_of_the_sandbox_validates() {
    let Some(spec) = Spec::load() else { return };
    let mut checker = Checker { spec: &spec, validators: BTreeMap::new() };
    let running = start(Options::new(TODAY)).await;
    let mut paths: Vec<(String, u16)> = Vec::new();
    for (index, key) in DEMO_KEYS.iter().enumerate() {
        let total = running.account(index, |account| account.len()).unwrap();
        for page in 1..=total.div_ceil(100) + 1 {
            let path = format!("/documents?page={page}&per_page=100");
            let answer = get(&running, &path, key).await;
            assert_eq!(checker.errors(&path, &answer), Vec::<String>::new());
        }
    }
    let ids = running.account(0, |account| account.ids()).unwrap();
    for id in ids.iter().step_by(7) {
        for what in ["", "/payments", "/online-szamla", "/download", "/public-url"] {
            paths.push((format!("/documents/{id}{what}"), 200));
        }
    }
    let partner = running.account(0, |account| account.partners()[3].buyer.id).unwrap();
    for path in ["/organization", "/utils/time", "/bank-accounts", "/document-blocks", "/document-blocks?type=receipt"] {
        paths.push((path.to_owned(), 200));
    }
    for path in ["/partners?per_page=100", "/partners?query=kft&page=2&per_page=3", "/documents?type=proforma", "/documents"] {
        paths.push((path.to_owned(), 200));
    }
    paths.push((format!("/partners/{partner}"), 200));
    paths.extend(["/documents/1", "/documents/1/payments", "/documents/1/download", "/partners/1"].map(|p| (p.to_owned(), 404)));
    paths.extend(["/documents?per_page=101", "/documents?start_year=2025", "/partners?page=0"].map(|p| (p.to_owned(), 422)));
    for (path, status) in paths {
        let answer = get(&running, &path, DEMO_KEYS[0]).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(checker.errors(&path, &answer), Vec::<String>::new());
        for header in ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"] {
            answer.headers[header].parse::<i32>().unwrap_or_else(|_| panic!("{path}: {header}"));
        }
    }
    let answer = get(&running, "/documents", "wrong").await;
    assert_eq!((answer.status, checker.errors("/documents", &answer)), (401, Vec::new()));
}

#[tokio::test]
async fn errors_on_demand_validate_too() {
    let Some(spec) = Spec::load() else { return };
    let mut checker = Checker { spec: &spec, validators: BTreeMap::new() };
    let running = start(Options::new(TODAY)).await;
    for status in [400, 401, 402, 422, 429, 500] {
        running.set_faults(vec![format!("status={status},retry-after=7").parse().unwrap()]);
        let answer = get(&running, "/documents", DEMO_KEYS[0]).await;
        assert_eq!((answer.status, checker.errors("/documents", &answer)), (status, Vec::new()));
        assert_eq!(answer.headers["retry-after"], "7");
    }
    let id = running.account(0, |account| account.ids()[0]).unwrap();
    running.set_faults(vec!["status=202".parse().unwrap()]);
    let path = format!("/documents/{id}/download");
    let answer = get(&running, &path, DEMO_KEYS[0]).await;
    assert_eq!((answer.status, checker.errors(&path, &answer)), (202, Vec::new()));
    let limited = start(Options { rate_limit: Some(1), ..Options::new(TODAY) }).await;
    get(&limited, "/organization", DEMO_KEYS[0]).await;
    let answer = get(&limited, "/organization", DEMO_KEYS[0]).await;
    assert_eq!((answer.status, checker.errors("/organization", &answer)), (429, Vec::new()));
    assert!((1..=60).contains(&answer.headers["retry-after"].parse::<i32>().unwrap()));
}

#[tokio::test]
async fn quirks_go_beyond_the_specification() {
    let Some(spec) = Spec::load() else { return };
    let mut checker = Checker { spec: &spec, validators: BTreeMap::new() };
    let running = start(Options { quirks: true, ..Options::new(TODAY) }).await;
    let ids = running.account(0, |account| account.ids()).unwrap();
    let mut beyond = 0;
    for id in &ids[..16] {
        let path = format!("/documents/{id}");
        // A number too large for a float is not readable for every parser.
        let answer = get(&running, &path, DEMO_KEYS[0]).await;
        let readable = serde_json::from_slice::<Value>(&answer.body).is_ok();
        beyond += usize::from(!readable || !checker.errors(&path, &answer).is_empty());
    }
    // A control character, an empty date and a removed field are within the letter of a specification that requires nothing.
    assert!(beyond >= 11, "{beyond} of 16");
}

fn provider(running: &Running) -> Arc<dyn Provider> {
    let connection = Connection {
        base_url: Some(running.base_url.clone()),
        tenant: None,
        currency: None,
        credentials: Arc::new(ApiKey::new(&DEMO_KEYS[0].to_owned().into()).unwrap()),
        connect_timeout: Duration::from_secs(5),
        read_timeout: Duration::from_secs(5),
        answer_timeout: Duration::from_mins(1),
    };
    (billingo::ENTRY.connect)(connection).unwrap()
}

/// A value of a query as the type that its schema asks for.
fn typed(text: &str, spec: &Spec, schema: &Value) -> Value {
    let resolved = match schema["$ref"].as_str() {
        Some(reference) => spec.0.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    match resolved["type"].as_str() {
        Some("integer") => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
        _ => json!(text),
    }
}

fn check_request(spec: &Spec, request: &RequestInfo) {
    let (template, operation) = spec.operation(&request.path);
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    for (name, value) in template.split('/').zip(request.path.split('/')).filter(|(name, _)| name.starts_with('{')) {
        value.parse::<u64>().unwrap_or_else(|_| panic!("{name} is {value}"));
    }
    for (name, value) in &request.query {
        let named = |parameter: &&Value| parameter["in"] == "query" && parameter["name"] == name.as_str();
        let parameter = parameters.iter().find(named).unwrap_or_else(|| panic!("{template} takes no {name}"));
        let schema = &parameter["schema"];
        let value = typed(value, spec, schema);
        let validator = spec.validator(schema);
        assert!(validator.is_valid(&value), "{template}: {name}={value}");
        if schema["format"] == "datetime" {
            let text = value.as_str().unwrap();
            jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", text).unwrap_or_else(|_| panic!("{name}={text}"));
        }
    }
}

#[tokio::test]
async fn every_request_of_the_client_validates() {
    let Some(spec) = Spec::load() else { return };
    let running = start(Options::new(TODAY)).await;
    let provider = provider(&running);
    let feed = billingo::ENTRY.feeds[0];
    let id = RemoteId::new(running.account(0, |account| account.ids()[5]).unwrap().to_string());
    let now = provider.clock().unwrap().server_time().await.unwrap().value.now;
    for scope in [Scope::All, Scope::ModifiedSince(now), Scope::IssuedSince(TODAY)] {
        provider.list(ListRequest { feed, scope, place: Place::Page(2), per_page: 1000 }).await.unwrap();
    }
    provider.profile().await.unwrap();
    provider.get(&feed, &id).await.unwrap().value.unwrap();
    provider.payments().unwrap().payments(&id).await.unwrap();
    provider.filings().unwrap().tax_report(&id).await.unwrap();
    provider.files().unwrap().pdf(&id, false).await.unwrap().value.unwrap();
    provider.files().unwrap().public_url(&id).await.unwrap();
    let requests = running.requests();
    assert_eq!(requests.len(), 10, "one for each call");
    for request in &requests {
        check_request(&spec, request);
    }
}
