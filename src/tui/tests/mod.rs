//! What the screen promises, shown without a terminal and without a service.

mod behaviour;
mod lists;
mod screens;
mod world;
