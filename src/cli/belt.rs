//! The belt between the thread that reads and those that judge: bounded, so that the slow end holds the fast one back.
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many bytes are on their way from the input to the output at once. Judging a text full of contacts takes some
/// twenty times its size.
const MOST_BYTES: usize = 8 << 20;
/// How many things are.
const MOST_THINGS: usize = 64;
/// What is larger, in bytes, is for one of the judges alone. The room that a thread has taken is not all given back, so that
/// memory would grow with the threads, where each of them had a text full of contacts once.
pub(super) const LARGE: usize = 1 << 19;

/// Things on their way, each with its number and its size.
pub(super) struct Belt<W> {
    state: Mutex<State<W>>,
    /// Something came, or nothing more will.
    came: Condvar,
    /// Something left.
    left: Condvar,
}

struct State<W> {
    waiting: VecDeque<(usize, usize, W)>,
    next: usize,
    things: usize,
    bytes: usize,
    ended: bool,
    closed: bool,
}

impl<W> Belt<W> {
    pub fn new() -> Self {
        let state = State { waiting: VecDeque::new(), next: 0, things: 0, bytes: 0, ended: false, closed: false };
        Belt { state: Mutex::new(state), came: Condvar::new(), left: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State<W>> {
        // Nothing in here can panic half-way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lays something on the belt, once there is room. Tells whether more is wanted.
    pub fn put(&self, thing: W, bytes: usize) -> bool {
        let mut state = self.state();
        // What is larger than all the room there is goes alone.
        while !state.closed && state.things > 0 && (state.bytes + bytes > MOST_BYTES || state.things >= MOST_THINGS) {
            state = self.left.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed {
            return false;
        }
        let number = state.next;
        state.waiting.push_back((number, bytes, thing));
        (state.next, state.things, state.bytes) = (number + 1, state.things + 1, state.bytes + bytes);
        drop(state);
        // One alone might be somebody who does not take it.
        if bytes > LARGE {
            self.came.notify_all()
        } else {
            self.came.notify_one()
        }
        true
    }

    /// The next thing with its number and size, a large one only for whoever takes those. None where nothing more comes.
    pub fn take(&self, takes_large: bool) -> Option<(usize, usize, W)> {
        let mut state = self.state();
        loop {
            if state.closed {
                return None;
            }
            let next = state.waiting.iter().position(|(_, bytes, _)| takes_large || *bytes <= LARGE);
            if let Some(thing) = next.and_then(|next| state.waiting.remove(next)) {
                return Some(thing);
            }
            if state.ended {
                return None;
            }
            state = self.came.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Something of this size has left for good.
    pub fn done(&self, bytes: usize) {
        let mut state = self.state();
        (state.things, state.bytes) = (state.things - 1, state.bytes - bytes);
        drop(state);
        self.left.notify_one();
    }

    /// Nothing more comes.
    pub fn end(&self) {
        self.state().ended = true;
        self.came.notify_all();
    }

    /// Nobody wants more.
    pub fn close(&self) {
        self.state().closed = true;
        self.came.notify_all();
        self.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_belt_waits_and_a_closed_one_ends() {
        let belt = Belt::new();
        std::thread::scope(|scope| {
            let put = scope.spawn(|| (0..).take_while(|number| belt.put(*number, 1 << 20)).count());
            for number in 0..100 {
                let (at, bytes, thing) = belt.take(true).expect("a thing");
                assert_eq!((at, bytes, thing), (number, 1 << 20, number));
                belt.done(bytes);
            }
            belt.close();
            assert!((100..=100 + MOST_BYTES / (1 << 20)).contains(&put.join().expect("it ends")));
            assert!(belt.take(true).is_none());
        });
    }

    #[test]
    fn a_large_thing_waits_for_its_judge_and_holds_up_no_small_one() {
        let belt = Belt::new();
        assert!(belt.put("large", LARGE + 1) && belt.put("small", 1));
        assert_eq!(belt.take(false), Some((1, 1, "small")));
        belt.end();
        assert_eq!(belt.take(false), None);
        assert_eq!(belt.take(true), Some((0, LARGE + 1, "large")));
    }
}
