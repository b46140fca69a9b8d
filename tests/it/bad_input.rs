//! What cannot be: each bad input of the commands of own time and books has its exit code and one clear sentence, and stores nothing.

use serde_json::Value;

use crate::cash::{home, issue, lines, text, work};
use crate::support::Home;

/// Words of a command, its exit code, and what its sentence says. `@` stands for a space within a word.
type Case = (&'static str, i32, &'static str);

/// Time. `ENTRY` is billed, `OPEN` is pending.
const TIME: &[Case] = &[
    ("time add 0m --project Site", 2, "between a second and a week"),
    ("time add -- -1h", 2, "no amount of time"),
    ("time add soon", 2, "no amount of time"),
    ("time add 99999999h", 2, "between a second and a week"),
    ("time add 1h --date 2026-02-30", 2, "no date"),
    ("time add 1h --date 0000-00-00", 2, "no date"),
    ("time add 1h --date 2999-01-01", 2, "year"),
    ("time add 1h --date 1900-01-01", 2, "year"),
    ("time add --start 2026-10-05T11:00 --end 2026-10-05T10:00", 2, "before the start"),
    ("time add --start 2026-03-29T02:30 --end 2026-03-29T04:00", 2, "put forward"),
    ("time add --start 2026-10-25T02:30 --end 2026-10-25T04:00", 2, "twice"),
    ("time add --end 2026-10-05T10:00", 2, "contradict"),
    ("time add --start noon --end 13:00", 2, "no time"),
    ("time add 1h --zone Europe/Atlantis", 2, "time zone"),
    ("time add 1h --project Nowhere", 4, "Nowhere"),
    ("time add 1h --person Nobody", 4, "Nobody"),
    ("time add 1h --rate=-5", 2, "-5"),
    ("time add 1h --rate 1.12345678901", 2, "1.12345678901"),
    ("time add 1h --rate 5 --currency FOO", 2, "FOO"),
    ("time add 1h --rate 5 --currency EURO", 2, "EURO"),
    ("time add 1h --note a\x1b[31mb", 2, "cannot be printed"),
    ("time add 1h --task a\x07b", 2, "cannot be printed"),
    ("time add 1h --tag a\x07b", 2, "cannot be printed"),
    ("time edit nothere 1h", 4, "nothere"),
    ("time edit ENTRY 1h", 4, "cannot be changed"),
    ("time edit OPEN 0m", 2, "between a second and a week"),
    ("time edit OPEN --rate=-5", 2, "-5"),
    ("time edit OPEN --date 2999-01-01", 2, "year"),
    ("time split OPEN 18:00", 2, ""),
    ("time split OPEN 0m", 2, "0m"),
    ("time split OPEN x", 2, "x"),
    ("time merge OPEN", 2, "at least two"),
    ("time merge ENTRY OPEN", 4, "cannot be changed"),
    ("time move OPEN --project Nowhere", 4, "Nowhere"),
    ("time copy 2026-10-06 2026-13-01", 2, "no date"),
    ("time copy 2026-10-06 2026-10-06", 2, "onto itself"),
    ("time copy 2026-01-01 2026-01-02", 4, "no entries"),
    ("time delete nothere", 4, "nothere"),
    ("time delete ENTRY", 4, "cannot be changed"),
    ("time list --from 2026-10-06 --until 2026-10-01", 2, "ends before it begins"),
    (
        "time add --project Site --start 2026-10-06T04:00 --end 2026-10-06T03:00 --zone Europe/Budapest",
        2,
        "2026-10-06T03:00+02:00",
    ),
    ("time list --from soon", 2, "no date"),
    ("time list status:odd", 2, "odd"),
    ("time list billable:perhaps", 2, "perhaps"),
    ("time approve", 4, "overlap"),
    ("timer stop", 4, "no timer"),
    ("timer discard", 4, "no timer"),
    ("timer start --project Nowhere", 4, "Nowhere"),
    ("timer start --note a\x07b", 2, "cannot be printed"),
];

