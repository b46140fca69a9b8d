//! The index: finds what the plain evaluation finds, in its order, with its totals; pages, follows, forgets.

use std::io::Seek;

use proptest::prelude::*;

use super::super::schema::ordered;
use super::super::{Field, Found, Index, Problem, Request, Sort, parse};
use super::{TODAY, index, naive, names, request, row, rows, zone};
use crate::domain::{CompanyId, DirectedTotals, Direction, InvoiceRow, PaymentStatus, RecordKey, RemoteId, Totals};

fn find(index: &Index, request: &Request) -> Found {
    index.find(request, &names()).unwrap_or_else(|error| panic!("{}: {error}", request.query))
}

fn ids(index: &Index, query: &str) -> Vec<String> {
    let sort = Sort { field: Field::Changed, descending: false };
    find(index, &Request { sort, ..request(query) }).rows.iter().map(|row| row.id.to_string()).collect()
}

#[test]
fn words_match_number_partner_tax_number_and_comment() {
    let index = index(&[
        row(1, "1"),
        InvoiceRow {
            partner_name: "Kovács és Társa Bt.".into(), comment: Some("Második\nFELSZÓLÍTÁS".into()), ..row(1, "2")
        },
    ]);
    for (query, expected) in [
        ("", &["1", "2"][..]),
        ("aladar", &["1"]),
        ("KOVÁCS tarsa", &["2"]),
        ("\"es tarsa\"", &["2"]),
        ("2025-2", &["2"]),
        ("felszolitas", &["2"]),
        ("\"masodik felszolitas\"", &["2"]),
        ("15366052", &["1", "2"]),
        ("tax:15366052208", &["1", "2"]),
        ("-kovacs", &["1"]),
        ("kovacs or petz", &["1", "2"]),
        ("partner=petz", &[]),
        ("number=inv-2025-1", &["1"]),
        ("company:medka", &["1", "2"]),
        ("company:2", &[]),
        ("has:comment", &["2"]),
        ("status:overdue", &["1", "2"]),
        ("status:paid", &[]),
        ("currency:eur", &[]),
        ("nav:done gross:127000", &["1", "2"]),
        ("id:2", &["2"]),
    ] {
        assert_eq!(ids(&index, query), expected, "{query}");
    }
}

#[test]
fn a_word_of_an_open_choice_is_known_when_an_invoice_has_it() {
    let weird = InvoiceRow { status: PaymentStatus::from("On Hold"), ..row(1, "1") };
    let index = index(&[weird]);
    assert_eq!(ids(&index, "status:on-hold"), ["1"]);
    let error = index.find(&request("abc status:payed"), &names()).unwrap_err();
    assert_eq!(error.character, 12);
    assert!(matches!(error.problem, Problem::UnknownValue { possible, .. } if possible.contains(&"overdue".to_owned())));
    assert!(index.find(&request("has:nothing"), &names()).is_err());
}

#[test]
fn the_zone_decides_on_which_day_something_changed() {
    let late = InvoiceRow { changed: "2025-11-11T23:30:00Z".parse().unwrap(), ..row(1, "1") };
    assert_eq!(ids(&index(std::slice::from_ref(&late)), "changed:today"), ["1"]);
    assert!(ids(&Index::new([late], jiff::tz::TimeZone::UTC), "changed:today").is_empty());
}

#[test]
fn the_window_follows_its_record() {
    let rows: Vec<InvoiceRow> = (1..=100).map(|id| row(1, &id.to_string())).collect();
    let index = index(&rows);
    let around = |id: &str, offset, limit| {
        let around = Some(RecordKey::document(CompanyId(1), RemoteId::new(id)));
        let sort = Sort { field: Field::Number, descending: false };
        let found = find(&index, &Request { sort, offset, limit, around, ..request("") });
        (found.offset, found.position, found.rows.len())
    };
    assert_eq!(around("50", 45, 10), (45, Some(49), 10));
    assert_eq!(around("50", 0, 10), (44, Some(49), 10));
    assert_eq!(around("100", 0, 10), (90, Some(99), 10));
    assert_eq!(around("1", 50, 10), (0, Some(0), 10));
    assert_eq!(around("999", 50, 10), (50, None, 10));
    assert_eq!(around("5", 0, 0), (4, Some(4), 0));
    let beyond = find(&index, &Request { offset: 200, limit: 10, ..request("") });
    assert_eq!((beyond.total, beyond.offset, beyond.rows.len()), (100, 100, 0));
}

