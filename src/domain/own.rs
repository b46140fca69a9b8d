//! Own records: what no provider has, with their versions and authors.

use jiff::Timestamp;

use super::{Actor, CompanyId, RemoteId};

/// Kind of an own record. The numbers are frozen, and none is that of a synced kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u16)]
pub enum OwnKind {
    /// Open incidents and the number of the last alert; one record of no company.
    Alerting = 100,

    /// What names stand for at a company that is written to ([`super::outgoing::Mapping`]), by name.
    Mapping = 110,
    /// What sources became at a company ([`super::outgoing::PushLink`]), by source.
    PushLink = 111,
    /// What was planned last for a company ([`super::outgoing::KeptPlan`]), in parts.
    PushPlan = 112,
    /// Documents of the file that was planned last for a company.
    PushFile = 113,
    /// Whether writing is paused; one record of no company.
    PushPause = 114,
    /// What a call with a key of the caller's queued, by that key.
    PushCall = 115,

    /// The profile of a company of our own; one record a company.
    Profile = 120,
    /// A client.
    Client = 121,
    /// A project.
    Project = 122,
    /// A person.
    Person = 123,
    /// A rate.
    Rate = 124,
    /// A time entry.
    Entry = 125,
    /// The timer of a person.
    Timer = 126,
    /// A draft.
    Draft = 127,
    /// An issued document.
    Issued = 128,
    /// The counter of a series of numbers.
    Series = 129,
    /// A receipt.
    Receipt = 130,
    /// An invoice that recurs.
    Recurring = 131,
    /// The project that a name in files of time stands for.
    TimeMap = 132,
    /// What a call with a key of the caller's made.
    BooksCall = 133,

    /// What a company says of itself on its documents; one record a company.
    Sender = 150,
    /// Reminders of a document; its identifier is the document's.
    Reminded = 151,
    /// A document or a partner that gets no reminders.
    Hushed = 152,
    /// When something that is done by schedule was done last; of no company.
    LastDone = 153,
    /// What is kept of a contact for documents ([`super::BuyerDetails`]), by the contact.
    Buyer = 154,
    /// A bank account with its figures.
    BankAccount = 140,
    /// A bank statement without its entries.
    BankStatement = 141,
    /// Entries of a statement, some a record.
    BankEntries = 142,
    /// Bytes of a file of statements, some a record.
    BankFile = 143,
    /// What an entry pays.
    BankMatch = 144,
    /// What entries pay of a document; its identifier is the document's.
    BankSettlement = 145,
    /// A mapping of columns that a person confirmed.
    BankMapping = 146,
    /// Transfers that were written to a file.
    BankTransfers = 147,

    /// A calendar ([`super::calendar::Calendar`]).
    Calendar = 160,
    /// The event of an entry ([`super::calendar::EventLink`]).
    EventLink = 161,
    /// A decision about a proposed event ([`super::calendar::EventDecision`]).
    EventDecision = 162,
    /// A document that is kept elsewhere ([`super::archive::ArchiveItem`]).
    ArchiveItem = 163,
    /// A person as Slack knows it ([`super::slack::SlackPerson`]).
    SlackPerson = 164,
}

impl OwnKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Alerting,
        //
        Self::Mapping,
        Self::PushLink,
        Self::PushPlan,
        Self::PushFile,
        Self::PushPause,
        Self::PushCall,
        //
        Self::Profile,
        Self::Client,
        Self::Project,
        Self::Person,
        Self::Rate,
        Self::Entry,
        Self::Timer,
        Self::Draft,
        Self::Issued,
        Self::Series,
        Self::Receipt,
        Self::Recurring,
        Self::TimeMap,
        Self::BooksCall,
        //
        Self::Sender,
        Self::Reminded,
        Self::Hushed,
        Self::LastDone,
        Self::Buyer,
        Self::BankAccount,
        Self::BankStatement,
        Self::BankEntries,
        Self::BankFile,
        Self::BankMatch,
        Self::BankSettlement,
        Self::BankMapping,
        Self::BankTransfers,
        //
        Self::Calendar,
        Self::EventLink,
        Self::EventDecision,
        Self::ArchiveItem,
        Self::SlackPerson,
    ];

    /// Its frozen number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// The kind of this number; `None` if it is unknown.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.number() == number)
    }
}

/// Key of an own record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OwnKey {
    /// The company that it belongs to; 0 for records of no company.
    pub company: CompanyId,
    /// Its kind.
    pub kind: OwnKind,
    /// A UUID of version 7 ([`new_id`]), or a text that follows from what the record is about.
    pub id: RemoteId,
}

/// One version of an own record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRecord {
    /// Its key.
    pub key: OwnKey,
    /// 1 for the first version; grows by one with each.
    pub version: u64,
    /// Time of this version.
    pub at: Timestamp,
    /// Author of this version.
    pub author: Actor,
    /// Whether this version retires the record. A later version may bring it back.
    pub retired: bool,
    /// The stored form of its kind. A version that retires keeps the bytes of the one before.
    pub bytes: Vec<u8>,
}

/// A UUID of version 7 as text: identifiers made later sort later.
#[must_use]
pub fn new_id(at: Timestamp, random: [u8; 10]) -> RemoteId {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
    let [_, _, time @ ..] = millis.to_be_bytes();
    let mut bytes = [0u8; 16];
    for (target, byte) in bytes.iter_mut().zip(time.into_iter().chain(random)) {
        *target = byte;
    }
    bytes[6] = bytes[6] & 0x0F | 0x70;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let digits = bytes.iter().fold(String::with_capacity(36), |text, byte| {
        let dash = if [8, 13, 18, 23].contains(&text.len()) { "-" } else { "" };
        text + dash + &format!("{byte:02x}")
    });
    RemoteId::new(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_of_version_7_and_sort_by_time() {
        let at = |second| Timestamp::from_second(second).expect("in range");
        let id = new_id(at(1_700_000_000), [0xFF; 10]);
        assert_eq!(id.as_str(), "018bcfe5-6800-7fff-bfff-ffffffffffff");
        assert!(id < new_id(at(1_700_000_001), [0; 10]));
    }

    #[test]
    fn numbers_of_kinds_are_frozen() {
        use OwnKind::*;
        assert_eq!(Alerting.number(), 100);
        let books =
            [Profile, Client, Project, Person, Rate, Entry, Timer, Draft, Issued, Series, Receipt, Recurring, TimeMap, BooksCall];
        assert!(books.iter().zip(120..).all(|(kind, number)| kind.number() == number && OwnKind::ALL.contains(kind)));
        let delivery = [Sender, Reminded, Hushed, LastDone];
        assert!(delivery.iter().zip(150..).all(|(kind, number)| kind.number() == number && OwnKind::ALL.contains(kind)));
        let bank = [BankAccount, BankStatement, BankEntries, BankFile, BankMatch, BankSettlement, BankMapping, BankTransfers];
        assert!(bank.iter().zip(140..).all(|(kind, number)| kind.number() == number && OwnKind::ALL.contains(kind)));
        let calendars = [Calendar, EventLink, EventDecision, ArchiveItem, SlackPerson];
        assert!(calendars.iter().zip(160..).all(|(kind, number)| kind.number() == number && OwnKind::ALL.contains(kind)));
        assert!(OwnKind::ALL.iter().all(|kind| OwnKind::from_number(kind.number()) == Some(*kind)));
        assert_eq!(OwnKind::from_number(0), None);
    }
}
