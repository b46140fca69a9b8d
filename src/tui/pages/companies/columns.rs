//! The table of companies: what the list is filtered and ordered by. It draws itself; a company takes several lines.

use std::sync::LazyLock;

use crate::domain::{CompanyId, Currency, Light, Totals};
use crate::locale::Amounts;
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Schema as _, Screen, Values, Vocabulary, schema};
use crate::service::CompanyView;
use crate::tui::list::Rows;
use crate::tui::shared::Shared;
use crate::tui::text;

const TEXT: Column<CompanyField> = Column::new(CompanyField::Name, Kind::Text);
const COUNT: Column<CompanyField> = Column { first: Some(First::Largest), ..Column::new(CompanyField::Name, Kind::Count) };
const AMOUNT: Column<CompanyField> = Column { first: Some(First::Largest), ..Column::new(CompanyField::Name, Kind::Amount) };

fn number(count: u64) -> Cell<'static> {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The sum in the company's own currency, or in that with the most documents: sums of different currencies are not compared.
fn amount<'r>(view: &'r CompanyView, totals: &'r Totals) -> Cell<'r> {
    let own = view.service.currency.as_ref().and_then(|own| totals.get_key_value(own));
    let most = || totals.iter().max_by_key(|(_, sum)| sum.count);
    let sum = own.or_else(most).filter(|(_, sum)| sum.count > 0);
    sum.map_or(Cell::Empty, |(currency, sum): (&Currency, _)| Cell::Amount(sum.balance, currency))
}

schema! {
    /// A column of companies.
    pub(crate) enum CompanyField: CompanyView => () {
        /// Name.
        Name = Column {
            name: "company", json: "company", aliases: &["name"],
            cell: Some(|row, _| Cell::Text(&row.company.name)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(1, &["cég", "név"], "company:medka") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 9, ..Screen::new("tui-col-company", 1, 1) }),
            ..TEXT
        },
        /// Its light; a disabled company has none.
        Light = Column {
            name: "light", json: "light",
            cell: Some(|row, _| Cell::Text(match row.health.light() {
                _ if !row.company.enabled => "off",
                Light::Green => "green",
                Light::Yellow => "yellow",
                Light::Red => "red",
            })),
            keyword: Some(Keyword {
                values: Values {
                    family: |_| "tui-light",
                    known: || vec!["green", "yellow", "red", "off"],
                    hungarian: &[("green", &["zöld"]), ("yellow", &["sárga"]), ("red", &["piros"]), ("off", &["kikapcsolva"])],
                    ..Values::NONE
                },
                ..Keyword::new(2, &["jelzés"], "light:red")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen::new("tui-col-light", 8, 8)),
            ..Column::new(CompanyField::Name, Kind::Choice)
        },
        /// The accounting service.
        Service = Column {
            name: "service", json: "service",
            cell: Some(|row, _| Cell::Text(&row.service.title)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(3, &["szolgáltató"], "service:billingo") }),
            first: Some(First::Smallest),
            screen: Some(Screen::new("tui-col-service", 9, 9)),
            ..TEXT
        },
        /// Tax number.
        Tax = Column {
            name: "tax", json: "tax_number",
            cell: Some(|row, _| Cell::text(row.company.tax_number.as_deref())),
            keyword: Some(Keyword::new(4, &["adószám"], "tax:32560682")),
            ..TEXT
        },
        /// The end of the last sync that brought something.
        Last = Column {
            name: "synced", json: "last_sync",
            cell: Some(|row, _| {
                row.last_success.as_ref().map_or(Cell::Empty, |run| Cell::Instant(run.ended.unwrap_or(run.started)))
            }),
            keyword: Some(Keyword::new(5, &["szinkron"], "synced<today")),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 8, ..Screen::new("tui-col-last-sync", 2, 2) }),
            ..Column::new(CompanyField::Name, Kind::Instant)
        },
        /// Invoices.
        Invoices = Column {
            name: "invoices", json: "invoices",
            cell: Some(|row, _| number(row.invoices)),
            keyword: Some(Keyword::new(6, &["számlák"], "invoices>0")),
            screen: Some(Screen { worth: 5, ..Screen::new("tui-col-invoices", 3, 3) }),
            ..COUNT
        },
        /// What is expected.
        Outstanding = Column {
            name: "outstanding", json: "outstanding",
            cell: Some(|row, _| amount(row, &row.outstanding)),
            keyword: Some(Keyword::new(7, &["kintlévő"], "outstanding>0")),
            screen: Some(Screen { worth: 6, ..Screen::new("tui-col-outstanding", 4, 4) }),
            ..AMOUNT
        },
        /// What of that is overdue.
        Overdue = Column {
            name: "overdue", json: "overdue",
            cell: Some(|row, _| amount(row, &row.overdue)),
            keyword: Some(Keyword::new(8, &["lejárt"], "overdue>0")),
            screen: Some(Screen { worth: 7, ..Screen::new("tui-col-overdue", 5, 5) }),
            ..AMOUNT
        },
        /// Days since the due date of the oldest overdue invoice.
        Oldest = Column {
            name: "days", json: "oldest_overdue_days",
            cell: Some(|row, _| row.oldest_overdue_days.map_or(Cell::Empty, |days| Cell::Number(i64::from(days)))),
            keyword: Some(Keyword::new(9, &["nap"], "days>30")),
            screen: Some(Screen { worth: 4, ..Screen::new("tui-col-oldest", 6, 6) }),
            ..COUNT
        },
        /// Invoices with warnings.
        Warnings = Column {
            name: "warnings", json: "warnings",
            cell: Some(|row, _| number(row.warnings)),
            keyword: Some(Keyword::new(10, &["figyelmeztetések"], "warnings>0")),
            screen: Some(Screen { worth: 3, ..Screen::new("tui-col-warnings", 7, 7) }),
            ..COUNT
        },
    }

    const NEWEST: Self = Self::Last;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<CompanyField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

