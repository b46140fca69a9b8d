//! The last numbers that own books gave, remembered beside the store.
//!
//! For: own books of a store that its own tools put back to an earlier state: its counters go back with it, this file does not. Uses: a file
//! of lines beside the identity, each with its checksum; lines are only added, and the highest number of a series counts. Never: a number
//! that was not committed. A number is remembered after its commit and before it is told to the caller, so that a commit that failed leaves
//! no false memory. A line that does not read back costs that line.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::task::lock;
use crate::domain::{Company, RemoteId, numbers};
use crate::process;
use crate::query::fold;

/// Bytes of the largest file that is read.
const LARGEST: u64 = 256 << 20;

/// Lines for each series, and lines beside, from which on the file is written anew.
const LINES: (usize, usize) = (4, 1024);

/// Documents that are remembered of each series beside the doubted ones: the ones of its last numbers.
const DOCUMENTS: usize = 8;

/// Prefix of the temporary file.
const HALF: &str = ".numbers-";

/// Own books, as the file names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct BooksKey {
    /// Number of the company.
    id: u32,
    /// When the company was added, in seconds: another company may have its number after a restore.
    added: i64,
}

impl BooksKey {
    fn of(company: &Company) -> Self {
        Self { id: company.id.0, added: company.added.as_second() }
    }
}

/// The last number of a series that was given as far as this machine knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::service) struct Remembered {
    books: BooksKey,
    /// The first part of the tax number, else the name: the same books if the company was added again.
    seller: String,
    /// The store, without user and password.
    place: String,
    /// The series.
    pub(in crate::service) series: String,
    /// Its last number.
    pub(in crate::service) last: u64,
    /// When this was written down.
    pub(in crate::service) at: Timestamp,
    /// The documents of its last numbers, as far as they are known.
    pub(in crate::service) given: BTreeMap<u64, Given>,
}

/// A document that had a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::service) struct Given {
    /// Its identifier.
    pub(in crate::service) document: RemoteId,
    /// When this was written down.
    pub(in crate::service) at: Timestamp,
    /// Whether the store did not have it at some look, though its series had gone on: it is looked for each time.
    pub(in crate::service) doubted: bool,
    /// Whether that was so at the last look.
    pub(in crate::service) lost: bool,
}

/// A number of a series, and the document that has it, where it is known.
pub(in crate::service) type Number<'n> = (&'n str, u64, Option<RemoteId>);

/// A line of the file, behind its checksum.
#[derive(Serialize, Deserialize)]
struct Line {
    company: u32,
    added: i64,
    seller: String,
    place: String,
    series: String,
    last: u64,
    at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    document: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    doubted: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    lost: bool,
}

/// What is remembered of the numbers of own books.
#[derive(Debug)]
pub(crate) struct NumberMemory {
    path: PathBuf,
    place: String,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    file: Option<File>,
    /// Bytes that were read.
    read: u64,
    lines: usize,
    damaged: usize,
    by_books: BTreeMap<BooksKey, BTreeMap<String, Remembered>>,
    /// Books of each seller and place.
    by_seller: BTreeMap<(String, String), BTreeSet<BooksKey>>,
}

/// The books that a store has.
#[derive(Debug)]
pub(crate) struct Present(BTreeSet<BooksKey>);

impl Present {
    /// Of these companies.
    pub(crate) fn of<'c>(companies: impl IntoIterator<Item = &'c Company>) -> Self {
        Self(companies.into_iter().map(BooksKey::of).collect())
    }
}

impl NumberMemory {
    /// The memory in a file, of a store at this place. Nothing is read yet.
    pub(crate) fn at(path: PathBuf, place: String) -> Self {
        Self { path, place, known: Mutex::default() }
    }

    /// The same, of a store at another place.
    pub(crate) fn of_place(self, place: &str) -> Self {
        Self { place: place.to_owned(), ..self }
    }

