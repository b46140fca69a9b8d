//! What Linux tells of processes, locks and limits; other systems tell less.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::process;

/// A process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Process {
    /// Its number.
    pub(super) pid: u32,
    /// Its program.
    pub(super) name: String,
    /// Its state, such as `S` (sleeps), `T` (stopped), `D` (waits for a disk).
    pub(super) state: char,
    /// Its user.
    pub(super) uid: u32,
}

impl Process {
    /// The process of a number; `None` where there is none or the system does not tell.
    pub(super) fn find(pid: u32) -> Option<Self> {
        parse(pid, &fs::read_to_string(format!("/proc/{pid}/status")).ok()?)
    }

    /// The name of its user.
    pub(super) fn user(&self) -> String {
        process::actor_of(self.uid).0
    }

    /// Whether it was stopped, by a signal or by a debugger.
    pub(super) const fn is_stopped(&self) -> bool {
        matches!(self.state, 'T' | 't')
    }

    /// The beginning of a command that sends it a signal.
    pub(super) fn kill(&self) -> &'static str {
        if self.uid == process::user_id() || process::user_id() == 0 { "kill" } else { "sudo kill" }
    }
}

fn parse(pid: u32, status: &str) -> Option<Process> {
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim));
    let uid = field("Uid")?.split_whitespace().nth(1)?.parse().ok()?;
    let name = crate::domain::text::clean(field("Name")?).into_owned();
    Some(Process { pid, name, state: field("State")?.chars().next()?, uid })
}

/// The process that has locked a file; 0 where it is one that cannot be seen from here.
pub(super) fn holder(path: &Path) -> Option<u32> {
    let facts = fs::metadata(path).ok()?;
    let device = format!("{:02x}:{:02x}", rustix::fs::major(facts.dev()), rustix::fs::minor(facts.dev()));
    lock_of(&fs::read_to_string("/proc/locks").ok()?, &device, facts.ino())
}

fn lock_of(locks: &str, device: &str, inode: u64) -> Option<u32> {
    let wanted = format!("{device}:{inode}");
    locks.lines().find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        // A line with an arrow waits for the lock.
        let &[_, _, _, "WRITE", pid, place, ..] = fields.as_slice() else { return None };
        (place == wanted).then(|| pid.parse().unwrap_or_default())
    })
}

/// How many threads the processes of a user have.
pub(super) fn threads_of(uid: u32) -> Option<u64> {
    let processes = fs::read_dir("/proc").ok()?.flatten().filter(|entry| {
        let number = entry.file_name().to_str().is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
        number && entry.metadata().is_ok_and(|facts| facts.uid() == uid)
    });
    let threads = processes.filter_map(|entry| {
        let status = fs::read_to_string(entry.path().join("status")).ok()?;
        status.lines().find_map(|line| line.strip_prefix("Threads:")?.trim().parse::<u64>().ok())
    });
    Some(threads.sum::<u64>())
}

/// The control groups that this process is in, the nearest first.
pub(super) fn control_groups() -> Vec<PathBuf> {
    let own = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let Some(path) = own.lines().find_map(|line| line.strip_prefix("0::/")) else { return Vec::new() };
    let root = Path::new("/sys/fs/cgroup");
    root.join(path).ancestors().take_while(|folder| folder.starts_with(root)).map(Path::to_path_buf).collect()
}

/// A number that a control group has in a file; `None` where there is no bound.
pub(super) fn bound(group: &Path, file: &str) -> Option<u64> {
    fs::read_to_string(group.join(file)).ok()?.trim().parse().ok()
}

/// The file of a program, as the shell would find it.
pub(super) fn program(name: &str, path: Option<&str>) -> Option<PathBuf> {
    let runs = |file: &Path| file.is_file() && rustix::fs::access(file, rustix::fs::Access::EXEC_OK).is_ok();
    if name.contains('/') {
        return Some(PathBuf::from(name)).filter(|file| runs(file));
    }
    let folders = path.unwrap_or("/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin").split(':');
    folders.filter(|folder| !folder.is_empty()).map(|folder| Path::new(folder).join(name)).find(|file| runs(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_read_with_its_state_and_effective_user() {
        let status = "Name:\tfaktura\nUmask:\t0022\nState:\tT (stopped)\nUid:\t1000\t1001\t1000\t1000\n";
        let read = parse(7, status).expect("reads");
        assert_eq!(read, Process { pid: 7, name: "faktura".to_owned(), state: 'T', uid: 1001 });
        assert!(read.is_stopped());
        assert_eq!(parse(7, "Name:\tx\n"), None);
    }

    #[test]
    fn the_holder_of_a_lock_is_found_by_device_and_inode_and_waiters_are_not() {
        let locks = "1: POSIX  ADVISORY  READ 5 fd:00:99 0 EOF\n2: FLOCK  ADVISORY  WRITE 1234 fd:00:42 0 EOF\n\
                     2: -> FLOCK  ADVISORY  WRITE 77 fd:00:43 0 EOF\n3: FLOCK ADVISORY WRITE -1 fd:00:44 0 EOF\n";
        assert_eq!(lock_of(locks, "fd:00", 42), Some(1234));
        assert_eq!(lock_of(locks, "fd:01", 42), None);
        assert_eq!(lock_of(locks, "fd:00", 43), None);
        assert_eq!(lock_of(locks, "fd:00", 44), Some(0), "in another container");
    }
}
