//! What scripts send of time, drafts, documents and payments of own books.

use serde::Deserialize;
use utoipa::ToSchema;

use super::books_body::body;
use super::shape::Sent;
use crate::domain::ledger::{Fx, Group, RoundingLevel};
use crate::domain::time::Price;
use crate::domain::{Currency, Message, PaymentMethod};
use crate::error::{Error, ErrorKind};
use crate::service::Result;
use crate::service::books::asked::{
    ApproveAsk, Asked, CorrectAsk, SplitAt, amount, day, maybe_amount, maybe_currency, maybe_day, short, vat, word,
};
use crate::service::books::{
    Approve, Correction, CreditPart, DraftEdit, ExpenseLine, IssueAsk, LineEdit, MakeDraft, NewEntry, Paid, PayAsk, Settle,
    TimeAsk, TimerAsk,
};

body! {
    NewEntry: EntryBodyJson entry;
    SplitAt: SplitBodyJson split;
    ApproveAsk: ApproveBodyJson approve;
    TimerAsk: TimerBodyJson timer;
    MakeDraft: DraftBodyJson draft;
    DraftEdit: DraftEditBodyJson draft_edit;
    IssueAsk: IssueBodyJson issue;
    CorrectAsk: CorrectBodyJson correct;
    PayAsk: PayBodyJson pay;
}

fn wrong(id: &'static str, text: &str) -> Error {
    Error::new(ErrorKind::Usage, Message::new(id).with("text", text.chars().take(40).collect::<String>()))
}

/// A time entry, as people type it.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = EntryBody)]
pub struct EntryBodyJson {
    /// Project by name or identifier; empty for none.
    project: Option<String>,
    /// Person by name or identifier; the caller where it is left out.
    person: Option<String>,
    #[schema(example = "2026-10-25T01:30")]
    start: Option<String>,
    #[schema(example = "2026-10-25T04:00")]
    end: Option<String>,
    /// Day, of an amount or a range.
    #[schema(format = Date)]
    date: Option<String>,
    /// Amount or range: `2h30`, `1.5`, `90m`, `9-11:30`.
    time: Option<String>,
    zone: Option<String>,
    task: Option<String>,
    note: Option<String>,
    tags: Option<Vec<String>>,
    billable: Option<bool>,
    /// A price of its own for an hour.
    rate: Option<String>,
    /// Currency of the rate; that of the books where it is left out.
    currency: Option<String>,
}

fn entry(json: EntryBodyJson) -> Result<NewEntry> {
    let price = match maybe_amount(json.rate.as_ref())? {
        Some(amount) => Some(Price { amount, currency: maybe_currency(json.currency.as_deref())? }),
        None => None,
    };
    Ok(NewEntry {
        project: json.project,
        person: json.person,
        start: json.start,
        end: json.end,
        date: maybe_day(json.date.as_ref())?,
        time: json.time,
        zone: json.zone,
        task: short(json.task)?,
        note: short(json.note)?,
        tags: json.tags,
        billable: json.billable,
        price,
    })
}

/// Where an entry is split.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SplitBody)]
pub struct SplitBodyJson {
    /// A time of it, or an amount from its start.
    #[schema(example = "10:30")]
    at: String,
}

#[expect(clippy::unnecessary_wraps, reason = "as the others")]
fn split(json: SplitBodyJson) -> Result<SplitAt> {
    Ok(SplitAt(json.at))
}

/// What is done with which entries.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ApproveBody)]
pub struct ApproveBodyJson {
    /// `approve`, `unapprove`, `write_off` or `restore`.
    action: Option<String>,
    /// Reason of a write-off.
    reason: Option<String>,
    /// The query, as in `faktura time list`.
    q: String,
    #[schema(format = Date)]
    from: Option<String>,
    #[schema(format = Date)]
    until: Option<String>,
    /// Entries by identifier; all without.
    entries: Vec<String>,
    /// Approves entries although they overlap.
    overlaps: bool,
}

fn approve(json: ApproveBodyJson) -> Result<ApproveAsk> {
    let action = match json.action.as_deref().unwrap_or("approve") {
        "approve" => Settle::Approve,
        "unapprove" => Settle::Unapprove,
        "restore" => Settle::Restore,
        "write_off" => {
            let reason = short(json.reason)?.filter(|reason| !reason.trim().is_empty());
            Settle::WriteOff(reason.ok_or_else(|| wrong("books-no-reason", ""))?)
        }
        other => return Err(wrong("cli-not-a-word", other)),
    };
    let (from, until) = (maybe_day(json.from.as_ref())?, maybe_day(json.until.as_ref())?);
    let of = TimeAsk { query: json.q, from, until, ids: json.entries, state: None, limit: None };
    Ok(ApproveAsk(Approve { of, action, force: json.overlaps }))
}

