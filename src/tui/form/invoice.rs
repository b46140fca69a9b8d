//! What is done with an invoice: paid, credited or voided in own books, sent by mail, reminded of or not. The fields of each form,
//! what follows from a complete one, and what is said about the answer.
//!
//! For: the pages of invoices. Uses: the use cases of the commands `pay`, `credit`, `void` and `send`. Never: a page.

use rust_decimal::Decimal;

use super::books::make::{check, choice, line};
use super::books::place::Next;
use super::books::rule::{Own, amount, day, parts, written};
use super::books::{Asked, Correct, Does, Told};
use super::deed::Deed;
use super::each::{self, Each};
use super::field::{Field, Name, Rule};
use super::order::order;
use super::refused::{refuse, told};
use super::taken::taken;
use super::{Form, Order, Purpose, State, details, document, make};
use crate::domain::{CompanyId, Direction, DocumentType, HushTarget, InvoiceRow, Message, PaymentMethod, RecordKey, RemoteId};
use crate::error::{Error, ErrorKind};
use crate::service::books::{BillStep, Paid, PayAsk};
use crate::service::{Credits, InvoiceDetail, SendAnswer, SendAsk, Skipped, cases};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::failures;
use crate::tui::notice::Severity;
use crate::tui::pick::{Choice, Entry, Kind};
use crate::tui::shared::{Overlay, Shared};
use crate::tui::words;

/// The methods that a payment is recorded with, the usual one first.
const METHODS: [&str; 4] = ["wire_transfer", "cash", "bankcard", "other"];
/// What settles an invoice, the usual one first.
const BY: [(&str, Paid); 4] =
    [("money", Paid::Money), ("credit", Paid::Credit), ("write-off", Paid::WriteOff), ("refund", Paid::Refund)];

/// The invoices that something is done with.
#[derive(Debug, Default)]
pub(crate) struct Of<'r> {
    rows: Vec<&'r InvoiceRow>,
    /// All that is known of the only one, where it was read.
    detail: Option<&'r InvoiceDetail>,
}

impl<'r> Of<'r> {
    /// One invoice, with all that is known of it where it was read.
    pub(crate) fn one(row: &'r InvoiceRow, detail: Option<&'r InvoiceDetail>) -> Self {
        Self { rows: vec![row], detail }
    }

    /// Invoices that are marked.
    pub(crate) fn marked(rows: impl Iterator<Item = &'r InvoiceRow>) -> Self {
        Self { rows: rows.collect(), detail: None }
    }

    /// True if one payment can settle all of them: of one client, in one currency.
    fn are_alike(&self) -> bool {
        let of = |row: &'r InvoiceRow| (row.company, &row.currency, &row.partner_name);
        self.rows.first().is_some_and(|&first| self.rows.iter().all(|&row| of(row) == of(first)))
    }

    /// True if it can be done to them, and from this screen.
    fn fits(&self, deed: Deed, cx: &Shared) -> bool {
        // A file is written where nothing may be changed, too.
        let may = || {
            let one = |row: &&InvoiceRow| match deed {
                Deed::Write => cx.sees(deed.needs(), Some(row.company)),
                deed => cx.may(deed.needs(), Some(row.company)),
            };
            self.rows.iter().all(one)
        };
        match self.rows.as_slice() {
            [] => false,
            [row] => fits(deed, cx, row, self.detail) && may(),
            rows => match deed {
                Deed::Send => may(),
                // Of several either may be meant.
                Deed::Hush | Deed::Unhush => rows.iter().any(|row| is_reminded(row)) && may(),
                Deed::Pay => self.are_alike() && rows.iter().all(|row| fits(deed, cx, row, None)) && may(),
                Deed::Write | Deed::Buyer | Deed::Words | Deed::Credit | Deed::Void => false,
            },
        }
    }

    /// What stands above the menu: the number, or how many they are, and what credits the only one.
    fn named(&self, cx: &Shared) -> String {
        let [row] = self.rows.as_slice() else {
            return cx.locale.text(&Message::new("invoice-of-many").with("count", self.rows.len()));
        };
        let credits = self
            .detail
            .and_then(|detail| detail.credits.as_ref())
            .map(|credits| format!(" · {}", cx.locale.text(&credited(credits))));
        format!("{}{}", row.number, credits.unwrap_or_default())
    }
}

/// The credit notes on an invoice, in words.
pub(crate) fn credited(credits: &Credits) -> Message {
    let id = if credits.whole { "invoice-credited" } else { "invoice-credited-part" };
    Message::new(id).with("numbers", credits.numbers.join(", "))
}

