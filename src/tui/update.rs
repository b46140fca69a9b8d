//! The effects of an event: pure, so that every behaviour of the screen can be tested without a terminal.

use super::ask::Question as Ask;
use super::case::Case;
use super::copying;
use super::event::{Configured, Effect, Event};
use super::form;
use super::go::go;
use super::input::KEYS;
use super::jobs::Step;
use super::key::Key;
use super::keymap::{Action, EVERYWHERE, PICK, PROMPT};
use super::model::{Model, on};
use super::mouse::{self, Moved};
use super::notice::{Notice, Severity};
use super::notify::Notify;
use super::overlay_keys;
use super::page::{Change, Outcome, Page, Place};
use super::pages::PageId;
use super::pick::Kind;
use super::pick::choose::{self, Next};
use super::settings::Settings;
use super::shared::{Leaving, Overlay, Question, Shared};
use super::syncs;
use super::theme::Theme;
use super::undoing;
use crate::domain::{Message, RunStatus, SyncRun};
use crate::service::Action as Permission;
use crate::service::cases;
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
    let before = by_hand.then(|| undoing::state(model));
    let page = model.shared.page;
    let in_form = matches!(model.shared.overlay, Some(Overlay::Form(_)));
    let seen = if by_hand { model.shared.notice.clone() } else { None };
    let steps = model.undo.steps();
    let alone = form::alone::is_shown(&model.shared);
    let mut effects = dispatch(model, event);
    effects.extend(form::alone::mouse(&model.shared, alone));
    if let Some(before) = before.filter(|_| model.undo.steps() == steps) {
        let (after, typing) = (undoing::state(model), model.context().typed);
        model.undo.note(before, &after, typing);
    }
    if by_hand {
        choose::settle(model);
    }
    if page != model.shared.page || (in_form && model.shared.overlay.is_none()) {
        forget_read(&mut model.shared, seen.as_ref());
    }
    for id in PageId::ALL {
        effects.extend(on!(&mut model, *id, |page| page.settle(&mut model.shared)));
    }
    if std::mem::take(&mut model.shared.relook) {
        model.apply_settings();
    }
    quit_when_written(model, &mut effects);
    // What was asked about has ended meanwhile: nothing would be lost.
    let asks = matches!(&model.shared.overlay, Some(Overlay::Confirm { question: Question::Quit, .. }));
    if asks && !by_hand && is_idle(&model.shared) {
        effects.push(Effect::Quit);
    }
    effects
}

/// Takes away what went well, as it was read on the page before or in the form that was left.
fn forget_read(cx: &mut Shared, seen: Option<&Notice>) {
    let same = |now: &Notice, seen: &Notice| now.at == seen.at && now.message == seen.message;
    if let (Some(now), Some(seen)) = (&cx.notice, seen)
        && now.severity == Severity::Good
        && same(now, seen)
    {
        cx.notice = None;
    }
}

/// Quitting waits for choices that are being written; a second time it does not.
fn quit_when_written(model: &mut Model, effects: &mut Vec<Effect>) {
    let cx = &mut model.shared;
    if !cx.choosing.is_empty() && !cx.quits && effects.contains(&Effect::Quit) {
        effects.retain(|effect| *effect != Effect::Quit);
        cx.quits = true;
    }
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
        Event::Job(id, step) => return job(model, id, step),
        Event::Configured(result) => return configured(model, result),
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
        sync::Event::Missed | sync::Event::Changed(_) | sync::Event::Integrated(_) => reload(model),
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
        sync::Event::Delivery(_) => model.spread(&Change::Deliveries),
        sync::Event::Committed { keys, .. } if keys.is_empty() => Vec::new(),
        sync::Event::Committed { keys, .. } => {
            let mut effects = model.shared.companies.load();
            effects.extend(model.spread(&Change::Committed(&keys)));
            effects
        }
        sync::Event::Ended(run) => {
            let cx = &mut model.shared;
            cx.progress.remove(&run.company);
            let notice = together(cx, &run, Notice { at: cx.now, ..ended(&run) });
            let told = notify(cx, notice.about.as_deref(), &notice.message);
            // A failure is not hidden by a success right after it.
            let fresh = |old: &Notice| cx.now.duration_since(old.at).as_secs() < 60;
            if !cx.notice.as_ref().is_some_and(|old| old.severity > notice.severity && fresh(old)) {
                cx.notice = Some(notice);
            }
            let mut effects = told;
            effects.extend(cx.companies.load());
            effects.extend(cx.runs.load());
            effects.extend(model.spread(&Change::Ended(&run)));
            effects
        }
    }
}