/// Rates, clients, projects, people and books.
const BOOKS: &[Case] = &[
    ("rate set --project Site --amount=-1", 2, "-1"),
    ("rate set --project Site --amount 1.12345678901", 2, "1.12345678901"),
    ("rate set --project Site --amount 79228162514264337593543950335", 2, "79228162514264337593543950335"),
    ("rate set --project Site --amount 5 --per week", 2, "week"),
    ("rate set --project Nowhere --amount 5", 4, "Nowhere"),
    ("rate set --client Nobody --amount 5", 4, "Nobody"),
    ("rate set --person Nobody --project Site --amount 5", 4, "Nobody"),
    ("rate set --project Site --amount 5 --from 2026-10-02 --until 2026-10-01", 2, "first day"),
    ("rate set --project Site --amount 5 --from 2026-02-30", 2, "no date"),
    ("rate set --project Site --amount 5 --currency FOO", 2, "FOO"),
    ("rate set --project Site --amount 5 --surcharge mon:22-6:50", 2, "mon:22-6:50"),
    ("rate set --project Site --amount 5 --surcharge mon:0-24:-150", 2, "surcharges"),
    ("rate set --project Site --amount 5 --surcharge mon:0-24:99999999999999999999999999", 2, "surcharges"),
    ("rate set --project Site --amount 5 --surcharge mon:0-24:0.12345", 2, "surcharges"),
    ("rate set --project Site --amount 5 --per retainer", 2, "--included"),
    ("rate set --project Site --amount 5 --per retainer --included=-1 --overage 5", 2, "-"),
    ("rate set --project Site --amount 5 --per retainer --included 1 --overage=-5", 2, "-5"),
    ("rate set --project Site --amount 5 --per day --day 0h", 2, "0h"),
    ("rate set --project Site --amount 5 --step 0m", 2, "0m"),
    ("rate set --project Site --amount 5 --cap=-1", 2, "-1"),
    ("client add |", 2, "no name"),
    ("client add a\x1b[31mb", 2, "no name"),
    ("client add Beta --country Hungary", 2, "Hungary"),
    ("client add Beta --currency EURO", 2, "EURO"),
    ("client add Beta --currency FOO", 2, "FOO"),
    ("client add Beta --vat abc", 2, "no VAT"),
    ("client add Beta --vat 200", 2, "no VAT"),
    ("client add Beta --terms 99999", 2, "99999"),
    ("client add Acme@Kft.", 4, "Acme Kft."),
    ("client edit Nobody --country HU", 4, "Nobody"),
    ("client edit Acme --currency FOO", 2, "FOO"),
    ("client delete Acme", 4, "cannot be deleted"),
    ("client archive Nobody", 4, "Nobody"),
    ("project add Two --client Nobody", 4, "Nobody"),
    ("project add Site --client Acme", 4, "Site"),
    ("project add | --client Acme", 2, "no name"),
    ("project add a\x07b --client Acme", 2, "no name"),
    ("project add Two --client Acme --budget=-5", 2, "-5"),
    ("project add Two --client Acme --budget-hours=-1", 2, "-"),
    ("project add Two --client Acme --budget-hours 99999999999999999999", 2, "99999999999999999999"),
    ("project edit Site --state odd", 2, "odd"),
    ("project delete Site", 4, "cannot be deleted"),
    ("person add |", 2, "no name"),
    ("person add Eve --cost=-5", 2, "-5"),
    ("person add Eve --cost 5 --cost-currency FOO", 2, "FOO"),
    ("books add Own@Kft. --country HU --currency HUF", 2, "exists already"),
    ("books add Two --country Hungary --currency HUF", 2, "Hungary"),
    ("books add Two --country HU --currency FOO", 2, "FOO"),
    ("books add Two --country HU --currency HUF --zone Europe/Atlantis", 2, "time zone"),
    ("books add Two --country HU --currency HUF --vat abc", 2, "no VAT"),
    ("books edit --closed-until 2026-02-30", 2, "no date"),
    ("books edit --currency FOO", 2, "FOO"),
    ("books add Two --country HU --currency HUF --tax-number 32560682-2-43", 2, "already here"),
    ("books edit --street a\x1bb", 2, "cannot be printed"),
    ("client edit Acme --city a\x1bb", 2, "cannot be printed"),
];

