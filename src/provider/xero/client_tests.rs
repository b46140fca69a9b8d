use super::*;
use crate::provider::Place;

fn request(feed: &str, scope: Scope) -> ListRequest {
    let feed = *FEEDS.iter().find(|known| known.name == feed).unwrap();
    ListRequest { feed, scope, place: Place::Page(3), per_page: 5000 }
}

#[test]
fn a_page_asks_for_everything_in_an_order_that_edits_do_not_change() {
    let of = |feed, ordered| {
        let query = query(&request(feed, Scope::All), ordered);
        query.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    };
    assert_eq!(
        of("Invoices", true),
        "page=3&pageSize=1000&order=InvoiceID ASC&unitdp=4&Statuses=DRAFT,SUBMITTED,AUTHORISED,PAID,VOIDED,DELETED"
    );
    let outline = query(&request("Invoices", Scope::Outline), true);
    assert!(outline.contains(&("summaryOnly", "true".to_owned())) && outline.contains(&("order", "InvoiceID ASC".to_owned())));
    assert_eq!(of("Invoices", false).matches("order").count(), 0);
    assert_eq!(of("Contacts", true), "page=3&pageSize=1000&order=ContactID ASC&includeArchived=true");
    assert_eq!(of("Payments", true), "page=3&pageSize=1000&order=PaymentID ASC");
}

#[test]
fn nothing_but_an_identifier_becomes_part_of_a_path() {
    assert_eq!(path("Invoices", &RemoteId::new("0f0c-1"), &[]).unwrap(), ["api.xro", "2.0", "Invoices", "0f0c-1"]);
    for bad in ["", "../x", "a/b", "a?b", "INV 1"] {
        assert_eq!(path("Invoices", &RemoteId::new(bad), &[]), Err(ProviderError::NotFound), "{bad}");
    }
}

#[test]
fn each_feed_has_a_bit_and_a_key_of_its_own() {
    let bits: Vec<u8> = FEEDS.iter().map(bit).collect();
    assert_eq!(bits, [1, 2, 4, 8, 16, 32]);
    assert!(FEEDS.iter().all(|feed| key(feed).is_some()));
}
