//! `faktura push`: what is written at accounting services: planned, approved, carried out.

mod links;

use std::collections::VecDeque;
use std::time::Duration;

use super::args::{
    CompaniesArgs, FormatArg, PushApplyArgs, PushCommand, PushItemArgs, PushListArgs, PushMapCommand, PushPlanArgs, PushShowArgs,
};
use super::company::is_yes;
use super::context::{App, close};
use super::error::{CliError, Exit, Failure, Result};
use super::out::with;
use super::table::{Cell, Column, Table};
use crate::domain::outgoing::PlanOf;
use crate::domain::push::OrderKind;
use crate::domain::{CompanyId, Message, text};
use crate::error::{Error, ErrorKind};
use crate::export::Dialect;
use crate::host::Service;
use crate::json::{MappingsJson, PushItemJson, PushJson, invoice_file};
use crate::locale::Locale;
use crate::process::open_file;
use crate::service::cases;
use crate::service::{PlanRequest, PushList, PushView};

/// Pause between two looks at items that are not over.
const LOOK: Duration = Duration::from_millis(150);
/// Items of one look.
const FEW: usize = 32;
/// Most bytes of a file with invoices.
const FILE: u64 = 64 * 1024 * 1024;

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: PushCommand) -> Result {
    let service = app.open_to_search().await?;
    let done = match command {
        PushCommand::Plan(args) => plan(app, &service, args).await,
        PushCommand::Apply(args) => apply(app, &service, args).await,
        PushCommand::List(args) => list(app, &service, args).await,
        PushCommand::Show(args) => show(app, &service, args).await,
        PushCommand::Retry(args) => each(app, &service, args, true).await,
        PushCommand::Discard(args) => each(app, &service, args, false).await,
        PushCommand::Links(args) => links::list(app, &service, args).await,
        PushCommand::Unlink(args) => {
            let unlinked = async {
                let company = one(app, &service, &args.company).await?;
                service.ask(cases::UnlinkPush { company, source: args.source.clone() }).await?;
                app.out.note(&with("push-unlinked", "source", args.source.as_str()));
                Ok(Exit::Done)
            };
            unlinked.await
        }
        PushCommand::Map(command) => map(app, &service, command).await,
        PushCommand::Void(args) => links::order(app, &service, args, links::Order::Void).await,
        PushCommand::Credit(args) => links::order(app, &service, args, links::Order::Credit).await,
        PushCommand::Mail(args) => {
            let mail = links::Order::Mail { to: args.address, again: args.again };
            links::order(app, &service, args.document, mail).await
        }
        PushCommand::Reconcile(args) => {
            let format = if args.json.json { FormatArg::Json } else { FormatArg::Table };
            links::reconcile(app, &service, &args.companies, (format, Dialect::PLAIN)).await
        }
        PushCommand::Adopt(args) => links::settle(app, &service, (args.company, args.source), None).await,
        PushCommand::Ignore(args) => links::settle(app, &service, (args.link.company, args.link.source), Some(args.reason)).await,
        PushCommand::Pause => pause(app, &service, true).await,
        PushCommand::Resume => pause(app, &service, false).await,
    };
    close(service).await;
    done
}

/// Prints the reconciliation as a report.
pub(super) async fn reconcile(app: &mut App, companies: &CompaniesArgs, form: (FormatArg, Dialect)) -> Result {
    let service = app.open_to_search().await?;
    let done = links::reconcile(app, &service, companies, form).await;
    close(service).await;
    done
}

async fn one(app: &mut App, service: &Service, wanted: &str) -> Result<CompanyId> {
    let found = app.companies(service, std::slice::from_ref(&wanted.to_owned())).await?;
    found.first().copied().ok_or_else(|| CliError::NoSuchCommand { command: wanted.to_owned() }.into())
}

async fn plan(app: &mut App, service: &Service, args: PushPlanArgs) -> Result {
    let mut companies = vec![one(app, service, &args.to).await?];
    if let Some(from) = &args.from {
        companies.push(one(app, service, from).await?);
    }
    let file = match &args.file {
        None => None,
        Some(path) => Some(invoice_file::invoices(&read(path)?).map_err(Failure::from)?),
    };
    let of = match (args.payments, args.matched, args.payments_back) {
        (_, true, _) => PlanOf::Matches,
        (_, _, true) => PlanOf::PaymentsBack,
        (true, ..) => PlanOf::WithPayments,
        _ => PlanOf::Documents,
    };
    let request = PlanRequest { companies, query: args.query.join(" "), file, of };
    let planned = service.ask(cases::PlanPush(request)).await?;
    tell(app, service, &planned, args.json.json).await?;
    Ok(Exit::Done)
}

