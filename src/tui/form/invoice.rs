//! What is done with an invoice: paid, credited or voided in own books, sent by mail. The fields of each form, what follows from
//! a complete one, and what is said about the answer.
//!
//! For: the pages of invoices. Uses: the use cases of the commands `pay`, `credit`, `void` and `send`. Never: a page.

use rust_decimal::Decimal;

use super::books::make::{check, choice, line};
use super::books::place::Next;
use super::books::rule::{Own, amount, day, parts};
use super::books::{Asked, Correct, Does, Told};
use super::deed::Deed;
use super::field::{Field, Name, Rule};
use super::order::order;
use super::taken::taken;
use super::{Form, Order, Purpose, make};
use crate::domain::{CompanyId, DocumentType, InvoiceRow, Message, PaymentMethod, RecordKey};
use crate::service::books::{BillStep, Paid, PayAsk};
use crate::service::{SendAnswer, SendAsk, cases};
use crate::tui::case::AnyAnswer;
use crate::tui::notice::Severity;
use crate::tui::pick::{Choice, Entry, Kind};
use crate::tui::shared::{Overlay, Shared};
use crate::tui::words;

/// The methods that a payment is recorded with, the usual one first.
const METHODS: [&str; 4] = ["wire_transfer", "cash", "bankcard", "other"];
/// What settles an invoice, the usual one first.
const BY: [(&str, Paid); 4] =
    [("money", Paid::Money), ("credit", Paid::Credit), ("write-off", Paid::WriteOff), ("refund", Paid::Refund)];

/// True if it can be done: what a service keeps is changed there alone, and own books refuse the rest.
fn fits(deed: Deed, cx: &Shared, row: &InvoiceRow) -> bool {
    if deed == Deed::Send {
        return true;
    }
    // Corrections are corrected by no other one.
    let is_original = matches!(row.kind, DocumentType::Invoice | DocumentType::Advance);
    let stands = !row.cancelled && !row.has_cancellation && row.kind != DocumentType::Cancellation;
    let is_own = stands && is_own(cx, row.company);
    match deed {
        Deed::Send => true,
        // A paid invoice can be refunded; a credit note only as long as something is left of it.
        Deed::Pay => is_own && (is_original || !row.open_amount().is_zero()),
        Deed::Credit => is_own && is_original,
        Deed::Void => is_own && is_original && row.open_amount() == row.gross,
    }
}

/// True if the books of a company are kept here.
pub(crate) fn is_own(cx: &Shared, company: CompanyId) -> bool {
    let view = cx.companies.all().iter().find(|view| view.company.id == company);
    view.is_some_and(|view| view.company.has_own_books())
}

/// True if something can be done with the invoice from this screen.
pub(crate) fn is_useful(cx: &Shared, row: &InvoiceRow) -> bool {
    Deed::ALL.into_iter().any(|(deed, _)| fits(deed, cx, row) && cx.may(deed.needs(), Some(row.company)))
}

/// Lets one choose from what can be done with the invoice; says why where that is nothing.
pub(crate) fn offer(cx: &mut Shared, row: &InvoiceRow) {
    // Of what can be done with every invoice, the mail asks for the least.
    if is_useful(cx, row) || make::allows(cx, Deed::Send.needs(), Some(row.company)) {
        cx.pick(Kind::Offers);
    }
}

