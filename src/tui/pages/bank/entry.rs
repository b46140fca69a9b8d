//! Entries as a kind of record that is listed: cells, and the sheet of one with what it may pay beside the document.

use rust_decimal::Decimal;

use crate::domain::bank::{BankStatement, MatchPart, PartKind, Reason};
use crate::domain::{Currency, EntryRow, EntryTotals, Kind, MatchState, Message, Offer, PerhapsSame, RecordKey};
use crate::query::entry::Field;
use crate::query::sieve::ListRequest;
use crate::service::bank_rows::EntrySheet;
use crate::service::cases;
use crate::tui::document::{Row, heading, pairs};
use crate::tui::keymap::{Action, Context};
use crate::tui::list::Sum;
use crate::tui::mask;
use crate::tui::page::Place;
use crate::tui::pages::PageId;
use crate::tui::pages::records::Records;
use crate::tui::paint::Piece;
use crate::tui::picked::{AnyPicked, Picked};
use crate::tui::shared::Shared;
use crate::tui::{text, theme, words};

use super::keys::{ACCOUNTS, BANK, ENTRY, STATEMENTS};

/// Documents that one query asks for at most.
const DOCUMENTS_ASKED: usize = 20;
/// Proposals that a sheet shows.
const SHOWN: usize = 5;

/// A word of the bank, as the command line says it.
fn word(cx: &Shared, family: &str, raw: &str) -> String {
    cx.locale.text(&Message { id: format!("{family}-{raw}").into(), args: Vec::new() })
}

