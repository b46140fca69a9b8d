//! Routes of books, clients, projects, people, rates and recurring invoices.
//!
//! For: the API. Uses: the cases of own books. Never: the JSON of a body or an answer.

use super::asking::{Asking, edit, id};
use crate::domain::ledger::{Client, Person, Project};
use crate::service::books::asked::Asked;
use crate::service::books::{BooksEdit, NewBooks, RateAsk, RecurringAsk, TimeMapAsk};
use crate::service::cases::{AddBooks, CallBooks, CheckBooks, OwnCompanies, ReadBooks};
use crate::service::{Given, Kind, Param, Result, Route};

/// The companies with own books.
pub(crate) struct Books;

impl Asking for Books {
    type Case = OwnCompanies;
    type Body = ();
    const ROUTE: Route = Route::get("/v1/books", "list_books", "books").about("The companies with own books.");

    fn read(_: &Given, (): ()) -> Result<OwnCompanies> {
        Ok(OwnCompanies)
    }
}

/// Adds a company with own books.
pub(crate) struct NewBooksRoute;

impl Asking for NewBooksRoute {
    type Case = AddBooks;
    type Body = Asked<NewBooks>;
    const ROUTE: Route =
        Route::post("/v1/books", "add_books", "books").about("Adds a company with own books.").status(201, "Added");

    fn read(_: &Given, Asked(body): Asked<NewBooks>) -> Result<AddBooks> {
        Ok(AddBooks(body?))
    }
}

/// Profile, clients, projects, people; rates and recurring invoices for callers that may see them.
pub(crate) struct OneBooks;

impl Asking for OneBooks {
    type Case = ReadBooks;
    type Body = ();
    const ROUTE: Route = Route::get("/v1/books/{company}", "get_books", "books")
        .about("Profile, clients, projects, people; rates and recurring invoices for callers that may see them.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, (): ()) -> Result<ReadBooks> {
        Ok(ReadBooks { company: given.company()? })
    }
}

/// What does not add up.
pub(crate) struct BooksCheck;

impl Asking for BooksCheck {
    type Case = CheckBooks;
    type Body = ();
    const ROUTE: Route = Route::get("/v1/books/{company}/check", "check_books", "books")
        .about("What does not add up.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, (): ()) -> Result<CheckBooks> {
        Ok(CheckBooks { company: given.company()? })
    }
}

/// Adds a client.
pub(crate) struct AddClient;

impl Asking for AddClient {
    type Case = CallBooks;
    type Body = Asked<Client>;
    const ROUTE: Route = Route::post("/v1/books/{company}/clients", "add_client", "books")
        .keyed()
        .about("Adds a client.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, Asked(body): Asked<Client>) -> Result<CallBooks> {
        edit(given, BooksEdit::AddClient(body?))
    }
}

/// Replaces a client.
pub(crate) struct EditClient;

impl Asking for EditClient {
    type Case = CallBooks;
    type Body = Asked<Client>;
    const ROUTE: Route =
        Route::put("/v1/books/{company}/clients/{client}", "edit_client", "books").keyed().about("Replaces a client.").params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("client", Kind::Text, "Its identifier"),
        ]);

    fn read(given: &Given, Asked(body): Asked<Client>) -> Result<CallBooks> {
        edit(given, BooksEdit::EditClient(Client { id: id(given, "client"), ..body? }))
    }
}

/// Adds a person.
pub(crate) struct AddPerson;

impl Asking for AddPerson {
    type Case = CallBooks;
    type Body = Asked<Person>;
    const ROUTE: Route = Route::post("/v1/books/{company}/people", "add_person", "books")
        .keyed()
        .about("Adds a person.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, Asked(body): Asked<Person>) -> Result<CallBooks> {
        edit(given, BooksEdit::AddPerson(body?))
    }
}

/// Replaces a person.
pub(crate) struct EditPerson;

impl Asking for EditPerson {
    type Case = CallBooks;
    type Body = Asked<Person>;
    const ROUTE: Route =
        Route::put("/v1/books/{company}/people/{person}", "edit_person", "books").keyed().about("Replaces a person.").params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("person", Kind::Text, "Its identifier"),
        ]);

    fn read(given: &Given, Asked(body): Asked<Person>) -> Result<CallBooks> {
        edit(given, BooksEdit::EditPerson(Person { id: id(given, "person"), ..body? }))
    }
}

