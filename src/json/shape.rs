//! What scripts see of the answer of a use case with a route.

use serde::Serialize;
use utoipa::ToSchema;

use super::RunsJson;
use crate::domain::SyncRun;
use crate::locale::Locale;

/// An answer that scripts may see.
pub trait Shape {
    /// Its JSON.
    type Json: Serialize + ToSchema;
    /// Its JSON, with texts in a language.
    fn shape(self, locale: &Locale) -> Self::Json;
}

impl Shape for Vec<SyncRun> {
    type Json = RunsJson;

    fn shape(self, locale: &Locale) -> RunsJson {
        RunsJson::new(&self, locale)
    }
}
