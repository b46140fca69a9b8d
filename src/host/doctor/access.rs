//! Access of other users to the store.
//!
//! A member of the group must be able to pass every folder above the socket. Hosts open the store's folder and the socket;
//! the folders above are the owner's to open, so each closed one is named with its command.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::finding::{quoted, shell};
use super::system::program;
use super::{Finding, Known, Level, Surroundings};
use crate::config::Access;
use crate::domain::Message;
use crate::host::protocol::socket;
use crate::process;
use crate::store::inspect;

const AREA: &str = "access";
/// May enter.
const EXECUTE: u16 = 1;

/// Checks the users and groups of `[access]`.
pub(super) fn look(it: &Surroundings, known: &mut Known) -> Vec<Finding> {
    if let Some(owner) = &known.owner {
        let Some(companies) = &known.companies else { return Vec::new() };
        let sees = Finding::ok(AREA, "doctor-access-guest").with("owner", owner.as_str()).with("user", it.user.as_str());
        return vec![sees.with("count", companies.len())];
    }
    let access = &it.config.access;
    let named = access.everywhere.admins.len()
        + access.everywhere.viewers.len()
        + access.everywhere.members.len()
        + access.companies.len();
    let Some(group) = &access.group else {
        return vec![if named == 0 {
            Finding::ok(AREA, "doctor-access-none")
        } else {
            Finding::warn(AREA, "doctor-access-no-group").hint(Message::new("doctor-access-no-group-hint"))
        }];
    };
    let mut found = closed(&it.paths.store, group, it.env.as_ref()("PATH").as_deref());
    found.extend(socket_of(&it.paths.store, group, known.hosted));
    found.extend(users(access, group, &it.paths.store));
    found.extend(companies(it, known));
    if named == 0 {
        found.push(Finding::warn(AREA, "doctor-access-no-roles").with("group", group.as_str()).hint(roles_hint()));
    }
    if found.is_empty() {
        found.push(Finding::ok(AREA, "doctor-access").with("group", group.as_str()).path(&it.paths.store));
    }
    found
}

const fn roles_hint() -> Message {
    Message::new("doctor-access-no-roles-hint")
}

/// What a host that begins says of its group: each thing that keeps members out, with the command that opens it.
#[must_use]
pub fn notices(store: &Path, access: &Access) -> Vec<Message> {
    let Some(group) = &access.group else { return Vec::new() };
    let mut notices = Vec::new();
    for finding in closed(store, group, None) {
        notices.push(finding.message);
        match finding.next {
            Some(super::Next::Run(command)) => notices.push(Message::new("doctor-run").with("command", command)),
            Some(super::Next::Do(hint)) => notices.push(hint),
            None => {}
        }
    }
    notices
}

/// What keeps the members of a group from the store.
fn closed(store: &Path, group: &str, path: Option<&str>) -> Vec<Finding> {
    let Some(id) = process::group_id(group) else {
        let make = format!("sudo groupadd {}", quoted(group));
        return vec![Finding::fail(AREA, "doctor-group-unknown").with("group", group).run(make)];
    };
    let mut found = Vec::new();
    found.extend(owner(store, group, id));
    let mut above: Vec<&Path> = store.ancestors().skip(1).collect();
    above.reverse();
    for folder in above {
        let Ok(facts) = std::fs::metadata(folder) else { continue };
        let mode = facts.mode() & 0o7777;
        if !is_open(mode, facts.gid(), id, acl(folder).as_deref()) {
            let sudo = if facts.uid() == process::user_id() || process::user_id() == 0 { "" } else { "sudo " };
            let opened = format!("{sudo}{}", opening(folder, mode, facts.gid() == id, group, path));
            let shut = Finding::warn(AREA, "doctor-folder-closed").path(folder).with("mode", format!("{mode:04o}"));
            found.push(shut.with("group", group).run(opened));
        }
    }
    found
}

/// Whether the owner can give the group its rights: only a member can, and only from the next login on.
fn owner(store: &Path, group: &str, id: u32) -> Option<Finding> {
    let uid = std::fs::metadata(store).map_or_else(|_| process::user_id(), |facts| facts.uid());
    if uid == 0 {
        return None;
    }
    let name = process::actor_of(uid).0;
    let say = |finding: Finding| finding.with("owner", name.as_str()).with("group", group);
    let ours = rustix::process::getgroups().unwrap_or_default().iter().any(|group| group.as_raw() == id)
        || rustix::process::getegid().as_raw() == id;
    let here = uid == process::user_id();
    match (process::groups_of(uid).iter().any(|name| name == group), ours) {
        (true, _) if !here => None,
        (_, true) if here => None,
        (true, _) => Some(say(Finding::warn(AREA, "doctor-owner-login")).hint(Message::new("doctor-owner-login-hint"))),
        (false, _) => {
            let join = format!("sudo usermod -aG {} {}", quoted(group), quoted(&name));
            Some(say(Finding::warn(AREA, "doctor-owner-no-member")).run(join))
        }
    }
}

