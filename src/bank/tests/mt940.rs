//! MT940 in the dialects of banks, with known answers.

use super::{collect, shown};
use crate::bank::Format;
use crate::domain::bank::EntryState;

/// Shape of Raiffeisen Hungary: code page 852, account and name on lines of the details, the text broken within a number.
fn raiffeisen() -> Vec<u8> {
    let text = ":20:STARTUMS\r\n:25:UBRTHUHB/123456789150ABCDEF002/HUF\r\n:28C:0072\r\n\r\n:60F:C180417HUF25170637,10\r\n:61:180417CF2066637,00N527\r\nCsoportos átutalás jóváírása\r\n:86:CAB18D1700041116\r\n109876543210000012345678\r\nHUNGARY KFT.\r\nUV, napi összevont utánvét, 2018.04\r\n.17, A13947109201804175000000097, X\r\n:61:180417DF14790,00N031\r\nBankon belüli átutalás\r\n:86:BBK18D0000188142\r\n123777040156667300100001\r\nSPYMARKET S.R.O.\r\n18175\r\n:61:180417DF892,77N077\r\nDíj, jutalék\r\n:86:OLD18D038146\r\nHUF  1.218.882,00\r\n:62F:C180417HUF27221591,33\r\n:64:C180417HUF27221591,33\r\n\r\n";
    let table = [('á', 0xA0u8), ('í', 0xA1), ('ó', 0xA2), ('é', 0x82), ('ö', 0x94), ('ü', 0x81)];
    text.chars().map(|c| table.iter().find(|(known, _)| *known == c).map_or(c as u8, |(_, byte)| *byte)).collect()
}

#[test]
fn a_statement_in_code_page_852_with_account_and_name_on_lines() {
    let (format, word, found, entries) = collect(&raiffeisen());
    assert_eq!((format, word.as_str()), (Format::Mt940, "mt940"));
    assert_eq!(found.refused, []);
    let statement = &found.statements[0];
    assert_eq!((&*statement.account, statement.currency.as_str(), &*statement.number), ("123456789150ABCDEF002", "HUF", "0072"));
    assert_eq!(statement.closing.expect("closes").to_string(), "27221591.33");
    let lines: Vec<String> = entries.iter().map(|(_, entry)| shown(entry)).collect();
    assert_eq!(
        lines,
        [
            "2018-04-17 2066637.00 [HUNGARY KFT.|109876543210000012345678|UV, napi összevont utánvét, 2018.04⏎.17, A13947109201804175000000097, X|]",
            "2018-04-17 -14790.00 [SPYMARKET S.R.O.|123777040156667300100001|18175|]",
            "2018-04-17 -892.77 [||HUF  1.218.882,00|]",
        ]
    );
    assert_eq!(&*entries[0].1.code, "N527");
    assert_eq!(&*entries[0].1.reference, "CAB18D1700041116");
}

#[test]
fn a_statement_with_numbered_lines() {
    let text = ":20:STARTUMS\n:25:1966315302010001\n:28:00046\n:NS:22JOHN DOE\n23John Doe\n25171004171011\n3014100000\n\n:60F:C171011HUF627311,30\n:61:1710111011DF2402,00S   X\n:NS:01526715\n02A12596785    20170926000100\n09Tranz. Illetek:7.21HUF\n15ERGO Versicherung AG Fiokte\n16lep\n17G200000137791678\n3310918001\n340000004279070017\n:61:1710111011DF3460,00S   X\n:NS:01136508\n15ERGO Eletbiztosito Zrt.\n3310918001\n340000002595841185\n:62F:C171011HUF621449,30\n:64:C171011HUF621449,30\n";
    let (_, _, found, entries) = collect(text.as_bytes());
    assert_eq!(found.refused, []);
    assert_eq!(
        shown(&entries[0].1),
        "2017-10-11 -2402.00 [ERGO Versicherung AG Fioktelep|109180010000004279070017|526715⏎A12596785    20170926000100⏎Tranz. Illetek:7.21HUF|]"
    );
}

#[test]
fn the_sign_is_of_the_mark_and_a_reversal_turns_it() {
    let text = "{1:F01X}{2:O940X}{4:\r\n:20:A\r\n:25:DE89370400440532013000\r\n:28C:5/1\r\n:60F:C260101EUR1000,00\r\n:61:2601020102C500,NTRFNONREF//B1\r\n:61:2601020102RC500,00NTRFE2E-1//B2\r\n:61:2601020102RD25,5NTRFNONREF//B3\r\n:61:260102    D 10,00NMSC\r\n:61:2512310102DR1,00F123REF\r\n:62M:C260102EUR1014,50\r\n-}";
    let (_, _, found, entries) = collect(text.as_bytes());
    assert_eq!(found.refused, []);
    let amounts: Vec<String> =
        entries.iter().map(|(_, entry)| format!("{}{}", entry.whole.amount, if entry.reversal { "R" } else { "" })).collect();
    assert_eq!(amounts, ["500", "-500.00R", "25.5R", "-10.00", "-1.00"]);
    assert_eq!(found.statements[0].page, 1);
    // The day of booking is of the year beside the day of value.
    assert_eq!(entries[4].1.booked, Some(jiff::civil::date(2026, 1, 2)));
    assert_eq!(entries[4].1.valued, Some(jiff::civil::date(2025, 12, 31)));
}

