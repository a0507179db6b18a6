//! The gate keeps its error rates on simulated runs, and naive gates break them on the same runs.
//!
//! The bounds are the largest rates in the calibration tables of the project's reference, T1 to T3
//! and T9, each with three standard errors of a simulation of this size on top. A naive gate has to
//! fail the very check that the gate passes, so that the check is known to be able to fail.

mod population;
mod share;
mod naive_gates;
mod false_block;
mod false_pass;
mod early_looks;
mod planned_power;