/// The notice about the last of several runs is about all of them, unless one needs a look of its own.
fn together(cx: &mut Shared, run: &SyncRun, alone: Notice) -> Notice {
    let all = &mut cx.ended;
    all.runs += 1;
    all.created += run.counts.documents.created;
    all.updated += run.counts.documents.updated;
    all.failed |= alone.severity != Severity::Good;
    if !cx.progress.is_empty() {
        return alone;
    }
    let all = std::mem::take(all);
    if all.runs < 2 || all.failed {
        return alone;
    }
    let message = Message::new("tui-ended-together").with("count", all.runs).with("all", all.created + all.updated);
    let message = message.with("created", all.created).with("updated", all.updated);
    Notice { message, about: None, ..alone }
}

/// The notice about a run that ended.
fn ended(run: &SyncRun) -> Notice {
    let counts = &run.counts;
    let changed = |id: &'static str| {
        let message = Message::new(id).with("created", counts.documents.created).with("updated", counts.documents.updated);
        message.with("skipped", counts.documents.skipped).with("vanished", counts.documents.vanished)
    };
    let why = |run: &SyncRun| run.failure.as_ref().map(|failure| failure.message.clone());
    let (message, severity) = match run.status {
        RunStatus::Partial => (changed("tui-ended-partial"), Severity::Look),
        RunStatus::Failed => (why(run).unwrap_or(Message::new("tui-ended-failed")), Severity::Act),
        RunStatus::Cancelled => (changed("tui-ended-cancelled"), Severity::Look),
        RunStatus::Interrupted => (Message::new("tui-ended-interrupted"), Severity::Look),
        RunStatus::Deferred => (why(run).unwrap_or(Message::new("tui-ended-deferred")), Severity::Look),
        _ if counts.documents.created + counts.documents.updated + counts.documents.vanished == 0 => {
            (Message::new("tui-ended-nothing"), Severity::Good)
        }
        _ => (changed("tui-ended-completed"), Severity::Good),
    };
    Notice { message, about: Some(run.company_name.clone()), severity, at: run.started }
}

fn pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    let context = model.context();
    let Some(action) = model.shared.keymap.action(context, key) else {
        // Esc and a letter that come at once, over a slow line or from quick fingers, look like one key with Alt.
        let edits = context.typed && KEYS.iter().any(|(keys, ..)| keys.contains(&key));
        if let Some(plain) = key.without_alt().filter(|_| !edits) {
            let mut effects = pressed(model, Key::ESC);
            effects.extend(pressed(model, plain));
            return effects;
        }
        if !context.typed {
            return Vec::new();
        }
        model.shared.dirty = true;
        let fits = match &mut model.shared.overlay {
            Some(Overlay::Prompt(prompt)) if *context == PROMPT => {
                let full = key.typed().is_some() && prompt.input.room() == 0;
                prompt.input.key(key);
                !full
            }
            Some(Overlay::Form(form)) => form.typed(key),
            Some(_) if *context == PICK => {
                choose::typed(model, key);
                true
            }
            Some(_) => true,
            None => return on!(&mut model, model.shared.page, |page| page.typed(key, &mut model.shared)),
        };
        if !fits {
            model.shared.say_full();
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
            (picker.cursor, picker.top) = (0, None);
            fits
        }
        Some(Overlay::Form(form)) => form.pasted(text),
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
        Outcome::Hit if model.shared.double => Some(does(model, Action::Open)),
        Outcome::Hit => Some(Vec::new()),
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
        Action::Manage => return go(model, Place::Page(PageId::Manage)),
        Action::OwnTime => return go(model, Place::Page(PageId::Time)),
        Action::Bank => return go(model, Place::Page(PageId::Bank)),
        Action::Palette => cx.pick(Kind::Palette),
        Action::Help => cx.pick(Kind::Help),
        Action::Jobs => cx.pick(Kind::Jobs),
        Action::Settings => cx.pick(Kind::Settings),
        Action::Commands => cx.pick(Kind::Commands),
        Action::Mask => return mask(model),
        Action::ReadConfig => return vec![Effect::ReadConfig],
        Action::Quit if is_idle(cx) => return vec![Effect::Quit],
        Action::Quit => cx.confirm(Question::Quit),
        Action::Sync | Action::SyncAll | Action::SyncFailed | Action::Cancel if cx.only_reads() => {
            cx.say(Message::new("tui-read-only-refused"), Severity::Look);
            // A store that was read from a copy may be writable by now.
            if !cx.read_only {
                return vec![Effect::Ask(PageId::Manage, Ask::Case(Case::new(cases::WhoAmI)))];
            }
        }
        Action::Sync | Action::SyncAll | Action::SyncFailed | Action::Cancel if !cx.may_anywhere(Permission::Sync) => {
            cx.say(Message::new("manage-not-allowed"), Severity::Look);
        }
        Action::Sync => return syncs::start(model, syncs::here(model)),
        Action::SyncAll => return syncs::start(model, None),
        Action::SyncFailed => return syncs::retry(model),
        Action::Cancel => return syncs::cancel(model),
        Action::Redraw => return vec![Effect::Redraw],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Reload => return reload(model),
        Action::Undo => return undoing::step(model, true),
        Action::Redo => return undoing::step(model, false),
        Action::PaneWider | Action::PaneNarrower => {
            cx.move_split(action == Action::PaneWider);
            let _ = model.spread(&Change::Look);
        }
        Action::Pdf => overlay_keys::pdf(model),
        Action::Copy => return copying::table(model),
        Action::Export => cx.pick(Kind::Export),
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
    let key = model.shared.keymap.name_of(&EVERYWHERE, Action::Mask);
    model.shared.say(Message::new(id).with("key", key), Severity::Good);
    reload(model)
}

