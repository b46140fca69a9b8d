//! Mails that are not wanted any more when they are sent: their document was taken back or paid meanwhile, or reminders were turned off.
//!
//! For: queueing and the worker that sends. Uses: the document as it stands now, own books, the index. Never: the queue.

use rust_decimal::Decimal;

use super::Result;
use super::books::Shelf;
use super::delivery_error::DeliveryError;
use super::letters::Subject;
use super::local::Local;
use super::view::Credits;
use crate::domain::ledger::Issued;
use crate::domain::{Delivery, DocumentType, Matter, Message, RecordKey, RemoteId, counting, money};
use crate::error::Describe;
use crate::store::StoreExt;

impl Local {
    /// Why the mail of a delivery is not wanted any more; `None` if it is. Blocks.
    pub(super) fn unwanted(&self, delivery: &Delivery) -> Result<Option<Message>> {
        let parcel = &delivery.parcel;
        let Some(document) = parcel.document.clone() else { return Ok(None) };
        let key = RecordKey::document(delivery.company, document);
        let subject = self.subject(&key, &parcel.number)?;
        let taken_back = self.taken_back(&key, &subject, parcel.again)?.map(|why| why.message());
        match parcel.matter {
            Matter::Summary | Matter::Daily => Ok(None),
            Matter::Document => Ok(taken_back),
            Matter::Reminder { .. } if subject.balance() <= Decimal::ZERO => Ok(Some(Message::new("delivery-nothing-left"))),
            Matter::Reminder { .. } if taken_back.is_some() => Ok(taken_back),
            Matter::Reminder { .. } => {
                let hushed = self.is_hushed(&subject.stored.row())?;
                Ok(hushed.then(|| Message::new("delivery-hushed-meanwhile")))
            }
        }
    }

    /// Why a document is not sent: its service no longer has it, or another document took it back and it is not sent all the same (`again`).
    /// Blocks.
    pub(super) fn taken_back(&self, key: &RecordKey, subject: &Subject, again: bool) -> Result<Option<DeliveryError>> {
        let invoice = &subject.stored.entity;
        let number = invoice.number.clone();
        if subject.stored.vanished.is_some() {
            return Ok(Some(DeliveryError::Vanished { number }));
        }
        let row = subject.stored.row();
        if again || row.cancels() {
            return Ok(None);
        }
        // That another document of a service cancels it is known to the index alone, which need not be asked about what is not open.
        let asked = || -> Result<bool> {
            if subject.company.has_own_books() || !row.outstanding() {
                return Ok(false);
            }
            Ok(self.store.ask(|index| index.get(key))?.is_some_and(|row| row.has_cancellation))
        };
        if counting::cancelled(invoice.cancelled, invoice.correction.as_ref()) || asked()? {
            return Ok(Some(DeliveryError::Cancelled { number, by: self.cancelling(key, subject)? }));
        }
        let credits = self.credits(key, invoice.gross)?.filter(|credits| credits.whole);
        Ok(credits.map(|credits| DeliveryError::Credited { number, by: credits.numbers.join(", ") }))
    }

    /// Number of the document that cancels another one, where it is known. Blocks.
    fn cancelling(&self, key: &RecordKey, subject: &Subject) -> Result<Option<String>> {
        let related: Vec<RemoteId> = subject.stored.entity.related.iter().map(|related| related.id.clone()).collect();
        let found = self.store.invoices(key.company, &related)?.into_iter().flatten().map(|stored| stored.entity);
        let mut cancelling = found.filter(|other| other.kind == DocumentType::Cancellation);
        Ok(cancelling.next().map(|other| other.number))
    }

    /// Credit notes on an invoice of own books; `None` if there are none. What services credit is not looked for: they do not tell it
    /// alike. Blocks.
    pub(super) fn credits(&self, key: &RecordKey, gross: Decimal) -> Result<Option<Credits>> {
        if !self.by_id(key.company)?.has_own_books() {
            return Ok(None);
        }
        let shelf = Shelf::open(self, key.company)?;
        let table = shelf.table::<Issued>()?;
        let issued = table.values().map(|held| &held.value);
        let notes: Vec<&Issued> = issued.filter(|note| note.kind.is_credit() && note.kind.original() == Some(&key.id)).collect();
        let grosses = notes.iter().map(|note| note.document.gross).chain([gross]);
        let whole =
            notes.iter().any(|note| note.kind.replaces().is_some()) || money::sum(grosses).is_some_and(|left| left.is_zero());
        let numbers: Vec<String> = notes.iter().map(|note| note.document.number.clone()).collect();
        Ok((!numbers.is_empty()).then_some(Credits { numbers, whole }))
    }
}
