//! The columns of tables: what each holds, by its name or its place.
//!
//! For: `table`. Uses: csv records, numbers. Never: what a cell says of time.

use csv::StringRecord;

use super::{armed, number};
use crate::domain::Message;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Person,
    FirstName,
    LastName,
    Email,
    Client,
    Project,
    Task,
    Note,
    Tags,
    Billable,
    /// A day, with a length.
    Date,
    StartTime,
    EndDate,
    EndTime,
    /// Date and time in one.
    Start,
    End,
    /// A length in hours, minutes and seconds.
    Duration,
    /// A decimal length in hours, for want of another.
    Hours,
    /// What kind of time it is: work, or a break.
    Kind,
}

/// Names of columns in lower case. `date` and `start date` are one: which one a table means is told by its other columns.
const NAMES: &[(&str, Field)] = &[
    ("id", Field::Id),
    ("user", Field::Person),
    ("user_name", Field::Person),
    ("person", Field::Person),
    ("first name", Field::FirstName),
    ("last name", Field::LastName),
    ("email", Field::Email),
    ("user_email", Field::Email),
    ("client", Field::Client),
    ("project", Field::Project),
    ("task", Field::Task),
    ("activity", Field::Task),
    ("description", Field::Note),
    ("notes", Field::Note),
    ("note", Field::Note),
    ("tags", Field::Tags),
    ("billable", Field::Billable),
    ("billable?", Field::Billable),
    ("date", Field::Date),
    ("start date", Field::Date),
    ("start time", Field::StartTime),
    ("end date", Field::EndDate),
    ("stop date", Field::EndDate),
    ("end time", Field::EndTime),
    ("stop time", Field::EndTime),
    ("start", Field::Start),
    ("end", Field::End),
    ("stop", Field::End),
    ("duration", Field::Duration),
    ("duration (h)", Field::Duration),
    ("duration (decimal)", Field::Hours),
    ("hours", Field::Hours),
    ("type", Field::Kind),
];

/// Names of Kimai's columns in English, German and Hungarian; the ones that show a name of a person come after those of the user.
const KIMAI: &[(&str, Field)] = &[
    ("date", Field::Date),
    ("datum", Field::Date),
    ("dátum", Field::Date),
    ("from", Field::StartTime),
    ("begin", Field::StartTime),
    ("von", Field::StartTime),
    ("beginn", Field::StartTime),
    ("kezdés", Field::StartTime),
    ("kezdet", Field::StartTime),
    ("to", Field::EndTime),
    ("end", Field::EndTime),
    ("bis", Field::EndTime),
    ("ende", Field::EndTime),
    ("befejezés", Field::EndTime),
    ("vége", Field::EndTime),
    ("duration", Field::Duration),
    ("dauer", Field::Duration),
    ("időtartam", Field::Duration),
    ("user", Field::Person),
    ("username", Field::Person),
    ("benutzer", Field::Person),
    ("felhasználónév", Field::Person),
    ("name", Field::Person),
    ("név", Field::Person),
    ("e-mail", Field::Email),
    ("email", Field::Email),
    ("customer", Field::Client),
    ("kunde", Field::Client),
    ("ügyfél", Field::Client),
    ("project", Field::Project),
    ("projekt", Field::Project),
    ("activity", Field::Task),
    ("tätigkeit", Field::Task),
    ("tevékenység", Field::Task),
    ("description", Field::Note),
    ("beschreibung", Field::Note),
    ("leírás", Field::Note),
    ("billable", Field::Billable),
    ("abrechenbar", Field::Billable),
    ("számlázható", Field::Billable),
    ("tags", Field::Tags),
    ("schlagworte", Field::Tags),
    ("címkék", Field::Tags),
    ("id", Field::Id),
];

/// Names of columns for a table that has others: pairs of a field of ours and a name in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping(Vec<(Field, String)>);

impl Mapping {
    /// True if a column is named.
    pub(super) fn is_named(&self) -> bool {
        !self.0.is_empty()
    }

