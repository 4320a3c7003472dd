//! The handle of a running sandbox.

use crate::faults::Fault;
use crate::ledger::Ledger;
use crate::options::SandboxOptions;
use crate::request::BASE_PATH;
use crate::server::{Shared, accept, lock};
use crate::state::State;
use crate::world::World;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// A provider on 127.0.0.1 that serves a [`World`]; dropping it stops it.
#[derive(Debug)]
pub struct Sandbox {
    shared: Shared,
    world: Arc<World>,
    port: u16,
    // Both are taken when it is dropped.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts serving, on a thread and a runtime of its own.
    ///
    /// ```
    /// use tagpulse_sandbox::{Sandbox, SandboxOptions};
    /// let sandbox = Sandbox::start(SandboxOptions::default())?;
    /// assert!(sandbox.base_url().ends_with("/api/v1/tiktok"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the port is taken, or the system refuses a socket or a thread.
    pub fn start(options: SandboxOptions) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let world = Arc::new(World::new(options.world.clone()));
        let state = State::new(options, Arc::clone(&world), port);
        let shared = Arc::new(Mutex::new(state));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let serving = Arc::clone(&shared);
        let listener = {
            let _runtime = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let thread = std::thread::Builder::new().name("tagpulse-sandbox".to_owned()).spawn(move || {
            runtime.spawn(accept(listener, serving));
            // Either way the handle is gone; the runtime ends all connections.
            let _ = runtime.block_on(stopped);
        })?;
        Ok(Self { shared, world, port, stop: Some(stop), thread: Some(thread) })
    }

    /// `http://127.0.0.1:PORT/api/v1/tiktok`
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}{BASE_PATH}", self.port)
    }

    /// The TCP port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The world that is served.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The simulated time, in Unix seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        lock(&self.shared).now
    }

    /// Sets the simulated time, in Unix seconds.
    pub fn set_now(&self, now: i64) {
        lock(&self.shared).set_now(now);
    }

    /// Replaces all faults.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        lock(&self.shared).faults = faults;
    }

    /// Every request so far, and the credits taken.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        lock(&self.shared).ledger.clone()
    }

    /// Back to how it was started: time, faults, ledger and credits.
    pub fn reset(&self) {
        lock(&self.shared).reset();
    }

    /// Serves until the process is killed.
    pub fn serve_forever(mut self) {
        if let Some(thread) = self.thread.take() {
            // The thread ends only when told to, or by a panic that it has printed.
            let _ = thread.join();
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Refused when the thread has ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
