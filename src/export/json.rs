//! JSON and NDJSON: the objects of `faktura invoices --format json`, as they come.

use std::io::Write;

use super::{ExportError, Exported, Options, Out};
use crate::json::{RowJson, to_line};
use crate::query::schema::Context;

/// One object with all invoices.
pub(super) struct Json {
    out: Out,
    empty: bool,
}

impl Json {
    pub(super) fn new<F: Exported>(mut out: Out, options: &Options<F>) -> Result<Self, ExportError> {
        write!(out, "{{\"total\":{},", options.total)?;
        F::totals(&options.totals, &mut out)?;
        write!(out, "\"{}\":[", F::NAME)?;
        Ok(Self { out, empty: true })
    }

    pub(super) fn row<F: Exported>(&mut self, row: &F::Row, context: Context<'_>) -> Result<(), ExportError> {
        self.out.write_all(if self.empty { b"\n" } else { b",\n" })?;
        self.empty = false;
        Ok(to_line(&mut self.out, &RowJson::<F>::new(row, context))?)
    }

    pub(super) fn finish(mut self) -> Result<(), ExportError> {
        self.out.write_all(if self.empty { b"]}\n" } else { b"\n]}\n" })?;
        Ok(self.out.flush()?)
    }
}

/// One invoice a line.
pub(super) struct Lines(Out);

impl Lines {
    pub(super) fn new(out: Out) -> Self {
        Self(out)
    }

    pub(super) fn row<F: Exported>(&mut self, row: &F::Row, context: Context<'_>) -> Result<(), ExportError> {
        to_line(&mut self.0, &RowJson::<F>::new(row, context))?;
        Ok(self.0.write_all(b"\n")?)
    }

    pub(super) fn finish(mut self) -> Result<(), ExportError> {
        Ok(self.0.flush()?)
    }
}
