//! Plan of each document of an account: type, buyer, dates, state, number of items. Cheap and made for all documents at
//! once, so that lists can be filtered without generating the documents.

use fastrand::Rng;
use jiff::ToSpan;
use jiff::civil::Date;

use super::names::{HUNGARIAN, NAMES};
use super::partners;

/// Days that an account goes back.
const SPAN: i64 = 540;

/// Positions repeat after so many documents: each cycle has every kind of document and every kind of flaw.
pub(super) const CYCLE: usize = 47;

/// Items of the 282 documents of the account that the demo, the README and tests count on.
const ITEMS: (usize, usize) = (282, 581);

/// Most items of a document in a plan.
const MOST_ITEMS: u8 = 6;

/// Plan of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) struct Plan {
    pub(in crate::sandbox) kind: &'static str,
    pub(in crate::sandbox) status: &'static str,
    pub(in crate::sandbox) method: &'static str,
    pub(in crate::sandbox) correction: Option<&'static str>,
    pub(in crate::sandbox) cancelled: bool,
    pub(in crate::sandbox) block: u64,
    /// Prefix of its number; empty for a draft.
    pub(in crate::sandbox) prefix: &'static str,
    /// Its number among those of its prefix and year.
    pub(in crate::sandbox) sequence: u32,
    /// Position of its buyer.
    pub(in crate::sandbox) partner: usize,
    pub(in crate::sandbox) issued: Date,
    pub(in crate::sandbox) due: Date,
    pub(in crate::sandbox) paid: Option<Date>,
    pub(in crate::sandbox) items: u8,
    /// Position of the document that it corrects, or that corrects it.
    pub(in crate::sandbox) related: Option<usize>,
    /// Position of the document that it copies, and the sign.
    pub(super) copies: Option<usize>,
    pub(super) flaw: Option<Flaw>,
}

/// Flaw of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    Sum,
    DueBeforeIssue,
    NoRate,
}

impl Plan {
    /// Its number as printed.
    pub(in crate::sandbox) fn number(&self) -> String {
        if self.prefix.is_empty() { String::new() } else { format!("{}-{}-{}", self.prefix, self.issued.year(), self.sequence) }
    }

    fn is_claim(&self) -> bool {
        matches!(self.kind, "invoice" | "advance" | "modification" | "cancellation" | "receipt" | "receipt_cancellation")
    }
}

/// The plans of an account, oldest first.
pub(super) fn plans(seed: u64, count: usize, today: Date) -> Vec<Plan> {
    let mut rng = Rng::with_seed(seed ^ 0x91A5);
    let mut plans: Vec<Plan> = Vec::with_capacity(count);
    for index in 0..count {
        let plan = one(&mut rng, index, issued(index, count, today), today, &plans);
        plans.push(plan);
        tie(&mut plans, index);
    }
    number(&mut plans);
    fit_items(&mut plans);
    fit_calls(&mut plans);
    plans
}

/// Removes partial payments from the account of fixed size: it is read in as many requests as it has pages.
fn fit_calls(plans: &mut [Plan]) {
    if plans.len() == ITEMS.0 {
        for plan in plans.iter_mut().filter(|plan| plan.status == "partially_paid") {
            plan.status = "outstanding";
        }
    }
}

/// Days of issue rise up to today, more densely towards the end: business grows.
fn issued(index: usize, count: usize, today: Date) -> Date {
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX >> 24);
    let (after, count) = (whole(count - 1 - index), whole(count));
    today.saturating_sub((SPAN * (after * count + 2 * after * after) / (3 * count * count)).days())
}

fn one(rng: &mut Rng, index: usize, issued: Date, today: Date, before: &[Plan]) -> Plan {
    let kind = kind(index, before);
    let (prefix, block) = block(kind);
    let partner = partner(rng, index);
    let method = method(rng, kind, partner);
    let days = if method == "wire_transfer" { *rng.choice(&[8, 15, 15, 30, 30, 45]).unwrap_or(&8) } else { 0 };
    let flaw = match index % CYCLE {
        15 => Some(Flaw::Sum),
        21 => Some(Flaw::DueBeforeIssue),
        25 => Some(Flaw::NoRate),
        _ => None,
    };
    let due = issued.saturating_add(if flaw == Some(Flaw::DueBeforeIssue) { -7 } else { days }.days());
    let mut plan = Plan {
        kind,
        status: "none",
        method,
        correction: None,
        cancelled: false,
        block,
        prefix,
        sequence: 0,
        partner,
        issued,
        due,
        paid: None,
        items: *rng.choice(&[1, 1, 1, 1, 2, 2, 2, 3, 3, 4]).unwrap_or(&1),
        related: None,
        copies: None,
        flaw,
    };
    if plan.is_claim() {
        settle(rng, &mut plan, today);
    }
    plan
}

/// The type of the document at a position: mostly invoices, and in every two cycles one of everything else.
fn kind(index: usize, before: &[Plan]) -> &'static str {
    let second = (index / CYCLE) % 2 == 1;
    let invoice_before = |back: usize| index.checked_sub(back).and_then(|at| before.get(at)).is_some_and(|p| p.kind == "invoice");
    match index % CYCLE {
        3 => "proforma",
        7 => "advance",
        11 if second => "receipt_cancellation",
        11 => "receipt",
        13 if second => "draft_offer",
        13 => "draft",
        17 => "offer",
        19 => "order_form",
        23 if second => "draft_waybill",
        23 => "waybill",
        29 => "cert_of_completion",
        31 if invoice_before(3) => "modification",
        37 if invoice_before(3) => "cancellation",
        39 if second => "draft_order_form",
        39 => "dossier",
        43 => "d_cert_of_completion",
        _ => "invoice",
    }
}

