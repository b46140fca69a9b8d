//! Checks what readers tell: balances, pages, decimals, identifiers.
//!
//! For: imports. Uses: events of readers. Never: storing; entries go through, none is kept.

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

use super::account::canonical;
use super::event::{BankError, Event, Head, Refused, Tail};
use super::order::in_order;
use crate::domain::bank::{BankEntry, BankStatement, EntryState};
use crate::domain::{Currency, Message, RemoteId};

/// Refused lines that are told one by one.
const TOLD: usize = 1000;
/// Most statements of one file: they are stored in one step.
const STATEMENTS: usize = 1_500;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Collected {
    /// Statements, in the order of the file.
    pub statements: Vec<BankStatement>,
    /// Refused lines, the first of them.
    pub refused: Vec<Refused>,
    /// Number of refused lines.
    pub refused_count: u64,
    /// Pages that do not follow each other.
    pub warnings: Vec<Refused>,
    /// How many entries a file of another form perhaps told before, by the place of their statement, as an import finds.
    pub doubtful: BTreeMap<usize, u64>,
    /// How many entries of earlier files it decides that were doubtful, as an import finds.
    pub decided: u64,
}

/// Takes events, and gives entries on with the statement that they are of.
pub struct Collector<'c> {
    found: Collected,
    file: String,
    name: String,
    format: String,
    options: &'c super::Options,
    at: Option<usize>,
    /// The first statement of the table or page that is open.
    from: usize,
    adds_up: Vec<bool>,
    /// By statement: the first one of the same account and currency.
    groups: Vec<usize>,
    /// How many equal entries came before, by half of the key and the group: a slot takes a third of the room of the whole. Where two
    /// halves are equal, a rank is skipped, and identifiers differ all the same by their whole keys.
    ranks: HashMap<u64, u32>,
    buffer: Vec<u8>,
    entry: Option<Give<'c>>,
    /// Entries that are still given on.
    left: u64,
    /// How often the file was imported before.
    again: usize,
}

/// The identifier of a statement: of its file, its place in it, and how often the file was imported before.
#[must_use]
pub fn statement_id(file: &str, again: usize, place: usize) -> RemoteId {
    let file = file.get(..32).unwrap_or(file);
    RemoteId::new(if again == 0 { format!("{file}-{place}") } else { format!("{file}.{again}-{place}") })
}

/// Takes an entry of the statement of this place.
pub type Give<'c> = &'c mut dyn FnMut(usize, &BankStatement, BankEntry) -> Result<(), BankError>;

impl std::fmt::Debug for Collector<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Collector").field("found", &self.found).finish_non_exhaustive()
    }
}

impl<'c> Collector<'c> {
    /// A collector for a file of this hash. Without `entry` entries are only counted.
    #[must_use]
    pub fn new(file: &str, name: &str, format: &str, options: &'c super::Options, entry: Option<Give<'c>>) -> Self {
        Self {
            found: Collected::default(),
            file: file.to_owned(),
            name: name.to_owned(),
            format: format.to_owned(),
            options,
            at: None,
            from: 0,
            adds_up: Vec::new(),
            groups: Vec::new(),
            ranks: HashMap::new(),
            buffer: Vec::new(),
            entry,
            left: u64::MAX,
            again: 0,
        }
    }

    /// The same for a file that was imported before, so often.
    #[must_use]
    pub fn again(mut self, again: usize) -> Self {
        self.again = again;
        self
    }

    /// The same that gives on the first entries only, and counts the others.
    #[must_use]
    pub fn first(mut self, count: u64) -> Self {
        self.left = count;
        self
    }

