//! `faktura key`: the identity that secrets and backups are sealed to. Its secret half is never shown.

use super::args::KeyCommand;
use super::context::App;
use super::error::{Exit, Result};
use super::out::with;
use super::report;
use crate::domain::Message;
use crate::host::maintenance::{self, IdentityInfo};

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: KeyCommand) -> Result {
    let options = app.options()?;
    match command {
        KeyCommand::Init => {
            let identity = maintenance::key_init(&options).await?;
            app.out.note(&Message::new(if identity.created { "cli-identity-made" } else { "cli-identity-there" }));
            show(app, &identity)?;
        }
        KeyCommand::Show => {
            let identity = maintenance::key_show(&options).await?;
            show(app, &identity)?;
        }
        KeyCommand::Rotate => {
            let rotation = maintenance::key_rotate(&options).await?;
            app.out.note(&with("cli-identity-rotated", "count", rotation.secrets));
            show(app, &rotation.identity)?;
            app.out.note(&Message::new("cli-identity-backups"));
        }
    }
    Ok(Exit::Done)
}

fn show(app: &mut App, identity: &IdentityInfo) -> Result<()> {
    let fields = [("cli-field-file", identity.path.display().to_string()), ("cli-field-recipient", identity.recipient.clone())];
    for line in report::pairs(app.out.locale(), &fields) {
        app.out.line(&line)?;
    }
    Ok(())
}