/// True if it can be done: what a service keeps is changed there alone, and own books refuse the rest.
fn fits(deed: Deed, cx: &Shared, row: &InvoiceRow, detail: Option<&InvoiceDetail>) -> bool {
    let credits = detail.and_then(|detail| detail.credits.as_ref());
    // One of both is offered, also before it is known which: what is below it in the menu stays in its place.
    let hushed = detail.is_some_and(|detail| detail.mails.hushed);
    // Corrections are corrected by no other one.
    let is_original = matches!(row.kind, DocumentType::Invoice | DocumentType::Advance);
    let stands = !row.cancelled && !row.has_cancellation && row.kind != DocumentType::Cancellation;
    let has_service = !is_own(cx, row.company);
    let issued = row.direction == Direction::Issued;
    let is_own = stands && !has_service;
    match deed {
        Deed::Send => true,
        Deed::Write => issued,
        // Clients of own books are changed on the page of projects.
        Deed::Buyer => issued && has_service && contact(detail).is_some(),
        Deed::Words => issued && has_service,
        Deed::Hush => is_reminded(row) && !hushed,
        Deed::Unhush => is_reminded(row) && hushed,
        // A paid invoice can be refunded; a credit note only as long as something is left of it.
        Deed::Pay => is_own && (is_original || !row.open_amount().is_zero()),
        Deed::Credit => is_own && is_original && !credits.is_some_and(|credits| credits.whole),
        // What was corrected once is not cancelled.
        Deed::Void => is_own && is_original && credits.is_none() && row.open_amount() == row.gross,
    }
}

/// The contact that an invoice names as its buyer.
fn contact(detail: Option<&InvoiceDetail>) -> Option<RemoteId> {
    let id = detail?.stored.entity.buyer.id.as_deref().filter(|id| !id.is_empty())?;
    Some(RemoteId::new(id))
}

