//! Conclusions as pages: Markdown for people, `JUnit` for machines, annotations for a workflow's
//! page.
//!
//! Each page is a pure function of the findings. It shows first what decides, leaves out what is
//! empty, bounds what is long, and takes every name, reason and value for foreign text: nothing
//! in a suite can draw, link, call a person or hide on a page.
//!
//! What it does not know: where the findings come from, what decides, and where a page goes.
//!
//! Entry functions: [`markdown::gate`] and [`markdown::comparison`], [`junit::gate`],
//! [`annotations::gate`].
//!
//! ```
//! use eval_findings::{Demanded, GateReport, Policy, Verdict};
//! use eval_report::{annotations, junit, markdown};
//!
//! let report = GateReport {
//!     schema_version: eval_findings::FINDINGS_VERSION,
//!     verdict: Verdict::Invalid,
//!     exit_code: 4,
//!     headline: "nothing ran".into(),
//!     policy: Policy::Advisory,
//!     checks: Vec::new(),
//!     quarantined: Vec::new(),
//!     look: None,
//!     demanded: Demanded {
//!         file: None,
//!         margin: 0.1,
//!         alpha: 0.05,
//!         max_missing: 0.05,
//!         min_units: 5,
//!     },
//!     comparison: None,
//!     warnings: Vec::new(),
//! };
//! assert!(markdown::gate(&report).starts_with("> [!WARNING]\n> **INVALID:** nothing ran\n"));
//! assert_eq!(
//!     annotations::gate(&report, None),
//!     "::error title=flywheel gate%3A INVALID::nothing ran\n"
//! );
//! assert!(junit::gate(&report)?.contains("errors=\"1\""));
//! # Ok::<(), junit::WriteJunitError>(())
//! ```
#![deny(
    clippy::disallowed_methods,
    reason = "a page is a pure function of the findings: no clock, no chance, no files, no environment"
)]

pub mod markdown;
pub mod junit;
pub mod annotations;
mod weight;
mod words;
mod figures;
mod command;
mod numbers;
mod visible;
