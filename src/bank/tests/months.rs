//! Months of entries with known truth: what is settled alone is never wrong, and what is named is found.
//!
//! Texts have the shapes of banks: wrapped within a number, cut, with other numbers beside; numbers, amounts and names nearly collide.

use rust_decimal::Decimal;

use crate::bank::matching::{Claim, Matcher, Money, folded};
use crate::domain::bank::EntryDetail;
use crate::domain::{Currency, Direction, RemoteId};

struct Month {
    claims: Vec<Claim>,
    /// Details, charges, the documents that they pay, and whether the whole number is in the text.
    entries: Vec<(EntryDetail, Option<Decimal>, Vec<RemoteId>, bool)>,
}

const NAMES: [&str; 8] =
    ["Őrség Kft.", "Őrségi Kft.", "Orség Bt.", "Alfa Trade Kft.", "Alfa Trader Kft.", "Beta Zrt.", "Béta Zrt.", "Gamma GmbH"];

/// Breaks a text at a width, as banks do.
fn wrap(text: &str, width: usize) -> String {
    let signs: Vec<char> = text.chars().collect();
    signs.chunks(width).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

/// A number with blanks in place of its signs, and between letters and digits.
fn spaced(number: &str) -> String {
    number.replace(['-', '/'], " ").replacen("SZ", "SZ ", 1)
}

#[expect(clippy::too_many_lines, reason = "one month, entry by entry")]
fn month(random: &mut fastrand::Rng) -> Month {
    let style = random.usize(..5);
    let first = random.u32(1..90);
    let number = |n: u32| match style {
        0 => format!("INV-2026-{n}"),
        1 => format!("2026/{n:05}"),
        2 => format!("E-WIZ-2026-{n}"),
        3 => format!("SZ{n:06}"),
        _ => format!("{}{n:05}", 26),
    };
    let count = random.u32(20..60);
    let amounts: Vec<Decimal> = (0..6).map(|_| Decimal::from(random.u32(100..4000) * 10)).collect();
    let mut claims: Vec<Claim> = (0..count)
        .map(|n| {
            // Numbers that others are the beginning of.
            let n = if random.u8(..6) == 0 { (first + n) * 10 + random.u32(..10) + 1000 } else { first + n };
            let name = NAMES[random.usize(..NAMES.len())];
            let gross =
                if random.bool() { amounts[random.usize(..amounts.len())] } else { Decimal::from(random.u32(1000..900_000)) };
            let open = match random.u8(..8) {
                0 | 1 => Decimal::ZERO,
                // The other half was recorded by hand.
                2 => gross / Decimal::TWO,
                _ => gross,
            };
            Claim {
                document: RemoteId::new(""),
                number: number(n).into(),
                open,
                gross,
                elsewhere: if open.is_zero() { Decimal::ZERO } else { gross - open },
                currency: Currency::new("HUF"),
                direction: Direction::Issued,
                issued: Some(jiff::civil::date(2026, 1, 5)),
                due: Some(jiff::civil::date(2026, 1, 20)),
                name: name.into(),
                partner: folded(name).into(),
            }
        })
        .collect();
    claims.sort_by(|a, b| a.number.cmp(&b.number));
    claims.dedup_by(|a, b| a.number == b.number);
    for (at, claim) in claims.iter_mut().enumerate() {
        claim.document = RemoteId::new(at.to_string());
    }
    let mut entries = Vec::new();
    for at in 0..claims.len() {
        let claim = &claims[at];
        let mut pays = vec![claim.document.clone()];
        let mut amount = claim.open;
        let mut text = String::new();
        let mut whole = true;
        let mut payer = None;
        let filler = ["", "Számla: ", "szla. ", "KOZLEMENY ", "Rechnung Nr. ", "2026.01.15 ", "1 db ", "tel. 06 1 234 5678 "];
        text.push_str(filler[random.usize(..filler.len())]);
        match random.u8(..17) {
            // A document that is paid is paid again, or something else of the same amount.
            _ if claim.open.is_zero() => {
                if random.bool() {
                    text.push_str(&claim.number);
                }
                amount = amounts[random.usize(..amounts.len())];
                pays.clear();
                whole = false;
            }
            0 => {
                // Two together.
                if let Some(other) = claims.get(at + 1).filter(|other| !other.open.is_zero()) {
                    amount += other.open;
                    pays.push(other.document.clone());
                    text.push_str(&format!("{} és {}", claim.number, other.number));
                } else {
                    text.push_str(&claim.number);
                }
            }
            1 => {
                // Part of a number.
                let cut = claim.number.len() - random.usize(1..3);
                text.push_str(claim.number.get(..cut).expect("numbers are ASCII"));
                whole = false;
            }
            2 => {
                amount -= Decimal::from(random.u32(1..900));
                text.push_str(&claim.number);
                pays.clear();
                whole = false;
            }
            3 => {
                // Nothing but the amount.
                pays.clear();
                whole = false;
                text.push_str("köszönjük");
            }
            4 => text.push_str(&claim.number.to_lowercase().replace('-', "/")),
            5 => text.push_str(&format!("{}, ügyfélszám {}", claim.number, random.u32(10_000..99_999))),
            6 => {
                // Blanks in place of signs.
                text.push_str(&spaced(&claim.number));
                whole = false;
            }
            7 => {
                // The same with digits beside it, which may be more of the number, or after a part of it.
                let number = spaced(&claim.number);
                let cut = number.len() - random.usize(..3);
                text.push_str(number.get(..cut).expect("numbers are ASCII"));
                text.push_str(&format!(" {} db", random.u32(1..20)));
                whole = false;
            }
            8 => {
                // A wrong number: of another document of the same amount. The name is the payer's.
                let other = claims.iter().find(|other| other.open == claim.open && other.partner != claim.partner);
                text.push_str(&other.unwrap_or(claim).number);
                payer = other.map(|_| &*claim.name);
                whole = other.is_none();
            }
            9 => {
                // A part of it, or some of them together: the digits are those of another number.
                text.push_str(&format!("{}/{}", claim.number, random.u32(1..10)));
                pays.clear();
                whole = false;
            }
            10 => {
                // The number of an order, of a client, or a day.
                let other = &claims[random.usize(..claims.len())];
                let told = ["megrendelés ", "Szerz. sz.: ", "ügyfélszám: ", "Order No. "][random.usize(..4)];
                if other.number.contains(char::is_alphabetic) {
                    text.push_str(&format!("2026.{}.{}", random.u32(1..13), random.u32(1..29)));
                } else {
                    text.push_str(&format!("{told}{}", other.number));
                }
                amount = other.open;
                pays.clear();
                whole = false;
            }
            _ => text.push_str(&claim.number),
        }
        let of_entry: Vec<&Claim> = claims.iter().filter(|claim| pays.contains(&claim.document)).collect();
        if of_entry.iter().any(|claim| !claim.elsewhere.is_zero()) {
            // It may be the half that was recorded.
            whole = false;
            if random.bool() {
                pays.clear();
            }
        }
        if random.bool() {
            text.push_str(" kiegyenlítése");
        }
        let text = match random.u8(..4) {
            0 => wrap(&text, 27),
            1 => wrap(&text, 35),
            2 => wrap(&text, random.usize(9..40)),
            _ => text,
        };
        let charges = (random.u8(..10) == 0 && !pays.is_empty()).then(|| Decimal::from(random.u32(1..200)));
        amount -= charges.unwrap_or_default();
        if amount <= Decimal::ZERO {
            continue;
        }
        let of_another = random.u8(..8) == 0;
        let name = payer.unwrap_or(if of_another { NAMES[random.usize(..NAMES.len())] } else { &claim.name });
        let detail = EntryDetail { amount, name: name.into(), text: text.into(), ..EntryDetail::default() };
        entries.push((detail, charges, pays, whole));
    }
    random.shuffle(&mut entries);
    Month { claims, entries }
}

#[test]
fn what_is_certain_is_never_wrong_and_most_of_what_is_named_is_certain() {
    matched(300);
}

#[test]
#[ignore = "takes a minute: `BANK_MONTHS=10000 BANK_SEED=1 cargo test --lib ten_thousand_months -- --ignored --nocapture`"]
fn ten_thousand_months_are_matched_without_a_wrong_one() {
    matched(of_environment("BANK_MONTHS").unwrap_or(10_000));
}

fn of_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{name} is no number: {value}")))
}

