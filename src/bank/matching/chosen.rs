//! Documents that a person chose for an entry, with amounts where the person gave them.
//!
//! For: the matcher. Uses: its claims. Never: more than the entry brought, or than a document waits for.

use rust_decimal::Decimal;

use super::exchange::Exchanged;
use super::{Claim, Matcher, Money, Proposal, Rate, part};
use crate::domain::bank::{MatchPart, PartKind, Reason};
use crate::domain::{Currency, ErrorKind, Message, RemoteId};
use crate::error::Describe;

/// Why an entry cannot pay what a person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say what their fields are")]
pub enum Misfit {
    /// A document is not open, the money goes the other way, or the documents are of several currencies.
    Contradiction,
    /// An amount that is zero or negative.
    Amount { number: Box<str>, amount: Decimal },
    /// More than the document waits for.
    MoreThanOpen { number: Box<str>, amount: Decimal, open: Decimal, currency: Currency },
    /// More than is left of the entry.
    MoreThanMoney { number: Box<str>, amount: Decimal, left: Decimal, currency: Currency },
    /// A difference that is too large for rounding.
    Rounding { number: Box<str>, amount: Decimal, most: Decimal, currency: Currency },
    /// The money is of another currency, and nothing says how much of the document's it is.
    NoRate { number: Box<str>, currency: Currency, money: Currency },
    /// A rate of other currencies than those of the entry and the documents.
    OtherRate { number: Box<str>, rate: Rate, currency: Currency, money: Currency },
    /// More than the documents of several partners wait for: the rest is of none of them for certain.
    SeveralPartners { over: Decimal, currency: Currency },
}

impl Describe for Misfit {
    fn message(&self) -> Message {
        let about =
            |id, number: &str, amount: &Decimal| Message::new(id).with("number", number).with("amount", amount.to_string());
        match self {
            Self::Contradiction => Message::new("bank-contradiction"),
            Self::Amount { number, amount } => about("bank-bad-amount", number, amount),
            Self::MoreThanOpen { number, amount, open, currency } => {
                about("bank-more-than-open", number, amount).with("open", format!("{} {currency}", open.normalize()))
            }
            Self::MoreThanMoney { number, amount, left, currency } => {
                about("bank-more-than-money", number, amount).with("left", format!("{} {currency}", left.normalize()))
            }
            Self::Rounding { number, amount, most, currency } => {
                about("bank-rounding", number, amount).with("most", format!("{most} {currency}"))
            }
            Self::NoRate { number, currency, money } => Message::new("bank-no-rate")
                .with("number", &**number)
                .with("currency", currency.as_str())
                .with("money", money.as_str()),
            Self::OtherRate { number, rate, currency, money } => Message::new("bank-other-rate")
                .with("number", &**number)
                .with("rate", rate.to_string())
                .with("currency", currency.as_str())
                .with("money", money.as_str()),
            Self::SeveralPartners { over, currency } => {
                Message::new("bank-several-partners").with("over", format!("{} {currency}", over.normalize()))
            }
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self {
            Self::MoreThanOpen { .. } => Message::new("bank-more-than-open-hint"),
            Self::MoreThanMoney { .. } => Message::new("bank-more-than-money-hint"),
            Self::Rounding { .. } => Message::new("bank-rounding-hint"),
            Self::SeveralPartners { .. } => Message::new("bank-several-partners-hint"),
            Self::NoRate { number, currency, money } => Message::new("bank-no-rate-hint")
                .with("number", &**number)
                .with("currency", currency.as_str())
                .with("money", money.as_str()),
            Self::Contradiction | Self::Amount { .. } | Self::OtherRate { .. } => return None,
        })
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Usage
    }
}

crate::localized_error!(Misfit);

/// A document with what it is to get, in the direction of the account.
struct Wish<'c> {
    claim: &'c Claim,
    wanted: Decimal,
    is_given: bool,
}

impl Wish<'_> {
    /// Whether the document waits for money of the same direction.
    fn goes_with(&self, money: Decimal) -> bool {
        self.wanted.is_sign_negative() == money.is_sign_negative()
    }
}

