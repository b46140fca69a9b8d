//! The accounting API: lists with pages, orders and stamps, single records, repeated writes, and what limits say.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::answer::{envelope, fault, missing, quoted};
use super::keys::{Keys, Known};
use super::model::{Books, Kind};
use super::{post, write};
use crate::sandbox::oauth::{Api, ApiAnswer, ApiRequest, Companies, Company, Service};
use crate::sandbox::{FaultKind, SandboxError, Setting};

/// Largest page.
const MOST: usize = 1000;

/// Records of a page where the request does not say.
const USUAL: usize = 100;

/// Unconfirmed facts about the service; each may be either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unconfirmed {
    /// Lists leave out `DELETED` documents unless they are asked for.
    pub hides_deleted: bool,
    /// An allocation of credit moves the stamp of the invoice.
    pub allocation_moves_stamp: bool,
    /// Lists can be put in the order of identifiers however long they are.
    pub orders_by_id: bool,
}

/// Pretend organisations. A clone shares the same books.
#[derive(Debug, Clone)]
pub struct Organisations {
    books: Arc<Mutex<Vec<Books>>>,
    /// What the service is taken to do.
    pub unconfirmed: Unconfirmed,
    /// Requests of a day, above which there is only 429.
    pub day_limit: Option<u32>,
    /// Requests of a minute, above which there is only 429.
    pub minute_limit: Option<u32>,
    used: u32,
    minute: (i64, u32),
    keys: Keys,
}

/// What `--set` may say.
const SETTINGS: &str =
    "closed=DATE, mail=on|off, hides-deleted=on|off, allocation-moves-stamp=on|off, orders-by-id=on|off, per-day=N, per-minute=N";

/// A record for a list: its identifier, its stamp, and what it says.
struct Row {
    id: String,
    updated: Timestamp,
    at: usize,
}

impl Default for Unconfirmed {
    fn default() -> Self {
        Self { hides_deleted: true, allocation_moves_stamp: true, orders_by_id: true }
    }
}

impl Organisations {
    /// The organisations of the demo; the first one with this many documents.
    #[must_use]
    pub fn demo(documents: usize, seed: u64, today: Date) -> Self {
        let companies = Companies::demo(Service::Xero).0;
        let books = companies.iter().enumerate().map(|(at, company)| {
            let documents = if at == 0 { documents } else { documents / (2 * at + 1) };
            Books::new(&company.id, &company.name, documents, seed.wrapping_add(at as u64), today)
        });
        let books = Arc::new(Mutex::new(books.collect()));
        let unconfirmed = Unconfirmed::default();
        Self { books, unconfirmed, day_limit: None, minute_limit: None, used: 0, minute: (0, 0), keys: Keys::default() }
    }

