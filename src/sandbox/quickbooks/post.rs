//! Writes: create, update, void, delete, and what a payment does to what it pays.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::ledger::{LISTS, Ledger, Refusal, amount, links, merge, number, text};
use super::rules::{name_taken, refused};

/// Entities with lines, a total and a number.
pub(super) const SALES: &[&str] = &["Invoice", "CreditMemo", "SalesReceipt", "RefundReceipt"];

fn not_found() -> Refusal {
    refused("610", "Object Not Found", "Object Not Found : Something you're trying to use has been made inactive.")
}

impl Ledger {
    /// Creates an object.
    pub(super) fn post(&mut self, entity: &'static str, mut object: Value, now: Timestamp) -> Result<Value, Refusal> {
        if !object.is_object() {
            return Err(refused("2010", "Request has invalid or unsupported property", "no object"));
        }
        let id = self.next;
        self.next += 1;
        merge(&mut object, &json!({"Id": id.to_string(), "domain": "QBO", "sparse": false}));
        self.complete(entity, &mut object, None)?;
        Self::touch(&mut object, now);
        self.objects.insert((entity, id), object.clone());
        self.link(entity, &object, 1, now);
        Ok(self.objects.get(&(entity, id)).cloned().unwrap_or(object))
    }

    /// Changes an object: `sparse` keeps what is not named, otherwise it is cleared.
    pub(super) fn update(&mut self, entity: &'static str, change: &Value, now: Timestamp) -> Result<Value, Refusal> {
        let id: u64 = text(change, "/Id").parse().map_err(|_| not_found())?;
        let before = self.objects.get(&(entity, id)).cloned().ok_or_else(not_found)?;
        if text(change, "/SyncToken") != text(&before, "/SyncToken") {
            return Err(refused(
                "5010",
                "Stale Object Error",
                "Stale Object Error : You and another were working on this at the same time.",
            ));
        }
        let sparse = change.get("sparse").and_then(Value::as_bool).unwrap_or(false);
        let mut object = if sparse { before.clone() } else { json!({}) };
        merge(&mut object, change);
        let keep = ["MetaData", "LinkedTxn"].map(|name| (name, before.get(name).cloned()));
        for (name, value) in keep {
            if let (Some(value), Some(fields)) = (value, object.as_object_mut()) {
                fields.insert(name.into(), value);
            }
        }
        merge(&mut object, &json!({"domain": "QBO", "sparse": false}));
        self.complete(entity, &mut object, Some(&before))?;
        self.link(entity, &before, -1, now);
        Self::touch(&mut object, now);
        self.objects.insert((entity, id), object.clone());
        self.link(entity, &object, 1, now);
        Ok(object)
    }

    /// Voids a document or a payment: it stays, without amounts.
    pub(super) fn make_void(&mut self, entity: &'static str, id: u64, now: Timestamp) -> Result<Value, Refusal> {
        let before = self.objects.get(&(entity, id)).cloned().ok_or_else(not_found)?;
        if entity == "Invoice" && amount(&before, "Balance") != amount(&before, "TotalAmt") {
            return Err(refused(
                "6000",
                "A business validation error has occurred",
                "You can't void a transaction with payments applied.",
            ));
        }
        self.link(entity, &before, -1, now);
        let mut object = before.clone();
        let note = format!("Voided {}", text(&before, "/PrivateNote"));
        merge(&mut object, &json!({"TotalAmt": 0, "PrivateNote": note.trim()}));
        if entity == "Payment" {
            merge(&mut object, &json!({"Line": [], "UnappliedAmt": 0}));
        } else {
            merge(&mut object, &json!({"Balance": 0, "TxnTaxDetail": {"TotalTax": 0}}));
            for line in object.get_mut("Line").and_then(Value::as_array_mut).into_iter().flatten() {
                merge(line, &json!({"Amount": 0}));
                if let Some(detail) = line.get_mut("SalesItemLineDetail") {
                    merge(detail, &json!({"Qty": 0}));
                }
            }
        }
        Self::touch(&mut object, now);
        self.objects.insert((entity, id), object.clone());
        Ok(object)
    }

    /// Mails a document: to the address that is given, else to its own.
    pub(super) fn mail(&mut self, entity: &'static str, id: u64, to: Option<&str>, now: Timestamp) -> Result<Value, Refusal> {
        let before = self.objects.get(&(entity, id)).cloned().ok_or_else(not_found)?;
        let address = to.unwrap_or_else(|| text(&before, "/BillEmail/Address")).to_owned();
        if !SALES.contains(&entity) || !address.contains('@') {
            let detail = "The transaction has no valid email address. Enter an email address and try again.";
            return Err(refused("6000", "A business validation error has occurred while processing your request", detail));
        }
        let mut object = before;
        merge(
            &mut object,
            &json!({"EmailStatus": "EmailSent", "BillEmail": {"Address": address},
            "DeliveryInfo": {"DeliveryType": "Email", "DeliveryTime": super::ledger::stamp(now)}}),
        );
        Self::touch(&mut object, now);
        self.objects.insert((entity, id), object.clone());
        Ok(object)
    }

    /// Deletes an object; nothing but a stub among the changes is left of it.
    pub(super) fn remove(&mut self, entity: &'static str, id: u64, now: Timestamp) -> Result<Value, Refusal> {
        let before = self.objects.get(&(entity, id)).cloned().ok_or_else(not_found)?;
        if LISTS.contains(&entity) {
            return Err(refused("500", "Unsupported Operation", "Operation delete is not supported."));
        }
        if SALES.contains(&entity) && before.get("LinkedTxn").and_then(Value::as_array).is_some_and(|links| !links.is_empty()) {
            return Err(refused("6000", "A business validation error has occurred", "The transaction is linked to others."));
        }
        self.link(entity, &before, -1, now);
        self.objects.remove(&(entity, id));
        self.gone.push((entity, id, now));
        Ok(json!({"domain": "QBO", "status": "Deleted", "Id": id.to_string()}))
    }

