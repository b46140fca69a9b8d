//! Statements: `SELECT * | count(*) | fields FROM Entity [WHERE c AND c] [ORDERBY f [DESC], …] [STARTPOSITION n] [MAXRESULTS n]`.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::ledger::{LISTS, Ledger, Refusal, entity};

/// Most objects of an answer, and how many are given if none is asked for.
const MOST: usize = 1000;
const USUAL: usize = 100;

/// A statement.
#[derive(Debug, Default)]
pub(super) struct Statement {
    pub(super) entity: &'static str,
    pub(super) count: bool,
    fields: Vec<String>,
    conditions: Vec<(String, String, Vec<String>)>,
    orders: Vec<(String, bool)>,
    pub(super) start: usize,
    pub(super) most: usize,
}

fn parse_error(at: &str) -> Refusal {
    ("4000", "Error parsing query", format!("QueryParserError: Encountered \" {at} \""))
}

#[expect(clippy::needless_pass_by_value, reason = "each caller makes the text for it")]
fn invalid(detail: String) -> Refusal {
    ("4001", "Invalid query", format!("QueryValidationError: {detail}"))
}

/// Words, operators, commas, brackets and quoted texts (with a quote before them).
fn tokens(text: &str) -> Result<Vec<String>, Refusal> {
    let (mut tokens, mut rest) = (Vec::new(), text.trim_start().chars().peekable());
    while let Some(c) = rest.next() {
        match c {
            c if c.is_whitespace() => {}
            '\'' => {
                let mut token = String::from("'");
                loop {
                    match rest.next() {
                        Some('\\') => token.extend(rest.next()),
                        Some('\'') => break,
                        Some(c) => token.push(c),
                        None => return Err(parse_error("<EOF>")),
                    }
                }
                tokens.push(token);
            }
            '(' | ')' | ',' | '*' => tokens.push(c.to_string()),
            '<' | '>' | '=' => {
                let mut token = c.to_string();
                token.extend(rest.next_if_eq(&'='));
                tokens.push(token);
            }
            c => {
                let mut token = c.to_string();
                while let Some(c) = rest.next_if(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | ',' | '<' | '>' | '=' | '\''))
                {
                    token.push(c);
                }
                tokens.push(token);
            }
        }
    }
    Ok(tokens)
}

/// Reads tokens one after another.
struct Reader(std::vec::IntoIter<String>);

impl Reader {
    fn peek(&self) -> &str {
        self.0.as_slice().first().map_or("", String::as_str)
    }

    fn next(&mut self) -> String {
        self.0.next().unwrap_or_default()
    }

    fn takes(&mut self, word: &str) -> bool {
        let is = self.peek().eq_ignore_ascii_case(word);
        if is {
            self.0.next();
        }
        is
    }

    fn must(&mut self, word: &str) -> Result<(), Refusal> {
        if self.takes(word) { Ok(()) } else { Err(parse_error(self.peek())) }
    }

    fn value(&mut self) -> String {
        let token = self.next();
        token.strip_prefix('\'').map(str::to_owned).unwrap_or(token)
    }

    fn number(&mut self) -> Result<usize, Refusal> {
        let token = self.value();
        let number: usize = token.parse().map_err(|_| parse_error(&token))?;
        if number == 0 {
            return Err(invalid("value 0 is too small. Min allowed value is 1".to_owned()));
        }
        Ok(number)
    }
}

