//! Changes of an open draft: its lines, discount, texts, VAT, exchange rate. Time stays what it is; a line of it can only be taken off.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::bill::{self, free_line, view};
use super::shelf::{Changes, Shelf, misused, refuse};
use super::sound;
use super::view_bill::{DraftEdit, DraftView, LineEdit};
use crate::billing::{self, Capped};
use crate::domain::ledger::{Client, Draft, DraftLine, DraftState, Fx, LineSource, Part};
use crate::domain::time::{ClaimBy, TimeEntry};
use crate::domain::{Actor, Message, RemoteId};
use crate::locale::Lang;
use crate::service::Result;

/// Changes a draft.
pub(in crate::service) fn revise(
    shelf: &Shelf<'_>,
    edit: &DraftEdit,
    author: &Actor,
    note: &dyn Fn() -> Result<()>,
) -> Result<DraftView> {
    let draft = shelf.draft(&edit.draft)?;
    if draft.state != DraftState::Open {
        return Err(refuse(Message::new("books-draft-not-open").with("draft", draft.id.to_string())));
    }
    let (draft, gone) = revised(shelf, draft, edit)?;
    billing::totals(&draft.lines, &draft.currency, draft.fx.as_ref()).map_err(refuse)?;
    let mut changes = shelf.begin(author);
    free(shelf, &mut changes, &draft.id, &gone)?;
    changes.put(draft.clone())?;
    note()?;
    changes.commit()?;
    view(shelf, draft, true)
}

/// The language of the lines of a draft that are not typed.
fn language(shelf: &Shelf<'_>, draft: &Draft) -> Result<Lang> {
    let client = shelf.value::<Client>(&draft.client)?;
    let profile = shelf.profile()?;
    Ok(client.map_or(Lang::En, |client| bill::language(&profile, &client)))
}

/// The draft after the change, and the parts of entries that are no longer on it.
fn revised(shelf: &Shelf<'_>, mut draft: Draft, edit: &DraftEdit) -> Result<(Draft, Vec<Part>)> {
    [&edit.note, &edit.discount_text].into_iter().flatten().map(String::as_str).try_for_each(sound::text)?;
    let mut percent = None;
    let mut discount_text = edit.discount_text.clone();
    let mut lines: Vec<Option<DraftLine>> = draft.lines.iter().cloned().map(Some).collect();
    for LineEdit { line, text, quantity, unit_price, vat } in &edit.change {
        let missing = || misused(Message::new("books-draft-no-line").with("line", *line).with("draft", draft.id.to_string()));
        let slot = line.checked_sub(1).and_then(|at| lines.get_mut(at)).ok_or_else(missing)?;
        let known = slot.as_mut().ok_or_else(missing)?;
        let is_free = matches!(known.source, LineSource::Free | LineSource::Expense(_));
        if !is_free && (quantity.is_some() || unit_price.is_some()) {
            return Err(misused(Message::new("books-draft-line-fixed").with("line", *line).with("text", known.text.as_str())));
        }
        let is_derived = matches!(known.source, LineSource::Advance(_) | LineSource::Cap { .. } | LineSource::Discount(_));
        if is_derived && vat.as_ref().is_some_and(|vat| *vat != known.vat) {
            return Err(misused(Message::new("books-draft-line-derived").with("line", *line).with("text", known.text.as_str())));
        }
        if let Some(text) = text {
            sound::text(text)?;
            known.text.clone_from(text);
        }
        if let Some(vat) = vat {
            known.vat = vat.clone();
        }
        if unit_price.is_some_and(|price| price.is_sign_negative() && !price.is_zero()) {
            return Err(misused(Message::new("books-negative-price").with("text", known.text.as_str())));
        }
        unit_price.map_or(Ok(()), |price| sound::plain(price, &draft.currency))?;
        [*unit_price, quantity.map(|quantity| quantity.abs())].into_iter().flatten().try_for_each(sound::amount)?;
        if is_free {
            (known.quantity, known.unit_price) = (quantity.unwrap_or(known.quantity), unit_price.unwrap_or(known.unit_price));
            let net = known.quantity.checked_mul(known.unit_price);
            let net = net.ok_or_else(|| refuse(Message::new("billing-sum-too-large")))?;
            known.net = billing::round(net, draft.currency.decimals());
        }
    }
    let mut gone = Vec::new();
    for line in &edit.remove {
        let missing = || misused(Message::new("books-draft-no-line").with("line", *line).with("draft", draft.id.to_string()));
        let slot = line.checked_sub(1).and_then(|at| lines.get_mut(at)).ok_or_else(missing)?;
        gone.extend(slot.take().ok_or_else(missing)?.parts().iter().cloned());
    }
    let mut kept = Vec::with_capacity(lines.len());
    let mut caps: BTreeMap<RemoteId, Capped> = BTreeMap::new();
    for line in lines.into_iter().flatten() {
        match line.source {
            // So is what a cap takes off.
            LineSource::Cap { rate, cap } => {
                // One cap may be a line for each VAT.
                caps.entry(rate).or_insert(Capped { cap, text: line.text, project: line.project });
            }
            // A discount is computed again from what is left.
            LineSource::Discount(of) => {
                percent = Some(of);
                let is_own = [Lang::En, Lang::Hu].iter().any(|lang| bill::discount_text(*lang, of) == line.text);
                discount_text = discount_text.or_else(|| Some(line.text).filter(|_| !is_own));
            }
            _ => kept.push(line),
        }
    }
    let vat = kept.first().map(|line| line.vat.clone()).or(shelf.profile()?.vat);
    for line in &edit.add {
        sound::plain(line.unit_price, &draft.currency)?;
        kept.push(free_line(line, vat.as_ref(), &draft.currency)?);
    }
    for (rate, capped) in caps {
        kept.extend(billing::over_cap(&kept, &rate, &capped, &draft.currency).map_err(refuse)?);
    }
    let percent = edit.discount.or(percent).filter(|percent| !percent.is_zero());
    if let Some(percent) = percent {
        if percent.is_sign_negative() || percent > Decimal::ONE_HUNDRED {
            return Err(misused(Message::new("books-bad-discount").with("percent", percent.to_string())));
        }
        let text = match discount_text {
            Some(text) => text,
            None => bill::discount_text(language(shelf, &draft)?, percent),
        };
        kept.extend(billing::discount(&kept, percent, &text, &draft.currency).map_err(refuse)?);
    }
    made_again(edit, &draft, &kept)?;
    if kept.is_empty() {
        return Err(refuse(Message::new("books-draft-empty")).hint(Message::new("books-draft-empty-hint")));
    }
    draft.lines = kept;
    if let Some(note) = &edit.note {
        draft.note.clone_from(note);
    }
    if let Some(fx) = &edit.fx {
        if fx.rate <= Decimal::ZERO {
            return Err(misused(Message::new("books-bad-fx")));
        }
        let base = shelf.profile()?.currency;
        draft.fx = (draft.currency != base).then(|| Fx { currency: base, ..fx.clone() });
    }
    Ok((draft, gone))
}