/// The command that lets a group pass a folder, without opening it to others.
fn opening(folder: &Path, mode: u32, same: bool, group: &str, path: Option<&str>) -> String {
    let (folder, group) = (shell(folder), quoted(group));
    if same {
        format!("chmod g+x {folder}")
    } else if program("setfacl", path).is_some() {
        format!("setfacl -m g:{group}:x {folder}")
    } else if mode & 0o070 == 0 {
        format!("chgrp {group} {folder} && chmod g+x {folder}")
    } else {
        // Its group has rights there already, which another one would take over.
        format!("chmod o+x {folder}")
    }
}

/// Whether members of this group alone may enter a folder.
fn is_open(mode: u32, folder_group: u32, group: u32, acl: Option<&[u8]>) -> bool {
    if let Some(open) = acl.and_then(|acl| by_acl(acl, folder_group == group, group)) {
        return open;
    }
    let bit = if folder_group == group { 0o010 } else { 0o001 };
    mode & bit != 0
}

/// What a list of access rights says; `None` where it is none that we know.
fn by_acl(acl: &[u8], is_folders: bool, group: u32) -> Option<bool> {
    const GROUP_OF_FOLDER: u16 = 0x04;
    const GROUP: u16 = 0x08;
    const MASK: u16 = 0x10;
    const OTHER: u16 = 0x20;

    let (version, entries) = acl.split_first_chunk::<4>()?;
    if u32::from_le_bytes(*version) != 2 {
        return None;
    }
    let entry = |bytes: &[u8; 8]| {
        let [tag_low, tag_high, low, high, id @ ..] = *bytes;
        (u16::from_le_bytes([tag_low, tag_high]), u16::from_le_bytes([low, high]), u32::from_le_bytes(id))
    };
    let entries: Vec<(u16, u16, u32)> = entries.as_chunks::<8>().0.iter().map(entry).collect();
    let of = |tag: u16| entries.iter().find(|(found, ..)| *found == tag).map(|(_, rights, _)| *rights);
    let mask = of(MASK).unwrap_or(EXECUTE);
    let matching = |(tag, _, id): &&(u16, u16, u32)| (*tag == GROUP && *id == group) || (*tag == GROUP_OF_FOLDER && is_folders);
    let ours: Vec<&(u16, u16, u32)> = entries.iter().filter(matching).collect();
    if ours.is_empty() {
        return Some(of(OTHER)? & EXECUTE != 0);
    }
    Some(ours.iter().any(|(_, rights, _)| rights & mask & EXECUTE != 0))
}

#[cfg(target_os = "linux")]
fn acl(folder: &Path) -> Option<Vec<u8>> {
    let mut room = vec![0; 4096];
    let length = rustix::fs::getxattr(folder, "system.posix_acl_access", room.as_mut_slice()).ok()?;
    room.truncate(length);
    Some(room)
}

#[cfg(not(target_os = "linux"))]
fn acl(_: &Path) -> Option<Vec<u8>> {
    None
}

/// Whether a host that is there has opened the store's folder and the socket.
fn socket_of(store: &Path, group: &str, hosted: bool) -> Option<Finding> {
    let id = process::group_id(group)?;
    let socket = socket(store);
    let shared =
        |path: &Path, bits: u32| std::fs::metadata(path).is_ok_and(|facts| facts.gid() == id && facts.mode() & bits == bits);
    if !hosted || (shared(store, 0o010) && shared(&socket, 0o060)) {
        return None;
    }
    let again = Message::new("doctor-socket-unshared-hint");
    Some(Finding::warn(AREA, "doctor-socket-unshared").path(&socket).with("group", group).hint(again))
}