    /// Checks an object and fills in what the service does.
    fn complete(&self, entity: &'static str, object: &mut Value, before: Option<&Value>) -> Result<(), Refusal> {
        let id = text(object, "/Id").to_owned();
        if entity == "Customer" && self.by_api {
            self.check_customer(object, before)?;
        }
        if entity == "Customer" {
            let name = text(object, "/DisplayName").to_owned();
            let taken = self
                .all("Customer")
                .any(|(_, other)| text(other, "/Id") != id && text(other, "/DisplayName").eq_ignore_ascii_case(&name));
            if taken {
                return Err(name_taken());
            }
            merge(object, &json!({"FullyQualifiedName": name}));
        }
        if LISTS.contains(&entity) {
            if object.get("Active").is_none() {
                merge(object, &json!({"Active": true}));
            }
            return Ok(());
        }
        if self.by_api {
            self.check_transaction(entity, object, before)?;
        }
        let customer = text(object, "/CustomerRef/value").to_owned();
        let Some(known) = customer.parse().ok().and_then(|customer| self.get("Customer", customer)) else {
            return Err(refused("2020", "Required param missing, need to supply the required value for the API", "CustomerRef"));
        };
        merge(object, &json!({"CustomerRef": {"value": customer, "name": text(known, "/DisplayName")}}));
        if object.get("CurrencyRef").is_none() && self.switches.currency_always {
            merge(object, &json!({"CurrencyRef": {"value": self.currency.clone()}}));
        }
        if entity == "Payment" {
            let applied: Decimal =
                links(object).iter().map(|(of, _, paid)| if *of == "CreditMemo" { -*paid } else { *paid }).sum();
            merge(object, &json!({"UnappliedAmt": number(amount(object, "TotalAmt") - applied)}));
            if text(object, "/DepositToAccountRef/value").is_empty() {
                merge(object, &json!({"DepositToAccountRef": {"value": "4"}}));
            }
            return Ok(());
        }
        let number_given = text(object, "/DocNumber").to_owned();
        let checked = self.switches.unique_numbers && !self.any_number && !number_given.is_empty();
        let is_taken = |other: &Value| text(other, "/Id") != id && text(other, "/DocNumber") == number_given;
        // A document of a company with many is made without a look at all of them.
        let taken = checked.then(|| self.all(entity).find(|(_, other)| is_taken(other))).flatten();
        if let Some((holder, _)) = taken {
            let detail = format!(
                "Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber={number_given} is assigned to TxnType={entity} with TxnId={holder}"
            );
            return Err(refused("6140", "Duplicate Document Number Error", detail));
        }
        let kept =
            before.map(|before| text(before, "/DocNumber").to_owned()).filter(|kept| number_given.is_empty() && !kept.is_empty());
        match kept.or_else(|| self.next_number(&number_given)) {
            Some(given) => merge(object, &json!({"DocNumber": given})),
            None => drop(object.as_object_mut().and_then(|fields| fields.remove("DocNumber"))),
        }
        let lines = object.get("Line").and_then(Value::as_array).cloned().unwrap_or_default();
        if lines.is_empty() {
            return Err(refused("2020", "Required param missing, need to supply the required value for the API", "Line"));
        }
        if let Some(tax) = self.tax(object) {
            merge(object, &json!({"TxnTaxDetail": tax}));
        }
        let net: Decimal = lines.iter().map(signed).sum();
        let tax = object.get("TxnTaxDetail").map(|tax| amount(tax, "TotalTax")).unwrap_or_default();
        let total = net + tax;
        let paid = before.map(|before| amount(before, "TotalAmt") - amount(before, "Balance")).unwrap_or_default();
        let left = if entity == "SalesReceipt" || entity == "RefundReceipt" { Decimal::ZERO } else { total - paid };
        merge(object, &json!({"TotalAmt": number(total), "Balance": number(left)}));
        if let Some(fields) = object.as_object_mut().filter(|_| !self.switches.balances_told) {
            fields.remove("Balance");
        }
        Ok(())
    }

    /// Puts a payment on what it pays, or takes it off.
    fn link(&mut self, entity: &'static str, payment: &Value, sign: i64, now: Timestamp) {
        if entity != "Payment" {
            return;
        }
        let id = text(payment, "/Id").to_owned();
        for (of, document, paid) in links(payment) {
            let Some(target) = self.objects.get_mut(&(of, document)) else { continue };
            let left = amount(target, "Balance") - paid * Decimal::from(sign);
            let mut linked = target.get("LinkedTxn").and_then(Value::as_array).cloned().unwrap_or_default();
            linked.retain(|link| text(link, "/TxnId") != id);
            if sign > 0 {
                linked.push(json!({"TxnId": id, "TxnType": "Payment"}));
            }
            merge(target, &json!({"Balance": number(left), "LinkedTxn": linked}));
            Self::touch(target, now);
        }
    }
}

/// What a line adds to the net total.
fn signed(line: &Value) -> Decimal {
    match text(line, "/DetailType") {
        "SubTotalLineDetail" => Decimal::ZERO,
        "DiscountLineDetail" => -amount(line, "Amount"),
        "GroupLineDetail" => {
            let inner = line.pointer("/GroupLineDetail/Line").and_then(Value::as_array);
            inner.into_iter().flatten().map(signed).sum()
        }
        _ => amount(line, "Amount"),
    }
}
