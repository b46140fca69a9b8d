//! The entries of each list, made from the model.

use super::narrow::narrow;
use super::{Choice, Entry, Kind, Picker};
use crate::domain::Message;
use crate::export::Format;
use crate::query::Field;
use crate::tui::copy::What;
use crate::tui::jobs::Work;
use crate::tui::keymap::{Action, Binding, Context};
use crate::tui::model::{Model, Mood, Overlay, Question, Tab};
use crate::tui::settings::Setting;
use crate::tui::tabs::invoices::SORTABLE;
use crate::tui::{views, words};

/// The lines of a list, narrowed by what was typed.
pub(crate) fn entries(model: &Model, picker: &Picker) -> Vec<Entry> {
    let all = match picker.kind {
        Kind::Palette => palette(model),
        Kind::Help => help(model, picker.input.text().trim().is_empty()),
        Kind::Sort => sort(model),
        Kind::Views => saved_views(model),
        Kind::Columns => columns(model),
        Kind::Copy => copy(model),
        Kind::Export => export(model),
        Kind::Settings => settings(model),
        Kind::Jobs => jobs(model),
    };
    let typed = picker.input.text().trim();
    let mut found = narrow(all, typed);
    match picker.kind {
        Kind::Palette if !typed.is_empty() => {
            let place = if asks_for_invoices(model, typed) { 0 } else { found.len() };
            found.insert(place, go(model, typed));
        }
        Kind::Views if !typed.is_empty() => {
            let label = model.locale.text(&Message::new("tui-views-save").with("name", typed));
            found.push(Entry::new(label, Choice::SaveView(typed.to_owned())).note(model.invoices.query()));
        }
        _ => {}
    }
    found
}

fn names(model: &Model, context: Context, binding: &Binding) -> String {
    let names: Vec<String> = model.keymap.keys(context, binding).iter().map(|key| key.name()).collect();
    names.join(" ")
}

fn bound(model: &Model, context: Context) -> impl Iterator<Item = Entry> + '_ {
    context.own().iter().map(move |binding| {
        Entry::new(model.locale.get(binding.help), Choice::Act(binding.action)).key(names(model, context, binding))
    })
}

/// Whether what was typed names the invoices and then a query.
fn asks_for_invoices(model: &Model, typed: &str) -> bool {
    query_of(model, typed).is_some()
}

/// The query after a beginning of the invoices' name, in either language.
fn query_of<'t>(model: &Model, typed: &'t str) -> Option<&'t str> {
    let (first, rest) = typed.split_once(' ')?;
    let first = crate::query::fold(first);
    let own = crate::query::fold(&model.locale.get("tui-tab-invoices"));
    (first.len() >= 2 && ("invoices".starts_with(&first) || own.starts_with(&first))).then_some(rest.trim())
}

fn go(model: &Model, typed: &str) -> Entry {
    let query = query_of(model, typed).unwrap_or(typed);
    let label = model.locale.text(&Message::new("tui-palette-find").with("query", query));
    Entry::new(label, Choice::Find(query.to_owned()))
}

fn palette(model: &Model) -> Vec<Entry> {
    let locale = model.locale;
    let context = model.tab_context(model.tab);
    let useful = |entry: &Entry| !matches!(entry.choice, Choice::Act(action) if !relevant(model, action));
    let does = |entry: &Entry| !matches!(entry.choice, Choice::Act(Action::Palette | Action::Up | Action::Down));
    let mut all: Vec<Entry> = bound(model, context).filter(|entry| useful(entry) && does(entry)).collect();
    let view = |view: views::View| {
        let label = locale.text(&Message::new("tui-palette-view").with("name", view.name.as_str()));
        Entry::new(label, Choice::View(view.name)).note(view.query)
    };
    all.extend(views::all(&model.views, locale).into_iter().map(view));
    all.extend(model.companies.all().iter().map(|view| {
        let label = locale.text(&Message::new("tui-palette-company").with("name", view.company.name.as_str()));
        Entry::new(label, Choice::Company(view.company.id))
    }));
    all.extend(bound(model, Context::Everywhere).filter(|entry| useful(entry) && does(entry)));
    if model.tab == Tab::Invoices {
        let title = locale.get("tui-sort-title");
        all.extend(
            SORTABLE
                .iter()
                .map(|(field, id)| Entry::new(format!("{title}: {}", locale.get(id).to_lowercase()), Choice::Sort(*field))),
        );
        all.extend(copy(model).into_iter().map(|entry| prefixed(&locale.get("tui-copy-title"), entry)));
        all.extend(export(model).into_iter().map(|entry| prefixed(&locale.get("tui-export-title"), entry)));
    }
    all.extend(settings(model).into_iter().map(|entry| prefixed(&locale.get("tui-settings-title"), entry)));
    all
}

