//! Links of writing, as records: what a source became at a company.

use super::push::{decimal, payload, record};
use super::push_v1 as v1;
use super::push_v2 as v2;
use super::{Codec, Fault, RecordType, decode_record, encode_record, read, write};
use crate::domain::outgoing::{LinkedBy, PushLink, Source};
use crate::domain::push::OrderKind;
use crate::domain::{Currency, Kind, RemoteId};
use crate::store::StoreError;

impl Codec for PushLink {
    const KIND: RecordType = RecordType::PushLink;
    const VERSION: u8 = 2;

    /// Most links say nothing that the first version lacks.
    fn version(&self) -> u8 {
        if self.ignored_as.is_some() { Self::VERSION } else { 1 }
    }

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        let link = v1::Link::try_from(self)?;
        if self.version() == 1 { write(&link) } else { write(&v2::Link { link, ignored_as: self.ignored_as.clone() }) }
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => read::<v1::Link>(payload)?.try_into(),
            2 => {
                let v2::Link { link, ignored_as } = read(payload)?;
                Ok(Self { ignored_as, ..link.try_into()? })
            }
            _ => Err(Fault::Version),
        }
    }
}

impl TryFrom<&PushLink> for v1::Link {
    type Error = StoreError;

    fn try_from(link: &PushLink) -> Result<Self, StoreError> {
        let base = link.base.clone().map(|base| Ok::<_, StoreError>((base.kind() as u8, encode_record(&record(base))?)));
        Ok(Self {
            source: link.source.to_string(),
            kind: link.kind.to_string(),
            remote: link.remote.to_string(),
            title: link.title.clone(),
            version: link.version.clone(),
            base: base.transpose()?,
            amount: link.amount.map(Into::into),
            currency: link.currency.as_ref().map(ToString::to_string),
            how: link.how.as_str().to_owned(),
            ignored: link.ignored.clone(),
        })
    }
}

impl TryFrom<v1::Link> for PushLink {
    type Error = Fault;

    fn try_from(form: v1::Link) -> Result<Self, Fault> {
        let base = form.base.map(|(kind, bytes)| {
            let kind = Kind::from_number(kind).ok_or(Fault::Content)?;
            decode_record(kind, &bytes).map(payload)
        });
        Ok(Self {
            source: Source(form.source.into()),
            kind: OrderKind::from_word(&form.kind).ok_or(Fault::Content)?,
            remote: RemoteId::new(form.remote),
            title: form.title,
            version: form.version,
            base: base.transpose()?,
            amount: decimal(form.amount)?,
            currency: form.currency.as_deref().map(Currency::new),
            how: LinkedBy::from_word(&form.how).ok_or(Fault::Content)?,
            ignored: form.ignored,
            ignored_as: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::HEAD;
    use super::*;

    #[test]
    fn a_link_is_kept_with_what_was_ignored_and_otherwise_as_earlier_versions_read_it() {
        let plain = PushLink {
            source: Source("1:document:7".into()),
            kind: OrderKind::Invoice,
            remote: RemoteId::new("9"),
            title: "A-1".to_owned(),
            version: None,
            base: None,
            amount: None,
            currency: None,
            how: LinkedBy::Made,
            ignored: Some("agreed".to_owned()),
            ignored_as: None,
        };
        let seen = PushLink { ignored_as: Some("drifted; gross_total 1 2".to_owned()), ..plain.clone() };
        for (link, version) in [(plain, 1), (seen, 2)] {
            assert_eq!(link.version(), version);
            let payload = link.payload().expect("encoded").split_off(HEAD);
            let again = PushLink::parse(version, &payload);
            assert!(again.is_ok_and(|again| again == link));
        }
    }
}
