//! The table of invoices: every column of theirs, once.
//!
//! A new column is an entry here and its titles in the locale files; its data comes from [`InvoiceRow`]. One that queries ask for or
//! lists are ordered by has its place in the index, too.

use std::sync::LazyLock;

use super::index::source::{AmountColumn, DateColumn, PartnerColumn, Source, TextColumn, WordColumn};
use super::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::domain::{DocumentType, InvoiceRow, NavStatus, PaymentMethod, PaymentStatus, WarningKind};

/// Statuses that we derive from several fields.
const DERIVED: [&str; 4] = ["overdue", "unpaid", "cancelled", "vanished"];

/// Words of `has:` besides the kinds of warnings.
const PRESENT: [&str; 15] = [
    "warning",
    "comment",
    "item",
    "tag",
    "number",
    "partner",
    "tax_number",
    "method",
    "net",
    "vat",
    "issued",
    "fulfilled",
    "due",
    "paid",
    "nav",
];

/// Directions of a document. All that Billingo lists are issued.
const DIRECTIONS: [&str; 2] = ["issued", "received"];

/// Services of documents; today all are from the first.
const PROVIDERS: [&str; 4] = ["billingo", "quickbooks", "xero", "books"];

const STATUS: Values = Values {
    known: || DERIVED.iter().chain(PaymentStatus::KNOWN).copied().collect(),
    hungarian: &[
        ("overdue", &["lejárt", "késedelmes"]),
        ("unpaid", &["nyitott", "fizetetlen", "rendezetlen"]),
        ("cancelled", &["érvénytelen", "sztornózott", "sztornózva"]),
        ("vanished", &["eltűnt"]),
        ("expired", &["határidőn_túl"]),
        ("paid", &["kifizetve", "fizetve", "kifizetett", "fizetett", "rendezett"]),
        ("partially_paid", &["részben_fizetve", "részben_fizetett", "részben_kifizetve"]),
    ],
    family: |value| if matches!(value, "vanished" | "cancelled") { "tui-state" } else { "tui-status" },
    stored: false,
};

const TYPE: Values = Values {
    known: || DocumentType::KNOWN.to_vec(),
    hungarian: &[
        ("credit_note", &["jóváíró", "jóváírás"]),
        ("refund", &["visszatérítés"]),
        ("bill", &["bejövő_számla"]),
        ("bill_credit", &["bejövő_jóváírás"]),
        ("cancellation", &["sztornó", "sztornószámla"]),
        ("modification", &["módosító", "módosítószámla", "helyesbítő"]),
        ("advance", &["előlegszámla", "előleg"]),
        ("offer", &["ajánlat", "árajánlat"]),
        ("order_form", &["megrendelő", "megrendelés"]),
        ("waybill", &["szállítólevél", "szállító"]),
        ("cert_of_completion", &["teljesítési_igazolás"]),
        ("d_cert_of_completion", &["teljesítési_igazolás_tervezet"]),
    ],
    family: |_| "tui-type",
    stored: false,
};

const METHOD: Values = Values {
    known: || PaymentMethod::KNOWN.to_vec(),
    hungarian: &[("wire_transfer", &["átutalás", "utalás"]), ("bankcard", &["bankkártya", "kártya"])],
    family: |_| "tui-method",
    stored: false,
};

const HAS: Values = Values {
    known: || PRESENT.into_iter().chain(WarningKind::ALL.into_iter().map(|(_, word)| word)).collect(),
    hungarian: &[
        ("warning", &["figyelmeztetés"]),
        ("comment", &["megjegyzés"]),
        ("item", &["tétel"]),
        ("tag", &["címke"]),
        ("number", &["szám", "számlaszám"]),
        ("partner", &["vevő"]),
        ("tax_number", &["adószám"]),
        ("method", &["fizetési_mód"]),
        ("net", &["nettó"]),
        ("vat", &["áfa"]),
        ("issued", &["kelt"]),
        ("fulfilled", &["teljesítés"]),
        ("due", &["határidő"]),
        ("paid", &["fizetés"]),
        ("sum", &["eltérő_összeg"]),
        ("tax_number_missing", &["hiányzó_adószám"]),
        ("tax_number_wrong", &["hibás_adószám"]),
        ("iban_wrong", &["hibás_iban"]),
        ("due_before_issue", &["hibás_határidő"]),
        ("rate_missing", &["hiányzó_árfolyam"]),
        ("vat_summary", &["eltérő_áfaösszesítő"]),
        ("nav_refused", &["elutasított_nav"]),
        ("local_total", &["eltérő_forintösszeg"]),
        ("balance_unknown", &["ismeretlen_hátralék"]),
    ],
    ..Values::NONE
};

