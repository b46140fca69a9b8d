//! camt of several versions, with known answers.

use super::{collect, collect_with, options, shown};
use crate::bank::{BankError, Format};
use crate::domain::bank::EntryState;

/// An entry of a version.
fn entry(version: &str, body: &str) -> String {
    let status = if version == "02" { "<Sts>BOOK</Sts>" } else { "<Sts><Cd>BOOK</Cd></Sts>" };
    body.replace("<STS/>", status)
}

fn document(version: &str, entries: &str, closing: &str) -> String {
    let kind = "BkToCstmrStmt";
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}\"><{kind}><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-01-03T00:00:00</CreDtTm></GrpHdr><Stmt><Id>S1</Id><ElctrncSeqNb>7</ElctrncSeqNb><FrToDt><FrDtTm>2026-01-02T00:00:00</FrDtTm><ToDtTm>2026-01-02T23:59:59</ToDtTm></FrToDt><Acct><Id><Othr><Id>117730161111101800000000</Id></Othr></Id><Ccy>HUF</Ccy><Ownr><Nm>Own Kft.</Nm></Ownr></Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"HUF\">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-02</Dt></Dt></Bal><Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"HUF\">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-02</Dt></Dt></Bal>{entries}</Stmt></{kind}></Document>"
    )
}

#[test]
fn parties_and_amounts_of_old_and_new_versions() {
    let old = entry(
        "02",
        "<Ntry><Amt Ccy=\"HUF\">500.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><STS/><BookgDt><Dt>2026-01-02</Dt></BookgDt><ValDt><DtTm>2026-01-02T10:00:00+01:00</DtTm></ValDt><AcctSvcrRef>R1</AcctSvcrRef><BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy=\"HUF\">500.00</Amt></TxAmt></AmtDtls><RltdPties><Dbtr><Nm>Bál &amp; T&#225;rsa Kft.</Nm></Dbtr><DbtrAcct><Id><IBAN>HU42117730161111101800000000</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>INV-2026-00</Ustrd><Ustrd>01</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
    );
    let new = entry(
        "08",
        "<Ntry><Amt Ccy=\"HUF\">500.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><STS/><BookgDt><Dt>2026-01-02</Dt></BookgDt><AcctSvcrRef>R1</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><Amt Ccy=\"HUF\">500.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>Bál &amp; T&#225;rsa Kft.</Nm></Pty></Dbtr><Cdtr><Pty><Nm>Own Kft.</Nm></Pty></Cdtr></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>",
    );
    let (format, word, found, entries) = collect(document("02", &old, "1500.00").as_bytes());
    assert_eq!((format, word.as_str(), found.refused_count), (Format::Camt, "camt.053.001.02", 0));
    assert_eq!(&*found.statements[0].account, "HU42117730161111101800000000");
    assert_eq!(shown(&entries[0].1), "2026-01-02 500.00 [Bál & Társa Kft.|HU42117730161111101800000000|INV-2026-00⏎01|]");
    for version in ["08", "13"] {
        let (_, _, found, entries) = collect(document(version, &new, "1500.00").as_bytes());
        assert_eq!((found.refused_count, &*found.statements[0].number), (0, "7"));
        assert_eq!(shown(&entries[0].1), "2026-01-02 500.00 [Bál & Társa Kft.|||E1]");
        assert_eq!((&*entries[0].1.whole.structured, &*entries[0].1.code), ("RF18539007547034", "PMNT-RCDT-ESCT"));
    }
}

#[test]
fn a_batch_keeps_its_parts_and_what_they_leave_is_charges() {
    let part = |amount: &str| {
        format!(
            "<TxDtls><Amt Ccy=\"HUF\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>P{amount}</Nm></Pty></Dbtr></RltdPties></TxDtls>"
        )
    };
    let batch = format!(
        "<Ntry><Amt Ccy=\"HUF\">1474.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>{}{}</NtryDtls></Ntry>",
        part("1000.00"),
        part("500.00")
    );
    let (_, _, found, entries) = collect(document("08", &batch, "2474.00").as_bytes());
    assert_eq!(found.refused_count, 0);
    let entry = &entries[0].1;
    let parts: Vec<String> = entry.parts.iter().map(|part| format!("{} {}", part.name, part.amount)).collect();
    assert_eq!(parts, ["P1000.00 1000.00", "P500.00 500.00"]);
    assert_eq!(entry.charges.map(|charges| charges.to_string()).as_deref(), Some("26.00"));
    assert_eq!((entry.booked, entry.whole.amount.to_string().as_str()), (None, "1474.00"));
}

