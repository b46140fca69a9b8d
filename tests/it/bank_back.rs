//! Money that goes back without a mark of the bank: a person names the document, or the entry that is taken back.

use serde_json::json;

use crate::bank::{balance, home, write};
use crate::settling::entry;
use crate::support::Home;

const ACCOUNT: &str = "11773016-11111018";

/// Imports one entry; its identifier.
fn arrives(home: &Home, reference: &str, day: &str, amount: &str, text: &str) -> String {
    let (mark, amount) = amount.strip_prefix('-').map_or(("C", amount), |amount| ("D", amount));
    let file = format!(
        ":20:S\n:25:{ACCOUNT}\n:28C:1\n:34F:HUF0,00\n:13D:2602011200+0100\n:61:{day}{}{mark}{amount},00NTRFNONREF//{reference}\n:86:{text}\n",
        &day[2..]
    );
    home.expect(0, &["bank", "import", &write(home, &format!("{reference}.sta"), &file)]);
    entry(home, reference)
}

#[test]
fn a_payment_that_goes_back_opens_its_document_again() {
    let (_server, home) = home();
    let paid = arrives(&home, "B1", "260110", "12700", "INV-2026-1");
    home.expect(0, &["match", "auto"]);
    assert_eq!(balance(&home, "INV-2026-1"), json!(["0", "paid"]));
    let back = arrives(&home, "B2", "260112", "-12700", "visszautalás");
    // Nothing is done alone, and a document that was paid by nothing here is none that money goes back from.
    assert_eq!(home.json(0, &["match", "auto", "--json"])["settled"], json!([]));
    home.expect(2, &["match", "accept", &back, "INV-2026-3"]);
    let one = home.json(0, &["match", "accept", &back, "INV-2026-1", "--json"]);
    assert_eq!((&one["match"]["reasons"], &one["match"]["parts"]), (&json!(["reversal", "chosen"]), &json!([])));
    assert_eq!(balance(&home, "INV-2026-1"), json!(["12700.0", "outstanding"]));
    let unmatched = home.json(0, &["bank", "list", "--unmatched", "--json"]);
    assert_eq!(unmatched["total"], 0, "{unmatched}");
    home.expect(2, &["match", "accept", &back, "INV-2026-1"]);
    assert_eq!(home.json(0, &["match", "auto", "--json"])["settled"], json!([]));
    // Taken back by hand: both wait again, and the earlier entry may be named in place of the document.
    home.expect(0, &["match", "undo", &back]);
    assert_eq!(home.json(0, &["bank", "list", "--unmatched", "--json"])["total"], 2);
    home.expect(4, &["match", "undo", &paid]);
    let one = home.json(0, &["match", "accept", &back, &paid[..12], "--json"]);
    assert_eq!(one["match"]["reasons"], json!(["reversal", "chosen"]));
    assert_eq!(home.json(0, &["bank", "list", "--unmatched", "--json"])["total"], 0);
    home.expect(0, &["check"]);
}

#[test]
fn what_was_paid_beyond_a_document_goes_back_once() {
    let (_server, home) = home();
    let paid = arrives(&home, "B1", "260110", "13000", "INV-2026-1");
    home.expect(0, &["match", "accept", &paid, "INV-2026-1"]);
    let (first, second) = (arrives(&home, "B2", "260112", "-200", "vissza"), arrives(&home, "B3", "260113", "-200", "vissza"));
    let one = home.json(0, &["match", "accept", &first, "INV-2026-1", "--json"]);
    let part = &one["match"]["parts"][0];
    assert_eq!(
        (&part["kind"], &part["amount"], &part["invoice_number"]),
        (&json!("overpayment"), &json!("-200"), &json!("INV-2026-1"))
    );
    assert_eq!(balance(&home, "INV-2026-1"), json!(["0", "paid"]));
    // A hundred are left of it: more goes back by a credit note.
    let refused = home.expect(2, &["match", "accept", &second, "INV-2026-1"]);
    assert!(refused.err.contains("whole payment"), "{}", refused.err);
    home.expect(0, &["match", "undo", &first]);
    home.expect(0, &["match", "accept", &second, "INV-2026-1"]);
    home.expect(0, &["check"]);
}

