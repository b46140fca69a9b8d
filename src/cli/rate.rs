//! `faktura rate`: prices of time and their validity.

use super::args::books::{RateCommand, RateListArgs, RateSetArgs};
use super::books::{in_books, increment, maybe_day, seconds, tell, view, wrong};
use super::context::App;
use super::error::{Exit, Result};
use super::out::{with, word};
use super::table::{Column, Table};
use crate::billing::applying;
use crate::domain::ledger::{Per, Rate, Retainer, Surcharge};
use crate::domain::{Currency, Message, RemoteId, text};
use crate::json::BooksJson;
use crate::query::fold;
use crate::service::books::{BooksEdit, BooksView, Edited, RateAsk, RateView};
use crate::service::cases;

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: RateCommand) -> Result {
    match command {
        RateCommand::Set(args) => set(app, &args).await?,
        RateCommand::List(args) => list(app, &args).await?,
    }
    Ok(Exit::Done)
}

async fn set(app: &mut App, args: &RateSetArgs) -> Result<()> {
    let per = match args.per.as_str() {
        "hour" => Per::Hour,
        "day" => Per::Day(seconds(&args.day)?),
        "fixed" => Per::Fixed,
        "retainer" => {
            let (Some(hours), Some(overage)) = (args.included, args.overage) else {
                return Err(wrong(Message::new("cli-retainer-needs")));
            };
            let seconds = hours.checked_mul(3600.into()).and_then(|seconds| i64::try_from(seconds.round()).ok());
            let included = seconds.filter(|seconds| *seconds >= 0);
            let included = included.ok_or_else(|| wrong(with("books-bad-amount", "amount", hours.to_string())))?;
            Per::Retainer(Retainer { included, overage })
        }
        other => return Err(wrong(with("cli-not-a-unit", "text", other))),
    };
    let surcharges = args.surcharge.iter().map(|given| surcharge(given)).collect::<Result<Vec<_>>>()?;
    let increment = increment(&args.steps)?;
    let currency = args.currency.as_deref().map_or_else(Currency::unsaid, Currency::new);
    let (edited, until) = in_books(app, &args.at, async |app, service, company| {
        let (from, until) = (maybe_day(app, args.from.as_ref())?, maybe_day(app, args.until.as_ref())?);
        let ask = RateAsk {
            project: args.project.clone(),
            client: args.client.clone(),
            person: args.person.clone(),
            amount: args.amount,
            currency,
            per,
            from,
            until,
            increment,
            surcharges,
            cap: args.cap,
        };
        Ok((service.ask(cases::EditBooks { company, edit: BooksEdit::SetRate(ask) }).await?, until))
    })
    .await?;
    tell(app, &edited, args.at.json)?;
    // A rate that ends before today because a later one is there prices nothing from now on.
    if let Edited::Rate(view) = &edited
        && let Some(end) = view.rate.until.filter(|end| Some(*end) != until && *end <= app.today_of_books())
        && !args.at.json
    {
        app.out.warn(&with("cli-books-rate-past", "until", end.to_string()));
    }
    Ok(())
}

/// Weekdays as they are typed.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// `sat,sun:0-24:100`, `mon-fri:22-6:50`.
fn surcharge(given: &str) -> Result<Surcharge> {
    let bad = || wrong(with("cli-not-a-surcharge", "text", given));
    let mut parts = given.split(':');
    let (Some(days), Some(hours), Some(percent), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(bad());
    };
    let day = |word: &str| DAYS.iter().position(|day| *day == word.trim().to_lowercase()).ok_or_else(bad);
    let mut weekdays = 0u8;
    for part in days.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        for index in day(first)?..=day(last)? {
            weekdays |= 1 << index;
        }
    }
    let (from, until) = hours.split_once('-').ok_or_else(bad)?;
    let hour = |text: &str| text.trim().parse::<i32>().ok().filter(|hour| (0..=24).contains(hour)).ok_or_else(bad);
    let (from, until) = (hour(from)? * 3600, hour(until)? * 3600);
    let percent = percent.trim_end_matches('%').parse().map_err(|_| bad())?;
    if weekdays == 0 || from >= until {
        return Err(bad());
    }
    Ok(Surcharge { weekdays, from, until, percent })
}

