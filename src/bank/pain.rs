//! Transfers as a file for the bank: pain.001 of ISO 20022, versions 03 and 09.
//!
//! For: transfers. Uses: account checks. Never: a payment to an account that is none; the bank would refuse the whole file.

use std::fmt::Write;

use rust_decimal::Decimal;

use super::account::{is_iban, is_payable};
use crate::domain::Currency;
use crate::domain::transfer::{Transfer, TransferBatch};

/// Most digits of an amount.
const DIGITS: usize = 18;
/// Most signs of a reference.
const REFERENCE: usize = 35;

/// Version of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// `pain.001.001.03`.
    V03,
    /// `pain.001.001.09`.
    V09,
}

impl Version {
    /// The version of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "03" => Some(Self::V03),
            "09" => Some(Self::V09),
            _ => None,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::V03 => "03",
            Self::V09 => "09",
        }
    }
}

/// What is wrong with a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// The account has wrong check digits or length.
    Account,
    /// The amount is not positive, or has more decimals than the currency or more digits than the format.
    Amount,
    /// There is no name, or none in letters that the format has.
    Name,
    /// The currency is no code of three letters.
    Currency,
}

/// Checks a transfer.
///
/// # Errors
/// What is wrong with it.
pub fn check(transfer: &Transfer) -> Result<(), Wrong> {
    if !is_payable(&transfer.account) {
        return Err(Wrong::Account);
    }
    let code = transfer.currency.as_str();
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Wrong::Currency);
    }
    let scale = transfer.amount.normalize().scale();
    if transfer.amount <= Decimal::ZERO || scale > transfer.currency.decimals().min(2) || !fits(transfer.amount) {
        return Err(Wrong::Amount);
    }
    if text(&transfer.name, 70, is_sepa(transfer)).is_empty() { Err(Wrong::Name) } else { Ok(()) }
}

/// Countries of the SEPA schemes, by the first letters of their accounts.
const SEPA: &[&str] = &[
    "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR", "HU", "IE", "IS",
    "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "VA",
];

