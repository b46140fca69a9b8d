//! Where a stream of pages ends.
//!
//! For: deciding that from the pages that arrive, never from a claim alone. Uses: numbers. Never: I/O, async.

use super::error::SyncError;

/// No stream is longer.
const MOST_PAGES: u32 = 1_000_000;
/// No stream has more records: a service that claims nothing, or too much, ends too.
const MOST_RECORDS: u64 = 10_000_000;
/// Pages that may be added to an account while it is read, beside as many again as the first page claims.
const GROWTH: u64 = 100;
/// If the first so many records of a stream are all rejected, the run fails.
pub(super) const REFUSED_FIRST: u64 = 100;
/// The same for so many rejected records in a row anywhere.
const REFUSED_RUN: u64 = 1000;
/// So many pages without a new record in a row are the same page again and again; so many empty ones end a stream whatever is claimed.
const STALE_PAGES: u32 = 3;

/// Whether a stream goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// More pages may follow.
    More,
    /// The stream is complete.
    End,
}

/// A page as far as the end of the stream is concerned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrival {
    /// Its number.
    pub(super) page: u32,
    /// Records on it.
    pub(super) records: usize,
    /// Of these, new in this stream.
    pub(super) fresh: usize,
    /// Records at the end of the page that were refused, back to the last one that was taken.
    pub(super) refused: usize,
    /// Total, as the page claims.
    pub(super) total: Option<u64>,
    /// The last page, as the page claims.
    pub(super) last_page: Option<u32>,
    /// When it arrived, on any scale that grows.
    pub(super) at: u128,
}

/// Known bounds of a stream of pages.
#[derive(Debug, Clone)]
pub(super) struct PageBounds {
    per_page: usize,
    first: u32,
    /// Records on the pages before this one, as far as known, and on the pages that arrived.
    covered: u64,
    /// The longest page: the service may give fewer than asked for.
    longest: usize,
    /// Rejected records since the last one that was taken, and whether any was.
    refused: u64,
    taken: bool,
    repeated: bool,
    stale: u32,
    stale_limit: u32,
    last_page: Option<u32>,
    /// The first claims, of records and of the last page: what comes later has a ceiling relative to them.
    claimed: Option<u64>,
    claimed_last: Option<u32>,
    /// The newest claim, and the highest and lowest with their times.
    newest: Option<(u128, u64)>,
    highest: Option<(u128, u64)>,
    lowest: Option<(u128, u64)>,
    shrank: bool,
}

impl PageBounds {
    /// A stream that begins at page 1.
    pub(super) fn fresh(per_page: u32) -> Self {
        Self {
            per_page: per_page.max(1) as usize,
            first: 1,
            covered: 0,
            longest: 0,
            refused: 0,
            taken: false,
            repeated: false,
            stale: 0,
            stale_limit: STALE_PAGES,
            last_page: None,
            claimed: None,
            claimed_last: None,
            newest: None,
            highest: None,
            lowest: None,
            shrank: false,
        }
    }

    /// A stream with its pages before `page` taken by an earlier run, when the claim was `total`.
    pub(super) fn resume(per_page: u32, page: u32, total: Option<u64>) -> Self {
        let before = u64::from(page.saturating_sub(1));
        let mut bounds = Self::fresh(per_page);
        bounds.first = page;
        bounds.taken = page > 1;
        bounds.covered = before * bounds.per_page as u64;
        // Records added meanwhile shifted everything: known pages come again.
        bounds.stale_limit = STALE_PAGES.saturating_add(page);
        bounds.claim(0, total);
        bounds
    }

