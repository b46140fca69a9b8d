//! Runs, their errors, and what is told while they go on.

use std::borrow::Cow;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_with::{DisplayFromStr, serde_as};

use super::invoice::InvoiceKeyShape;
use super::{Word, stands_for};
use crate::domain::{
    Actor, Arg, AuditEntry, AuditLog, CompanyId, Counts, InvoiceKey, Message, RemoteId, RunError, RunId, RunStatus, SyncMode,
    SyncRun, Trigger,
};
use crate::service::{RunFilter, SyncReport, SyncRequest};
use crate::sync::{Event, Progress};

type At = DisplayFromStr;

#[derive(Serialize, Deserialize)]
#[serde(remote = "CompanyId")]
pub(super) struct IdShape(u32);

#[derive(Serialize, Deserialize)]
#[serde(remote = "RunId")]
pub(super) struct RunIdShape(u64);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Actor")]
pub(super) struct ActorShape(String);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Trigger")]
enum TriggerShape {
    Command,
    Headless,
    Screen,
    Schedule,
    Api,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SyncMode")]
enum ModeShape {
    Full,
    Incremental,
    Reconcile,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "RunStatus")]
enum StatusShape {
    Running,
    Completed,
    Partial,
    Failed,
    Cancelled,
    Interrupted,
    Deferred,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Arg")]
enum ArgShape {
    Text(String),
    Number(i64),
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Message")]
pub(super) struct MessageShape {
    id: Cow<'static, str>,
    #[serde_as(as = "Vec<(_, ArgShape)>")]
    args: Vec<(Cow<'static, str>, Arg)>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Counts")]
struct CountsShape {
    processed: u64,
    created: u64,
    updated: u64,
    unchanged: u64,
    skipped: u64,
    vanished: u64,
    items: u64,
    api_calls: u64,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "SyncRun")]
pub(super) struct RunShape {
    #[serde_as(as = "RunIdShape")]
    id: RunId,
    #[serde_as(as = "IdShape")]
    company: CompanyId,
    company_name: String,
    #[serde_as(as = "TriggerShape")]
    trigger: Trigger,
    #[serde_as(as = "ActorShape")]
    actor: Actor,
    #[serde_as(as = "ModeShape")]
    mode: SyncMode,
    #[serde_as(as = "StatusShape")]
    status: RunStatus,
    #[serde_as(as = "At")]
    started: Timestamp,
    #[serde_as(as = "Option<At>")]
    ended: Option<Timestamp>,
    #[serde_as(as = "CountsShape")]
    counts: Counts,
    error_count: u64,
    #[serde_as(as = "Option<MessageShape>")]
    failure: Option<Message>,
    #[serde_as(as = "Option<At>")]
    deferred_until: Option<Timestamp>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "RunError")]
pub(super) struct RunErrorShape {
    #[serde_as(as = "Option<Word>")]
    invoice_id: Option<RemoteId>,
    invoice_number: Option<String>,
    #[serde_as(as = "MessageShape")]
    message: Message,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Progress")]
pub(super) struct ProgressShape {
    #[serde_as(as = "RunIdShape")]
    run: RunId,
    #[serde_as(as = "IdShape")]
    company: CompanyId,
    name: String,
    #[serde_as(as = "ModeShape")]
    mode: SyncMode,
    #[serde_as(as = "CountsShape")]
    counts: Counts,
    pages: u32,
    pages_total: Option<u32>,
    invoices_total: Option<u64>,
    elapsed: Duration,
    quota: Option<(u32, u32)>,
    #[serde_as(as = "Option<At>")]
    waiting_until: Option<Timestamp>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Event")]
pub(crate) enum EventShape {
    Started(#[serde_as(as = "ProgressShape")] Progress),
    Progress(#[serde_as(as = "ProgressShape")] Progress),
    Committed {
        #[serde_as(as = "RunIdShape")]
        run: RunId,
        #[serde_as(as = "Vec<InvoiceKeyShape>")]
        keys: Vec<InvoiceKey>,
    },
    Ended(#[serde_as(as = "Box<RunShape>")] Box<SyncRun>),
    Missed,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "SyncRequest")]
pub(super) struct RequestShape {
    #[serde_as(as = "Vec<IdShape>")]
    companies: Vec<CompanyId>,
    full: bool,
    #[serde_as(as = "TriggerShape")]
    trigger: Trigger,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "SyncReport")]
pub(super) struct ReportShape {
    #[serde_as(as = "Vec<(RunShape, Vec<RunErrorShape>)>")]
    runs: Vec<(SyncRun, Vec<RunError>)>,
    #[serde_as(as = "At")]
    started: Timestamp,
    #[serde_as(as = "At")]
    ended: Timestamp,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "RunFilter")]
pub(super) struct FilterShape {
    #[serde_as(as = "Vec<IdShape>")]
    companies: Vec<CompanyId>,
    #[serde_as(as = "Vec<StatusShape>")]
    statuses: Vec<RunStatus>,
    limit: Option<usize>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "AuditEntry")]
struct AuditEntryShape {
    sequence: u64,
    #[serde_as(as = "At")]
    at: Timestamp,
    #[serde_as(as = "ActorShape")]
    actor: Actor,
    from: String,
    action: String,
    subject: String,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "AuditLog")]
pub(super) struct AuditShape {
    #[serde_as(as = "Vec<AuditEntryShape>")]
    entries: Vec<AuditEntry>,
    faults: Vec<String>,
}

stands_for! {
    AuditEntryShape: AuditEntry, AuditShape: AuditLog,
    IdShape: CompanyId, RunIdShape: RunId, ActorShape: Actor, TriggerShape: Trigger, ModeShape: SyncMode,
    StatusShape: RunStatus, ArgShape: Arg, MessageShape: Message, CountsShape: Counts, RunShape: SyncRun,
    RunErrorShape: RunError, ProgressShape: Progress, EventShape: Event, RequestShape: SyncRequest, ReportShape: SyncReport,
    FilterShape: RunFilter,
}
