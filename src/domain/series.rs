//! Gaps in the numbers of documents: numbers between two others of a series that no document has.
//!
//! A series is what stands before and behind the counter, with the width of a counter that is padded with zeros; one that begins anew
//! each year is a series a year. Only a series that is certainly one is told about: at least three documents, and no more numbers
//! missing than there are. Numbers made of dates, random ones and large jumps are no gaps. What comes before the first number that is
//! known or after the last one is not known to be missing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A jump over more numbers than this begins another series.
const LARGEST: u64 = 1_000;
/// Fewer documents are no series.
const LEAST: usize = 3;
/// Most documents at the start of a year that may continue the counter of the old year.
const LATE: u64 = 5;
/// Digits of the longest counter.
const DIGITS: usize = 15;
/// Documents that are looked at to see how a series writes its numbers.
const SAMPLE: usize = 100;

/// A document's number and what tells to which series it belongs.
#[derive(Debug, Clone, Copy)]
pub struct Numbered<'n> {
    /// The number as it is written.
    pub number: &'n str,
    /// When it was issued.
    pub issued: Option<Date>,
    /// Whether its series may have no gaps. What is no claim fills a gap and has none.
    pub claim: bool,
}

/// Numbers that no document has, one behind the other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    /// Common part of the series' numbers before the counter.
    pub series: String,
    /// The first one that is missing.
    pub first: String,
    /// The last one that is missing.
    pub last: String,
    /// Number of missing documents.
    pub count: u64,
    /// The number before them.
    pub previous: String,
    /// The number after them.
    pub next: String,
}

/// A number taken apart.
#[derive(Debug, Clone, Copy)]
struct Part<'n> {
    /// From its first character.
    number: &'n str,
    before: &'n str,
    digits: &'n str,
    issued: Option<Date>,
    claim: bool,
}

type Groups<'n> = HashMap<(&'n str, &'n str), Vec<Part<'n>>>;

/// The common parts around the counters of a series.
struct Frame<'n> {
    before: String,
    behind: &'n str,
    /// Width of a padded counter; else 0.
    width: usize,
}

/// A counter of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Counter {
    year: i16,
    value: u64,
    claim: bool,
}

/// The gaps in the series of one company.
#[must_use]
pub fn gaps<'n>(documents: impl IntoIterator<Item = Numbered<'n>>) -> Vec<Gap> {
    let groups = grouped(documents);
    // `12/1` also uses the number 12.
    let mut befores: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for ((_, behind), parts) in &groups {
        for (frame, counters) in framed(behind, parts) {
            for run in runs(&frame, counters) {
                missing(&frame, &run, &mut found);
            }
        }
    }
    if !found.is_empty() {
        befores.extend(groups.keys().map(|(before, _)| *before));
        found.retain(|gap| !is_divided(&befores, &gap.first) && !is_divided(&befores, &gap.last));
    }
    found.sort_unstable();
    found
}

/// Whether there are documents that divide this number.
fn is_divided(befores: &BTreeSet<&str>, number: &str) -> bool {
    let divides = |before: &&str| before.strip_prefix(number).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    befores.range(number..).take_while(|before| before.starts_with(number)).take(DIGITS).any(divides)
}

/// The documents by what stands before and behind their counters.
fn grouped<'n>(documents: impl IntoIterator<Item = Numbered<'n>>) -> Groups<'n> {
    let mut groups = Groups::new();
    for document in documents {
        let number = document.number.trim();
        let Some((before, digits, behind)) = split(number) else { continue };
        let part = Part { number, before, digits, issued: document.issued, claim: document.claim };
        groups.entry((before, behind)).or_default().push(part);
    }
    // `12-S` is a document of the series of `12`.
    let is_suffixed = |(before, behind): &&(&str, &str)| !behind.is_empty() && groups.contains_key(&(*before, ""));
    let suffixed: Vec<_> = groups.keys().filter(is_suffixed).copied().collect();
    for key in suffixed {
        let parts = groups.remove(&key).unwrap_or_default();
        groups.entry((key.0, "")).or_default().extend(parts);
    }
    // In `12/2026` the counter comes before the year.
    let yearly: Vec<_> = groups.iter().filter(|(_, parts)| parts.iter().all(is_year)).map(|(key, _)| *key).collect();
    for key in yearly {
        let Some((before, digits, _)) = split(key.0) else { continue };
        for part in groups.remove(&key).unwrap_or_default() {
            let end = part.before.len() + part.digits.len();
            let behind = part.number.get(before.len() + digits.len()..end).unwrap_or_default();
            let part = Part { before, digits, ..part };
            groups.entry((before, behind)).or_default().push(part);
        }
    }
    groups
}

