//! Invoices in the forms that leave the house: written whole, or refused by field.

use serde_json::{Value, json};

use crate::support::Home;
use crate::support::server::{Server, document_with, page, rest};
use crate::support::serving::Serving;
use crate::support::talk::{request, tcp};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

/// An invoice with data for every form but `XRechnung`, which wants a contact.
fn complete(id: u64, changes: &Value) -> String {
    let mut whole = json!({
        "gross_total": 12700,
        "organization": {
            "name": "Árvíztűrő Kft.", "tax_number": "32560682-2-43", "eu_tax_number": "HU32560682",
            "address": {"country_code": "HU", "post_code": "1117", "city": "Budapest", "address": "Őrség u. 7."},
            "bank_account": {"name": "OTP", "account_number": "", "account_number_iban": "HU42117730161111101800000000", "swift": ""}
        },
        "document_partner": {"address": {"country_code": "HU", "post_code": "9021", "city": "Győr", "address": "Fő u. 1."}, "taxcode": "15366052-2-08"},
        "settings": {"order_number": "PO-1"},
        "items": [{
            "name": "Fejlesztés <óra & nap>", "net_unit_amount": 2500, "quantity": 4, "unit": "óra", "net_amount": 10000,
            "gross_amount": 12700, "vat": "27%", "vat_amount": 2700
        }],
        "summary": {
            "net_amount": 10000, "vat_amount": 2700, "gross_amount_local": 12700,
            "vat_rate_summary": [{"vat_name": "27%", "vat_rate_net_amount": 10000, "vat_rate_vat_amount": 2700, "vat_rate_gross_amount": 12700}]
        }
    });
    for (name, value) in changes.as_object().into_iter().flatten() {
        whole[name] = value.clone();
    }
    document_with(id, &whole)
}

fn account() -> (Home, Server) {
    let documents = vec![
        complete(1, &json!({})),
        complete(2, &json!({"gross_total": 99_999})),
        complete(
            3,
            &json!({"document_partner": {"name": "Ismeretlen", "taxcode": "", "address": {"country_code": "", "post_code": "", "city": "", "address": ""}}}),
        ),
        complete(4, &json!({"type": "proforma"})),
    ];
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    (home, server)
}

#[test]
fn an_invoice_is_written_in_every_form_that_its_data_suffice_for() {
    let (home, _server) = account();
    for (form, holds) in [
        ("ubl", "<cbc:PayableAmount currencyID=\"HUF\">12700.00</cbc:PayableAmount>"),
        ("cii", "<ram:DuePayableAmount>12700.00</ram:DuePayableAmount>"),
        ("peppol", "urn:fdc:peppol.eu:2017:poacc:billing:3.0"),
        ("nav", "<invoiceGrossAmountHUF>12700.00</invoiceGrossAmountHUF>"),
    ] {
        let first = home.expect(0, &["invoice", "T-1", "--einvoice", form, "-"]).out;
        assert!(first.contains(holds) && first.contains("Fejlesztés &lt;óra &amp; nap&gt;"), "{form}: {first}");
        assert_eq!(first, home.expect(0, &["invoice", "T-1", "--einvoice", form, "-"]).out, "identical bytes");
    }
    let path = home.path().join("out.xml");
    let path = path.to_str().expect("UTF-8");
    let written = home.json(0, &["invoice", "T-1", "--einvoice", "peppol", path, "--json"]);
    let size = std::fs::metadata(path).expect("it is there").len();
    assert_eq!(
        written,
        json!({"document": {"invoice_number": "T-1", "form": "peppol", "valid": true, "breaches": [], "unprintable": "", "file": path, "size": size}})
    );
    // An existing file is replaced with --force alone.
    home.expect(2, &["invoice", "T-1", "--einvoice", "ubl", path]);
    home.expect(0, &["invoice", "T-1", "--einvoice", "ubl", path, "--force"]);
}

