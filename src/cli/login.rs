//! `faktura login`: consents of services without API keys. An address with a code is read hidden or from standard input, and never printed.

use std::time::Duration;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::args::{ConsentArgs, LoginAddArgs, LoginCommand, LoginFinishArgs, LoginRemoveArgs, TenantArgs};
use super::company::is_yes;
use super::context::{App, close};
use super::error::{CliError, Exit, Result};
use super::out::{with, word};
use super::report;
use super::table::{Column, Table};
use crate::auth::{Listener, is_loopback_redirect};
use crate::domain::{Consent, Message, text};
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::json::{BegunJson, FinishedJson, LoginJson, LoginsJson};
use crate::service::cases;
use crate::service::{Begun, Finished, LoginView, NewLogin, TenantView, needs_secret};

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: LoginCommand) -> Result {
    match command {
        LoginCommand::Begin(args) => {
            let new = new_login(app, &args.consent).await?;
            let service = app.open().await?;
            let begun = service.ask(cases::BeginLogin(new)).await;
            close(service).await;
            tell_begun(app, &begun?, args.json)?;
            Ok(Exit::Done)
        }
        LoginCommand::Finish(args) => finish(app, args).await,
        LoginCommand::Add(args) => add(app, args).await,
        LoginCommand::List(args) => list(app, args.json).await,
        LoginCommand::Show(args) => show(app, &args.login, args.json).await,
        LoginCommand::Test(args) => test(app, &args.login, args.json).await,
        LoginCommand::Remove(args) => remove(app, &args).await,
    }
}

async fn new_login(app: &mut App, args: &ConsentArgs) -> Result<NewLogin> {
    let new = |client_secret| NewLogin {
        provider: args.service.map(|service| service.as_str().to_owned()),
        renew: args.login.clone(),
        client_id: args.client_id.clone(),
        client_secret,
        redirect_uri: args.redirect_uri.clone(),
        sandbox: args.sandbox,
        write: args.write,
        base_url: args.base_url.clone(),
        identity_url: args.identity_url.clone(),
    };
    // A renewal goes on with the secret that is sealed.
    let is_new = args.login.is_none() && args.service.is_some_and(|service| needs_secret(service.as_str()));
    let client_secret = if args.client_secret_stdin {
        app.precheck(true, cases::CheckLogin(new(None))).await?;
        Some(app.input.secret_line(&app.interrupt).await?)
    } else if let Some(secret) = app.environment.text("FAKTURA_CLIENT_SECRET") {
        Some(SecretString::from(secret.trim().to_owned()))
    } else if app.input.is_terminal && is_new {
        app.precheck(true, cases::CheckLogin(new(None))).await?;
        let prompt = app.out.get("cli-login-ask-secret");
        Some(app.input.secret(&app.interrupt, prompt).await?).filter(|secret| !secret.expose_secret().is_empty())
    } else {
        None
    };
    if let Some(secret) = &client_secret {
        app.never_log(secret);
    }
    Ok(new(client_secret))
}

fn tell_begun(app: &mut App, begun: &Begun, json: bool) -> Result<()> {
    if json {
        return Ok(app.out.json(&BegunJson::new(begun))?);
    }
    app.out.note(&with("cli-login-open", "title", begun.title.as_str()));
    if begun.adds_writing {
        app.out.note(&with("cli-login-adds-writing", "title", begun.title.as_str()));
    }
    app.out.line(&begun.authorize_url)?;
    app.out.note(&with("cli-login-then", "login", begun.login.to_string()));
    Ok(())
}

async fn finish(app: &mut App, args: LoginFinishArgs) -> Result {
    let redirect = if args.redirect_stdin {
        Some(app.input.address_line(&app.interrupt).await?)
    } else if args.tenants.tenant.is_empty() && !args.tenants.all_tenants {
        if !app.input.is_terminal {
            return Err(CliError::AddressMissing.into());
        }
        let prompt = app.out.get("cli-login-paste");
        Some(app.input.secret(&app.interrupt, prompt).await?)
    } else {
        None
    };
    let service = app.open().await?;
    let done = complete(app, &service, (args.login, redirect), &args.tenants).await;
    close(service).await;
    done
}

/// Finishes a consent, and lets a person choose companies where there are several.
async fn complete(
    app: &mut App,
    service: &Service,
    (login, redirect): (Option<String>, Option<SecretString>),
    args: &TenantArgs,
) -> Result {
    let case = cases::FinishLogin { login, redirect, tenants: args.tenant.clone(), all: args.all_tenants };
    let mut finished = service.ask(case).await?;
    if !finished.choices.is_empty() && app.input.is_terminal && !args.json {
        let tenants = choose(app, &finished.choices).await?;
        if !tenants.is_empty() {
            let login = Some(finished.login.login.id.to_string());
            finished = service.ask(cases::FinishLogin { login, redirect: None, tenants, all: false }).await?;
        }
    }
    tell_finished(app, &finished, args.json)
}

