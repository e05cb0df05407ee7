//! What all benchmarks share: texts, clocks, tables. Each of them uses a part of it.
#![allow(dead_code)]
pub mod generated;
pub mod table;
pub mod texts;
pub mod timing;
