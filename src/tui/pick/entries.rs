//! The entries of each list, made from the model.

use super::narrow::narrow;
use super::{Choice, Entry, Kind, Picker};
use crate::domain::{CompanyId, Message};
use crate::locale::{Lang, Locale};
use crate::service::Action as Permission;
use crate::tui::copy::What;
use crate::tui::input::{Edit, KEYS};
use crate::tui::jobs::Work;
use crate::tui::key::Key;
use crate::tui::keymap::{Action, Binding, CONFIRM, Context, EDITING, EVERYWHERE, FILTERING, FORM, MENU, MOVING, PICK, PROMPT};
use crate::tui::model::{Model, on};
use crate::tui::notice::Severity;
use crate::tui::page::Page;
use crate::tui::pages::PageId;
use crate::tui::progress::progress_line;
use crate::tui::settings::Setting;
use crate::tui::shared::{Overlay, Question};
use crate::tui::{copying, opening, saved_views, syncs, words};

/// The lines of a list, narrowed by what was typed.
pub(crate) fn entries(model: &Model, picker: &Picker) -> Vec<Entry> {
    let all = match picker.kind {
        Kind::Palette => palette(model),
        Kind::Help => help(model, picker.input.text().trim().is_empty()),
        Kind::Views => own_views(model),
        Kind::Copy => copy(model),
        Kind::Settings => settings(model),
        Kind::Commands => commands(model),
        Kind::Said => said(model),
        Kind::Jobs => jobs(model),
        Kind::Outside => opening::entries(model),
        kind @ (Kind::Sort | Kind::Columns | Kind::Group | Kind::Offers | Kind::Export) => of_page(model, kind),
    };
    let typed = picker.input.text().trim();
    let mut found = narrow(all, typed);
    match picker.kind {
        Kind::Palette if !typed.is_empty() => {
            let place = if asks_for_invoices(model, typed) { 0 } else { found.len() };
            found.insert(place, go(model, typed));
        }
        Kind::Views if !typed.is_empty() => {
            let page = model.listing();
            let list = on!(&model, page, |page| page.listed());
            let query = model.look_of(page, list).unwrap_or_default().query;
            let label = model.shared.locale.text(&Message::new("tui-views-save").with("name", typed));
            found.push(Entry::new(label, Choice::SaveView(typed.to_owned())).note(query));
        }
        _ => {}
    }
    found
}

/// The entries of a list that belongs to the page.
fn of_page(model: &Model, kind: Kind) -> Vec<Entry> {
    on!(&model, model.shared.page, |page| page.entries(kind, &model.shared))
}

fn names(model: &Model, context: &Context, binding: &Binding) -> String {
    let names: Vec<String> = model.shared.keymap.keys(context, binding).iter().map(|key| key.name()).collect();
    names.join(" ")
}

fn bound<'m>(model: &'m Model, context: &'static Context) -> impl Iterator<Item = Entry> + 'm {
    context.own.iter().map(move |binding| {
        let entry = Entry::new(model.shared.locale.get(binding.help), Choice::Act(binding.action));
        entry.english(Lang::En.locale().get(binding.help)).key(names(model, context, binding))
    })
}

/// True if the typed text names the invoices and then a query.
fn asks_for_invoices(model: &Model, typed: &str) -> bool {
    query_of(model, typed).is_some()
}

/// The query after a beginning of the invoices' name, in either language.
fn query_of<'t>(model: &Model, typed: &'t str) -> Option<&'t str> {
    let (first, rest) = typed.split_once(' ')?;
    let first = crate::query::fold(first);
    let own = crate::query::fold(&model.shared.locale.get("tui-tab-invoices"));
    (first.len() >= 2 && ("invoices".starts_with(&first) || own.starts_with(&first))).then_some(rest.trim())
}

