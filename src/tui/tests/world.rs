//! A small pretend service: answers effects from memory, so that tests read as keys and screens.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use ratatui::buffer::Buffer;
use rust_decimal::Decimal;

use crate::domain::*;
use crate::error::{Error, ErrorKind};
use crate::locale::Lang;
use crate::query::{Converted, Field, Found, Request};
use crate::service::cases;
use crate::service::{CompanyView, Credits, InvoiceChange, InvoiceDetail};
use crate::sync::Progress;
use crate::tui::ask::{Answer, Live, LiveReply, Question, Reply};
use crate::tui::event::{Effect, Event};
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::pages::PageId;
use crate::tui::{frame, update};

pub(super) const NOW: &str = "2025-12-03T13:32:10Z";

pub(super) fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn today() -> Date {
    date(2025, 12, 3)
}

fn ago(hours: i64) -> Timestamp {
    now() - jiff::SignedDuration::from_hours(hours)
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// The pretend service and the screen on it.
pub(super) struct World {
    pub(super) model: Model,
    pub(super) companies: Vec<CompanyView>,
    pub(super) invoices: Vec<Invoice>,
    pub(super) runs: Vec<(SyncRun, Vec<RunError>)>,
    /// Effects without an answer: quit, suspend, syncs.
    pub(super) done: Vec<Effect>,
    /// Answers do not come while this is set; they wait in `held`.
    pub(super) hold: bool,
    pub(super) held: Vec<Effect>,
    /// Reports that were asked for.
    pub(super) reports: usize,
    /// Orders that were given, the newest last.
    pub(super) orders: Vec<crate::tui::case::Case>,
    /// There are own books.
    pub(super) own: bool,
    /// Their entries take hours more, and seconds.
    pub(super) odd: bool,
    /// Their timer.
    pub(super) timer: super::books::Runs,
    /// Credit notes on every invoice.
    pub(super) credits: Option<Credits>,
    /// Mails about every invoice.
    pub(super) mails: crate::service::Mails,
    /// Other use cases that were asked, the newest last.
    pub(super) asked: Vec<crate::tui::case::Case>,
}

impl World {
    pub(super) fn new(lang: Lang, size: (u16, u16)) -> Self {
        let mut world = Self::empty(lang, size);
        world.invoices = (0..282).map(invoice).collect();
        world.runs = runs();
        world.companies = companies(&world.runs, &world.invoices);
        world
    }

    pub(super) fn empty(lang: Lang, size: (u16, u16)) -> Self {
        let model = Model::new(lang.locale(), TimeZone::get("Europe/Budapest").unwrap(), now(), size);
        Self {
            model,
            companies: vec![],
            invoices: vec![],
            runs: vec![],
            done: vec![],
            hold: false,
            held: vec![],
            reports: 0,
            orders: vec![],
            own: false,
            odd: false,
            timer: super::books::Runs::No,
            credits: None,
            mails: crate::service::Mails { to: vec!["ap@example.com".into()], ..crate::service::Mails::default() },
            asked: vec![],
        }
    }

    /// Begins and lets every answer come.
    pub(super) fn begin(mut self) -> Self {
        let effects = update::begin(&mut self.model);
        self.perform(effects);
        self
    }

    pub(super) fn event(&mut self, event: Event) {
        let effects = update::update(&mut self.model, event);
        self.perform(effects);
    }

    pub(super) fn keys(&mut self, script: &str) -> &mut Self {
        for key in Key::script(script) {
            self.event(Event::Key(key));
        }
        self
    }

    pub(super) fn release(&mut self) {
        self.hold = false;
        let held = std::mem::take(&mut self.held);
        self.perform(held);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut left = std::collections::VecDeque::from(effects);
        let mut rounds = 0;
        while let Some(effect) = left.pop_front() {
            rounds += 1;
            assert!(rounds < 200, "effects never end: {effect:?}");
            if self.hold {
                self.held.push(effect);
                continue;
            }
            self.reports += usize::from(matches!(effect, Effect::Ask(_, Question::Report(_))));
            let answer = self.answer(&effect);
            if let Effect::Ask(_, Question::Order(_, case)) = effect {
                self.orders.push(case);
                left.extend(answer.into_iter().flat_map(|event| update::update(&mut self.model, event)));
                continue;
            }
            if let Effect::Ask(_, Question::Case(case) | Question::Named(_, case)) = effect {
                self.asked.push(case);
                left.extend(answer.into_iter().flat_map(|event| update::update(&mut self.model, event)));
                continue;
            }
            if let Some(event) = answer {
                left.extend(update::update(&mut self.model, event));
            } else {
                self.done.push(effect);
            }
        }
    }

    fn answer(&self, effect: &Effect) -> Option<Event> {
        let Effect::Ask(page, question) = effect else { return None };
        // Tests of these pages answer themselves.
        let is_file = |case: &crate::tui::case::Case| {
            let name = format!("{case:?}");
            name.starts_with("Case(setting") || name == "Case(document)"
        };
        let connects = matches!(question, Question::Order(crate::tui::form::Order::Connect(_), _));
        let file = matches!(question, Question::Case(case) | Question::Order(_, case) if is_file(case));
        if connects || file || *page == PageId::Links {
            return None;
        }
        Some(Event::Answered(*page, self.ask(question)))
    }

    fn ask(&self, question: &Question) -> Answer {
        match question {
            Question::Companies => Answer::Companies(Ok(self.companies.clone())),
            Question::Find { request, generation } => {
                let result = self.find(request);
                Answer::Found { generation: *generation, took: Some(Duration::from_millis(2)), result, doubts: Vec::new() }
            }
            Question::Invoice(key) => {
                let found = self.invoices.iter().find(|invoice| invoice.id == key.id);
                let detail =
                    |invoice| InvoiceDetail { credits: self.credits.clone(), mails: self.mails.clone(), ..detail(invoice) };
                Answer::Invoice(key.clone(), Ok(found.map(|invoice| Box::new(detail(invoice)))))
            }
            Question::Live(key, what) => Answer::Live(key.clone(), reply(*what)),
            Question::Runs => Answer::Runs(Ok(self.runs.iter().map(|(run, _)| run.clone()).collect())),
            Question::Run(id) => Answer::Run(*id, Ok(self.runs.iter().find(|(run, _)| run.id == *id).cloned())),
            Question::Case(case) => {
                if let Some(answer) = super::books::answer(self, case) {
                    return Answer::Case(answer);
                }
                let Some(request) = case.get::<cases::Changes>() else { return super::manage::answer(case) };
                let reply: Reply<Vec<InvoiceChange>> = Ok(self.changes(request));
                Answer::Case(Box::new(reply))
            }
            Question::Window { case, generation } => Answer::Window {
                generation: *generation,
                took: Some(Duration::from_millis(2)),
                answer: super::books::answer(self, case).unwrap_or_else(|| super::records::found(self, case)),
                doubts: Vec::new(),
            },
            Question::More { case, what } => Answer::More(*what, super::records::found(self, case)),
            Question::Read(case) => Answer::Case(super::books::answer(self, case).unwrap_or_else(|| super::records::read(case))),
            Question::Order(order, case) => match super::books::ordered(self, case) {
                Some(answer) => Answer::Order(*order, answer),
                None => super::manage::ordered(self, *order, case),
            },
            Question::Named(name, case) | Question::Later(name, case) => super::outbox::answer(name, case),
            Question::Plan { .. } => super::outbox::planned(),
            Question::Suggest { text, cursor, lang, generation, .. } => {
                let offers = crate::query::complete::Offers(vec![
                    (Field::Company, self.companies.iter().map(|view| view.company.name.clone()).collect()),
                    (Field::Partner, PARTNERS.iter().map(|name| (*name).to_owned()).collect()),
                    (Field::Currency, vec!["EUR".to_owned(), "HUF".to_owned()]),
                ]);
                let list = crate::query::complete::suggest(text, *cursor, &offers, *lang, 8);
                Answer::Suggested { generation: *generation, list }
            }
            Question::Rows { request, what } => Answer::Rows(*what, self.find(request)),
            Question::Report(request) => {
                let rows = self.invoices.iter().map(|invoice| stored(invoice).row());
                let names = self.companies.iter().map(|view| view.company.clone()).collect();
                let report = crate::query::Index::new(rows, jiff::tz::TimeZone::UTC).report(request, &names);
                Answer::Report(request.kind, report.map_err(Error::from), Vec::new())
            }
        }
    }

    /// Every change that is known.
    pub(super) fn changes_of_all(&self) -> Vec<InvoiceChange> {
        self.changes(&cases::Changes { companies: vec![], since: None, run: None, limit: usize::MAX })
    }

    fn changes(&self, request: &cases::Changes) -> Vec<InvoiceChange> {
        let of = |invoice: &Invoice| {
            let detail = detail(invoice);
            let row = detail.stored.row();
            let change = move |change: FieldChange| InvoiceChange {
                number: row.number.to_string(),
                partner: row.partner_name.to_string(),
                currency: row.currency.clone(),
                change,
            };
            detail.history.into_iter().map(change).collect::<Vec<_>>()
        };
        let mut all: Vec<InvoiceChange> = self.invoices.iter().take(20).flat_map(of).collect();
        all.retain(|change| request.since.is_none_or(|since| change.change.at >= since));
        all.retain(|change| request.run.is_none_or(|run| change.change.run == run));
        all.sort_by_key(|change| std::cmp::Reverse(change.change.at));
        all
    }

    fn find(&self, request: &Request) -> Result<Found, Error> {
        if let Some(at) = request.query.find("gross>abc") {
            let message = Message::new("tui-test-bad-amount").with("at", at + 7);
            return Err(Error::new(ErrorKind::Usage, message).hint(Message::new("tui-test-bad-amount-hint")));
        }
        let mut rows: Vec<InvoiceRow> = self.invoices.iter().map(|invoice| stored(invoice).row()).collect();
        rows.retain(|row| request.companies.is_empty() || request.companies.contains(&row.company));
        for term in request.query.split_whitespace() {
            let term = term.to_lowercase();
            rows.retain(|row| match (term.as_str(), term.strip_prefix("company:")) {
                ("status:overdue", _) => row.overdue(request.today),
                (_, Some(name)) => {
                    let company = self.companies.iter().find(|view| view.company.id == row.company);
                    company.is_some_and(|view| view.company.name.to_lowercase().contains(name))
                }
                (term, None) => format!("{} {}", row.number, row.partner_name).to_lowercase().contains(term),
            });
        }
        rows.sort_by(|a, b| {
            let order = match request.sort.field {
                Field::Gross => a.gross.cmp(&b.gross),
                Field::Balance => a.open_amount().cmp(&b.open_amount()),
                Field::Partner => a.partner_name.cmp(&b.partner_name),
                Field::Due => a.due.cmp(&b.due),
                Field::Number => a.number.cmp(&b.number),
                _ => a.issued.cmp(&b.issued),
            };
            let order = if request.sort.descending { order.reverse() } else { order };
            order.then_with(|| a.id.cmp(&b.id))
        });
        let mut totals = DirectedTotals::new();
        for row in &rows {
            totals.entry(row.total_key()).or_default().add(row.net, row.vat, row.gross, row.open_amount());
        }
        let position = request.around.as_ref().and_then(|key| rows.iter().position(|row| row.key() == *key));
        let offset = position.map_or(request.offset, |at| at.saturating_sub(request.limit / 2)).min(rows.len());
        let window = rows.iter().skip(offset).take(request.limit).cloned().collect();
        let rate = |row: &InvoiceRow| if row.currency.as_str() == "EUR" { dec("395.25") } else { Decimal::ONE };
        let companies: BTreeSet<CompanyId> = rows.iter().map(|row| row.company).collect();
        let amount = rows.iter().map(|row| row.gross * rate(row)).sum();
        let local = Some(Converted { amount, companies: companies.into_iter().collect() });
        Ok(Found { total: rows.len(), totals, local, offset, rows: window, position })
    }

    /// The frame as text.
    pub(super) fn screen(&self) -> String {
        text(&frame::render(&self.model).0)
    }
}

/// A frame as text; trailing blanks are cut.
pub(super) fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += crate::tui::text::columns(symbol).max(1);
        }
        out.push_str(line.replace('\u{A0}', " ").trim_end());
        out.push('\n');
    }
    out
}

