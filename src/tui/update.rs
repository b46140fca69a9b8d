//! What follows from an event: pure, so that every behaviour of the screen is a test without a terminal.

use super::event::{Effect, Event};
use super::jobs::Step;
use super::key::Key;
use super::keymap::{Action, Context};
use super::model::{Leaving, Model, Mood, Notice, Overlay, Question, Tab};
use super::pick::{self, Kind};
use super::tabs::{changes, companies, detail, invoices, log, reports};
use super::{mouse, over};
use crate::domain::{CompanyId, Doubt, Message, RunStatus, SyncRun};
use crate::sync;

/// A notice that nobody dismissed goes after so many minutes.
const NOTICE_MINUTES: i64 = 5;

/// What the screen needs before it has anything to show.
pub(crate) fn begin(model: &mut Model) -> Vec<Effect> {
    let mut effects = model.companies.load();
    effects.extend(model.log.load());
    effects.extend(invoices::begin(model));
    effects
}

/// What follows from an event.
pub(crate) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    let mut effects = dispatch(model, event);
    companies::settle(model);
    log::settle(model);
    effects.extend(invoices::settle(model));
    effects.extend(detail::settle(model));
    effects.extend(reports::settle(model));
    effects.extend(changes::settle(model));
    effects
}

fn dispatch(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => return pressed(model, key),
        Event::Paste(text) => {
            model.dirty = true;
            return pasted(model, &text);
        }
        Event::Mouse(mouse) => return mouse::moved(model, mouse),
        Event::Resize(width, height) => {
            (model.width, model.height) = (width, height);
            model.dirty = true;
        }
        Event::Clock(now) => return clock(model, now),
        Event::Sync(event) => return synced(model, event),
        Event::Lagged => return reload(model),
        Event::End => return vec![Effect::Quit],
        Event::Continued => {
            model.dirty = true;
            // While we were away others may have done anything.
            let mut effects = vec![Effect::Redraw];
            effects.extend(reload(model));
            return effects;
        }
        Event::Companies(answer) => {
            model.dirty = true;
            return companies::loaded(model, answer);
        }
        Event::Found { generation, took, result, doubts } => {
            let mut effects = doubted(model, doubts);
            effects.extend(invoices::found(model, generation, took, result));
            effects.extend(invoices::catch_up(model));
            return effects;
        }
        Event::Invoice { key, result } => detail::loaded(model, &key, result),
        Event::Live { key, reply } => detail::replied(model, &key, reply),
        Event::Runs(answer) => {
            model.dirty = true;
            return log::loaded(model, answer);
        }
        Event::Run { id, result } => log::run_loaded(model, id, result),
        Event::Report(kind, answer, doubts) => {
            let effects = doubted(model, doubts);
            reports::loaded(model, kind, answer);
            return effects;
        }
        Event::Changes(request, answer) => changes::loaded(model, &request, answer),
        Event::Suggested { generation, list } => return invoices::suggested(model, generation, list),
        Event::Rows(what, result) => return invoices::rows_came(model, what, result),
        Event::Job(id, step) => job(model, id, step),
        Event::Configured(result) => configured(model, result),
        Event::SlowTerminal if !model.settings.low_bandwidth => {
            model.settings.low_bandwidth = true;
            model.say(Message::new("tui-slow-terminal"), Mood::Look);
            model.dirty = true;
        }
        Event::SlowTerminal => {}
        Event::Synced(error) => {
            if let Some(error) = error {
                model.dirty = true;
                model.say_error(error);
            }
            return reload(model);
        }
    }
    Vec::new()
}

/// Only what shows the time changes, and only when the minute does.
fn clock(model: &mut Model, now: jiff::Timestamp) -> Vec<Effect> {
    let minute = |at: jiff::Timestamp| at.as_second().div_euclid(60);
    let before = std::mem::replace(&mut model.now, now);
    if minute(now) == minute(before) {
        return Vec::new();
    }
    model.dirty = true;
    if model.notice.as_ref().is_some_and(|notice| minute(now) - minute(notice.at) >= NOTICE_MINUTES) {
        model.notice = None;
    }
    // Another day: other invoices are overdue.
    if before.to_zoned(model.zone.clone()).date() == model.today() { Vec::new() } else { reload(model) }
}

/// Reads everything that is shown again.
fn reload(model: &mut Model) -> Vec<Effect> {
    model.reports.forget();
    model.changes.forget();
    let mut effects = model.companies.load();
    effects.extend(invoices::refresh(model));
    effects.extend(model.log.load());
    effects.extend(detail::refresh(model));
    effects.extend(log::refresh_open(model));
    effects
}