/// Drafts, documents and money. `DRAFT` is open, `DONE` was issued as `NUMBER`.
const MONEY: &[Case] = &[
    ("draft make --client Nobody", 4, "Nobody"),
    ("draft make --client Acme --project Nowhere", 4, "Nowhere"),
    ("draft make --client Acme --from 2026-10-31 --until 2026-10-01", 2, "ends before it begins"),
    ("draft make --client Acme --line x=1x-5", 2, "negative"),
    ("draft make --client Acme --line x", 2, "no line"),
    ("draft make --client Acme --line x=ax5", 2, "no line"),
    ("draft make --client Acme --line =1x5", 2, "no line"),
    ("draft make --client Acme --line x=1,5x1000", 2, "“1,5” is no number"),
    ("draft make --client Acme --line x=1x1000,50", 2, "“1000,50” is no number"),
    ("draft make --client Acme --line x=3x12@000", 2, "“12 000” is no number"),
    ("draft make --client Acme --line x=3*12000", 2, "“3*12000” is no number"),
    ("draft make --client Acme --line x=1x12_000", 2, "“12_000” is no number"),
    ("draft make --client Acme --line x=1x1e3", 2, "“1e3” is no number"),
    ("draft make --client Acme --line x=1x+5", 2, "“+5” is no number"),
    ("draft make --client Acme --discount 10%%", 2, "10%%"),
    ("draft make --client Acme --line x=1x1.12345678901", 2, "1.12345678901"),
    ("draft make --client Acme --line x=1.12345678901x5", 2, "1.12345678901"),
    ("draft make --client Acme --line x=1x5@abc", 2, "is no line"),
    ("draft make --client Acme --line a\x1bb=1x5", 2, "cannot be printed"),
    ("draft make --client Acme --line x=1x5 --note a\x1bb", 2, "cannot be printed"),
    ("draft make --client Acme --line x=79228162514264337593543950335x9", 4, "too large"),
    ("draft make --client Acme --expense x=-5", 2, "negative"),
    ("draft make --client Acme --discount 101", 2, "101"),
    ("draft make --client Acme --discount=-1", 2, "-1"),
    ("draft make --client Acme --vat 123", 2, "no VAT"),
    ("draft make --client Acme --group odd", 2, "odd"),
    ("draft make --client Acme --deduct INV-2026-99999", 4, "INV-2026-99999"),
    ("draft make --client Acme --line x=1x5 --rate 400 --rate-source MNB --rate-date 2026-02-30", 2, "no date"),
    ("draft edit nothere --note x", 4, "nothere"),
    ("draft edit DRAFT --price 1=-5", 2, "negative"),
    ("draft edit DRAFT --price 9=5", 2, "no line 9"),
    ("draft edit DRAFT --price 1=1.12345678901", 2, "1.12345678901"),
    ("draft edit DRAFT --price 1=79228162514264337593543950335", 2, "79228162514264337593543950335"),
    ("draft edit DRAFT --quantity 1=1.12345678901", 2, "1.12345678901"),
    ("draft edit DRAFT --text 1=a\x1bb", 2, "cannot be printed"),
    ("draft edit DRAFT --note a\x1bb", 2, "cannot be printed"),
    ("draft edit DRAFT --quantity 1=x", 2, "no change of a line"),
    ("draft edit DRAFT --price 1=12_000", 2, "no change of a line"),
    ("draft edit DRAFT --vat 1=abc", 2, "no VAT"),
    ("draft edit DRAFT --remove 9", 2, "no line 9"),
    ("draft edit DRAFT --discount 101", 2, "101"),
    ("draft discard nothere", 4, "nothere"),
    ("draft discard DONE", 4, "already"),
    ("issue nothere", 4, "nothere"),
    ("issue DONE", 4, "already"),
    ("issue DRAFT --date 2026-02-30", 2, "no date"),
    ("issue DRAFT --date 2999-01-01", 2, "year"),
    ("issue DRAFT --date 2026-11-01 --due 2026-10-01", 2, "before the date of issue"),
    ("pay NONE", 4, "NONE"),
    ("pay NUMBER --amount 0", 2, "no amount"),
    ("pay NUMBER --amount=-5", 2, "no amount"),
    ("pay NUMBER --amount 1.2345", 2, "1.2345"),
    ("pay NUMBER --date 2026-02-30", 2, "no date"),
    ("pay NUMBER --date 2999-01-01", 2, "year"),
    ("pay NUMBER --date 1900-01-01", 2, "year"),
    ("pay NUMBER --by odd", 2, "odd"),
    ("pay NUMBER --note a\x1bb", 2, "cannot be printed"),
    ("pay NUMBER --reference a\x1bb", 2, "cannot be printed"),
    ("pay NUMBER --by refund --amount=-5", 2, "no amount"),
    ("pay NUMBER --by write-off --amount 999999999", 4, "more would be written off"),
    ("pay NUMBER --by credit", 4, "no credit"),
    ("credit NONE", 4, "NONE"),
    ("credit NUMBER --line 9=1", 2, "no line 9"),
    ("credit NUMBER --line 1=net:-5", 2, "more than nothing"),
    ("credit NUMBER --date 2999-01-01", 2, "year"),
    ("credit NUMBER --reason a\x1bb", 2, "cannot be printed"),
    ("void NONE", 4, "NONE"),
    ("void NUMBER --reason a\x1bb", 2, "cannot be printed"),
    ("recurring add R --client Nobody --next 2026-12-01 --line x=1x5", 4, "Nobody"),
    ("recurring add R --client Acme --next 2026-02-30 --line x=1x5", 2, "no date"),
    ("recurring add R --client Acme --next 2026-12-01 --line x=1x-5", 2, "negative"),
    ("recurring add R --client Acme --next 2026-12-01 --line a\x1bb=1x5", 2, "cannot be printed"),
    ("recurring add R --client Acme --next 2026-12-01 --every 0 --line x=1x5", 2, "120 months"),
    ("recurring add R --client Acme --next 2026-12-01 --until 2026-11-01 --line x=1x5", 2, "ends before it begins"),
    ("recurring add | --client Acme --next 2026-12-01 --line x=1x5", 2, "no name"),
    ("recurring add R --client Acme --next 2026-12-01 --line x=1x5 --note a\x1bb", 2, "cannot be printed"),
    ("recurring run --until 2999-01-01", 2, "future"),
    ("recurring pause Nobody", 4, "Nobody"),
    ("report time --from 2026-10-06 --until 2026-10-01", 2, "ends before it begins"),
];

