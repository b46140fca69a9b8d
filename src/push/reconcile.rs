//! What was written against what is there now: per link, field and cent.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::compare::Difference;
use crate::domain::outgoing::PushLink;
use crate::domain::push::OrderKind;
use crate::domain::{DocumentType, Invoice, Payload, Payment, PaymentStatus};

/// How a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Standing {
    /// Both sides say the same.
    Equal,
    /// They differ.
    Drifted,
    /// The source is gone, or was never here.
    MissingHere,
    /// What was written is gone at the other side.
    MissingThere,
    /// They differ, and a person said that this is right.
    Ignored,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 5] = [Self::Equal, Self::Drifted, Self::MissingHere, Self::MissingThere, Self::Ignored];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Drifted => "drifted",
            Self::MissingHere => "missing_here",
            Self::MissingThere => "missing_there",
            Self::Ignored => "ignored",
        }
    }
}

/// A side of a link: the record as its company has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side<'a> {
    /// It is there.
    Here(&'a Payload),
    /// It is there, cancelled by another document that was written as well.
    Cancelled(&'a Payload),
    /// It was voided from here, as a person approved.
    Voided,
    /// It is gone.
    Gone,
    /// It cannot be known: it was in a file.
    Unknown,
}

/// Whether what was written ended on both sides: it was voided, deleted or taken back here and there.
#[must_use]
pub fn is_over(ours: Side<'_>, theirs: Side<'_>) -> bool {
    // A file says nothing more of what was voided from here.
    let is_here = matches!((ours, theirs), (Side::Gone, _) | (Side::Unknown, Side::Voided))
        || matches!(ours, Side::Here(record) if is_dead(record));
    let is_there =
        matches!(theirs, Side::Gone | Side::Voided) || matches!(theirs, Side::Here(one) | Side::Cancelled(one) if is_dead(one));
    is_here && is_there
}

/// How a link stands, and in what its sides differ.
#[must_use]
pub fn reconcile(link: &PushLink, ours: Side<'_>, theirs: Side<'_>) -> (Standing, Vec<Difference>) {
    if is_over(ours, theirs) {
        return (Standing::Equal, Vec::new());
    }
    let theirs = match theirs {
        Side::Here(record) | Side::Cancelled(record) if !is_dead(record) => record,
        Side::Unknown => return untold(link, ours),
        Side::Voided => return (Standing::Ignored, Vec::new()),
        Side::Here(_) | Side::Cancelled(_) | Side::Gone => return (or_ignored(link, Standing::MissingThere, &[]), Vec::new()),
    };
    let mut found = Vec::new();
    if let Some(ordered) = link.amount {
        amount(&mut found, "gross_total", Some(ordered), value(theirs));
    }
    let is_cancelled = matches!(ours, Side::Cancelled(_));
    match ours {
        Side::Gone | Side::Voided => return (or_ignored(link, Standing::MissingHere, &found), found),
        // What was voided or taken back here still counts there.
        Side::Here(ours) if is_dead(ours) => return (or_ignored(link, Standing::MissingHere, &found), found),
        Side::Unknown => {}
        Side::Here(ours) | Side::Cancelled(ours) => {
            // What a document was adopted at is compared once: with the link.
            if link.amount.is_none() {
                amount(&mut found, "gross_total", value(ours), value(theirs));
            } else {
                amount(&mut found, "source_total", value(ours), link.amount);
            }
            if let (Payload::Document(ours), Payload::Document(theirs)) = (ours, theirs) {
                document(ours, theirs, is_cancelled, &mut found);
            }
        }
    }
    let standing = if found.is_empty() { Standing::Equal } else { or_ignored(link, Standing::Drifted, &found) };
    (standing, found)
}

/// What a person said is right stays ignored while it is as it was then.
fn or_ignored(link: &PushLink, standing: Standing, found: &[Difference]) -> Standing {
    let is_same = || link.ignored_as.as_ref().is_none_or(|seen| *seen == seen_as(standing, found.iter().map(told)));
    if link.ignored.is_some() && is_same() { Standing::Ignored } else { standing }
}

/// A difference, as it is kept with the reason for which it is right.
fn told(one: &Difference) -> String {
    format!("{} {} {}", one.field, one.ours, one.theirs)
}

/// How a link stands, as it is kept with the reason for which that is right.
#[must_use]
pub fn seen_as(standing: Standing, told: impl Iterator<Item = String>) -> String {
    std::iter::once(standing.as_str().to_owned()).chain(told).collect::<Vec<_>>().join("; ")
}

/// How a link stands when the other side does not tell its record, and is no reason to think that it is gone.
fn untold(link: &PushLink, ours: Side<'_>) -> (Standing, Vec<Difference>) {
    let mut found = Vec::new();
    match ours {
        Side::Gone | Side::Voided => return (or_ignored(link, Standing::MissingHere, &found), found),
        Side::Here(ours) if is_dead(ours) => return (or_ignored(link, Standing::MissingHere, &found), found),
        Side::Here(ours) | Side::Cancelled(ours) => amount(&mut found, "source_total", value(ours), link.amount),
        Side::Unknown => {}
    }
    let standing = if found.is_empty() { Standing::Equal } else { or_ignored(link, Standing::Drifted, &found) };
    (standing, found)
}

/// What is open of a document; `None` if it was paid in part and its payments are not known.
fn open(one: &Invoice) -> Option<Decimal> {
    match one.status {
        _ if one.cancelled => Some(Decimal::ZERO),
        PaymentStatus::PartiallyPaid => one.balance,
        _ => one.balance.or_else(|| Some(if one.status.is_unpaid() { one.gross } else { Decimal::ZERO })),
    }
}

/// What is open on each side, and the currency. What another document cancels is open until that one is put on it.
fn document(ours: &Invoice, theirs: &Invoice, is_cancelled: bool, found: &mut Vec<Difference>) {
    if ours.currency != theirs.currency {
        let (ours, theirs) = (ours.currency.to_string(), theirs.currency.to_string());
        found.push(Difference { field: "currency", ours, theirs });
    }
    let is_cancelled = is_cancelled || ours.kind == DocumentType::Cancellation;
    // Of what is open in full on both sides the totals say it.
    let is_whole = |one: &Invoice| one.balance.is_none() && one.status.is_unpaid();
    let is_told = is_cancelled || is_whole(ours) && is_whole(theirs);
    if let (Some(ours), Some(theirs), false) = (open(ours), open(theirs), is_told) {
        amount(found, "balance", Some(ours.abs()), Some(theirs.abs()));
    }
}

fn amount(found: &mut Vec<Difference>, field: &'static str, ours: Option<Decimal>, theirs: Option<Decimal>) {
    if let (Some(ours), Some(theirs)) = (ours, theirs)
        && ours != theirs
    {
        let (ours, theirs) = (ours.normalize().to_string(), theirs.normalize().to_string());
        found.push(Difference { field, ours, theirs });
    }
}

/// In what a document is not the one that it is said to be at its service: `numbered` where numbers and days of ours are kept there.
#[must_use]
pub fn unlike(ours: &Invoice, theirs: &Invoice, numbered: bool) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut text = |field, ours: String, theirs: String| {
        if ours != theirs {
            found.push(Difference { field, ours, theirs });
        }
    };
    if numbered {
        text("invoice_number", ours.number.trim().to_owned(), theirs.number.trim().to_owned());
        let day = |one: &Invoice| one.issued.map(|day| day.to_string()).unwrap_or_default();
        text("invoice_date", day(ours), day(theirs));
    }
    text("currency", ours.currency.to_string(), theirs.currency.to_string());
    text("gross_total", ours.gross.normalize().to_string(), theirs.gross.normalize().to_string());
    found
}

