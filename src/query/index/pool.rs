//! Texts that many invoices share, kept once: an invoice holds a number instead.

use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::{BuildHasher, Hash};

use memchr::memmem::Finder;

use super::pieces::LazyTexts;
use crate::query::collate;
use crate::query::fold::fold;

/// The number of a text that is not there.
pub(in crate::query) const NONE: u32 = u32::MAX;

/// Texts by number, each also in the form in which it is compared.
#[derive(Debug)]
pub(in crate::query) struct Pool {
    /// By the hash of a text; made when first asked for, because an index that is only read needs none.
    numbers: HashMap<u64, u32>,
    /// Texts with a hash that an earlier text has.
    clashes: HashMap<Box<str>, u32>,
    hasher: RandomState,
    /// In one piece, as the forms in which they are compared: read at once, and a search through many is fast.
    texts: LazyTexts,
    forms: LazyTexts,
    compared: fn(&str) -> String,
    /// Sort keys of a pool of names.
    keys: Option<Keys>,
}

/// A key of the collation for each text, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub(super) bytes: Vec<u8>,
    /// End of each.
    pub(super) ends: Vec<u32>,
}

impl Keys {
    fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(&collate::key(text));
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    fn get(&self, number: usize) -> &[u8] {
        let end = |number: usize| self.ends.get(number).map(|end| *end as usize);
        let start = number.checked_sub(1).and_then(end).unwrap_or(0);
        end(number).and_then(|end| self.bytes.get(start..end)).unwrap_or(&[])
    }
}

impl Pool {
    /// An empty one; `compared` makes the form in which texts are compared.
    #[must_use]
    pub(in crate::query) fn new(compared: fn(&str) -> String) -> Self {
        Self {
            numbers: HashMap::new(),
            clashes: HashMap::new(),
            hasher: RandomState::new(),
            texts: LazyTexts::default(),
            forms: LazyTexts::default(),
            compared,
            keys: None,
        }
    }

    /// An empty one of names, which are ordered by the collation.
    #[must_use]
    pub(in crate::query) fn of_names() -> Self {
        Self { keys: Some(Keys::default()), ..Self::new(fold) }
    }

    /// An empty one that compares as this one does.
    pub(super) fn empty(&self) -> Self {
        Self { keys: self.keys.as_ref().map(|_| Keys::default()), ..Self::new(self.compared) }
    }

    /// The number of a text, which is added where it is new.
    pub(in crate::query) fn intern(&mut self, text: &str) -> u32 {
        if self.numbers.len() + self.clashes.len() < self.texts.len() {
            (self.numbers, self.clashes) = (HashMap::with_capacity(self.texts.len()), HashMap::new());
            for number in 0..self.texts.len() {
                self.number(number);
            }
        }
        let hash = self.hasher.hash_one(text);
        let known = self.numbers.get(&hash).filter(|number| self.texts.get(**number as usize) == text);
        if let Some(number) = known.or_else(|| self.clashes.get(text)) {
            return *number;
        }
        self.texts.push(text);
        self.forms.push(&(self.compared)(text));
        if let Some(keys) = &mut self.keys {
            keys.push(text);
        }
        self.number(self.texts.len() - 1)
    }

    /// Makes a text known by its number.
    fn number(&mut self, at: usize) -> u32 {
        let (text, number) = (self.texts.get(at), u32::try_from(at).unwrap_or(NONE));
        match self.numbers.entry(self.hasher.hash_one(text)) {
            Entry::Vacant(place) => {
                place.insert(number);
            }
            Entry::Occupied(_) => {
                self.clashes.insert(text.into(), number);
            }
        }
        number
    }

    /// Like [`Self::intern`], of an optional text.
    pub(in crate::query) fn intern_option(&mut self, text: Option<&str>) -> u32 {
        text.map_or(NONE, |text| self.intern(text))
    }

    /// The number of a text that is there.
    #[must_use]
    pub(in crate::query) fn find(&self, text: &str) -> Option<u32> {
        self.texts().position(|known| known == text).and_then(|at| u32::try_from(at).ok())
    }

    /// Every text and all forms in which they are compared, for keeping.
    pub(super) const fn parts(&self) -> [&LazyTexts; 2] {
        [&self.texts, &self.forms]
    }

    /// About how many bytes it takes to keep it.
    pub(super) fn size(&self) -> usize {
        self.texts.size() + self.forms.size()
    }

    /// Restores the result of [`Self::parts`]; `false` if it is not valid.
    pub(super) fn set_kept(&mut self, texts: LazyTexts, forms: LazyTexts) -> bool {
        (self.texts, self.forms) = (texts, forms);
        self.texts.len() == self.forms.len()
    }

    /// Sort keys of the names.
    pub(super) const fn keys(&self) -> Option<&Keys> {
        self.keys.as_ref()
    }