    /// Reads what was added since the last look. What is read of the store afterwards is at least as new, unless the store went back.
    pub(crate) fn read(&self) {
        if let Err(error) = lock(&self.known).catch_up(&self.path) {
            tracing::warn!(path = %self.path.display(), %error, "remembered numbers of own books cannot be read");
        }
    }

    /// Whether some of the file does not read back.
    pub(crate) fn is_damaged(&self) -> bool {
        lock(&self.known).damaged > 0
    }

    /// What was read of these books, by series; `all` are the companies of the store.
    ///
    /// Books that are in the store no more are those of a company of the same seller at the same place: it was added again.
    pub(in crate::service) fn known(&self, company: &Company, all: &Present) -> BTreeMap<String, Remembered> {
        let (known, key) = (lock(&self.known), BooksKey::of(company));
        let sellers = known.by_seller.get(&(seller(company), self.place.clone()));
        let before = sellers.into_iter().flatten().filter(|books| !all.0.contains(books));
        let mut found: BTreeMap<String, Remembered> = BTreeMap::new();
        for books in before.chain([&key]) {
            for (series, one) in known.by_books.get(books).into_iter().flatten() {
                match found.get_mut(series) {
                    None => {
                        found.insert(series.clone(), one.clone());
                    }
                    Some(found) => found.take(one.clone()),
                }
            }
        }
        found
    }

    /// Remembers numbers of series: on the disk once this returns where `durable`. A failure is worth a line in the log: the
    /// numbers are given, and other machines and later readers remember them too.
    pub(in crate::service) fn note(&self, company: &Company, numbers: &[Number<'_>], at: Timestamp, durable: bool) {
        self.keep(company, durable, |of| {
            let is_new = |(name, number, document): &&Number<'_>| {
                let known = of.and_then(|of| of.get(*name));
                let is_given = document.is_none() || known.is_some_and(|known| known.given.contains_key(number));
                *number > 0 && (known.is_none_or(|known| known.last < *number) || !is_given)
            };
            let line = |(name, number, document): &Number<'_>| {
                let given = document.clone().map(|document| Given { document, at, doubted: false, lost: false });
                ((*name).to_owned(), *number, at, given)
            };
            numbers.iter().filter(is_new).map(line).collect()
        });
    }

    /// Remembers whether the store has the documents of numbers.
    pub(in crate::service) fn mark(&self, company: &Company, marked: &[(&str, u64, Given)]) {
        let line = |(name, number, given): &(&str, u64, Given)| ((*name).to_owned(), *number, given.at, Some(given.clone()));
        self.keep(company, false, |_| marked.iter().map(line).collect());
    }

    /// Adds lines of a company, made of what is known of it.
    fn keep(&self, company: &Company, durable: bool, made: impl Fn(Option<&BTreeMap<String, Remembered>>) -> Vec<Kept>) {
        let (books, mut known) = (BooksKey::of(company), lock(&self.known));
        let made = made(known.by_books.get(&books));
        if made.is_empty() {
            return;
        }
        let one = |(series, last, at, given): Kept| {
            let (seller, place) = (seller(company), self.place.clone());
            line(&Remembered { books, seller, place, series, last, at, given: BTreeMap::new() }, given.as_ref())
        };
        let lines: Vec<String> = made.into_iter().map(one).collect();
        if let Err(error) = known.append(&self.path, &lines, durable) {
            tracing::warn!(path = %self.path.display(), %error, "numbers of own books are not remembered");
        }
    }
}

/// A series, a number of it, when it was written down, and the document.
type Kept = (String, u64, Timestamp, Option<Given>);

