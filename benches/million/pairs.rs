//! Two builds in turn over stores of the same account: commands, the screen and a sync with nothing new.
//!
//! For: a figure that has to be no slower than another build's. Uses: the rows of the other benches. Never: a store that the other
//! build did not fill itself.

use std::path::Path;
use std::time::Duration;

use crate::account::Account;
use crate::fill::{self, Size};
use crate::{Figures, commands, measure, screen, shown, take};

/// Median of the ratios, and the order statistics that hold it in 95 of 100 samples.
fn interval(ratios: &mut [f64]) -> (f64, f64, f64) {
    ratios.sort_by(f64::total_cmp);
    let count = ratios.len();
    let half = (0.98 * (count as f64).sqrt()).ceil() as usize;
    let low = (count / 2).saturating_sub(half);
    let high = (count.div_ceil(2) + half).min(count) - 1;
    (f64::midpoint(ratios[(count - 1) / 2], ratios[count / 2]), ratios[low], ratios[high])
}

/// Prints each row of this build and of the other one, and the ratio of so many pairs.
pub fn compare(other: &Path, count: usize, sizes: &[Size]) {
    let ours = crate::binary();
    println!("{:<64} {:>10} {:>10}   ratio of {count} pairs (95 % interval)", "", "this", "other");
    for size in sizes {
        let account = Account::start(None, size.each);
        let builds = [ours.as_path(), other];
        let homes = builds.map(|build| {
            take(build);
            let home = fill::companies(*size, &account.url);
            measure(home.path(), &["--headless"]);
            home
        });
        account.behave(Duration::ZERO, true);
        let mut rounds: Vec<[Figures; 2]> = Vec::new();
        // The first round warms both and is left out.
        for round in 0..=count {
            let mut found = [Figures::default(), Figures::default()];
            for turn in 0..2 {
                let side = (turn + round) % 2;
                take(builds[side]);
                commands(&mut found[side], *size, homes[side].path());
                screen::figures(&mut found[side], *size, homes[side].path());
                let (time, peak, _) = measure(homes[side].path(), &["--headless"]);
                found[side].note("a sync of all companies with nothing new, ms", size.name, time.as_secs_f64() * 1e3);
                found[side].note("a sync of all companies with nothing new, MB at its peak", size.name, peak);
            }
            if round > 0 {
                rounds.push(found);
            }
        }
        let names = rounds[0][0].names.clone();
        for name in names {
            let key = (name.clone(), size.name.to_owned());
            let middle = |side: usize| {
                let mut all: Vec<f64> = rounds.iter().map(|round| round[side].values[&key]).collect();
                all.sort_by(f64::total_cmp);
                all[all.len() / 2]
            };
            let mut ratios: Vec<f64> =
                rounds.iter().map(|round| round[0].values[&key] / round[1].values[&key].max(1e-9)).collect();
            let (median, low, high) = interval(&mut ratios);
            println!(
                "{:<64} {:>10} {:>10}   ×{median:.2}  ({low:.2} to {high:.2})",
                format!("{}: {name}", size.name),
                shown(middle(0)),
                shown(middle(1))
            );
        }
    }
}
