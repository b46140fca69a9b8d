//! What keeps processes that share a store from queueing the same twice: a record that each of them writes over the version that it
//! decided by, so that all but the first fail.
//!
//! For: approving plans and single writes. Uses: own data of any store. Never: what is queued.

use crate::domain::outgoing::Source;
use crate::domain::{CompanyId, OwnKey, OwnKind, RemoteId};
use crate::store::own::OwnWrite;
use crate::store::record::{PushCall, decode, encode};
use crate::store::{Store, StoreError};

/// By what the same call, or the same decision, is known again.
#[derive(Debug, Default)]
pub struct Once<'a> {
    /// Key of the caller's.
    pub call: Option<&'a str>,
    /// The record that every call with the same decision writes.
    pub guard: Option<OwnWrite>,
}

/// The guard of what was planned last for a company; `None` without a plan. Take it before the plan is read.
pub fn plan_guard(store: &dyn Store, company: CompanyId) -> Result<Option<OwnWrite>, StoreError> {
    let key = OwnKey { company, kind: OwnKind::PushPlan, id: part(0) };
    let known = store.own(&key)?.filter(|record| !record.retired);
    Ok(known.map(|record| OwnWrite::Put { key, expected: record.version, bytes: record.bytes }))
}

/// The guard of a single write of a source. Take it before it is looked whether the source is written already.
pub fn source_guard(store: &dyn Store, company: CompanyId, source: &Source) -> Result<OwnWrite, StoreError> {
    let key = OwnKey { company, kind: OwnKind::PushCall, id: RemoteId::new(format!("source:{source}")) };
    let expected = store.own(&key)?.map_or(0, |record| record.version);
    Ok(OwnWrite::Put { key, expected, bytes: encode(&PushCall(Vec::new()))? })
}

/// The record of a part of a plan; every plan has the first.
pub(super) fn part(number: usize) -> RemoteId {
    RemoteId::new(format!("{number:06}"))
}

/// The items that a call with this key queued for a company; `None` if there was none.
pub fn called(store: &dyn Store, company: CompanyId, call: &str) -> Result<Option<Vec<String>>, StoreError> {
    let key = call_key(company, call);
    let Some(record) = store.own(&key)? else { return Ok(None) };
    let PushCall(items) = decode(&record.bytes).map_err(|_| StoreError::Damaged { place: key.id.to_string() })?;
    Ok(Some(items))
}

pub(super) fn call_key(company: CompanyId, call: &str) -> OwnKey {
    OwnKey { company, kind: OwnKind::PushCall, id: RemoteId::new(call) }
}
