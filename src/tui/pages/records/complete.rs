//! Completion of the line that filters: words of the language at once, values of the store when they were asked for.

use super::{Records, RecordsPage};
use crate::query::Sort;
use crate::query::complete::{self, Offers, Suggestion};
use crate::query::rows;
use crate::query::schema::Context;
use crate::query::sieve::ListRequest;
use crate::tui::ask::{Question, RowsFor};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::shared::Shared;

/// Rows that values are offered of.
const OFFERED: usize = 500;

impl<F: Records> RecordsPage<F> {
    /// Offers completions of what is typed, or asks for them.
    pub(super) fn suggest(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let companies = self.scope.into_iter().collect();
        let Some(Question::Suggest { text, cursor, lang, generation, .. }) = self.filter.suggest(cx.masked, companies, cx.lang())
        else {
            return Vec::new();
        };
        let list = match complete::wants::<F>(&text, cursor).filter(|column| column.values().stored) {
            None => complete::suggest::<F>(&text, cursor, &Offers(Vec::new()), lang, complete::MOST),
            Some(column) if column.name == "company" => {
                let names = cx.companies.all().iter().map(|view| view.company.name.clone()).collect();
                complete::suggest(&text, cursor, &Offers(vec![(column.field, names)]), lang, complete::MOST)
            }
            Some(column) => {
                let typed = complete::typed(&text, cursor);
                let query =
                    if typed.is_empty() { String::new() } else { format!("{}:{}", column.word(), complete::quoted(&typed)) };
                let request = ListRequest { query, sort: Sort::first_by(column.field), limit: OFFERED, ..self.request(cx) };
                let what = RowsFor::Offer(generation);
                return vec![Effect::Ask(F::PAGE, Question::More { case: Case::new(F::find(request)), what })];
            }
        };
        self.take_offers(generation, list, cx)
    }

    /// Takes rows, and offers their values.
    pub(super) fn offered(&mut self, generation: u64, found: &[F::Row], cx: &mut Shared) -> Vec<Effect> {
        let (text, cursor) = (self.filter.input.text().to_owned(), self.filter.input.cursor());
        let Some(column) = complete::wants::<F>(&text, cursor) else { return Vec::new() };
        let with_context =
            found.iter().map(|row| (row, Context { company: Self::company_of(row, cx), provider: "", today: cx.today() }));
        let values = rows::values(column.field, with_context);
        let list = complete::suggest(&text, cursor, &Offers(vec![(column.field, values)]), cx.lang(), complete::MOST);
        self.take_offers(generation, list, cx)
    }

    fn take_offers(&mut self, generation: u64, list: Vec<Suggestion>, cx: &mut Shared) -> Vec<Effect> {
        match self.filter.suggested(generation, list) {
            Some(eager) => {
                cx.dirty = true;
                eager.map_or_else(Vec::new, |forward| self.complete(forward, cx))
            }
            None => Vec::new(),
        }
    }
}
