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
mod bad_input;
mod balances;
mod bank;
mod bank_alone;
mod bank_back;
mod bank_details;
mod bank_doubtful;
mod bank_model;
mod bills;
mod books;
#[cfg(feature = "api")]
mod books_api;
mod burning;
mod cash;
mod cash_rules;
mod companies;
mod connected;
mod conservation;
mod contract;
mod copies;
mod crash;
mod credits;
mod currencies;
mod customers;
mod damage;
#[cfg(feature = "postgres")]
mod database_lost;
mod database_ops;
mod desk;
mod doctor;
mod documents;
mod doubtful_numbers;
mod einvoices;
mod ends;
mod faults;
mod files;
mod hooks;
mod integrations;
mod isolation;
mod keep;
mod kills;
mod kinds;
mod layers;
mod logins;
#[cfg(feature = "postgres")]
mod machines;
mod mail;
mod manage;
mod many;
mod meanwhile;
mod money_there;
mod older;
mod openers;
mod ordered_once;
mod own_bank;
mod own_damage;
mod own_time;
mod pages;
mod paid_days;
#[cfg(feature = "postgres")]
mod postgres;
mod power;
mod pty;
mod push_figures;
mod push_limits;
mod push_storms;
mod pushed_right;
mod pushes;
mod quality;
mod read_back;
mod readme;
mod reminders;
mod reports;
mod restless;
mod scripts;
mod secrets;
mod serve;
mod sessions;
mod settings;
mod settling;
mod sharing;
mod slips;
mod slow_writes;
mod support;
mod there_amounts;
mod tidy;
mod time_files;
mod too_large;
mod totals;
mod transfers;
mod untaxed;
mod versions;
mod walks;
mod went_back;
mod words;
mod workers;
mod writes;
mod xero;
