//! What is done to items and links: planned, mapped, approved, retried, dropped; taken over, forgotten, ignored.

use rust_decimal::Decimal;

use super::tables::{kind, mapping as words_of};
use super::{Outbox, Section};
use crate::domain::outgoing::{Mapping, Source};
use crate::domain::push::OrderKind;
use crate::domain::{CompanyId, Message};
use crate::error::Error;
use crate::push::Standing;
use crate::service::{self, PushList, PushView, cases};
use crate::tui::ask::{Question, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::form::each::{self, Each};
use crate::tui::form::{Purpose, make};
use crate::tui::keymap::Action;
use crate::tui::load::Load;
use crate::tui::notice::Severity;
use crate::tui::pages::PageId;
use crate::tui::pick::{Choice, Entry, Kind};
use crate::tui::shared::{Question as Confirm, Shared};

/// Documents that a question names one by one.
const NAMED: usize = 8;

/// What a question was about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Asked {
    #[default]
    Nothing,
    /// These items of the plan, as it names them.
    Apply(CompanyId, Vec<String>),
    /// Each with its title.
    Discard(Vec<(CompanyId, String, String)>),
    Unlink(Vec<(CompanyId, Source, String)>),
}

/// Why a plan comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Planned {
    /// It was asked for.
    Asked,
    /// A mapping was set.
    Mapped,
    /// What can be written of it was approved.
    Approved,
}

/// Asks a use case of which the answer has a name.
pub(super) fn ask(name: &'static str, case: Case) -> Effect {
    Effect::Ask(PageId::Outbox, Question::Named(name, case))
}

/// An item in words: kind, number or name, customer, amount.
pub(super) fn said(view: &PushView, cx: &Shared) -> String {
    let amount = view.amount.zip(view.currency.as_ref()).map(|(amount, currency)| cx.locale.money(amount, currency));
    let customer = Some(view.customer.clone()).filter(|name| !name.is_empty() && *name != view.title);
    let texts = [Some(format!("{} {}", kind(cx, view.kind), view.title)), customer, amount];
    texts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Sums of documents per currency.
pub(super) fn sums<'v>(views: impl Iterator<Item = &'v PushView>, cx: &Shared) -> String {
    let mut sums: std::collections::BTreeMap<String, (crate::domain::Currency, Decimal)> = std::collections::BTreeMap::new();
    for view in views.filter(|view| matches!(view.kind, OrderKind::Invoice | OrderKind::CreditNote)) {
        let Some((amount, currency)) = view.amount.zip(view.currency.as_ref()) else { continue };
        let signed = if view.kind == OrderKind::CreditNote { -amount } else { amount };
        let sum = sums.entry(currency.to_string()).or_insert_with(|| (currency.clone(), Decimal::ZERO));
        sum.1 = sum.1.saturating_add(signed);
    }
    sums.values().map(|(currency, sum)| cx.locale.money(*sum, currency)).collect::<Vec<_>>().join(" · ")
}

impl Outbox {
    /// The marked items, or the one under the cursor.
    fn chosen(&self) -> Vec<PushView> {
        let (rows, sheet) = (self.rows(), &self.items);
        let marked = sheet.marked();
        if marked.is_empty() || self.opened {
            return sheet.current(rows).cloned().into_iter().collect();
        }
        rows.iter().filter(|row| marked.contains(&(row.company, row.item.clone()))).cloned().collect()
    }