async fn choose(app: &mut App, choices: &[TenantView]) -> Result<Vec<String>> {
    app.out.note(&Message::new("cli-login-choose"));
    for (number, choice) in (1..).zip(choices) {
        let name = choice.name.as_deref().unwrap_or("–");
        app.out.line(&format!("  {number}  {}  {}", text::clean(name), choice.tenant.0))?;
    }
    app.out.ask(&Message::new("cli-login-ask-choice"));
    let answer = app.input.line(&app.interrupt).await?.unwrap_or_default();
    let numbers = answer.split([',', ' ']).filter_map(|word| word.trim().parse::<usize>().ok());
    let picked = numbers.filter_map(|number| choices.get(number.checked_sub(1)?));
    Ok(picked.map(|choice| choice.tenant.0.to_string()).collect())
}

fn tell_finished(app: &mut App, finished: &Finished, json: bool) -> Result {
    if json {
        app.out.json(&FinishedJson::new(finished))?;
    } else {
        for company in &finished.connected {
            let message = with("cli-login-connected", "name", company.name.as_str()).with("id", company.id.to_string());
            app.out.note(&message);
        }
    }
    if finished.choices.is_empty() {
        return Ok(Exit::Done);
    }
    let known = finished.choices.iter().map(|choice| format!("{} ({})", choice.name.as_deref().unwrap_or("–"), choice.tenant.0));
    let known = text::clean(&known.collect::<Vec<_>>().join(", ")).to_string();
    let hint = with("cli-login-choose-hint", "login", finished.login.login.id.to_string());
    let message = with("cli-login-not-chosen", "known", known);
    app.out.error(&Error { kind: ErrorKind::Credentials, message, hint: Some(hint) });
    Ok(Exit::As(ErrorKind::Credentials))
}

async fn add(app: &mut App, args: LoginAddArgs) -> Result {
    let new = new_login(app, &args.consent).await?;
    let service = app.open().await?;
    let done = add_with(app, &service, new, &args).await;
    close(service).await;
    done
}

async fn add_with(app: &mut App, service: &Service, new: NewLogin, args: &LoginAddArgs) -> Result {
    let begun = service.ask(cases::BeginLogin(new)).await?;
    app.out.note(&with("cli-login-open", "title", begun.title.as_str()));
    if begun.adds_writing {
        app.out.note(&with("cli-login-adds-writing", "title", begun.title.as_str()));
    }
    app.out.line(&begun.authorize_url)?;
    app.out.flush()?;
    let listens = args.listen_port.is_some() || is_loopback_redirect(&begun.redirect_uri);
    let listener = if listens && app.input.is_terminal {
        Some(Listener::bind(&begun.redirect_uri, &begun.authorize_url, args.listen_port).await)
    } else {
        None
    };
    let listener = match listener {
        // The address can still be pasted.
        Some(Err(error)) => {
            app.out.warn(&crate::error::Describe::message(&error));
            None
        }
        Some(Ok(listener)) => Some(listener),
        None => None,
    };
    let address = wait(app, &begun, listener).await?;
    complete(app, service, (Some(begun.login.to_string()), Some(address)), &args.tenants).await
}

/// The address that the browser is sent to: from the listener, or pasted. Ends when the consent can be finished no longer.
async fn wait(app: &mut App, begun: &Begun, listener: Option<Listener>) -> Result<SecretString> {
    let left = begun.expires_at.duration_since(app.clock().now());
    let left = Duration::try_from(left).unwrap_or_default();
    let page = app.out.get("cli-login-page");
    let came = async {
        match &listener {
            Some(listener) => listener.answer(&page).await,
            None => std::future::pending().await,
        }
    };
    // With a listener the terminal stays free: a prompt that waits hidden would swallow the next answer.
    if listener.is_some() {
        app.out.note(&with("cli-login-waiting", "uri", begun.redirect_uri.as_str()).with("login", begun.login.to_string()));
        return match tokio::time::timeout(left, came).await {
            Ok(address) => Ok(address),
            Err(_) => Err(late().into()),
        };
    }
    if !app.input.is_terminal {
        return app.input.address_line(&app.interrupt).await;
    }
    let prompt = app.out.get("cli-login-paste");
    match tokio::time::timeout(left, app.input.secret(&app.interrupt, prompt)).await {
        Ok(address) => address,
        Err(_) => Err(late().into()),
    }
}

/// A consent that never came back: mistakes of the app are shown in the browser and nowhere else.
fn late() -> Error {
    let (message, hint) = (Message::new("cli-login-late"), Some(Message::new("cli-login-late-hint")));
    Error { kind: ErrorKind::Credentials, message, hint }
}

async fn views(app: &mut App) -> Result<Vec<LoginView>> {
    let service = app.open().await?;
    let views = service.ask(cases::Logins).await;
    close(service).await;
    Ok(views?)
}

