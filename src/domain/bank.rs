//! Bank statements as values: accounts, statements, their entries, and what entries pay.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::as_text;
use super::{CompanyId, Currency, PaymentStatus, RemoteId};

/// State of an entry at the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EntryState {
    /// Booked: part of the balance.
    Booked,
    /// Announced: may still change, and pays nothing.
    Pending,
    /// Information only.
    Info,
    /// Booked, but perhaps told before by a file of another form: a person says which it is. Until then it counts nowhere.
    Doubtful,
    /// Booked, and told before by a file of another form, as a person said: it counts there.
    Same,
}

/// The other side of an entry, and what the text says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EntryDetail {
    /// Amount with its sign: positive where money came in.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Name of the other side.
    pub name: Box<str>,
    /// Account of the other side, as it was written.
    pub account: Box<str>,
    /// Text; a line break stands where the bank broke a line.
    pub text: Box<str>,
    /// The payer's reference.
    pub end_to_end: Box<str>,
    /// Structured reference of the creditor.
    pub structured: Box<str>,
    /// Amount in the currency of the order, where it is another one.
    pub ordered: Option<Ordered>,
}

impl EntryDetail {
    /// Bytes of its texts.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let texts = [&self.name, &self.account, &self.text, &self.end_to_end, &self.structured];
        texts.iter().map(|text| text.len()).sum::<usize>()
    }
}

/// An amount in the currency of the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordered {
    /// Amount with its sign.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Currency.
    pub currency: Currency,
}

/// An entry of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankEntry {
    /// Identifier in its account: follows from the bank's own reference, else from the content.
    pub id: RemoteId,
    /// Line of the file, or row of the table, that it begins in.
    pub line: u64,
    /// Day of booking.
    #[serde(with = "as_text")]
    pub booked: Option<Date>,
    /// Day of value.
    #[serde(with = "as_text")]
    pub valued: Option<Date>,
    /// State.
    pub state: EntryState,
    /// Whether it takes an earlier entry back. The amount has its own sign already.
    pub reversal: bool,
    /// The bank's reference.
    pub reference: Box<str>,
    /// The bank's code of the kind of transaction.
    pub code: Box<str>,
    /// Charges that the bank kept; part of the difference between what was sent and the amount.
    #[serde(with = "as_text")]
    pub charges: Option<Decimal>,
    /// The whole.
    pub whole: EntryDetail,
    /// Parts of a batch; empty of an entry that is one transaction.
    pub parts: Vec<EntryDetail>,
}

/// How much an entry says beside its day, amount and text; more is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Told {
    /// Nothing.
    Plain,
    /// The other side, or its references.
    Party,
    /// The transactions of a batch.
    Parts,
}

impl BankEntry {
    /// How much it says.
    #[must_use]
    pub fn told(&self) -> Told {
        let whole = &self.whole;
        let party = [&whole.name, &whole.account, &whole.end_to_end, &whole.structured];
        match () {
            () if !self.parts.is_empty() => Told::Parts,
            () if party.iter().any(|text| !text.is_empty()) => Told::Party,
            () => Told::Plain,
        }
    }
}

/// A statement without its entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankStatement {
    /// Identifier: of the file and the place in it.
    pub id: RemoteId,
    /// Account, in the form of [`crate::bank::account::canonical`].
    pub account: Box<str>,
    /// Currency of the account.
    pub currency: Currency,
    /// The bank's number of the statement.
    pub number: Box<str>,
    /// Page of the statement; 0 where pages have no numbers.
    pub page: u32,
    /// Word of the format, such as `camt.053.001.08`.
    pub format: Box<str>,
    /// SHA-256 of the file.
    pub file: Box<str>,
    /// Name of the file.
    pub name: Box<str>,
    /// Balance before the first entry.
    #[serde(with = "as_text")]
    pub opening: Option<Decimal>,
    /// Balance after the last booked entry.
    #[serde(with = "as_text")]
    pub closing: Option<Decimal>,
    /// First day.
    #[serde(with = "as_text")]
    pub from: Option<Date>,
    /// Last day.
    #[serde(with = "as_text")]
    pub until: Option<Date>,
    /// Entries in the file.
    pub entries: u64,
    /// Entries that were known from an earlier file.
    pub duplicates: u64,
    /// Sum of the booked entries.
    #[serde(with = "as_text")]
    pub sum: Decimal,
    /// Lines that were left out.
    pub refused: u64,
    /// Entries that are announced or for information: they may be booked by a later statement.
    pub pending: u64,
}