/// What a part of a match is, in words. What pays no document is of the account's currency; the currency of a document may be unknown.
pub(super) fn part_words(cx: &Shared, part: &MatchPart, account: &Currency, document: Option<&Currency>) -> String {
    let kind = (part.kind != PartKind::Principal).then(|| word(cx, "bank-part", part.kind.as_str()));
    let number = Some(part.number.to_string()).filter(|number| !number.is_empty());
    let amount = match if part.document.is_some() { document } else { Some(account) } {
        Some(currency) => cx.locale.money(part.amount, currency),
        None => cx.locale.decimal(part.amount, part.amount.scale()),
    };
    let texts = [number, kind, Some(amount)];
    texts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Whether what an entry pays is of its own currency: money of another one does not come to its amount.
fn is_of_account(row: &EntryRow, parts: &[MatchPart]) -> bool {
    let money = parts.iter().filter(|part| part.document.is_none() || part.kind == PartKind::Principal);
    let sum = money.map(|part| part.amount).try_fold(Decimal::ZERO, Decimal::checked_add);
    sum.is_some_and(|sum| sum.abs() == row.amount.abs())
}

/// Numbers and kinds of what would be paid, without amounts.
pub(super) fn short(cx: &Shared, parts: &[MatchPart]) -> String {
    let one = |part: &MatchPart| {
        if part.kind == PartKind::Principal || part.number.is_empty() && part.document.is_some() {
            return part.number.to_string();
        }
        word(cx, "bank-part", part.kind.as_str())
    };
    parts.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Reasons in words.
pub(super) fn reasons(cx: &Shared, reasons: &[Reason]) -> String {
    reasons.iter().map(|reason| word(cx, "bank-reason", reason.as_str())).collect::<Vec<_>>().join(", ")
}

/// The proposal that one key accepts: the only one, the certain one, or one that is better than every other.
pub(super) fn best(row: &EntryRow) -> Option<&Offer> {
    let first = row.offers.first()?;
    let clear = first.certain || row.offers.get(1).is_none_or(|second| second.score < first.score);
    clear.then_some(first)
}

/// The cell of what an entry pays.
fn pays(row: &EntryRow, cx: &Shared) -> Piece {
    if row.matched == MatchState::Doubtful {
        return (format!("? {}", cx.locale.get("bank-perhaps-told")), theme::LOOK);
    }
    if row.matched == MatchState::Same {
        return (format!("= {}", cx.locale.get("bank-told-before")), theme::DIM);
    }
    if let Some(one) = &row.settled {
        let told = if one.parts.is_empty() { reasons(cx, &one.reasons) } else { short(cx, &one.parts) };
        return (format!("✓ {told}"), theme::GOOD);
    }
    match (row.matched, best(row), row.offers.as_slice()) {
        (MatchState::Open, Some(offer), _) => {
            let sign = if offer.certain { "→" } else { "?" };
            let words = format!("{sign} {} · {}", short(cx, &offer.parts), reasons(cx, &offer.reasons));
            (words, if offer.certain { theme::ACCENT } else { theme::LOOK })
        }
        (MatchState::Open, None, [first, rest @ ..]) => {
            let all: Vec<String> = std::iter::once(first).chain(rest).take(3).map(|offer| short(cx, &offer.parts)).collect();
            (format!("? {}", all.join(" · ")), theme::LOOK)
        }
        (MatchState::Open, None, []) => (words::NOTHING.to_owned(), theme::DIM),
        (state, ..) => (words::word(cx.locale, "bank-match", state.as_str()), theme::DIM),
    }
}

impl Records for Field {
    type Find = cases::FindEntries;
    type Read = cases::ReadEntry;
    type Detail = EntrySheet;

    const PAGE: PageId = PageId::Bank;
    // Entries have keys of the same shape; no record of a service is meant.
    const KIND: Kind = Kind::Payment;
    const CONTEXTS: &'static [&'static Context] = &[&BANK, &ENTRY, &STATEMENTS, &ACCOUNTS];
    const LIST: &'static Context = &BANK;
    const ONE: &'static Context = &ENTRY;
    const GROUPLIST: cases::Grouplist = cases::Grouplist::Entries;
    const UNIT: &'static str = "unit-entries";
    const EMPTY: (&'static str, &'static str) = ("tui-empty-bank", "tui-empty-bank-hint");
    const HAS_TOTALS: bool = true;
    const ABOVE: u16 = 1;

    fn find(request: ListRequest<Self>) -> cases::FindEntries {
        cases::FindEntries(request)
    }

    fn read(key: RecordKey) -> cases::ReadEntry {
        cases::ReadEntry(key)
    }

    fn any(picked: Picked<Self>) -> AnyPicked {
        AnyPicked::Entries(picked)
    }

    fn sums(totals: &EntryTotals) -> Vec<Sum> {
        let sum = |(currency, total): &(crate::domain::Currency, crate::domain::EntryTotal)| Sum {
            currency: currency.clone(),
            side: None,
            count: total.count,
            uncounted: false,
            overflow: total.overflow,
            amounts: vec![
                ("tui-total-amount", total.incoming.checked_add(total.outgoing).unwrap_or_default()),
                ("tui-bank-in", total.incoming),
                ("tui-bank-out", total.outgoing),
            ],
        };
        totals.0.iter().map(sum).collect()
    }

    fn less(totals: &mut EntryTotals, less: EntryTotals) {
        totals.less(&less);
    }

    fn hide(row: &mut EntryRow) {
        mask::entry(row);
    }

    fn is_secret(self) -> bool {
        matches!(self, Self::Amount | Self::Partner | Self::Other | Self::Text | Self::Reference | Self::Pays)
    }

    fn show(self, row: &EntryRow, cx: &Shared) -> Option<Piece> {
        match self {
            Self::Pays => Some(pays(row, cx)),
            Self::Partner if row.part > 0 => {
                let name = if row.name.is_empty() { words::NOTHING } else { &row.name };
                Some((format!("└ {name}"), theme::PLAIN))
            }
            Self::Account => Some((crate::bank::account::grouped(&row.account), theme::DIM)),
            _ => None,
        }
    }

    fn is_gone(row: &EntryRow) -> bool {
        matches!(row.matched, MatchState::Unbooked | MatchState::Same)
    }

    fn row(detail: &EntrySheet) -> &EntryRow {
        &detail.row
    }

    fn hide_detail(detail: &mut EntrySheet) {
        mask::entry(&mut detail.row);
    }

    fn complete(detail: &mut EntrySheet, row: &EntryRow) {
        if detail.row.is_open() {
            detail.row.offers.clone_from(&row.offers);
        }
    }

    fn lines(detail: &EntrySheet, cx: &Shared, room: u16) -> Vec<Row> {
        lines(detail, cx, room)
    }

    fn follow(row: &EntryRow, action: Action) -> Option<Place> {
        if !matches!(action, Action::Open | Action::Documents) {
            return None;
        }
        let parts = row.settled.as_ref().map(|one| &one.parts).or_else(|| row.offers.first().map(|offer| &offer.parts))?;
        let mut documents: Vec<_> = parts.iter().filter_map(|part| part.document.clone()).collect();
        documents.dedup();
        match documents.as_slice() {
            [] => None,
            [only] => Some(Place::Invoice(RecordKey::document(row.company, only.clone()))),
            several => {
                let ids = several.iter().take(DOCUMENTS_ASKED).map(|document| format!("id:\"{document}\""));
                Some(Place::Found(ids.collect::<Vec<_>>().join(" or "), Some(row.company)))
            }
        }
    }
}

/// The entry, what it pays or may pay, the proof of its statement.
fn lines(detail: &EntrySheet, cx: &Shared, room: u16) -> Vec<Row> {
    let (locale, row) = (cx.locale, &detail.row);
    let name = if row.name.is_empty() { words::NOTHING } else { &row.name };
    let amount = (locale.money(row.amount, &row.currency), theme::BOLD);
    let mut rows = vec![Row { left: vec![(name.to_owned(), theme::BOLD)], right: Some(amount), second: None }];
    rows.extend(text::wrap(&row.text, usize::from(room)).into_iter().map(|line| Row::from(vec![(line, theme::PLAIN)])));
    let mut facts = Vec::new();
    let mut fact = |id: &'static str, value: String| {
        if !value.is_empty() {
            facts.push((locale.get(id), value));
        }
    };
    fact("tui-field-date", words::date(row.booked));
    fact("bank-field-valued", row.valued.filter(|day| Some(*day) != row.booked).map(|day| day.to_string()).unwrap_or_default());
    fact("bank-field-other", crate::bank::account::grouped(&crate::bank::account::canonical(&row.other)));
    fact("tui-field-reference", row.reference.to_string());
    fact("bank-field-end-to-end", row.end_to_end.to_string());
    fact("bank-field-code", row.code.to_string());
    fact("bank-field-charges", row.charges.map(|charges| locale.money(charges, &row.currency)).unwrap_or_default());
    fact("tui-fact-company", detail.company.clone());
    fact("tui-fact-id", row.entry.to_string());
    rows.extend(pairs(room, facts));
    rows.extend(heading(cx, "tui-col-pays"));
    match (&row.settled, row.matched) {
        (_, MatchState::Doubtful) => rows.extend(doubtful(cx, row, room)),
        (one, MatchState::Same) => {
            let is_proven = one.as_ref().is_some_and(|one| one.automatic);
            let why = if is_proven { "bank-proven-long" } else { "bank-same-long" };
            rows.extend(wrapped(locale.get(why), theme::DIM, room));
        }
        (Some(one), _) => {
            let how = if one.automatic { "bank-by-program" } else { "bank-by-person" };
            let document = Some(&row.currency).filter(|_| is_of_account(row, &one.parts));
            for part in &one.parts {
                let words = part_words(cx, part, &row.currency, document);
                rows.push(vec![("✓ ".to_owned(), theme::GOOD), (words, theme::PLAIN)].into());
            }
            let why = format!("{} · {}", locale.get(how), reasons(cx, &one.reasons));
            rows.extend(text::wrap(&why, usize::from(room)).into_iter().map(|line| Row::from(vec![(line, theme::DIM)])));
        }
        (None, MatchState::Open) if row.offers.is_empty() => {
            rows.extend(wrapped(locale.get("bank-nothing-fits"), theme::DIM, room));
        }
        (None, MatchState::Open) => {
            for (index, offer) in row.offers.iter().take(SHOWN).enumerate() {
                rows.extend(offered(cx, row, offer, index, room));
            }
        }
        (None, state) => rows.push(vec![(words::word(locale, "bank-match", state.as_str()), theme::DIM)].into()),
    }
    rows.extend(heading(cx, "bank-proof"));
    rows.extend(wrapped_piece(proof(cx, &detail.statement), room));
    rows
}

