//! How the values of a call are written, to the last field: what one process says the other one has.
//!
//! Each shape stands for a type of another room, which knows nothing of it; the compiler holds both together field by field.
//! Both ends are the same version of the program (see [`super::PROTOCOL`]), so that nothing here is a promise to scripts.

mod alert;
mod call;
mod change;
mod company;
mod invoice;
mod report;
mod sync;
mod token;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_with::{DeserializeAs, SerializeAs};

use crate::domain::{CorrectionType, Currency, DocumentType, NavStatus, PaymentMethod, PaymentStatus, RemoteId, Rounding};

pub(super) use call::{AnswerShape, AskedShape, ErrorShape, HostShape};
pub(super) use sync::EventShape;

/// Lets a shape stand for its type inside options, lists and maps.
macro_rules! stands_for {
    ($($shape:ident: $type:ty),+ $(,)?) => {$(
        impl serde_with::SerializeAs<$type> for $shape {
            fn serialize_as<S: serde::Serializer>(value: &$type, serializer: S) -> Result<S::Ok, S::Error> {
                $shape::serialize(value, serializer)
            }
        }

        impl<'de> serde_with::DeserializeAs<'de, $type> for $shape {
            fn deserialize_as<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                $shape::deserialize(deserializer)
            }
        }
    )+};
}
use stands_for;

/// Words and identifiers: as their text.
pub(super) struct Word;

macro_rules! words {
    ($($type:ty: $read:expr),+ $(,)?) => {$(
        impl SerializeAs<$type> for Word {
            fn serialize_as<S: Serializer>(value: &$type, serializer: S) -> Result<S::Ok, S::Error> {
                value.as_str().serialize(serializer)
            }
        }

        impl<'de> DeserializeAs<'de, $type> for Word {
            fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                let text = String::deserialize(deserializer)?;
                Ok($read(text.as_str()))
            }
        }
    )+};
}

words! {
    DocumentType: DocumentType::from,
    CorrectionType: CorrectionType::from,
    PaymentStatus: PaymentStatus::from,
    PaymentMethod: PaymentMethod::from,
    NavStatus: NavStatus::from,
    Rounding: Rounding::from,
    Currency: Currency::new,
    RemoteId: RemoteId::new,
}