#[test]
fn pages_give_each_record_once_in_the_order_of_the_whole() {
    let rows: Vec<InvoiceRow> = (1..=100).map(|id| row(1 + id % 2, &id.to_string())).collect();
    let index = index(&rows);
    let sort = Sort { field: Field::Number, descending: false };
    for companies in [vec![], vec![CompanyId(2)], vec![CompanyId(3)]] {
        let whole = find(&index, &Request { sort, companies: companies.clone(), ..request("") }).rows;
        for limit in [0, 1, 7, 50, 99, 100, 1000] {
            let (mut found, mut pages) = (Vec::new(), 0);
            let asked = Request { sort, limit, companies: companies.clone(), ..request("") };
            let take = &mut |rows: Vec<InvoiceRow>| {
                pages += 1;
                assert!(rows.len() <= limit.max(1), "no page is larger than asked for");
                found.extend(rows);
            };
            index.pages(&asked, &names(), take).unwrap();
            assert_eq!(found, whole, "pages of {limit}");
            assert_eq!(pages, whole.len().div_ceil(limit.max(1)).max(1));
        }
    }
}

#[test]
fn what_changed_is_found_at_once() {
    let mut index = index(&[row(1, "1"), row(2, "1")]);
    assert_eq!(find(&index, &request("status:paid")).total, 0);
    index.upsert([InvoiceRow { status: PaymentStatus::Paid, ..row(1, "1") }]);
    assert_eq!(find(&index, &request("status:paid")).total, 1);
    index.upsert([row(1, "2"), row(1, "3"), InvoiceRow { status: PaymentStatus::Paid, ..row(1, "3") }]);
    assert_eq!((index.len(), find(&index, &request("status:paid")).total), (4, 2));
    index.remove_company(CompanyId(1));
    let left = find(&index, &request(""));
    assert_eq!(left.rows, [row(2, "1")]);
    assert_eq!(index.get(&row(1, "1").key()), None);
    assert_eq!(index.get(&row(2, "1").key()), Some(row(2, "1")));
    assert_eq!(index.lookup("inv-2025-1", &[]), [row(2, "1")]);
    assert!(index.lookup("1", &[CompanyId(1)]).is_empty());
}

#[test]
fn a_sum_that_no_decimal_holds_says_so() {
    let huge = |id| InvoiceRow { gross: rust_decimal::Decimal::MAX, ..row(1, id) };
    let found = find(&index(&[huge("1"), huge("2")]), &request(""));
    let totals = found.totals.values().next().unwrap();
    assert_eq!((totals.count, totals.overflow, totals.gross), (2, true, rust_decimal::Decimal::MAX));
}

/// By the rule of turnover; where nothing counts, of all.
fn totals<'r>(rows: impl Iterator<Item = &'r InvoiceRow> + Clone) -> DirectedTotals {
    let aside = !rows.clone().any(InvoiceRow::counts);
    let mut totals = DirectedTotals::new();
    for row in rows.filter(|row| row.counts() != aside) {
        let total = totals.entry(row.total_key()).or_default();
        total.add(row.net, row.vat, row.gross, row.open_amount());
        total.uncounted = aside;
    }
    totals
}

/// Totals of open amounts.
fn open<'r>(rows: impl Iterator<Item = &'r InvoiceRow>) -> Totals {
    let mut totals = Totals::new();
    for row in rows {
        totals.entry(row.currency.clone()).or_default().add(row.net, row.vat, row.gross, row.open_amount());
    }
    totals
}

