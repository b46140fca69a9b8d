//! Time of files: each entry of a source is taken once, however often its file is read.

use std::collections::{BTreeMap, HashSet};

use super::file_time::{FileEntry, FileTime, TimeImported};
use super::import_again::{self, Again, Known};
use super::shelf::{Changes, Shelf, refuse};
use super::time::{Whose, open_project, person_of};
use crate::domain::ledger::{Client, Person, Project, ProjectState, TimeMap};
use crate::domain::time::{Source, TimeEntry};
use crate::domain::{Message, RemoteId};
use crate::query::fold;
use crate::service::Result;

/// Imports entries. Entries that the books have by source and identifier are left alone, deleted ones too.
pub(in crate::service) fn import(shelf: &Shelf<'_>, file: FileTime, whose: &Whose) -> Result<TimeImported> {
    let mut people = People::read(shelf, &file, whose)?;
    let person = match people.of("") {
        Ok(Named::Known(id)) => Some(id),
        _ => None,
    };
    let Known { entries: before, of_others } = import_again::known(shelf, &file, person.as_ref())?;
    let mut known: HashSet<String> = before.keys().cloned().collect();
    let projects = Projects::read(shelf, file.project.as_deref())?;
    let (closed, zone) = (shelf.profile()?.closed_until, shelf.zone()?);
    let mut changes = shelf.begin(&whose.actor);
    let mut done = TimeImported::default();
    for entry in file.entries {
        if !known.insert(entry.id.clone()) {
            let project = projects.of(&entry).ok().flatten();
            let held = before.get(&entry.id).and_then(Option::as_ref);
            match import_again::compare(&file.source, held, &entry, project) {
                Again::Same => {
                    done.duplicates += 1;
                    done.deleted += u64::from(before.get(&entry.id).is_some_and(Option::is_none));
                }
                Again::Other(message) => done.refuse(entry, message),
                // What another person's entry says is not told.
                Again::Changed(held, _) if whose.own_only && people.caller.as_ref() != Some(&held.person) => done.duplicates += 1,
                Again::Changed(held, change) if !file.update => {
                    done.duplicates += 1;
                    done.changed.push(import_again::told(held, change));
                }
                Again::Changed(held, change) => {
                    if !import_again::is_open(held, &entry, (closed, &zone)) {
                        done.refuse(entry, import_again::locked(&change));
                        continue;
                    }
                    done.updated += 1;
                    if !file.look {
                        changes.put(import_again::updated(held, entry, project))?;
                        changes.spill()?;
                    }
                }
            }
            continue;
        }
        let date = entry.span.date_in(&zone);
        if let Some(closed) = closed.filter(|closed| date <= *closed) {
            let message = Message::new("books-closed").with("date", date.to_string()).with("closed", closed.to_string());
            done.refuse(entry, message);
            continue;
        }
        let project = match projects.of(&entry) {
            Ok(project) => project,
            Err(message) => {
                done.refuse(entry, message);
                continue;
            }
        };
        if project.is_none() {
            unmapped(&mut done, &entry);
        }
        let person = match people.of(&entry.person) {
            Ok(person) => person,
            Err(message) => {
                done.refuse(entry, message);
                continue;
            }
        };
        done.imported += 1;
        let is_beside = of_others.contains(&entry.id);
        done.beside_others += u64::from(is_beside && !whose.own_only);
        done.seconds = done.seconds.saturating_add(entry.span.seconds());
        if file.look {
            continue;
        }
        let person = people.kept(person, &entry.person, (shelf, whose), (&mut changes, &mut done))?;
        let of_source = if is_beside { import_again::beside(&entry.id, &person) } else { entry.id };
        changes.put(TimeEntry {
            id: shelf.id()?,
            person,
            project: project.map(|project| project.id.clone()),
            task: entry.task,
            note: entry.note,
            tags: entry.tags,
            span: entry.span,
            billable: entry.billable.or(project.map(|project| project.billable)).unwrap_or(true),
            price: None,
            approval: None,
            claims: Vec::new(),
            source: Some(Source { name: file.source.clone(), id: of_source, raw: entry.raw }),
        })?;
        changes.spill()?;
    }
    if !file.look {
        changes.commit()?;
    }
    Ok(done)
}

/// Notes what stands for no project of an entry that has none.
fn unmapped(done: &mut TimeImported, entry: &FileEntry) {
    if entry.project.is_empty() {
        done.unmapped_tags.extend(entry.tags.iter().cloned());
    } else {
        done.unmapped.insert(entry.project.clone());
    }
}

fn new_person(shelf: &Shelf<'_>, name: &str) -> Result<Person> {
    let email = name.contains('@').then(|| name.to_owned());
    Ok(Person { id: shelf.id()?, name: name.to_owned(), user: String::new(), email, archived: false, cost: None })
}

/// Projects by name.
struct Projects {
    /// The one for all entries.
    all: Option<Project>,
    /// By folded name: projects with the folded names of their clients.
    by_name: BTreeMap<String, Vec<(String, Project)>>,
    /// Names and tags that a person mapped, folded.
    mapped: BTreeMap<(bool, String), Project>,
}

