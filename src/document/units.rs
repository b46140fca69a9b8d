//! Units of quantities: what sources write → the codes of UN/ECE Recommendation 20 and the words of the tax authority.

/// A unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// Its code in the list of the United Nations.
    pub(super) code: &'static str,
    /// Its word in the data of the Hungarian tax authority; `OWN` where the text itself is given.
    pub(super) nav: &'static str,
}

/// Units by the words that name them, in lower case.
const UNITS: &[(&str, &str, &[&str])] = &[
    (
        "C62",
        "PIECE",
        &["", "db", "darab", "piece", "pieces", "pc", "pcs", "each", "ea", "unit", "units", "c62", "h87", "stk", "stück"],
    ),
    ("HUR", "HOUR", &["óra", "ó", "hour", "hours", "h", "hr", "hrs", "hur", "stunde", "stunden", "std"]),
    ("MIN", "MINUTE", &["perc", "minute", "minutes", "min"]),
    ("DAY", "DAY", &["nap", "day", "days", "d", "tag", "tage"]),
    ("MON", "MONTH", &["hó", "hónap", "month", "months", "mon", "monat", "monate"]),
    ("SEC", "OWN", &["másodperc", "mp", "second", "seconds", "sec", "s"]),
    ("WEE", "OWN", &["hét", "week", "weeks", "wee"]),
    ("ANN", "OWN", &["év", "year", "years", "ann"]),
    ("KGM", "KILOGRAM", &["kg", "kilogramm", "kilogram", "kgm"]),
    ("TNE", "TON", &["t", "tonna", "ton", "tonne", "tne"]),
    ("GRM", "OWN", &["g", "gramm", "gram"]),
    ("KWH", "KWH", &["kwh"]),
    ("LTR", "LITER", &["l", "liter", "litre", "ltr"]),
    ("KMT", "KILOMETER", &["km", "kilométer", "kilometer", "kilometre", "kmt"]),
    ("MTQ", "CUBIC_METER", &["m3", "m³", "köbméter", "mtq"]),
    ("MTK", "OWN", &["m2", "m²", "nm", "négyzetméter", "mtk"]),
    ("MTR", "METER", &["m", "méter", "meter", "metre", "mtr"]),
    ("LM", "LINEAR_METER", &["fm", "folyóméter"]),
    ("XCT", "CARTON", &["karton", "carton"]),
    ("XPK", "PACK", &["csomag", "cs", "pack", "package"]),
    ("SET", "OWN", &["készlet", "garnitúra", "set"]),
    ("PR", "OWN", &["pár", "pair"]),
    ("E48", "OWN", &["szolgáltatás", "service", "alkalom", "occasion"]),
];

/// The unit that a text names; pieces of their own kind where it names none that is known.
pub(super) fn unit(text: &str) -> Unit {
    let word = text.trim().trim_end_matches('.').to_lowercase();
    let known = UNITS.iter().find(|(_, _, words)| words.contains(&word.as_str()));
    known.map_or(Unit { code: "C62", nav: "OWN" }, |(code, nav, _)| Unit { code, nav })
}

/// The codes that are written.
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    UNITS.iter().map(|(code, ..)| *code)
}
