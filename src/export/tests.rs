//! Promises of exports: exact, safe in a spreadsheet, whole or not there at all.

use std::fs;
use std::io::Read;
use std::sync::{Arc, Mutex};

use jiff::civil::date;

use super::*;
use crate::domain::CompanyId;
use crate::json::samples;
use crate::locale::{Lang, english};

fn options() -> Options {
    Options::new(english(), [(CompanyId(1), "MEDKA Kft.".to_owned())].into_iter().collect(), date(2025, 11, 22))
}

const fn is_send<T: Send>() {}
const _: () = is_send::<Exporter>();

/// A writer with bytes that can be read afterwards.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn written(format: Format, options: Options, rows: &[InvoiceRow]) -> String {
    let out = Shared::default();
    let mut exporter = Exporter::to_writer(out.clone(), format, options).unwrap();
    for row in rows {
        exporter.push(std::slice::from_ref(row)).unwrap();
    }
    assert_eq!(exporter.finish().unwrap().invoices, rows.len() as u64);
    let bytes = out.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn csv_keeps_digits_and_disarms_formulas() {
    let columns = Columns::parse("number,partner,gross,net,due,paid,overdue,comment").unwrap();
    let mut row = samples::detail().stored.row();
    row.partner_name = "Kovács \"és\", Társa".into();
    row.gross = "-12345678901234567.890".parse().unwrap();
    let text = written(Format::Csv, Options { columns: columns.clone(), ..options() }, &[row]);
    assert_eq!(
        text,
        "invoice_number,partner_name,gross_total,net_total,due_date,paid_date,overdue,comment\r\n\
         INV-2025-244,\"Kovács \"\"és\"\", Társa\",-12345678901234567.890,15335911,2025-11-21,,false,'=1+1\r\n"
    );
    let marked = written(Format::Csv, Options { columns: columns.clone(), dialect: Dialect::EXCEL, ..options() }, &[]);
    assert!(marked.starts_with('\u{FEFF}') && marked.ends_with("comment\r\n"));
    let mut row = samples::detail().stored.row();
    (row.partner_name, row.gross) = ("A; B, \"C\"".into(), "-1234.50".parse().unwrap());
    let hungarian = written(Format::Csv, Options { columns, dialect: Dialect::HUNGARIAN, ..options() }, &[row]);
    assert_eq!(
        hungarian,
        "\u{FEFF}invoice_number;partner_name;gross_total;net_total;due_date;paid_date;overdue;comment\r\n\
         INV-2025-244;\"A; B, \"\"C\"\"\";-1234,50;15335911;2025-11-21;;false;'=1+1\r\n"
    );
}

#[test]
fn json_is_the_object_of_the_command_line_and_ndjson_its_lines() {
    let row = samples::detail().stored.row();
    let names = options().names;
    for rows in [vec![], vec![row.clone()], vec![row.clone(), row]] {
        let mut found = crate::query::Found { total: rows.len(), rows: rows.clone(), ..Default::default() };
        for row in &rows {
            found.totals.entry(row.total_key()).or_default().add(row.net, row.vat, row.gross, row.open_amount());
        }
        let expected = serde_json::to_value(crate::json::InvoicesJson::new(&found, &names, options().today)).unwrap();
        let given = Options { total: rows.len(), totals: found.totals.clone(), ..options() };
        let json: serde_json::Value = serde_json::from_str(&written(Format::Json, given, &rows)).unwrap();
        assert_eq!(json, expected);
        let lines = written(Format::Ndjson, options(), &rows);
        let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(serde_json::Value::from(lines), expected["invoices"]);
    }
}

#[test]
fn a_file_appears_whole_private_and_in_the_place_of_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    fs::write(&path, "old").unwrap();
    let format = Format::of(&path).unwrap();
    let rows = [samples::detail().stored.row()];
    let refused = Exporter::create(&path, format, options()).unwrap_err();
    assert_eq!(refused, ExportError::Exists { path: path.clone() });
    let mut given_up = Exporter::replace(&path, format, options()).unwrap();
    given_up.push(&rows).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    drop(given_up);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let mut exporter = Exporter::replace(&path, format, options()).unwrap();
    exporter.push(&rows).unwrap();
    exporter.finish().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 2);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn what_cannot_be_written_is_told_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("nowhere/out.csv");
    let error = Exporter::create(&nowhere, Format::Csv, options()).unwrap_err();
    assert!(error.to_string().contains("nowhere/out.csv"), "{error}");
    assert!(Exporter::create(folder.path(), Format::Csv, options()).is_err());
    let error = Format::of(Path::new("invoices.pdf")).unwrap_err();
    assert!(crate::error::Describe::hint(&error).is_some());
    assert_eq!(Format::of(Path::new("X.XLSX")), Ok(Format::Xlsx));
}

