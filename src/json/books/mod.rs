//! Own books: what scripts see of clients, projects, rates, time, drafts and documents.

mod bill;
mod doubt;
mod people;
mod recurring;
mod report;
mod time;

pub use bill::{BilledJson, DraftJson, DraftsJson};
pub use people::{BooksAddedJson, BooksJson, ClientJson, EditedJson, PersonJson, ProjectJson, RateJson, SkippedNumbersJson};
pub use report::{BookReportJson, BookRowJson};
pub use time::{ChangedJson, ChangedLineJson, EntryJson, ImportedJson, LintJson, RefusedLineJson, TimeJson, TimerJson};