fn job(model: &mut Model, id: u64, step: Step) -> Vec<Effect> {
    let cx = &mut model.shared;
    cx.dirty = true;
    if let Step::Offered { copied, .. } = &step {
        let copied = copied.clone();
        let _ = cx.jobs.step(id, step, cx.now);
        return vec![Effect::Copy(copied)];
    }
    let notice = cx.jobs.step(id, step, cx.now).and_then(|job| job.ended.as_ref()).map(|(_, result)| match result {
        Ok(message) => (message.clone(), Severity::Good),
        Err(error) => (error.message.clone(), Severity::Act),
    });
    // A job may have stored something.
    cx.writes += u64::from(notice.is_some());
    let Some((message, severity)) = notice else { return Vec::new() };
    if cx.overlay.is_none() && cx.jobs.get(id).is_some_and(|job| !job.said.is_empty()) {
        cx.said = Some(id);
        cx.pick(Kind::Said);
    }
    let told = notify(cx, None, &message);
    cx.say(message, severity);
    told
}

/// Notifies the terminal of what ended, where that is asked for.
fn notify(cx: &Shared, about: Option<&str>, message: &Message) -> Vec<Effect> {
    let way = cx.settings.notify;
    if way == Notify::Off {
        return Vec::new();
    }
    let about = about.map(|name| format!("{name}: ")).unwrap_or_default();
    vec![Effect::Notify(way, format!("{about}{}", cx.locale.text(message)))]
}

fn configured(model: &mut Model, result: Result<Configured, Message>) -> Vec<Effect> {
    let cx = &mut model.shared;
    match result {
        Ok(new) => {
            let before = cx.configured.theme.name(&cx.themes).to_owned();
            let same = cx.keymap == new.keymap
                && cx.read_only == new.read_only
                && cx.themes == new.themes
                && cx.commands == new.commands
                && cx.open == new.open;
            // A theme is known by its name: its place among the others may be another one now.
            let theme = cx.settings.theme.name(&cx.themes).to_owned();
            cx.themes = new.themes;
            cx.commands = new.commands;
            cx.open = new.open;
            cx.settings.theme = Theme::parse(&theme, &cx.themes).unwrap_or_default();
            cx.configured.theme = Theme::parse(&before, &cx.themes).unwrap_or_default();
            cx.keymap = new.keymap;
            cx.read_only = new.read_only;
            if new.asked || !same {
                cx.say(Message::new("tui-configured"), Severity::Good);
                cx.dirty = true;
            }
            follow_settings(cx, new.settings)
        }
        Err(message) => {
            cx.say(message, Severity::Act);
            cx.dirty = true;
            Vec::new()
        }
    }
}

/// Follows settings that were changed in the configuration from elsewhere.
fn follow_settings(cx: &mut Shared, now: Settings) -> Vec<Effect> {
    // What is being written from here is newer than what was read.
    if !cx.choosing.is_empty() {
        return Vec::new();
    }
    let followed = cx.settings.follow(std::mem::replace(&mut cx.configured, now), now);
    for key in &followed {
        cx.unsaved |= cx.kept.forget(key);
    }
    cx.relook |= !followed.is_empty();
    cx.dirty |= cx.relook;
    if followed.contains(&"screen.mouse") { vec![Effect::Mouse(!now.no_mouse)] } else { Vec::new() }
}