    /// Restores the sort keys of names; `false` if they do not fit these texts.
    pub(super) fn set_keys(&mut self, keys: Keys) -> bool {
        let ends = keys.ends.last().map_or(0, |end| *end as usize);
        let fits = keys.ends.len() == self.texts.len() && keys.ends.is_sorted() && ends == keys.bytes.len();
        self.keys = Some(keys);
        fits
    }

    /// The text of a number.
    #[must_use]
    pub(in crate::query) fn get(&self, number: u32) -> Option<&str> {
        ((number as usize) < self.texts.len()).then(|| self.texts.get(number as usize))
    }

    /// Every text.
    pub(in crate::query) fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.texts.len()).map(|number| self.texts.get(number))
    }

    /// For each text, in the order of the numbers, whether it passes a test.
    #[must_use]
    pub(in crate::query) fn each(&self, test: impl Fn(&str) -> bool) -> Box<[bool]> {
        self.texts().map(test).collect()
    }

    /// For each text, in the order of the numbers, whether its compared form passes a test.
    #[must_use]
    pub(in crate::query) fn test(&self, test: impl Fn(&str) -> bool) -> Box<[bool]> {
        (0..self.texts.len()).map(|number| test(self.forms.get(number))).collect()
    }

    /// For each text, in the order of the numbers, whether its compared form has what is looked for.
    #[must_use]
    pub(in crate::query) fn having(&self, finder: &Finder<'_>) -> Box<[bool]> {
        let mut bits = vec![0_u64; self.texts.len().div_ceil(64)];
        self.forms.find(0, finder, &mut bits);
        (0..self.texts.len()).map(|number| bits.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)).collect()
    }

    /// For each text, in the order of the numbers, its place among all: of names by the collation, else by their compared forms.
    #[must_use]
    pub(in crate::query) fn ranks(&self) -> Vec<u32> {
        let by = |number: usize| self.keys.as_ref().map_or_else(|| self.forms.get(number).as_bytes(), |keys| keys.get(number));
        let mut order: Vec<(&[u8], usize)> = (0..self.texts.len()).map(|number| (by(number), number)).collect();
        order.sort_unstable();
        let mut ranks = vec![0; order.len()];
        let (mut rank, mut last) = (0, None);
        for (text, number) in order {
            if last.is_some_and(|last| last != text) {
                rank += 1;
            }
            last = Some(text);
            if let Some(place) = ranks.get_mut(number) {
                *place = rank;
            }
        }
        ranks
    }
}

/// Combinations that many invoices share, by number.
#[derive(Debug)]
pub(in crate::query) struct Combinations<T> {
    /// Made when it is first asked for.
    numbers: HashMap<T, u32>,
    all: Vec<T>,
}

impl<T> Default for Combinations<T> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), all: Vec::new() }
    }
}

impl<T: Copy + Eq + Hash> Combinations<T> {
    /// The number of a combination, which is added where it is new.
    pub(in crate::query) fn intern(&mut self, one: T) -> u32 {
        if self.numbers.len() < self.all.len() {
            self.numbers = self.all.iter().copied().zip(0..).collect();
        }
        *self.numbers.entry(one).or_insert_with(|| {
            self.all.push(one);
            u32::try_from(self.all.len() - 1).unwrap_or(NONE)
        })
    }

    /// The combination of a number.
    #[must_use]
    pub(in crate::query) fn get(&self, number: u32) -> Option<T> {
        self.all.get(number as usize).copied()
    }

    /// Every combination, in the order of the numbers.
    #[must_use]
    pub(in crate::query) fn all(&self) -> &[T] {
        &self.all
    }

    /// For each combination, in the order of the numbers, whether it passes a test.
    #[must_use]
    pub(in crate::query) fn test(&self, test: impl Fn(&T) -> bool) -> Box<[bool]> {
        self.all.iter().map(test).collect()
    }

    /// From what was kept; `None` where there are too many.
    pub(super) fn from_kept(all: Vec<T>) -> Option<Self> {
        u32::try_from(all.len()).ok().filter(|count| *count < NONE)?;
        Some(Self { numbers: HashMap::new(), all })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_number_also_where_hashes_clash_and_after_reading_back() {
        let mut pool = Pool::new(fold);
        assert_eq!([pool.intern("a"), pool.intern("Á"), pool.intern(""), pool.intern("a")], [0, 1, 2, 0]);
        // Gives `b` the hash of `a`.
        let hash = pool.hasher.hash_one("b");
        pool.numbers.insert(hash, 0);
        assert_eq!([pool.intern("b"), pool.intern("b"), pool.intern("a")], [3, 3, 0]);
        assert_eq!((pool.get(1), pool.get(3), pool.get(4)), (Some("Á"), Some("b"), None));
        let mut read = Pool::new(fold);
        let [texts, forms] = pool.parts().map(LazyTexts::in_one_piece);
        assert!(read.set_kept(texts.into(), forms.into()));
        assert_eq!([read.intern("b"), read.intern("c"), read.intern("Á")], [3, 4, 1]);
    }
}
