//! Every stored form goes there and back, and no damage does harm.

use std::fmt::Debug;

use rust_decimal::Decimal;

use super::samples::{at, change, contact, dec, error, kept, payment, run, stored};
use super::*;
use crate::domain::{
    CompanyId, Contact, ErrorKind, Failure, Message, RemoteId, RunError, RunId, RunStatus, StoredContact, StoredInvoice,
    StoredPayment, SyncMode, SyncRun, Tally,
};
use crate::store::{CompanyCount, KindCount, ScanState, SyncState};

fn round<T: Codec + PartialEq + Debug>(value: &T) -> Vec<u8> {
    let bytes = encode(value).expect("encodes");
    assert_eq!(decode::<T>(&bytes).as_ref(), Ok(value));
    bytes
}

fn full_run() -> SyncRun {
    let mut run = run(3);
    run.id = RunId(42);
    run.status = RunStatus::Deferred;
    run.ended = Some(at(1_800_000_000));
    run.failure = Some(
        Failure::new(ErrorKind::Credentials, Message::new("store-file").with("path", "x").with("n", -1i64))
            .hint(Message::new("store-file-hint").with("path", "x")),
    );
    run.deferred_until = Some(at(1_900_000_000));
    run.error_count = u64::MAX;
    run.counts.payments = Tally { processed: 1, created: 2, updated: 3, unchanged: 4, skipped: 5, vanished: 6 };
    run.counts.contacts = Tally { vanished: u64::MAX, ..Tally::default() };
    run
}

fn state() -> SyncState {
    SyncState {
        cursor: Some("2025-01-01T00:00:00.123456789Z".parse().expect("a time")),
        last_full_scan: Some(at(-1)),
        deferred_until: Some(at(2)),
        scan: Some(ScanState {
            mode: SyncMode::Reconcile,
            pages_done: 7,
            began: at(3),
            total: Some(u64::MAX),
            after: Some("88".into()),
        }),
        zone: Some("Europe/Budapest".to_owned()),
        payments_due: Some(vec![RemoteId::new("7"), RemoteId::new("a-8")]),
    }
}

fn entry() -> Entry {
    Entry::Commit(Box::new(CommitEntry {
        run: full_run(),
        created_at: Some((at(5), RunId(42))),
        created: vec![Created { kind: domain::Kind::Document, id: RemoteId::new("1"), title: Some("INV-1".to_owned()) }],
        changed: vec![Changed {
            kind: domain::Kind::Document,
            id: RemoteId::new("2"),
            changes: vec![Dated::from(&change(3, "2", 42, "status"))],
        }],
        vanished: vec![stored(3, "4", 42).into()],
        errors: vec![error("5")],
    }))
}

#[test]
fn every_form_round_trips() {
    let mut invoice = stored(1, "10", 2);
    round(&invoice);
    invoice.entity.balance = Some(dec("12.340"));
    invoice.entity.cancelled = true;
    invoice.entity.rounding = Some(crate::domain::Rounding::Five);
    invoice.entity.original = vec![("gross_total".to_owned(), "12700.000000000002".to_owned())];
    round(&invoice);
    invoice.vanished = Some(at(9));
    round(&invoice);
    for vanished in [None, Some(at(9))] {
        round(&StoredPayment { vanished, ..kept(1, payment("10"), 2) });
        round(&StoredContact { vanished, ..kept(1, contact("10"), 2) });
    }
    round(&kept(1, Contact::new(RemoteId::new("1"), ""), 2));
    round(&full_run());
    round(&error("1"));
    round(&RunError { kind: None, invoice_id: None, invoice_number: None, message: Message::new("x") });
    round(&state());
    round(&SyncState::default());
    let kinds = [(domain::Kind::Document, KindCount { records: 1, vanished: 2 })].into();
    round(&CompanyCount { kinds, changes: 3, runs: 4 });
    round(&ScanIds(vec![RemoteId::new("a"), RemoteId::new("")]));
    round(&Changes(vec![Dated::from(&change(1, "2", 3, "status"))]));
    round(&Position {
        sequence: 1,
        commit: 2,
        next_run: 3,
        row_rules: 4,
        relearn: vec![CompanyId(5)],
        removing: vec![CompanyId(6)],
    });
    for entry in [
        entry(),
        Entry::RunStarted(full_run()),
        Entry::RunsEnded(vec![full_run(), run(1)]),
        Entry::CompanyRemoved(CompanyId(9)),
        Entry::RolledBack(7),
        Entry::Lost,
        Entry::Audit(crate::domain::AuditEntry {
            sequence: 0,
            at: jiff::Timestamp::UNIX_EPOCH,
            actor: crate::domain::Actor("anna".to_owned()),
            from: "uid 1000".to_owned(),
            action: "key.set".to_owned(),
            subject: "Medka \u{202e} Kft.".to_owned(),
        }),
    ] {
        round(&entry);
    }
}