impl Matcher {
    /// A proposal of documents that a person chose, with what the difference is to be. The order of the documents says only which of
    /// those without an amount gets the money first.
    ///
    /// Money of another currency counts by `rate`, else by what the bank says was ordered in the documents' currency; where neither is
    /// known, every document needs its amount.
    ///
    /// # Errors
    /// The entry cannot pay them.
    pub fn chosen(
        &self,
        money: &Money<'_>,
        documents: &[(RemoteId, Option<Decimal>)],
        rest: Option<PartKind>,
        rate: Option<&Rate>,
    ) -> Result<Proposal, Misfit> {
        let find = |wanted: &RemoteId| self.claims.iter().position(|claim| claim.document == *wanted && !claim.open.is_zero());
        let claims: Vec<usize> =
            documents.iter().map(|(wanted, _)| find(wanted)).collect::<Option<_>>().ok_or(Misfit::Contradiction)?;
        let all = claims.iter().filter_map(|at| self.claims.get(*at)).zip(documents);
        let wishes: Vec<Wish<'_>> = all.map(|(claim, (_, given))| wish(claim, *given)).collect::<Result<_, _>>()?;
        let amount = money.detail.amount;
        let currency = wishes.first().map(|wish| &wish.claim.currency).ok_or(Misfit::Contradiction)?;
        if wishes.iter().any(|wish| wish.claim.currency != *currency) || !wishes.iter().any(|wish| wish.goes_with(amount)) {
            return Err(Misfit::Contradiction);
        }
        let mut parts = match Exchanged::of(money, currency, rate) {
            Some(exchanged) => spread(&wishes, exchanged, rest)?,
            None => told(&wishes, money, rest, rate)?,
        };
        parts.retain(|part| !part.amount.is_zero());
        let of = |part: &MatchPart| if part.document.is_some() { currency } else { money.currency };
        let is_rounding = |part: &&MatchPart| part.kind == PartKind::Rounding;
        let too_large = |part: &&MatchPart| part.amount.abs() > most_rounding(of(part));
        if let Some(part) = parts.iter().filter(is_rounding).find(too_large) {
            // A rest is of no document: the first one gave the reason for it.
            let first = || wishes.first().map_or_else(|| "".into(), |wish| wish.claim.number.clone());
            let number = if part.number.is_empty() { first() } else { part.number.clone() };
            let (most, currency) = (most_rounding(of(part)), of(part).clone());
            return Err(Misfit::Rounding { number, amount: part.amount.abs(), most, currency });
        }
        let proposal = Proposal { parts, reasons: vec![Reason::Chosen], score: 100, certain: false, claims };
        let over = proposal.parts.iter().find(|part| part.kind == PartKind::Over);
        match over.filter(|_| self.partner(&proposal).is_none()) {
            Some(over) => Err(Misfit::SeveralPartners { over: over.amount, currency: money.currency.clone() }),
            None => Ok(proposal),
        }
    }
}

/// Most that the rounding of one document comes to: five forints, the smallest coin; elsewhere one smallest unit of the currency.
fn most_rounding(currency: &Currency) -> Decimal {
    if *currency == Currency::new("HUF") { Decimal::from(5) } else { Decimal::new(1, currency.decimals()) }
}

/// What a document is to get. The amount of a credit may have its sign.
fn wish(claim: &Claim, given: Option<Decimal>) -> Result<Wish<'_>, Misfit> {
    let Some(amount) = given else { return Ok(Wish { claim, wanted: claim.expected(), is_given: false }) };
    let number = || claim.number.clone();
    if amount.is_zero() || (amount.is_sign_negative() && !claim.open.is_sign_negative()) {
        return Err(Misfit::Amount { number: number(), amount });
    }
    if amount.abs() > claim.open.abs() {
        return Err(Misfit::MoreThanOpen { number: number(), amount, open: claim.open, currency: claim.currency.clone() });
    }
    let wanted = if claim.expected().is_sign_negative() { -amount.abs() } else { amount.abs() };
    Ok(Wish { claim, wanted, is_given: true })
}

