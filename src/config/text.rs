//! Reading the text of a configuration or theme file.
//!
//! For: files of a person. Never: what the text means.

use std::path::Path;

use super::{ConfigError, reader};

/// Size limit of a configuration.
const MAX_BYTES: u64 = 1 << 20;

/// The file's text; empty when there is no file.
pub(super) fn read(path: &Path) -> Result<String, ConfigError> {
    use std::io::Read;

    let unreadable = |detail: String| ConfigError::Unreadable { path: path.to_path_buf(), detail };
    let file = match crate::process::open_file(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(String::new()),
        Err(error) => return Err(unreadable(error.to_string())),
    };
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|e| unreadable(e.to_string()))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(unreadable("> 1 MB".to_owned()));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes());
        ConfigError::Syntax { place: reader::place(path, &text, at), detail: "not UTF-8".to_owned() }
    })
}