/// Whether a transfer goes by SEPA: euros to an account there.
fn is_sepa(transfer: &Transfer) -> bool {
    let country = transfer.account.get(..2).unwrap_or_default();
    transfer.currency.as_str() == "EUR" && (SEPA.contains(&country) || country.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether an amount has no more digits than the format has room for.
#[must_use]
pub fn fits(amount: Decimal) -> bool {
    plain(amount).bytes().filter(u8::is_ascii_digit).count() <= DIGITS
}

/// A reference as the file has it and the statement tells it back: of the signs that all banks take, with no slash at its ends and no two
/// together. Empty if nothing is left.
#[must_use]
pub fn reference(reference: &str) -> String {
    let parts: Vec<String> = signs(reference, REFERENCE, true).split('/').map(|part| part.trim().to_owned()).collect();
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

/// The control sum: all amounts, whatever their currencies, as the format has it.
#[must_use]
pub fn control_sum(batch: &TransferBatch) -> Option<Decimal> {
    batch.transfers.iter().try_fold(Decimal::ZERO, |sum, transfer| sum.checked_add(transfer.amount))
}

/// The file. `payer` is the name of the account's holder, `bank` its bank where it is known.
#[must_use]
pub fn write(batch: &TransferBatch, version: Version, payer: &str, bank: Option<&str>) -> String {
    let mut out = String::with_capacity(1024 + batch.transfers.len() * 900);
    let (count, sum) = (batch.transfers.len(), control_sum(batch).unwrap_or_default());
    let made = batch.made.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let id = id35(batch.id.as_str());
    let _ = writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.{}\">\n<CstmrCdtTrfInitn>\n\
         <GrpHdr><MsgId>{id}</MsgId><CreDtTm>{made}</CreDtTm><NbOfTxs>{count}</NbOfTxs><CtrlSum>{}</CtrlSum><InitgPty>{}</InitgPty></GrpHdr>",
        version.as_str(),
        plain(sum),
        name(payer, true),
    );
    let mut groups: Vec<Group<'_>> = batch.transfers.iter().map(|transfer| Group::of(batch, transfer)).collect();
    groups.sort_unstable();
    groups.dedup();
    for (number, group) in groups.into_iter().enumerate() {
        let Group { payer: own, currency, sepa, urgent } = group;
        let of: Vec<&Transfer> = batch.transfers.iter().filter(|one| Group::of(batch, one) == group).collect();
        let sum = of.iter().fold(Decimal::ZERO, |sum, transfer| sum.saturating_add(transfer.amount));
        let day = match version {
            Version::V03 => batch.day.to_string(),
            Version::V09 => format!("<Dt>{}</Dt>", batch.day),
        };
        let level = match (urgent, sepa) {
            (true, _) => "<PmtTpInf><SvcLvl><Cd>URGP</Cd></SvcLvl></PmtTpInf>",
            (false, true) => "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>",
            (false, false) => "",
        };
        let _ = writeln!(
            out,
            "<PmtInf><PmtInfId>{}</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>{}</NbOfTxs><CtrlSum>{}</CtrlSum>{level}\
             <ReqdExctnDt>{day}</ReqdExctnDt><Dbtr>{}</Dbtr><DbtrAcct>{}</DbtrAcct><DbtrAgt>{}</DbtrAgt><ChrgBr>{}</ChrgBr>",
            id35(&format!("{number}-{}", batch.id)),
            of.len(),
            plain(sum),
            name(payer, sepa),
            account(own),
            agent(bank, version),
            if sepa && !urgent { "SLEV" } else { "SHAR" },
        );
        for transfer in of {
            let bank = Some(&*transfer.bank).filter(|bank| !bank.is_empty());
            let agent = bank.map_or_else(String::new, |bank| format!("<CdtrAgt>{}</CdtrAgt>", agent(Some(bank), version)));
            let remittance = match text(&transfer.text, 140, sepa) {
                empty if empty.is_empty() => String::new(),
                text => format!("<RmtInf><Ustrd>{text}</Ustrd></RmtInf>"),
            };
            let _ = writeln!(
                out,
                "<CdtTrfTxInf><PmtId><EndToEndId>{}</EndToEndId></PmtId><Amt><InstdAmt Ccy=\"{}\">{}</InstdAmt></Amt>{agent}\
                 <Cdtr><Nm>{}</Nm></Cdtr><CdtrAcct>{}</CdtrAcct>{remittance}</CdtTrfTxInf>",
                text(&transfer.end_to_end, REFERENCE, true),
                escape(currency.as_str()),
                plain(transfer.amount),
                text(&transfer.name, 70, sepa),
                account(&transfer.account),
            );
        }
        out.push_str("</PmtInf>\n");
    }
    out.push_str("</CstmrCdtTrfInitn>\n</Document>\n");
    out
}

/// What payments of one block of the file have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Group<'b> {
    payer: &'b str,
    currency: &'b Currency,
    /// Euros in the area of SEPA: in its letters, urgent ones too.
    sepa: bool,
    urgent: bool,
}

impl<'b> Group<'b> {
    fn of(batch: &'b TransferBatch, transfer: &'b Transfer) -> Self {
        Self { payer: batch.payer(transfer), currency: &transfer.currency, sepa: is_sepa(transfer), urgent: transfer.urgent }
    }
}

/// An amount with two decimals at least where it has any.
fn plain(amount: Decimal) -> String {
    let mut amount = amount.normalize();
    if amount.scale() == 1 {
        amount.rescale(2);
    }
    amount.to_string()
}

fn account(account: &str) -> String {
    let account = escape(account);
    if is_iban(&account) {
        format!("<Id><IBAN>{account}</IBAN></Id>")
    } else {
        format!("<Id><Othr><Id>{account}</Id></Othr></Id>")
    }
}

fn agent(bank: Option<&str>, version: Version) -> String {
    let is_code =
        |bank: &&str| matches!(bank.len(), 8 | 11) && bank.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    match (bank.filter(is_code), version) {
        (Some(bank), Version::V03) => format!("<FinInstnId><BIC>{bank}</BIC></FinInstnId>"),
        (Some(bank), Version::V09) => format!("<FinInstnId><BICFI>{bank}</BICFI></FinInstnId>"),
        (None, _) => "<FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId>".to_owned(),
    }
}

/// The element of a name; none where the format has no letter of it.
fn name(of: &str, sepa: bool) -> String {
    match text(of, 70, sepa) {
        empty if empty.is_empty() => empty,
        name => format!("<Nm>{name}</Nm>"),
    }
}

/// An identifier of at most 35 signs.
fn id35(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(REFERENCE).collect()
}

/// A text of the signs that banks take, within its length, as XML has it.
fn text(text: &str, most: usize, sepa: bool) -> String {
    escape(&signs(text, most, sepa))
}

/// A text of the signs that banks take, within its length. SEPA takes no accents; other transfers keep them.
fn signs(text: &str, most: usize, sepa: bool) -> String {
    let plain: String = if sepa { text.chars().map(latin).collect() } else { text.to_owned() };
    let words: String = plain
        .chars()
        .map(|c| match c {
            c if c.is_alphanumeric() && (!sepa || c.is_ascii()) => c,
            '/' | '-' | '?' | ':' | '(' | ')' | '.' | ',' | '\'' | '+' | ' ' => c,
            '_' | '–' => '-',
            _ => ' ',
        })
        .collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(most).collect::<String>().trim_end().to_owned()
}

/// A letter without what SEPA does not take; where that is two letters, both.
fn latin(c: char) -> String {
    let two = match c {
        'ß' | 'ẞ' => "ss",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'þ' => "th",
        'Þ' => "TH",
        _ => "",
    };
    if !two.is_empty() {
        return two.to_owned();
    }
    let plain = match c.to_lowercase().next().unwrap_or(c) {
        'á' | 'à' | 'ä' | 'â' | 'ă' | 'ą' | 'å' | 'ã' | 'ā' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ę' | 'ė' | 'ē' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ı' | 'ī' | 'į' => 'i',
        'ó' | 'ò' | 'ö' | 'ő' | 'ô' | 'õ' | 'ø' | 'ō' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ű' | 'ů' | 'ū' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'č' | 'ç' | 'ć' | 'ċ' => 'c',
        'š' | 'ș' | 'ş' | 'ś' => 's',
        'ž' | 'ż' | 'ź' => 'z',
        'ř' | 'ŕ' => 'r',
        'ň' | 'ń' | 'ñ' | 'ņ' => 'n',
        'ť' | 'ț' | 'ţ' => 't',
        'ď' | 'đ' | 'ð' => 'd',
        'ł' | 'ľ' | 'ĺ' | 'ļ' => 'l',
        'ģ' | 'ğ' | 'ġ' => 'g',
        'ķ' => 'k',
        'ħ' => 'h',
        other => other,
    };
    let plain = if c.is_uppercase() { plain.to_uppercase().next().unwrap_or(plain) } else { plain };
    plain.to_string()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transfer(name: &str, amount: &str, currency: &str) -> Transfer {
        Transfer {
            document: None,
            name: name.into(),
            account: "DE89370400440532013000".into(),
            bank: "".into(),
            amount: amount.parse().unwrap(),
            currency: Currency::new(currency),
            text: "".into(),
            end_to_end: "".into(),
            payer: None,
            urgent: false,
        }
    }

    #[test]
    fn what_the_format_has_no_room_or_letters_for_is_refused() {
        assert_eq!(check(&transfer("A", "1234567890123456.78", "EUR")), Ok(()));
        assert_eq!(check(&transfer("A", "12345678901234567.89", "EUR")), Err(Wrong::Amount));
        for currency in ["EURO", "EU", "E1R", ""] {
            assert_eq!(check(&transfer("A", "1", currency)), Err(Wrong::Currency), "{currency}");
        }
        assert_eq!(check(&transfer("株式会社", "1", "EUR")), Err(Wrong::Name));
        assert_eq!(check(&transfer("株式会社", "1", "HUF")), Ok(()));
    }

    #[test]
    fn a_reference_is_what_the_statement_will_tell() {
        assert_eq!(reference("R_1 / ő"), "R-1/o");
        assert_eq!(reference("//A//B/"), "A/B");
        assert_eq!(reference("😀"), "");
        assert_eq!(reference(&"x".repeat(40)).len(), 35);
        for told in ["R_1 / ő", "//A//B/", "a  b"] {
            assert_eq!(reference(&reference(told)), reference(told));
            assert_eq!(text(&reference(told), REFERENCE, true), reference(told));
        }
    }

    #[test]
    fn sepa_names_keep_a_letter_for_each_of_theirs() {
        let name = "Großmann & Søn, Đorđević, Señor Coração, Œuvre à l'île, Ģirts Žāle, ŐRÜLT ŰRHAJÓ";
        assert_eq!(signs(name, 140, true), "Grossmann Son, Dordevic, Senor Coracao, OEuvre a l'ile, Girts Zale, ORULT URHAJO");
        assert_eq!(signs("Árvíztűrő ß", 140, false), "Árvíztűrő ß");
    }

    #[test]
    fn euros_beyond_sepa_are_a_group_without_its_service_level() {
        let to = |account: &str| Transfer { account: account.into(), end_to_end: "R".into(), ..transfer("Ő", "1.50", "EUR") };
        let batch = TransferBatch {
            id: crate::domain::RemoteId::new("b"),
            account: "DE89370400440532013000".into(),
            day: jiff::civil::date(2026, 1, 2),
            made: jiff::Timestamp::UNIX_EPOCH,
            author: crate::domain::Actor("me".into()),
            transfers: vec![to("TR330006100519786457841326"), to("DE89370400440532013000"), to("TR330006100519786457841326")],
            call: None,
        };
        let file = write(&batch, Version::V09, "Own", None);
        let groups: Vec<&str> = file.split("<PmtInf>").skip(1).collect();
        assert_eq!(groups.len(), 2);
        for (group, sepa, count, sum) in [(groups[0], false, 2, "3"), (groups[1], true, 1, "1.50")] {
            assert_eq!(group.contains("<Cd>SEPA</Cd>"), sepa, "{group}");
            assert!(group.contains(&format!("<NbOfTxs>{count}</NbOfTxs><CtrlSum>{sum}</CtrlSum>")), "{group}");
            assert_eq!((group.contains("SLEV"), group.contains("<Nm>Ő</Nm>")), (sepa, !sepa));
        }
    }

    #[test]
    fn each_account_that_pays_and_what_is_urgent_is_a_block_of_its_own() {
        let (own, other) = ("HU42117730161111101800000000", "DE02120300000000202051");
        let to = |amount: &str, currency: &str, payer: Option<&str>, urgent| Transfer {
            end_to_end: "R".into(),
            payer: payer.map(Into::into),
            urgent,
            ..transfer("Ő", amount, currency)
        };
        let batch = TransferBatch {
            id: crate::domain::RemoteId::new("b"),
            account: own.into(),
            day: jiff::civil::date(2026, 1, 2),
            made: jiff::Timestamp::UNIX_EPOCH,
            author: crate::domain::Actor("me".into()),
            transfers: vec![
                to("100", "HUF", None, false),
                to("7.50", "EUR", Some(other), false),
                to("200", "HUF", None, true),
                to("8", "EUR", Some(other), true),
                to("300", "HUF", None, false),
            ],
            call: None,
        };
        assert_eq!(batch.payers(), [own, other]);
        for version in [Version::V03, Version::V09] {
            let file = write(&batch, version, "Own", None);
            assert!(file.contains("<NbOfTxs>5</NbOfTxs><CtrlSum>615.50</CtrlSum>"), "{file}");
            let blocks: Vec<&str> = file.split("<PmtInf>").skip(1).collect();
            assert_eq!(blocks.len(), 4, "{file}");
            for (account, sum, level, name) in [
                (own, "2</NbOfTxs><CtrlSum>400", "</CtrlSum><ReqdExctnDt>", "Ő"),
                (own, "1</NbOfTxs><CtrlSum>200", "URGP", "Ő"),
                (other, "1</NbOfTxs><CtrlSum>7.50", "SEPA", "O"),
                (other, "1</NbOfTxs><CtrlSum>8", "URGP", "O"),
            ] {
                let is = |block: &&&str| {
                    let debtor = block.split("<DbtrAcct>").nth(1).is_some_and(|rest| rest.contains(account));
                    debtor && block.contains(&format!("<NbOfTxs>{sum}<"))
                };
                let block = blocks.iter().find(is).expect("the block of the account");
                assert!(block.contains(level) && block.contains(&format!("<Nm>{name}</Nm></Cdtr>")), "{block}");
                assert_eq!(block.contains("SLEV"), level == "SEPA", "{block}");
                assert_eq!(block.contains("<SvcLvl>"), level.len() == 4, "{block}");
            }
        }
    }

    #[test]
    fn a_payer_without_a_letter_of_the_format_has_no_name_in_it() {
        let batch = TransferBatch {
            id: crate::domain::RemoteId::new("b"),
            account: "DE89370400440532013000".into(),
            day: jiff::civil::date(2026, 1, 2),
            made: jiff::Timestamp::UNIX_EPOCH,
            author: crate::domain::Actor("me".into()),
            transfers: vec![Transfer { end_to_end: "R".into(), ..transfer("A", "1", "EUR") }],
            call: None,
        };
        let file = write(&batch, Version::V09, "株式会社", None);
        assert!(!file.contains("<Nm></Nm>") && file.contains("<InitgPty></InitgPty>"), "{file}");
    }
}