fn prefixed(title: &str, entry: Entry) -> Entry {
    Entry { label: format!("{title}: {}", entry.label), ..entry }
}

/// What holds here, then what holds everywhere; with the language of the filter where nothing was typed.
fn help(model: &Model, whole: bool) -> Vec<Entry> {
    let locale = model.locale;
    let here = model.tab_context(model.tab);
    let mut all = Vec::new();
    let groups = [("tui-help-here", here), ("tui-help-moving", Context::Moving), ("tui-help-everywhere", Context::Everywhere)];
    for (index, (title, context)) in groups.into_iter().enumerate() {
        if index > 0 {
            all.push(Entry::heading(""));
        }
        all.push(Entry::heading(locale.get(title)));
        all.extend(bound(model, context));
        if index == 0 && whole && model.tab == Tab::Invoices {
            all.push(Entry::heading(""));
            all.push(Entry::heading(locale.get("tui-help-query")));
            let text = locale.get("tui-help-query-text");
            all.extend(text.lines().map(|line| Entry::new(line.trim(), Choice::Nothing)));
        }
    }
    all
}

fn sort(model: &Model) -> Vec<Entry> {
    let sort = model.invoices.sort;
    let one = |(field, id): &(Field, &'static str)| {
        let chosen = *field == sort.field;
        let arrow = match (chosen, sort.descending) {
            (false, _) => "",
            (true, true) => " ↓",
            (true, false) => " ↑",
        };
        Entry::new(format!("{}{arrow}", model.locale.get(id)), Choice::Sort(*field)).mark(chosen)
    };
    SORTABLE.iter().map(one).collect()
}

fn saved_views(model: &Model) -> Vec<Entry> {
    let one = |view: views::View| {
        let own = model.views.iter().any(|saved| saved.name == view.name);
        let entry = Entry::new(view.name.clone(), Choice::View(view.name)).note(view.query);
        if own { entry.key("★") } else { entry }
    };
    views::all(&model.views, model.locale).into_iter().map(one).collect()
}

fn columns(model: &Model) -> Vec<Entry> {
    let locale = model.locale;
    let shown = crate::tui::tabs::invoices_view::shown(model);
    let title = |field: Field| SORTABLE.iter().find(|(known, _)| *known == field).map_or("", |(_, id)| *id);
    let name = |field: Field| locale.text(&Message { id: title(field).into(), args: Vec::new() });
    let mut all: Vec<Entry> = shown
        .iter()
        .map(|column| {
            let width = column.width.map(|width| width.to_string()).unwrap_or_default();
            Entry::new(name(column.field), Choice::Column(column.field)).mark(true).note(width)
        })
        .collect();
    let hidden = SORTABLE.iter().filter(|(field, _)| !shown.iter().any(|column| column.field == *field));
    all.extend(hidden.map(|(field, _)| Entry::new(name(*field), Choice::Column(*field)).mark(false)));
    let automatic = model.invoices.columns.is_none();
    all.push(Entry::new(locale.get("tui-columns-automatic"), Choice::AutomaticColumns).mark(automatic));
    all
}

