//! Opens a document's PDF, its public address or the folder of the PDFs with the user's own program, never through a shell. On
//! another machine, over SSH, the place is shown as a link and copied instead.
//!
//! For: the pages of invoices, and [`super::work`], which fetches and starts. Never: a program from outside the configuration.

use std::path::PathBuf;

use super::event::Effect;
use super::form::invoice::is_own;
use super::jobs::Work;
use super::model::Model;
use super::notice::Severity;
use super::outside::Opened;
use super::pages::PageId;
use super::pick::{Choice, Entry};
use super::shared::Shared;
use crate::config::Open;
use crate::domain::{Message, RecordKey};

/// The program that opens something from here; `None` where the place is shown and copied instead.
fn program(cx: &Shared, what: Opened) -> Option<&[String]> {
    let program = what.program(&cx.open);
    let is_away = cx.opening.remote && Open::is_desktop(program);
    (!cx.read_only && !program.is_empty() && !is_away).then_some(program)
}

/// The entries of the menu. Own books have no service with a public address.
pub(crate) fn entries(model: &Model) -> Vec<Entry> {
    let cx = &model.shared;
    let own = document(model).is_some_and(|(key, _)| is_own(cx, key.company));
    let one = |(what, id): (Opened, &'static str)| {
        let entry = Entry::new(cx.locale.get(id), Choice::Outside(what));
        match program(cx, what) {
            Some(program) => entry.note(program.join(" ")),
            None => entry.note(cx.locale.get("tui-open-copies")),
        }
    };
    Opened::ALL.into_iter().filter(|(what, _)| !own || *what != Opened::Url).map(one).collect()
}

/// The document that is meant, with its number.
fn document(model: &Model) -> Option<(RecordKey, String)> {
    if model.shared.page == PageId::Invoice {
        let detail = model.pages.invoice.shown()?;
        return Some((detail.stored.key(), detail.stored.entity.number.clone()));
    }
    let row = model.pages.invoices.list.current()?;
    Some((row.key(), row.number.to_string()))
}

/// Begins to open something of the document that is shown or under the cursor.
pub(crate) fn choose(model: &mut Model, what: Opened) -> Vec<Effect> {
    if model.shared.masked {
        model.shared.say(Message::new("tui-open-masked"), Severity::Look);
        return Vec::new();
    }
    let Some((key, number)) = document(model) else { return Vec::new() };
    let cx = &mut model.shared;
    let folder = match (&cx.opening.folder, what) {
        (Some(folder), _) => folder.clone(),
        (None, Opened::Url) => PathBuf::new(),
        (None, _) => {
            cx.say(Message::new("tui-open-nowhere"), Severity::Look);
            return Vec::new();
        }
    };
    let program = program(cx, what).map(<[String]>::to_vec);
    let work = Work::Open { key, number, what, program, folder };
    let id = cx.jobs.add(work.clone(), cx.now);
    vec![Effect::StartJob(id, work)]
}
