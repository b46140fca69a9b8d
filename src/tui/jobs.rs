//! Jobs of the screen: exports and downloads, running and ended.

use jiff::Timestamp;

use super::chosen::Chosen;
use super::outside::Opened;
use super::picked::AnyPicked;
use super::table::Table;
use crate::domain::{Message, RecordKey};
use crate::error::Error;
use crate::export::Format;
use std::path::PathBuf;

/// Jobs that ended are kept until there are more than this.
const KEPT: usize = 20;
/// Failed documents that a job names; the log has all of them.
const NAMED: usize = 50;

/// A program with its arguments and what is added to its environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) argv: Vec<String>,
    pub(crate) env: Vec<(String, String)>,
}

/// The work of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Work {
    /// Invoices into a file.
    Export {
        /// The invoices.
        chosen: Chosen,
        /// Kind of file.
        format: Format,
        /// The file; an existing one is not touched.
        path: PathBuf,
        /// With customers and amounts hidden.
        masked: bool,
    },
    /// Payments or contacts into a file.
    Records {
        /// The records.
        picked: AnyPicked,
        /// Kind of file.
        format: Format,
        /// The file; an existing one is not touched.
        path: PathBuf,
        /// With customers and amounts hidden.
        masked: bool,
    },
    /// A table into a file.
    Table {
        /// The table.
        table: Table,
        /// Kind of file: CSV, JSON or NDJSON.
        format: Format,
        /// The file; an existing one is not touched.
        path: PathBuf,
    },
    /// A file of bank statements into the store.
    Statement {
        /// The file.
        path: PathBuf,
        /// The company; found by the account where it is `None`.
        company: Option<String>,
        /// Whether the rest is imported where lines are refused.
        skip: bool,
        /// What the file itself does not tell.
        beside: Beside,
    },
    /// A command of the user's on rows.
    Command {
        /// Its name.
        name: String,
        /// One run a row.
        runs: Vec<Run>,
    },
    /// Something of a document in the user's program.
    Open {
        /// The document.
        key: RecordKey,
        /// Its number.
        number: String,
        /// What of it.
        what: Opened,
        /// The program with its arguments; without one the place is told and copied.
        program: Option<Vec<String>>,
        /// The folder that its PDF is saved in.
        folder: PathBuf,
    },
    /// Something to each of several rows, kept for what failed.
    Rows {
        /// What it was.
        name: String,
    },
    /// PDFs into a folder.
    Pdf {
        /// The invoices.
        chosen: Chosen,
        /// The folder; created if it is missing.
        folder: PathBuf,
    },
}

/// What a person tells beside a file of bank statements; each is empty where the file tells it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Beside {
    /// The account.
    pub(crate) account: String,
    /// The currency.
    pub(crate) currency: String,
    /// The mapping file of the columns of a table.
    pub(crate) mapping: String,
}

impl Work {
    /// The path of the output.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Command { name, .. } | Self::Rows { name } => name.clone(),
            Self::Open { number, .. } => number.clone(),
            Self::Export { path: place, .. }
            | Self::Records { path: place, .. }
            | Self::Table { path: place, .. }
            | Self::Statement { path: place, .. }
            | Self::Pdf { folder: place, .. } => place.display().to_string(),
        }
    }
}

/// A job.
#[derive(Debug)]
pub(crate) struct Job {
    /// Its number.
    pub(crate) id: u64,
    /// The work.
    pub(crate) work: Work,
    /// Invoices done, and how many there are in all.
    pub(crate) done: usize,
    pub(crate) total: usize,
    /// Documents that could not be saved, by their numbers, and why.
    pub(crate) failed: Vec<(String, Error)>,
    /// What a command said, line by line.
    pub(crate) said: Vec<String>,
    /// The address among these lines.
    pub(crate) link: Option<String>,
    /// When it began.
    pub(crate) started: Timestamp,
    /// When and how it ended.
    pub(crate) ended: Option<(Timestamp, Result<Message, Error>)>,
}

/// Every job, the newest first.
#[derive(Debug, Default)]
pub(crate) struct Jobs {
    all: Vec<Job>,
    next: u64,
}

/// A message of a running job.
#[derive(Debug)]
pub(crate) enum Step {
    /// Invoices done, and how many there are.
    Progress(usize, usize),
    /// The document of this number could not be saved.
    Failed(String, Error),
    /// A command said these lines.
    Said(Vec<String>),
    /// Instead of being opened here, this address is shown and this text copied.
    Offered { link: String, copied: String },
    /// It ended.
    Ended(Result<Message, Error>),
}

impl Jobs {
    /// Every job, the newest first.
    pub(crate) fn all(&self) -> &[Job] {
        &self.all
    }

    /// The number of running jobs.
    pub(crate) fn running(&self) -> usize {
        self.all.iter().filter(|job| job.ended.is_none()).count()
    }

    /// Adds one; returns its number.
    pub(crate) fn add(&mut self, work: Work, now: Timestamp) -> u64 {
        self.next += 1;
        self.all.insert(
            0,
            Job {
                id: self.next,
                work,
                done: 0,
                total: 0,
                failed: Vec::new(),
                said: Vec::new(),
                link: None,
                started: now,
                ended: None,
            },
        );
        while self.all.len() > KEPT
            && let Some(at) = self.all.iter().rposition(|job| job.ended.is_some())
        {
            self.all.remove(at);
        }
        self.next
    }

    /// Takes a message of a job; returns the job if it ended.
    pub(crate) fn step(&mut self, id: u64, step: Step, now: Timestamp) -> Option<&Job> {
        let job = self.all.iter_mut().find(|job| job.id == id && job.ended.is_none())?;
        match step {
            Step::Progress(done, total) => {
                (job.done, job.total) = (done, total);
                None
            }
            Step::Said(lines) => {
                job.said.extend(lines);
                None
            }
            Step::Offered { link, .. } => {
                job.said = vec![link.clone()];
                job.link = Some(link);
                None
            }
            Step::Failed(number, error) => {
                if job.failed.len() < NAMED {
                    job.failed.push((number, error));
                }
                None
            }
            Step::Ended(result) => {
                job.ended = Some((now, result));
                Some(job)
            }
        }
    }

    /// The import of statements that was begun last, if it was refused.
    pub(crate) fn refused_import(&self) -> Option<(&Work, &Error)> {
        let job = self.all.iter().find(|job| matches!(job.work, Work::Statement { .. }))?;
        let (_, Err(error)) = job.ended.as_ref()? else { return None };
        Some((&job.work, error))
    }

    /// The job of a number.
    pub(crate) fn get(&self, id: u64) -> Option<&Job> {
        self.all.iter().find(|job| job.id == id)
    }
}
