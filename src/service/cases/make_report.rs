//! A report of what a query finds.

use serde::{Deserialize, Serialize};

use crate::domain::Message;
use crate::query::{Report, ReportKind, ReportRequest};
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase, bad_value, one_of, vat,
};

/// A report of what a query finds.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeReport(pub ReportRequest);

/// Rows of each currency and direction at most.
const MOST: usize = 100_000;

impl Routed for MakeReport {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/reports/{kind}", "report", "invoices")
        .about("What is owed and how late, by month, by VAT rate, by partner, by week, by status, by company, by day, by payment delay; what `faktura report` prints.")
    .params(&[
        Param::new("kind", Kind::Text, "aging, months, fulfilled, paid, vat, partners, cash, statuses, companies, days or delay").example("aging"),
        Param::QUERY,
        Param::new("by", Kind::Text, "Of months: by which date, issued, fulfilled or paid"),
        Param::COMPANIES,
        Param::new("limit", Kind::UpTo(MOST), "Rows of each currency and direction at most; 0 or nothing for all"),
    ])
    .with_doubts();

    fn read(given: &Given, (): ()) -> Result<Self> {
        let kind = one_of("kind", given.part("kind"), &ReportKind::ALL, ReportKind::as_str)?;
        let kind = match given.one("by")? {
            Some(by) => kind.by(by).ok_or_else(|| bad_value("by", by, Message::new("api-report-by")))?,
            None => kind,
        };
        Ok(Self(ReportRequest {
            kind,
            query: given.one("q")?.unwrap_or_default().to_owned(),
            companies: given.companies()?,
            limit: given.number("limit", 0..=MOST)?.unwrap_or(0),
            today: given.today,
        }))
    }
}

impl UseCase for MakeReport {
    type Answer = Report;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<Report> {
        cx.blocking(move |cx| {
            let names = cx.names();
            if self.0.kind == ReportKind::Vat {
                return vat::report(&cx.local, &self.0, &names);
            }
            Ok(cx.local.store.ask(|index| index.report(&self.0, &names))??)
        })
        .await
    }
}
