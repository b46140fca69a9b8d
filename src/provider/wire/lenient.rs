//! JSON values that are taken for what they can be, because the service is not strict about what they are.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::amount::exact;

/// Any JSON value as its text. Absent and null are alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in super::super) struct Raw<'a>(Option<&'a str>);

/// An object, or nothing when something else stands in its place (PHP writes an empty object as `[]`).
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Object<T>(pub(in super::super) Option<T>);

/// A list, empty when something else stands in its place. PHP writes a list with gaps as an object: its values count.
#[derive(Debug, Clone)]
pub(in super::super) struct List<T>(pub(in super::super) Vec<T>);

/// A date or an amount that is there but means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Unreadable;

impl<T> Default for Object<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'a> Raw<'a> {
    /// The value's JSON text.
    pub(in super::super) const fn json(self) -> Option<&'a str> {
        self.0
    }

    /// The value as text: a string's content, a number or a truth value as written; nothing for lists and objects.
    pub(in super::super) fn text(self) -> Option<Cow<'a, str>> {
        let raw = self.0?;
        match raw.as_bytes().first()? {
            b'"' => Some(unescape(raw)),
            b'{' | b'[' => None,
            _ => Some(Cow::Borrowed(raw)),
        }
    }

    /// The value as text without white space around it; empty is nothing.
    pub(in super::super) fn word(self) -> Option<Cow<'a, str>> {
        match self.text()? {
            Cow::Borrowed(text) => Some(text.trim()).filter(|text| !text.is_empty()).map(Cow::Borrowed),
            Cow::Owned(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()).map(Cow::Owned),
        }
    }

    /// As [`Self::word`], owned.
    pub(in super::super) fn boxed(self) -> Option<Box<str>> {
        self.word().map(|word| word.as_ref().into())
    }

    /// The texts of a list; a lone text is a list of one.
    pub(in super::super) fn texts(self) -> Vec<String> {
        let Some(raw) = self.0 else { return Vec::new() };
        let list = if raw.starts_with(['[', '{']) {
            serde_json::from_str::<List<Raw<'_>>>(raw).map(|list| list.0).unwrap_or_default()
        } else {
            vec![self]
        };
        list.into_iter().filter_map(Raw::word).map(Cow::into_owned).collect()
    }

    /// The value as an exact decimal, also when a string holds it; absent, null and empty are nothing.
    pub(in super::super) fn decimal(self) -> Result<Option<Decimal>, Unreadable> {
        if self.0.is_some_and(|raw| raw.starts_with(['{', '['])) {
            return Err(Unreadable);
        }
        self.word().map(|word| exact(&word).ok_or(Unreadable)).transpose()
    }

    /// The value as a whole number, also when a string or a float holds it.
    pub(in super::super) fn integer(self) -> Option<i64> {
        let value = self.decimal().ok()??.normalize();
        if value.scale() == 0 { value.to_i64() } else { None }
    }

    /// The value as a truth value; anything but true, 1 and their texts is false.
    pub(in super::super) fn flag(self) -> bool {
        self.word().is_some_and(|word| matches!(word.as_ref(), "true" | "1" | "1.0" | "yes"))
    }

    /// The value as a day. Zero dates in any of their spellings are nothing; a time after it is dropped.
    pub(in super::super) fn date(self) -> Result<Option<Date>, Unreadable> {
        let Some(word) = self.word() else { return Ok(None) };
        // PHP renders a zero date as the day before the first month of year 0.
        if word.starts_with("0000-") || word.starts_with("-0001-") {
            return Ok(None);
        }
        let day = word.split(['T', ' ']).next().unwrap_or_default();
        if day.len() != 10 {
            return Err(Unreadable);
        }
        day.parse().map(Some).map_err(|_| Unreadable)
    }
}

/// The content of a JSON string. Half a surrogate pair becomes `\u{FFFD}`.
fn unescape(raw: &str) -> Cow<'_, str> {
    let inner = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')).unwrap_or_default();
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    if let Ok(text) = serde_json::from_str::<String>(raw) {
        return Cow::Owned(text);
    }
    serde_json::from_str::<Bytes>(raw).map(|bytes| Cow::Owned(String::from_utf8_lossy(&bytes.0).into_owned())).unwrap_or_default()
}

