//! Deliveries as a table.

use super::context::App;
use super::out::{with, word};
use super::style::Style;
use super::table::{Cell, Column, Table};
use crate::domain::{Delivery, DeliveryState, text};
use crate::query::Names;

/// Deliveries as a table.
pub(super) fn of(app: &App, found: &[&Delivery], names: &Names) -> Table {
    let locale = app.out.locale();
    let left = |id: &'static str| Column::left(app.out.get(id));
    let mut table = Table::new(vec![
        left("delivery-col-state"),
        Column::date(app.out.get("delivery-col-time")),
        Column::cut(app.out.get("delivery-col-company")),
        left("delivery-col-what"),
        Column::cut(app.out.get("delivery-col-to")),
        Column::right(app.out.get("delivery-col-attempts")),
        left("delivery-col-delivery"),
        Column::cut(app.out.get("delivery-col-why")),
    ]);
    for delivery in found {
        let style = match delivery.state {
            DeliveryState::Sent => Style::Green,
            DeliveryState::Failed | DeliveryState::Unknown => Style::Red,
            _ => Style::Plain,
        };
        let at = delivery.sent.unwrap_or(delivery.queued);
        table.row(vec![
            Cell::new(&word(locale, "delivery-state", delivery.state.as_str()), style),
            locale.time(at, app.zone()).into(),
            text::clean(names.get(&delivery.company).map_or("–", String::as_str)).into_owned().into(),
            what(app, delivery).into(),
            text::clean(&delivery.parcel.to.join(", ")).into_owned().into(),
            locale.count(u64::from(delivery.attempts)).into(),
            text::clean(delivery.id.as_str()).into_owned().into(),
            text::clean(delivery.error.as_deref().unwrap_or("–")).into_owned().into(),
        ]);
    }
    table
}

/// What a delivery is about, in a few words.
fn what(app: &App, delivery: &Delivery) -> String {
    let parcel = &delivery.parcel;
    let number = text::clean(&parcel.number).into_owned();
    let id = match parcel.matter {
        crate::domain::Matter::Document => return number,
        crate::domain::Matter::Reminder { step } if step < 0 => "delivery-what-before",
        crate::domain::Matter::Reminder { .. } => "delivery-what-reminder",
        crate::domain::Matter::Summary => "delivery-what-summary",
        crate::domain::Matter::Daily => "delivery-what-daily",
    };
    let days = parcel.matter.step().unwrap_or_default().unsigned_abs();
    app.out.text(&with(id, "number", number).with("days", days))
}
