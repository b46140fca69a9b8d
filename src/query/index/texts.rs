//! Texts of all invoices, one after the other: a search through all of them is a search through one piece of memory.

use std::collections::BTreeMap;

use memchr::memmem::Finder;

/// Between two texts; no text that is searched has it, and no word that is looked for.
const BORDER: char = '\n';

/// A text for each slot.
#[derive(Debug, Default)]
pub(in crate::query) struct Texts {
    /// All texts, each with a border behind it.
    bytes: String,
    /// End of each text, without its separator.
    ends: Vec<u32>,
    /// Texts that were replaced, or that came when there was no room: what `bytes` has in their place counts for nothing.
    moved: BTreeMap<u32, Box<str>>,
    /// Set once a text had no room: whatever comes after it has none either.
    full: bool,
}

impl Texts {
    /// So many empty texts.
    pub(super) fn empty(count: usize) -> Self {
        Self { ends: vec![0; count], ..Self::default() }
    }

    /// Adds the text of the next slot.
    pub(super) fn push(&mut self, text: &str) {
        let slot = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let end = u32::try_from(self.bytes.len() + text.len()).ok().filter(|end| *end < u32::MAX && !self.full);
        if let Some(end) = end {
            self.bytes.push_str(text);
            self.bytes.push(BORDER);
            self.ends.push(end);
        } else {
            self.full = true;
            self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
            self.moved.insert(slot, text.into());
        }
    }

    /// Replaces the text of a slot.
    pub(super) fn set(&mut self, slot: usize, text: &str) {
        if self.get(slot) != text {
            self.moved.insert(u32::try_from(slot).unwrap_or(u32::MAX), text.into());
        }
    }

    /// The text of a slot; empty where there is none.
    #[must_use]
    pub(in crate::query) fn get(&self, slot: usize) -> &str {
        if !self.moved.is_empty()
            && let Some(text) = u32::try_from(slot).ok().and_then(|slot| self.moved.get(&slot))
        {
            return text;
        }
        let Some(end) = self.ends.get(slot) else { return "" };
        self.bytes.get(self.start(slot)..*end as usize).unwrap_or("")
    }

    /// Whether every text is of ASCII alone.
    pub(super) fn is_ascii(&self) -> bool {
        self.bytes.is_ascii() && self.moved.values().all(|text| text.is_ascii())
    }

    /// Bytes that are out of order.
    pub(super) fn scattered(&self) -> usize {
        self.moved.len()
    }

    /// Frees spare capacity.
    pub(super) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Start of the text of a slot.
    fn start(&self, slot: usize) -> usize {
        let before = slot.checked_sub(1).and_then(|before| self.ends.get(before));
        // A text that had no room has no separator either.
        before.map_or(0, |end| (*end as usize + 1).min(self.bytes.len()))
    }

    /// Sets the bits of slots with the searched text; bit 0 is slot `from`.
    pub(in crate::query) fn find(&self, from: usize, finder: &Finder<'_>, bits: &mut [u64]) {
        let to = from + bits.len() * 64;
        self.search(from, to, finder, &mut |slot, found| {
            if let Some(word) = bits.get_mut((slot - from) / 64) {
                let bit = 1 << ((slot - from) % 64);
                *word = if found { *word | bit } else { *word & !bit };
            }
        });
    }

    /// Tells of the slots in this range that have the searched text. A slot of which nothing is told last has it not.
    pub(super) fn search(&self, from: usize, to: usize, finder: &Finder<'_>, put: &mut impl FnMut(usize, bool)) {
        let to = to.min(self.ends.len()).max(from);
        if finder.needle().is_empty() {
            (from..to).for_each(|slot| put(slot, true));
            return;
        }
        let (begin, end) = (self.start(from), self.start(to));
        let mut ends = (from..to).zip(self.ends.get(from..to).unwrap_or(&[])).peekable();
        for hit in finder.find_iter(self.bytes.as_bytes().get(begin..end).unwrap_or(&[])) {
            let at = begin + hit;
            while ends.next_if(|(_, end)| (**end as usize) < at).is_some() {}
            let Some((slot, _)) = ends.peek() else { break };
            put(*slot, true);
        }
        let range = u32::try_from(from).unwrap_or(u32::MAX)..u32::try_from(to).unwrap_or(u32::MAX);
        for (slot, text) in self.moved.range(range) {
            put(*slot as usize, finder.find(text.as_bytes()).is_some());
        }
    }

    /// The same texts in order, as far as there is room.
    pub(super) fn in_one_piece(&self) -> Self {
        let mut fresh = Self::default();
        (0..self.len()).for_each(|slot| fresh.push(self.get(slot)));
        fresh
    }

    /// All of it in one piece and the ends, for keeping; `None` while something was moved.
    pub(super) fn parts(&self) -> Option<(&str, &[u32])> {
        self.moved.is_empty().then_some((&self.bytes, &self.ends))
    }

    /// From what was kept; `None` where it is not what [`Self::parts`] gives.
    pub(super) fn from_parts(bytes: Vec<u8>, ends: Vec<u32>) -> Option<Self> {
        let bytes = String::from_utf8(bytes).ok()?;
        let borders = ends.last().map_or(0, |end| *end as usize + 1);
        (borders == bytes.len() && ends.is_sorted()).then_some(Self { bytes, ends, ..Self::default() })
    }

    /// Bytes of the texts and of their ends.
    pub(super) const fn size(&self) -> usize {
        self.bytes.len() + self.ends.len() * 4
    }

    /// Number of slots.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(texts: &Texts, needle: &str, from: usize, words: usize) -> Vec<usize> {
        let mut bits = vec![0; words];
        texts.find(from, &Finder::new(needle), &mut bits);
        (0..words * 64).filter(|bit| bits[bit / 64] >> (bit % 64) & 1 == 1).map(|bit| bit + from).collect()
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_has_it(
            texts in proptest::collection::vec("[ab]{0,5}", 0..200),
            changed in proptest::collection::vec((0_usize..200, "[ab]{0,5}"), 0..8),
            needle in "[ab]{0,3}",
            from in 0_usize..3,
        ) {
            let (mut kept, mut plain) = (Texts::default(), texts);
            for text in &plain {
                kept.push(text);
            }
            for (slot, text) in changed {
                if slot < plain.len() {
                    kept.set(slot, &text);
                    plain[slot] = text;
                }
            }
            for (slot, text) in plain.iter().enumerate() {
                prop_assert_eq!(kept.get(slot), text.as_str());
            }
            let from = from * 64;
            let expected: Vec<usize> = (from..plain.len()).filter(|slot| plain[*slot].contains(&needle)).collect();
            prop_assert_eq!(found(&kept, &needle, from, 4), expected);
            prop_assert_eq!(kept.parts().is_some(), kept.scattered() == 0);
            if let Some((bytes, ends)) = kept.parts() {
                let again = Texts::from_parts(bytes.as_bytes().to_vec(), ends.to_vec()).expect("the same");
                prop_assert!(plain.iter().enumerate().all(|(slot, text)| again.get(slot) == text));
            }
        }
    }

    #[test]
    fn what_was_not_kept_so_is_not_taken() {
        assert!(Texts::from_parts(b"a\nb\n".to_vec(), vec![1, 3]).is_some());
        assert!(Texts::from_parts(b"a\nb\n".to_vec(), vec![1, 2]).is_none());
        assert!(Texts::from_parts(b"a\nb\n".to_vec(), vec![2, 1, 3]).is_none());
        assert!(Texts::from_parts(vec![0xFF, b'\n'], vec![1]).is_none());
    }
}
