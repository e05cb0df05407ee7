//! The exit status as a type.
use std::process::ExitCode;

/// How a command ended. The greatest of several wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing found, or all done.
    #[default]
    Quiet,
    /// Something found at the level asked for, or an example failed.
    Found,
    /// An error; what could be done was done.
    Error,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}
