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

#[test]
fn time_projects_and_drafts_are_grouped_with_hours() {
    let mut world = World { own: true, ..World::new(Lang::En, (120, 40)) }.begin();
    // The entries of a month.
    world.keys("t++");
    let rows = world.model.pages.time.sheet.total();
    assert!(rows > 20, "{}", world.screen());
    group(&mut world, "", "Client");
    let shown = world.screen();
    assert!(shown.contains("Hours") && shown.contains("Acme Kft."), "{shown}");
    let total = shown.lines().find(|line| line.contains("total")).expect("a total");
    assert!(total.contains(&rows.to_string()) && total.contains(':'), "{total}");
    // By hours, the longest first; and back where it came from.
    world.keys("o<end><enter>");
    assert!(world.screen().contains("↓ Hours"), "{}", world.screen());
    world.keys("<home><enter>");
    assert_eq!(world.model.shared.page, PageId::Time);
    assert!(world.model.pages.time.sheet.total() < rows, "{}", world.screen());
    world.keys("<esc>");
    assert_eq!(world.model.shared.page, PageId::Groups);
    world.keys("<esc>");
    assert_eq!((world.model.shared.page, world.model.pages.time.sheet.total()), (PageId::Time, rows));
    world.keys("(<enter>y");
    let Some(Effect::Copy(text)) = world.done.pop() else { panic!("{:?}", world.done) };
    assert!(text.lines().next().is_some_and(|line| line.contains("Hours")), "{text}");
    // A client sums its projects: its row is not counted beside them, and shares of budgets are not summed.
    world.model.shared.page = PageId::Projects;
    world.keys("r");
    group(&mut world, "", "Client");
    let shown = world.screen();
    let heading = shown.lines().find(|line| line.contains("Rows") && line.contains("Hours")).expect("a heading");
    assert!(heading.contains("Invoiced") && !heading.contains("Used"), "{heading}");
    let acme = shown.lines().find(|line| line.contains("Acme Kft.")).expect("a client");
    assert!(acme.contains("702 000") && !acme.contains("1 404 000"), "{acme}");
    // What is copied has the sums of every column, also those that no service has.
    world.keys("y");
    let Some(Effect::Copy(text)) = world.done.pop() else { panic!("{:?}", world.done) };
    assert!(text.contains("Invoiced") && text.replace('\u{A0}', " ").contains("702 000"), "{text}");
    world.model.shared.page = PageId::Drafts;
    world.keys("r");
    group(&mut world, "", "Client");
    assert!(world.screen().contains("Gross"), "{}", world.screen());
}

#[test]
fn the_filter_from_before_comes_back_when_a_group_is_left() {
    let mut world = world();
    world.keys("4/status:completed<enter>");
    let rows = world.model.pages.runs.sheet.total();
    group(&mut world, "", "Company");
    world.keys("<enter>");
    assert!(world.model.pages.runs.sheet.filter.query().starts_with("(status:completed) company="));
    world.keys("<esc>");
    assert_eq!(world.model.shared.page, PageId::Groups);
    world.keys("<esc>");
    let sheet = &world.model.pages.runs.sheet;
    assert_eq!((sheet.filter.query(), sheet.total()), ("status:completed", rows));
}

#[test]
fn groups_are_filtered_marked_and_their_columns_chosen() {
    let mut world = World::new(Lang::En, (140, 40)).begin();
    group(&mut world, "7", "Partner");
    let all = world.screen();
    assert!(all.contains("4 groups"), "{all}");
    world.keys("/value:petz<enter>");
    let some = world.screen();
    assert!(some.contains("1 of 4") && some.contains("PETZ"), "{some}");
    // The sums are those of what is shown.
    let total = |screen: &str| screen.lines().find(|line| line.contains("total")).unwrap_or_default().to_owned();
    assert_ne!(total(&some), total(&all));
    world.keys("/rows>abc<enter>");
    assert!(world.screen().contains('^') || world.screen().contains("rows"), "{}", world.screen());
    world.keys("<esc>");
    assert!(world.screen().contains("4 groups"), "{}", world.screen());
    // Marked groups are copied and opened together.
    world.keys("<home>  y");
    let Some(Effect::Copy(text)) = world.done.pop() else { panic!("{:?}", world.done) };
    let names: std::collections::BTreeSet<&str> = text.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(names.len(), 2, "{text}");
    world.keys("z");
    assert!(world.screen().contains("1 marked"), "{}", world.screen());
    world.keys("Z<enter>");
    assert_eq!(world.model.shared.page, PageId::Payments);
    let query = world.model.pages.payments.filter.query().to_owned();
    assert!(query.contains(" or ") && world.model.pages.payments.list.total < 120, "{query}");
    world.keys("<esc>");
    // A column is hidden, and comes back.
    world.keys("u|<enter><esc>");
    let heading = |world: &World| world.screen().lines().find(|line| line.contains("Amount")).unwrap_or_default().to_owned();
    assert!(!heading(&world).contains("Rows"), "{}", world.screen());
    world.keys("|<end><enter><esc>");
    assert!(heading(&world).contains("Rows"), "{}", world.screen());
}
