//! The stored forms of own books. Field numbers are frozen once released.

use jiff::Timestamp;

use super::value::{Fields, Value, choice, field, form, is_default};
use super::{Codec, Fault, RecordType, decode, encode, read, write_bytes};
use crate::domain::archive::ArchiveItem;
use crate::domain::calendar::{Calendar, CalendarWay, EventConflict, EventDecision, EventFacts, EventLink, EventTime};
use crate::domain::ledger::{
    BooksCall, Budget, Category, Client, Draft, DraftLine, DraftState, Fx, Group, Increment, Issued, IssuedKind, Level,
    LineSource, Part, Per, Person, Profile, Project, ProjectState, Rate, Receipt, ReceiptKind, ReceiptPart, Recurring,
    RecurringLine, Retainer, Rounded, RoundingLevel, Series, Surcharge, TaxGroup, TimeMap, Unit, Vat,
};
use crate::domain::slack::SlackPerson;
use crate::domain::time::{Approval, Claim, ClaimBy, Price, Source, Span, TimeEntry, Timer};
use crate::domain::{
    Address, BuyerDetails, CompanyId, HushTarget, Hushed, Invoice, LastDone, Matter, Parcel, Party, Reminded, RunId, Sender,
    Stored,
};
use crate::store::StoreError;
use crate::store::calendars::{Object, Objects};

