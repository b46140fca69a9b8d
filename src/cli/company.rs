//! `faktura company`: companies and their keys.

use secrecy::{ExposeSecret, SecretString};

use super::args::{CompanyAddArgs, CompanyCommand, KeyArgs, RemoveArgs};
use super::context::{App, close};
use super::error::{CliError, Exit, Result};
use super::out::{with, word};
use super::table::{Cell, Column, Table};
use super::{report, status};
use crate::domain::{Company, CompanyId, Gap, KeyInfo, Kind, Message};
use crate::error::Error;
use crate::host::Service;
use crate::json::{CompanyDetailJson, StatusJson};
use crate::locale::Locale;
use crate::service::cases;
use crate::service::{CompanyView, NewCompany, NewKey, Removal, Tested, check_new, names_fully};

/// Gaps in the numbers that are shown to people.
const GAPS: usize = 20;

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: CompanyCommand) -> Result {
    match command {
        CompanyCommand::Add(args) => add(app, args).await?,
        CompanyCommand::List(args) => list(app, args.json).await?,
        CompanyCommand::Show(args) => show(app, &args.company.company, args.json).await?,
        CompanyCommand::Rename(args) => {
            let (service, company) = open(app, &args.company.company).await?;
            let renamed = service.ask(cases::RenameCompany { company: company.id, name: args.name.clone() }).await;
            close(service).await;
            let message = with("cli-company-renamed", "old", company.name).with("name", renamed?.name);
            app.out.note(&message);
        }
        CompanyCommand::Enable(args) => enable(app, &args.company, true).await?,
        CompanyCommand::Disable(args) => enable(app, &args.company, false).await?,
        CompanyCommand::Remove(args) => remove(app, &args).await?,
        CompanyCommand::SetKey(args) => set_key(app, &args.company.company, &args.key).await?,
        CompanyCommand::Sender(args) => {
            let opened = open(app, &args.company.company).await?;
            super::sender::run(app, opened, *args).await?;
        }
        CompanyCommand::Buyer(args) => {
            let opened = open(app, &args.company.company).await?;
            super::completing::buyer(app, opened, *args).await?;
        }
        CompanyCommand::Vat(args) => {
            let opened = open(app, &args.company.company).await?;
            super::completing::vat(app, opened, args).await?;
        }
        CompanyCommand::Test(args) => {
            let (service, company) = open(app, &args.company).await?;
            let tested = service.ask(cases::TestKey(company.id)).await;
            close(service).await;
            tell_account(app, &tested?)?;
        }
    }
    Ok(Exit::Done)
}

async fn open(app: &mut App, name: &str) -> Result<(Service, Company)> {
    let service = app.open().await?;
    match service.ask(cases::FindCompany(name.to_owned())).await {
        Ok(company) => Ok((service, company)),
        Err(error) => {
            close(service).await;
            Err(error.into())
        }
    }
}

/// The key: from standard input, the environment, or a person; never from the arguments.
async fn key(app: &mut App, args: &KeyArgs, name: &str) -> Result<SecretString> {
    let key = if args.api_key_stdin {
        app.input.secret_line(&app.interrupt).await?
    } else if let Some(key) = app.environment.text("FAKTURA_API_KEY") {
        SecretString::from(key.trim().to_owned())
    } else if app.input.is_terminal {
        let prompt = app.out.text(&with("cli-ask-key", "name", name));
        app.input.secret(&app.interrupt, prompt).await?
    } else {
        return Err(CliError::KeyMissing.into());
    };
    if key.expose_secret().is_empty() { Err(CliError::KeyMissing.into()) } else { Ok(key) }
}

