//! The effects of an event: pure, so that every behaviour of the screen can be tested without a terminal.

use super::event::{Configured, Effect, Event};
use super::go::go;
use super::jobs::Step;
use super::key::Key;
use super::keymap::{Action, PICK, PROMPT};
use super::model::{Model, on};
use super::mouse::{self, Moved};
use super::notice::{Notice, Severity};
use super::overlay_keys;
use super::page::{Change, Outcome, Page, Place};
use super::pages::PageId;
use super::pick::Kind;
use super::pick::choose::{self, Next};
use super::shared::{Leaving, Overlay, Question, Shared};
use super::syncs;
use crate::domain::{Message, RunStatus, SyncRun};
use crate::sync;

/// A notice goes after this many minutes.
const NOTICE_MINUTES: i64 = 5;

/// Returns what the screen reads before it has anything to show.
pub(crate) fn begin(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    for id in PageId::ALL {
        effects.extend(on!(&mut model, *id, |page| page.begin(&mut model.shared)));
    }
    effects
}

/// Returns what follows from an event.
pub(crate) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    let by_hand = matches!(event, Event::Key(_) | Event::Paste(_) | Event::Mouse(_));
    let mut effects = dispatch(model, event);
    if by_hand {
        choose::settle(model);
    }
    for id in PageId::ALL {
        effects.extend(on!(&mut model, *id, |page| page.settle(&mut model.shared)));
    }
    effects
}

fn dispatch(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => return pressed(model, key),
        Event::Paste(text) => {
            model.shared.dirty = true;
            return pasted(model, &text);
        }
        Event::Mouse(mouse) => {
            return match mouse::moved(model, mouse) {
                Moved::Done(effects) => effects,
                Moved::Act(actions) => actions.into_iter().flat_map(|action| does(model, action)).collect(),
                Moved::Page(outcome) => follow(model, outcome).unwrap_or_default(),
            };
        }
        Event::Resize(width, height) => {
            (model.shared.width, model.shared.height) = (width, height);
            model.shared.dirty = true;
        }
        Event::Clock(now) => return clock(model, now),
        Event::Sync(event) => return synced(model, event),
        Event::Lagged => return reload(model),
        Event::End => return vec![Effect::Quit],
        Event::Continued => {
            model.shared.dirty = true;
            // Other processes may have changed anything meanwhile.
            let mut effects = vec![Effect::Redraw];
            effects.extend(reload(model));
            return effects;
        }
        Event::Answered(id, answer) => {
            let mut effects = on!(&mut model, id, |page| page.answered(answer, &mut model.shared));
            let kept = on!(&mut model, id, |page| page.kept());
            effects.extend(kept.into_iter().flat_map(|action| does(model, action)));
            return effects;
        }
        Event::Job(id, step) => job(model, id, step),
        Event::Configured(result) => configured(model, result),
        Event::SlowTerminal if !model.shared.settings.low_bandwidth => {
            model.shared.settings.low_bandwidth = true;
            model.shared.say(Message::new("tui-slow-terminal"), Severity::Look);
            model.shared.dirty = true;
        }
        Event::SlowTerminal => {}
        Event::Synced(error) => {
            if let Some(error) = error {
                model.shared.dirty = true;
                model.shared.say_error(error);
            }
            return reload(model);
        }
    }
    Vec::new()
}

/// The clock changes only when the minute does.
fn clock(model: &mut Model, now: jiff::Timestamp) -> Vec<Effect> {
    let minute = |at: jiff::Timestamp| at.as_second().div_euclid(60);
    let cx = &mut model.shared;
    let before = std::mem::replace(&mut cx.now, now);
    if minute(now) == minute(before) {
        return Vec::new();
    }
    cx.dirty = true;
    if cx.notice.as_ref().is_some_and(|notice| minute(now) - minute(notice.at) >= NOTICE_MINUTES) {
        cx.notice = None;
    }
    // Another day: other invoices are overdue.
    if before.to_zoned(cx.zone.clone()).date() == cx.today() { Vec::new() } else { reload(model) }
}

/// Reads everything that is shown again.
fn reload(model: &mut Model) -> Vec<Effect> {
    let mut effects = model.shared.companies.load();
    effects.extend(model.shared.runs.load());
    effects.extend(model.spread(&Change::All));
    effects
}

