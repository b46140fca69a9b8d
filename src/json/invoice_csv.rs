//! Invoices of a CSV file, with the titles of `faktura export`: a row an invoice, or a row a line with `item_…` columns.
//!
//! Without columns of lines an invoice has one line of its totals, if they make a whole percentage of VAT: a rate is never made up.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::domain::Message;
use crate::error::{Error, ErrorKind};

/// Columns of a line, and their names in the JSON.
const LINE: [(&str, &str); 9] = [
    ("item_name", "name"),
    ("item_quantity", "quantity"),
    ("item_unit", "unit"),
    ("item_net_unit_amount", "net_unit_amount"),
    ("item_net_amount", "net_amount"),
    ("item_vat", "vat"),
    ("item_vat_amount", "vat_amount"),
    ("item_gross_amount", "gross_amount"),
    ("item_comment", "comment"),
];
/// Columns of the buyer, and their names in the JSON.
const BUYER: [(&str, &str); 7] = [
    ("partner_name", "name"),
    ("partner_tax_number", "tax_number"),
    ("partner_country", "country"),
    ("partner_post_code", "post_code"),
    ("partner_city", "city"),
    ("partner_street", "street"),
    ("partner_phone", "phone"),
];
/// Columns of the invoice that are its own.
const OWN: [&str; 14] = [
    "invoice_id",
    "invoice_number",
    "type",
    "direction",
    "payment_method",
    "currency",
    "gross_total",
    "net_total",
    "vat_total",
    "invoice_date",
    "fulfillment_date",
    "due_date",
    "order_number",
    "comment",
];
/// Columns with amounts, which a Hungarian file writes with a comma.
const AMOUNTS: [&str; 8] = [
    "gross_total",
    "net_total",
    "vat_total",
    "item_quantity",
    "item_net_unit_amount",
    "item_net_amount",
    "item_vat_amount",
    "item_gross_amount",
];

/// Columns with days.
const DAYS: [&str; 3] = ["invoice_date", "fulfillment_date", "due_date"];

/// The invoices of a file, as their JSON.
pub(super) fn values(text: &str) -> Result<Vec<Value>, Error> {
    let text = text.trim_start_matches('\u{FEFF}');
    let titles = text.lines().next().unwrap_or_default();
    let comma = titles.matches(';').count() > titles.matches(',').count();
    let mut reader = csv::ReaderBuilder::new().delimiter(if comma { b';' } else { b',' }).from_reader(text.as_bytes());
    let titles: Vec<String> =
        reader.headers().map_err(|error| refused(0, &error.to_string()))?.iter().map(str::to_owned).collect();
    for wanted in ["invoice_number", "currency", "gross_total", "invoice_date", "partner_name"] {
        if !titles.iter().any(|title| title == wanted) {
            return Err(refused(0, &format!("no column {wanted}")));
        }
    }
    let lines = titles.iter().any(|title| title == "item_name");
    let mut invoices: Vec<Map<String, Value>> = Vec::new();
    let rows = reader.records().enumerate().map(|(at, row)| row.map_err(|error| refused(at + 1, &error.to_string())));
    let rows: Vec<csv::StringRecord> = rows.collect::<Result<_, Error>>()?;
    let places: Vec<usize> =
        titles.iter().enumerate().filter(|(_, title)| AMOUNTS.contains(&title.as_str())).map(|(at, _)| at).collect();
    let amounts = |row: &csv::StringRecord| -> Vec<String> {
        places.iter().filter_map(|place| Some(plain(row.get(*place)?).trim().to_owned())).collect()
    };
    // Points before anything but three digits are decimals, so that all are.
    let unsure =
        comma && !rows.iter().flat_map(amounts).any(|text| text.contains('.') && !text.contains(',') && !means_two(&text));
    for (at, row) in rows.iter().enumerate() {
        if let Some(text) = amounts(row).iter().find(|text| unsure && means_two(text)) {
            return Err(refused(at + 1, &format!("{text:?} may be thousands or decimals")));
        }
        let cell = |title: &str| {
            let place = titles.iter().position(|known| known == title)?;
            let text = plain(row.get(place).unwrap_or_default());
            let text = match title {
                title if comma && AMOUNTS.contains(&title) => amount(text),
                title if DAYS.contains(&title) => day(text),
                _ => text.to_owned(),
            };
            Some(text).filter(|text| !text.trim().is_empty())
        };
        let key = cell("invoice_id").or_else(|| cell("invoice_number"));
        let same = |known: &Map<String, Value>| {
            known.get("invoice_id").or_else(|| known.get("invoice_number")).and_then(Value::as_str) == key.as_deref()
        };
        if lines && invoices.last().is_some_and(same) {
            if let Some(items) = invoices.last_mut().and_then(|known| known.get_mut("items")).and_then(Value::as_array_mut) {
                items.push(line(&cell));
            }
            continue;
        }
        let mut invoice = Map::new();
        for name in OWN {
            if let Some(text) = cell(name) {
                invoice.insert(name.to_owned(), Value::String(text));
            }
        }
        if cell("cancelled").as_deref() == Some("true") {
            invoice.insert("cancelled".to_owned(), Value::Bool(true));
        }
        let mut buyer = named(&BUYER, &cell);
        if let Some(mail) = cell("partner_email") {
            buyer.insert("emails".to_owned(), json!([mail]));
        }
        invoice.insert("buyer".to_owned(), Value::Object(buyer));
        let item = if lines {
            line(&cell)
        } else {
            whole(&cell).ok_or_else(|| refused(at + 1, "the totals make no whole percentage of VAT: add item_… columns"))?
        };
        invoice.insert("items".to_owned(), Value::Array(vec![item]));
        invoices.push(invoice);
    }
    Ok(invoices.into_iter().map(Value::Object).collect())
}