/// Removes rows with a repeated key; the last one stays.
fn unique(rows: &[InvoiceRow]) -> Vec<InvoiceRow> {
    let mut unique: std::collections::BTreeMap<RecordKey, InvoiceRow> = std::collections::BTreeMap::new();
    for row in rows {
        unique.insert(row.key(), row.clone());
    }
    super::pairs::paired(unique.into_values().collect())
}

/// A term of every kind.
const TERMS: [&str; 51] = [
    "petz",
    "kovacs",
    "\"244\"",
    "ő",
    "status:overdue",
    "status:unpaid",
    "status:paid,expired",
    "status:partially_paid",
    "status:none",
    "status:cancelled",
    "status:vanished",
    "status:weird_word",
    "type:invoice,strange",
    "method:cash",
    "nav:not_unique",
    "nav:new_word,done",
    "currency:huf,eur",
    "direction:received",
    "company:medka",
    "company:4",
    "company:arviz",
    "company=\"it cardigan\"",
    "changed:run:2",
    "has:warning",
    "has:sum",
    "has:tax_number_missing",
    "has:comment",
    "has:paid",
    "has:due",
    "due:none",
    "paid:none status:paid or issued:none",
    "has:issued",
    "has:fulfilled",
    "has:number",
    "has:partner",
    "has:tax",
    "has:method",
    "has:net",
    "has:vat",
    "has:nav",
    "number:2025",
    "number=inv-2025-010",
    "partner:petz",
    "partner=\"\"",
    "comment:koszon",
    "comment=köszönjük!",
    "tax:15366052208",
    "tax=\"15366052 2 08\"",
    "tax:de",
    "id:7",
    "\"\"",
];

/// The terms, and every comparison of every amount and date with values of the rows.
fn terms() -> Vec<String> {
    let mut terms: Vec<String> = TERMS.iter().map(|term| (*term).to_owned()).collect();
    let mut compare = |keys: &[&str], values: &[&str], ranges: &[&str]| {
        for key in keys {
            for value in values {
                terms.extend([":", "<", "<=", ">", ">="].map(|operator| format!("{key}{operator}{value}")));
            }
            terms.extend(ranges.iter().map(|range| format!("{key}:{range}")));
        }
    };
    compare(&["gross", "net", "vat"], &["0", "100", "-20", "12345678901234567.89"], &["0..100", "..0", "100.."]);
    compare(
        &["issued", "fulfilled", "due", "paid", "changed"],
        &["today", "yesterday", "this-week", "last-3d", "2025-11-10", "2025-11", "2025-q3"],
        &["2025-11-10..today", "..yesterday", "tomorrow..", "2024..2025-10", "last-month..last-week"],
    );
    terms
}

fn queries() -> impl Strategy<Value = String> {
    let part = (any::<bool>(), proptest::sample::select(terms()), proptest::sample::select(vec![" ", " ", " or "]))
        .prop_map(|(negated, term, then)| format!("{}{term}{then}", if negated { "-" } else { "" }));
    proptest::collection::vec(part, 0..4).prop_map(|parts| {
        let text = parts.concat();
        text.trim_end().strip_suffix(" or").unwrap_or(text.trim_end()).to_owned()
    })
}

fn sorts() -> impl Strategy<Value = Sort> {
    (proptest::sample::select(ordered().map(|column| column.field).collect::<Vec<Field>>()), any::<bool>())
        .prop_map(|(field, descending)| Sort { field, descending })
}