form!(Address { 1 country, 2 post_code, 3 city, 4 street });
form!(Party {
    1 id, 2 name, 3 tax_number, 4 eu_tax_number, 5 address, 6 emails, 7 phone, 8 bank, 9 account_number, 10 iban, 11 swift, 12 tax_type,
});
form!(Vat { 1 word, 2 percent, 3 category });
choice!(Category { 1 Standard {}, 2 Zero {}, 3 Exempt {}, 4 Reverse {}, 5 Community {}, 6 Export {}, 7 Outside {} });
form!(Profile { 1 party, 2 group_tax_number, 3 currency, 4 zone, 5 terms_days, 6 prefix, 7 vat, 8 closed_until });
form!(Client {
    1 id, 2 party, 3 group_tax_number, 4 currency, 5 language, 6 terms_days, 7 vat, 8 buyer_reference, 9 endpoint, 10 contact, 11 archived,
});
form!(Project { 1 id, 2 name, 3 client, 4 state, 5 budget, 6 billable, 7 increment, 8 note });
choice!(ProjectState { 1 Active {}, 2 OnHold {}, 3 Archived {} });
choice!(Budget { 1 Time { 0: seconds }, 2 Money { 0: amount, 1: currency } });
form!(Person { 1 id, 2 name, 3 user, 4 email, 5 archived, 6 cost });
form!(Rate { 1 id, 2 level, 3 amount, 4 currency, 5 per, 6 from, 7 until, 8 increment, 9 surcharges, 10 cap });
choice!(Level { 1 Company {}, 2 Client { 0: client }, 3 Project { 0: project }, 4 PersonProject { 0: person, 1: project } });
choice!(Per { 1 Hour {}, 2 Day { 0: seconds }, 3 Fixed {}, 4 Retainer { 0: retainer } });
form!(Retainer { 1 included, 2 overage });
form!(Increment { 1 step, 2 up, 3 least });
form!(Surcharge { 1 weekdays, 2 from, 3 until, 4 percent });
form!(TimeEntry {
    1 id, 2 person, 3 project, 4 task, 5 note, 6 tags, 7 span, 8 billable, 9 price, 10 approval, 11 claims, 12 source,
});
choice!(Span { 1 Clock { start: start, end: end, zone: zone }, 2 Day { date: date, seconds: seconds, zone: zone } });
form!(Price { 1 amount, 2 currency });
form!(Approval { 1 at, 2 by });
form!(Claim { 1 from, 2 until, 3 by });
choice!(ClaimBy { 1 Draft { 0: draft }, 2 WrittenOff { 0: reason } });
form!(Source { 1 name, 2 id, 3 raw });
form!(Timer { 1 person, 2 start, 3 zone, 4 project, 5 task, 6 note, 7 tags });
form!(Draft { 1 id, 2 client, 3 currency, 4 from, 5 until, 6 group, 7 lines, 8 fx, 9 note, 10 state, 11 advance });
choice!(DraftState { 1 Open {}, 2 Issued { 0: document }, 3 Discarded {} });
choice!(Group { 1 Entry {}, 2 Day {}, 3 Task {}, 4 Person {}, 5 Project {}, 6 Week {} });
form!(DraftLine { 1 text, 2 source, 3 quantity, 4 unit, 5 unit_price, 6 net, 7 vat, 8 project });
choice!(LineSource {
    1 Time { parts: parts, raw: raw, billed: billed, rounded: rounded },
    2 Expense { 0: date },
    3 Free {},
    4 Discount { 0: percent },
    5 Retainer { rate: rate, month: month, parts: parts, raw: raw },
    6 Advance { 0: document },
    7 Cap { rate: rate, cap: cap },
});
form!(Rounded { 1 step, 2 level });
choice!(RoundingLevel { 1 Entry {}, 2 Day {}, 3 Line {} });
choice!(Unit { 1 Hour {}, 2 Day {}, 3 Month {}, 4 Piece {} });
form!(Part { 1 entry, 2 from, 3 until, 4 rate, 5 amount, 6 surcharge });
form!(Issued { 1 id, 2 kind, 3 client, 4 draft, 5 series, 6 sequence, 7 document, 8 tax, 9 fx; 10 of_lines });
choice!(IssuedKind { 1 Invoice {}, 2 Credit { 0: original }, 3 Cancellation { 0: original }, 4 Partial { 0: original } });
form!(TaxGroup { 1 vat, 2 net, 3 tax, 4 tax_local });
form!(Fx { 1 currency, 2 rate, 3 source, 4 date });
form!(Series { 1 name, 2 last; 3 skipped, 4 replaced });
form!(Receipt { 1 id, 2 kind, 3 client, 4 date, 5 amount, 6 currency, 7 method, 8 reference, 9 note, 10 parts });
choice!(ReceiptKind { 1 Payment {}, 2 Refund {}, 3 WriteOff {}, 4 Credit { 0: note } });
form!(ReceiptPart { 1 document, 2 amount, 3 rounding });
form!(Recurring {
    1 id, 2 title, 3 client, 4 project, 5 months, 6 next, 7 until, 8 time, 9 group, 10 level, 11 lines, 12 vat, 13 note, 14 paused, 15 made,
    16 day,
});
form!(RecurringLine { 1 text, 2 quantity, 3 unit_price, 4 vat });
form!(BooksCall { 1 id, 2 author, 3 request, 4 made });
form!(TimeMap { 1 name, 2 tag, 3 project });

form!(Sender {
    1 name, 2 tax_number, 3 group_tax_number, 4 vat_number, 5 registration, 6 country, 7 post_code, 8 city, 9 street, 10 contact,
    11 phone, 12 email, 13 endpoint, 14 iban, 15 account, 16 bic, 17 bank,
});

form!(BuyerDetails {
    1 contact, 2 tax_number, 3 vat_number, 4 country, 5 post_code, 6 city, 7 street, 8 email, 9 endpoint, 10 reference,
});

