//! The process that has the store: which one, how it is, whether it answers.

use std::path::Path;
use std::time::Duration;

use rustix::fs::Access;

use super::system::{Process, holder};
use super::{Finding, Known, Level, Surroundings};
use crate::domain::Message;
use crate::host::HostError;
use crate::host::client::Client;
use crate::host::protocol::{Envelope, socket};
use crate::process;
use crate::service::cases::Companies;
use crate::service::{Answer, Listed};
use crate::store::inspect;

const AREA: &str = "host";
/// How long the host may take to tell of its companies.
const PATIENCE: Duration = Duration::from_secs(5);

/// Looks at the locks and asks the host.
pub(super) fn look(it: &Surroundings, known: &mut Known) -> Vec<Finding> {
    let store = &it.paths.store;
    let [lock, upkeep] = inspect::locks(store);
    let mut found = Vec::new();
    if let Some(process) = holder(&upkeep) {
        found.push(Finding::warn(AREA, "doctor-maintenance").with("pid", process.to_string()));
    }
    let held = holder(&lock);
    let process = held.and_then(Process::find);
    if let Some(process) = process.as_ref().filter(|process| process.is_stopped()) {
        // A stopped host would only be waited for.
        let go_on = format!("{} -CONT {}", process.kill(), process.pid);
        found.push(told(Finding::fail(AREA, "doctor-host-stopped"), process).run(go_on));
        return found;
    }
    if let Some(process) = process.as_ref().filter(|process| process.state == 'D') {
        found.push(told(Finding::warn(AREA, "doctor-host-waits"), process));
    }
    match ask(store, known) {
        Ok(finding) => found.push(finding),
        Err(None) => found.push(Finding::fail(AREA, "doctor-no-runtime")),
        Err(Some(error)) => found.push(refused(it, known, &error, held, process.as_ref())),
    }
    found
}

fn told(finding: Finding, process: &Process) -> Finding {
    finding.with("pid", process.pid.to_string()).with("name", process.name.as_str()).with("user", process.user())
}

/// Asks the host for itself and its companies; without an error where this process cannot even ask.
fn ask(store: &Path, known: &mut Known) -> Result<Finding, Option<HostError>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|_| None)?;
    runtime.block_on(async {
        let client = Client::connect(store).await.map_err(Some)?;
        known.hosted = true;
        let asked = Envelope { call: Companies.call(), on_behalf_of: None };
        if let Ok(Ok(Ok(Answer::Companies(views)))) = tokio::time::timeout(PATIENCE, client.call(&asked)).await {
            known.companies = Some(views);
        }
        let host = client.host();
        let user = Process::find(host.pid).map_or_else(|| "?".to_owned(), |process| process.user());
        let answers = Finding::ok(AREA, "doctor-host").with("pid", host.pid.to_string()).with("user", user);
        Ok(answers.with("version", host.version.as_str()).with("since", host.since.strftime("%Y-%m-%d %H:%M UTC").to_string()))
    })
}

/// Why the host does not answer.
fn refused(it: &Surroundings, known: &Known, error: &HostError, held: Option<u32>, process: Option<&Process>) -> Finding {
    let store = &it.paths.store;
    if error.is_final() {
        return Finding::of(Level::Fail, AREA, error);
    }
    if let Some(owner) = &known.owner {
        return of_other(it, owner, held);
    }
    match (process, held) {
        (Some(process), _) => {
            let end = format!("{} {}", process.kill(), process.pid);
            told(Finding::fail(AREA, "doctor-host-silent"), process).run(end)
        }
        (None, Some(pid)) => Finding::warn(AREA, "doctor-host-elsewhere").with("pid", pid.to_string()),
        (None, None) if socket(store).exists() => Finding::ok(AREA, "doctor-host-left").path(&socket(store)),
        (None, None) => Finding::ok(AREA, "doctor-host-none"),
    }
}

/// Why the host of another user's store does not answer this one.
fn of_other(it: &Surroundings, owner: &str, held: Option<u32>) -> Finding {
    let store = &it.paths.store;
    let to_owner = |id| Message::new(id).with("owner", owner);
    let mut above: Vec<&Path> = store.ancestors().collect();
    above.reverse();
    let closed = above.into_iter().find(|folder| folder.exists() && rustix::fs::access(*folder, Access::EXEC_OK).is_err());
    if let Some(closed) = closed {
        let finding = Finding::fail(AREA, "doctor-path-closed").path(closed).with("user", it.user.as_str());
        return finding.hint(to_owner("doctor-ask-owner"));
    }
    let socket = socket(store);
    if socket.exists() && rustix::fs::access(&socket, Access::WRITE_OK).is_err() {
        let finding = Finding::fail(AREA, "doctor-socket-closed").path(&socket).with("user", it.user.as_str());
        return finding.hint(to_owner("doctor-ask-owner"));
    }
    let id = if held.is_some() { "doctor-host-silent-other" } else { "doctor-host-none-other" };
    Finding::fail(AREA, id).with("owner", owner).with("uid", process::user_id().to_string()).hint(to_owner("doctor-ask-serve"))
}