const PARTNERS: [&str; 7] = [
    "PETZ ALADÁR EGYETEMI OKTATÓ KÓRHÁZ",
    "Kovács és Társa Bt.",
    "Größe & Söhne GmbH",
    "株式会社さくら商事",
    "Duna-Tisza Közi Építőipari Zrt.",
    "Łódź Medical Sp. z o.o.",
    "Dr. Szép Ilona magánrendelő",
];

fn invoice(index: i64) -> Invoice {
    let issued = date(2025, 11, 28) - Span::new().days(index);
    let foreign = index % 9 == 2;
    let gross = if foreign { Decimal::new(115_000 + index * 137, 2) } else { Decimal::new(154_842 + index * index * 911, 0) };
    let net = (gross / dec("1.27")).round_dp(if foreign { 2 } else { 0 });
    let status = match index % 5 {
        0 | 3 => PaymentStatus::Outstanding,
        1 => PaymentStatus::PartiallyPaid,
        _ => PaymentStatus::Paid,
    };
    let paid = (status == PaymentStatus::Paid).then(|| issued + Span::new().days(12));
    Invoice {
        id: RemoteId::new(format!("{}", 900_000 + index)),
        number: format!("INV-2025-{:03}", 282 - index),
        kind: if index % 40 == 7 { DocumentType::Cancellation } else { DocumentType::Invoice },
        direction: crate::domain::Direction::Issued,
        balance: (status == PaymentStatus::PartiallyPaid).then_some(gross),
        correction: None,
        cancelled: index % 40 == 8,
        block_id: None,
        status,
        method: Some(PaymentMethod::WireTransfer),
        currency: Currency::new(if foreign { "EUR" } else { "HUF" }),
        rate: foreign.then(|| dec("389.15")),
        gross,
        net: Some(net),
        vat: Some(gross - net),
        gross_local: None,
        issued: Some(issued),
        fulfilled: Some(issued + Span::new().days(5)),
        due: Some(issued + Span::new().days(30)),
        paid,
        seller: Party {
            name: "MEDKA Kft.".into(),
            tax_number: Some("32560682-2-43".into()),
            address: Address {
                country: Some("HU".into()),
                post_code: Some("1138".into()),
                city: Some("Budapest".into()),
                street: Some("Váci út 140.".into()),
            },
            bank: Some("OTP Bank".into()),
            iban: Some("HU42117730161111101800000000".into()),
            ..Party::default()
        },
        buyer: Party {
            name: PARTNERS[usize::try_from(index).unwrap() % 7].into(),
            tax_number: Some(format!("{}-2-08", 15_366_052 + index % 7 * 1_000_000).into()),
            address: Address { post_code: Some("9024".into()), city: Some("Győr".into()), ..Address::default() },
            emails: vec!["penzugy@petz.example".into()],
            ..Party::default()
        },
        electronic: true,
        comment: (index % 3 == 0).then(|| "Kérjük, az utalás közleményében tüntesse fel a számla sorszámát.".into()),
        tags: vec![],
        language: Some("hu".into()),
        notification: None,
        nav: Some(NavStatus::Done),
        order_number: None,
        related: vec![],
        discount: None,
        rounding: None,
        original: Vec::new(),
        vat_lines: vec![VatLine { name: "27%".into(), net: Some(net), vat: Some(gross - net), gross: Some(gross) }],
        items: vec![
            LineItem {
                name: "MR004C SEQUENT MENISCAL REPAIR DEVICE".into(),
                quantity: dec("1"),
                unit: "db".into(),
                net_unit_amount: Some(net),
                net: Some(net),
                vat: "27%".into(),
                vat_amount: Some(gross - net),
                gross: Some(gross),
                ..LineItem::default()
            },
            LineItem {
                name: "Kiszállítás".into(),
                quantity: dec("2.5"),
                unit: "óra".into(),
                net_unit_amount: Some(dec("0")),
                net: Some(dec("0")),
                vat: "AAM".into(),
                vat_amount: Some(dec("0")),
                gross: Some(dec("0")),
                comment: Some("díjmentes".into()),
                ..LineItem::default()
            },
        ],
    }
}

