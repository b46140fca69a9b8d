//! Which documents a scan has seen: eight bytes each, so that memory hardly grows with the account.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::domain::RemoteId;

/// A set of identifiers, kept as 64-bit hashes.
#[derive(Debug, Default)]
pub(super) struct SeenIds {
    hashes: HashSet<u64>,
    sum: u64,
}

/// Fingerprint of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Print {
    count: u64,
    sum: u64,
}

/// The hash of an identifier.
pub(super) fn hash(id: &RemoteId) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.as_str().hash(&mut hasher);
    hasher.finish()
}

impl Print {
    /// Size of the set.
    pub(super) const fn count(self) -> u64 {
        self.count
    }
}

impl SeenIds {
    /// Adds one; whether it was not there yet.
    pub(super) fn insert(&mut self, id: &RemoteId) -> bool {
        let hash = hash(id);
        let fresh = self.hashes.insert(hash);
        if fresh {
            self.sum = self.sum.wrapping_add(hash);
        }
        fresh
    }

    /// Adds all of another set.
    pub(super) fn absorb(&mut self, other: &Self) {
        for hash in &other.hashes {
            if self.hashes.insert(*hash) {
                self.sum = self.sum.wrapping_add(*hash);
            }
        }
    }

    /// Whether it was seen.
    pub(super) fn contains(&self, id: &RemoteId) -> bool {
        self.hashes.contains(&hash(id))
    }

    /// Size.
    pub(super) fn count(&self) -> u64 {
        self.hashes.len() as u64
    }

    /// Fingerprint of this set.
    pub(super) fn print(&self) -> Print {
        Print { count: self.count(), sum: self.sum }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_ids_in_any_order_are_the_same_set() {
        let set = |ids: &[&str]| {
            let mut seen = SeenIds::default();
            for id in ids {
                seen.insert(&RemoteId::new(*id));
            }
            seen
        };
        assert_eq!(set(&["1", "2", "3", "2"]).print(), set(&["3", "2", "1"]).print());
        assert_ne!(set(&["1", "2"]).print(), set(&["1", "3"]).print());
        assert_eq!(set(&["1", "2", "2"]).count(), 2);
        assert!(set(&["1"]).contains(&RemoteId::new("1")));
        assert!(!set(&["1"]).contains(&RemoteId::new("2")));
    }
}
