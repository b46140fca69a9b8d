//! Jobs of the screen: exports and downloads, running and ended.

use jiff::Timestamp;

use super::chosen::Chosen;
use crate::domain::Message;
use crate::error::Error;
use crate::export::Format;
use std::path::PathBuf;

/// Jobs that ended are kept until there are more than this.
const KEPT: usize = 20;
/// Failed documents that a job names; the log has all of them.
const NAMED: usize = 50;

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
    /// PDFs into a folder.
    Pdf {
        /// The invoices.
        chosen: Chosen,
        /// The folder; created if it is missing.
        folder: PathBuf,
    },
}

impl Work {
    /// The path of the output.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Export { path: place, .. } | Self::Pdf { folder: place, .. } => place.display().to_string(),
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
        self.all.insert(0, Job { id: self.next, work, done: 0, total: 0, failed: Vec::new(), started: now, ended: None });
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

    /// The job of a number.
    pub(crate) fn get(&self, id: u64) -> Option<&Job> {
        self.all.iter().find(|job| job.id == id)
    }
}