    fn approve(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let marked = self.items.marked();
        let planned = |view: &&PushView| view.state == "planned";
        let of_mark = self.rows().iter().find(|view| planned(view) && marked.contains(&(view.company, view.item.clone())));
        let of_row = || self.items.current(self.rows()).filter(planned);
        let Some(company) = of_mark.or_else(of_row).or_else(|| self.rows().iter().find(planned)).map(|view| view.company) else {
            cx.say(Message::new("push-no-plan"), Severity::Look);
            return Vec::new();
        };
        if !make::allows(cx, service::Action::Push, Some(company)) {
            return Vec::new();
        }
        // What was dropped from the plan here is not approved, nor what is not marked where something is.
        let all: Vec<&PushView> = self.rows().iter().filter(|view| view.company == company && view.ready).collect();
        let is_meant = |view: &&&PushView| marked.is_empty() || marked.contains(&(company, view.item.clone()));
        let ready: Vec<&PushView> = all.iter().filter(is_meant).copied().collect();
        if ready.is_empty() {
            cx.say(Message::new("outbox-none-ready"), Severity::Look);
            return Vec::new();
        }
        let mut list: Vec<String> = ready.iter().take(NAMED).map(|view| said(view, cx)).collect();
        if ready.len() > NAMED {
            list.push(cx.locale.text(&Message::new("outbox-and-more").with("count", ready.len() - NAMED)));
        }
        let sum = sums(ready.iter().copied(), cx);
        if !sum.is_empty() {
            list.push(cx.locale.text(&Message::new("outbox-sum").with("sum", sum)));
        }
        let name = cx.company_name(company).unwrap_or_default().to_owned();
        // Customers come with the documents that need them: new ones never come without, and one that is changed is that of a document.
        let is_of = |view: &PushView| view.action == "create" || ready.iter().any(|meant| meant.customer == view.title);
        let is_meant = |view: &PushView| ready.iter().any(|meant| meant.item == view.item);
        let is_needed = |view: &&&PushView| view.kind == OrderKind::Contact && is_of(view) && !is_meant(view);
        let needed: Vec<&PushView> = all.iter().filter(is_needed).copied().collect();
        if !needed.is_empty() {
            list.push(cx.locale.get("outbox-and-customers"));
        }
        let items = ready.iter().chain(&needed).map(|view| view.item.clone()).collect();
        self.asked = Asked::Apply(company, items);
        let question = Confirm::OfPage { page: PageId::Outbox, family: "apply", name, list: list.join("\n") };
        cx.confirm(question);
        Vec::new()
    }

    /// Opens what the first missing mapping of the item may stand for; of one that lacks none, the mappings that can be chosen again.
    fn map(&mut self, cx: &mut Shared) -> Vec<Effect> {
        self.known = None;
        let Some(view) = self.items.current(self.rows()) else { return Vec::new() };
        let (company, lacks, planned) = (view.company, !view.missing.is_empty(), view.state == "planned");
        if !lacks && !planned {
            cx.say(Message::new("outbox-lacks-nothing"), Severity::Look);
        } else if make::allows(cx, service::Action::Push, Some(company)) {
            if !lacks {
                return vec![ask("mappings", Case::new(cases::PushMappings(company)))];
            }
            cx.pick(Kind::Offers);
        }
        Vec::new()
    }

    /// Lets one choose which mapping is wrong.
    fn offer_known(&mut self, reply: Reply<Vec<Mapping>>, cx: &mut Shared) {
        let company = self.items.current(self.rows()).map(|view| view.company);
        match (reply, company) {
            (Ok(mappings), Some(company)) if !mappings.is_empty() => {
                if cx.overlay.is_none() {
                    self.known = Some((company, mappings));
                    cx.pick_at(Kind::Offers, 1);
                }
            }
            (Ok(_), _) => cx.say(Message::new("outbox-lacks-nothing"), Severity::Look),
            (Err(error), _) => say(error, cx),
        }
    }

    /// What the first missing mapping may stand for, or the mappings that there are, to choose from.
    pub(super) fn offers(&self, cx: &Shared) -> Vec<Entry> {
        if let Some((_, mappings)) = &self.known {
            let one = |(index, mapping): (usize, &Mapping)| {
                let title = if mapping.title.is_empty() { mapping.id.to_string() } else { mapping.title.clone() };
                Entry::new(words_of(cx, &mapping.name), Choice::Offer(index)).note(title)
            };
            let heading = Entry::heading(cx.locale.get("outbox-choose-again"));
            return std::iter::once(heading).chain(mappings.iter().enumerate().map(one)).collect();
        }
        let view = self.items.current(self.rows());
        let Some(missing) = view.and_then(|view| view.missing.first()) else { return Vec::new() };
        let mut all = vec![Entry::heading(words_of(cx, &missing.mapping))];
        for (index, candidate) in missing.candidates.iter().enumerate() {
            let reasons: Vec<String> =
                candidate.reasons.iter().map(|reason| crate::tui::words::word(cx.locale, "push-reason", reason)).collect();
            all.push(Entry::new(candidate.name.clone(), Choice::Offer(index)).note(reasons.join(", ")));
        }
        all.push(Entry::new(cx.locale.get("outbox-other-id"), Choice::Offer(missing.candidates.len())));
        all
    }