    /// Takes an event.
    ///
    /// # Errors
    /// An account or currency is missing, or the receiver of entries fails.
    pub fn take(&mut self, event: Event) -> Result<(), BankError> {
        match event {
            Event::Balances(opening, closing) => {
                let (opening, closing) = (self.balance(Some(opening)), self.balance(Some(closing)));
                if let Some(statement) = self.at.and_then(|at| self.found.statements.get_mut(at)) {
                    (statement.opening, statement.closing) = (opening, closing);
                }
                Ok(())
            }
            Event::Begin(head) => self.begin(*head),
            Event::At(account, currency) => self.switch(&account, &currency),
            Event::Entry(entry) => self.entry(*entry),
            Event::End(tail) => {
                self.end(&tail);
                Ok(())
            }
            Event::Refused(refused) => {
                self.refuse(refused);
                Ok(())
            }
        }
    }

    /// What was found.
    #[must_use]
    pub fn end_of_file(mut self) -> Collected {
        self.found.warnings = gaps(&self.found.statements);
        self.found
    }

    fn refuse(&mut self, refused: Refused) {
        self.found.refused_count += 1;
        if self.found.refused.len() < TOLD {
            self.found.refused.push(refused);
        }
        if let Some(statement) = self.at.and_then(|at| self.found.statements.get_mut(at)) {
            statement.refused += 1;
        }
    }

    fn begin(&mut self, head: Head) -> Result<(), BankError> {
        // Tables of two mappings tell one entry in two ways.
        if !head.layout.is_empty() {
            self.format = format!("{}.{}", self.format.split('.').next().unwrap_or_default(), head.layout);
        }
        let account = if head.account.is_empty() { self.options.account.clone().unwrap_or_default() } else { head.account };
        let account = canonical(&account);
        if account.is_empty() {
            return Err(BankError::NoAccount);
        }
        let currency = head.currency.or_else(|| self.options.currency_of(&account));
        let currency = currency.ok_or_else(|| BankError::NoCurrency { account: account.clone() })?;
        self.from = self.found.statements.len();
        let place = self.from;
        if place >= STATEMENTS {
            return Err(BankError::TooLarge { line: 0 });
        }
        let id = statement_id(&self.file, self.again, place);
        self.found.statements.push(BankStatement {
            id,
            account: account.into(),
            currency,
            number: head.number.into(),
            page: head.page,
            format: self.format.as_str().into(),
            file: self.file.as_str().into(),
            name: self.name.as_str().into(),
            opening: None,
            closing: None,
            from: head.from,
            until: head.until,
            entries: 0,
            duplicates: 0,
            sum: Decimal::ZERO,
            refused: 0,
            pending: 0,
        });
        self.adds_up.push(head.adds_up);
        self.group(place);
        self.at = Some(place);
        let (opening, closing) = (self.balance(head.opening), self.balance(head.closing));
        if let Some(statement) = self.found.statements.get_mut(place) {
            (statement.opening, statement.closing) = (opening, closing);
        }
        Ok(())
    }

    fn switch(&mut self, account: &str, currency: &Currency) -> Result<(), BankError> {
        let account = canonical(account);
        let mut known = self.found.statements.iter().enumerate().skip(self.from);
        if let Some((at, _)) = known.find(|(_, known)| *known.account == *account && known.currency == *currency) {
            self.at = Some(at);
            return Ok(());
        }
        // The currency of a statement without entries is not certain before the first of them.
        if let Some(statement) = self.at.and_then(|at| self.found.statements.get_mut(at))
            && statement.entries == 0
            && *statement.account == *account
        {
            statement.currency = currency.clone();
            if let Some(at) = self.at {
                self.group(at);
            }
            return Ok(());
        }
        let from = self.from;
        self.begin(Head { account, currency: Some(currency.clone()), ..Head::default() })?;
        self.from = from;
        Ok(())
    }

    /// Notes which statement is the first of the same account and currency.
    fn group(&mut self, place: usize) {
        let all = &self.found.statements;
        let Some(this) = all.get(place) else { return };
        let same = |known: &BankStatement| known.account == this.account && known.currency == this.currency;
        let first = all.iter().position(same).unwrap_or(place);
        self.groups.truncate(place);
        self.groups.push(first);
    }