fn read(path: &std::path::Path) -> Result<String> {
    let wrong = |detail: String| {
        let message = Message::new("push-file-unread").with("path", path.display().to_string()).with("detail", detail);
        Failure::from(Error::new(ErrorKind::Failed, message))
    };
    // A pipe without a writer would be waited for.
    let file = open_file(path).map_err(|error| wrong(error.to_string()))?;
    let size = file.metadata().map_err(|error| wrong(error.to_string()))?.len();
    if size > FILE {
        return Err(wrong(format!("> {} MB", FILE >> 20)));
    }
    std::io::read_to_string(file).map_err(|error| wrong(error.to_string()))
}

async fn apply(app: &mut App, service: &Service, args: PushApplyArgs) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    if !args.yes && !args.by_rule {
        if !app.input.is_terminal {
            return Err(Error::new(ErrorKind::Usage, Message::new("push-needs-yes")).into());
        }
        app.out.ask(&Message::new("push-ask"));
        let answer = app.input.line(&app.interrupt).await?.unwrap_or_default();
        if !is_yes(&answer) {
            return Ok(Exit::As(ErrorKind::Interrupted));
        }
    }
    let mut applied = service
        .ask(cases::ApplyPush { companies: companies.clone(), by_rule: args.by_rule, items: Vec::new(), key: None })
        .await?;
    // The table says itself that writing is paused.
    if applied.paused && args.json.json {
        app.out.warn(&Message::new("push-paused"));
    }
    if !applied.paused && !args.no_wait {
        // What an earlier process left is waited for too: this one carries it out.
        let all = service.ask(cases::PushItems { companies: companies.clone(), items: Vec::new() }).await?.items;
        let open: Vec<String> = all.into_iter().filter(|item| !item.is_final()).map(|item| item.item).collect();
        let queued = applied.items.iter().filter(|item| item.state == "queued").map(|item| item.item.clone());
        let awaited: Vec<String> = queued.chain(open).collect();
        let ended = until_final(service, &companies, &awaited).await?;
        applied.paused = ended.paused;
        for end in ended.items {
            match applied.items.iter_mut().find(|item| item.item == end.item) {
                Some(item) => *item = end,
                None => applied.items.push(end),
            }
        }
    }
    tell(app, service, &applied, args.json.json).await?;
    lists_later(app, &applied);
    let waits = !applied.paused && !args.no_wait;
    let left = |item: &PushView| item.state == "planned" && !args.by_rule;
    let late = |item: &PushView| waits && matches!(item.state.as_str(), "queued" | "sending");
    put_off(app, &applied, late);
    let partial = applied.items.iter().any(|item| is_stuck(item) || left(item) || late(item));
    Ok(if partial { Exit::As(ErrorKind::Partial) } else { Exit::Done })
}

/// Says that lists are of the last sync, where something was written that they show.
fn lists_later(app: &mut App, list: &PushList) {
    if list.items.iter().any(|item| item.state == "sent" && !item.shown) {
        app.out.note(&Message::new("push-lists-later"));
    }
}

/// Says of items that were not carried out when they are tried again, and what a person can do.
fn put_off(app: &mut App, list: &PushList, late: impl Fn(&PushView) -> bool) {
    let is_late = |item: &&PushView| late(item) || item.state == "unknown" && item.due.is_some();
    let items: Vec<&PushView> = list.items.iter().filter(is_late).collect();
    // What waits for another item is looked at every few seconds: that is no try.
    let soon = app.clock().now().saturating_add(jiff::SignedDuration::from_mins(1)).unwrap_or(jiff::Timestamp::MAX);
    let Some(due) = items.iter().filter_map(|item| item.due).filter(|due| *due > soon).min() else { return };
    let at = app.out.locale().time(due, app.zone());
    app.out.warn(&Message::new("push-put-off").with("count", items.len()).with("at", at));
}

/// Waits until items are carried out, need a person or are put off for long, and returns them. The worker is in the process that has the
/// store. A few are looked at, at a time: of thousands most have not been begun.
pub(super) async fn until_final(service: &Service, companies: &[CompanyId], items: &[String]) -> Result<PushList> {
    if items.is_empty() {
        return Ok(PushList::default());
    }
    let mut open: VecDeque<String> = items.iter().cloned().collect();
    while !open.is_empty() {
        let few: Vec<String> = open.drain(..open.len().min(FEW)).collect();
        let left = service.ask(cases::LeftPushes { companies: companies.to_vec(), items: few }).await?;
        if left.paused {
            break;
        }
        let waits = !left.items.is_empty();
        for item in left.items.into_iter().rev() {
            open.push_front(item);
        }
        if waits {
            tokio::time::sleep(LOOK).await;
        }
    }
    // What was changed there is read back, so that lists are right when a command ends.
    while service.ask(cases::LeftPushes { companies: companies.to_vec(), items: Vec::new() }).await?.reading {
        tokio::time::sleep(LOOK).await;
    }
    let all = cases::PushItems { companies: companies.to_vec(), items: items.to_vec() };
    Ok(service.ask(all).await?)
}

