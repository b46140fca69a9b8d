//! Invoices as the index holds them: a column for each thing that is asked about, about 100 bytes and the texts of each.
//!
//! What invoices share is kept once: the words of their state together ([`Class`]), partner and tax number ([`Partner`]), the
//! run and moment of their last change ([`LastChange`]).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::amounts::Amounts;
use super::facts::Facts;
use super::pieces::LazyTexts;
use super::pool::{Combinations, NONE, Pool};
use super::source::{AmountColumn, DateColumn, PartnerColumn, TextColumn, WordColumn};
use super::texts::Texts;
use super::wording::wording;
use crate::domain::numbers::Country;
use crate::domain::{
    CompanyId, CorrectionType, Currency, Direction, DocumentType, InvoiceRow, NavStatus, PaymentMethod, PaymentStatus, RemoteId,
    RunId,
};
use crate::query::ast::word;
use crate::query::fold::fold;

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

/// The words of an invoice's state, as numbers of the pools: type, status, method, currency, state at the tax authority, correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::query) struct Class {
    pub(in crate::query) kind: u32,
    pub(in crate::query) status: u32,
    pub(in crate::query) method: u32,
    pub(in crate::query) currency: u32,
    pub(in crate::query) nav: u32,
    pub(in crate::query) correction: u32,
}

/// A buyer's name, tax number and identifier at the provider, as numbers of the pools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::query) struct Partner {
    pub(in crate::query) name: u32,
    pub(in crate::query) tax: u32,
    pub(in crate::query) id: u32,
    /// Country, packed; 0 where none is known.
    pub(in crate::query) country: u32,
}

/// When and by which run an invoice was changed last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::query) struct LastChange {
    pub(in crate::query) at: Timestamp,
    pub(in crate::query) run: u64,
}

/// Values that invoices share.
#[derive(Debug)]
pub(in crate::query) struct Pools {
    pub(in crate::query) kinds: Pool,
    pub(in crate::query) statuses: Pool,
    pub(in crate::query) methods: Pool,
    pub(in crate::query) currencies: Pool,
    pub(in crate::query) navs: Pool,
    pub(in crate::query) names: Pool,
    pub(in crate::query) taxes: Pool,
    pub(in crate::query) corrections: Pool,
    pub(in crate::query) partner_ids: Pool,
    /// Texts of line items, compared folded.
    pub(in crate::query) items: Pool,
    /// Tags, compared folded.
    pub(in crate::query) tags: Pool,
    pub(in crate::query) classes: Combinations<Class>,
    pub(in crate::query) partners: Combinations<Partner>,
    pub(in crate::query) last_changes: Combinations<LastChange>,
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
            names: Pool::of_names(),
            taxes: Pool::new(fold),
            corrections: words(),
            partner_ids: Pool::new(str::to_owned),
            items: Pool::new(fold),
            tags: Pool::new(fold),
            classes: Combinations::default(),
            partners: Combinations::default(),
            last_changes: Combinations::default(),
        }
    }
}

impl Pools {
    /// The pools of texts, in the order in which they are kept.
    pub(super) const fn of_texts(&self) -> [&Pool; 11] {
        let Self { kinds, statuses, methods, currencies, navs, names, taxes, corrections, partner_ids, items, tags, .. } = self;
        [kinds, statuses, methods, currencies, navs, names, taxes, corrections, partner_ids, items, tags]
    }

    /// Like [`Self::of_texts`].
    pub(super) const fn of_texts_mut(&mut self) -> [&mut Pool; 11] {
        let Self { kinds, statuses, methods, currencies, navs, names, taxes, corrections, partner_ids, items, tags, .. } = self;
        [kinds, statuses, methods, currencies, navs, names, taxes, corrections, partner_ids, items, tags]
    }