fn copy(model: &Model) -> Vec<Entry> {
    let marked = model.tab == Tab::Invoices && !model.invoices.marks.is_empty();
    What::ALL
        .into_iter()
        .filter(|(what, _)| model.tab == Tab::Invoices || !matches!(what, What::Table))
        .map(|(what, id)| {
            let entry = Entry::new(model.locale.get(id), Choice::Copy(what));
            match what {
                What::Table if marked => {
                    let count = model.invoices.marks.count(model.invoices.total);
                    entry.note(model.locale.text(&Message::new("tui-marked").with("count", count)))
                }
                What::Table => entry,
                what => entry.note(crate::tui::tabs::invoices::text_of(model, what).unwrap_or_default()),
            }
        })
        .collect()
}

fn export(model: &Model) -> Vec<Entry> {
    let notes = ["tui-export-csv", "tui-export-xlsx", "tui-export-json", "tui-export-ndjson"];
    Format::ALL
        .into_iter()
        .zip(notes)
        .map(|(format, note)| Entry::new(format.as_str().to_uppercase(), Choice::Export(format)).note(model.locale.get(note)))
        .collect()
}

fn settings(model: &Model) -> Vec<Entry> {
    let locale = model.locale;
    let set = model.settings;
    Setting::ALL
        .into_iter()
        .map(|(setting, id)| {
            let entry = Entry::new(locale.get(id), Choice::Set(setting));
            match setting {
                Setting::Theme => entry.note(words::word(locale, "theme", set.theme.as_str())),
                Setting::Lang => entry.note(words::word(locale, "lang", model.lang().as_str())),
                Setting::Mask => entry.mark(model.masked),
                Setting::Ascii => entry.mark(set.ascii),
                Setting::Calm => entry.mark(set.calm),
                Setting::LowBandwidth => entry.mark(set.low_bandwidth),
                Setting::Mouse => entry.mark(!set.no_mouse),
            }
        })
        .collect()
}

fn jobs(model: &Model) -> Vec<Entry> {
    let locale = model.locale;
    let mut all = Vec::new();
    for (company, progress) in &model.progress {
        let name = model.companies.name(*company).unwrap_or_default();
        let label = locale.text(&Message::new("tui-job-sync").with("name", name));
        let line = crate::tui::tabs::companies_view::progress_line(model, progress, 60);
        let note: String = line.into_iter().map(|(words, _)| words).collect();
        all.push(Entry { mood: Some(Mood::Good), ..Entry::new(label, Choice::Run(*company)).note(note) });
    }
    for job in model.jobs.all() {
        let id = match job.work {
            Work::Export { .. } => "tui-job-export",
            Work::Pdf { .. } => "tui-job-pdf",
        };
        let label = locale.text(&Message::new(id).with("place", job.work.place()));
        let entry = Entry::new(label, Choice::Job(job.id));
        all.push(match &job.ended {
            None if job.total == 0 => entry.note(locale.get("tui-job-begins")),
            None => entry.note(progress(model, job.done, job.total, job.started)),
            Some((at, Ok(message))) => {
                let note = format!("{} · {}", words::clock(model, *at), locale.text(message));
                Entry { mood: Some(Mood::Good), ..entry.note(note).key("✓") }
            }
            Some((at, Err(error))) => {
                let note = format!("{} · {}", words::clock(model, *at), locale.text(&error.message));
                Entry { mood: Some(Mood::Act), ..entry.note(note).key("✗") }
            }
        });
        all.extend(job.failed.iter().map(|(number, error)| {
            let label = locale.text(&Message::new("tui-job-missing").with("number", number.as_str()));
            Entry { mood: Some(Mood::Act), ..Entry::new(label, Choice::Job(job.id)).note(locale.text(&error.message)) }
        }));
    }
    let running = |id| model.progress.contains_key(&id);
    for run in model.log.all().iter().filter(|run| !running(run.company)).take(8) {
        let (glyph, status, _) = words::run_status(locale, run);
        let label = locale.text(&Message::new("tui-job-sync").with("name", run.company_name.as_str()));
        let note = format!("{} · {status}", words::stamp(model, run.ended.unwrap_or(run.started)));
        let failed = run.status == crate::domain::RunStatus::Failed;
        let entry = Entry::new(label, Choice::Run(run.company)).note(note).key(glyph);
        all.push(Entry { mood: failed.then_some(Mood::Act), ..entry });
    }
    all
}