fn synced(model: &mut Model, event: sync::Event) -> Vec<Effect> {
    model.shared.dirty = true;
    match event {
        sync::Event::Missed => reload(model),
        sync::Event::Started(progress) => {
            model.shared.progress.insert(progress.company, progress);
            let mut effects = model.shared.companies.load();
            effects.extend(model.shared.runs.load());
            effects
        }
        sync::Event::Progress(progress) => {
            if let Some(quota) = progress.quota {
                model.shared.quotas.insert(progress.company, quota);
            }
            let effects = model.spread(&Change::Progress(&progress));
            model.shared.progress.insert(progress.company, progress);
            effects
        }
        sync::Event::Committed { keys, .. } if keys.is_empty() => Vec::new(),
        sync::Event::Committed { keys, .. } => {
            let mut effects = model.shared.companies.load();
            effects.extend(model.spread(&Change::Committed(&keys)));
            effects
        }
        sync::Event::Ended(run) => {
            let cx = &mut model.shared;
            cx.progress.remove(&run.company);
            let notice = Notice { at: cx.now, ..ended(&run) };
            // A failure is not hidden by a success right after it.
            let fresh = |old: &Notice| cx.now.duration_since(old.at).as_secs() < 60;
            if !cx.notice.as_ref().is_some_and(|old| old.severity > notice.severity && fresh(old)) {
                cx.notice = Some(notice);
            }
            let mut effects = cx.companies.load();
            effects.extend(cx.runs.load());
            effects.extend(model.spread(&Change::Ended(&run)));
            effects
        }
    }
}

/// The notice about a run that ended.
fn ended(run: &SyncRun) -> Notice {
    let counts = &run.counts;
    let changed = |id: &'static str| {
        let message = Message::new(id).with("created", counts.created).with("updated", counts.updated);
        message.with("skipped", counts.skipped).with("vanished", counts.vanished)
    };
    let why = |run: &SyncRun| run.failure.as_ref().map(|failure| failure.message.clone());
    let (message, severity) = match run.status {
        RunStatus::Partial => (changed("tui-ended-partial"), Severity::Look),
        RunStatus::Failed => (why(run).unwrap_or(Message::new("tui-ended-failed")), Severity::Act),
        RunStatus::Cancelled => (changed("tui-ended-cancelled"), Severity::Look),
        RunStatus::Interrupted => (Message::new("tui-ended-interrupted"), Severity::Look),
        RunStatus::Deferred => (why(run).unwrap_or(Message::new("tui-ended-deferred")), Severity::Look),
        _ if counts.created + counts.updated + counts.vanished == 0 => (Message::new("tui-ended-nothing"), Severity::Good),
        _ => (changed("tui-ended-completed"), Severity::Good),
    };
    Notice { message, about: Some(run.company_name.clone()), severity, at: run.started }
}

fn pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    let context = model.context();
    let Some(action) = model.shared.keymap.action(context, key) else {
        // Esc and a letter that come at once, over a slow line or from quick fingers, look like one key with Alt.
        if let Some(plain) = key.without_alt() {
            let mut effects = pressed(model, Key::ESC);
            effects.extend(pressed(model, plain));
            return effects;
        }
        if !context.typed {
            return Vec::new();
        }
        model.shared.dirty = true;
        match &mut model.shared.overlay {
            Some(Overlay::Prompt(prompt)) if *context == PROMPT => {
                prompt.input.key(key);
            }
            Some(_) if *context == PICK => choose::typed(model, key),
            Some(_) => {}
            None => return on!(&mut model, model.shared.page, |page| page.typed(key, &mut model.shared)),
        }
        return Vec::new();
    };
    model.shared.dirty = true;
    does(model, action)
}

fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    let fits = match &mut model.shared.overlay {
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
        None => return on!(&mut model, model.shared.page, |page| page.pasted(text, &mut model.shared)),
    };
    if !fits {
        model.shared.say_full();
    }
    Vec::new()
}

