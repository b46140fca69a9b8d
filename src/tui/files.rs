//! Files that jobs write: their paths, their errors, the thread that writes.

use std::path::{Path, PathBuf};

use crate::domain::Message;
use crate::error::{Error, ErrorKind};

/// A path as people write it: `~` is the home folder.
pub(crate) fn expand(path: PathBuf) -> PathBuf {
    match path.strip_prefix("~") {
        Ok(rest) => directories::BaseDirs::new().map_or(path.clone(), |folders| folders.home_dir().join(rest)),
        Err(_) => path,
    }
}

/// The name of a file for a document without its ending: its number as far as a file's name allows, else its identifier.
pub(crate) fn plain_name(number: &str, id: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let short = |text: &str| text.chars().map(plain).take(80).collect::<String>();
    // Neither hidden nor taken for an option.
    let name = short(number).trim_start_matches(['.', '-']).to_owned();
    if name.is_empty() { format!("document-{}", short(id)) } else { name }
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