/// How far a job is, how fast, and how long it will take.
fn progress(model: &Model, done: usize, total: usize, started: jiff::Timestamp) -> String {
    let locale = model.locale;
    let of = Message::new("tui-progress-of").with("done", locale.count(done as u64));
    let mut line = locale.text(&of.with("total", locale.count(total as u64)));
    let milliseconds = u64::try_from(model.now.duration_since(started).as_millis()).unwrap_or(0);
    if let (Some(rate), true) = ((done as u64 * 1000).checked_div(milliseconds), done > 0) {
        let left = (total.saturating_sub(done) as u64 * milliseconds).checked_div(done as u64).unwrap_or(0);
        let speed = Message::new("tui-progress-rate").with("count", locale.count(rate));
        let time = words::time_left(locale, std::time::Duration::from_millis(left));
        let left = Message::new("tui-progress-left").with("time", time);
        line = format!("{line} · {} · {}", locale.text(&speed), locale.text(&left));
    }
    line
}

/// Whether an action would do something now.
pub(crate) fn relevant(model: &Model, action: Action) -> bool {
    let pick = |kind: Kind| matches!(&model.overlay, Some(Overlay::Pick(picker)) if picker.kind == kind);
    let chosen = || {
        matches!(&model.overlay, Some(Overlay::Pick(picker)) if
        matches!(entries(model, picker).get(picker.cursor).map(|entry| &entry.choice), Some(Choice::View(name)) if
            model.views.iter().any(|view| view.name == *name)))
    };
    let running = !model.progress.is_empty();
    match action {
        Action::Cancel if pick(Kind::Jobs) => running || model.jobs.running() > 0,
        Action::Cancel => running && model.overlay.is_none() && !model.read_only,
        Action::Reverse if model.overlay.is_some() => pick(Kind::Sort),
        Action::Wider | Action::Narrower | Action::Earlier | Action::Later => pick(Kind::Columns),
        Action::Remove => pick(Kind::Views) && chosen(),
        Action::Quit => !matches!(&model.overlay, Some(Overlay::Confirm { question, .. }) if *question != Question::Quit),
        Action::Currency => model.reports.currencies().len() > 1,
        Action::AllCompanies => model.invoices.scope.is_some(),
        Action::Open => match model.tab {
            Tab::Companies => model.companies.current().is_some(),
            Tab::Invoices => model.invoices.total > 0,
            Tab::Detail => false,
            Tab::Log => !model.log.all().is_empty(),
            Tab::Reports => !model.reports.rows().is_empty(),
            Tab::Changes => !model.changes.rows().is_empty(),
        },
        Action::NextInvoice if model.tab == Tab::Detail => model.invoices.cursor + 1 < model.invoices.total,
        Action::PreviousInvoice if model.tab == Tab::Detail => model.invoices.cursor > 0,
        Action::NextInvoice => model.log.cursor + 1 < model.log.all().len(),
        Action::PreviousInvoice => model.log.cursor > 0,
        Action::Ask => model.detail.shown().is_some(),
        Action::NextWarning => model.detail.shown().is_some_and(|detail| !detail.warnings.is_empty()),
        Action::Copy | Action::Pdf if model.tab == Tab::Detail => model.detail.shown().is_some(),
        Action::Mark | Action::MarkRange | Action::MarkAll | Action::Export | Action::Pdf | Action::Copy => {
            model.invoices.total > 0
        }
        Action::Unmark => !model.invoices.marks.is_empty(),
        Action::Complete | Action::CompleteBack => !model.invoices.suggestions.is_empty(),
        Action::Older => !model.invoices.queries.is_empty(),
        Action::Sync | Action::SyncAll => !model.companies.all().is_empty() && !model.read_only,
        Action::SyncFailed => !crate::tui::update::failed(model).is_empty() && !model.read_only,
        Action::Filter => !model.companies.all().is_empty(),
        _ => true,
    }
}