#[test]
fn a_reversal_has_its_own_sign_and_pending_entries_count_in_no_balance() {
    let reversal = "<Ntry><Amt Ccy=\"HUF\">200.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><RltdPties><Cdtr><Pty><Nm>Payee</Nm></Pty></Cdtr></RltdPties></TxDtls></NtryDtls></Ntry><Ntry><Amt Ccy=\"HUF\">9.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts></Ntry>";
    let (_, _, found, entries) = collect(document("08", reversal, "1200.00").as_bytes());
    assert_eq!(found.refused_count, 0);
    assert_eq!(
        (entries[0].1.reversal, entries[0].1.whole.amount.to_string().as_str(), &*entries[0].1.whole.name),
        (true, "200.00", "Payee")
    );
    assert_eq!(entries[1].1.state, EntryState::Pending);
}

#[test]
fn a_statement_without_entries_is_one_and_a_wrong_sum_is_told() {
    let (_, _, found, _) = collect(document("08", "", "1000.00").as_bytes());
    assert_eq!((found.refused_count, found.statements[0].entries), (0, 0));
    let (_, _, found, _) = collect(document("08", "", "1000.01").as_bytes());
    assert_eq!(found.refused[0].message.id.as_ref(), "bank-refused-sum");
    let bad = "<Ntry>\n<Amt Ccy=\"HUF\">x</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>";
    let (_, _, found, _) = collect(document("08", bad, "1000.00").as_bytes());
    assert_eq!((found.refused[0].line, found.refused[0].message.id.as_ref()), (2, "bank-refused-amount"));
}

#[test]
fn an_amount_with_a_sign_beside_its_side_can_mean_two_things_and_is_refused() {
    for (amount, side) in [("-500.00", "CRDT"), ("-500.00", "DBIT")] {
        let entry = format!(
            "<Ntry><Amt Ccy=\"HUF\">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-02</Dt></BookgDt></Ntry>"
        );
        let (_, _, found, entries) = collect(document("08", &entry, "1000.00").as_bytes());
        assert_eq!((found.refused_count, entries.len()), (1, 0), "{side}");
    }
}

#[test]
fn entities_depth_and_giant_fields_are_refused() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>&b;</BkToCstmrStmt></Document>";
    assert!(matches!(collect_with(bomb.as_bytes(), &options()), Err(BankError::Declares { .. })));
    let unknown = document("08", "<Ntry><Amt Ccy=\"HUF\">&x;</Amt></Ntry>", "1.00");
    assert!(matches!(collect_with(unknown.as_bytes(), &options()), Err(BankError::Declares { .. })));
    let deep = document("08", &"<Ntry>".repeat(500), "1.00");
    assert!(matches!(collect_with(deep.as_bytes(), &options()), Err(BankError::TooLarge { .. })));
    let giant = document("08", &format!("<Ntry><AddtlNtryInf>{}</AddtlNtryInf></Ntry>", "x".repeat(3 << 20)), "1.00");
    assert!(matches!(collect_with(giant.as_bytes(), &options()), Err(BankError::TooLarge { .. })));
    let cut = document("08", "", "1.00");
    assert!(collect_with(&cut.as_bytes()[..cut.len() - 20], &options()).is_err());
}

#[test]
fn a_batch_of_many_transactions_is_read_whole() {
    let part = |n: usize| {
        format!(
            "<TxDtls><Refs><EndToEndId>E{n}</EndToEndId></Refs><Amt Ccy=\"HUF\">2.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>"
        )
    };
    let parts: String = (0..30_000).map(part).collect();
    let batch = format!(
        "<Ntry><Amt Ccy=\"HUF\">60000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls>{parts}</NtryDtls></Ntry>"
    );
    let (_, _, found, entries) = collect(document("08", &batch, "61000.00").as_bytes());
    assert_eq!((found.refused_count, entries.len()), (0, 1));
    let entry = &entries[0].1;
    assert_eq!((entry.parts.len(), &*entry.parts[29_999].end_to_end, entry.charges), (30_000, "E29999", None));
}

