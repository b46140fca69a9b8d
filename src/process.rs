//! What this process is to the operating system: its user, and what it leaves behind when it dies.
//!
//! For: no keys in core dumps, the user's name for the run log, folders and files that only we may read. Uses: rustix, std.
//! Never: the environment (values come in), configuration, anything of ours but domain values.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use crate::domain::{Actor, text};
use rustix::fs::OFlags;

mod caught;
mod child;
mod pipe;
mod whole;

pub use caught::{caught, is_panic_expected};
pub use child::{Group, SECRETS, hide_secrets};
pub use pipe::open_input;
pub use whole::{Existing, WholeFile, remove_unfinished};

/// Sets the process up, before anything else is done in it and while there is one thread.
pub fn begin() {
    // Without it, secrets are as safe as in any other program; nothing else depends on it.
    let _ = harden();
    share_memory();
}

/// Keeps files private whatever the umask, secrets in memory out of core dumps, and on Linux out of reach of the same user's
/// other processes (ptrace).
///
/// To be called first. A failure is worth a line in the log only.
fn harden() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    // Every file and folder that is made from here on is for its owner alone; what a group may reach is opened by name.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

/// Smallest block of memory that goes back to the system as soon as it is freed, in bytes: bodies of answers are larger.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE: libc::c_int = 256 << 10;

/// Lets threads share the memory that they free: by itself the C library keeps up to eight pools a processor, and what is
/// free in one is not used by another. Measured on a sync of 100,000 invoices: 97 MB with two pools, 130 MB without a bound,
/// in the same time. Without [`LARGE`] the library keeps freed blocks of up to 32 MB: 82 MB in place of 88 MB at a first sync of
/// 20,000 invoices of Xero, for 3 % more processor time. To be called before there is a second thread.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the C library's setting has no safe form")]
fn share_memory() {
    for (setting, value) in [(libc::M_ARENA_MAX, 2), (libc::M_MMAP_THRESHOLD, LARGE)] {
        // SAFETY: takes two numbers, keeps no pointer, and is called while there is one thread. Where it is refused nothing changes.
        let _ = unsafe { libc::mallopt(setting, value) };
    }
}

/// Only the GNU C library has such pools.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
const fn share_memory() {}

/// The effective user id.
#[must_use]
pub fn user_id() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// The user of this process. `user` is the environment's USER, used if the system's user list has no name (LDAP).
#[must_use]
pub fn actor(user: Option<&str>) -> Actor {
    let uid = rustix::process::getuid().as_raw();
    let passwd = std::fs::read("/etc/passwd").map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    Actor(name(&passwd, uid, user))
}

/// The name of any user, such as the one at the other end of a socket.
#[must_use]
pub fn actor_of(uid: u32) -> Actor {
    let passwd = std::fs::read("/etc/passwd").map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    Actor(name(&passwd, uid, None))
}

/// The name of this machine.
#[must_use]
pub fn machine() -> String {
    text::clean(&rustix::system::uname().nodename().to_string_lossy()).into_owned()
}

/// The user that a folder belongs to, where that is another one and we may not write there; `None` for root, to which
/// every folder is open. A folder that is not there, or that we may not look at, belongs to the owner of the nearest
/// folder above it.
#[must_use]
pub fn other_owner(folder: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;

    let me = user_id();
    if me == 0 {
        return None;
    }
    let mut hidden = false;
    for place in folder.ancestors() {
        match std::fs::metadata(place) {
            Ok(facts) => {
                let writable = rustix::fs::access(place, rustix::fs::Access::WRITE_OK).is_ok();
                // A folder of root's above one that is not there yet, such as /home, is no store of root's.
                let absent = place != folder && !hidden;
                let other = facts.uid() != me && !writable && !(absent && facts.uid() == 0);
                return other.then(|| facts.uid());
            }
            Err(error) => hidden |= error.kind() == io::ErrorKind::PermissionDenied,
        }
    }
    None
}

/// The names of the groups of a user, from the system's lists.
#[must_use]
pub fn groups_of(uid: u32) -> Vec<String> {
    let read = |path| std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    groups(&read("/etc/passwd"), &read("/etc/group"), uid)
}

/// The number of a user, from the system's list.
#[must_use]
pub fn user_of(name: &str) -> Option<u32> {
    let list = std::fs::read("/etc/passwd").ok()?;
    users(&String::from_utf8_lossy(&list)).into_iter().find_map(|(user, uid, _)| (user == name).then_some(uid))
}