fn company_of(invoice: &Invoice) -> CompanyId {
    let number: u32 = invoice.id.as_str().parse().unwrap();
    CompanyId(1 + number % 2)
}

fn stored(invoice: &Invoice) -> StoredInvoice {
    StoredInvoice {
        company: company_of(invoice),
        entity: invoice.clone(),
        first_seen: ago(800),
        first_run: RunId(2),
        changed: ago(20),
        changed_run: RunId(41),
        vanished: None,
    }
}

fn detail(invoice: &Invoice) -> InvoiceDetail {
    let stored = stored(invoice);
    let change = |at, run, field: &str, old: Option<&str>, new: Option<&str>| FieldChange {
        key: stored.key(),
        at,
        run: RunId(run),
        change: Change { field: field.into(), old: old.map(Into::into), new: new.map(Into::into) },
    };
    let history = vec![
        change(ago(800), 2, "first_seen", None, None),
        change(ago(700), 7, "items[2].quantity", Some("2"), Some("2.5")),
        change(ago(20), 41, "status", Some("none"), Some("outstanding")),
    ];
    let warnings = vec![Warning {
        kind: WarningKind::SUM,
        message: Message::new("warning-sum").with("sum", "154 841.58").with("total", "154 842").with("difference", "0.42"),
    }];
    let payments = super::records::payments_of(&stored);
    InvoiceDetail {
        company: "MEDKA Kft.".into(),
        provider: "billingo".into(),
        stored,
        has_cancellation: false,
        warnings,
        history,
        payments,
        credits: None,
        mails: crate::service::Mails::default(),
    }
}