    /// Takes a page, in the order of pages.
    pub(super) fn arrived(&mut self, arrival: Arrival, distinct: u64) -> Result<Verdict, SyncError> {
        self.claim(arrival.at, arrival.total);
        self.last_page = arrival.last_page;
        self.claimed_last = self.claimed_last.or(arrival.last_page);
        if arrival.refused < arrival.records {
            self.refused = 0;
            self.taken = true;
        }
        self.refused += arrival.refused as u64;
        self.covered = self.covered.saturating_add(arrival.records as u64);
        self.repeated |= arrival.fresh < arrival.records;
        // Shorter than the others, not than asked for: the service may give fewer than that on every page.
        let shorter = arrival.records < self.longest;
        self.longest = self.longest.max(arrival.records);
        if arrival.records == 0 {
            return Ok(self.empty(arrival));
        }
        let complete = match arrival.total {
            // A page that is not full, with a claim that fits: the whole account of a small company in one request.
            Some(total) if arrival.page == self.first => arrival.records < self.per_page && self.covered == total,
            Some(total) => shorter && self.covered >= total,
            // The total is unknown.
            None => shorter,
        };
        if complete {
            return Ok(Verdict::End);
        }
        self.bounds(arrival, distinct)
    }

    /// An empty page is the end, unless more pages are claimed: a service that stumbles gives an empty one in their midst.
    fn empty(&mut self, arrival: Arrival) -> Verdict {
        self.stale += 1;
        let by_total = arrival.total.is_some_and(|total| u64::from(arrival.page) < self.pages(total) && self.covered < total);
        let by_page = arrival.last_page.is_some_and(|last| arrival.page < last);
        let goes_on = (by_total || by_page) && self.stale < STALE_PAGES && u64::from(arrival.page) < self.ceiling();
        if goes_on { Verdict::More } else { Verdict::End }
    }

    fn bounds(&mut self, arrival: Arrival, distinct: u64) -> Result<Verdict, SyncError> {
        if arrival.fresh > 0 {
            self.stale = 0;
        } else {
            self.stale += 1;
            if arrival.total == Some(distinct) {
                // Some services give the last page again for every page after it.
                return Ok(Verdict::End);
            }
        }
        let count = self.refused;
        if self.stale >= self.stale_limit && arrival.refused == arrival.records {
            return Err(SyncError::OnlyRefused { page: arrival.page, count });
        }
        if self.stale >= self.stale_limit {
            return Err(SyncError::Repeats { page: arrival.page });
        }
        if count >= if self.taken { REFUSED_RUN } else { REFUSED_FIRST } {
            return Err(SyncError::OnlyRefused { page: arrival.page, count });
        }
        if u64::from(arrival.page) >= self.ceiling() || self.covered >= MOST_RECORDS {
            return Err(SyncError::Endless { page: arrival.page });
        }
        Ok(Verdict::More)
    }

    /// The last page that is looked at. An account may grow while it is read, but not for ever: later claims do not count.
    fn ceiling(&self) -> u64 {
        let first = self.claimed.map(|total| self.pages(total)).or(self.claimed_last.map(u64::from));
        let ceiling = first.map_or(u64::MAX, |pages| pages.saturating_mul(2).saturating_add(GROWTH));
        // A resumed stream begins behind what an earlier claim allowed.
        let ceiling = ceiling.saturating_add(u64::from(self.first.saturating_sub(1)));
        ceiling.min(MOST_PAGES.into())
    }

    fn claim(&mut self, at: u128, total: Option<u64>) {
        let Some(total) = total else { return };
        self.claimed.get_or_insert(total);
        // Pages that are fetched side by side arrive in any order: what counts is when each claim was made.
        self.shrank |= self.highest.is_some_and(|(then, highest)| total < highest && at >= then);
        self.shrank |= self.lowest.is_some_and(|(then, lowest)| total > lowest && at < then);
        if self.newest.is_none_or(|(then, _)| at >= then) {
            self.newest = Some((at, total));
        }
        if self.highest.is_none_or(|(_, highest)| total > highest) {
            self.highest = Some((at, total));
        }
        if self.lowest.is_none_or(|(_, lowest)| total <= lowest) {
            self.lowest = Some((at, total));
        }
    }

    /// Number of pages for `total` records.
    fn pages(&self, total: u64) -> u64 {
        let page = if self.longest == 0 { self.per_page } else { self.longest };
        total.div_ceil(page as u64)
    }

