//! Keys in a list, and the effects of a choice.

use super::{Choice, Kind, entries::entries};
use crate::domain::Message;
use crate::locale::Lang;
use crate::tui::commands;
use crate::tui::copying;
use crate::tui::event::Effect;
use crate::tui::form::setting;
use crate::tui::input::Input;
use crate::tui::key::Key;
use crate::tui::keymap::Action;
use crate::tui::list::half;
use crate::tui::model::{Model, on};
use crate::tui::notice::Severity;
use crate::tui::opening;
use crate::tui::page::{Page, Place};
use crate::tui::pages::PageId;
use crate::tui::prompt::{Prompt, Wanted};
use crate::tui::saved_views::View;
use crate::tui::settings::Setting;
use crate::tui::shared::{Overlay, Question};

/// The result of a key in an overlay.
#[derive(Debug)]
pub(crate) enum Next {
    /// It is done; these effects follow.
    Done(Vec<Effect>),
    /// This is to be done on the page.
    Act(Action),
    /// Customers and amounts are to be hidden, or shown again; the list stays.
    Mask,
    /// This is to be shown.
    Go(Place),
}

impl Next {
    /// Done without effects.
    pub(crate) const NOTHING: Self = Self::Done(Vec::new());
}

/// A letter in a list that is narrowed by typing.
pub(crate) fn typed(model: &mut Model, key: Key) {
    if let Some(Overlay::Pick(picker)) = &mut model.shared.overlay
        && picker.kind.is_typed()
        && picker.input.key(key)
    {
        (picker.cursor, picker.top) = (0, None);
    }
}

/// Keeps the cursor on an entry that can be chosen.
pub(crate) fn settle(model: &mut Model) {
    move_to(model, |at, _| at, true);
}

fn move_to(model: &mut Model, to: impl Fn(usize, usize) -> usize, forward: bool) {
    let Some(Overlay::Pick(picker)) = &model.shared.overlay else { return };
    let all = entries(model, picker);
    let last = all.len().saturating_sub(1);
    let mut at = to(picker.cursor, last).min(last);
    let stands = |at: usize| all.get(at).is_some_and(|entry| !entry.heading);
    while !stands(at) && if forward { at < last } else { at > 0 } {
        at = if forward { at + 1 } else { at - 1 };
    }
    if !stands(at) {
        at = all.iter().position(|entry| !entry.heading).unwrap_or(0);
    }
    if let Some(Overlay::Pick(picker)) = &mut model.shared.overlay {
        picker.cursor = at;
    }
}

/// A key in a list.
pub(crate) fn act(model: &mut Model, action: Action) -> Next {
    let page = usize::from(model.shared.body_height()).saturating_sub(4).max(1);
    match action {
        Action::Down => move_to(model, |at, _| at + 1, true),
        Action::Up => move_to(model, |at, _| at.saturating_sub(1), false),
        Action::PageDown => move_to(model, |at, _| at + page, true),
        Action::HalfDown => move_to(model, |at, _| at + half(page), true),
        Action::HalfUp => move_to(model, |at, _| at.saturating_sub(half(page)), false),
        Action::PageUp => move_to(model, |at, _| at.saturating_sub(page), false),
        Action::First => move_to(model, |_, _| 0, true),
        Action::Last => move_to(model, |_, last| last, false),
        Action::Apply | Action::Mark => return choose(model),
        Action::Reverse | Action::Wider | Action::Narrower | Action::Earlier | Action::Later => return adjust(model, action),
        Action::Cancel => return Next::Done(cancel(model)),
        Action::Remove => forget(model),
        _ => {}
    }
    Next::NOTHING
}

fn current(model: &Model) -> Option<(Kind, Choice)> {
    let Some(Overlay::Pick(picker)) = &model.shared.overlay else { return None };
    Some((picker.kind, entries(model, picker).into_iter().nth(picker.cursor)?.choice))
}

/// Enter: the entry under the cursor is chosen. Lists of things that are on or off stay open.
fn choose(model: &mut Model) -> Next {
    let Some((kind, choice)) = current(model) else {
        model.shared.overlay = None;
        return Next::NOTHING;
    };
    if !matches!(kind, Kind::Columns | Kind::Settings) && !matches!(choice, Choice::Nothing | Choice::Read) {
        model.shared.overlay = None;
    }
    perform(model, choice)
}

