//! `faktura backup` and `faktura restore`: everything in one encrypted file, and back.

use super::args::{BackupArgs, RestoreArgs};
use super::company::is_yes;
use super::context::{App, close};
use super::error::{CliError, Exit, Result};
use super::file::{existing, is_stdout, refuse_terminal, size};
use super::out::with;
use crate::domain::{Kind, Message};
use crate::error::{Error, ErrorKind};
use crate::host::{Service, contents, keep_backup, maintenance};
use crate::service::cases;
use crate::service::{CompanyView, Options};

/// Writes the backup.
pub(super) async fn backup(app: &mut App, args: &BackupArgs) -> Result {
    let options = app.options()?;
    let Some(file) = &args.file else { return to_s3(app, &options).await };
    let report = if is_stdout(file) {
        refuse_terminal(app)?;
        maintenance::backup_to(&options, app.out.shared()).await??
    } else {
        maintenance::backup(&options, file, existing(args.force)).await.map_err(nothing_written)?
    };
    let locale = app.out.locale();
    let message = with("cli-backup-done", "path", report.sizes.path.display().to_string());
    app.out.note(&message.with("size", size(locale, report.sizes.after)));
    for lacks in &report.lacks {
        app.out.warn(lacks);
    }
    Ok(if report.lacks.is_empty() { Exit::Done } else { Exit::As(ErrorKind::Partial) })
}

/// A target that cannot be written is no fault of the program: nothing was done.
fn nothing_written(mut error: Error) -> Error {
    if error.kind == ErrorKind::Unexpected {
        error.kind = ErrorKind::Failed;
    }
    error
}

/// Writes the backup to the bucket of the configuration.
async fn to_s3(app: &mut App, options: &Options) -> Result {
    let report = keep_backup(options).await.map_err(nothing_written)?;
    let locale = app.out.locale();
    let message = with("cli-backup-done", "path", report.sizes.path.display().to_string());
    app.out.note(&message.with("size", size(locale, report.sizes.after)));
    for lacks in &report.lacks {
        app.out.warn(lacks);
    }
    Ok(if report.lacks.is_empty() { Exit::Done } else { Exit::As(ErrorKind::Partial) })
}

/// Puts a backup in the place of the store, after a question if that has data.
pub(super) async fn restore(app: &mut App, args: &RestoreArgs) -> Result {
    let options = app.options()?;
    if !args.yes && maintenance::has_data(&options).await? {
        confirm(app, &options, args).await?;
    }
    let report = maintenance::restore(&options, &args.file, args.identity.as_deref()).await?;
    let message =
        with("cli-restore-done", "companies", report.companies).with("invoices", report.invoices).with("runs", report.runs);
    app.out.note(&message);
    if let Some(aside) = &report.set_aside {
        app.out.note(&with("cli-restore-aside", "path", aside.display().to_string()));
    }
    if report.tokens > 0 {
        app.out.note(&with("cli-restored-tokens", "count", report.tokens));
    }
    for view in own_books(&options).await.unwrap_or_default() {
        let name = view.company.name.as_str();
        for lost in &view.behind {
            app.out.warn(&lost.message(name));
            app.out.note(&lost.hint(name));
        }
        // What another machine issued is not remembered here.
        if view.behind.is_empty() {
            app.out.warn(&with("cli-restore-books", "company", name));
        }
    }
    Ok(Exit::Done)
}

/// The companies with own books. Their series go on where the backup ends, which may be before what was issued.
async fn own_books(options: &Options) -> std::result::Result<Vec<CompanyView>, Error> {
    let service = Service::open(options.clone()).await?;
    let views = service.ask(cases::Companies).await;
    close(service).await;
    Ok(views?.into_iter().filter(|view| view.company.has_own_books()).collect())
}

/// Asks whether the store may be replaced, and names what it has.
async fn confirm(app: &mut App, options: &Options, args: &RestoreArgs) -> Result<()> {
    if !app.input.is_terminal {
        return Err(CliError::RestoreNeedsYes.into());
    }
    // A store that cannot be opened is a reason to restore; then there is nothing to count.
    let question = match held(options).await {
        Ok((question, entries)) => {
            // The trail of what was done is restored with the rest: what it will lack is said in numbers.
            let kept = contents::audit_lines(options, &args.file, args.identity.as_deref()).await;
            let lost = kept.map_or(0, |kept| entries.saturating_sub(kept));
            if lost > 0 {
                app.out.warn(&with("cli-restore-audit", "count", lost));
            }
            question
        }
        Err(error) => {
            app.out.error(&error);
            Message::new("cli-ask-restore-unreadable")
        }
    };
    app.out.ask(&question);
    let answer = app.input.line(&app.interrupt).await?.unwrap_or_default();
    if is_yes(&answer) { Ok(()) } else { Err(CliError::NotRestored.into()) }
}

async fn held(options: &Options) -> std::result::Result<(Message, u64), Error> {
    let service = Service::open(options.clone()).await?;
    let counted = count(&service).await;
    close(service).await;
    counted
}

/// The contents of the store as a message, and the length of its audit log.
async fn count(service: &Service) -> std::result::Result<(Message, u64), Error> {
    let views = service.ask(cases::Companies).await?;
    let names = views.iter().map(|view| format!("“{}”", view.company.name)).collect::<Vec<_>>().join(", ");
    let keys = views.iter().filter(|view| view.company.login.is_some()).count();
    let (mut invoices, mut runs) = (0, 0);
    for view in &views {
        let removal = service.ask(cases::CountCompany(view.company.id)).await?;
        invoices += removal.count.of(Kind::Document).records;
        runs += removal.count.runs;
    }
    let entries = service.ask(cases::ReadAudit { newest: None }).await?.entries.len();
    let question = with("cli-ask-restore", "names", names).with("companies", views.len()).with("invoices", invoices);
    let question = question.with("runs", runs).with("keys", keys).with("entries", entries);
    Ok((question, u64::try_from(entries).unwrap_or(u64::MAX)))
}