/// The entries that a doubtful one may be, and what to do.
fn doubtful(cx: &Shared, row: &EntryRow, room: u16) -> Vec<Row> {
    let mut rows = wrapped(cx.locale.get("bank-doubtful-long"), theme::LOOK, room);
    for other in &row.perhaps {
        rows.extend(wrapped(format!("= {}", perhaps_words(other)), theme::PLAIN, room));
    }
    rows.extend(wrapped(cx.locale.get("bank-doubtful-keys"), theme::DIM, room));
    rows
}

/// An earlier entry in words.
pub(super) fn perhaps_words(other: &PerhapsSame) -> String {
    let texts = [words::date(other.day), other.name.to_string(), other.text.to_string(), other.reference.to_string()];
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}

#[expect(clippy::needless_pass_by_value, reason = "callers have done with it")]
fn wrapped(words: String, style: ratatui::style::Style, room: u16) -> Vec<Row> {
    text::wrap(&words, usize::from(room)).into_iter().map(|line| Row::from(vec![(line, style)])).collect()
}

fn wrapped_piece((words, style): Piece, room: u16) -> Vec<Row> {
    wrapped(words, style, room)
}

/// A proposal: how sure it is and why, then the entry and each document side by side.
fn offered(cx: &Shared, row: &EntryRow, offer: &Offer, index: usize, room: u16) -> Vec<Row> {
    let locale = cx.locale;
    let sign = if offer.certain { ("→ ", theme::ACCENT_BOLD) } else { ("? ", theme::LOOK) };
    let sure = locale.text(&Message::new("bank-score").with("score", u64::from(offer.score)));
    let title = vec![
        (format!("{} ", index + 1), theme::DIM),
        (sign.0.to_owned(), sign.1),
        (short(cx, &offer.parts), theme::BOLD),
        (format!("   {sure}"), theme::DIM),
    ];
    let mut rows = vec![Row::from(title)];
    rows.extend(wrapped(format!("  {}", reasons(cx, &offer.reasons)), theme::DIM, room));
    for document in &offer.documents {
        let mut side = |id: &'static str, ours: String, theirs: String, same: bool| {
            let style = if same { theme::GOOD } else { theme::PLAIN };
            let label = format!("  {} ", locale.get(id));
            let second = vec![((if same { "= " } else { "  " }).to_owned(), theme::GOOD), (theirs, style)];
            rows.push(Row {
                left: vec![(label, theme::DIM), (ours, theme::PLAIN)],
                right: None,
                second: Some((room / 2, second)),
            });
        };
        let same_money = document.open.abs() == row.amount.abs() && document.currency == row.currency;
        side(
            "bank-side-amount",
            locale.money(row.amount, &row.currency),
            format!("{} · {}", document.number, locale.money(document.open, &document.currency)),
            same_money,
        );
        let same_name = crate::bank::matching::folded(&row.name) == crate::bank::matching::folded(&document.partner);
        side("bank-side-name", row.name.to_string(), document.partner.to_string(), same_name && !row.name.is_empty());
        side(
            "bank-side-day",
            words::date(row.day()),
            format!("{} → {}", words::date(document.issued), words::date(document.due)),
            document.due.is_some() && document.due == row.day(),
        );
    }
    let currency = offer.documents.first().map(|document| &document.currency);
    for part in offer.differences() {
        rows.push(vec![(format!("  + {}", part_words(cx, part, &row.currency, currency)), theme::LOOK)].into());
    }
    rows
}

/// The proof of a statement: opening, what was booked, closing.
pub(super) fn proof(cx: &Shared, statement: &BankStatement) -> Piece {
    let locale = cx.locale;
    let money = |amount| locale.money(amount, &statement.currency);
    let Some((opening, closing)) = statement.opening.zip(statement.closing) else {
        return (locale.get("cli-bank-no-balances"), theme::DIM);
    };
    let adds = opening.checked_add(statement.sum) == Some(closing);
    let message = Message::new(if adds { "bank-adds-up" } else { "bank-adds-not" })
        .with("opening", money(opening))
        .with("sum", money(statement.sum))
        .with("closing", money(closing));
    (locale.text(&message), if adds { theme::GOOD } else { theme::ACT })
}
