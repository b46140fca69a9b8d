//! `faktura issue`, `credit`, `void` and `pay`, and what drafts have in common with them.

use rust_decimal::Decimal;

use super::args::bill::{CorrectArgs, DraftMakeArgs, IssueArgs, PaidArg, PayArgs};
use super::args::books::InArgs;
use super::books::{day, in_books, maybe_day, vat, wrong};
use super::context::App;
use super::error::{Exit, Result};
use super::out::{with, word};
use super::style::Style;
use super::table::{Column, Table};
use super::time_words::{hours, tail};
use crate::domain::ledger::{Fx, Group, RoundingLevel};
use crate::domain::{Currency, Message, PaymentMethod, text};
use crate::error::{Error, ErrorKind};
use crate::json::{BilledJson, DraftsJson};
use crate::service::books::{
    BillStep, Billed, Correction, CreditPart, DraftView, ExpenseLine, IssueAsk, IssuedView, MakeDraft, Paid, PayAsk,
};
use crate::service::cases;

pub(super) async fn read(app: &mut App, at: &InArgs, draft: Option<String>, all: bool) -> Result {
    let one = draft.is_some();
    let views: Vec<DraftView> =
        in_books(app, at, async |_, service, company| Ok(service.ask(cases::ReadDrafts { company, draft, all }).await?)).await?;
    if at.json {
        app.out.json(&DraftsJson::new(&views))?;
    } else if one {
        views.iter().try_for_each(|view| show(app, view))?;
    } else {
        list(app, &views)?;
    }
    Ok(Exit::Done)
}

/// One step, told.
pub(super) async fn step(app: &mut App, at: &InArgs, make: impl FnOnce(&App) -> Result<BillStep>) -> Result {
    let (billed, by_credit): (Billed, bool) = in_books(app, at, async |app, service, company| {
        let step = make(app)?;
        let by_credit = matches!(&step, BillStep::Pay(ask) if ask.by == Paid::Credit);
        Ok((service.ask(cases::Bill { company, step }).await?, by_credit))
    })
    .await?;
    let refused = matches!(&billed, Billed::Issued(_, refused) | Billed::Recurred(_, refused) if !refused.is_empty());
    if at.json {
        app.out.json(&BilledJson::new(&billed, app.out.locale()))?;
    } else {
        tell(app, &billed, by_credit)?;
    }
    super::books::warn(app, &billed.doubts());
    Ok(if refused { Exit::As(ErrorKind::Partial) } else { Exit::Done })
}

fn tell(app: &mut App, billed: &Billed, by_credit: bool) -> Result<()> {
    match billed {
        Billed::Drafts(drafts) => drafts.iter().try_for_each(|view| show(app, view)),
        Billed::Recurred(drafts, refused) => {
            if drafts.is_empty() && refused.is_empty() {
                app.out.note(&Message::new("cli-recurring-none-due"));
                return Ok(());
            }
            list(app, drafts)?;
            for (title, message) in refused {
                let why = app.out.text(message);
                app.out.warn(&with("cli-recurring-refused", "title", title.as_str()).with("why", why));
            }
            Ok(())
        }
        Billed::Issued(documents, refused) => {
            issued(app, documents)?;
            for (draft, message) in refused {
                let why = app.out.text(message);
                app.out.warn(&with("cli-draft-refused", "draft", tail(draft)).with("why", why));
            }
            Ok(())
        }
        Billed::Paid(_, documents) if by_credit => {
            // A receipt that gives credit has the whole amount that came in.
            app.out.note(&Message::new("cli-paid-by-credit"));
            issued(app, documents)
        }
        Billed::Paid(receipts, documents) => {
            for receipt in receipts {
                let locale = app.out.locale();
                let left = receipt.unapplied();
                app.out.note(&with("cli-paid", "amount", locale.money(receipt.amount, &receipt.currency)));
                if left > Decimal::ZERO {
                    app.out.note(&with("cli-paid-credit", "amount", locale.money(left, &receipt.currency)));
                }
            }
            issued(app, documents)
        }
    }
}

fn issued(app: &mut App, documents: &[IssuedView]) -> Result<()> {
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::left(title("books-col-number")),
        Column::cut(title("cli-col-client")),
        Column::right(title("cli-col-gross")),
        Column::right(title("cli-col-open")),
        Column::date(title("cli-col-due")),
    ]);
    for view in documents {
        let (document, locale) = (&view.issued.document, app.out.locale());
        table.row(vec![
            document.number.as_str().into(),
            text::clean(&document.buyer.name).to_string().into(),
            locale.money(document.gross, &document.currency).into(),
            locale.money(view.balance, &document.currency).into(),
            document.due.map_or_else(|| "–".to_owned(), |due| locale.date(due)).into(),
        ]);
    }
    Ok(app.out.table(&table)?)
}

