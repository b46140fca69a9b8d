//! Stands in the place of XLSX in a build without the feature `xlsx`: no workbook can be begun.

use std::path::Path;

use super::{ExportError, Exported, Options, Out};
use crate::query::schema::Context;
use crate::service::ItemizedInvoice;

/// A workbook, of which there is none in this build.
pub(super) enum Book {}

impl Book {
    pub(super) fn new<F: Exported>(_: Out, _: &Options<F>, _: Option<&Path>) -> Result<Self, ExportError> {
        Err(ExportError::LeftOut)
    }

    pub(super) fn row<F: Exported>(&mut self, _: &F::Row, _: &Context<'_>, _: &Options<F>) -> Result<(), ExportError> {
        match *self {}
    }

    pub(super) const fn items(&mut self, _: &ItemizedInvoice, _: &str) -> Result<u64, ExportError> {
        match *self {}
    }

    pub(super) const fn finish(self) -> Result<(), ExportError> {
        match self {}
    }
}