async fn list(app: &mut App, json: bool) -> Result {
    let views = views(app).await?;
    if json {
        app.out.json(&LoginsJson { logins: views.iter().map(LoginJson::new).collect() })?;
        return Ok(Exit::Done);
    }
    if views.is_empty() {
        app.out.note(&Message::new("cli-login-none"));
        return Ok(Exit::Done);
    }
    let get = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::right(get("cli-col-id")),
        Column::left(get("cli-col-provider")),
        Column::left(get("cli-col-login-state")),
        Column::cut(get("cli-col-companies")),
        Column::left(get("cli-col-login-renewed")),
        Column::left(get("cli-col-login-renew-by")),
    ]);
    for view in &views {
        let renewed = view.login.grant.as_ref().and_then(|grant| grant.renewed);
        table.row(vec![
            view.login.id.to_string().into(),
            view.title.as_str().into(),
            standing(app, view).into(),
            companies(view).into(),
            moment(app, renewed).into(),
            moment(app, view.login.renew_by()).into(),
        ]);
    }
    app.out.table(&table)?;
    views.iter().for_each(|view| advise(app, view));
    Ok(Exit::Done)
}

/// The word of how a login stands.
fn standing(app: &App, view: &LoginView) -> String {
    word(app.out.locale(), "cli-login-state", view.login.standing(app.clock().now()))
}

/// Says what to do about a consent that cannot be given any more.
fn advise(app: &mut App, view: &LoginView) {
    let id = match view.login.consent(app.clock().now()) {
        Some(Consent::Refused) => "cli-login-refused",
        Some(Consent::Late) => "cli-login-ran-out",
        Some(Consent::Pending) | None => return,
    };
    let reason = view.login.grant.as_ref().and_then(|grant| grant.reason.as_deref()).unwrap_or("–");
    let message = with(id, "login", view.login.id.to_string()).with("title", view.title.as_str());
    app.out.note(&message.with("reason", text::clean(reason).to_string()));
}

fn companies(view: &LoginView) -> String {
    view.companies.iter().map(|company| text::clean(&company.name).to_string()).collect::<Vec<_>>().join(", ")
}

fn moment(app: &App, at: Option<Timestamp>) -> String {
    at.map_or_else(|| "–".to_owned(), |at| app.out.locale().time(at, app.zone()))
}

async fn show(app: &mut App, wanted: &str, json: bool) -> Result {
    let views = views(app).await?;
    let found = views.iter().find(|view| view.login.id.to_string() == wanted.trim());
    let view = found.ok_or_else(|| CliError::NoSuchLogin { wanted: wanted.to_owned() })?;
    if json {
        app.out.json(&LoginJson::new(view))?;
        return Ok(Exit::Done);
    }
    let grant = view.login.grant.as_deref().cloned().unwrap_or_default();
    let text = |text: &str| if text.is_empty() { "–".to_owned() } else { text::clean(text).to_string() };
    let fields = [
        ("cli-col-id", view.login.id.to_string()),
        ("cli-col-provider", view.title.clone()),
        ("cli-col-login-state", standing(app, view)),
        ("cli-login-reason", text(grant.reason.as_deref().unwrap_or_default())),
        ("cli-col-companies", text(&companies(view))),
        ("cli-login-client", text(&grant.client_id)),
        ("cli-login-redirect", text(&grant.redirect_uri)),
        ("cli-login-scopes", text(&grant.scopes.join(" "))),
        (
            "cli-login-writes",
            view.writes.map_or_else(|| "–".to_owned(), |writes| app.out.get(if writes { "cli-yes" } else { "cli-no" })),
        ),
        ("cli-col-login-renewed", moment(app, grant.renewed)),
        ("cli-col-login-renew-by", moment(app, view.login.renew_by())),
        ("cli-login-ends", moment(app, grant.ends)),
    ];
    for line in report::pairs(app.out.locale(), &fields) {
        app.out.line(&line)?;
    }
    advise(app, view);
    Ok(Exit::Done)
}

async fn test(app: &mut App, wanted: &str, json: bool) -> Result {
    let service = app.open().await?;
    let tested = service.ask(cases::TestLogin(wanted.to_owned())).await;
    close(service).await;
    let tested = tested?;
    if json {
        app.out.json(&LoginJson::new(&tested.login))?;
    } else {
        app.out.note(&with("cli-login-works", "login", tested.login.login.id.to_string()).with("count", tested.choices.len()));
    }
    Ok(Exit::Done)
}

async fn remove(app: &mut App, args: &LoginRemoveArgs) -> Result {
    if !args.yes {
        if !app.input.is_terminal {
            return Err(CliError::RemovalNeedsYes { name: args.login.clone() }.into());
        }
        app.out.ask(&with("cli-login-ask-remove", "login", args.login.as_str()));
        if !is_yes(&app.input.line(&app.interrupt).await?.unwrap_or_default()) {
            return Err(CliError::NotConfirmed { name: args.login.clone() }.into());
        }
    }
    let service = app.open().await?;
    let removed = service.ask(cases::RemoveLogin { login: args.login.clone(), revoke: args.revoke }).await;
    close(service).await;
    let removed = removed?;
    if args.json {
        app.out.json(&LoginJson::new(&removed))?;
        return Ok(Exit::Done);
    }
    let message = with("cli-login-removed", "login", removed.login.id.to_string()).with("count", removed.companies.len());
    app.out.note(&message);
    Ok(Exit::Done)
}