impl BankStatement {
    /// What statements of an account are ordered by: days, then numbers, then pages.
    #[must_use]
    pub fn place(&self) -> (Option<Date>, Option<Date>, u64, &str, u32) {
        (self.until, self.from, self.number.parse().unwrap_or_default(), &self.number, self.page)
    }
}

/// A bank account of a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAccount {
    /// Account, in the form of [`crate::bank::account::canonical`].
    pub account: Box<str>,
    /// Currency.
    pub currency: Currency,
    /// Statements of it so far.
    pub statements: u64,
    /// Entries of it so far.
    pub entries: u64,
    /// Last known balance.
    #[serde(with = "as_text")]
    pub balance: Option<Decimal>,
    /// Day of that balance.
    #[serde(with = "as_text")]
    pub day: Option<Date>,
}

/// What a part of a match is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PartKind {
    /// Money for the document.
    Principal,
    /// Kept by a bank on the way.
    Fee,
    /// Difference of exchange rates.
    Exchange,
    /// Rounding of cash.
    Rounding,
    /// Discount for early payment.
    Discount,
    /// More than was open: pays no document.
    Over,
}

impl PartKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Principal, Self::Fee, Self::Exchange, Self::Rounding, Self::Discount, Self::Over];

    /// Its word for scripts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Principal => "principal",
            Self::Fee => "fee",
            Self::Exchange => "fx",
            Self::Rounding => "rounding",
            Self::Discount => "discount",
            Self::Over => "overpayment",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A part of a match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchPart {
    /// The document of the entry's company; `None` for what pays none.
    pub document: Option<RemoteId>,
    /// Its number when it was matched.
    pub number: Box<str>,
    /// Kind.
    pub kind: PartKind,
    /// Amount in the document's currency, with the sign of the document's open amount; in that of the account without a document.
    #[serde(with = "as_text")]
    pub amount: Decimal,
}

/// What an entry, or a part of a batch, pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankMatch {
    /// Identifier: of the entry and the part.
    pub id: RemoteId,
    /// Account of the entry.
    pub account: Box<str>,
    /// The entry.
    pub entry: RemoteId,
    /// Number of the part of a batch; 0 for the whole entry.
    pub part: u32,
    /// What is paid.
    pub parts: Vec<MatchPart>,
    /// Reasons, as words of the locale files.
    pub reasons: Vec<Reason>,
    /// 0 to 100.
    pub score: u8,
    /// Whether it was made without a person.
    pub automatic: bool,
    /// Whether it was undone.
    pub undone: bool,
    /// Account of the other side, in the form of [`crate::bank::account::canonical`], where the match teaches it.
    pub taught: Option<Taught>,
    /// The caller's key of the request that made it, where there was one.
    pub call: Option<Box<str>>,
}

/// An account that a confirmed match says is a partner's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taught {
    /// The account.
    pub account: Box<str>,
    /// The partner.
    pub partner: Box<str>,
}