/// The words of VAT on the lines of an invoice, each once.
fn words_of_vat(detail: Option<&InvoiceDetail>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for item in detail.into_iter().flat_map(|detail| &detail.stored.entity.items) {
        let word = item.vat.trim();
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// True if reminders of it may come due.
fn is_reminded(row: &InvoiceRow) -> bool {
    row.direction == Direction::Issued && row.outstanding() && !row.is_credit()
}

/// True if the books of a company are kept here.
pub(crate) fn is_own(cx: &Shared, company: CompanyId) -> bool {
    let view = cx.companies.all().iter().find(|view| view.company.id == company);
    view.is_some_and(|view| view.company.has_own_books())
}

/// True if something can be done with the invoices from this screen.
pub(crate) fn is_useful(cx: &Shared, of: &Of<'_>) -> bool {
    Deed::ALL.into_iter().any(|(deed, _)| of.fits(deed, cx))
}

/// Lets one choose from what can be done with the invoices; says why where that is nothing.
pub(crate) fn offer(cx: &mut Shared, of: &Of<'_>) {
    // Of what can be done with every invoice, the mail asks for the least.
    let Some(first) = of.rows.first() else { return };
    if is_useful(cx, of) || make::allows(cx, Deed::Send.needs(), Some(first.company)) {
        // The first entry is their name.
        cx.pick_at(Kind::Offers, 1);
    }
}

/// What can be done with the invoices from this screen, to choose from.
pub(crate) fn offers(cx: &Shared, of: &Of<'_>) -> Vec<Entry> {
    let one = |(index, (deed, id)): (usize, (Deed, &'static str))| {
        of.fits(deed, cx).then(|| Entry::new(cx.locale.get(id), Choice::Offer(index)))
    };
    std::iter::once(Entry::heading(of.named(cx))).chain(Deed::ALL.into_iter().enumerate().filter_map(one)).collect()
}

/// Opens the form of what was chosen.
pub(crate) fn choose(cx: &mut Shared, of: &Of<'_>, index: usize) -> Vec<Effect> {
    let Some((deed, _)) = Deed::ALL.get(index).copied() else { return Vec::new() };
    if cx.masked {
        cx.say(Message::new("own-masked"), Severity::Look);
        return Vec::new();
    }
    if !of.fits(deed, cx) {
        return Vec::new();
    }
    let to = of.detail.map(|detail| detail.mails.to.join(", ")).unwrap_or_default();
    let form = match (deed, of.rows.as_slice()) {
        (Deed::Hush | Deed::Unhush, _) => return hush(cx, of, deed == Deed::Hush),
        (Deed::Buyer, [row]) => {
            let Some(contact) = contact(of.detail) else { return Vec::new() };
            return details::buyer(cx, (row.company, contact), &row.partner_name);
        }
        (Deed::Words, [row]) => return details::vat(cx, row.company, words_of_vat(of.detail)),
        (_, [row]) => form(cx, deed, row, &to),
        (_, rows) => form_of_many(cx, deed, rows),
    };
    cx.overlay = Some(Overlay::Form(Box::new(form)));
    Vec::new()
}

/// Turns reminders of the invoices off, or on again.
fn hush(cx: &mut Shared, of: &Of<'_>, hush: bool) -> Vec<Effect> {
    let one = |row: &&InvoiceRow| {
        let (target, title) = (HushTarget::Document(row.id.clone()), row.number.to_string());
        (title.clone(), Case::new(cases::HushReminders { company: row.company, target, title, hush }))
    };
    let all = of.rows.iter().copied().filter(|row| is_reminded(row)).collect::<Vec<_>>();
    each::give(cx, if hush { Each::Hush } else { Each::Unhush }, all.iter().map(one).collect())
}

/// The fields of a payment: of a known amount, or of what is open.
fn of_payment(cx: &Shared, (label, known): (&'static str, &str), needed: bool) -> Vec<Field> {
    let today = cx.today();
    let methods = METHODS.map(|word| (word.to_owned(), words::word(cx.locale, "method", word))).to_vec();
    let by = |(word, _): (&str, Paid)| {
        let id = format!("invoice-by-{word}");
        (word.to_owned(), cx.locale.text(&Message { id: id.into(), args: Vec::new() }))
    };
    vec![
        line(Name::Amount, label, known, Rule::Own(Own::Amount { needed })),
        line(Name::Day, "own-day", &today.to_string(), Rule::Own(Own::Day { today, needed: true })),
        choice(Name::Method, "tui-col-method", methods, 0),
        choice(Name::By, "invoice-by", BY.map(by).to_vec(), 0),
        line(Name::Reference, "tui-col-reference", "", Rule::Any),
    ]
}

/// A form about several invoices: one payment of all, or a mail with each.
fn form_of_many(cx: &Shared, deed: Deed, rows: &[&InvoiceRow]) -> Form {
    let keys = rows.iter().map(|row| row.key()).collect();
    let partner = rows.first().map(|row| row.partner_name.to_string()).unwrap_or_default();
    let named = |id| Message::new(id).with("count", rows.len()).with("partner", partner);
    if deed == Deed::Pay {
        let fields = of_payment(cx, ("invoice-pay-many-amount", ""), false);
        let outcome = Message::new("invoice-pay-many-outcome");
        return Form::new(Purpose::Deed(deed, keys), named("invoice-pay-many-title"), outcome, fields);
    }
    let fields = vec![line(Name::Note, "invoice-send-text", "", Rule::Any), check(Name::Again, "invoice-send-again", false)];
    Form::new(Purpose::Deed(deed, keys), named("invoice-send-many-title"), Message::new("invoice-send-many-outcome"), fields)
}

fn form(cx: &Shared, deed: Deed, row: &InvoiceRow, to: &str) -> Form {
    let today = cx.today();
    let day = line(Name::Day, "own-day", &today.to_string(), Rule::Own(Own::Day { today, needed: true }));
    let text = |name, label| line(name, label, "", Rule::Any);
    let open = row.open_amount();
    let fields: Vec<Field> = match deed {
        Deed::Pay => {
            let known = if open > Decimal::ZERO { written(cx.locale, open, &row.currency) } else { String::new() };
            of_payment(cx, ("tui-col-amount", &known), true)
        }
        Deed::Send => vec![
            line(Name::To, "invoice-send-to", to, Rule::Any),
            text(Name::Note, "invoice-send-text"),
            check(Name::Again, "invoice-send-again", false),
        ],
        Deed::Credit => vec![
            day,
            text(Name::Reason, "own-reason"),
            line(Name::Parts, "invoice-credit-parts", "", Rule::Own(Own::Parts)),
            text(Name::WriteOff, "invoice-write-off"),
        ],
        Deed::Void => vec![day, text(Name::Reason, "own-reason"), text(Name::WriteOff, "invoice-write-off")],
        Deed::Write => document::fields(cx, row),
        // They need no form, or have one of their own.
        Deed::Hush | Deed::Unhush | Deed::Buyer | Deed::Words => Vec::new(),
    };
    let [title, outcome] = match deed {
        Deed::Pay => ["invoice-pay-title", "invoice-pay-outcome"],
        Deed::Write => ["invoice-write-title", "invoice-write-outcome"],
        Deed::Send | Deed::Hush | Deed::Unhush | Deed::Buyer | Deed::Words => ["invoice-send-title", "invoice-send-outcome"],
        Deed::Credit => ["invoice-credit-title", "invoice-credit-outcome"],
        Deed::Void => ["invoice-void-title", "invoice-void-outcome"],
    };
    let title = Message::new(title)
        .with("number", row.number.to_string())
        .with("partner", row.partner_name.to_string())
        .with("open", cx.locale.money(open, &row.currency));
    Form {
        shown_in_question: Some((row.number.to_string(), cx.locale.money(row.gross, &row.currency))),
        ..Form::new(Purpose::Deed(deed, vec![row.key()]), title, Message::new(outcome), fields)
    }
}

/// What follows from a complete form.
pub(super) fn submit(cx: &Shared, form: &Form, deed: Deed, keys: &[RecordKey]) -> Option<Next> {
    let first = keys.first()?;
    let some = |name| Some(form.text(name)).filter(|text| !text.is_empty());
    let date = day(&form.text(Name::Day), cx.today());
    let documents: Vec<String> = keys.iter().map(|key| key.id.to_string()).collect();
    Some(match deed {
        Deed::Hush | Deed::Unhush | Deed::Buyer | Deed::Words => return None,
        Deed::Write => return document::submit(cx, form, first),
        Deed::Pay => {
            let by = BY.into_iter().find(|(word, _)| *word == form.text(Name::By)).map_or(Paid::Money, |(_, by)| by);
            let ask = PayAsk {
                documents,
                amount: amount(&form.text(Name::Amount)),
                date,
                // Only money has a way that it takes.
                method: matches!(by, Paid::Money | Paid::Refund).then(|| PaymentMethod::from(form.text(Name::Method).as_str())),
                reference: some(Name::Reference),
                note: None,
                by,
            };
            let case = cases::Bill { company: first.company, step: BillStep::Pay(ask) };
            Next::Ask(order(Order::Books(Told::Billed), case))
        }
        Deed::Send => {
            let to = form.text(Name::To);
            let ask = SendAsk {
                to: to.split([',', ';', ' ']).map(str::trim).filter(|to| !to.is_empty()).map(str::to_owned).collect(),
                text: some(Name::Note),
                again: form.is_set(Name::Again),
                ..SendAsk::default()
            };
            Next::Ask(order(Order::Send, cases::SendDocuments::new(keys.to_vec(), ask, false)))
        }
        Deed::Credit | Deed::Void => {
            let void = deed == Deed::Void;
            let parts = parts(&form.text(Name::Parts)).unwrap_or_default();
            let [what, yes] = match (void, parts.is_empty()) {
                (true, _) => ["invoice-confirm-void", "invoice-void"],
                (false, true) => ["invoice-confirm-credit", "invoice-credit"],
                (false, false) => ["invoice-confirm-credit-parts", "invoice-credit"],
            };
            let (number, gross) = form.shown_in_question.clone().unwrap_or_default();
            Next::Confirm(Box::new(Asked {
                company: first.company,
                what: Message::new(what).with("number", number).with("amount", gross),
                cost: Message::new("own-confirm-issue-cost"),
                yes: Message::new(yes),
                does: Does::Correct(Correct {
                    document: first.id.to_string(),
                    void,
                    date,
                    reason: some(Name::Reason),
                    parts,
                    write_off: some(Name::WriteOff),
                }),
            }))
        }
    })
}

/// Says what became of mails.
pub(super) fn sent(answer: AnyAnswer, cx: &mut Shared) {
    let form = match &cx.overlay {
        Some(Overlay::Form(form)) if form.state == State::Waiting => Some(form.clone()),
        _ => None,
    };
    let Some(sent) = taken::<SendAnswer>(answer, Order::Send, cx) else { return };
    match (sent.prepared.as_slice(), sent.skipped.as_slice()) {
        ([one], []) => {
            let parcel = &one.delivery.parcel;
            let message = Message::new("invoice-sent").with("number", parcel.number.clone());
            cx.say(message.with("to", parcel.to.join(", ")), Severity::Good);
        }
        ([], [one]) => match form {
            // Nothing was sent: what was typed stays, and the cursor is where the reason can be mended.
            Some(mut form) => {
                refuse(&mut form, &one.why, one.hint.as_ref());
                cx.overlay = Some(Overlay::Form(form));
            }
            None => cx.say(told(&one.why, None).0, if one.is_done { Severity::Look } else { Severity::Act }),
        },
        ([], []) => {}
        (queued, skipped) => {
            // What is wrong is told before what was sent already.
            let (done, wrong): (Vec<&Skipped>, Vec<&Skipped>) = skipped.iter().partition(|one| one.is_done);
            let words = |one: &&Skipped| cx.locale.text(&told(&one.why, None).0);
            let why = failures::reasons(cx, wrong.iter().chain(&done).map(words).collect());
            let message = Message::new("invoice-sent-many").with("sent", queued.len()).with("left", skipped.len());
            let message = message.with("why", why);
            let severity = match (wrong.as_slice(), done.as_slice()) {
                ([], []) => Severity::Good,
                ([], _) => Severity::Look,
                _ => Severity::Act,
            };
            let error = |one: &&Skipped| (one.number.clone(), Error::new(ErrorKind::Failed, told(&one.why, None).0));
            failures::keep(cx, &message, wrong.iter().map(error).collect());
            cx.say(message, severity);
        }
    }
}
