//! Which path gives what.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::RequestInfo;
use super::account::Account;
use super::answer::Answer;
use super::documents::{Filter, Paging, ZONE};
use super::generate::part_of;
use super::model::Document;
use super::{pdf, written};

/// Input of an answer beside the account.
pub(super) struct Context<'a> {
    pub(super) now: Timestamp,
    pub(super) base_url: &'a str,
    pub(super) quirks: bool,
    /// Which nonsense a list says of itself.
    pub(super) nonsense: Option<u64>,
    /// The account's position.
    pub(super) account: usize,
}

/// Answers a request for data of an account.
pub(super) fn answer(request: &RequestInfo, account: &Account, context: &Context<'_>) -> Answer {
    let parts: Vec<&str> = request.path.trim_matches('/').split('/').collect();
    match *parts.as_slice() {
        ["documents"] => documents(request, account, context),
        ["documents", "vendor", vendor] => by_vendor(account, vendor),
        ["documents", id] => match id.parse().ok().and_then(|id| account.entry(id)) {
            Some(entry) => Answer::json(account.sent(entry).as_bytes().to_vec()),
            None => Answer::error(404),
        },
        ["documents", id, what] => match id.parse().ok().and_then(|id| account.document(id)) {
            Some(document) => of_document(account, &document, what, context),
            None => Answer::error(404),
        },
        ["partners"] => partners(request, account, context),
        ["partners", id] => {
            let partner = account.partners().iter().find(|partner| partner.buyer.id.to_string() == id);
            partner.map_or_else(|| Answer::error(404), |partner| to_json(partner.as_ref()))
        }
        ["organization"] => Answer::json(organization(account).to_string()),
        ["utils", "time"] => Answer::json(time(context.now).to_string()),
        ["bank-accounts"] => simple(request, context, &bank_accounts(account)),
        ["document-blocks"] => simple(request, context, &blocks(request.param("type"))),
        _ => Answer::error(404),
    }
}

/// The document that was created with a `vendor_id`.
fn by_vendor(account: &Account, vendor: &str) -> Answer {
    let vendor = percent_decoded(vendor);
    let mut found = account.written.vendors.iter().filter(|(of, id)| *of == vendor && account.entry(*id).is_some());
    let chosen = if account.written.writing.newest_vendor { found.next_back() } else { found.next() };
    match chosen.and_then(|(_, id)| account.json(*id)) {
        Some(document) => Answer::json(document),
        None => Answer::error(404),
    }
}

/// A part of a path, decoded.
fn percent_decoded(part: &str) -> String {
    let pair = format!("x={}", part.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes()).next().map_or_else(String::new, |(_, value)| value.into_owned())
}

fn to_json(value: &impl serde::Serialize) -> Answer {
    Answer::json(serde_json::to_string(value).unwrap_or_default())
}

fn documents(request: &RequestInfo, account: &Account, context: &Context<'_>) -> Answer {
    let mut errors = Vec::new();
    let paging = Paging::of(request, &mut errors);
    let filter = Filter::of(request, &mut errors);
    if !errors.is_empty() {
        return Answer::invalid(&errors);
    }
    let (entries, total) = filter.page(account, paging);
    let data: Vec<_> = entries.into_iter().map(|entry| account.sent(entry)).collect();
    list(request, context, paging, total, &data)
}

/// A list in the form that all lists have.
fn list<T: AsRef<str>>(request: &RequestInfo, context: &Context<'_>, paging: Paging, total: u64, data: &[T]) -> Answer {
    let size: usize = data.iter().map(|one| one.as_ref().len() + 1).sum();
    let mut body = String::with_capacity(size + 512);
    body.push_str("{\"data\":[");
    for (index, one) in data.iter().enumerate() {
        if index > 0 {
            body.push(',');
        }
        body.push_str(one.as_ref());
    }
    body.push(']');
    // Writing into a string does not fail.
    let _ = match context.nonsense {
        Some(turn) => write!(body, "{}", nonsense(turn)),
        None => meta(&mut body, request, context, paging, total),
    };
    body.push('}');
    Answer::json(body)
}

