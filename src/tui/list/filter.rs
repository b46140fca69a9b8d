//! The line that filters a list: typing, completion, earlier queries.

use crate::domain::{Arg, CompanyId, Message};
use crate::locale::Lang;
use crate::query::complete::Suggestion;
use crate::tui::ask::Question;
use crate::tui::input::Input;
use crate::tui::key::Key;

/// Queries that are kept to be recalled.
pub(crate) const QUERIES: usize = 100;

/// The line that filters a list.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    pub(crate) input: Input,
    pub(crate) editing: bool,
    /// The text from before the line was edited.
    pub(crate) before: String,
    /// The line was begun anew and nothing is typed yet: the list still answers `before`.
    pub(crate) fresh: bool,
    /// Queries that were kept, the newest first.
    pub(crate) queries: Vec<String>,
    /// The place of the recalled query, and the text typed before it was recalled.
    recalled: Option<(usize, String)>,
    /// Completions at the cursor.
    pub(crate) suggestions: Vec<Suggestion>,
    /// The completion taken last, and the line before it was.
    pub(crate) taken: Option<(usize, Input)>,
    /// Counts the requests for completions.
    suggesting: u64,
    /// The request that the completions answer.
    suggested: u64,
    /// A completion was asked for before the completions came: forwards or backwards.
    eager: Option<bool>,
}

/// The result of a completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Completed {
    /// Nothing.
    Nothing,
    /// The line is another one.
    Changed,
    /// The line is another one, and its field wants a value: completions of that are to be read.
    Field,
}

impl Filter {
    /// The query that the list answers: the line, or the earlier text as long as nothing is typed.
    pub(crate) fn query(&self) -> &str {
        if self.fresh { &self.before } else { self.input.text() }
    }

    /// Replaces the line.
    pub(crate) fn set(&mut self, query: &str) {
        self.leave();
        self.input = Input::new(query);
    }

    /// Begins another line; the one that was there is a key away.
    pub(crate) fn begin(&mut self) {
        self.before = self.input.text().to_owned();
        self.input = Input::default();
        self.fresh = !self.before.is_empty();
        self.editing = true;
        self.recalled = None;
        self.suggestions.clear();
    }

    /// Leaves the line; if nothing was typed, the earlier text is back.
    pub(crate) fn leave(&mut self) {
        self.editing = false;
        self.suggestions.clear();
        if std::mem::take(&mut self.fresh) {
            self.input = Input::new(&std::mem::take(&mut self.before));
        }
    }

    /// Ends editing. True if the line was emptied, so that another search is due.
    pub(crate) fn apply(&mut self) -> bool {
        let emptied = std::mem::take(&mut self.fresh);
        self.leave();
        emptied
    }

    /// Gives up: the earlier text is back. True if another one was typed, so that another search is due.
    pub(crate) fn give_up(&mut self) -> bool {
        let typed = !self.fresh && self.input.text() != self.before;
        self.leave();
        if typed {
            self.input = Input::new(&std::mem::take(&mut self.before));
        }
        typed
    }

    /// Keeps the query to be recalled.
    pub(crate) fn remember(&mut self) {
        let query = self.input.text().trim().to_owned();
        if !query.is_empty() {
            self.queries.retain(|known| *known != query);
            self.queries.insert(0, query);
            self.queries.truncate(QUERIES);
        }
    }

    /// Puts a completion in; once more, the next one in its place.
    pub(crate) fn complete(&mut self, forward: bool) -> Completed {
        if self.suggested != self.suggesting {
            // The completions are under way; one is put in when they come.
            self.eager = Some(forward);
            return Completed::Nothing;
        }
        let count = self.suggestions.len();
        if count == 0 {
            return Completed::Nothing;
        }
        let (index, line) = match self.taken.take() {
            Some((index, line)) => ((index + if forward { 1 } else { count - 1 }) % count, line),
            None => (if forward { 0 } else { count - 1 }, self.input.clone()),
        };
        let Some(suggestion) = self.suggestions.get(index) else { return Completed::Nothing };
        let mut input = line.clone();
        input.replace(suggestion.start, suggestion.end, &suggestion.text);
        let field = suggestion.text.ends_with(':');
        self.input = input;
        self.fresh = false;
        self.taken = Some((index, line));
        // If there is only one such field, the values come at once.
        if field && count == 1 { Completed::Field } else { Completed::Changed }
    }

