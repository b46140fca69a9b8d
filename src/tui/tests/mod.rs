//! What the screen promises, shown without a terminal and without a service.

mod bank;
mod behaviour;
mod books;
mod deliveries;
mod details;
mod groups;
mod invoice;
mod keymap;
mod links;
mod lists;
mod logins;
mod manage;
mod mouse;
mod options;
mod outbox;
mod pictures;
mod records;
mod said;
mod screens;
mod world;
