//! Transfers as a file for the bank: pain.001 of ISO 20022, versions 03 and 09.
//!
//! For: transfers. Uses: account checks. Never: a payment to an account that is none; the bank would refuse the whole file.

use std::fmt::Write;

use rust_decimal::Decimal;

use super::account::{is_iban, is_payable};
use crate::domain::Currency;
use crate::domain::bank::{Transfer, TransferBatch};

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
    /// The amount is not positive, or has more decimals than the currency.
    Amount,
    /// There is no name.
    Name,
}

/// Checks a transfer.
///
/// # Errors
/// What is wrong with it.
pub fn check(transfer: &Transfer) -> Result<(), Wrong> {
    if !is_payable(&transfer.account) {
        return Err(Wrong::Account);
    }
    let scale = transfer.amount.normalize().scale();
    if transfer.amount <= Decimal::ZERO || scale > transfer.currency.decimals().min(2) {
        return Err(Wrong::Amount);
    }
    if transfer.name.trim().is_empty() { Err(Wrong::Name) } else { Ok(()) }
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
         <GrpHdr><MsgId>{id}</MsgId><CreDtTm>{made}</CreDtTm><NbOfTxs>{count}</NbOfTxs><CtrlSum>{}</CtrlSum><InitgPty><Nm>{}</Nm></InitgPty></GrpHdr>",
        version.as_str(),
        plain(sum),
        text(payer, 70, true),
    );
    let mut currencies: Vec<&Currency> = batch.transfers.iter().map(|transfer| &transfer.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    for (number, currency) in currencies.iter().enumerate() {
        let of: Vec<&Transfer> = batch.transfers.iter().filter(|transfer| transfer.currency == **currency).collect();
        let sepa = currency.as_str() == "EUR";
        let sum = of.iter().fold(Decimal::ZERO, |sum, transfer| sum.saturating_add(transfer.amount));
        let day = match version {
            Version::V03 => batch.day.to_string(),
            Version::V09 => format!("<Dt>{}</Dt>", batch.day),
        };
        let level = if sepa { "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>" } else { "" };
        let _ = writeln!(
            out,
            "<PmtInf><PmtInfId>{}</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>{}</NbOfTxs><CtrlSum>{}</CtrlSum>{level}\
             <ReqdExctnDt>{day}</ReqdExctnDt><Dbtr><Nm>{}</Nm></Dbtr><DbtrAcct>{}</DbtrAcct><DbtrAgt>{}</DbtrAgt><ChrgBr>{}</ChrgBr>",
            id35(&format!("{number}-{}", batch.id)),
            of.len(),
            plain(sum),
            text(payer, 70, sepa),
            account(&batch.account),
            agent(bank, version),
            if sepa { "SLEV" } else { "SHAR" },
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
                text(&transfer.end_to_end, 35, true),
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

/// An identifier of at most 35 signs.
fn id35(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(35).collect()
}

/// A text of the signs that banks take, within its length. SEPA takes no accents; other transfers keep them.
fn text(text: &str, most: usize, sepa: bool) -> String {
    let words: String = text
        .chars()
        .map(|c| if sepa { latin(c) } else { c })
        .map(|c| match c {
            c if c.is_alphanumeric() && (!sepa || c.is_ascii()) => c,
            '/' | '-' | '?' | ':' | '(' | ')' | '.' | ',' | '\'' | '+' | ' ' => c,
            '_' | '–' => '-',
            _ => ' ',
        })
        .collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    escape(words.chars().take(most).collect::<String>().trim_end())
}

fn latin(c: char) -> char {
    let plain = match c.to_lowercase().next().unwrap_or(c) {
        'á' | 'ä' | 'â' | 'ă' | 'ą' => 'a',
        'é' | 'ë' | 'ě' | 'ę' => 'e',
        'í' | 'î' => 'i',
        'ó' | 'ö' | 'ő' | 'ô' => 'o',
        'ú' | 'ü' | 'ű' | 'ů' => 'u',
        'ý' => 'y',
        'č' | 'ç' | 'ć' => 'c',
        'š' | 'ș' | 'ś' => 's',
        'ž' | 'ż' | 'ź' => 'z',
        'ř' => 'r',
        'ň' | 'ń' => 'n',
        'ť' | 'ț' => 't',
        'ď' => 'd',
        'ł' | 'ľ' => 'l',
        other => other,
    };
    if c.is_uppercase() { plain.to_uppercase().next().unwrap_or(plain) } else { plain }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