/// The users of a group with their numbers, from the system's lists; `None` where there is no such group.
#[must_use]
pub fn members(group: &str) -> Option<Vec<(String, u32)>> {
    let read = |path| std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let list = read("/etc/group");
    let line = list.lines().find(|line| line.split(':').next() == Some(group))?;
    let mut fields = line.split(':').skip(2);
    let (id, listed) = (fields.next()?.parse().ok(), fields.next().unwrap_or_default());
    let listed: Vec<&str> = listed.split(',').collect();
    let all = users(&read("/etc/passwd")).into_iter();
    let ours = all.filter(|(user, _, primary)| Some(*primary) == id || listed.contains(&user.as_str()));
    Some(ours.map(|(user, uid, _)| (user, uid)).collect())
}

/// Users with their numbers and those of their primary groups.
fn users(passwd: &str) -> Vec<(String, u32, u32)> {
    let one = |line: &str| {
        let fields: Vec<&str> = line.split(':').collect();
        let &[name, _, uid, gid, ..] = fields.as_slice() else { return None };
        Some((name.to_owned(), uid.parse().ok()?, gid.parse().ok()?))
    };
    passwd.lines().filter(|line| !line.starts_with('#')).filter_map(one).collect()
}

/// The number of a group, from the system's list.
#[must_use]
pub fn group_id(name: &str) -> Option<u32> {
    let list = std::fs::read_to_string("/etc/group").ok()?;
    list.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next()? == name).then(|| fields.nth(1)?.parse().ok())?
    })
}

fn groups(passwd: &str, group: &str, uid: u32) -> Vec<String> {
    let own = passwd.lines().find_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        let &[name, _, id, primary, ..] = fields.as_slice() else { return None };
        (id.parse() == Ok(uid)).then_some((name, primary))
    });
    let Some((user, primary)) = own else { return Vec::new() };
    let listed = group.lines().filter_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        let &[name, _, id, ref rest @ ..] = fields.as_slice() else { return None };
        let member = rest.first().is_some_and(|members| members.split(',').any(|member| member == user));
        (id == primary || member).then(|| name.to_owned())
    });
    listed.collect()
}

fn name(passwd: &str, uid: u32, user: Option<&str>) -> String {
    let listed = passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, _, id) = (fields.next()?, fields.next()?, fields.next()?);
        (id.parse() == Ok(uid) && !name.is_empty() && !name.starts_with('#')).then_some(name)
    });
    match listed.or_else(|| user.map(str::trim).filter(|name| !name.is_empty())) {
        Some(name) => text::clean(name).chars().take(64).collect(),
        None => format!("uid {uid}"),
    }
}

/// Makes a folder, and those above it that are missing, for its owner alone (0700). One that exists is left as it is.
pub fn private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// What [`open_regular`] found in the place of a file.
#[derive(Debug)]
struct NoFile;

impl std::fmt::Display for NoFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a regular file")
    }
}

impl std::error::Error for NoFile {}

/// Whether this error says that a pipe, a device or a folder lies in the place of a file.
#[must_use]
pub fn is_no_file(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync + 'static>::is::<NoFile>)
}

/// Whether this error says that the process, or the system, may open no more files.
#[must_use]
pub fn is_out_of_files(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let codes = [Errno::MFILE, Errno::NFILE].map(Errno::raw_os_error);
    error.raw_os_error().is_some_and(|code| codes.contains(&code))
}

/// Opens a regular file for reading; `InvalidInput` for pipes and devices instead of blocking.
pub fn open_file(path: &Path) -> io::Result<File> {
    open_regular(OpenOptions::new().read(true), path, OFlags::empty())
}

/// Opens a file as `options` say, and does not wait for what is none. What is none is left alone.
pub fn open_regular(options: &mut OpenOptions, path: &Path, flags: OFlags) -> io::Result<File> {
    let flags = i32::try_from((OFlags::NONBLOCK | flags).bits()).unwrap_or_default();
    let other = || io::Error::new(io::ErrorKind::InvalidInput, NoFile);
    let file = match options.custom_flags(flags).open(path) {
        Ok(file) => file,
        // A pipe without a reader, a socket, a folder that is to be written to.
        Err(_) if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) => return Err(other()),
        Err(error) => return Err(error),
    };
    if file.metadata()?.is_file() { Ok(file) } else { Err(other()) }
}

/// Whether the system stopped this process (SIGSTOP): it holds what it has, and answers nothing.
#[must_use]
pub fn is_stopped(pid: u32) -> bool {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { return false };
    // The name before the state may have any character.
    stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T'))
}

