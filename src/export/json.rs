//! JSON and NDJSON: the objects of `faktura invoices --format json`, as they come.

use std::io::Write;

use super::{ExportError, Options, Out};
use crate::domain::InvoiceRow;
use crate::json::{RowJson, to_line, totals};
use crate::query::Field;
use crate::query::schema::Context;

/// One object with all invoices.
pub(super) struct Json {
    out: Out,
    empty: bool,
}

impl Json {
    pub(super) fn new(mut out: Out, options: &Options) -> Result<Self, ExportError> {
        write!(out, "{{\"total\":{},\"totals\":", options.total)?;
        to_line(&mut out, &totals(&options.totals))?;
        out.write_all(b",\"invoices\":[")?;
        Ok(Self { out, empty: true })
    }

    pub(super) fn row(&mut self, row: &InvoiceRow, context: Context<'_>) -> Result<(), ExportError> {
        self.out.write_all(if self.empty { b"\n" } else { b",\n" })?;
        self.empty = false;
        Ok(to_line(&mut self.out, &RowJson::<Field>::new(row, context))?)
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

    pub(super) fn row(&mut self, row: &InvoiceRow, context: Context<'_>) -> Result<(), ExportError> {
        to_line(&mut self.0, &RowJson::<Field>::new(row, context))?;
        Ok(self.0.write_all(b"\n")?)
    }

    pub(super) fn finish(mut self) -> Result<(), ExportError> {
        Ok(self.0.flush()?)
    }
}
