//! A row of a list as scripts see it: the columns of its kind that have a name in the JSON, in the order of their table.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaType, Type};
use utoipa::openapi::{KnownFormat, Ref, RefOr, Schema as Described, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

use super::value::{Amount, Day, Instant};
use crate::query::Field;
use crate::query::schema::{Cell, Column, Context, Kind, Schema};

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowJson<'r, F: Schema = Field> {
    row: &'r F::Row,
    context: Context<'r>,
}

impl<'r, F: Schema> RowJson<'r, F> {
    /// What scripts see of a row.
    #[must_use]
    pub const fn new(row: &'r F::Row, context: Context<'r>) -> Self {
        Self { row, context }
    }
}

fn columns<F: Schema>() -> impl Iterator<Item = &'static Column<F>> {
    F::COLUMNS.iter().filter(|column| !column.json.is_empty())
}

impl<F: Schema> Serialize for RowJson<'_, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(columns::<F>().map(|column| (column.json, Value(column.cell(self.row, &self.context)))))
    }
}

/// Content of a cell: amounts, dates and instants are strings.
struct Value<'r>(Cell<'r>);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Cell::Empty => serializer.serialize_none(),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Words(words) => serializer.collect_seq(words),
            Cell::Amount(amount, _) => serializer.collect_str(amount),
            Cell::Date(date) => serializer.collect_str(date),
            Cell::Instant(at) => serializer.collect_str(at),
            Cell::Number(number) => serializer.serialize_i64(*number),
            Cell::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}

impl PartialSchema for RowJson<'_, Field> {
    fn schema() -> RefOr<Described> {
        described::<Field>("An invoice in a list.")
    }
}

impl ToSchema for RowJson<'_, Field> {
    fn name() -> Cow<'static, str> {
        "Row".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Described>)>) {
        schemas.push((Amount::name().into(), Amount::schema()));
        schemas.push((Day::name().into(), Day::schema()));
        schemas.push((Instant::name().into(), Instant::schema()));
    }
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
