//! What the description of the API says of values and rows that derive no schema.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaType, Type};
use utoipa::openapi::{KnownFormat, Ref, RefOr, Schema as Described, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

use super::row::{AllocationJson, OpenJson, RowJson, columns};
use super::value::{Amount, Day, Instant, Shown};
use crate::query::schema::{Column, Kind, Schema};
use crate::query::{Field, contact, payment};

/// A string of a known form in the description of the API.
macro_rules! shown_as {
    ($($type:ty: $name:literal, $example:literal, $format:expr);+ $(;)?) => {$(
        impl PartialSchema for Shown<$type> {
            fn schema() -> RefOr<Described> {
                let object = ObjectBuilder::new().schema_type(Type::String).examples([$example]);
                object.format($format).build().into()
            }
        }

        impl ToSchema for Shown<$type> {
            fn name() -> Cow<'static, str> {
                $name.into()
            }
        }
    )+};
}

shown_as! {
    Decimal: "Amount", "12345678901234567.89", Some(SchemaFormat::Custom("decimal".to_owned()));
    Date: "Date", "2026-10-27", Some(SchemaFormat::KnownFormat(KnownFormat::Date));
    Timestamp: "Instant", "2026-10-27T04:40:00Z", Some(SchemaFormat::KnownFormat(KnownFormat::DateTime));
}

/// The description of a list's rows.
macro_rules! row_as {
    ($($field:ty: $name:literal, $about:literal, $($more:ty),*;)+) => {$(
        impl PartialSchema for RowJson<'_, $field> {
            fn schema() -> RefOr<Described> {
                described::<$field>($about)
            }
        }

        impl ToSchema for RowJson<'_, $field> {
            fn name() -> Cow<'static, str> {
                $name.into()
            }

            fn schemas(schemas: &mut Vec<(String, RefOr<Described>)>) {
                schemas.push((Amount::name().into(), Amount::schema()));
                schemas.push((Day::name().into(), Day::schema()));
                schemas.push((Instant::name().into(), Instant::schema()));
                $(schemas.push((<$more>::name().into(), <$more>::schema()));)*
            }
        }
    )+};
}

row_as! {
    Field: "Row", "An invoice in a list.",;
    payment::Field: "PaymentRow", "A payment in a list.", AllocationJson<'_>;
    contact::Field: "ContactRow", "A contact in a list.", OpenJson<'_>;
}

/// The description of a row.
fn described<F: Schema>(about: &str) -> RefOr<Described> {
    let mut object = ObjectBuilder::new().schema_type(Type::Object).description(Some(about));
    for column in columns::<F>() {
        object = object.property(column.json, property(column));
        if !column.optional {
            object = object.required(column.json);
        }
    }
    object.build().into()
}

/// The description of a column.
fn property<F: Schema>(column: &Column<F>) -> RefOr<Described> {
    let about = Some(column.about).filter(|about| !about.is_empty());
    let simple = |plain: Type| {
        let kind = if column.optional { SchemaType::from_iter([plain, Type::Null]) } else { plain.into() };
        ObjectBuilder::new().schema_type(kind).description(about)
    };
    let shown = |name: Cow<'static, str>| -> RefOr<Described> {
        let mut shown = Ref::from_schema_name(name);
        if column.optional {
            let missing = ObjectBuilder::new().schema_type(Type::Null);
            return OneOfBuilder::new().item(shown).item(missing).description(about).into();
        }
        about.unwrap_or_default().clone_into(&mut shown.description);
        shown.into()
    };
    let list = |item: Cow<'static, str>| ArrayBuilder::new().items(Ref::from_schema_name(item)).description(about).build().into();
    match (column.kind, column.json) {
        (_, "allocations") => return list(AllocationJson::name()),
        (Kind::Amount, "outstanding") => return list(OpenJson::name()),
        _ => {}
    }
    match column.kind {
        Kind::Text | Kind::Choice => simple(Type::String).build().into(),
        Kind::Words => {
            let word = ObjectBuilder::new().schema_type(Type::String);
            ArrayBuilder::new().items(RefOr::<Described>::from(word.build())).description(about).build().into()
        }
        Kind::Amount => shown(Amount::name()),
        Kind::Date => shown(Day::name()),
        Kind::Instant => shown(Instant::name()),
        Kind::Number => simple(Type::Integer).format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32))).build().into(),
        Kind::Count => simple(Type::Integer).minimum(Some(0)).build().into(),
        Kind::Flag => simple(Type::Boolean).build().into(),
    }
}
