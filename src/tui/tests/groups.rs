//! Lists grouped by a column: subtotals, drill-down, what is copied and written.

use super::screens::each_at;
use super::world::World;
use crate::locale::Lang;
use crate::tui::event::Effect;
use crate::tui::pages::PageId;
use crate::tui::pages::records::Records;

/// The sizes of every screen of this page.
const SIZES: [(u16, u16); 4] = [(200, 50), (120, 40), (80, 24), (40, 12)];

fn world() -> World {
    World::new(Lang::En, (120, 40)).begin()
}

fn group(world: &mut World, list: &str, title: &str) {
    world.keys(list).keys("(");
    let shown = world.screen();
    let entries: Vec<&str> = shown.lines().collect();
    assert!(shown.contains(title), "{title} in {entries:#?}");
    for _ in 0..40 {
        if world.screen().lines().any(|line| line.contains('›') && line.contains(title)) {
            break;
        }
        world.keys("<down>");
    }
    world.keys("<enter>");
    assert_eq!(world.model.shared.page, PageId::Groups, "{}", world.screen());
}

#[test]
fn groups_at_every_size() {
    each_at("groups", &SIZES, World::new, |world| {
        world.keys("7(<enter>l");
    });
    each_at("groups-menu", &SIZES, World::new, |world| {
        world.keys("2(");
    });
    each_at("groups-log", &SIZES, World::new, |world| {
        world.keys("4(<down><enter>");
    });
}

#[test]
fn every_list_is_grouped_and_its_rows_are_a_key_away() {
    let mut world = world();
    // Payments are grouped by the service: every row is in a group, and the rows of a group are those of its query.
    group(&mut world, "7", "Partner");
    let shown = world.screen();
    assert!(shown.contains("4 groups by Partner") && shown.contains("PETZ"), "{shown}");
    world.keys("<enter>");
    assert_eq!((world.model.shared.page, world.model.pages.payments.list.total), (PageId::Payments, 30));
    assert!(world.model.pages.payments.filter.query().starts_with("partner="), "{}", world.model.pages.payments.filter.query());
    // Esc leads back to the groups, and from there to the list as it was.
    world.keys("<esc>");
    assert_eq!((world.model.shared.page, world.model.pages.payments.filter.query()), (PageId::Groups, ""));
    world.keys("<esc>");
    assert_eq!((world.model.shared.page, world.model.pages.payments.list.total), (PageId::Payments, 120));
    // Rows that are at hand are grouped here.
    group(&mut world, "4", "Company");
    let groups = world.screen();
    assert!(groups.contains("by Company"), "{groups}");
    world.keys("<enter>");
    assert_eq!(world.model.shared.page, PageId::Runs);
    assert!(world.model.pages.runs.sheet.filter.query().starts_with("company="));
    assert!(world.model.pages.runs.sheet.total() > 0);
}

#[test]
fn reports_are_narrowed_and_the_invoices_behind_a_row_too() {
    let mut world = world();
    world.keys("5");
    let all = world.model.pages.reports.report.ready().expect("read").invoices;
    world.keys("/partner:petz<enter>");
    let some = world.model.pages.reports.report.ready().expect("read").invoices;
    assert!(some > 0 && some < all, "{some} of {all}");
    world.keys("<enter>");
    assert_eq!(world.model.shared.page, PageId::Invoices);
    assert!(
        world.model.pages.invoices.filter.query().starts_with("(partner:petz) "),
        "{}",
        world.model.pages.invoices.filter.query()
    );
    assert!(crate::query::parse(world.model.pages.invoices.filter.query()).is_ok());
    world.keys("<esc>/gross>abc<enter>");
    assert!(world.model.pages.reports.report.ready().is_none(), "{}", world.screen());
    world.keys("<esc>");
    assert_eq!(world.model.pages.reports.report.ready().expect("read").invoices, all);
}

#[test]
fn the_menu_begins_with_what_people_group_by_and_groups_have_a_total() {
    let mut world = world();
    world.keys("7(<enter>");
    let shown = world.screen();
    assert!(shown.contains("groups by Partner"), "{shown}");
    let heading = shown.lines().find(|line| line.contains("Partner") && line.contains("Rows")).expect("a heading");
    assert!(heading.contains("↓ Rows"), "{heading}");
    // Each currency and side for itself, as the list below its rows has them.
    let total = shown.lines().find(|line| line.contains("total")).expect("a total");
    let sums = crate::query::payment::Field::sums(&world.model.pages.payments.list.totals);
    let first = sums.iter().max_by_key(|sum| sum.count).expect("a sum");
    let amount = world.model.shared.locale.money(first.amounts[0].1, &first.currency).replace('\u{A0}', " ");
    assert!(total.contains(&first.count.to_string()) && total.contains(&amount), "{} {amount} in {total}", first.count);
    // Rows are written, and called so.
    world.keys("e<enter>");
    assert!(world.screen().contains("rows to"), "{}", world.screen());
    // What is left to pay is a balance: credit is netted against debts.
    for (lang, title) in [(Lang::En, "Balance"), (Lang::Hu, "Egyenleg")] {
        assert_eq!(lang.locale().get("tui-group-sum-balance"), title);
    }
}

#[test]
fn groups_are_ordered_unfolded_and_copied() {
    let mut world = world();
    group(&mut world, "7", "Partner");
    let folded = world.screen();
    assert!(folded.contains('▸'), "{folded}");
    world.keys("l");
    assert!(world.screen().contains('▾'), "{}", world.screen());
    world.keys("h");
    assert!(!world.screen().contains('▾'), "{}", world.screen());
    world.keys("o<down><enter>");
    let first = |world: &World| world.screen().lines().find(|line| line.contains('›')).unwrap_or_default().to_owned();
    world.keys("<home>");
    let up = first(&world);
    world.keys("O<home>");
    assert_ne!(up, first(&world));
    world.keys("y");
    let Some(Effect::Copy(text)) = world.done.pop() else { panic!("{:?}", world.done) };
    assert!(text.lines().count() > 4 && text.contains("PETZ") && text.contains("HUF"), "{text}");
    world.keys("H");
    world.keys("y");
    let Some(Effect::Copy(text)) = world.done.pop() else { panic!("{:?}", world.done) };
    assert!(!text.contains("PETZ") && !text.contains("154"), "{text}");
}

#[test]
fn sums_that_are_left_out_are_counted_and_rows_add_up_to_the_total() {
    for size in SIZES {
        let mut world = World::new(Lang::En, size).begin();
        world.keys("7(<enter>");
        let screen = world.screen();
        let lines: Vec<&str> = screen.lines().filter(|line| line.contains('▸')).collect();
        assert!(!lines.is_empty(), "{screen}");
        for line in lines {
            assert!(line.contains("+2") || line.contains("+3"), "{line} of {screen}");
        }
        let total = screen.lines().position(|line| line.contains("total")).expect("a total");
        let below: Vec<&str> = screen.lines().skip(total).collect();
        assert!(below.iter().any(|line| line.contains("+1") || line.contains("+3")), "{screen}");
        // Rows of the groups and of the total are the same kind of number.
        if size.0 >= 80 {
            assert!(below[0].split_whitespace().any(|word| word == "120"), "{screen}");
            assert!(size.0 < 120 || below[0].contains("83 summed"), "{screen}");
        }
    }
}