    fn class(&mut self, row: &InvoiceRow) -> u32 {
        let class = Class {
            kind: self.kinds.intern(row.kind.as_str()),
            status: self.statuses.intern(row.status.as_str()),
            method: self.methods.intern_option(row.method.as_ref().map(PaymentMethod::as_str)),
            currency: self.currencies.intern(row.currency.as_str()),
            nav: self.navs.intern_option(row.nav.as_ref().map(NavStatus::as_str)),
            correction: self.corrections.intern_option(row.correction.as_ref().map(CorrectionType::as_str)),
        };
        self.classes.intern(class)
    }

    fn partner(&mut self, row: &InvoiceRow) -> u32 {
        let name = self.names.intern(&row.partner_name);
        let tax = self.taxes.intern_option(row.partner_tax_number.as_deref());
        let id = self.partner_ids.intern_option(row.partner_id.as_deref());
        let country = row.partner_country.map_or(0, Country::packed);
        self.partners.intern(Partner { name, tax, id, country })
    }
}

impl WordColumn {
    /// Returns its number in a class, [`NONE`] where it is missing.
    pub(super) const fn of(self) -> fn(&Class) -> u32 {
        match self {
            Self::Type => |class| class.kind,
            Self::Status => |class| class.status,
            Self::Method => |class| class.method,
            Self::Currency => |class| class.currency,
            Self::Nav => |class| class.nav,
        }
    }

    /// Returns the pool of its texts.
    pub(super) const fn pool(self, pools: &Pools) -> &Pool {
        match self {
            Self::Type => &pools.kinds,
            Self::Status => &pools.statuses,
            Self::Method => &pools.methods,
            Self::Currency => &pools.currencies,
            Self::Nav => &pools.navs,
        }
    }
}

impl PartnerColumn {
    /// Returns its number in a partner.
    pub(super) const fn of(self) -> fn(&Partner) -> u32 {
        match self {
            Self::Name => |partner| partner.name,
            Self::Tax => |partner| partner.tax,
            Self::Id => |partner| partner.id,
        }
    }

    /// Returns the pool of its texts.
    pub(super) const fn pool(self, pools: &Pools) -> &Pool {
        match self {
            Self::Name => &pools.names,
            Self::Tax => &pools.taxes,
            Self::Id => &pools.partner_ids,
        }
    }
}

/// Every invoice, by its slot.
#[derive(Debug, Default)]
pub(in crate::query) struct Columns {
    pub(super) companies: Vec<u32>,
    pub(super) classes: Vec<u32>,
    pub(super) partners: Vec<u32>,
    pub(super) last_changes: Vec<u32>,
    pub(super) facts: Vec<u32>,
    pub(super) dates: [Vec<i32>; 4],
    pub(super) amounts: [Amounts; 5],
    pub(super) texts: [LazyTexts; 6],
    /// Identifiers of related documents, one a line, of the few that have them in their row.
    pub(super) related: BTreeMap<u32, Box<str>>,
}

/// The texts are rewritten in order once more than one in so many is out of place.
const SCATTERED: usize = 16;

fn dates(row: &InvoiceRow) -> [i32; 4] {
    [row.issued, row.fulfilled, row.due, row.paid].map(|date| date.map_or(NO_DATE, pack))
}

const fn amounts(row: &InvoiceRow) -> [Option<rust_decimal::Decimal>; 5] {
    [Some(row.gross), row.net, row.vat, row.gross_local, row.balance]
}

impl Columns {
    /// Number of invoices.
    pub(in crate::query) const fn len(&self) -> usize {
        self.companies.len()
    }

    /// Bytes of all columns.
    pub(super) fn size(&self) -> usize {
        // Four numbers, the facts, dates, amounts and a place in the order of keys.
        let fixed = 4 * 4 + 4 + 4 * 4 + 5 * 8 + 4;
        self.len() * fixed + self.texts.iter().map(LazyTexts::size).sum::<usize>()
    }

