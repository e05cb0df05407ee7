//! Labelled texts and what is learned from them: figures with their intervals, each rule's worth, weights.
mod figures;
mod fit;
mod interval;
mod judged;
mod worth;

pub use figures::{ContactFigures, Figures, Means, Stratum, figures};
pub use fit::{Fit, Sample, fit};
pub use interval::{Interval, Rate, by_group, wilson};
pub use judged::{Judged, Label, Outcome};
pub use worth::{Worth, always_together, worth};