async fn add(app: &mut App, args: CompanyAddArgs) -> Result<()> {
    let new = |key, force| NewCompany {
        name: args.name.clone(),
        provider: args.provider.clone(),
        base_url: args.base_url.clone(),
        key,
        test: !args.key.no_test,
        force,
    };
    check_new(&new(None, args.key.force))?;
    let can = args.key.api_key_stdin || app.environment.text("FAKTURA_API_KEY").is_some() || app.input.is_terminal;
    app.precheck(can, cases::CheckCompany(new(None, args.key.force))).await?;
    let key = key(app, &args.key, &args.name).await?;
    let service = app.open().await?;
    app.never_log(&key);
    let new = |force| new(Some(key.clone()), force);
    let mut added = service.ask(cases::AddCompany(new(args.key.force))).await;
    if let Err(error) = &added
        && asks_for_force(app, error).await?
    {
        added = service.ask(cases::AddCompany(new(true))).await;
    }
    close(service).await;
    let added = added.map_err(nothing_added)?;
    let message = with("cli-company-added", "name", added.company.name.as_str()).with("id", added.company.id.to_string());
    app.out.note(&message);
    tell_account(app, &added)?;
    app.out.note(&with("cli-company-added-next", "name", quoted(&added.company.name)));
    Ok(())
}

/// A refused key is no reason to set one: there is no company yet.
fn nothing_added(mut error: Error) -> Error {
    if let Some(hint) = error.hint.as_mut().filter(|hint| hint.id == "provider-refused-hint") {
        hint.id = "cli-company-not-added-hint".into();
    }
    error
}

/// Whether an account that is here already is to be taken all the same: asked on a terminal, no elsewhere.
pub(super) async fn asks_for_force(app: &mut App, error: &Error) -> Result<bool> {
    let asked = ["service-same-key", "service-same-account", "service-same-unseen", "service-other-account"];
    if !asked.contains(&error.message.id.as_ref()) || !app.input.is_terminal {
        return Ok(false);
    }
    let told = app.out.text(&error.message);
    app.out.ask(&with("cli-ask-same-account", "told", told));
    let answer = app.input.line(&app.interrupt).await?.unwrap_or_default();
    Ok(is_yes(&answer))
}

async fn set_key(app: &mut App, name: &str, args: &KeyArgs) -> Result<()> {
    let (service, company) = open(app, name).await?;
    let checked = service.ask(cases::CheckSecret { company: Some(company.id) }).await;
    close(service).await;
    checked?;
    let key = key(app, args, &company.name).await?;
    let service = app.open().await?;
    app.never_log(&key);
    let new = |force| NewKey { key: key.clone(), test: !args.no_test, force };
    let mut tested = service.ask(cases::SetKey { company: company.id, key: new(args.force) }).await;
    if let Err(error) = &tested
        && asks_for_force(app, error).await?
    {
        tested = service.ask(cases::SetKey { company: company.id, key: new(true) }).await;
    }
    close(service).await;
    let tested = tested?;
    let key = key_text(app.out.locale(), app, tested.key.as_ref());
    app.out.note(&with("cli-key-kept", "name", tested.company.name.as_str()).with("key", key));
    tell_account(app, &tested)
}

/// Prints the account found by the test of the key.
fn tell_account(app: &mut App, tested: &Tested) -> Result<()> {
    let Some(account) = &tested.account else { return Ok(()) };
    app.out.note(&Message::new("cli-key-works"));
    if app.out.quiet() {
        return Ok(());
    }
    let unknown = || "–".to_owned();
    let fields = [
        ("cli-field-legal-name", account.name.clone().unwrap_or_else(unknown)),
        ("cli-field-tax-number", account.tax_number.clone().unwrap_or_else(unknown)),
        ("cli-field-documents", account.documents.map_or_else(unknown, |n| app.out.locale().count(n))),
    ];
    for line in report::pairs(app.out.locale(), &fields) {
        app.out.line(&line)?;
    }
    Ok(())
}

async fn enable(app: &mut App, name: &str, enabled: bool) -> Result<()> {
    let (service, company) = open(app, name).await?;
    let company = service.ask(cases::EnableCompany { company: company.id, enabled }).await;
    close(service).await;
    app.out.note(&company?.switched());
    Ok(())
}

async fn remove(app: &mut App, args: &RemoveArgs) -> Result<()> {
    let (service, company) = open(app, &args.company.company).await?;
    // A part of a name is enough to ask about a company, not to remove it unasked.
    let removed = if args.yes && !names_fully(&company, &args.company.company) {
        Err(CliError::NotInFull { name: company.name }.into())
    } else {
        confirm_and_remove(app, &service, &company, args.yes).await
    };
    close(service).await;
    let removed = removed?;
    app.out.note(&removal(&removed, "cli-company-removed"));
    Ok(())
}

