//! Questions of pages to the service, as data, and the one function that turns a question into a call.
//!
//! For: pages, which return questions and receive answers, and [`super::perform`]. Uses: the service's use cases. Never: a page.

use std::path::PathBuf;
use std::time::Duration;

use super::case::{AnyAnswer, Case};
use super::files::{blocking, expand, failed};
use super::form::{Order, Step};
use crate::clock::Clock;
use crate::document::{Form, Preview};
use crate::domain::{CompanyId, Doubt, HistoryEntry, RecordKey, RunError, RunId, SyncRun, TaxReport};
use crate::error::Error;
use crate::host::Service;
use crate::json::invoice_file;
use crate::locale::Lang;
use crate::query::complete::{self, Suggestion};
use crate::query::{Field, Found, Report, ReportKind, ReportRequest, Request};
use crate::service::cases;
use crate::service::{CompanyView, InvoiceDetail, Listed, PlanRequest, PushList, RunFilter};

/// The result of a use case.
pub(crate) type Reply<T> = Result<T, Error>;

/// Pause before a question that is asked a moment later.
const SOON: Duration = Duration::from_millis(400);
/// Most bytes of a file with invoices.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// Runs read for the list: months of them.
const NEWEST_RUNS: usize = 1000;

/// The purpose of extra rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowsFor {
    /// To be marked.
    Mark,
    /// To be copied.
    Copy,
    /// To have something done with them.
    Deed,
    /// Their values are offered as completions of the request of this number.
    Offer(u64),
}

/// A question to the provider about an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Live {
    /// Payments booked.
    Payments,
    /// The tax authority's answer.
    Report,
    /// The public address.
    Url,
    /// The document in figures; not of the provider, but made here.
    Figures,
}

/// The answer of the provider to [`Live`].
#[derive(Debug)]
pub(crate) enum LiveReply {
    /// Payments booked.
    Payments(Reply<Vec<HistoryEntry>>),
    /// The tax authority's answer.
    Report(Reply<TaxReport>),
    /// The public address.
    Url(Reply<String>),
    /// The document in figures.
    Figures(Reply<Box<Preview>>),
}

