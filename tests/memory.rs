//! Memory stays within what is promised, whatever a record holds.
#![cfg(all(feature = "cli", target_os = "linux"))]

use std::fs;
use std::process::{Command, Stdio};
use wait4::Wait4;

/// What is promised, in MB.
const LIMIT: u64 = 200;
/// The size of a record, in bytes: nearly the largest that is held whole.
const SIZE: usize = 7_500_000;

/// A record of nothing but such units, each with a number of its own.
fn record(unit: &dyn Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(SIZE + 100);
    for number in 0.. {
        text.push_str(&unit(number));
        if text.len() >= SIZE {
            break;
        }
    }
    format!("{{\"text\":\"{text}\"}}\n")
}

#[test]
fn records_full_of_contacts_stay_within_the_limit() {
    let path = std::env::temp_dir().join(format!("adsift-memory-{}.jsonl", std::process::id()));
    type Unit = dyn Fn(usize) -> String;
    let filter = &["filter", "--no-config", "--jobs", "2"][..];
    let scan = &["scan", "--no-config", "--jobs", "2", "--format", "jsonl"][..];
    let cases: [(&Unit, &[&str]); 2] =
        [(&|number| format!("qq{} ", number + 10_000_000), filter), (&|number| format!("批发 加V：lumo{number} "), scan)];
    for (unit, args) in cases {
        // What one record leaves behind the next one finds, so a single one tells little.
        fs::write(&path, record(unit).repeat(2)).expect("a file");
        let mut command = Command::new(env!("CARGO_BIN_EXE_adsift"));
        command.args(args).arg(&path).stdout(Stdio::null()).stderr(Stdio::null());
        let used = command.spawn().expect("the program runs").wait4().expect("it ends");
        assert!(used.status.code().is_some_and(|code| code < 2), "{} ends", args[0]);
        let megabytes = used.rusage.maxrss / 1_000_000;
        assert!((50..LIMIT).contains(&megabytes), "{}: {megabytes} MB", args[0]);
    }
    fs::remove_file(path).expect("it is there");
}
