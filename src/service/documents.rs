//! Documents of invoices: what they are made from, their rules, their files.
//!
//! For: the cases that make documents, and mails. Uses: the store, `document`. Never: sending or keeping one.

use rust_decimal::Decimal;

use super::local::Local;
use super::{MadeDocument, Result, ServiceError};
use crate::document::model::{Advance, AdvancePayment, Document, Given};
use crate::document::source::{self, Extra, Unfit};
use crate::document::{self, DocumentError, Form};
use crate::domain::ledger::{Client, Draft, DraftLine, Issued, LineSource, Profile, Receipt};
use crate::domain::{Company, Contact, Direction, DocumentType, Invoice, RecordKey, RemoteId, Sender};
#[cfg(feature = "documents")]
use crate::locale::Lang;
use crate::store::{Store, StoreExt, held, holding};

impl Local {
    /// Makes a document in a form, and checks it against its rules; the file only where it is wanted and no rule is broken. Blocks.
    pub(super) fn make_document(&self, key: &RecordKey, (form, extra): (Form, &Extra), file: bool) -> Result<MadeDocument> {
        if let Some(endpoint) = extra.buyer_endpoint.as_deref() {
            document::endpoint(endpoint).ok_or_else(|| DocumentError::Endpoint { given: endpoint.to_owned() })?;
        }
        let (invoice, company) = self.source(key)?;
        fit(&invoice, form)?;
        let made = self.modelled(key, (&invoice, &company), extra)?;
        let breaches = document::check(&made, form);
        let number = invoice.number.clone();
        let mut answer = MadeDocument { number, form, file: None, breaches, unprintable: String::new() };
        if !file || !answer.breaches.is_empty() {
            return Ok(answer);
        }
        answer.file = Some(if form.ending() == "pdf" {
            let (bytes, unprintable) = printed(&made, (&invoice, &company), form, extra)?;
            answer.unprintable = unprintable;
            bytes
        } else {
            document::xml(&made, form)
        });
        Ok(answer)
    }

    /// The document of an invoice, in the model that every form is written from. Blocks.
    pub(super) fn model(&self, key: &RecordKey, extra: &Extra) -> Result<Document> {
        let (invoice, company) = self.source(key)?;
        self.modelled(key, (&invoice, &company), extra)
    }

    /// Fails if an invoice or its company is unknown. Blocks.
    pub(super) fn invoice_is_there(&self, key: &RecordKey) -> Result<()> {
        self.by_id(key.company)?;
        self.source(key).map(|_| ())
    }

    fn source(&self, key: &RecordKey) -> Result<(Invoice, Company)> {
        let stored = self.store.invoices(key.company, std::slice::from_ref(&key.id))?.into_iter().next();
        let missing = || ServiceError::NoSuchInvoice { wanted: key.id.to_string() };
        Ok((stored.flatten().ok_or_else(missing)?.entity, self.by_id(key.company)?))
    }

    fn modelled(&self, key: &RecordKey, (invoice, company): (&Invoice, &Company), extra: &Extra) -> Result<Document> {
        let (sender, _) = self.sender(key.company)?;
        let given = self.given(key, invoice, company, &sender, extra)?;
        Ok(given.document().ok_or_else(|| DocumentError::TooLarge { number: invoice.number.clone() })?)
    }

    /// What a document is written from: an own document as it was issued, one of a service as it is stored.
    fn given(&self, key: &RecordKey, invoice: &Invoice, company: &Company, sender: &Sender, extra: &Extra) -> Result<Given> {
        let store: &dyn Store = &*self.store;
        let Some(issued) = holding::<Issued>(store, key.company, &key.id)? else {
            let contact = self.contact_of(key, invoice)?;
            let mut completed = contact.map_or_else(|| invoice.clone(), |contact| source::with_contact(invoice, &contact));
            let mut extra = Extra { words: self.vat_words(key.company)?, ..extra.clone() };
            if let Some(contact) = invoice.buyer.id.as_deref().filter(|_| invoice.direction != Direction::Received) {
                let (buyer, _) = self.buyer(key.company, &RemoteId::new(contact))?;
                completed = source::with_buyer(&completed, &buyer);
                extra.buyer_reference = extra.buyer_reference.or(buyer.reference);
                extra.buyer_endpoint = extra.buyer_endpoint.or(buyer.endpoint);
            }
            return Ok(source::given(&completed, company, sender, &extra));
        };
        let client = holding::<Client>(store, key.company, &issued.value.client)?;
        let profile = held::<Profile>(store, key.company)?.into_iter().next();
        let parties = (profile.as_ref().map(|held| &held.value), client.as_ref().map(|held| &held.value));
        let earlier = self.corrected(key, &issued.value)?;
        let advances = self.advances(key, &issued.value, &earlier)?;
        Ok(source::of_books((&issued.value, &earlier, advances), parties, company, sender, extra))
    }

