//! What is done to entries: matched by what is proposed or chosen, taken back, imported.

use std::collections::VecDeque;

use super::entry::{best, part_words, perhaps_words, reasons, short};
use super::{Bank, Section};
use crate::domain::bank::{BankMatch, MatchPart};
use crate::domain::{CompanyId, EntryRow, MatchState, Message, RemoteId};
use crate::error::Error;
use crate::service::bank::Matched;
use crate::service::bank_doubt::Verdict;
use crate::service::{self, cases};
use crate::tui::ask::{Question, Reply};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::failures;
use crate::tui::form::{Purpose, make};
use crate::tui::keymap::Action;
use crate::tui::notice::Severity;
use crate::tui::pages::PageId;
use crate::tui::pick::{Choice, Entry, Kind};
use crate::tui::shared::{Question as Confirm, Shared};

/// One change that waits for the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Accept { company: CompanyId, entry: RemoteId, part: u32, seen: Vec<MatchPart> },
    TakeBack { company: CompanyId, id: RemoteId },
}

/// Changes that are made one after another: several may pay the same document.
#[derive(Debug, Default)]
pub(super) struct Queue {
    left: VecDeque<(EntryRow, Step)>,
    running: bool,
    done: usize,
    /// Entries that need a person's choice: their marks stay.
    skipped: Vec<EntryRow>,
    back: bool,
    /// The entry that is changed now.
    at: Option<EntryRow>,
    failed: Vec<(EntryRow, Error)>,
}

impl Queue {
    /// True if nothing is under way.
    pub(super) const fn is_idle(&self) -> bool {
        !self.running
    }

    fn next(&mut self) -> Vec<Effect> {
        let ask = |case| vec![Effect::Ask(PageId::Bank, Question::Case(case))];
        let (row, step) = self.left.pop_front().unzip();
        self.at = row;
        match step {
            None => {
                self.running = false;
                Vec::new()
            }
            Some(Step::Accept { company, entry, part, seen }) => {
                self.running = true;
                let entry = entry.to_string();
                ask(Case::new(cases::AcceptMatch {
                    company,
                    entry,
                    part,
                    documents: Vec::new(),
                    difference: None,
                    rate: None,
                    seen,
                    key: None,
                }))
            }
            Some(Step::TakeBack { company, id }) => {
                self.running = true;
                ask(Case::new(cases::UndoMatch { company, wanted: id.to_string() }))
            }
        }
    }
}

impl Bank {
    /// The marked entries, or the one under the cursor; `None` if all that is found is marked, of which not all rows are here.
    fn chosen(&self, cx: &mut Shared) -> Option<Vec<EntryRow>> {
        let list = &self.entries.list;
        if list.marks.is_all() {
            cx.say(Message::new("bank-not-all"), Severity::Look);
            return None;
        }
        if self.entries.is_opened() || list.marks.is_empty() {
            return Some(list.current().cloned().into_iter().collect());
        }
        Some(list.marks.rows().cloned().collect())
    }

    fn may(cx: &mut Shared, rows: &[EntryRow]) -> bool {
        rows.iter().all(|row| make::allows(cx, service::Action::Bank, Some(row.company)))
    }

    fn begin_queue(
        &mut self,
        left: VecDeque<(EntryRow, Step)>,
        skipped: Vec<EntryRow>,
        back: bool,
        cx: &mut Shared,
    ) -> Vec<Effect> {
        if !self.queue.is_idle() {
            cx.say(Message::new("bank-busy"), Severity::Look);
            return Vec::new();
        }
        self.queue = Queue { left, skipped, back, ..Queue::default() };
        self.queue.next()
    }