    /// Changes a setting of every organisation.
    ///
    /// # Errors
    /// There is none of this name, or it cannot have this value.
    pub fn set(&mut self, setting: &Setting) -> Result<(), SandboxError> {
        let wrong = || setting.unknown(SETTINGS);
        let flag = || setting.flag().ok_or_else(wrong);
        match setting.name() {
            "closed" => {
                let day = setting.day().ok_or_else(wrong)?;
                self.lock().iter_mut().for_each(|books| books.setup.lock = Some(day));
            }
            "mail" => {
                let sends = flag()?;
                self.lock().iter_mut().for_each(|books| books.setup.no_mail = !sends);
            }
            "hides-deleted" => self.unconfirmed.hides_deleted = flag()?,
            "allocation-moves-stamp" => self.unconfirmed.allocation_moves_stamp = flag()?,
            "orders-by-id" => self.unconfirmed.orders_by_id = flag()?,
            "per-day" => self.day_limit = Some(setting.number().ok_or_else(wrong)?),
            "per-minute" => self.minute_limit = Some(setting.number().ok_or_else(wrong)?),
            _ => return Err(wrong()),
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Books>> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads or changes the books at a position; `None` without any there. Requests wait meanwhile.
    pub fn books<R>(&self, at: usize, look: impl FnOnce(&mut Books) -> R) -> Option<R> {
        self.lock().get_mut(at).map(look)
    }

    fn limited(&self, answer: ApiAnswer) -> ApiAnswer {
        let left = self.day_limit.map_or(4999, |limit| limit.saturating_sub(self.used));
        answer
            .header("x-daylimit-remaining", left.to_string())
            .header("x-minlimit-remaining", self.minute_limit.map_or(59, |limit| limit.saturating_sub(self.minute.1)).to_string())
            .header("x-appminlimit-remaining", "9999")
    }
}

impl Api for Organisations {
    fn companies(&self) -> Vec<Company> {
        self.lock().iter().map(|books| Company { id: books.id.clone(), name: books.name.clone() }).collect()
    }

    fn answer(&mut self, request: &ApiRequest) -> ApiAnswer {
        let path = request.path.strip_prefix("/api.xro/2.0/").unwrap_or_default();
        // Asking for the organisation is free.
        if path != "Organisation" {
            self.used = self.used.saturating_add(1);
        }
        if self.day_limit.is_some_and(|limit| self.used > limit) {
            let refused = ApiAnswer { kind: "text/plain", ..ApiAnswer::json(429, "") };
            return self.limited(refused.header("x-rate-limit-problem", "day").header("retry-after", "41000"));
        }
        let minute = request.at.as_second().div_euclid(60);
        self.minute = if self.minute.0 == minute { (minute, self.minute.1.saturating_add(1)) } else { (minute, 1) };
        if self.minute_limit.is_some_and(|limit| self.minute.1 > limit) {
            let wait = 60 - request.at.as_second().rem_euclid(60);
            let refused = ApiAnswer { kind: "text/plain", ..ApiAnswer::json(429, "") };
            return self.limited(refused.header("x-rate-limit-problem", "minute").header("retry-after", wait.to_string()));
        }
        match self.keys.find(request) {
            Known::New => {}
            Known::Again(answer) => return self.limited(answer),
            Known::Wrong(reason) => return self.limited(fault(400, "ValidationException", &reason)),
        }
        let unconfirmed = self.unconfirmed;
        let answer = {
            let mut all = self.lock();
            match all.iter_mut().find(|books| books.id == request.company) {
                None => missing(),
                Some(books) => {
                    if request.faults.contains(&FaultKind::Drift) && page(request).is_some_and(|page| page > 1) {
                        drift(books, request.number, request.at);
                    }
                    if request.method == "GET" {
                        of(books, path, request, unconfirmed)
                    } else {
                        post::answer(books, path, request, unconfirmed.allocation_moves_stamp)
                    }
                }
            }
        };
        self.keys.keep(request, &answer);
        self.limited(answer)
    }

    fn failed(&mut self, request: &ApiRequest, answer: &ApiAnswer) {
        // A failure of the service itself is the answer that its key keeps; a refused token or limit is none.
        if answer.status >= 500 {
            self.keys.keep(request, answer);
        }
    }

    fn failure(&self, status: u16) -> ApiAnswer {
        match status {
            404 => missing(),
            429 => ApiAnswer { kind: "text/plain", ..ApiAnswer::json(429, "") }.header("x-rate-limit-problem", "minute"),
            _ => fault(status, "ValidationException", "Asked for."),
        }
    }
}

/// What happens while a client turns the pages: a new invoice, or a payment of an old one.
fn drift(books: &mut Books, turn: u64, now: Timestamp) {
    let count = books.notes.len();
    let at = usize::try_from(turn.wrapping_mul(0x9E37_79B9)).unwrap_or_default() % count.max(1);
    let (person, day) = (at % books.people.len().max(1), now.to_zoned(TimeZone::UTC).date());
    if turn.is_multiple_of(2) || books.left(at).is_zero() {
        books.issue(Kind::Invoice, person, Decimal::new(12_345, 2), day, now);
    } else {
        books.pay(at, Decimal::new(1, 2), day, now);
    }
}

/// The page that is asked for; `None` where everything is.
fn page(request: &ApiRequest) -> Option<usize> {
    request.param("page")?.parse().ok().filter(|page| *page > 0)
}

/// A parameter that is on; clients write it in their language's way.
fn is_on(request: &ApiRequest, name: &str) -> bool {
    request.param(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// The point in time of `If-Modified-Since`. What cannot be read filters nothing.
fn since(request: &ApiRequest) -> Option<Timestamp> {
    let text = request.header("if-modified-since")?;
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp())
}

fn of(books: &Books, path: &str, request: &ApiRequest, unconfirmed: Unconfirmed) -> ApiAnswer {
    let parts: Vec<&str> = path.split('/').collect();
    match *parts.as_slice() {
        ["Organisation"] => envelope(request, "Organisations", "", &[organisation(books)]),
        [name @ ("TaxRates" | "Accounts" | "Currencies" | "Items")] => envelope(request, name, "", &books.setup.list(name)),
        [name @ ("Invoices" | "CreditNotes" | "Payments" | "Overpayments" | "Prepayments" | "Contacts")] => {
            list(books, name, request, unconfirmed)
        }
        [name, id] => single(books, name, id, request),
        ["Invoices", id, "OnlineInvoice"] if books.notes.iter().any(|note| note.id == id && note.kind == Kind::Invoice) => {
            let address = format!(r#"{{"OnlineInvoiceUrl":"https://in.xero.com/{id}"}}"#);
            envelope(request, "OnlineInvoices", "", &[address])
        }
        _ => missing(),
    }
}

fn organisation(books: &Books) -> String {
    format!(
        r#"{{"OrganisationID":{},"Name":{},"LegalName":{},"BaseCurrency":"{}","CountryCode":"NZ","Version":"NZ","Timezone":"NEWZEALANDSTANDARDTIME","IsDemoCompany":false}}"#,
        quoted(&books.id),
        quoted(&books.name),
        quoted(&books.name),
        books.setup.base()
    )
}

/// Which records are asked for by what they say.
struct Chosen<'a> {
    name: &'a str,
    ids: Option<Vec<&'a str>>,
    numbers: Option<Vec<&'a str>>,
    contacts: Option<Vec<&'a str>>,
    term: Option<String>,
    field: Option<(&'a str, String)>,
}

impl<'a> Chosen<'a> {
    /// The filters of a request; `None` for a condition of another form than `Field=="text"`.
    fn of(name: &'a str, request: &'a ApiRequest) -> Option<Self> {
        let list = |param: &str| request.param(param).map(|list| list.split(',').collect());
        let field = match request.param("where") {
            None => None,
            Some(condition) => {
                let (field, value) = condition.split_once("==")?;
                let value = value.trim().strip_prefix('"')?.strip_suffix('"')?.replace("\\\"", "\"");
                let known =
                    ["InvoiceNumber", "Name", "EmailAddress", "TaxNumber", "ContactNumber", "CreditNoteNumber", "Reference"];
                Some((field.trim(), value)).filter(|(field, _)| known.contains(field)).map(Some)?
            }
        };
        let term = request.param("searchTerm").or_else(|| request.param("SearchTerm")).map(str::to_lowercase);
        Some(Self { name, ids: list("IDs"), numbers: list("InvoiceNumbers"), contacts: list("ContactIDs"), term, field })
    }

    fn takes(&self, books: &Books, at: usize) -> bool {
        let texts: Vec<(&str, &str)> = match self.name {
            "Contacts" => books.people.get(at).map_or(Vec::new(), |person| {
                let own = [("Name", &person.name), ("EmailAddress", &person.email), ("TaxNumber", &person.tax_number)];
                own.into_iter()
                    .chain([("ContactNumber", &person.number), ("id", &person.id)])
                    .map(|(n, v)| (n, v.as_str()))
                    .collect()
            }),
            "Payments" => {
                books.payments.get(at).map_or(Vec::new(), |paid| vec![("Reference", &paid.reference), ("id", &paid.id)])
            }
            _ => books.notes.get(at).map_or(Vec::new(), |note| {
                let contact = books.people.get(note.person).map_or("", |person| person.id.as_str());
                vec![
                    ("CreditNoteNumber", &note.number),
                    ("InvoiceNumber", &note.number),
                    ("Reference", &note.reference),
                    ("id", &note.id),
                    ("contact", contact),
                ]
            }),
        };
        let text = |name: &str| texts.iter().find(|(of, _)| *of == name).map_or("", |(_, value)| *value);
        let one_of = |list: &Option<Vec<&str>>, value: &str| list.as_ref().is_none_or(|list| list.contains(&value));
        let number = if self.name == "Invoices" { text("CreditNoteNumber") } else { "" };
        let found = |term: &String| texts.iter().any(|(_, value)| value.to_lowercase().contains(term));
        one_of(&self.ids, text("id"))
            && one_of(&self.numbers, number)
            && one_of(&self.contacts, text("contact"))
            && self.term.as_ref().is_none_or(found)
            && self.field.as_ref().is_none_or(|(name, value)| text(name).to_lowercase() == value.to_lowercase())
    }
}

/// The records below a name, oldest first.
fn rows(books: &Books, name: &str) -> Vec<Row> {
    let notes = |credit: bool| {
        let all = books.notes.iter().enumerate().filter(move |(_, note)| note.is_credit() == credit);
        all.map(|(at, note)| Row { id: note.id.clone(), updated: note.updated, at }).collect()
    };
    let funds = |early: bool| {
        let all = books.funds.iter().enumerate().filter(move |(_, fund)| fund.early == early);
        all.map(|(at, fund)| Row { id: fund.id.clone(), updated: fund.updated, at }).collect()
    };
    match name {
        "Invoices" => notes(false),
        "CreditNotes" => notes(true),
        "Overpayments" => funds(false),
        "Prepayments" => funds(true),
        "Payments" => {
            let all = books.payments.iter().enumerate();
            all.map(|(at, paid)| Row { id: paid.id.clone(), updated: paid.updated, at }).collect()
        }
        _ => {
            let all = books.people.iter().enumerate();
            all.map(|(at, person)| Row { id: person.id.clone(), updated: person.updated, at }).collect()
        }
    }
}

fn record(books: &Books, name: &str, at: usize, lines: bool, request: &ApiRequest) -> String {
    let decimals = if request.param("unitdp") == Some("4") { 4 } else { 2 };
    let text = match name {
        "Payments" => books.payments.get(at).map(|paid| write::payment(books, paid)),
        "Overpayments" | "Prepayments" => books.funds.get(at).map(|fund| write::fund(books, fund)),
        "Contacts" => books.people.get(at).map(|person| write::person(books, person)),
        _ => Some(write::note(books, at, lines, decimals)),
    };
    text.unwrap_or_else(|| "null".to_owned())
}

fn list(books: &Books, name: &str, request: &ApiRequest, unconfirmed: Unconfirmed) -> ApiAnswer {
    let Some(chosen) = Chosen::of(name, request) else {
        return fault(400, "QueryParseException", "This pretend organisation does not know the filter.");
    };
    let since = since(request);
    let statuses: Option<Vec<&str>> = request.param("Statuses").map(|list| list.split(',').collect());
    let archived = is_on(request, "includeArchived");
    let kept = |row: &Row| {
        // Stamps have milliseconds, the header has seconds: those of that second come again.
        let fresh = since.is_none_or(|since| row.updated.as_second() >= since.as_second());
        let shown = match name {
            "Invoices" | "CreditNotes" => {
                let status = write::status(books, row.at);
                match &statuses {
                    Some(list) => list.contains(&status),
                    None => !(unconfirmed.hides_deleted && status == "DELETED"),
                }
            }
            "Contacts" => archived || books.people.get(row.at).is_some_and(|person| !person.archived),
            _ => true,
        };
        fresh && shown && chosen.takes(books, row.at)
    };
    let mut rows: Vec<Row> = rows(books, name).into_iter().filter(kept).collect();
    match request.param("order") {
        // By default what changed last comes last: a record that is touched during a walk moves to the end.
        None | Some("UpdatedDateUTC" | "UpdatedDateUTC ASC") => rows.sort_by(|a, b| (a.updated, &a.id).cmp(&(b.updated, &b.id))),
        Some(order) if order.split(' ').next().is_some_and(|field| field.ends_with("ID")) => {
            if !unconfirmed.orders_by_id {
                return fault(400, "QueryParseException", "You are not ordering efficiently.");
            }
            rows.sort_by(|a, b| a.id.cmp(&b.id));
        }
        Some(_) => return fault(400, "QueryParseException", "No such field to order by."),
    }
    let lines = page(request).is_some() && !is_on(request, "summaryOnly");
    let Some(page) = page(request) else {
        let all: Vec<String> = rows.iter().map(|row| record(books, name, row.at, lines, request)).collect();
        return envelope(request, name, "", &all);
    };
    let size = request.param("pageSize").and_then(|size| size.parse::<usize>().ok()).unwrap_or(USUAL).clamp(1, MOST);
    let pagination = if request.faults.contains(&FaultKind::NonsenseMeta) {
        r#","pagination":{"page":1,"pageSize":-1,"pageCount":90071992547409,"itemCount":-7}"#.to_owned()
    } else {
        let (count, pages) = (rows.len(), rows.len().div_ceil(size));
        format!(r#","pagination":{{"page":{page},"pageSize":{size},"pageCount":{pages},"itemCount":{count}}}"#)
    };
    let shown = rows.iter().skip((page - 1).saturating_mul(size)).take(size);
    let records: Vec<String> = shown.map(|row| record(books, name, row.at, lines, request)).collect();
    envelope(request, name, &pagination, &records)
}

fn single(books: &Books, name: &str, id: &str, request: &ApiRequest) -> ApiAnswer {
    let number = |at: usize| books.notes.get(at).is_some_and(|note| note.number == id);
    let is_document = matches!(name, "Invoices" | "CreditNotes");
    let found = rows(books, name).into_iter().find(|row| row.id == id || (is_document && number(row.at)));
    let found = found.or_else(|| {
        let at = books.people.iter().position(|person| name == "Contacts" && !person.number.is_empty() && person.number == id)?;
        rows(books, name).into_iter().nth(at)
    });
    let known = is_document || matches!(name, "Payments" | "Overpayments" | "Prepayments" | "Contacts");
    let Some(row) = found.filter(|_| known) else { return missing() };
    if is_document && request.header("accept") == Some("application/pdf") {
        return ApiAnswer { kind: "application/pdf", ..ApiAnswer::json(200, "%PDF-1.4\n%%EOF\n") };
    }
    let text = record(books, name, row.at, true, request);
    let text = if is_document { write::alone(books, row.at, &text) } else { text };
    envelope(request, name, "", &[text])
}

#[cfg(test)]
#[path = "api_tests.rs"]
mod tests;
