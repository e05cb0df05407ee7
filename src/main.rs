//! The door: everything happens in `adsift::cli`.
use std::process::ExitCode;

fn main() -> ExitCode {
    adsift::cli::run(std::env::args_os())
}
