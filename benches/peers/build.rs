//! Looks for Hyperscan (`libhyperscan-dev` on Debian); without it the comparison leaves it out and says so.
use std::process::Command;

fn main() {
    println!("cargo:rustc-check-cfg=cfg(hyperscan)");
    println!("cargo:rerun-if-env-changed=PKG_CONFIG_PATH");
    println!("cargo:rerun-if-changed=build.rs");
    let Ok(found) = Command::new("pkg-config").args(["--libs", "libhs"]).output() else { return };
    if !found.status.success() {
        return;
    }
    for flag in String::from_utf8_lossy(&found.stdout).split_whitespace() {
        match (flag.strip_prefix("-L"), flag.strip_prefix("-l")) {
            (Some(folder), _) => println!("cargo:rustc-link-search=native={folder}"),
            (_, Some(library)) => println!("cargo:rustc-link-lib={library}"),
            _ => {}
        }
    }
    println!("cargo:rustc-cfg=hyperscan");
}
