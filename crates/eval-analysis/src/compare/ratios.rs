//! What B takes, by what factor.

use eval_findings::{Metric, Ratio, Unit};
use eval_stats::continuous::{geometric_ratio, hodges_lehmann};

use super::difference::count;
use super::{CONFIDENCE, SEED};
use crate::measured::Cell;
use crate::paired::{PairedRow, clustered};
use crate::prices::Price;

/// More instances than this get no Hodges-Lehmann shift: it takes all pairs of them.
const MOST_FOR_SHIFT: usize = 2_000;

/// What is looked at, in order.
pub(crate) const METRICS: [Metric; 5] =
    [Metric::Cost, Metric::Tokens, Metric::Latency, Metric::Turns, Metric::ToolCalls];

/// The prices of the two models.
pub(crate) type PricePair = (Option<Price>, Option<Price>);

/// All ratios that can be told.
pub(crate) fn ratios(rows: &[PairedRow<'_>], unit: Unit, prices: PricePair) -> Vec<Ratio> {
    METRICS.into_iter().filter_map(|metric| ratio(rows, unit, metric, prices)).collect()
}

/// By what factor B takes more of something; none without instances to compare or, for cost,
/// without prices.
pub(crate) fn ratio(
    rows: &[PairedRow<'_>],
    unit: Unit,
    metric: Metric,
    prices: PricePair,
) -> Option<Ratio> {
    if metric == Metric::Cost && (prices.0.is_none() || prices.1.is_none()) {
        return None;
    }
    let both =
        |row: &PairedRow<'_>| (takes(&row.a, metric, prices.0), takes(&row.b, metric, prices.1));
    let clusters = clustered(rows, unit, both);
    let pairs: Vec<(f64, f64)> = clusters.iter().flatten().copied().collect();
    if pairs.is_empty() {
        return None;
    }
    let mean =
        |side: fn(&(f64, f64)) -> f64| pairs.iter().map(side).sum::<f64>() / count(pairs.len());
    let (baseline, candidate) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let geometric = geometric_ratio(&clusters, CONFIDENCE, SEED);
    let shift =
        (geometric.is_none() && pairs.len() <= MOST_FOR_SHIFT).then(|| shift(&pairs)).flatten();
    let compared = || rows.iter().filter(|row| row.is_compared());
    let per_success = |side: fn(&PairedRow<'_>) -> Cell, price| {
        let spent: f64 = compared()
            .map(|row| takes(&side(row), metric, price) * f64::from(side(row).scored))
            .sum();
        let successes: u64 = compared().map(|row| u64::from(side(row).success)).sum();
        (successes > 0).then(|| spent / count(usize::try_from(successes).unwrap_or(usize::MAX)))
    };
    Some(Ratio {
        metric,
        baseline,
        candidate,
        ratio: geometric.map(|found| found.ratio),
        interval: geometric.and_then(|found| {
            let bounds = found.interval.filter(|_| !found.log_ratio.is_degenerate())?;
            Some([bounds.lower, bounds.upper])
        }),
        p: geometric.map(|found| found.sign_flip.p_two_sided),
        total_ratio: (baseline > 0.0).then(|| candidate / baseline),
        shift,
        baseline_per_success: per_success(|row| row.a, prices.0),
        candidate_per_success: per_success(|row| row.b, prices.1),
    })
}

fn shift(pairs: &[(f64, f64)]) -> Option<f64> {
    let differences: Vec<f64> = pairs.iter().map(|(a, b)| b - a).collect();
    hodges_lehmann(&differences, CONFIDENCE).map(|found| found.estimate)
}

/// What an instance takes of something, a trial on average (the median trial, for latency).
pub(crate) fn takes(cell: &Cell, metric: Metric, price: Option<Price>) -> f64 {
    match metric {
        Metric::Cost => price.map_or(0.0, |price| price.of(cell.input_tokens, cell.output_tokens)),
        Metric::Tokens => cell.input_tokens + cell.output_tokens,
        Metric::Latency => cell.latency,
        Metric::Turns => cell.turns,
        Metric::ToolCalls => cell.tool_calls,
    }
}
