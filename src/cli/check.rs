//! `faktura check`: looks at every record, and mends what can be mended.

use super::args::CheckArgs;
use super::company::is_yes;
use super::context::{App, close};
use super::error::{CliError, Exit, Result};
use super::out::{with, word};
use super::style::Style;
use super::table::{Column, Table};
use crate::domain::{CompanyId, Message};
use crate::error::ErrorKind;
use crate::host::{Service, maintenance};
use crate::service::books::Unsound;
use crate::service::cases;
use crate::service::{CheckReport, DamageKind};

/// Damage shown at most.
const SHOWN: usize = 200;

/// Checks, tells, and lets the exit code say how it stands.
pub(super) async fn run(app: &mut App, args: &CheckArgs) -> Result {
    let options = app.options()?;
    let mut report = maintenance::check(&options, args.repair).await?;
    tell(app, &report, args.repair, options.config.store.is_shared())?;
    let lacking = report.books.len();
    for name in &args.give_up {
        let given_up = give_up(app, name, args.yes).await?;
        report.books.retain(|company| *company != given_up);
    }
    let given_up = report.books.len() < lacking;
    // Of what was repaired some may come from own records alone.
    if args.repair || is_clean(&report) {
        let (add_up, mended) = books_add_up(app, args.repair, &report.books).await?;
        if !add_up {
            return Ok(Exit::As(ErrorKind::Failed));
        }
        if is_clean(&report) && (mended > 0 || given_up) {
            return Ok(Exit::As(ErrorKind::Partial));
        }
    }
    Ok(exit(&report, args.repair))
}

/// Goes on with what is left of the books of a company, once a person says so.
async fn give_up(app: &mut App, name: &str, yes: bool) -> Result<CompanyId> {
    let service = app.open().await?;
    let given_up = ask_and_give_up(app, &service, name, yes).await;
    close(service).await;
    given_up
}

async fn ask_and_give_up(app: &mut App, service: &Service, name: &str, yes: bool) -> Result<CompanyId> {
    let company = service.ask(cases::FindCompany(name.to_owned())).await?;
    if !yes {
        if !app.input.is_terminal {
            return Err(CliError::GiveUpNeedsYes.into());
        }
        app.out.ask(&with("cli-ask-give-up", "company", company.name.as_str()));
        let answer = app.input.line(&app.interrupt).await?.unwrap_or_default();
        if !is_yes(&answer) {
            return Err(CliError::NotGivenUp.into());
        }
    }
    let prefix = service.ask(cases::GiveUpBooks { company: company.id }).await?;
    app.out.say(&with("cli-check-given-up", "company", company.name.as_str()).with("prefix", prefix))?;
    Ok(company.id)
}

/// Whether own books add up, of a store that is whole, and how many rows of lists were mended before; tells what does not add up.
async fn books_add_up(app: &mut App, repair: bool, lacking: &[CompanyId]) -> Result<(bool, u64)> {
    let service = app.open().await?;
    let looked = look(&service, repair, lacking).await;
    close(service).await;
    let (found, mended) = looked?;
    if mended > 0 {
        app.out.say(&with("cli-check-relisted", "count", mended))?;
    }
    for unsound in &found {
        app.out.say(&with("cli-check-books", "company", unsound.company.as_str()).with("what", app.out.text(&unsound.what)))?;
    }
    Ok((found.is_empty(), mended))
}

/// Looks at own books, except books that lack records: nothing of them is shown.
async fn look(service: &Service, repair: bool, lacking: &[CompanyId]) -> Result<(Vec<Unsound>, u64)> {
    let (mut found, mut mended) = (Vec::new(), 0);
    for company in service.ask(cases::OwnCompanies).await?.into_iter().filter(|company| !lacking.contains(&company.id)) {
        if repair {
            mended += service.ask(cases::RelistBooks { company: company.id }).await?;
        }
        found.extend(service.ask(cases::CheckBooks { company: company.id }).await?);
    }
    Ok((found, mended))
}

const fn is_clean(report: &CheckReport) -> bool {
    report.damage.is_empty() && report.resync.is_empty() && report.books.is_empty()
}

