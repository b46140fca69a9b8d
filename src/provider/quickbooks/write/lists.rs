//! Lists of a company that orders refer to, and its settings.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::value::RawValue;

use crate::domain::push::{Choice, Listing, TaxModel, WriteSettings};
use crate::domain::{Currency, RemoteId};
use crate::provider::wire::{fault as body_fault, json_text, parse};
use crate::provider::{BodyFault, ProviderError};

use super::super::fault::{self, Fields};
use super::super::wire::{inner, percent, rates, raw, word};

/// What tells the settings.
pub(super) const SETTINGS: &[&str] = &["select * from CompanyInfo", "select * from Preferences"];

/// The statements of a list; several go in one batch. Inactive entries are left out by the service itself, but a rate that is inactive stays
/// a part of its code.
pub(super) const fn statements(listing: Listing) -> &'static [&'static str] {
    match listing {
        Listing::SalesAccounts => &["SELECT * FROM Account WHERE AccountType = 'Income' ORDERBY Name MAXRESULTS 1000"],
        Listing::PaymentAccounts => {
            &["SELECT * FROM Account WHERE AccountType IN ('Bank', 'Other Current Asset') ORDERBY Name MAXRESULTS 1000"]
        }
        Listing::Items => &["SELECT * FROM Item ORDERBY Name MAXRESULTS 1000"],
        Listing::TaxCodes => {
            &["SELECT * FROM TaxCode MAXRESULTS 1000", "SELECT * FROM TaxRate WHERE Active IN (true, false) MAXRESULTS 1000"]
        }
        Listing::Terms => &["SELECT * FROM Term ORDERBY Name MAXRESULTS 1000"],
    }
}

/// The responses of a query, or of every item of a batch.
fn responses<'a>(fields: &Fields<'a>) -> Result<Vec<Fields<'a>>, ProviderError> {
    if let Some(error) = fault::in_fields(fields, 200) {
        return Err(error);
    }
    if let Some(response) = fields.get("QueryResponse") {
        return Ok(vec![parse(response.get())?]);
    }
    let items: Vec<Fields<'a>> = parse(fields.get("BatchItemResponse").ok_or(body_fault(BodyFault::Shape))?.get())?;
    let read = |item: &Fields<'a>| match fault::in_fields(item, 200) {
        Some(error) => Err(error),
        None => parse(item.get("QueryResponse").ok_or(body_fault(BodyFault::Shape))?.get()),
    };
    items.iter().map(read).collect()
}

/// The objects of an entity in all responses.
fn rows<'a>(responses: &[Fields<'a>], entity: &str) -> Result<Vec<Fields<'a>>, ProviderError> {
    let mut found = Vec::new();
    for raw in responses.iter().filter_map(|response| response.get(entity)) {
        let list: Vec<&'a RawValue> = parse(raw.get())?;
        found.extend(list.into_iter().filter_map(|row| serde_json::from_str(row.get()).ok()));
    }
    Ok(found)
}

/// The entries of a list.
pub(super) fn choices(body: &[u8], listing: Listing) -> Result<(Vec<Choice>, Option<Timestamp>), ProviderError> {
    let text = json_text(body)?;
    let fields: Fields<'_> = parse(&text)?;
    let responses = responses(&fields)?;
    let now = word(&fields, "time").and_then(|time| time.parse().ok());
    let entity = match listing {
        Listing::SalesAccounts | Listing::PaymentAccounts => "Account",
        Listing::Items => "Item",
        Listing::TaxCodes => "TaxCode",
        Listing::Terms => "Term",
    };
    let rates = if listing == Listing::TaxCodes { rates(&rows(&responses, "TaxRate")?) } else { BTreeMap::new() };
    let found = rows(&responses, entity)?;
    let usable = found.iter().filter(|row| word(row, "Active").is_none_or(|word| word != "false") && sells(row, listing));
    Ok((usable.filter_map(|row| choice(row, listing, &rates)).collect(), now))
}

/// Whether an item can be sold, and a tax code named: `TAX` and `NON` are what lines say, and categories hold items.
fn sells(row: &Fields<'_>, listing: Listing) -> bool {
    match listing {
        Listing::Items => word(row, "Type").is_none_or(|kind| !matches!(kind.as_str(), "Category" | "Group")),
        Listing::TaxCodes => word(row, "Id").is_some_and(|id| !matches!(id.as_str(), "TAX" | "NON")),
        _ => true,
    }
}

fn choice(row: &Fields<'_>, listing: Listing, rates: &BTreeMap<String, Decimal>) -> Option<Choice> {
    let name = word(row, "FullyQualifiedName").or_else(|| word(row, "Name")).unwrap_or_default();
    let usual = listing == Listing::PaymentAccounts && word(row, "AccountSubType").as_deref() == Some("UndepositedFunds");
    Some(Choice {
        id: RemoteId::new(word(row, "Id")?),
        name,
        code: word(row, "AcctNum").or_else(|| word(row, "Sku")).map(Into::into),
        currency: word(&inner(row, "CurrencyRef"), "value").map(|code| Currency::new(&code)),
        percent: (listing == Listing::TaxCodes).then(|| percent(row, rates)).flatten(),
        days: raw(row, "DueDays").integer().and_then(|days| u32::try_from(days).ok()),
        usual,
    })
}

/// What a company's settings say about writing.
pub(super) fn settings(body: &[u8]) -> Result<(WriteSettings, Option<Timestamp>), ProviderError> {
    let text = json_text(body)?;
    let fields: Fields<'_> = parse(&text)?;
    let responses = responses(&fields)?;
    let now = word(&fields, "time").and_then(|time| time.parse().ok());
    let company = rows(&responses, "CompanyInfo")?.into_iter().next().unwrap_or_default();
    let preferences = rows(&responses, "Preferences")?.into_iter().next().ok_or(body_fault(BodyFault::Shape))?;
    let currencies = inner(&preferences, "CurrencyPrefs");
    let flag = |group: &str, name: &str| word(&inner(&preferences, group), name).map(|word| word == "true");
    let country = word(&company, "Country").filter(|code| code.len() == 2).map(|code| code.to_ascii_uppercase());
    let tax = if flag("TaxPrefs", "PartnerTaxEnabled") == Some(true) {
        TaxModel::Automatic
    } else if country.as_deref() == Some("US") {
        TaxModel::Whole
    } else {
        TaxModel::Line
    };
    let settings = WriteSettings {
        home: word(&inner(&currencies, "HomeCurrency"), "value").map(|code| Currency::new(&code)),
        country,
        foreign: Some(flag("CurrencyPrefs", "MultiCurrencyEnabled") == Some(true)),
        own_numbers: flag("SalesFormsPrefs", "CustomTxnNumbers"),
        tax,
        closed_until: word(&inner(&preferences, "AccountingInfoPrefs"), "BookCloseDate").and_then(|day| day.parse::<Date>().ok()),
        series: None,
    };
    Ok((settings, now))
}
