//! An invoice as the index holds it: about 170 bytes and its own texts; what invoices share is in pools.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::pool::{NONE, Pool};
use crate::domain::{
    CompanyId, Currency, DocumentType, InvoiceRow, NavStatus, PaymentMethod, PaymentStatus, RemoteId, RunId, WarningKind,
};
use crate::query::ast::word;
use crate::query::fold::{fold, fold_into};

/// A date that is not there.
pub(in crate::query) const NO_DATE: i32 = i32::MIN;

/// A date as a number of the same order; not a count of days.
#[must_use]
pub(in crate::query) fn pack(date: Date) -> i32 {
    i32::from(date.year()) * 512 + i32::from(date.month()) * 32 + i32::from(date.day())
}

pub(super) fn unpack(packed: i32) -> Option<Date> {
    let small = |number: i32| i8::try_from(number).ok();
    Date::new(i16::try_from(packed.div_euclid(512)).ok()?, small(packed.rem_euclid(512) / 32)?, small(packed.rem_euclid(32))?)
        .ok()
}

/// The shared texts.
#[derive(Debug)]
pub(in crate::query) struct Pools {
    pub(in crate::query) kinds: Pool,
    pub(in crate::query) statuses: Pool,
    pub(in crate::query) methods: Pool,
    pub(in crate::query) currencies: Pool,
    pub(in crate::query) navs: Pool,
    pub(in crate::query) partners: Pool,
    pub(in crate::query) taxes: Pool,
}

impl Default for Pools {
    fn default() -> Self {
        let words = || Pool::new(word);
        Self {
            kinds: words(),
            statuses: words(),
            methods: words(),
            currencies: words(),
            navs: words(),
            partners: Pool::new(fold),
            taxes: Pool::new(fold),
        }
    }
}

/// Yes-or-no facts of an invoice, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::query) struct Flags(u8);

impl Flags {
    /// It was cancelled.
    pub(in crate::query) const CANCELLED: Self = Self(1);
    /// The provider no longer has it.
    pub(in crate::query) const VANISHED: Self = Self(1 << 1);
    /// Its net total is known.
    pub(in crate::query) const NET: Self = Self(1 << 2);
    /// Its VAT is known.
    pub(in crate::query) const VAT: Self = Self(1 << 3);
    /// It has a comment.
    pub(in crate::query) const COMMENT: Self = Self(1 << 4);
    /// Money is still expected for it.
    pub(in crate::query) const OUTSTANDING: Self = Self(1 << 5);
    /// Its gross in the company's own currency is known.
    pub(in crate::query) const LOCAL: Self = Self(1 << 6);

    /// Whether all of `other` are set.
    #[must_use]
    pub(in crate::query) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    const fn with(self, other: Self, set: bool) -> Self {
        if set { Self(self.0 | other.0) } else { self }
    }
}

/// An invoice, compact.
///
#[derive(Debug)]
/// Fields as in `InvoiceRow`; `u32` are numbers of the pools, `i32` packed dates.
pub(in crate::query) struct Record {
    pub(in crate::query) company: u32,
    pub(in crate::query) kind: u32,
    pub(in crate::query) status: u32,
    pub(in crate::query) method: u32,
    pub(in crate::query) currency: u32,
    pub(in crate::query) nav: u32,
    pub(in crate::query) partner: u32,
    pub(in crate::query) tax: u32,
    pub(in crate::query) issued: i32,
    pub(in crate::query) fulfilled: i32,
    pub(in crate::query) due: i32,
    pub(in crate::query) paid: i32,
    pub(in crate::query) gross: Decimal,
    pub(in crate::query) net: Decimal,
    pub(in crate::query) vat: Decimal,
    pub(in crate::query) local: Decimal,
    pub(in crate::query) changed: Timestamp,
    pub(in crate::query) changed_run: u64,
    pub(in crate::query) warnings: WarningKind,
    pub(in crate::query) flags: Flags,
    /// Identifier, number and comment, one after the other.
    own: Box<str>,
    /// Number and comment as they are compared, with a line break between, which neither has.
    search: Box<str>,
    id_end: u32,
    number_end: u32,
    search_number_end: u32,
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

impl Record {
    /// Compacts a row.
    pub(in crate::query) fn new(row: &InvoiceRow, pools: &mut Pools) -> Self {
        let comment = row.comment.as_deref().unwrap_or("");
        let own = [row.id.as_str(), &row.number, comment].concat();
        let mut search = fold(&row.number);
        let search_number_end = length(&search);
        if !comment.is_empty() {
            search.push('\n');
            fold_into(comment, &mut search);
        }
        let date = |date: Option<Date>| date.map_or(NO_DATE, pack);
        Self {
            company: row.company.0,
            kind: pools.kinds.intern(row.kind.as_str()),
            status: pools.statuses.intern(row.status.as_str()),
            method: pools.methods.intern_option(row.method.as_ref().map(PaymentMethod::as_str)),
            currency: pools.currencies.intern(row.currency.as_str()),
            nav: pools.navs.intern_option(row.nav.as_ref().map(NavStatus::as_str)),
            partner: pools.partners.intern(&row.partner_name),
            tax: pools.taxes.intern_option(row.partner_tax_number.as_deref()),
            issued: date(row.issued),
            fulfilled: date(row.fulfilled),
            due: date(row.due),
            paid: date(row.paid),
            gross: row.gross,
            net: row.net.unwrap_or_default(),
            vat: row.vat.unwrap_or_default(),
            local: row.gross_local.unwrap_or_default(),
            changed: row.changed,
            changed_run: row.changed_run.0,
            warnings: row.warnings,
            flags: Flags::default()
                .with(Flags::CANCELLED, row.cancelled)
                .with(Flags::VANISHED, row.vanished)
                .with(Flags::NET, row.net.is_some())
                .with(Flags::VAT, row.vat.is_some())
                .with(Flags::LOCAL, row.gross_local.is_some())
                .with(Flags::COMMENT, row.comment.is_some())
                .with(Flags::OUTSTANDING, row.outstanding()),
            id_end: length(row.id.as_str()),
            number_end: length(row.id.as_str()).saturating_add(length(&row.number)),
            own: own.into(),
            search: search.into(),
            search_number_end,
        }
    }