impl Projects {
    fn read(shelf: &Shelf<'_>, all: Option<&str>) -> Result<Self> {
        let all = all.map(|project| open_project(shelf, project)).transpose()?;
        let clients: BTreeMap<RemoteId, String> =
            shelf.values::<Client>()?.into_iter().map(|client| (client.id, fold(&client.party.name))).collect();
        let mut by_name: BTreeMap<String, Vec<(String, Project)>> = BTreeMap::new();
        for project in shelf.values::<Project>()? {
            let client = clients.get(&project.client).cloned().unwrap_or_default();
            by_name.entry(fold(&project.name)).or_default().push((client, project));
        }
        let mut mapped = BTreeMap::new();
        for map in shelf.values::<TimeMap>()? {
            if let Some(project) = shelf.value::<Project>(&map.project)? {
                mapped.insert((map.tag, map.name), project);
            }
        }
        Ok(Self { all, by_name, mapped })
    }

    /// The project of an entry: with that name, and with that client where several have the name.
    fn of(&self, entry: &FileEntry) -> std::result::Result<Option<&Project>, Message> {
        if let Some(all) = &self.all {
            return Ok(Some(all));
        }
        // What a person decided goes first.
        let by_tag = || entry.tags.iter().find_map(|tag| self.mapped.get(&(true, fold(tag.trim()))));
        let by_map = self.mapped.get(&(false, fold(entry.project.trim()))).or_else(|| {
            // A tag speaks where no project of that name is here.
            by_tag().filter(|_| entry.project.is_empty() || !self.by_name.contains_key(&fold(&entry.project)))
        });
        if let Some(project) = by_map {
            return if project.state == ProjectState::Active { Ok(Some(project)) } else { Err(closed(project)) };
        }
        let named = self.by_name.get(&fold(&entry.project)).map(Vec::as_slice).unwrap_or_default();
        let open = || named.iter().filter(|(_, project)| project.state == ProjectState::Active);
        let client = fold(&entry.client);
        let found = match open().count() {
            0 => None,
            1 => open().next(),
            _ => open().find(|(of, _)| *of == client),
        };
        match (found, named.first()) {
            (Some((_, project)), _) => Ok(Some(project)),
            (None, Some((_, closed))) if open().next().is_none() => Err(self::closed(closed)),
            _ => Ok(None),
        }
    }
}

fn closed(project: &Project) -> Message {
    Message::new("books-project-closed").with("project", project.name.as_str()).with("state", project.state.as_str())
}

/// The person of an entry.
enum Named {
    Known(RemoteId),
    /// The caller, which has no person yet.
    Caller,
    /// A person that only the file names.
    New,
}

/// People by name, user and address.
struct People {
    by_name: BTreeMap<String, RemoteId>,
    caller: Option<RemoteId>,
    /// The one for all entries.
    all: Option<RemoteId>,
    /// Whether entries of others are refused.
    own_only: bool,
    /// Whether the file names one person at most: then it is the caller's own file.
    single: bool,
}

impl People {
    fn read(shelf: &Shelf<'_>, file: &FileTime, whose: &Whose) -> Result<Self> {
        let people = shelf.values::<Person>()?;
        let caller = people.iter().find(|person| person.user == whose.actor.0).map(|person| person.id.clone());
        let all = file.person.as_deref().map(|wanted| shelf.person(wanted)).transpose()?.map(|person| person.id);
        if whose.own_only && all.is_some() && all != caller {
            return Err(refuse(Message::new("books-not-own-time")));
        }
        let names = |person: &Person| [Some(person.name.clone()), Some(person.user.clone()), person.email.clone()];
        let by_name =
            people.iter().flat_map(|person| names(person).into_iter().flatten().map(|name| (fold(&name), person.id.clone())));
        let by_name = by_name.filter(|(name, _)| !name.is_empty()).collect();
        Ok(Self { by_name, caller, all, own_only: whose.own_only, single: file.single })
    }

    /// The person of an entry that is taken: one that is new is kept.
    fn kept(
        &mut self,
        person: Named,
        name: &str,
        (shelf, whose): (&Shelf<'_>, &Whose),
        (changes, done): (&mut Changes<'_, '_>, &mut TimeImported),
    ) -> Result<RemoteId> {
        Ok(match person {
            Named::Known(id) => id,
            Named::Caller => {
                let id = person_of(shelf, whose, None, changes)?;
                self.caller = Some(id.clone());
                id
            }
            Named::New => {
                let person = new_person(shelf, name)?;
                done.people.insert(person.name.clone());
                let id = person.id.clone();
                self.by_name.insert(fold(name), id.clone());
                changes.put(person)?;
                id
            }
        })
    }

    fn of(&self, name: &str) -> std::result::Result<Named, Message> {
        if let Some(all) = &self.all {
            return Ok(Named::Known(all.clone()));
        }
        let found = self.by_name.get(&fold(name)).filter(|_| !name.is_empty());
        let caller = || self.caller.clone().map_or(Named::Caller, Named::Known);
        match found {
            Some(id) if !self.own_only || Some(id) == self.caller.as_ref() => Ok(Named::Known(id.clone())),
            Some(_) => Err(Message::new("books-not-own-time")),
            None if name.is_empty() || self.own_only && self.single => Ok(caller()),
            None if self.own_only => Err(Message::new("books-not-own-time")),
            None => Ok(Named::New),
        }
    }
}
