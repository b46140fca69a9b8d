//! Payments of documents: the money alone, once, for each document what it gets.

use super::*;
use crate::domain::{Allocation, HistoryEntry, PaymentMethod, PaymentState, PaymentType};

pub(super) fn payment(id: &str, kind: PaymentType, amount: &str, parts: &[(&str, &str)]) -> Payment {
    let part = |(document, amount): &(&str, &str)| Allocation {
        document: RemoteId::new(*document),
        number: String::new(),
        amount: dec(amount),
        date: (kind == PaymentType::Prepayment).then(|| date(2026, 10, 20)),
    };
    Payment {
        id: RemoteId::new(id),
        direction: Direction::Issued,
        state: PaymentState::Active,
        date: Some(date(2026, 10, 15)),
        amount: dec(amount),
        currency: Currency::new("EUR"),
        rate: None,
        method: None,
        reference: None,
        partner_id: None,
        partner_name: String::new(),
        unapplied: None,
        note: None,
        allocations: parts.iter().map(part).collect(),
        kind,
    }
}

fn there() -> There {
    There { mappings: mapped(&["sales-account", "tax:27%", "payment-account"]), ..There::default() }
}

/// Source, amounts of the parts and day of the payments of a plan.
fn paid(plan: &Plan) -> Vec<(String, Vec<Decimal>, String)> {
    let one = |item: &Planned| match &item.outgoing.as_ref()?.order {
        Order::Payment(order) => {
            assert_eq!(order.amount, order.parts.iter().map(|part| part.amount).sum::<Decimal>(), "{order:?}");
            let parts = order.parts.iter().map(|part| part.amount).collect();
            Some((item.source.to_string(), parts, order.date.to_string()))
        }
        _ => None,
    };
    plan.items.iter().filter_map(one).collect()
}

fn several() -> WriteRules {
    WriteRules { single_part: false, ..rules() }
}

#[test]
fn a_payment_of_several_documents_leaves_none_without_its_money() {
    let both = [payment("9", PaymentType::Payment, "200", &[("1", "100"), ("2", "100")])];
    let (one, two) = (invoice("1", "A-1"), invoice("2", "A-2"));
    let whole = there().plan_paid(&[one.clone(), two.clone()], &both, several());
    assert_eq!(paid(&whole), [("3:payment:9".to_owned(), vec![dec("100"), dec("100")], "2026-10-15".to_owned())]);
    let mut there = there();
    let first = there.plan_paid(std::slice::from_ref(&one), &both, several());
    assert_eq!(paid(&first), [("3:payment:9:1".to_owned(), vec![dec("100")], "2026-10-15".to_owned())]);
    there.apply(&first);
    let second = there.plan_paid(&[one, two], &both, several());
    assert_eq!(paid(&second), [("3:payment:9:2".to_owned(), vec![dec("100")], "2026-10-15".to_owned())]);
    there.apply(&second);
    assert!(paid(&there.plan_paid(&[invoice("1", "A-1"), invoice("2", "A-2")], &both, several())).is_empty());
}

#[test]
fn what_is_left_over_is_not_written_before_it_pays_something() {
    let plan =
        there().plan_paid(&[invoice("1", "A-1")], &[payment("9", PaymentType::Payment, "150", &[("1", "100")])], several());
    assert_eq!(paid(&plan), [("3:payment:9:1".to_owned(), vec![dec("100")], "2026-10-15".to_owned())]);
}

#[test]
fn credits_are_no_money() {
    let documents = [invoice("1", "A-1"), invoice("2", "A-2")];
    for rules in [rules, several] {
        let used = [payment("9", PaymentType::Payment, "60", &[("1", "100"), ("7", "-40")])];
        let plan = there().plan_paid(&documents, &used, rules());
        let amounts: Vec<Vec<Decimal>> = paid(&plan).into_iter().map(|(_, parts, _)| parts).collect();
        assert_eq!(amounts, [vec![dec("60")]]);
        // Nothing tells which of the two the credit is on.
        let mixed = [payment("9", PaymentType::Payment, "160", &[("1", "100"), ("2", "100"), ("7", "-40")])];
        let plan = there().plan_paid(&documents, &mixed, rules());
        assert!(paid(&plan).is_empty());
        let of_payments = plan.items.iter().filter(|item| item.kind == OrderKind::Payment);
        let states: Vec<PlannedState> = of_payments.map(|item| item.state).collect();
        assert_eq!(states, [PlannedState::Refused; 2]);
    }
}

