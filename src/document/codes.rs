//! Code lists of EN 16931, as far as documents of ours may hold them.

/// Codes of countries (ISO 3166-1), with the two that the European list adds for Northern Ireland and Kosovo.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY \
    BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF \
    GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY \
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP \
    NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY \
    SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XI XK YE YT ZA ZM ZW";

/// Codes of currencies in use (ISO 4217).
const CURRENCIES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP \
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD \
    IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR \
    MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC \
    SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW";

/// Member states of the European Union by their codes, with the prefix of their VAT numbers and the scheme of electronic addresses that
/// takes these numbers.
const VAT_SCHEMES: &[(&str, &str, &str)] = &[
    ("AT", "AT", "9914"),
    ("BE", "BE", "9925"),
    ("BG", "BG", "9926"),
    ("CY", "CY", "9928"),
    ("CZ", "CZ", "9929"),
    ("DE", "DE", "9930"),
    ("DK", "DK", "0198"),
    ("EE", "EE", "9931"),
    ("ES", "ES", "9920"),
    ("FI", "FI", "0213"),
    ("FR", "FR", "9957"),
    ("GR", "EL", "9933"),
    ("HR", "HR", "9934"),
    ("HU", "HU", "9910"),
    ("IE", "IE", "9935"),
    ("IT", "IT", "0211"),
    ("LT", "LT", "9937"),
    ("LU", "LU", "9938"),
    ("LV", "LV", "9939"),
    ("MT", "MT", "9943"),
    ("NL", "NL", "9944"),
    ("PL", "PL", "9945"),
    ("PT", "PT", "9946"),
    ("RO", "RO", "9947"),
    ("SE", "SE", "9955"),
    ("SI", "SI", "9949"),
    ("SK", "SK", "9950"),
];

/// Schemes of electronic addresses (EAS).
const SCHEMES: &str = "0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0147 0151 0154 0158 0170 0177 0183 0184 0188 0190 0191 \
    0192 0193 0194 0195 0196 0198 0199 0200 0201 0202 0203 0204 0205 0208 0209 0210 0211 0212 0213 0215 0216 0217 0218 0219 0220 0221 \
    0225 0230 0235 0240 0244 9910 9913 9914 9915 9918 9919 9920 9922 9923 9924 9925 9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 \
    9936 9937 9938 9939 9940 9941 9942 9943 9944 9945 9946 9947 9948 9949 9950 9951 9952 9953 9957 9959 AN AQ AS AU EM";

/// Countries with accounts that take credit transfers in euros under the SEPA rules.
const SEPA: &str = "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI \
    SK SM VA XK";

fn holds(list: &str, code: &str) -> bool {
    !code.is_empty() && list.split_ascii_whitespace().any(|known| known == code)
}

/// Whether a code is that of a country.
pub(super) fn is_country(code: &str) -> bool {
    holds(COUNTRIES, code)
}

/// Countries as services write them in words, in English or in the country's own language, beside their codes.
const NAMES: &[(&str, &[&str])] = &[
    ("AT", &["AUSTRIA", "ÖSTERREICH", "AUSZTRIA"]),
    ("AU", &["AUSTRALIA"]),
    ("BE", &["BELGIUM", "BELGIË", "BELGIQUE", "BELGIEN"]),
    ("BG", &["BULGARIA"]),
    ("CA", &["CANADA"]),
    ("CH", &["SWITZERLAND", "SCHWEIZ", "SUISSE", "SVÁJC"]),
    ("CN", &["CHINA"]),
    ("CY", &["CYPRUS"]),
    ("CZ", &["CZECHIA", "CZECH REPUBLIC", "ČESKÁ REPUBLIKA", "ČESKO"]),
    ("DE", &["GERMANY", "DEUTSCHLAND", "NÉMETORSZÁG"]),
    ("DK", &["DENMARK", "DANMARK"]),
    ("EE", &["ESTONIA", "EESTI"]),
    ("ES", &["SPAIN", "ESPAÑA"]),
    ("FI", &["FINLAND", "SUOMI"]),
    ("FR", &["FRANCE"]),
    ("GB", &["UNITED KINGDOM", "UK", "GREAT BRITAIN", "ENGLAND", "SCOTLAND", "WALES", "NORTHERN IRELAND"]),
    ("GR", &["GREECE", "EL", "ΕΛΛΆΔΑ"]),
    ("HK", &["HONG KONG"]),
    ("HR", &["CROATIA", "HRVATSKA"]),
    ("HU", &["HUNGARY", "MAGYARORSZÁG"]),
    ("IE", &["IRELAND", "ÉIRE", "REPUBLIC OF IRELAND"]),
    ("IN", &["INDIA"]),
    ("IT", &["ITALY", "ITALIA"]),
    ("JP", &["JAPAN"]),
    ("LT", &["LITHUANIA", "LIETUVA"]),
    ("LU", &["LUXEMBOURG"]),
    ("LV", &["LATVIA", "LATVIJA"]),
    ("MT", &["MALTA"]),
    ("NL", &["NETHERLANDS", "THE NETHERLANDS", "NEDERLAND"]),
    ("NO", &["NORWAY", "NORGE"]),
    ("NZ", &["NEW ZEALAND", "AOTEAROA"]),
    ("PL", &["POLAND", "POLSKA"]),
    ("PT", &["PORTUGAL"]),
    ("RO", &["ROMANIA", "ROMÂNIA", "ROMÁNIA"]),
    ("RS", &["SERBIA", "SRBIJA", "SZERBIA"]),
    ("SE", &["SWEDEN", "SVERIGE"]),
    ("SG", &["SINGAPORE"]),
    ("SI", &["SLOVENIA", "SLOVENIJA"]),
    ("SK", &["SLOVAKIA", "SLOVENSKO", "SZLOVÁKIA"]),
    ("UA", &["UKRAINE", "UKRAJNA"]),
    ("US", &["UNITED STATES", "UNITED STATES OF AMERICA", "USA", "U.S.A.", "U.S."]),
    ("ZA", &["SOUTH AFRICA"]),
];

/// The code of a country that is written as a code or by its name; a text that is neither is kept, in capitals, for the rules to refuse.
pub(super) fn country(text: &str) -> Option<String> {
    let upper = text.trim().to_uppercase();
    let named = NAMES.iter().find(|(_, names)| names.contains(&upper.as_str())).map(|(code, _)| (*code).to_owned());
    named.or(Some(upper)).filter(|code| !code.is_empty())
}

/// Whether a code is that of a currency in use.
pub(super) fn is_currency(code: &str) -> bool {
    holds(CURRENCIES, code)
}

/// Whether a code is that of a scheme of electronic addresses.
pub(super) fn is_scheme(code: &str) -> bool {
    holds(SCHEMES, code)
}

/// Whether accounts of a country take credit transfers in euros under the SEPA rules.
pub(super) fn is_sepa(country: &str) -> bool {
    holds(SEPA, country)
}

/// Prefix of the VAT numbers of a member state, and the scheme of electronic addresses that takes them.
pub(super) fn vat_scheme(country: &str) -> Option<(&'static str, &'static str)> {
    VAT_SCHEMES.iter().find(|(code, ..)| *code == country).map(|(_, prefix, scheme)| (*prefix, *scheme))
}

/// The member state of a VAT number, by its prefix.
pub(super) fn member_state(vat_id: &str) -> Option<&'static str> {
    let prefix = vat_id.get(..2)?;
    VAT_SCHEMES.iter().find(|(_, known, _)| *known == prefix).map(|(code, ..)| *code)
}
