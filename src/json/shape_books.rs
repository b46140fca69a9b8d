//! What scripts see of own books over HTTP.

use serde::Serialize;
use utoipa::ToSchema;

use super::books::{BilledJson, BookReportJson, BooksJson, ChangedJson, DraftsJson, EditedJson, TimeJson, TimerJson};
use super::shape::{About, Shape};
use crate::domain::Company;
use crate::service::Result;
use crate::service::books::{BookReport, BooksDone, BooksView, DraftView, TimeView, TimerView, Unsound};

/// The companies with own books.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BooksList)]
pub struct BooksListJson<'r> {
    books: Vec<BooksNameJson<'r>>,
}

/// A company with own books.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BooksName)]
pub struct BooksNameJson<'r> {
    company_id: u32,
    company: &'r str,
}

/// What does not add up; nothing where all is well.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BooksCheck)]
pub struct BooksCheckJson {
    problems: Vec<String>,
}

/// What a change led to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = BooksDone)]
pub enum BooksDoneJson<'r> {
    Edited(EditedJson<'r>),
    Billed(BilledJson<'r>),
    Time(TimeJson<'r>),
    Changed(ChangedJson<'r>),
    Timer(TimerJson<'r>),
}

fn named(company: &Company) -> BooksNameJson<'_> {
    BooksNameJson { company_id: company.id.0, company: &company.name }
}

impl Shape for Vec<Company> {
    type Json<'a> = BooksListJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<BooksListJson<'a>> {
        Ok(BooksListJson { books: self.iter().map(named).collect() })
    }
}

impl Shape for Company {
    type Json<'a> = BooksNameJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<BooksNameJson<'a>> {
        Ok(named(self))
    }

    fn location(&self) -> Option<String> {
        Some(format!("/v1/books/{}", self.id))
    }
}

impl Shape for BooksView {
    type Json<'a> = BooksJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<BooksJson<'a>> {
        Ok(BooksJson::new(self))
    }
}

impl Shape for TimeView {
    type Json<'a> = TimeJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<TimeJson<'a>> {
        Ok(TimeJson::new(self))
    }
}

impl Shape for TimerView {
    type Json<'a> = TimerJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<TimerJson<'a>> {
        Ok(TimerJson::new(self))
    }
}

impl Shape for Vec<DraftView> {
    type Json<'a> = DraftsJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<DraftsJson<'a>> {
        Ok(DraftsJson::new(self))
    }
}

impl Shape for Vec<Unsound> {
    type Json<'a> = BooksCheckJson;

    fn shape(&self, about: &About<'_>) -> Result<BooksCheckJson> {
        Ok(BooksCheckJson { problems: self.iter().map(|unsound| about.locale.text(&unsound.what)).collect() })
    }
}

impl Shape for BookReport {
    type Json<'a> = BookReportJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<BookReportJson<'a>> {
        Ok(BookReportJson::new(self))
    }
}

impl Shape for BooksDone {
    type Json<'a> = BooksDoneJson<'a>;

    fn shape<'a>(&'a self, about: &'a About<'_>) -> Result<BooksDoneJson<'a>> {
        Ok(match self {
            Self::Edited(edited) => BooksDoneJson::Edited(EditedJson::new(edited, about.locale)),
            Self::Billed(billed) => BooksDoneJson::Billed(BilledJson::new(billed, about.locale)),
            Self::Approved(view) => BooksDoneJson::Time(TimeJson::new(view)),
            Self::Changed(changed) => BooksDoneJson::Changed(ChangedJson::new(changed)),
            Self::Timer(view) => BooksDoneJson::Timer(TimerJson::new(view)),
        })
    }
}
