//! Lines as trainers take them, and rows that they cannot take.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

mod rows;
mod openai;
mod trl;
mod axolotl;
mod llamafactory;
mod ms_swift;
mod refused;
mod any_row;
mod templates;
mod turns;
mod reading;
mod rendering;
mod stats;
mod checking;
