#!/usr/bin/env bash
# rusty-money 0.5.1 (crates.io): the forint has no minor units in its table of ISO 4217, and the ariary and the ouguiya have one digit.
#
# Expected: the README says that the crate follows the definitions of ISO 4217. There HUF, MGA and MRU have a minor unit of 2, as EUR
#   has: amounts in minor units of other software (iso_currency 0.7.1) are hundredths, also where no such coin is in use.
# Happens: the exponent of HUF is 0, that of MGA and MRU is 1. from_minor(123456) of HUF is 123456 forints instead of 1234.56;
#   to_minor_units() of 1234.56 forints is 1234 instead of 123456, and 1234.56 is shown as 1 235.
# Why it matters: an amount that crosses between two crates is a hundred times too much or too little.
# Versions: rusty-money 0.5.1 and iso_currency 0.7.1, rustc as installed. Seen on 2026-11-29.
# Source: this run; list one of ISO 4217 (SIX), column "Minor unit". The same digit for HUF is an old dispute elsewhere
#   (RubyMoney/money #677, #1096; mended in Rhymond/go-money #111); nothing was found for rusty-money.
#
# Needs: cargo and a registry of crates. Fails if the answers of the crates are no longer those below.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2021"
[dependencies]
rusty-money = { version = "=0.5.1", features = ["iso"] }
rust_decimal = { version = "1", default-features = false }
iso_currency = "=0.7.1"
TOML
cat > src/main.rs <<'RUST'
use iso_currency::Currency;
use rust_decimal::Decimal;
use rusty_money::{iso, Money};

fn main() {
    for (code, here) in [("EUR", iso::EUR), ("JPY", iso::JPY), ("HUF", iso::HUF), ("MGA", iso::MGA), ("MRU", iso::MRU)] {
        let there = Currency::from_code(code).and_then(Currency::exponent).expect("a minor unit");
        let read = Money::from_minor(123_456, here);
        let sent = Money::from_decimal(Decimal::new(123_456, 2), here);
        println!(
            "{code}: minor unit by ISO {there}, here {}; 123456 of them are {}; of 1234.56 they are {}, shown as {sent}",
            here.exponent,
            read.amount(),
            sent.to_minor_units(),
        );
    }
}
RUST
cargo run --quiet 2>build.log >seen || { cat build.log; exit 1; }
cat seen
diff - seen <<'WANT' || { echo "the crates answer otherwise now: read this script again"; exit 1; }
EUR: minor unit by ISO 2, here 2; 123456 of them are 1234.56; of 1234.56 they are 123456, shown as €1.234,56
JPY: minor unit by ISO 0, here 0; 123456 of them are 123456; of 1234.56 they are 1234, shown as ¥1,235
HUF: minor unit by ISO 2, here 0; 123456 of them are 123456; of 1234.56 they are 1234, shown as 1 235Ft
MGA: minor unit by ISO 2, here 1; 123456 of them are 12345.6; of 1234.56 they are 12345, shown as Ar1,234.6
MRU: minor unit by ISO 2, here 1; 123456 of them are 12345.6; of 1234.56 they are 12345, shown as 1,234.6UM
WANT