    /// Sets a mapping to a candidate that was chosen; the one after the last asks for an identifier.
    pub(super) fn choose_offer(&mut self, index: usize, cx: &mut Shared) -> Vec<Effect> {
        if let Some((company, mappings)) = self.known.take() {
            let Some(mapping) = mappings.get(index) else { return Vec::new() };
            cx.say(Message::new("outbox-mapping"), Severity::Look);
            self.choosing = true;
            let name = mapping.name.clone();
            return vec![ask("mapped", Case::new(cases::SetMapping { company, name, id: None }))];
        }
        let view = self.items.current(self.rows());
        let Some((company, missing)) = view.and_then(|view| Some((view.company, view.missing.first()?.clone()))) else {
            return Vec::new();
        };
        let Some(candidate) = missing.candidates.get(index) else {
            let title = Message::new("form-mapping-title").with("mapping", words_of(cx, &missing.mapping));
            make::open_titled(cx, Purpose::Mapping { company, name: missing.mapping }, title);
            return Vec::new();
        };
        cx.say(Message::new("outbox-mapping"), Severity::Look);
        let id = Some(candidate.id.to_string());
        vec![ask("mapped", Case::new(cases::SetMapping { company, name: missing.mapping.clone(), id }))]
    }

    fn retry(&self, cx: &mut Shared) -> Vec<Effect> {
        let rows = self.chosen();
        let able = |view: &&PushView| view.queued.is_some() && matches!(view.state.as_str(), "rejected" | "conflict" | "unknown");
        let able: Vec<&PushView> = rows.iter().filter(able).collect();
        if !able.iter().all(|view| make::allows(cx, service::Action::Push, Some(view.company))) {
            return Vec::new();
        }
        let one = |view: &&PushView| {
            (view.title.clone(), Case::new(cases::RetryPush { company: view.company, item: view.item.clone() }))
        };
        let effects = each::give(cx, Each::Retry, able.iter().map(one).collect());
        if effects.is_empty() {
            cx.say(Message::new("outbox-nothing-to-retry"), Severity::Look);
        }
        effects
    }

    fn discard(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let rows = self.chosen();
        if !rows.iter().all(|view| make::allows(cx, service::Action::Push, Some(view.company))) {
            return Vec::new();
        }
        // What is only planned is forgotten here; nothing was approved.
        let planned: Vec<(CompanyId, String)> = keys(rows.iter().filter(|view| view.queued.is_none()));
        let queued: Vec<&PushView> = rows.iter().filter(|view| view.queued.is_some() && view.state != "sent").collect();
        if queued.is_empty() {
            if planned.is_empty() {
                cx.say(Message::new("outbox-nothing-to-discard"), Severity::Look);
            }
            self.plan.retain(|view| !planned.contains(&(view.company, view.item.clone())));
            self.dropped.extend(planned);
            self.joined();
            return Vec::new();
        }
        let list = queued.iter().take(NAMED).map(|view| said(view, cx)).collect::<Vec<_>>().join("\n");
        self.asked = Asked::Discard(queued.iter().map(|view| (view.company, view.item.clone(), view.title.clone())).collect());
        let name = queued.len().to_string();
        cx.confirm(Confirm::OfPage { page: PageId::Outbox, family: "discard", name, list });
        Vec::new()
    }

    fn change_link(&mut self, action: Action, cx: &mut Shared) -> Vec<Effect> {
        let rows = self.link_rows.ready().map_or(&[][..], Vec::as_slice);
        let marked = self.links.marked();
        let is = |row: &&service::Reconciled| marked.contains(&(row.company, row.source.to_string()));
        let chosen: Vec<service::Reconciled> = if marked.is_empty() {
            self.links.current(rows).cloned().into_iter().collect()
        } else {
            rows.iter().filter(is).cloned().collect()
        };
        if chosen.is_empty() || !chosen.iter().all(|row| make::allows(cx, service::Action::Push, Some(row.company))) {
            return Vec::new();
        }
        let drifted: Vec<&service::Reconciled> =
            chosen.iter().filter(|row| !matches!(row.standing, Standing::Equal | Standing::Ignored)).collect();
        match action {
            Action::Delete => {
                let list: Vec<String> = chosen.iter().take(NAMED).map(|row| format!("{} → {}", row.title, row.remote)).collect();
                let of = |row: &service::Reconciled| (row.company, row.source.clone(), row.title.clone());
                self.asked = Asked::Unlink(chosen.iter().map(of).collect());
                let (name, list) = (chosen.len().to_string(), list.join("\n"));
                cx.confirm(Confirm::OfPage { page: PageId::Outbox, family: "unlink", name, list });
                Vec::new()
            }
            _ if drifted.is_empty() => {
                cx.say(Message::new("outbox-nothing-differs"), Severity::Look);
                Vec::new()
            }
            Action::Ignore => {
                let (company, sources) = match drifted.as_slice() {
                    [one] => (one.company, one.source.to_string()),
                    _ => {
                        cx.say(Message::new("outbox-one-reason"), Severity::Look);
                        return Vec::new();
                    }
                };
                let title = Message::new("form-ignore-title").with("what", chosen.first().map_or("", |row| &row.title));
                make::open_titled(cx, Purpose::Ignore { company, source: sources }, title);
                Vec::new()
            }
            _ => {
                let one = |row: &&service::Reconciled| {
                    let case = cases::SettleLink { company: row.company, source: row.source.to_string(), reason: None };
                    (row.title.clone(), Case::new(case))
                };
                each::give(cx, Each::Settle, drifted.iter().map(one).collect())
            }
        }
    }

