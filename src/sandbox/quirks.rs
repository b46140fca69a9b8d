//! Known deviations of the real service from its specification, applied to the text of a document: amounts keep every digit.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Number of quirks; the identifier of a document chooses its quirk.
pub(super) const COUNT: u64 = 16;

/// Fields of an object with the text of their values, in their order.
struct Fields(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V;
        impl<'de> Visitor<'de> for V {
            type Value = Fields;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    fields.push((name, value.get().to_owned()));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(V)
    }
}

impl Fields {
    fn of(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// Changes values by their text; a field that is not there is added.
    fn set(&mut self, name: &str, json: impl Into<String>) {
        let json = json.into();
        match self.0.iter_mut().find(|(n, _)| n == name) {
            Some((_, value)) => *value = json,
            None => self.0.push((name.to_owned(), json)),
        }
    }

    /// Changes a value where there is one.
    fn map(&mut self, name: &str, change: impl FnOnce(&str) -> String) {
        if let Some((_, value)) = self.0.iter_mut().find(|(n, _)| n == name) {
            *value = change(value);
        }
    }

    fn remove(&mut self, names: &[&str]) {
        self.0.retain(|(name, _)| !names.contains(&name.as_str()));
    }

    /// Changes an object within.
    fn within(&mut self, name: &str, change: impl FnOnce(&mut Self)) {
        self.map(name, |json| inside(json, change));
    }

    /// Changes every object of a list within.
    fn each(&mut self, name: &str, change: impl Fn(&mut Self)) {
        self.map(name, |json| {
            let list: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
            let list: Vec<String> = list.iter().map(|one| inside(one.get(), &change)).collect();
            format!("[{}]", list.join(","))
        });
    }

    fn text(&self) -> String {
        let field = |(name, value): &(String, String)| format!("\"{name}\":{value}");
        format!("{{{}}}", self.0.iter().map(field).collect::<Vec<_>>().join(","))
    }
}

fn inside(json: &str, change: impl FnOnce(&mut Fields)) -> String {
    match Fields::of(json) {
        Some(mut fields) => {
            change(&mut fields);
            fields.text()
        }
        None => json.to_owned(),
    }
}

fn quoted(number: &str) -> String {
    format!("\"{number}\"")
}

fn float(number: &str) -> String {
    if number.contains('.') || number == "null" { number.to_owned() } else { format!("{number}.0") }
}

fn amounts_as_texts(fields: &mut Fields) {
    for name in ["gross_total", "conversion_rate"] {
        fields.map(name, quoted);
    }
    fields.each("items", |item| {
        for name in ["net_unit_amount", "quantity", "net_amount", "gross_amount", "vat_amount"] {
            item.map(name, quoted);
        }
    });
    fields.within("summary", |summary| {
        for name in ["net_amount", "vat_amount", "gross_amount_local"] {
            summary.map(name, quoted);
        }
    });
}

fn nulls(fields: &mut Fields) {
    let names = [
        "paid_date",
        "comment",
        "tags",
        "discount",
        "related_documents",
        "notification_status",
        "correction_type",
        "language",
        "online_szamla_status",
        "fulfillment_date",
    ];
    for name in names {
        fields.set(name, "null");
    }
    fields.each("items", |item| {
        for name in ["product_id", "entitlement", "comment"] {
            item.set(name, "null");
        }
    });
    fields.within("document_partner", |partner| {
        for name in ["taxcode", "iban", "swift", "account_number", "phone", "emails"] {
            partner.set(name, "null");
        }
    });
}

/// The document's JSON with one quirk.
pub(super) fn document(json: &str, id: u64) -> String {
    let Some(mut fields) = Fields::of(json) else { return json.to_owned() };
    let it = &mut fields;
    match id % COUNT {
        0 => it.set("partner", "null"),
        1 => amounts_as_texts(it),
        2 => it.map("id", quoted),
        3 => it.set("payment_status", "\"under_review\""),
        4 => nulls(it),
        5 => {
            it.within("document_partner", |partner| partner.set("account_number", "\"--\""));
            it.within("organization", |seller| seller.within("bank_account", |bank| bank.set("account_number", "\"--\"")));
        }
        6 => {
            it.set("paid_date", "\"\"");
            it.set("due_date", "\"0000-00-00\"");
        }
        7 => it.within("document_partner", |partner| {
            partner.set("name", r#""\u001b[31mPiros\u0007 \u202egpj.exe\u0000 Kft.\r\nÚj sor \ud83d\ude00""#);
        }),
        8 => {
            it.map("id", float);
            it.map("block_id", float);
            it.each("items", |item| item.map("quantity", float));
        }
        9 => it.set("vendor", r#"{"id":1,"deep":[[{"x":null}]],"rate":1e400}"#),
        10 => it.remove(&["settings", "summary", "notification_status", "tags", "electronic", "partner", "invoice_date"]),
        11 => {
            it.set("settings", "[]");
            it.within("organization", |seller| seller.set("bank_account", "null"));
        }
        12 => it.set("document_partner", "null"),
        13 => {
            it.map("cancelled", |flag| if flag == "true" { "1" } else { "0" }.to_owned());
            it.set("electronic", "\"1\"");
        }
        14 => {
            it.set("type", "\"self_billing_invoice\"");
            it.set("payment_method", "\"apple_pay\"");
            it.set("online_szamla_status", "\"brand_new_state\"");
            it.set("currency", "\"XAU\"");
        }
        _ => it.within("document_partner", |partner| {
            partner.set("emails", "\"egy@cim.example\"");
            partner.within("address", |address| address.set("post_code", "1111"));
            partner.set("account_number", "117730161111101800000000");
        }),
    }
    fields.text()
}