fn go(model: &Model, typed: &str) -> Entry {
    let query = query_of(model, typed).unwrap_or(typed);
    let label = model.shared.locale.text(&Message::new("tui-palette-find").with("query", query));
    Entry::new(label, Choice::Find(query.to_owned()))
}

fn palette(model: &Model) -> Vec<Entry> {
    let locale = model.shared.locale;
    let context = model.page_context();
    let useful = |entry: &Entry| !matches!(entry.choice, Choice::Act(action) if !is_useful(model, action));
    let does = |entry: &Entry| !matches!(entry.choice, Choice::Act(Action::Palette | Action::Up | Action::Down));
    let mut all: Vec<Entry> = bound(model, context).filter(|entry| useful(entry) && does(entry)).collect();
    let view = |view: saved_views::View| {
        let label = locale.text(&Message::new("tui-palette-view").with("name", view.name.as_str()));
        Entry::new(label, Choice::View(view.name)).note(view.look.query)
    };
    all.extend(saved_views::all(&model.shared.views, locale).into_iter().map(view));
    all.extend(model.shared.companies.all().iter().map(|view| {
        let label = locale.text(&Message::new("tui-palette-company").with("name", view.company.name.as_str()));
        Entry::new(label, Choice::Company(view.company.id))
    }));
    // Pages with a key are among the keys.
    let pages = PageId::ALL.iter().filter(|page| page.key().is_empty());
    let page = |page: &PageId| {
        let english = format!("{} {}", page.as_str(), Lang::En.locale().get(page.title()));
        let words = [Lang::En.locale(), locale].map(|locale| also(locale, *page)).join(" ");
        Entry::new(locale.get(page.title()), Choice::Page(*page)).english(english).words(words)
    };
    all.extend(pages.map(page));
    all.extend(bound(model, &EVERYWHERE).filter(|entry| useful(entry) && does(entry)));
    if matches!(model.shared.page, PageId::Invoice | PageId::Invoices) {
        all.extend(of_page(model, Kind::Offers).into_iter().filter(|entry| matches!(entry.choice, Choice::Offer(_))));
    }
    let title = locale.get("tui-sort-title");
    all.extend(of_page(model, Kind::Sort).into_iter().filter_map(|entry| {
        let name = entry.label.trim_end_matches([' ', '↓', '↑']).to_lowercase();
        matches!(entry.choice, Choice::Sort(_)).then(|| Entry::new(format!("{title}: {name}"), entry.choice))
    }));
    let exports = of_page(model, Kind::Export);
    if !exports.is_empty() {
        let copies = if model.shared.page == PageId::Invoices { copy(model) } else { Vec::new() };
        all.extend(copies.into_iter().map(|entry| prefixed(&locale.get("tui-copy-title"), entry)));
        all.extend(exports.into_iter().map(|entry| prefixed(&locale.get("tui-export-title"), entry)));
    }
    all.extend(settings(model).into_iter().map(|entry| prefixed(&locale.get("tui-settings-title"), entry)));
    all
}

/// What else a page is looked for by, such as what it is connected to.
fn also(locale: &Locale, page: PageId) -> String {
    let id = format!("tui-find-{}", page.as_str());
    if locale.has(&id) { locale.text(&Message { id: id.into(), args: Vec::new() }) } else { String::new() }
}

fn prefixed(title: &str, entry: Entry) -> Entry {
    Entry { label: format!("{title}: {}", entry.label), ..entry }
}