fn matched(months: u64) {
    let seed = of_environment("BANK_SEED").unwrap_or(1);
    println!("seed {seed}, {months} months");
    let (mut named, mut found, mut alone, mut wrong) = (0u64, 0u64, 0u64, Vec::new());
    for number in 0..months {
        let mut random = fastrand::Rng::with_seed(seed.wrapping_mul(1_000_003).wrapping_add(number));
        let Month { claims, entries } = month(&mut random);
        let mut matcher = Matcher::new(claims, []);
        for (detail, charges, pays, whole) in &entries {
            let currency = Currency::new("HUF");
            let day = Some(jiff::civil::date(2026, 1, 18));
            let money = Money { detail, charges: *charges, day, currency: &currency, reversal: false };
            named += u64::from(*whole);
            let Some(proposal) = matcher.certain(&money) else { continue };
            alone += 1;
            let mut settled: Vec<RemoteId> = proposal.parts.iter().filter_map(|part| part.document.clone()).collect();
            settled.sort();
            settled.dedup();
            let mut truth = pays.clone();
            truth.sort();
            if settled == truth {
                found += u64::from(*whole);
                matcher.take(&proposal);
            } else {
                wrong.push(format!("month {number}: {:?} pays {truth:?}, settled {settled:?}", detail.text));
            }
        }
    }
    let first: Vec<&String> = wrong.iter().take(10).collect();
    assert!(wrong.is_empty(), "seed {seed}: {} wrong, such as {first:#?}", wrong.len());
    let recall = found * 1000 / named.max(1);
    println!("{alone} settled alone, none wrong; {found} of {named} named: recall {recall}/1000");
    assert!(recall >= 850, "seed {seed}: recall {recall}/1000");
}

