//! Pictures on their pages, at four sizes in both languages.

use super::screens::each_at;
use super::world::World;

const SIZES: [(u16, u16); 4] = [(200, 50), (120, 40), (80, 24), (40, 12)];

#[test]
fn every_page_with_a_picture_shows_it_beside_the_figures_or_in_their_place() {
    for (name, keys) in [
        ("picture-companies", ""),
        ("picture-companies-only", "P"),
        ("picture-aging", "5"),
        ("picture-months", "5lP"),
        ("picture-cash", "5lll"),
        ("picture-paid", "5hhh"),
        ("picture-days", "5hhP"),
        ("picture-delay", "5hP"),
        ("picture-runs", "4"),
        ("picture-runs-only", "4P"),
        ("picture-ascii", ",jjj<enter><esc>5lll"),
    ] {
        each_at(name, &SIZES, World::new, |world| {
            world.keys(keys);
        });
    }
}