/// Amount of a record, without sign.
#[must_use]
pub fn value(record: &Payload) -> Option<Decimal> {
    match record {
        Payload::Document(document) => Some(document.gross.abs()),
        Payload::Payment(payment) => Some(payment.amount.abs()),
        Payload::Contact(_) => None,
    }
}

/// Whether a record was voided or taken back.
#[must_use]
pub fn is_dead(record: &Payload) -> bool {
    match record {
        Payload::Document(document) => document.cancelled,
        Payload::Payment(payment) => !Payment::counts(payment),
        Payload::Contact(_) => false,
    }
}

/// Whether links of a kind are reconciled: an order that makes no record has nothing to compare.
#[must_use]
pub const fn is_reconciled(kind: OrderKind) -> bool {
    !matches!(kind, OrderKind::Void | OrderKind::Mail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outgoing::{LinkedBy, Source};
    use crate::domain::{Currency, RemoteId};
    use crate::push::tests::{dec, invoice};

    fn link(amount: &str) -> PushLink {
        PushLink {
            source: Source("3:document:1".into()),
            kind: OrderKind::Invoice,
            remote: RemoteId::new("9"),
            title: "A-1".to_owned(),
            version: None,
            base: None,
            amount: Some(dec(amount)),
            currency: Some(Currency::new("EUR")),
            how: LinkedBy::Made,
            ignored: None,
            ignored_as: None,
        }
    }

    #[test]
    fn drift_is_told_to_the_cent_by_side_and_can_be_ignored() {
        let ours = Payload::Document(Box::new(invoice("1", "A-1")));
        let stands = |link: &PushLink, ours: Side<'_>, theirs: Side<'_>| {
            let (standing, found) = reconcile(link, ours, theirs);
            (standing, found.into_iter().map(|one| one.field).collect::<Vec<_>>())
        };
        let whole = link("127.64");
        assert_eq!(stands(&whole, Side::Here(&ours), Side::Here(&ours)), (Standing::Equal, vec![]));
        assert_eq!(stands(&whole, Side::Unknown, Side::Here(&ours)), (Standing::Equal, vec![]));
        let mut other = invoice("9", "A-1");
        other.gross = dec("127.65");
        let other = Payload::Document(Box::new(other));
        assert_eq!(stands(&whole, Side::Here(&ours), Side::Here(&other)), (Standing::Drifted, vec!["gross_total"]));
        assert_eq!(stands(&whole, Side::Here(&other), Side::Here(&ours)), (Standing::Drifted, vec!["source_total"]));
        let mut paid = invoice("9", "A-1");
        paid.balance = Some(dec("0"));
        let mut open = invoice("1", "A-1");
        open.balance = Some(dec("127.64"));
        let (paid, open) = (Payload::Document(Box::new(paid)), Payload::Document(Box::new(open)));
        assert_eq!(stands(&whole, Side::Here(&open), Side::Here(&paid)), (Standing::Drifted, vec!["balance"]));
        assert_eq!(stands(&whole, Side::Gone, Side::Here(&ours)).0, Standing::MissingHere);
        assert_eq!(stands(&whole, Side::Here(&ours), Side::Gone).0, Standing::MissingThere);
        let mut void = invoice("9", "A-1");
        void.cancelled = true;
        let void = Payload::Document(Box::new(void));
        for (here, there, standing) in [
            // What ended on both sides is no difference; what one side still has is.
            (Side::Here(&void), Side::Here(&void), Standing::Equal),
            (Side::Gone, Side::Here(&void), Standing::Equal),
            (Side::Here(&void), Side::Gone, Standing::Equal),
            (Side::Gone, Side::Gone, Standing::Equal),
            (Side::Unknown, Side::Gone, Standing::MissingThere),
            (Side::Here(&void), Side::Here(&ours), Standing::MissingHere),
            (Side::Here(&ours), Side::Here(&void), Standing::MissingThere),
            (Side::Unknown, Side::Here(&void), Standing::MissingThere),
            // Cancelled here by another document, which stands there.
            (Side::Cancelled(&void), Side::Here(&void), Standing::MissingThere),
            // A person approved that it was voided: what its source says is told, and asks for nothing.
            (Side::Here(&ours), Side::Voided, Standing::Ignored),
            (Side::Cancelled(&void), Side::Voided, Standing::Ignored),
            (Side::Here(&void), Side::Voided, Standing::Equal),
            (Side::Gone, Side::Voided, Standing::Equal),
            (Side::Unknown, Side::Voided, Standing::Equal),
        ] {
            assert_eq!(stands(&whole, here, there), (standing, vec![]), "{here:?} {there:?}");
        }
        let (one, mut two) = (invoice("1", "A-1"), invoice("9", "B-1"));
        let fields = |two: &Invoice, numbered| unlike(&one, two, numbered).into_iter().map(|one| one.field).collect::<Vec<_>>();
        assert_eq!((fields(&two, true), fields(&two, false)), (vec!["invoice_number"], vec![]));
        two.gross = -two.gross;
        assert_eq!(fields(&two, false), ["gross_total"], "a credit note is no invoice");
        let ignored = PushLink { ignored: Some("agreed".to_owned()), ..whole };
        assert_eq!(stands(&ignored, Side::Here(&ours), Side::Here(&other)).0, Standing::Ignored);
        // What is right is this difference; another one is shown again.
        let (_, found) = reconcile(&ignored, Side::Here(&ours), Side::Here(&other));
        let seen = seen_as(Standing::Drifted, found.iter().map(told));
        let ignored = PushLink { ignored_as: Some(seen), ..ignored };
        assert_eq!(stands(&ignored, Side::Here(&ours), Side::Here(&other)).0, Standing::Ignored);
        assert_eq!(stands(&ignored, Side::Here(&ours), Side::Here(&void)).0, Standing::MissingThere);
    }
}
