//! Random months of an account, told in random files of random forms: no money counts twice, and none is lost.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use crate::bank::write;
use crate::support::Home;

const ACCOUNT: &str = "HU42117730161111101800000000";
/// Days of a month.
const DAYS: usize = 3;
/// A mapping of a bank's table.
const TABLE: &str =
    "name = \"own\"\nday = \"ymd\"\ndecimal = \".\"\n[columns]\nbooked = \"Date\"\namount = \"Amount\"\ntext = \"Text\"\n";

/// Random numbers of a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("a number") % most
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.roll(many) == 0
    }
}

/// What was booked.
struct Entry {
    day: usize,
    amount: i64,
    /// Whether it came with the first statement of its day.
    early: bool,
}

/// References that forms tell.
#[derive(Clone, Copy, PartialEq, Debug)]
enum References {
    None,
    Same,
    Own,
}

/// A month, and how the bank tells it.
struct Month {
    entries: Vec<Entry>,
    references: References,
    /// Whether texts are different from entry to entry.
    plain: bool,
    /// Whether days of value are other ones.
    later: bool,
    /// Whether each day has two statements in MT940.
    halves: bool,
}

impl Month {
    fn new(dice: &mut Dice) -> Self {
        let mut entries = Vec::new();
        for day in 0..DAYS {
            for _ in 0..=dice.roll(4) {
                let amount = [250, 500, -250][dice.roll(3)];
                entries.push(Entry { day, amount, early: dice.one_in(2) });
            }
        }
        let references = [References::None, References::None, References::Same, References::Own][dice.roll(4)];
        Self { entries, references, plain: dice.one_in(2), later: dice.one_in(4), halves: dice.one_in(3) }
    }

    fn reference(&self, form: &str, entry: usize) -> String {
        match self.references {
            References::None => String::new(),
            References::Same => format!("R{entry}"),
            References::Own => format!("{form}{entry}"),
        }
    }

    /// Each form has words of its own.
    fn text(&self, form: &str, entry: usize) -> String {
        if self.plain { format!("{form}word") } else { format!("{form}word k{entry}") }
    }

    fn balance(&self, before: impl Fn(&Entry) -> bool) -> i64 {
        10_000 + self.entries.iter().filter(|entry| before(entry)).map(|entry| entry.amount).sum::<i64>()
    }

    fn camt(&self, kind: &str, told: &[usize], (from, until): (usize, usize)) -> String {
        let (root, tag) = if kind == "053" { ("BkToCstmrStmt", "Stmt") } else { ("BkToCstmrDbtCdtNtfctn", "Ntfctn") };
        let side = |amount: i64| if amount < 0 { "DBIT" } else { "CRDT" };
        let mut text = format!(
            "<?xml version='1.0'?><Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.08'><{root}><GrpHdr><MsgId>1</MsgId></GrpHdr><{tag}><Id>{from}{until}</Id><Acct><Id><IBAN>{ACCOUNT}</IBAN></Id><Ccy>HUF</Ccy></Acct>"
        );
        if kind == "053" {
            let ends =
                [("OPBD", self.balance(|one| one.day < from), from), ("CLBD", self.balance(|one| one.day <= until), until)];
            for (code, amount, day) in ends {
                let _ = write!(
                    text,
                    "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='HUF'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-02-{:02}</Dt></Dt></Bal>",
                    day + 2
                );
            }
        }
        for at in told {
            let (one, reference) = (&self.entries[*at], self.reference("A", *at));
            let reference = if reference.is_empty() { reference } else { format!("<AcctSvcrRef>{reference}</AcctSvcrRef>") };
            let _ = write!(
                text,
                "<Ntry><Amt Ccy='HUF'>{}</Amt><CdtDbtInd>{}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-02-{:02}</Dt></BookgDt><ValDt><Dt>2026-02-{:02}</Dt></ValDt>{reference}<NtryDtls><TxDtls><RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
                one.amount.abs(),
                side(one.amount),
                one.day + 2,
                one.day + 2 + usize::from(self.later),
                self.text(if kind == "053" { "stmt" } else { "ntfn" }, *at)
            );
        }
        let _ = write!(text, "</{tag}></{root}></Document>");
        text
    }