impl Remembered {
    /// Adds what another line tells of the series.
    fn take(&mut self, other: Self) {
        for (number, given) in other.given {
            match self.given.get_mut(&number) {
                Some(known) if known.document == given.document => {
                    (known.doubted, known.lost) = (known.doubted || given.doubted, given.lost);
                }
                // The first one that had the number is the one that may be lost.
                Some(_) => {}
                None => {
                    self.given.insert(number, given);
                }
            }
        }
        let found = self.given.iter().filter(|(_, given)| !given.doubted).map(|(number, _)| *number);
        let found: Vec<u64> = found.collect();
        for number in found.iter().take(found.len().saturating_sub(DOCUMENTS)) {
            self.given.remove(number);
        }
        if self.last < other.last {
            (self.last, self.at) = (other.last, other.at);
        }
    }

    /// Its lines.
    fn lines(&self) -> impl Iterator<Item = String> {
        let last = (!self.given.contains_key(&self.last)).then(|| line(self, None));
        let given =
            self.given.iter().map(|(number, given)| line(&Self { last: *number, at: given.at, ..self.clone() }, Some(given)));
        given.chain(last)
    }
}

/// The seller on the documents of a company.
fn seller(company: &Company) -> String {
    let number = company.tax_number.as_deref().and_then(|number| numbers::taxpayer(number, None));
    number.unwrap_or_else(|| fold(&company.name))
}

fn line(one: &Remembered, given: Option<&Given>) -> String {
    let Remembered { books, seller, place, series, last, at, .. } = one.clone();
    let document = given.map(|given| given.document.to_string());
    let (at, is) = (at.to_string(), |of: fn(&Given) -> bool| given.is_some_and(of));
    let (doubted, lost) = (is(|given| given.doubted), is(|given| given.lost));
    let line = Line { company: books.id, added: books.added, seller, place, series, last, at, document, doubted, lost };
    let body = serde_json::to_string(&line).unwrap_or_default();
    format!("{:08x} {body}", crc32fast::hash(body.as_bytes()))
}

fn parse(line: &str) -> Option<Remembered> {
    let (sum, body) = line.split_once(' ')?;
    let sound = u32::from_str_radix(sum, 16).is_ok_and(|sum| sum == crc32fast::hash(body.as_bytes()));
    let Line { company, added, seller, place, series, last, at, document, doubted, lost } =
        serde_json::from_str(body).ok().filter(|_| sound)?;
    let (books, at) = (BooksKey { id: company, added }, at.parse().ok()?);
    let given =
        document.map(|document| (last, Given { document: RemoteId::new(document), at, doubted, lost })).into_iter().collect();
    Some(Remembered { books, seller, place, series, last, at, given })
}

