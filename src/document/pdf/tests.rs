//! Printed invoices: complete, identical for identical input, and never failed for a character.

use super::{Paper, print, qr};
use crate::document::model::Given;
use crate::document::samples::{self, at, given, line, party};
use crate::document::{Form, xml};
use crate::locale::Lang;

fn paper(lang: Lang, with_data: bool) -> Paper<'static> {
    Paper { locale: lang.locale(), copy_of: Some("Billingo"), title: None, with_data }
}

#[test]
fn identical_input_gives_identical_bytes() {
    for (name, given) in samples::golden() {
        let document = given.document().expect("small");
        let first = print(&document, &paper(Lang::Hu, true)).expect("a font");
        assert_eq!(first, print(&document, &paper(Lang::Hu, true)).expect("a font"), "{name}");
        assert!(first.bytes.starts_with(b"%PDF-1.7") && first.unprintable.is_empty(), "{name}: {}", first.unprintable);
    }
}

#[test]
fn a_script_without_glyphs_never_fails_an_invoice() {
    let buyer = party("北京有限公司 🚀 <\u{202E}>", "CN", "100000", "北京", "长安街 1");
    let document =
        given("中-1", "EUR", buyer, vec![line("服务 ő ű Ő Ű €", "1", "db", "10", at("27"))]).document().expect("small");
    let printed = print(&document, &paper(Lang::En, false)).expect("a font");
    assert!(printed.unprintable.contains('京') && printed.unprintable.contains('🚀'), "{}", printed.unprintable);
    assert!(!printed.unprintable.contains('ő'));
}

#[test]
fn long_invoices_go_on_over_pages() {
    let many = (0..180)
        .map(|index| line(&format!("Tétel {index} {}", "hosszú név ".repeat(index % 9)), "1", "db", "10", at("27")))
        .collect();
    let mut long = given("L-1", "EUR", party("Vevő", "HU", "1", "X", "Y"), many);
    long.notes = vec!["szó ".repeat(2000), "x".repeat(3000)];
    let document = long.document().expect("small");
    let printed = print(&document, &paper(Lang::Hu, false)).expect("a font");
    let pages = printed.bytes.windows(11).filter(|window| window == b"/Type /Page").count();
    assert!(pages > 6, "{pages}");
}

#[test]
fn euros_to_an_account_have_a_payment_code() {
    let of = |name: &str| samples::golden().into_iter().find(|(known, _)| *known == name).expect("a case").1;
    let document = of("de-two-rates").document().expect("small");
    assert_eq!(
        qr::text(&document).expect("a code"),
        "BCD\n002\n1\nSCT\n\nÜbersetzungsbüro Groß\nDE89370400440532013000\nEUR337.46\n\n\nRE-2026-12"
    );
    assert!(qr::code(&document).is_some());
    let told = Given { gross: Some(rust_decimal::Decimal::from(400)), ..of("de-two-rates") }.document().expect("small");
    assert!(qr::text(&told).expect("a code").contains("\nEUR400.00\n"), "what the source calls the total is paid");
    for other in ["hu-standard", "credit", "cash"] {
        assert_eq!(qr::text(&of(other).document().expect("small")), None, "{other}");
    }
}

/// Leaves the cases and generated invoices as PDF for the validators of CI.
#[test]
fn every_case_is_printed() {
    let generated = (1..=50).map(|seed| (format!("generated-{seed}"), samples::generated(seed)));
    let cases = samples::golden().into_iter().map(|(name, given)| (name.to_owned(), given)).chain(generated);
    let folder = samples::folder().join("factur-x");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (index, (name, given)) in cases.enumerate() {
        let document = given.document().expect("small");
        let lang = if index % 2 == 0 { Lang::Hu } else { Lang::En };
        let printed = print(&document, &Paper { copy_of: None, ..paper(lang, true) }).expect("a font");
        std::fs::write(folder.join(format!("{name}.pdf")), &printed.bytes).expect("written");
        // What is found inside must be this, to the byte.
        std::fs::write(folder.join(format!("{name}.xml")), xml(&document, Form::FacturX)).expect("written");
    }
}
