//! Numbers of own books that this machine saw being given and that the store does not know any more.

use super::{Finding, Known, Surroundings};
use crate::service::{NumberMemory, Present, lost_numbers};
use crate::store::inspect::{self, Numbered};

const AREA: &str = "numbers";

/// Compares what the journal of a store in files tells.
pub(super) fn look(it: &Surroundings, known: &mut Known) -> Vec<Finding> {
    if known.owner.is_some() || !it.paths.numbers().exists() {
        return Vec::new();
    }
    // Read first: what is given meanwhile is no sign of the past.
    let memory = NumberMemory::at(it.paths.numbers(), it.paths.store.display().to_string());
    memory.read();
    behind(it, &memory, &inspect::numbered(&it.paths.store))
}

/// Series of which the store has lost the last numbers.
pub(super) fn behind(it: &Surroundings, memory: &NumberMemory, books: &[Numbered]) -> Vec<Finding> {
    let all = Present::of(books.iter().map(|(company, _)| company));
    let mut found = Vec::new();
    for (company, series) in books {
        for lost in lost_numbers(memory, (company, &all), series) {
            let message = lost.message(&company.name);
            found.push(Finding { message, ..Finding::fail(AREA, "books-behind") }.hint(lost.hint(&company.name)));
        }
    }
    if found.is_empty() && memory.is_damaged() {
        found.push(Finding::warn(AREA, "doctor-numbers-damaged").path(&it.paths.numbers()));
    }
    found
}
