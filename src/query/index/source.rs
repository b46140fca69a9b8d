//! Places of columns in the index: what the table of invoices names, and what a test or an order looks up once.

/// The place of a column of invoices, which decides how it is tested and ordered. Looked up once for a query, never for an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A column of texts.
    Text(TextColumn),
    /// A word of the class.
    Word(WordColumn),
    /// A text of the partner.
    Partner(PartnerColumn),
    /// A column of dates.
    Date(DateColumn),
    /// A column of amounts.
    Amount(AmountColumn),
    /// What is left to pay: the balance or the gross, where something is owed.
    Open,
    /// The days since the due date.
    DaysOverdue,
    /// The company.
    Company,
    /// The last change.
    Changed,
    /// Texts of line items.
    Items,
    /// Tags.
    Tags,
    /// Whether other columns have a value, and the warnings.
    Present,
    /// The service of the row's company.
    Provider,
    /// The direction.
    Direction,
}

/// A column of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of InvoiceRow")]
pub enum DateColumn {
    Issued,
    Fulfilled,
    Due,
    Paid,
}

/// A word of the class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of InvoiceRow")]
pub enum WordColumn {
    Type,
    Status,
    Method,
    Currency,
    Nav,
}

/// A text of the partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of InvoiceRow")]
pub enum PartnerColumn {
    Name,
    Tax,
    /// The provider's identifier.
    Id,
}

/// A column of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of InvoiceRow")]
pub enum AmountColumn {
    Gross,
    Net,
    Vat,
    /// Gross in the company's own currency.
    Local,
    /// Amount left to pay, if payments are known.
    Balance,
}

/// A column of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of InvoiceRow")]
pub enum TextColumn {
    /// The provider's identifier.
    Id,
    Number,
    Comment,
    /// The number as it is compared.
    FoldedNumber,
    /// The comment as it is compared.
    FoldedComment,
    /// Numbers of item texts and tags: see [`super::wording`].
    Wording,
}

impl TextColumn {
    /// Returns the column that searches look at.
    pub(super) const fn compared(self) -> Self {
        match self {
            Self::Number => Self::FoldedNumber,
            Self::Comment => Self::FoldedComment,
            other => other,
        }
    }
}
