//! `faktura project` and `person`.

use rust_decimal::Decimal;

use super::args::books::{NameArgs, PersonCommand, ProjectCommand, ProjectEditArgs, ProjectFields};
use super::books::{change, increment, pick, view, wrong};
use super::context::App;
use super::error::{Exit, Result};
use super::out::{with, word};
use super::table::{Column, Table};
use crate::domain::ledger::{Budget, Person, Project, ProjectState};
use crate::domain::time::Price;
use crate::domain::{Currency, RemoteId, text};
use crate::json::{BooksJson, EditedJson};
use crate::service::books::{BooksEdit, BooksView, Edited, ProjectView};

fn project_of<'v>(view: &'v BooksView, wanted: &str) -> Result<&'v ProjectView> {
    pick(&view.projects, wanted, |view| (&view.project.id, &view.project.name), "books-no-project")
}

/// `faktura project`.
pub(super) async fn run(app: &mut App, command: ProjectCommand) -> Result {
    match command {
        ProjectCommand::Add(args) => {
            change(app, &args.fields.at, |_| {
                let empty = Project {
                    id: RemoteId::new(""),
                    name: args.name.trim().to_owned(),
                    client: RemoteId::new(""),
                    state: ProjectState::Active,
                    budget: None,
                    billable: true,
                    increment: None,
                    note: String::new(),
                };
                Ok(BooksEdit::AddProject(project_with(empty, &args.fields)?, args.client.clone()))
            })
            .await?;
        }
        ProjectCommand::List(at) => {
            let view = view(app, &at).await?;
            if at.json {
                let json = BooksJson::new(&view);
                app.out.json(&BooksJson { projects: json.projects, ..BooksJson::bare(&view) })?;
            } else {
                projects(app, view.projects.iter())?;
            }
        }
        ProjectCommand::Show(args) => {
            let view = view(app, &args.at).await?;
            let project = project_of(&view, &args.subject)?;
            if args.at.json {
                app.out.json(&EditedJson::new(&Edited::Project(Box::new(project.clone())), app.out.locale()))?;
            } else {
                projects(app, std::iter::once(project))?;
            }
        }
        ProjectCommand::Edit(args) => {
            let ProjectEditArgs { subject, rename, state, fields } = &args;
            let unknown = |state: &String| wrong(with("cli-not-a-state", "text", state.as_str()));
            let state = state.as_ref().map(|state| ProjectState::parse(state).ok_or_else(|| unknown(state))).transpose()?;
            change(app, &fields.at, |view| {
                let mut project = project_with(project_of(view, subject)?.project.clone(), fields)?;
                if let Some(name) = rename {
                    name.trim().clone_into(&mut project.name);
                }
                project.state = state.unwrap_or(project.state);
                Ok(BooksEdit::EditProject(project))
            })
            .await?;
        }
        ProjectCommand::Archive(NameArgs { subject, at }) => {
            change(app, &at, |view| {
                let project = project_of(view, &subject)?.project.clone();
                Ok(BooksEdit::EditProject(Project { state: ProjectState::Archived, ..project }))
            })
            .await?;
        }
        ProjectCommand::Delete(NameArgs { subject, at }) => {
            change(app, &at, |view| Ok(BooksEdit::Delete(project_of(view, &subject)?.project.id.clone()))).await?;
        }
    }
    Ok(Exit::Done)
}

fn project_with(project: Project, fields: &ProjectFields) -> Result<Project> {
    let hours = |hours: Decimal| {
        let seconds = hours.checked_mul(Decimal::from(3600)).and_then(|seconds| i64::try_from(seconds.round()).ok());
        seconds.filter(|seconds| *seconds > 0).map(Budget::Time)
    };
    let budget = match (fields.budget_hours, fields.budget) {
        (Some(given), _) => Some(hours(given).ok_or_else(|| wrong(with("books-bad-amount", "amount", given.to_string())))?),
        (None, Some(amount)) => Some(Budget::Money(amount, Currency::unsaid())),
        (None, None) => project.budget,
    };
    Ok(Project {
        budget,
        billable: fields.billable.unwrap_or(project.billable),
        increment: increment(&fields.steps)?.or(project.increment),
        note: fields.note.clone().unwrap_or(project.note),
        ..project
    })
}

fn projects<'p>(app: &mut App, projects: impl Iterator<Item = &'p ProjectView>) -> Result<()> {
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::cut(title("cli-col-name")),
        Column::cut(title("cli-col-client")),
        Column::left(title("cli-col-state")),
        Column::right(title("cli-col-hours")),
        Column::right(title("cli-col-unbilled")),
        Column::right(title("cli-col-budget")),
    ]);
    for view in projects {
        let locale = app.out.locale();
        table.row(vec![
            text::clean(&view.project.name).to_string().into(),
            text::clean(&view.client).to_string().into(),
            word(locale, "books-project", view.project.state.as_str()).into(),
            super::time_words::hours(view.seconds).into(),
            super::time_words::hours(view.unbilled).into(),
            view.used()
                .map_or_else(|| "–".to_owned(), |used| format!("{} %", locale.decimal(used, used.normalize().scale())))
                .into(),
        ]);
    }
    Ok(app.out.table(&table)?)
}

/// What an hour costs, in the currency of the books where none is given.
fn cost(amount: Option<Decimal>, currency: Option<&str>) -> Option<Price> {
    amount.map(|amount| Price { amount, currency: currency.map_or_else(Currency::unsaid, Currency::new) })
}

/// `faktura person`.
pub(super) async fn person(app: &mut App, command: PersonCommand) -> Result {
    match command {
        PersonCommand::Add(args) => {
            let person = Person {
                id: RemoteId::new(""),
                name: args.name.trim().to_owned(),
                user: args.user.clone().unwrap_or_default(),
                email: args.email.clone(),
                archived: false,
                cost: cost(args.cost, args.cost_currency.as_deref()),
            };
            change(app, &args.at, |_| Ok(BooksEdit::AddPerson(person))).await?;
        }
        PersonCommand::List(at) => {
            let view = view(app, &at).await?;
            if at.json {
                let json = BooksJson::new(&view);
                app.out.json(&BooksJson { people: json.people, ..BooksJson::bare(&view) })?;
            } else {
                let mut table =
                    Table::new(vec![Column::cut(app.out.get("cli-col-name")), Column::left(app.out.get("cli-col-user"))]);
                for person in &view.people {
                    let user = text::clean(&person.user).to_string();
                    table.row(vec![text::clean(&person.name).to_string().into(), user.into()]);
                }
                app.out.table(&table)?;
            }
        }
        PersonCommand::Edit(args) => {
            change(app, &args.at, |view| {
                let known = pick(&view.people, &args.subject, |person| (&person.id, &person.name), "books-no-person")?.clone();
                Ok(BooksEdit::EditPerson(Person {
                    id: known.id,
                    name: args.rename.clone().unwrap_or(known.name),
                    user: args.user.clone().unwrap_or(known.user),
                    email: args.email.clone().or(known.email),
                    archived: args.archived.unwrap_or(known.archived),
                    cost: cost(args.cost, args.cost_currency.as_deref()).or(known.cost),
                }))
            })
            .await?;
        }
        PersonCommand::Delete(NameArgs { subject, at }) => {
            change(app, &at, |view| {
                let known = pick(&view.people, &subject, |person| (&person.id, &person.name), "books-no-person")?;
                Ok(BooksEdit::Delete(known.id.clone()))
            })
            .await?;
        }
    }
    Ok(Exit::Done)
}
