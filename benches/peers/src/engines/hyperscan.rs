//! Hyperscan, called through its C interface: block mode, all ends of all matches.
use super::Engine;
use crate::patterns::{Pair, Pattern, Patterns, plain_syntax};
use regex::Regex;
use std::ffi::{CStr, CString, c_char, c_int, c_uint, c_ulonglong, c_void};
use std::ptr;

const SUCCESS: c_int = 0;
const MODE_BLOCK: c_uint = 1;
const FLAG_UTF8: c_uint = 32;
/// Find where a match may be, and once a text: for what is too large to be compiled in full.
const FLAGS_TO_CONFIRM: c_uint = 128 | 8;

#[repr(C)]
struct CompileError {
    message: *const c_char,
    expression: c_int,
}

type OnMatch = extern "C" fn(c_uint, c_ulonglong, c_ulonglong, c_uint, *mut c_void) -> c_int;

// As `hs_compile.h` and `hs_runtime.h` declare them.
unsafe extern "C" {
    fn hs_compile_multi(
        expressions: *const *const c_char,
        flags: *const c_uint,
        ids: *const c_uint,
        elements: c_uint,
        mode: c_uint,
        platform: *const c_void,
        database: *mut *mut c_void,
        error: *mut *mut CompileError,
    ) -> c_int;
    fn hs_free_compile_error(error: *mut CompileError) -> c_int;
    fn hs_alloc_scratch(database: *const c_void, scratch: *mut *mut c_void) -> c_int;
    fn hs_free_scratch(scratch: *mut c_void) -> c_int;
    fn hs_free_database(database: *mut c_void) -> c_int;
    fn hs_scan(
        database: *const c_void,
        data: *const c_char,
        length: c_uint,
        flags: c_uint,
        scratch: *mut c_void,
        on_match: OnMatch,
        context: *mut c_void,
    ) -> c_int;
}

pub struct Hyperscan {
    patterns: Vec<Pattern>,
    /// For each pattern that it only suspects, what confirms it.
    confirming: Vec<Option<Regex>>,
    suspected: Vec<usize>,
    database: *mut c_void,
    scratch: *mut c_void,
}

/// What a match is added to.
struct Context<'c> {
    patterns: &'c [Pattern],
    confirming: &'c [Option<Regex>],
    suspected: &'c mut Vec<usize>,
    text: &'c [u8],
    found: &'c mut Vec<Pair>,
}

extern "C" fn on_match(id: c_uint, _: c_ulonglong, end: c_ulonglong, _: c_uint, context: *mut c_void) -> c_int {
    // Safety: `find` hands in a `Context` that lives for the whole scan and that nobody else holds meanwhile.
    let context = unsafe { &mut *context.cast::<Context<'_>>() };
    let (pattern, end) = (&context.patterns[id as usize], end as usize);
    if context.confirming[id as usize].is_some() {
        context.suspected.push(id as usize);
    } else if pattern.regex || pattern.stands(context.text, end) {
        context.found.push((pattern.rule, end));
    }
    0
}

/// A literal as an expression: every character of the syntax behind a backslash.
fn escaped(literal: &str) -> String {
    literal.chars().flat_map(|c| (c.is_ascii_punctuation().then_some('\\')).into_iter().chain([c])).collect()
}

impl Hyperscan {
    pub fn new(patterns: &Patterns) -> Result<Self, String> {
        let copy = |p: &Pattern| Pattern { rule: p.rule, regex: p.regex, text: p.text.clone(), word: p.word };
        let patterns: Vec<Pattern> = patterns.all.iter().map(copy).collect();
        let written = |p: &Pattern| if p.regex { plain_syntax(&p.text) } else { escaped(&p.text) };
        let texts: Vec<CString> = patterns.iter().map(|p| CString::new(written(p)).expect("patterns hold no zero")).collect();
        let expressions: Vec<*const c_char> = texts.iter().map(|text| text.as_ptr()).collect();
        let mut flags = vec![FLAG_UTF8; texts.len()];
        let ids: Vec<c_uint> = (0..texts.len() as c_uint).collect();
        let mut confirming: Vec<Option<Regex>> = texts.iter().map(|_| None).collect();
        let (mut database, mut scratch) = (ptr::null_mut(), ptr::null_mut());
        loop {
            let mut error = ptr::null_mut::<CompileError>();
            // Safety: the three lists have `texts.len()` items and outlive the call; the results are read only as its
            // status allows.
            let status = unsafe {
                let (expressions, count) = (expressions.as_ptr(), texts.len() as c_uint);
                let (flags, ids) = (flags.as_ptr(), ids.as_ptr());
                hs_compile_multi(expressions, flags, ids, count, MODE_BLOCK, ptr::null(), &mut database, &mut error)
            };
            if status == SUCCESS {
                break;
            }
            // Safety: a compile that failed has set `error`, which is freed once.
            let (message, which) = unsafe {
                let message = CStr::from_ptr((*error).message).to_string_lossy().into_owned();
                let which = usize::try_from((*error).expression).ok();
                hs_free_compile_error(error);
                (message, which)
            };
            match which {
                Some(at) if confirming[at].is_none() => {
                    flags[at] |= FLAGS_TO_CONFIRM;
                    confirming[at] = Some(Regex::new(&patterns[at].text).map_err(|error| error.to_string())?);
                }
                _ => return Err(message),
            }
        }
        // Safety: the database was compiled.
        if unsafe { hs_alloc_scratch(database, &mut scratch) } != SUCCESS {
            return Err("no memory for the scratch".to_owned());
        }
        Ok(Hyperscan { patterns, confirming, suspected: Vec::new(), database, scratch })
    }
}

impl Drop for Hyperscan {
    fn drop(&mut self) {
        // Safety: both were made by `new` and are used by nobody else.
        unsafe {
            hs_free_scratch(self.scratch);
            hs_free_database(self.database);
        }
    }
}

impl Engine for Hyperscan {
    fn find(&mut self, text: &str, found: &mut Vec<Pair>) {
        self.suspected.clear();
        let (patterns, confirming, suspected) = (&self.patterns, &self.confirming, &mut self.suspected);
        let mut context = Context { patterns, confirming, suspected, text: text.as_bytes(), found };
        let length = c_uint::try_from(text.len()).expect("a text of less than 4 GB");
        // Safety: text and context outlive the call, database and scratch are this engine's own.
        let status = unsafe {
            let context = (&raw mut context).cast::<c_void>();
            hs_scan(self.database, text.as_ptr().cast::<c_char>(), length, 0, self.scratch, on_match, context)
        };
        assert_eq!(status, SUCCESS, "the scan ends");
        for &at in &self.suspected {
            let matches = self.confirming[at].iter().flat_map(|regex| regex.find_iter(text));
            found.extend(matches.map(|found| (self.patterns[at].rule, found.end())));
        }
    }
}
