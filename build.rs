//! Turns the tables of `src/text/tables` and the packs of `patterns/` into code, so that a table or a pack
//! is changed in one place and cannot drift from what is compiled in.
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    let tables = root.join("src/text/tables");
    println!("cargo:rerun-if-changed={}", tables.display());
    println!("cargo:rerun-if-changed={}", root.join("patterns").display());
    fs::write(out.join("tables.rs"), tables_code(&tables)).expect("OUT_DIR can be written");
    let labels = root.join("src/signal/tables");
    println!("cargo:rerun-if-changed={}", labels.display());
    fs::write(out.join("respelling.rs"), respelling_code(&labels)).expect("OUT_DIR can be written");
    fs::write(out.join("packs.rs"), packs_code(&root.join("patterns"))).expect("OUT_DIR can be written");
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().skip(2).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn code_point(cell: &str) -> u32 {
    u32::from_str_radix(cell.trim_start_matches("U+"), 16).unwrap_or_else(|_| panic!("not a code point: {cell}"))
}

/// The folds as a two-stage table: the page of a character, then its entry, 0 for none.
fn tables_code(folder: &Path) -> String {
    let mut folds: BTreeMap<u32, (String, String)> = BTreeMap::new();
    for row in rows(&folder.join("spelling.tsv")) {
        let class = match row[3].as_str() {
            "width" => "Width",
            "compatibility" => "Compatibility",
            "enclosed" => "Enclosed",
            "styled" => "Styled",
            "digit" => "Digit",
            "variant" => "Variant",
            other => panic!("unknown class {other}"),
        };
        folds.insert(code_point(&row[0]), (row[2].clone(), class.to_owned()));
    }
    for name in ["simplified.tsv", "variants.tsv"] {
        for row in rows(&folder.join(name)) {
            folds.insert(code_point(&row[0]), (row[2].clone(), "Variant".to_owned()));
        }
    }
    let last = *folds.keys().last().expect("the tables are not empty");
    let mut pages: Vec<[u16; 256]> = vec![[0; 256]];
    let mut index = Vec::new();
    let mut entries = String::new();
    let mut count = 0u16;
    for page in 0..=(last >> 8) {
        let mut cells = [0u16; 256];
        for low in 0..256u32 {
            if let Some((text, class)) = folds.get(&(page << 8 | low)) {
                count += 1;
                cells[low as usize] = count;
                writeln!(entries, "    ({text:?}, Class::{class}),").expect("writing to a string");
            }
        }
        if cells == [0; 256] {
            index.push(0);
        } else {
            index.push(pages.len());
            pages.push(cells);
        }
    }
    let ignorable: Vec<(u32, u32)> =
        rows(&folder.join("ignorable.tsv")).iter().map(|row| (code_point(&row[0]), code_point(&row[1]))).collect();
    let letters = |name: &str| -> Vec<(u32, char)> {
        let letter = |row: &Vec<String>| (code_point(&row[0]), row[2].chars().next().expect("a letter"));
        rows(&folder.join(name)).iter().map(letter).collect()
    };
    let (look_alikes, accents) = (letters("look-alikes.tsv"), letters("accents.tsv"));
    format!(
        "pub(super) static LOOK_ALIKES: [(u32, char); {}] = {look_alikes:?};\n\
         pub(super) static ACCENTS: [(u32, char); {}] = {accents:?};\n\
         pub(super) static INDEX: [u16; {}] = {index:?};\n\
         pub(super) static PAGES: [[u16; 256]; {}] = {pages:?};\n\
         pub(super) static FOLDS: [(&str, Class); {count}] = [\n{entries}];\n\
         pub(super) static IGNORABLE: [(u32, u32); {}] = {ignorable:?};\n",
        look_alikes.len(),
        accents.len(),
        index.len(),
        pages.len(),
        ignorable.len(),
    )
}

/// The other spellings of parts of labels: part, variant, class.
fn respelling_code(folder: &Path) -> String {
    let mut code = String::from("static RESPELLINGS: &[(char, &str, Class)] = &[\n");
    for row in rows(&folder.join("respelling.tsv")) {
        let part = row[0].chars().next().expect("a part");
        let class = match row[2].as_str() {
            "homophone" => "Homophone",
            "emoji-label" => "Emoji",
            "leet" => "Leet",
            other => panic!("unknown class {other}"),
        };
        for variant in row[1].split(' ') {
            writeln!(code, "    ({part:?}, {variant:?}, Class::{class}),").expect("writing to a string");
        }
    }
    code.push_str("];\n");
    code
}

/// The packs, sorted by name so that a rule set's order does not depend on the file system.
fn packs_code(folder: &Path) -> String {
    let mut names: Vec<String> = fs::read_dir(folder)
        .map(|entries| {
            entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).filter(|name| name.ends_with(".toml")).collect()
        })
        .unwrap_or_default();
    names.sort();
    let mut code = String::from("pub(super) static FILES: &[(&str, &str)] = &[\n");
    for name in names {
        let path = folder.join(&name);
        writeln!(code, "    ({:?}, include_str!({:?})),", format!("patterns/{name}"), path).expect("writing to a string");
    }
    code.push_str("];\n");
    code
}
