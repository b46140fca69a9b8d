//! What details of MT940 say, whichever dialect says it.
//!
//! For: the readers of the dialects. Uses: std. Never: a limit.

/// What the details say, before it is cut.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) text: String,
    pub(super) name: String,
    pub(super) account: String,
    pub(super) bank: String,
    pub(super) end_to_end: String,
    pub(super) structured: String,
    pub(super) booking: String,
    pub(super) reference: String,
    pub(super) charges: String,
}