/// 0 all is well, 3 it was mended, 4 it is damaged.
fn exit(report: &CheckReport, repair: bool) -> Exit {
    match (is_clean(report), repair) {
        (true, _) => Exit::Done,
        (false, true) if report.books.is_empty() && report.repaired >= report.damage.len() as u64 => Exit::As(ErrorKind::Partial),
        (false, _) => Exit::As(ErrorKind::Failed),
    }
}

fn tell(app: &mut App, report: &CheckReport, repair: bool, shared: bool) -> Result<()> {
    // A database is restored with its own tools.
    let of = |files: &'static str, database: &'static str| if shared { database } else { files };
    let locale = app.out.locale();
    if !report.damage.is_empty() {
        let mut table = Table::new(vec![Column::left(locale.get("cli-col-damage")), Column::left(locale.get("cli-col-place"))]);
        for damage in report.damage.iter().take(SHOWN) {
            table.row(vec![word(locale, "cli-damage", kind(damage.kind)).into(), damage.place.as_str().into()]);
        }
        app.out.table(&table)?;
        if report.damage.len() > SHOWN {
            app.out.say(&with("cli-check-more", "count", report.damage.len() - SHOWN))?;
        }
    }
    // Books that lack something are not whole, also where every place that is left is.
    let places = report.damage.len().max(report.books.len());
    let summary = with("cli-check-summary", "records", locale.count(report.records)).with("count", places);
    let style = if places == 0 { Style::Green } else { Style::Red };
    app.out.styled(&locale.text(&summary), style)?;
    if repair && !report.damage.is_empty() {
        app.out.say(&with("cli-check-repaired", "count", report.repaired))?;
        // What a person does about keys is told below.
        let keys = report.damage.iter().filter(|damage| damage.is_of_secret() && damage.company.is_some()).count();
        if report.repaired < report.damage.len().saturating_sub(keys) as u64 {
            app.out.note(&Message::new(of("cli-check-restore", "cli-check-restore-database")));
        }
    } else if report.damage.iter().any(|damage| damage.kind != DamageKind::Lost && !damage.is_of_secret()) {
        app.out.note(&Message::new("cli-check-hint"));
    }
    for hint in &report.hints {
        app.out.note(hint);
    }
    for company in &report.books {
        app.out.note(&with(of("cli-check-books-lack", "cli-check-books-lack-database"), "id", company.to_string()));
    }
    for company in &report.resync {
        app.out.note(&with("cli-check-resync", "id", company.to_string()));
    }
    Ok(())
}

const fn kind(kind: crate::service::DamageKind) -> &'static str {
    use crate::service::DamageKind as K;
    match kind {
        K::Checksum => "checksum",
        K::Undecodable => "undecodable",
        K::Orphan => "orphan",
        K::Index => "index",
        K::Journal => "journal",
        K::Missing => "missing",
        K::Lost => "lost",
        K::Unusable => "unusable",
        K::Closed => "closed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::Damage;

    #[test]
    fn the_exit_code_tells_damage_from_what_was_mended() {
        let clean = CheckReport::default();
        assert_eq!(exit(&clean, false), Exit::Done);
        assert_eq!(exit(&clean, true), Exit::Done);
        let damage = Damage { place: "invoices/1".to_owned(), kind: DamageKind::Checksum, company: None };
        let damaged = CheckReport { damage: vec![damage], ..CheckReport::default() };
        assert_eq!(exit(&damaged, false), Exit::As(ErrorKind::Failed));
        assert_eq!(exit(&damaged, true), Exit::As(ErrorKind::Failed), "nothing of it could be mended");
        let mended = CheckReport { repaired: 1, ..damaged };
        assert_eq!(exit(&mended, true), Exit::As(ErrorKind::Partial));
        let lacking = CheckReport { resync: vec![CompanyId(1)], ..CheckReport::default() };
        assert_eq!(exit(&lacking, true), Exit::As(ErrorKind::Partial));
        let lacking = CheckReport { books: vec![CompanyId(1)], ..CheckReport::default() };
        assert_eq!(exit(&lacking, true), Exit::As(ErrorKind::Failed), "no sync brings that back");
    }
}