/// Reads a statement.
pub(super) fn parse(text: &str) -> Result<Statement, Refusal> {
    let mut reader = Reader(tokens(text)?.into_iter());
    let mut statement = Statement { start: 1, most: USUAL, ..Statement::default() };
    reader.must("SELECT")?;
    if reader.takes("count") {
        reader.must("(")?;
        reader.must("*")?;
        reader.must(")")?;
        statement.count = true;
    } else if !reader.takes("*") {
        loop {
            statement.fields.push(reader.next());
            if !reader.takes(",") {
                break;
            }
        }
    }
    reader.must("FROM")?;
    let name = reader.next();
    statement.entity = match name.as_str() {
        "CompanyInfo" => "CompanyInfo",
        "Preferences" => "Preferences",
        _ => entity(&name).ok_or_else(|| invalid(format!("Entity {name} not found")))?,
    };
    if reader.takes("WHERE") {
        loop {
            let (field, operator) = (reader.next(), reader.next().to_ascii_uppercase());
            let values = match operator.as_str() {
                "IN" => {
                    reader.must("(")?;
                    let mut values = vec![reader.value()];
                    while reader.takes(",") {
                        values.push(reader.value());
                    }
                    reader.must(")")?;
                    values
                }
                "=" | "<" | ">" | "<=" | ">=" | "LIKE" => vec![reader.value()],
                other => return Err(parse_error(other)),
            };
            if field.starts_with("Line") || matches!(field.as_str(), "PrivateNote" | "LinkedTxn" | "EmailStatus") {
                return Err(invalid(format!("Property {field} not found for Entity {}", statement.entity)));
            }
            statement.conditions.push((field, operator, values));
            if !reader.takes("AND") {
                break;
            }
        }
    }
    if reader.takes("ORDERBY") || (reader.takes("ORDER") && reader.takes("BY")) {
        loop {
            let field = reader.next();
            let down = reader.takes("DESC");
            reader.takes("ASC");
            statement.orders.push((field, down));
            if !reader.takes(",") {
                break;
            }
        }
    }
    if reader.takes("STARTPOSITION") {
        statement.start = reader.number()?;
    }
    if reader.takes("MAXRESULTS") {
        statement.most = reader.number()?.min(MOST);
    }
    if reader.peek().is_empty() { Ok(statement) } else { Err(parse_error(reader.peek())) }
}

/// The value of a field, named in any case; a reference is its identifier.
fn field<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    let named = |object: &'a Value, part: &str| {
        let in_any_case = || object.as_object()?.iter().find(|(name, _)| name.eq_ignore_ascii_case(part)).map(|(_, value)| value);
        object.get(part).or_else(in_any_case)
    };
    let value = name.split('.').try_fold(object, named)?;
    value.get("value").or(Some(value))
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A value as it is compared, read once: a page compares each of its values many times.
struct Read {
    text: String,
    instant: Option<Timestamp>,
    number: Option<Decimal>,
    folded: Option<String>,
}

impl Read {
    fn of(text: String, as_text: bool) -> Self {
        if as_text {
            return Self { text, instant: None, number: None, folded: None };
        }
        // No shorter text is a point in time.
        let instant = if text.len() > "2026-01-01T".len() { text.parse().ok() } else { None };
        let number = if instant.is_some() { None } else { text.parse().ok() };
        let folded = Some(text.to_lowercase());
        Self { text, instant, number, folded }
    }

    /// The value of a field of an object; every object is kept under its identifier.
    fn field((id, object): (u64, &Value), name: &str, text_ids: bool) -> Option<Self> {
        if name == "Id" && !text_ids {
            return Some(Self { text: id.to_string(), instant: None, number: Some(id.into()), folded: None });
        }
        Some(Self::of(field(object, name).map(shown)?, name == "Id"))
    }

    /// Compares as instants, as numbers, or as texts.
    fn compare(&self, other: &Self) -> Ordering {
        if let (Some(left), Some(right)) = (self.instant, other.instant) {
            return left.cmp(&right);
        }
        if let (Some(left), Some(right)) = (self.number, other.number) {
            return left.cmp(&right);
        }
        self.folded.as_ref().unwrap_or(&self.text).cmp(other.folded.as_ref().unwrap_or(&other.text))
    }
}

fn like(pattern: &str, text: &str) -> bool {
    match pattern.split_once('%') {
        None => pattern == text,
        Some((head, rest)) => text.strip_prefix(head).is_some_and(|tail| {
            let ends = tail.char_indices().map(|(at, _)| at).chain([tail.len()]);
            ends.filter_map(|at| tail.get(at..)).any(|tail| like(rest, tail))
        }),
    }
}

impl Statement {
    /// What values are compared with, condition by condition.
    fn others(&self, text_ids: bool) -> Vec<Vec<Read>> {
        let read = |(name, _, values): &(String, String, Vec<String>)| {
            values.iter().map(|value| Read::of(value.clone(), name == "Id" && text_ids)).collect()
        };
        self.conditions.iter().map(read).collect()
    }

