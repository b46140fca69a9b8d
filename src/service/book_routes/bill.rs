//! Routes of drafts, documents and payments.
//!
//! For: the API. Uses: the cases of own books. Never: the JSON of a body or an answer.

use super::asking::{Asking, bill};
use crate::service::books::asked::{Asked, CorrectAsk};
use crate::service::books::{BillStep, Correction, DraftEdit, IssueAsk, MakeDraft, PayAsk};
use crate::service::cases::{CallBooks, ReadDrafts};
use crate::service::{Given, Kind, Param, Result, Route};

/// Drafts what recurs and is due, each once.
pub(crate) struct RunRecurring;

impl Asking for RunRecurring {
    type Case = CallBooks;
    type Body = ();
    const ROUTE: Route = Route::post("/v1/books/{company}/recurring/run", "run_recurring", "books")
        .keyed()
        .about("Drafts what recurs and is due, each once.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, (): ()) -> Result<CallBooks> {
        bill(given, BillStep::Recur(None))
    }
}

/// Open drafts, or all.
pub(crate) struct ListDrafts;

impl Asking for ListDrafts {
    type Case = ReadDrafts;
    type Body = ();
    const ROUTE: Route =
        Route::get("/v1/books/{company}/drafts", "list_drafts", "books").about("Open drafts, or all.").params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("all", Kind::Flag, "Whether issued and discarded ones are listed too"),
        ]);

    fn read(given: &Given, (): ()) -> Result<ReadDrafts> {
        Ok(ReadDrafts { company: given.company()?, draft: None, all: given.flag("all")? })
    }
}

/// A draft with what each line was made of.
pub(crate) struct OneDraft;

impl Asking for OneDraft {
    type Case = ReadDrafts;
    type Body = ();
    const ROUTE: Route = Route::get("/v1/books/{company}/drafts/{draft}", "get_draft", "books")
        .about("A draft with what each line was made of.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("draft", Kind::Text, "Its identifier"),
        ]);

    fn read(given: &Given, (): ()) -> Result<ReadDrafts> {
        Ok(ReadDrafts { company: given.company()?, draft: Some(given.part("draft").to_owned()), all: true })
    }
}

/// Makes a draft from approved time and other lines.
pub(crate) struct MakeDraftRoute;

impl Asking for MakeDraftRoute {
    type Case = CallBooks;
    type Body = Asked<MakeDraft>;
    const ROUTE: Route = Route::post("/v1/books/{company}/drafts", "make_draft", "books")
        .keyed()
        .about("Makes a draft from approved time and other lines.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, Asked(body): Asked<MakeDraft>) -> Result<CallBooks> {
        bill(given, BillStep::Make(Box::new(body?)))
    }
}

/// Changes an open draft.
pub(crate) struct EditDraft;

impl Asking for EditDraft {
    type Case = CallBooks;
    type Body = Asked<DraftEdit>;
    const ROUTE: Route = Route::post("/v1/books/{company}/drafts/{draft}/edit", "edit_draft", "books")
        .keyed()
        .about("Changes an open draft.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("draft", Kind::Text, "Its identifier"),
        ]);

    fn read(given: &Given, Asked(body): Asked<DraftEdit>) -> Result<CallBooks> {
        bill(given, BillStep::Edit(Box::new(DraftEdit { draft: given.part("draft").to_owned(), ..body? })))
    }
}

/// Gives a draft up: its time is free again.
pub(crate) struct DiscardDraft;

impl Asking for DiscardDraft {
    type Case = CallBooks;
    type Body = ();
    const ROUTE: Route = Route::delete("/v1/books/{company}/drafts/{draft}", "discard_draft", "books")
        .keyed()
        .about("Gives a draft up: its time is free again.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("draft", Kind::Text, "Its identifier"),
        ]);

    fn read(given: &Given, (): ()) -> Result<CallBooks> {
        bill(given, BillStep::Discard(given.part("draft").to_owned()))
    }
}

/// Issues drafts: all or none, or each.
pub(crate) struct IssueDrafts;

impl Asking for IssueDrafts {
    type Case = CallBooks;
    type Body = Asked<IssueAsk>;
    const ROUTE: Route = Route::post("/v1/books/{company}/issue", "issue_drafts", "books")
        .keyed()
        .about("Issues drafts: all or none, or each.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, Asked(body): Asked<IssueAsk>) -> Result<CallBooks> {
        bill(given, BillStep::Issue(body?))
    }
}

/// Issues a credit note on a document, or on some of it.
pub(crate) struct CreditDocument;

impl Asking for CreditDocument {
    type Case = CallBooks;
    type Body = Asked<CorrectAsk>;
    const ROUTE: Route = Route::post("/v1/books/{company}/documents/{document}/credit", "credit_document", "books")
        .keyed()
        .about("Issues a credit note on a document, or on some of it.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("document", Kind::Text, "Its number or identifier"),
        ]);

    fn read(given: &Given, Asked(body): Asked<CorrectAsk>) -> Result<CallBooks> {
        {
            let CorrectAsk(ask) = body?;
            let document = given.part("document").to_owned();
            bill(given, BillStep::Correct(Correction { document, void: false, ..ask }))
        }
    }
}

/// Issues the cancellation of a document.
pub(crate) struct VoidDocument;

impl Asking for VoidDocument {
    type Case = CallBooks;
    type Body = Asked<CorrectAsk>;
    const ROUTE: Route = Route::post("/v1/books/{company}/documents/{document}/void", "void_document", "books")
        .keyed()
        .about("Issues the cancellation of a document.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("document", Kind::Text, "Its number or identifier"),
        ]);

    fn read(given: &Given, Asked(body): Asked<CorrectAsk>) -> Result<CallBooks> {
        {
            let CorrectAsk(ask) = body?;
            let document = given.part("document").to_owned();
            bill(given, BillStep::Correct(Correction { document, void: true, ..ask }))
        }
    }
}

/// Settles documents by money, credit, a write-off, or pays back.
pub(crate) struct PayDocuments;

impl Asking for PayDocuments {
    type Case = CallBooks;
    type Body = Asked<PayAsk>;
    const ROUTE: Route = Route::post("/v1/books/{company}/payments", "pay_documents", "books")
        .keyed()
        .about("Settles documents by money, credit, a write-off, or pays back.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, Asked(body): Asked<PayAsk>) -> Result<CallBooks> {
        bill(given, BillStep::Pay(body?))
    }
}
