//! What was written: links, how they stand, and orders for one document.

use super::super::args::{CompaniesArgs, FormatArg, PushListArgs, PushVoidArgs};
use super::super::company::is_yes;
use super::super::context::{App, refuse_damaged};
use super::super::error::{Exit, Failure, Result};
use super::super::out::{with, word};
use super::super::table::{Column, Table};
use super::{kind, lists_later, one, tell, until_final};
use crate::domain::outgoing::LinkedBy;
use crate::domain::push::OrderKind;
use crate::domain::{Message, text};
use crate::error::{Error, ErrorKind};
use crate::export::Dialect;
use crate::host::Service;
use crate::json::{DifferenceJson, PushLinksJson, ReconcileJson, ReconciledJson};
use crate::push::Standing;
use crate::service::cases;

pub(super) async fn list(app: &mut App, service: &Service, args: PushListArgs) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let links = service.ask(cases::PushLinks(companies)).await?;
    if args.json.json {
        app.out.json(&PushLinksJson::new(&links))?;
        return Ok(Exit::Done);
    }
    let names = super::super::invoices::names(service).await?;
    let mut table = Table::new(vec![
        Column::cut(app.out.get("push-col-company")),
        Column::left(app.out.get("push-col-source")),
        Column::cut(app.out.get("push-col-what")),
        Column::left(app.out.get("push-col-becomes")),
        Column::left(app.out.get("push-col-how")),
    ]);
    for link in &links {
        let company = names.get(&link.company).map_or_else(String::new, |name| text::clean(name).into_owned());
        table.row(vec![
            company.into(),
            text::clean(link.source.as_str()).into_owned().into(),
            text::clean(&format!("{} {}", app.out.get(kind(link.kind)), link.title)).into_owned().into(),
            text::clean(link.remote.as_str()).into_owned().into(),
            app.out.get(how(link.how)).into(),
        ]);
    }
    app.out.table(&table)?;
    Ok(Exit::Done)
}

/// Takes over what the other side has of a link, or says why a difference is right.
pub(super) async fn settle(
    app: &mut App,
    service: &Service,
    (company, source): (String, String),
    reason: Option<String>,
) -> Result {
    let company = one(app, service, &company).await?;
    let id = if reason.is_some() { "push-ignored" } else { "push-adopted" };
    service.ask(cases::SettleLink { company, source: source.clone(), reason }).await?;
    app.out.note(&with(id, "source", source.as_str()));
    Ok(Exit::Done)
}

/// How every link stands. Exit code 3 where any does not.
pub(super) async fn reconcile(
    app: &mut App,
    service: &Service,
    companies: &CompaniesArgs,
    (format, dialect): (FormatArg, Dialect),
) -> Result {
    let companies = app.companies(service, &companies.company).await?;
    let view = service.ask(cases::Reconcile(companies)).await?;
    let wrong = view.rows.iter().any(|row| !matches!(row.standing, Standing::Equal | Standing::Ignored));
    let exit = if wrong { Exit::As(ErrorKind::Partial) } else { Exit::Done };
    match format {
        FormatArg::Table => {}
        FormatArg::Json => app.out.json(&ReconcileJson::new(&view))?,
        FormatArg::Ndjson => ReconcileJson::new(&view).links.iter().try_for_each(|link| app.out.json_line(link))?,
        FormatArg::Csv => csv(app, &ReconcileJson::new(&view).links, dialect)?,
    }
    if format != FormatArg::Table {
        return Ok(exit);
    }
    let names = super::super::invoices::names(service).await?;
    let mut table = Table::new(vec![
        Column::left(app.out.get("push-col-standing")),
        Column::cut(app.out.get("push-col-company")),
        Column::cut(app.out.get("push-col-what")),
        Column::left(app.out.get("push-col-becomes")),
        Column::cut(app.out.get("push-col-differs")),
        Column::left(app.out.get("push-col-source")),
    ]);
    // What is in order is in the proof alone.
    for row in view.rows.iter().filter(|row| row.standing != Standing::Equal) {
        let differs = |(field, ours, theirs): &(String, String, String)| format!("{}: {ours} ≠ {theirs}", named(app, field));
        let reason = row.reason.clone().filter(|_| row.standing == Standing::Ignored);
        let told: Vec<String> = row.differences.iter().map(differs).chain(reason).collect();
        let company = names.get(&row.company).map_or_else(String::new, |name| text::clean(name).into_owned());
        table.row(vec![
            app.out.get(standing(row.standing)).into(),
            company.into(),
            text::clean(&format!("{} {}", app.out.get(kind(row.kind)), row.title)).into_owned().into(),
            text::clean(row.remote.as_str()).into_owned().into(),
            text::clean(&told.join("; ")).into_owned().into(),
            text::clean(row.source.as_str()).into_owned().into(),
        ]);
    }
    if view.rows.iter().any(|row| row.standing != Standing::Equal) {
        app.out.table(&table)?;
    }
    let mut proof = Message::new("push-proof").with("linked", view.rows.len());
    for (name, standing) in [
        ("equal", Standing::Equal),
        ("drifted", Standing::Drifted),
        ("here", Standing::MissingHere),
        ("there", Standing::MissingThere),
        ("ignored", Standing::Ignored),
    ] {
        proof = proof.with(name, view.count(standing));
    }
    let line = app.out.text(&proof);
    app.out.line(&line)?;
    for sum in ReconcileJson::new(&view).sums {
        let (currency, of) = sum.currency.split_once(' ').unwrap_or((sum.currency.as_str(), ""));
        let of = OrderKind::ALL.into_iter().find(|kind| kind.as_str() == of).map(|of| app.out.get(kind(of)));
        let line = app.out.text(
            &with("push-sum", "currency", format!("{currency} {}", of.unwrap_or_default()))
                .with("ordered", sum.ordered.0.to_string())
                .with("there", sum.there.0.to_string()),
        );
        app.out.line(&line)?;
    }
    Ok(exit)
}

