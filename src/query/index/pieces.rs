//! A column of texts in several pieces: what the index file has, what its segments have, and what was made here.
//!
//! A piece of a segment is taken as it is and read when it is asked for, so that taking in a segment needs no look at its texts.

use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::memmem::Finder;

use super::section::{Extent, Piece, Shelf};
use super::texts::Texts;

/// Texts of slots, in memory or in sections until they are asked for.
#[derive(Debug, Default)]
pub(in crate::query) struct LazyTexts {
    first: Piece,
    /// Pieces behind it, in the order of their slots.
    later: Vec<Later>,
    /// Slots with their text in a later piece: its number, and the place in it.
    instead: BTreeMap<u32, (usize, usize)>,
}

/// A piece behind others.
#[derive(Debug)]
struct Later {
    /// Its first slot.
    start: usize,
    /// The place of each slot in the piece, ascending; all of them in order where there is none.
    places: Option<Arc<[u32]>>,
    texts: Piece,
}

impl Later {
    fn len(&self) -> usize {
        self.places.as_ref().map_or_else(|| self.texts.len(), |places| places.len())
    }

    /// The place of a slot, which is counted from the first of the piece on.
    fn place(&self, slot: usize) -> Option<usize> {
        match &self.places {
            Some(places) => places.get(slot).map(|place| *place as usize),
            None => Some(slot),
        }
    }
}

impl LazyTexts {
    /// The texts of a section, of which `offset` is counted from the first one on.
    pub(super) fn of_section(shelf: Arc<Shelf>, offset: u64, extent: Extent) -> Self {
        Self { first: Piece::of_section(shelf, offset, extent), ..Self::default() }
    }

    /// Number of texts, which needs none of them.
    pub(super) fn len(&self) -> usize {
        self.later.last().map_or_else(|| self.first.len(), |last| last.start + last.len())
    }

    /// Bytes of the texts and of their ends, which needs none of them.
    pub(super) fn size(&self) -> usize {
        self.later.iter().fold(self.first.size(), |size, later| size.saturating_add(later.texts.size()))
    }

    /// Reads the texts of all pieces now.
    pub(super) fn read_ahead(&self) {
        self.first.read_ahead();
        self.later.iter().for_each(|later| later.texts.read_ahead());
    }

    /// The text of a slot; empty where there is none.
    #[must_use]
    #[inline]
    pub(in crate::query) fn get(&self, slot: usize) -> &str {
        if self.later.is_empty() { self.first.get(slot) } else { self.far(slot) }
    }

    fn far(&self, slot: usize) -> &str {
        if !self.instead.is_empty()
            && let Some((piece, place)) = u32::try_from(slot).ok().and_then(|slot| self.instead.get(&slot))
        {
            return self.later.get(*piece).map_or("", |later| later.texts.get(*place));
        }
        match self.behind(slot).and_then(|piece| self.later.get(piece)) {
            Some(later) => later.place(slot - later.start).map_or("", |place| later.texts.get(place)),
            None => self.first.get(slot),
        }
    }

    /// The number of the later piece that has a slot.
    fn behind(&self, slot: usize) -> Option<usize> {
        self.later.partition_point(|later| later.start <= slot).checked_sub(1)
    }

    /// Adds the text of the next slot.
    pub(super) fn push(&mut self, text: &str) {
        let start = self.len();
        match self.later.last_mut() {
            None => self.first.push(text),
            Some(Later { places: None, texts, .. }) => texts.push(text),
            Some(Later { places: Some(_), .. }) => {
                let mut texts = Piece::default();
                texts.push(text);
                self.later.push(Later { start, places: None, texts });
            }
        }
    }

    /// Replaces the text of a slot.
    pub(super) fn set(&mut self, slot: usize, text: &str) {
        if self.get(slot) == text {
            return;
        }
        self.instead.remove(&u32::try_from(slot).unwrap_or(u32::MAX));
        match self.behind(slot).and_then(|piece| self.later.get_mut(piece)) {
            Some(later) => {
                if let Some(place) = later.place(slot - later.start) {
                    later.texts.set(place, text);
                }
            }
            None => self.first.set(slot, text),
        }
    }

    /// Takes in the texts of a later column: those at these places as the next slots, and others in the place of earlier slots.
    pub(super) fn adopt(&mut self, column: Self, places: Arc<[u32]>, replaced: &[(u32, u32)]) {
        let texts = if column.later.is_empty() { column.first } else { column.in_one_piece().into() };
        let piece = self.later.len();
        self.later.push(Later { start: self.len(), places: Some(places), texts });
        self.instead.extend(replaced.iter().map(|(slot, place)| (*slot, (piece, *place as usize))));
    }

    /// Whether every text is of ASCII alone.
    pub(super) fn is_ascii(&self) -> bool {
        self.first.is_ascii() && self.later.iter().all(|later| later.texts.is_ascii())
    }