fn reply(what: Live) -> LiveReply {
    match what {
        Live::Payments => LiveReply::Payments(Ok(vec![HistoryEntry {
            date: Some(date(2025, 11, 3)),
            amount: dec("100000"),
            method: PaymentMethod::WireTransfer,
            voucher: None,
            rate: None,
        }])),
        Live::Report => LiveReply::Report(Ok(TaxReport {
            transaction: Some("4F2K9XQ".into()),
            status: Some(NavStatus::Done),
            messages: vec!["WARN: a vevő címe hiányos".into()],
        })),
        Live::Url => LiveReply::Url(Err(Error::new(ErrorKind::Failed, Message::new("provider-timeout")))),
        Live::Figures => LiveReply::Figures(Err(Error::new(ErrorKind::Failed, Message::new("provider-timeout")))),
    }
}

fn run(id: u64, company: u32, name: &str, status: RunStatus, hours: i64, counts: Counts) -> SyncRun {
    SyncRun {
        id: RunId(id),
        company: CompanyId(company),
        company_name: name.into(),
        trigger: if id.is_multiple_of(3) { Trigger::Screen } else { Trigger::Headless },
        actor: Actor("anna".into()),
        mode: if id < 40 { SyncMode::Full } else { SyncMode::Incremental },
        status,
        started: ago(hours) - jiff::SignedDuration::from_millis(1340),
        ended: (status != RunStatus::Running).then(|| ago(hours)),
        counts,
        error_count: counts.documents.skipped,
        failure: (status == RunStatus::Failed)
            .then(|| Failure::new(ErrorKind::Credentials, Message::new("provider-refused").with("status", 401))),
        deferred_until: None,
    }
}

