//! Critical values: how many standard errors an interval reaches to either side.
//!
//! The quantile function of the standard normal and of Student's t distribution, at
//! 1 - (1 - confidence) / 2. Both distributions are symmetric, so the lower tail is asked for and
//! its sign turned: 1 minus a tiny tail would round to 1, whose quantile is infinite.

use super::normal::normal_quantile;
use super::students_t::t_quantile;
use crate::real::is_level;

/// The two-sided critical value of the standard normal distribution, 1.96 at 95 %.
///
/// `None` unless `confidence` lies strictly between 0 and 1.
#[must_use]
pub fn normal_critical_value(confidence: f64) -> Option<f64> {
    Some(-normal_quantile(lower_tail(confidence)?)?)
}

/// The two-sided critical value of Student's t distribution, 2.78 at 95 % and 4 degrees of freedom.
///
/// `None` unless `confidence` lies strictly between 0 and 1 and `degrees_of_freedom` above 0.
#[must_use]
pub fn t_critical_value(degrees_of_freedom: f64, confidence: f64) -> Option<f64> {
    Some(-t_quantile(lower_tail(confidence)?, degrees_of_freedom)?)
}

fn lower_tail(confidence: f64) -> Option<f64> {
    is_level(confidence).then_some((1.0 - confidence) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::{normal_critical_value, t_critical_value};

    fn close(got: Option<f64>, expected: f64) -> bool {
        got.is_some_and(|got| (got - expected).abs() <= 1e-10 + 1e-9 * expected.abs())
    }

    /// Expected values from `SciPy` 1.17.1, `stats.norm.ppf` and `stats.t.ppf`.
    #[test]
    fn critical_values_agree_with_scipy() {
        assert!(close(normal_critical_value(0.95), 1.959_963_984_540_054));
        assert!(close(normal_critical_value(0.6), 0.841_621_233_572_914_3));
        assert!(close(t_critical_value(1.0, 0.95), 12.706_204_736_174_694));
        assert!(close(t_critical_value(4.0, 0.95), 2.776_445_105_197_793_4));
        assert!(close(t_critical_value(9.5, 0.9), 1.822_189_301_318_678_2));
        assert!(close(t_critical_value(19.0, 0.999), 3.883_405_852_592_131));
        assert!(close(t_critical_value(3.3, 0.999_998), 73.790_759_717_598_2));
    }

    #[test]
    fn what_is_no_level_has_no_critical_value() {
        for confidence in [0.0, 1.0, -0.5, 1.5, f64::NAN, f64::INFINITY] {
            assert_eq!(normal_critical_value(confidence), None);
            assert_eq!(t_critical_value(4.0, confidence), None);
        }
        for degrees_of_freedom in [0.0, -1.0, f64::NAN] {
            assert_eq!(t_critical_value(degrees_of_freedom, 0.95), None);
        }
    }

    #[test]
    fn a_level_next_to_one_is_still_finite() {
        let almost_one = 1.0 - f64::EPSILON / 2.0;
        assert!(normal_critical_value(almost_one).is_some_and(|value| value > 8.0));
    }
}