    fn accept(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let Some(rows) = self.chosen(cx) else { return Vec::new() };
        if !Self::may(cx, &rows) {
            return Vec::new();
        }
        if !rows.is_empty() && rows.iter().all(|row| row.matched == MatchState::Doubtful) {
            cx.pick(Kind::Offers);
            return Vec::new();
        }
        if let [row] = rows.as_slice()
            && best(row).is_none()
        {
            return self.look(row, cx);
        }
        let step = |row: &EntryRow| {
            let seen = best(row).filter(|_| row.is_open())?.parts.clone();
            Some((row.clone(), Step::Accept { company: row.company, entry: row.entry.clone(), part: row.part, seen }))
        };
        let steps: VecDeque<(EntryRow, Step)> = rows.iter().filter_map(step).collect();
        // What pays something already needs no choice.
        let needs = |row: &&EntryRow| row.matched == MatchState::Doubtful || (row.is_open() && best(row).is_none());
        let skipped = rows.iter().filter(needs).cloned().collect();
        if steps.is_empty() {
            cx.say(Message::new("bank-none-clear"), Severity::Look);
            return Vec::new();
        }
        self.begin_queue(steps, skipped, false, cx)
    }

    /// Shows what else the entry may pay, or says why that is not the question.
    fn look(&self, row: &EntryRow, cx: &mut Shared) -> Vec<Effect> {
        if row.matched == MatchState::Doubtful {
            if make::allows(cx, service::Action::Bank, Some(row.company)) {
                cx.pick(Kind::Offers);
            }
        } else if !row.is_open() {
            let id = if row.settled.is_some() { "bank-is-settled" } else { "bank-is-none" };
            cx.say(Message::new(id), Severity::Look);
        } else if make::allows(cx, service::Action::Bank, Some(row.company)) {
            if row.offers.is_empty() {
                self.other(cx);
            } else {
                cx.pick(Kind::Offers);
            }
        }
        Vec::new()
    }

    /// Opens the form that names documents for the entry under the cursor.
    fn other(&self, cx: &mut Shared) {
        let Some(row) = self.entries.list.current() else { return };
        let purpose = Purpose::Match { company: row.company, entry: row.entry.clone(), part: row.part };
        let about = Message::new("form-match-title")
            .with("amount", cx.locale.money(row.amount, &row.currency))
            .with("name", row.name.to_string());
        make::open_titled(cx, purpose, about);
    }

    fn take_back(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let Some(rows) = self.chosen(cx) else { return Vec::new() };
        if !Self::may(cx, &rows) {
            return Vec::new();
        }
        let step = |row: &EntryRow| {
            let one: &BankMatch = row.settled.as_ref()?;
            Some((row.clone(), Step::TakeBack { company: row.company, id: one.id.clone() }))
        };
        let steps: VecDeque<(EntryRow, Step)> = rows.iter().filter_map(step).collect();
        if steps.is_empty() {
            cx.say(Message::new("bank-none-settled"), Severity::Look);
            return Vec::new();
        }
        self.begin_queue(steps, Vec::new(), true, cx)
    }

    /// Does what an action means for entries; `None` if it is none of these.
    pub(super) fn change(&mut self, action: Action, cx: &mut Shared) -> Option<Vec<Effect>> {
        let scope = self.entries.scope;
        Some(match action {
            Action::Import if cx.companies.all().is_empty() => {
                cx.say(Message::new("tui-empty-companies"), Severity::Look);
                Vec::new()
            }
            Action::Import => {
                make::open(cx, Purpose::Statement(scope));
                Vec::new()
            }
            _ if self.section != Section::Entries => return None,
            Action::Accept | Action::Alternatives | Action::AcceptCertain | Action::TakeBack
                if self.entries.list.loaded && self.entries.list.total == 0 =>
            {
                cx.say(Message::new("tui-nothing-here"), Severity::Look);
                Vec::new()
            }
            Action::Accept => self.accept(cx),
            Action::Alternatives => match self.entries.list.current().cloned() {
                Some(row) => self.look(&row, cx),
                None => Vec::new(),
            },
            Action::AcceptCertain => {
                if make::allows(cx, service::Action::Bank, scope) {
                    cx.confirm(Confirm::Certain(scope));
                }
                Vec::new()
            }
            Action::TakeBack => self.take_back(cx),
            _ => return None,
        })
    }

