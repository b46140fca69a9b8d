//! Pictures drawn into small buffers.

use jiff::civil::date;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rust_decimal::Decimal;

use super::*;
use crate::locale::Lang;

fn dec(value: i64) -> Decimal {
    Decimal::new(value, 0)
}

fn drawn(chart: Chart, width: u16, height: u16) -> Vec<String> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let picture = Picture { panels: vec![Panel { title: "tui-picture-months", about: String::new(), chart }] };
    draw(Lang::En.locale(), &mut buffer, Rect::new(0, 0, width, height), &picture, None);
    let line =
        |y: u16| (0..width).map(|x| buffer[(x, y)].symbol().replace('\u{A0}', " ")).collect::<String>().trim_end().to_owned();
    (0..height).map(line).collect()
}

fn money() -> Unit {
    Unit::Money(Currency::new("HUF"))
}

#[test]
fn columns_are_as_high_as_their_share_and_hatched_where_they_are_the_second_of_two() {
    let series = vec![
        Series::new("tui-picture-series-issued", vec![dec(80), dec(40), dec(0), dec(-40)]),
        Series::new("tui-picture-series-paid", vec![dec(0), dec(80), dec(1), dec(0)]),
    ];
    let labels = ["2025-01", "2025-02", "2025-03", "2025-04"].map(str::to_owned).to_vec();
    let columns = Columns { unit: money(), labels, series, first: false, told: false };
    assert_eq!(
        drawn(Chart::Columns(columns), 38, 7),
        [
            "Issued and paid, by month",
            "██ issued   ▒▒ paid",
            "80 Ft ███        ▒▒▒",
            "      ███        ▒▒▒",
            "      ███     ███▒▒▒          ░░░",
            "    0 ███     ███▒▒▒     ▒▒▒  ░░░",
            "      2025-01 2025-02 2025-03 2025-04",
        ]
    );
}

#[test]
fn the_newest_columns_are_kept_where_not_all_have_room() {
    let values: Vec<Decimal> = (1..=60).map(dec).collect();
    let labels = (1..=60).map(|at| format!("{at:02}")).collect();
    let columns =
        Columns { unit: Unit::Count, labels, series: vec![Series::new("tui-col-invoices", values)], first: false, told: false };
    let shown = drawn(Chart::Columns(columns.clone()), 43, 6);
    assert!(shown[1].ends_with('█') && shown[5].ends_with("57"), "{shown:#?}");
    let first = drawn(Chart::Columns(Columns { first: true, ..columns }), 43, 6);
    assert!(first[5].trim_start().starts_with("01"), "{first:#?}");
}

#[test]
fn parts_fill_a_bar_by_their_share_and_none_is_lost() {
    let rows = vec![
        ("Alfa".to_owned(), [50, 0, 25, 0, 25, 0].map(dec).to_vec()),
        ("Béta Kft.".to_owned(), [0, 1, 0, 0, 49, 0].map(dec).to_vec()),
    ];
    assert_eq!(
        drawn(Chart::Stack(Stack { unit: money(), rows }), 50, 5),
        [
            "Issued and paid, by month",
            "Alfa       ░░░░░░░░░░░░░░░░▓▓▓▓▓▓▓▓███████  100 Ft",
            "Béta Kft.  ▒███████████████                  50 Ft",
            "░░ not due   ▒▒ 1–30 days   ▓▓ 31–60 days",
            "██ over 90 days",
        ]
    );
}

#[test]
fn a_calendar_shows_each_day_in_its_week_and_its_shade() {
    let days =
        vec![(date(2025, 11, 3), dec(1)), (date(2025, 11, 4), dec(2)), (date(2025, 11, 5), dec(3)), (date(2025, 11, 9), dec(-3))];
    let lines = drawn(Chart::Calendar(Calendar::new(money(), date(2025, 11, 12), days)), 24, 12);
    let column = |line: usize| lines[line].chars().rev().take(2).collect::<String>();
    assert_eq!(
        lines[2..9].iter().map(|line| line.chars().take(2).collect::<String>()).collect::<Vec<_>>(),
        ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    );
    assert_eq!(column(2), "·▒", "{lines:#?}");
    assert!(lines[8].ends_with('○'), "what reduces is hollow: {lines:#?}");
    assert!(lines[11].contains("2025-11-05"), "{lines:#?}");
}