impl Known {
    /// Reads what was added since the last look, by this process or another one; all of it where the file is another one.
    fn catch_up(&mut self, path: &Path) -> io::Result<()> {
        let facts = match std::fs::metadata(path) {
            Ok(facts) => facts,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.file = None;
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        if !self.is_open(&facts) || facts.len() < self.read {
            self.file = Some(process::open_file(path)?);
            (self.read, self.lines, self.damaged) = (0, 0, 0);
        }
        if facts.len() > self.read {
            self.read_on()?;
        }
        let needed: usize = self.all().map(|one| one.given.len().saturating_add(1)).sum();
        if self.read > 0 && self.lines > needed.saturating_mul(LINES.0).saturating_add(LINES.1) {
            self.rewrite(path)?;
        }
        Ok(())
    }

    fn is_open(&self, facts: &std::fs::Metadata) -> bool {
        let ours = self.file.as_ref().and_then(|file| file.metadata().ok());
        ours.is_some_and(|ours| (ours.dev(), ours.ino()) == (facts.dev(), facts.ino()))
    }

    /// Takes in the whole lines behind what was read.
    fn read_on(&mut self) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        file.seek(SeekFrom::Start(self.read))?;
        let mut bytes = Vec::new();
        Read::take(file, LARGEST).read_to_end(&mut bytes)?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end.saturating_add(1));
        for line in bytes.get(..whole).unwrap_or_default().split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            self.lines = self.lines.saturating_add(1);
            match std::str::from_utf8(line).ok().and_then(parse) {
                Some(one) => self.take(one),
                None => self.damaged = self.damaged.saturating_add(1),
            }
        }
        self.read = self.read.saturating_add(whole as u64);
        Ok(())
    }

    fn take(&mut self, one: Remembered) {
        self.by_seller.entry((one.seller.clone(), one.place.clone())).or_default().insert(one.books);
        let of = self.by_books.entry(one.books).or_default();
        match of.get_mut(&one.series) {
            Some(known) => known.take(one),
            None => {
                of.insert(one.series.clone(), one);
            }
        }
    }

    fn all(&self) -> impl Iterator<Item = &Remembered> {
        self.by_books.values().flat_map(BTreeMap::values)
    }

    /// Adds lines. Where another process put a shorter file in the place meanwhile, to that one too.
    fn append(&mut self, path: &Path, lines: &[String], durable: bool) -> io::Result<()> {
        // A line that a crash cut off ends here at the latest.
        let lines = format!("\n{}\n", lines.join("\n"));
        let folder = path.parent().unwrap_or(Path::new("."));
        process::private_folder(folder)?;
        loop {
            let is_new = !path.exists();
            let mut options = OpenOptions::new();
            options.append(true).create(true).mode(0o600);
            let mut file = process::open_regular(&mut options, path, rustix::fs::OFlags::empty())?;
            file.write_all(lines.as_bytes())?;
            if durable {
                file.sync_data()?;
            }
            if is_new {
                File::open(folder)?.sync_all()?;
            }
            let (ours, there) = (file.metadata()?, std::fs::metadata(path)?);
            if (ours.dev(), ours.ino()) == (there.dev(), there.ino()) {
                return self.catch_up(path);
            }
        }
    }

    /// Writes the file anew with what is known of each series. What another process added meanwhile is in the file that was read, and is added behind.
    fn rewrite(&mut self, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().prefix(HALF).tempfile_in(folder)?;
        for line in self.all().flat_map(Remembered::lines) {
            writeln!(file, "{line}")?;
        }
        file.as_file().sync_data()?;
        file.persist(path).map_err(|error| error.error)?;
        File::open(folder)?.sync_all()?;
        let before: BTreeSet<String> = self.all().flat_map(Remembered::lines).collect();
        self.read_on()?;
        let late: Vec<String> = self.all().flat_map(Remembered::lines).filter(|line| !before.contains(line)).collect();
        self.file = None;
        if late.is_empty() { self.catch_up(path) } else { self.append(path, &late, true) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Books, CompanyId, OWN_BOOKS};

    fn company(id: u32, added: i64, number: &str) -> Company {
        Company {
            id: CompanyId(id),
            name: "Own Kft.".to_owned(),
            provider: OWN_BOOKS.to_owned(),
            base_url: None,
            enabled: true,
            tax_number: Some(number.to_owned()),
            legal_name: None,
            added: Timestamp::from_second(added).expect("a time"),
            login: None,
            tenant: None,
            books: Books::default(),
        }
    }

    fn lasts(memory: &NumberMemory, of: &Company, all: &[Company]) -> Vec<(String, u64)> {
        memory.read();
        memory.known(of, &Present::of(all)).into_values().map(|one| (one.series, one.last)).collect()
    }

    #[test]
    fn the_highest_number_of_each_series_is_remembered_by_all_processes_of_a_machine() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("home/numbers");
        let [one, other] = [(); 2].map(|()| NumberMemory::at(path.clone(), "here".to_owned()));
        let (books, at) = (company(1, 5, "32560682-2-43"), Timestamp::UNIX_EPOCH);
        let all = [books.clone()];
        assert_eq!(lasts(&one, &books, &all), []);
        one.note(&books, &[("INV-2026", 3, None), ("INV-CN-2026", 0, None)], at, true);
        other.note(&books, &[("INV-2026", 2, None), ("INV-2025", 7, None)], at, true);
        let both = [("INV-2025".to_owned(), 7), ("INV-2026".to_owned(), 3)];
        assert_eq!((lasts(&one, &books, &all), lasts(&other, &books, &all)), (both.to_vec(), both.to_vec()));
        let mode = std::fs::metadata(&path).expect("it is there").mode();
        assert_eq!(mode & 0o777, 0o600);
        // Writing what is known adds nothing.
        let size = std::fs::metadata(&path).expect("it is there").len();
        one.note(&books, &[("INV-2026", 3, None)], at, true);
        assert_eq!(std::fs::metadata(&path).expect("it is there").len(), size);
    }

    #[test]
    fn books_are_others_unless_the_company_was_added_again_in_the_same_store() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("numbers");
        let memory = NumberMemory::at(path.clone(), "here".to_owned());
        let books = company(1, 5, "32560682-2-43");
        memory.note(&books, &[("INV-2026", 3, None)], Timestamp::UNIX_EPOCH, true);
        let again = company(1, 9, "32560682");
        assert_eq!(lasts(&memory, &again, std::slice::from_ref(&again)), [("INV-2026".to_owned(), 3)], "the same seller");
        let beside = [books.clone(), again.clone()];
        assert_eq!(lasts(&memory, &again, &beside), [], "the books that gave them are there");
        let other = company(1, 9, "11111111");
        assert_eq!(lasts(&memory, &other, std::slice::from_ref(&other)), []);
        let elsewhere = NumberMemory::at(path, "there".to_owned());
        assert_eq!(lasts(&elsewhere, &again, std::slice::from_ref(&again)), [], "another store");
        assert_eq!(
            lasts(&elsewhere, &books, std::slice::from_ref(&books)),
            [("INV-2026".to_owned(), 3)],
            "the same books, moved"
        );
    }

    #[test]
    fn damage_costs_the_line_that_it_is_in() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("numbers");
        let memory = || NumberMemory::at(path.clone(), "here".to_owned());
        let (books, at) = (company(1, 5, "1"), Timestamp::UNIX_EPOCH);
        memory().note(&books, &[("A-2026", 3, None)], at, true);
        memory().note(&books, &[("B-2026", 4, None)], at, true);
        let text = std::fs::read_to_string(&path).expect("it is there");
        std::fs::write(&path, text.replace("\"last\":3", "\"last\":2") + "0bad {\"cut").expect("written");
        let all = [books.clone()];
        assert_eq!(lasts(&memory(), &books, &all), [("B-2026".to_owned(), 4)]);
        memory().note(&books, &[("A-2026", 5, None)], at, true);
        assert_eq!(lasts(&memory(), &books, &all), [("A-2026".to_owned(), 5), ("B-2026".to_owned(), 4)]);
    }

    #[test]
    fn a_long_file_is_written_anew_and_processes_that_had_it_open_go_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("numbers");
        let [one, other] = [(); 2].map(|()| NumberMemory::at(path.clone(), "here".to_owned()));
        let (books, at) = (company(1, 5, "1"), Timestamp::UNIX_EPOCH);
        let all = [books.clone()];
        other.note(&books, &[("B-2026", 1, None)], at, false);
        for number in 1..=2_000 {
            one.note(&books, &[("A-2026", number, Some(RemoteId::new(number.to_string())))], at, false);
        }
        let lines = std::fs::read_to_string(&path).expect("it is there").lines().filter(|line| !line.is_empty()).count();
        assert!(lines <= LINES.0 * 2 + LINES.1 + 1, "{lines}");
        other.note(&books, &[("B-2026", 2, None)], at, false);
        let both = [("A-2026".to_owned(), 2_000), ("B-2026".to_owned(), 2)];
        let given = other.known(&books, &Present::of(&all)).remove("A-2026").map(|one| one.given).unwrap_or_default();
        assert!(given.keys().copied().eq(1_993..=2_000), "{given:?}");
        assert_eq!((lasts(&one, &books, &all), lasts(&other, &books, &all)), (both.to_vec(), both.to_vec()));
    }
}
