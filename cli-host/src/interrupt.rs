//! Ctrl-C, and the signal by which schedulers stop a process: the run closes what it has.

use std::io;

use tokio::sync::watch;

/// Listens for a wish to stop; once heard, it stays heard by everyone who asks.
#[derive(Debug)]
pub(crate) struct Interrupt {
    heard: watch::Receiver<bool>,
}

impl Interrupt {
    /// Starts to listen; needs a tokio runtime, which ends the listening with itself.
    pub(crate) fn listen() -> io::Result<Self> {
        let (told, heard) = watch::channel(false);
        #[cfg(unix)]
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        #[cfg(unix)]
        let mut interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
        tokio::spawn(async move {
            #[cfg(unix)]
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            #[cfg(not(unix))]
            let _ = tokio::signal::ctrl_c().await;
            // Nobody is left to hear it.
            let _ = told.send(true);
        });
        Ok(Self { heard })
    }

    /// Returns when the user wishes to stop.
    pub(crate) async fn wait(&self) {
        let mut heard = self.heard.clone();
        if heard.wait_for(|heard| *heard).await.is_err() {
            // The listener is gone with its runtime: nobody can be heard any more.
            std::future::pending::<()>().await;
        }
    }
}
