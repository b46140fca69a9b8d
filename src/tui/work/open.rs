//! Opens something of a document: fetches it where it must be here, then starts the user's program, or tells the place.
//!
//! For: jobs. The program gets neither the terminal nor a shell nor our secrets, and lives on when the screen is left.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command as Process;

use super::JobContext;
use super::pdf::{file_name, is_shared};
use crate::domain::{Message, RecordKey};
use crate::error::{Error, ErrorKind};
use crate::process::{hide_secrets, machine, private_folder};
use crate::service::cases;
use crate::tui::event::Event;
use crate::tui::files::{blocking, failed, put};
use crate::tui::jobs::Step;
use crate::tui::outside::{Opened, argv};

/// A program that ends sooner and badly did not open anything.
const WATCHED: Duration = Duration::from_secs(3);
/// PDFs that are kept for viewers; the oldest ones go.
const KEPT: usize = 50;

/// Opens it; returns what to say about it.
pub(super) async fn open(
    cx: &JobContext,
    (key, number): (RecordKey, String),
    what: Opened,
    program: Option<Vec<String>>,
    folder: PathBuf,
) -> Result<Message, Error> {
    cx.tell(0, 1);
    let (target, link) = match what {
        Opened::Url => {
            let address = cx.service.ask(cases::PublicUrl(key)).await?;
            // It comes from outside: nothing but a plain address is given to a program.
            if !address.starts_with("https://") || !address.bytes().all(|byte| byte.is_ascii_graphic()) {
                return Err(Error::new(ErrorKind::Failed, Message::new("tui-open-bad-url").with("number", number)));
            }
            (address.clone(), address)
        }
        Opened::Pdf | Opened::Folder => {
            let file = fetch(cx, key, folder.clone()).await?;
            let place = if what == Opened::Pdf { file } else { folder };
            (place.display().to_string(), file_link(&place))
        }
    };
    let Some(program) = program else {
        // The receiver is gone once the screen was left.
        let _ = cx.sender.send(Event::Job(cx.id, Step::Offered { link, copied: target.clone() }));
        return Ok(Message::new("tui-open-copied").with("place", target));
    };
    start(argv(&program, &target)).await?;
    Ok(Message::new("tui-opened").with("place", target).with("program", program.first().cloned().unwrap_or_default()))
}

/// Saves the PDF of a document into the folder.
async fn fetch(cx: &JobContext, key: RecordKey, folder: PathBuf) -> Result<PathBuf, Error> {
    let detail = cx.service.ask(cases::ReadInvoice(key.clone())).await?;
    let row = detail.map(|detail| detail.row()).ok_or_else(|| Error::new(ErrorKind::Failed, Message::new("tui-gone-detail")))?;
    let bytes = cx.service.ask(cases::Pdf(key)).await?;
    let path = folder.join(file_name(&row, is_shared(cx).await?));
    let file = path.clone();
    blocking(move || {
        private_folder(&folder).map_err(|error| failed(&folder, &error))?;
        // What was printed anew, such as after a credit, replaces what was opened before.
        let _ = std::fs::remove_file(&file);
        put(&file, &bytes)?;
        prune(&folder);
        Ok(())
    })
    .await?;
    Ok(path)
}

/// Removes the oldest PDFs of the folder beyond [`KEPT`].
fn prune(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let age = |entry: std::fs::DirEntry| {
        let is_pdf = entry.path().extension().is_some_and(|extension| extension == "pdf");
        is_pdf.then(|| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))?
    };
    let mut files: Vec<_> = entries.flatten().filter_map(age).collect();
    files.sort_unstable();
    for (_, path) in files.iter().take(files.len().saturating_sub(KEPT)) {
        let _ = std::fs::remove_file(path);
    }
}

/// A file of this machine as an address.
fn file_link(path: &Path) -> String {
    let url = url::Url::from_file_path(path).ok().and_then(|mut url| {
        url.set_host(Some(&machine())).ok()?;
        Some(url)
    });
    url.map_or_else(|| path.display().to_string(), String::from)
}

/// Starts a program in a group of its own and leaves it alone.
async fn start(argv: Vec<String>) -> Result<(), Error> {
    let Some((program, arguments)) = argv.split_first() else { return Ok(()) };
    let refused = |detail: String| {
        let message = Message::new("tui-open-failed").with("program", program.as_str()).with("detail", detail);
        Error::new(ErrorKind::Failed, message)
    };
    let mut process = Process::new(program);
    process.args(arguments).process_group(0);
    process.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    hide_secrets(process.as_std_mut());
    let mut child = process.spawn().map_err(|error| refused(error.to_string()))?;
    match tokio::time::timeout(WATCHED, child.wait()).await {
        Ok(Ok(status)) if !status.success() => Err(refused(status.to_string())),
        Ok(Err(error)) => Err(refused(error.to_string())),
        // It ended well, or is at work.
        Ok(Ok(_)) | Err(_) => Ok(()),
    }
}