/// Prefix and block of the numbers of a type.
fn block(kind: &str) -> (&'static str, u64) {
    match kind {
        "proforma" => ("DB", 21_002),
        "receipt" | "receipt_cancellation" => ("NY", 21_003),
        "offer" => ("AJ", 21_004),
        "order_form" => ("MR", 21_005),
        "waybill" => ("SZL", 21_006),
        "cert_of_completion" | "d_cert_of_completion" => ("TIG", 21_007),
        "dossier" => ("DOS", 21_008),
        "draft" => ("", 21_001),
        "draft_offer" => ("", 21_004),
        "draft_order_form" => ("", 21_005),
        "draft_waybill" => ("", 21_006),
        _ => ("INV", 21_001),
    }
}

fn partner(rng: &mut Rng, index: usize) -> usize {
    match (index % CYCLE, index / CYCLE % 3) {
        (5, 0) => partners::WRONG_TAX_NUMBER,
        (5, 1) => partners::NO_TAX_NUMBER,
        (5, _) => partners::WRONG_IBAN,
        // A document without a rate must be in a foreign currency.
        (25, _) => 32 + index / CYCLE % 5,
        _ if rng.f32() < 0.35 => rng.usize(0..9),
        _ if rng.f32() < 0.6 => rng.usize(9..HUNGARIAN),
        _ => rng.usize(HUNGARIAN..NAMES.len()),
    }
}

fn method(rng: &mut Rng, kind: &str, partner: usize) -> &'static str {
    const HOME: [&str; 8] =
        ["bankcard", "cash", "online_bankcard", "szep_card", "cash_on_delivery", "postai_csekk", "barion", "elore_utalas"];
    const ABROAD: [&str; 5] = ["paypal", "online_bankcard", "payoneer", "transferwise", "skrill"];
    if kind.starts_with("receipt") {
        return if rng.bool() { "cash" } else { "bankcard" };
    }
    let others: &[&'static str] = if partner < HUNGARIAN { &HOME } else { &ABROAD };
    if rng.f32() < 0.72 { "wire_transfer" } else { rng.choice(others).copied().unwrap_or("wire_transfer") }
}

/// Decides whether money came: at once for cash and cards, sooner or later for most others.
fn settle(rng: &mut Rng, plan: &mut Plan, today: Date) {
    let chance = rng.f32();
    let long_ago = plan.due < today.saturating_sub(90.days());
    let (paid, partly, expired) = match () {
        () if plan.method != "wire_transfer" => (1.0, 0.0, 0.0),
        () if long_ago => (0.95, 0.01, 0.02),
        () if plan.due < today => (0.66, 0.08, 0.10),
        () => (0.22, 0.05, 0.0),
    };
    plan.status = match chance {
        c if c < paid => "paid",
        c if c < paid + partly => "partially_paid",
        c if c < paid + partly + expired => "expired",
        _ => "outstanding",
    };
    if plan.status == "paid" {
        let waited = if plan.method == "wire_transfer" { rng.i64(1..40) } else { 0 };
        plan.paid = Some(plan.issued.saturating_add(waited.days()).min(today));
    }
}

/// Ties a correcting document and the corrected one, or an advance and its invoice, together.
fn tie(plans: &mut [Plan], index: usize) {
    let (back, of, by, copies) = match plans.get(index).map(|plan| plan.kind) {
        Some("cancellation") => (3, Some("canceled"), Some("cancellation"), true),
        Some("modification") => (3, Some("modified"), Some("modification"), false),
        Some("receipt_cancellation") => (CYCLE, Some("canceled"), Some("receipt_cancellation"), true),
        Some("invoice") if index % CYCLE == 8 => (1, None, None, false),
        _ => return,
    };
    let Some(at) = index.checked_sub(back) else { return };
    let Ok([original, plan]) = plans.get_disjoint_mut([at, index]) else { return };
    original.related = Some(index);
    plan.related = Some(at);
    (original.correction, plan.correction) = (of, by);
    plan.partner = original.partner;
    if copies {
        original.cancelled = true;
        (original.status, original.paid, original.flaw) = ("none", None, None);
        (plan.status, plan.paid, plan.flaw) = ("none", None, None);
        (plan.method, plan.items, plan.copies, plan.due) = (original.method, original.items, Some(at), plan.issued);
    }
}

fn number(plans: &mut [Plan]) {
    let mut last = std::collections::HashMap::new();
    for plan in plans {
        let last = last.entry((plan.prefix, plan.issued.year())).or_insert(0);
        *last += 1;
        plan.sequence = *last;
    }
}

/// Adds and takes away items until there are as many as in the account that is counted on.
fn fit_items(plans: &mut [Plan]) {
    let target = plans.len() * ITEMS.1 / ITEMS.0;
    let mut sum: usize = plans.iter().map(|plan| usize::from(plan.items)).sum();
    // A cancelled document and its cancellation must stay alike. Every round changes a document by one item at most, so
    // that the change is spread over the account; there are never more than a few items to go.
    for _ in 0..MOST_ITEMS {
        for plan in plans.iter_mut().filter(|plan| plan.copies.is_none() && !plan.cancelled) {
            if sum < target && plan.items < MOST_ITEMS {
                plan.items += 1;
                sum += 1;
            } else if sum > target && plan.items > 1 {
                plan.items -= 1;
                sum -= 1;
            }
        }
    }
}
