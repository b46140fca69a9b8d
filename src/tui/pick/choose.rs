//! What keys do in a list, and what follows from a choice.

use super::{Choice, Kind, Picker, entries};
use crate::domain::{CompanyId, Message};
use crate::tui::columns;
use crate::tui::event::Effect;
use crate::tui::input::Input;
use crate::tui::key::Key;
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Mood, Overlay, Question, Tab};
use crate::tui::prompt::{Prompt, Wanted};
use crate::tui::settings::Setting;
use crate::tui::tabs::{invoices, invoices_view};
use crate::tui::update;
use crate::tui::views::{self, View};

/// A letter in a list that is narrowed by typing.
pub(crate) fn typed(model: &mut Model, key: Key) {
    if let Some(Overlay::Pick(picker)) = &mut model.overlay
        && picker.kind.is_typed()
        && picker.input.key(key)
    {
        picker.cursor = 0;
        settle(model);
    }
}

/// The cursor stands on something that can be chosen.
fn settle(model: &mut Model) {
    move_to(model, |at, _| at, true);
}

fn move_to(model: &mut Model, to: impl Fn(usize, usize) -> usize, forward: bool) {
    let Some(Overlay::Pick(picker)) = &model.overlay else { return };
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
    if let Some(Overlay::Pick(picker)) = &mut model.overlay {
        picker.cursor = at;
    }
}

/// Opens a list.
pub(crate) fn open(model: &mut Model, kind: Kind) {
    model.overlay = Some(Overlay::Pick(Picker::new(kind)));
    if kind == Kind::Sort {
        let field = model.invoices.sort.field;
        let at = invoices::SORTABLE.iter().position(|(known, _)| *known == field).unwrap_or(0);
        move_to(model, |_, _| at, true);
    }
    settle(model);
}

/// A key in a list.
pub(crate) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = usize::from(model.body_height()).saturating_sub(4).max(1);
    match action {
        Action::Down => move_to(model, |at, _| at + 1, true),
        Action::Up => move_to(model, |at, _| at.saturating_sub(1), false),
        Action::PageDown => move_to(model, |at, _| at + page, true),
        Action::PageUp => move_to(model, |at, _| at.saturating_sub(page), false),
        Action::First => move_to(model, |_, _| 0, true),
        Action::Last => move_to(model, |_, last| last, false),
        Action::Apply => return choose(model),
        Action::Reverse | Action::Wider | Action::Narrower | Action::Earlier | Action::Later => return adjust(model, action),
        Action::Cancel => return cancel(model),
        Action::Remove => forget(model),
        _ => {}
    }
    Vec::new()
}

fn current(model: &Model) -> Option<(Kind, Choice)> {
    let Some(Overlay::Pick(picker)) = &model.overlay else { return None };
    Some((picker.kind, entries(model, picker).into_iter().nth(picker.cursor)?.choice))
}

/// Enter: what is under the cursor happens. Lists of things that are on or off stay.
fn choose(model: &mut Model) -> Vec<Effect> {
    let Some((kind, choice)) = current(model) else {
        model.overlay = None;
        return Vec::new();
    };
    if !matches!(kind, Kind::Columns | Kind::Settings) && choice != Choice::Nothing {
        model.overlay = None;
    }
    perform(model, choice)
}

/// What follows from a choice.
fn perform(model: &mut Model, choice: Choice) -> Vec<Effect> {
    match choice {
        Choice::Nothing | Choice::Job(_) => {}
        Choice::Act(action) => return update::does(model, action),
        Choice::Company(id) => return to_company(model, id),
        Choice::Find(query) => {
            model.tab = Tab::Invoices;
            model.back = None;
            return invoices::ask(model, &query);
        }
        Choice::Sort(field) => return invoices::sort_by(model, field),
        Choice::View(name) => return view(model, &name),
        Choice::SaveView(name) => save(model, name),
        Choice::Column(field) => {
            let mut shown = invoices_view::shown(model);
            columns::toggle(&mut shown, field);
            model.invoices.columns = Some(shown);
            follow(model, &Choice::Column(field));
        }
        Choice::AutomaticColumns => model.invoices.columns = None,
        Choice::Copy(what) => return invoices::copy(model, what),
        Choice::Export(format) => {
            let count = invoices::chosen_count(model);
            let name =
                format!("faktura-{}.{}", model.now.to_zoned(model.zone.clone()).strftime("%Y%m%d-%H%M%S"), format.as_str());
            let prompt = Prompt { wanted: Wanted::File(format), input: Input::new(&name), count };
            model.overlay = Some(Overlay::Prompt(prompt));
        }
        Choice::Set(setting) => return set(model, setting),
        Choice::Run(company) => {
            let at = model.log.all().iter().position(|run| run.company == company);
            model.tab = Tab::Log;
            model.back = None;
            return at.map_or_else(Vec::new, |at| crate::tui::tabs::log::show(model, at));
        }
    }
    Vec::new()
}

