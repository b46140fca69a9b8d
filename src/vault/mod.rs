//! age: sealing and opening secrets.
