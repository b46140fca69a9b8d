//! `faktura company sender`: what a company says of itself on its documents.

use serde::Serialize;

use super::args::SenderArgs;
use super::context::{App, close};
use super::error::{Failure, Result};
use super::out::with;
use crate::domain::{Company, Message, Sender};
use crate::host::Service;
use crate::json::SenderJson;
use crate::service::cases;

#[derive(Serialize)]
struct Shown {
    sender: SenderJson,
}

/// Changes and shows it.
pub(super) async fn run(app: &mut App, (service, company): (Service, Company), args: SenderArgs) -> Result<()> {
    let change = args.fields.change();
    let changed = change.is_some();
    let answer = match change {
        Some(change) => service.ask(cases::SetSender { company: company.id, change }).await,
        None => service.ask(cases::ReadSender(company.id)).await,
    };
    close(service).await;
    let sender = answer?;
    if args.json {
        return app.out.json(&Shown { sender: SenderJson::from(&sender) }).map_err(Failure::Output);
    }
    if changed {
        app.out.note(&with("cli-sender-changed", "name", company.name));
        return Ok(());
    }
    let locale = app.out.locale();
    let mut shown = 0;
    for (name, value) in Sender::NAMES.into_iter().zip(sender.fields()) {
        let Some(value) = value else { continue };
        let word = locale.text(&Message { id: format!("document-sender-{}", name.replace('_', "-")).into(), args: Vec::new() });
        app.out.line(&format!("{word}: {}", crate::domain::text::clean(value)))?;
        shown += 1;
    }
    if shown == 0 {
        app.out.note(&Message::new("cli-sender-none"));
    }
    Ok(())
}
