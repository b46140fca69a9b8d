//! Files that jobs and forms write: their names, their errors, the thread that writes.

use std::io::{ErrorKind as Io, Write};
use std::path::{Path, PathBuf};

use crate::domain::Message;
use crate::error::{Error, ErrorKind};
use crate::process::{Existing, WholeFile};

/// A path as people write it: `~` is the home folder.
pub(crate) fn expand(path: PathBuf) -> PathBuf {
    match path.strip_prefix("~") {
        Ok(rest) => directories::BaseDirs::new().map_or(path.clone(), |folders| folders.home_dir().join(rest)),
        Err(_) => path,
    }
}

/// The name of a file for a document without its ending: its number as far as a file's name allows, else its identifier.
pub(crate) fn plain_name(number: &str, id: &str) -> String {
    let name = number_part(number);
    if name.is_empty() { format!("document-{}", plain(id, LONGEST)) } else { name }
}

/// Characters of a number in a file's name at most.
const LONGEST: usize = 80;

/// A number as the beginning of a file's name: neither hidden nor taken for an option.
pub(crate) fn number_part(number: &str) -> String {
    plain(number, LONGEST).trim_start_matches(['.', '-']).to_owned()
}

/// A text as a part of a file's name, of so many characters at most.
pub(crate) fn plain(text: &str, most: usize) -> String {
    let one = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    text.chars().map(one).take(most).collect()
}

/// Writes a file with mode 0600, whole or not at all; false where one is there already: it is not touched. Blocks.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> Result<bool, Error> {
    let written = WholeFile::begin(path, Existing::Keep).and_then(|file| {
        file.temporary().as_file().write_all(bytes)?;
        file.put()
    });
    match written {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == Io::AlreadyExists => Ok(false),
        Err(error) => Err(failed(path, &error)),
    }
}

/// The same, where a file that is there is an error. Blocks.
pub(crate) fn put_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if put(path, bytes)? { Ok(()) } else { Err(refused("tui-job-exists", path)) }
}

pub(crate) fn refused(id: &'static str, place: &Path) -> Error {
    Error::new(ErrorKind::Usage, Message::new(id).with("place", place.display().to_string()))
}

pub(crate) fn failed(place: &Path, error: &std::io::Error) -> Error {
    let message = Message::new("tui-job-failed").with("place", place.display().to_string());
    Error::new(ErrorKind::Failed, message.with("detail", error.to_string()))
}

/// Runs blocking work on a thread for it.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(Error::new(ErrorKind::Unexpected, Message::new("service-task-died").with("detail", error.to_string()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xml");
        assert!(put(&path, b"one").unwrap());
        assert!(!put(&path, b"two").unwrap());
        assert_eq!(put_new(&path, b"two").unwrap_err().message.id, "tui-job-exists");
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn names_of_files_are_neither_hidden_nor_options() {
        assert_eq!(plain_name("-1/2026 é", "9"), "1_2026_é");
        assert_eq!(plain_name("..", "-9"), "document--9");
        assert_eq!(number_part("../../etc"), "_.._etc");
    }
}