/// What is done with the caller's timer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TimerBody)]
pub struct TimerBodyJson {
    /// `start`, `switch`, `stop` or `discard`.
    #[schema(example = "start")]
    action: String,
    /// The end of one that stops, where it is earlier than now.
    at: Option<String>,
    #[serde(default)]
    entry: EntryBodyJson,
}

fn timer(json: TimerBodyJson) -> Result<TimerAsk> {
    match json.action.as_str() {
        "start" => Ok(TimerAsk::Start(entry(json.entry)?)),
        "switch" => Ok(TimerAsk::Switch(entry(json.entry)?)),
        "stop" => Ok(TimerAsk::Stop(json.at)),
        "discard" => Ok(TimerAsk::Discard),
        other => Err(wrong("cli-not-a-word", other)),
    }
}

/// An exchange rate.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExchangeRateBody)]
pub(super) struct FxBodyJson {
    #[schema(example = "401.5")]
    rate: String,
    #[schema(example = "MNB")]
    source: String,
    #[schema(format = Date)]
    date: String,
}

fn fx(json: Option<FxBodyJson>) -> Result<Option<Fx>> {
    let Some(json) = json else { return Ok(None) };
    // The currency that it is told in is that of the books.
    Ok(Some(Fx { currency: Currency::new("XXX"), rate: amount(&json.rate)?, source: json.source, date: day(&json.date)? }))
}

/// An expense or a free line.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LineBody)]
pub(super) struct LineBodyJson {
    #[schema(min_length = 1)]
    text: String,
    quantity: Option<String>,
    #[schema(example = "4500")]
    unit_price: String,
    vat: Option<String>,
    #[serde(default)]
    expense: bool,
}

fn line(json: LineBodyJson) -> Result<ExpenseLine> {
    Ok(ExpenseLine {
        text: short(Some(json.text))?.unwrap_or_default(),
        quantity: json.quantity.as_deref().map_or(Ok(rust_decimal::Decimal::ONE), amount)?,
        unit_price: amount(&json.unit_price)?,
        vat: vat(json.vat.as_ref())?,
        expense: json.expense,
    })
}

fn lines(json: Vec<LineBodyJson>) -> Result<Vec<ExpenseLine>> {
    json.into_iter().map(line).collect()
}

/// A draft to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DraftBody)]
pub struct DraftBodyJson {
    /// Client by name or identifier.
    client: String,
    project: Option<String>,
    #[schema(format = Date)]
    from: Option<String>,
    /// Last day.
    #[schema(format = Date)]
    until: Option<String>,
    /// `entry`, `day`, `task`, `person`, `project` or `week`.
    group: Option<String>,
    /// `entry`, `day` or `line`.
    rounding_level: Option<String>,
    vat: Option<String>,
    /// Percent off.
    discount: Option<String>,
    discount_text: Option<String>,
    #[serde(default)]
    lines: Vec<LineBodyJson>,
    exchange_rate: Option<FxBodyJson>,
    note: Option<String>,
    /// Whether it is only told, not kept.
    #[serde(default)]
    dry_run: bool,
    /// An amount for an hour that is tried instead of the rates; the draft is only told.
    as_if: Option<String>,
    /// Whether it becomes an advance invoice: then no time is billed.
    #[serde(default)]
    advance: bool,
    /// Advance invoices that are deducted, by number.
    #[serde(default)]
    deduct: Vec<String>,
}

fn draft(json: DraftBodyJson) -> Result<MakeDraft> {
    Ok(MakeDraft {
        client: json.client,
        project: json.project,
        from: maybe_day(json.from.as_ref())?,
        until: maybe_day(json.until.as_ref())?,
        group: word(json.group.as_ref(), Group::parse, Group::Project)?,
        level: word(json.rounding_level.as_ref(), RoundingLevel::parse, RoundingLevel::Line)?,
        vat: vat(json.vat.as_ref())?,
        discount: maybe_amount(json.discount.as_ref())?,
        discount_text: json.discount_text,
        lines: lines(json.lines)?,
        fx: fx(json.exchange_rate)?,
        note: short(json.note)?.unwrap_or_default(),
        dry: json.dry_run,
        as_if: maybe_amount(json.as_if.as_ref())?,
        time: true,
        advance: json.advance,
        deduct: json.deduct,
    })
}

/// A change of an open draft. Lines count from 1, as they were before the change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DraftEditBody)]
pub struct DraftEditBodyJson {
    /// Lines that are taken off; the time on them is free again.
    #[serde(default)]
    remove: Vec<usize>,
    #[serde(default)]
    change: Vec<LineEditBodyJson>,
    #[serde(default)]
    add: Vec<LineBodyJson>,
    /// Percent off; 0 takes a discount off.
    discount: Option<String>,
    discount_text: Option<String>,
    note: Option<String>,
    exchange_rate: Option<FxBodyJson>,
}

