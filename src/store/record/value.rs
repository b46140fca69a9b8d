//! Values of the stored forms of own books, and forms made of numbered fields.
//!
//! For: [`super::ledger`]. Uses: domain. Never: a derive: a form is a list of field numbers with their bytes. Numbers are frozen once
//! released; a field that is added later gets a new number and a default.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Fault;
use crate::domain::{Actor, CompanyId, Currency, PaymentMethod, RemoteId};

/// A value that a field can have.
pub(super) trait Value: Sized {
    /// Appends its bytes.
    fn put(&self, out: &mut Vec<u8>);
    /// Takes its bytes from the front.
    fn take(from: &mut &[u8]) -> Result<Self, Fault>;
}

/// The fields of a form, by number.
pub(super) struct Fields<'b>(Vec<(u64, &'b [u8])>);

impl<'b> Fields<'b> {
    /// Takes a form. A number that is not known is of a newer program.
    pub(super) fn take(from: &mut &'b [u8], known: &[u64]) -> Result<Self, Fault> {
        let count = u64::take(from)?;
        let mut fields = Vec::with_capacity(known.len());
        for _ in 0..count {
            let number = u64::take(from)?;
            if !known.contains(&number) {
                return Err(Fault::Version);
            }
            fields.push((number, part(from)?));
        }
        Ok(Self(fields))
    }

    /// The value of a field.
    pub(super) fn get<T: Value>(&self, number: u64) -> Result<T, Fault> {
        let &(_, mut bytes) = self.0.iter().find(|(known, _)| *known == number).ok_or(Fault::Content)?;
        let value = T::take(&mut bytes)?;
        if bytes.is_empty() { Ok(value) } else { Err(Fault::Content) }
    }

    /// The value of a field that older records lack.
    pub(super) fn get_added<T: Value + Default>(&self, number: u64) -> Result<T, Fault> {
        if self.0.iter().any(|(known, _)| *known == number) { self.get(number) } else { Ok(T::default()) }
    }
}

/// Appends a field.
pub(super) fn field<T: Value>(number: u64, value: &T, out: &mut Vec<u8>) {
    number.put(out);
    measured(out, |out| value.put(out));
}

/// Whether a field that was added later says nothing.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Implements [`Value`] for a struct by its fields and their numbers.
macro_rules! form {
    ($type:ty { $($number:literal $field:ident),+ $(,)? }) => {
        impl Value for $type {
            fn put(&self, out: &mut Vec<u8>) {
                let numbers: &[u64] = &[$($number),+];
                u64::try_from(numbers.len()).unwrap_or_default().put(out);
                $(field($number, &self.$field, out);)+
            }

            fn take(from: &mut &[u8]) -> Result<Self, Fault> {
                let fields = Fields::take(from, &[$($number),+])?;
                Ok(Self { $($field: fields.get($number)?,)+ })
            }
        }
    };
    // Fields behind the semicolon were added later: one that has its default is left out, and read where it is missing.
    ($type:ty { $($number:literal $field:ident),+ $(,)?; $($later:literal $added:ident),+ $(,)? }) => {
        impl Value for $type {
            fn put(&self, out: &mut Vec<u8>) {
                let numbers: &[u64] = &[$($number),+];
                let mut added = Vec::new();
                let mut count = numbers.len();
                $(if !is_default(&self.$added) {
                    count = count.saturating_add(1);
                    field($later, &self.$added, &mut added);
                })+
                u64::try_from(count).unwrap_or_default().put(out);
                $(field($number, &self.$field, out);)+
                out.extend_from_slice(&added);
            }

            fn take(from: &mut &[u8]) -> Result<Self, Fault> {
                let fields = Fields::take(from, &[$($number),+, $($later),+])?;
                Ok(Self { $($field: fields.get($number)?,)+ $($added: fields.get_added($later)?,)+ })
            }
        }
    };
}

/// Implements [`Value`] for an enum by its variants and their numbers; what a variant carries follows in order.
macro_rules! choice {
    ($type:ty { $($number:literal $variant:ident { $($field:tt: $name:ident),* }),+ $(,)? }) => {
        impl Value for $type {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$variant { $($field: $name),* } => {
                        out.push($number);
                        $($name.put(out);)*
                    })+
                }
            }

            fn take(from: &mut &[u8]) -> Result<Self, Fault> {
                match u8::take(from)? {
                    $($number => Ok(Self::$variant { $($field: Value::take(from)?),* }),)+
                    _ => Err(Fault::Version),
                }
            }
        }
    };
}

pub(super) use {choice, form};

fn split<'b>(from: &mut &'b [u8], length: usize) -> Result<&'b [u8], Fault> {
    let (head, rest) = from.split_at_checked(length).ok_or(Fault::Content)?;
    *from = rest;
    Ok(head)
}

fn part<'b>(from: &mut &'b [u8]) -> Result<&'b [u8], Fault> {
    let length = usize::try_from(u64::take(from)?).map_err(|_| Fault::Content)?;
    split(from, length)
}

