//! What must hold for any data: order does not matter, more data narrows, an interval holds its
//! estimate, swapping A and B turns the sign.

mod arrangement;
mod rates;
mod one_proportion;
mod paired_tables;
mod differences;
mod costs;
mod chance;
mod planning;
mod many;
mod known_values;
