//! The parameters of routes that list payments or contacts.
//!
//! For: the cases with such a route. Uses: the words of requests. Never: the store.

use super::{Given, Param, Result, route};
use crate::query::Sort;
use crate::query::sieve::{ListRequest, Listed};

/// Rows of a list over the network, unless asked otherwise, and at most.
const PAGE: usize = 100;
const LONGEST: usize = 1000;
/// The furthest first row.
const FURTHEST: usize = 100_000_000;

/// The parameters of a list.
pub(crate) const PARAMS: &[Param] = &[
    Param::QUERY,
    Param::COMPANIES,
    Param::new("sort", route::Kind::Text, "A column; with - before it the other way round").example("-changed"),
    Param::new("limit", route::Kind::UpTo(LONGEST), "Rows at most, 100 unless told"),
    Param::new("offset", route::Kind::UpTo(FURTHEST), "The first row, from 0"),
];

/// What a request of a list asks.
pub(crate) fn request<F: Listed>(given: &Given) -> Result<ListRequest<F>> {
    let all = ListRequest::<F>::all(given.today);
    Ok(ListRequest {
        sort: given.one("sort")?.map_or(Ok(all.sort), Sort::parse)?,
        query: given.one("q")?.unwrap_or_default().to_owned(),
        companies: given.companies()?,
        limit: given.number("limit", 0..=LONGEST)?.unwrap_or(PAGE),
        offset: given.number("offset", 0..=FURTHEST)?.unwrap_or(0),
        ..all
    })
}