/// A question of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// Every company.
    Companies,
    /// Invoices that match.
    Find {
        request: Request,
        /// Comes back with the answer.
        generation: u64,
    },
    /// Rows besides those of the list.
    Rows { request: Request, what: RowsFor },
    /// Other records that match: the use case that lists their kind.
    Window {
        case: Case,
        /// Comes back with the answer.
        generation: u64,
    },
    /// Other records besides those of the list.
    More { case: Case, what: RowsFor },
    /// One of them: a newer question cancels this one.
    Read(Case),
    /// Completions of a filter.
    Suggest {
        text: String,
        /// The byte offset of the cursor.
        cursor: usize,
        /// The companies that values are offered of; all when empty.
        companies: Vec<CompanyId>,
        /// The language of the words that are offered.
        lang: Lang,
        /// Comes back with the answer.
        generation: u64,
    },
    /// One invoice.
    Invoice(RecordKey),
    /// One invoice, asked of the provider.
    Live(RecordKey, Live),
    /// The newest runs.
    Runs,
    /// One run with its errors.
    Run(RunId),
    /// A report.
    Report(ReportRequest),
    /// Any other use case.
    Case(Case),
    /// Any other use case of which several have the same kind of answer: it comes back with the name.
    Named(&'static str, Case),
    /// The same, a moment later.
    Later(&'static str, Case),
    /// A plan of what documents become at a company: those of a query, or of a file.
    Plan { request: PlanRequest, file: Option<PathBuf> },
    /// A use case that changes something.
    Order(Order, Case),
}

/// The answer to the [`Question`] of the same name.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "an answer is made once and handed on, not kept in numbers")]
pub(crate) enum Answer {
    Companies(Reply<Vec<CompanyView>>),
    Found {
        generation: u64,
        /// Its duration, if known.
        took: Option<Duration>,
        result: Reply<Found>,
        /// Companies with damaged data.
        doubts: Vec<Doubt>,
    },
    Rows(RowsFor, Reply<Found>),
    Window {
        generation: u64,
        /// Its duration, if known.
        took: Option<Duration>,
        answer: AnyAnswer,
        /// Companies with damaged data.
        doubts: Vec<Doubt>,
    },
    More(RowsFor, AnyAnswer),
    Suggested {
        generation: u64,
        list: Vec<Suggestion>,
    },
    Invoice(RecordKey, Reply<Option<Box<InvoiceDetail>>>),
    Live(RecordKey, LiveReply),
    Runs(Reply<Vec<SyncRun>>),
    Run(RunId, Reply<Option<(SyncRun, Vec<RunError>)>>),
    /// The report, and companies with damaged data.
    Report(ReportKind, Reply<Report>, Vec<Doubt>),
    /// Take it apart with [`Answer::of`].
    Case(AnyAnswer),
    Named(&'static str, AnyAnswer),
    Order(Order, AnyAnswer),
}

/// Questions that replace each other: a newer one cancels the one under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lane {
    Find,
    Invoice,
    Suggest,
    Order,
    /// What a form shows of what is kept: it ends no order.
    Form,
    Later,
}

impl Question {
    /// The lane of the question; `None` if it cancels no other.
    pub(crate) const fn lane(&self) -> Option<Lane> {
        match self {
            Self::Find { .. } | Self::Window { .. } => Some(Lane::Find),
            Self::Invoice(_) | Self::Read(_) => Some(Lane::Invoice),
            Self::Suggest { .. } | Self::More { what: RowsFor::Offer(_), .. } => Some(Lane::Suggest),
            Self::Later(..) => Some(Lane::Later),
            Self::Order(Order::Detail(Step::Read), _) => Some(Lane::Form),
            // Counting changes nothing, and ends nothing; of several orders none ends another.
            Self::Order(order, _) if !matches!(order, Order::Count | Order::Each { .. }) => Some(Lane::Order),
            _ => None,
        }
    }
}

impl Answer {
    /// Returns the answer of one use case, or the answer as it is if it is another one's.
    #[expect(clippy::result_large_err, reason = "the other case is the answer itself, handed back")]
    pub(crate) fn take<C: Listed>(self) -> Result<Reply<C::Answer>, Self>
    where
        C::Answer: 'static,
    {
        match self {
            Self::Case(answer) => answer.downcast::<Reply<C::Answer>>().map(|reply| *reply).map_err(Self::Case),
            other => Err(other),
        }
    }

    /// Returns the answer of a use case that was asked as [`Question::Case`]; `None` if it is another one's.
    pub(crate) fn of<C: Listed>(self) -> Option<Reply<C::Answer>>
    where
        C::Answer: 'static,
    {
        match self {
            Self::Case(answer) => answer.downcast::<Reply<C::Answer>>().ok().map(|reply| *reply),
            _ => None,
        }
    }
}

/// Asks the service.
pub(crate) async fn ask(service: &Service, clock: &dyn Clock, question: Question) -> Answer {
    match question {
        Question::Companies => Answer::Companies(service.ask(cases::Companies).await),
        Question::Find { request, generation } => {
            let from = clock.now();
            let result = service.ask(cases::FindInvoices(request)).await;
            let took = Duration::try_from(clock.now().duration_since(from)).ok();
            Answer::Found { generation, took, result, doubts: doubts(service).await }
        }
        Question::Rows { request, what } => Answer::Rows(what, service.ask(cases::FindInvoices(request)).await),
        Question::Window { case, generation } => {
            let from = clock.now();
            let answer = case.ask(service).await;
            let took = Duration::try_from(clock.now().duration_since(from)).ok();
            Answer::Window { generation, took, answer, doubts: doubts(service).await }
        }
        Question::More { case, what } => Answer::More(what, case.ask(service).await),
        Question::Suggest { text, cursor, companies, lang, generation } => {
            let list = match complete::of_language::<Field>(&text, cursor, lang) {
                Some(list) if !text.is_empty() => list,
                // A failed suggestion request is ignored: typing goes on without it.
                _ => service.ask(cases::Suggest { text, cursor, companies }).await.unwrap_or_default(),
            };
            Answer::Suggested { generation, list }
        }
        Question::Invoice(key) => {
            let result = service.ask(cases::ReadInvoice(key.clone())).await;
            Answer::Invoice(key, result)
        }
        Question::Live(key, what) => {
            let reply = match what {
                Live::Payments => LiveReply::Payments(service.ask(cases::Payments(key.clone())).await),
                Live::Report => LiveReply::Report(service.ask(cases::AskTaxReport(key.clone())).await),
                Live::Url => LiveReply::Url(service.ask(cases::PublicUrl(key.clone())).await),
                Live::Figures => {
                    let case = cases::PreviewDocument { key: key.clone(), form: Form::Ubl };
                    LiveReply::Figures(service.ask(case).await.map(Box::new))
                }
            };
            Answer::Live(key, reply)
        }
        Question::Runs => {
            let filter = RunFilter { limit: Some(NEWEST_RUNS), ..RunFilter::default() };
            Answer::Runs(service.ask(cases::Runs(filter)).await)
        }
        Question::Run(id) => Answer::Run(id, service.ask(cases::ReadRun(id)).await),
        Question::Report(request) => {
            let report = service.ask(cases::MakeReport(request.clone())).await;
            Answer::Report(request.kind, report, doubts(service).await)
        }
        Question::Case(case) | Question::Read(case) => Answer::Case(case.ask(service).await),
        Question::Named(name, case) => Answer::Named(name, case.ask(service).await),
        Question::Later(name, case) => {
            tokio::time::sleep(SOON).await;
            Answer::Named(name, case.ask(service).await)
        }
        Question::Plan { request, file } => {
            let planned: Reply<PushList> = plan(service, request, file).await;
            Answer::Named("planned", Box::new(planned))
        }
        Question::Order(order, case) => Answer::Order(order, case.ask(service).await),
    }
}

/// Plans; the documents of a file are read first.
async fn plan(service: &Service, mut request: PlanRequest, file: Option<PathBuf>) -> Reply<PushList> {
    if let Some(path) = file {
        let read = move || {
            let path = expand(path);
            let wrong = |error: std::io::Error| failed(&path, &error);
            // A pipe without a writer would be waited for.
            let file = crate::process::open_file(&path).map_err(wrong)?;
            let size = file.metadata().map_err(wrong)?.len();
            if size > LARGEST_FILE {
                return Err(wrong(std::io::Error::other(format!("{size} > {LARGEST_FILE} B"))));
            }
            let text = std::io::read_to_string(file).map_err(wrong)?;
            invoice_file::invoices(&text)
        };
        request.file = Some(blocking(read).await?);
    }
    service.ask(cases::PlanPush(request)).await
}

/// Companies with damaged data, read after an answer that may have met the damage. An error here is ignored: the next
/// question meets it again.
async fn doubts(service: &Service) -> Vec<Doubt> {
    service.ask(cases::Doubts).await.unwrap_or_default()
}