/// Adds a project of a client.
pub(crate) struct AddProject;

impl Asking for AddProject {
    type Case = CallBooks;
    type Body = Asked<(Project, String)>;
    const ROUTE: Route = Route::post("/v1/books/{company}/projects", "add_project", "books")
        .keyed()
        .about("Adds a project of a client.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, Asked(body): Asked<(Project, String)>) -> Result<CallBooks> {
        {
            let (project, client) = body?;
            edit(given, BooksEdit::AddProject(project, client))
        }
    }
}

/// Replaces a project; it stays with its client.
pub(crate) struct EditProject;

impl Asking for EditProject {
    type Case = CallBooks;
    type Body = Asked<(Project, String)>;
    const ROUTE: Route = Route::put("/v1/books/{company}/projects/{project}", "edit_project", "books")
        .keyed()
        .about("Replaces a project; it stays with its client.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("project", Kind::Text, "Its identifier"),
        ]);

    fn read(given: &Given, Asked(body): Asked<(Project, String)>) -> Result<CallBooks> {
        edit(given, BooksEdit::EditProject(Project { id: id(given, "project"), ..body?.0 }))
    }
}

/// Deletes a client, project, person or recurring invoice that nothing refers to.
pub(crate) struct DeleteRecord;

impl Asking for DeleteRecord {
    type Case = CallBooks;
    type Body = ();
    const ROUTE: Route = Route::delete("/v1/books/{company}/records/{record}", "delete_record", "books")
        .keyed()
        .about("Deletes a client, project, person or recurring invoice that nothing refers to.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("record", Kind::Text, "Its identifier"),
        ]);

    fn read(given: &Given, (): ()) -> Result<CallBooks> {
        edit(given, BooksEdit::Delete(id(given, "record")))
    }
}

/// Sets a rate; the one before it at the same level ends on its first day.
pub(crate) struct SetRate;

impl Asking for SetRate {
    type Case = CallBooks;
    type Body = Asked<RateAsk>;
    const ROUTE: Route = Route::post("/v1/books/{company}/rates", "set_rate", "books")
        .keyed()
        .about("Sets a rate; the one before it at the same level ends on its first day.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, Asked(body): Asked<RateAsk>) -> Result<CallBooks> {
        edit(given, BooksEdit::SetRate(body?))
    }
}

/// Adds a recurring invoice.
pub(crate) struct AddRecurring;

impl Asking for AddRecurring {
    type Case = CallBooks;
    type Body = Asked<RecurringAsk>;
    const ROUTE: Route = Route::post("/v1/books/{company}/recurring", "add_recurring", "books")
        .keyed()
        .about("Adds a recurring invoice.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, Asked(body): Asked<RecurringAsk>) -> Result<CallBooks> {
        edit(given, BooksEdit::AddRecurring(body?))
    }
}

/// Replaces a recurring invoice.
pub(crate) struct EditRecurring;

impl Asking for EditRecurring {
    type Case = CallBooks;
    type Body = Asked<RecurringAsk>;
    const ROUTE: Route = Route::put("/v1/books/{company}/recurring/{recurring}", "edit_recurring", "books")
        .keyed()
        .about("Replaces a recurring invoice.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the books"),
            Param::new("recurring", Kind::Text, "Its identifier or title"),
        ]);

    fn read(given: &Given, Asked(body): Asked<RecurringAsk>) -> Result<CallBooks> {
        edit(given, BooksEdit::EditRecurring(given.part("recurring").to_owned(), body?))
    }
}

/// Maps a name of time files to a project.
pub(crate) struct MapTime;

impl Asking for MapTime {
    type Case = CallBooks;
    type Body = Asked<TimeMapAsk>;
    const ROUTE: Route = Route::post("/v1/books/{company}/time-maps", "map_time", "books")
        .keyed()
        .about("Maps a name of time files to a project.")
        .params(&[Param::new("company", Kind::Number, "The number of the books")]);

    fn read(given: &Given, Asked(body): Asked<TimeMapAsk>) -> Result<CallBooks> {
        edit(given, BooksEdit::MapTime(body?))
    }
}
