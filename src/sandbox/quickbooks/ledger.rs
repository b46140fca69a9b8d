//! A company: its objects, what was deleted, and what it answered to writes.

use std::collections::{BTreeMap, HashMap};

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::switches::Switches;
use crate::sandbox::oauth::ApiAnswer;

/// Every entity: its name in bodies and queries.
pub(super) const ENTITIES: &[&str] = &[
    "Invoice",
    "CreditMemo",
    "SalesReceipt",
    "RefundReceipt",
    "Payment",
    "Customer",
    "Item",
    "TaxCode",
    "TaxRate",
    "Term",
    "PaymentMethod",
    "Account",
];
/// Entities that are made inactive and never deleted.
pub(super) const LISTS: &[&str] = &["Customer", "Item", "TaxCode", "TaxRate", "Term", "PaymentMethod", "Account"];
/// Offset of the company's times: eight hours behind UTC.
const BEHIND: i8 = -8;

/// A company.
pub struct Ledger {
    /// Its realm.
    pub realm: String,
    /// Its name.
    pub name: String,
    /// Its base currency.
    pub currency: String,
    /// What is not confirmed of the service.
    pub switches: Switches,
    pub(super) objects: BTreeMap<(&'static str, u64), Value>,
    /// What was deleted, and when.
    pub(super) gone: Vec<(&'static str, u64, Timestamp)>,
    pub(super) next: u64,
    /// First answers by `requestid`, and when they were given.
    pub(super) replays: HashMap<String, (Timestamp, ApiAnswer)>,
    /// The write that is carried out came by the API: it is checked as the service does.
    pub(super) by_api: bool,
    /// That write may repeat a number.
    pub(super) any_number: bool,
    /// Requests of the minute that began at this second.
    pub(super) window: (i64, u32),
}

/// A refusal of a write: code, message, detail.
pub(super) type Refusal = (&'static str, &'static str, String);

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").field("realm", &self.realm).finish_non_exhaustive()
    }
}

/// A name in any case as an entity.
pub(super) fn entity(name: &str) -> Option<&'static str> {
    ENTITIES.iter().copied().find(|entity| entity.eq_ignore_ascii_case(name))
}

/// An amount of an object, exactly.
pub(super) fn amount(object: &Value, field: &str) -> Decimal {
    match object.get(field) {
        Some(Value::Number(number)) => number.to_string().parse().unwrap_or_default(),
        Some(Value::String(text)) => text.parse().unwrap_or_default(),
        _ => Decimal::ZERO,
    }
}

/// An amount as a JSON number.
pub(super) fn number(amount: Decimal) -> Value {
    serde_json::from_str(&amount.normalize().to_string()).unwrap_or_default()
}

