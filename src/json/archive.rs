//! Archived documents.

use serde::Serialize;

use super::value::{Instant, Shown};
use crate::locale::Lang;
use crate::service::archive::{Archived, ArchivedView};

/// `faktura archive list|verify --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Archive))]
pub struct ArchiveJson {
    /// How many of them are not as they were written; only after they were read back.
    pub faults: usize,
    /// By company and number.
    pub documents: Vec<ArchivedJson>,
}

/// An archived document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Archived))]
#[expect(missing_docs, reason = "the names are the promise; ArchiveItem explains them")]
pub struct ArchivedJson {
    pub company_id: u32,
    pub company: String,
    pub invoice_id: String,
    pub invoice_number: String,
    pub form: String,
    pub object: String,
    pub sha256: String,
    pub size: u64,
    #[cfg_attr(feature = "api", schema(value_type = String, format = DateTime))]
    pub archived: Instant,
    pub error: Option<String>,
}

/// `faktura archive run --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = ArchiveRun))]
#[expect(missing_docs, reason = "the names are the promise; Archived explains them")]
pub struct ArchiveRunJson {
    /// `completed`, `partial` or `failed`.
    pub status: &'static str,
    pub written: u64,
    pub there: u64,
    pub known: u64,
    pub refused: Vec<ArchiveRefusedJson>,
    pub error: Option<String>,
}

/// A document that was not made in a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = ArchiveRefused))]
#[expect(missing_docs, reason = "the names are the promise")]
pub struct ArchiveRefusedJson {
    pub invoice_number: String,
    pub form: String,
    pub error: String,
}

impl ArchiveJson {
    /// What scripts see of the archive.
    #[must_use]
    pub fn new(views: &[ArchivedView]) -> Self {
        let one = |view: &ArchivedView| ArchivedJson {
            company_id: view.company.0,
            company: view.company_name.clone(),
            invoice_id: view.item.document.to_string(),
            invoice_number: view.item.number.clone(),
            form: view.item.form.clone(),
            object: view.item.name.clone(),
            sha256: view.item.sha256.clone(),
            size: view.item.size,
            archived: Shown(view.item.at),
            error: view.fault.as_ref().map(|fault| Lang::En.locale().text(fault)),
        };
        Self { faults: views.iter().filter(|view| view.fault.is_some()).count(), documents: views.iter().map(one).collect() }
    }
}

impl From<&Archived> for ArchiveRunJson {
    fn from(done: &Archived) -> Self {
        let text = |message: &crate::domain::Message| Lang::En.locale().text(message);
        let refused = done.refused.iter().map(|(number, form, why)| ArchiveRefusedJson {
            invoice_number: number.clone(),
            form: form.clone(),
            error: text(why),
        });
        Self {
            status: match (&done.error, done.refused.is_empty()) {
                (Some(_), _) => "failed",
                (None, true) => "completed",
                (None, false) => "partial",
            },
            written: done.written,
            there: done.there,
            known: done.known,
            refused: refused.collect(),
            error: done.error.as_ref().map(text),
        }
    }
}
