//! Planning what documents of a file become at a company.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;
use std::time::Duration;

use faktura::domain::RemoteId;
use faktura::domain::outgoing::Mapping;
use faktura::domain::push::{OrderKind, TaxModel, WriteSettings};
use faktura::json::invoice_file;
use faktura::provider::{LineRule, Replay, WriteRules};
use faktura::push::{Contacts, Material, PlannedState, Sight, plan};

/// A file with documents of 500 customers.
fn file(count: usize) -> String {
    let mut text = String::from("[");
    for n in 0..count {
        let comma = if n == 0 { "" } else { "," };
        let _ = write!(
            text,
            r#"{comma}{{"invoice_id":"{n}","invoice_number":"PL-{n}","currency":"EUR","gross_total":"127.00","invoice_date":"2026-10-02","due_date":"2026-10-16","buyer":{{"id":"{0}","name":"Customer {0} Kft.","emails":["c{0}@example.com"]}},"items":[{{"name":"Work","quantity":"2","net_unit_amount":"50.00","net_amount":"100.00","vat":"27%","vat_amount":"27.00"}}]}}"#,
            n % 500
        );
    }
    text.push(']');
    text
}

/// Times of reading and planning the documents, and of parsing their JSON alone.
pub fn measure(count: usize, best: impl Fn(&mut dyn FnMut()) -> Duration) -> (Duration, Duration) {
    let text = file(count);
    let floor = best(&mut || {
        std::hint::black_box(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"));
    });
    let rules = WriteRules {
        orders: &[OrderKind::Contact, OrderKind::Invoice],
        line: LineRule::Account,
        payment_account: true,
        bill_payments: false,
        listed_payments: false,
        replay: Replay::NONE,
        drafts: false,
        dates: true,
        number: 21,
        name: 255,
        contact_per_currency: false,
        single_part: true,
        usual_decimals: false,
        amount_decimals: 2,
        price_decimals: 4,
        quantity_decimals: 4,
    };
    let settings = WriteSettings {
        home: None,
        country: None,
        foreign: None,
        own_numbers: Some(true),
        tax: TaxModel::Line,
        closed_until: None,
        series: None,
    };
    let mapping = |name: &str| (name.to_owned(), Mapping { name: name.to_owned(), id: RemoteId::new("1"), title: String::new() });
    let mappings: BTreeMap<String, Mapping> = ["sales-account", "tax:27%"].into_iter().map(mapping).collect();
    let ours = best(&mut || {
        let documents = invoice_file::invoices(&text).expect("documents");
        let contacts = Contacts::new(&[]);
        let sight = Sight {
            rules: &rules,
            settings: &settings,
            mappings: &mappings,
            links: &BTreeMap::new(),
            waiting: &BTreeMap::new(),
            under_way: &BTreeMap::new(),
            held: &BTreeMap::new(),
            ordered: &BTreeMap::new(),
            customers: &BTreeMap::new(),
            percents: &BTreeMap::new(),
            contacts: &contacts,
            numbers: &HashMap::new(),
        };
        let material = Material {
            from: None,
            documents: &documents,
            payments: &[],
            pays: false,
            back: &HashSet::new(),
            contacts: &HashMap::new(),
            home: None,
        };
        let planned = plan(&sight, &material);
        assert_eq!(planned.items.iter().filter(|item| item.state == PlannedState::Ready).count(), count + count.min(500));
        std::hint::black_box(planned.digests());
    });
    (ours, floor)
}