/// Bytes were written as lists of numbers once, and what is kept stays readable.
#[test]
fn bytes_are_written_as_lists_of_numbers_are() {
    use serde_bytes::ByteBuf;

    #[derive(serde::Serialize)]
    struct Lists(Vec<u8>, Option<Vec<u8>>, Vec<(u8, Vec<u8>)>);

    #[derive(serde::Serialize)]
    struct Bytes(#[serde(with = "serde_bytes")] Vec<u8>, #[serde(with = "serde_bytes")] Option<Vec<u8>>, Vec<(u8, ByteBuf)>);

    for length in [0, 1, 127, 128, 250, 251, 252, 65_535, 65_536] {
        let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(length).collect();
        for some in [None, Some(bytes.clone())] {
            let lists = write(&Lists(bytes.clone(), some.clone(), vec![(1, bytes.clone())])).expect("written");
            let whole = write(&Bytes(bytes.clone(), some, vec![(1, ByteBuf::from(bytes.clone()))])).expect("written");
            assert_eq!(lists, whole, "{length}");
        }
        assert_eq!(write_bytes(&bytes).expect("written"), write(&bytes).expect("written"), "{length}");
    }
}

/// Fields have the length of their value before them, whatever it is.
#[test]
fn a_field_of_any_length_is_read_as_it_was_written() {
    for length in [0, 1, 125, 126, 127, 128, 129, 16_383, 16_384, 100_000] {
        let text = "x".repeat(length);
        let mut out = vec![7];
        value::field(5, &text, &mut out);
        let mut plain = vec![7];
        value::Value::put(&5u64, &mut plain);
        let mut inner = Vec::new();
        value::Value::put(&text, &mut inner);
        value::Value::put(&u64::try_from(inner.len()).expect("small"), &mut plain);
        plain.extend(inner);
        assert_eq!(out, plain, "{length}");
    }
}

#[test]
fn amounts_survive_to_the_last_digit_and_to_the_scale() {
    for text in ["12345678901234567.89", "0.3", "0.10", "-0.00", "1e-28", "79228162514264337593543950335", "-7.5"] {
        let value = Decimal::from_scientific(text).or_else(|_| text.parse()).expect("a decimal");
        let back = Decimal::try_from(v1::Number::from(value)).expect("back");
        assert_eq!((back.to_string(), back.scale()), (value.to_string(), value.scale()), "{text}");
        assert_eq!(back.is_sign_negative(), value.is_sign_negative(), "{text}");
    }
    assert_eq!(dec("0.1") + dec("0.2"), dec("0.3"));
    assert_eq!(Decimal::try_from(v1::Number(29, 1)), Err(Fault::Content));
    assert_eq!(Decimal::try_from(v1::Number(0, u128::MAX)), Err(Fault::Content));
}

#[test]
fn one_flipped_bit_anywhere_is_found() {
    let bytes = round(&stored(1, "10", 2));
    for index in 0..bytes.len() {
        for bit in 0..8 {
            let mut damaged = bytes.clone();
            damaged[index] ^= 1 << bit;
            assert!(decode::<StoredInvoice>(&damaged).is_err(), "byte {index} bit {bit}");
        }
    }
    assert_eq!(decode::<SyncRun>(&bytes), Err(Fault::Checksum), "a record of another kind");
    assert_eq!(decode::<StoredInvoice>(&[]), Err(Fault::Checksum));
}

#[test]
fn a_newer_version_is_told_apart() {
    let mut bytes = round(&run(1));
    bytes[0] = 9;
    let crc = crc(RecordType::Run, 9, &bytes[HEAD..]);
    bytes[1..HEAD].copy_from_slice(&crc.to_le_bytes());
    assert_eq!(decode::<SyncRun>(&bytes), Err(Fault::Version));
}

/// Damages a record; half of the time its CRC is made right again, so that the decoder behind it is met.
fn mutate(rng: &mut fastrand::Rng, kind: RecordType, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..rng.usize(1..8) {
        let index = rng.usize(HEAD..bytes.len().max(HEAD + 1));
        match rng.u8(0..5) {
            0 => bytes.truncate(index),
            1 => bytes.insert(index.min(bytes.len()), rng.u8(..)),
            // Lengths are varints that begin with these.
            2 if index < bytes.len() => bytes[index] = rng.u8(250..),
            3 => bytes.extend(std::iter::repeat_with(|| 255).take(rng.usize(0..64))),
            _ if index < bytes.len() => bytes[index] = rng.u8(..),
            _ => {}
        }
        if bytes.len() < HEAD {
            break;
        }
    }
    if rng.bool() && bytes.len() >= HEAD {
        let crc = crc(kind, bytes[0], &bytes[HEAD..]);
        bytes[1..HEAD].copy_from_slice(&crc.to_le_bytes());
    }
    bytes
}

#[test]
fn a_hundred_thousand_damaged_records_do_no_harm() {
    let seed = std::env::var("FAKTURA_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    println!("FAKTURA_SEED={seed}");
    let mut rng = fastrand::Rng::with_seed(seed);
    let invoice = encode(&stored(1, "10", 2)).expect("encodes");
    let run = encode(&full_run()).expect("encodes");
    let state = encode(&state()).expect("encodes");
    let entry = encode(&entry()).expect("encodes");
    for _ in 0..20_000 {
        // A value that decodes can be encoded again; nothing panics.
        if let Ok(value) = decode::<StoredInvoice>(&mutate(&mut rng, RecordType::Invoice, &invoice)) {
            round(&value);
        }
        let _ = decode::<SyncRun>(&mutate(&mut rng, RecordType::Run, &run));
        let _ = decode::<SyncState>(&mutate(&mut rng, RecordType::State, &state));
        let _ = decode::<Entry>(&mutate(&mut rng, RecordType::Entry, &entry));
    }
}

/// The bytes of a form under the head of an older version.
fn older<T: serde::Serialize>(kind: RecordType, version: u8, form: &T) -> Vec<u8> {
    let mut bytes = write(form).expect("written");
    let crc = crc(kind, version, &bytes[HEAD..]);
    bytes[0] = version;
    bytes[1..HEAD].copy_from_slice(&crc.to_le_bytes());
    bytes
}

#[test]
fn an_invoice_of_the_first_version_has_no_balance() {
    let mut stored = stored(1, "7", 42);
    let first = older(
        RecordType::Invoice,
        1,
        &v1::Stored {
            company: stored.company.0,
            first_seen: stored.first_seen.into(),
            first_run: stored.first_run.0,
            changed: stored.changed.into(),
            changed_run: stored.changed_run.0,
            vanished: None,
            invoice: (&stored.entity).into(),
        },
    );
    assert_eq!(decode::<StoredInvoice>(&first), Ok(stored.clone()));
    stored.entity.balance = Some(dec("-0.10"));
    assert_eq!(line_items(&first), Ok(stored.entity.items.clone()));
    let bytes = encode(&stored).expect("encoded");
    assert_eq!(line_items(&bytes), Ok(stored.entity.items.clone()));
    assert!(line_items(bytes.split_last().expect("bytes").1).is_err());
    assert_eq!(decode::<StoredInvoice>(&bytes), Ok(stored));
}

#[test]
fn a_run_of_the_first_version_keeps_why_it_failed() {
    let run = full_run();
    let message = run.failure.as_ref().map(|failure| failure.message.clone()).expect("it failed");
    let form = v1::Run { failure: Some((&message).into()), ..v1::Run::from(&run) };
    let mut read = SyncRun { failure: Some(Failure::new(ErrorKind::Failed, message)), ..run };
    (read.counts.payments, read.counts.contacts) = (Tally::default(), Tally::default());
    assert_eq!(decode::<SyncRun>(&older(RecordType::Run, 1, &form)), Ok(read.clone()));
    let ended = v1::Entry::RunsEnded(vec![form]);
    assert_eq!(decode::<Entry>(&older(RecordType::Entry, 1, &ended)), Ok(Entry::RunsEnded(vec![read])));
}