#[test]
fn of_two_payments_that_may_be_meant_the_entry_is_named() {
    let (_server, home) = home();
    let halves = [arrives(&home, "B1", "260110", "6350", "INV-2026-1"), arrives(&home, "B2", "260111", "6350", "INV-2026-1")];
    for half in &halves {
        home.expect(0, &["match", "accept", half, "INV-2026-1"]);
    }
    let back = arrives(&home, "B3", "260112", "-6350", "INV-2026-1 vissza");
    let refused = home.expect(2, &["match", "accept", &back, "INV-2026-1"]);
    assert!(refused.err.contains("EARLIER-ENTRY"), "{}", refused.err);
    home.expect(0, &["match", "accept", &back, &halves[1]]);
    assert_eq!(balance(&home, "INV-2026-1"), json!(["6350", "partially_paid"]));
}

#[test]
fn what_the_bank_may_have_taken_back_is_settled_by_a_person() {
    let (_server, home) = home();
    let (paid, later) =
        (arrives(&home, "B1", "260110", "12700", "INV-2026-1"), arrives(&home, "B3", "260120", "25400", "INV-2026-2"));
    // The mark of a reversal, and nothing that tells which entry it takes back.
    let file = format!(
        ":20:S\n:25:{ACCOUNT}\n:28C:1\n:34F:HUF0,00\n:13D:2602011200+0100\n:61:2601150115RC12700,00NTRFNONREF//B2\n:86:visszahívás\n:61:2601150115RC25400,00NTRFNONREF//B4\n:86:visszahívás\n"
    );
    home.expect(0, &["bank", "import", &write(&home, "back.sta", &file)]);
    let done = home.json(0, &["match", "auto", "--json"]);
    // What came after the money went back is none that it takes back.
    let settled: Vec<_> = done["settled"].as_array().expect("list").iter().map(|one| one["entry"].clone()).collect();
    assert_eq!(settled, [json!(later)], "{done}");
    let proposed = done["proposed"].as_array().expect("list").iter().find(|one| one["entry"] == json!(paid)).expect("proposed");
    assert_eq!(proposed["proposals"][0]["parts"][0]["invoice_number"], "INV-2026-1", "{done}");
    assert_eq!(balance(&home, "INV-2026-1"), json!(["12700.0", "outstanding"]));
    home.expect(0, &["match", "accept", &paid, "INV-2026-1"]);
    assert_eq!(balance(&home, "INV-2026-1"), json!(["0", "paid"]));
}

#[test]
fn a_batch_that_the_bank_may_have_taken_back_settles_none_of_its_parts() {
    let (_server, home) = home();
    let part = |id: &str, amount: &str, text: &str| {
        format!(
            "<TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs><Amt Ccy=\"HUF\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"
        )
    };
    let parts = part("E1", "12700.00", "INV-2026-1") + &part("E2", "25400.00", "INV-2026-2");
    let entry = |mark: &str, day: &str, reference: &str, more: &str| {
        format!(
            "<Ntry><Amt Ccy=\"HUF\">38100.00</Amt><CdtDbtInd>{mark}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef>{more}</Ntry>"
        )
    };
    let came = entry("CRDT", "2026-01-10", "R1", &format!("<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>{parts}</NtryDtls>"));
    let went = entry("DBIT", "2026-01-15", "R9", "<AddtlNtryInf>RETURN OF COLLECTION</AddtlNtryInf>")
        .replace("</CdtDbtInd><Sts>", "</CdtDbtInd><RvslInd>true</RvslInd><Sts>");
    let file = |entries: &str| {
        format!(
            "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>S</Id><Acct><Id><Othr><Id>117730161111101800000000</Id></Othr></Id><Ccy>HUF</Ccy></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
        )
    };
    // Money that stays settles both.
    let (_another, kept) = crate::bank::home();
    kept.expect(0, &["bank", "import", &write(&kept, "batch.xml", &file(&came))]);
    assert_eq!(kept.json(0, &["match", "auto", "--json"])["settled"].as_array().map(Vec::len), Some(2));
    home.expect(0, &["bank", "import", &write(&home, "batch.xml", &file(&(came + &went)))]);
    assert_eq!(home.json(0, &["match", "auto", "--json"])["settled"], json!([]));
    assert_eq!(balance(&home, "INV-2026-1"), json!(["12700.0", "outstanding"]));
}