/// The beginnings of most entries.
const TEXT: Column<Field> = Column::new(Field::Id, Kind::Text);
const CHOICE: Column<Field> = Column::new(Field::Id, Kind::Choice);
const AMOUNT: Column<Field> = Column::new(Field::Id, Kind::Amount);
const DATE: Column<Field> = Column { optional: true, ..Column::new(Field::Id, Kind::Date) };
const FLAG: Column<Field> = Column::new(Field::Id, Kind::Flag);
const COUNT: Column<Field> = Column::new(Field::Id, Kind::Count);

schema! {
    /// A column of invoices.
    pub enum Field: InvoiceRow => Source {
        /// The provider's identifier.
        Id = Column {
            name: "id", json: "invoice_id", title: "column-id", width: 12,
            cell: Some(|row, _| Cell::Text(row.id.as_str())),
            source: Some(Source::Text(TextColumn::Id)),
            keyword: Some(Keyword::new(23, &["azonosító"], "id:1234")),
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
            name: "company", json: "company", aliases: &["company_id"], title: "column-company", is_cut: true,
            cell: Some(|_, context| Cell::Text(context.company)),
            source: Some(Source::Company),
            keyword: Some(Keyword {
                values: Values::STORED,
                ..Keyword::new(6, &["cég", "vállalat"], "company:medka")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 5, ..Screen::new("tui-col-company", 9, 6) }),
            ..TEXT
        },
        /// The accounting service.
        Provider = Column {
            name: "provider", json: "provider", title: "column-provider", width: 12,
            about: "The service that its company is at: `billingo`, `quickbooks`, `xero`, or `books`.",
            source: Some(Source::Provider),
            cell: Some(|_, context| Cell::Text(context.provider)),
            keyword: Some(Keyword {
                values: Values { known: || PROVIDERS.to_vec(), ..Values::NONE },
                ..Keyword::new(26, &["szolgáltató"], "provider:billingo")
            }),
            ..CHOICE
        },
        /// Number, in natural order (2 before 10).
        Number = Column {
            name: "number", json: "invoice_number", title: "column-number",
            cell: Some(|row, _| Cell::Text(&row.number)),
            source: Some(Source::Text(TextColumn::Number)),
            keyword: Some(Keyword::new(5, &["szám", "számlaszám", "bizonylatszám", "sorszám"], "number:2025-244")),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 11, is_strong: true, ..Screen::new("tui-col-number", 1, 1) }),
            ..TEXT
        },
        /// Type.
        Type = Column {
            name: "type", json: "type", title: "column-type",
            cell: Some(|row, _| Cell::Text(row.kind.as_str())),
            source: Some(Source::Word(WordColumn::Type)),
            keyword: Some(Keyword {
                values: TYPE,
                ..Keyword::new(2, &["típus", "bizonylattípus", "fajta"], "type:invoice")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 3, ..Screen::new("tui-col-type", 10, 9) }),
            ..CHOICE
        },
        /// The party that issued it.
        Direction = Column {
            name: "direction", json: "direction", title: "column-direction", width: 12,
            about: "`issued` or `received`: whether the company issued it.",
            cell: Some(|row, _| Cell::Text(row.direction.as_str())),
            source: Some(Source::Direction),
            keyword: Some(Keyword {
                values: Values {
                    known: || DIRECTIONS.to_vec(),
                    hungarian: &[("issued", &["kimenő", "kiállított"]), ("received", &["bejövő", "befogadott"])],
                    ..Values::NONE
                },
                ..Keyword::new(25, &["irány"], "direction:issued")
            }),
            ..CHOICE
        },
        /// Status.
        Status = Column {
            name: "status", json: "payment_status", title: "column-status", about: "The provider's word.",
            cell: Some(|row, _| Cell::Text(row.status.as_str())),
            source: Some(Source::Word(WordColumn::Status)),
            keyword: Some(Keyword {
                values: STATUS,
                ..Keyword::new(1, &["státusz", "állapot", "fizetési_állapot"], "status:overdue")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 8, ..Screen::new("tui-col-status", 4, 16) }),
            ..CHOICE
        },
        /// Method of payment.
        Method = Column {
            name: "method", json: "payment_method", title: "column-method", optional: true,
            cell: Some(|row, _| Cell::text(row.method.as_ref().map(PaymentMethod::as_str))),
            source: Some(Source::Word(WordColumn::Method)),
            keyword: Some(Keyword {
                values: METHOD,
                ..Keyword::new(17, &["fizetési_mód", "fizetésimód", "mód"], "method:wire_transfer")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 16, ..Screen::new("tui-col-method", 14, 10) }),
            ..CHOICE
        },
        /// Gross; different currencies are grouped, never compared.
        Gross = Column {
            name: "gross", json: "gross_total", title: "column-gross",
            cell: Some(|row, _| Cell::Amount(row.gross, &row.currency)),
            source: Some(Source::Amount(AmountColumn::Gross)),
            keyword: Some(Keyword::new(8, &["bruttó", "összeg"], "gross>=100000")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 10, is_strong: true, ..Screen::new("tui-col-gross", 3, 13) }),
            ..AMOUNT
        },
        /// What is left to pay; zero where nothing is owed.
        Balance = Column {
            name: "open", json: "balance", title: "column-balance", about: "What is left to pay; zero where nothing is owed.",
            cell: Some(|row, _| Cell::Amount(row.open_amount(), &row.currency)),
            source: Some(Source::Open),
            keyword: Some(Keyword {
                word: "balance",
                ..Keyword::new(11, &["egyenleg", "hátralék", "tartozás"], "balance>0")
            }),
            first: Some(First::Largest),
            screen: Some(Screen { is_strong: true, ..Screen::new("tui-col-open", 17, 14) }),
            ..AMOUNT
        },
        /// Currency, then gross.
        Currency = Column {
            name: "currency", json: "currency", title: "column-currency", width: 12,
            cell: Some(|row, _| Cell::Text(row.currency.as_str())),
            source: Some(Source::Word(WordColumn::Currency)),
            keyword: Some(Keyword {
                values: Values::STORED,
                ..Keyword::new(7, &["pénznem", "deviza"], "currency:eur")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen::new("tui-col-currency", 13, 0)),
            ..CHOICE
        },
        /// Date of issue.
        Issued = Column {
            name: "issued", json: "invoice_date", title: "column-issued",
            cell: Some(|row, _| Cell::date(row.issued)),
            source: Some(Source::Date(DateColumn::Issued)),
            keyword: Some(Keyword::new(12, &["kelt", "kiállítva", "kiállítás"], "issued:2025-01..2025-03")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 4, ..Screen::new("tui-col-issued", 6, 2) }),
            ..DATE
        },
        /// Date of fulfilment.
        Fulfilled = Column {
            name: "fulfilled", json: "fulfillment_date", title: "column-fulfilled",
            cell: Some(|row, _| Cell::date(row.fulfilled)),
            source: Some(Source::Date(DateColumn::Fulfilled)),
            keyword: Some(Keyword::new(13, &["teljesítés", "teljesítve"], "fulfilled:2025-q1")),
            first: Some(First::Largest),
            screen: Some(Screen::new("tui-col-fulfilled", 7, 3)),
            ..DATE
        },
        /// Due date.
        Due = Column {
            name: "due", json: "due_date", title: "column-due",
            cell: Some(|row, _| Cell::date(row.due)),
            source: Some(Source::Date(DateColumn::Due)),
            keyword: Some(Keyword::new(14, &["határidő", "fizetési_határidő", "esedékes", "esedékesség"], "due<today")),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 6, is_strong: true, ..Screen::new("tui-col-due", 5, 4) }),
            ..DATE
        },
        /// Date of payment.
        Paid = Column {
            name: "paid", json: "paid_date", title: "column-paid",
            cell: Some(|row, _| Cell::date(row.paid)),
            source: Some(Source::Date(DateColumn::Paid)),
            keyword: Some(Keyword::new(15, &["fizetve", "kifizetve"], "paid:last-month")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 2, ..Screen::new("tui-col-paid", 8, 5) }),
            ..DATE
        },
        /// Buyer's name.
        Partner = Column {
            name: "partner", json: "partner_name", aliases: &["buyer"], title: "column-partner", width: 36, is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.partner_name)),
            source: Some(Source::Partner(PartnerColumn::Name)),
            keyword: Some(Keyword {
                values: Values::STORED,
                ..Keyword::new(3, &["partner", "vevő", "ügyfél"], "partner:\"petz aladár\"")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 9, is_strong: true, ..Screen::new("tui-col-partner", 2, 7) }),
            ..TEXT
        },
        /// Buyer's tax number.
        TaxNumber = Column {
            name: "tax_number", json: "partner_tax_number", title: "column-tax-number", optional: true,
            cell: Some(|row, _| Cell::text(row.partner_tax_number.as_deref())),
            source: Some(Source::Partner(PartnerColumn::Tax)),
            keyword: Some(Keyword { word: "tax", ..Keyword::new(4, &["adószám"], "tax:32560682") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 13, worth: 1, ..Screen::new("tui-col-tax-number", 15, 8) }),
            ..TEXT
        },
        /// Whether it is overdue.
        Overdue = Column {
            name: "overdue", json: "overdue", title: "column-overdue",
            cell: Some(|row, context| Cell::Flag(row.overdue(context.today))),
            ..FLAG
        },
        /// Whether the provider no longer has it.
        Vanished = Column {
            name: "vanished", json: "vanished", title: "column-vanished",
            cell: Some(|row, _| Cell::Flag(row.vanished)),
            ..FLAG
        },
        /// Kinds of warnings.
        Warnings = Column {
            name: "warnings", json: "warnings", title: "column-warnings", width: 20, about: "Kinds of warnings.",
            cell: Some(|row, _| Cell::Words(row.warnings.words().collect())),
            ..Column::new(Field::Id, Kind::Words)
        },
        /// Net, as gross.
        Net = Column {
            name: "net", json: "net_total", title: "column-net", optional: true,
            cell: Some(|row, _| Cell::amount(row.net, &row.currency)),
            source: Some(Source::Amount(AmountColumn::Net)),
            keyword: Some(Keyword::new(9, &["nettó"], "net:1000..2000")),
            first: Some(First::Largest),
            screen: Some(Screen { is_strong: true, ..Screen::new("tui-col-net", 11, 11) }),
            ..AMOUNT
        },
        /// VAT, as gross.
        Vat = Column {
            name: "vat", json: "vat_total", title: "column-vat", optional: true,
            cell: Some(|row, _| Cell::amount(row.vat, &row.currency)),
            source: Some(Source::Amount(AmountColumn::Vat)),
            keyword: Some(Keyword::new(10, &["áfa"], "vat>0")),
            first: Some(First::Largest),
            screen: Some(Screen { is_strong: true, ..Screen::new("tui-col-vat", 12, 12) }),
            ..AMOUNT
        },
        /// Days overdue.
        DaysOverdue = Column {
            name: "days", json: "days_overdue", title: "column-days-overdue", optional: true,
            cell: Some(|row, context| row.days_overdue(context.today).map_or(Cell::Empty, |days| Cell::Number(i64::from(days)))),
            source: Some(Source::DaysOverdue),
            keyword: Some(Keyword::new(24, &["késés", "késedelem", "nap"], "days>30")),
            ..Column::new(Field::Id, Kind::Number)
        },
        /// Whether the provider says that it was cancelled.
        Cancelled = Column {
            name: "cancelled", json: "cancelled", title: "column-cancelled",
            cell: Some(|row, _| Cell::Flag(row.cancelled)),
            ..FLAG
        },
        /// State at the tax authority.
        Nav = Column {
            name: "nav", json: "nav_status", title: "column-nav", optional: true,
            cell: Some(|row, _| Cell::text(row.nav.as_ref().map(NavStatus::as_str))),
            source: Some(Source::Word(WordColumn::Nav)),
            keyword: Some(Keyword {
                values: Values { known: || NavStatus::KNOWN.to_vec(), family: |_| "tui-nav", ..Values::NONE },
                ..Keyword::new(18, &["nav"], "nav:done")
            }),
            ..CHOICE
        },
        /// Comment.
        Comment = Column {
            name: "comment", json: "comment", title: "column-comment", width: 36, is_cut: true, optional: true,
            cell: Some(|row, _| Cell::text(row.comment.as_deref())),
            source: Some(Source::Text(TextColumn::Comment)),
            keyword: Some(Keyword::new(22, &["megjegyzés"], "comment:\"second reminder\"")),
            ..TEXT
        },
        /// When it last changed here.
        Changed = Column {
            name: "changed", json: "changed", title: "column-changed",
            cell: Some(|row, _| Cell::Instant(row.changed)),
            source: Some(Source::Changed),
            keyword: Some(Keyword::new(16, &["változott", "módosult"], "changed:today")),
            first: Some(First::Largest),
            screen: Some(Screen::new("tui-col-changed", 16, 15)),
            ..Column::new(Field::Id, Kind::Instant)
        },
        /// The run that changed it last.
        ChangedRun = Column {
            name: "run", json: "changed_run_id", title: "column-changed-run",
            cell: Some(|row, _| Cell::Number(i64::try_from(row.changed_run.0).unwrap_or(i64::MAX))),
            ..COUNT
        },
        /// What is there, and which warnings.
        Has = Column {
            name: "has", source: Some(Source::Present),
            keyword: Some(Keyword { values: HAS, ..Keyword::new(19, &["van"], "has:warning") }),
            ..CHOICE
        },
        /// Texts of line items.
        Item = Column {
            name: "item", aliases: &["item_name"], source: Some(Source::Items),
            keyword: Some(Keyword::new(20, &["tétel"], "item:hosting")),
            ..TEXT
        },
        /// Tags.
        Tag = Column {
            name: "tag", aliases: &["tags"], source: Some(Source::Tags),
            keyword: Some(Keyword::new(21, &["címke"], "tag:urgent")),
            ..TEXT
        },
        /// The provider's identifier of the partner.
        Contact = Column {
            name: "contact", source: Some(Source::Partner(PartnerColumn::Id)),
            cell: Some(|row, _| Cell::text(row.partner_id.as_deref())),
            keyword: Some(Keyword::new(27, &["partnerazonosító"], "contact:1234")),
            ..TEXT
        },
    }

    const NEWEST: Self = Self::Issued;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<Field>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }

    /// A word that is not quoted asks for what is overdue.
    fn shortcut(folded: &str) -> Option<(Self, &'static str)> {
        matches!(folded, "overdue" | "lejart").then_some((Self::Status, "overdue"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::locale::Lang;
    use crate::query::schema::{Schema, asked, named, on_menu, on_screen};

    #[test]
    fn every_column_is_found_by_its_names_and_has_its_titles_and_places() {
        for column in Field::COLUMNS {
            assert_eq!(column.field.column(), column);
            for name in [column.name, column.json].into_iter().filter(|name| !name.is_empty()) {
                assert_eq!(named::<Field>(name, |_| true), Some(column), "{name}");
            }
            let titles = [Some(column.title), column.screen.map(|screen| screen.title)];
            for title in titles.into_iter().flatten().filter(|title| !title.is_empty()) {
                assert!([Lang::En, Lang::Hu].into_iter().all(|lang| lang.locale().has(title)), "{title}");
            }
            assert!(!column.is_listed() || (column.cell.is_some() && !column.json.is_empty()), "{}", column.name);
            assert!(!(column.is_asked() || column.is_ordered()) || column.source.is_some(), "{}", column.name);
            assert!(!column.is_on_screen() || column.is_ordered(), "{}", column.name);
        }
        let places = |places: Vec<u8>| {
            assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), places.len(), "{places:?}");
        };
        places(asked::<Field>().iter().filter_map(|column| column.keyword).map(|keyword| keyword.place).collect());
        places(on_menu::<Field>().iter().filter_map(|column| column.screen).map(|screen| screen.menu).collect());
        places(on_screen::<Field>().iter().filter_map(|column| column.screen).map(|screen| screen.place).collect());
    }
}