/// Limits below this number of processes, or on address space at all, are worth the trial of [`can_have`].
const FEW: u64 = 8192;

/// Whether a limit is set that could leave this process without threads or memory: of the user's processes, of address space, or of the
/// control group. Costs two system calls and a small file; [`can_have`] starts threads.
#[must_use]
pub fn is_limited() -> bool {
    use rustix::process::{Resource, getrlimit};

    let few = |limit: Option<u64>| limit.is_some_and(|limit| limit < FEW);
    few(getrlimit(Resource::Nproc).current) || getrlimit(Resource::As).current.is_some() || few(group_limit())
}

/// Most processes of this process's control group, version 1 or 2; `None` without a limit, or where it cannot be read.
fn group_limit() -> Option<u64> {
    let groups = std::fs::read_to_string("/proc/self/cgroup").ok()?;
    let of = |line: &str| {
        let mut parts = line.splitn(3, ':').skip(1);
        let (controllers, path) = (parts.next()?, parts.next()?);
        let root = match controllers {
            "" => "/sys/fs/cgroup",
            "pids" => "/sys/fs/cgroup/pids",
            _ => return None,
        };
        std::fs::read_to_string(format!("{root}{path}/pids.max")).ok()?.trim().parse().ok()
    };
    groups.lines().filter_map(of).min()
}

/// Whether the system gives this process so many threads more, and beside them so many bytes of address space; they are gone when it
/// returns.
///
/// What a runtime or a database starts later cannot say that there was none: it hangs or panics.
pub fn can_have(count: usize, bytes: usize) -> io::Result<()> {
    let gate = std::sync::Mutex::new(());
    std::thread::scope(|scope| {
        // Nothing panics while it holds this.
        let held = gate.lock();
        let waits = || drop(gate.lock());
        let begun: io::Result<Vec<_>> =
            (0..count).map(|_| std::thread::Builder::new().name("probe".to_owned()).spawn_scoped(scope, waits)).collect();
        // Never written to, so it costs nothing but its addresses.
        let room = Vec::<u8>::new().try_reserve_exact(bytes).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory));
        drop(held);
        begun.and(room)
    })
}

/// The text of a file that [`keep_file`] wrote, at most so many bytes of it.
pub fn kept_file(path: &Path, most: u64) -> io::Result<String> {
    let mut text = String::new();
    open_file(path)?.take(most).read_to_string(&mut text)?;
    Ok(text)
}