#[test]
fn what_is_not_there_is_answered_with_where_to_look() {
    let home = home();
    for (line, list) in [
        ("draft make --client Acmee", "faktura client list"),
        ("client edit Acmee --vat 27", "faktura client list"),
        ("draft make --client Acme --project Sitee", "faktura project list"),
        ("time add 1h --project Sitee", "faktura project list"),
        ("project edit Sitee --state archived", "faktura project list"),
        ("time add 1h --person Annaa", "faktura person list"),
        ("issue INV-2026-00001", "faktura draft list --all"),
        ("void INV-2026-00001", "faktura invoices"),
    ] {
        let args: Vec<&str> = line.split(' ').collect();
        let ran = home.expect(4, &args);
        assert!(ran.err.lines().any(|said| said.starts_with("hint: ") && said.contains(list)), "{line}: {}", ran.err);
    }
}

/// All that commands can store.
fn stored(home: &Home) -> Vec<Value> {
    let all: [&[&str]; 6] = [
        &["books", "show", "--json"],
        &["time", "list", "--format", "json"],
        &["draft", "list", "--all", "--json"],
        &["invoices", "--format", "json"],
        &["payments", "--format", "json"],
        &["recurring", "list", "--json"],
    ];
    all.iter().map(|args| home.json(0, args)).collect()
}

/// What is wrong with the answer of a command.
fn wrong(home: &Home, (line, code, says): Case, names: &[(&str, &str)]) -> Option<String> {
    let word = |word: &str| {
        let word = if word == "|" { String::new() } else { word.replace('@', " ") };
        // What stands for something is a whole word.
        names.iter().find(|(name, _)| *name == word).map_or(word, |(_, value)| (*value).to_owned())
    };
    let words: Vec<String> = line.split(' ').map(word).collect();
    let args: Vec<&str> = words.iter().map(String::as_str).collect();
    let ran = home.run(&args);
    let mut lines = ran.err.lines();
    let first = lines.next().unwrap_or_default();
    let is_sentence = first.starts_with("error: ") && lines.all(|line| line.starts_with("hint: "));
    let is_plain = !ran.err.chars().any(|sign| sign.is_control() && sign != '\n');
    let fits = ran.code == Some(code) && is_sentence && is_plain && first.contains(says) && ran.out.is_empty();
    (!fits).then(|| format!("{line:?}: wanted {code} and {says:?}, got {:?}\n{}{}", ran.code, ran.out, ran.err))
}

#[test]
fn what_cannot_be_is_said_in_one_sentence_and_stores_nothing() {
    let home = home();
    work(&home, "9-11", "2026-10-05");
    let done = lines(&home, &["--line", "Care=1x10000"]);
    let number = text(&issue(&home, &done)["invoice_number"]);
    let draft = text(&lines(&home, &["--line", "Book=2x500"])["draft"]);
    let listed = home.json(0, &["time", "list", "--format", "json"]);
    let billed = text(&listed["entries"][0]["id"]);
    let add = |time: &str| {
        let add = ["time", "add", time, "--project", "Site", "--date", "2026-10-06", "--json"];
        text(&home.json(0, &add)["entry"]["id"])
    };
    let (open, _) = (add("13-14"), add("13:30-15"));
    let done = text(&done["draft"]);
    let names = [("ENTRY", &*billed), ("OPEN", &*open), ("DRAFT", &*draft), ("DONE", &*done), ("NUMBER", &*number)];
    let before = stored(&home);
    let mut found = Vec::new();
    for (at, case) in TIME.iter().chain(BOOKS).chain(MONEY).enumerate() {
        found.extend(wrong(&home, *case, &names));
        if at % 10 == 9 {
            assert_eq!(stored(&home), before, "something was stored by {:?} or one of the nine before", case.0);
        }
    }
    assert!(found.is_empty(), "{} are not as promised:\n{}", found.len(), found.join("\n"));
    assert_eq!(stored(&home), before);
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
}