    /// True if the action would do something now.
    pub(super) fn is_change_useful(&self, action: Action, cx: &Shared) -> bool {
        let row = self.entries.list.current();
        let may = |row: &EntryRow| cx.may(service::Action::Bank, Some(row.company));
        match action {
            Action::Import => !cx.companies.all().is_empty() && cx.may_anywhere(service::Action::Bank),
            Action::AcceptCertain => cx.may(service::Action::Bank, self.entries.scope) && self.entries.list.total > 0,
            Action::Accept | Action::Alternatives => {
                row.is_some_and(|row| (row.is_open() || row.matched == MatchState::Doubtful) && may(row))
            }
            Action::TakeBack => row.is_some_and(|row| row.settled.is_some() && may(row)),
            _ => true,
        }
    }

    /// What the entry under the cursor may pay, to choose from.
    pub(super) fn offers(&self, cx: &Shared) -> Vec<Entry> {
        let Some(row) = self.entries.list.current() else { return Vec::new() };
        if let Some(doubtful) = self.doubtful() {
            let earlier = match (doubtful.as_slice(), row.perhaps.first()) {
                ([_], Some(other)) => perhaps_words(other),
                _ => cx.locale.text(&Message::new("bank-doubtful-count").with("count", doubtful.len())),
            };
            return vec![
                Entry::new(cx.locale.get("bank-verdict-same"), Choice::Offer(0)).note(earlier),
                Entry::new(cx.locale.get("bank-verdict-another"), Choice::Offer(1)),
            ];
        }
        let one = |(index, offer): (usize, &crate::domain::Offer)| {
            let currency = offer.documents.first().map(|document| &document.currency);
            let parts: Vec<String> = offer.parts.iter().map(|part| part_words(cx, part, &row.currency, currency)).collect();
            let names = offer.documents.first().map(|document| format!("   {}", document.partner)).unwrap_or_default();
            let sure = cx.locale.text(&Message::new("bank-score").with("score", u64::from(offer.score)));
            let note = format!("{sure} · {}", reasons(cx, &offer.reasons));
            Entry::new(format!("{}{names}", parts.join(", ")), Choice::Offer(index)).note(note)
        };
        let mut all: Vec<Entry> = row.offers.iter().enumerate().map(one).collect();
        all.push(Entry::new(cx.locale.get("bank-other-document"), Choice::Offer(row.offers.len())));
        all
    }

    /// The doubtful entries that a choice is about: the marked ones if all of them are, or the one under the cursor.
    fn doubtful(&self) -> Option<Vec<EntryRow>> {
        let list = &self.entries.list;
        let is_doubtful = |row: &&EntryRow| row.matched == MatchState::Doubtful;
        if !self.entries.is_opened()
            && !list.marks.is_empty()
            && !list.marks.is_all()
            && list.marks.rows().all(|row| is_doubtful(&row))
        {
            return Some(list.marks.rows().cloned().collect());
        }
        list.current().filter(is_doubtful).cloned().map(|row| vec![row])
    }

    /// Matches by a proposal that was chosen; the one after the last asks for documents. Of doubtful entries it keeps what they are.
    pub(super) fn choose_offer(&mut self, index: usize, cx: &mut Shared) -> Vec<Effect> {
        if let Some(rows) = self.doubtful() {
            let verdict = if index == 0 { Verdict::Same } else { Verdict::Another };
            let mut companies: Vec<CompanyId> = rows.iter().map(|row| row.company).collect();
            companies.sort_unstable();
            companies.dedup();
            let entries = rows.iter().map(|row| row.entry.to_string()).collect();
            let case = Case::new(cases::DecideDoubts { companies, entries, verdict });
            return vec![Effect::Ask(PageId::Bank, Question::Case(case))];
        }
        let Some(row) = self.entries.list.current().cloned() else { return Vec::new() };
        let Some(offer) = row.offers.get(index) else {
            self.other(cx);
            return Vec::new();
        };
        let step = Step::Accept { company: row.company, entry: row.entry.clone(), part: row.part, seen: offer.parts.clone() };
        self.begin_queue([(row, step)].into(), Vec::new(), false, cx)
    }

