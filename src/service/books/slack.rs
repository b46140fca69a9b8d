//! Time from Slack: which user is which person, and what `/time` records.

use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use super::file_time::{FileEntry, FileTime};
use super::import::import;
use super::shelf::{Shelf, misused, refuse};
use super::time::{Whose, open_project};
use crate::domain::ledger::{Person, Project};
use crate::domain::slack::{SlackPerson, SlackTime, is_hungarian};
use crate::domain::time::Span;
use crate::domain::{Actor, Company, CompanyId, Message};
use crate::service::Result;
use crate::service::local::Local;
use crate::sync::{Event, Integrated};

/// A person as Slack knows it, with names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlackPersonView {
    /// The company.
    pub company: CompanyId,
    /// The user at Slack.
    pub user: String,
    /// The person's name.
    pub person: String,
    /// The project's name.
    pub project: Option<String>,
}

/// What a command of Slack says.
struct Said {
    user: String,
    text: String,
    id: String,
}

fn said(body: &str) -> Said {
    let field = |name: &str| {
        let found = form_urlencoded::parse(body.as_bytes()).find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    Said { user: field("user_id"), text: field("text"), id: field("trigger_id") }
}

/// Records what `/time` says, and answers in words, with whether it was typed in Hungarian. What cannot be recorded is said, too: Slack
/// shows it to that person alone.
pub(in crate::service) fn slack_time(local: &Local, body: &str, fallback: &str) -> (Message, bool) {
    let said = said(body);
    let told = match record(local, &said, fallback) {
        Ok(message) => message,
        Err(error) => error.message,
    };
    (told, is_hungarian(&said.text))
}

fn record(local: &Local, said: &Said, fallback: &str) -> Result<Message> {
    let Some(time) = SlackTime::parse(&said.text) else { return Ok(Message::new("slack-usage")) };
    let _gate = local.shelves.change();
    for company in local.registry.companies().into_iter().filter(Company::has_own_books) {
        let shelf = Shelf::open(local, company.id)?;
        let Some(known) = shelf.values::<SlackPerson>()?.into_iter().find(|known| known.user == said.user) else { continue };
        let (date, zone) = (shelf.today()?, shelf.profile()?.zone);
        let project = time.project.clone().or_else(|| known.project.as_ref().map(ToString::to_string));
        let id = if said.id.is_empty() { fallback.to_owned() } else { said.id.clone() };
        let entry = FileEntry {
            line: 1,
            id,
            older: String::new(),
            span: Span::Day { date, seconds: time.seconds, zone },
            person: String::new(),
            client: String::new(),
            project: String::new(),
            task: String::new(),
            note: time.note.clone(),
            tags: Vec::new(),
            billable: None,
            raw: said.text.clone(),
        };
        let file = FileTime {
            source: "slack".to_owned(),
            entries: vec![entry],
            project: project.clone(),
            person: Some(known.person.to_string()),
            single: true,
            look: false,
            update: false,
        };
        let whose = Whose { actor: Actor(format!("slack:{}", said.user)), own_only: false };
        let done = import(&shelf, file, &whose)?;
        if let Some((_, why)) = done.refused.into_iter().next() {
            return Err(refuse(why));
        }
        let (kind, written) = ("slack".to_owned(), done.imported);
        let told = Integrated { company: company.id, kind, name: said.user.clone(), written, failed: false };
        let _ = local.events.send(Event::Integrated(told));
        let name = project.map(|project| open_project(&shelf, &project)).transpose()?.map(|project| project.name);
        let hours = format!("{}:{:02}", time.seconds / 3600, time.seconds / 60 % 60);
        let id = if name.is_some() { "slack-recorded" } else { "slack-recorded-without" };
        return Ok(Message::new(id).with("hours", hours).with("project", name.unwrap_or_default()).with("note", time.note));
    }
    Ok(Message::new("slack-unknown-user").with("user", said.user.as_str()))
}

/// The people of a company that Slack knows.
pub(in crate::service) fn slack_people(shelf: &Shelf<'_>) -> Result<Vec<SlackPersonView>> {
    let name = |known: SlackPerson| -> Result<SlackPersonView> {
        let person = shelf.value::<Person>(&known.person)?.map(|person| person.name).unwrap_or_default();
        let project = known.project.as_ref().map(|id| shelf.value::<Project>(id)).transpose()?.flatten();
        let project = project.map(|project| project.name);
        Ok(SlackPersonView { company: shelf.company.id, user: known.user, person, project })
    };
    shelf.values::<SlackPerson>()?.into_iter().map(name).collect()
}

/// Connects a user of Slack with a person, or takes the connection back.
pub(in crate::service) fn set_slack_person(
    shelf: &Shelf<'_>,
    user: &str,
    person: Option<(String, Option<String>)>,
    actor: &Actor,
) -> Result<()> {
    let user = user.trim();
    let is_id = (2..=32).contains(&user.len()) && user.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if !is_id {
        return Err(misused(Message::new("slack-not-a-user").with("user", user)));
    }
    let mut changes = shelf.begin(actor);
    if let Some((person, project)) = person {
        changes.put(SlackPerson {
            user: user.to_owned(),
            person: shelf.person(&person)?.id,
            project: project.map(|project| open_project(shelf, &project)).transpose()?.map(|project| project.id),
        })?;
    } else {
        let known = shelf.values::<SlackPerson>()?.into_iter().find(|known| known.user == user);
        changes.retire(known.ok_or_else(|| misused(Message::new("slack-no-such-user").with("user", user)))?)?;
    }
    changes.commit()
}
