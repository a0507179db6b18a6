//! Logistic regression for related passes and failures: generalised estimating equations.
//!
//! Within a cluster scores are taken to be independent, or all equally correlated; the robust
//! standard errors hold even if they are neither.
//!
//! **Source.** Liang and Zeger (1986), Biometrika 73.
//!
//! **Assumes** independent clusters, 40 of them or more: with fewer the robust errors are too
//! small. Only worth its trouble where rates are below .1 or above .9; elsewhere take
//! [`super::linear_model`].
//!
//! **Edges.** A cell that passes or fails throughout pulls a coefficient to infinity; a
//! coefficient beyond ±10, or no convergence, is refused. Fall back on the linear model then.

use std::collections::BTreeMap;

use super::linear_algebra::{
    Matrix, add, add_outer, apply, dot, inverse, sandwich_diagonal, zeros,
};
use super::linear_model::columns;
use crate::real::size;

/// Rounds of fitting before it is given up.
const MOST_ROUNDS: usize = 100;
/// A coefficient beyond this in size is on its way to infinity.
const SEPARATION: f64 = 10.0;

/// How scores of one cluster are taken to be related.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correlation {
    /// Not at all.
    Independence,
    /// All equally.
    Exchangeable,
}

/// Why there is no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeeError {
    /// Rows, scores and clusters do not fit together, or a score is neither 0 nor 1.
    Unusable,
    /// A column is a combination of others.
    Dependent,
    /// A coefficient goes to infinity: some cell passes or fails throughout.
    Separated,
    /// Coefficients did not settle.
    Unsettled,
}

/// A logistic model.
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticGee {
    /// The coefficient of each column, in log odds.
    pub coefficients: Vec<f64>,
    /// Its robust standard error, without a correction for few clusters.
    pub robust_errors: Vec<f64>,
    /// The correlation within clusters; 0 under independence.
    pub correlation: f64,
}

/// Fits `scores`, 0 or 1, on `rows`, one row of columns a score, related within `clusters`.
///
/// # Errors
///
/// If the data do not fit together, or have no finite solution; see [`GeeError`].
pub fn logistic_gee(
    scores: &[f64],
    rows: &[Vec<f64>],
    clusters: &[usize],
    correlation: Correlation,
) -> Result<LogisticGee, GeeError> {
    let are_binary = scores.iter().all(|score| [0.0, 1.0].contains(score));
    let columns =
        columns(scores, rows, clusters).filter(|_| are_binary).ok_or(GeeError::Unusable)?;
    let groups = grouped(scores, rows, clusters);
    let (mut values, mut alpha) = (vec![0.0; columns], 0.0);
    for _ in 0..MOST_ROUNDS {
        let round = Round::of(&groups, &values, alpha);
        let bread = inverse(&round.bread).ok_or(GeeError::Dependent)?;
        let step = apply(&bread, &round.score);
        add(&mut values, 1.0, &step);
        if values.iter().any(|value| value.abs() > SEPARATION) {
            return Err(GeeError::Separated);
        }
        let before = alpha;
        if correlation == Correlation::Exchangeable {
            alpha = common_correlation(&groups, &values, columns);
        }
        let moved = step.iter().fold((alpha - before).abs(), |most, step| most.max(step.abs()));
        if moved < 1e-10 {
            return robust(&groups, values, alpha);
        }
    }
    Err(GeeError::Unsettled)
}

impl LogisticGee {
    /// The mean change in the chance to pass, in points of 1, as `column` goes from `off` to `on`
    /// over all `rows`, everything else as it is.
    #[must_use]
    pub fn average_effect(
        &self,
        rows: &[Vec<f64>],
        column: usize,
        off: f64,
        on: f64,
    ) -> Option<f64> {
        let coefficient = *self.coefficients.get(column)?;
        let change = |row: &Vec<f64>| {
            let rest = dot(row, &self.coefficients) - coefficient * row.get(column)?;
            Some(chance(rest + coefficient * on) - chance(rest + coefficient * off))
        };
        let changes: Vec<f64> = rows.iter().map(change).collect::<Option<_>>()?;
        crate::moments::mean(&changes)
    }
}