#[test]
fn a_line_goes_from_the_first_figure_to_the_last() {
    let values = vec![dec(0), dec(50), dec(100)];
    let line = Line { unit: Unit::Count, ends: ("a".to_owned(), "b".to_owned()), values };
    let lines = drawn(Chart::Line(line), 30, 6);
    assert!(lines[1].starts_with("100 "), "{lines:#?}");
    assert!(
        lines[1].ends_with(['⠈', '⠁', '⠉', '⢈', '⡠', '⠔', '⠒', '⠊', '⣀']) || lines[1].chars().last() > Some('\u{2800}'),
        "{lines:#?}"
    );
    assert!(lines[4].chars().nth(4) > Some('\u{2800}'), "the first figure is at the bottom: {lines:#?}");
}

#[test]
fn a_sparkline_has_the_scale_of_its_own_row() {
    let of = |values: &[i64]| spark(values.iter().copied().map(dec));
    assert_eq!(of(&[0, 1, 4, 8]), "·▁▄█");
    assert_eq!(of(&[1000, 2000]), "▄█");
    assert_eq!(of(&[5, -5]), "█○");
    assert_eq!(of(&[]), "");
}

#[test]
fn nothing_is_drawn_where_there_is_no_room_and_words_where_there_is_nothing() {
    let empty = Columns { unit: Unit::Count, labels: vec![], series: vec![], first: true, told: true };
    assert!(drawn(Chart::Columns(empty.clone()), 20, 3).iter().all(String::is_empty));
    assert_eq!(drawn(Chart::Columns(empty), 40, 4)[1], "There is nothing to draw.");
}

#[test]
fn any_figures_at_any_size_stay_within_their_place() {
    use proptest::prelude::*;
    let values = || proptest::collection::vec(any::<i64>().prop_map(|value| Decimal::new(value, 2)), 0..70);
    let parts = proptest::collection::vec((".{0,12}", proptest::collection::vec(0i64..i64::MAX, 6)), 0..9);
    let strategy = (values(), values(), parts, 0u16..130, 0u16..40);
    proptest!(ProptestConfig::with_cases(64), |((first, second, parts, width, height) in strategy)| {
        let labels = (0..first.len()).map(|at| format!("2025-{at:02}")).collect();
        let series = vec![Series::new("tui-col-invoices", first.clone()), Series::new("tui-col-gross", second.clone())];
        let days = first.iter().zip(0..).map(|(amount, day)| (date(2024, 12, 1) + jiff::Span::new().days(day * 3), *amount)).collect();
        let rows = parts.into_iter().map(|(name, parts)| (name, parts.into_iter().map(dec).collect())).collect();
        let charts = [
            Chart::Columns(Columns { unit: money(), labels, series, first: false, told: true }),
            Chart::Line(Line { unit: Unit::Time, ends: ("a".to_owned(), "b".to_owned()), values: second }),
            Chart::Stack(Stack { unit: money(), rows }),
            Chart::Calendar(Calendar::new(money(), date(2025, 6, 1), days)),
        ];
        // A frame around the picture stays as it is.
        let whole = Rect::new(0, 0, width + 4, height + 4);
        let inner = Rect::new(2, 2, width, height);
        for chart in charts {
            let mut buffer = Buffer::empty(whole);
            let picture = Picture { panels: vec![Panel { title: "tui-picture-months", about: String::new(), chart }] };
            draw(Lang::Hu.locale(), &mut buffer, inner, &picture, Some("2025-03"));
            for y in 0..whole.height {
                for x in (0..whole.width).filter(|x| !inner.contains(ratatui::layout::Position::new(*x, y))) {
                    prop_assert_eq!(buffer[(x, y)].symbol(), " ", "{} at {},{}", picture.panels[0].title, x, y);
                }
            }
        }
    });
}

#[test]
fn sums_beside_bars_stand_below_each_other_on_the_mark() {
    let rows = vec![("Big".to_owned(), vec![dec(10_169_675)]), ("Small".to_owned(), vec!["6112690.60".parse().unwrap()])];
    let shown = drawn(Chart::Stack(Stack { unit: money(), rows }), 60, 6);
    let at = |line: &String| line.chars().position(|c| c == '.');
    assert!(at(&shown[1]).is_some() && at(&shown[1]) == at(&shown[2]), "{shown:#?}");
}
