//! The books that the pages of time, projects and drafts are about: the company, its clients and projects, the timer.
//!
//! For: those pages, their forms and the first line of the screen. Pure: what is read is put in by the page of time. Never: a page.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::load::Load;
use super::mask;
use crate::domain::ledger::{Client, ProjectState};
use crate::domain::time::lint::Lint;
use crate::domain::{Company, CompanyId, RemoteId};
use crate::query::fold;
use crate::service::books::{BooksView, ProjectView, TimerView};

/// The books that are shown.
#[derive(Debug, Default)]
pub(crate) struct Books {
    /// Companies with own books.
    pub(crate) companies: Load<Vec<Company>>,
    /// The place of the one that is shown.
    at: usize,
    /// Its clients, projects and people.
    pub(crate) view: Load<Box<BooksView>>,
    /// The timer of the user of this screen, in the company that is shown.
    pub(crate) timer: Option<TimerView>,
    /// What is worth a look about the entries that are shown.
    pub(crate) lints: BTreeMap<RemoteId, Vec<Lint>>,
    /// Goes up with each change that was made here: what is shown is read again.
    pub(crate) version: u64,
    /// Goes up with each view that was read.
    pub(crate) read: u64,
}

impl Books {
    /// The company that is shown.
    pub(crate) fn company(&self) -> Option<&Company> {
        self.companies.ready()?.get(self.at)
    }

    /// Its identifier.
    pub(crate) fn id(&self) -> Option<CompanyId> {
        self.company().map(|company| company.id)
    }

    /// Its clients, projects and people, once they are here.
    pub(crate) fn here(&self) -> Option<&BooksView> {
        self.view.ready().map(Box::as_ref).filter(|view| Some(view.company.id) == self.id())
    }

    /// Takes the list of companies; the one that is shown stays where it is still there.
    pub(crate) fn list(&mut self, companies: Load<Vec<Company>>) {
        let shown = self.id();
        self.companies = companies;
        let all = self.companies.ready().map_or(&[][..], Vec::as_slice);
        self.at = all.iter().position(|company| Some(company.id) == shown).unwrap_or(0);
        if self.id() != shown {
            self.forget();
        }
    }

    /// Turns to the next company, or to the one before; false if there is no other.
    pub(crate) fn turn(&mut self, forward: bool) -> bool {
        let count = self.companies.ready().map_or(0, Vec::len);
        if count < 2 {
            return false;
        }
        self.at = if forward { (self.at + 1) % count } else { (self.at + count - 1) % count };
        self.forget();
        true
    }

    fn forget(&mut self) {
        (self.view, self.timer) = (Load::Loading, None);
        self.lints.clear();
        self.version += 1;
    }

    /// Takes the view of the books; customers are hidden where they are.
    pub(crate) fn came(&mut self, view: Load<Box<BooksView>>, masked: bool) {
        self.view = view;
        self.read += 1;
        if let (Load::Ready(view), true) = (&mut self.view, masked) {
            view.clients.iter_mut().for_each(|client| client.party.name = mask::name(&client.party.name));
            for project in &mut view.projects {
                project.client = mask::name(&project.client);
                project.project.name = mask::name(&project.project.name);
            }
        }
    }

    /// The zone of the company; `otherwise` until it is known.
    pub(crate) fn zone(&self, otherwise: &TimeZone) -> TimeZone {
        let zone = self.here().and_then(|view| TimeZone::get(&view.profile.zone).ok());
        zone.unwrap_or_else(|| otherwise.clone())
    }

    /// Today in the zone of the company.
    pub(crate) fn today(&self, now: Timestamp, zone: &TimeZone) -> Date {
        now.to_zoned(self.zone(zone)).date()
    }

    /// The person that a user is.
    pub(crate) fn person(&self, user: &str) -> Option<&str> {
        self.here()?.people.iter().find(|person| person.user == user).map(|person| person.name.as_str())
    }

    /// Names of the projects that take time.
    pub(crate) fn projects(&self) -> Vec<String> {
        let all = self.here().map_or(&[][..], |view| view.projects.as_slice());
        let open = all.iter().filter(|view| view.project.state == ProjectState::Active);
        open.map(|view| view.project.name.clone()).collect()
    }

    /// Names of the clients that are not archived.
    pub(crate) fn clients(&self) -> Vec<String> {
        let all = self.here().map_or(&[][..], |view| view.clients.as_slice());
        all.iter().filter(|client| !client.archived).map(|client| client.party.name.clone()).collect()
    }

    /// The project of an identifier or a name.
    pub(crate) fn project(&self, wanted: &str) -> Option<&ProjectView> {
        let all = self.here()?.projects.as_slice();
        let open = |view: &&ProjectView| view.project.state != ProjectState::Archived && fold(&view.project.name) == fold(wanted);
        all.iter().find(|view| view.project.id.as_str() == wanted).or_else(|| all.iter().find(open))
    }

    /// The client of an identifier or a name.
    pub(crate) fn client(&self, wanted: &str) -> Option<&Client> {
        let all = self.here()?.clients.as_slice();
        let named = |client: &&Client| fold(&client.party.name) == fold(wanted);
        all.iter().find(|client| client.id.as_str() == wanted).or_else(|| all.iter().find(named))
    }

    /// Seconds that the timer runs.
    pub(crate) fn runs(&self, now: Timestamp) -> Option<i64> {
        let timer = self.timer.as_ref()?.running.as_ref()?;
        Some(now.duration_since(timer.start).as_secs().max(0))
    }
}
