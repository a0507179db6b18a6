//! Stopping when asked to.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;

use crate::status::Status;

/// The first interrupt lets what is in flight finish; the second ends at once.
pub(crate) fn stop_on_interrupt() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "asked twice: this is the handler's thread")]
            std::process::exit(i32::from(Status::Interrupted.code()));
        }
    })
    .context("cannot listen for interrupts")?;
    Ok(stop)
}
