//! Hours as the screen shows them, and names as people type them.
//!
//! For: pages, pictures and forms of own books. Never: a rounding of time; the hours of what goes on end with their minute.

use crate::query::fold;

/// Seconds as hours and minutes, with seconds where there are some.
pub(crate) fn hours(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { format!("{hours}:{minutes:02}") } else { format!("{hours}:{minutes:02}:{rest:02}") }
}

/// Seconds as hours and minutes, without what is left of a minute: for what goes on.
pub(crate) fn minutes(seconds: i64) -> String {
    hours(seconds - seconds % 60)
}

/// The names that a text means: the equal one, or every name with the text as a part.
pub(crate) fn meant<'n>(names: &'n [String], typed: &str) -> Vec<&'n str> {
    let typed = fold(typed.trim());
    let of = |fits: &dyn Fn(&str) -> bool| -> Vec<&'n str> {
        names.iter().map(String::as_str).filter(|name| fits(&fold(name))).collect()
    };
    let equal = of(&|name| name == typed);
    if equal.is_empty() && !typed.is_empty() { of(&|name| name.contains(&typed)) } else { equal }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_meant_by_a_part_of_it_unless_one_is_equal() {
        let names = ["Site", "Site old", "Óbuda"].map(str::to_owned);
        assert_eq!(meant(&names, "site"), ["Site"]);
        assert_eq!(meant(&names, "sit"), ["Site", "Site old"]);
        assert_eq!(meant(&names, "obu"), ["Óbuda"]);
        assert_eq!(meant(&names, " "), [""; 0]);
        assert_eq!([0, 59, 3600, 90_061].map(hours), ["0:00", "0:00:59", "1:00", "25:01:01"]);
        assert_eq!(minutes(2_559), "0:42");
    }
}