/// A number around its last digits.
fn split(number: &str) -> Option<(&str, &str, &str)> {
    let end = number.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (head, behind) = number.split_at_checked(end)?;
    let before = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = head.get(before.len()..)?;
    (digits.len() <= DIGITS).then_some((before, digits, behind))
}

/// Whether what looks like the counter is the year of issue, or the one before or after it.
fn is_year(part: &Part<'_>) -> bool {
    let (Some(issued), Ok(value)) = (part.issued, part.digits.parse::<i16>()) else { return false };
    let year = match part.digits.len() {
        2 => issued.year() % 100,
        4 => issued.year(),
        _ => return false,
    };
    part.before.contains(|c: char| c.is_ascii_digit()) && (year - value).abs() <= 1
}

/// The series that documents with the same text around their counters make.
fn framed<'n>(behind: &'n str, parts: &[Part<'n>]) -> Vec<(Frame<'n>, Vec<Counter>)> {
    if parts.len() < LEAST {
        return Vec::new();
    }
    // Digits that are a date are no counter.
    let written = |format: &&str| {
        let is = |part: &&Part<'_>| part.issued.is_some_and(|date| date.strftime(format).to_string() == part.digits);
        sample(parts).filter(is).count() * 2 >= sample(parts).count()
    };
    if ["%Y%m%d", "%d%m%Y", "%y%m%d", "%d%m%y", "%m%d"].iter().any(written) {
        return Vec::new();
    }
    let lead = lead(parts);
    let mut leads: BTreeMap<(&str, &str), Vec<(&str, Part<'n>)>> = BTreeMap::new();
    for part in parts {
        let (year, digits) =
            part.digits.split_at_checked(lead).filter(|(_, digits)| !digits.is_empty()).unwrap_or(("", part.digits));
        leads.entry((part.before, year)).or_default().push((digits, *part));
    }
    let mut all = Vec::new();
    for ((before, year), parts) in leads {
        let padded: BTreeSet<usize> = parts
            .iter()
            .map(|(digits, _)| digits)
            .filter(|digits| digits.len() > 1 && digits.starts_with('0'))
            .map(|d| d.len())
            .collect();
        let mut widths: BTreeMap<usize, Vec<Counter>> = BTreeMap::new();
        for (digits, part) in parts {
            let Ok(value) = digits.parse() else { continue };
            // A padded counter that is full goes on with one digit more.
            let width = padded.range(..=digits.len()).next_back().copied().unwrap_or(0);
            let year = part.issued.map_or(0, Date::year);
            widths.entry(width).or_default().push(Counter { year, value, claim: part.claim });
        }
        let frame = |width| Frame { before: format!("{before}{year}"), behind, width };
        all.extend(widths.into_iter().map(|(width, counters)| (frame(width), counters)));
    }
    all
}

/// Some documents out of all parts of a series.
fn sample<'p, 'n>(parts: &'p [Part<'n>]) -> impl Iterator<Item = &'p Part<'n>> {
    parts.iter().step_by(parts.len().div_ceil(SAMPLE).max(1))
}

/// Number of leading digits that equal the period of issue of nearly all documents.
fn lead(parts: &[Part<'_>]) -> usize {
    let begins = |part: &Part<'_>, format: &str| {
        let begin = part.issued.map(|date| date.strftime(format).to_string());
        begin.is_some_and(|begin| part.digits.len() > begin.len() && part.digits.starts_with(&begin))
    };
    for (length, format) in [(8, "%Y%m%d"), (6, "%Y%m"), (4, "%Y"), (6, "%y%m%d"), (4, "%y%m"), (2, "%y")] {
        // A sample first: a format that few counters begin with is not tried on all.
        if sample(parts).filter(|part| begins(part, format)).count() * 2 >= sample(parts).count()
            && parts.iter().filter(|part| begins(part, format)).count() * 10 >= parts.len() * 9
        {
            return length;
        }
    }
    0
}

/// The counters of a series in order; several where it begins anew each year.
fn runs(frame: &Frame<'_>, mut counters: Vec<Counter>) -> Vec<Vec<Counter>> {
    let years: BTreeSet<i16> = counters.iter().map(|counter| counter.year).filter(|year| *year != 0).collect();
    let says = |text: &str| years.iter().any(|year| text.contains(&format!("{:02}", year % 100)));
    if years.len() < 2 || says(&frame.before) || says(frame.behind) {
        return vec![counters];
    }
    counters.sort_unstable();
    let mut all: Vec<Vec<Counter>> = Vec::new();
    let mut last: Option<Vec<u64>> = None;
    for year in counters.chunk_by(|a, b| a.year == b.year) {
        let mut values: Vec<u64> = year.iter().map(|counter| counter.value).collect();
        values.dedup();
        let anew = last.as_ref().is_some_and(|last| begins_anew(last, &values));
        match all.last_mut() {
            Some(run) if !anew => run.extend_from_slice(year),
            Some(run) => {
                let fresh = hand_over(run, year);
                all.push(fresh);
            }
            None => all.push(year.to_vec()),
        }
        if values.len() >= LEAST {
            last = Some(values);
        }
    }
    all
}