/// The keys that hold here, then those everywhere; with the language of the filter if nothing was typed.
fn help(model: &Model, whole: bool) -> Vec<Entry> {
    let locale = model.shared.locale;
    let here = model.page_context();
    let mut all = Vec::new();
    let groups = [("tui-help-here", here), ("tui-help-moving", &MOVING), ("tui-help-everywhere", &EVERYWHERE)];
    for (index, (title, context)) in groups.into_iter().enumerate() {
        if index > 0 {
            all.push(Entry::heading(""));
        }
        all.push(Entry::heading(locale.get(title)));
        all.extend(bound(model, context));
        if index == 0 && whole && model.shared.page == PageId::Invoices {
            all.push(Entry::heading(""));
            all.push(Entry::heading(locale.get("tui-help-query")));
            let text = locale.get("tui-help-query-text");
            all.extend(text.lines().map(|line| Entry::new(line.trim(), Choice::Nothing)));
        }
    }
    for context in others(model, here).into_iter().chain([&FILTERING, &MENU, &PICK, &PROMPT, &FORM, &CONFIRM, &EDITING]) {
        all.extend([Entry::heading(""), Entry::heading(place(model, context))]);
        all.extend(read_only(model, context));
    }
    let edit = |(keys, _, help): &(&[Key], Edit, &'static str)| {
        let names: Vec<String> = keys.iter().map(|key| key.name()).collect();
        Entry::new(locale.get(help), Choice::Read).key(names.join(" "))
    };
    all.extend(KEYS.iter().map(edit));
    all
}

/// The name of a set of keys.
fn place(model: &Model, context: &Context) -> String {
    model.shared.locale.text(&Message { id: format!("tui-place-{}", context.name).into(), args: Vec::new() })
}

/// The other sets of keys of the page, such as that of its filter.
fn others(model: &Model, here: &Context) -> Vec<&'static Context> {
    fn of<P: Page>(_: &P) -> &'static [&'static Context] {
        P::CONTEXTS
    }
    let all = on!(&model, model.shared.page, |page| of(page));
    all.iter().copied().filter(|context| *context != here).collect()
}

/// The keys of a set that holds elsewhere: to be read, not chosen.
fn read_only<'m>(model: &'m Model, context: &'static Context) -> impl Iterator<Item = Entry> + 'm {
    bound(model, context).map(|entry| Entry { choice: Choice::Read, ..entry })
}

fn own_views(model: &Model) -> Vec<Entry> {
    let one = |view: saved_views::View| {
        let own = model.shared.views.iter().any(|saved| saved.name == view.name);
        let entry = Entry::new(view.name.clone(), Choice::View(view.name)).note(view.look.query);
        if own { entry.key("★") } else { entry }
    };
    let page = model.listing();
    let list = on!(&model, page, |page| page.listed());
    let all = saved_views::all(&model.shared.views, model.shared.locale);
    all.into_iter().filter(|view| (view.page, view.list) == (page, list)).map(one).collect()
}

fn copy(model: &Model) -> Vec<Entry> {
    let marked = model.shared.page == PageId::Invoices && !model.pages.invoices.list.marks.is_empty();
    What::ALL
        .into_iter()
        .filter(|(what, _)| model.shared.page == PageId::Invoices || !matches!(what, What::Table))
        .map(|(what, id)| {
            let entry = Entry::new(model.shared.locale.get(id), Choice::Copy(what));
            match what {
                What::Table if marked => {
                    let count = model.pages.invoices.list.marks.count(model.pages.invoices.list.total);
                    entry.note(model.shared.locale.text(&Message::new("tui-marked").with("count", count)))
                }
                What::Table => entry,
                what => entry.note(copying::text_of(model, what).unwrap_or_default()),
            }
        })
        .collect()
}

/// The user's commands for this page, or where they are set.
fn commands(model: &Model) -> Vec<Entry> {
    let one = |(place, command): (usize, &crate::config::ScreenCommand)| {
        Entry::new(command.name.clone(), Choice::Command(place)).note(command.run.join(" "))
    };
    let mut all: Vec<Entry> = crate::tui::commands::here(&model.shared).map(one).collect();
    if all.is_empty() {
        all.push(Entry::new(model.shared.locale.get("command-none"), Choice::Nothing));
    }
    all
}

