//! Finds clients, projects, people, drafts and documents by what people call them.

use super::shelf::{Shelf, misused, refuse};
use crate::domain::ledger::{Client, Draft, Issued, Person, Project, ProjectState};
use crate::domain::{Message, RemoteId};
use crate::error::Error;
use crate::query::fold;
use crate::service::Result;
use crate::store::OwnForm;

/// Fewest characters of an identifier's end that stand for it.
const TAIL: usize = 6;
/// Names that are listed where several fit.
const LISTED: usize = 5;

/// The error of something that is not there, with the command that lists what is.
pub(crate) fn not_found(none: &'static str, wanted: &str) -> Error {
    let error = refuse(Message::new(none).with("wanted", wanted));
    let hint = match none {
        "books-no-client" => "books-no-client-hint",
        "books-no-project" => "books-no-project-hint",
        "books-no-person" => "books-no-person-hint",
        "books-no-draft" => "books-no-draft-hint",
        "books-no-document" => "books-no-document-hint",
        _ => return error,
    };
    error.hint(Message::new(hint))
}

/// Whether a text is an identifier, or the end of it.
pub(super) fn is_id(id: &RemoteId, wanted: &str) -> bool {
    id.as_str() == wanted || is_tail(wanted) && id.as_str().ends_with(wanted)
}

/// Whether a text can be the end of an identifier.
pub(super) fn is_tail(wanted: &str) -> bool {
    wanted.len() >= TAIL && wanted.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The one of some values that a text means: an identifier, a whole name, or a part of a name that only one has.
fn one_of<'v, T: OwnForm>(
    values: &'v [T],
    wanted: &str,
    name: impl Fn(&T) -> &str,
    (none, several): (&'static str, &'static str),
) -> Result<&'v T> {
    let wanted = wanted.trim();
    if let Some(found) = values.iter().find(|value| is_id(&value.own_id(), wanted)) {
        return Ok(found);
    }
    let folded = fold(wanted);
    let fits = |test: &dyn Fn(&str) -> bool| -> Vec<&'v T> { values.iter().filter(|value| test(&fold(name(value)))).collect() };
    let exact = fits(&|name| name == folded);
    let found = if exact.is_empty() && !folded.is_empty() { fits(&|name| name.contains(&folded)) } else { exact };
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(not_found(none, wanted)),
        many => {
            let names: Vec<&str> = many.iter().take(LISTED).map(|value| name(value)).collect();
            Err(misused(Message::new(several).with("wanted", wanted).with("names", names.join(", "))))
        }
    }
}

impl Shelf<'_> {
    /// The client that a text means.
    pub(super) fn client(&self, wanted: &str) -> Result<Client> {
        let all = self.values::<Client>()?;
        one_of(&all, wanted, |client| &client.party.name, ("books-no-client", "books-several-clients")).cloned()
    }

    /// The project that a text means; one that is archived only where no other fits, or where it alone has the whole name.
    pub(super) fn project(&self, wanted: &str) -> Result<Project> {
        let (gone, here): (Vec<Project>, Vec<Project>) =
            self.values::<Project>()?.into_iter().partition(|project| project.state == ProjectState::Archived);
        let find = |all: &[Project]| {
            one_of(all, wanted, |project| &project.name, ("books-no-project", "books-several-projects")).cloned()
        };
        let name = fold(wanted.trim());
        let is_whole =
            |all: &[Project]| all.iter().any(|project| fold(&project.name) == name || is_id(&project.id, wanted.trim()));
        if is_whole(&gone) && !is_whole(&here) {
            return find(&gone);
        }
        find(&here).or_else(|error| find(&gone).map_err(|_| error))
    }

    /// The person that a text means.
    pub(super) fn person(&self, wanted: &str) -> Result<Person> {
        let all = self.values::<Person>()?;
        one_of(&all, wanted, |person| &person.name, ("books-no-person", "books-several-people")).cloned()
    }

    /// The draft that a text means.
    pub(super) fn draft(&self, wanted: &str) -> Result<Draft> {
        let wanted = wanted.trim();
        let found = match self.one::<Draft>(&RemoteId::new(wanted))? {
            None if is_tail(wanted) => {
                // Most are looked for while they are open.
                let fits = |drafts: Vec<Draft>| drafts.into_iter().rev().find(|draft| is_id(&draft.id, wanted));
                fits(self.drafts(false)?).map_or_else(|| self.drafts(true).map(fits), |draft| Ok(Some(draft)))?
            }
            found => found.map(|held| held.value),
        };
        found.ok_or_else(|| not_found("books-no-draft", wanted))
    }

    /// The issued document of a number or identifier.
    pub(super) fn issued(&self, wanted: &str) -> Result<Issued> {
        let wanted = wanted.trim();
        let all = self.table::<Issued>()?;
        let is = |issued: &Issued| issued.document.number.eq_ignore_ascii_case(wanted) || is_id(&issued.id, wanted);
        let found = all.values().find(|held| is(&held.value)).map(|held| held.value.clone());
        found.ok_or_else(|| not_found("books-no-document", wanted))
    }
}
