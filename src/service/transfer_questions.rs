//! What a person must say yes to before money is paid.
//!
//! For: transfers. Uses: documents, what earlier matches and transfers tell of accounts. Never: paying.
//!
//! The account of a partner that changed is the fraud that costs most: a payment to another account than the known ones is a question,
//! as is one to an account that is known as another payee's, that is the one that pays, or that may be the number of a card, and what was
//! paid before or stands twice.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::Result;
use super::local::Local;
use crate::bank::account::{grouped, may_be_card};
use crate::bank::matching::{Claim, folded};
use crate::domain::transfer::{Transfer, TransferBatch};
use crate::domain::{CompanyId, Message, RemoteId};
use crate::store::bank;

/// Accounts by partner or folded name, from confirmed matches and earlier transfers, and names for people by the same.
#[derive(Debug, Default)]
pub(super) struct Known {
    accounts: BTreeMap<String, BTreeSet<String>>,
    names: BTreeMap<String, String>,
}

impl Known {
    /// What is known of the payees of a company.
    pub(super) fn of(local: &Local, company: CompanyId, (claims, earlier): (&[Claim], &[TransferBatch])) -> Result<Self> {
        let mut known = Self::default();
        let mut taught: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for one in bank::matches(local.store.inner(), company)?.into_iter().filter(|one| !one.value.undone) {
            if let Some(one) = one.value.taught {
                taught.entry(one.partner.to_string()).or_default().insert(one.account.to_string());
            }
        }
        for claim in claims {
            known.call(&claim.partner, &claim.name);
            // A list names a payee that documents have a tax number of.
            for account in taught.get(&*claim.partner).into_iter().flatten() {
                known.note(&folded(&claim.name), &claim.name, account);
            }
        }
        for (partner, accounts) in taught {
            accounts.iter().for_each(|account| known.note(&partner, &partner, account));
        }
        for transfer in earlier.iter().flat_map(|batch| &batch.transfers) {
            known.note(&folded(&transfer.name), &transfer.name, &transfer.account);
        }
        Ok(known)
    }

    fn call(&mut self, key: &str, name: &str) {
        if !self.names.contains_key(key) {
            self.names.insert(key.to_owned(), name.to_owned());
        }
    }

    fn note(&mut self, key: &str, name: &str, account: &str) {
        if !key.is_empty() {
            self.call(key, name);
            self.accounts.entry(key.to_owned()).or_default().insert(account.to_owned());
        }
    }

    /// The accounts of a payee.
    pub(super) fn accounts_of(&self, partner: &str, name: &str) -> BTreeSet<&String> {
        [partner, &folded(name)].into_iter().filter_map(|key| self.accounts.get(key)).flatten().collect()
    }

    /// The names of others that have an account.
    fn others_with(&self, account: &str, keys: &[String]) -> BTreeSet<&str> {
        let has = |(key, accounts): &(&String, &BTreeSet<String>)| accounts.contains(account) && !keys.contains(*key);
        let found = self.accounts.iter().filter(has);
        found.map(|(key, _)| self.names.get(key).map_or(key.as_str(), String::as_str)).collect()
    }
}

/// What two transfers have in common that pay the same: account, amount, currency, text.
type Payment<'t> = (&'t str, Decimal, &'t str, &'t str);

fn payment(transfer: &Transfer) -> Payment<'_> {
    (&transfer.account, transfer.amount, transfer.currency.as_str(), &transfer.text)
}

/// What is known where something is to be paid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paying<'k> {
    /// Accounts of payees.
    pub(super) known: &'k Known,
    /// Earlier transfers.
    pub(super) earlier: &'k [TransferBatch],
    /// The account that pays what names no other one.
    pub(super) payer: &'k str,
}