fn meta(body: &mut String, request: &RequestInfo, context: &Context<'_>, paging: Paging, total: u64) -> std::fmt::Result {
    let Paging { page, per_page } = paging;
    let last = paging.last(total);
    let url = |page: u64| json!(format!("{}{}?page={page}&per_page={per_page}", context.base_url, request.path));
    if context.quirks {
        let url = |there: bool, page: u64| if there { url(page) } else { json!(null) };
        let (before, after) = (url(page > 1, page.saturating_sub(1)), url(page < last, page + 1));
        write!(body, r#","total":"{total}","per_page":"{per_page}","current_page":{page}.0,"last_page":{last}"#)?;
        return write!(body, r#","prev_page_url":{before},"next_page_url":{after}"#);
    }
    write!(body, r#","total":{total},"per_page":{per_page},"current_page":{page},"last_page":{last}"#)?;
    if page > 1 {
        write!(body, r#","prev_page_url":{}"#, url(page - 1))?;
    }
    if page < last {
        write!(body, r#","next_page_url":{}"#, url(page + 1))?;
    }
    Ok(())
}

/// Impossible facts in the head of a list.
const fn nonsense(turn: u64) -> &'static str {
    match turn % 6 {
        0 => r#","total":-1,"per_page":-100,"current_page":-1,"last_page":-1"#,
        1 => r#","total":9007199254740993,"per_page":100,"current_page":1,"last_page":90071992547409"#,
        2 => r#","total":"many","per_page":"all","current_page":"here","last_page":"later""#,
        3 => "",
        4 => r#","total":0,"per_page":0,"current_page":0,"last_page":0"#,
        _ => r#","total":1e300,"per_page":null,"current_page":[],"last_page":{}"#,
    }
}

fn simple(request: &RequestInfo, context: &Context<'_>, all: &[String]) -> Answer {
    let mut errors = Vec::new();
    let paging = Paging::of(request, &mut errors);
    if !errors.is_empty() {
        return Answer::invalid(&errors);
    }
    let skip = usize::try_from(paging.skip()).unwrap_or(usize::MAX);
    let take = usize::try_from(paging.per_page).unwrap_or(usize::MAX);
    let page: Vec<&String> = all.iter().skip(skip).take(take).collect();
    list(request, context, paging, all.len() as u64, &page)
}

fn partners(request: &RequestInfo, account: &Account, context: &Context<'_>) -> Answer {
    let text = request.param("query").unwrap_or_default().to_lowercase();
    let found = account.partners().iter().filter(|partner| {
        partner.buyer.name.to_lowercase().contains(&text) || partner.buyer.taxcode.to_lowercase().contains(&text)
    });
    let found: Vec<String> = found.filter_map(|partner| serde_json::to_string(partner.as_ref()).ok()).collect();
    simple(request, context, &found)
}

fn of_document(account: &Account, document: &Document, what: &str, context: &Context<'_>) -> Answer {
    match what {
        "payments" => Answer::json(payments(account, document)),
        "online-szamla" => Answer::json(tax_report(document).to_string()),
        "download" => Answer::new(200, "application/pdf", download(document)),
        "public-url" => {
            let site = context.base_url.trim_end_matches("/v3");
            let url = format!("{site}/public/{}-{}", context.account, document.id);
            Answer::json(json!({"public_url": url}).to_string())
        }
        _ => Answer::error(404),
    }
}

/// Text of a document's PDF.
pub(super) fn download(document: &Document) -> Vec<u8> {
    let items = document.items.iter().map(|item| {
        format!("{} x {} {}: {} {}", item.quantity.as_str(), item.name, item.unit, item.gross_amount.as_str(), document.currency)
    });
    let head = [
        format!("{} {}", document.r#type, document.invoice_number),
        document.organization.name.to_string(),
        document.document_partner.name.to_string(),
        format!("{} - {}", document.invoice_date, document.due_date.unwrap_or(document.invoice_date)),
    ];
    let total = format!("{} {}", document.gross_total.as_str(), document.currency);
    pdf::document(&head.into_iter().chain(items).chain([total]).collect::<Vec<_>>())
}

/// Payments so far; as text, so that no digit is lost.
pub(super) fn payments(account: &Account, document: &Document) -> String {
    if let Some(list) = account.written.payments.get(&document.id) {
        return written::list(list);
    }
    let price = match document.payment_status.as_ref() {
        "paid" => document.gross_total.clone(),
        "partially_paid" => part_of(&document.gross_total),
        _ => return "[]".to_owned(),
    };
    // A due day may lie ahead; no payment does.
    let date = document.paid_date.unwrap_or(document.invoice_date);
    let (method, rate) = (json!(document.payment_method), document.conversion_rate.as_str());
    let price = price.as_str();
    format!(r#"[{{"date":"{date}","price":{price},"payment_method":{method},"voucher_number":null,"conversion_rate":{rate}}}]"#)
}

fn tax_report(document: &Document) -> serde_json::Value {
    let status = document.online_szamla_status.as_deref().unwrap_or("not_checked");
    let messages = match status {
        "nav_warn" => json!([{"validation_result_code": "WARN", "validation_error_code": "CUSTOMER_TAX_NUMBER_CHECK",
            "human_readable_message": "A vevő adószáma nem szerepel a nyilvántartásban."}]),
        "aborted" | "invalid_tax_number" => json!([{"validation_result_code": "ERROR", "validation_error_code":
            "INVALID_CUSTOMER", "human_readable_message": "A vevő adatai hibásak."}]),
        _ => json!([]),
    };
    json!({"transaction_id": format!("4XYZ{:012}", document.id), "status": status, "messages": messages})
}

fn organization(account: &Account) -> serde_json::Value {
    json!({"tax_code": account.organization().tax_number, "subscription": {"expiration_date": "2099-12-31",
        "features": ["subscription_pro", "api_limit_pro"]}})
}

fn time(now: Timestamp) -> serde_json::Value {
    let local = now.to_zoned(TimeZone::get(ZONE).unwrap_or(TimeZone::UTC));
    json!({
        "epoch": now.as_second(),
        "formatted": local.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        "w3c": local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        "timezone": ZONE,
    })
}

fn bank_accounts(account: &Account) -> Vec<String> {
    let bank = &account.organization().bank_account;
    vec![
        json!({"id": bank.id, "name": bank.name, "account_number": bank.account_number,
            "account_number_iban": bank.account_number_iban, "swift": bank.swift, "currency": "HUF", "need_qr": false})
        .to_string(),
    ]
}

fn blocks(kind: Option<&str>) -> Vec<String> {
    let blocks = [
        (21_001, "Számlák", "INV", "invoice"),
        (21_003, "Nyugták", "NY", "receipt"),
        (21_004, "Ajánlatok", "AJ", "offer"),
        (21_005, "Megrendelések", "MR", "order_form"),
        (21_006, "Szállítólevelek", "SZL", "waybill"),
        (21_007, "Teljesítésigazolások", "TIG", "certificate_of_completion"),
        (21_008, "Dossziék", "DOS", "dossier"),
    ];
    let block = |(id, name, prefix, kind): (u32, &str, &str, &str)| {
        json!({"id": id, "name": name, "prefix": prefix, "custom_field1": "", "custom_field2": "", "type": kind}).to_string()
    };
    blocks.into_iter().filter(|block| kind.is_none_or(|kind| kind == block.3)).map(block).collect()
}