/// A text of an object; empty if it is missing.
pub(super) fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    object.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// A point in time as the company writes it.
pub(super) fn stamp(at: Timestamp) -> String {
    let zone = TimeZone::fixed(Offset::constant(BEHIND));
    at.to_zoned(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// When an object was changed last.
pub(super) fn updated(object: &Value) -> Timestamp {
    text(object, "/MetaData/LastUpdatedTime").parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Documents that a payment's line is linked with.
pub(super) fn links(payment: &Value) -> Vec<(&'static str, u64, Decimal)> {
    let lines = payment.get("Line").and_then(Value::as_array).cloned().unwrap_or_default();
    let linked = lines.iter().filter_map(|line| {
        let entity = entity(text(line, "/LinkedTxn/0/TxnType"))?;
        Some((entity, text(line, "/LinkedTxn/0/TxnId").parse().ok()?, amount(line, "Amount")))
    });
    linked.collect()
}

impl Ledger {
    /// An object as it is.
    #[must_use]
    pub fn get(&self, name: &str, id: u64) -> Option<&Value> {
        self.objects.get(&(entity(name)?, id))
    }

    /// Every object of an entity by its identifier.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = (u64, &'a Value)> + use<'a> {
        let range = entity(name).map(|entity| self.objects.range((entity, 0)..=(entity, u64::MAX)));
        range.into_iter().flatten().map(|((_, id), object)| (*id, object))
    }

    /// Creates an object as a write of the API does; `None` if it is refused.
    pub fn create(&mut self, name: &str, fields: Value, now: Timestamp) -> Option<u64> {
        let object = self.post(entity(name)?, fields, now).ok()?;
        text(&object, "/Id").parse().ok()
    }

    /// Changes some fields of an object; `false` if it is refused.
    pub fn edit(&mut self, name: &str, id: u64, fields: &Value, now: Timestamp) -> bool {
        let Some(entity) = entity(name) else { return false };
        let Some(token) = self.get(name, id).map(|object| text(object, "/SyncToken").to_owned()) else { return false };
        let mut change = json!({"Id": id.to_string(), "SyncToken": token, "sparse": true});
        merge(&mut change, fields);
        self.update(entity, &change, now).is_ok()
    }

    /// Voids a document or a payment; `false` if it is refused.
    pub fn void(&mut self, name: &str, id: u64, now: Timestamp) -> bool {
        entity(name).is_some_and(|entity| self.make_void(entity, id, now).is_ok())
    }

    /// Deletes an object; `false` if it is refused.
    pub fn delete(&mut self, name: &str, id: u64, now: Timestamp) -> bool {
        entity(name).is_some_and(|entity| self.remove(entity, id, now).is_ok())
    }

    /// Books a payment of documents in full or in part; `None` if it is refused.
    pub fn pay(&mut self, customer: u64, invoices: &[(u64, Decimal)], total: Decimal, now: Timestamp) -> Option<u64> {
        let line = |(id, amount): &(u64, Decimal)| json!({"Amount": number(*amount), "LinkedTxn": [{"TxnId": id.to_string(), "TxnType": "Invoice"}]});
        let day = now.to_zoned(TimeZone::UTC).date().to_string();
        let fields = json!({
            "CustomerRef": {"value": customer.to_string()}, "TotalAmt": number(total), "TxnDate": day,
            "Line": invoices.iter().map(line).collect::<Vec<_>>(),
        });
        self.create("Payment", fields, now)
    }

    /// Adds a code of sales tax with one rate, and returns its identifier.
    pub fn tax_code(&mut self, name: &str, percent: Decimal, now: Timestamp) -> Option<u64> {
        let rate = self.create("TaxRate", json!({"Name": name, "RateValue": number(percent)}), now)?;
        let detail =
            json!([{"TaxRateRef": {"value": rate.to_string(), "name": name}, "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": 0}]);
        let code = json!({"Name": name, "Taxable": true, "TaxGroup": true, "SalesTaxRateList": {"TaxRateDetail": detail}});
        self.create("TaxCode", code, now)
    }

    /// Puts an object in with a given identifier, as it is.
    pub(super) fn place(&mut self, entity: &'static str, id: u64, mut object: Value, now: Timestamp) {
        merge(&mut object, &json!({"Id": id.to_string(), "domain": "QBO", "sparse": false, "Active": true}));
        Self::touch(&mut object, now);
        self.objects.insert((entity, id), object);
    }

    /// Adds, edits and deletes as may happen while a client reads.
    pub(super) fn drift(&mut self, turn: u64, now: Timestamp) {
        let ids: Vec<u64> = self.all("Invoice").map(|(id, _)| id).collect();
        let Some(id) = usize::try_from(turn.wrapping_mul(31)).ok().and_then(|turn| ids.get(turn % ids.len().max(1))) else {
            return;
        };
        match turn % 3 {
            0 => drop(self.delete("Invoice", *id, now)),
            1 => drop(self.edit("Invoice", *id, &json!({"PrivateNote": format!("edit {turn}")}), now)),
            _ => {
                let mut copy = self.get("Invoice", *id).cloned().unwrap_or_default();
                if let Some(fields) = copy.as_object_mut() {
                    for own in ["Id", "SyncToken", "DocNumber", "MetaData", "LinkedTxn"] {
                        fields.remove(own);
                    }
                }
                self.create("Invoice", copy, now);
            }
        }
    }

    /// Marks an object as changed.
    pub(super) fn touch(object: &mut Value, now: Timestamp) {
        let token = text(object, "/SyncToken").parse::<u64>().map_or(0, |token| token + 1);
        if let Some(fields) = object.as_object_mut() {
            fields.insert("SyncToken".into(), token.to_string().into());
            let meta = fields.entry("MetaData").or_insert_with(|| json!({}));
            if let Some(meta) = meta.as_object_mut() {
                meta.entry("CreateTime").or_insert_with(|| stamp(now).into());
                meta.insert("LastUpdatedTime".into(), stamp(now).into());
            }
        }
    }

    /// What changed since a point in time, per entity: objects, and stubs of what was deleted.
    pub(super) fn changes(&self, entity: &'static str, since: Timestamp, now: Timestamp) -> Vec<Value> {
        let oldest = now.checked_sub(720.hours()).unwrap_or(Timestamp::MIN);
        let since = since.max(oldest);
        let hidden = |id: u64| self.switches.tombstones.iter().any(|(of, tomb)| of == entity && *tomb == id);
        let live =
            self.all(entity).filter(|(id, object)| updated(object) >= since && !hidden(*id)).map(|(_, object)| object.clone());
        let stubs = self.gone.iter().filter(|(of, _, at)| *of == entity && *at >= since).map(|(_, id, at)| {
            json!({"domain": "QBO", "status": "Deleted", "Id": id.to_string(), "MetaData": {"LastUpdatedTime": stamp(*at)}})
        });
        live.chain(stubs).collect()
    }
}

/// Puts fields over those of an object.
pub(super) fn merge(object: &mut Value, fields: &Value) {
    let empty = Map::new();
    if let Some(target) = object.as_object_mut() {
        for (name, value) in fields.as_object().unwrap_or(&empty) {
            target.insert(name.clone(), value.clone());
        }
    }
}
