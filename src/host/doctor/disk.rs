//! The disk below the store: space, files, kind, whether it can be written to.

use std::path::Path;

use super::{Finding, Known, Surroundings};
use crate::domain::Message;
use crate::store::inspect;

const AREA: &str = "disk";
/// A first sync of about 100,000 invoices.
const SYNC: u64 = 100 << 20;
/// Fewer files than a sync, a backup and a few logs make.
const FILES: u64 = 1000;
const MIB: u64 = 1 << 20;

/// File systems over a network, by their number in `statfs`.
const NETWORK: &[(u64, &str)] = &[
    (0x6969, "NFS"),
    (0xFF53_4D42, "CIFS"),
    (0xFE53_4D42, "SMB2"),
    (0x517B, "SMB"),
    (0x0102_1997, "9p"),
    (0x00C3_6400, "Ceph"),
    (0x5346_414F, "AFS"),
    (0x6573_5546, "FUSE"),
    (0x0BD0_0BD0, "Lustre"),
];

/// Looks at the disk of the store.
pub(super) fn look(it: &Surroundings, _: &mut Known) -> Vec<Finding> {
    let store = &it.paths.store;
    let Some(folder) = store.ancestors().find(|folder| folder.exists()) else { return Vec::new() };
    let disk = match rustix::fs::statvfs(folder) {
        Ok(disk) => disk,
        Err(error) => {
            return vec![Finding::warn(AREA, "doctor-unreadable").path(folder).with("detail", error.to_string())];
        }
    };
    let mut found = Vec::new();
    if disk.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY) {
        let mount = Message::new("doctor-disk-read-only-hint");
        found.push(Finding::fail(AREA, "doctor-disk-read-only").path(folder).hint(mount));
    }
    // Some network file systems tell nothing: all zero.
    if disk.f_blocks > 0 {
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        // `compact` and `check --repair` write the database beside the one that is there.
        let needed = SYNC.max(inspect::size(store).unwrap_or_default());
        let (level, id) = match free {
            // Of a store on a database only logs and caches lie here.
            free if free < inspect::FLOOR && it.config.store.is_shared() => (super::Level::Warn, "doctor-disk-caches"),
            _ if it.config.store.is_shared() => (super::Level::Ok, "doctor-disk"),
            free if free < inspect::FLOOR => (super::Level::Fail, "doctor-disk-full"),
            free if free < needed => (super::Level::Warn, "doctor-disk-low"),
            _ => (super::Level::Ok, "doctor-disk"),
        };
        let space = Finding::new(level, AREA, id).path(folder);
        let space = space.with("free", mib(free)).with("needed", mib(needed)).with("least", mib(inspect::FLOOR));
        let more = Message::new("doctor-disk-hint");
        found.push(if level == super::Level::Ok { space } else { space.hint(more) });
    }
    if disk.f_files > 0 && disk.f_favail < FILES {
        let fewer = Message::new("doctor-disk-inodes-hint");
        found.push(Finding::warn(AREA, "doctor-disk-inodes").path(folder).with("count", disk.f_favail).hint(fewer));
    }
    found.extend(network(folder));
    found
}

fn mib(bytes: u64) -> String {
    format!("{} MB", bytes / MIB)
}

/// Locks and a database in memory-mapped or appended files are not safe where several machines write.
#[cfg(target_os = "linux")]
fn network(folder: &Path) -> Option<Finding> {
    let kind = rustix::fs::statfs(folder).ok()?.f_type;
    // The numbers are of 32 bits; some systems extend their sign.
    #[expect(clippy::useless_conversion, reason = "the type differs between systems")]
    let kind = u64::from_ne_bytes(i64::from(kind).to_ne_bytes()) & 0xFFFF_FFFF;
    let (_, name) = NETWORK.iter().find(|(number, _)| *number == kind)?;
    let local = Message::new("doctor-disk-network-hint");
    Some(Finding::warn(AREA, "doctor-disk-network").path(folder).with("kind", *name).hint(local))
}

#[cfg(not(target_os = "linux"))]
fn network(_: &Path) -> Option<Finding> {
    None
}