impl Paying<'_> {
    /// The questions about transfers, each with the key of its payee.
    pub(super) fn questions(&self, transfers: &[(String, Transfer)]) -> Vec<Message> {
        let mut paid: BTreeMap<&RemoteId, &TransferBatch> = BTreeMap::new();
        let mut same: BTreeMap<Payment<'_>, &TransferBatch> = BTreeMap::new();
        for batch in self.earlier {
            paid.extend(batch.transfers.iter().filter_map(|transfer| Some((transfer.document.as_ref()?, batch))));
            same.extend(batch.transfers.iter().map(|transfer| (payment(transfer), batch)));
        }
        let mut questions = Vec::new();
        let mut seen: BTreeSet<Payment<'_>> = BTreeSet::new();
        let mut documents: BTreeSet<&RemoteId> = BTreeSet::new();
        let mut here = Known::default();
        for (partner, transfer) in transfers {
            questions.extend(self.of_account(&here, partner, transfer));
            for key in [partner.clone(), folded(&transfer.name)] {
                here.note(&key, &transfer.name, &transfer.account);
            }
            let before = transfer.document.as_ref().and_then(|document| paid.get(document));
            if let Some(batch) = before.or_else(|| same.get(&payment(transfer))) {
                let number = if transfer.text.is_empty() { &transfer.name } else { &transfer.text };
                questions.push(Message::new("transfer-before").with("number", &**number).with("day", batch.day.to_string()));
            }
            let twice = !seen.insert(payment(transfer));
            if twice || transfer.document.as_ref().is_some_and(|document| !documents.insert(document)) {
                let amount = transfer.amount.to_string();
                questions.push(Message::new("transfer-twice").with("name", &*transfer.name).with("amount", amount));
            }
        }
        questions
    }

    /// The questions about the account of a payee, beside the accounts that are `here` in the list already.
    fn of_account(&self, here: &Known, partner: &str, transfer: &Transfer) -> Vec<Message> {
        let account = &*transfer.account;
        let ask = |id: &'static str| Message::new(id).with("name", &*transfer.name).with("account", grouped(account));
        if account == transfer.payer.as_deref().unwrap_or(self.payer) {
            return vec![ask("transfer-to-itself")];
        }
        let (mut accounts, mut id) = (self.known.accounts_of(partner, &transfer.name), "transfer-changed");
        if accounts.is_empty() {
            (accounts, id) = (here.accounts_of(partner, &transfer.name), "transfer-two-accounts");
        }
        let is_its = accounts.iter().any(|known| **known == account);
        let mut questions = Vec::new();
        if !accounts.is_empty() && !is_its {
            let list: Vec<String> = accounts.iter().map(|account| grouped(account)).collect();
            questions.push(ask(id).with("known", list.join(", ")));
        }
        if !is_its && may_be_card(account) {
            questions.push(ask("transfer-card"));
        }
        let keys = [partner.to_owned(), folded(&transfer.name)];
        let mut others = self.known.others_with(account, &keys);
        others.extend(here.others_with(account, &keys));
        // What a person agreed to once, and what is in the list already, is no question again.
        if !is_its && !others.is_empty() {
            questions.push(ask("transfer-shared").with("others", others.into_iter().collect::<Vec<_>>().join(", ")));
        }
        questions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transfer(name: &str, account: &str, amount: i64, text: &str, document: Option<&str>) -> Transfer {
        Transfer {
            document: document.map(RemoteId::new),
            name: name.into(),
            account: account.into(),
            bank: "".into(),
            amount: Decimal::from(amount),
            currency: crate::domain::Currency::new("HUF"),
            text: text.into(),
            end_to_end: "".into(),
            payer: None,
            urgent: false,
        }
    }

    fn of(earlier: &[TransferBatch], transfers: &[Transfer]) -> Vec<Message> {
        let list: Vec<_> = transfers.iter().map(|one| (folded(&one.name), one.clone())).collect();
        Paying { known: &Known::default(), earlier, payer: "own" }.questions(&list)
    }

    #[test]
    fn money_to_the_paying_account_and_one_account_of_two_payees_are_questions() {
        let ids = |known: &Known, all: &[Transfer]| {
            let list: Vec<_> = all.iter().map(|one| (folded(&one.name), one.clone())).collect();
            let found = Paying { known, earlier: &[], payer: "own" }.questions(&list);
            let arg = |one: &Message, name: &str| {
                one.args.iter().find(|(key, _)| *key == name).map(|(_, arg)| format!("{arg:?}")).unwrap_or_default()
            };
            found.iter().map(|one| (one.id.to_string(), arg(one, "others"))).collect::<Vec<_>>()
        };
        let none = Known::default();
        assert_eq!(ids(&none, &[transfer("Own Kft.", "own", 1, "a", None)]), [("transfer-to-itself".to_owned(), String::new())]);
        let two = [transfer("Alfa Kft.", "1", 1, "a", None), transfer("Beta Kft.", "1", 2, "b", None)];
        let found = ids(&none, &two);
        assert_eq!(found.len(), 1);
        assert!(found[0].0 == "transfer-shared" && found[0].1.contains("Alfa Kft."), "{found:?}");
        // One payee under one name twice is none, nor is what was agreed to before.
        assert_eq!(ids(&none, &[two[0].clone(), transfer("ALFA KFT", "1", 2, "b", None)]), []);
        let mut known = Known::default();
        known.note("alfa", "Alfa Kft.", "1");
        assert_eq!(ids(&known, &two[1..]).len(), 1);
        assert_eq!(ids(&known, &two[..1]), []);
        known.note("beta", "Beta Kft.", "1");
        assert_eq!(ids(&known, &two[1..]), []);
        // A payee that was known with another account goes to one that is another payee's: both are asked.
        known.note("gamma", "Gamma Kft.", "3");
        let both: Vec<String> = ids(&known, &[transfer("Gamma Kft.", "1", 1, "a", None)]).into_iter().map(|(id, _)| id).collect();
        assert_eq!(both, ["transfer-changed", "transfer-shared"]);
    }

    #[test]
    fn what_an_earlier_list_paid_is_a_question() {
        let batch = |day: i8, transfers: Vec<Transfer>| TransferBatch {
            id: RemoteId::new(day.to_string()),
            account: "own".into(),
            day: jiff::civil::date(2026, 11, day),
            made: jiff::Timestamp::UNIX_EPOCH,
            author: crate::domain::Actor("me".into()),
            transfers,
            call: None,
        };
        let rent = transfer("Alfa", "1", 1500, "rent", None);
        let bill = transfer("Beta", "2", 900, "B-7", Some("d7"));
        let bare = transfer("Gamma", "3", 10, "", None);
        let earlier = [batch(3, vec![rent.clone(), bill.clone()]), batch(9, vec![rent.clone(), bare.clone()])];
        let asked = |transfer: Transfer| {
            let found = of(&earlier, &[transfer]);
            found
                .into_iter()
                .map(|one| (one.id.to_string(), one.args.into_iter().map(|(_, arg)| arg).collect::<Vec<_>>()))
                .collect::<Vec<_>>()
        };
        let before = |number: &str, day: &str| vec![("transfer-before".to_owned(), vec![number.into(), day.into()])];
        assert_eq!(asked(rent.clone()), before("rent", "2026-11-09"));
        assert_eq!(asked(bare), before("Gamma", "2026-11-09"));
        // A document that is paid once more by a list, and one that is named again with another amount.
        assert_eq!(asked(Transfer { document: None, ..bill.clone() }), before("B-7", "2026-11-03"));
        assert_eq!(asked(Transfer { amount: Decimal::ONE, ..bill }), before("B-7", "2026-11-03"));
        // An unknown partner with two accounts in one list.
        let two = [
            transfer("Delta", "5", 1, "a", None),
            transfer("DELTA Kft.", "6", 2, "b", None),
            transfer("Delta", "5", 3, "c", None),
        ];
        let found = of(&[], &two);
        assert_eq!(found.iter().map(|one| one.id.as_ref()).collect::<Vec<_>>(), ["transfer-two-accounts"]);
        // Another month, amount or account is another payment.
        for other in [
            Transfer { text: "rent of December".into(), ..rent.clone() },
            Transfer { amount: Decimal::from(1501), ..rent.clone() },
            Transfer { account: "4".into(), ..rent },
        ] {
            assert_eq!(asked(other), vec![]);
        }
    }
}