/// Whether the counters of a year begin anew, after those of the year before. Both are in order.
fn begins_anew(before: &[u64], year: &[u64]) -> bool {
    let least = before.len().min(year.len());
    let middle = |values: &[u64]| values.get(values.len() / 2).copied().unwrap_or(0);
    let common = year.iter().filter(|value| before.binary_search(value).is_ok()).count();
    least >= LEAST && (common * 2 >= least || middle(year) < middle(before))
}

/// Splits the counters of two years: a document issued in one year and numbered in the other moves to the other.
fn hand_over(before: &mut Vec<Counter>, year: &[Counter]) -> Vec<Counter> {
    let twice = |counters: &[Counter]| -> Vec<Counter> {
        let pairs = counters.iter().zip(counters.iter().skip(1));
        pairs.filter(|(one, other)| one.value == other.value).map(|(one, _)| *one).collect()
    };
    let mut year = year.to_vec();
    let (late, early) = (twice(&year), twice(before));
    let values: BTreeSet<u64> = year.iter().map(|counter| counter.value).collect();
    let mut highest = before.iter().map(|counter| counter.value).max().unwrap_or(0);
    // A few that go on where the old year ends, and not where the new one stands, belong to the old one.
    let end = (highest + 1..=highest + 1 + LATE).find(|value| !values.contains(value)).unwrap_or(highest + 1);
    if !values.contains(&highest) && (1..=LATE).contains(&(end - highest - 1)) {
        let is_late = |counter: &Counter| counter.value > highest && counter.value < end;
        before.extend(year.extract_if(.., |counter| is_late(counter)));
        highest = end - 1;
    }
    before.extend(late.into_iter().filter(|counter| counter.value <= highest));
    let newest = year.iter().map(|counter| counter.value).max().unwrap_or(0);
    year.extend(early.into_iter().filter(|counter| counter.value <= newest));
    year
}