    /// Sets the bits of slots with the searched text; bit 0 is slot `from`.
    pub(in crate::query) fn find(&self, from: usize, finder: &Finder<'_>, bits: &mut [u64]) {
        if self.later.is_empty() {
            return self.first.find(from, finder, bits);
        }
        let to = (from + bits.len() * 64).min(self.len()).max(from);
        let mut put = |slot: usize, found: bool| {
            if let Some(word) = slot.checked_sub(from).and_then(|at| bits.get_mut(at / 64)) {
                let bit = 1 << ((slot - from) % 64);
                *word = if found { *word | bit } else { *word & !bit };
            }
        };
        self.first.search(from, to, finder, &mut put);
        for later in self.later.iter().filter(|later| later.start < to && from < later.start + later.len()) {
            let (low, high) = (from.saturating_sub(later.start), (to - later.start).min(later.len()));
            let Some(places) = &later.places else {
                later.texts.search(low, high, finder, &mut |slot, found| put(later.start + slot, found));
                continue;
            };
            let here = places.get(low..high).unwrap_or(&[]);
            if let (Some(begin), Some(end)) = (here.first(), here.last()) {
                later.texts.search(*begin as usize, *end as usize + 1, finder, &mut |place, found| {
                    if let Ok(slot) = here.binary_search_by(|other| (*other as usize).cmp(&place)) {
                        put(later.start + low + slot, found);
                    }
                });
            }
        }
        let number = |slot: usize| u32::try_from(slot).unwrap_or(u32::MAX);
        for (slot, (piece, place)) in self.instead.range(number(from)..number(to)) {
            let text = self.later.get(*piece).map_or("", |later| later.texts.get(*place));
            put(*slot as usize, finder.find(text.as_bytes()).is_some());
        }
    }

    /// The texts that were changed or made here.
    pub(super) fn own(&mut self) -> impl Iterator<Item = &mut Texts> {
        std::iter::once(&mut self.first).chain(self.later.iter_mut().map(|later| &mut later.texts)).filter_map(Piece::own)
    }

    /// All of them, if they are in one piece.
    pub(super) fn whole(&self) -> Option<&Texts> {
        self.later.is_empty().then_some(&*self.first)
    }

    /// The same texts in order, as far as there is room.
    pub(super) fn in_one_piece(&self) -> Texts {
        let mut fresh = Texts::default();
        (0..self.len()).for_each(|slot| fresh.push(self.get(slot)));
        fresh
    }
}

impl From<Texts> for LazyTexts {
    fn from(own: Texts) -> Self {
        Self { first: own.into(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn column(texts: &[String]) -> LazyTexts {
        let mut column = LazyTexts::default();
        for text in texts {
            column.push(text);
        }
        column
    }

    proptest! {
        #[test]
        fn pieces_are_as_one(
            first in vec("[ab]{0,4}", 0..90),
            pieces in vec((vec(("[ab]{0,4}", any::<bool>()), 0..90), vec("[ab]{0,4}", 0..3), vec((0_usize..150, "[ab]{0,4}"), 0..3)), 0..4),
            needle in "[ab]{0,3}",
            from in 0_usize..3,
        ) {
            let (mut lazy, mut plain) = (column(&first), first);
            for (texts, pushed, changed) in pieces {
                let (mut places, mut replaced) = (Vec::new(), Vec::new());
                let before = plain.len();
                for (place, (text, fresh)) in texts.iter().enumerate() {
                    if *fresh || place >= before {
                        places.push(u32::try_from(place).expect("small"));
                        plain.push(text.clone());
                    } else {
                        let number = u32::try_from(place).expect("small");
                        replaced.push((number, number));
                        plain[place] = text.clone();
                    }
                }
                let texts: Vec<String> = texts.into_iter().map(|(text, _)| text).collect();
                lazy.adopt(column(&texts), places.into(), &replaced);
                for text in pushed {
                    lazy.push(&text);
                    plain.push(text);
                }
                for (slot, text) in changed {
                    if let Some(place) = plain.get_mut(slot) {
                        lazy.set(slot, &text);
                        *place = text;
                    }
                }
            }
            prop_assert_eq!(lazy.len(), plain.len());
            let told: Vec<&str> = (0..plain.len()).map(|slot| lazy.get(slot)).collect();
            prop_assert_eq!(&told, &plain);
            let from = from * 64;
            let mut bits = vec![0; 4];
            lazy.find(from, &Finder::new(&needle), &mut bits);
            let found: Vec<usize> = (0..256).filter(|bit| bits[bit / 64] >> (bit % 64) & 1 == 1).map(|bit| bit + from).collect();
            let end = plain.len().min(from + 256);
            let expected: Vec<usize> = (from..end).filter(|slot| plain[*slot].contains(&needle)).collect();
            prop_assert_eq!(found, expected);
            let whole = lazy.in_one_piece();
            prop_assert!(plain.iter().enumerate().all(|(slot, text)| whole.get(slot) == text));
        }
    }
}
