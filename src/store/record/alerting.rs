//! What alerting keeps, as records: open incidents as own data, alerts as content of the outbox.

use super::convert::maybe;
use super::{Codec, Fault, RecordType, own_v1 as v1, read, write};
use crate::domain::{Alert, AlertKind, Channel, CompanyId, Incident, RunId};
use crate::store::StoreError;

/// Open incidents, and the number of the last alert.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::store) struct Alerting {
    /// Number of the last alert.
    pub(in crate::store) last_id: u64,
    /// Open incidents.
    pub(in crate::store) incidents: Vec<Incident>,
}

/// An alert for one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct QueuedAlert {
    /// Number of the alert: the channels of one alert share it.
    pub(in crate::store) id: u64,
    /// The channel.
    pub(in crate::store) channel: Channel,
    /// The alert.
    pub(in crate::store) alert: Alert,
}

impl Codec for Alerting {
    const KIND: RecordType = RecordType::Alerting;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        let incident = |incident: &Incident| v1::Incident {
            company: incident.company.0,
            kind: incident.kind.as_str().to_owned(),
            since: incident.since.into(),
            told: incident.told.map(Into::into),
        };
        write(&v1::Alerting { last_id: self.last_id, incidents: self.incidents.iter().map(incident).collect() })
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        let form: v1::Alerting = if version == 1 { read(payload)? } else { return Err(Fault::Version) };
        let incident = |form: v1::Incident| {
            Ok(Incident {
                company: CompanyId(form.company),
                kind: AlertKind::parse(&form.kind).ok_or(Fault::Content)?,
                since: form.since.try_into()?,
                told: maybe(form.told)?,
            })
        };
        let incidents = form.incidents.into_iter().map(incident).collect::<Result<_, Fault>>()?;
        Ok(Self { last_id: form.last_id, incidents })
    }
}

impl Codec for QueuedAlert {
    const KIND: RecordType = RecordType::Alert;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        let alert = &self.alert;
        write(&v1::Alert {
            id: self.id,
            channel: self.channel.as_str().to_owned(),
            kind: alert.kind.as_str().to_owned(),
            reminder: alert.reminder,
            company: alert.company.0,
            company_name: alert.company_name.clone(),
            run: alert.run.map(|run| run.0),
            since: alert.since.into(),
            at: alert.at.into(),
            reason: alert.reason.clone(),
        })
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        let form: v1::Alert = if version == 1 { read(payload)? } else { return Err(Fault::Version) };
        let alert = Alert {
            kind: AlertKind::parse(&form.kind).ok_or(Fault::Content)?,
            reminder: form.reminder,
            test: false,
            company: CompanyId(form.company),
            company_name: form.company_name,
            run: form.run.map(RunId),
            since: form.since.try_into()?,
            at: form.at.try_into()?,
            reason: form.reason,
        };
        Ok(Self { id: form.id, channel: Channel::parse(&form.channel).ok_or(Fault::Content)?, alert })
    }
}
