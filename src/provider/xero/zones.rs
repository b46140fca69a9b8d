//! Names of time zones as the service writes them: those of Windows, in capitals and without spaces.

/// The IANA zone of a name; an IANA name stays what it is.
pub(super) fn iana(name: &str) -> Option<&'static str> {
    let folded: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    ZONES.iter().find(|(windows, _)| *windows == folded).map(|(_, iana)| *iana)
}

/// Names of Windows zones and the IANA zones that CLDR maps them to.
const ZONES: &[(&str, &str)] = &[
    ("AFGHANISTANSTANDARDTIME", "Asia/Kabul"),
    ("ALASKANSTANDARDTIME", "America/Anchorage"),
    ("ARABIANSTANDARDTIME", "Asia/Dubai"),
    ("ARABICSTANDARDTIME", "Asia/Baghdad"),
    ("ARABSTANDARDTIME", "Asia/Riyadh"),
    ("ARGENTINASTANDARDTIME", "America/Argentina/Buenos_Aires"),
    ("ATLANTICSTANDARDTIME", "America/Halifax"),
    ("AUSCENTRALSTANDARDTIME", "Australia/Darwin"),
    ("AUSCENTRALWSTANDARDTIME", "Australia/Eucla"),
    ("AUSEASTERNSTANDARDTIME", "Australia/Sydney"),
    ("AZERBAIJANSTANDARDTIME", "Asia/Baku"),
    ("AZORESSTANDARDTIME", "Atlantic/Azores"),
    ("BANGLADESHSTANDARDTIME", "Asia/Dhaka"),
    ("BELARUSSTANDARDTIME", "Europe/Minsk"),
    ("CANADACENTRALSTANDARDTIME", "America/Regina"),
    ("CAPEVERDESTANDARDTIME", "Atlantic/Cape_Verde"),
    ("CAUCASUSSTANDARDTIME", "Asia/Yerevan"),
    ("CENAUSTRALIASTANDARDTIME", "Australia/Adelaide"),
    ("CENTRALAMERICASTANDARDTIME", "America/Guatemala"),
    ("CENTRALASIASTANDARDTIME", "Asia/Almaty"),
    ("CENTRALBRAZILIANSTANDARDTIME", "America/Cuiaba"),
    ("CENTRALEUROPEANSTANDARDTIME", "Europe/Warsaw"),
    ("CENTRALEUROPESTANDARDTIME", "Europe/Budapest"),
    ("CENTRALPACIFICSTANDARDTIME", "Pacific/Guadalcanal"),
    ("CENTRALSTANDARDTIME", "America/Chicago"),
    ("CENTRALSTANDARDTIMEMEXICO", "America/Mexico_City"),
    ("CHATHAMISLANDSSTANDARDTIME", "Pacific/Chatham"),
    ("CHINASTANDARDTIME", "Asia/Shanghai"),
    ("EAFRICASTANDARDTIME", "Africa/Nairobi"),
    ("EASTERNSTANDARDTIME", "America/New_York"),
    ("EASTERNSTANDARDTIMEMEXICO", "America/Cancun"),
    ("EAUSTRALIASTANDARDTIME", "Australia/Brisbane"),
    ("EEUROPESTANDARDTIME", "Europe/Chisinau"),
    ("EGYPTSTANDARDTIME", "Africa/Cairo"),
    ("EKATERINBURGSTANDARDTIME", "Asia/Yekaterinburg"),
    ("ESOUTHAMERICASTANDARDTIME", "America/Sao_Paulo"),
    ("FIJISTANDARDTIME", "Pacific/Fiji"),
    ("FLESTANDARDTIME", "Europe/Kyiv"),
    ("GEORGIANSTANDARDTIME", "Asia/Tbilisi"),
    ("GMTSTANDARDTIME", "Europe/London"),
    ("GREENLANDSTANDARDTIME", "America/Nuuk"),
    ("GREENWICHSTANDARDTIME", "Atlantic/Reykjavik"),
    ("GTBSTANDARDTIME", "Europe/Bucharest"),
    ("HAITISTANDARDTIME", "America/Port-au-Prince"),
    ("HAWAIIANSTANDARDTIME", "Pacific/Honolulu"),
    ("INDIASTANDARDTIME", "Asia/Kolkata"),
    ("IRANSTANDARDTIME", "Asia/Tehran"),
    ("ISRAELSTANDARDTIME", "Asia/Jerusalem"),
    ("JORDANSTANDARDTIME", "Asia/Amman"),
    ("KALININGRADSTANDARDTIME", "Europe/Kaliningrad"),
    ("KOREASTANDARDTIME", "Asia/Seoul"),
    ("LINEISLANDSSTANDARDTIME", "Pacific/Kiritimati"),
    ("LORDHOWESTANDARDTIME", "Australia/Lord_Howe"),
    ("MAURITIUSSTANDARDTIME", "Indian/Mauritius"),
    ("MIDDLEEASTSTANDARDTIME", "Asia/Beirut"),
    ("MONTEVIDEOSTANDARDTIME", "America/Montevideo"),
    ("MOROCCOSTANDARDTIME", "Africa/Casablanca"),
    ("MOUNTAINSTANDARDTIME", "America/Denver"),
    ("MOUNTAINSTANDARDTIMEMEXICO", "America/Mazatlan"),
    ("MYANMARSTANDARDTIME", "Asia/Yangon"),
    ("NAMIBIASTANDARDTIME", "Africa/Windhoek"),
    ("NCENTRALASIASTANDARDTIME", "Asia/Novosibirsk"),
    ("NEPALSTANDARDTIME", "Asia/Kathmandu"),
    ("NEWFOUNDLANDSTANDARDTIME", "America/St_Johns"),
    ("NEWZEALANDSTANDARDTIME", "Pacific/Auckland"),
    ("NORFOLKSTANDARDTIME", "Pacific/Norfolk"),
    ("NORTHASIAEASTSTANDARDTIME", "Asia/Irkutsk"),
    ("NORTHASIASTANDARDTIME", "Asia/Krasnoyarsk"),
    ("PACIFICSASTANDARDTIME", "America/Santiago"),
    ("PACIFICSTANDARDTIME", "America/Los_Angeles"),
    ("PACIFICSTANDARDTIMEMEXICO", "America/Tijuana"),
    ("PAKISTANSTANDARDTIME", "Asia/Karachi"),
    ("PARAGUAYSTANDARDTIME", "America/Asuncion"),
    ("ROMANCESTANDARDTIME", "Europe/Paris"),
    ("RUSSIANSTANDARDTIME", "Europe/Moscow"),
    ("SAEASTERNSTANDARDTIME", "America/Cayenne"),
    ("SAMOASTANDARDTIME", "Pacific/Apia"),
    ("SAPACIFICSTANDARDTIME", "America/Bogota"),
    ("SAWESTERNSTANDARDTIME", "America/La_Paz"),
    ("SEASIASTANDARDTIME", "Asia/Bangkok"),
    ("SINGAPORESTANDARDTIME", "Asia/Singapore"),
    ("SOUTHAFRICASTANDARDTIME", "Africa/Johannesburg"),
    ("SRILANKASTANDARDTIME", "Asia/Colombo"),
    ("SYRIASTANDARDTIME", "Asia/Damascus"),
    ("TAIPEISTANDARDTIME", "Asia/Taipei"),
    ("TASMANIASTANDARDTIME", "Australia/Hobart"),
    ("TOKYOSTANDARDTIME", "Asia/Tokyo"),
    ("TONGASTANDARDTIME", "Pacific/Tongatapu"),
    ("TURKEYSTANDARDTIME", "Europe/Istanbul"),
    ("ULAANBAATARSTANDARDTIME", "Asia/Ulaanbaatar"),
    ("USEASTERNSTANDARDTIME", "America/Indiana/Indianapolis"),
    ("USMOUNTAINSTANDARDTIME", "America/Phoenix"),
    ("UTC", "Etc/UTC"),
    ("VENEZUELASTANDARDTIME", "America/Caracas"),
    ("VLADIVOSTOKSTANDARDTIME", "Asia/Vladivostok"),
    ("WAUSTRALIASTANDARDTIME", "Australia/Perth"),
    ("WCENTRALAFRICASTANDARDTIME", "Africa/Lagos"),
    ("WESTASIASTANDARDTIME", "Asia/Tashkent"),
    ("WESTPACIFICSTANDARDTIME", "Pacific/Port_Moresby"),
    ("WEUROPESTANDARDTIME", "Europe/Berlin"),
    ("YAKUTSKSTANDARDTIME", "Asia/Yakutsk"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_zone_that_exists() {
        for (windows, iana) in ZONES {
            assert!(jiff::tz::TimeZone::get(iana).is_ok(), "{windows}: {iana}");
        }
        assert!(ZONES.is_sorted_by(|a, b| a.0 < b.0), "each name once");
        assert_eq!(iana("NEWZEALANDSTANDARDTIME"), Some("Pacific/Auckland"));
        assert_eq!(iana("W. Europe Standard Time"), Some("Europe/Berlin"));
        assert_eq!(iana("MOONSTANDARDTIME"), None);
    }
}