    /// The row that it was made from.
    #[must_use]
    pub(in crate::query) fn row(&self, pools: &Pools) -> InvoiceRow {
        InvoiceRow {
            company: CompanyId(self.company),
            id: RemoteId::new(self.id()),
            number: self.number().into(),
            kind: DocumentType::from(pools.kinds.get(self.kind).unwrap_or("")),
            status: PaymentStatus::from(pools.statuses.get(self.status).unwrap_or("")),
            method: pools.methods.get(self.method).map(PaymentMethod::from),
            cancelled: self.flags.has(Flags::CANCELLED),
            currency: Currency::new(pools.currencies.get(self.currency).unwrap_or("")),
            gross: self.gross,
            net: self.net(),
            vat: self.vat(),
            gross_local: self.local(),
            issued: unpack(self.issued),
            fulfilled: unpack(self.fulfilled),
            due: unpack(self.due),
            paid: unpack(self.paid),
            partner_name: pools.partners.get(self.partner).unwrap_or("").into(),
            partner_tax_number: pools.taxes.get(self.tax).map(Into::into),
            comment: self.comment().map(Into::into),
            nav: pools.navs.get(self.nav).map(NavStatus::from),
            warnings: self.warnings,
            vanished: self.flags.has(Flags::VANISHED),
            changed_run: RunId(self.changed_run),
            changed: self.changed,
        }
    }

    /// The provider's identifier.
    #[must_use]
    pub(in crate::query) fn id(&self) -> &str {
        self.own.get(..self.id_end as usize).unwrap_or("")
    }

    /// The number.
    #[must_use]
    pub(in crate::query) fn number(&self) -> &str {
        self.own.get(self.id_end as usize..self.number_end as usize).unwrap_or("")
    }

    /// The comment.
    #[must_use]
    pub(in crate::query) fn comment(&self) -> Option<&str> {
        self.flags.has(Flags::COMMENT).then(|| self.own.get(self.number_end as usize..).unwrap_or(""))
    }

    /// Number and comment as they are compared.
    #[must_use]
    pub(in crate::query) fn search(&self) -> &str {
        &self.search
    }

    /// The number as it is compared.
    #[must_use]
    pub(in crate::query) fn search_number(&self) -> &str {
        self.search.get(..self.search_number_end as usize).unwrap_or("")
    }

    /// The comment as it is compared.
    #[must_use]
    pub(in crate::query) fn search_comment(&self) -> &str {
        self.search.get(self.search_number_end as usize + 1..).unwrap_or("")
    }

    /// The net total, where it is known.
    #[must_use]
    pub(in crate::query) const fn net(&self) -> Option<Decimal> {
        if self.flags.has(Flags::NET) { Some(self.net) } else { None }
    }

    /// The VAT, where it is known.
    #[must_use]
    pub(in crate::query) const fn vat(&self) -> Option<Decimal> {
        if self.flags.has(Flags::VAT) { Some(self.vat) } else { None }
    }

    /// The gross in the company's own currency, where it is known.
    #[must_use]
    pub(in crate::query) const fn local(&self) -> Option<Decimal> {
        if self.flags.has(Flags::LOCAL) { Some(self.local) } else { None }
    }

    /// Whether the invoice is overdue on a day, as [`pack`] writes it.
    #[must_use]
    pub(in crate::query) const fn overdue(&self, today: i32) -> bool {
        self.flags.has(Flags::OUTSTANDING) && self.due != NO_DATE && self.due < today
    }

    /// Whether a shared text is there.
    #[must_use]
    pub(in crate::query) const fn there(number: u32) -> bool {
        number != NONE
    }

    /// The due date.
    #[must_use]
    pub(in crate::query) fn due_date(&self) -> Option<Date> {
        unpack(self.due)
    }
}
