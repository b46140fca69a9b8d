//! What the screen promises, shown without a terminal and without a service.

mod behaviour;
mod screens;
mod world;