/// What a person says that each document gets of money in another currency, where no rate is known: then there is no difference to name.
fn told(wishes: &[Wish<'_>], money: &Money<'_>, rest: Option<PartKind>, rate: Option<&Rate>) -> Result<Vec<MatchPart>, Misfit> {
    let unknown = wishes.iter().find(|wish| !wish.is_given || rest.is_some() || rate.is_some());
    if let Some(Claim { number, currency, .. }) = unknown.map(|wish| wish.claim) {
        let (number, currency, money) = (number.clone(), currency.clone(), money.currency.clone());
        return Err(match rate {
            Some(rate) => Misfit::OtherRate { number, rate: rate.clone(), currency, money },
            None => Misfit::NoRate { number, currency, money },
        });
    }
    Ok(wishes.iter().map(|wish| part(wish.claim, PartKind::Principal, wish.claim.own(wish.wanted))).collect())
}

/// Spreads money on documents of one currency: what goes the other way adds to it, amounts that were given come first.
fn spread(wishes: &[Wish<'_>], money: Exchanged, rest: Option<PartKind>) -> Result<Vec<MatchPart>, Misfit> {
    let amount = money.amount;
    let other_way = wishes.iter().filter(|wish| !wish.goes_with(amount));
    let mut left = other_way.fold(amount, |left, wish| left.saturating_sub(wish.wanted));
    let named = rest.filter(|kind| *kind != PartKind::Over);
    let mut paid: Vec<Decimal> = wishes.iter().map(|wish| wish.wanted).collect();
    for is_given in [true, false] {
        for (wish, paid) in wishes.iter().zip(&mut paid) {
            if !wish.goes_with(amount) || wish.is_given != is_given {
                continue;
            }
            if wish.wanted.abs() > left.abs() {
                if is_given && named.is_none() {
                    let (number, amount) = (wish.claim.number.clone(), wish.claim.own(wish.wanted));
                    let (left, currency) = (wish.claim.own(left), wish.claim.currency.clone());
                    return Err(Misfit::MoreThanMoney { number, amount, left, currency });
                }
                *paid = left;
            }
            left = left.saturating_sub(*paid);
        }
    }
    let principal = |(wish, paid): (&Wish<'_>, &Decimal)| part(wish.claim, PartKind::Principal, wish.claim.own(*paid));
    let mut parts: Vec<MatchPart> = wishes.iter().zip(&paid).map(principal).collect();
    if let Some(kind) = named {
        // What the money lacks is what the person says that it is.
        let missing =
            |(wish, paid): (&Wish<'_>, &Decimal)| part(wish.claim, kind, wish.claim.own(wish.wanted.saturating_sub(*paid)));
        parts.extend(wishes.iter().zip(&paid).map(missing));
    }
    let left = money.back(left).ok_or(Misfit::Contradiction)?.normalize();
    parts.push(MatchPart { document: None, number: "".into(), kind: rest.unwrap_or(PartKind::Over), amount: left });
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Direction;
    use crate::domain::bank::{EntryDetail, Ordered};

    fn amount(text: &str) -> Decimal {
        text.parse().expect("an amount")
    }

    fn claim(id: &str, open: &str, currency: &str, partner: &str) -> Claim {
        Claim {
            document: RemoteId::new(id),
            number: id.into(),
            open: amount(open),
            gross: amount(open),
            elsewhere: Decimal::ZERO,
            currency: Currency::new(currency),
            direction: Direction::Issued,
            issued: None,
            due: None,
            name: partner.into(),
            partner: partner.into(),
        }
    }

    /// Parts as text, of documents such as `A` or `A=50`.
    fn chosen(money: &str, documents: &str, rest: Option<PartKind>) -> Result<String, Misfit> {
        exchanged(money, documents, rest, None)
    }

    /// The same of money such as `90`, or `90:USD100` where the bank says what was ordered, at a rate.
    fn exchanged(money: &str, documents: &str, rest: Option<PartKind>, rate: Option<&str>) -> Result<String, Misfit> {
        let (money, ordered) = money.split_once(':').map_or((money, None), |(money, ordered)| (money, Some(ordered.split_at(3))));
        let ordered = ordered.map(|(code, of)| Ordered { amount: amount(of), currency: Currency::new(code) });
        let claims = vec![
            claim("A", "100", "EUR", "acme"),
            claim("B", "200", "EUR", "acme"),
            claim("C", "-30", "EUR", "acme"),
            claim("D", "100", "EUR", "beta"),
            claim("E", "50", "USD", "acme"),
            claim("G", "39125", "HUF", "acme"),
            Claim { direction: Direction::Received, ..claim("F", "100", "EUR", "acme") },
        ];
        let matcher = Matcher::new(claims, []);
        let detail = EntryDetail { amount: amount(money), ordered, ..EntryDetail::default() };
        let currency = Currency::new("EUR");
        let money = Money { detail: &detail, charges: None, day: None, currency: &currency, reversal: false };
        let documents: Vec<(RemoteId, Option<Decimal>)> = documents
            .split(' ')
            .map(|one| {
                one.split_once('=').map_or((RemoteId::new(one), None), |(id, text)| (RemoteId::new(id), Some(amount(text))))
            })
            .collect();
        let rate = rate.map(|text| text.parse().expect("a rate"));
        let proposal = matcher.chosen(&money, &documents, rest, rate.as_ref())?;
        let shown = |part: &MatchPart| format!("{} {} {}", part.number, part.kind.as_str(), part.amount);
        Ok(proposal.parts.iter().map(shown).collect::<Vec<_>>().join(", "))
    }

    #[test]
    fn an_entry_pays_no_more_than_it_brought_and_no_document_gets_more_than_is_open() {
        let more = |number: &str, amount_of: &str, left: &str| {
            let currency = Currency::new("EUR");
            Err(Misfit::MoreThanMoney { number: number.into(), amount: amount(amount_of), left: amount(left), currency })
        };
        assert_eq!(chosen("100", "B=150", None), more("B", "150", "100"));
        assert_eq!(chosen("100", "B=80 A=30", None), more("A", "30", "20"));
        assert_eq!(chosen("-60", "F=70", None), more("F", "70", "60"));
        assert!(matches!(chosen("300", "A=150", None), Err(Misfit::MoreThanOpen { .. })));
        assert!(matches!(chosen("300", "E=51", None), Err(Misfit::MoreThanOpen { .. })));
        for given in ["A=0", "A=-50", "A=-50 B", "F=-1"] {
            assert!(matches!(chosen("100", given, None), Err(Misfit::Amount { .. })), "{given}");
        }
        assert_eq!(chosen("100", "B=80", None).as_deref(), Ok("B principal 80,  overpayment 20"));
        // What was given an amount has it, wherever it stands.
        assert_eq!(chosen("120", "A B=50", None).as_deref(), Ok("A principal 70, B principal 50"));
    }

    #[test]
    fn a_difference_is_of_the_amount_that_was_given() {
        let fee = Some(PartKind::Fee);
        assert_eq!(chosen("98", "A=100", fee).as_deref(), Ok("A principal 98, A fee 2"));
        assert_eq!(chosen("98", "A", fee).as_deref(), Ok("A principal 98, A fee 2"));
        assert_eq!(chosen("98", "B=100", fee).as_deref(), Ok("B principal 98, B fee 2"));
        assert_eq!(chosen("-105", "F", fee).as_deref(), Ok("F principal 100,  fee -5"));
        assert_eq!(chosen("298", "A B", fee).as_deref(), Ok("A principal 100, B principal 198, B fee 2"));
        assert!(matches!(chosen("98", "A=100", Some(PartKind::Over)), Err(Misfit::MoreThanMoney { .. })));
    }

    #[test]
    fn rounding_is_no_more_than_a_coin() {
        let rounding = Some(PartKind::Rounding);
        assert_eq!(chosen("99.99", "A", rounding).as_deref(), Ok("A principal 99.99, A rounding 0.01"));
        assert_eq!(chosen("100.01", "A", rounding).as_deref(), Ok("A principal 100,  rounding 0.01"));
        for (money, amount_of) in [("99.98", "0.02"), ("100.02", "0.02"), ("1", "99")] {
            let (number, most, currency) = ("A".into(), amount("0.01"), Currency::new("EUR"));
            let refused = Misfit::Rounding { number, amount: amount(amount_of), most, currency };
            assert_eq!(chosen(money, "A", rounding), Err(refused), "{money}");
        }
        assert_eq!(most_rounding(&Currency::new("HUF")), amount("5"));
        assert_eq!(most_rounding(&Currency::new("JPY")), amount("1"));
    }

    #[test]
    fn a_credit_adds_to_the_money_wherever_it_stands() {
        assert_eq!(chosen("70", "A C", None).as_deref(), Ok("A principal 100, C principal -30"));
        assert_eq!(chosen("70", "C A", None).as_deref(), Ok("C principal -30, A principal 100"));
        for credit in ["C=10", "C=-10"] {
            assert_eq!(chosen("90", &format!("A {credit}"), None).as_deref(), Ok("A principal 100, C principal -10"));
        }
        assert_eq!(chosen("-30", "C", None).as_deref(), Ok("C principal -30"));
        assert_eq!(chosen("70", "A F=20", None).as_deref(), Ok("A principal 90, F principal 20"));
        assert_eq!(chosen("70", "C", None), Err(Misfit::Contradiction));
        assert_eq!(chosen("70", "C F", None), Err(Misfit::Contradiction));
    }

    #[test]
    fn a_rest_is_of_one_partner_and_all_amounts_are_of_one_currency() {
        let over = Misfit::SeveralPartners { over: amount("10"), currency: Currency::new("EUR") };
        assert_eq!(chosen("210", "A D", None), Err(over));
        assert_eq!(chosen("200", "A D", None).as_deref(), Ok("A principal 100, D principal 100"));
        assert_eq!(chosen("310", "A B", None).as_deref(), Ok("A principal 100, B principal 200,  overpayment 10"));
        assert_eq!(chosen("100", "A E", None), Err(Misfit::Contradiction));
    }

    #[test]
    fn money_of_another_currency_pays_what_a_person_or_the_bank_says() {
        let fx = Some(PartKind::Exchange);
        // Nothing says how many dollars 45 euros were.
        let (number, currency, money): (Box<str>, _, _) = ("E".into(), Currency::new("USD"), Currency::new("EUR"));
        let unknown = Misfit::NoRate { number: number.clone(), currency: currency.clone(), money: money.clone() };
        for (documents, rest) in [("E", None), ("E", fx), ("E=50", fx)] {
            assert_eq!(chosen("45", documents, rest), Err(unknown.clone()), "{documents}");
        }
        assert_eq!(chosen("45", "E=20", None).as_deref(), Ok("E principal 20"));
        assert_eq!(chosen("45", "E=50", None).as_deref(), Ok("E principal 50"));
        // By a rate, whichever currency it is of: a part, the whole, the whole with what is missing or beyond.
        let at = |money, documents, rest| exchanged(money, documents, rest, Some("1.25 USD/EUR"));
        assert_eq!(at("40", "E", None).as_deref(), Ok("E principal 50"));
        assert_eq!(at("39", "E", None).as_deref(), Ok("E principal 48.75"));
        assert_eq!(at("39", "E", fx).as_deref(), Ok("E principal 48.75, E fx 1.25"));
        assert_eq!(at("41", "E", fx).as_deref(), Ok("E principal 50,  fx 1"));
        assert_eq!(at("44", "E", None).as_deref(), Ok("E principal 50,  overpayment 4"));
        assert_eq!(at("20", "E=30", fx).as_deref(), Ok("E principal 25, E fx 5"));
        assert!(matches!(at("20", "E=30", None), Err(Misfit::MoreThanMoney { .. })));
        let forints = |money, rest| exchanged(money, "G", rest, Some("391.25 HUF/EUR"));
        assert_eq!(forints("100", None).as_deref(), Ok("G principal 39125"));
        assert_eq!(forints("50.01", None).as_deref(), Ok("G principal 19566"));
        assert_eq!(forints("99.99", Some(PartKind::Rounding)).as_deref(), Ok("G principal 39121, G rounding 4"));
        // By what the bank says was ordered.
        assert_eq!(chosen("45:USD50", "E", None).as_deref(), Ok("E principal 50"));
        assert_eq!(chosen("45:USD48", "E", Some(PartKind::Fee)).as_deref(), Ok("E principal 48, E fee 2"));
        assert_eq!(chosen("54:USD60", "E", None).as_deref(), Ok("E principal 50,  overpayment 9"));
        assert_eq!(chosen("45:GBP40", "E", None), Err(unknown));
        // A rate of other currencies is none.
        for (documents, rate) in [("E", "391.25 HUF/EUR"), ("A", "1.25 USD/EUR"), ("E=50", "1.2 USD/GBP")] {
            assert!(matches!(exchanged("45", documents, None, Some(rate)), Err(Misfit::OtherRate { .. })), "{documents} {rate}");
        }
    }
}
