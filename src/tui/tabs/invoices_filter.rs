//! Tab 2, the line that one filters in: typing, completion, what was asked before.

use super::invoices::{Invoices, Purpose, find};
use crate::domain::{Arg, Message};
use crate::error::{Error, ErrorKind};
use crate::query::complete::Suggestion;
use crate::tui::event::Effect;
use crate::tui::input::{Input, LONGEST};
use crate::tui::model::{Model, Mood};

/// Puts a suggestion in; once more, the next one in its place.
pub(crate) fn complete(model: &mut Model, forward: bool) -> Vec<Effect> {
    let tab = &mut model.invoices;
    if tab.suggested != tab.suggesting {
        // What may come here is still on its way; it is put in when it comes.
        tab.eager = Some(forward);
        return Vec::new();
    }
    let count = tab.suggestions.len();
    if count == 0 {
        return Vec::new();
    }
    let (index, line) = match tab.taken.take() {
        Some((index, line)) => ((index + if forward { 1 } else { count - 1 }) % count, line),
        None => (if forward { 0 } else { count - 1 }, tab.input.clone()),
    };
    let Some(suggestion) = tab.suggestions.get(index) else { return Vec::new() };
    let mut input = line.clone();
    input.replace(suggestion.start, suggestion.end, &suggestion.text);
    let field = suggestion.text.ends_with(':');
    tab.input = input;
    tab.fresh = false;
    tab.taken = Some((index, line));
    let mut effects = find(model, Purpose::Top);
    // A field wants its value: where there is only one such field, the values come at once.
    if field && count == 1 {
        effects.extend(suggest(model));
    }
    effects
}

/// Asks what may come next.
fn suggest(model: &mut Model) -> Vec<Effect> {
    let tab = &mut model.invoices;
    tab.taken = None;
    tab.recalled = None;
    tab.eager = None;
    tab.suggesting += 1;
    if model.masked {
        // Names of customers are among what may come.
        tab.suggestions.clear();
        tab.suggested = tab.suggesting;
        return Vec::new();
    }
    let (text, cursor) = (tab.input.text().to_owned(), tab.input.cursor());
    let companies = tab.scope.into_iter().collect();
    vec![Effect::Suggest { text, cursor, companies, lang: model.locale.lang(), generation: tab.suggesting }]
}

/// What may come next came.
pub(crate) fn suggested(model: &mut Model, generation: u64, list: Vec<Suggestion>) -> Vec<Effect> {
    let tab = &mut model.invoices;
    if generation == tab.suggesting && tab.editing {
        tab.suggested = generation;
        let text = tab.input.text();
        // What stands there already is no help.
        let new = |s: &Suggestion| text.get(s.start..s.end) != Some(s.text.as_str());
        tab.suggestions = list.into_iter().filter(new).collect();
        model.dirty = true;
        if let Some(forward) = model.invoices.eager.take() {
            return complete(model, forward);
        }
    }
    Vec::new()
}

/// Puts an older or newer query into the filter; newer than the newest is what had been typed.
pub(crate) fn recall(model: &mut Model, older: bool) -> Vec<Effect> {
    let tab = &mut model.invoices;
    tab.suggestions.clear();
    let typed = tab.recalled.as_ref().map_or_else(|| tab.input.text().to_owned(), |(_, typed)| typed.clone());
    // Only what begins as one began to type: so a word and an arrow lead to the query that one means.
    // The one that stood there before comes first, right or wrong.
    let earlier = std::iter::once(&tab.before).filter(|query| !query.is_empty());
    let earlier = earlier.chain(tab.queries.iter().filter(|query| **query != tab.before));
    let list: Vec<&String> = earlier.filter(|query| query.starts_with(&typed) && **query != typed).collect();
    let next = match (&tab.recalled, older) {
        (None, true) => Some(0),
        (None, false) => return Vec::new(),
        (Some((at, _)), true) => Some((at + 1).min(list.len().saturating_sub(1))),
        (Some((at, _)), false) => at.checked_sub(1),
    };
    let line = match next.map(|at| list.get(at)) {
        Some(None) => return Vec::new(),
        Some(Some(query)) => (*query).clone(),
        None => typed.clone(),
    };
    tab.recalled = next.map(|at| (at, typed));
    tab.fresh = false;
    tab.input = Input::new(&line);
    find(model, Purpose::Top)
}

/// A key while one types into the filter.
pub(crate) fn typed(model: &mut Model, key: crate::tui::key::Key) -> Vec<Effect> {
    let full = key.typed().is_some() && model.invoices.input.room() == 0;
    if !model.invoices.input.key(key) {
        if full {
            cut(model);
        }
        return Vec::new();
    }
    model.invoices.fresh = false;
    let mut effects = find(model, Purpose::Top);
    effects.extend(suggest(model));
    effects
}

/// Text pasted into the filter.
pub(crate) fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    if !model.invoices.editing {
        return Vec::new();
    }
    let fits = model.invoices.input.fits(text);
    let changed = model.invoices.input.insert(text);
    if !fits {
        cut(model);
    }
    if !changed {
        return Vec::new();
    }
    model.invoices.fresh = false;
    find(model, Purpose::Top)
}

/// Says that a line holds no more.
pub(crate) fn cut(model: &mut Model) {
    model.say(Message::new("tui-input-full").with("most", LONGEST), Mood::Look);
    model.dirty = true;
}

/// How many characters stand before the place that an error points at, where it does.
pub(super) fn place_of(message: &Message) -> Option<usize> {
    message.args.iter().find_map(|(name, arg)| match arg {
        Arg::Number(at) if name == "at" => usize::try_from(at.saturating_sub(1)).ok(),
        _ => None,
    })
}

impl Invoices {
    /// The error that is shown: one about the term that is still being typed is none yet.
    pub(crate) fn complaint(&self) -> Option<&Error> {
        let shown = |error: &&Error| !(self.editing && error.kind == ErrorKind::Usage && self.half_typed(&error.message));
        self.error.as_ref().filter(shown)
    }

    /// Whether what an error points at reaches to the cursor: a word, or what a quotation mark or a parenthesis began.
    fn half_typed(&self, message: &Message) -> bool {
        let typed = self.input.text().get(..self.input.cursor()).unwrap_or_default();
        let Some(at) = place_of(message).filter(|at| *at <= typed.chars().count()) else { return false };
        let count = |sign: char| typed.matches(sign).count();
        count('"') % 2 == 1 || count('(') > count(')') || !typed.chars().skip(at).any(char::is_whitespace)
    }
}

/// Esc: first the filter goes, then one goes back to where one came from.
pub(super) fn back(model: &mut Model) -> Vec<Effect> {
    if model.notice.take().is_some() {
        return Vec::new();
    }
    if !model.invoices.marks.is_empty() {
        model.invoices.marks.clear();
        return Vec::new();
    }
    if model.back.is_some()
        && let Some((scope, filter)) = model.invoices.left.take()
    {
        model.invoices.scope = scope;
        model.invoices.input = Input::new(&filter);
        model.tab = model.back.take().unwrap_or(model.tab);
        return find(model, Purpose::Follow);
    }
    model.invoices.left = None;
    if !model.invoices.input.text().is_empty() {
        model.invoices.input = Input::default();
        return find(model, Purpose::Follow);
    }
    model.tab = model.back.take().unwrap_or(model.tab);
    Vec::new()
}
