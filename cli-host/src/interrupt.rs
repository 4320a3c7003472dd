//! Ctrl-C, and the signal by which schedulers stop a process: the run closes what it has.

use std::io;

/// Listens for a wish to stop; once heard, it stays heard.
#[derive(Debug)]
pub(crate) struct Interrupt {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    heard: bool,
}

impl Interrupt {
    /// Starts to listen; needs a tokio runtime.
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            terminate: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?,
            heard: false,
        })
    }

    /// Returns when the user wishes to stop.
    pub(crate) async fn wait(&mut self) {
        if self.heard {
            return;
        }
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        self.heard = true;
    }
}