fn counts(created: u64, updated: u64, unchanged: u64, skipped: u64) -> Counts {
    let processed = created + updated + unchanged + skipped;
    let documents = Tally { processed, created, updated, unchanged, skipped, vanished: 0 };
    Counts { documents, items: created * 2, api_calls: 3, ..Counts::default() }
}

fn runs() -> Vec<(SyncRun, Vec<RunError>)> {
    let error = |id: &str, number: Option<&str>| RunError {
        kind: Some(crate::domain::Kind::Document),
        invoice_id: Some(RemoteId::new(id)),
        invoice_number: number.map(Into::into),
        message: Message::new("warning-due-before-issue").with("due", "2025-01-01").with("issued", "2025-02-01"),
    };
    vec![
        (run(45, 1, "IT Cardigan Kft.", RunStatus::Completed, 0, counts(3, 1, 11, 0)), vec![]),
        (
            run(44, 2, "MEDKA Kft.", RunStatus::Partial, 31, counts(12, 40, 907, 2)),
            vec![error("88123", Some("E-2025-9")), error("88124", None)],
        ),
        (run(43, 4, "Old Shop Bt.", RunStatus::Failed, 75, counts(0, 0, 0, 0)), vec![]),
        (run(42, 1, "IT Cardigan Kft.", RunStatus::Interrupted, 80, counts(100, 0, 0, 0)), vec![]),
        (run(41, 2, "MEDKA Kft.", RunStatus::Cancelled, 99, counts(1000, 0, 20, 0)), vec![]),
        (run(2, 1, "IT Cardigan Kft.", RunStatus::Completed, 800, counts(282, 0, 0, 0)), vec![]),
    ]
}