#[test]
fn what_was_paid_ahead_is_money_on_the_day_on_which_a_document_takes_of_it() {
    let ahead = [payment("9", PaymentType::Prepayment, "115", &[("1", "100")])];
    for rules in [rules, several] {
        let plan = there().plan_paid(&[invoice("1", "A-1")], &ahead, rules());
        assert_eq!(paid(&plan), [("3:payment:9:1".to_owned(), vec![dec("100")], "2026-10-20".to_owned())]);
    }
}

#[test]
fn a_rate_goes_with_what_comes_from_books_of_the_same_currency() {
    let written = |home: Option<&str>, currency: &str, rate: &str| {
        let of = Invoice { currency: Currency::new(currency), rate: Some(dec(rate)), ..invoice("1", "A-1") };
        let paid = payment("9", PaymentType::Payment, "100", &[("1", "100")]);
        let paid = Payment { currency: of.currency.clone(), rate: of.rate, ..paid };
        let there = There { home: home.map(Currency::new), ..there() };
        let plan = there.plan_paid(&[of], &[paid], rules());
        let written = plan.items.iter().filter(|item| item.kind != OrderKind::Contact);
        written.map(|item| item.outgoing.as_ref().expect("ready").order.rate()).collect::<Vec<_>>()
    };
    assert_eq!(written(Some("EUR"), "USD", "0.92"), [Some(dec("0.92")); 2]);
    // A rate to forints says nothing to books in euros, nor does one that a service tells where it has none.
    for (home, currency, rate) in
        [(Some("HUF"), "USD", "340"), (None, "USD", "0.92"), (Some("EUR"), "USD", "1"), (Some("EUR"), "EUR", "0.92")]
    {
        assert_eq!(written(home, currency, rate), [None; 2], "{home:?} {currency} {rate}");
    }
}

#[test]
fn money_of_a_bank_account_has_the_rate_that_the_books_can_hold() {
    let settled = |currency: &str, account: &str| {
        let of = Invoice { currency: Currency::new(currency), ..invoice("1", "A-1") };
        let receipt = Receipt {
            source: Source("bank:3:m".into()),
            parts: vec![(of, dec("100"))],
            currency: Currency::new(currency),
            rate: Some(Exchange { amount: dec("0.92"), currency: Currency::new(account) }),
            date: Some(date(2026, 11, 20)),
            account: None,
            method: None,
            reference: None,
            mixed: Vec::new(),
            moved: None,
        };
        let (there, settings, rules, contacts) = (there(), settings(), rules(), Contacts::new(&[]));
        let mut plan = settle(&there.sight(&rules, &settings, &contacts), &[receipt]);
        let item = plan.items.remove(0);
        let told: Vec<String> = item.problems.iter().map(|problem| problem.id.to_string()).collect();
        (item.outgoing.expect("ready").order.rate(), told.join(" "))
    };
    assert_eq!(settled("USD", "EUR"), (Some(dec("0.92")), String::new()));
    assert_eq!(settled("EUR", "USD"), (None, String::new()), "the document is in the currency of the books");
    assert_eq!(settled("USD", "CHF"), (None, "push-rate-other".to_owned()), "a rate to francs");
}

#[test]
fn an_entry_with_our_mark_is_the_payment_that_we_wrote() {
    let mark = crate::domain::own::new_id("2026-11-20T10:00:00Z".parse().expect("a time"), [7; 10]);
    let entry = |voucher: Option<&str>| HistoryEntry {
        date: Some(date(2026, 11, 20)),
        amount: dec("100"),
        method: PaymentMethod::from("wire_transfer"),
        voucher: voucher.map(Into::into),
        rate: None,
    };
    let history = [entry(Some(mark.as_str())), entry(None), entry(Some("V-1"))];
    let ids: Vec<String> =
        Payment::of_history(&invoice("5", "A-5"), &history).into_iter().map(|payment| payment.id.to_string()).collect();
    assert_eq!(ids, [format!("5:{mark}"), "5:2026-11-20:100:2".to_owned(), "5:2026-11-20:100:3".to_owned()]);
}

#[test]
fn money_that_its_currency_cannot_have_is_refused() {
    let mut document = invoice("1", "A-1");
    let mut paid = payment("9", PaymentType::Payment, "50.50", &[("1", "50.50")]);
    for (currency, refused) in [("JPY", true), ("HUF", false)] {
        (document.currency, paid.currency) = (Currency::new(currency), Currency::new(currency));
        let plan = there().plan_paid(std::slice::from_ref(&document), std::slice::from_ref(&paid), rules());
        let money = plan.items.iter().find(|item| item.kind == OrderKind::Payment).expect("a payment");
        assert_eq!(money.state == PlannedState::Refused, refused, "{money:?}");
        assert_eq!(money.problems.iter().any(|problem| problem.id == "push-amount-decimals"), refused, "{money:?}");
    }
}
