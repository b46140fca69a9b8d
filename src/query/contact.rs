//! The table of contacts: every column of theirs, once.

use std::sync::LazyLock;

use super::payment::FLAGS;
use super::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::domain::ContactRow;

const HAS: Values = Values {
    known: || vec!["tax_number", "email", "phone", "number", "outstanding"],
    hungarian: &[("tax_number", &["adószám"]), ("phone", &["telefon"]), ("number", &["szám"]), ("outstanding", &["hátralék"])],
    ..Values::NONE
};

const TEXT: Column<Field> = Column::new(Field::Id, Kind::Text);
const FLAG: Column<Field> = Column::new(Field::Id, Kind::Flag);
const COUNT: Column<Field> = Column::new(Field::Id, Kind::Count);

/// The words of `has:` that are true of a contact.
fn present(row: &ContactRow) -> Vec<&'static str> {
    let facts = [
        (row.tax_number.is_some(), "tax_number"),
        (row.email.is_some(), "email"),
        (row.phone.is_some(), "phone"),
        (row.number.is_some(), "number"),
        (!row.outstanding.is_empty(), "outstanding"),
    ];
    facts.into_iter().filter_map(|(is, word)| is.then_some(word)).collect()
}

schema! {
    /// A column of contacts.
    pub enum Field: ContactRow => () {
        /// The provider's identifier.
        Id = Column {
            name: "id", json: "contact_id", title: "column-id", width: 12,
            cell: Some(|row, _| Cell::Text(row.id.as_str())),
            is_identifier: true,
            keyword: Some(Keyword::new(9, &["azonosító"], "id:1234")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, ..Screen::new("tui-col-id", 10, 11) }),
            ..TEXT
        },
        /// Number of the company here.
        CompanyId = Column {
            name: "company_id", json: "company_id", title: "column-company-id",
            cell: Some(|row, _| Cell::Number(i64::from(row.company.0))),
            ..COUNT
        },
        /// Name of the company.
        Company = Column {
            name: "company", json: "company", title: "column-company", width: 20, is_cut: true,
            cell: Some(|_, context| Cell::Text(context.company)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(8, &["cég"], "company:medka") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 7, ..Screen::new("tui-col-company", 4, 2) }),
            ..TEXT
        },
        /// Name.
        Name = Column {
            name: "name", json: "name", aliases: &["partner"], title: "column-name", width: 36, is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.name)),
            keyword: Some(Keyword {
                values: Values::STORED,
                ..Keyword::new(1, &["név", "partner", "vevő", "ügyfél"], "name:\"petz aladár\"")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 10, is_strong: true, ..Screen::new("tui-col-name", 1, 1) }),
            ..TEXT
        },
        /// Tax number.
        TaxNumber = Column {
            name: "tax_number", json: "tax_number", title: "column-tax-number", optional: true,
            cell: Some(|row, _| Cell::text(row.tax_number.as_deref())),
            keyword: Some(Keyword { word: "tax", ..Keyword::new(2, &["adószám"], "tax:32560682") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 13, worth: 8, ..Screen::new("tui-col-tax-number", 3, 3) }),
            ..TEXT
        },
        /// E-mail address.
        Email = Column {
            name: "email", json: "email", title: "column-email", width: 28, is_cut: true, optional: true,
            cell: Some(|row, _| Cell::text(row.email.as_deref())),
            keyword: Some(Keyword::new(3, &["e_mail", "levélcím"], "email:example.com")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 24, worth: 6, ..Screen::new("tui-col-email", 5, 4) }),
            ..TEXT
        },
        /// Telephone number.
        Phone = Column {
            name: "phone", json: "phone", title: "column-phone", width: 16, optional: true,
            cell: Some(|row, _| Cell::text(row.phone.as_deref())),
            keyword: Some(Keyword::new(4, &["telefon"], "phone:36")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 16, worth: 5, ..Screen::new("tui-col-phone", 6, 5) }),
            ..TEXT
        },
        /// Whether documents are issued to it.
        Customer = Column {
            name: "customer", json: "customer", title: "column-customer",
            cell: Some(|row, _| Cell::Flag(row.customer)),
            keyword: Some(Keyword { values: FLAGS, ..Keyword::new(5, &["vevő_e"], "customer:true") }),
            first: Some(First::Largest),
            screen: Some(Screen { width: 8, worth: 2, ..Screen::new("tui-col-customer", 7, 7) }),
            ..FLAG
        },
        /// Whether documents are received from it.
        Supplier = Column {
            name: "supplier", json: "supplier", title: "column-supplier",
            cell: Some(|row, _| Cell::Flag(row.supplier)),
            keyword: Some(Keyword { values: FLAGS, ..Keyword::new(6, &["szállító", "szállító_e"], "supplier:true") }),
            first: Some(First::Largest),
            screen: Some(Screen { width: 9, worth: 3, ..Screen::new("tui-col-supplier", 8, 8) }),
            ..FLAG
        },
        /// Whether new documents can be made for it.
        Active = Column {
            name: "active", json: "active", title: "column-active",
            about: "Whether new documents can be made for it: neither archived nor inactive.",
            cell: Some(|row, _| Cell::Flag(row.active)),
            keyword: Some(Keyword { values: FLAGS, ..Keyword::new(7, &["aktív"], "active:true") }),
            first: Some(First::Largest),
            screen: Some(Screen { width: 7, worth: 1, ..Screen::new("tui-col-active", 9, 9) }),
            ..FLAG
        },
        /// What its open documents expect, per currency.
        Outstanding = Column {
            name: "outstanding", json: "outstanding", aliases: &["balance", "open"], title: "column-outstanding", width: 20,
            about: "What the company's open documents expect from it, per currency.",
            cell: Some(|row, _| Cell::Amounts(&row.outstanding)),
            keyword: Some(Keyword::new(10, &["hátralék", "tartozás", "egyenleg"], "outstanding>0")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 9, is_strong: true, ..Screen::new("tui-col-outstanding", 2, 6) }),
            ..Column::new(Field::Id, Kind::Amount)
        },
        /// Whether the provider no longer has it.
        Vanished = Column {
            name: "vanished", json: "vanished", title: "column-vanished",
            cell: Some(|row, _| Cell::Flag(row.vanished)),
            keyword: Some(Keyword { values: FLAGS, ..Keyword::new(14, &["eltűnt"], "vanished:true") }),
            ..FLAG
        },
        /// Number that the company gave it.
        Number = Column {
            name: "number", json: "number", title: "column-contact-number", optional: true,
            cell: Some(|row, _| Cell::text(row.number.as_deref())),
            keyword: Some(Keyword::new(11, &["szám", "ügyfélszám"], "number:C-12")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, ..Screen::new("tui-col-number", 11, 10) }),
            ..TEXT
        },
        /// Country.
        Country = Column {
            name: "country", json: "country", title: "column-country", optional: true,
            cell: Some(|row, _| Cell::text(row.country.as_deref())),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(12, &["ország"], "country:HU") }),
            ..TEXT
        },
        /// Town.
        City = Column {
            name: "city", json: "city", title: "column-city", optional: true,
            cell: Some(|row, _| Cell::text(row.city.as_deref())),
            keyword: Some(Keyword::new(13, &["város", "település"], "city:budapest")),
            ..TEXT
        },
        /// When it last changed here.
        Changed = Column {
            name: "changed", json: "changed", title: "column-changed",
            cell: Some(|row, _| Cell::Instant(row.changed)),
            keyword: Some(Keyword::new(15, &["változott", "módosult"], "changed:today")),
            first: Some(First::Largest),
            screen: Some(Screen::new("tui-col-changed", 12, 12)),
            ..Column::new(Field::Id, Kind::Instant)
        },
        /// The run that changed it last.
        ChangedRun = Column {
            name: "run", json: "changed_run_id", title: "column-changed-run",
            cell: Some(|row, _| Cell::Number(i64::try_from(row.changed_run.0).unwrap_or(i64::MAX))),
            ..COUNT
        },
        /// What is there.
        Has = Column {
            name: "has",
            cell: Some(|row, _| Cell::Words(present(row))),
            keyword: Some(Keyword { values: HAS, ..Keyword::new(16, &["van"], "has:outstanding") }),
            ..Column::new(Field::Id, Kind::Choice)
        },
    }

    const NEWEST: Self = Self::Name;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<Field>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}