    /// Whether an amount has no more decimals than money of the currency has.
    fn fits(&self, amount: Decimal, currency: &Currency) -> bool {
        let most = currency.paid_decimals();
        // OFX leaves it to the bank which sign stands before decimals: three digits after one may be thousands.
        let thousands = amount.scale() == 3 && most != 3 && self.format.starts_with("ofx");
        !thousands && (amount.scale() <= most || amount.normalize().scale() <= most)
    }

    /// The first amount of an entry that is none of the currency.
    fn unfit(&self, entry: &BankEntry, currency: &Currency) -> Option<Decimal> {
        let parts = entry.parts.iter().map(|part| part.amount);
        std::iter::once(entry.whole.amount).chain(entry.charges).chain(parts).find(|amount| !self.fits(*amount, currency))
    }

    /// The balance of the open statement, if its currency has so many decimals; else it is refused.
    fn balance(&mut self, balance: Option<Decimal>) -> Option<Decimal> {
        let amount = balance?;
        let statement = self.at.and_then(|at| self.found.statements.get(at))?;
        if self.fits(amount, &statement.currency) {
            return balance;
        }
        let message = Message::new("bank-refused-balance-decimals")
            .with("account", &*statement.account)
            .with("number", &*statement.number)
            .with("amount", amount.to_string())
            .with("currency", statement.currency.as_str());
        // A reader may tell a closing balance at the beginning and at the end.
        if !self.found.refused.iter().any(|refused| refused.message == message) {
            self.refuse(Refused::new(0, message));
        }
        None
    }

    fn entry(&mut self, mut entry: BankEntry) -> Result<(), BankError> {
        let Some(at) = self.at else { return Err(BankError::NoAccount) };
        let unfit = self.found.statements.get(at).and_then(|statement| {
            let amount = self.unfit(&entry, &statement.currency)?;
            let message = Message::new("bank-refused-decimals").with("amount", amount.to_string());
            Some(message.with("currency", statement.currency.as_str()))
        });
        if let Some(message) = unfit {
            self.refuse(Refused::new(entry.line, message));
            return Ok(());
        }
        let Some(statement) = self.found.statements.get_mut(at) else { return Err(BankError::NoAccount) };
        if entry.state == EntryState::Booked {
            let Some(sum) = statement.sum.checked_add(entry.whole.amount) else {
                let refused = Refused::new(entry.line, Message::new("bank-refused-amount"));
                self.refuse(refused);
                return Ok(());
            };
            statement.sum = sum;
        } else {
            statement.pending += 1;
        }
        statement.entries += 1;
        if let Some(day) = entry.booked.or(entry.valued) {
            statement.from = Some(statement.from.map_or(day, |from| from.min(day)));
            statement.until = Some(statement.until.map_or(day, |until| until.max(day)));
        }
        let Some(give) = self.entry.as_mut().filter(|_| self.left > 0) else { return Ok(()) };
        self.left -= 1;
        let key = identity(&entry, statement, &mut self.buffer);
        // Entries of one statement that are equal are told apart by their order; the same statement in another file has it too.
        let group = self.groups.get(at).copied().unwrap_or(at);
        let rank = *self.ranks.entry(half(key, group)).and_modify(|rank| *rank += 1).or_insert(0);
        let state = if entry.state == EntryState::Booked { "" } else { "p" };
        let id = if rank == 0 { format!("{key:032x}{state}") } else { format!("{key:032x}.{rank}{state}") };
        entry.id = RemoteId::new(id);
        give(at, statement, entry)
    }

    fn end(&mut self, tail: &Tail) {
        let Some(at) = self.at else { return };
        let (adds_up, line) = (self.adds_up.get(at).copied().unwrap_or(false), 0);
        let closing = self.balance(tail.closing);
        let Some(statement) = self.found.statements.get_mut(at) else { return };
        statement.closing = closing.or(statement.closing);
        statement.until = statement.until.max(tail.until);
        if let (true, Some(opening), Some(closing)) = (adds_up, statement.opening, statement.closing)
            && opening.checked_add(statement.sum) != Some(closing)
        {
            let message = Message::new("bank-refused-sum")
                .with("account", &*statement.account)
                .with("number", &*statement.number)
                .with("opening", opening.to_string())
                .with("sum", statement.sum.to_string())
                .with("closing", closing.to_string());
            self.refuse(Refused::new(line, message));
        }
    }
}