    /// Does what an action means here; `None` if it is none of these.
    pub(super) fn change(&mut self, action: Action, cx: &mut Shared) -> Option<Vec<Effect>> {
        Some(match (action, self.section) {
            (Action::Plan, _) if cx.companies.all().is_empty() => {
                cx.say(Message::new("tui-empty-companies"), Severity::Look);
                Vec::new()
            }
            (Action::Plan, _) => {
                make::open(cx, Purpose::Plan);
                Vec::new()
            }
            (Action::Accept | Action::Alternatives | Action::Retry | Action::Delete, Section::Items)
                if self.items.total() == 0 =>
            {
                cx.say(Message::new("tui-nothing-here"), Severity::Look);
                Vec::new()
            }
            (Action::Accept | Action::Ignore | Action::Delete, Section::Links) if self.links.total() == 0 => {
                cx.say(Message::new("tui-nothing-here"), Severity::Look);
                Vec::new()
            }
            (Action::Pause, Section::Items) => {
                if !make::allows(cx, service::Action::Push, None) {
                    return Some(Vec::new());
                }
                vec![ask("paused", Case::new(cases::PausePush(!self.paused)))]
            }
            (Action::Accept, Section::Items) => self.approve(cx),
            (Action::Alternatives, Section::Items) => self.map(cx),
            (Action::Retry, Section::Items) => self.retry(cx),
            (Action::Delete, Section::Items) => self.discard(cx),
            (Action::Accept | Action::Ignore | Action::Delete, Section::Links) => self.change_link(action, cx),
            _ => return None,
        })
    }

    /// Does what was confirmed.
    pub(super) fn do_asked(&mut self, cx: &mut Shared) -> Vec<Effect> {
        match std::mem::take(&mut self.asked) {
            Asked::Nothing => Vec::new(),
            Asked::Apply(company, items) => {
                cx.say(Message::new("outbox-applying"), Severity::Look);
                let case = cases::ApplyPush { companies: vec![company], by_rule: false, items, key: None };
                vec![ask("applied", Case::new(case))]
            }
            Asked::Discard(items) => {
                let one = |(company, item, title)| (title, Case::new(cases::DiscardPush { company, item }));
                each::give(cx, Each::DropItem, items.into_iter().map(one).collect())
            }
            Asked::Unlink(links) => {
                let one = |(company, source, title): (CompanyId, Source, String)| {
                    (title, Case::new(cases::UnlinkPush { company, source: source.to_string() }))
                };
                each::give(cx, Each::Unlink, links.into_iter().map(one).collect())
            }
        }
    }