#[test]
fn an_answer_goes_from_process_to_process() {
    let rows = [row(1, "1"), InvoiceRow { direction: Direction::Received, ..row(1, "2") }];
    let found = index(&rows).find(&request(""), &names()).expect("found");
    assert_eq!(found.totals.len(), 2);
    let text = serde_json::to_string(&found).expect("JSON");
    assert_eq!(serde_json::from_str::<crate::query::Found>(&text).expect("read"), found);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    #[test]
    fn finds_what_the_plain_evaluation_finds(
        rows in proptest::collection::vec(rows(), 0..30),
        late in proptest::collection::vec(rows(), 0..6),
        companies in proptest::collection::vec((1_u32..5).prop_map(CompanyId), 0..2),
        queries in proptest::collection::vec(queries(), 1..4),
        sorts in proptest::collection::vec(sorts(), 1..4),
        kept in proptest::bool::ANY,
    ) {
        let names = names();
        let mut index = index(&rows);
        // Ask once before the change, so that something is remembered that must be forgotten.
        let _ = index.find(&request(&queries[0]), &names);
        index.upsert(late.clone());
        if kept {
            let mut file = tempfile::tempfile().unwrap();
            prop_assert!(index.write(&mut file).unwrap());
            file.rewind().unwrap();
            index = Index::read(file, zone()).unwrap();
            // Whatever is known by number has to be found again.
            index.upsert(late.clone());
            // Building it anew from its own rows loses nothing that a query asks for.
            index.remove_company(CompanyId(u32::MAX));
        }
        let all = unique(&[rows, late].concat());
        prop_assert_eq!(index.len(), all.len());
        for query in &queries {
            for sort in &sorts {
                let asked = Request { sort: *sort, companies: companies.clone(), ..request(query) };
                let Ok(found) = index.find(&asked, &names) else { continue };
                let parsed = parse(query).unwrap();
                let mut expected: Vec<InvoiceRow> = all
                    .iter()
                    .filter(|row| companies.is_empty() || companies.contains(&row.company))
                    .filter(|row| naive::passes(&parsed, row, &names))
                    .cloned()
                    .collect();
                expected.sort_by(|a, b| naive::order(a, b, *sort, &names));
                prop_assert_eq!(&found.totals, &totals(expected.iter()), "{}", query);
                prop_assert_eq!(found.total, expected.len());
                let listed: Vec<InvoiceRow> = expected.iter().map(super::listed).collect();
                prop_assert_eq!(&found.rows, &listed, "{} {:?}", query, sort);
            }
        }
    }

    #[test]
    fn every_term_finds_what_it_says(rows in proptest::collection::vec(rows(), 40..60)) {
        let (names, all) = (names(), unique(&rows));
        let index = index(&rows);
        for query in terms() {
            let Ok(found) = index.find(&request(&query), &names) else { continue };
            let parsed = parse(&query).unwrap();
            let expected = all.iter().filter(|row| naive::passes(&parsed, row, &names)).count();
            prop_assert_eq!(found.total, expected, "{}", query);
        }
    }

    #[test]
    fn summaries_count_what_is_owed_to_the_company(rows in proptest::collection::vec(rows(), 0..30)) {
        let all = unique(&rows);
        let summaries = Index::new(rows, zone()).summaries(TODAY);
        for (company, summary) in &summaries {
            let of = || all.iter().filter(|row| row.company == *company && !row.vanished);
            prop_assert_eq!(summary.invoices, of().count() as u64);
            prop_assert_eq!(summary.warnings, of().filter(|row| row.warnings.any()).count() as u64);
            // What was received is a debt of the company: no light is about it.
            let of = || of().filter(|row| row.direction == Direction::Issued);
            prop_assert_eq!(&summary.outstanding, &open(of().filter(|row| row.outstanding() && !row.is_credit())));
            prop_assert_eq!(&summary.overdue, &open(of().filter(|row| row.overdue(TODAY))));
            prop_assert_eq!(&summary.credit, &open(of().filter(|row| row.is_credit())));
            prop_assert_eq!(summary.oldest_overdue_days, of().filter_map(|row| row.days_overdue(TODAY)).max());
        }
        prop_assert!(all.iter().all(|row| row.vanished || summaries.contains_key(&row.company)));
    }

    #[test]
    fn any_query_is_answered_or_refused(query in super::language::expressions(), rows in proptest::collection::vec(rows(), 0..5)) {
        let text = super::super::Query { root: Some(query) }.to_string();
        let parsed = parse(&text).unwrap();
        let index = index(&rows);
        if let Ok(found) = index.find(&request(&text), &names()) {
            let expected = unique(&rows).iter().filter(|row| naive::passes(&parsed, row, &names())).count();
            prop_assert_eq!(found.total, expected, "{}", text);
        }
    }
}