#[test]
fn german_details_and_slashes_and_a_day_that_is_not_there() {
    let text = ":20:A\n:25:10020030/1234567\n:28C:1\n:60F:C260201EUR0,00\n:61:260230C12,34NTRFNONREF\n:86:166?00GUTSCHRIFT?20EREF+R-2026-77?21SVWZ+Rechnung INV-2026-0?220017 Danke?30BYLADEM1001?31DE02120300000000202051?32Muster?33mann GmbH\n:61:260201D1,00NTRFNONREF\n:86:/EREF/E9/NAME/Acme B.V./IBAN/NL91ABNA0417164300/REMI/USTD//invoice 2026/17/\n:62F:C260201EUR11,34\n-\n";
    let (_, _, found, entries) = collect(text.as_bytes());
    assert_eq!(found.refused, []);
    assert_eq!(
        shown(&entries[0].1),
        "2026-02-28 12.34 [Mustermann GmbH|DE02120300000000202051|Rechnung INV-2026-0⏎0017 Danke|R-2026-77]"
    );
    assert_eq!(shown(&entries[1].1), "2026-02-01 -1.00 [Acme B.V.|NL91ABNA0417164300|invoice 2026/17|E9]");
    assert_eq!(&*found.statements[0].account, "100200301234567");
}

#[test]
fn a_sum_that_is_wrong_and_a_bad_line_are_named_with_their_place() {
    let text = ":20:A\n:25:111\n:28C:9\n:60F:C260201EUR1,00\n:61:260201C1,00NTRF\n:61:26020XC1,00NTRF\n:62F:C260201EUR9,00\n";
    let (_, _, found, _) = collect(text.as_bytes());
    assert_eq!(found.refused_count, 2);
    assert_eq!((found.refused[0].line, found.refused[0].message.id.as_ref()), (6, "bank-refused-line"));
    assert_eq!(found.refused[1].message.id.as_ref(), "bank-refused-sum");
}

#[test]
fn an_amount_that_is_cut_by_a_sign_is_refused_with_its_line() {
    let statement = |amount: &str| format!(":20:A\n:25:111\n:28C:9\n:60F:C260201EUR1,00\n:61:260201C{amount}NTRF\n");
    for (amount, read) in [
        ("5x000,00", None),
        ("5'000,00", None),
        ("5 000,00", None),
        ("1 270", None),
        ("1.270", None),
        ("1.27", Some("1.27")),
        ("5000", Some("5000")),
        ("5000,", Some("5000")),
        ("5,5", Some("5.5")),
    ] {
        let (_, _, found, entries) = collect(statement(amount).as_bytes());
        let refused: Vec<(u64, &str)> = found.refused.iter().map(|one| (one.line, one.message.id.as_ref())).collect();
        let amounts: Vec<String> = entries.iter().map(|(_, entry)| entry.whole.amount.normalize().to_string()).collect();
        let expected = if read.is_none() { vec![(5, "bank-refused-line")] } else { Vec::new() };
        assert_eq!((refused, amounts), (expected, read.map(str::to_owned).into_iter().collect()), "{amount}");
    }
}

#[test]
fn pages_follow_each_other_or_are_warned_about() {
    let page = |number: u8, opening: &str, closing: &str| {
        format!(":20:A\n:25:111\n:28C:9/{number}\n:60M:C260201EUR{opening}\n:61:260201C1,00NTRF\n:62M:C260201EUR{closing}\n-\n")
    };
    let good = page(1, "1,00", "2,00") + &page(2, "2,00", "3,00");
    let (_, _, found, entries) = collect(good.as_bytes());
    assert_eq!((found.refused_count, found.warnings.len(), found.statements.len()), (0, 0, 2));
    // Equal entries of one account stay two.
    assert_ne!(entries[0].1.id, entries[1].1.id);
    let bad = page(1, "1,00", "2,00") + &page(3, "7,00", "8,00");
    let (_, _, found, _) = collect(bad.as_bytes());
    assert_eq!(found.warnings[0].message.id.as_ref(), "bank-warning-gap");
}

#[test]
fn an_interim_report_has_no_balances() {
    let text = ":20:A\n:25:PL111\n:28C:1\n:34F:PLND0,00\n:34F:PLNC0,00\n:13D:2602011200+0100\n:61:2602010201C7,00NTRFX//Y\n:86:text\n:90D:0PLN0,00\n:90C:1PLN7,00\n";
    let (_, word, found, entries) = collect(text.as_bytes());
    assert_eq!((word.as_str(), found.refused_count, entries.len()), ("mt942", 0, 1));
    assert_eq!((found.statements[0].currency.as_str(), found.statements[0].opening), ("PLN", None));
}

