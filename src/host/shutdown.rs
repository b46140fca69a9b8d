//! Graceful shutdown of the host, after which another process can open the store.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::server::Server;
use crate::service::{Local, Result, blocking};

/// Time that pending work may keep the store open.
const LINGER: Duration = Duration::from_secs(1);

/// Closes the store. Running syncs are left to the clients, where there are any, and ended else.
pub(super) async fn close(local: Arc<Local>, server: Option<Server>) -> Result<()> {
    let clients = server.as_ref().map_or(0, Server::clients);
    if let Some(server) = server {
        server.stop().await;
    }
    if clients > 0 {
        local.engine.abandon();
    } else {
        local.engine.cancel(&[]);
    }
    local.stop_work();
    local.inbox.stop();
    local.stop_pushing().await;
    local.stop_mailing().await;
    local.tasks.close();
    local.tasks.wait().await;
    local.stop_alerting(clients > 0).await;
    local.stop_upkeep(clients > 0).await;
    local.stop_following().await;
    // A pending or just cancelled call keeps the store open a moment longer, and its lock with it.
    let local = alone(local).await;
    let store = local.store.clone();
    blocking(move || {
        drop(local);
        Ok(())
    })
    .await?;
    let store = alone(store).await;
    blocking(move || {
        store.keep();
        // The last clone closes the database here, off the runtime.
        drop(store);
        Ok(())
    })
    .await
}

/// Waits until no other reference to a value is left, and not for ever.
async fn alone<T>(value: Arc<T>) -> Arc<T> {
    let deadline = Instant::now() + LINGER;
    while Arc::strong_count(&value) > 1 && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    value
}