    /// Has the next completion be the one of a place; false if there is none there or others are under way.
    pub(crate) fn aim(&mut self, index: usize) -> bool {
        let count = self.suggestions.len();
        if index >= count || self.suggested != self.suggesting {
            return false;
        }
        let line = self.taken.take().map_or_else(|| self.input.clone(), |(_, line)| line);
        self.taken = Some(((index + count - 1) % count, line));
        true
    }

    /// Asks for completions; not while customers are hidden: their names are among them.
    pub(crate) fn suggest(&mut self, masked: bool, companies: Vec<CompanyId>, lang: Lang) -> Option<Question> {
        self.taken = None;
        self.recalled = None;
        self.eager = None;
        self.suggesting += 1;
        if masked {
            self.suggestions.clear();
            self.suggested = self.suggesting;
            return None;
        }
        let (text, cursor) = (self.input.text().to_owned(), self.input.cursor());
        Some(Question::Suggest { text, cursor, companies, lang, generation: self.suggesting })
    }

    /// Takes completions that were at hand.
    pub(crate) fn offer(&mut self, list: Vec<Suggestion>) {
        self.taken = None;
        self.recalled = None;
        self.suggesting += 1;
        let _ = self.suggested(self.suggesting, list);
    }

    /// Takes the completions; `None` if they are out of date. Returns the completion that was asked for before they came.
    #[expect(clippy::option_option, reason = "an answer that counts may come without a completion to take")]
    pub(crate) fn suggested(&mut self, generation: u64, list: Vec<Suggestion>) -> Option<Option<bool>> {
        if generation != self.suggesting || !self.editing {
            return None;
        }
        self.suggested = generation;
        let text = self.input.text();
        // Text that stands there already is no help.
        let new = |s: &Suggestion| text.get(s.start..s.end) != Some(s.text.as_str());
        self.suggestions = list.into_iter().filter(new).collect();
        Some(self.eager.take())
    }

    /// Puts an older or newer query in; newer than the newest is the text that had been typed. True if the line changed.
    pub(crate) fn recall(&mut self, older: bool) -> bool {
        self.suggestions.clear();
        let typed = self.recalled.as_ref().map_or_else(|| self.input.text().to_owned(), |(_, typed)| typed.clone());
        // Only queries that begin with the typed text: a word and an arrow lead to the query that is meant.
        // The one that stood there before comes first, right or wrong.
        let earlier = std::iter::once(&self.before).filter(|query| !query.is_empty());
        let earlier = earlier.chain(self.queries.iter().filter(|query| **query != self.before));
        let list: Vec<&String> = earlier.filter(|query| query.starts_with(&typed) && **query != typed).collect();
        let next = match (&self.recalled, older) {
            (None, true) => Some(0),
            (None, false) => return false,
            (Some((at, _)), true) => Some((at + 1).min(list.len().saturating_sub(1))),
            (Some((at, _)), false) => at.checked_sub(1),
        };
        let line = match next.map(|at| list.get(at)) {
            Some(None) => return false,
            Some(Some(query)) => (*query).clone(),
            None => typed.clone(),
        };
        self.recalled = next.map(|at| (at, typed));
        self.fresh = false;
        self.input = Input::new(&line);
        true
    }

    /// Takes a key. `Ok` says whether the text changed; `Err` that the line is full.
    pub(crate) fn typed(&mut self, key: Key) -> Result<bool, ()> {
        let full = key.typed().is_some() && self.input.room() == 0;
        if !self.input.key(key) {
            return if full { Err(()) } else { Ok(false) };
        }
        self.fresh = false;
        Ok(true)
    }

    /// True if an error points at the term that is still being typed: a word, or one that a quotation mark or a parenthesis
    /// began. It is not shown yet.
    pub(crate) fn is_half_typed(&self, at: Option<usize>) -> bool {
        let typed = self.input.text().get(..self.input.cursor()).unwrap_or_default();
        let Some(at) = at.filter(|at| *at <= typed.chars().count()) else { return false };
        let count = |sign: char| typed.matches(sign).count();
        count('"') % 2 == 1 || count('(') > count(')') || !typed.chars().skip(at).any(char::is_whitespace)
    }
}

/// Returns how many characters stand before the place that an error points at, if it points at one.
pub(crate) fn place_of(message: &Message) -> Option<usize> {
    message.args.iter().find_map(|(name, arg)| match arg {
        Arg::Number(at) if name == "at" => usize::try_from(at.saturating_sub(1)).ok(),
        _ => None,
    })
}
