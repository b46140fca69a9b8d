//! Numbers and lengths of time as programs write them: decimal points and commas, hours, minutes and seconds.
//!
//! For: tables, timedot, klog. Uses: decimals. Never: a form of file.

use rust_decimal::Decimal;

/// Longest entry that is believed: four weeks. A longer one is a wrong reading or a forgotten timer.
pub(super) const LONGEST: i64 = 28 * 86_400;

/// A decimal number with a point or a comma; of two different separators the last one is the decimal one.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let text: String = text.trim().chars().filter(|c| !matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\'')).collect();
    let last = text.rfind([',', '.']);
    let plain: String = match last {
        None => text,
        Some(at) => {
            let mark = text.get(at..=at)?;
            let other = if mark == "," { "." } else { "," };
            let repeated = text.matches(mark).count() > 1;
            if repeated && text.contains(other) {
                return None;
            }
            // One mark that comes more than once groups thousands.
            if repeated { text.replace(mark, "") } else { text.replace(other, "").replace(mark, ".") }
        }
    };
    let well = plain.strip_prefix('-').unwrap_or(&plain);
    (!well.is_empty() && well.chars().all(|c| c.is_ascii_digit() || c == '.')).then(|| plain.parse().ok())?
}

/// Seconds of a decimal number of hours, rounded to the second.
pub(super) fn of_hours(hours: Decimal) -> Option<i64> {
    let seconds = hours.checked_mul(Decimal::from(3600))?.round();
    i64::try_from(seconds).ok().filter(|seconds| (0..=LONGEST).contains(seconds))
}

/// Seconds of a length: `1:30`, `01:30:00`, `18:25 min`, `45 sec`, `1h 30m`, `1.5`, `1,5 h`.
pub(super) fn length(text: &str) -> Option<i64> {
    let text = text.trim().to_lowercase();
    let seconds = if let Some((first, second)) = text.split_once(':') {
        let (second, unit) = second.split_once(' ').unwrap_or((second, ""));
        let parts: Option<Vec<i64>> = [first].into_iter().chain(second.split(':')).map(whole).collect();
        match (parts?.as_slice(), unit.trim()) {
            ([minutes, seconds], "min") if *seconds < 60 => minutes.checked_mul(60)?.checked_add(*seconds)?,
            ([hours, minutes], "" | "h") if *minutes < 60 => hours.checked_mul(3600)?.checked_add(minutes * 60)?,
            ([hours, minutes, seconds], "" | "h") if *minutes < 60 && *seconds < 60 => {
                hours.checked_mul(3600)?.checked_add(minutes * 60 + seconds)?
            }
            _ => return None,
        }
    } else if text.chars().any(char::is_alphabetic) {
        units(&text)?
    } else {
        of_hours(decimal(&text)?)?
    };
    (0..=LONGEST).contains(&seconds).then_some(seconds)
}

/// Seconds of numbers with units, such as `1h 30m`.
fn units(text: &str) -> Option<i64> {
    let mut total = Decimal::ZERO;
    let (mut number, mut unit) = (String::new(), String::new());
    for c in text.chars().filter(|c| !c.is_whitespace()).chain(['0']) {
        if c.is_alphabetic() {
            unit.push(c);
            continue;
        }
        if !unit.is_empty() {
            let scale = match unit.as_str() {
                "s" | "sec" | "secs" | "second" | "seconds" => 1,
                "m" | "min" | "mins" | "minute" | "minutes" => 60,
                "h" | "hr" | "hrs" | "hour" | "hours" => 3600,
                "d" => 86_400,
                "w" => 7 * 86_400,
                _ => return None,
            };
            total = total.checked_add(decimal(&number)?.checked_mul(Decimal::from(scale))?)?;
            number.clear();
            unit.clear();
        }
        number.push(c);
    }
    // The mark at the end alone is left.
    (number == "0").then(|| i64::try_from(total.round()).ok())?
}

/// A whole number that is not negative.
pub(super) fn whole(text: &str) -> Option<i64> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_points_or_commas() {
        let of = |text| decimal(text).map(|number| number.normalize().to_string());
        for (text, number) in [
            ("20,0", "20"),
            ("2.000,0", "2000"),
            ("1,234.5", "1234.5"),
            ("0,01", "0.01"),
            ("1 234,5", "1234.5"),
            ("1.5", "1.5"),
            ("1,234,567", "1234567"),
            ("-3", "-3"),
        ] {
            assert_eq!(of(text).as_deref(), Some(number), "{text}");
        }
        assert!(["", "1.2,3.4", "1e5", "abc", "-", "1-2"].iter().all(|text| of(text).is_none()));
    }

    #[test]
    fn lengths_are_seconds() {
        for (text, seconds) in [
            ("00:30:00", 1800),
            ("18:25 min", 1105),
            ("45 sec", 45),
            ("1h 30m", 5400),
            ("1.5", 5400),
            ("1,5 h", 5400),
            ("27:15", 98_100),
            ("0,01", 36),
            ("2d", 172_800),
        ] {
            assert_eq!(length(text), Some(seconds), "{text}");
        }
        assert!(["", "1:75", "h", "1:2:3:4", "30 parsecs", "-1", "9999999"].iter().all(|text| length(text).is_none()));
    }
}
