//! What a calendar had at its last sync: a copy of what its server can give again, in a file of its own.
//!
//! For: the sync of calendars. Uses: stored forms, files. Never: what an event means. A file that is lost or damaged costs one full
//! sync.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::record::{decode, encode};
use super::{StoreError, file};
use crate::domain::{Arg, Message, RemoteId};

/// Folder of the copies.
const FOLDER: &str = "calendars";

/// Objects of a calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Objects {
    /// Where the next sync goes on: a sync token or a tag of the server; empty where there is none.
    pub token: String,
    /// The objects, by path.
    pub objects: Vec<Object>,
    /// When it was last synced successfully.
    pub synced: Option<Timestamp>,
    /// Why the last sync failed: identifier and arguments of a text, the identifier under an empty name. Empty if it did not.
    pub error: Vec<(String, String)>,
}

impl Objects {
    /// Keeps why a sync failed.
    pub fn fail(&mut self, why: &Message) {
        let text = |arg: &Arg| match arg {
            Arg::Text(text) => text.clone(),
            Arg::Number(number) => number.to_string(),
        };
        let id = std::iter::once((String::new(), why.id.to_string()));
        self.error = id.chain(why.args.iter().map(|(name, arg)| (name.to_string(), text(arg)))).collect();
    }

    /// Why the last sync failed.
    #[must_use]
    pub fn failure(&self) -> Option<Message> {
        let ((_, id), args) = self.error.split_first()?;
        let args = args.iter().map(|(name, text)| (name.clone().into(), Arg::Text(text.clone())));
        Some(Message { id: id.clone().into(), args: args.collect() })
    }
}

/// An object of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its path at the server.
    pub href: String,
    /// Its version.
    pub etag: String,
    /// Its iCalendar text.
    pub text: String,
}

/// The copy of a calendar; empty where there is none that can be read.
///
/// # Errors
/// The file system refuses it.
pub fn load(store: &Path, calendar: &RemoteId) -> Result<Objects, StoreError> {
    let bytes = file::read(&path(store, calendar))?;
    Ok(bytes.and_then(|bytes| decode(&bytes).ok()).unwrap_or_default())
}

/// Replaces the copy of a calendar.
///
/// # Errors
/// The file system refuses it, or it is too large.
pub fn save(store: &Path, calendar: &RemoteId, objects: &Objects) -> Result<(), StoreError> {
    file::create_folder(&store.join(FOLDER))?;
    file::write(&path(store, calendar), &encode(objects)?)
}

/// Removes the copy of a calendar.
///
/// # Errors
/// The file system refuses it.
pub fn remove(store: &Path, calendar: &RemoteId) -> Result<(), StoreError> {
    file::remove(&path(store, calendar))
}

fn path(store: &Path, calendar: &RemoteId) -> PathBuf {
    store.join(FOLDER).join(format!("{calendar}.objects"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_read_as_it_was_written_and_a_damaged_one_is_empty() {
        let dir = tempfile::tempdir().expect("a folder");
        let id = RemoteId::new("c");
        assert_eq!(load(dir.path(), &id), Ok(Objects::default()));
        let object = Object { href: "/a.ics".into(), etag: "\"1\"".into(), text: "BEGIN:VCALENDAR\r\n".repeat(100) };
        let mut objects = Objects { token: "t".into(), objects: vec![object], ..Objects::default() };
        objects.fail(&Message::new("calendar-refused").with("status", 500u16));
        save(dir.path(), &id, &objects).expect("saved");
        assert_eq!(load(dir.path(), &id), Ok(objects));
        let failure = load(dir.path(), &id).expect("read").failure();
        assert_eq!(failure, Some(Message::new("calendar-refused").with("status", "500")));
        std::fs::write(path(dir.path(), &id), b"broken").expect("written");
        assert_eq!(load(dir.path(), &id), Ok(Objects::default()));
        remove(dir.path(), &id).expect("removed");
        remove(dir.path(), &id).expect("nothing is removed");
    }
}
