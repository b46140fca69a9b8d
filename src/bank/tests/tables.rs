//! Tables by mappings.

use super::{collect, collect_with, options, shown};
use crate::bank::{BankError, Mapping, Options};
use crate::domain::bank::EntryState;

#[test]
fn a_preset_is_known_by_the_titles() {
    let text = "Booking Date,Amount,Currency,Partner Name,Partner IBAN,Partner Account Number,Bank Code,Transaction Date Time,Transaction Type\n2026-03-01,\"1234.50\",EUR,Acme GmbH,DE02120300000000202051,,X,2026-03-01 10:00:00,Transfer\n2026-03-02,-1.000,EUR,Fee,,,X,2026-03-02,Fee\n";
    let given = Options { name: "11773016-11111018_20260301_20260331.csv".to_owned(), ..options() };
    let (_, word, found, entries) = collect_with(text.as_bytes(), &given).expect("a table");
    assert_eq!(word, "csv");
    assert_eq!(&*found.statements[0].account, "HU42117730161111101800000000");
    assert_eq!(shown(&entries[0].1), "2026-03-01 1234.50 [Acme GmbH|DE02120300000000202051||]");
    // What can mean a thousand and one is refused with its column.
    assert_eq!(
        (found.refused[0].line, found.refused[0].column, found.refused[0].message.id.as_ref()),
        (3, 2, "bank-refused-amount-cell")
    );
}

#[test]
fn states_tell_pending_and_left_out_rows_and_balances_are_checked() {
    let head = "Date completed (UTC),ID,Type,State,Description,Reference,Payer,Orig currency,Orig amount,Payment currency,Amount,Total amount,Fee,Exchange rate,Balance,Beneficiary IBAN\n";
    let row = |day: &str, state: &str, amount: &str, balance: &str| {
        format!("{day},id{amount},TRANSFER,{state},To X,INV-7,,EUR,{amount},EUR,{amount},{amount},0.00,,{balance},\n")
    };
    let text = head.to_owned()
        + &row("2026-03-02", "COMPLETED", "-5.00", "105.00")
        + &row("2026-03-01", "COMPLETED", "10.00", "110.00")
        + &row("", "PENDING", "-1.00", "")
        + &row("2026-03-01", "REVERTED", "-2.00", "110.00");
    let (_, _, found, entries) = collect(text.as_bytes());
    assert_eq!(found.refused, []);
    assert_eq!(
        entries.iter().map(|(_, entry)| entry.state).collect::<Vec<_>>(),
        [EntryState::Booked, EntryState::Booked, EntryState::Pending]
    );
    let statement = &found.statements[0];
    let text_of = |amount: Option<rust_decimal::Decimal>| amount.map(|amount| amount.to_string());
    assert_eq!((text_of(statement.opening).as_deref(), text_of(statement.closing).as_deref()), (Some("100.00"), Some("105.00")));
    let wrong = text.replace("105.00", "106.00");
    assert_eq!(collect(wrong.as_bytes()).2.refused[0].message.id.as_ref(), "bank-refused-balances");
}

#[test]
fn an_unknown_table_names_its_columns_and_a_mapping_reads_it() {
    let text = "Számla;Könyvelve;Jóváírás;Terhelés;Deviza;Megjegyzés\n11773016-11111018;02.03.2026;1 234,50;;HUF;számla\n11773016-11111018;03.03.2026;;100,00;HUF;díj\n";
    match collect_with(text.as_bytes(), &options()) {
        Err(BankError::NoMapping { columns }) => assert!(columns.contains("Könyvelve"), "{columns}"),
        other => panic!("{other:?}"),
    }
    let mapping = Mapping::parse("name = \"own\"\nday = \"dmy\"\n[columns]\naccount = \"számla\"\nbooked = \"könyvelve\"\ncredit = \"jóváírás\"\ndebit = \"terhelés\"\ncurrency = \"deviza\"\ntext = \"megjegyzés\"\n").expect("a mapping");
    let (_, _, found, entries) =
        collect_with(text.as_bytes(), &Options { mappings: vec![mapping], ..Options::default() }).expect("a table");
    assert_eq!(found.refused, []);
    let lines: Vec<String> = entries.iter().map(|(_, entry)| shown(entry)).collect();
    assert_eq!(lines, ["2026-03-02 1234.50 [||számla|]", "2026-03-03 -100.00 [||díj|]"]);
    assert!(Mapping::parse("name = \"x\"\n[columns]\nbooked = \"a\"\n").is_err());
}