form!(Calendar { 1 id, 2 name, 3 way, 4 person, 5 project, 6 from });
choice!(CalendarWay { 1 Dav { url: url, user: user, writes: writes }, 2 Address { host: host } });
form!(EventFacts { 1 when, 2 title });
choice!(EventTime { 1 Clock { start: start, end: end }, 2 Day { date: date } });
form!(EventLink { 1 calendar, 2 entry, 3 href, 4 etag, 5 base, 6 conflict });
choice!(EventConflict { 1 BothChanged {}, 2 Locked {}, 3 DeletedThere {}, 4 DeletedHere {}, 5 ManyDeleted {}, 6 NotOneEvent {} });
form!(EventDecision { 1 id, 2 calendar, 3 raw });
form!(ArchiveItem { 1 id, 2 document, 3 number, 4 form, 5 name, 6 sha256, 7 size, 8 at });
form!(SlackPerson { 1 user, 2 person, 3 project });
form!(Objects { 1 token, 2 objects, 3 synced, 4 error });
form!(Object { 1 href, 2 etag, 3 text });
form!(Parcel {
    1 matter, 2 document, 3 number, 4 partner, 5 to, 6 forms, 7 text, 8 language, 9 buyer_reference; 10 again,
});
choice!(Matter { 1 Document {}, 2 Reminder { step: step }, 3 Summary {}, 4 Daily {} });
form!(Reminded { 1 document, 2 steps });
form!(Hushed { 1 target, 2 title });
choice!(HushTarget { 1 Document { 0: id }, 2 Partner { 0: id } });
form!(LastDone { 1 what, 2 at });

/// A document is kept in the form of synced ones, with its version.
impl Value for Invoice {
    fn put(&self, out: &mut Vec<u8>) {
        let (at, run) = (Timestamp::UNIX_EPOCH, RunId(0));
        let stored = Stored {
            company: CompanyId(0),
            entity: self.clone(),
            first_seen: at,
            first_run: run,
            changed: at,
            changed_run: run,
            vanished: None,
        };
        // What cannot be written has no bytes, and cannot be read: the caller checks what it wrote.
        encode(&stored).unwrap_or_default().put(out);
    }

    fn take(from: &mut &[u8]) -> Result<Self, Fault> {
        decode::<Stored<Self>>(&Vec::<u8>::take(from)?).map(|stored| stored.entity)
    }
}

macro_rules! ledger {
    ($($type:ident)+) => {$(
        impl Codec for $type {
            const KIND: RecordType = RecordType::$type;

            fn payload(&self) -> Result<Vec<u8>, StoreError> {
                let mut bytes = Vec::with_capacity(256);
                self.put(&mut bytes);
                write_bytes(&bytes)
            }

            fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
                let bytes: &[u8] = if version == 1 { read(payload)? } else { return Err(Fault::Version) };
                let mut rest = bytes;
                let value = Self::take(&mut rest)?;
                if rest.is_empty() { Ok(value) } else { Err(Fault::Content) }
            }
        }
    )+};
}

ledger!(Profile Client Project Person Rate TimeEntry Timer Draft Issued Series Receipt Recurring TimeMap BooksCall);
ledger!(Sender BuyerDetails Parcel Reminded Hushed LastDone);
ledger!(Calendar EventLink EventDecision ArchiveItem SlackPerson);

impl Codec for Objects {
    const KIND: RecordType = RecordType::CalendarObjects;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        let mut bytes = Vec::new();
        self.put(&mut bytes);
        write_bytes(&lz4_flex::compress_prepend_size(&bytes))
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        let packed: &[u8] = if version == 1 { read(payload)? } else { return Err(Fault::Version) };
        let bytes = super::unpack(packed)?;
        let mut rest = bytes.as_slice();
        let value = Self::take(&mut rest)?;
        if rest.is_empty() { Ok(value) } else { Err(Fault::Content) }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::domain::{Currency, RemoteId};

