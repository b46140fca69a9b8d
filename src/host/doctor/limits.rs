//! What the system allows this process: threads, open files, memory, sizes of files.

use rustix::process::{Resource, getrlimit};

use super::system::{bound, control_groups, threads_of};
use super::{Finding, Known, Surroundings};
use crate::domain::Message;
use crate::process;

const AREA: &str = "limits";
/// Threads that a sync with a screen has, with some room.
const THREADS: u64 = 16;
/// Open files of a host with some clients.
const FILES: u64 = 256;
/// Address space that the largest stores need.
const SPACE: u64 = 1 << 30;
/// Memory of a sync of 100,000 invoices, with room.
const MEMORY: u64 = 160 << 20;
/// Size of a file that the database may need.
const LENGTH: u64 = 1 << 30;

/// Looks at each limit.
pub(super) fn look(_: &Surroundings, _: &mut Known) -> Vec<Finding> {
    let mut found = Vec::new();
    let low = |id, value: u64, needed: u64, hint| {
        let finding = Finding::warn(AREA, id).with("limit", value.to_string()).with("needed", needed.to_string());
        finding.hint(Message::new(hint))
    };
    let limit = |resource| getrlimit(resource).current;
    if let Some(files) = limit(Resource::Nofile).filter(|files| *files < FILES) {
        found.push(low("doctor-limit-files", files, FILES, "doctor-limit-files-hint"));
    }
    if let Some(space) = limit(Resource::As).filter(|space| *space < SPACE) {
        found.push(low("doctor-limit-space", space >> 20, SPACE >> 20, "doctor-limit-space-hint"));
    }
    if let Some(length) = limit(Resource::Fsize).filter(|length| *length < LENGTH) {
        found.push(low("doctor-limit-length", length >> 20, LENGTH >> 20, "doctor-limit-length-hint"));
    }
    // The limit of threads does not hold for root.
    if process::user_id() != 0
        && let Some(most) = limit(Resource::Nproc)
    {
        let used = threads_of(process::user_id()).unwrap_or_default();
        let left = most.saturating_sub(used);
        if left < THREADS {
            found.push(low("doctor-limit-threads", left, THREADS, "doctor-limit-threads-hint"));
        }
    }
    for group in control_groups() {
        if let Some(most) = bound(&group, "pids.max") {
            let left = most.saturating_sub(bound(&group, "pids.current").unwrap_or_default());
            if left < THREADS {
                found.push(low("doctor-limit-pids", left, THREADS, "doctor-limit-pids-hint").path(&group));
            }
        }
        if let Some(memory) = bound(&group, "memory.max").filter(|memory| *memory < MEMORY) {
            found.push(low("doctor-limit-memory", memory >> 20, MEMORY >> 20, "doctor-limit-memory-hint").path(&group));
        }
    }
    if found.is_empty() {
        found.push(Finding::ok(AREA, "doctor-limits"));
    }
    found
}