async fn list(app: &mut App, args: &RateListArgs) -> Result<()> {
    let mut view = view(app, &args.at).await?;
    let date = maybe_day(app, args.date.as_ref())?;
    if let Some(project) = &args.project {
        narrow(&mut view, project, args.person.as_deref(), date)?;
    } else if let Some(date) = date {
        view.rates.retain(|view| view.rate.covers(date));
    }
    if args.at.json {
        let json = BooksJson::new(&view);
        return Ok(app.out.json(&BooksJson { rates: json.rates, ..BooksJson::bare(&view) })?);
    }
    table(app, &view.rates)
}

/// Leaves the rate that would apply to a project, and a person, on a day: what a part of an entry on that day would be priced by.
fn narrow(view: &mut BooksView, project: &str, person: Option<&str>, date: Option<jiff::civil::Date>) -> Result<()> {
    let folded = fold(project);
    let found =
        view.projects.iter().find(|view| view.project.id.as_str() == project || fold(&view.project.name).contains(&folded));
    let found = found.ok_or_else(|| wrong(with("books-no-project", "wanted", project)))?.project.clone();
    let nobody = RemoteId::new("");
    let who = match person {
        Some(person) => {
            let folded = fold(person);
            let known = view.people.iter().find(|known| fold(&known.name).contains(&folded));
            known.ok_or_else(|| wrong(with("books-no-person", "wanted", person)))?.id.clone()
        }
        None => nobody,
    };
    let rates: Vec<Rate> = view.rates.iter().map(|view| view.rate.clone()).collect();
    let applies = applying(&rates, &who, &found, date.unwrap_or(view.today)).map(|rate| rate.id.clone());
    view.rates.retain(|view| Some(&view.rate.id) == applies.as_ref());
    Ok(())
}

fn table(app: &mut App, rates: &[RateView]) -> Result<()> {
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::left(title("cli-col-level")),
        Column::cut(title("cli-col-for")),
        Column::right(title("books-col-amount")),
        Column::left(title("cli-col-per")),
        Column::left(title("cli-col-from")),
        Column::left(title("books-col-until")),
    ]);
    for view in rates {
        let (rate, locale) = (&view.rate, app.out.locale());
        let of: Vec<&str> = [&view.client, &view.project, &view.person].into_iter().filter_map(|of| of.as_deref()).collect();
        table.row(vec![
            word(locale, "books-level", rate.level.as_str()).into(),
            text::clean(&of.join(" × ")).to_string().into(),
            locale.money(rate.amount, &rate.currency).into(),
            word(locale, "books-per", rate.per.as_str()).into(),
            locale.date(rate.from).into(),
            rate.until.and_then(|until| until.yesterday().ok()).map_or_else(|| "–".to_owned(), |until| locale.date(until)).into(),
        ]);
    }
    Ok(app.out.table(&table)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surcharges_as_people_type_them() {
        let Ok(weekend) = surcharge("sat-sun:0-24:100") else { panic!("a surcharge") };
        assert_eq!((weekend.weekdays, weekend.from, weekend.until), (0b110_0000, 0, 86_400));
        let Ok(night) = surcharge("mon,wed:22-24:50%") else { panic!("a surcharge") };
        assert_eq!((night.weekdays, night.from), (0b000_0101, 22 * 3600));
        for wrong in ["", "mon", "mon:22-6:50", "xxx:0-24:1", "mon:0-25:1", "mon:0-24:x"] {
            assert!(surcharge(wrong).is_err(), "{wrong}");
        }
    }
}