    fn mt940(&self, number: usize, told: &[usize], opening: i64, day: usize) -> String {
        let mut text = format!(":20:S\n:25:{ACCOUNT}\n:28C:{number}\n:60F:C2602{:02}HUF{opening},00\n", day + 2);
        for at in told {
            let one = &self.entries[*at];
            let side = if one.amount < 0 { "D" } else { "C" };
            let (day, valued) = (one.day + 2, one.day + 2 + usize::from(self.later));
            let reference = self.reference("M", *at);
            let reference = if reference.is_empty() { "NONREF".to_owned() } else { format!("NONREF//{reference}") };
            let _ = write!(
                text,
                ":61:2602{valued:02}02{day:02}{side}{},00NTRF{reference}\n:86:{}\n",
                one.amount.abs(),
                self.text("mtnine", *at)
            );
        }
        let closing = opening + told.iter().map(|at| self.entries[*at].amount).sum::<i64>();
        let last = told.iter().map(|at| self.entries[*at].day).max().unwrap_or(day);
        let _ = writeln!(text, ":62F:C2602{:02}HUF{closing},00\n-", last + 2);
        text
    }

    fn ofx(&self, told: &[usize]) -> String {
        let mut text = format!(
            "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>HUF<BANKACCTFROM><BANKID>1<ACCTID>{ACCOUNT}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>"
        );
        for at in told {
            let one = &self.entries[*at];
            let _ = write!(
                text,
                "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>202602{:02}<TRNAMT>{}.00<FITID>F{at}<MEMO>{}</STMTTRN>",
                one.day + 2,
                one.amount,
                self.text("ofx", *at)
            );
        }
        text + "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    }

    fn table(&self, told: &[usize]) -> String {
        let mut text = "Date;Amount;Text\n".to_owned();
        for at in told {
            let one = &self.entries[*at];
            let _ = writeln!(text, "2026-02-{:02};{};{}", one.day + 2, one.amount, self.text("table", *at));
        }
        text
    }

    /// Entries of days.
    fn days(&self, from: usize, until: usize) -> Vec<usize> {
        (0..self.entries.len()).filter(|at| (from..=until).contains(&self.entries[*at].day)).collect()
    }

    /// A file of a random form and what it tells; several where statements of a day go together.
    fn files(&self, dice: &mut Dice) -> Vec<(&'static str, String, Vec<usize>)> {
        let from = dice.roll(DAYS);
        let until = from + dice.roll(DAYS - from);
        let told = self.days(from, until);
        match dice.roll(5) {
            0 => vec![("053.xml", self.camt("053", &told, (from, until)), told)],
            1 => {
                let some: Vec<usize> = told.into_iter().filter(|_| !dice.one_in(3)).collect();
                vec![("054.xml", self.camt("054", &some, (from, until)), some)]
            }
            2 if self.halves => {
                let of = |early: bool| self.days(from, from).into_iter().filter(|at| self.entries[*at].early == early).collect();
                let halves: [Vec<usize>; 2] = [of(true), of(false)];
                let opening = self.balance(|one| one.day < from);
                let middle = opening + halves[0].iter().map(|at| self.entries[*at].amount).sum::<i64>();
                let [first, second] = halves;
                let first = ("1.sta", self.mt940(from * 2 + 1, &first, opening, from), first);
                let second = ("2.sta", self.mt940(from * 2 + 2, &second, middle, from), second);
                if dice.one_in(2) { vec![first, second] } else { vec![second, first] }
            }
            2 => {
                let days = (from..=until).map(|day| {
                    let told = self.days(day, day);
                    ("940.sta", self.mt940(day * 2 + 1, &told, self.balance(|one| one.day < day), day), told)
                });
                days.collect()
            }
            3 => vec![("o.ofx", self.ofx(&told), told)],
            _ => vec![("t.csv", self.table(&told), told)],
        }
    }
}

/// Entries by day and amount.
type Sums = BTreeMap<(String, String), usize>;

fn listed(home: &Home, state: &str) -> Vec<Value> {
    let list = home.json(0, &["bank", "list", "--limit", "1000", "--json"]);
    list["entries"].as_array().expect("entries").iter().filter(|one| one["state"] == state).cloned().collect()
}

fn sums(entries: &[Value]) -> Sums {
    let mut sums = Sums::new();
    for one in entries {
        let text = |field: &str| one[field].as_str().expect("text").to_owned();
        let amount = text("amount").trim_end_matches(".00").trim_end_matches(".0").to_owned();
        *sums.entry((text("booked"), amount)).or_default() += 1;
    }
    sums
}

/// Answers what is asked as a person does that sees the bank's own list: more is other money as long as the list has more.
fn answer(home: &Home, truth: &Sums) {
    for one in listed(home, "doubtful") {
        let key = sums(std::slice::from_ref(&one)).into_keys().next().expect("one");
        let counted = sums(&listed(home, "booked")).get(&key).copied().unwrap_or_default();
        let verdict = if counted < truth.get(&key).copied().unwrap_or_default() { "another" } else { "same" };
        home.expect(0, &["bank", verdict, one["entry"].as_str().expect("text")]);
    }
}

/// Tells a month in random files; returns how many questions there were.
fn tell(seed: u64) -> usize {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    dice.roll(2);
    let month = Month::new(&mut dice);
    let home = Home::new();
    home.expect(0, &["books", "add", "A", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43"]);
    let mapping = write(&home, "own.toml", TABLE);
    let (mut told, mut asked, mut story) = (BTreeSet::new(), 0, String::new());
    let truth = |told: &BTreeSet<usize>| {
        let mut sums = Sums::new();
        for at in told {
            let one: &Entry = &month.entries[*at];
            *sums.entry((format!("2026-02-{:02}", one.day + 2), one.amount.to_string())).or_default() += 1;
        }
        sums
    };
    for step in 0..3 + dice.roll(4) {
        for (name, text, entries) in month.files(&mut dice) {
            if entries.is_empty() {
                continue;
            }
            let path = write(&home, &format!("{step}-{name}"), &text);
            let mut args = vec!["bank", "import", &path, "--company", "A", "--json"];
            if name == "t.csv" {
                args.extend(["--mapping", &mapping, "--account", ACCOUNT, "--currency", "HUF"]);
            }
            let done = home.run(&args);
            let found: Value = serde_json::from_str(&done.out).unwrap_or_else(|_| panic!("seed {seed}: {}", done.err));
            let doubtful = found["doubtful"].as_u64().expect("a number");
            let _ = writeln!(story, "{step}-{name} {entries:?}: {} new, {doubtful} doubtful", found["imported"]);
            assert_eq!(done.code, Some(if doubtful > 0 { 3 } else { 0 }), "seed {seed}: {}", done.err);
            asked += usize::try_from(doubtful).expect("a number");
            told.extend(entries);
            // The same content in another file is no money.
            if dice.one_in(6) {
                let again = write(&home, &format!("{step}-again-{name}"), &(text + "\n"));
                args[2] = &again;
                let done = home.json(0, &args);
                assert_eq!((&done["imported"], &done["doubtful"]), (&0.into(), &0.into()), "seed {seed}\n{story}");
            }
        }
        if dice.one_in(2) {
            answer(&home, &truth(&told));
            let _ = writeln!(story, "answered");
        }
    }
    let (truth, context) = (truth(&told), format!("seed {seed}, {:?}\n{story}", month.references));
    let (counted, doubtful) = (sums(&listed(&home, "booked")), sums(&listed(&home, "doubtful")));
    for (key, count) in &counted {
        assert!(count <= truth.get(key).unwrap_or(&0), "{key:?} counts {count} times\n{truth:?}\n{context}");
    }
    for (key, count) in &truth {
        let of = |sums: &Sums| sums.get(key).copied().unwrap_or_default();
        assert!(of(&counted) + of(&doubtful) >= *count, "{key:?} is lost: {counted:?} {doubtful:?}\n{truth:?}\n{context}");
    }
    answer(&home, &truth);
    assert_eq!(sums(&listed(&home, "booked")), truth, "{context}");
    home.expect(0, &["check"]);
    asked
}

#[test]
fn an_account_that_is_told_in_any_files_counts_its_money_once_or_asks() {
    let seeds: u64 = std::env::var("FAKTURA_MODEL").ok().and_then(|count| count.parse().ok()).unwrap_or(12);
    let first: u64 = std::env::var("FAKTURA_MODEL_FIRST").ok().and_then(|first| first.parse().ok()).unwrap_or(1);
    let asked: usize = (first..first + seeds).map(tell).sum();
    assert!(asked > 0 || seeds < 5, "nothing was doubtful in {seeds} months");
}