/// The scores of a cluster, each with its row.
type Group<'a> = Vec<(f64, &'a [f64])>;

fn grouped<'a>(scores: &[f64], rows: &'a [Vec<f64>], clusters: &[usize]) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<usize, Group<'a>> = BTreeMap::new();
    for ((score, row), cluster) in scores.iter().zip(rows).zip(clusters) {
        groups.entry(*cluster).or_default().push((*score, row));
    }
    groups.into_values().collect()
}

fn chance(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The estimating equations at some coefficients.
struct Round {
    /// Σ D'V⁻¹D.
    bread: Matrix,
    /// Σ D'V⁻¹(y - μ).
    score: Vec<f64>,
    /// Σ of the outer square of each cluster's share of the score.
    meat: Matrix,
}

impl Round {
    fn of(groups: &[Group], values: &[f64], alpha: f64) -> Self {
        let columns = values.len();
        let mut round =
            Self { bread: zeros(columns), score: vec![0.0; columns], meat: zeros(columns) };
        for group in groups {
            round.add(group, values, alpha);
        }
        round
    }

    /// With equal correlations, V⁻¹ is (I - α/(1 + (m-1)α) · 11')/(1-α) between the standardised
    /// scores, so each cluster needs its sums alone.
    fn add(&mut self, group: &Group, values: &[f64], alpha: f64) {
        let shared = alpha / (1.0 + (size(group.len()) - 1.0) * alpha);
        let (mut column_sum, mut residual_sum) = (vec![0.0; values.len()], 0.0);
        let mut own = vec![0.0; values.len()];
        for (score, row) in group {
            let mean = chance(dot(row, values));
            let deviation = (mean * (1.0 - mean)).sqrt();
            let residual = (score - mean) / deviation;
            add_outer(&mut self.bread, deviation * deviation / (1.0 - alpha), row, row);
            add(&mut own, deviation * residual / (1.0 - alpha), row);
            add(&mut column_sum, deviation, row);
            residual_sum += residual;
        }
        add_outer(&mut self.bread, -shared / (1.0 - alpha), &column_sum, &column_sum);
        add(&mut own, -shared * residual_sum / (1.0 - alpha), &column_sum);
        add_outer(&mut self.meat, 1.0, &own, &own);
        add(&mut self.score, 1.0, &own);
    }
}

/// The mean product of standardised residuals within clusters, over their mean square.
fn common_correlation(groups: &[Group], values: &[f64], columns: usize) -> f64 {
    let (mut products, mut pairs, mut squares, mut n) = (0.0, 0.0, 0.0, 0.0);
    for group in groups {
        let residual = |(score, row): &(f64, &[f64])| {
            let mean = chance(dot(row, values));
            (score - mean) / (mean * (1.0 - mean)).sqrt()
        };
        let residuals: Vec<f64> = group.iter().map(residual).collect();
        let (sum, own) = (residuals.iter().sum::<f64>(), dot(&residuals, &residuals));
        products += (sum * sum - own) / 2.0;
        let m = size(group.len());
        pairs += m * (m - 1.0) / 2.0;
        squares += own;
        n += m;
    }
    let freedom = size(columns);
    let scale = squares / (n - freedom);
    if pairs <= freedom || scale <= 0.0 {
        return 0.0;
    }
    // A correlation of 1 has no inverse.
    (products / (pairs - freedom) / scale).clamp(-0.99, 0.99)
}

fn robust(groups: &[Group], coefficients: Vec<f64>, alpha: f64) -> Result<LogisticGee, GeeError> {
    let round = Round::of(groups, &coefficients, alpha);
    let bread = inverse(&round.bread).ok_or(GeeError::Dependent)?;
    let variances = sandwich_diagonal(&bread, &round.meat);
    let robust_errors = variances.into_iter().map(|variance| variance.max(0.0).sqrt()).collect();
    Ok(LogisticGee { coefficients, robust_errors, correlation: alpha })
}
