//! Which part matters? Switching several on and off over the same units.
//!
//! Start with [`factorial_within`]; it reads directly as a difference of scores. Regression
//! ([`linear_model`], [`logistic_gee`]) is for cells that are missing, [`shapley`] for shares of
//! the whole, [`FractionalDesign`] and [`plackett_burman_effects`] for many parts at once.

mod factorial;
mod linear_algebra;
mod linear_model;
mod logistic_gee;
mod coalition;
mod shapley;
mod sampled_shapley;
mod fractional_design;
mod plackett_burman;
mod lenth;

pub use coalition::Coalition;
pub use factorial::{Cell, FactorialEffect, factorial_within};
pub use fractional_design::{DesignError, FractionalDesign, fractional_design};
pub use lenth::{Lenth, lenth};
pub use linear_model::{LinearModel, linear_model};
pub use logistic_gee::{Correlation, GeeError, LogisticGee, logistic_gee};
pub use plackett_burman::{folded_over, plackett_burman_12, plackett_burman_effects};
pub use sampled_shapley::sampled_shapley;
pub use shapley::{Shapley, shapley, shapley_of_units};