#[test]
fn a_row_without_an_amount_or_with_two_is_refused_with_its_place() {
    let text = "Date;In;Out;Text\n2026-11-07;5.00;;a\n2026-11-07;;;empty\n2026-11-07;5.00;3.00;both\n2026-11-07;0.00;3.00;b\n2026-11-07;0.00;;c\n";
    let mapping = Mapping::parse("name = \"own\"\naccount = \"12345\"\ncurrency = \"HUF\"\n[columns]\nbooked = \"date\"\ncredit = \"in\"\ndebit = \"out\"\ntext = \"text\"\n").expect("a mapping");
    let options = Options { mappings: vec![mapping], ..Options::default() };
    let (_, _, found, entries) = collect_with(text.as_bytes(), &options).expect("a table");
    let refused: Vec<(u64, u64, &str)> =
        found.refused.iter().map(|one| (one.line, one.column, one.message.id.as_ref())).collect();
    assert_eq!(refused, [(3, 2, "bank-refused-amount"), (4, 2, "bank-refused-both")]);
    let amounts: Vec<String> = entries.iter().map(|(_, entry)| entry.whole.amount.to_string()).collect();
    assert_eq!(amounts, ["5.00", "-3.00", "0.00"]);
}

#[test]
fn a_payment_without_a_currency_is_of_the_account_that_pays() {
    let read = |text: &str, own: Option<&str>| {
        let (payments, refused) =
            crate::bank::payments::read(&text.as_bytes(), own.map(crate::domain::Currency::new).as_ref()).expect("a list");
        let currencies: Vec<String> = payments.iter().map(|one| one.currency.as_str().to_owned()).collect();
        (currencies.join(" "), refused.iter().map(|one| (one.line, one.column)).collect::<Vec<_>>())
    };
    let bare = "name;account;amount\nAlfa;HU42117730161111101800000000;1500\n";
    assert_eq!(read(bare, Some("EUR")), ("EUR".to_owned(), vec![]));
    assert_eq!(read(bare, None), (String::new(), vec![(2, 0)]));
    let told =
        "name;account;amount;currency\nAlfa;HU42117730161111101800000000;1500;\nBeta;HU42117730161111101800000000;1500;USD\n";
    assert_eq!(read(told, Some("EUR")), ("EUR USD".to_owned(), vec![]));
    assert_eq!(read(told, None), ("USD".to_owned(), vec![(2, 4)]));
}