/// A cell without the apostrophe that an export puts before what a spreadsheet would take for a formula.
fn plain(text: &str) -> &str {
    let armed = |rest: &&str| rest.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    text.strip_prefix('\'').filter(armed).unwrap_or(text)
}

/// An amount with a decimal comma, as a spreadsheet saves it: with blanks or points between thousands.
fn amount(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.contains(',') { text.replace('.', "").replace(',', ".") } else { text }
}

/// Whether an amount of a file with decimal commas has points where thousands are, and no comma that tells what they are.
fn means_two(text: &str) -> bool {
    let mut parts = text.trim_start_matches(['-', '+']).split('.');
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    (1..=3).contains(&first.len())
        && first != "0"
        && !rest.is_empty()
        && rest.iter().all(|part| part.len() == 3 && !part.contains(','))
}

/// A day that begins with its year, as a spreadsheet saves it: `2026.11.02.`, `2026. 11. 2.`, `2026/11/02`.
fn day(text: &str) -> String {
    let parts: Vec<&str> = text.split(['.', '/', '-', ' ']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => text.to_owned(),
    }
}

fn named(columns: &[(&str, &str)], cell: &dyn Fn(&str) -> Option<String>) -> Map<String, Value> {
    columns.iter().filter_map(|(title, name)| Some(((*name).to_owned(), Value::String(cell(title)?)))).collect()
}

fn line(cell: &dyn Fn(&str) -> Option<String>) -> Value {
    Value::Object(named(&LINE, cell))
}

/// The one line of an invoice that tells its totals only.
fn whole(cell: &dyn Fn(&str) -> Option<String>) -> Option<Value> {
    let amount = |title: &str| cell(title).and_then(|text| text.parse::<Decimal>().ok());
    let gross = amount("gross_total")?;
    let (net, vat) = match (amount("net_total"), amount("vat_total")) {
        (Some(net), Some(vat)) => (net, vat),
        (Some(net), None) => (net, gross.checked_sub(net)?),
        (None, Some(vat)) => (gross.checked_sub(vat)?, vat),
        (None, None) => return None,
    };
    if net.checked_add(vat) != Some(gross) || net.is_zero() {
        return None;
    }
    let hundred = Decimal::ONE_HUNDRED;
    let percent = vat.checked_mul(hundred)?.checked_div(net)?.round();
    // The VAT that the rate makes is the VAT that is told, to its last digit.
    let scale = vat.scale().max(net.scale()).min(2);
    let made = net.checked_mul(percent)?.checked_div(hundred)?;
    let rounded = |dp| made.round_dp_with_strategy(dp, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    (rounded(scale) == vat || rounded(0) == vat).then(|| {
        json!({
            "name": cell("comment").or_else(|| cell("invoice_number")).unwrap_or_default(),
            "quantity": "1", "net_unit_amount": net.to_string(), "net_amount": net.to_string(),
            "vat": format!("{percent}%"), "vat_amount": vat.to_string(), "gross_amount": gross.to_string(),
        })
    })
}

/// The error of an invoice of a file; 0 for the whole file.
pub(super) fn refused(place: usize, detail: &str) -> Error {
    let detail: String = detail.chars().take(200).collect();
    Error::new(ErrorKind::Failed, Message::new("push-file").with("place", place).with("detail", detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Date, net and gross of the first invoice of a file as a spreadsheet saved it.
    fn read(day: &str, net: &str, vat: &str, gross: &str) -> Result<[String; 3], String> {
        let text = format!(
            "\u{FEFF}invoice_number;currency;gross_total;net_total;vat_total;invoice_date;partner_name\nA-1;HUF;{gross};{net};{vat};{day};Acme Kft.\n"
        );
        let found = values(&text).map_err(|error| format!("{:?}", error.message.args))?;
        let of = |title: &str| found[0][title].as_str().unwrap_or_default().to_owned();
        Ok([of("invoice_date"), of("net_total"), of("gross_total")])
    }

    #[test]
    fn a_file_that_a_spreadsheet_saved_again_is_read() {
        for day in ["2026-11-02", "2026.11.02", "2026. 11. 02.", "2026. 11. 2.", "2026/11/02"] {
            let read = read(day, "1 000,50", "270,14", "1.270,64").expect("read");
            assert_eq!(read, ["2026-11-02", "1000.50", "1270.64"], "{day}");
        }
        assert_eq!(read("02.11.2026", "1000", "270", "1270").expect("read")[0], "02.11.2026", "an order is never guessed");
    }

    #[test]
    fn an_amount_that_means_two_is_refused() {
        let error = read("2026-11-02", "10.000", "2.700", "12.700").expect_err("refused");
        assert!(error.contains("12.700"), "{error}");
        // Where another amount has points for decimals, all have.
        assert_eq!(read("2026-11-02", "10.000", "2.70", "12.70").expect("read")[1], "10.000");
        assert!(read("2026-11-02", "10.000,00", "2.700,00", "12.700").expect_err("refused").contains("12.700"));
    }
}