/// Checks that each named user exists and is in the group.
fn users(access: &Access, group: &str, store: &Path) -> Vec<Finding> {
    let owner = std::fs::metadata(store).map(|facts| facts.uid()).ok();
    let grants = std::iter::once(&access.everywhere).chain(access.companies.iter().map(|(_, grants)| grants));
    let mut names: Vec<&String> =
        grants.flat_map(|grants| grants.admins.iter().chain(&grants.viewers).chain(&grants.members)).collect();
    names.sort();
    names.dedup();
    let mut found = Vec::new();
    let mut check = |user: &str, uid: Option<u32>| {
        let Some(uid) = uid else {
            let gone = Finding::warn(AREA, "doctor-user-unknown").with("user", user);
            return found.push(gone.hint(Message::new("doctor-user-unknown-hint")));
        };
        if Some(uid) != owner && uid != 0 && !process::groups_of(uid).iter().any(|name| name == group) {
            let join = format!("sudo usermod -aG {} {}", quoted(group), quoted(user));
            let outside = Finding::warn(AREA, "doctor-user-no-member").with("user", user).with("group", group).run(join);
            if !found.contains(&outside) {
                found.push(outside);
            }
        }
    };
    let mut unknown = Vec::new();
    for name in names {
        match name.strip_prefix('@') {
            None => check(name, process::user_of(name)),
            Some(named) => match process::members(named) {
                Some(members) => members.iter().for_each(|(user, uid)| check(user, Some(*uid))),
                None => unknown.push(Finding::warn(AREA, "doctor-named-group-unknown").with("group", named)),
            },
        }
    }
    found.extend(unknown.into_iter().map(|finding| finding.hint(Message::new("doctor-user-unknown-hint"))));
    found
}

/// The names of the companies, folded; `None` where this process cannot know them.
pub(super) fn company_names(it: &Surroundings, known: &Known) -> Option<Vec<String>> {
    match &known.companies {
        Some(views) => Some(views.iter().map(|view| view.company.name.to_lowercase()).collect()),
        None if it.config.store.is_shared() => None,
        None => {
            let companies = inspect::companies(&it.paths.store).ok()?;
            Some(companies.iter().map(|company| company.name.to_lowercase()).collect())
        }
    }
}

/// Whether the companies that roles are given in are there.
fn companies(it: &Surroundings, known: &Known) -> Vec<Finding> {
    let Some(names) = company_names(it, known) else { return Vec::new() };
    let missing = it.config.access.companies.iter().filter(|(name, _)| !names.contains(&name.to_lowercase()));
    let tell = |(name, _): &(String, _)| {
        let rename = Message::new("doctor-access-company-hint");
        Finding::new(Level::Warn, AREA, "doctor-access-company").with("company", name.as_str()).hint(rename)
    };
    missing.map(tell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(entries: &[(u16, u16, u32)]) -> Vec<u8> {
        let mut bytes = 2u32.to_le_bytes().to_vec();
        for (tag, rights, id) in entries {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(rights.to_le_bytes());
            bytes.extend(id.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn a_folder_is_open_to_a_group_by_its_bits_or_its_list() {
        for (mode, folder_group, open) in
            [(0o700, 50, false), (0o710, 50, true), (0o710, 7, false), (0o701, 7, true), (0o701, 50, false), (0o755, 7, true)]
        {
            assert_eq!(is_open(mode, folder_group, 50, None), open, "{mode:o} {folder_group}");
        }
        let none = u32::MAX;
        let granted = list(&[(1, 7, none), (4, 0, none), (8, 1, 50), (0x10, 1, none), (0x20, 0, none)]);
        assert!(is_open(0o710, 7, 50, Some(&granted)) && !is_open(0o710, 7, 51, Some(&granted)));
        let masked = list(&[(1, 7, none), (4, 0, none), (8, 1, 50), (0x10, 0, none), (0x20, 1, none)]);
        assert!(!is_open(0o701, 7, 50, Some(&masked)), "the mask takes it away");
        assert!(is_open(0o701, 7, 51, Some(&masked)));
        assert!(is_open(0o701, 7, 50, Some(&[9, 0, 0, 0])), "a form that is not known says nothing");
    }

    #[test]
    fn the_command_opens_a_folder_to_the_group_and_takes_no_right_away() {
        let folder = Path::new("/home/my anna");
        assert_eq!(opening(folder, 0o700, true, "books", None), "chmod g+x '/home/my anna'");
        let without = Some("/nowhere");
        assert_eq!(opening(folder, 0o700, false, "books", without), "chgrp books '/home/my anna' && chmod g+x '/home/my anna'");
        assert_eq!(opening(folder, 0o750, false, "books", without), "chmod o+x '/home/my anna'");
    }
}
