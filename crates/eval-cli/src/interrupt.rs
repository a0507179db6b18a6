//! Stopping when asked to.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use anyhow::Context;

use crate::status::Status;

/// The first interrupt lets what is in flight finish; the second ends at once.
pub(crate) fn stop_on_interrupt() -> anyhow::Result<Arc<AtomicBool>> {
    // The system takes one handler; a command may execute several plans.
    static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    if let Some(stop) = STOP.get() {
        return Ok(Arc::clone(stop));
    }
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "asked twice: this is the handler's thread")]
            std::process::exit(i32::from(Status::Interrupted.code()));
        }
    })
    .context("cannot listen for interrupts")?;
    Ok(Arc::clone(STOP.get_or_init(|| stop)))
}
