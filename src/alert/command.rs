//! A program of the user's: what happened in its environment and as JSON on its standard input.

use std::process::Stdio;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::Command as Process;

use super::message::{AlertJson, kind, text};
use super::{AlertError, Command, Letter};
use crate::domain::{Channel, text::clean};
use crate::process::{Group, hide_secrets};

/// Limit of the command's output in the log.
const KEPT: usize = 2048;

/// Runs the program to its end.
pub(super) async fn run(command: &Command, letter: Letter<'_>) -> Result<(), AlertError> {
    let program = || command.program.clone();
    let no_start = |error: std::io::Error| AlertError::NoStart { program: program(), detail: error.to_string() };
    let json = serde_json::to_vec(&AlertJson::new(letter)).map_err(|error| no_start(error.into()))?;
    let mut process = Process::new(&command.program);
    process.args(&command.args).process_group(0).kill_on_drop(true);
    process.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    hide_secrets(process.as_std_mut());
    let alert = letter.alert;
    process.env("FAKTURA_ALERT_KIND", kind(alert)).env("FAKTURA_ALERT_MESSAGE", text(letter).replace('\0', ""));
    process.env("FAKTURA_ALERT_SINCE", alert.since.to_string());
    if !alert.test {
        process.env("FAKTURA_ALERT_COMPANY", alert.company_name.replace('\0', ""));
        process.env("FAKTURA_ALERT_COMPANY_ID", alert.company.to_string());
    }
    if let Some(run) = alert.run {
        process.env("FAKTURA_ALERT_RUN_ID", run.to_string());
    }
    let mut child = process.spawn().map_err(no_start)?;
    // Where it is not waited for any more, all that it started ends with it.
    let group = Group::of(child.id());
    let (mut stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let work = async {
        let feed = async {
            if let Some(mut stdin) = stdin.take() {
                // A program that does not read it is no failure.
                let _ = stdin.write_all(&json).await;
            }
        };
        let ((), said, ended) = tokio::join!(feed, last_words(stderr), child.wait());
        (said, ended)
    };
    let Ok(ended) = tokio::time::timeout(command.timeout, work).await else {
        return Err(AlertError::TooSlow { channel: Channel::Command });
    };
    group.ended();
    match ended {
        (_, Ok(status)) if status.success() => Ok(()),
        (said, Ok(status)) => Err(AlertError::Ended { program: program(), detail: format!("{status}: {}", clean(said.trim())) }),
        (_, Err(error)) => Err(no_start(error)),
    }
}

/// The beginning of what it says; the rest is read too, so that it need not wait.
async fn last_words(stream: Option<impl AsyncRead + Unpin>) -> String {
    let Some(mut stream) = stream else { return String::new() };
    let mut kept = Vec::new();
    let _ = (&mut stream).take(KEPT as u64).read_to_end(&mut kept).await;
    let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
    String::from_utf8_lossy(&kept).into_owned()
}
