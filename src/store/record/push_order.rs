//! Orders of the outbox as they are kept: in the second form where a change of a contact has what it was planned from, else in the first.

use super::{Codec, Fault, RecordType, push_v1 as v1, push_v2 as v2, read, write};
use crate::domain::Address;
use crate::domain::outgoing::Outgoing;
use crate::domain::push::{ContactBase, Order};
use crate::store::StoreError;

impl From<&ContactBase> for v2::Base {
    fn from(base: &ContactBase) -> Self {
        let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
        Self {
            name: base.name.clone(),
            tax_number: text(&base.tax_number),
            emails: base.emails.clone(),
            phone: text(&base.phone),
            country: text(&base.address.country),
            post_code: text(&base.address.post_code),
            city: text(&base.address.city),
            street: text(&base.address.street),
        }
    }
}

impl From<v2::Base> for ContactBase {
    fn from(form: v2::Base) -> Self {
        let [tax_number, phone, country, post_code, city, street] =
            [form.tax_number, form.phone, form.country, form.post_code, form.city, form.street]
                .map(|text| text.map(String::into_boxed_str));
        let address = Address { country, post_code, city, street };
        Self { name: form.name, tax_number, emails: form.emails, phone, address }
    }
}

/// What a change of a contact was planned from; `None` of every other order.
fn base(item: &Outgoing) -> Option<&ContactBase> {
    if let Order::Contact(order) = &item.order { order.base.as_deref() } else { None }
}

impl Codec for Outgoing {
    const KIND: RecordType = RecordType::Outgoing;
    const VERSION: u8 = 2;

    fn version(&self) -> u8 {
        if base(self).is_some() { Self::VERSION } else { 1 }
    }

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        let outgoing = v1::Outgoing::try_from(self)?;
        match base(self) {
            Some(base) => write(&v2::Outgoing { outgoing, base: base.into() }),
            None => write(&outgoing),
        }
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => read::<v1::Outgoing>(payload)?.try_into(),
            2 => {
                let form: v2::Outgoing = read(payload)?;
                let mut item = Self::try_from(form.outgoing)?;
                if let Order::Contact(order) = &mut item.order {
                    order.base = Some(Box::new(form.base.into()));
                }
                Ok(item)
            }
            _ => Err(Fault::Version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outgoing::Source;
    use crate::domain::push::ContactOrder;
    use crate::store::record::{decode, encode};

    #[test]
    fn a_change_keeps_what_it_was_planned_from_and_all_else_is_written_as_before() {
        let address = Address { city: Some("Győr".into()), ..Address::default() };
        let base = ContactBase {
            name: "Acme".to_owned(),
            tax_number: Some("32560682-2-43".into()),
            emails: vec!["a@example.com".to_owned()],
            phone: None,
            address: address.clone(),
        };
        let order = |base: Option<ContactBase>| Outgoing {
            source: Source("1:contact:7".into()),
            order: Order::Contact(Box::new(ContactOrder {
                mark: "m".into(),
                existing: None,
                name: "Acme".to_owned(),
                tax_number: None,
                emails: Vec::new(),
                phone: Some("+36 1 555".into()),
                address: address.clone(),
                currency: None,
                base: base.map(Box::new),
            })),
        };
        for (item, version) in [(order(None), 1), (order(Some(base)), 2)] {
            let bytes = encode(&item).expect("encodes");
            assert_eq!(bytes.first(), Some(&version));
            assert_eq!(decode::<Outgoing>(&bytes), Ok(item));
        }
    }
}