    /// Takes an answer by its name; returns what follows.
    pub(super) fn take(&mut self, name: &'static str, answer: AnyAnswer, cx: &mut Shared) -> Vec<Effect> {
        cx.dirty = true;
        match name {
            "planned" | "applied" => {
                let Ok(reply) = answer.downcast::<Reply<PushList>>() else { return Vec::new() };
                match *reply {
                    Ok(list) => {
                        let of = if name == "applied" { Planned::Approved } else { Planned::Asked };
                        self.planned(list, of, cx);
                    }
                    Err(error) => {
                        say(error, cx);
                        return Vec::new();
                    }
                }
            }
            "mapped" => {
                let Ok(reply) = answer.downcast::<Reply<Option<PushList>>>() else { return Vec::new() };
                match *reply {
                    // One notice: a second one would take the place of the first.
                    Ok(Some(list)) => {
                        self.planned(list, Planned::Mapped, cx);
                        // What was taken back is chosen anew.
                        let lacks = self.items.current(self.rows()).is_some_and(|view| !view.missing.is_empty());
                        if std::mem::take(&mut self.choosing) && lacks && cx.overlay.is_none() {
                            cx.pick_at(Kind::Offers, 1);
                        }
                    }
                    Ok(None) => cx.say(Message::new("outbox-mapped-alone"), Severity::Good),
                    Err(error) => say(error, cx),
                }
                return Vec::new();
            }
            "mappings" => {
                if let Ok(reply) = answer.downcast::<Reply<Vec<Mapping>>>() {
                    self.offer_known(*reply, cx);
                }
                return Vec::new();
            }
            "items" | "watched" => {
                self.watching &= name != "watched";
                let Ok(reply) = answer.downcast::<Reply<PushList>>() else { return Vec::new() };
                self.queued(*reply, cx);
                return Vec::new();
            }
            "links" => {
                if let Ok(reply) = answer.downcast::<Reply<service::ReconcileView>>() {
                    self.link_rows = Load::from_reply(reply.map(|view| {
                        let mut rows = view.rows;
                        rows.sort_by_key(|row| matches!(row.standing, Standing::Equal | Standing::Ignored));
                        rows
                    }));
                    self.links.changed();
                }
                return Vec::new();
            }
            _ => {
                let Ok(reply) = answer.downcast::<Reply<()>>() else { return Vec::new() };
                match *reply {
                    Ok(()) => cx.say(Message::new(done(name, self.paused)), Severity::Good),
                    Err(error) => say(error, cx),
                }
            }
        }
        self.load()
    }

    /// Takes a plan: in place of what was planned for the same companies.
    fn planned(&mut self, mut list: PushList, of: Planned, cx: &mut Shared) {
        let companies: Vec<CompanyId> = list.items.iter().map(|view| view.company).collect();
        if of == Planned::Asked {
            self.dropped.retain(|(company, _)| !companies.contains(company));
        }
        list.items.retain(|view| !self.dropped.contains(&(view.company, view.item.clone())));
        let count = |is: fn(&&PushView) -> bool| list.items.iter().filter(is).count();
        let ready = count(|view| view.ready && view.state == "planned");
        let lacking = count(|view| view.state == "planned" && !view.ready);
        let queued = count(|view| view.state == "queued");
        self.paused = list.paused;
        self.plan.retain(|view| !companies.contains(&view.company));
        if of == Planned::Approved || companies.is_empty() {
            self.plan.retain(|view| companies.contains(&view.company));
        }
        let mask = cx.masked;
        // What was approved is in the outbox now, and read from there.
        let items = list.items.into_iter().filter(|view| view.queued.is_none() && view.state != "queued");
        self.plan.extend(items.map(|view| hidden(view, mask)));
        self.joined();
        let message = match of {
            Planned::Approved => Message::new("outbox-applied").with("count", queued),
            Planned::Asked => Message::new("outbox-planned").with("ready", ready).with("lacking", lacking),
            Planned::Mapped => Message::new("outbox-mapped").with("ready", ready).with("lacking", lacking),
        };
        cx.say(message, Severity::Good);
    }

    /// Takes what is in the outbox.
    fn queued(&mut self, reply: Reply<PushList>, cx: &Shared) {
        self.queue = Load::from_reply(reply.map(|list| {
            self.paused = list.paused;
            list.items.into_iter().rev().map(|view| hidden(view, cx.masked)).collect()
        }));
        self.joined();
    }
}

fn keys<'v>(views: impl Iterator<Item = &'v PushView>) -> Vec<(CompanyId, String)> {
    views.map(|view| (view.company, view.item.clone())).collect()
}

fn say(error: Error, cx: &mut Shared) {
    cx.say_error(error);
}

/// What is said after a change.
const fn done(name: &str, paused: bool) -> &'static str {
    match name.as_bytes() {
        b"paused" if paused => "push-now-resumed",
        b"paused" => "push-now-paused",
        _ => "outbox-settled",
    }
}

/// An item with the customer hidden where that is wanted.
fn hidden(mut view: PushView, masked: bool) -> PushView {
    if masked {
        let name = crate::tui::mask::name;
        view.customer = name(&view.customer);
        if view.kind == OrderKind::Contact {
            view.title = name(&view.title);
        }
        view.order = None;
        view.error = None;
    }
    view
}