#[cfg(feature = "xlsx")]
#[test]
fn the_workbook_of_otp_has_several_accounts_and_pending_rows() {
    use rust_xlsxwriter::Workbook;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Tranzakciók").expect("a name");
    let rows: Vec<Vec<&str>> = vec![
        vec!["Számlatörténet"],
        vec!["Számlaszám", "[1, 2]"],
        vec!["Lekérdezés kezdete", "2024-01-01"],
        vec![
            "Számlaszám",
            "Ellenoldali számlaszám",
            "Ellenoldali név",
            "Forgalom típusa",
            "Közlemény",
            "Tranzakció kategória",
            "Banki azonosító",
            "Tranzakció időpontja",
            "Könyvelés dátuma",
            "Összeg",
            "Devizanem",
        ],
        vec![
            "1177301611111018",
            "",
            "SPAR",
            "VÁSÁRLÁS",
            "vásárlás",
            "",
            "B1",
            "2024-01-02 09:15:00",
            "2024-01-02",
            "-4990",
            "HUF",
        ],
        vec![
            "333333334444444455555555",
            "116000060000000087654321",
            "Példa",
            "ÁTUTALÁS",
            "INV-1",
            "",
            "B2",
            "2024-01-03 12:00:00",
            "2024-01-03",
            "120000.5",
            "HUF",
        ],
        vec!["1177301611111018", "", "BOLT", "VÁSÁRLÁS", "", "", "B3", "2024-01-04 12:00:00", "", "-1", "HUF"],
    ];
    for (number, row) in rows.iter().enumerate() {
        for (column, text) in row.iter().enumerate() {
            let (number, column) = (u32::try_from(number).expect("small"), u16::try_from(column).expect("small"));
            match text.parse::<f64>().ok().filter(|_| number > 3 && column == 9) {
                Some(amount) => sheet.write_number(number, column, amount).expect("written"),
                None => sheet.write_string(number, column, *text).expect("written"),
            };
        }
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let (_, word, found, entries) = collect(&bytes);
    assert_eq!((word.as_str(), found.refused.as_slice()), ("xlsx", [].as_slice()));
    assert_eq!(
        found.statements.iter().map(|one| &*one.account).collect::<Vec<_>>(),
        ["HU42117730161111101800000000", "HU27333333334444444455555555"]
    );
    assert_eq!(
        entries.iter().map(|(at, entry)| (*at, entry.state, entry.whole.amount.to_string())).collect::<Vec<_>>(),
        [
            (0, EntryState::Booked, "-4990".to_owned()),
            (1, EntryState::Booked, "120000.5".to_owned()),
            (0, EntryState::Pending, "-1".to_owned()),
        ]
    );
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_is_measured_by_the_directory_that_is_read() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "x").expect("written");
    let whole = book.save_to_buffer().expect("a workbook");
    let end = memchr::memmem::rfind(&whole, b"PK\x05\x06").expect("its end");
    let ended = |bytes: &[u8]| collect_with(bytes, &Options::default()).map(drop).expect_err("no statement");
    assert!(matches!(ended(&whole), BankError::NoMapping { .. }));
    let mut empty = whole.clone();
    empty[end + 10..end + 12].fill(0);
    let larger = [&whole[..end], b"PK\x06\x07", [0; 16].as_slice(), &whole[end..]].concat();
    let (before, behind) = ([b"more".as_slice(), &whole].concat(), [&whole, b"more".as_slice()].concat());
    for bytes in [empty, larger, before, behind] {
        assert!(matches!(ended(&bytes), BankError::TooLarge { .. } | BankError::Unknown), "{:?}", ended(&bytes));
    }
}

#[test]
fn a_table_without_titles_names_its_columns_by_number() {
    let mapping = |more: &str| {
        let text = format!(
            "name = \"own\"\ntitles = false\nday = \"ymd\"\ndecimal = \",\"\ncurrency = \"HUF\"\ndebit_words = [\"T\"]\ncredit_words = [\"J\"]\n[columns]\naccount = \"1\"\nside = \"2\"\namount = \"3\"\nbooked = \"5\"\nother = \"8\"\nname = \"9\"\n{more}\n"
        );
        Mapping::parse(&text)
    };
    let given = Options { mappings: vec![mapping("text = \"10|11\"").expect("a mapping")], ..options() };
    let text = "117730161111101800000000;J;12700,00;HUF;20260105;20260105;;DE02120300000000202051;Acme GmbH;INV-1;vevő;;\n\
                117730161111101800000000;T;500,00;HUF;20260106;20260106;;;Bank;díj;;;\n\
                117730161111101800000000;X;1,00;HUF;20260106;20260106;;;Bank;díj;;;\n";
    let (_, _, found, entries) = collect_with(text.as_bytes(), &given).expect("a table");
    let lines: Vec<String> = entries.iter().map(|(_, entry)| shown(entry)).collect();
    assert_eq!(lines, ["2026-01-05 12700.00 [Acme GmbH|DE02120300000000202051|INV-1⏎vevő|]", "2026-01-06 -500.00 [Bank||díj|]"]);
    assert_eq!(&*found.statements[0].account, "HU42117730161111101800000000");
    // A row that means nothing for certain has its place, and a title is no number.
    assert_eq!((found.refused_count, found.refused[0].line, found.refused[0].column), (1, 3, 2));
    let number = |key, column: &str, line| Err(BankError::MappingNumber { key, column: column.to_owned(), line: Some(line) });
    assert_eq!(mapping("text = \"10|Memo\""), number("text", "10|Memo", 15));
    assert_eq!(mapping("kind = \"0\""), number("kind", "0", 15));
    // The same key is a setting, and a column further down; none of the columns of a name needs to be there.
    let of = |column: &str| {
        Mapping::parse(&format!(
            "name = \"own\"\ntitles = false\n[columns]\nbooked = \"1\"\namount = \"2\"\nname = \"{column}\"\n"
        ))
    };
    assert_eq!(of("Payee"), number("name", "Payee", 6));
    assert!(of("3|").is_ok());
    assert!(collect_with(b"a;b;c;d;e;f;g;h;i;j;k\n", &given).is_err());
}