#[test]
fn what_an_interim_report_announces_is_not_booked() {
    let text = ":20:A\n:25:111\n:28C:1\n:34F:EUR0,\n:13D:2601051200+0100\n:61:2601050105EC140,00NTRFA//1\n:61:2601050105ED50,00NTRFB//2\n:61:2601050105C7,00NTRFC//3\n";
    let (_, _, found, entries) = collect(text.as_bytes());
    let told: Vec<(String, EntryState)> =
        entries.iter().map(|(_, entry)| (entry.whole.amount.to_string(), entry.state)).collect();
    let expected = [("140.00", EntryState::Pending), ("-50.00", EntryState::Pending), ("7.00", EntryState::Booked)];
    assert_eq!((found.refused_count, told), (0, expected.map(|(amount, state)| (amount.to_owned(), state)).to_vec()));
}

#[test]
fn pages_of_one_file_may_stand_in_any_order() {
    let page = |number: u8, opening: &str, closing: &str| {
        let (from, to) = if number == 1 { ("F", "M") } else { ("M", "F") };
        format!(
            ":20:X\n:25:111\n:28C:2/{number}\n:60{from}:C261103EUR{opening}\n:61:2611031103C10,00NTRFA//B{number}\n:62{to}:C261103EUR{closing}\n-\n"
        )
    };
    let text = |amount: Option<rust_decimal::Decimal>| amount.map(|amount| amount.to_string());
    for pages in [[page(2, "50,00", "60,00"), page(1, "40,00", "50,00")], [page(1, "40,00", "50,00"), page(2, "50,00", "60,00")]]
    {
        let (_, _, found, _) = collect(pages.concat().as_bytes());
        assert_eq!((found.refused_count, &found.warnings), (0, &Vec::new()));
        let (opening, closing) = found.ends();
        assert_eq!((text(opening).as_deref(), text(closing).as_deref()), (Some("40.00"), Some("60.00")));
    }
    // A page that is missing is missing in any order.
    let gap = page(3, "70,00", "80,00") + &page(1, "40,00", "50,00");
    let (_, _, found, _) = collect(gap.as_bytes());
    assert_eq!(found.warnings[0].message.id.as_ref(), "bank-warning-gap");
}

#[test]
fn a_text_that_begins_with_a_sign_and_digits_is_kept() {
    let read = |details: &str| {
        let text = format!(
            ":20:A\n:25:111\n:28C:1\n:60F:C260201EUR0,00\n:61:260201C1,00NTRFNONREF\n:86:{details}\n:62F:C260201EUR1,00\n"
        );
        let (_, _, found, entries) = collect(text.as_bytes());
        assert_eq!(found.refused, []);
        let whole = &entries[0].1.whole;
        format!("{}|{}", whole.name, whole.text.replace('\n', "⏎"))
    };
    let texts = [
        "#12 INV-2026-00002",
        "+36301234567 Kovács Béla",
        "(12) költség",
        "#2026-00006 befizetés",
        "#2026-00006, #2026-00007 befizetés",
        "+3612345678, +36301234567",
        "100+27 áfa",
        "123#12 INV-7",
    ];
    for text in texts {
        assert_eq!(read(text), format!("|{text}"));
    }
    // Subfields without a code, and one that is no subfield.
    assert_eq!(read("?20INV-7?32Kovács?33 Béla"), "Kovács Béla|INV-7");
    assert_eq!(read("~00X~20INV-7~32Kovács"), "Kovács|INV-7");
    assert_eq!(read("+20INV-7+32Kovács"), "Kovács|INV-7");
    assert_eq!(read("166?00X?10931?20INV-7 mi ez?99 darab?34997"), "|INV-7 mi ez?99 darab");
    assert_eq!(read("166?99 darab?20INV-7"), "|?99 darab⏎INV-7");
}

#[test]
fn a_balance_without_a_currency_is_of_the_statements_own() {
    let text = |closing: &str| {
        format!(":20:A\n:25:111\n:28:1/1\n:60F:C020315DEM10,00\n:61:0203170320CM5,00S051\n:62M:C020315{closing}\n-\n")
    };
    let (_, _, found, _) = collect(text("15,00").as_bytes());
    let statement = &found.statements[0];
    assert_eq!(
        (&found.refused, statement.currency.as_str(), statement.closing.map(|sum| sum.to_string()).as_deref()),
        (&Vec::new(), "DEM", Some("15.00"))
    );
    assert_eq!(collect(text("16,00").as_bytes()).2.refused[0].message.id.as_ref(), "bank-refused-sum");
    assert_eq!(collect(text("DE15,00").as_bytes()).2.refused[0].message.id.as_ref(), "bank-refused-balance");
}