/// Does what was chosen.
fn perform(model: &mut Model, choice: Choice) -> Next {
    match choice {
        Choice::Nothing | Choice::Read | Choice::Job(_) => {}
        Choice::Act(action) => return Next::Act(action),
        Choice::Page(page) => return Next::Go(Place::Page(page)),
        Choice::Company(id) => return Next::Go(Place::Company(Some(id))),
        Choice::Find(query) => return Next::Go(Place::Query(query)),
        Choice::View(name) => return Next::Go(Place::View(name)),
        Choice::Run(company) => return Next::Go(Place::RunOf(company)),
        Choice::SaveView(name) => save(model, name),
        Choice::Sort(_) | Choice::Column(_) | Choice::AutomaticColumns => {
            let page = model.shared.page;
            let effects = on!(&mut model, page, |page| page.choose(&choice, &mut model.shared));
            follow(model, &choice);
            return Next::Done(effects);
        }
        Choice::Offer(_) | Choice::Group(_) => {
            let page = model.shared.page;
            return Next::Done(on!(&mut model, page, |page| page.choose(&choice, &mut model.shared)));
        }
        Choice::Command(place) => return Next::Done(commands::choose(model, place)),
        Choice::Outside(what) => return Next::Done(opening::choose(model, what)),
        Choice::Copy(what) => return Next::Done(copying::copy(model, what)),
        Choice::Export(format) => {
            let cx = &mut model.shared;
            let stamp = cx.now.to_zoned(cx.zone.clone()).strftime("%Y%m%d-%H%M%S").to_string();
            let input = Input::new(&format!("faktura-{stamp}.{}", format.as_str()));
            let page = model.shared.page;
            let exports = on!(&model, page, |page| page.exports(&model.shared));
            let count = exports.unwrap_or_else(|| match on!(&model, page, |page| page.table(&model.shared)) {
                Some(table) => table.rows.len(),
                None => model.pages.invoices.chosen_count(),
            });
            let prompt = Prompt { wanted: Wanted::File(format), input, count, rows: page != PageId::Invoices };
            let cx = &mut model.shared;
            cx.overlay = Some(Overlay::Prompt(prompt));
        }
        Choice::Set(setting) => return set(model, setting),
    }
    Next::NOTHING
}

fn save(model: &mut Model, name: String) {
    let page = model.listing();
    let list = on!(&model, page, |page| page.listed());
    let look = model.look_of(page, list).unwrap_or_default();
    let view = View { name: name.clone(), page, list, look };
    let cx = &mut model.shared;
    cx.views.retain(|known| known.name != name);
    cx.views.push(view);
    cx.views.sort_by_cached_key(|view| crate::query::collate::key(&view.name));
    cx.say(Message::new("tui-view-saved").with("name", name), Severity::Good);
    cx.unsaved = true;
}

/// Asks before a view goes.
fn forget(model: &mut Model) {
    if let Some((Kind::Views, Choice::View(name))) = current(model)
        && model.shared.views.iter().any(|view| view.name == name)
    {
        model.shared.confirm(Question::ForgetView(name));
    }
}

fn adjust(model: &mut Model, action: Action) -> Next {
    let Some((kind, choice)) = current(model) else { return Next::NOTHING };
    let page = model.shared.page;
    match kind {
        Kind::Sort if action == Action::Reverse => {
            model.shared.overlay = None;
            return Next::Act(Action::Reverse);
        }
        Kind::Columns => {
            if on!(&mut model, page, |page| page.adjust(&choice, action, &mut model.shared)) {
                follow(model, &choice);
            }
        }
        _ => {}
    }
    Next::NOTHING
}

/// Keeps the cursor on its entry.
fn follow(model: &mut Model, choice: &Choice) {
    let Some(Overlay::Pick(picker)) = &model.shared.overlay else { return };
    let at = entries(model, picker).iter().position(|entry| entry.choice == *choice);
    if let (Some(at), Some(Overlay::Pick(picker))) = (at, &mut model.shared.overlay) {
        picker.cursor = at;
    }
}

/// Ends the job or the sync under the cursor.
fn cancel(model: &mut Model) -> Vec<Effect> {
    let entry = current(model);
    let cx = &mut model.shared;
    match entry {
        Some((Kind::Jobs, Choice::Job(id))) if cx.jobs.get(id).is_some_and(|job| job.ended.is_none()) => {
            vec![Effect::CancelJob(id)]
        }
        Some((Kind::Jobs, Choice::Run(company))) if cx.progress.contains_key(&company) && !cx.read_only => {
            cx.say(Message::new("tui-cancelling"), Severity::Look);
            vec![Effect::Cancel(vec![company])]
        }
        _ => Vec::new(),
    }
}

/// Turns a setting to its next value, and writes it to the configuration.
fn set(model: &mut Model, setting: Setting) -> Next {
    let lang = if model.shared.lang() == Lang::En { Lang::Hu } else { Lang::En };
    let settings = &mut model.shared.settings;
    match setting {
        Setting::Theme => settings.theme = settings.theme.next(&model.shared.themes),
        Setting::Lang => settings.lang = Some(lang),
        Setting::Ascii => settings.ascii = !settings.ascii,
        Setting::Calm => settings.calm = !settings.calm,
        Setting::LowBandwidth => settings.low_bandwidth = !settings.low_bandwidth,
        Setting::Notify => settings.notify = settings.notify.next(),
        Setting::Mouse => settings.no_mouse = !settings.no_mouse,
        Setting::Mask => return Next::Mask,
    }
    let now = *settings;
    model.apply_settings();
    let cx = &mut model.shared;
    let word = |on: bool| on.to_string();
    let (key, value) = match setting {
        Setting::Theme => ("screen.theme", now.theme.name(&cx.themes).to_owned()),
        Setting::Lang => ("lang", lang.as_str().to_owned()),
        Setting::Ascii => ("screen.ascii", word(now.ascii)),
        Setting::Calm => ("screen.reduced_motion", word(now.calm)),
        Setting::LowBandwidth => ("screen.low_bandwidth", word(now.low_bandwidth)),
        Setting::Notify => ("screen.notify", now.notify.as_str().to_owned()),
        Setting::Mouse => ("screen.mouse", word(!now.no_mouse)),
        Setting::Mask => return Next::NOTHING,
    };
    let mut effects = setting::choose(cx, key, value);
    effects.extend((setting == Setting::Mouse).then_some(Effect::Mouse(!now.no_mouse)));
    Next::Done(effects)
}