/// A JSON string's bytes, which need not be UTF-8 once halves of surrogate pairs are unescaped.
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V;
        impl Visitor<'_> for V {
            type Value = Bytes;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(V)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Raw<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?.get();
        Ok(Self(Some(raw).filter(|raw| *raw != "null")))
    }
}

/// Takes what `T` asks for and nothing for whatever else comes.
struct Lenient<T>(PhantomData<T>);

macro_rules! nothing_for_scalars {
    ($value:expr) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("any JSON")
        }
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($value)
        }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($value)
        }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($value)
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($value)
        }
        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok($value)
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($value)
        }
    };
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Lenient<Object<T>> {
    type Value = Object<T>;
    nothing_for_scalars!(Object(None));

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|value| Object(Some(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Object(None))
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Lenient<List<T>> {
    type Value = List<T>;
    nothing_for_scalars!(List(Vec::new()));

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some((IgnoredAny, value)) = map.next_entry()? {
            values.push(value);
        }
        Ok(List(values))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(List(values))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Lenient::<Self>(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Lenient::<Self>(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> Raw<'_> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn texts_of_any_form() {
        assert_eq!(raw("\"a\"").text().as_deref(), Some("a"));
        assert_eq!(raw(r#""\u001b[31m\u00e1\n""#).text().as_deref(), Some("\u{1b}[31má\n"));
        assert_eq!(raw(r#""half \ud83d of a pair""#).text().unwrap().chars().filter(|c| *c == '\u{FFFD}').count(), 3);
        assert_eq!(raw("117730161111101800000000").text().as_deref(), Some("117730161111101800000000"), "no digit lost");
        assert_eq!(raw("null").text(), None);
        assert_eq!(raw("\"  \"").word(), None);
        assert_eq!(raw("[1]").text(), None);
        assert_eq!(raw(r#"["a",null,"",2,[3]]"#).texts(), ["a", "2"]);
        assert_eq!(raw(r#"{"1":"a"}"#).texts(), ["a"]);
        assert_eq!(raw(r#""a@b.hu""#).texts(), ["a@b.hu"]);
    }

    #[test]
    fn numbers_of_any_form() {
        assert_eq!(raw("\" 12.50 \"").decimal().unwrap().unwrap().to_string(), "12.50");
        assert_eq!(raw("\"\"").decimal(), Ok(None));
        assert_eq!(raw("1e38").decimal(), Err(Unreadable));
        assert_eq!(raw("{}").decimal(), Err(Unreadable));
        assert_eq!(raw("true").decimal(), Err(Unreadable));
        assert_eq!(raw("111.0").integer(), Some(111));
        assert_eq!(raw("\"111\"").integer(), Some(111));
        assert_eq!(raw("1.5").integer(), None);
        assert!(raw("1").flag() && raw("\"true\"").flag() && !raw("\"0\"").flag() && !raw("null").flag());
    }

    #[test]
    fn days_of_any_form() {
        let day = jiff::civil::date(2025, 10, 27);
        for json in ["\"2025-10-27\"", "\"2025-10-27 00:00:00\"", "\"2025-10-27T00:00:00+02:00\""] {
            assert_eq!(raw(json).date(), Ok(Some(day)), "{json}");
        }
        for json in ["null", "\"\"", "\"0000-00-00\"", "\"0000-00-00 00:00:00\"", "\"-0001-11-30T00:00:00\""] {
            assert_eq!(raw(json).date(), Ok(None), "{json}");
        }
        for json in ["\"2025-02-30\"", "\"soon\"", "20251027", "\"27.10.2025\""] {
            assert_eq!(raw(json).date(), Err(Unreadable), "{json}");
        }
    }

    #[test]
    fn something_else_in_place_of_an_object_or_a_list_is_nothing() {
        for json in ["[]", "[1,{}]", "null", "1", "1.5", "-1", "true", "\"x\""] {
            assert!(serde_json::from_str::<Object<List<Raw<'_>>>>(json).unwrap().0.is_none(), "{json}");
        }
        for json in ["null", "1", "\"x\"", "{}", "[]"] {
            assert!(serde_json::from_str::<List<Raw<'_>>>(json).unwrap().0.is_empty(), "{json}");
        }
        assert_eq!(serde_json::from_str::<List<Raw<'_>>>(r#"{"0":1,"2":[2]}"#).unwrap().0.len(), 2);
    }
}
