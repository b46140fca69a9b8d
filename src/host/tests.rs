//! What is written is read back, whole.

use super::protocol::Envelope;
use crate::domain::{CompanyId, Message};
use crate::error::{Error, ErrorKind};
use crate::service::cases::SetKey;
use crate::service::{Answer, Call, NewKey};

fn there_and_back(answer: &Result<Answer, Error>) -> String {
    let text = serde_json::to_vec(answer).unwrap();
    format!("{:?}", serde_json::from_slice::<Result<Answer, Error>>(&text).unwrap())
}

#[test]
fn errors_keep_their_kind_their_words_and_their_hint() {
    let error = Error::new(ErrorKind::NotAllowed, Message::new("service-no-key").with("company", "MEDKA \u{202e} \"Kft.\""))
        .hint(Message::new("service-interrupted").with("count", 3));
    let answer = Err(error);
    assert_eq!(there_and_back(&answer), format!("{answer:?}"));
}

#[test]
fn a_key_crosses_and_is_not_shown() {
    let key = secrecy::SecretString::from("4b6f7a1e-0000-4000-8000-0000000001c9");
    let call = Call::SetKey(SetKey { company: CompanyId(3), key: NewKey { key, test: true, force: false } });
    assert!(!format!("{call:?}").contains("4b6f7a1e"));
    let asked = Envelope { call, on_behalf_of: None };
    let text = serde_json::to_vec(&asked).unwrap();
    let back = serde_json::from_slice(&text).unwrap();
    let Envelope {
        call: Call::SetKey(SetKey { company: CompanyId(3), key: NewKey { key, test: true, force: false } }),
        on_behalf_of: None,
    } = back
    else {
        panic!("another call")
    };
    assert_eq!(secrecy::ExposeSecret::expose_secret(&key), "4b6f7a1e-0000-4000-8000-0000000001c9");
}