#[test]
fn an_invoice_is_printed_with_its_data_inside() {
    let (home, _server) = account();
    let bytes = |args: &[&str]| {
        let output = home.command(args).output().expect("starts");
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let holds = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    let first = bytes(&["invoice", "T-1", "--einvoice", "factur-x", "-"]);
    assert!(first.starts_with(b"%PDF-1.7") && holds(&first, "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>"));
    assert!(holds(&first, "/AFRelationship /Alternative") && holds(&first, "<pdfaid:part>3</pdfaid:part>"));
    assert_eq!(first, bytes(&["invoice", "T-1", "--einvoice", "factur-x", "-"]), "identical bytes");
    let hungarian = bytes(&["--lang", "hu", "invoice", "T-1", "--einvoice", "pdf", "-"]);
    let english = bytes(&["--lang", "en", "invoice", "T-1", "--einvoice", "pdf", "-"]);
    assert!(holds(&hungarian, "Számla T-1") && holds(&english, "Invoice T-1") && !holds(&english, "factur-x.xml"));
    // Any document can be printed; an e-invoice is made of invoices alone.
    assert!(holds(&bytes(&["--lang", "hu", "invoice", "T-4", "--einvoice", "pdf", "-"]), "Díjbekérő T-4"));
    home.expect(4, &["invoice", "T-4", "--einvoice", "factur-x", "-"]);
}

#[test]
fn what_is_missing_is_named_by_field_and_nothing_is_written() {
    let (home, _server) = account();
    let path = home.path().join("out.xml");
    let path = path.to_str().expect("UTF-8");
    let refused = home.json(4, &["invoice", "T-3", "--einvoice", "ubl", path, "--json"]);
    let fields: Vec<(&str, &str)> = refused["document"]["breaches"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|breach| (breach["rule"].as_str().expect("text"), breach["field"].as_str().expect("text")))
        .collect();
    assert_eq!(fields, [("BR-10", "BT-55")]);
    assert_eq!((&refused["document"]["valid"], &refused["document"]["file"]), (&json!(false), &Value::Null));
    assert!(!std::path::Path::new(path).exists());
    let told = home.expect(4, &["invoice", "T-1", "--einvoice", "xrechnung-ubl", path]);
    assert!(told.err.contains("buyer reference (BT-10)") && told.err.contains("contact (BT-41)"), "{}", told.err);
    let hungarian = home.expect(4, &["--lang", "hu", "invoice", "T-1", "--einvoice", "xrechnung", path]);
    assert!(hungarian.err.contains("vevői hivatkozás (BT-10)"), "{}", hungarian.err);
    // A total that the lines do not come to is refused, never recomputed.
    let wrong = home.expect(4, &["invoice", "T-2", "--einvoice", "cii", path]);
    assert!(wrong.err.contains("gross total (BT-112)") && wrong.err.contains("99999"), "{}", wrong.err);
    let preview = home.json(0, &["invoice", "T-2", "--preview", "--json"])["preview"].clone();
    assert_eq!(
        (&preview["gross_total"], &preview["difference"], &preview["payable"]),
        (&json!("12700"), &json!("87299"), &json!("99999")),
        "{preview}"
    );
    home.expect(4, &["invoice", "T-4", "--einvoice", "ubl", path]);
    home.expect(2, &["invoice", "T-1", "--einvoice", "edifact", path]);
    home.expect(2, &["invoice", "T-1", "--einvoice", "ubl", path, "--buyer-endpoint", "nowhere"]);
}

#[test]
fn the_sender_completes_what_a_service_does_not_tell() {
    let (home, _server) = account();
    let xrechnung = [
        "invoice",
        "T-1",
        "--einvoice",
        "xrechnung-cii",
        "-",
        "--buyer-reference",
        "04011000-12345-03",
        "--buyer-endpoint",
        "EM:a@example.de",
    ];
    home.expect(4, &xrechnung);
    let set = [
        "company",
        "sender",
        "Teszt",
        "--contact",
        "Kiss Éva",
        "--phone",
        "+36 1 555 0100",
        "--email",
        "szamla@example.com",
        "--json",
    ];
    let sender = home.json(0, &set)["sender"].clone();
    assert_eq!((&sender["contact"], &sender["iban"]), (&json!("Kiss Éva"), &Value::Null));
    assert!(home.expect(0, &xrechnung).out.contains("<ram:PersonName>Kiss Éva</ram:PersonName>"));
    // What is not named stays; an empty text removes.
    home.expect(0, &["company", "sender", "Teszt", "--phone", ""]);
    let shown = home.expect(0, &["company", "sender", "Teszt"]).out;
    assert!(shown.contains("Kiss Éva") && !shown.contains("555"), "{shown}");
    let wrong = home.expect(2, &["company", "sender", "Teszt", "--iban", "HU43 1177 3016 1111 1018 0000 0000"]).err;
    assert!(wrong.contains("check digits"), "{wrong}");
    // A short address is one; it is for XRechnung alone that it will not do.
    home.expect(0, &["company", "sender", "Teszt", "--email", "a@example.com", "--phone", "+36 1 555 0100"]);
    assert!(home.expect(4, &xrechnung).err.contains("BR-DE-28"));
    assert!(home.expect(0, &["audit"]).out.contains("company.sender"));
}

#[test]
fn documents_are_served_over_http() {
    let (home, _server) = account();
    let token = home.expect(0, &["token", "add", "reader", "--role", "viewer"]).out.trim().to_owned();
    let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    serving.says("Serving");
    let get = |path: &str| tcp(&address, request("GET", path, Some(&token), "").as_bytes());
    let xml = get("/v1/companies/1/invoices/1/documents/ubl");
    assert_eq!(xml.status, 200);
    assert_eq!(xml.text(), home.expect(0, &["invoice", "T-1", "--einvoice", "ubl", "-"]).out);
    let refused = get("/v1/companies/1/invoices/3/documents/ubl");
    assert_eq!((refused.status, refused.code()), (422, "document-lacks".to_owned()));
    let checked = get("/v1/companies/1/invoices/3/documents/ubl/check").json();
    assert_eq!((&checked["valid"], &checked["breaches"][0]["field"]), (&json!(false), &json!("BT-55")));
    let admin = home.expect(0, &["token", "add", "boss", "--role", "admin"]).out.trim().to_owned();
    let put = |token: &str, body: &str| tcp(&address, request("PUT", "/v1/companies/1/sender", Some(token), body).as_bytes());
    assert_eq!(put(&token, r#"{"city":"Győr"}"#).status, 403);
    assert_eq!(put(&admin, r#"{"city":"Győr"}"#).json()["city"], "Győr");
    assert_eq!(put(&admin, r#"{"town":"Győr"}"#).status, 400);
    assert_eq!(get("/v1/companies/1/sender").json()["city"], "Győr");
    assert_eq!(get("/v1/companies/1/invoices/1/documents/edifact").status, 400);
    assert_eq!(get("/v1/companies/1/invoices/99/documents/ubl").status, 404);
    assert_eq!(get("/v1/companies/1/invoices/4/documents/ubl").status, 422);
}

#[test]
fn the_tax_authority_is_told_neither_name_nor_address_of_a_private_person() {
    let home = crate::cash::home();
    home.expect(0, &["books", "edit", "--post-code", "1011", "--city", "Budapest", "--street", "Fő u. 1.", "--country", "HU"]);
    let address = ["--country", "HU", "--post-code", "6720", "--city", "Szeged", "--street", "Tisza u. 2."];
    let person = [&["client", "add", "Kis Éva", "--private", "true", "--json"][..], &address[..]].concat();
    assert_eq!(home.json(0, &person)["client"]["private"], true);
    let draft = home.json(0, &["draft", "make", "--client", "Kis Éva", "--line", "Seat=1x1000", "--json"])["drafts"][0].clone();
    let number = crate::cash::text(&crate::cash::issue(&home, &draft)["invoice_number"]);
    let written = home.expect(0, &["invoice", &number, "--einvoice", "nav", "-"]).out;
    assert!(written.contains("<customerVatStatus>PRIVATE_PERSON</customerVatStatus>"), "{written}");
    assert!(!written.contains("Kis Éva") && !written.contains("Szeged"), "{written}");
    let numbered = home.expect(2, &["client", "edit", "Acme Kft.", "--private", "true"]);
    assert!(numbered.err.contains("13114505-2-41"), "{}", numbered.err);
    home.expect(0, &["client", "edit", "Kis Éva", "--private", "false"]);
}

#[test]
fn an_advance_is_named_where_it_is_deducted() {
    let home = crate::cash::home();
    home.expect(0, &["books", "edit", "--post-code", "1011", "--city", "Budapest", "--street", "Fő utca 1."]);
    let address = ["--country", "HU", "--post-code", "6720", "--city", "Szeged", "--street", "Tisza utca 2."];
    home.expect(0, &[&["client", "edit", "Acme Kft."][..], &address].concat());
    let issued = |draft: &[&str]| {
        let invoice = crate::cash::issue(&home, &crate::cash::lines(&home, draft));
        crate::cash::text(&invoice["invoice_number"])
    };
    let advance = issued(&["--advance", "--line", "Advance=1x100000"]);
    home.expect(0, &["pay", &advance, "--amount", "127000", "--date", "2026-11-03"]);
    let last = issued(&["--line", "Work=1x300000", "--deduct", &advance]);
    let nav = |number: &str| home.expect(0, &["invoice", number, "--einvoice", "nav", "-"]).out;
    assert_eq!(nav(&advance).matches("<advanceIndicator>true</advanceIndicator>").count(), 1);
    let written = nav(&last);
    assert_eq!(written.matches("<advanceData>").count(), 1, "{written}");
    for told in [&format!("<advanceOriginalInvoice>{advance}<")[..], "<advancePaymentDate>2026-11-03<", "<advanceExchangeRate>1<"]
    {
        assert!(written.contains(told), "{told}: {written}");
    }
    // What takes it back takes the deduction back too.
    let void = home.json(0, &["void", &last, "--json"]);
    assert_eq!(nav(&crate::cash::text(&void["invoices"][0]["invoice_number"])).matches("<advancePaymentData>").count(), 1);
}

#[test]
fn a_third_decimal_is_exact_up_to_the_mail() {
    let home = crate::cash::home();
    home.expect(0, &["client", "add", "Souk", "--currency", "KWD", "--email", "a@buyer.example", "--country", "KW"]);
    let make = ["draft", "make", "--client", "Souk", "--line", "A=3x1.2345@EAM", "--rate", "1200", "--rate-source", "MNB"];
    let draft = home.json(0, &[&make[..], &["--rate-date", "2026-10-30", "--json"]].concat())["drafts"][0].clone();
    let number = crate::cash::text(&crate::cash::issue(&home, &draft)["invoice_number"]);
    let preview = home.json(0, &["invoice", &number, "--preview", "--json"])["preview"].clone();
    let told = ["net_total", "gross_total", "difference", "payable"].map(|sum| preview[sum].as_str().unwrap_or_default());
    assert_eq!(told, ["3.704", "3.704", "0", "3.704"], "{preview}");
    let pdf = home.path().join("out.pdf");
    home.expect(0, &["invoice", &number, "--einvoice", "pdf", pdf.to_str().expect("UTF-8")]);
    let refused = home.expect(4, &["invoice", &number, "--einvoice", "ubl", "-"]).err;
    assert!(refused.contains("KWD have 3 decimals") && refused.contains("--pdf FILE"), "{refused}");
    assert!(!refused.contains("client edit"), "no data mend that: {refused}");
}

#[test]
fn the_reference_of_a_buyer_is_no_order() {
    let home = crate::cash::home();
    let own = ["--post-code", "1011", "--city", "Budapest", "--street", "Fő utca 1.", "--iban", "HU42117730161111101800000000"];
    home.expect(0, &[&["books", "edit"][..], &own].concat());
    let address = ["--country", "HU", "--post-code", "6720", "--city", "Szeged", "--street", "Tisza utca 2."];
    home.expect(0, &[&["client", "edit", "Acme Kft.", "--buyer-reference", "04011000-12345-03"][..], &address].concat());
    let issued = crate::cash::issue(&home, &crate::cash::lines(&home, &["--line", "Work=1x1000"]));
    let number = crate::cash::text(&issued["invoice_number"]);
    for (form, order) in [("ubl", "OrderReference"), ("cii", "BuyerOrderReferencedDocument")] {
        let written = home.expect(0, &["invoice", &number, "--einvoice", form, "-"]).out;
        assert!(written.contains("BuyerReference>04011000-12345-03<") && !written.contains(order), "{written}");
    }
    // The document keeps it, also where the client has none any more.
    home.expect(0, &["client", "edit", "Acme Kft.", "--buyer-reference", ""]);
    let written = home.expect(0, &["invoice", &number, "--einvoice", "ubl", "-"]).out;
    assert!(written.contains("BuyerReference>04011000-12345-03<"), "{written}");
}

/// Names and contents of a ZIP.
fn unzipped(bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a ZIP");
    let count = zip.len();
    let read = |index| {
        let mut file = zip.by_index(index).expect("a file");
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).expect("whole");
        (file.name().to_owned(), bytes)
    };
    (0..count).map(read).collect()
}

#[test]
fn the_documents_of_a_query_are_one_file_without_those_that_lack_something() {
    let (home, _server) = account();
    let path = home.path().join("all.zip");
    let file = path.to_str().expect("UTF-8");
    let export = ["export", file, "--documents", "ubl"];
    let some = home.expect(3, &export);
    let numbers: Vec<String> = home.json(0, &["invoices", "--format", "json", "--sort", "number"])["invoices"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["invoice_number"].as_str().expect("a number").to_owned())
        .collect();
    assert_eq!(numbers.len(), 4);
    for lacking in &numbers[1..] {
        assert!(some.err.contains(lacking.as_str()), "{lacking} is named: {}", some.err);
    }
    let first = std::fs::read(&path).expect("written");
    let alone = home.path().join("alone.xml");
    home.expect(0, &["invoice", &numbers[0], "--einvoice", "ubl", alone.to_str().expect("UTF-8")]);
    let name = format!("{}.xml", numbers[0].replace(['/', ' '], "-"));
    assert_eq!(unzipped(first.clone()), [(name, std::fs::read(&alone).expect("written"))]);
    assert!(home.expect(2, &export).err.contains("exists already"));
    home.expect(3, &[&export[..], &["--force"]].concat());
    assert_eq!(std::fs::read(&path).expect("written"), first, "identical documents are identical files");
    // Printed, every one of them.
    let pdf = home.command(&["export", "-", "--documents", "pdf", "--lang", "hu"]).output().expect("starts");
    assert_eq!(pdf.status.code(), Some(0), "{}", String::from_utf8_lossy(&pdf.stderr));
    let printed = unzipped(pdf.stdout);
    assert_eq!(printed.len(), 4);
    assert!(printed.iter().all(|(name, bytes)| std::path::Path::new(name).extension().is_some_and(|kind| kind == "pdf")
        && bytes.starts_with(b"%PDF-1.7")));
}

#[test]
fn nothing_is_written_where_no_document_can_be() {
    let (home, _server) = account();
    let path = home.path().join("none.zip");
    let file = path.to_str().expect("UTF-8");
    for query in ["partner:ismeretlen", "partner:nobody-of-this-name"] {
        home.expect(4, &["export", file, "--documents", "peppol", query]);
        assert!(!path.exists(), "{query}");
    }
    home.expect(2, &["export", file, "--documents", "word"]);
    home.expect(2, &["export", file, "--documents", "ubl", "--format", "csv"]);
    home.expect(2, &["export", home.path().join("a.csv").to_str().expect("UTF-8"), "--documents", "ubl"]);
    assert!(home.expect(2, &["export", file]).err.contains("--documents"));
}