#[test]
fn what_is_found_is_added_up_in_the_companies_own_currency_where_every_rate_is_known() {
    let local = |company, gross: &str, id: &str| InvoiceRow { gross_local: Some(gross.parse().unwrap()), ..row(company, id) };
    let sum = |index: &Index, query: &str| {
        let local = index.find(&request(query), &names()).unwrap().local?;
        Some((local.amount.to_string(), local.companies.iter().map(|company| company.0).collect::<Vec<_>>()))
    };
    let of = |amount: &str, companies: &[u32]| Some((amount.to_owned(), companies.to_vec()));
    let mut index = Index::new([local(1, "100.5", "1"), local(1, "-0.25", "2")], zone());
    assert_eq!(sum(&index, ""), of("100.25", &[1]));
    index.upsert([InvoiceRow { gross_local: None, ..row(1, "3") }]);
    assert_eq!(sum(&index, ""), None, "of one it is not known");
    assert_eq!(sum(&index, "id:1"), of("100.5", &[1]));
    index.upsert([InvoiceRow { direction: Direction::Received, ..local(1, "7", "4") }]);
    assert_eq!(sum(&index, "id:1 or id:4"), None, "both directions are no one sum");
    assert_eq!(sum(&index, "id:4"), of("7", &[1]));
    index.upsert([local(2, "1000", "5"), local(9, "0.5", "6"), local(1, "0", "7"), local(1, "0", "8")]);
    assert_eq!(sum(&index, "id:1 or id:5 or id:6"), of("1101.0", &[1, 2, 9]), "the companies say whether it is one currency");
    assert_eq!(sum(&index, "-id:3 -id:4 -id:5"), of("100.75", &[1, 9]), "also where most is taken out of a known sum");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Letters one after the other are answered from the answer before; that is the same as asking anew.
    #[test]
    fn typing_finds_what_asking_at_once_finds(
        rows in prop::collection::vec(rows(), 0..30),
        words in prop::sample::select(vec!["petz aladar", "arviz", "inv 2025", "overdue", "a or b", "kft. \"x y\"", "-petz", "3256", "ő é"]),
    ) {
        let typing = Index::new(rows.clone(), zone());
        let mut typed = String::new();
        for letter in words.chars() {
            typed.push(letter);
            let ask = request(&typed);
            let fresh = Index::new(rows.clone(), zone()).find(&ask, &names());
            prop_assert_eq!(typing.find(&ask, &names()), fresh, "{}", typed);
        }
    }
}

#[test]
fn two_threads_find_what_one_finds() {
    let all = (0..120_001_u32).map(|id| {
        let gross = rust_decimal::Decimal::new(i64::from(id), id % 3);
        let currency = crate::domain::Currency::new(if id % 7 == 0 { "EUR" } else { "HUF" });
        InvoiceRow { currency, gross, ..row(1 + id % 3, &id.to_string()) }
    });
    let rows: Vec<InvoiceRow> = all.collect();
    let index = Index::new(rows.clone(), zone());
    for query in ["", "1", "12", "123", "gross>1000", "currency:eur"] {
        let found = index.find(&Request { limit: 10, ..request(query) }, &names()).unwrap();
        let parsed = parse(query).unwrap();
        let one_by_one: Vec<&InvoiceRow> = rows.iter().filter(|row| naive::passes(&parsed, row, &names())).collect();
        assert_eq!(found.total, one_by_one.len(), "{query}");
        assert_eq!(found.totals, totals(one_by_one.into_iter()), "{query}");
    }
    for field in [Field::Gross, Field::Balance, Field::Number, Field::Company, Field::Issued, Field::Currency] {
        for descending in [false, true] {
            let sort = Sort { field, descending };
            let found = find(&index, &Request { sort, limit: 120_001, ..request("") });
            assert_eq!(found.rows.len(), rows.len());
            let ordered = found.rows.is_sorted_by(|a, b| naive::order(a, b, sort, &names()).is_lt());
            assert!(ordered, "{sort:?}");
        }
    }
}