/// Refuses to take off a line of a discount or a cap that is made again, because others of it stay. A discount that is given with the
/// change replaces all of its lines.
fn made_again(edit: &DraftEdit, draft: &Draft, kept: &[DraftLine]) -> Result<()> {
    for line in &edit.remove {
        let Some(gone) = line.checked_sub(1).and_then(|at| draft.lines.get(at)) else { continue };
        let is_derived = match gone.source {
            LineSource::Discount(_) => edit.discount.is_none(),
            LineSource::Cap { .. } => true,
            _ => false,
        };
        if is_derived && kept.iter().any(|kept| kept.source == gone.source && kept.vat == gone.vat) {
            let all = draft.lines.iter().enumerate().filter(|(_, line)| line.source == gone.source);
            let all: Vec<String> = all.map(|(at, _)| format!("--remove {}", at + 1)).collect();
            let message = Message::new("books-draft-line-again").with("line", *line).with("text", gone.text.as_str());
            return Err(misused(message).hint(Message::new("books-draft-line-again-hint").with("lines", all.join(" "))));
        }
    }
    Ok(())
}

/// Takes parts off their entries again: with the draft, in one batch.
fn free(shelf: &Shelf<'_>, changes: &mut Changes<'_, '_>, draft: &RemoteId, gone: &[Part]) -> Result<()> {
    let mut of_entry: BTreeMap<&RemoteId, BTreeSet<(i64, i64)>> = BTreeMap::new();
    for part in gone {
        of_entry.entry(&part.entry).or_default().insert((part.from, part.until));
    }
    if of_entry.len() >= Changes::MOST {
        return Err(refuse(Message::new("books-draft-line-large").with("most", Changes::MOST)));
    }
    for (id, parts) in of_entry {
        let Some(held) = shelf.one::<TimeEntry>(id)?.filter(|held| !held.retired) else { continue };
        let mut entry = held.value;
        let is_its = |by: &ClaimBy| matches!(by, ClaimBy::Draft(of) if of == draft);
        let mut rest = Vec::new();
        for claim in std::mem::take(&mut entry.claims) {
            if !is_its(&claim.by) {
                rest.push(claim);
                continue;
            }
            // A claim may be of several pieces that different rules price.
            let mut at = claim.from;
            for (from, until) in parts.iter().filter(|(from, until)| *from < claim.until && *until > claim.from) {
                if *from > at {
                    rest.push(crate::domain::time::Claim { from: at, until: *from, by: claim.by.clone() });
                }
                at = at.max(*until);
            }
            if at < claim.until {
                rest.push(crate::domain::time::Claim { from: at, ..claim });
            }
        }
        entry.claims = rest;
        changes.put_over(entry, held.version)?;
    }
    Ok(())
}
