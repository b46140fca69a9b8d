//! `faktura draft`: drafts are made, read, changed and given up.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::args::bill::{DraftCommand, DraftEditArgs};
use super::bill::{free_line, make, no_number, plain_number, read, step};
use super::books::{day, vat, wrong};
use super::context::App;
use super::error::Result;
use super::out::with;
use crate::domain::Currency;
use crate::domain::ledger::Fx;
use crate::service::books::{BillStep, DraftEdit, LineEdit};

/// `faktura draft`.
pub(super) async fn run(app: &mut App, command: DraftCommand) -> Result {
    match command {
        DraftCommand::Make(args) => step(app, &args.at, |app| Ok(BillStep::Make(Box::new(make(app, &args)?)))).await,
        DraftCommand::Edit(args) => step(app, &args.at, |app| Ok(BillStep::Edit(Box::new(edit(app, &args)?)))).await,
        DraftCommand::Discard(args) => step(app, &args.at, |_| Ok(BillStep::Discard(args.draft.clone()))).await,
        DraftCommand::List(args) => read(app, &args.at, None, args.all).await,
        DraftCommand::Show(args) | DraftCommand::Explain(args) => read(app, &args.at, Some(args.draft.clone()), false).await,
    }
}

/// What is changed of an open draft.
fn edit(app: &App, args: &DraftEditArgs) -> Result<DraftEdit> {
    let mut change: BTreeMap<usize, LineEdit> = BTreeMap::new();
    for given in &args.text {
        let (line, text) = of_line(given)?;
        at(&mut change, line).text = Some(text.trim().to_owned());
    }
    for given in &args.vat {
        let (line, text) = of_line(given)?;
        at(&mut change, line).vat = vat(Some(&text.to_owned()))?;
    }
    for given in &args.quantity {
        let (line, text) = of_line(given)?;
        at(&mut change, line).quantity = Some(number(given, text)?);
    }
    for given in &args.price {
        let (line, text) = of_line(given)?;
        at(&mut change, line).unit_price = Some(number(given, text)?);
    }
    let mut add = Vec::new();
    for given in &args.expense {
        add.push(free_line(given, true)?);
    }
    for given in &args.line {
        add.push(free_line(given, false)?);
    }
    let fx = match (args.rate, &args.rate_source, &args.rate_date) {
        (Some(rate), Some(source), Some(date)) => {
            Some(Fx { currency: Currency::unsaid(), rate, source: source.clone(), date: day(app, date)? })
        }
        _ => None,
    };
    Ok(DraftEdit {
        draft: args.draft.clone(),
        remove: args.remove.clone(),
        change: change.into_values().collect(),
        add,
        discount: args.discount,
        discount_text: None,
        note: args.note.clone(),
        fx,
    })
}

fn at(change: &mut BTreeMap<usize, LineEdit>, line: usize) -> &mut LineEdit {
    let empty = LineEdit { line, text: None, quantity: None, unit_price: None, vat: None };
    change.entry(line).or_insert(empty)
}

/// `2=Text`: the line and what it gets.
fn of_line(given: &str) -> Result<(usize, &str)> {
    let bad = || wrong(with("cli-not-a-line-change", "text", given));
    let (line, rest) = given.split_once('=').ok_or_else(bad)?;
    Ok((line.trim().parse().map_err(|_| bad())?, rest))
}

fn number(given: &str, text: &str) -> Result<Decimal> {
    plain_number(text).ok_or_else(|| no_number(with("cli-not-a-line-change", "text", given)))
}