#[test]
fn a_mapping_that_was_named_says_what_the_table_lacks() {
    let ended = |titles: bool, columns: &str, text: &str| {
        let mapping = format!("name = \"own\"\ntitles = {titles}\ncurrency = \"HUF\"\naccount = \"1\"\n[columns]\n{columns}\n");
        let given = Options { mappings: vec![Mapping::parse(&mapping).expect("a mapping")], ..options() };
        collect_with(text.as_bytes(), &given).map(|_| ()).expect_err("another table")
    };
    let (name, column) = ("own".to_owned(), |text: &str| text.to_owned());
    let table = "Statement of January\nDate;Amount;Memo\n2026-01-02;500;a\n";
    let error = ended(true, "booked = \"Date\"\namount = \"Sum|Total\"", table);
    let seen = "Date | Amount | Memo".to_owned();
    assert_eq!(error, BankError::NoTitle { name: name.clone(), key: "amount", column: column("Sum|Total"), line: 2, seen });
    let rows = "2026-01-02;500;a\n2026-01-03;700;b\n";
    let error = ended(false, "booked = \"1\"\namount = \"7\"", rows);
    assert_eq!(error, BankError::NoColumn { name: name.clone(), key: "amount", column: column("7"), line: 1, count: 3 });
    let error = ended(false, "booked = \"3\"\namount = \"2\"", rows);
    assert_eq!(error, BankError::NoDay { name, column: column("3"), line: 1, seen: "a".to_owned() });
    // Of several that are tried, none is meant.
    let several = Options { mappings: Mapping::all().expect("presets"), ..options() };
    let error = collect_with(b"a;b;c;d\n1;2;3;4\n", &several).map(|_| ()).expect_err("no table");
    assert_eq!(error, BankError::NoMapping { columns: "a | b | c | d".to_owned() });
}

#[test]
fn a_value_that_a_mapping_cannot_have_is_named_with_its_line() {
    let with = |line: &str| Mapping::parse(&format!("name = \"own\"\n{line}\n[columns]\nbooked = \"Date\"\namount = \"Sum\"\n"));
    for (key, value) in [("day", "dmx"), ("decimal", ";"), ("encoding", "zz"), ("separator", "ab")] {
        let told = with(&format!("{key} = \"{value}\"")).expect_err("no such value");
        let BankError::MappingValue { key: named, value: seen, line, .. } = told else { panic!("{told:?}") };
        assert_eq!((named, seen.as_str(), line), (key, value, Some(2)));
    }
    let lacks = Mapping::parse("name = \"own\"\n[columns]\nbooked = \"Date\"\n");
    assert!(matches!(lacks, Err(BankError::MappingLacks { .. })), "{lacks:?}");
}