async fn list(app: &mut App, service: &Service, args: PushListArgs) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let list = service.ask(cases::PushItems { companies, items: Vec::new() }).await?;
    tell(app, service, &list, args.json.json).await?;
    Ok(Exit::Done)
}

/// The item of this identifier or name; of several that one that `fits`.
async fn found(
    app: &mut App,
    service: &Service,
    (wanted, companies): (&str, &[String]),
    fits: fn(&PushView) -> bool,
) -> Result<PushView> {
    let companies = app.companies(service, companies).await?;
    let list = service.ask(cases::PushItems { companies, items: vec![wanted.to_owned()] }).await?;
    let mut items = list.items;
    if items.iter().any(fits) {
        items.retain(fits);
    }
    match (items.pop(), items.is_empty()) {
        (Some(item), true) => Ok(item),
        (Some(last), false) => {
            let ids: Vec<&str> = items.iter().chain([&last]).map(|item| item.item.as_str()).collect();
            let message = with("push-item-ambiguous", "item", wanted).with("items", ids.join(", "));
            Err(Error::new(ErrorKind::Usage, message).into())
        }
        (None, _) => Err(Error::new(ErrorKind::Usage, with("push-no-such-item", "item", wanted)).into()),
    }
}

async fn show(app: &mut App, service: &Service, args: PushShowArgs) -> Result {
    let item = found(app, service, (&args.item, &args.companies.company), |_| true).await?;
    let names = super::invoices::names(service).await?;
    let shown = PushItemJson::new(&item, &names, app.out.locale());
    if args.json.json {
        app.out.json(&shown)?;
        return Ok(Exit::Done);
    }
    let locale = app.out.locale();
    let mut pairs: Vec<(&'static str, String)> = vec![
        ("push-col-item", shown.item),
        ("push-col-company", text::clean(&shown.company).into_owned()),
        ("push-col-what", text::clean(&format!("{} {}", shown.kind, shown.title)).into_owned()),
        ("push-col-state", locale.get(state(&shown.state))),
        ("push-col-source", shown.source),
    ];
    pairs.extend(Some(("push-col-total", total(&item, locale))).filter(|(_, total)| !total.is_empty()));
    pairs.extend(shown.remote_id.map(|id| ("push-col-becomes", text::clean(&id).into_owned())));
    pairs.extend(shown.approved_by.map(|by| ("push-col-approved", text::clean(&by).into_owned())));
    pairs.extend(shown.error.map(|error| ("push-col-why", text::clean(&error).into_owned())));
    let lines = super::report::pairs(locale, &pairs);
    for line in lines {
        app.out.line(&line)?;
    }
    Ok(Exit::Done)
}

async fn each(app: &mut App, service: &Service, args: PushItemArgs, retry: bool) -> Result {
    let mut changed = PushList::default();
    for wanted in &args.item {
        // What was sent is over, and what waits needs no second call.
        let fits = if retry { can_retry } else { is_open };
        let item = found(app, service, (wanted, &args.companies.company), fits).await?;
        let (company, id) = (item.company, item.item.clone());
        if retry {
            service.ask(cases::RetryPush { company, item: id }).await?;
        } else {
            service.ask(cases::DiscardPush { company, item: id }).await?;
        }
        if args.json.json {
            let now = service.ask(cases::PushItems { companies: vec![company], items: vec![item.item.clone()] }).await?;
            changed.paused = now.paused;
            // A dropped one is told as it was.
            changed.items.push(now.items.into_iter().find(|one| one.item == item.item).unwrap_or(item));
        } else {
            app.out.note(&with(if retry { "push-retried" } else { "push-discarded" }, "item", wanted.as_str()));
        }
    }
    if args.json.json {
        tell(app, service, &changed, true).await?;
    }
    Ok(Exit::Done)
}

/// Whether an item needs a person.
fn is_stuck(item: &PushView) -> bool {
    matches!(item.state.as_str(), "rejected" | "conflict" | "unknown")
}

/// Whether an item is taken up at once when a person asks for it.
fn can_retry(item: &PushView) -> bool {
    is_stuck(item) || item.stalled
}

/// Whether an item can be dropped.
fn is_open(item: &PushView) -> bool {
    item.state != "sent"
}