    fn keeps(&self, object: (u64, &Value), others: &[Vec<Read>], text_ids: bool) -> bool {
        self.conditions.iter().zip(others).all(|((name, operator, _), others)| {
            let Some(value) = Read::field(object, name, text_ids) else { return false };
            let by = |other: &Read| value.compare(other);
            let first = others.first();
            match operator.as_str() {
                "IN" => others.iter().any(|other| by(other).is_eq()),
                "LIKE" => first.is_some_and(|pattern| like(&pattern.text.to_lowercase(), &value.text.to_lowercase())),
                "=" => first.is_some_and(|other| by(other).is_eq()),
                "<" => first.is_some_and(|other| by(other).is_lt()),
                ">" => first.is_some_and(|other| by(other).is_gt()),
                "<=" => first.is_some_and(|other| by(other).is_le()),
                _ => first.is_some_and(|other| by(other).is_ge()),
            }
        })
    }

    /// Every object that it finds, in its order.
    pub(super) fn find<'a>(&self, ledger: &'a Ledger) -> Vec<(u64, &'a Value)> {
        let text_ids = ledger.switches.text_ids;
        // Inactive members of lists are hidden unless the statement asks about them.
        let hides = LISTS.contains(&self.entity) && !self.conditions.iter().any(|(name, _, _)| name == "Active");
        let active = |object: &Value| !hides || object.get("Active") != Some(&Value::Bool(false));
        let others = self.others(text_ids);
        let found = ledger.all(self.entity).filter(|object| active(object.1) && self.keeps(*object, &others, text_ids));
        if self.orders.is_empty() {
            return found.collect();
        }
        let keys = |object: (u64, &Value)| -> Vec<Read> {
            let key = |name: &str| Read::field(object, name, text_ids).unwrap_or_else(|| Read::of(String::new(), false));
            self.orders.iter().map(|(name, _)| key(name)).collect()
        };
        let mut found: Vec<(Vec<Read>, (u64, &Value))> = found.map(|object| (keys(object), object)).collect();
        found.sort_by(|(left, _), (right, _)| {
            let by = self.orders.iter().zip(left.iter().zip(right)).map(|((_, down), (left, right))| {
                let order = left.compare(right);
                if *down { order.reverse() } else { order }
            });
            by.fold(Ordering::Equal, Ordering::then)
        });
        found.into_iter().map(|(_, found)| found).collect()
    }

    /// Whether it asks for whole objects.
    pub(super) fn is_whole(&self) -> bool {
        self.fields.is_empty()
    }

    /// An object with the fields that are asked for.
    pub(super) fn project<'a>(&self, object: &'a Value) -> Cow<'a, Value> {
        if self.fields.is_empty() {
            return Cow::Borrowed(object);
        }
        let fields = self.fields.iter().filter_map(|name| Some((name.clone(), object.get(name)?.clone())));
        Cow::Owned(Value::Object(fields.collect::<Map<_, _>>()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_of_every_part_and_refused_ones() {
        let read = parse(
            r"select * from Invoice where DocNumber = 'O\'Neil' AND Id > '5' orderby Id desc startposition 11 maxresults 2000",
        )
        .unwrap();
        assert_eq!((read.entity, read.start, read.most, read.conditions.len()), ("Invoice", 11, 1000, 2));
        assert_eq!(read.conditions[0].2, ["O'Neil"]);
        assert!(parse("SELECT count(*) FROM Customer WHERE Active IN (true, false)").unwrap().count);
        assert_eq!(parse("SELECT Id, DocNumber FROM Invoice ORDER BY TxnDate ASC").unwrap().fields, ["Id", "DocNumber"]);
        for (text, code) in [
            ("SELECT * FROM Invoice WHERE Id = '1' OR Id = '2'", "4000"),
            ("SELECT * FROM Nothing", "4001"),
            ("SELECT * FROM Invoice STARTPOSITION 0", "4001"),
            ("SELECT * FROM Invoice WHERE PrivateNote = 'x'", "4001"),
            ("DELETE FROM Invoice", "4000"),
            ("SELECT * FROM Invoice WHERE Id = 'x", "4000"),
        ] {
            assert_eq!(parse(text).unwrap_err().0, code, "{text}");
        }
        assert!(like("Ac%bc", "Acme abc") && !like("b%", "abc"));
    }
}
