//! The service over HTTP, later; today the shapes that scripts see.

pub mod wire;
