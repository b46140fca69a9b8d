//! Promises to the user, kept by the real binary: one file a promise.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::large_stack_arrays,
    reason = "a test that is surprised should fail there and then"
)]

mod alerts;
mod amounts;
mod api;
mod audit;
mod balances;
mod companies;
mod contract;
mod crash;
mod damage;
mod doctor;
mod ends;
mod faults;
mod files;
mod isolation;
mod keep;
mod layers;
mod many;
mod older;
mod power;
mod pty;
mod quality;
mod readme;
mod reports;
mod scripts;
mod secrets;
mod serve;
mod sessions;
mod sharing;
mod support;
mod tidy;
mod totals;
mod versions;
mod words;