/// Appends what is put, after its length. Most of it is short: room for a length of one byte, and a longer one moves what was put.
fn measured(out: &mut Vec<u8>, put: impl FnOnce(&mut Vec<u8>)) {
    let at = out.len();
    out.push(0);
    put(out);
    let length = out.len().saturating_sub(at).saturating_sub(1);
    match (u8::try_from(length), out.get_mut(at)) {
        (Ok(short @ 0..=0x7F), Some(place)) => *place = short,
        _ => {
            let mut long = Vec::new();
            u64::try_from(length).unwrap_or_default().put(&mut long);
            out.splice(at..=at, long);
        }
    }
}

fn put_part(bytes: &[u8], out: &mut Vec<u8>) {
    u64::try_from(bytes.len()).unwrap_or_default().put(out);
    out.extend_from_slice(bytes);
}

impl Value for u64 {
    fn put(&self, out: &mut Vec<u8>) {
        let mut rest = *self;
        loop {
            let [low, ..] = rest.to_le_bytes();
            rest >>= 7;
            if rest == 0 {
                return out.push(low & 0x7F);
            }
            out.push(low | 0x80);
        }
    }

    fn take(from: &mut &[u8]) -> Result<Self, Fault> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = u8::take(from)?;
            value |= u64::from(byte & 0x7F).checked_shl(shift).unwrap_or_default();
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Fault::Content)
    }
}

impl Value for u8 {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn take(from: &mut &[u8]) -> Result<Self, Fault> {
        let (first, rest) = from.split_first().ok_or(Fault::Content)?;
        *from = rest;
        Ok(*first)
    }
}

impl Value for i64 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn take(from: &mut &[u8]) -> Result<Self, Fault> {
        let bytes = split(from, 8)?.try_into().map_err(|_| Fault::Content)?;
        Ok(Self::from_le_bytes(bytes))
    }
}

macro_rules! through {
    ($($type:ty as $other:ty: $to:expr, $back:expr;)+) => {$(
        impl Value for $type {
            fn put(&self, out: &mut Vec<u8>) {
                let to: fn(&Self) -> $other = $to;
                to(self).put(out);
            }

            fn take(from: &mut &[u8]) -> Result<Self, Fault> {
                let back: fn($other) -> Option<Self> = $back;
                back(<$other>::take(from)?).ok_or(Fault::Content)
            }
        }
    )+};
}

through! {
    i32 as i64: |value| i64::from(*value), |value| value.try_into().ok();
    i8 as i64: |value| i64::from(*value), |value| value.try_into().ok();
    u16 as u64: |value| u64::from(*value), |value| value.try_into().ok();
    bool as u8: |value| u8::from(*value), |value| (value < 2).then_some(value == 1);
    CompanyId as u64: |value| u64::from(value.0), |value| value.try_into().ok().map(CompanyId);
}

macro_rules! text {
    ($($type:ty: $shown:expr, $back:expr;)+) => {$(
        impl Value for $type {
            fn put(&self, out: &mut Vec<u8>) {
                let shown: fn(&Self) -> &str = $shown;
                put_part(shown(self).as_bytes(), out);
            }

            fn take(from: &mut &[u8]) -> Result<Self, Fault> {
                taken(from).map($back)
            }
        }
    )+};
}

text! {
    String: |value| value, str::to_owned;
    Box<str>: |value| value, Into::into;
    RemoteId: |value| value.as_str(), RemoteId::new;
    Currency: |value| value.as_str(), Currency::new;
    Actor: |value| &value.0, |text| Actor(text.to_owned());
    PaymentMethod: |value| value.as_str(), PaymentMethod::from;
}

macro_rules! parsed {
    ($($type:ty)+) => {$(
        impl Value for $type {
            fn put(&self, out: &mut Vec<u8>) {
                use std::io::Write;

                // A vector takes whatever is written.
                measured(out, |out| write!(out, "{self}").unwrap_or_default());
            }

            fn take(from: &mut &[u8]) -> Result<Self, Fault> {
                taken(from)?.parse().map_err(|_| Fault::Content)
            }
        }
    )+};
}

parsed!(Decimal Date Timestamp);

/// Takes a text from the front.
fn taken<'b>(from: &mut &'b [u8]) -> Result<&'b str, Fault> {
    std::str::from_utf8(part(from)?).map_err(|_| Fault::Content)
}

impl<T: Value> Value for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn take(from: &mut &[u8]) -> Result<Self, Fault> {
        if bool::take(from)? { T::take(from).map(Some) } else { Ok(None) }
    }
}

impl<T: Value> Value for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        u64::try_from(self.len()).unwrap_or_default().put(out);
        for value in self {
            value.put(out);
        }
    }

    fn take(from: &mut &[u8]) -> Result<Self, Fault> {
        let count = u64::take(from)?;
        // Bytes that are damaged must not ask for memory.
        (0..count).map(|_| T::take(from)).collect()
    }
}

impl<A: Value, B: Value> Value for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn take(from: &mut &[u8]) -> Result<Self, Fault> {
        Ok((A::take(from)?, B::take(from)?))
    }
}
