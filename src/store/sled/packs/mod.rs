//! Records in packs: written once, read by place, folded together by upkeep.
//!
//! For: keeping the bodies of records outside of sled, which rewrites a page of sixteen values for every few that come. Uses: files, LZ4.
//! Never: sled; what a record means.
//!
//! A commit appends its records in packs ([`frame`]) to a file of their company ([`files`]) and makes it durable; the transaction after it
//! writes a locator for each record ([`locator`]), which says where it is and what can be asked without reading it. A record that is
//! written again gets another place, and its old one is dead. Upkeep moves what is alive out of files that are mostly dead or in many
//! small packs, and removes them.

pub(in crate::store) mod files;
pub(in crate::store) mod frame;
pub(in crate::store) mod locator;
