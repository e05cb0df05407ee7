//! Fits weights: regularised logistic regression with every sign fixed, pulled towards the weights that people wrote.
use super::judged::{Judged, Label};
use crate::rule::{RuleKind, RuleSet};
use std::collections::BTreeMap;

/// How much more an honest text costs than a missed advertisement.
const HAM_COSTS: f64 = 10.0;
/// How hard the written weights pull back: with few rows they hardly move.
const PULL: f64 = 20.0;
/// Steps of the descent. The loss is convex and smooth; more steps change no weight by a twentieth.
const STEPS: usize = 400;
/// The heaviest weight that a rule may be given, and how many times the written one.
const HEAVIEST: f64 = 4.0;
const MOST_TIMES: f64 = 2.0;
/// Weights are written in twentieths of a point.
const GRAIN: f64 = 0.05;

/// One row for fitting: which rules counted, and whether it is spam.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Rules that counted, indices into the rule set.
    pub rules: Vec<usize>,
    /// Whether it is spam.
    pub spam: bool,
}

impl Sample {
    /// A row as a sample; None where it is gray.
    pub fn of(row: &Judged) -> Option<Sample> {
        let spam = match row.label {
            Label::Spam => true,
            Label::Ham => false,
            Label::Gray => return None,
        };
        Some(Sample { rules: row.outcome.rules.iter().map(|&(rule, _)| rule).collect(), spam })
    }
}

/// A rule whose weight moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Its id.
    pub rule: String,
    /// The weight as written.
    pub written: f64,
    /// The fitted weight, in twentieths.
    pub fitted: f64,
}

/// Fits the weights of all rules that have one, and returns those that moved, by id. The score that `spam` needs stands
/// for even odds: it is not touched. Deterministic.
///
/// Cost: the hits of all samples, four hundred times.
pub fn fit(rules: &RuleSet, samples: &[Sample]) -> Vec<Fit> {
    let threshold = f64::from(rules.levels().spam.score.hundredths()) / 100.0;
    let written: BTreeMap<usize, f64> = rules
        .rules()
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.enabled() && rule.kind() != RuleKind::Allow && rule.weight().hundredths() > 0)
        .map(|(index, rule)| (index, f64::from(rule.weight().hundredths()) / 100.0))
        .collect();
    let mut weights = written.clone();
    let costs: f64 = samples.iter().map(|sample| if sample.spam { 1.0 } else { HAM_COSTS }).sum();
    let pull = PULL / costs.max(1.0);
    // The loss of a row bends by at most a quarter of its cost for each rule in it: such a step never overshoots.
    let widest = samples.iter().map(|sample| sample.rules.len()).max().unwrap_or(1).max(1) as f64;
    let step = 1.0 / (0.25 * widest + pull);
    for _ in 0..STEPS {
        let mut slope: BTreeMap<usize, f64> = weights.iter().map(|(rule, weight)| (*rule, pull * (weight - written[rule]))).collect();
        for sample in samples {
            let score: f64 = sample.rules.iter().filter_map(|rule| weights.get(rule)).sum();
            let odds = 1.0 / (1.0 + (threshold - score).exp());
            let (target, cost) = if sample.spam { (1.0, 1.0) } else { (0.0, HAM_COSTS) };
            let push = cost * (odds - target) / costs.max(1.0);
            for rule in &sample.rules {
                if let Some(slope) = slope.get_mut(rule) {
                    *slope += push;
                }
            }
        }
        for (rule, weight) in &mut weights {
            let most = HEAVIEST.min(MOST_TIMES * written[rule]);
            *weight = (*weight - step * slope[rule]).clamp(GRAIN, most.max(GRAIN));
        }
    }
    weights
        .into_iter()
        .map(|(rule, weight)| (rule, (weight / GRAIN).round() * GRAIN))
        .filter(|(rule, weight)| (weight - written[rule]).abs() > GRAIN / 2.0)
        .map(|(rule, fitted)| Fit { rule: rules.rules()[rule].id().to_owned(), written: written[&rule], fitted })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(rules: &RuleSet, id: &str) -> usize {
        rules.rules().iter().position(|rule| rule.id() == id).expect(id)
    }

    #[test]
    fn a_rule_that_honest_texts_share_loses_weight_and_one_of_spam_gains() {
        let rules = RuleSet::builtin();
        let (label, call) = (index(&rules, "contact-channels.telegram-label"), index(&rules, "calls-and-offers.add-me"));
        let mut samples = vec![Sample { rules: vec![label], spam: true }; 300];
        samples.extend(vec![Sample { rules: vec![call], spam: false }; 300]);
        let fitted = fit(&rules, &samples);
        let of = |id: &str| fitted.iter().find(|fit| fit.rule == id).expect(id);
        assert!(of("contact-channels.telegram-label").fitted > of("contact-channels.telegram-label").written);
        let call = of("calls-and-offers.add-me");
        assert!(call.fitted < call.written && call.fitted > 0.0, "no sign flips: {call:?}");
        assert!(fitted.iter().all(|fit| fit.fitted <= HEAVIEST.min(MOST_TIMES * fit.written) + 1e-9));
        assert_eq!(fitted, fit(&rules, &samples), "twice alike");
    }

    #[test]
    fn with_few_rows_the_written_weights_stay() {
        let rules = RuleSet::builtin();
        assert_eq!(fit(&rules, &[]), []);
        let sample = Sample { rules: vec![index(&rules, "calls-and-offers.add-me")], spam: false };
        assert_eq!(fit(&rules, &[sample]), []);
    }
}
