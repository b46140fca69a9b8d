//! The language: what it understands, what it refuses and where, and that what is printed reads back.

use proptest::prelude::*;

use super::super::ast::{Limits, Span, Step, Term, Unit, When, word};
use super::super::schema::{Kind, asked};
use super::super::{Field, MAX_DEPTH, MAX_LENGTH, Problem, Query, ast, parse};
use crate::error::{Describe, ErrorKind};
use crate::locale::Lang;

type Expr = ast::Expr<Field>;
type Test = ast::Test<Field>;

fn leaf(test: Test) -> Expr {
    Expr::Term(Term { at: Span::default(), test })
}

fn free(text: &str) -> Expr {
    leaf(Test::Word(text.to_owned()))
}

fn root(text: &str) -> Expr {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).root.unwrap()
}

#[test]
fn terms_combine() {
    assert_eq!(parse(""), Ok(Query { root: None }));
    assert_eq!(parse("  \t"), Ok(Query { root: None }));
    assert_eq!(root("petz aladár"), Expr::And(vec![free("petz"), free("aladár")]));
    assert_eq!(root("\"petz aladár\""), free("petz aladár"));
    assert_eq!(root("„petz ” x"), Expr::And(vec![free("petz "), free("x")]));
    assert_eq!(root(r#""6\" \\ \n""#), free("6\" \\ \\n"));
    assert_eq!(root("a or b c"), Expr::Or(vec![free("a"), Expr::And(vec![free("b"), free("c")])]));
    assert_eq!(root("(a OR b) -c"), Expr::And(vec![Expr::Or(vec![free("a"), free("b")]), Expr::Not(Box::new(free("c")))]));
    assert_eq!(root("a (b c)"), Expr::And(vec![free("a"), free("b"), free("c")]));
    assert_eq!(root("\"or\""), free("or"));
    assert_eq!(root("order"), free("order"));
    assert_eq!(root("INV-2025-1 12:30"), Expr::And(vec![free("INV-2025-1"), free("12:30")]));
    assert_eq!(root("status!=paid"), Expr::Not(Box::new(root("status:paid"))));
    assert_eq!(root("Status:Partially-Paid,EXPIRED"), root("payment_status=partially_paid,expired"));
    assert_eq!(root("nav:\"not unique\",done"), root("nav:not_unique,done"));
}

#[test]
fn amounts_and_dates_have_limits() {
    let amount = |limits| leaf(Test::Amount { key: Field::Gross, limits });
    let hundred = "100000".parse().unwrap();
    for text in ["gross>=100000", "gross>=100 000", "gross>=\"100 000\"", "gross:>=100k", "gross≥100,000", "gross_total>=100_000"]
    {
        assert_eq!(root(text), amount(Limits::AtLeast(hundred)), "{text}");
    }
    assert_eq!(root("gross>=100 000 petz"), Expr::And(vec![amount(Limits::AtLeast(hundred)), free("petz")]));
    assert_eq!(root("gross>=100 2025"), Expr::And(vec![amount(Limits::AtLeast("100".parse().unwrap())), free("2025")]));
    assert_eq!(
        root("gross:1 000..2 500,50"),
        amount(Limits::Between(Some("1000".parse().unwrap()), Some("2500.5".parse().unwrap())))
    );
    assert_eq!(root("gross:..-5"), amount(Limits::Between(None, Some("-5".parse().unwrap()))));
    let date = |key, limits| leaf(Test::Date { key, limits });
    assert_eq!(
        root("issued:2025-01..2025-03"),
        date(Field::Issued, Limits::Between(Some(When::Month(2025, 1)), Some(When::Month(2025, 3))))
    );
    assert_eq!(root("due<today"), date(Field::Due, Limits::Below(When::Today)));
    assert_eq!(root("paid:last-month"), date(Field::Paid, Limits::Is(When::Calendar(Step::Last, Unit::Month))));
    assert_eq!(root("invoice_date>=2025"), date(Field::Issued, Limits::AtLeast(When::Year(2025))));
    let undated = |key| leaf(Test::NoDate { key });
    for text in ["due:none", "due=none", "due:NONE", "határidő:nincs", "esedékes:nincs", "hatarido:Nincs", "due:\"none\""] {
        assert_eq!(root(text), undated(Field::Due), "{text}");
    }
    assert_eq!(root("-paid:none"), Expr::Not(Box::new(undated(Field::Paid))));
    assert_eq!(root("paid!=none"), Expr::Not(Box::new(undated(Field::Paid))));
    assert_eq!(root("changed:run:42"), leaf(Test::Run { key: Field::Changed, run: 42 }));
    assert_eq!(root("changed:7d"), date(Field::Changed, Limits::Is(When::Last(7, Unit::Day))));
}

#[test]
fn errors_point_at_the_place_and_say_what_would_do() {
    let deep = "(".repeat(MAX_DEPTH + 1);
    let long = "x".repeat(MAX_LENGTH + 1);
    for (text, character, part) in [
        ("árvíz \"abc", 7, "quotation mark"),
        ("ő (abc", 3, "never closed"),
        ("abc)", 4, "never opened"),
        ("()", 1, "nothing between"),
        ("abc - def", 5, "nothing follows"),
        ("-", 1, "nothing follows"),
        ("or abc", 1, "both sides"),
        ("abc or", 7, "both sides"),
        ("a or or b", 6, "both sides"),
        ("számla:x", 1, "no field “számla”"),
        ("abc stauts:x", 5, "no field “stauts”"),
        ("petz NOT paid", 6, "means nothing"),
        ("petz AND paid", 6, "means nothing"),
        ("petz && paid", 6, "means nothing"),
        ("a || b", 3, "means nothing"),
        ("!paid", 1, "means nothing"),
        ("INV*", 1, "means nothing"),
        ("number:INV*", 8, "means nothing"),
        ("status == x", 8, "no field before"),
        ("gross > 1000", 7, "no field before"),
        ("status : paid", 8, "no field before"),
        ("due:05/11/2026", 5, "day or month"),
        ("due<05.11.2026.", 5, "day or month"),
        ("days>1.5", 6, "not a whole number"),
        ("days:x", 6, "not a whole number"),
        ("days:9..2", 6, "ends before"),
        ("határidő:2025-13", 10, "not a date"),
        ("vagy abc", 1, "both sides"),
        ("status:", 8, "no value"),
        ("status:paid,", 13, "no value"),
        ("partner>x", 8, "cannot be compared"),
        ("gross:abc", 7, "not an amount"),
        ("gross:1.000", 7, "thousands or a fraction"),
        ("gross:5..2", 7, "ends before"),
        ("gross:..", 7, "not an amount"),
        ("due:2025-13", 5, "not a date"),
        ("issued:2025..2024-12", 8, "ends before"),
        ("changed:run:x", 9, "does not name a run"),
        (&deep, MAX_DEPTH + 1, "deeper"),
        (&long, 1, "longer"),
    ] {
        let error = parse(text).expect_err(text);
        assert_eq!(error.character, character, "{text}: {error}");
        assert!(error.to_string().contains(part), "{text}: {error}");
        assert_eq!(error.kind(), ErrorKind::Usage);
        for locale in [Lang::En, Lang::Hu].map(Lang::locale) {
            let words = [Some(error.message()), error.hint()].into_iter().flatten().map(|message| locale.text(&message));
            assert!(words.into_iter().all(|text| !text.starts_with("query-") && !text.contains('{')), "{text}");
        }
    }
    let meant = |text| match parse(text).unwrap_err().problem {
        Problem::UnknownKey { meant, .. } => meant,
        other => panic!("{other:?}"),
    };
    assert_eq!(meant("stauts:x"), Some("status"));
    assert_eq!(meant("sta:x"), Some("status"));
    assert_eq!(meant("grosss:x"), Some("gross"));
    assert_eq!(meant("xyzzy:x"), None);
}

#[test]
fn hungarian_words_mean_what_the_english_ones_do() {
    for (hungarian, english) in [
        ("státusz:lejárt", "status:overdue"),
        ("statusz:LEJART", "status:overdue"),
        ("status:lejárt", "status:overdue"),
        ("állapot:\"részben fizetve\",nyitott", "status:partially_paid,unpaid"),
        ("kelt:múlt-hónap", "issued:last-month"),
        ("kelt:\"múlt hónap\"", "issued:last-month"),
        ("határido\u{30B}<ma", "due<today"),
        ("hatarido<ma", "due<today"),
        ("vevő:petz", "partner:petz"),
        ("adószám:32560682", "tax:32560682"),
        ("szám:2025-1", "number:2025-1"),
        ("cég=medka", "company=medka"),
        ("bruttó>=100 000", "gross>=100000"),
        ("áfa>0", "vat>0"),
        ("típus:sztornó", "type:cancellation"),
        ("típus:\"teljesítési ig.\"", "type:cert_of_completion,d_cert_of_completion"),
        ("fizetési_mód:átutalás", "method:wire_transfer"),
        ("van:figyelmeztetés -van:megjegyzés", "has:warning -has:comment"),
        ("lejárt", "status:overdue"),
        ("lejart", "overdue"),
        ("\"lejárt\" x", "\"lejárt\" x"),
        ("a vagy b", "a or b"),
        ("a VAGY (b)", "a or b"),
        ("késés>30", "days>30"),
        ("változott:futás:42", "changed:run:42"),
        ("irány:kimenő szolgáltató:billingo", "direction:issued provider:billingo"),
        ("status==paid", "status:paid"),
        ("status:\"part paid\"", "status:partially_paid"),
        ("\u{2212}paid", "-paid"),
    ] {
        assert_eq!(root(hungarian), root(english), "{hungarian}");
        let printed = Query { root: Some(root(hungarian)) }.to_string();
        assert_eq!(printed, Query { root: Some(root(english)) }.to_string());
    }
    assert_eq!(parse("státusz:lejárt kelt:múlt-hónap").unwrap().to_string(), "status:overdue issued:last-month");
}

#[test]
fn dates_as_hungarians_write_them() {
    for (typed, same) in [
        ("kelt:2026.11.05.", "issued:2026-11-05"),
        ("kelt:2026. 11. 05.", "issued:2026-11-05"),
        ("kelt:\"2026. 11. 05.\" petz", "issued:2026-11-05 petz"),
        ("issued:2026. 11. 05. petz", "issued:2026-11-05 petz"),
        ("issued:2026. 11. 05 petz", "issued:2026-11-05 petz"),
        ("issued:2026. november 5. petz", "issued:2026-11-05 petz"),
        ("issued:2026. november petz", "issued:2026-11 petz"),
        ("issued:2026. 11. petz", "issued:2026-11 petz"),
        ("issued:2026 11", "issued:2026 \"11\""),
        ("issued:2026. petz", "issued:2026 petz"),
        ("issued:2026. 47. hét x", "issued:2026-w47 x"),
        ("issued:2026. quick", "issued:2026 quick"),
        ("issued:2026. III. negyedév petz", "issued:2026-q3 petz"),
        ("issued:2026. Q3 x", "issued:2026-q3 x"),
        ("issued:2026-Q3", "issued:2026-q3"),
        ("issued:2026q3", "issued:2026-q3"),
        ("issued:2026.11.01..2026.11.05", "issued:2026-11-01..2026-11-05"),
        ("issued:2026.11.01...2026.11.05.", "issued:2026-11-01..2026-11-05"),
        ("issued:2026. 11. 01. .. 2026. 11. 05. x", "issued:2026-11-01..2026-11-05 x"),
        ("issued:2026. 11. 01...2026. 11. 05. x", "issued:2026-11-01..2026-11-05 x"),
        ("issued:2026.11.01.–2026.11.05. x", "issued:2026-11-01..2026-11-05 x"),
        ("issued:2026.11.01. – 2026.11.05. x", "issued:2026-11-01..2026-11-05 x"),
        ("issued:2026.11.01.-2026.11.05.", "issued:2026-11-01..2026-11-05"),
        ("issued:2026.11.01... x", "issued:2026-11-01.. x"),
        ("issued:2026.11.01. .. x", "issued:2026-11-01.. x"),
        ("issued:..2026.11.05. x", "issued:..2026-11-05 x"),
        ("due:today..+30d", "due:today..+30d"),
        ("határidő:ma..+30nap", "due:today..+30d"),
        ("due:-30d..today x", "due:-30d..today x"),
        ("due<=+2w", "due<=+2w"),
        ("paid>=-3m", "paid>=-3m"),
        ("issued>=2026. 11. 05. x", "issued>=2026-11-05 x"),
        ("issued:2026.11", "issued:2026-11"),
        ("issued:e-negyedév", "issued:this-quarter"),
        ("due:+30d -status:paid", "due:+30d -status:paid"),
    ] {
        assert_eq!(root(typed), root(same), "{typed}");
    }
}

fn when() -> impl Strategy<Value = When> {
    let unit = || proptest::sample::select(&[Unit::Week, Unit::Month, Unit::Quarter, Unit::Year][..]);
    let counted = || prop_oneof![Just(Unit::Day), unit()];
    prop_oneof![
        proptest::sample::select(&[When::Today, When::Yesterday, When::Tomorrow][..]),
        (0_i16..9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| When::Day(jiff::civil::date(y, m, d))),
        (0_i16..9999, 1_i8..=12).prop_map(|(y, m)| When::Month(y, m)),
        (0_i16..9999, 1_i8..=4).prop_map(|(y, q)| When::Quarter(y, q)),
        (1_i16..9998, 1_i8..=52).prop_map(|(y, w)| When::Week(y, w)),
        (0_i16..9999).prop_map(When::Year),
        (proptest::sample::select(&[Step::This, Step::Last, Step::Next][..]), unit()).prop_map(|(s, u)| When::Calendar(s, u)),
        (1_u16..9999, counted()).prop_map(|(n, u)| When::Last(n, u)),
        (1_u16..9999, counted()).prop_map(|(n, u)| When::Next(n, u)),
        (-9999_i16..9999, counted()).prop_filter("a step", |(n, _)| *n != 0).prop_map(|(n, u)| When::Away(n, u)),
    ]
}

fn limits<T: Clone + std::fmt::Debug + 'static>(
    value: impl Strategy<Value = T> + Clone + 'static,
    fits: impl Fn(&T, &T) -> bool + 'static,
) -> impl Strategy<Value = Limits<T>> {
    prop_oneof![
        value.clone().prop_map(Limits::Is),
        value.clone().prop_map(Limits::Below),
        value.clone().prop_map(Limits::AtMost),
        value.clone().prop_map(Limits::Above),
        value.clone().prop_map(Limits::AtLeast),
        value.clone().prop_map(|from| Limits::Between(Some(from), None)),
        value.clone().prop_map(|to| Limits::Between(None, Some(to))),
        (value.clone(), value)
            .prop_filter("not empty", move |(from, to)| fits(from, to))
            .prop_map(|(from, to)| Limits::Between(Some(from), Some(to))),
    ]
}

fn key(kinds: &[Kind]) -> impl Strategy<Value = Field> + use<> {
    let fits: Vec<Field> = asked().iter().filter(|column| kinds.contains(&column.kind)).map(|column| column.field).collect();
    proptest::sample::select(fits)
}

fn terms() -> impl Strategy<Value = Expr> {
    let decimal = (any::<i64>(), 0_u32..6).prop_map(|(mantissa, scale)| rust_decimal::Decimal::new(mantissa, scale));
    let amounts = limits(decimal.boxed(), |from, to| from <= to);
    let dates = limits(when().boxed(), |from, to| {
        let day = jiff::civil::Date::MIN;
        let (from, to) = (from.period(day).0, to.period(day).1);
        from <= to
    });
    let words = proptest::collection::btree_set("[a-zé_ \"(,:-]{1,8}|\\PC{1,4}", 1..4).prop_map(|words| {
        let mut unique: Vec<String> = Vec::new();
        for w in words.iter().map(|w| word(w)).filter(|w| !w.is_empty()) {
            if !unique.contains(&w) {
                unique.push(w);
            }
        }
        unique
    });
    prop_oneof![
        "\\PC{0,12}|[a-z]{1,6}|[0-9]{3}|or|-x|[ő\"\\\\() :]{1,6}".prop_map(|text| leaf(Test::Word(text))),
        (key(&[Kind::Text]), any::<bool>(), "\\PC{0,12}").prop_map(|(key, whole, text)| leaf(Test::Text { key, whole, text })),
        (key(&[Kind::Choice]), words)
            .prop_filter("a word", |(_, words)| !words.is_empty())
            .prop_map(|(key, words)| leaf(Test::Choice { key, words })),
        (key(&[Kind::Amount]), amounts).prop_map(|(key, limits)| leaf(Test::Amount { key, limits })),
        limits(any::<i64>().boxed(), |from, to| from <= to)
            .prop_map(|limits| leaf(Test::Count { key: Field::DaysOverdue, limits })),
        (key(&[Kind::Date, Kind::Instant]), dates).prop_map(|(key, limits)| leaf(Test::Date { key, limits })),
        key(&[Kind::Date]).prop_map(|key| leaf(Test::NoDate { key })),
        any::<u64>().prop_map(|run| leaf(Test::Run { key: Field::Changed, run })),
    ]
}

pub(super) fn expressions() -> impl Strategy<Value = Expr> {
    terms().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(|parts| Expr::all(parts).unwrap()),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(|parts| Expr::any(parts).unwrap()),
            inner.prop_map(|inner| Expr::Not(Box::new(inner))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_reads_back(root in expressions()) {
        let query = Query { root: Some(root) };
        let text = query.to_string();
        prop_assert_eq!(parse(&text), Ok(query), "{}", text);
    }

    #[test]
    fn no_input_panics(text in "\\PC*|[-()\"a-z:<>=.,0-9 ]{0,60}|(status|gross|due|has|changed|-|\\(|:|>=|\\.\\.|run|today|,| |\"|1){0,20}") {
        if let Ok(query) = parse(&text) {
            prop_assert_eq!(parse(&query.to_string()), Ok(query), "{}", text);
        }
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&String::from_utf8_lossy(&bytes));
    }
}