/// What can be done with the invoice from this screen, to choose from.
pub(crate) fn offers(cx: &Shared, row: &InvoiceRow) -> Vec<Entry> {
    let one = |(index, (deed, id)): (usize, (Deed, &'static str))| {
        (fits(deed, cx, row) && cx.may(deed.needs(), Some(row.company)))
            .then(|| Entry::new(cx.locale.get(id), Choice::Offer(index)))
    };
    std::iter::once(Entry::heading(row.number.to_string())).chain(Deed::ALL.into_iter().enumerate().filter_map(one)).collect()
}

/// Opens the form of what was chosen.
pub(crate) fn choose(cx: &mut Shared, row: &InvoiceRow, index: usize) {
    let Some((deed, _)) = Deed::ALL.get(index).copied().filter(|(deed, _)| fits(*deed, cx, row)) else { return };
    if cx.masked {
        cx.say(Message::new("own-masked"), Severity::Look);
    } else if make::allows(cx, deed.needs(), Some(row.company)) {
        let form = form(cx, deed, row);
        cx.overlay = Some(Overlay::Form(Box::new(form)));
    }
}

fn form(cx: &Shared, deed: Deed, row: &InvoiceRow) -> Form {
    let today = cx.today();
    let day = line(Name::Day, "own-day", &today.to_string(), Rule::Own(Own::Day { today, needed: true }));
    let text = |name, label| line(name, label, "", Rule::Any);
    let open = row.open_amount();
    let fields: Vec<Field> = match deed {
        Deed::Pay => {
            let known = if open > Decimal::ZERO { open.normalize().to_string() } else { String::new() };
            let methods = METHODS.map(|word| (word.to_owned(), words::word(cx.locale, "method", word))).to_vec();
            let by = |(word, _): (&str, Paid)| {
                let id = format!("invoice-by-{word}");
                (word.to_owned(), cx.locale.text(&Message { id: id.into(), args: Vec::new() }))
            };
            vec![
                line(Name::Amount, "tui-col-amount", &known, Rule::Own(Own::Amount { needed: true })),
                day,
                choice(Name::Method, "tui-col-method", methods, 0),
                choice(Name::By, "invoice-by", BY.map(by).to_vec(), 0),
                text(Name::Reference, "tui-col-reference"),
            ]
        }
        Deed::Send => vec![
            text(Name::To, "invoice-send-to"),
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
    };
    let [title, outcome] = match deed {
        Deed::Pay => ["invoice-pay-title", "invoice-pay-outcome"],
        Deed::Send => ["invoice-send-title", "invoice-send-outcome"],
        Deed::Credit => ["invoice-credit-title", "invoice-credit-outcome"],
        Deed::Void => ["invoice-void-title", "invoice-void-outcome"],
    };
    let title = Message::new(title)
        .with("number", row.number.to_string())
        .with("partner", row.partner_name.to_string())
        .with("open", cx.locale.money(open, &row.currency));
    Form {
        shown_in_question: Some((row.number.to_string(), cx.locale.money(row.gross, &row.currency))),
        ..Form::new(Purpose::Deed(deed, row.key()), title, Message::new(outcome), fields)
    }
}

/// What follows from a complete form.
pub(super) fn submit(cx: &Shared, form: &Form, deed: Deed, key: &RecordKey) -> Next {
    let some = |name| Some(form.text(name)).filter(|text| !text.is_empty());
    let date = day(&form.text(Name::Day), cx.today());
    let document = key.id.to_string();
    match deed {
        Deed::Pay => {
            let by = BY.into_iter().find(|(word, _)| *word == form.text(Name::By)).map_or(Paid::Money, |(_, by)| by);
            let ask = PayAsk {
                documents: vec![document],
                amount: amount(&form.text(Name::Amount)),
                date,
                // Only money has a way that it takes.
                method: matches!(by, Paid::Money | Paid::Refund).then(|| PaymentMethod::from(form.text(Name::Method).as_str())),
                reference: some(Name::Reference),
                note: None,
                by,
            };
            let case = cases::Bill { company: key.company, step: BillStep::Pay(ask) };
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
            Next::Ask(order(Order::Send, cases::SendDocuments::new(vec![key.clone()], ask, false)))
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
                company: key.company,
                what: Message::new(what).with("number", number).with("amount", gross),
                cost: Message::new("own-confirm-issue-cost"),
                yes: Message::new(yes),
                does: Does::Correct(Correct {
                    document,
                    void,
                    date,
                    reason: some(Name::Reason),
                    parts,
                    write_off: some(Name::WriteOff),
                }),
            }))
        }
    }
}

/// Says what became of a mail.
pub(super) fn sent(answer: AnyAnswer, cx: &mut Shared) {
    let Some(sent) = taken::<SendAnswer>(answer, Order::Send, cx) else { return };
    match (sent.prepared.first(), sent.skipped.first()) {
        (Some(one), _) => {
            let parcel = &one.delivery.parcel;
            let message = Message::new("invoice-sent").with("number", parcel.number.clone());
            cx.say(message.with("to", parcel.to.join(", ")), Severity::Good);
        }
        (None, Some(one)) => {
            cx.say(one.why.clone(), if one.is_done { Severity::Look } else { Severity::Act });
        }
        (None, None) => {}
    }
}