/// What a command said, line by line.
fn said(model: &Model) -> Vec<Entry> {
    let job = model.shared.said.and_then(|id| model.shared.jobs.get(id));
    job.map(|job| job.said.iter().map(|line| Entry::new(line.clone(), Choice::Nothing)).collect()).unwrap_or_default()
}

fn settings(model: &Model) -> Vec<Entry> {
    let locale = model.shared.locale;
    let set = model.shared.settings;
    Setting::ALL
        .into_iter()
        .map(|(setting, id)| {
            let entry = Entry::new(locale.get(id), Choice::Set(setting));
            match setting {
                Setting::Theme if !model.shared.colors => entry.note(locale.get("tui-no-colors")),
                Setting::Theme => entry.note(words::word(locale, "theme", set.theme.name(&model.shared.themes))),
                Setting::Lang => entry.note(words::word(locale, "lang", model.shared.lang().as_str())),
                Setting::Mask => entry.mark(model.shared.masked),
                Setting::Ascii => entry.mark(set.ascii),
                Setting::Calm => entry.mark(set.calm),
                Setting::LowBandwidth => entry.mark(set.low_bandwidth),
                Setting::Mouse => entry.mark(!set.no_mouse),
                Setting::Notify => entry.note(words::word(locale, "notify", set.notify.as_str())),
            }
        })
        .collect()
}

fn jobs(model: &Model) -> Vec<Entry> {
    let locale = model.shared.locale;
    let mut all = Vec::new();
    for (company, progress) in &model.shared.progress {
        let name = model.shared.company_name(*company).unwrap_or_default();
        let label = locale.text(&Message::new("tui-job-sync").with("name", name));
        let line = progress_line(&model.shared, progress, 60);
        let note: String = line.into_iter().map(|(words, _)| words).collect();
        all.push(Entry { severity: Some(Severity::Good), ..Entry::new(label, Choice::Run(*company)).note(note) });
    }
    for job in model.shared.jobs.all() {
        let id = match job.work {
            Work::Export { .. } | Work::Records { .. } | Work::Table { .. } => "tui-job-export",
            Work::Pdf { .. } => "tui-job-pdf",
            Work::Statement { .. } => "tui-job-statement",
            Work::Command { .. } | Work::Rows { .. } => "tui-job-command",
            Work::Open { .. } => "tui-job-open",
        };
        let label = locale.text(&Message::new(id).with("place", job.work.place()));
        let entry = Entry::new(label, Choice::Job(job.id));
        all.push(match &job.ended {
            None if job.total == 0 => entry.note(locale.get("tui-job-begins")),
            None => entry.note(progress(model, job.done, job.total, job.started)),
            Some((at, Ok(message))) => {
                let note = format!("{} · {}", words::clock(&model.shared, *at), locale.text(message));
                Entry { severity: Some(Severity::Good), ..entry.note(note).key("✓") }
            }
            Some((at, Err(error))) => {
                let note = format!("{} · {}", words::clock(&model.shared, *at), locale.text(&error.message));
                Entry { severity: Some(Severity::Act), ..entry.note(note).key("✗") }
            }
        });
        all.extend(job.failed.iter().map(|(number, error)| {
            let id = match (&job.work, number.is_empty()) {
                (Work::Statement { .. }, true) => "tui-job-refused",
                (Work::Statement { .. }, false) => "tui-job-refused-line",
                (Work::Rows { .. }, _) => "tui-job-row",
                _ => "tui-job-missing",
            };
            let label = locale.text(&Message::new(id).with("number", number.as_str()));
            Entry { severity: Some(Severity::Act), ..Entry::new(label, Choice::Job(job.id)).note(locale.text(&error.message)) }
        }));
    }
    let running = |id| model.shared.progress.contains_key(&id);
    for run in model.shared.runs.all().iter().filter(|run| !running(run.company)).take(8) {
        let (glyph, status, _) = words::run_status(locale, run);
        let label = locale.text(&Message::new("tui-job-sync").with("name", run.company_name.as_str()));
        let note = format!("{} · {status}", words::stamp(&model.shared, run.ended.unwrap_or(run.started)));
        let failed = run.status == crate::domain::RunStatus::Failed;
        let entry = Entry::new(label, Choice::Run(run.company)).note(note).key(glyph);
        all.push(Entry { severity: failed.then_some(Severity::Act), ..entry });
    }
    all
}

