//! Transfers: version 1 where one account pays all and none is urgent, else version 2, which says of each how it goes.

use super::{Codec, Fault, RecordType, bank_v1 as v1, bank_v2 as v2, read, write};
use crate::domain::transfer::{Transfer, TransferBatch};
use crate::domain::{Actor, Currency, RemoteId};
use crate::store::StoreError;

impl Codec for TransferBatch {
    const KIND: RecordType = RecordType::BankTransfers;
    const VERSION: u8 = 2;

    fn version(&self) -> u8 {
        if self.transfers.iter().any(|one| one.urgent || one.payer.is_some()) { Self::VERSION } else { 1 }
    }

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        let batch = v1::Batch::from(self);
        if self.version() == 1 {
            return write(&batch);
        }
        let way = |one: &Transfer| v2::Way { payer: one.payer.as_ref().map(ToString::to_string), urgent: one.urgent };
        write(&v2::Batch { batch, ways: self.transfers.iter().map(way).collect() })
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => read::<v1::Batch>(payload)?.try_into(),
            2 => {
                let v2::Batch { batch, ways } = read(payload)?;
                let mut batch = Self::try_from(batch)?;
                if ways.len() != batch.transfers.len() {
                    return Err(Fault::Content);
                }
                for (transfer, way) in batch.transfers.iter_mut().zip(ways) {
                    (transfer.payer, transfer.urgent) = (way.payer.map(Into::into), way.urgent);
                }
                Ok(batch)
            }
            _ => Err(Fault::Version),
        }
    }
}

impl From<&TransferBatch> for v1::Batch {
    fn from(batch: &TransferBatch) -> Self {
        let transfer = |one: &Transfer| v1::Transfer {
            document: one.document.as_ref().map(ToString::to_string),
            name: one.name.to_string(),
            account: one.account.to_string(),
            bank: one.bank.to_string(),
            amount: one.amount.into(),
            currency: one.currency.as_str().to_owned(),
            text: one.text.to_string(),
            end_to_end: one.end_to_end.to_string(),
        };
        Self {
            id: batch.id.to_string(),
            account: batch.account.to_string(),
            day: batch.day.into(),
            made: batch.made.into(),
            author: batch.author.0.clone(),
            transfers: batch.transfers.iter().map(transfer).collect(),
            call: batch.call.as_ref().map(ToString::to_string),
        }
    }
}

impl TryFrom<v1::Batch> for TransferBatch {
    type Error = Fault;

    fn try_from(form: v1::Batch) -> Result<Self, Fault> {
        let transfer = |one: v1::Transfer| {
            Ok::<_, Fault>(Transfer {
                document: one.document.map(RemoteId::new),
                name: one.name.into(),
                account: one.account.into(),
                bank: one.bank.into(),
                amount: one.amount.try_into()?,
                currency: Currency::new(&one.currency),
                text: one.text.into(),
                end_to_end: one.end_to_end.into(),
                payer: None,
                urgent: false,
            })
        };
        Ok(Self {
            id: RemoteId::new(form.id),
            account: form.account.into(),
            day: form.day.try_into()?,
            made: form.made.try_into()?,
            author: Actor(form.author),
            transfers: form.transfers.into_iter().map(transfer).collect::<Result<_, _>>()?,
            call: form.call.map(Into::into),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_older_program_can_read_is_written_for_it() {
        let transfer = |payer: Option<&str>, urgent| Transfer {
            document: None,
            name: "A".into(),
            account: "DE89370400440532013000".into(),
            bank: "".into(),
            amount: 5.into(),
            currency: Currency::new("EUR"),
            text: "t".into(),
            end_to_end: "e".into(),
            payer: payer.map(Into::into),
            urgent,
        };
        let batch = |transfers| TransferBatch {
            id: RemoteId::new("b"),
            account: "HU42117730161111101800000000".into(),
            day: jiff::civil::date(2026, 1, 2),
            made: jiff::Timestamp::UNIX_EPOCH,
            author: Actor("me".into()),
            transfers,
            call: None,
        };
        for (one, version) in [
            (batch(vec![transfer(None, false)]), 1),
            (batch(vec![transfer(None, false), transfer(Some("DE02120300000000202051"), false)]), 2),
            (batch(vec![transfer(None, true)]), 2),
        ] {
            assert_eq!(one.version(), version);
            let bytes = super::super::encode(&one).expect("written");
            assert_eq!(super::super::decode::<TransferBatch>(&bytes).expect("read"), one);
        }
    }
}