fn list(app: &mut App, views: &[DraftView]) -> Result<()> {
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::left(title("cli-col-id")),
        Column::cut(title("cli-col-client")),
        Column::date(title("cli-col-from")),
        Column::date(title("books-col-until")),
        Column::right(title("cli-col-net")),
        Column::right(title("cli-col-gross")),
        Column::left(title("cli-col-state")),
    ]);
    for view in views {
        let (draft, locale) = (&view.draft, app.out.locale());
        let date = |date: Option<jiff::civil::Date>| date.map_or_else(|| "–".to_owned(), |date| locale.date(date));
        table.row(vec![
            tail(draft.id.as_str()).into(),
            text::clean(&view.client).to_string().into(),
            date(draft.from).into(),
            date(draft.until).into(),
            locale.money(view.net, &draft.currency).into(),
            locale.money(view.gross, &draft.currency).into(),
            word(locale, "books-draft", draft.state.as_str()).into(),
        ]);
    }
    Ok(app.out.table(&table)?)
}

/// A draft down to the parts of its entries.
fn show(app: &mut App, view: &DraftView) -> Result<()> {
    let (draft, locale) = (&view.draft, app.out.locale());
    let money = |amount: Decimal| locale.money(amount, &draft.currency);
    let state = word(locale, "books-draft", draft.state.as_str());
    let became = view.number.iter().map(|number| text::clean(number).into_owned());
    let head: Vec<String> =
        [tail(draft.id.as_str()), text::clean(&view.client).into_owned(), state].into_iter().chain(became).collect();
    app.out.styled(&head.join("  "), Style::Bold)?;
    for (index, line) in draft.lines.iter().enumerate() {
        let quantity = locale.number(line.quantity, line.quantity.normalize().scale());
        let unit = word(locale, "books-unit", line.unit.counted(line.quantity));
        let head = format!(
            "{}. {}  {quantity} {unit} × {} = {}",
            index + 1,
            text::clean(&line.text),
            money(line.unit_price),
            money(line.net)
        );
        app.out.line(&format!("{head}  ({})", line.vat))?;
        let Some(explained) = view.explained.get(index).filter(|explained| !explained.parts.is_empty()) else { continue };
        if let crate::domain::ledger::LineSource::Time { raw, billed, rounded, .. } = &line.source {
            let message = match rounded {
                Some(rounded) => with("cli-draft-rounded", "raw", hours(*raw))
                    .with("billed", hours(*billed))
                    .with("step", hours(rounded.step))
                    .with("level", word(locale, "books-round", rounded.level.as_str())),
                None => with("cli-draft-raw", "raw", hours(*raw)),
            };
            let exact = locale.decimal(explained.exact, 0);
            let message = message.with("exact", exact).with("net", money(line.net));
            app.out.line(&format!("   {}", app.out.text(&message)))?;
        }
        for part in &explained.parts {
            let (date, note) = part.entry.as_ref().map_or_else(
                || ("–".to_owned(), String::new()),
                |row| (locale.date(row.date), text::clean(&row.entry.note).to_string()),
            );
            let seconds = hours(part.part.until - part.part.from);
            let line = format!("   {}  {date}  {seconds}  {}  {note}", tail(part.part.entry.as_str()), money(part.part.amount));
            app.out.line(line.trim_end())?;
        }
    }
    for group in &view.tax {
        let message =
            with("cli-draft-tax", "vat", group.vat.word.as_str()).with("net", money(group.net)).with("tax", money(group.tax));
        app.out.say(&message)?;
    }
    if let Some((tax, fx)) = view.local_vat() {
        let local = with("cli-draft-local", "tax", locale.money(tax, &fx.currency)).with("date", locale.date(fx.date));
        app.out.say(&local.with("rate", locale.decimal(fx.rate, 0)).with("source", text::clean(&fx.source).to_string()))?;
    }
    let totals = with("cli-draft-total", "net", money(view.net)).with("vat", money(view.vat)).with("gross", money(view.gross));
    app.out.say(&totals)?;
    if view.unbilled > 0 {
        app.out.note(&with("cli-draft-unbilled", "hours", hours(view.unbilled)));
    }
    Ok(())
}

pub(super) fn make(app: &App, args: &DraftMakeArgs) -> Result<MakeDraft> {
    let unknown = |given: &str| wrong(with("cli-not-a-word", "text", given));
    let mut lines = Vec::new();
    for given in &args.expense {
        lines.push(free_line(given, true)?);
    }
    for given in &args.line {
        lines.push(free_line(given, false)?);
    }
    let fx = match (args.rate, &args.rate_source, &args.rate_date) {
        (Some(rate), Some(source), Some(date)) => {
            Some(Fx { currency: Currency::unsaid(), rate, source: source.clone(), date: day(app, date)? })
        }
        _ => None,
    };
    Ok(MakeDraft {
        client: args.client.clone(),
        project: args.project.clone(),
        from: maybe_day(app, args.from.as_ref())?,
        until: maybe_day(app, args.until.as_ref())?,
        group: Group::parse(&args.group).ok_or_else(|| unknown(&args.group))?,
        level: RoundingLevel::parse(&args.round).ok_or_else(|| unknown(&args.round))?,
        vat: vat(args.vat.as_ref())?,
        discount: args.discount,
        discount_text: None,
        lines,
        fx,
        note: args.note.clone().unwrap_or_default(),
        dry: args.dry_run,
        as_if: args.as_if,
        time: true,
        advance: args.advance,
        deduct: args.deduct.clone(),
    })
}

