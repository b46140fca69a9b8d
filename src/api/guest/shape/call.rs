//! Calls, answers and errors.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_with::{DisplayFromStr, serde_as};

use super::alert::{AlertSecretShape, AlertsShape, ChannelShape};
use super::change::{ChangesRequestShape, InvoiceChangeShape, SuggestionShape};
use super::company::{CompanyShape, DoubtShape, GapShape, NewKeyShape, NewShape, RemovalShape, Secret, TestedShape, ViewShape};
use super::invoice::{DetailShape, FoundShape, InvoiceKeyShape, PaymentShape, QuestionShape, RowShape, TaxReportShape};
use super::report::{ReportRequestShape, TableShape};
use super::stands_for;
use super::sync::{
    AuditShape, FilterShape, IdShape, MessageShape, ReportShape, RequestShape, RunErrorShape, RunIdShape, RunShape,
};
use super::token::{CallerShape, IssuedTokenShape, NewTokenShape, TokenHashShape, TokenShape};
use crate::domain::{
    AlertSecret, AuditLog, Channel, Company, CompanyId, Doubt, Gap, InvoiceKey, InvoiceRow, Message, Payment, RunError, RunId,
    SyncRun, TaxReport, Token, TokenHash,
};
use crate::error::{Error, ErrorKind};
use crate::query::complete::Suggestion;
use crate::query::{Found, Report, ReportRequest, Request};
use crate::service::{
    AlertsView, Answer, Asked, Call, Caller, ChangesRequest, CompanyView, Host, InvoiceChange, InvoiceDetail, IssuedToken,
    NewCompany, NewKey, NewToken, Removal, RunFilter, SyncReport, SyncRequest, Tested,
};

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Call")]
pub(crate) enum CallShape {
    Companies,
    Company(String),
    AddCompany(#[serde_as(as = "NewShape")] NewCompany),
    RenameCompany(#[serde_as(as = "IdShape")] CompanyId, String),
    EnableCompany(#[serde_as(as = "IdShape")] CompanyId, bool),
    Removal(#[serde_as(as = "IdShape")] CompanyId),
    RemoveCompany(#[serde_as(as = "IdShape")] CompanyId),
    SetKey(#[serde_as(as = "IdShape")] CompanyId, #[serde_as(as = "NewKeyShape")] NewKey),
    TestKey(#[serde_as(as = "IdShape")] CompanyId),
    NumberGaps(#[serde_as(as = "IdShape")] CompanyId),
    Find(#[serde_as(as = "QuestionShape")] Request),
    Lookup(String, #[serde_as(as = "Vec<IdShape>")] Vec<CompanyId>),
    Invoice(#[serde_as(as = "InvoiceKeyShape")] InvoiceKey),
    Details(#[serde_as(as = "QuestionShape")] Request),
    Payments(#[serde_as(as = "InvoiceKeyShape")] InvoiceKey),
    TaxReport(#[serde_as(as = "InvoiceKeyShape")] InvoiceKey),
    PublicUrl(#[serde_as(as = "InvoiceKeyShape")] InvoiceKey),
    Pdf(#[serde_as(as = "InvoiceKeyShape")] InvoiceKey),
    Sync(#[serde_as(as = "RequestShape")] SyncRequest),
    Start(#[serde_as(as = "RequestShape")] SyncRequest),
    Cancel(#[serde_as(as = "Vec<IdShape>")] Vec<CompanyId>),
    Runs(#[serde_as(as = "FilterShape")] RunFilter),
    Run(#[serde_as(as = "RunIdShape")] RunId),
    Doubts,
    Audit,
    Exported(String),
    ExportFailed(String),
    AddToken(#[serde_as(as = "NewTokenShape")] NewToken),
    Tokens,
    RevokeToken(String),
    Admit(#[serde_as(as = "TokenHashShape")] TokenHash),
    StepAside,
    Report(#[serde_as(as = "ReportRequestShape")] ReportRequest),
    Suggest(String, usize, #[serde_as(as = "Vec<IdShape>")] Vec<CompanyId>),
    Changes(#[serde_as(as = "ChangesRequestShape")] ChangesRequest),
    Alerts,
    TestAlerts(#[serde_as(as = "Option<ChannelShape>")] Option<Channel>),
    SetAlertSecret(#[serde_as(as = "AlertSecretShape")] AlertSecret, #[serde_as(as = "Option<Secret>")] Option<SecretString>),
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Asked")]
pub(crate) struct AskedShape {
    #[serde_as(as = "CallShape")]
    call: Call,
    #[serde_as(as = "Option<CallerShape>")]
    behalf: Option<Caller>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Answer")]
pub(crate) enum AnswerShape {
    Companies(#[serde_as(as = "Vec<ViewShape>")] Vec<CompanyView>),
    Company(#[serde_as(as = "CompanyShape")] Company),
    AddCompany(#[serde_as(as = "TestedShape")] Tested),
    RenameCompany(#[serde_as(as = "CompanyShape")] Company),
    EnableCompany(#[serde_as(as = "CompanyShape")] Company),
    Removal(#[serde_as(as = "RemovalShape")] Removal),
    RemoveCompany(#[serde_as(as = "RemovalShape")] Removal),
    SetKey(#[serde_as(as = "TestedShape")] Tested),
    TestKey(#[serde_as(as = "TestedShape")] Tested),
    NumberGaps(#[serde_as(as = "Option<Vec<GapShape>>")] Option<Vec<Gap>>),
    Find(#[serde_as(as = "FoundShape")] Found),
    Lookup(#[serde_as(as = "Vec<RowShape>")] Vec<InvoiceRow>),
    Invoice(#[serde_as(as = "Option<Box<DetailShape>>")] Option<Box<InvoiceDetail>>),
    Details(#[serde_as(as = "Vec<DetailShape>")] Vec<InvoiceDetail>),
    Payments(#[serde_as(as = "Vec<PaymentShape>")] Vec<Payment>),
    TaxReport(#[serde_as(as = "TaxReportShape")] TaxReport),
    PublicUrl(String),
    Pdf(#[serde_as(as = "serde_with::Bytes")] Vec<u8>),
    Sync(#[serde_as(as = "ReportShape")] SyncReport),
    Start(#[serde_as(as = "Vec<IdShape>")] Vec<CompanyId>),
    Cancel(()),
    Runs(#[serde_as(as = "Vec<RunShape>")] Vec<SyncRun>),
    Run(#[serde_as(as = "Option<(RunShape, Vec<RunErrorShape>)>")] Option<(SyncRun, Vec<RunError>)>),
    Doubts(#[serde_as(as = "Vec<DoubtShape>")] Vec<Doubt>),
    Audit(#[serde_as(as = "AuditShape")] AuditLog),
    Exported(()),
    ExportFailed(()),
    AddToken(#[serde_as(as = "IssuedTokenShape")] IssuedToken),
    Tokens(#[serde_as(as = "Vec<TokenShape>")] Vec<Token>),
    RevokeToken(#[serde_as(as = "TokenShape")] Token),
    Admit(#[serde_as(as = "TokenShape")] Token),
    StepAside(()),
    Report(#[serde_as(as = "TableShape")] Report),
    Suggest(#[serde_as(as = "Vec<SuggestionShape>")] Vec<Suggestion>),
    Changes(#[serde_as(as = "Vec<InvoiceChangeShape>")] Vec<InvoiceChange>),
    Alerts(#[serde_as(as = "AlertsShape")] AlertsView),
    TestAlerts(#[serde_as(as = "Vec<(ChannelShape, Option<ErrorShape>)>")] Vec<(Channel, Option<Error>)>),
    SetAlertSecret(()),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ErrorKind")]
enum ErrorKindShape {
    Unexpected,
    Usage,
    Partial,
    Failed,
    InUse,
    Config,
    NotAllowed,
    Interrupted,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Error")]
pub(crate) struct ErrorShape {
    #[serde_as(as = "ErrorKindShape")]
    kind: ErrorKind,
    #[serde_as(as = "MessageShape")]
    message: Message,
    #[serde_as(as = "Option<MessageShape>")]
    hint: Option<Message>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Host")]
pub(crate) struct HostShape {
    pid: u32,
    version: String,
    #[serde_as(as = "DisplayFromStr")]
    since: Timestamp,
}

stands_for! {
    CallShape: Call, AskedShape: Asked, AnswerShape: Answer, ErrorKindShape: ErrorKind, ErrorShape: Error, HostShape: Host,
}