/// A company of this name.
pub(super) fn company_named(name: &str) -> Company {
    Company {
        id: CompanyId(0),
        name: name.into(),
        provider: "billingo".into(),
        base_url: None,
        enabled: true,
        tax_number: None,
        legal_name: None,
        added: ago(900),
        login: None,
        tenant: None,
        books: crate::domain::Books::default(),
    }
}

fn companies(runs: &[(SyncRun, Vec<RunError>)], invoices: &[Invoice]) -> Vec<CompanyView> {
    let last = |id: u32| runs.iter().map(|(run, _)| run).find(|run| run.company == CompanyId(id)).cloned();
    let company = |id: u32, name: &str, key: bool| Company {
        id: CompanyId(id),
        name: name.into(),
        provider: "billingo".into(),
        base_url: None,
        enabled: id != 5,
        tax_number: Some("32560682-2-43".into()),
        legal_name: Some(format!("{name} (székhely: Budapest)")),
        added: ago(900),
        login: key.then_some(LoginId(id)),
        tenant: None,
        books: crate::domain::Books::default(),
    };
    let view = |company: Company, success: bool| {
        let last_run = last(company.id.0);
        let last_success = last_run.clone().filter(|_| success);
        let health = Health::judge(&company, last_run.as_ref(), last_success.as_ref(), 0, now());
        let mine: Vec<InvoiceRow> = invoices.iter().map(|i| stored(i).row()).filter(|row| row.company == company.id).collect();
        let mut outstanding = Totals::new();
        let mut overdue = Totals::new();
        for row in mine.iter().filter(|row| row.outstanding()) {
            outstanding.entry(row.currency.clone()).or_default().add(row.net, row.vat, row.gross, row.open_amount());
            if row.overdue(today()) {
                overdue.entry(row.currency.clone()).or_default().add(row.net, row.vat, row.gross, row.open_amount());
            }
        }
        CompanyView {
            service: crate::service::ServiceView::of("billingo"),
            login: company.login.map(|id| Login {
                id,
                provider: "billingo".into(),
                state: LoginState::Active,
                added: ago(900),
                secret: Some(KeyInfo { set: ago(900), ending: "01c9".into() }),
                grant: None,
            }),
            credit: Totals::new(),
            oldest_overdue_days: mine.iter().filter_map(|row| row.days_overdue(today())).max(),
            invoices: mine.len() as u64,
            warnings: u64::from(company.id.0) % 2 * 3,
            nav_refused: 0,
            behind: Vec::new(),
            company,
            health,
            last_ended: last_run.as_ref().and_then(|run| run.ended),
            last_run,
            last_success,
            outstanding,
            overdue,
            progress: None,
            deferred_until: None,
            next_run: Some("2025-12-04T01:00:00Z".parse().unwrap()),
        }
    };
    vec![
        view(company(1, "IT Cardigan Kft.", true), true),
        view(company(2, "MEDKA Kft.", true), true),
        view(company(3, "Duna-Tisza Zrt.", true), false),
        view(company(4, "Old Shop Bt.", true), false),
        view(company(5, "Alvó Cég Kft.", true), false),
        view(company(6, "Kulcs Nélkül Bt.", false), false),
    ]
}

pub(super) fn progress(company: u32, processed: u64, total: Option<u64>) -> Progress {
    Progress {
        run: RunId(46),
        company: CompanyId(company),
        name: "Duna-Tisza Zrt.".into(),
        mode: SyncMode::Full,
        counts: Counts { documents: Tally { processed, created: processed, ..Tally::default() }, ..Counts::default() },
        pages: 31,
        pages_total: Some(50),
        invoices_total: total,
        elapsed: Duration::from_millis(1051),
        quota: Some((41, 60)),
        waiting_until: None,
    }
}
