//! Imports statements: a file is checked as a whole first, and stored only then, some entries at a time.
//!
//! For: the command line and the screen, which both read the file where they run. Uses: readers of statements, the use cases about
//! them. Never: a text for a person.

mod staging;
mod twins;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use self::twins::Twins;
use super::Service;
use crate::bank::{BankError, Collected, Collector, Format, Mapping, Options, Source, detect, read, statement_id};
use crate::domain::bank::{BankEntry, BankStatement, Told};
use crate::domain::{CompanyId, Currency, Message, RemoteId};
use crate::error::{Error, ErrorKind};
use crate::service::bank::{BankRefusal, StatementView};
use crate::service::{OtherForm, Result, bank_base, bank_moved, cases};

/// Parts that wait to be written.
const WAITING: usize = 2;
/// Longest mapping file.
const MAPPING: u64 = 1 << 20;
/// Entries of a preview.
const PREVIEW: usize = 10;

/// Entries that are known, by account, with how much is known of each.
type Known = HashMap<String, HashMap<RemoteId, Told>>;

/// Entries that a file may tell again in another form, by account.
type Others = HashMap<String, Vec<OtherForm>>;

/// How many entries of other statements of a day are equal to one of the file, by its base: it has its place behind them.
#[derive(Debug, Clone, Default)]
struct Beside(HashMap<String, u32>);

impl Beside {
    /// The entry in its place.
    fn in_place(&self, entry: BankEntry) -> BankEntry {
        let moved = self.0.get(bank_base(&entry.id)).and_then(|by| bank_moved(&entry, *by));
        match moved {
            Some(id) => BankEntry { id, ..entry },
            None => entry,
        }
    }
}

/// A file and how it is read.
#[derive(Debug, Clone)]
pub struct Reading {
    path: PathBuf,
    name: String,
    hash: String,
    format: Format,
    word: String,
    options: Options,
    /// How often the file was imported before.
    again: usize,
}

/// The mappings that tables are tried with where none is named: the kept ones, then the presets.
///
/// # Errors
/// The service fails.
pub async fn mappings(service: &Service) -> Result<Vec<Mapping>> {
    // A table without titles says nothing of itself: its mapping is named each time.
    let mut all: Vec<Mapping> = kept(service).await?.into_iter().filter(|one| one.titles).collect();
    all.extend(Mapping::all().map_err(Error::from)?);
    Ok(all)
}

/// The mapping of a name, kept or a preset.
///
/// # Errors
/// There is none, or the service fails.
pub async fn mapping(service: &Service, name: &str) -> Result<Mapping> {
    Mapping::named(name, kept(service).await?).map_err(Error::from)
}

async fn kept(service: &Service) -> Result<Vec<Mapping>> {
    let texts = service.ask(cases::BankMappings).await?;
    Ok(texts.iter().filter_map(|text| Mapping::parse(text).ok()).collect())
}

/// The text of a mapping file. Blocks.
///
/// # Errors
/// The file cannot be read.
pub fn mapping_file(path: &Path) -> std::io::Result<String> {
    std::io::read_to_string(std::io::Read::take(crate::process::open_file(path)?, MAPPING))
}

/// Accounts with their currencies, as earlier statements told them.
///
/// # Errors
/// The service fails.
pub async fn currencies(service: &Service, today: Date) -> Result<Vec<(Box<str>, Currency)>> {
    let known = service.ask(cases::BankAccounts { companies: Vec::new(), entries: false, today }).await?;
    Ok(known.into_iter().map(|view| (view.account.account, view.account.currency)).collect())
}

/// What a whole file says, and its first entries. There is no statement where all lines were refused.
pub type Checked = (Reading, Collected, Vec<(usize, BankEntry)>);

/// Reads the whole file and keeps nothing of it but its first entries. Blocks.
///
/// # Errors
/// The file cannot be read, or is no statement.
pub fn check(path: PathBuf, options: Options) -> Result<Checked> {
    let name = options.name.clone();
    let source = path.as_path();
    let (format, word) = detect(&source)?;
    let hash = hash(&source)?;
    let mut first = Vec::new();
    let mut give = |at: usize, _: &BankStatement, entry: BankEntry| {
        first.push((at, entry));
        Ok(())
    };
    let mut collector = Collector::new(&hash, &name, &word, &options, Some(&mut give)).first(PREVIEW as u64);
    read(&source, format, &options, &mut |event| collector.take(event))?;
    let found = collector.end_of_file();
    if found.statements.is_empty() && found.refused_count == 0 {
        return Err(BankError::Empty.into());
    }
    Ok((Reading { path, name, hash, format, word, options, again: 0 }, found, first))
}

