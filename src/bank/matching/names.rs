//! Names of partners, so that two ways to write one are alike.
//!
//! For: the matcher. Uses: std. Never: a likeness by chance: words are equal or not.

/// Legal forms, which payers leave out.
const FORMS: &[&str] = &[
    "kft",
    "bt",
    "zrt",
    "nyrt",
    "rt",
    "kkt",
    "ev",
    "egyeni",
    "vallalkozo",
    "gmbh",
    "ag",
    "kg",
    "ltd",
    "limited",
    "llc",
    "inc",
    "corp",
    "sro",
    "srl",
    "sa",
    "spa",
    "bv",
    "nv",
    "oy",
    "ab",
    "as",
    "plc",
    "se",
    "sarl",
    "sas",
    "doo",
    "sp",
    "zoo",
    "co",
    "korlatolt",
    "felelossegu",
    "tarsasag",
    "reszvenytarsasag",
    "zartkoruen",
    "mukodo",
    "beteti",
    "a",
    "az",
    "the",
];

/// A letter without its accent, lower case.
pub(super) const fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ă' | 'ą' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ę' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'ő' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ű' | 'ů' => 'u',
        'ý' => 'y',
        'č' | 'ç' | 'ć' => 'c',
        'š' | 'ś' | 'ș' | 'ş' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ř' => 'r',
        'ň' | 'ń' | 'ñ' => 'n',
        'ť' | 'ț' | 'ţ' => 't',
        'ď' => 'd',
        'ł' | 'ľ' | 'ĺ' => 'l',
        other => other,
    }
}

/// The words of a name without accents and legal forms, in one text; empty if nothing is left.
#[must_use]
pub fn folded(name: &str) -> String {
    // `K.F.T.` and `s.r.o.` are one word.
    let lower: String = name.to_lowercase().chars().filter(|c| !matches!(c, '.' | '\'' | '’')).map(plain).collect();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !FORMS.contains(word));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_accents_are_no_difference() {
        assert_eq!(folded("Őrség Kft."), "orseg");
        assert_eq!(folded("ŐRSÉG KORLÁTOLT FELELŐSSÉGŰ TÁRSASÁG"), "orseg");
        assert_eq!(folded("Brno Stroj s.r.o."), "brno stroj");
        assert_eq!(folded("Kft."), "");
        assert_ne!(folded("Alfa Trade Kft."), folded("Alfa Trader Kft."));
    }
}
