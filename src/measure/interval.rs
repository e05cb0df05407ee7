//! How sure a share is: Wilson's interval over rows, and a bootstrap over groups where rows come in groups.
use serde::{Deserialize, Serialize};

/// The normal quantile of a 95 % interval.
const Z: f64 = 1.959_964;
/// How often groups are drawn again: the ends of the interval move by less than half a point from seed to seed.
const DRAWS: usize = 1_000;

/// The ends of a 95 % interval, as shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// So many of so many, with the interval of their share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// How many were found.
    pub found: usize,
    /// Of how many.
    pub of: usize,
    /// 95 %.
    pub interval: Interval,
}

impl Rate {
    /// The share, 0 of none.
    pub fn share(&self) -> f64 {
        share(self.found, self.of)
    }
}

pub(super) fn share(found: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { found as f64 / of as f64 }
}

/// Wilson's score interval. It stays inside 0 and 1 and is honest about shares near them (Wilson 1927).
///
/// ```
/// let interval = adsift::measure::wilson(95, 100);
/// assert_eq!(((interval.low * 1000.0).round(), (interval.high * 1000.0).round()), (888.0, 978.0));
/// ```
pub fn wilson(found: usize, of: usize) -> Interval {
    if of == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let (n, p) = (of as f64, share(found, of));
    let middle = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    Interval { low: (middle - half).max(0.0), high: (middle + half).min(1.0) }
}

/// The interval of a share whose rows come in groups that are alike: groups are drawn again, with a fixed seed, and the
/// middle 95 % of the shares kept. Where all rows agree a bootstrap sees no doubt at all, and Wilson's interval over the
/// number of groups is given.
///
/// `groups` are pairs of found and all. Cost: a thousand draws of as many groups as there are.
pub fn by_group(groups: &[(usize, usize)]) -> Interval {
    let (found, of) = groups.iter().fold((0, 0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
    if groups.len() == 1 && found > 0 && found < of {
        return Interval { low: 0.0, high: 1.0 };
    }
    if found == 0 {
        return wilson(0, groups.len());
    }
    if found == of {
        return wilson(groups.len(), groups.len());
    }
    middle(groups, |drawn| {
        let (found, of) = drawn.iter().fold((0, 0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
        share(found, of)
    })
}

/// The mean over groups of each one's share, with its bootstrapped interval.
pub(super) fn mean_of_groups(groups: &[(usize, usize)]) -> (f64, Interval) {
    let mean = |groups: &[(usize, usize)]| groups.iter().map(|&(found, of)| share(found, of)).sum::<f64>() / groups.len().max(1) as f64;
    let all_agree = groups.iter().all(|&(found, _)| found == 0) || groups.iter().all(|&(found, of)| found == of);
    let agreed = wilson(if mean(groups) > 0.5 { groups.len() } else { 0 }, groups.len());
    (mean(groups), if all_agree { agreed } else { middle(groups, mean) })
}

/// The middle 95 % of what `of` says of groups drawn with replacement.
fn middle(groups: &[(usize, usize)], of: impl Fn(&[(usize, usize)]) -> f64) -> Interval {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut values: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let drawn: Vec<_> = groups.iter().map(|_| groups[random.below(groups.len())]).collect();
            of(&drawn)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
    Interval { low: at(0.025), high: at(0.975) }
}

/// SplitMix64: the same numbers on every machine, which the standard library does not promise.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thousandths(interval: Interval) -> (u32, u32) {
        ((interval.low * 1000.0).round() as u32, (interval.high * 1000.0).round() as u32)
    }

    #[test]
    fn wilson_is_as_computed_by_hand() {
        for (found, of, expected) in
            [(0, 10, (0, 278)), (10, 10, (722, 1000)), (475, 500, (927, 966)), (950, 1000, (935, 962)), (0, 0, (0, 1000))]
        {
            assert_eq!(thousandths(wilson(found, of)), expected, "{found} of {of}");
        }
    }

    #[test]
    fn rows_of_one_group_are_one_witness() {
        assert_eq!(thousandths(by_group(&[(90, 100)])), (0, 1000), "one group says nothing of others");
        let many = by_group(&[(1, 1); 90].iter().chain(&[(0, 1); 10]).copied().collect::<Vec<_>>());
        assert!(many.low < 0.87 && many.high > 0.93, "{many:?}");
        assert_eq!(by_group(&[(0, 50), (0, 50)]), wilson(0, 2));
        assert_eq!(by_group(&[(1, 2), (0, 9), (3, 3)]), by_group(&[(1, 2), (0, 9), (3, 3)]), "the seed is fixed");
    }

    #[test]
    fn a_mean_over_groups_counts_each_group_once() {
        let (mean, _) = mean_of_groups(&[(100, 100), (0, 1)]);
        assert!((mean - 0.5).abs() < 1e-9);
        assert_eq!(mean_of_groups(&[(1, 1), (2, 2)]).1, wilson(2, 2));
    }
}
