//! Properties of the arithmetic, over random drafts.

use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::amount::divide;
use super::*;
use crate::domain::ledger::{
    DraftLine, Fx, Group, Increment, Level, LineSource, Per, Project, ProjectState, Rate, Retainer, RoundingLevel, Surcharge,
    Unit, Vat,
};
use crate::domain::time::{Span, TimeEntry};
use crate::domain::{Currency, RemoteId};

fn dec(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn zone() -> TimeZone {
    TimeZone::get("Europe/Budapest").expect("a zone")
}

fn project() -> Project {
    Project {
        id: RemoteId::new("site"),
        name: "Site".to_owned(),
        client: RemoteId::new("acme"),
        state: ProjectState::Active,
        budget: None,
        billable: true,
        increment: None,
        note: String::new(),
    }
}

fn rate(level: Level, amount: &str, from: (i16, i8, i8), until: Option<(i16, i8, i8)>) -> Rate {
    let day = |(year, month, day)| date(year, month, day);
    Rate {
        id: RemoteId::new(format!("{amount}@{from:?}")),
        level,
        amount: dec(amount),
        currency: Currency::new("EUR"),
        per: Per::Hour,
        from: day(from),
        until: until.map(day),
        increment: None,
        surcharges: Vec::new(),
        cap: None,
    }
}

fn entry(id: &str, start: &str, seconds: i64) -> TimeEntry {
    let start: jiff::Timestamp = start.parse().expect("an instant");
    let end = start + jiff::SignedDuration::from_secs(seconds);
    TimeEntry {
        id: RemoteId::new(id),
        person: RemoteId::new("anna"),
        project: Some(RemoteId::new("site")),
        task: String::new(),
        note: id.to_owned(),
        tags: Vec::new(),
        span: Span::Clock { start, end, zone: "Europe/Budapest".to_owned() },
        billable: true,
        price: None,
        approval: None,
        claims: Vec::new(),
        source: None,
    }
}

fn lines(entries: &[TimeEntry], rates: &[Rate], group: Group, level: RoundingLevel) -> Result<Vec<DraftLine>, Refusal> {
    let (project, zone, currency, vat) = (project(), zone(), Currency::new("EUR"), Vat::parse("27").expect("a rate"));
    let work: Vec<Work<'_>> =
        entries.iter().map(|entry| Work { entry, part: (0, entry.seconds()), project: &project, person: "Anna" }).collect();
    let charged = Charged::new();
    compose(&work, &Compose { rates, zone: &zone, currency: &currency, group, level, vat: &vat, charged: &charged, due: &[] })
}

#[test]
fn a_thousand_entries_of_25_minutes_are_11_458_33() {
    let entries: Vec<TimeEntry> = (0..1000).map(|n| entry(&format!("e{n}"), "2026-10-05T08:00:00Z", 1500)).collect();
    let made = lines(&entries, &[rate(Level::Company, "27.50", (2026, 1, 1), None)], Group::Project, RoundingLevel::Line);
    let made = made.expect("priced");
    assert_eq!(made.len(), 1);
    assert_eq!((made[0].net, made[0].billed()), (dec("11458.33"), Some(1_500_000)));
}

#[test]
fn surcharges_follow_what_clocks_show_where_these_change() {
    let early = Surcharge { weekdays: 0b111_1111, from: 9000, until: 4 * 3600, percent: dec("50") };
    let rates = [Rate { surcharges: vec![early], ..rate(Level::Company, "20", (2026, 1, 1), None) }];
    let billed = |start: &str, seconds: i64| {
        let made = lines(&[entry("night", start, seconds)], &rates, Group::Project, RoundingLevel::Line).expect("priced");
        made.iter().map(|line| (line.unit_price, line.billed())).collect::<Vec<_>>()
    };
    // From 1:00 to 4:00 on the night with an hour twice: 2:30 comes, goes and comes again.
    assert_eq!(billed("2026-10-24T23:00:00Z", 4 * 3600), [(dec("20"), Some(7200)), (dec("30"), Some(7200))]);
    // From the second 2:10 on.
    assert_eq!(billed("2026-10-25T01:10:00Z", 3600), [(dec("20"), Some(1200)), (dec("30"), Some(2400))]);
    // On the night without 2:30 it begins at 3:00.
    assert_eq!(billed("2026-03-29T00:00:00Z", 7200), [(dec("20"), Some(3600)), (dec("30"), Some(3600))]);
}

#[test]
fn a_fixed_amount_is_charged_once_whatever_it_is_for() {
    let rates = [Rate { per: Per::Fixed, ..rate(Level::Client(RemoteId::new("acme")), "500", (2026, 1, 1), None) }];
    let (zone, currency, vat) = (zone(), Currency::new("EUR"), Vat::parse("27").expect("a rate"));
    let charged = Charged::new();
    let other = Project { id: RemoteId::new("shop"), name: "Shop".to_owned(), ..project() };
    let all = [project(), other];
    let entries = [entry("a", "2026-10-05T08:00:00Z", 3600), entry("b", "2026-10-06T08:00:00Z", 1800)];
    let work: Vec<Work<'_>> = all
        .iter()
        .zip(&entries)
        .map(|(project, entry)| Work { entry, part: (0, entry.seconds()), project, person: "Anna" })
        .collect();
    let how = Compose {
        rates: &rates,
        zone: &zone,
        currency: &currency,
        group: Group::Day,
        level: RoundingLevel::Line,
        vat: &vat,
        charged: &charged,
        due: &[],
    };
    let made = compose(&work, &how).expect("priced");
    let found: Vec<_> = made.iter().map(|line| (line.text.as_str(), line.net, line.billed())).collect();
    assert_eq!(found, [("Site, Shop", dec("500.00"), Some(5400))]);
}

#[test]
fn the_strongest_rate_in_force_prices_each_part() {
    let rates = [
        rate(Level::Company, "10", (2026, 1, 1), None),
        rate(Level::Client(RemoteId::new("acme")), "20", (2026, 1, 1), None),
        rate(Level::Project(RemoteId::new("site")), "30", (2026, 1, 1), Some((2026, 10, 6))),
        rate(Level::Project(RemoteId::new("site")), "36", (2026, 10, 6), None),
        rate(Level::PersonProject(RemoteId::new("bela"), RemoteId::new("site")), "99", (2026, 1, 1), None),
    ];
    // From 23:00 to 01:00 in Budapest: an hour on each day.
    let night = [entry("night", "2026-10-05T21:00:00Z", 7200)];
    let made = lines(&night, &rates, Group::Project, RoundingLevel::Line).expect("priced");
    let found: Vec<_> = made.iter().map(|line| (line.unit_price, line.net, line.billed())).collect();
    assert_eq!(found, [(dec("30"), dec("30.00"), Some(3600)), (dec("36"), dec("36.00"), Some(3600))]);
    let none = lines(&night, &rates[4..], Group::Project, RoundingLevel::Line).expect_err("no rate");
    assert_eq!(none.id, "billing-no-rate");
    let other = Rate { currency: Currency::new("USD"), ..rates[0].clone() };
    assert_eq!(lines(&night, &[other], Group::Project, RoundingLevel::Line).expect_err("dollars").id, "billing-rate-currency");
}

#[test]
fn surcharges_split_the_price_at_their_hours() {
    let night = Surcharge { weekdays: 0b111_1111, from: 22 * 3600, until: 86_400, percent: dec("50") };
    let rates = [Rate { surcharges: vec![night], ..rate(Level::Company, "20", (2026, 1, 1), None) }];
    let evening = [entry("evening", "2026-10-05T18:30:00Z", 3 * 3600)];
    let made = lines(&evening, &rates, Group::Project, RoundingLevel::Line).expect("priced");
    let found: Vec<_> = made.iter().map(|line| (line.unit_price, line.billed(), line.net)).collect();
    assert_eq!(found, [(dec("20"), Some(5400), dec("30.00")), (dec("30"), Some(5400), dec("45.00"))]);
}

#[test]
fn steps_are_applied_where_they_are_to_be() {
    let rates =
        [Rate { increment: Some(Increment { step: 900, up: true, least: 0 }), ..rate(Level::Company, "60", (2026, 1, 1), None) }];
    let calls: Vec<TimeEntry> = (0..10).map(|n| entry(&format!("c{n}"), &format!("2026-10-05T1{n}:00:00Z"), 60)).collect();
    let billed = |level| lines(&calls, &rates, Group::Project, level).expect("priced")[0].billed();
    assert_eq!(billed(RoundingLevel::Line), Some(900));
    assert_eq!(billed(RoundingLevel::Day), Some(900));
    assert_eq!(billed(RoundingLevel::Entry), Some(9000), "ten calls of a minute");
}

#[test]
fn an_entry_is_rounded_once_however_its_price_or_its_invoice_is_split() {
    let step = Some(Increment { step: 3600, up: true, least: 0 });
    let until = rate(Level::Company, "10", (2026, 1, 1), Some((2026, 10, 6)));
    let from = rate(Level::Company, "20", (2026, 10, 6), None);
    let rates = [Rate { increment: step, ..until }, Rate { increment: step, ..from }];
    // From 23:45 to 00:15 in Budapest: one hour is billed, half of it at each rate.
    let night = entry("night", "2026-10-05T21:45:00Z", 1800);
    let made = lines(std::slice::from_ref(&night), &rates, Group::Project, RoundingLevel::Entry).expect("priced");
    let found: Vec<_> = made.iter().map(|line| (line.billed(), line.net)).collect();
    assert_eq!(found, [(Some(1800), dec("5.00")), (Some(1800), dec("10.00"))]);
    // In three parts on as many invoices.
    let (project, zone, currency, vat) = (project(), zone(), Currency::new("EUR"), Vat::parse("27").expect("a rate"));
    let billed = |part| {
        let (work, charged) = ([Work { entry: &night, part, project: &project, person: "Anna" }], Charged::new());
        let level = RoundingLevel::Entry;
        let group = Group::Project;
        let how =
            Compose { rates: &rates, zone: &zone, currency: &currency, group, level, vat: &vat, charged: &charged, due: &[] };
        compose(&work, &how).expect("priced").iter().filter_map(DraftLine::billed).sum::<i64>()
    };
    assert_eq!([billed((0, 700)), billed((700, 1100)), billed((1100, 1800))], [1400, 800, 1400]);
}

#[test]
fn a_retainer_includes_time_and_prices_more() {
    let per = Per::Retainer(Retainer { included: 7200, overage: dec("50") });
    let rates = [Rate { per, ..rate(Level::Company, "100", (2026, 1, 1), None) }];
    let worked = [entry("a", "2026-10-05T08:00:00Z", 5400), entry("b", "2026-10-06T08:00:00Z", 5400)];
    let made = lines(&worked, &rates, Group::Project, RoundingLevel::Line).expect("priced");
    let found: Vec<_> = made.iter().map(|line| (line.unit, line.quantity, line.billed(), line.net)).collect();
    assert_eq!(found, [(Unit::Month, dec("1"), Some(7200), dec("100.00")), (Unit::Hour, dec("1"), Some(3600), dec("50.00"))]);
    let parts: i64 = made.iter().flat_map(DraftLine::parts).map(|part| part.until - part.from).sum();
    assert_eq!(parts, 10_800);
}

#[test]
fn a_month_is_charged_once_also_where_a_retainer_follows_another_one() {
    let per = |overage| Per::Retainer(Retainer { included: 7200, overage: dec(overage) });
    let before = Rate { per: per("50"), ..rate(Level::Company, "100", (2026, 8, 2), Some((2026, 9, 15))) };
    let after = Rate { per: per("80"), ..rate(Level::Company, "200", (2026, 9, 15), None) };
    let step = Some(Increment { step: 3600, up: true, least: 0 });
    let rates = [before, Rate { increment: step, ..after }];
    let worked = [entry("a", "2026-09-05T08:00:00Z", 9000), entry("b", "2026-09-20T08:00:00Z", 5400)];
    let found = |entries: &[TimeEntry]| {
        let made = lines(entries, &rates, Group::Project, RoundingLevel::Line).expect("priced");
        made.iter().map(|line| (line.unit, line.billed(), line.net)).collect::<Vec<_>>()
    };
    let fee = (Unit::Month, Some(7200), dec("100.00"));
    let early = (Unit::Hour, Some(1800), dec("25.00"));
    assert_eq!(found(&worked), [fee, early, (Unit::Hour, Some(7200), dec("160.00"))], "one fee, and one time that is included");
    // Steps of more time are told with it.
    let made = lines(&worked, &rates, Group::Project, RoundingLevel::Line).expect("priced");
    let LineSource::Time { raw, rounded, .. } = &made[2].source else { panic!("no time: {made:?}") };
    assert_eq!((*raw, rounded.map(|rounded| rounded.step)), (5400, Some(3600)));
    // The month is charged by its first rule, also where only later time is worked.
    assert_eq!(found(&worked[1..]), [(Unit::Month, Some(5400), dec("100.00"))]);
    let first = |month| charging(&rates, &Level::Company, month).map(|(rate, _, day)| (rate.amount, day));
    assert_eq!(first(date(2026, 8, 1)), Some((dec("100"), date(2026, 8, 2))));
    assert_eq!(first(date(2026, 9, 1)), Some((dec("100"), date(2026, 9, 1))));
    assert_eq!(first(date(2026, 10, 1)), Some((dec("200"), date(2026, 10, 1))));
    assert_eq!(first(date(2026, 7, 1)), None);
    // What an earlier draft has of the month counts for both rules.
    let (project, zone, currency, vat) = (project(), zone(), Currency::new("EUR"), Vat::parse("27").expect("a rate"));
    let work = [Work { entry: &worked[1], part: (0, 5400), project: &project, person: "Anna" }];
    let charged = Charged::from([(
        (Level::Company, date(2026, 9, 1)),
        super::work::Taken { seconds: 3600, fee: true, ..Default::default() },
    )]);
    let (group, level) = (Group::Project, RoundingLevel::Line);
    let how = Compose { rates: &rates, zone: &zone, currency: &currency, group, level, vat: &vat, charged: &charged, due: &[] };
    let made = compose(&work, &how).expect("priced");
    let more: Vec<_> = made.iter().map(|line| (line.quantity, line.net)).collect();
    assert_eq!(more, [(dec("0"), dec("0.00")), (dec("1"), dec("80.00"))]);
}

#[test]
fn time_over_the_end_of_a_month_is_included_in_both_months_of_a_retainer() {
    let per = Per::Retainer(Retainer { included: 7200, overage: dec("50") });
    let rates = [Rate { per, ..rate(Level::Company, "100", (2026, 1, 1), None) }];
    // From 21:00 on the last day of September to 02:00 in Budapest: three hours and two.
    let night = entry("night", "2026-09-30T19:00:00Z", 5 * 3600);
    let made = lines(std::slice::from_ref(&night), &rates, Group::Project, RoundingLevel::Line).expect("priced");
    let found: Vec<_> = made.iter().map(|line| (line.unit, line.billed(), line.net)).collect();
    let fee = (Unit::Month, Some(7200), dec("100.00"));
    assert_eq!(found, [fee, (Unit::Hour, Some(3600), dec("50.00")), fee]);
}

#[test]
fn time_beyond_a_retainer_is_billed_in_the_steps_of_its_project_where_the_rate_has_none() {
    let per = || Per::Retainer(Retainer { included: 3600, overage: dec("60") });
    let rates = [Rate { per: per(), ..rate(Level::Client(RemoteId::new("acme")), "100", (2026, 1, 1), None) }];
    let step = |seconds| Some(Increment { step: seconds, up: true, least: 0 });
    let site = Project { increment: step(900), ..project() };
    let app = Project { id: RemoteId::new("app"), name: "App".to_owned(), increment: None, ..project() };
    // An hour is included; then calls of ten minutes and of one minute, and five minutes on a project without steps.
    let worked = [
        (entry("a", "2026-10-05T08:00:00Z", 3600), &site),
        (entry("b", "2026-10-05T10:00:00Z", 600), &site),
        (entry("c", "2026-10-06T10:00:00Z", 60), &site),
        (entry("d", "2026-10-06T11:00:00Z", 300), &app),
    ];
    let (zone, currency, vat) = (zone(), Currency::new("EUR"), Vat::parse("27").expect("a rate"));
    let charged = Charged::new();
    let work = worked.each_ref().map(|(entry, project)| Work { entry, part: (0, entry.seconds()), project, person: "Anna" });
    let made = |rates: &[Rate], level| {
        let group = Group::Project;
        let how = Compose { rates, zone: &zone, currency: &currency, group, level, vat: &vat, charged: &charged, due: &[] };
        let made = compose(&work, &how).expect("priced");
        made.iter().map(|line| (line.text.clone(), line.billed(), line.net.to_string())).collect::<Vec<_>>()
    };
    let line = |text: &str, billed, net: &str| (text.to_owned(), Some(billed), net.to_owned());
    let fee = line("Site 2026-10", 3600, "100.00");
    let own = [fee.clone(), line("Site 2026-10", 300, "5.00"), line("Site 2026-10", 900, "15.00")];
    assert_eq!(made(&rates, RoundingLevel::Line), own);
    assert_eq!(made(&rates, RoundingLevel::Day)[2], line("Site 2026-10", 1800, "30.00"), "each day is rounded");
    assert_eq!(made(&rates, RoundingLevel::Entry)[2], line("Site 2026-10", 1800, "30.00"), "each call is rounded");
    // Steps of the rate go before those of a project, and are one line.
    let of_rate = [Rate { increment: step(3600), ..rates[0].clone() }];
    assert_eq!(made(&of_rate, RoundingLevel::Line), [fee, line("Site 2026-10", 3600, "60.00")]);
}

#[test]
fn steps_of_an_entry_are_those_of_what_goes_beyond_a_retainer_in_a_month() {
    let step = Some(Increment { step: 900, up: true, least: 0 });
    let billed = |included, worked: &[TimeEntry]| {
        let per = Per::Retainer(Retainer { included, overage: dec("60") });
        let rates = [Rate { per, increment: step, ..rate(Level::Company, "100", (2026, 1, 1), None) }];
        let made = lines(worked, &rates, Group::Project, RoundingLevel::Entry).expect("priced");
        let more = made.iter().filter(|line| line.unit == Unit::Hour);
        more.map(|line| (line.billed(), line.net.to_string())).collect::<Vec<_>>()
    };
    let line = |seconds, net: &str| (Some(seconds), net.to_owned());
    // Of 5:07 hours five are included: seven minutes are one step. So are ten of the next entry.
    let long = entry("a", "2026-10-05T08:00:00Z", 18_420);
    let call = entry("b", "2026-10-06T08:00:00Z", 600);
    assert_eq!(billed(18_000, std::slice::from_ref(&long)), [line(900, "15.00")]);
    assert_eq!(billed(18_000, &[long, call]), [line(1800, "30.00")]);
    // From 22:00 on the last day of September to 01:07 in Budapest: an hour of each month is included, and seven minutes are left of October.
    let night = entry("night", "2026-09-30T20:00:00Z", 11_220);
    assert_eq!(billed(3600, std::slice::from_ref(&night)), [line(3600, "60.00"), line(900, "15.00")]);
    // Without time that is included each month has its own part.
    assert_eq!(billed(0, &[night]), [line(7200, "120.00"), line(4500, "75.00")]);
}

#[test]
fn a_month_without_time_is_named_and_never_in_another_currency() {
    let per = Per::Retainer(Retainer { included: 0, overage: dec("50") });
    let rates = [Rate { per, ..rate(Level::Client(RemoteId::new("acme")), "100", (2026, 1, 1), None) }];
    let (zone, vat, charged) = (zone(), Vat::parse("27").expect("a rate"), Charged::new());
    let due = [Due { level: rates[0].level.clone(), month: date(2026, 10, 1), name: "Acme Kft.".to_owned() }];
    let made = |currency: &str| {
        let (currency, group, level) = (Currency::new(currency), Group::Project, RoundingLevel::Line);
        let how =
            Compose { rates: &rates, zone: &zone, currency: &currency, group, level, vat: &vat, charged: &charged, due: &due };
        compose(&[], &how)
    };
    assert_eq!(made("EUR").expect("made")[0].text, "Acme Kft. 2026-10");
    assert_eq!(made("HUF").expect_err("euros").id, "billing-retainer-currency");
}

#[test]
fn tax_is_computed_once_per_rate() {
    let vat = Vat::parse("25").expect("a rate");
    let line = || line(dec("99.99"), vat.clone());
    let totals = totals(&[line(), line(), line()], &Currency::new("EUR"), None).expect("sums");
    assert_eq!((totals.net, totals.vat, totals.gross), (dec("299.97"), dec("74.99"), dec("374.96")));
}

fn line(net: Decimal, vat: Vat) -> DraftLine {
    DraftLine {
        text: "x".to_owned(),
        source: LineSource::Free,
        quantity: Decimal::ONE,
        unit: Unit::Piece,
        unit_price: net,
        net,
        vat,
        project: None,
    }
}

fn vats() -> impl Strategy<Value = Vat> {
    prop::sample::select(vec!["27", "18", "5", "0", "AAM", "EU"]).prop_map(|word| Vat::parse(word).expect("known"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// BR-CO-10, 13, 14, 15, 17 and BR-S-08, 09, exactly, in currencies of no, two and three decimals.
    #[test]
    fn sums_keep_the_arithmetic_of_en_16931(
        parts in prop::collection::vec((1i64..2_000_000, 1i64..5_000_000, vats()), 1..40),
        currency in prop::sample::select(vec!["HUF", "EUR", "JPY", "KWD"]),
        rate in 1i64..90_000,
    ) {
        let currency = Currency::new(currency);
        let scale = currency.decimals();
        let fx = Fx { currency: Currency::new("HUF"), rate: Decimal::new(rate, 2), source: "MNB".to_owned(), date: date(2026, 10, 1) };
        let lines: Vec<DraftLine> = parts
            .into_iter()
            .map(|(seconds, price, vat)| {
                let net = priced(seconds, Decimal::new(price, scale.max(2)), 3600, scale).expect("small");
                // The printed hours times the printed price give the amount.
                let hours = divide(Decimal::from(seconds), 3600, 10).expect("small");
                let printed = hours * Decimal::new(price, scale.max(2));
                let slack = Decimal::new(5, scale + 1) + Decimal::new(1, 3);
                assert!((printed - net).abs() <= slack, "{printed} {net}");
                line(net, vat)
            })
            .collect();
        let totals = totals(&lines, &currency, Some(&fx)).expect("small");
        prop_assert_eq!(totals.net, lines.iter().map(|line| line.net).sum::<Decimal>());
        prop_assert_eq!(totals.net, totals.groups.iter().map(|group| group.net).sum::<Decimal>());
        prop_assert_eq!(totals.vat, totals.groups.iter().map(|group| group.tax).sum::<Decimal>());
        prop_assert_eq!(totals.gross, totals.net + totals.vat);
        for group in &totals.groups {
            let of = lines.iter().filter(|line| line.vat == group.vat).map(|line| line.net).sum::<Decimal>();
            prop_assert_eq!(group.net, of);
            let exact = group.net * group.vat.percent / Decimal::ONE_HUNDRED;
            prop_assert!((group.tax - exact).abs() <= Decimal::new(5, scale + 1));
            prop_assert!(group.tax.scale() <= scale && group.net.scale() <= scale);
            let local = group.tax_local.expect("a rate is given");
            prop_assert!((local - group.tax * fx.rate).abs() <= Decimal::new(5, 1) && local.scale() == 0);
        }
    }

    /// Whatever the grouping, every second is on a line once, and the raw sum is that of the entries.
    #[test]
    fn every_second_is_billed_once(
        times in prop::collection::vec((0i64..40 * 86_400, 1i64..100_000), 1..30),
        group in prop::sample::select(Group::ALL.to_vec()),
    ) {
        let base: jiff::Timestamp = "2026-10-01T00:00:00Z".parse().expect("an instant");
        let entries: Vec<TimeEntry> = times
            .iter()
            .enumerate()
            .map(|(n, (at, seconds))| {
                entry(&format!("e{n}"), &(base + jiff::SignedDuration::from_secs(*at)).to_string(), *seconds)
            })
            .collect();
        let rates = [
            rate(Level::Company, "27.50", (2026, 1, 1), Some((2026, 10, 25))),
            rate(Level::Company, "31.20", (2026, 10, 25), None),
        ];
        let made = lines(&entries, &rates, group, RoundingLevel::Line).expect("priced");
        for entry in &entries {
            let mut parts: Vec<(i64, i64)> = made
                .iter()
                .flat_map(crate::domain::ledger::DraftLine::parts)
                .filter(|part| part.entry == entry.id)
                .map(|part| (part.from, part.until))
                .collect();
            parts.sort_unstable();
            prop_assert_eq!(parts.first().map(|part| part.0), Some(0));
            prop_assert_eq!(parts.last().map(|part| part.1), Some(entry.seconds()));
            prop_assert!(parts.windows(2).all(|pair| pair[0].1 == pair[1].0));
        }
        let raw: i64 = made.iter().filter_map(DraftLine::billed).sum();
        prop_assert_eq!(raw, entries.iter().map(TimeEntry::seconds).sum::<i64>());
    }
}