/// `Train ticket=4500`, `Licence=3x12000`; the VAT may follow a `@`.
pub(super) fn free_line(given: &str, expense: bool) -> Result<ExpenseLine> {
    let bad = || wrong(with("cli-not-a-line", "text", given));
    let (label, rest) = given.rsplit_once('=').ok_or_else(bad)?;
    let (amounts, of) = rest.split_once('@').map_or((rest, None), |(amounts, of)| (amounts, Some(of.to_owned())));
    let (quantity, price) = amounts.split_once('x').unwrap_or(("1", amounts));
    let number = |part: &str| {
        let bad = || with("cli-not-a-line-number", "text", given).with("number", part.trim());
        plain_number(part).ok_or_else(|| no_number(bad()))
    };
    if label.trim().is_empty() {
        return Err(bad());
    }
    Ok(ExpenseLine {
        text: label.trim().to_owned(),
        quantity: number(quantity)?,
        unit_price: number(price)?,
        vat: vat(of.as_ref())?,
        expense,
    })
}

/// A number of digits and a decimal point: other forms, such as `12_000` or `1e3`, may be slips.
pub(super) fn plain_number(given: &str) -> Option<Decimal> {
    let given = given.trim();
    let is_plain = given.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | '-'));
    given.parse().ok().filter(|_| is_plain)
}

/// The error of a number in another form.
pub(super) fn no_number(message: Message) -> super::error::Failure {
    Error::new(ErrorKind::Usage, message).hint(Message::new("cli-not-a-number-hint")).into()
}

/// A part of a line that is credited: `2=1.5` for a quantity, `2=net:5000` for an amount.
fn credited(given: &str) -> Result<CreditPart> {
    let bad = || wrong(with("cli-not-a-credit", "text", given));
    let (line, rest) = given.split_once('=').ok_or_else(bad)?;
    let line = line.trim().parse().map_err(|_| bad())?;
    let number = |given: &str| given.trim().parse::<Decimal>().map_err(|_| bad());
    Ok(match rest.trim().strip_prefix("net:") {
        Some(net) => CreditPart { line, quantity: None, net: Some(number(net)?) },
        None => CreditPart { line, quantity: Some(number(rest)?), net: None },
    })
}

/// `faktura issue`.
pub(super) async fn issue(app: &mut App, args: &IssueArgs) -> Result {
    let ask = |app: &App| {
        Ok(BillStep::Issue(IssueAsk {
            drafts: args.drafts.clone(),
            date: maybe_day(app, args.date.as_ref())?,
            fulfilled: maybe_day(app, args.fulfilled.as_ref())?,
            due: maybe_day(app, args.due.as_ref())?,
            each: args.each,
        }))
    };
    step(app, &args.at, ask).await
}

/// `faktura credit` and `faktura void`.
pub(super) async fn correct(app: &mut App, args: &CorrectArgs, void: bool) -> Result {
    let ask = |app: &App| {
        Ok(BillStep::Correct(Correction {
            document: args.document.clone(),
            void,
            date: maybe_day(app, args.date.as_ref())?,
            reason: args.reason.clone(),
            parts: args.line.iter().map(|given| credited(given)).collect::<Result<_>>()?,
            write_off: args.write_off_time.clone(),
        }))
    };
    step(app, &args.at, ask).await
}

/// `faktura pay`.
pub(super) async fn pay(app: &mut App, args: &PayArgs) -> Result {
    let method = args.method.as_deref().map(PaymentMethod::from);
    if let Some(PaymentMethod::Other(word)) = &method {
        let known = Message::new("cli-not-a-method").with("text", &**word).with("known", PaymentMethod::KNOWN.join(", "));
        return Err(wrong(known));
    }
    let ask = |app: &App| {
        Ok(BillStep::Pay(PayAsk {
            documents: args.documents.clone(),
            amount: args.amount,
            date: maybe_day(app, args.date.as_ref())?,
            method,
            reference: args.reference.clone(),
            note: args.note.clone(),
            by: match args.by {
                PaidArg::Money => Paid::Money,
                PaidArg::Credit => Paid::Credit,
                PaidArg::WriteOff => Paid::WriteOff,
                PaidArg::Refund => Paid::Refund,
            },
        }))
    };
    let exit = step(app, &args.at, ask).await?;
    if let Some(date) = maybe_day(app, args.date.as_ref())?.filter(|date| *date > app.today_of_books()) {
        app.out.warn(&with("cli-pay-future", "date", app.out.locale().date(date)));
    }
    Ok(exit)
}