fn of(number: &str, gross: u32, name: &str) -> Claim {
    Claim {
        document: RemoteId::new(number),
        number: number.into(),
        open: gross.into(),
        gross: gross.into(),
        elsewhere: Decimal::ZERO,
        currency: Currency::new("HUF"),
        direction: Direction::Issued,
        issued: None,
        due: None,
        name: name.into(),
        partner: folded(name).into(),
    }
}

/// The numbers of what is settled alone.
fn alone(matcher: &Matcher, name: &str, amount: u32, charges: Option<u32>, text: &str) -> Vec<String> {
    let detail = EntryDetail { amount: amount.into(), name: name.into(), text: text.into(), ..EntryDetail::default() };
    let (currency, charges) = (Currency::new("HUF"), charges.map(Decimal::from));
    let money = Money { detail: &detail, charges, day: None, currency: &currency, reversal: false };
    let parts = matcher.certain(&money).map(|proposal| proposal.parts).unwrap_or_default();
    parts.iter().filter(|part| part.document.is_some()).map(|part| part.number.to_string()).collect()
}

#[test]
fn a_payer_with_a_document_of_the_amount_may_have_named_a_wrong_number() {
    let claims =
        vec![of("INV-2026-12", 600, "Beta Zrt."), of("INV-2026-21", 600, "Alfa Kft."), of("INV-2026-22", 700, "Gamma Bt.")];
    let matcher = Matcher::new(claims, []);
    let none: [&str; 0] = [];
    assert_eq!(alone(&matcher, "ALFA KFT", 600, None, "INV-2026-12"), none);
    assert_eq!(alone(&matcher, "Alfa", 565, Some(35), "INV-2026-12"), none);
    // Its own number, a payer that owes another amount, and one that is not known at all.
    assert_eq!(alone(&matcher, "Alfa Kft.", 600, None, "INV-2026-21"), ["INV-2026-21"]);
    for name in ["Beta", "Gamma Bt.", "Gipsz Jakab", ""] {
        assert_eq!(alone(&matcher, name, 600, None, "INV-2026-12"), ["INV-2026-12"], "{name}");
    }
}

