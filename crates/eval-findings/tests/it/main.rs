//! Runs, summed up.

mod trials;
mod counts;
mod rates;
mod any_order;
mod json;