    fn there_and_back<T: Codec + PartialEq + std::fmt::Debug>(value: &T) {
        let bytes = encode(value).expect("small");
        assert_eq!(decode::<T>(&bytes).as_ref(), Ok(value));
        // Every damaged byte is found.
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 0x40;
            assert_ne!(decode::<T>(&damaged).as_ref(), Ok(value), "byte {place}");
        }
    }

    #[test]
    fn values_are_read_as_they_were_written() {
        let at: Timestamp = "2026-10-24T23:30:00.123456789Z".parse().expect("an instant");
        let amount = |text: &str| text.parse::<Decimal>().expect("a decimal");
        there_and_back(&TimeEntry {
            id: RemoteId::new("1"),
            person: RemoteId::new("p"),
            project: Some(RemoteId::new("x")),
            task: "Élő".to_owned(),
            note: String::new(),
            tags: vec!["a".to_owned(), "b c".to_owned()],
            span: Span::Clock { start: at, end: at, zone: "Europe/Budapest".to_owned() },
            billable: true,
            price: Some(Price { amount: amount("27.50"), currency: Currency::new("EUR") }),
            approval: None,
            claims: vec![Claim { from: 0, until: i64::MAX, by: ClaimBy::WrittenOff("x".to_owned()) }],
            source: Some(Source { name: "toggl".to_owned(), id: "7".to_owned(), raw: "a,b".to_owned() }),
        });
        there_and_back(&Rate {
            id: RemoteId::new("r"),
            level: Level::PersonProject(RemoteId::new("p"), RemoteId::new("x")),
            amount: amount("-0.10"),
            currency: Currency::new("HUF"),
            per: Per::Retainer(Retainer { included: 36_000, overage: amount("1") }),
            from: jiff::civil::date(2026, 1, 1),
            until: Some(jiff::civil::date(9999, 12, 31)),
            increment: Some(Increment { step: 900, up: false, least: 0 }),
            surcharges: vec![Surcharge { weekdays: 0x60, from: 0, until: 86_400, percent: amount("100") }],
            cap: Some(amount("1000000")),
        });
        there_and_back(&TimeMap { name: "site".to_owned(), tag: true, project: RemoteId::new("x") });
        there_and_back(&Parcel {
            matter: crate::domain::Matter::Reminder { step: -3 },
            document: Some(RemoteId::new("d")),
            number: "INV-1".to_owned(),
            partner: "Őrség Kft.".to_owned(),
            to: vec!["a@example.com".to_owned()],
            forms: vec!["factur-x".to_owned()],
            text: None,
            language: Some("hu".to_owned()),
            buyer_reference: None,
            again: false,
        });
        there_and_back(&Reminded { document: RemoteId::new("d"), steps: vec![-3, 14] });
        there_and_back(&Hushed { target: HushTarget::Partner(RemoteId::new("p")), title: "Acme".to_owned() });
        let buyer = crate::domain::BuyerDetails::none(RemoteId::new("c"));
        there_and_back(&BuyerDetails { country: Some("IE".to_owned()), reference: Some("PO 7".to_owned()), ..buyer });
        there_and_back(&LastDone { what: "reminders".to_owned(), at });
        there_and_back(&Series { last: u64::MAX, ..Series::new("INV-2026") });
        let (skipped, replaced) = (vec![(3, 5), (7, u64::MAX)], vec![RemoteId::new("a"), RemoteId::new("b")]);
        there_and_back(&Series { last: 9, skipped, replaced, ..Series::new("INV-2026") });
    }

    #[test]
    fn a_field_that_was_added_is_not_written_where_it_says_nothing() {
        let parcel = |again| Parcel {
            matter: crate::domain::Matter::Document,
            document: None,
            number: String::new(),
            partner: String::new(),
            to: Vec::new(),
            forms: Vec::new(),
            text: None,
            language: None,
            buyer_reference: None,
            again,
        };
        there_and_back(&parcel(true));
        let (mut with, mut without) = (Vec::new(), Vec::new());
        parcel(true).put(&mut with);
        parcel(false).put(&mut without);
        // As an older program writes it: nine fields.
        assert_eq!((without[0], with[0]), (9, 10));
        assert_eq!(Parcel::take(&mut without.as_slice()), Ok(parcel(false)));
    }

    #[test]
    fn a_field_of_a_newer_program_is_refused() {
        let mut bytes = Vec::new();
        1u64.put(&mut bytes);
        field(99, &true, &mut bytes);
        assert_eq!(Series::take(&mut bytes.as_slice()), Err(Fault::Version));
        assert_eq!(Series::take(&mut [0u8].as_slice()), Err(Fault::Content));
    }
}