    /// Adds a column.
    ///
    /// # Errors
    /// There is no such field; the message lists them.
    pub fn add(&mut self, field: &str, column: &str) -> Result<(), Message> {
        // A kind of time is known to mean something in two programs alone.
        let names = || NAMES.iter().filter(|(_, field)| *field != Field::Kind);
        let known = names().find(|(name, _)| *name == field.trim().to_lowercase());
        let Some((_, field)) = known else {
            let names: Vec<&str> = names().map(|(name, _)| *name).collect();
            return Err(Message::new("time-file-no-such-field").with("name", field).with("possible", names.join(", ")));
        };
        self.0.push((*field, column.trim().to_lowercase()));
        Ok(())
    }
}

/// The column of each field.
pub(super) struct Columns(Vec<(Field, usize)>);

impl Columns {
    pub(super) fn at(&self, field: Field) -> Option<usize> {
        self.0.iter().find(|(of, _)| *of == field).map(|(_, at)| *at)
    }

    /// The trimmed text of a field; `None` if it is empty or not there.
    pub(super) fn text<'a>(&self, record: &'a StringRecord, field: Field) -> Option<&'a str> {
        record.get(self.at(field)?).map(|text| armed(text.trim())).filter(|text| !text.is_empty())
    }

    pub(super) fn owned(&self, record: &StringRecord, field: Field) -> String {
        self.text(record, field).unwrap_or_default().to_owned()
    }
}

/// The columns of a table by their names, those of a mapping first.
pub(super) fn columns(header: &StringRecord, mapping: &Mapping, has_kinds: bool) -> Columns {
    let mut columns = Vec::new();
    for (at, name) in header.iter().enumerate() {
        let name = name.trim().to_lowercase();
        let told = mapping.0.iter().find(|(_, column)| *column == name).map(|(field, _)| *field);
        let replaced = |field: &Field| !mapping.0.iter().any(|(of, _)| of == field);
        let known = || NAMES.iter().find(|(of, _)| *of == name).map(|(_, field)| *field).filter(replaced);
        if let Some(field) = told.or_else(known).filter(|field| *field != Field::Kind || has_kinds) {
            columns.push((field, at));
        }
    }
    Columns(columns)
}

/// The columns of Kimai by their names, in whichever order a template has them; by the usual order where the language is not known.
pub(super) fn kimai(header: &StringRecord, first: Option<&StringRecord>) -> Columns {
    let names: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
    let place = |name: &str| names.iter().position(|of| of == name);
    let named = Columns(KIMAI.iter().filter_map(|(name, field)| Some((*field, place(name)?))).collect());
    let has = |field| named.at(field).is_some();
    if has(Field::Date) && has(Field::StartTime) && has(Field::Duration) && has(Field::Project) {
        return named;
    }
    by_order(header, first)
}

/// The columns of Kimai by their order. Those of money are there with a permission only: a currency is told by its three letters.
fn by_order(header: &StringRecord, first: Option<&StringRecord>) -> Columns {
    let fixed = [(Field::Date, 0), (Field::StartTime, 1), (Field::EndTime, 2), (Field::Duration, 3)];
    let money = first.map_or(header.len() >= 25, |row| {
        let letters = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        row.get(4).is_some_and(letters)
    });
    let priced = |at: usize| first.is_some_and(|row| row.get(at).is_some_and(|text| number::decimal(text).is_some()));
    let behind = match (money, priced(5)) {
        (true, true) => 9,
        (true, false) => 5,
        (false, _) => 4,
    };
    let rest = [
        (Field::Person, 1),
        (Field::Email, 2),
        (Field::Client, 4),
        (Field::Project, 5),
        (Field::Task, 6),
        (Field::Note, 7),
        (Field::Billable, 8),
        (Field::Tags, 9),
    ];
    Columns(fixed.into_iter().chain(rest.map(|(field, at)| (field, at + behind))).collect())
}