/// Adds the gaps in a run of counters, where it is a series.
fn missing(frame: &Frame<'_>, counters: &[Counter], found: &mut Vec<Gap>) {
    let mut values: BTreeMap<u64, bool> = BTreeMap::new();
    for counter in counters {
        *values.entry(counter.value).or_default() |= counter.claim;
    }
    let values: Vec<(u64, bool)> = values.into_iter().collect();
    let many = u64::try_from(values.len()).unwrap_or(u64::MAX).min(LARGEST);
    for part in values.chunk_by(|(a, _), (b, _)| b - a - 1 <= many) {
        let claims = |(_, claim): &(u64, bool)| *claim;
        let (Some(from), Some(to)) = (part.iter().position(claims), part.iter().rposition(claims)) else { continue };
        let part = part.get(from..=to).unwrap_or_default();
        let (Some((first, _)), Some((last, _))) = (part.first(), part.last()) else { continue };
        let present = u64::try_from(part.len()).unwrap_or(u64::MAX);
        if part.iter().filter(|value| claims(value)).count() < LEAST || last - first + 1 - present > present {
            continue;
        }
        let text = |value: u64| format!("{}{value:0width$}{}", frame.before, frame.behind, width = frame.width);
        for ((previous, _), (next, _)) in part.iter().zip(part.iter().skip(1)).filter(|((a, _), (b, _))| b - a > 1) {
            found.push(Gap {
                series: frame.before.clone(),
                first: text(previous + 1),
                last: text(next - 1),
                count: next - previous - 1,
                previous: text(*previous),
                next: text(*next),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Documents of a day: numbers with spaces between them; `~` before one that is no claim.
    fn on(day: Date, numbers: &str) -> Vec<Numbered<'_>> {
        let document = |word| match str::strip_prefix(word, '~') {
            Some(number) => Numbered { number, issued: Some(day), claim: false },
            None => Numbered { number: word, issued: Some(day), claim: true },
        };
        numbers.split_whitespace().map(document).collect()
    }

    fn told(documents: impl IntoIterator<Item = Numbered<'static>>) -> Vec<String> {
        gaps(documents).into_iter().map(|gap| format!("{}..{} {}", gap.first, gap.last, gap.count)).collect()
    }

    #[test]
    fn a_series_tells_what_is_missing_in_it_and_nothing_else_does() {
        let cases: [(&str, &str, &[&str]); 25] = [
            ("one", "INV-2026-00011 INV-2026-00013 INV-2026-00014", &["INV-2026-00012..INV-2026-00012 1"]),
            ("two", "A-1 A-2 A-5 A-6", &["A-3..A-4 2"]),
            ("whole", "A-9 A-10 A-11", &[]),
            ("in any order", "A-3 A-1 A-4", &["A-2..A-2 1"]),
            ("too few", "A-1 A-3", &[]),
            ("sparse", "A-1 A-4 A-9 A-17 A-30", &[]),
            ("random", "83120 1277 99102 5512 40817 23199", &[]),
            ("a jump is another series", "A-1 A-2 A-3 A-100001 A-100002 A-100003", &[]),
            ("with a gap of its own", "A-1 A-2 A-3 A-100001 A-100002 A-100004", &["A-100003..A-100003 1"]),
            ("twice", "A-1 A-2 A-2 A-3", &[]),
            ("two series", "A-1 A-2 A-3 B-7 B-8 B-10", &["B-9..B-9 1"]),
            ("filled by a suffix", "A-1 A-2-S A-3 A-4", &[]),
            ("a suffix counts nothing", "A-1 A-2 A-3 A-4 A-5 A-1-S A-2-S A-4-S", &[]),
            ("all with a suffix", "1/A 2/A 4/A", &["3/A..3/A 1"]),
            ("divided", "A-1 A-2/1 A-2/2 A-3 A-4", &[]),
            ("a proforma fills", "A-1 ~A-2 A-3 A-4", &[]),
            ("proformas have no gaps", "~P-1 ~P-2 ~P-4 ~P-5", &[]),
            ("two widths", "A-001 A-002 A-003 A-00001 A-00002 A-00004", &["A-00003..A-00003 1"]),
            ("beyond its width", "A-097 A-098 A-099 A-100 A-102 A-1000", &["A-101..A-101 1"]),
            ("year behind", "7/2026 8/2026 10/2026", &["9/2026..9/2026 1"]),
            ("a counter like a year", "A-1-2023 A-1-2024 A-1-2025 A-1-2026 A-1-2028", &["A-1-2027..A-1-2027 1"]),
            ("year without a stop", "202600001 202600002 202600004", &["202600003..202600003 1"]),
            ("dates", "20261101 20261101 20261102 20261104", &[]),
            ("no numbers", "abc ~ - 1", &[]),
            ("huge", "A-99999999999999999999 A-99999999999999999997 A-99999999999999999996", &[]),
        ];
        for (what, numbers, expected) in cases {
            assert_eq!(told(on(date(2026, 11, 1), numbers)), expected, "{what}");
        }
    }

    #[test]
    fn a_series_that_begins_anew_each_year_is_one_a_year() {
        let years = |old: &'static str, new: &'static str| {
            let mut all = on(date(2025, 12, 31), old);
            all.extend(on(date(2026, 1, 1), new));
            told(all)
        };
        assert_eq!(years("1 2 3 4 5", "1 2 4"), ["3..3 1"]);
        assert_eq!(years("1 2 4 5", "1 2 3 4"), ["3..3 1"]);
        assert_eq!(years("1 2 3 4 5", "6 7 9"), ["8..8 1"], "it goes on");
        assert_eq!(years("101 102 103", "1 2 3"), [""; 0], "of the old year only the end is known");
        assert_eq!(years("1 2 3 4 5", "6 1 2 3"), [""; 0], "the last one was issued late");
        assert_eq!(years("1 2 3 4", "1 2 3 5 6 7 8 9 10 11 12"), ["4..4 1"], "these are of the new year");
        assert_eq!(years("1 2 3 3 4 5", "1 2 4 5"), [""; 0], "one was issued early");
        assert_eq!(years("24-1 24-2 24-3", "24-5 24-6 24-1"), ["24-4..24-4 1"]);
        assert_eq!(years("A-2025-1 A-2025-2", "A-2025-3 A-2026-1 A-2026-2"), [""; 0], "the year that the number says");
        assert_eq!(years("25001 25002 25003", "26001 26002 26004"), ["26003..26003 1"]);
    }

    #[test]
    fn a_gap_tells_its_neighbours() {
        let gap = gaps(on(date(2026, 11, 1), "INV-09 INV-12 INV-13")).pop().expect("there is one");
        let Gap { series, first, last, count, previous, next } = gap;
        assert_eq!((series.as_str(), first.as_str(), last.as_str(), count), ("INV-", "INV-10", "INV-11", 2));
        assert_eq!((previous.as_str(), next.as_str()), ("INV-09", "INV-12"));
    }
}