async fn confirm_and_remove(app: &mut App, service: &Service, company: &Company, yes: bool) -> Result<Removal> {
    if !yes {
        let name = company.name.clone();
        if !app.input.is_terminal {
            return Err(CliError::NeedsYes { name }.into());
        }
        let goes = service.ask(cases::CountCompany(company.id)).await?;
        let refused = || CliError::NotConfirmed { name: name.clone() };
        let asked = if goes.company.has_own_books() { "cli-ask-remove-books" } else { "cli-ask-remove" };
        app.out.ask(&removal(&goes, asked));
        let answer = app.input.line(&app.interrupt).await?.unwrap_or_default();
        if !is_yes(&answer) {
            return Err(refused().into());
        }
        app.out.ask(&with("cli-ask-remove-name", "name", name.as_str()));
        let typed = app.input.line(&app.interrupt).await?.unwrap_or_default();
        if typed.trim() != name.trim() {
            return Err(refused().into());
        }
    }
    Ok(service.ask(cases::RemoveCompany { company: company.id, name: company.name.clone() }).await?)
}

/// Whether an answer is yes in one of our languages.
pub(super) fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "i" | "igen")
}

fn removal(removal: &Removal, id: &'static str) -> Message {
    with(id, "name", removal.company.name.as_str())
        .with("invoices", removal.count.of(Kind::Document).records)
        .with("changes", removal.count.changes)
        .with("runs", removal.count.runs)
}

/// A name as it can be given back to the command line.
pub(super) fn quoted(name: &str) -> String {
    if name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', r"'\''"))
    }
}

async fn views(app: &mut App) -> Result<Vec<CompanyView>> {
    let service = app.open().await?;
    let views = service.ask(cases::Companies).await;
    close(service).await;
    Ok(views?)
}

async fn list(app: &mut App, json: bool) -> Result<()> {
    let views = views(app).await?;
    if json {
        return Ok(app.out.json(&StatusJson::new(&views, &[], app.out.locale()))?);
    }
    if views.is_empty() {
        app.out.note(&Message::new("service-no-companies"));
        app.out.note(&Message::new("service-no-companies-hint"));
        return Ok(());
    }
    let locale = app.out.locale();
    let mut table = Table::new(vec![
        Column::right(locale.get("cli-col-id")),
        Column::cut(locale.get("cli-col-company")),
        Column::left(locale.get("cli-col-provider")),
        Column::left(locale.get("cli-col-enabled")),
        Column::left(locale.get("cli-col-tax-number")),
        Column::right(locale.get("cli-col-invoices")),
        Column::left(locale.get(if views.iter().any(|view| view.service.uses_consent) {
            "cli-col-access"
        } else {
            "cli-col-key"
        })),
    ]);
    for view in &views {
        let company = &view.company;
        table.row(vec![
            company.id.to_string().into(),
            company.name.as_str().into(),
            company.provider.as_str().into(),
            locale.get(if company.enabled { "cli-yes" } else { "cli-no" }).into(),
            company.tax_number.as_deref().unwrap_or("–").into(),
            locale.count(view.invoices).into(),
            Cell::from(access_text(locale, app, view)),
        ]);
    }
    app.out.table(&table)?;
    Ok(())
}

async fn show(app: &mut App, name: &str, json: bool) -> Result<()> {
    let (service, company) = open(app, name).await?;
    let views = service.ask(cases::Companies).await;
    let gaps = service.ask(cases::NumberGaps(company.id)).await;
    close(service).await;
    let Some(view) = find(views?, company.id) else { return Ok(()) };
    let gaps = gaps?;
    if json {
        return Ok(app.out.json(&CompanyDetailJson::new(&view, gaps, app.out.locale()))?);
    }
    let locale = app.out.locale();
    app.out.styled(&crate::domain::text::clean(&view.company.name), super::style::Style::Bold)?;
    let count = gaps.as_ref().map(|gaps| gaps.iter().map(|gap| gap.count).sum::<u64>());
    let mut fields = fields(app, &view);
    fields.push((
        "cli-field-number-gaps",
        count.map_or_else(|| locale.get("cli-number-gaps-unknown"), |count| locale.count(count)),
    ));
    let mut lines = report::pairs(locale, &fields);
    lines.extend(gap_lines(locale, &gaps.unwrap_or_default()));
    for line in lines {
        app.out.line(&line)?;
    }
    Ok(())
}