/// A part of a batch in dollars, with the other amounts that the bank tells.
fn in_dollars(text: &str, more: &str) -> String {
    format!(
        "<TxDtls><Amt Ccy=\"USD\">54.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><AmtDtls>{more}</AmtDtls><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"
    )
}

fn in_entry(amount: &str, currency: &str, more: &str) -> String {
    format!("\n<Ntry><Amt Ccy=\"{currency}\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>{more}</Ntry>")
}

#[test]
fn parts_in_another_currency_are_what_they_are_in_the_accounts_own() {
    let told = |name: &str| format!("<{name}><Amt Ccy=\"HUF\">50.00</Amt></{name}>");
    for name in ["TxAmt", "CntrValAmt", "InstdAmt"] {
        let parts = in_dollars("a", &told(name)) + &in_dollars("b", &told(name));
        let batch = in_entry("100.00", "HUF", &format!("<NtryDtls>{parts}</NtryDtls>"));
        let (_, _, found, entries) = collect(document("08", &batch, "1100.00").as_bytes());
        assert_eq!((found.refused_count, entries[0].1.charges), (0, None), "{name}");
        let parts: Vec<String> = entries[0]
            .1
            .parts
            .iter()
            .map(|part| {
                let ordered = part.ordered.as_ref().expect("what was ordered");
                format!("{} {} {}", part.amount, ordered.amount, ordered.currency)
            })
            .collect();
        assert_eq!(parts, ["50.00 54.00 USD", "50.00 54.00 USD"], "{name}");
    }
    let parts = in_dollars("a", "") + &in_dollars("b", &told("TxAmt"));
    let batch = in_entry("100.00", "HUF", &format!("<NtryDtls>{parts}</NtryDtls>"));
    let (_, _, found, entries) = collect(document("08", &batch, "1100.00").as_bytes());
    assert_eq!((found.refused[0].line, found.refused[0].message.id.as_ref()), (3, "bank-refused-part"));
    assert!(entries.is_empty());
}

#[test]
fn parts_come_to_no_more_than_their_entry_and_its_charges() {
    let part = |amount: &str| format!("<TxDtls><Amt Ccy=\"HUF\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>");
    let batch = |charges: &str, parts: &[&str]| {
        let parts: String = parts.iter().map(|amount| part(amount)).collect();
        in_entry("100.00", "HUF", &format!("{charges}<NtryDtls>{parts}</NtryDtls>"))
    };
    let (_, _, found, _) = collect(document("08", &batch("", &["54.00", "54.00"]), "1100.00").as_bytes());
    assert_eq!(found.refused[0].message.id.as_ref(), "bank-refused-batch-sum");
    let declared = batch("<Chrgs><Rcrd><Amt Ccy=\"HUF\">8.00</Amt></Rcrd></Chrgs>", &["54.00", "54.00"]);
    let (_, _, found, entries) = collect(document("08", &declared, "1100.00").as_bytes());
    assert_eq!((found.refused_count, entries[0].1.charges.map(|one| one.to_string()).as_deref()), (0, Some("8.00")));
    let (_, _, found, entries) = collect(document("08", &batch("", &["40.00", "40.00"]), "1100.00").as_bytes());
    assert_eq!((found.refused_count, entries[0].1.parts.len()), (0, 2));
}

#[test]
fn charges_in_another_currency_are_in_no_sum() {
    let charges = |currency: &str| {
        let one = in_entry(
            "95.00",
            "HUF",
            &format!(
                "<Chrgs><Rcrd><Amt Ccy=\"{currency}\">5</Amt></Rcrd></Chrgs><NtryDtls><TxDtls><Chrgs><Rcrd><Amt Ccy=\"{currency}\">5</Amt></Rcrd></Chrgs></TxDtls></NtryDtls>"
            ),
        );
        let (_, _, found, entries) = collect(document("08", &one, "1095.00").as_bytes());
        assert_eq!(found.refused_count, 0);
        entries[0].1.charges.map(|one| one.to_string())
    };
    assert_eq!((charges("HUF").as_deref(), charges("USD")), (Some("5"), None));
}

