//! Giving a store back, so that whoever comes next can open it.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::Result;
use super::local::{self, Local};
use crate::api::guest::Server;

/// How long what still runs may keep the store open when it is given back.
const PARTING: Duration = Duration::from_secs(1);

/// Gives the store back: to guests where there are any, with what runs; else after ending what runs.
pub(super) async fn leave(local: Arc<Local>, server: Option<Server>) -> Result<()> {
    let guests = server.as_ref().map_or(0, Server::guests);
    if let Some(server) = server {
        server.stop().await;
    }
    if guests > 0 {
        local.engine.abandon();
    } else {
        local.engine.cancel(&[]);
    }
    local.tasks.close();
    local.tasks.wait().await;
    local.stop_alerting(guests > 0).await;
    // Whoever still asks something or is just being cancelled keeps the store open a moment longer; the lock goes with it.
    let local = alone(local).await;
    let store = local.store.clone();
    local::blocking(move || {
        drop(local);
        Ok(())
    })
    .await?;
    let store = alone(store).await;
    local::blocking(move || {
        store.keep();
        // The last clone closes the database here, off the runtime.
        drop(store);
        Ok(())
    })
    .await
}

/// Waits until nobody else has a value, and not for ever.
async fn alone<T>(value: Arc<T>) -> Arc<T> {
    let deadline = Instant::now() + PARTING;
    while Arc::strong_count(&value) > 1 && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    value
}