/// Replaces a file that only its owner may read, so that a crash leaves the old file. `half` is the prefix of the temporary
/// file. The new file may not survive a power loss.
pub fn keep_file(path: &Path, half: &str, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    private_folder(folder)?;
    let mut file = tempfile::Builder::new().prefix(half).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/bash\n# note:x:7:7::\nbroken\nanna:x:1000:1000:Anna:/home/anna:/bin/sh\n";

    #[test]
    fn a_user_has_a_name_from_the_system_first() {
        assert_eq!(name(PASSWD, 1000, Some("mallory")), "anna");
        assert_eq!(name(PASSWD, 0, None), "root");
        assert_eq!(name(PASSWD, 4711, Some("ldap.user")), "ldap.user");
        assert_eq!(name(PASSWD, 4711, Some("  ")), "uid 4711");
        assert_eq!(name(PASSWD, 7, None), "uid 7");
    }

    #[test]
    fn groups_are_the_primary_one_and_those_that_list_the_user() {
        let group = "root:x:0:\nusers:x:1000:\nfinance:x:50:bela,anna\naudit:x:51:joanna\n# note\n";
        assert_eq!(groups(PASSWD, group, 1000), ["users", "finance"]);
        assert_eq!(groups(PASSWD, group, 1001), Vec::<String>::new());
    }

    #[test]
    fn a_name_from_the_environment_cannot_command_a_terminal() {
        assert_eq!(name("", 5, Some("a\x1b[2Jb")), "a\u{FFFD}[2Jb");
        assert_eq!(name("", 5, Some(&"x".repeat(5000))).len(), 64);
    }

    #[test]
    fn a_file_is_there_as_a_whole_and_a_pipe_is_written_to() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("out");
        let begin = |path: &Path, text: &[u8]| {
            let file = WholeFile::begin(path, Existing::Replace).expect("begun");
            file.temporary().as_file().write_all(text).expect("written");
            file
        };
        drop(begin(&path, b"never"));
        assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 0);
        assert_eq!(begin(&path, b"one").put().expect("put"), 3);
        assert_eq!(begin(&path, b"other").put().expect("put"), 5);
        assert_eq!(std::fs::read(&path).expect("there"), b"other");
        assert!(WholeFile::begin(dir.path(), Existing::Replace).is_err());
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(&path, &link).expect("linked");
        assert_eq!(begin(&link, b"linked").put().expect("put"), 6);
        assert_eq!(std::fs::read(&path).expect("there"), b"linked");
        assert!(link.is_symlink());
        let pipe = dir.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).expect("made");
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || std::fs::read(pipe).expect("read")
        });
        assert_eq!(begin(&pipe, b"through").put().expect("put"), 7);
        assert_eq!(reader.join().expect("it ends"), b"through");
        assert!(!pipe.is_file(), "it is still a pipe");
    }

    #[test]
    fn what_is_no_file_is_not_waited_for() {
        let dir = tempfile::tempdir().expect("a folder");
        let pipe = dir.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).expect("made");
        let socket = dir.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("bound");
        for path in [pipe.as_path(), &socket, dir.path(), Path::new("/dev/zero")] {
            let error = open_file(path).expect_err("no file");
            assert_eq!(error.to_string(), "not a regular file", "{}", path.display());
        }
        for path in [pipe.as_path(), &socket, dir.path()] {
            let error = open_regular(OpenOptions::new().append(true), path, OFlags::NOFOLLOW).expect_err("no file");
            assert_eq!(error.to_string(), "not a regular file", "{}", path.display());
        }
        assert_eq!(open_file(&dir.path().join("none")).expect_err("not there").kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_process_that_was_stopped_is_known() {
        assert!(!is_stopped(std::process::id()));
        assert!(!is_stopped(0));
        let mut child = std::process::Command::new("sleep").arg("60").spawn().expect("starts");
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::STOP).expect("it runs");
        while !is_stopped(child.id()) {
            std::thread::yield_now();
        }
        child.kill().expect("it runs");
        child.wait().expect("it ends");
    }

    #[test]
    fn threads_are_there_or_not() {
        can_have(16, 96 << 20).expect("a test has that much");
        let refused = can_have(1, usize::MAX >> 2).expect_err("nothing has that much");
        assert_eq!(refused.kind(), io::ErrorKind::OutOfMemory);
    }

    #[test]
    fn an_existing_file_or_link_is_kept_also_one_that_came_meanwhile() {
        let dir = tempfile::tempdir().expect("a folder");
        let at = |name: &str| dir.path().join(name);
        let keep = |path: &Path| WholeFile::begin(path, Existing::Keep).map(drop).map_err(|error| error.kind());
        std::fs::write(at("old"), "old").expect("written");
        std::os::unix::fs::symlink(at("old"), at("link")).expect("linked");
        std::os::unix::fs::symlink("nowhere", at("dangling")).expect("linked");
        for name in ["old", "link", "dangling"] {
            assert_eq!(keep(&at(name)), Err(io::ErrorKind::AlreadyExists), "{name}");
        }
        let late = WholeFile::begin(&at("new"), Existing::Keep).expect("begun");
        std::fs::write(at("new"), "first").expect("written");
        assert_eq!(late.put().expect_err("taken").kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(at("new")).expect("there"), b"first");
        let forced = WholeFile::begin(&at("dangling"), Existing::Replace).expect("begun");
        forced.put().expect("put");
        assert!(at("dangling").is_symlink() && at("nowhere").is_file());
        let missing = keep(&at("no/such/folder"));
        assert_eq!(missing, Err(io::ErrorKind::NotFound));
        let error = WholeFile::begin(&at("no/such/folder"), Existing::Keep).expect_err("no folder");
        assert!(!error.to_string().contains(".part"), "{error}");
        assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 5);
    }

    #[test]
    fn nothing_of_us_is_dumped() {
        harden().expect("hardens");
        assert_eq!(rustix::process::getrlimit(rustix::process::Resource::Core).current, Some(0));
        #[cfg(target_os = "linux")]
        assert_eq!(rustix::process::dumpable_behavior().expect("reads"), rustix::process::DumpableBehavior::NotDumpable);
    }

    #[test]
    fn a_private_folder_is_private_all_the_way_down() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("a folder");
        let deep = dir.path().join("a/b");
        private_folder(&deep).expect("makes it");
        private_folder(&deep).expect("again is no error");
        for folder in ["a", "a/b"] {
            let mode = std::fs::metadata(dir.path().join(folder)).expect("is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o700, "{folder}");
        }
    }
}
