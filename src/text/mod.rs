//! One text, its normalised view, and the way back to the text's bytes.
mod alike;
pub mod chart;
mod decode;
mod document;
mod fold;
mod layout;
mod local;
mod map;
mod markup;
mod notable;
#[cfg(feature = "markup")]
mod page;
mod step;
mod strip;
mod tables;
#[cfg(feature = "cli")]
mod trace;
mod word;

pub use decode::written;
pub use document::{ViewBuffer, folded};
pub use layout::{Layout, LazyLayout, line_at};
pub use local::{Hidden, Local};
pub use map::OffsetMap;
#[cfg(feature = "markup")]
pub use page::Page;
pub use strip::with_marks;
pub use tables::Class;
#[cfg(feature = "cli")]
pub use trace::{Change, trace};
pub use word::is_word;
