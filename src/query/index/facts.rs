//! Facts of an invoice as bits, also whether it counts and is open, so that sums need no texts.

use rust_decimal::Decimal;

use crate::domain::{Direction, InvoiceRow, WarningKind};

/// Facts of an invoice, one bit each; the warnings are in the upper half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::query) struct Facts(pub(in crate::query) u32);

impl Facts {
    /// The provider says that it was cancelled.
    pub(in crate::query) const CANCELLED: Self = Self(1);
    /// The provider no longer has it.
    pub(in crate::query) const VANISHED: Self = Self(1 << 1);
    /// Has a comment.
    pub(in crate::query) const COMMENT: Self = Self(1 << 2);
    /// Money is still expected for it, or owed back: [`InvoiceRow::outstanding`].
    pub(in crate::query) const OUTSTANDING: Self = Self(1 << 3);
    /// The open amount is owed to the buyer: [`InvoiceRow::is_credit`].
    pub(in crate::query) const CREDIT: Self = Self(1 << 4);
    /// Counts in turnover: [`InvoiceRow::counts`].
    pub(in crate::query) const COUNTS: Self = Self(1 << 5);
    /// A document of the company cancels it, or what it cancels itself is no turnover: [`InvoiceRow::has_cancellation`].
    pub(in crate::query) const CANCELLED_BY: Self = Self(1 << 6);
    /// Cancels another document: [`InvoiceRow::cancels`].
    pub(in crate::query) const CANCELS: Self = Self(1 << 7);
    /// Issued and still at the provider: [`InvoiceRow::stands`].
    pub(in crate::query) const STANDS: Self = Self(1 << 8);
    /// Cancelled by its flag or its correction: [`InvoiceRow::is_struck`].
    pub(in crate::query) const STRUCK: Self = Self(1 << 9);
    /// Would be outstanding if no document cancelled it.
    const OPEN: Self = Self(1 << 10);
    /// Its open amount would be owed to the buyer.
    const OWED: Self = Self(1 << 11);
    /// The company received it.
    pub(in crate::query) const RECEIVED: Self = Self(1 << 12);
    /// Paid on a day that its service does not tell: [`InvoiceRow::lacks_paid_day`].
    pub(in crate::query) const UNDATED: Self = Self(1 << 13);
    /// Something is doubtful about it.
    pub(in crate::query) const WARNINGS: Self = Self(0xFFFF_0000);

    /// The bit of a warning.
    pub(in crate::query) const fn warning(kind: WarningKind) -> Self {
        Self((kind.0 as u32) << 16)
    }

    /// The warnings.
    pub(in crate::query) const fn warnings(self) -> WarningKind {
        let [a, b, ..] = self.0.to_be_bytes();
        WarningKind(u16::from_be_bytes([a, b]))
    }

    /// Whether any of `other` is set.
    #[must_use]
    pub(in crate::query) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The direction.
    #[must_use]
    pub(in crate::query) const fn direction(self) -> Direction {
        if self.any(Self::RECEIVED) { Direction::Received } else { Direction::Issued }
    }

    /// All of both.
    #[must_use]
    pub(in crate::query) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn set(self, other: Self, set: bool) -> Self {
        if set { Self(self.0 | other.0) } else { Self(self.0 & !other.0) }
    }

    /// The facts of a row; that another document cancels it is told by [`Self::cancelled_by`] alone.
    pub(super) fn of(row: &InvoiceRow) -> Self {
        Self::warning(row.warnings)
            .set(Self::CANCELLED, row.cancelled)
            .set(Self::VANISHED, row.vanished)
            .set(Self::RECEIVED, row.direction == Direction::Received)
            .set(Self::COMMENT, row.comment.is_some())
            .set(Self::UNDATED, row.lacks_paid_day())
            .set(Self::CANCELS, row.cancels())
            .set(Self::STANDS, row.stands())
            .set(Self::STRUCK, row.is_struck())
            .set(Self::OPEN, row.is_open_alone())
            .set(Self::OWED, row.is_open_alone() && row.balance.unwrap_or(row.gross) < Decimal::ZERO)
            .cancelled_by(false)
    }

    /// The facts once it is known whether a document of the company cancels it; for one that cancels, whether that is no turnover.
    pub(super) fn cancelled_by(self, cancelled: bool) -> Self {
        let counts = if self.any(Self::CANCELS) { !cancelled } else { !self.any(Self::STRUCK) || cancelled };
        self.set(Self::CANCELLED_BY, cancelled)
            .set(Self::COUNTS, self.any(Self::STANDS) && counts)
            .set(Self::OUTSTANDING, self.any(Self::OPEN) && !cancelled)
            .set(Self::CREDIT, self.any(Self::OWED) && !cancelled)
    }
}