impl Collected {
    /// How many entries a file of another form perhaps told before.
    #[must_use]
    pub fn doubtful(&self) -> u64 {
        self.doubtful.values().sum::<u64>()
    }

    /// How many entries of the statement of a place are new, without doubtful ones.
    #[must_use]
    pub fn new_of(&self, place: usize) -> u64 {
        let new = self.statements.get(place).map_or(0, |one| one.entries.saturating_sub(one.duplicates));
        new.saturating_sub(self.doubtful.get(&place).copied().unwrap_or_default())
    }

    /// What the account of the first statement opens with, and what it closes with.
    #[must_use]
    pub fn ends(&self) -> (Option<Decimal>, Option<Decimal>) {
        let Some(first) = self.statements.first() else { return (None, None) };
        let all = in_order(&self.statements).into_iter().filter_map(|at| self.statements.get(at));
        let of: Vec<&BankStatement> = all.filter(|one| one.account == first.account && one.currency == first.currency).collect();
        (of.first().and_then(|one| one.opening), of.last().and_then(|one| one.closing))
    }
}

/// Half of a key, of its own in each group of statements.
fn half(key: u128, group: usize) -> u64 {
    let [high, low] = [key >> 64, key & u128::from(u64::MAX)].map(|half| u64::try_from(half).unwrap_or_default());
    high ^ low.rotate_left(u32::try_from(group % 64).unwrap_or_default()) ^ (group as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Pages that do not open with the balance that the page before closed with.
fn gaps(statements: &[BankStatement]) -> Vec<Refused> {
    let order = in_order(statements);
    let pairs = order.windows(2).filter_map(|pair| statements.get(*pair.first()?).zip(statements.get(*pair.last()?)));
    let gap = |(before, this): (&BankStatement, &BankStatement)| {
        let (closing, opening) = before.closing.zip(this.opening)?;
        let is_same = before.account == this.account && before.currency == this.currency;
        (is_same && closing != opening && before.until <= this.from).then(|| {
            let message = Message::new("bank-warning-gap")
                .with("account", &*this.account)
                .with("closing", closing.to_string())
                .with("opening", opening.to_string());
            Refused::new(0, message)
        })
    };
    pairs.filter_map(gap).collect()
}

/// What an entry is known by: the bank's reference and the amount, else its whole content.
fn identity(entry: &BankEntry, statement: &BankStatement, buffer: &mut Vec<u8>) -> u128 {
    const END: u8 = 0x1f;
    buffer.clear();
    let whole = &entry.whole;
    let mut field = |bytes: &[u8]| {
        buffer.extend_from_slice(bytes);
        buffer.push(END);
    };
    field(statement.account.as_bytes());
    field(statement.currency.as_str().as_bytes());
    let amount = whole.amount.normalize();
    field(&amount.mantissa().to_le_bytes());
    field(&amount.scale().to_le_bytes());
    match entry.booked.or(entry.valued) {
        Some(day) => {
            field(&day.year().to_le_bytes());
            field(&day.month().to_le_bytes());
            field(&day.day().to_le_bytes());
        }
        None => field(&[]),
    }
    if entry.reference.is_empty() {
        field(whole.name.as_bytes());
        field(canonical(&whole.account).as_bytes());
        field(whole.end_to_end.as_bytes());
        // A line may break anywhere.
        whole.text.split_whitespace().for_each(|word| buffer.extend_from_slice(word.as_bytes()));
    } else {
        // Banks use a reference again, but hardly on one day for one amount.
        field(entry.reference.as_bytes());
    }
    let digest = Sha256::digest(&*buffer);
    digest.iter().take(16).fold(0u128, |key, byte| key << 8 | u128::from(*byte))
}