/// The progress of a job, its speed, and the time left.
fn progress(model: &Model, done: usize, total: usize, started: jiff::Timestamp) -> String {
    let locale = model.shared.locale;
    let of = Message::new("tui-progress-of").with("done", locale.count(done as u64));
    let mut line = locale.text(&of.with("total", locale.count(total as u64)));
    let milliseconds = u64::try_from(model.shared.now.duration_since(started).as_millis()).unwrap_or(0);
    if let (Some(rate), true) = ((done as u64 * 1000).checked_div(milliseconds), done > 0) {
        let left = (total.saturating_sub(done) as u64 * milliseconds).checked_div(done as u64).unwrap_or(0);
        let speed = Message::new("tui-progress-rate").with("count", locale.count(rate));
        let time = words::time_left(locale, std::time::Duration::from_millis(left));
        let left = Message::new("tui-progress-left").with("time", time);
        line = format!("{line} · {} · {}", locale.text(&speed), locale.text(&left));
    }
    line
}

/// True if this screen may sync a company, or any where none is meant.
/// True if a service has the company, or any company: own books are kept here.
fn is_synced(model: &Model, company: Option<CompanyId>) -> bool {
    let here = |id: CompanyId| company.is_none_or(|company| company == id);
    model.shared.companies.all().iter().any(|view| here(view.company.id) && !view.company.has_own_books())
}

fn may_sync(model: &Model, company: Option<CompanyId>) -> bool {
    match company {
        Some(id) => model.shared.may(Permission::Sync, Some(id)),
        None => model.shared.may_anywhere(Permission::Sync),
    }
}

/// True if an action would do something now.
pub(crate) fn is_useful(model: &Model, action: Action) -> bool {
    let cx = &model.shared;
    let picker = match &cx.overlay {
        Some(Overlay::Pick(picker)) => Some(picker),
        _ => None,
    };
    let pick = |kind: Kind| picker.is_some_and(|picker| picker.kind == kind);
    let own_view = |picker: &Picker| match entries(model, picker).get(picker.cursor).map(|entry| &entry.choice) {
        Some(Choice::View(name)) => cx.views.iter().any(|view| view.name == *name),
        _ => false,
    };
    let running = !cx.progress.is_empty();
    match action {
        Action::Cancel if pick(Kind::Jobs) => running || cx.jobs.running() > 0,
        Action::Cancel => running && cx.overlay.is_none() && cx.may_anywhere(Permission::Sync),
        Action::Reverse if cx.overlay.is_some() => pick(Kind::Sort),
        Action::Wider | Action::Narrower | Action::Earlier | Action::Later => pick(Kind::Columns),
        Action::Remove => pick(Kind::Views) && picker.is_some_and(own_view),
        Action::Quit => !matches!(&cx.overlay, Some(Overlay::Confirm { question, .. }) if *question != Question::Quit),
        // What a role may not do is not offered.
        // A connection is synced, or not, whatever companies there are.
        Action::Sync if cx.page != PageId::Links => is_synced(model, syncs::here(model)) && may_sync(model, syncs::here(model)),
        Action::SyncAll => is_synced(model, None) && cx.may_anywhere(Permission::Sync),
        Action::SyncFailed => !syncs::failed(model).is_empty() && cx.may_anywhere(Permission::Sync),
        Action::Filter => !cx.companies.all().is_empty(),
        Action::PaneWider | Action::PaneNarrower => cx.wide(),
        _ => on!(&model, cx.page, |page| page.is_useful(action, cx)),
    }
}
