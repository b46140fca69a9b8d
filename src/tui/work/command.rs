//! Runs a command of the user's on rows, one row after another, and keeps what it says.
//!
//! For: jobs. The program gets neither the terminal nor a shell nor our secrets; one that does not end is ended.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command as Process;

use super::JobContext;
use crate::domain::Message;
use crate::error::{Error, ErrorKind};
use crate::process::{Group, hide_secrets};
use crate::tui::event::Event;
use crate::tui::jobs::{Run, Step};

/// Longest run on one row.
const PATIENCE: Duration = Duration::from_mins(2);
/// Bytes of output that are kept of a run.
const KEPT: u64 = 64 * 1024;
/// Lines of output that are kept in all.
const LINES: usize = 1000;

/// Runs the command on every row; fails if it failed on any.
pub(super) async fn run(cx: &JobContext, name: &str, runs: Vec<Run>) -> Result<Message, Error> {
    let (total, mut failed, mut lines) = (runs.len(), 0_usize, 0_usize);
    cx.tell(0, total);
    for (done, run) in runs.into_iter().enumerate() {
        let what = run.argv.join(" ");
        let (said, ok) = one(run).await;
        failed += usize::from(!ok);
        let mut output = if total > 1 || !ok { vec![format!("$ {what}")] } else { Vec::new() };
        output.extend(said.lines().map(str::to_owned));
        output.truncate(LINES.saturating_sub(lines));
        lines += output.len();
        // The receiver is gone once the screen was left.
        let _ = cx.sender.send(Event::Job(cx.id, Step::Said(output)));
        cx.tell(done + 1, total);
    }
    let message = |id| Message::new(id).with("name", name.to_owned()).with("count", total).with("failed", failed);
    if failed > 0 { Err(Error::new(ErrorKind::Failed, message("command-failed"))) } else { Ok(message("command-done")) }
}

/// Runs it once: what it said, and whether it ended well.
async fn one(run: Run) -> (String, bool) {
    let Some((program, arguments)) = run.argv.split_first() else { return (String::new(), false) };
    let mut process = Process::new(program);
    process.args(arguments).envs(run.env).process_group(0).kill_on_drop(true);
    process.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    hide_secrets(process.as_std_mut());
    let mut child = match process.spawn() {
        Ok(child) => child,
        Err(error) => return (format!("{program}: {error}"), false),
    };
    // Where it is not waited for any more, all that it started ends with it.
    let group = Group::of(child.id());
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let work = async { tokio::join!(kept(stdout), kept(stderr), child.wait()) };
    let Ok(ended) = tokio::time::timeout(PATIENCE, work).await else {
        return (format!("{program}: > {} s", PATIENCE.as_secs()), false);
    };
    group.ended();
    match ended {
        (out, err, Ok(status)) if status.success() => (format!("{out}{err}"), true),
        (out, err, Ok(status)) => (format!("{out}{err}{status}"), false),
        (_, _, Err(error)) => (error.to_string(), false),
    }
}

/// The beginning of what it says; the rest is read too, so that it need not wait.
async fn kept(stream: Option<impl AsyncRead + Unpin>) -> String {
    let Some(mut stream) = stream else { return String::new() };
    let mut kept = Vec::new();
    let _ = (&mut stream).take(KEPT).read_to_end(&mut kept).await;
    let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
    String::from_utf8_lossy(&kept).into_owned()
}