/// A change of a line. Of a line of time only the text and the VAT change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LineEditBody)]
pub(super) struct LineEditBodyJson {
    #[schema(minimum = 1)]
    line: usize,
    text: Option<String>,
    quantity: Option<String>,
    unit_price: Option<String>,
    vat: Option<String>,
}

fn draft_edit(json: DraftEditBodyJson) -> Result<DraftEdit> {
    let change = |json: LineEditBodyJson| -> Result<LineEdit> {
        Ok(LineEdit {
            line: json.line,
            text: short(json.text)?,
            quantity: maybe_amount(json.quantity.as_ref())?,
            unit_price: maybe_amount(json.unit_price.as_ref())?,
            vat: vat(json.vat.as_ref())?,
        })
    };
    Ok(DraftEdit {
        draft: String::new(),
        remove: json.remove,
        change: json.change.into_iter().map(change).collect::<Result<_>>()?,
        add: lines(json.add)?,
        discount: maybe_amount(json.discount.as_ref())?,
        discount_text: json.discount_text,
        note: short(json.note)?,
        fx: fx(json.exchange_rate)?,
    })
}

/// Drafts to issue.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = IssueBody)]
pub struct IssueBodyJson {
    #[schema(min_items = 1)]
    drafts: Vec<String>,
    /// Date of issue; today where it is left out.
    #[schema(format = Date)]
    date: Option<String>,
    #[schema(format = Date)]
    fulfilled: Option<String>,
    #[schema(format = Date)]
    due: Option<String>,
    /// Issues each draft that passes the checks; otherwise all or none.
    #[serde(default)]
    each: bool,
}

fn issue(json: IssueBodyJson) -> Result<IssueAsk> {
    Ok(IssueAsk {
        drafts: json.drafts,
        date: maybe_day(json.date.as_ref())?,
        fulfilled: maybe_day(json.fulfilled.as_ref())?,
        due: maybe_day(json.due.as_ref())?,
        each: json.each,
    })
}

/// A correction of a document.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CorrectBody)]
pub struct CorrectBodyJson {
    #[schema(format = Date)]
    date: Option<String>,
    reason: Option<String>,
    /// Parts that are credited; the whole without.
    #[serde(default)]
    lines: Vec<CreditPartBodyJson>,
    /// Reason for which its time is written off; else its time is free to be billed again.
    write_off_time: Option<String>,
}

/// Part of a document that is credited: a quantity of a line, or a net amount of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CreditPartBody)]
pub(super) struct CreditPartBodyJson {
    #[schema(minimum = 1)]
    line: usize,
    quantity: Option<String>,
    net: Option<String>,
}

fn correct(json: CorrectBodyJson) -> Result<CorrectAsk> {
    let part = |json: CreditPartBodyJson| -> Result<CreditPart> {
        Ok(CreditPart { line: json.line, quantity: maybe_amount(json.quantity.as_ref())?, net: maybe_amount(json.net.as_ref())? })
    };
    Ok(CorrectAsk(Correction {
        document: String::new(),
        void: false,
        date: maybe_day(json.date.as_ref())?,
        reason: short(json.reason)?,
        parts: json.lines.into_iter().map(part).collect::<Result<_>>()?,
        write_off: json.write_off_time,
    }))
}

/// Documents to settle.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PayBody)]
pub struct PayBodyJson {
    /// Numbers or identifiers, settled in this order.
    #[schema(min_items = 1)]
    documents: Vec<String>,
    /// Amount; what is open where it is left out.
    amount: Option<String>,
    #[schema(format = Date)]
    date: Option<String>,
    #[schema(example = "wire_transfer")]
    method: Option<String>,
    reference: Option<String>,
    note: Option<String>,
    /// `money`, `credit`, `write_off` or `refund`.
    by: Option<String>,
}

fn pay(json: PayBodyJson) -> Result<PayAsk> {
    let method = json.method.as_deref().map(PaymentMethod::from);
    if let Some(PaymentMethod::Other(word)) = &method {
        let known = PaymentMethod::KNOWN.join(", ");
        return Err(Error::new(ErrorKind::Usage, Message::new("cli-not-a-method").with("text", &**word).with("known", known)));
    }
    Ok(PayAsk {
        documents: json.documents,
        amount: maybe_amount(json.amount.as_ref())?,
        date: maybe_day(json.date.as_ref())?,
        method,
        reference: short(json.reference)?,
        note: short(json.note)?,
        by: match json.by.as_deref().unwrap_or("money") {
            "money" => Paid::Money,
            "credit" => Paid::Credit,
            "write_off" => Paid::WriteOff,
            "refund" => Paid::Refund,
            other => return Err(wrong("cli-not-a-word", other)),
        },
    })
}