/// The name of a field in which both sides differ.
fn named(app: &App, field: &str) -> String {
    word(app.out.locale(), "tui-push-field", field)
}

/// The links, a line each, with the names of the JSON.
fn csv(app: &mut App, links: &[ReconciledJson], dialect: Dialect) -> Result<()> {
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => Failure::Output(error),
        _ => Failure::Output(std::io::ErrorKind::Other.into()),
    };
    let mut out = app.out.shared();
    dialect.begin(&mut out).map_err(Failure::Output)?;
    let mut writer = dialect.builder().from_writer(out);
    let names = ["company_id", "source", "kind", "remote_id", "title", "standing", "differences", "reason"];
    writer.write_record(names).map_err(failed)?;
    for link in links {
        let differs = |one: &DifferenceJson| format!("{}: {} ≠ {}", one.field, one.ours, one.theirs);
        let differences = link.differences.iter().map(differs).collect::<Vec<_>>().join("; ");
        let (company, reason) = (link.company_id.to_string(), link.reason.as_deref().unwrap_or(""));
        let cells =
            [company.as_str(), &link.source, link.kind, &link.remote_id, &link.title, link.standing, &differences, reason];
        writer.write_record(cells.map(|cell| dialect.text(cell).into_owned())).map_err(failed)?;
    }
    writer.flush().map_err(Failure::Output)
}

/// What is done to a document at its service.
pub(super) enum Order {
    Void,
    Credit,
    Mail {
        /// The addresses; the customer's own where there are none.
        to: Vec<String>,
        /// Also if it was sent there already.
        again: bool,
    },
}

/// Voids or credits a document at its service, or has the service send it: after a question that names number, customer and amount.
pub(super) async fn order(app: &mut App, service: &Service, args: PushVoidArgs, what: Order) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let found = service.ask(cases::LookUp { wanted: args.invoice.clone(), companies: companies.clone() }).await?;
    if found.is_empty() {
        refuse_damaged(service, &companies).await?;
    }
    let [row] = found.as_slice() else {
        let message = with("push-document-unclear", "number", args.invoice.as_str()).with("count", found.len());
        return Err(Error::new(ErrorKind::Usage, message).into());
    };
    let money = app.out.locale().money(row.gross, &row.currency);
    let id = match what {
        Order::Void => "push-ask-void",
        Order::Credit => "push-ask-credit",
        Order::Mail { .. } => "push-ask-mail",
    };
    let question = with(id, "number", text::clean(&row.number).into_owned())
        .with("customer", text::clean(&row.partner_name).into_owned())
        .with("amount", money);
    if !args.yes {
        if !app.input.is_terminal {
            return Err(Error::new(ErrorKind::Usage, Message::new("push-needs-yes")).into());
        }
        app.out.ask(&question);
        let answer = app.input.line(&app.interrupt).await?.unwrap_or_default();
        if !is_yes(&answer) {
            return Ok(Exit::As(ErrorKind::Interrupted));
        }
    }
    let queued = match what {
        Order::Void => service.ask(cases::OrderDocument { key: row.key(), mail: None, again: false }).await?,
        Order::Mail { to, again } => service.ask(cases::OrderDocument { key: row.key(), mail: Some(to), again }).await?,
        Order::Credit => service.ask(cases::CreditDocument { key: row.key() }).await?,
    };
    let company = [row.company];
    let mut list = until_final(service, &company, std::slice::from_ref(&queued.item)).await?;
    if list.items.is_empty() {
        list.items.push(queued);
    }
    let wrong = list.items.iter().any(|item| item.state != "sent");
    tell(app, service, &list, args.json.json).await?;
    lists_later(app, &list);
    Ok(if wrong { Exit::As(ErrorKind::Partial) } else { Exit::Done })
}

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Equal => "push-standing-equal",
        Standing::Drifted => "push-standing-drifted",
        Standing::MissingHere => "push-standing-here",
        Standing::MissingThere => "push-standing-there",
        Standing::Ignored => "push-standing-ignored",
    }
}

const fn how(how: LinkedBy) -> &'static str {
    match how {
        LinkedBy::Made => "push-how-made",
        LinkedBy::Found => "push-how-found",
        LinkedBy::TaxNumber => "push-how-tax-number",
        LinkedBy::Person => "push-how-person",
    }
}