/// The newest gaps in words.
fn gap_lines(locale: &Locale, gaps: &[Gap]) -> Vec<String> {
    let hidden = gaps.len().saturating_sub(GAPS);
    let line = |gap: &Gap| {
        let id = if gap.count == 1 { "cli-number-gap" } else { "cli-number-gap-several" };
        let text = with(id, "first", gap.first.as_str()).with("last", gap.last.as_str()).with("count", gap.count);
        format!("    {}", locale.text(&text.with("previous", gap.previous.as_str()).with("next", gap.next.as_str())))
    };
    let mut lines: Vec<String> = gaps.iter().skip(hidden).map(line).collect();
    if hidden > 0 {
        lines.push(format!("    {}", locale.text(&with("cli-number-gaps-more", "count", hidden))));
    }
    lines
}

fn find(views: Vec<CompanyView>, id: CompanyId) -> Option<CompanyView> {
    views.into_iter().find(|view| view.company.id == id)
}

fn fields(app: &App, view: &CompanyView) -> Vec<(&'static str, String)> {
    let locale = app.out.locale();
    let company = &view.company;
    let unknown = || "–".to_owned();
    let text = |value: &Option<String>| value.clone().unwrap_or_else(unknown);
    vec![
        ("cli-col-id", company.id.to_string()),
        ("cli-col-health", status::health(locale, view)),
        ("cli-col-provider", company.provider.clone()),
        ("cli-field-address", text(&company.base_url)),
        ("cli-col-enabled", locale.get(if company.enabled { "cli-yes" } else { "cli-no" })),
        ("cli-field-legal-name", text(&company.legal_name)),
        ("cli-col-tax-number", text(&company.tax_number)),
        ("cli-field-added", locale.time(company.added, app.zone())),
        (if view.service.uses_consent { "cli-field-login" } else { "cli-col-key" }, access_text(locale, app, view)),
        ("cli-col-last-sync", status::last_sync(app, view).join("; ")),
        ("cli-field-failure", view.failure().map_or_else(unknown, |failure| locale.text(&failure.message))),
        ("cli-col-invoices", locale.count(view.invoices)),
        ("cli-col-outstanding", status::totals(locale, &view.outstanding)),
        ("cli-col-overdue", status::totals(locale, &view.overdue)),
        ("cli-col-warnings", locale.count(view.warnings)),
    ]
}

/// How the login of a company stands, or the part of its key that may be shown.
fn access_text(locale: &Locale, app: &App, view: &CompanyView) -> String {
    if !view.service.uses_consent {
        return key_text(locale, app, view.key());
    }
    let Some(login) = &view.login else { return locale.get("cli-login-none-of") };
    let state = word(locale, "cli-login-state", login.state.as_str());
    let message = |id| with(id, "login", login.id.to_string()).with("state", state.as_str());
    locale.text(&match login.renew_by() {
        Some(at) => message("cli-login-of-by").with("date", locale.date(at.to_zoned(app.zone().clone()).date())),
        None => message("cli-login-of"),
    })
}

/// The part of a company's key that may be shown.
fn key_text(locale: &Locale, app: &App, key: Option<&KeyInfo>) -> String {
    let Some(key) = key else { return locale.get("cli-key-none") };
    let date = locale.date(key.set.to_zoned(app.zone().clone()).date());
    if key.ending.is_empty() {
        locale.text(&with("cli-key-set-short", "date", date))
    } else {
        locale.text(&with("cli-key-set", "date", date).with("ending", key.ending.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_the_shell() {
        assert_eq!(quoted("medka"), "medka");
        assert_eq!(quoted("Kovács és Társa"), "'Kovács és Társa'");
        assert_eq!(quoted("O'Neil; rm -rf"), r"'O'\''Neil; rm -rf'");
    }

    #[test]
    fn only_a_clear_yes_is_a_yes() {
        assert!(is_yes(" Igen ") && is_yes("y") && is_yes("YES"));
        assert!(!is_yes("") && !is_yes("no") && !is_yes("ye"));
    }
}