    /// The contact that a document of a service names as its other party.
    fn contact_of(&self, key: &RecordKey, invoice: &Invoice) -> Result<Option<Contact>> {
        let other = if invoice.direction == Direction::Received { &invoice.seller } else { &invoice.buyer };
        let Some(id) = other.id.as_deref().map(RemoteId::new) else { return Ok(None) };
        let found = self.store.get::<Contact>(key.company, std::slice::from_ref(&id))?.into_iter().next().flatten();
        Ok(found.map(|contact| contact.entity))
    }

    /// What the lines of an own document have to do with payments in advance, in their order.
    fn advances(&self, key: &RecordKey, issued: &Issued, earlier: &[Issued]) -> Result<Vec<Option<Advance>>> {
        let original = issued.kind.original().and_then(|original| earlier.iter().find(|other| other.id == *original));
        if original.unwrap_or(issued).document.kind == DocumentType::Advance {
            return Ok(vec![Some(Advance::default()); issued.document.items.len()]);
        }
        // What takes back the whole repeats the lines of its original; those of a part are none that deduct.
        let whole = if issued.kind.replaces().is_some() { original } else { Some(issued) };
        let Some(draft) = whole.and_then(|whole| whole.draft.as_ref()) else { return Ok(Vec::new()) };
        let Some(draft) = holding::<Draft>(&*self.store, key.company, draft)? else { return Ok(Vec::new()) };
        draft.value.lines.iter().map(|line| self.deducted(key, line)).collect()
    }

    /// The payment in advance that a line deducts.
    fn deducted(&self, key: &RecordKey, line: &DraftLine) -> Result<Option<Advance>> {
        let LineSource::Advance(id) = &line.source else { return Ok(None) };
        let Some(advance) = holding::<Issued>(&*self.store, key.company, id)?.map(|held| held.value) else { return Ok(None) };
        let receipts = held::<Receipt>(&*self.store as &dyn Store, key.company)?;
        let pays = |receipt: &Receipt| receipt.parts.iter().any(|part| part.document == *id);
        let paid = receipts.iter().filter(|held| !held.retired && pays(&held.value)).map(|held| held.value.date).max();
        // One that is deducted before it was paid counts from its own day.
        let paid = paid.or(advance.document.fulfilled).or(advance.document.issued);
        let rate = advance.fx.as_ref().map_or(Decimal::ONE, |fx| fx.rate);
        Ok(paid.map(|paid| Advance { deducts: Some(AdvancePayment { number: advance.document.number, paid, rate }) }))
    }

    /// The document that an own document corrects, and the credit notes on parts of it.
    fn corrected(&self, key: &RecordKey, issued: &Issued) -> Result<Vec<Issued>> {
        let store: &dyn Store = &*self.store;
        let Some(original) = issued.kind.original() else { return Ok(Vec::new()) };
        if issued.kind.replaces().is_some() {
            // What takes back the whole is the only correction.
            return Ok(holding::<Issued>(store, key.company, original)?.map(|held| held.value).into_iter().collect());
        }
        let all = held::<Issued>(store, key.company)?.into_iter().map(|held| held.value);
        Ok(all.filter(|other| other.id == *original || other.kind.original() == Some(original)).collect())
    }
}

/// The printed document, and the characters that the font does not have.
#[cfg(feature = "documents")]
fn printed(made: &Document, (invoice, company): (&Invoice, &Company), form: Form, extra: &Extra) -> Result<(Vec<u8>, String)> {
    let lang = extra.language.as_deref().and_then(Lang::parse).unwrap_or_else(|| source::language(invoice));
    let locale = lang.locale();
    let title = source::title(invoice).map(|id| locale.get(id));
    // The original of what a service has is that service's.
    let service = crate::provider::find(&company.provider).map(|entry| entry.title);
    let with_data = form == Form::FacturX;
    let paper = document::Paper { locale, copy_of: service, title: title.as_deref(), with_data };
    let printed = document::print(made, &paper).ok_or(DocumentError::NotBuilt)?;
    Ok((printed.bytes, printed.unprintable))
}

#[cfg(not(feature = "documents"))]
fn printed(_: &Document, _: (&Invoice, &Company), _: Form, _: &Extra) -> Result<(Vec<u8>, String)> {
    Err(DocumentError::NotBuilt.into())
}

/// Refuses e-invoices of documents that are none of the company's invoices.
fn fit(invoice: &Invoice, form: Form) -> Result<()> {
    let number = || invoice.number.clone();
    match source::fitness(invoice) {
        _ if form == Form::Pdf => Ok(()),
        Ok(_) => Ok(()),
        Err(Unfit::Received) => Err(DocumentError::Received { number: number() }.into()),
        Err(Unfit::NoInvoice) => Err(DocumentError::NoInvoice { number: number() }.into()),
    }
}