    /// The last page that may be asked for before the pages up to `arrived` say more.
    pub(super) fn worth_asking(&self, arrived: u32) -> u32 {
        let claimed = match self.newest {
            // A full last page does not tell that it is the last: the one after it does.
            Some((_, total)) if self.longest >= self.per_page && total.is_multiple_of(self.longest as u64) => {
                self.pages(total) + 1
            }
            Some((_, total)) => self.pages(total),
            None => self.last_page.map_or(0, u64::from),
        };
        u32::try_from(claimed).unwrap_or(MOST_PAGES).min(MOST_PAGES).max(arrived.saturating_add(1))
    }

    /// Number of records, by the last claim.
    pub(super) fn total(&self) -> Option<u64> {
        self.newest.map(|(_, total)| total)
    }

    /// Number of pages, as far as known.
    pub(super) fn total_pages(&self) -> Option<u32> {
        self.total().and_then(|total| u32::try_from(self.pages(total)).ok())
    }

    /// Another claim about the same records, made outside the stream.
    pub(super) fn claim_again(&mut self, at: u128, total: Option<u64>) {
        self.claim(at, total);
    }

    /// Whether what was seen is all there is, as far as can be told.
    ///
    /// A claim that shrank may hide that a record moved onto a page that was already fetched, even when the count fits.
    pub(super) fn consistent(&self, distinct: u64) -> bool {
        match self.total() {
            Some(total) => total == distinct && !self.shrank,
            None => !self.repeated,
        }
    }

    /// Whether all that there was at first was seen, and only what was added since was not.
    ///
    /// Pages that are fetched side by side can miss a record that an addition moves: then fewer were seen than there were.
    pub(super) fn only_grew(&self, distinct: u64) -> bool {
        self.claimed == Some(distinct) && self.lacks_some(distinct)
    }