async fn map(app: &mut App, service: &Service, command: PushMapCommand) -> Result {
    match command {
        PushMapCommand::List(args) => {
            let company = one(app, service, &args.company).await?;
            let mappings = service.ask(cases::PushMappings(company)).await?;
            if args.json.json {
                app.out.json(&MappingsJson::new(&mappings))?;
                return Ok(Exit::Done);
            }
            let left = |id: &'static str| Column::left(app.out.get(id));
            let mut table = Table::new(vec![left("push-col-mapping"), left("push-col-id"), left("push-col-name")]);
            for mapping in &mappings {
                let cell = |text: &str| -> Cell { text::clean(text).into_owned().into() };
                table.row(vec![cell(&mapping.name), cell(mapping.id.as_str()), cell(&mapping.title)]);
            }
            app.out.table(&table)?;
        }
        PushMapCommand::Set(args) => {
            let company = one(app, service, &args.company).await?;
            let case = cases::SetMapping { company, name: args.mapping.clone(), id: Some(args.id) };
            let planned = service.ask(case).await?;
            if args.json.json {
                let planned = planned.unwrap_or_default();
                tell(app, service, &planned, true).await?;
            } else {
                app.out.note(&with("push-mapped", "mapping", args.mapping.as_str()));
            }
        }
        PushMapCommand::Unset(args) => {
            let company = one(app, service, &args.company).await?;
            service.ask(cases::SetMapping { company, name: args.mapping.clone(), id: None }).await?;
            app.out.note(&with("push-unmapped", "mapping", args.mapping.as_str()));
        }
    }
    Ok(Exit::Done)
}

async fn pause(app: &mut App, service: &Service, paused: bool) -> Result {
    service.ask(cases::PausePush(paused)).await?;
    app.out.note(&Message::new(if paused { "push-now-paused" } else { "push-now-resumed" }));
    Ok(Exit::Done)
}

/// Prints a plan or the outbox.
async fn tell(app: &mut App, service: &Service, list: &PushList, json: bool) -> Result<()> {
    let names = super::invoices::names(service).await?;
    let shown = PushJson::new(list, &names, app.out.locale());
    if json {
        app.out.json(&shown)?;
        return Ok(());
    }
    if list.paused {
        app.out.warn(&Message::new("push-paused"));
    }
    if list.items.is_empty() {
        app.out.note(&Message::new("push-nothing"));
        return Ok(());
    }
    let mut table = Table::new(vec![
        Column::left(app.out.get("push-col-state")),
        Column::cut(app.out.get("push-col-company")),
        Column::cut(app.out.get("push-col-what")),
        Column::right(app.out.get("push-col-total")),
        Column::left(app.out.get("push-col-becomes")),
        Column::cut(app.out.get("push-col-why")),
        Column::left(app.out.get("push-col-item")),
    ]);
    for (view, item) in list.items.iter().zip(&shown.items) {
        let locale = app.out.locale();
        let total = total(view, locale);
        let missing: Vec<&str> = item.missing.iter().map(|missing| missing.mapping.as_str()).collect();
        let lacks = (!missing.is_empty()).then(|| locale.text(&with("push-lacks", "mappings", missing.join(", "))));
        let why: Vec<String> = lacks.into_iter().chain(item.error.clone()).collect();
        table.row(vec![
            locale.get(state(&item.state)).into(),
            text::clean(&item.company).into_owned().into(),
            text::clean(&format!("{} {}", locale.get(kind(view.kind)), item.title)).into_owned().into(),
            total.into(),
            text::clean(item.remote_number.as_deref().or(item.remote_id.as_deref()).unwrap_or_default()).into_owned().into(),
            text::clean(&why.join(" ")).into_owned().into(),
            text::clean(&item.item).into_owned().into(),
        ]);
    }
    app.out.table(&table)?;
    Ok(())
}

/// The amount of an item, with its rate where it is written with one.
fn total(view: &PushView, locale: &Locale) -> String {
    let Some((amount, currency)) = view.amount.zip(view.currency.as_ref()) else { return String::new() };
    let money = locale.money(amount, currency);
    match view.order.as_ref().and_then(|order| order.rate()) {
        Some(rate) => locale.text(&with("push-at-rate", "money", money).with("rate", locale.decimal(rate, rate.scale()))),
        None => money,
    }
}

fn state(state: &str) -> &'static str {
    match state {
        "queued" => "push-state-queued",
        "sending" => "push-state-sending",
        "sent" => "push-state-sent",
        "rejected" => "push-state-rejected",
        "conflict" => "push-state-conflict",
        "unknown" => "push-state-unknown",
        _ => "push-state-planned",
    }
}

const fn kind(kind: OrderKind) -> &'static str {
    match kind {
        OrderKind::Contact => "push-kind-contact",
        OrderKind::Invoice => "push-kind-invoice",
        OrderKind::CreditNote => "push-kind-credit-note",
        OrderKind::Payment => "push-kind-payment",
        OrderKind::Void => "push-kind-void",
        OrderKind::Mail => "push-kind-mail",
    }
}
