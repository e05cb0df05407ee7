//! The elements of a page that are open, innermost last.
use super::element::Element;
use std::ops::Range;

/// Elements deeper than this are not followed: no end is looked for further up, so that the cost stays linear.
const DEEPEST: usize = 256;

#[derive(Debug)]
struct One {
    /// Where its name stands in the page.
    name: Range<usize>,
    element: Element,
    hides: bool,
}

/// The open elements.
#[derive(Debug, Default)]
pub(super) struct Open {
    elements: Vec<One>,
    hidden: usize,
}

impl Open {
    /// How many open elements hide what is in them.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.elements.len()
    }

    /// Opens one.
    pub fn push(&mut self, name: Range<usize>, element: Element, hides: bool) {
        if self.elements.len() < DEEPEST {
            self.hidden += usize::from(hides);
            self.elements.push(One { name, element, hides });
        }
    }

    /// Closes the innermost.
    pub fn pop(&mut self) -> Option<Element> {
        let one = self.elements.pop()?;
        self.hidden -= usize::from(one.hides);
        Some(one.element)
    }

    /// How many elements stand above the innermost of these names, where one is open inside all of the borders.
    pub fn last(&self, source: &str, names: &[&str], borders: &[&str]) -> Option<usize> {
        for (depth, one) in self.elements.iter().enumerate().rev() {
            let name = source.get(one.name.clone()).unwrap_or_default();
            let among = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
            if among(names) {
                return Some(depth);
            }
            if among(borders) {
                return None;
            }
        }
        None
    }
}