/// Does an action: in what lies over the page, in the page, or anywhere.
pub(crate) fn does(model: &mut Model, action: Action) -> Vec<Effect> {
    model.shared.dirty = true;
    if model.shared.overlay.is_some() {
        return match overlay_keys::act(model, action) {
            Next::Done(effects) => effects,
            Next::Act(action) => does(model, action),
            Next::Mask => mask(model),
            Next::Go(place) => go(model, place),
        };
    }
    let page = model.shared.page;
    if on!(&mut model, page, |page| page.keeps(action)) {
        return Vec::new();
    }
    let outcome = on!(&mut model, page, |page| page.act(action, &mut model.shared));
    follow(model, outcome).unwrap_or_else(|| anywhere(model, action))
}

/// Follows an outcome; `None` if the page has no use for the action.
fn follow(model: &mut Model, outcome: Outcome) -> Option<Vec<Effect>> {
    match outcome {
        Outcome::Done(effects) => Some(effects),
        Outcome::Go(place) => Some(go(model, place)),
        Outcome::NotMine => None,
    }
}

/// Does an action that is no page's own.
fn anywhere(model: &mut Model, action: Action) -> Vec<Effect> {
    let cx = &mut model.shared;
    match action {
        Action::Tab(number) => return go(model, Place::Page(PageId::number(number).unwrap_or(model.shared.page))),
        Action::NextTab => return go(model, Place::Page(model.shared.page.further(1))),
        Action::PreviousTab => return go(model, Place::Page(model.shared.page.further(PageId::ALL.len() - 1))),
        Action::Palette => cx.pick(Kind::Palette),
        Action::Help => cx.pick(Kind::Help),
        Action::Jobs => cx.pick(Kind::Jobs),
        Action::Settings => cx.pick(Kind::Settings),
        Action::Mask => return mask(model),
        Action::ReadConfig => return vec![Effect::ReadConfig],
        Action::Quit if is_idle(cx) => return vec![Effect::Quit],
        Action::Quit => cx.confirm(Question::Quit),
        Action::Sync | Action::SyncAll | Action::SyncFailed | Action::Cancel if cx.read_only => {
            cx.say(Message::new("tui-read-only-refused"), Severity::Look);
        }
        Action::Sync => return syncs::start(model, syncs::here(model)),
        Action::SyncAll => return syncs::start(model, None),
        Action::SyncFailed => return syncs::retry(model),
        Action::Cancel => return syncs::cancel(model),
        Action::Redraw => return vec![Effect::Redraw],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Reload => return reload(model),
        Action::Pdf => overlay_keys::pdf(model),
        _ => {}
    }
    Vec::new()
}

/// True if nothing ends with this screen.
fn is_idle(cx: &Shared) -> bool {
    (cx.progress.is_empty() || cx.leaving == Leaving::LeavesAlone) && cx.jobs.running() == 0
}

/// Hides customers and amounts, or shows them again. Everything is read anew: hidden names are not kept.
fn mask(model: &mut Model) -> Vec<Effect> {
    model.shared.masked = !model.shared.masked;
    let _ = model.spread(&Change::Mask);
    model.apply_settings();
    let id = if model.shared.masked { "tui-masked-on" } else { "tui-masked-off" };
    model.shared.say(Message::new(id), Severity::Good);
    reload(model)
}

fn job(model: &mut Model, id: u64, step: Step) {
    let cx = &mut model.shared;
    cx.dirty = true;
    let notice = cx.jobs.step(id, step, cx.now).and_then(|job| job.ended.as_ref()).map(|(_, result)| match result {
        Ok(message) => (message.clone(), Severity::Good),
        Err(error) => (error.message.clone(), Severity::Act),
    });
    if let Some((message, severity)) = notice {
        cx.say(message, severity);
    }
}

fn configured(model: &mut Model, result: Result<Configured, Message>) {
    let cx = &mut model.shared;
    match result {
        Ok(new) => {
            let same = cx.keymap == new.keymap && cx.read_only == new.read_only;
            cx.keymap = new.keymap;
            cx.read_only = new.read_only;
            if new.asked || !same {
                cx.say(Message::new("tui-configured"), Severity::Good);
                cx.dirty = true;
            }
        }
        Err(message) => {
            cx.say(message, Severity::Act);
            cx.dirty = true;
        }
    }
}