#[test]
fn a_total_of_charges_has_the_single_ones_in_it_wherever_it_stands() {
    let amount = |name: &str, currency: &str, amount: &str| format!("<{name} Ccy=\"{currency}\">{amount}</{name}>");
    let total = |text: &str| amount("TtlChrgsAndTaxAmt", "HUF", text);
    let record = |text: &str| format!("<Rcrd>{}</Rcrd>", amount("Amt", "HUF", text));
    let old = |text: &str| amount("Amt", "HUF", text);
    let cases = [
        // A total with its records, and one with a tax that no record has.
        (format!("<Chrgs>{}{}{}</Chrgs>", total("35.00"), record("20.00"), record("15.00")), "35.00"),
        (format!("<Chrgs>{}{}</Chrgs>", total("35.00"), record("30.00")), "35.00"),
        (format!("<Chrgs>{}{}</Chrgs>", record("20.00"), record("15.00")), "35.00"),
        (format!("<Chrgs>{}</Chrgs>", total("35.00")), "35.00"),
        // Version 02 has an amount without a record, and the total beside each.
        (format!("<Chrgs>{}</Chrgs>", old("5.00")), "5.00"),
        (format!("<Chrgs>{0}{1}</Chrgs><Chrgs>{0}{2}</Chrgs>", total("7.00"), old("5.00"), old("2.00")), "7.00"),
        (format!("<Chrgs>{}</Chrgs><Chrgs>{}</Chrgs>", old("5.00"), old("2.00")), "7.00"),
        // A total of another currency says nothing about the records.
        (format!("<Chrgs>{}{}</Chrgs>", amount("TtlChrgsAndTaxAmt", "USD", "9.00"), record("4.00")), "4.00"),
    ];
    for (charges, expected) in cases {
        let beside = in_entry("100.00", "HUF", &charges);
        let within = in_entry("100.00", "HUF", &format!("<NtryDtls><TxDtls>{charges}</TxDtls></NtryDtls>"));
        for one in [beside, within] {
            let (_, _, found, entries) = collect(document("08", &one, "1100.00").as_bytes());
            let read = entries[0].1.charges.map(|charges| charges.to_string());
            assert_eq!((found.refused_count, read.as_deref()), (0, Some(expected)), "{one}");
        }
    }
}

#[test]
fn what_was_ordered_is_told_by_the_entry_as_well_as_by_its_only_transaction() {
    let told = |name: &str, currency: &str, amount: &str| format!("<{name}><Amt Ccy=\"{currency}\">{amount}</Amt></{name}>");
    let amounts = format!("<AmtDtls>{}{}</AmtDtls>", told("InstdAmt", "USD", "1.40"), told("TxAmt", "HUF", "500.00"));
    let within = format!("<NtryDtls><TxDtls>{amounts}</TxDtls></NtryDtls>");
    for more in [&amounts, &within] {
        let (_, _, found, entries) = collect(document("08", &in_entry("500.00", "HUF", more), "1500.00").as_bytes());
        assert_eq!(found.refused_count, 0);
        let ordered = entries[0].1.whole.ordered.as_ref().map(|one| format!("{} {}", one.amount, one.currency));
        assert_eq!(ordered.as_deref(), Some("1.40 USD"), "{more}");
    }
}

#[test]
fn more_decimals_than_the_currency_has_are_refused_unless_they_are_zeros() {
    let (_, _, found, entries) = collect(document("08", &in_entry("12.345", "HUF", ""), "1012.345").as_bytes());
    let refused: Vec<(u64, &str)> = found.refused.iter().map(|one| (one.line, one.message.id.as_ref())).collect();
    assert_eq!(refused[..2], [(0, "bank-refused-balance-decimals"), (3, "bank-refused-decimals")]);
    assert!(entries.is_empty());
    // The sign before decimals is no question in camt.
    let (_, _, found, entries) = collect(document("08", &in_entry("12.340", "HUF", ""), "1012.34").as_bytes());
    assert_eq!((found.refused_count, entries[0].1.whole.amount.to_string().as_str()), (0, "12.340"));
}

