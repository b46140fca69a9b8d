//! What the page reads: the drafts, what is unbilled, and the one that is open.

use std::collections::BTreeMap;

use super::{DraftRow, Drafts};
use crate::domain::ledger::DraftState;
use crate::service::Action as Permission;
use crate::service::books::{BillStep, Billed, DraftView, MakeDraft, Unbilled};
use crate::service::cases;
use crate::tui::ask::{Question, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::load::Load;
use crate::tui::mask;
use crate::tui::pages::PageId;
use crate::tui::shared::Shared;

/// Beginning of the key of unbilled time.
const CLIENT: &str = "client:";

fn hide(view: &mut DraftView) {
    view.client = mask::name(&view.client);
    view.draft.note.clear();
    for line in &mut view.draft.lines {
        "•••".clone_into(&mut line.text);
    }
    for part in view.explained.iter_mut().flat_map(|explained| &mut explained.parts) {
        if let Some(rate) = &mut part.rate {
            (rate.client, rate.project) = (None, None);
        }
    }
}

impl Drafts {
    /// Reads the drafts, if what is here is old.
    pub(super) fn read(&mut self, cx: &Shared) -> Vec<Effect> {
        let Some(company) = cx.books.id() else { return Vec::new() };
        let now = (company, cx.books.version, self.all);
        if self.asked == Some(now) || !cx.sees(Permission::Ledger, Some(company)) {
            return Vec::new();
        }
        if self.asked.is_some_and(|(before, ..)| before != company) {
            (self.drafts, self.open) = (Load::Loading, None);
            self.unbilled.clear();
        }
        self.asked = Some(now);
        let case = cases::ReadDrafts { company, draft: None, all: self.all };
        let mut effects = vec![
            Effect::Ask(PageId::Drafts, Question::Case(Case::new(case))),
            Effect::Ask(PageId::Drafts, Question::Case(Case::new(cases::PriceUnbilled { company }))),
        ];
        effects.extend(self.read_open(cx));
        effects
    }

    /// Reads what is open.
    pub(super) fn read_open(&self, cx: &Shared) -> Vec<Effect> {
        let (Some(open), Some(company)) = (&self.open, cx.books.id()) else { return Vec::new() };
        let case = match open.key.strip_prefix(CLIENT) {
            Some(client) => Case::new(cases::Bill { company, step: BillStep::Make(Box::new(preview(client))) }),
            None => Case::new(cases::ReadDrafts { company, draft: Some(open.key.clone()), all: true }),
        };
        vec![Effect::Ask(PageId::Drafts, Question::Read(case))]
    }

    /// Makes the rows: what is unbilled, then the drafts, the newest first.
    pub(super) fn make(&mut self, cx: &Shared) {
        if self.made == Some(cx.books.read) {
            return;
        }
        self.made = Some(cx.books.read);
        let mut unbilled: BTreeMap<&str, (&str, i64)> = BTreeMap::new();
        for view in cx.books.here().map_or(&[][..], |view| view.projects.as_slice()).iter().filter(|view| view.unbilled > 0) {
            unbilled.entry(view.project.client.as_str()).or_insert((&view.client, 0)).1 += view.unbilled;
        }
        let one = |(id, (client, seconds)): (&str, (&str, i64))| DraftRow {
            key: format!("{CLIENT}{id}"),
            state: "unbilled",
            client: client.to_owned(),
            seconds,
            view: None,
            would_be: self.unbilled.get(id).cloned(),
        };
        let mut rows: Vec<DraftRow> = unbilled.into_iter().map(one).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.seconds));
        let drafts = self.drafts.ready().map_or(&[][..], Vec::as_slice).iter().rev();
        rows.extend(drafts.map(|view| {
            DraftRow {
                key: view.draft.id.to_string(),
                state: view.draft.state.as_str(),
                client: view.client.clone(),
                seconds: view
                    .draft
                    .lines
                    .iter()
                    .flat_map(crate::domain::ledger::DraftLine::parts)
                    .map(|part| part.until - part.from)
                    .sum::<i64>(),
                view: Some(view.clone()),
                would_be: None,
            }
        }));
        self.rows = rows;
        self.sheet.changed();
    }

    /// The draft that was made since the list was read, if it is one.
    fn new_in(&self, views: &[DraftView]) -> Option<String> {
        let known = self.drafts.ready()?;
        let is_new = |view: &&DraftView| !known.iter().any(|one| one.draft.id == view.draft.id);
        let mut new = views.iter().filter(|view| view.draft.state == DraftState::Open).filter(is_new);
        new.next().filter(|_| new.next().is_none()).map(|view| view.draft.id.to_string())
    }

    pub(super) fn came(&mut self, answer: AnyAnswer, cx: &mut Shared) {
        let masked = cx.masked;
        let answer = match answer.downcast::<Reply<Vec<DraftView>>>() {
            Ok(reply) => {
                let mut reply = *reply;
                if let (Ok(views), true) = (&mut reply, masked) {
                    views.iter_mut().for_each(hide);
                }
                // One with what its lines are made of is that which is open.
                let one = self.open.as_ref().filter(|open| {
                    matches!(&reply, Ok(views) if views.len() == 1 && views.iter().all(|view| view.draft.id.as_str() == open.key && !view.explained.is_empty()))
                });
                if one.is_some() {
                    if let Some(open) = &mut self.open {
                        open.view = Load::from_reply(reply.map(|mut views| views.swap_remove(0)));
                    }
                } else {
                    let new = reply.as_ref().ok().and_then(|views| self.new_in(views));
                    self.drafts = Load::from_reply(reply);
                    self.made = None;
                    if let Some(new) = new {
                        // What was made is what one looks at next.
                        self.open = None;
                        self.sheet.select(new);
                    }
                }
                return;
            }
            Err(answer) => answer,
        };
        let answer = match answer.downcast::<Reply<Vec<Unbilled>>>() {
            Ok(reply) => {
                // Without them the rows have no amounts; what is wrong is told where a draft is made.
                let all = reply.unwrap_or_default();
                self.unbilled = all.into_iter().map(|one| (one.client.as_str().to_owned(), one.draft)).collect();
                self.made = None;
                return;
            }
            Err(answer) => answer,
        };
        if let Ok(reply) = answer.downcast::<Reply<Billed>>()
            && let Some(open) = self.open.as_mut().filter(|open| open.preview)
        {
            match *reply {
                Ok(Billed::Drafts(mut views)) if !views.is_empty() => {
                    let mut view = views.swap_remove(0);
                    if masked {
                        hide(&mut view);
                    }
                    open.view = Load::Ready(view);
                }
                Ok(_) => {}
                Err(error) => open.view = Load::Failed(error),
            }
        }
    }
}

/// The draft that would be made of everything of a client.
fn preview(client: &str) -> MakeDraft {
    MakeDraft { dry: true, ..MakeDraft::of(client.to_owned()) }
}