fn hash(source: &dyn Source) -> std::result::Result<String, BankError> {
    let wrong = |error: std::io::Error| BankError::File { detail: error.to_string() };
    let mut reader = source.open().map_err(wrong)?;
    let mut digest = Sha256::new();
    loop {
        let bytes = reader.fill_buf().map_err(wrong)?;
        if bytes.is_empty() {
            break;
        }
        digest.update(bytes);
        let length = bytes.len();
        reader.consume(length);
    }
    let mut digits = String::with_capacity(64);
    for byte in digest.finalize() {
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(digits)
}

/// The company of the account: the one that was named, the one that the account is known of, or the only one.
///
/// # Errors
/// It is another company's, or not known.
pub async fn company(service: &Service, wanted: Option<&str>, today: Date, found: &Collected) -> Result<CompanyId> {
    let known = service.ask(cases::BankAccounts { companies: Vec::new(), entries: false, today }).await?;
    let account = found.statements.first().map_or("", |one| &one.account).to_owned();
    let of = |one: &&crate::service::bank::AccountView| {
        found.statements.iter().any(|statement| statement.account == one.account.account)
    };
    let mut owners: Vec<CompanyId> = known.iter().filter(of).map(|one| one.company).collect();
    owners.dedup();
    if let Some(name) = wanted {
        let named = service.ask(cases::FindCompany(name.to_owned())).await?.id;
        if owners.iter().any(|owner| *owner != named) {
            return Err(Error::from(BankRefusal::OfAnother { account }));
        }
        return Ok(named);
    }
    if let [owner] = owners.as_slice() {
        return Ok(*owner);
    }
    let all = service.ask(cases::Companies).await?;
    match all.as_slice() {
        [only] if owners.is_empty() => Ok(only.company.id),
        _ => Err(Error::from(BankRefusal::WhichCompany { account })),
    }
}

/// Writes the file's parts, then its statements.
///
/// # Errors
/// The file changed, or another import came in between.
pub async fn import(service: &Service, company: CompanyId, reading: &Reading, found: &mut Collected) -> Result<()> {
    let all = service.ask(cases::BankStatements { companies: vec![company] }).await?;
    let reading = match again(&all, reading, found) {
        Some(again) => {
            for (place, statement) in found.statements.iter_mut().enumerate() {
                statement.id = statement_id(&reading.hash, again, place);
            }
            &Reading { again, ..reading.clone() }
        }
        None => {
            for statement in &mut found.statements {
                statement.duplicates = statement.entries;
            }
            return Ok(());
        }
    };
    let of = |account: &str| all.iter().filter(|view| *view.statement.account == *account).count() as u64;
    let accounts: BTreeSet<&str> = found.statements.iter().map(|one| &*one.account).collect();
    let known_statements: u64 = accounts.iter().map(|account| of(account)).sum();
    let (mut known, mut others, mut doubts): (Known, Others, Others) = (HashMap::new(), HashMap::new(), HashMap::new());
    let mut beside = Beside::default();
    for account in accounts {
        let statements = found.statements.iter().filter(|one| *one.account == *account).cloned().collect();
        let told = service.ask(cases::BankKnown { company, account: account.to_owned(), statements }).await?;
        known.entry(account.to_owned()).or_default().extend(told.ids);
        beside.0.extend(told.beside);
        others.insert(account.to_owned(), told.others);
        doubts.insert(account.to_owned(), told.doubts);
    }
    let mut twins = Twins::of(service, company, &all, found).await?;
    if others.values().chain(doubts.values()).any(|all| !all.is_empty()) {
        let (reader, of, moved) = (reading.clone(), known.clone(), beside.clone());
        let task = blocking_task(move || twins.with_others(&reader, (&of, &moved), (others, doubts)));
        twins = task.await.map_err(|error| died(&error))??;
    }
    for (at, known, doubtful) in stage(service, company, reading, (known, twins, beside)).await? {
        if let Some(statement) = found.statements.get_mut(at) {
            statement.duplicates = known;
            // They may turn out to be no entries of their own, as announced ones may.
            statement.pending += doubtful;
            if doubtful > 0 {
                found.doubtful.insert(at, doubtful);
            }
        }
    }
    let statements = found.statements.clone();
    found.decided = service.ask(cases::ImportBank { company, statements, known: known_statements }).await?;
    Ok(())
}

/// How often the file was imported before; `None` if it would be a repetition: the same file again is one, unless lines were left out of
/// it that can be read now.
fn again(all: &[StatementView], reading: &Reading, found: &Collected) -> Option<usize> {
    let mut refused: BTreeMap<&str, u64> = BTreeMap::new();
    for view in all.iter().filter(|view| *view.statement.file == *reading.hash) {
        let time = view.statement.id.as_str().split('-').next().unwrap_or_default();
        *refused.entry(time).or_default() += view.statement.refused;
    }
    let is_less = refused.values().all(|refused| found.refused_count < *refused);
    is_less.then_some(refused.len())
}

/// Reads the file again and writes what is new of it; how many entries of each statement were known, and how many perhaps.
async fn stage(
    service: &Service,
    company: CompanyId,
    reading: &Reading,
    (known, twins, beside): (Known, Twins, Beside),
) -> Result<Vec<(usize, u64, u64)>> {
    let (sender, mut parts) = mpsc::channel::<cases::StageBank>(WAITING);
    let reader = reading.clone();
    let task = blocking_task(move || staging::send(company, &reader, (&known, twins, &beside), &sender));
    while let Some(part) = parts.recv().await {
        service.ask(part).await?;
    }
    let sent = task.await.map_err(|error| died(&error))?;
    sent.map_err(Error::from)
}

fn died(error: &tokio::task::JoinError) -> Error {
    Error::new(ErrorKind::Unexpected, Message::new("service-task-died").with("detail", error.to_string()))
}

fn blocking_task<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> tokio::task::JoinHandle<T> {
    tokio::task::spawn_blocking(work)
}