/// A reader that goes away after the first bytes.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn a_reader_that_goes_away_is_told_apart() {
    for format in Format::ALL {
        let ended = Exporter::to_writer(Closed, format, options()).and_then(|mut exporter| {
            exporter.push(&[samples::detail().stored.row()])?;
            exporter.finish()
        });
        assert!(ended.unwrap_err().is_closed(), "{format:?}");
    }
}

#[test]
fn a_workbook_has_numbers_dates_and_items() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.xlsx");
    let mut huge = samples::detail();
    huge.stored.entity.gross = "12345678901234567.89".parse().unwrap();
    let hungarian = Options { locale: Lang::Hu.locale(), ..options() };
    let mut exporter = Exporter::create(&path, Format::Xlsx, hungarian).unwrap();
    exporter.push_itemized(&[samples::detail().into(), huge.into()]).unwrap();
    assert_eq!(exporter.finish().unwrap(), Written { invoices: 2, items: 2 });
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let part = |name: &str| part(&fs::read(&path).unwrap(), name);
    assert!(part("xl/workbook.xml").contains("name=\"Számlák\""));
    let invoices = part("xl/worksheets/sheet1.xml");
    assert!(invoices.contains("<v>19476607</v>"), "an amount is a number");
    assert!(invoices.contains("<t>12345678901234567.89</t>"), "an amount beyond a float keeps its digits as text");
    assert!(invoices.contains("<v>45952</v>"), "a date is a date: 2025-10-22");
    assert!(invoices.contains("<t>=1+1</t>") && !invoices.contains("<f>"), "a formula is a text");
    assert!(invoices.contains("<autoFilter ref=\"A1:AC3\"/>"));
    let items = part("xl/worksheets/sheet2.xml");
    assert!(items.contains("SEQUENT MENISCAL REPAIR DEVICE") && items.contains("<v>154842.21</v>"));
}

#[test]
fn a_cell_is_cut_by_utf16_units_and_never_inside_a_character() {
    let folder = tempfile::tempdir().unwrap();
    let x = |count: usize| "x".repeat(count);
    let cases = [
        (x(32_766) + "👍", x(32_766)),
        (x(32_765) + "👍", x(32_765) + "👍"),
        (x(32_767) + "👍", x(32_767)),
        (x(40_000), x(32_767)),
        ("👍".repeat(20_000), "👍".repeat(16_383)),
        ("é".repeat(32_767), "é".repeat(32_767)),
        (x(32_766) + "e\u{301}", x(32_766)),
        (x(32_765) + "🇭🇺", x(32_765)),
        (x(32_763) + "👩\u{200D}👩\u{200D}👧", x(32_763)),
    ];
    for (at, (given, expected)) in cases.into_iter().enumerate() {
        let path = folder.path().join(format!("{at}.xlsx"));
        let mut row = samples::detail().stored.row();
        row.comment = Some(given.into());
        let columns = Columns::parse("comment").unwrap();
        let mut exporter = Exporter::create(&path, Format::Xlsx, Options { columns, ..options() }).unwrap();
        exporter.push(&[row]).unwrap();
        exporter.finish().unwrap();
        let sheet = part(&fs::read(&path).unwrap(), "xl/worksheets/sheet1.xml");
        let text = sheet.split("<t>").nth(2).and_then(|rest| rest.split("</t>").next()).unwrap();
        assert_eq!(text.encode_utf16().count(), expected.encode_utf16().count(), "case {at}");
        assert!(text == expected, "case {at}");
    }
}

/// A part of a zip file: found by its local header, inflated.
fn part(zip: &[u8], name: &str) -> String {
    let u16_at = |at: usize| usize::from(u16::from_le_bytes([zip[at], zip[at + 1]]));
    let header = (0..zip.len() - 30)
        .find(|at| {
            zip[*at..].starts_with(b"PK\x03\x04") && zip[at + 30..].starts_with(name.as_bytes()) && u16_at(at + 26) == name.len()
        })
        .unwrap_or_else(|| panic!("no {name}"));
    let data = header + 30 + u16_at(header + 26) + u16_at(header + 28);
    let mut text = String::new();
    match u16_at(header + 8) {
        0 => {
            let size = u32::from_le_bytes(zip[header + 18..header + 22].try_into().unwrap()) as usize;
            text.push_str(std::str::from_utf8(&zip[data..data + size]).unwrap());
        }
        _ => {
            flate2::read::DeflateDecoder::new(&zip[data..]).read_to_string(&mut text).unwrap();
        }
    }
    text
}
