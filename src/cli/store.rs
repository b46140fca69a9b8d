//! `faktura store copy`: the whole store into another place.

use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use secrecy::{ExposeSecret, SecretString};

use super::args::{StoreCommand, StoreCopyArgs};
use super::context::App;
use super::error::{Exit, Result};
use super::out::with;
use super::table::{Column, Table};
use crate::domain::{Message, text};
use crate::error::ErrorKind;
use crate::host::copy_store;
use crate::json::StoreCopyJson;
use crate::service::{CopyStep, StoreCopied, StorePlace, wrong_place};

/// Beginnings of the address of a database.
const DATABASES: [&str; 2] = ["postgres://", "postgresql://"];

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: StoreCommand) -> Result {
    match command {
        StoreCommand::Copy(args) => copy(app, args).await,
    }
}

async fn copy(app: &mut App, args: StoreCopyArgs) -> Result {
    let to = match args.to {
        Some(to) if !args.to_stdin => {
            if has_password(&to) {
                app.out.warn(&Message::new("cli-copy-password"));
            }
            SecretString::from(to)
        }
        _ => app.input.secret_line(&app.interrupt).await?,
    };
    let options = app.options()?;
    let place = place(&to)?;
    if let StorePlace::Database(url) = &place {
        app.never_log(url);
    }
    let began = app.clock().now();
    let bar = bar(app);
    let (shown, words) = (bar.clone(), [app.out.get("cli-copy-copies"), app.out.get("cli-copy-compares")]);
    let tell = move |step: CopyStep| {
        let Some(bar) = &shown else { return };
        let [copies, compares] = &words;
        bar.set_length(step.total.max(step.done));
        bar.set_position(step.done);
        bar.set_message(if step.compares { compares.clone() } else { copies.clone() });
    };
    let copied = copy_store(&options, place, tell).await;
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let copied = copied?;
    let took = app.clock().now().duration_since(began);
    if args.json {
        app.out.json(&StoreCopyJson::new(&copied, took))?;
    } else {
        tell_all(app, &copied)?;
    }
    if copied.source_changed {
        app.out.warn(&with("cli-copy-changed", "from", copied.from.as_str()));
        return Ok(Exit::As(ErrorKind::Partial));
    }
    Ok(Exit::Done)
}

fn tell_all(app: &mut App, copied: &StoreCopied) -> Result<()> {
    let locale = app.out.locale();
    let right = |id| Column::right(locale.get(id));
    let mut table = Table::new(vec![
        Column::cut(locale.get("cli-col-company")),
        right("cli-col-invoices"),
        right("cli-col-payments"),
        right("cli-copy-contacts"),
        right("cli-copy-changes"),
        right("cli-copy-runs"),
        right("cli-copy-own"),
    ]);
    for company in &copied.report.companies {
        let name = text::clean(&company.name).to_string();
        let counts = [company.documents, company.payments, company.contacts, company.changes, company.runs, company.versions];
        table.row(std::iter::once(name.into()).chain(counts.map(|count| locale.count(count).into())).collect());
    }
    app.out.table(&table)?;
    let done = with("cli-copy-done", "from", copied.from.as_str()).with("to", copied.to.as_str());
    app.out.note(&done.with("lines", copied.report.audit_lines));
    // An address has a scheme; its password is hidden here.
    let next = if copied.to.contains("://") { "cli-copy-next" } else { "cli-copy-next-folder" };
    app.out.note(&with(next, "to", copied.to.as_str()));
    Ok(())
}

/// A bar, where a person watches.
fn bar(app: &App) -> Option<ProgressBar> {
    let wanted = app.environment.stderr_is_terminal && !app.out.quiet() && app.globals.verbosity == 0;
    wanted.then(|| {
        let style = ProgressStyle::with_template("{bar:24} {pos}/{len} {wide_msg}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━╸─");
        ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(10)).with_style(style)
    })
}

/// The place that an argument names: a database by its address, else a folder.
fn place(to: &SecretString) -> Result<StorePlace> {
    let text = to.expose_secret().trim();
    if is_database(text) {
        return Ok(StorePlace::Database(SecretString::from(text.to_owned())));
    }
    let path = text.strip_prefix("file://").unwrap_or(text);
    if path.is_empty() || path.contains("://") {
        // An address of another kind may hold a password, so it is not shown.
        return Err(wrong_place().into());
    }
    let path = PathBuf::from(path);
    Ok(StorePlace::Folder(std::path::absolute(&path).unwrap_or(path)))
}

fn is_database(text: &str) -> bool {
    DATABASES.iter().any(|scheme| text.starts_with(scheme))
}

/// Whether other users of this machine can read a password in the list of processes.
fn has_password(text: &str) -> bool {
    let authority = text.split_once("://").map(|(_, rest)| rest.split(['/', '?']).next().unwrap_or_default());
    let user = authority.and_then(|authority| authority.rsplit_once('@')).map(|(user, _)| user);
    is_database(text) && (user.is_some_and(|user| user.contains(':')) || text.contains("password="))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_place_is_a_database_or_a_folder() {
        let of = |text: &str| place(&SecretString::from(text.to_owned()));
        assert!(matches!(of("postgres://h/b"), Ok(StorePlace::Database(_))));
        assert!(matches!(of("postgresql://h/b\n"), Ok(StorePlace::Database(_))));
        for text in ["/srv/faktura/store", "file:///srv/faktura/store"] {
            assert!(
                matches!(of(text), Ok(StorePlace::Folder(path)) if path.as_path() == Path::new("/srv/faktura/store")),
                "{text}"
            );
        }
        assert!(matches!(of("store"), Ok(StorePlace::Folder(path)) if path.is_absolute()));
        for text in ["", " ", "file://", "mysql://anna:hunter2@h/b", "http://h"] {
            let refused = of(text);
            assert!(refused.is_err() && !format!("{refused:?}").contains("hunter2"), "{text}");
        }
    }

    #[test]
    fn a_password_in_an_argument_is_seen() {
        for text in ["postgres://anna:x@h/b", "postgresql://a:b@h", "postgres://h/b?user=a&password=b"] {
            assert!(has_password(text), "{text}");
        }
        for text in ["postgres://anna@h:5432/b", "postgres:///b?host=/run/postgresql", "/a:b@c", "file:///a:b@c/"] {
            assert!(!has_password(text), "{text}");
        }
    }
}
