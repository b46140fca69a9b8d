//! A pretend provider account on this machine, spoken to over real HTTP.