    /// Takes the answer to a change: goes on with the next, and says at the end what was done.
    pub(super) fn changed(&mut self, reply: Reply<BankMatch>, cx: &mut Shared) -> Vec<Effect> {
        let only = match reply {
            Ok(one) => {
                self.queue.done += 1;
                Some(one)
            }
            Err(error) => {
                self.queue.failed.extend(self.queue.at.take().map(|row| (row, error)));
                None
            }
        };
        let effects = self.queue.next();
        if !self.queue.is_idle() {
            return effects;
        }
        cx.writes += 1;
        let marked = !self.entries.list.marks.is_empty();
        self.entries.list.marks.clear();
        let queue = std::mem::take(&mut self.queue);
        self.entries.list.marks.add(queue.skipped.iter());
        match (queue.failed.as_slice(), only, queue.done) {
            ([(row, error)], _, 0) => {
                self.entries.list.marks.add(marked.then_some(row).into_iter());
                cx.say_error(error.clone());
            }
            ([_, ..], _, done) => {
                // The marks of what failed stay: what is done next is for those.
                self.entries.list.marks.add(queue.failed.iter().map(|(row, _)| row));
                let count = done + queue.failed.len();
                let name = |row: &EntryRow| format!("{} {}", cx.locale.money(row.amount, &row.currency), row.name);
                let failed = queue.failed.iter().map(|(row, error)| (name(row).trim().to_owned(), error.clone())).collect();
                failures::say(cx, count, failed);
            }
            ([], Some(one), 1) if queue.skipped.is_empty() => {
                let is_question = one.parts.is_empty() && one.reasons.is_empty();
                let id = match (queue.back, is_question) {
                    (true, true) => "bank-question-again",
                    (true, false) => "bank-taken-back",
                    (false, _) => "bank-matched",
                };
                cx.say(Message::new(id).with("parts", short(cx, &one.parts)), Severity::Good);
            }
            ([], _, done) => {
                let id = if queue.back { "bank-taken-back-many" } else { "bank-matched-many" };
                cx.say(Message::new(id).with("count", done).with("skipped", queue.skipped.len()), Severity::Good);
            }
        }
        effects
    }

    /// Takes the answer to what doubtful entries are.
    pub(super) fn decided(&mut self, reply: Reply<Vec<(CompanyId, BankMatch)>>, cx: &mut Shared) {
        cx.writes += 1;
        self.entries.list.marks.clear();
        match reply {
            Ok(all) => {
                let is_other = all.first().is_some_and(|(_, one)| one.undone);
                let id = if is_other { "bank-decided-another" } else { "bank-decided-same" };
                cx.say(Message::new(id).with("count", all.len()), Severity::Good);
            }
            Err(error) => cx.say_error(error),
        }
    }

    /// Takes the answer to matching all that is certain.
    pub(super) fn settled(reply: Reply<Matched>, cx: &mut Shared) {
        cx.writes += 1;
        match reply {
            Ok(found) => {
                let unknown = found.proposed.iter().filter(|one| one.proposals.is_empty()).count();
                let message = Message::new("cli-match-sum")
                    .with("settled", found.settled.len())
                    .with("proposed", found.proposed.len() - unknown)
                    .with("unknown", unknown);
                match found.closed {
                    0 => cx.say(message, Severity::Good),
                    count => cx.say(Message::new("cli-match-closed").with("count", count), Severity::Look),
                }
            }
            Err(error) => cx.say_error(error),
        }
    }
}
