//! What a hit is worth: exact hundredths, so that sums do not depend on their order.
use serde::{Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// Points in exact hundredths.
///
/// ```
/// use adsift::Points;
/// let sum: Points = [Points::from_hundredths(150), Points::from_hundredths(75)].into_iter().sum();
/// assert_eq!(sum.to_string(), "2.25");
/// assert_eq!(Points::parse(2.25), Some(sum));
/// assert_eq!(Points::parse(0.001), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i32);

impl Points {
    /// No points.
    pub const ZERO: Points = Points(0);
    /// More than any score: the most that a written number may say.
    pub const MAX: Points = Points(100_000);

    /// So many hundredths of a point.
    pub const fn from_hundredths(hundredths: i32) -> Self {
        Points(hundredths)
    }

    /// The points in hundredths.
    pub const fn hundredths(self) -> i32 {
        self.0
    }

    /// Reads a written weight: a number from 0 to 1,000 with at most two decimals.
    pub fn parse(number: f64) -> Option<Self> {
        let hundredths = (number * 100.0).round();
        let exact = (number * 100.0 - hundredths).abs() < 1e-6;
        (exact && (0.0..=f64::from(Points::MAX.0)).contains(&hundredths)).then_some(Points(hundredths as i32))
    }

    /// The points as a number, for formats that have no other.
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl Add for Points {
    type Output = Points;
    fn add(self, other: Points) -> Points {
        Points(self.0.saturating_add(other.0))
    }
}
impl AddAssign for Points {
    fn add_assign(&mut self, other: Points) {
        *self = *self + other;
    }
}
impl Sub for Points {
    type Output = Points;
    fn sub(self, other: Points) -> Points {
        Points(self.0.saturating_sub(other.0))
    }
}
impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(points: I) -> Points {
        points.fold(Points::ZERO, Add::add)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:02}", self.0 / 100, self.0 % 100))
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}
