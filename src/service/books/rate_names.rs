//! Rates with the names of what they apply to.
//!
//! For: changes of rates, drafts. Uses: tables of names. Never: prices.

use super::shelf::Shelf;
use super::view::RateView;
use crate::domain::ledger::{Client, Level, Person, Project, Rate};
use crate::service::Result;

/// A rate with names.
pub(super) fn rate_view(shelf: &Shelf<'_>, rate: Rate) -> Result<RateView> {
    let (mut client, mut project, mut person) = (None, None, None);
    match &rate.level {
        Level::Company => {}
        Level::Client(id) => client = shelf.value::<Client>(id)?.map(|client| client.party.name),
        Level::Project(on) => project = shelf.value::<Project>(on)?.map(|project| project.name),
        Level::PersonProject(who, on) => {
            project = shelf.value::<Project>(on)?.map(|project| project.name);
            person = shelf.value::<Person>(who)?.map(|person| person.name);
        }
    }
    Ok(RateView { rate, client, project, person })
}