#[test]
fn an_entry_in_another_currency_is_refused_unless_it_tells_the_accounts_own() {
    let (_, _, found, entries) = collect(document("08", &in_entry("77", "USD", ""), "1000.00").as_bytes());
    assert_eq!((found.refused[0].line, found.refused[0].message.id.as_ref()), (3, "bank-refused-currency"));
    assert!(entries.is_empty());
    let amounts = "<AmtDtls><TxAmt><Amt Ccy=\"HUF\">70.00</Amt></TxAmt></AmtDtls>";
    let details = format!("<NtryDtls><TxDtls>{amounts}</TxDtls></NtryDtls>");
    for more in [amounts, &details] {
        let (_, _, found, entries) = collect(document("08", &in_entry("77", "USD", more), "1070.00").as_bytes());
        assert_eq!((found.refused_count, entries[0].1.whole.amount.to_string().as_str()), (0, "70.00"));
    }
    let balance = document("08", "", "1000.00").replacen("<Amt Ccy=\"HUF\">1000.00", "<Amt Ccy=\"EUR\">1000.00", 1);
    assert_eq!(collect(balance.as_bytes()).2.refused[0].message.id.as_ref(), "bank-refused-balance-currency");
    // Where neither account nor balance tells a currency, the first entry does.
    let bare = document("08", &(in_entry("1", "EUR", "") + &in_entry("2", "USD", "")), "0");
    let from = bare.find("<Ccy>HUF</Ccy>").expect("a currency");
    let (start, rest) = bare.split_at(from);
    let (_, entries) = rest.split_at(rest.find("\n<Ntry>").expect("entries"));
    let bare = format!("{start}</Acct>{entries}");
    let (_, _, found, entries) = collect(bare.as_bytes());
    assert_eq!((found.statements[0].currency.as_str(), entries.len()), ("EUR", 1));
    assert_eq!((found.refused[0].line, found.refused[0].message.id.as_ref()), (4, "bank-refused-currency"));
}

#[test]
fn our_own_account_is_never_the_other_side_of_an_entry() {
    let parties = |debtor: &str, creditor: &str| {
        let side = |name: &str, account: &str| {
            format!(
                "<{name}><Pty><Nm>{name}</Nm></Pty></{name}><{name}Acct><Id><Othr><Id>{account}</Id></Othr></Id></{name}Acct>"
            )
        };
        format!("<NtryDtls><TxDtls><RltdPties>{}{}</RltdPties></TxDtls></NtryDtls>", side("Dbtr", debtor), side("Cdtr", creditor))
    };
    let (own, theirs) = ("11773016-11111018", "DE89370400440532013000");
    let entry = |side: &str, reversal: bool, parties: &str| {
        format!(
            "<Ntry><Amt Ccy=\"HUF\">5</Amt><CdtDbtInd>{side}</CdtDbtInd><RvslInd>{reversal}</RvslInd><Sts><Cd>BOOK</Cd></Sts>{parties}</Ntry>"
        )
    };
    // A direct debit that came back keeps its parties, with the mark of a reversal or without it.
    for (side, reversal, parties, name) in [
        ("DBIT", false, parties(theirs, own), "Dbtr"),
        ("DBIT", true, parties(theirs, own), "Dbtr"),
        ("CRDT", false, parties(own, theirs), "Cdtr"),
        ("CRDT", true, parties(own, theirs), "Cdtr"),
        ("CRDT", false, parties(theirs, own), "Dbtr"),
        ("CRDT", false, parties(own, own), "Dbtr"),
    ] {
        let closing = if side == "DBIT" { "995" } else { "1005" };
        let (_, _, found, entries) = collect(document("08", &entry(side, reversal, &parties), closing).as_bytes());
        assert_eq!((found.refused_count, &*entries[0].1.whole.name), (0, name), "{side} {reversal} {parties}");
    }
}

#[test]
fn a_message_may_be_around_the_document_and_lines_end_as_xml_has_them() {
    let text = "<Ntry><Amt Ccy=\"HUF\">5</Amt><CdtDbtInd>CRDT</CdtDbtInd><AddtlNtryInf>a\r\nb\rc</AddtlNtryInf></Ntry>";
    let inner = document("08", text, "1005").replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "");
    let message = format!(
        "<?xml version=\"1.0\"?><Envelope><AppHdr><Fr><FIId><Id>x</Id></FIId></Fr></AppHdr><Body>{inner}</Body></Envelope>"
    );
    let (_, _, found, entries) = collect(message.as_bytes());
    assert_eq!((found.refused_count, entries.len(), &*entries[0].1.whole.text), (0, 1, "a\nb\nc"));
}
