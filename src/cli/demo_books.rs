//! The demo's own books: two clients, their projects and rates, and a month of time up to today.
//!
//! For: `demo`, where a screen is shown. Uses: the service's use cases, as a person does. Never: the clock; the day comes in.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::error::Result;
use crate::domain::ledger::{Budget, Client, Per, Profile, Project, ProjectState, Vat};
use crate::domain::time::{Span, typed};
use crate::domain::{Address, CompanyId, Currency, Party, RemoteId};
use crate::host::Service;
use crate::sandbox::own::{CLIENTS, NAME, PROJECTS, STREET, WORK};
use crate::service::books::{Approve, BooksEdit, FileEntry, FileTime, NewBooks, RateAsk, Settle, TimeAsk};
use crate::service::cases;

const ZONE: &str = "Europe/Budapest";
/// Days of time.
const DAYS: i64 = 30;
/// Days up to which time is approved.
const APPROVED: i64 = 7;

/// Adds them.
pub(super) async fn add(service: &Service, today: Date) -> Result<()> {
    let party = Party {
        name: NAME.to_owned(),
        tax_number: Some("11111111-2-42".into()),
        address: Address {
            country: Some("HU".into()),
            post_code: Some("1088".into()),
            city: Some("Budapest".into()),
            street: Some(STREET.into()),
        },
        ..Party::default()
    };
    let profile = Profile {
        party,
        group_tax_number: None,
        currency: Currency::new("HUF"),
        zone: ZONE.to_owned(),
        terms_days: 8,
        prefix: "NS".to_owned(),
        vat: Vat::parse("27"),
        closed_until: None,
    };
    let company = service.ask(cases::AddBooks(NewBooks { name: NAME.to_owned(), profile, force: false })).await?.id;
    for (name, tax, currency) in CLIENTS {
        edit(service, company, BooksEdit::AddClient(client(name, tax, currency))).await?;
    }
    for (name, of, hours, amount) in PROJECTS {
        let Some((client, _, currency)) = CLIENTS.get(of) else { continue };
        edit(service, company, BooksEdit::AddProject(project(name, hours), (*client).to_owned())).await?;
        let rate = RateAsk {
            project: Some(name.to_owned()),
            client: None,
            person: None,
            amount: Decimal::from(amount),
            currency: Currency::new(currency.unwrap_or("HUF")),
            per: Per::Hour,
            from: Some(date(2020, 1, 1)),
            until: None,
            increment: None,
            surcharges: Vec::new(),
            cap: None,
        };
        edit(service, company, BooksEdit::SetRate(rate)).await?;
    }
    let (source, entries) = ("demo".to_owned(), entries(today));
    let file = FileTime { source, entries, project: None, person: None, single: true, look: false, update: false };
    service.ask(cases::ImportTime { company, file }).await?;
    let of = TimeAsk { until: today.checked_sub(APPROVED.days()).ok(), ..TimeAsk::default() };
    service.ask(cases::ApproveTime { company, ask: Approve { of, action: Settle::Approve, force: true } }).await?;
    Ok(())
}

async fn edit(service: &Service, company: CompanyId, edit: BooksEdit) -> Result<()> {
    service.ask(cases::EditBooks { company, edit }).await?;
    Ok(())
}

fn client(name: &str, tax: &str, currency: Option<&str>) -> Client {
    Client {
        id: RemoteId::new(""),
        party: Party { name: name.to_owned(), tax_number: Some(tax.into()), ..Party::default() },
        group_tax_number: None,
        currency: currency.map(Currency::new),
        language: None,
        terms_days: None,
        vat: currency.and_then(|_| Vat::parse("EU")),
        buyer_reference: None,
        endpoint: None,
        contact: None,
        archived: false,
    }
}

fn project(name: &str, hours: i64) -> Project {
    Project {
        id: RemoteId::new(""),
        name: name.to_owned(),
        client: RemoteId::new(""),
        state: ProjectState::Active,
        budget: (hours > 0).then_some(Budget::Time(hours * 3_600)),
        billable: true,
        increment: None,
        note: String::new(),
    }
}

/// Two or three entries each working day; one of them overlaps, so that there is something to mend.
fn entries(today: Date) -> Vec<FileEntry> {
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    let mut entries = Vec::new();
    let mut turn = WORK.iter().cycle();
    for back in (0..DAYS).rev() {
        let Ok(day) = today.checked_sub(back.days()) else { continue };
        if day.weekday().to_monday_zero_offset() > 4 {
            continue;
        }
        let some = 2 + usize::from(back % 3 == 0);
        let mut until: Option<jiff::Timestamp> = None;
        for (from, to, project, task) in turn.by_ref().take(some) {
            let at = |clock: &str| typed::moment(clock, day, &zone).ok();
            let Some((start, end)) = at(from).zip(at(to)) else { continue };
            // The newest day alone has an overlap.
            if back > 1 && until.is_some_and(|until| start < until) {
                continue;
            }
            until = Some(until.map_or(end, |until| until.max(end)));
            let Some((name, ..)) = PROJECTS.get(*project) else { continue };
            entries.push(FileEntry {
                line: entries.len() as u64 + 1,
                id: format!("{day} {from} {}", entries.len()),
                older: String::new(),
                span: Span::Clock { start, end, zone: ZONE.to_owned() },
                person: String::new(),
                client: String::new(),
                project: (*name).to_owned(),
                task: (*task).to_owned(),
                note: String::new(),
                tags: Vec::new(),
                billable: None,
                raw: String::new(),
            });
        }
    }
    entries
}