#[test]
fn money_that_was_perhaps_recorded_already_is_left_to_a_person() {
    let recorded = |open: u32, elsewhere: u32| {
        let claim = Claim { open: open.into(), elsewhere: elsewhere.into(), ..of("INV-2026-12", 600, "Beta Zrt.") };
        alone(&Matcher::new(vec![claim], []), "Beta Zrt.", open, None, "INV-2026-12").len()
    };
    assert_eq!((recorded(300, 300), recorded(200, 400)), (0, 0));
    // More than what was recorded is other money.
    assert_eq!((recorded(400, 200), recorded(600, 0)), (1, 1));
}

#[test]
fn a_number_of_what_is_no_claim_or_of_the_amount_is_left_to_a_person() {
    let claims = || vec![of("2026/00012", 600, "Beta Zrt."), of("1270000", 1_270_000, "Beta Zrt.")];
    let (plain, with) = (Matcher::new(claims(), []), Matcher::new(claims(), []).with_others(["2026-00012".into()]));
    assert_eq!((alone(&plain, "", 600, None, "2026/00012").len(), alone(&with, "", 600, None, "2026/00012").len()), (1, 0));
    assert_eq!(alone(&plain, "", 1_270_000, None, "utalás 1.270.000 Ft").len(), 0);
}

/// Whether an entry of 600 that names the first document is certain.
fn settles_one(claims: Vec<Claim>, charges: Option<u32>) -> bool {
    let matcher = Matcher::new(claims, []);
    let detail = EntryDetail { amount: 600.into(), text: "INV-2026-1".into(), ..EntryDetail::default() };
    let (currency, charges) = (Currency::new("HUF"), charges.map(Decimal::from));
    matcher.certain(&Money { detail: &detail, charges, day: None, currency: &currency, reversal: false }).is_some()
}

#[test]
fn a_number_that_may_be_cut_is_left_to_a_person_if_the_longer_one_fits_too() {
    let claim = |number: &str, gross: u32, paid: bool| Claim {
        document: RemoteId::new(number),
        number: number.into(),
        open: if paid { Decimal::ZERO } else { gross.into() },
        gross: gross.into(),
        elsewhere: Decimal::ZERO,
        currency: Currency::new("HUF"),
        direction: Direction::Issued,
        issued: None,
        due: None,
        name: "Beta Zrt.".into(),
        partner: folded("Beta Zrt.").into(),
    };
    let settles = |longer: u32, charges: Option<u32>| {
        let of = |paid: bool| {
            let longer = claim("INV-2026-12", longer, paid);
            vec![claim("INV-2026-1", 600, false), claim("INV-2026-2", 600, false), longer, claim("INV-2026-3", 600, true)]
        };
        let certain = settles_one(of(false), charges);
        // A longer one that was paid may have been paid twice: that it is closed proves nothing.
        assert_eq!(certain, settles_one(of(true), charges), "{longer} {charges:?}");
        certain
    };
    let settles_late = |longer: &str| {
        let mut matcher = Matcher::new(vec![claim("INV-2026-1", 600, false), claim(longer, 600, false)], []);
        let currency = Currency::new("HUF");
        let mut certain = |text: &str| {
            let detail = EntryDetail { amount: 600.into(), text: text.into(), ..EntryDetail::default() };
            let found =
                matcher.certain(&Money { detail: &detail, charges: None, day: None, currency: &currency, reversal: false });
            found.is_some_and(|found| {
                matcher.take(&found);
                true
            })
        };
        assert!(certain(longer));
        certain("INV-2026-1")
    };
    assert!(!settles_late("INV-2026-12"), "the longer one was closed by the entry before");
    assert!(!settles_late("INV/2026/12"), "signs within a number are no difference");
    assert!(settles_late("INV-2026-21"));
    assert!(settles(700, None) && settles(700, Some(35)), "the longer one is another amount");
    assert!(!settles(600, None), "both are that amount");
    assert!(!settles(635, Some(35)), "the longer one is that amount with the charges");
}