fn synced(model: &mut Model, event: sync::Event) -> Vec<Effect> {
    model.dirty = true;
    match event {
        sync::Event::Missed => reload(model),
        sync::Event::Started(progress) => {
            model.progress.insert(progress.company, progress);
            let mut effects = model.companies.load();
            effects.extend(model.log.load());
            effects
        }
        sync::Event::Progress(progress) => {
            model.log.progress(&progress);
            if let Some(quota) = progress.quota {
                model.quotas.insert(progress.company, quota);
            }
            // The errors of the run that is open come as they happen.
            let open = model.log.open.as_ref().filter(|open| open.id == progress.run);
            let before = model.progress.get(&progress.company).map_or(0, |known| known.counts.skipped);
            let read = open.is_some() && progress.counts.skipped != before;
            model.progress.insert(progress.company, progress);
            if read { log::refresh_open(model) } else { Vec::new() }
        }
        sync::Event::Committed { keys, .. } => {
            if keys.is_empty() {
                return Vec::new();
            }
            model.reports.forget();
            model.changes.forget();
            let mut effects = model.companies.load();
            effects.extend(invoices::refresh(model));
            if model.detail.key.as_ref().is_some_and(|key| keys.contains(key)) {
                effects.extend(detail::refresh(model));
            }
            effects
        }
        sync::Event::Ended(run) => {
            model.changes.forget();
            model.progress.remove(&run.company);
            let notice = Notice { at: model.now, ..ended(&run) };
            // What went wrong is not hidden by what went well right after it.
            let fresh = |old: &Notice| model.now.duration_since(old.at).as_secs() < 60;
            if !model.notice.as_ref().is_some_and(|old| old.mood > notice.mood && fresh(old)) {
                model.notice = Some(notice);
            }
            let mut effects = model.companies.load();
            effects.extend(invoices::refresh(model));
            effects.extend(model.log.load());
            if model.log.open.as_ref().is_some_and(|open| open.id == run.id) {
                effects.extend(log::refresh_open(model));
            }
            effects
        }
    }
}

/// How a run that ended is said.
fn ended(run: &SyncRun) -> Notice {
    let counts = &run.counts;
    let changed = |id: &'static str| {
        let message = Message::new(id).with("created", counts.created).with("updated", counts.updated);
        message.with("skipped", counts.skipped).with("vanished", counts.vanished)
    };
    let why = |run: &SyncRun| run.failure.as_ref().map(|failure| failure.message.clone());
    let (message, mood) = match run.status {
        RunStatus::Partial => (changed("tui-ended-partial"), Mood::Look),
        RunStatus::Failed => (why(run).unwrap_or(Message::new("tui-ended-failed")), Mood::Act),
        RunStatus::Cancelled => (changed("tui-ended-cancelled"), Mood::Look),
        RunStatus::Interrupted => (Message::new("tui-ended-interrupted"), Mood::Look),
        RunStatus::Deferred => (why(run).unwrap_or(Message::new("tui-ended-deferred")), Mood::Look),
        _ if counts.created + counts.updated + counts.vanished == 0 => (Message::new("tui-ended-nothing"), Mood::Good),
        _ => (changed("tui-ended-completed"), Mood::Good),
    };
    Notice { message, about: Some(run.company_name.clone()), mood, at: run.started }
}

fn pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    let context = model.context();
    let Some(action) = model.keymap.action(context, key) else {
        // Esc and a letter that come at once, over a slow line or from quick fingers, look like one key with Alt.
        if let Some(plain) = key.without_alt() {
            let mut effects = pressed(model, Key::ESC);
            effects.extend(pressed(model, plain));
            return effects;
        }
        model.dirty |= context.is_typed();
        match (context, &mut model.overlay) {
            (Context::Filter, _) => return invoices::typed(model, key),
            (Context::Prompt, Some(Overlay::Prompt(prompt))) => {
                prompt.input.key(key);
            }
            (Context::Pick, _) => pick::typed(model, key),
            _ => {}
        }
        return Vec::new();
    };
    model.dirty = true;
    does(model, action)
}

fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    let fits = match &mut model.overlay {
        Some(Overlay::Prompt(prompt)) => {
            let fits = prompt.input.fits(text);
            prompt.input.insert(text);
            fits
        }
        Some(Overlay::Pick(picker)) if picker.kind.is_typed() => {
            let fits = picker.input.fits(text);
            picker.input.insert(text);
            picker.cursor = 0;
            fits
        }
        Some(_) => true,
        None => return invoices::pasted(model, text),
    };
    if !fits {
        invoices::cut(model);
    }
    Vec::new()
}

/// What an action does here: in what lies over the tab, anywhere, or in the tab.
pub(crate) fn does(model: &mut Model, action: Action) -> Vec<Effect> {
    model.dirty = true;
    if model.overlay.is_some() {
        return over::act(model, action);
    }
    if invoices::waits(model, action) {
        return Vec::new();
    }
    let effects = anywhere(model, action).unwrap_or_else(|| within(model, action));
    if model.tab != Tab::Invoices || model.overlay.is_some() {
        // Whoever went elsewhere wants nothing of that list any more.
        model.invoices.ahead.clear();
    }
    effects
}

/// What a key does in the tab.
fn within(model: &mut Model, action: Action) -> Vec<Effect> {
    match model.tab {
        Tab::Companies => companies::act(model, action),
        Tab::Invoices => invoices::act(model, action),
        Tab::Detail => detail::act(model, action),
        Tab::Log => log::act(model, action),
        Tab::Reports => reports::act(model, action),
        Tab::Changes => changes::act(model, action),
    }
}

/// What a key does in every tab; `None` when that is the tab's to say.
fn anywhere(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let step = |model: &Model, by: usize| {
        let index = Tab::ALL.iter().position(|tab| *tab == model.tab).unwrap_or(0);
        Tab::ALL.get((index + by) % Tab::ALL.len()).copied().unwrap_or_default()
    };
    let effects = match action {
        Action::Tab(number) => go(model, Tab::number(number).unwrap_or(model.tab)),
        Action::NextTab => go(model, step(model, 1)),
        Action::PreviousTab => go(model, step(model, Tab::ALL.len() - 1)),
        Action::Palette => list(model, Kind::Palette),
        Action::Help => list(model, Kind::Help),
        Action::Jobs => list(model, Kind::Jobs),
        Action::Settings => list(model, Kind::Settings),
        Action::Mask => mask(model),
        Action::ReadConfig => vec![Effect::ReadConfig],
        Action::Quit if idle(model) => vec![Effect::Quit],
        Action::Quit => ask(model, Question::Quit),
        Action::Sync | Action::SyncAll | Action::SyncFailed | Action::Cancel if model.read_only => {
            model.say(Message::new("tui-read-only-refused"), Mood::Look);
            Vec::new()
        }
        Action::Sync => start(model, here(model)),
        Action::SyncAll => start(model, None),
        Action::SyncFailed => retry(model),
        Action::Cancel => cancel(model),
        Action::Redraw => vec![Effect::Redraw],
        Action::Suspend => vec![Effect::Suspend],
        Action::Reload if model.tab == Tab::Invoices || model.tab == Tab::Companies => reload(model),
        _ => return None,
    };
    Some(effects)
}

fn list(model: &mut Model, kind: Kind) -> Vec<Effect> {
    pick::open(model, kind);
    Vec::new()
}

/// Asks before something is done.
pub(crate) fn ask(model: &mut Model, question: Question) -> Vec<Effect> {
    model.overlay = Some(Overlay::Confirm { question, yes: false });
    Vec::new()
}

/// Whether nothing ends with this screen.
fn idle(model: &Model) -> bool {
    (model.progress.is_empty() || model.leaving == Leaving::LeavesAlone) && model.jobs.running() == 0
}

/// Hides customers and amounts, or shows them again. What is here is read anew: hidden names were never kept.
fn mask(model: &mut Model) -> Vec<Effect> {
    model.masked = !model.masked;
    let tab = &mut model.invoices;
    tab.rows.clear();
    tab.marks.clear();
    tab.suggestions.clear();
    model.detail.state = super::model::Load::Loading;
    (model.detail.payments, model.detail.report, model.detail.url) = (None, None, None);
    model.reports.clear();
    model.changes.clear();
    model.apply_settings();
    model.say(Message::new(if model.masked { "tui-masked-on" } else { "tui-masked-off" }), Mood::Good);
    reload(model)
}

/// Takes notice of the companies of which something is missing; their lights are read again where that is news.
fn doubted(model: &mut Model, doubts: Vec<Doubt>) -> Vec<Effect> {
    if model.doubts == doubts {
        return Vec::new();
    }
    model.doubts = doubts;
    model.dirty = true;
    model.companies.load()
}