fn to_company(model: &mut Model, id: CompanyId) -> Vec<Effect> {
    model.tab = Tab::Invoices;
    model.back = Some(Tab::Companies);
    model.companies.select(id);
    invoices::open(model, Some(id))
}

fn view(model: &mut Model, name: &str) -> Vec<Effect> {
    let Some(view) = views::all(&model.views, model.locale).into_iter().find(|view| view.name == name) else {
        return Vec::new();
    };
    model.tab = Tab::Invoices;
    model.back = None;
    model.invoices.sort = view.sort;
    if view.columns.is_some() {
        model.invoices.columns = view.columns;
    }
    invoices::ask(model, &view.query)
}

fn save(model: &mut Model, name: String) {
    let tab = &model.invoices;
    let view = View { name: name.clone(), query: tab.query().to_owned(), sort: tab.sort, columns: tab.columns.clone() };
    model.views.retain(|known| known.name != name);
    model.views.push(view);
    model.views.sort_by_cached_key(|view| crate::query::collate::key(&view.name));
    model.say(Message::new("tui-view-saved").with("name", name), Mood::Good);
    model.unsaved = true;
}

/// Asks before a view goes.
fn forget(model: &mut Model) {
    if let Some((Kind::Views, Choice::View(name))) = current(model)
        && model.views.iter().any(|view| view.name == name)
    {
        model.overlay = Some(Overlay::Confirm { question: Question::ForgetView(name), yes: false });
    }
}

fn adjust(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some((kind, choice)) = current(model) else { return Vec::new() };
    match (kind, &choice) {
        (Kind::Sort, _) if action == Action::Reverse => {
            model.overlay = None;
            return invoices::act(model, Action::Reverse);
        }
        (Kind::Columns, Choice::Column(field)) => {
            let mut shown = invoices_view::shown(model);
            match action {
                Action::Earlier | Action::Later => columns::shift(&mut shown, *field, action == Action::Later),
                Action::Wider | Action::Narrower => {
                    let now = invoices_view::width_of(model, *field);
                    columns::resize(&mut shown, *field, now, action == Action::Wider);
                }
                _ => return Vec::new(),
            }
            model.invoices.columns = Some(shown);
            follow(model, &choice);
        }
        _ => {}
    }
    Vec::new()
}

/// The cursor stays on what it was on.
fn follow(model: &mut Model, choice: &Choice) {
    let Some(Overlay::Pick(picker)) = &model.overlay else { return };
    let at = entries(model, picker).iter().position(|entry| entry.choice == *choice);
    if let (Some(at), Some(Overlay::Pick(picker))) = (at, &mut model.overlay) {
        picker.cursor = at;
    }
}

/// Ends the job under the cursor.
fn cancel(model: &mut Model) -> Vec<Effect> {
    match current(model) {
        Some((Kind::Jobs, Choice::Job(id))) if model.jobs.get(id).is_some_and(|job| job.ended.is_none()) => {
            vec![Effect::CancelJob(id)]
        }
        Some((Kind::Jobs, Choice::Run(company))) if model.progress.contains_key(&company) && !model.read_only => {
            model.say(Message::new("tui-cancelling"), Mood::Look);
            vec![Effect::Cancel(vec![company])]
        }
        _ => Vec::new(),
    }
}

/// Turns a setting to its next value.
fn set(model: &mut Model, setting: Setting) -> Vec<Effect> {
    use crate::locale::Lang;
    let settings = &mut model.settings;
    match setting {
        Setting::Theme => settings.theme = settings.theme.next(),
        Setting::Lang => {
            settings.lang = Some(if model.locale.lang() == Lang::En { Lang::Hu } else { Lang::En });
        }
        Setting::Ascii => settings.ascii = !settings.ascii,
        Setting::Calm => settings.calm = !settings.calm,
        Setting::LowBandwidth => settings.low_bandwidth = !settings.low_bandwidth,
        Setting::Mouse => settings.no_mouse = !settings.no_mouse,
        Setting::Mask => return update::does(model, Action::Mask),
    }
    model.apply_settings();
    model.unsaved = true;
    if setting == Setting::Mouse { vec![Effect::Mouse(!model.settings.no_mouse)] } else { Vec::new() }
}