    /// Adds an invoice in the next slot.
    pub(super) fn push(&mut self, row: &InvoiceRow, pools: &mut Pools) {
        self.companies.push(row.company.0);
        self.classes.push(pools.class(row));
        self.partners.push(pools.partner(row));
        self.last_changes.push(pools.last_changes.intern(LastChange { at: row.changed, run: row.changed_run.0 }));
        self.facts.push(Facts::of(row).0);
        self.dates.iter_mut().zip(dates(row)).for_each(|(column, date)| column.push(date));
        self.amounts.iter_mut().zip(amounts(row)).for_each(|(column, amount)| column.push(amount));
        let comment = row.comment.as_deref().unwrap_or("");
        let (number_folded, comment_folded) = (fold(&row.number), fold(comment));
        let wording = wording(row, &mut pools.items, &mut pools.tags);
        let texts = [row.id.as_str(), &row.number, comment, &number_folded, &comment_folded, &wording];
        self.texts.iter_mut().zip(texts).for_each(|(column, text)| column.push(text));
        self.relate(self.len() - 1, row);
    }

    /// Replaces the invoice of a slot by another state of it.
    pub(super) fn set(&mut self, slot: usize, row: &InvoiceRow, pools: &mut Pools) {
        let put = |column: &mut Vec<u32>, value: u32| {
            if let Some(place) = column.get_mut(slot) {
                *place = value;
            }
        };
        put(&mut self.companies, row.company.0);
        put(&mut self.classes, pools.class(row));
        put(&mut self.partners, pools.partner(row));
        put(&mut self.last_changes, pools.last_changes.intern(LastChange { at: row.changed, run: row.changed_run.0 }));
        if let Some(place) = self.facts.get_mut(slot) {
            *place = Facts::of(row).0;
        }
        for (column, date) in self.dates.iter_mut().zip(dates(row)) {
            if let Some(place) = column.get_mut(slot) {
                *place = date;
            }
        }
        self.amounts.iter_mut().zip(amounts(row)).for_each(|(column, amount)| column.set(slot, amount));
        let comment = row.comment.as_deref().unwrap_or("");
        let (number_folded, comment_folded) = (fold(&row.number), fold(comment));
        let wording = wording(row, &mut pools.items, &mut pools.tags);
        let texts = [row.id.as_str(), &row.number, comment, &number_folded, &comment_folded, &wording];
        self.texts.iter_mut().zip(texts).for_each(|(column, text)| column.set(slot, text));
        self.relate(slot, row);
    }

    /// Stores the related documents of an invoice.
    fn relate(&mut self, slot: usize, row: &InvoiceRow) {
        let Ok(slot) = u32::try_from(slot) else { return };
        if row.related.is_empty() {
            self.related.remove(&slot);
        } else {
            let ids: Vec<&str> = row.related.iter().map(RemoteId::as_str).collect();
            self.related.insert(slot, ids.join("\n").into());
        }
    }

    /// Puts texts that were replaced into one piece with the others, where they have become many.
    pub(super) fn settle(&mut self) {
        for texts in self.texts.iter_mut().flat_map(LazyTexts::own) {
            if texts.scattered() * SCATTERED > texts.len() + 64 * SCATTERED {
                *texts = texts.in_one_piece();
            }
        }
    }

    /// Sets the day of payment of a slot; whether it was another one.
    pub(super) fn date_paid(&mut self, slot: usize, day: Option<Date>) -> bool {
        let [.., paid] = &mut self.dates;
        let day = day.map_or(NO_DATE, pack);
        paid.get_mut(slot).is_some_and(|place| std::mem::replace(place, day) != day)
    }

    /// Whether every column has so many invoices.
    pub(super) fn is_even(&self, count: usize) -> bool {
        let numbers = [&self.companies, &self.classes, &self.partners, &self.last_changes].into_iter().map(Vec::len);
        let amounts = self.amounts.iter().map(|column| column.packed.len());
        let mut all = numbers.chain(self.dates.iter().map(Vec::len)).chain(amounts).chain(self.texts.iter().map(LazyTexts::len));
        self.facts.len() == count && all.all(|length| length == count)
    }