/// Why documents are proposed for an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// The text names the number of the document.
    Number,
    /// The number is broken by the end of a line, or by blanks.
    BrokenNumber,
    /// The text has a part of the number.
    PartOfNumber,
    /// The structured or the payer's reference names it.
    Reference,
    /// The amount is what is open.
    Amount,
    /// The amount and the bank's charges are what is open.
    AmountAndCharges,
    /// The amount of the order, in the document's currency, is what is open.
    OrderedAmount,
    /// The amounts of several documents add up to it, in one way only.
    Sum,
    /// The amount is less than what is open.
    Less,
    /// The amount is more than what is open.
    More,
    /// The account was seen with this partner before.
    Account,
    /// The names are alike.
    Name,
    /// The day is near the due date.
    Day,
    /// A person chose it.
    Chosen,
    /// It takes another entry back, or was taken back by one: both pay nothing.
    Reversal,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 15] = [
        Self::Number,
        Self::BrokenNumber,
        Self::PartOfNumber,
        Self::Reference,
        Self::Amount,
        Self::AmountAndCharges,
        Self::OrderedAmount,
        Self::Sum,
        Self::Less,
        Self::More,
        Self::Account,
        Self::Name,
        Self::Day,
        Self::Chosen,
        Self::Reversal,
    ];

    /// Its word for scripts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::BrokenNumber => "broken-number",
            Self::PartOfNumber => "part-of-number",
            Self::Reference => "reference",
            Self::Amount => "amount",
            Self::AmountAndCharges => "amount-and-charges",
            Self::OrderedAmount => "ordered-amount",
            Self::Sum => "sum",
            Self::Less => "less",
            Self::More => "more",
            Self::Account => "account",
            Self::Name => "name",
            Self::Day => "day",
            Self::Chosen => "chosen",
            Self::Reversal => "reversal",
        }
    }

    /// The reason of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}

/// What bank entries pay of one document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Settlement {
    /// The payments, oldest first.
    pub payments: Vec<Settled>,
}

/// A payment of a document by a bank entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The match.
    pub by: RemoteId,
    /// Amount, with the sign of the document.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// What the service said was open then.
    #[serde(with = "as_text")]
    pub told: Decimal,
    /// Day of the entry.
    #[serde(with = "as_text")]
    pub day: Option<Date>,
}

impl Settlement {
    /// What is left of a document of which its service says that `told` is open: the smaller of what the service says and what the
    /// bank entries leave, so that a payment that the service learns of later counts once. `None` if nothing pays it here.
    #[must_use]
    pub fn left(&self, told: Decimal) -> Option<Decimal> {
        let smaller = |a: Decimal, b: Decimal| if a.abs() <= b.abs() { a } else { b };
        let mut left: Option<Decimal> = None;
        for payment in &self.payments {
            let before = left.map_or(payment.told, |left| smaller(left, payment.told));
            let after = before.checked_sub(payment.amount)?;
            // More than was open leaves nothing.
            left = Some(if after.is_sign_negative() == before.is_sign_negative() { after } else { Decimal::ZERO });
        }
        left.map(|left| smaller(left, told))
    }

    /// Balance, status and day of payment of an unpaid document after its bank entries; `None` if they change nothing.
    #[must_use]
    pub fn over(
        &self,
        gross: Decimal,
        balance: Option<Decimal>,
        status: &PaymentStatus,
    ) -> Option<(Decimal, PaymentStatus, Option<Date>)> {
        let told = balance.unwrap_or(gross);
        let left = self.left(told).filter(|left| status.is_unpaid() && *left != told)?.normalize();
        let paid = self.payments.iter().filter_map(|payment| payment.day).max();
        Some(if left.is_zero() { (left, PaymentStatus::Paid, paid) } else { (left, PaymentStatus::PartiallyPaid, None) })
    }
}

/// An entry with its company and account: a line of lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankLine {
    /// Company.
    pub company: CompanyId,
    /// Account.
    pub account: Box<str>,
    /// Currency of the account.
    pub currency: Currency,
    /// Statement.
    pub statement: RemoteId,
    /// The entry.
    pub entry: BankEntry,
    /// What it pays.
    pub matches: Vec<BankMatch>,
    /// The entries that a doubtful one may be.
    pub perhaps: Vec<RemoteId>,
}
