//! adsift reads text and says, with reasons, whether it is an advertisement that nobody asked for.
//!
//! Telecom-themed SEO spam and contact-channel promotion, in Chinese and English. A rule-based scorer: every point
//! of a score is named, located in the caller's own bytes, and can be argued with.
//!
//! ```
//! use adsift::{ContactKind, Level, RuleSet};
//!
//! let rules = RuleSet::builtin(); // immutable, shared by threads
//! let mut scanner = rules.scanner(); // one a thread
//! let verdict = scanner.scan("各国实体卡现货批发，代办实名，加ＴＧ：@lumo_cards8 咨询");
//!
//! assert_eq!(verdict.level(), Level::Spam);
//! let contact = &verdict.contacts()[0];
//! assert_eq!((contact.kind, contact.value.as_str()), (ContactKind::Telegram, "lumo_cards8"));
//! assert_eq!(verdict.quote_contact(contact), "ＴＧ：@lumo_cards8"); // the caller's own bytes
//! for hit in verdict.hits() {
//!     println!("{} {} {:?}", hit.points, verdict.rule(hit).id(), verdict.quote(hit));
//! }
//! ```
//!
//! Spans count UTF-8 bytes of the text that was handed in, on character boundaries. Points are exact hundredths.
//! Scanning never fails; whatever can be wrong with a rule is found by [`Compiler::build`].

mod diagnostic;
mod find;
mod offsets;
mod points;
mod rule;
mod scan;
mod signal;
mod span;
mod text;

mod verify;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "cli")]
pub mod measure;
#[cfg(feature = "cli")]
mod report;

pub use diagnostic::{Diagnostic, Diagnostics, Label, Severity, SourceFile};
pub use offsets::Offsets;
pub use points::Points;
pub use rule::{Category, Compiler, Config, ContactList, Entry, Example, LevelNeeds, Levels, ListError, Profile, Rule, RuleKind, RuleSet};
pub use rule::{Scope, Source};
#[doc(hidden)]
pub use scan::Matched;
pub use scan::{CONTACT_LIMIT, Contact, Effect, Field, Further, Hit, Level, Scanner, TEXT_LIMIT, Verdict};
pub use signal::{ContactKind, Feature, Glue, Shape};
pub use span::Span;
pub use text::folded;
pub use verify::{Failure, Outcome, Treatment, verify, verify_respelled};

/// The README's examples run as they stand there.
#[cfg(all(doctest, feature = "builtin"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// The sentences about the score, each with its test.
#[cfg(all(doctest, feature = "builtin"))]
#[doc = include_str!("../docs/scoring.md")]
struct Scoring;