    /// Frees spare capacity.
    pub(super) fn shrink(&mut self) {
        for column in [&mut self.companies, &mut self.classes, &mut self.partners, &mut self.last_changes] {
            column.shrink_to_fit();
        }
        self.facts.shrink_to_fit();
        self.dates.iter_mut().for_each(Vec::shrink_to_fit);
        self.amounts.iter_mut().for_each(|column| column.packed.shrink_to_fit());
        self.texts.iter_mut().flat_map(LazyTexts::own).for_each(Texts::shrink);
    }

    /// The row that a slot was made from.
    #[must_use]
    pub(in crate::query) fn row(&self, slot: usize, pools: &Pools) -> InvoiceRow {
        InvoiceRow {
            items: self.items(slot).filter_map(|number| pools.items.get(number)).map(Into::into).collect(),
            tags: self.tags(slot).filter_map(|number| pools.tags.get(number)).map(Into::into).collect(),
            related: self.related(slot).map(RemoteId::new).collect(),
            ..self.listed(slot, pools)
        }
    }

    /// The row of a slot without what only searches and totals ask for: texts of items, tags, related documents. Lists show none of
    /// these, and they are half of the work.
    #[must_use]
    pub(in crate::query) fn listed(&self, slot: usize, pools: &Pools) -> InvoiceRow {
        let class = pools.classes.get(self.class(slot));
        let word = |pool: &Pool, number: Option<u32>| number.and_then(|number| pool.get(number).map(str::to_owned));
        let shared = |pool: &Pool, number: Option<u32>| word(pool, number).unwrap_or_default();
        let partner = pools.partners.get(self.partner(slot));
        let change = pools.last_changes.get(self.last_change(slot)).unwrap_or(LastChange { at: Timestamp::UNIX_EPOCH, run: 0 });
        let facts = self.facts(slot);
        let date = |column| unpack(self.date(column, slot));
        let amount = |column| self.amount(column).get(slot);
        let comment = facts.any(Facts::COMMENT).then(|| self.text(TextColumn::Comment).get(slot).into());
        InvoiceRow {
            company: CompanyId(self.company(slot)),
            id: RemoteId::new(self.id(slot)),
            number: self.number(slot).into(),
            kind: DocumentType::from(shared(&pools.kinds, class.map(|class| class.kind)).as_str()),
            direction: if facts.any(Facts::RECEIVED) { Direction::Received } else { Direction::Issued },
            correction: word(&pools.corrections, class.map(|class| class.correction)).as_deref().map(CorrectionType::from),
            status: PaymentStatus::from(shared(&pools.statuses, class.map(|class| class.status)).as_str()),
            method: word(&pools.methods, class.map(|class| class.method)).as_deref().map(PaymentMethod::from),
            cancelled: facts.any(Facts::CANCELLED),
            currency: Currency::new(&shared(&pools.currencies, class.map(|class| class.currency))),
            gross: amount(AmountColumn::Gross).unwrap_or_default(),
            net: amount(AmountColumn::Net),
            vat: amount(AmountColumn::Vat),
            gross_local: amount(AmountColumn::Local),
            balance: amount(AmountColumn::Balance),
            issued: date(DateColumn::Issued),
            fulfilled: date(DateColumn::Fulfilled),
            due: date(DateColumn::Due),
            paid: date(DateColumn::Paid),
            partner_name: shared(&pools.names, partner.map(|partner| partner.name)).into(),
            partner_tax_number: word(&pools.taxes, partner.map(|partner| partner.tax)).map(Into::into),
            partner_country: partner.and_then(|partner| Country::unpacked(partner.country)),
            partner_id: word(&pools.partner_ids, partner.map(|partner| partner.id)).map(Into::into),
            items: Box::default(),
            tags: Box::default(),
            related: Box::default(),
            has_cancellation: facts.any(Facts::CANCELLED_BY),
            comment,
            nav: word(&pools.navs, class.map(|class| class.nav)).as_deref().map(NavStatus::from),
            warnings: facts.warnings(),
            vanished: facts.any(Facts::VANISHED),
            changed_run: RunId(change.run),
            changed: change.at,
        }
    }

