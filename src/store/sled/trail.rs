//! `AUDIT`: how far the audit trail was, beside the journal that holds it.
//!
//! A journal that was cut, emptied or written anew with a chain of its own is whole in itself. What it had is known here, apart from it
//! and from the database, so that neither of them can lose entries unnoticed. What was found to be lost is an entry of the trail itself:
//! from then on it never verifies as whole.

use std::path::Path;

use jiff::Timestamp;

use super::key;
use crate::domain::{Actor, AuditEntry};
use crate::store::journal::End;
use crate::store::{StoreError, file};

/// File of it.
pub(in crate::store) const FILE: &str = "AUDIT";

const TITLE: &str = "faktura audit 1";

/// Prefix of the action of an entry that reports a loss.
pub(in crate::store) const LOSS: &str = "audit.";

/// Known end of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Trail {
    /// The last entry of the journal then.
    pub(in crate::store) sequence: u64,
    /// The chain over all entries, as text.
    pub(in crate::store) chain: String,
    /// Lines of the audit log.
    pub(in crate::store) lines: u64,
}

impl Trail {
    /// The trail of a journal that ends there.
    pub(in crate::store) fn of(end: End, lines: u64) -> Self {
        Self { sequence: end.sequence, chain: key::show(&end.chain), lines }
    }

    /// Reads the file of this folder; `None` if it is missing or damaged.
    pub(in crate::store) fn read(store: &Path) -> Option<Self> {
        Self::parse(&file::read(&store.join(FILE)).ok().flatten()?)
    }

    /// Decodes the file; `None` if it is damaged.
    pub(in crate::store) fn parse(content: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(content).ok()?;
        let mut parts = text.lines().nth(1)?.split(' ');
        let (sequence, chain, lines) = (parts.next()?.parse().ok()?, parts.next()?.to_owned(), parts.next()?.parse().ok()?);
        Some(Self { sequence, chain, lines }).filter(|trail| trail.render() == text)
    }

    /// Whether there is a file that says nothing.
    pub(in crate::store) fn is_damaged(store: &Path) -> bool {
        store.join(FILE).exists() && Self::read(store).is_none()
    }

    /// Writes the file, durably, unless it has the same content already.
    pub(in crate::store) fn keep(&self, store: &Path) -> Result<(), StoreError> {
        if Self::read(store).as_ref() == Some(self) {
            return Ok(());
        }
        file::write(&store.join(FILE), self.render().as_bytes())
    }

    fn render(&self) -> String {
        let body = format!("{TITLE}\n{} {} {}\n", self.sequence, self.chain, self.lines);
        format!("{body}{:08x}\n", crc32fast::hash(body.as_bytes()))
    }
}

/// The entry that tells of a loss: `lost` where entries are gone, `changed` where there are others, `damaged` where some cannot be read.
pub(in crate::store) fn loss(what: &str, now: Timestamp, subject: String) -> AuditEntry {
    let from = format!("pid {}", std::process::id());
    AuditEntry { sequence: 0, at: now, actor: Actor("faktura".to_owned()), from, action: format!("{LOSS}{what}"), subject }
}

/// Lines of the audit log of the closed store in this folder, as far as is known beside it.
#[must_use]
pub fn lines(store: &Path) -> u64 {
    Trail::read(store).map_or(0, |trail| trail.lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_the_trail_is_read_back_and_a_flipped_byte_tells_nothing() {
        let dir = tempfile::tempdir().expect("a folder");
        let trail = Trail { sequence: 12, chain: "00ff".to_owned(), lines: 5 };
        trail.keep(dir.path()).expect("kept");
        assert_eq!(Trail::read(dir.path()), Some(trail));
        let path = dir.path().join(FILE);
        let good = std::fs::read(&path).expect("there");
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            std::fs::write(&path, bad).expect("written");
            assert_eq!(Trail::read(dir.path()), None, "byte {at}");
        }
    }
}