/// Companies whose last run failed or lacks something.
pub(crate) fn failed(model: &Model) -> Vec<CompanyId> {
    let lacks = |status| matches!(status, RunStatus::Failed | RunStatus::Partial | RunStatus::Interrupted | RunStatus::Cancelled);
    let wanted = model.companies.all().iter().filter(|view| view.company.enabled && view.company.key.is_some());
    let wanted = wanted.filter(|view| view.last_run.as_ref().is_some_and(|run| lacks(run.status)));
    wanted.map(|view| view.company.id).filter(|id| !model.progress.contains_key(id)).collect()
}

fn retry(model: &mut Model) -> Vec<Effect> {
    let companies = failed(model);
    if companies.is_empty() {
        model.say(Message::new("tui-nothing-failed"), Mood::Good);
        return Vec::new();
    }
    model.notice = None;
    vec![Effect::StartSync(companies)]
}

fn job(model: &mut Model, id: u64, step: Step) {
    model.dirty = true;
    let now = model.now;
    let notice = model.jobs.step(id, step, now).and_then(|job| job.ended.as_ref()).map(|(_, result)| match result {
        Ok(message) => (message.clone(), Mood::Good),
        Err(error) => (error.message.clone(), Mood::Act),
    });
    if let Some((message, mood)) = notice {
        model.say(message, mood);
    }
}

fn configured(model: &mut Model, result: Result<super::event::Configured, Message>) {
    match result {
        Ok(new) => {
            let same = model.keymap == new.keymap && model.read_only == new.read_only;
            model.keymap = new.keymap;
            model.read_only = new.read_only;
            if new.asked || !same {
                model.say(Message::new("tui-configured"), Mood::Good);
                model.dirty = true;
            }
        }
        Err(message) => {
            model.say(message, Mood::Act);
            model.dirty = true;
        }
    }
}

fn go(model: &mut Model, tab: Tab) -> Vec<Effect> {
    model.tab = tab;
    model.back = None;
    Vec::new()
}

/// The company that a key means here: under the cursor, of the list, of the invoice, of the run.
fn here(model: &Model) -> Option<CompanyId> {
    match model.tab {
        Tab::Companies => model.companies.current().map(|view| view.company.id),
        Tab::Invoices => model.invoices.scope.or_else(|| model.invoices.selected.as_ref().map(|key| key.company)),
        Tab::Detail => model.detail.key.as_ref().map(|key| key.company),
        Tab::Log => model.log.all().get(model.log.cursor).map(|run| run.company),
        Tab::Changes => model.changes.rows().get(model.changes.cursor).map(|line| line.change.change.key.company),
        Tab::Reports => None,
    }
}

/// Starts a sync of one company, or of all that are enabled; says why where there is nothing to start.
fn start(model: &mut Model, company: Option<CompanyId>) -> Vec<Effect> {
    let all = model.companies.all();
    let wanted: Vec<CompanyId> = match company {
        Some(id) => vec![id],
        None => all.iter().filter(|view| view.company.enabled).map(|view| view.company.id).collect(),
    };
    let idle = |id: &CompanyId| !model.progress.contains_key(id);
    let refusal = match company.and_then(|id| all.iter().find(|view| view.company.id == id)) {
        _ if all.is_empty() => Some("tui-sync-no-company"),
        Some(view) if !view.company.enabled => Some("tui-sync-disabled"),
        Some(view) if view.company.key.is_none() => Some("tui-sync-no-key"),
        _ if wanted.is_empty() => Some("tui-sync-no-company"),
        _ if !wanted.iter().any(idle) => Some("tui-sync-running"),
        _ => None,
    };
    if let Some(id) = refusal {
        model.say(Message::new(id), Mood::Look);
        return Vec::new();
    }
    model.notice = None;
    vec![Effect::StartSync(wanted.into_iter().filter(idle).collect())]
}

fn cancel(model: &mut Model) -> Vec<Effect> {
    if model.progress.is_empty() {
        return Vec::new();
    }
    let one = here(model).filter(|id| model.tab == Tab::Companies && model.progress.contains_key(id));
    if one.is_none() && model.progress.len() > 1 {
        let count = model.progress.len();
        return ask(model, Question::Cancel(count));
    }
    model.say(Message::new("tui-cancelling"), Mood::Look);
    vec![Effect::Cancel(one.into_iter().collect())]
}