/// The amounts of all companies, which stand below each other.
pub(super) fn amounts(cx: &Shared, totals: fn(&CompanyView) -> &Totals) -> Amounts {
    let mut amounts = Amounts::default();
    for (currency, sum) in cx.companies.all().iter().flat_map(|view| totals(view).iter()) {
        amounts.learn(cx.locale, sum.balance, currency);
    }
    amounts
}

/// Most lines of amounts that a company takes.
pub(super) const CURRENCIES: usize = 4;

/// The currencies that a company has something to show in, the one with the most invoices first.
pub(super) fn currencies(view: &CompanyView) -> Vec<&Currency> {
    let mut owed: Vec<_> = view.outstanding.iter().filter(|(_, totals)| totals.count > 0).collect();
    // That of the company comes first, then those with the most documents.
    owed.sort_by_key(|(currency, totals)| (view.service.currency.as_ref() != Some(*currency), std::cmp::Reverse(totals.count)));
    owed.into_iter().map(|(currency, _)| currency).collect()
}

/// The number of currencies without a line of their own: ` +2` behind the last that has one.
pub(super) fn more(view: &CompanyView) -> String {
    match currencies(view).len().saturating_sub(CURRENCIES) {
        0 => String::new(),
        more => format!(" +{more}"),
    }
}

/// Columns that "+N" takes behind an outstanding amount, where a company has more currencies than lines.
pub(super) fn most_more(cx: &Shared) -> u16 {
    cx.companies.all().iter().map(|view| text::columns(&more(view))).max().unwrap_or(0)
}

impl Rows for CompanyField {
    type Key = CompanyId;

    /// The light and the cursor.
    const MARGIN: u16 = 4;

    fn key(row: &CompanyView) -> CompanyId {
        row.company.id
    }

    fn sized(self, cx: &Shared, width: u16) -> Option<(u16, u16)> {
        let title = self.column().screen.map_or(0, |screen| text::columns(&cx.locale.get(screen.title)));
        let fixed = |width: u16| Some((width, width));
        match self {
            Self::Name => {
                let names = cx.companies.all().iter().map(|view| text::columns(&text::clean(&view.company.name)));
                let name = names.max().unwrap_or(0).clamp(14, 40);
                Some((name.min(14), name))
            }
            Self::Last => Some((12, if width >= 110 { 24 } else { 14 })),
            Self::Invoices => fixed(title.max(7)),
            Self::Outstanding => fixed((amounts(cx, |view| &view.outstanding).width() + most_more(cx)).max(title)),
            Self::Overdue => fixed(amounts(cx, |view| &view.overdue).width().max(title)),
            Self::Oldest => fixed(title.max(6)),
            Self::Warnings => fixed(title),
            Self::Light | Self::Service | Self::Tax => None,
        }
    }

    fn company<'r>(row: &'r CompanyView, _cx: &'r Shared) -> &'r str {
        &row.company.name
    }
}
