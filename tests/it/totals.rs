//! What counts in totals: one rule for documents that correct each other, in every list, report, status and answer.

mod cases;
mod fuzz;
mod naive;
mod sandbox;
mod spelled;
