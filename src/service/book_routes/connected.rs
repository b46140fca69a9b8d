//! Calendars, the archive and people at Slack: what they are connected with.

use super::Asking;
use crate::domain::CompanyId;
use crate::domain::calendar::Keep;
use crate::service::books::NewCalendar;
use crate::service::books::asked::{Asked, SlackAsk};
use crate::service::cases::{
    AddCalendar, ArchiveDocuments, CalendarChange, ChangeCalendar, SetSlackPerson, SlackPeople, VerifyArchive,
};
use crate::service::{Given, Kind, Param, Result, Route};

const COMPANY: Param = Param::new("company", Kind::Number, "The company's number");
const CALENDAR: Param = Param::new("calendar", Kind::Text, "The calendar's identifier or name");
const USER: Param = Param::new("user", Kind::Text, "The user at Slack, such as U012AB3CD");

/// Connects a calendar.
pub(crate) struct ConnectCalendar;

impl Asking for ConnectCalendar {
    type Case = AddCalendar;
    type Body = Asked<NewCalendar>;
    const ROUTE: Route = Route::post("/v1/companies/{company}/calendars", "add_calendar", "calendars")
        .about("Connects a calendar: it is asked first, and its password or private address is sealed.")
        .params(&[COMPANY]);

    fn read(given: &Given, Asked(body): Asked<NewCalendar>) -> Result<AddCalendar> {
        Ok(AddCalendar { company: given.company()?, calendar: body? })
    }
}

/// Disconnects a calendar.
pub(crate) struct DisconnectCalendar;

impl Asking for DisconnectCalendar {
    type Case = ChangeCalendar;
    type Body = ();
    const ROUTE: Route = Route::delete("/v1/companies/{company}/calendars/{calendar}", "remove_calendar", "calendars")
        .about("Disconnects a calendar; entries stay, and so do the events there.")
        .params(&[COMPANY, CALENDAR])
        .status(204, "Done");

    fn read(given: &Given, (): ()) -> Result<ChangeCalendar> {
        change(given, CalendarChange::Remove)
    }
}

/// Decides about a conflict.
pub(crate) struct ResolveConflict;

impl Asking for ResolveConflict {
    type Case = ChangeCalendar;
    type Body = Keep;
    const ROUTE: Route =
        Route::post("/v1/companies/{company}/calendars/{calendar}/conflicts/{entry}", "resolve_event_conflict", "calendars")
            .about("Decides which side of a conflict counts; the next sync carries it to the other one.")
            .params(&[COMPANY, CALENDAR, Param::new("entry", Kind::Text, "The entry of the conflict")])
            .status(204, "Done");

    fn read(given: &Given, keep: Keep) -> Result<ChangeCalendar> {
        change(given, CalendarChange::Resolve { entry: given.part("entry").to_owned(), keep })
    }
}

fn change(given: &Given, change: CalendarChange) -> Result<ChangeCalendar> {
    Ok(ChangeCalendar { company: given.company()?, calendar: given.part("calendar").to_owned(), change })
}

/// Archives documents.
pub(crate) struct RunArchive;

impl Asking for RunArchive {
    type Case = ArchiveDocuments;
    type Body = Vec<CompanyId>;
    const ROUTE: Route = Route::post("/v1/archive/run", "run_archive", "documents")
        .about("Archives issued documents that are not archived yet, however often this is asked.")
        .params(&[Param::new("again", Kind::Flag, "Also those that were archived and are not there any more")])
        .optional_body();

    fn read(given: &Given, companies: Vec<CompanyId>) -> Result<ArchiveDocuments> {
        Ok(ArchiveDocuments { companies, again: given.flag("again")? })
    }
}

/// Reads the archive back.
pub(crate) struct ReadArchiveBack;

impl Asking for ReadArchiveBack {
    type Case = VerifyArchive;
    type Body = Vec<CompanyId>;
    const ROUTE: Route = Route::post("/v1/archive/verify", "verify_archive", "documents")
        .about("Reads every archived document back, and tells which are not as they were written.")
        .optional_body();

    fn read(_: &Given, companies: Vec<CompanyId>) -> Result<VerifyArchive> {
        Ok(VerifyArchive { companies })
    }
}

/// People at Slack.
pub(crate) struct ListSlackPeople;

impl Asking for ListSlackPeople {
    type Case = SlackPeople;
    type Body = ();
    const ROUTE: Route = Route::get("/v1/companies/{company}/slack-people", "list_slack_people", "time")
        .about("Users of Slack and the people that they are.")
        .params(&[COMPANY]);

    fn read(given: &Given, (): ()) -> Result<SlackPeople> {
        Ok(SlackPeople { company: given.company()? })
    }
}

/// Connects a user of Slack with a person.
pub(crate) struct ConnectSlackPerson;

impl Asking for ConnectSlackPerson {
    type Case = SetSlackPerson;
    type Body = SlackAsk;
    const ROUTE: Route = Route::put("/v1/companies/{company}/slack-people/{user}", "set_slack_person", "time")
        .about("Connects a user of Slack with a person, and the project of its time.")
        .params(&[COMPANY, USER])
        .status(204, "Done");

    fn read(given: &Given, SlackAsk { person, project }: SlackAsk) -> Result<SetSlackPerson> {
        Ok(SetSlackPerson { company: given.company()?, user: given.part("user").to_owned(), person: Some((person, project)) })
    }
}

/// Takes the connection back.
pub(crate) struct DisconnectSlackPerson;

impl Asking for DisconnectSlackPerson {
    type Case = SetSlackPerson;
    type Body = ();
    const ROUTE: Route = Route::delete("/v1/companies/{company}/slack-people/{user}", "remove_slack_person", "time")
        .about("Takes the connection of a user of Slack with a person back.")
        .params(&[COMPANY, USER])
        .status(204, "Done");

    fn read(given: &Given, (): ()) -> Result<SetSlackPerson> {
        Ok(SetSlackPerson { company: given.company()?, user: given.part("user").to_owned(), person: None })
    }
}
