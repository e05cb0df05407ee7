//! Exit statuses as a type, so that no command invents its own.
use std::process::ExitCode;

/// How a command ended. The worse one is the greater one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    /// Nothing was found, and nothing went wrong.
    #[default]
    Nothing,
    /// Something was found: a text at the level asked for, an example that fails, a lint that is denied.
    Found,
    /// Something could not be read or has no meaning; the rest was done.
    Error,
}

impl Exit {
    /// The worse of the two.
    pub fn or(self, other: Exit) -> Exit {
        self.max(other)
    }

    /// The status that the shell sees.
    pub fn code(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}