    /// The company of a slot.
    #[must_use]
    #[inline]
    pub(in crate::query) fn company(&self, slot: usize) -> u32 {
        self.companies.get(slot).copied().unwrap_or(NONE)
    }

    /// Number of its class.
    #[must_use]
    #[inline]
    pub(in crate::query) fn class(&self, slot: usize) -> u32 {
        self.classes.get(slot).copied().unwrap_or(NONE)
    }

    /// Number of its buyer.
    #[must_use]
    #[inline]
    pub(in crate::query) fn partner(&self, slot: usize) -> u32 {
        self.partners.get(slot).copied().unwrap_or(NONE)
    }

    /// Number of its last change.
    #[must_use]
    #[inline]
    pub(in crate::query) fn last_change(&self, slot: usize) -> u32 {
        self.last_changes.get(slot).copied().unwrap_or(NONE)
    }

    /// A date of an invoice, in the form of [`pack`].
    #[must_use]
    #[inline]
    pub(in crate::query) fn date(&self, column: DateColumn, slot: usize) -> i32 {
        let [issued, fulfilled, due, paid] = &self.dates;
        let column = match column {
            DateColumn::Issued => issued,
            DateColumn::Fulfilled => fulfilled,
            DateColumn::Due => due,
            DateColumn::Paid => paid,
        };
        column.get(slot).copied().unwrap_or(NO_DATE)
    }

    /// The day by which an invoice counts: one without a day of fulfilment counts on its day of issue. Services that know no such day
    /// tax by the date of the document.
    #[must_use]
    #[inline]
    pub(in crate::query) fn counted_on(&self, column: DateColumn, slot: usize) -> i32 {
        match self.date(column, slot) {
            NO_DATE if column == DateColumn::Fulfilled => self.date(DateColumn::Issued, slot),
            date => date,
        }
    }

    /// A column of amounts.
    #[must_use]
    #[inline]
    pub(in crate::query) const fn amount(&self, column: AmountColumn) -> &Amounts {
        let [gross, net, vat, local, balance] = &self.amounts;
        match column {
            AmountColumn::Gross => gross,
            AmountColumn::Net => net,
            AmountColumn::Vat => vat,
            AmountColumn::Local => local,
            AmountColumn::Balance => balance,
        }
    }

    /// A column of texts.
    #[must_use]
    #[inline]
    pub(in crate::query) fn text(&self, column: TextColumn) -> &LazyTexts {
        let [id, number, comment, folded_number, folded_comment, wording] = &self.texts;
        match column {
            TextColumn::Id => id,
            TextColumn::Number => number,
            TextColumn::Comment => comment,
            TextColumn::FoldedNumber => folded_number,
            TextColumn::FoldedComment => folded_comment,
            TextColumn::Wording => wording,
        }
    }

    /// Reads the texts that words are looked for in.
    pub(super) fn read_ahead(&self) {
        for column in [TextColumn::Number, TextColumn::FoldedNumber, TextColumn::FoldedComment, TextColumn::Wording] {
            self.text(column).read_ahead();
        }
    }

    /// Slots of rows with related documents.
    pub(in crate::query) fn relating(&self) -> impl Iterator<Item = u32> {
        self.related.keys().copied()
    }

    /// Identifiers of the documents that it is related to, where its row has them.
    pub(in crate::query) fn related(&self, slot: usize) -> impl Iterator<Item = &str> {
        let ids = u32::try_from(slot).ok().and_then(|slot| self.related.get(&slot));
        ids.into_iter().flat_map(|ids| ids.split('\n'))
    }

    /// The provider's identifier.
    #[must_use]
    pub(in crate::query) fn id(&self, slot: usize) -> &str {
        self.text(TextColumn::Id).get(slot)
    }

    /// The number.
    #[must_use]
    pub(in crate::query) fn number(&self, slot: usize) -> &str {
        self.text(TextColumn::Number).get(slot)
    }
}