    /// Whether more is claimed than was seen, and nothing was deleted.
    pub(super) fn lacks_some(&self, distinct: u64) -> bool {
        !self.shrank && self.total().is_some_and(|total| total > distinct)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays the pages of a service; gives the number of requests and the distinct records, or how it failed.
    fn play(
        mut bounds: PageBounds,
        pages: impl Fn(u32) -> (usize, usize, Option<u64>),
    ) -> (Result<u32, SyncError>, u64, PageBounds) {
        let mut distinct = 0;
        for page in 1.. {
            let (records, fresh, total) = pages(page);
            distinct += fresh as u64;
            let arrival = Arrival { page, records, fresh, refused: 0, total, last_page: None, at: u128::from(page) };
            match bounds.arrived(arrival, distinct) {
                Ok(Verdict::More) => {}
                Ok(Verdict::End) => return (Ok(page), distinct, bounds),
                Err(error) => return (Err(error), distinct, bounds),
            }
        }
        unreachable!()
    }

    /// A service with `count` records that gives at most `cap` a page.
    fn service(count: usize, cap: usize, total: Option<u64>) -> impl Fn(u32) -> (usize, usize, Option<u64>) {
        move |page| {
            let before = cap * (page as usize - 1);
            let records = count.saturating_sub(before).min(cap);
            (records, records, total)
        }
    }

    fn requests(count: usize, cap: usize, total: Option<u64>) -> u32 {
        let (result, distinct, _) = play(PageBounds::fresh(100), service(count, cap, total));
        assert_eq!(distinct, count as u64, "{count} {cap} {total:?}");
        result.expect("ends")
    }

    #[test]
    fn no_request_too_many_and_none_too_few() {
        assert_eq!(requests(282, 100, Some(282)), 3);
        assert_eq!(requests(0, 100, Some(0)), 1);
        assert_eq!(requests(1, 100, Some(1)), 1);
        assert_eq!(requests(300, 100, Some(300)), 4);
        // A service that gives fewer than asked for.
        assert_eq!(requests(282, 25, Some(282)), 12);
        assert_eq!(requests(100, 25, Some(100)), 5);
        assert_eq!(requests(99, 25, Some(99)), 4);
    }

    #[test]
    fn an_empty_page_in_the_midst_ends_nothing() {
        for empty in 1..=3 {
            let with_hole = |page| match page {
                page if page == empty => (0, 0, Some(282)),
                page => service(282, 100, Some(282))(page),
            };
            let (result, distinct, bounds) = play(PageBounds::fresh(100), with_hole);
            // The last page of three: nothing claims that another one follows.
            let expected = if empty == 3 { (Ok(3), 200) } else { (Ok(4), 182) };
            assert_eq!((result, distinct), expected, "{empty}");
            assert!(!bounds.consistent(distinct), "{empty}");
        }
    }

    #[test]
    fn claims_end_nothing() {
        for (total, expected) in [(0, 3), (1, 3), (100, 3), (281, 3), (283, 4), (100_000, 6), (u64::MAX, 6)] {
            assert_eq!(requests(282, 100, Some(total)), expected, "{total}");
        }
        for total in [0, 1, 50, 100, 281, 283, u64::MAX] {
            assert!(requests(282, 25, Some(total)) <= 15, "{total}");
        }
        assert_eq!(requests(282, 100, None), 3);
        assert_eq!(requests(300, 100, None), 4);
        assert_eq!(requests(282, 25, None), 12);
        assert_eq!(requests(7, 100, None), 2);
        assert_eq!(requests(0, 100, None), 1);
    }

    #[test]
    fn an_endless_service_ends_with_an_error() {
        let same = |page: u32| (100, if page == 1 { 100 } else { 0 }, Some(282));
        assert_eq!(play(PageBounds::fresh(100), same).0, Err(SyncError::Repeats { page: 4 }));
        let same = |page: u32| (100, if page == 1 { 100 } else { 0 }, None);
        assert_eq!(play(PageBounds::fresh(100), same).0, Err(SyncError::Repeats { page: 4 }));
        let always_new = |_| (100, 100, Some(282));
        assert_eq!(
            play(PageBounds::fresh(100), always_new).0,
            Err(SyncError::Endless { page: 106 }),
            "twice three pages, and a hundred"
        );
        let growing = |page: u32| (100, 100, Some(300 + u64::from(page) * 500));
        assert_eq!(play(PageBounds::fresh(100), growing).0, Err(SyncError::Endless { page: 116 }), "later claims do not count");
        let always_new = |_| (100, 100, None);
        assert_eq!(play(PageBounds::fresh(100), always_new).0, Err(SyncError::Endless { page: 100_000 }));
    }

    #[test]
    fn an_account_may_grow_while_it_is_read() {
        let growing = |page: u32| if page <= 80 { (100, 100, Some(1000 + u64::from(page) * 100)) } else { (7, 7, Some(8007)) };
        assert_eq!(play(PageBounds::fresh(100), growing).0, Ok(81), "ten pages at first, eighty in the end");
    }

    #[test]
    fn the_last_page_that_is_claimed_first_is_a_ceiling_too() {
        let mut bounds = PageBounds::fresh(100);
        for page in 1.. {
            let last_page = Some(page + 5);
            let arrival = Arrival { page, records: 100, fresh: 100, refused: 0, total: None, last_page, at: page.into() };
            match bounds.arrived(arrival, u64::from(page) * 100) {
                Ok(verdict) => assert_eq!(verdict, Verdict::More),
                Err(error) => return assert_eq!(error, SyncError::Endless { page: 112 }),
            }
        }
    }

    #[test]
    fn nothing_but_refused_records_ends_a_series() {
        let play = |size: usize, taken: fn(u32) -> bool| {
            let mut bounds = PageBounds::fresh(100);
            for page in 1..=40 {
                let refused = if taken(page) { 0 } else { size };
                let arrival =
                    Arrival { page, records: size, fresh: size, refused, total: Some(100_000), last_page: None, at: page.into() };
                if let Err(error) = bounds.arrived(arrival, u64::from(page) * size as u64) {
                    return Some(error);
                }
            }
            None
        };
        assert_eq!(play(100, |_| false), Some(SyncError::OnlyRefused { page: 1, count: 100 }));
        assert_eq!(play(50, |_| false), Some(SyncError::OnlyRefused { page: 2, count: 100 }));
        assert_eq!(play(100, |page| page == 1), Some(SyncError::OnlyRefused { page: 11, count: 1000 }));
        assert_eq!(play(100, |page| page % 5 == 1), None, "some good ones in between");
        // A small company with nothing but refused invoices comes to its end.
        let mut bounds = PageBounds::fresh(100);
        let all = Arrival { page: 1, records: 9, fresh: 9, refused: 9, total: Some(9), last_page: Some(1), at: 1 };
        assert_eq!(bounds.arrived(all, 9), Ok(Verdict::End));
    }

    #[test]
    fn a_service_that_repeats_its_last_page_has_ended() {
        let last_again = |page: u32| (100, if page <= 3 { 100 } else { 0 }, Some(300));
        let (result, distinct, bounds) = play(PageBounds::fresh(100), last_again);
        assert_eq!((result, distinct), (Ok(4), 300));
        assert!(bounds.consistent(300));
    }

    #[test]
    fn a_count_that_fits_is_not_enough_when_the_claim_shrank() {
        // A record of page 1 was deleted after page 1 was read: one moved from page 2 to page 1 and was never seen.
        let drift = |page: u32| if page == 1 { (100, 100, Some(150)) } else { (49, 49, Some(149)) };
        let (_, distinct, bounds) = play(PageBounds::fresh(100), drift);
        assert_eq!(distinct, 149);
        assert!(!bounds.consistent(distinct));
        assert!(!bounds.only_grew(distinct));
        let grew = |page: u32| if page == 1 { (100, 100, Some(150)) } else { (51, 50, Some(151)) };
        let (_, distinct, bounds) = play(PageBounds::fresh(100), grew);
        assert!(!bounds.consistent(distinct) && bounds.only_grew(distinct));
    }

    #[test]
    fn claims_are_ordered_by_their_time_not_by_their_page() {
        let mut bounds = PageBounds::fresh(100);
        let arrival =
            |page, total, at| Arrival { page, records: 100, fresh: 100, refused: 0, total: Some(total), last_page: None, at };
        bounds.arrived(arrival(1, 400, 1), 100).expect("more");
        // Page 2 was answered after page 3, when one more was there.
        bounds.arrived(arrival(2, 401, 9), 200).expect("more");
        bounds.arrived(arrival(3, 400, 5), 300).expect("more");
        assert_eq!(bounds.total(), Some(401));
        assert!(bounds.only_grew(400));
        assert!(!bounds.only_grew(399), "one of those that were there was missed");
        bounds.arrived(arrival(4, 400, 10), 400).expect("more");
        assert!(!bounds.consistent(400));
    }

    #[test]
    fn what_is_worth_asking_follows_the_claim_within_reason() {
        let ask = |total, last_page| {
            let mut bounds = PageBounds::fresh(100);
            let arrival = Arrival { page: 1, records: 100, fresh: 100, refused: 0, total, last_page, at: 1 };
            bounds.arrived(arrival, 100).expect("more");
            bounds.worth_asking(1)
        };
        assert_eq!(ask(Some(282), None), 3);
        assert_eq!(ask(Some(300), None), 4);
        assert_eq!(ask(Some(5), Some(9)), 2);
        assert_eq!(ask(Some(u64::MAX), None), MOST_PAGES);
        assert_eq!(ask(None, Some(7)), 7);
        assert_eq!(ask(None, Some(u32::MAX)), MOST_PAGES);
        assert_eq!(ask(None, None), 2);
    }

    #[test]
    fn a_resumed_series_knows_what_came_before() {
        let mut bounds = PageBounds::resume(100, 3, Some(282));
        let arrival = Arrival { page: 3, records: 82, fresh: 82, refused: 0, total: Some(282), last_page: None, at: 1 };
        assert_eq!(bounds.arrived(arrival, 282), Ok(Verdict::End));
        assert!(bounds.consistent(282));
        let mut bounds = PageBounds::resume(100, 3, Some(283));
        bounds.arrived(arrival, 282).expect("ends");
        assert!(!bounds.consistent(282));
    }
}
