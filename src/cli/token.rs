//! `faktura token`: tokens of the HTTP API. A token is printed once, when it is created.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use secrecy::ExposeSecret;

use super::args::{RoleArg, TokenAddArgs, TokenCommand};
use super::context::{App, close};
use super::error::{CliError, Exit, Result};
use super::out::with;
use super::style::Style;
use super::table::{Cell, Column, Table};
use crate::domain::{CompanyId, Message, Role, Token, text};
use crate::host::Service;
use crate::json::{IssuedTokenJson, TokenJson, TokensJson};
use crate::query::Names;
use crate::service::NewToken;
use crate::service::cases;

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: TokenCommand) -> Result {
    let expires = match &command {
        TokenCommand::Add(args) => until(app, &args.expires)?,
        _ => None,
    };
    let service = app.open().await?;
    let done = match command {
        TokenCommand::Add(args) => add(app, &service, args, expires).await,
        TokenCommand::List(args) => list(app, &service, args.json).await,
        TokenCommand::Revoke(args) => revoke(app, &service, &args.token).await,
    };
    close(service).await;
    done.map(|()| Exit::Done)
}

async fn add(app: &mut App, service: &Service, args: TokenAddArgs, expires: Option<Timestamp>) -> Result<()> {
    let companies = app.companies(service, &args.companies.company).await?;
    let role = match args.role {
        RoleArg::Viewer => Role::Viewer,
        RoleArg::Member => Role::Member,
        RoleArg::Admin => Role::Admin,
    };
    let issued = service.ask(cases::AddToken(NewToken { name: args.name, role, companies, expires })).await?;
    if args.json {
        let token = TokenJson::new(&issued.token, app.clock().now());
        app.out.json(&IssuedTokenJson { token, secret: issued.secret.expose_secret() })?;
        return Ok(());
    }
    app.out.note(&with("cli-token-made", "name", issued.token.name.as_str()));
    app.out.line(issued.secret.expose_secret())?;
    Ok(())
}

async fn list(app: &mut App, service: &Service, json: bool) -> Result<()> {
    let tokens = service.ask(cases::Tokens).await?;
    let now = app.clock().now();
    if json {
        app.out.json(&TokensJson { tokens: tokens.iter().map(|token| TokenJson::new(token, now)).collect() })?;
        return Ok(());
    }
    if tokens.is_empty() {
        app.out.note(&Message::new("cli-token-none"));
        return Ok(());
    }
    let names = super::invoices::names(service).await?;
    let left = |id| Column::left(app.out.get(id));
    let mut table = Table::new(vec![
        Column::right(app.out.get("cli-col-id")),
        Column::cut(app.out.get("cli-col-name")),
        left("cli-col-role"),
        Column::cut(app.out.get("cli-col-companies")),
        Column::date(app.out.get("cli-col-expires")),
        left("cli-col-made-by"),
    ]);
    for token in &tokens {
        let made = format!("{}, {}", text::clean(&token.created_by.0), day(app, token.created));
        table.row(vec![
            token.id.0.to_string().into(),
            text::clean(&token.name).to_string().into(),
            app.out
                .get(match token.role {
                    Role::Admin => "cli-role-admin",
                    Role::Member => "cli-role-member",
                    Role::Viewer => "cli-role-viewer",
                })
                .into(),
            companies(app, token, &names).into(),
            expiry(app, token, now),
            made.into(),
        ]);
    }
    app.out.table(&table)?;
    Ok(())
}

async fn revoke(app: &mut App, service: &Service, wanted: &str) -> Result<()> {
    let token = service.ask(cases::RevokeToken(wanted.to_owned())).await?;
    app.out.note(&with("cli-token-revoked", "name", token.name.as_str()));
    Ok(())
}

fn companies(app: &App, token: &Token, names: &Names) -> String {
    let name = |id: &CompanyId| names.get(id).map_or_else(|| id.to_string(), |name| text::clean(name).to_string());
    if token.companies.is_empty() {
        return app.out.get("cli-token-all");
    }
    token.companies.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn expiry(app: &App, token: &Token, now: Timestamp) -> Cell {
    match token.expires {
        None => Cell::new(&app.out.get("cli-never"), Style::Yellow),
        Some(at) if token.is_expired(now) => Cell::new(&last_day(app, at), Style::Red),
        Some(at) => last_day(app, at).into(),
    }
}

/// The last day on which it is still good: the end of a day is the first moment of the next.
fn last_day(app: &App, at: Timestamp) -> String {
    day(app, at.checked_sub(1.nanosecond()).unwrap_or(at))
}

fn day(app: &App, at: Timestamp) -> String {
    app.out.locale().date(at.to_zoned(app.zone().clone()).date())
}

/// Expiry of a token: `90d`, the end of a day, or never.
fn until(app: &App, text: &str) -> Result<Option<Timestamp>> {
    let wrong = || CliError::Expiry { given: text.to_owned() };
    if text == "never" {
        return Ok(None);
    }
    let now = app.clock().now().to_zoned(app.zone().clone());
    let at = match text.strip_suffix('d').and_then(|days| days.parse::<i64>().ok()) {
        Some(days @ 1..=3650) => now.checked_add(days.days()).ok(),
        Some(_) => None,
        None => text.parse::<Date>().ok().and_then(|day| day.tomorrow().ok()?.to_zoned(app.zone().clone()).ok()),
    };
    let at = at.filter(|at| *at > now).ok_or_else(wrong)?;
    Ok(Some(at.timestamp()))
}
